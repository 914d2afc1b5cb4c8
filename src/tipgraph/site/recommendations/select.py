"""Choosing among recommendations: filters whose counts stay true as they combine, an order, groups."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tipgraph.dataset.search.fold import key
from tipgraph.dataset.search.fold import words as words_of
from tipgraph.namespaces import ID
from tipgraph.query.thing import Named
from tipgraph.site.recommendations.collect import Recommendation, Status

_NONE: Final = Named("", "none")
_FORESEEN: Final = "/foreseen"
_Values = Callable[[Recommendation], Sequence[Named]]

FACETS: Final[dict[str, tuple[str, _Values]]] = {
    "addressee": ("Addressee", lambda one: one.addressees),
    "modality": ("Modality", lambda one: one.modalities),
    "topic": ("Topic", lambda one: (*one.topics, *one.broader)),
    "status": ("Status", lambda one: _distinct(map(_standing, one.standing))),
    "session": ("Session", lambda one: [one.session] if one.session else []),
    "document": ("Document", lambda one: [one.document]),
}
"""What recommendations can be filtered by: the name in an address, the title, and the values that one has. Who chooses a
topic chooses those below it."""

GROUPS: Final[dict[str, tuple[str, _Values]]] = {
    "addressee": ("addressee", lambda one: one.addressees),
    "modality": ("modality", lambda one: one.modalities),
    "topic": ("topic", lambda one: one.topics),
    "heading": ("heading", lambda one: [one.heading] if one.heading else []),
    "session": ("session", lambda one: [one.session] if one.session else []),
}
"""What they can be grouped by. One that has several values stands in several groups."""

SORTS: Final[dict[str, Callable[[Recommendation], str]]] = {
    "place": lambda one: "",
    "addressee": lambda one: _names(one.addressees),
    "modality": lambda one: _names(one.modalities),
    "topic": lambda one: _names(one.topics),
    "text": lambda one: key(one.text),
}
"""What they can be sorted by; those that are equal stay in the order of their places."""


@dataclass(frozen=True)
class Choice:
    """What somebody wants to see."""

    words: str = ""
    """Each word must be in the text, in the addressee or in a topic; letters with and without accents are equal."""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For a facet the paths of its values below ``id/``: one of them must be there."""
    sort: str = "place"
    """One of :data:`SORTS`."""
    descending: bool = False
    group: str = ""
    """One of :data:`GROUPS`, or nothing."""


@dataclass(frozen=True)
class Value:
    """A value of a facet."""

    path: str
    """Its IRI below ``id/``."""
    name: str
    count: int
    """How many would be shown if it were chosen, whatever else is chosen in the same facet."""
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """Something to filter by."""

    name: str
    title: str
    values: tuple[Value, ...]
    """By count, most first; then by name."""


@dataclass(frozen=True)
class Group:
    """Recommendations with something in common."""

    named: Named | None
    """What they have in common; nothing where they are not grouped."""
    members: tuple[Recommendation, ...]


@dataclass(frozen=True)
class Selected:
    """What is shown."""

    groups: tuple[Group, ...]
    facets: tuple[Facet, ...]
    count: int
    """How many recommendations there are in the groups, each once."""
    total: int
    """How many there are without any filter."""


def select(every: Sequence[Recommendation], choice: Choice) -> Selected:
    """Filter, sort and group recommendations.

    Args:
        every: All there are, by place.
        choice: What is wanted.

    Returns:
        Those that are wanted, with the counts of what could be chosen besides.
    """
    words = words_of(choice.words)
    said = [one for one in every if all(word in one.searched for word in words)]
    found = [one for one in said if all(_fits(one, name, choice) for name in FACETS)]
    found.sort(key=SORTS[choice.sort], reverse=choice.descending)
    if choice.descending and choice.sort == "place":
        found.reverse()  # they are in this order already, and what is equal keeps it
    facets = tuple(_facet(name, said, choice) for name in FACETS)
    return Selected(tuple(_grouped(found, choice.group)), facets, len(found), len(every))


def _fits(one: Recommendation, name: str, choice: Choice) -> bool:
    chosen = choice.chosen.get(name)
    return not chosen or any(value.iri.removeprefix(ID) in chosen for value in FACETS[name][1](one))


def _facet(name: str, said: Sequence[Recommendation], choice: Choice) -> Facet:
    """Count what each value of a facet would give, with the choices in all other facets."""
    title, values = FACETS[name]
    others = [one for one in said if all(_fits(one, other, choice) for other in FACETS if other != name)]
    counts = Counter(value for one in others for value in _distinct(values(one)))
    chosen = choice.chosen.get(name, frozenset())
    known = {value for one in said for value in values(one) if value.iri.removeprefix(ID) in chosen}
    every = sorted(counts.keys() | known, key=lambda value: (-counts[value], value.name, value.iri))
    paths = [value.iri.removeprefix(ID) for value in every]
    return Facet(
        name,
        title,
        tuple(Value(path, one.name, counts[one], path in chosen) for path, one in zip(paths, every, strict=True)),
    )


def _grouped(found: Sequence[Recommendation], group: str) -> Iterable[Group]:
    """Put those together that have a value in common; those without any come last."""
    if not group:
        return [Group(None, tuple(found))] if found else []
    values = GROUPS[group][1]
    members: dict[Named, list[Recommendation]] = {}
    for one in found:
        for value in values(one) or [_NONE]:
            members.setdefault(value, []).append(one)
    ordered = sorted(members, key=lambda value: (value is _NONE, key(value.name), value.iri))
    return [Group(value, tuple(members[value])) for value in ordered]


def _standing(event: Status) -> Named:
    """Tell apart what was done and what is only announced."""
    if not event.foreseen:
        return event.status
    return Named(event.status.iri + _FORESEEN, f"{event.status.name} (only foreseen)")


def _names(values: Iterable[Named]) -> str:
    return "; ".join(value.name for value in values)


def _distinct(values: Iterable[Named]) -> list[Named]:
    return list(dict.fromkeys(values))
