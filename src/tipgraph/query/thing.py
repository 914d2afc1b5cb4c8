"""Whether the record has a thing by an IRI; if not, which ones come near, and if it had one, what took its place."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import NamedNode
from rapidfuzz import fuzz, process

from tipgraph.errors import TipgraphError, shown
from tipgraph.namespaces import BASE, DCTERMS, ID, OWL
from tipgraph.query.lookup import MERGED, TYPE, Lookup

_DEPRECATED: Final = NamedNode(OWL + "deprecated")
_SUCCESSOR: Final = NamedNode(DCTERMS + "isReplacedBy")
_NEAR: Final = 5
_ALIKE: Final = 60.0
"""Of 100: how like another name has to be to be worth naming."""
_LONGEST: Final = 300
"""Characters of a name: no IRI of the record is half as long."""


@dataclass(frozen=True)
class Named:
    """An IRI and what it stands for is called."""

    iri: str
    name: str


class NoSuchThing(TipgraphError, LookupError):  # noqa: N818 - what happened
    """The record has nothing by an IRI; ``args`` is (name, the nearest as :class:`Named`)."""

    @property
    def nearest(self) -> tuple[Named, ...]:
        """The IRIs that come near to it, the nearest first."""
        found: tuple[Named, ...] = self.args[1]
        return found

    def __str__(self) -> str:
        name, near = shown(self.args[0]), self.nearest
        meant = " or ".join(f"'{_path(one.iri)}'" for one in near)
        way_out = f"did you mean {meant}?" if near else "the first page leads to what there is"
        return f"the record has nothing by the name '{name}': {way_out}"


class Withdrawn(TipgraphError, LookupError):  # noqa: N818 - what happened
    """An IRI was published once and is given up; ``args`` is (itself, its successors, those that live on)."""

    @property
    def thing(self) -> Named:
        """What was given up."""
        found: Named = self.args[0]
        return found

    @property
    def successors(self) -> tuple[Named, ...]:
        """What took its place."""
        found: tuple[Named, ...] = self.args[1]
        return found

    @property
    def living(self) -> tuple[Named, ...]:
        """What took their place in turn, and so on: the things that are in use today."""
        found: tuple[Named, ...] = self.args[2]
        return found

    def __str__(self) -> str:
        words = f"{self.thing.iri} ('{self.thing.name}') was given up"
        if not self.successors:
            return f"{words}, and nothing took its place"
        words += f"; {_listed(self.successors)} took its place"
        if self.living != self.successors:
            words += f", and {_listed(self.living)} in turn" if self.living else ", and was given up as well"
        return f"{words}: ask for that"


def _listed(things: tuple[Named, ...]) -> str:
    return " and ".join(f"{one.iri} ('{one.name}')" for one in things)


def _path(iri: str) -> str:
    return iri.removeprefix(ID).removeprefix(BASE)


def node_of(iri: str) -> NamedNode | None:
    """Return an IRI as a node, if it can be one of the record's: IRIs have no blanks, and ours are not that long."""
    try:
        return NamedNode(iri) if len(iri) <= _LONGEST else None
    except ValueError:  # UnicodeEncodeError is one, too
        return None


def is_deprecated(lookup: Lookup, node: NamedNode) -> bool:
    """Say whether an IRI was published once and is given up."""
    return any(value.value in {"true", "1"} for value in lookup.literals(node, _DEPRECATED))


def successors(lookup: Lookup, node: NamedNode) -> list[NamedNode]:
    """Return what has taken the place of an IRI that was given up."""
    return lookup.nodes(node, _SUCCESSOR)


def withdrawn(lookup: Lookup, node: NamedNode) -> Withdrawn:
    """Say what has become of an IRI that was given up.

    Args:
        lookup: The dataset.
        node: A deprecated IRI.

    Returns:
        The error to raise; successors that were given up as well lead on to those that were not.
    """
    living: list[NamedNode] = []
    seen = {node}
    queue = successors(lookup, node)
    while queue:
        one = queue.pop(0)
        if one in seen:
            continue
        seen.add(one)
        if is_deprecated(lookup, one):
            queue += successors(lookup, one)
        else:
            living.append(one)
    direct = successors(lookup, node)
    return Withdrawn(named(lookup, node), _all_named(lookup, direct), _all_named(lookup, living))


def named(lookup: Lookup, node: NamedNode) -> Named:
    """Return an IRI with what it is called, or with its path where it has no name."""
    name = lookup.name(node)
    return Named(node.value, name.value if name else _path(node.value))


def _all_named(lookup: Lookup, nodes: list[NamedNode]) -> tuple[Named, ...]:
    return tuple(named(lookup, node) for node in nodes)


def no_such_thing(lookup: Lookup, iri: str) -> NoSuchThing:
    """Say that there is nothing by an IRI, and what comes near to it.

    Args:
        lookup: The dataset.
        iri: Below the record's base.

    Returns:
        The error to raise; it names the thing that this one would be a part of, and those of its kind that are written
        alike.
    """
    if len(iri) > _LONGEST:
        return NoSuchThing(f"{_path(iri)[:60]}...", ())
    steps = iri.rstrip("/").split("/")
    above = ["/".join(steps[:length]) for length in range(len(steps), 5, -1)]
    whole = [one for one in above if (node := node_of(one)) and lookup.knows(node)][:1]
    near = dict.fromkeys([*_alike(lookup, iri), *whole])
    return NoSuchThing(_path(iri), tuple(named(lookup, NamedNode(one)) for one in [*near][:_NEAR]))


def _alike(lookup: Lookup, iri: str) -> list[str]:
    """Name what is written like an IRI, among things of its kind if there are such, with as many steps as it has."""
    names = _names(lookup)
    kind, rest = _split(iri)
    fellows = names.get((kind, rest.count("/")))
    if fellows is None:
        fellows = [one for (_, steps), all_of in names.items() if steps == rest.count("/") for one in all_of]
        rest = _path(iri)
        written = {one: _path(one).casefold() for one in fellows}
    else:
        written = {one: _split(one)[1].casefold() for one in fellows}
    found = process.extract(rest.casefold(), written, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_NEAR - 1)
    return [one for _, _, one in found]


def _split(iri: str) -> tuple[str, str]:
    """Take an IRI apart into its kind and the rest: ``id/state/`` and ``AUT``."""
    space = ID if iri.startswith(ID) else BASE
    kind, slash, rest = iri.removeprefix(space).partition("/")
    return (space + kind + slash, rest) if rest else (space, kind)


@cache
def _names(lookup: Lookup) -> dict[tuple[str, int], list[str]]:
    """Put the IRIs of a dataset in order, by kind and number of steps; done once, when the first one is missed."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for quad in lookup.store.quads_for_pattern(None, TYPE, None, MERGED):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(BASE):
            kind, rest = _split(quad.subject.value)
            found[kind, rest.count("/")].add(quad.subject.value)
    return {kind: sorted(iris) for kind, iris in found.items()}
