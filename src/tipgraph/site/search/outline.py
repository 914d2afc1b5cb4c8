"""The values of a facet as a page lists them: narrower ones below broader ones, and no more than a reader takes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tipgraph.site.search.find import Count

MOST: Final = 40
MOST_IN_TREES: Final = 100


@dataclass(frozen=True)
class Branch:
    """A value, and those below it."""

    value: Count
    below: tuple["Branch", ...] = ()


@dataclass(frozen=True)
class Outline:
    """The values of a facet."""

    branches: tuple[Branch, ...]
    left_out: int
    """How many values there are besides."""


def outline(values: Sequence[Count]) -> Outline:
    """Order the values of a facet.

    Args:
        values: In the order of the facet.

    Returns:
        Values with the most items, and all that are chosen, in their order; a value that lies below others stands below
        the first of these that is there, so that it stands in one place only.
    """
    most = MOST_IN_TREES if any(value.broader for value in values) else MOST
    largest = {value.key for value in sorted(values, key=lambda value: -value.count)[:most]}
    kept = {value.key: value for value in values if value.chosen or value.key in largest}
    parents = {key: next((one for one in value.broader if one in kept), "") for key, value in kept.items()}
    for key in kept:  # a ring of broader ones would hang nowhere
        seen, above = {key}, parents[key]
        while above and above not in seen:
            seen.add(above)
            above = parents[above]
        if above:
            parents[key] = ""

    def below(parent: str) -> tuple[Branch, ...]:
        inside = sorted((kept[key] for key in kept if parents[key] == parent), key=lambda value: -value.count)
        return tuple(Branch(value, below(value.key)) for value in (inside if parent else top))

    top = [value for key, value in kept.items() if not parents[key]]
    return Outline(below(""), len(values) - len(kept))
