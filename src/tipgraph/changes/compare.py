"""Two datasets compared, thing by thing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby

from tipgraph.changes.statements import Statements


@dataclass(frozen=True)
class Change:
    """What changed of one thing."""

    subject: str
    """As N-Quads writes it."""
    before: list[str] = field(default_factory=list)
    """Every line of N-Quads with this subject, sorted; none where it came."""
    after: list[str] = field(default_factory=list)
    """None where it went."""

    @property
    def iri(self) -> str:
        """The thing's IRI; nothing for a blank node."""
        return self.subject[1:-1] if self.subject.startswith("<") else ""

    @property
    def removed(self) -> list[str]:
        """The lines that are gone."""
        kept = set(self.after)
        return [line for line in self.before if line not in kept]

    @property
    def added(self) -> list[str]:
        """The lines that are new."""
        known = set(self.before)
        return [line for line in self.after if line not in known]


def changes(before: Statements, after: Statements) -> Iterator[Change]:
    """Compare two datasets.

    Args:
        before: The one.
        after: The other.

    Returns:
        Each thing with another description than before, sorted; both are read once.
    """
    old = ((subject, 0, lines) for subject, lines in before.by_subject())
    new = ((subject, 1, lines) for subject, lines in after.by_subject())
    for subject, found in groupby(merge(old, new, key=_line_order), key=lambda one: one[0]):
        sides: list[list[str]] = [[], []]
        for _, side, lines in found:
            sides[side] = lines
        if sides[0] != sides[1]:
            yield Change(subject, *sides)


def _line_order(found: tuple[str, int, list[str]]) -> tuple[str, int]:
    # As the lines are sorted: by the subject and the blank after it.
    return found[0] + " ", found[1]
