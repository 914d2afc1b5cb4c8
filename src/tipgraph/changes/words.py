"""Changes in words for people: what came, went, changed, was withdrawn or corrected, and how."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from tipgraph.changes.compare import Change
from tipgraph.changes.names import Names
from tipgraph.changes.statements import quads_of
from tipgraph.dataset.load import INFERRED, METADATA
from tipgraph.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, TIP

_UNTOLD: Final = (INFERRED, METADATA)
"""Graphs whose statements only follow from others, or count them: nobody stated them."""
_CORRECTS: Final = (TIP + "correctionOf", SKOS + "changeNote")
"""Whoever says this of a thing records that something is mended."""
_LONGEST: Final = 400
"""Characters of a value that are shown."""


class Kind(StrEnum):
    """What became of a thing; in the order in which people are told."""

    WITHDRAWN = "withdrawn"
    CORRECTION = "correction"
    CAME = "came"
    WENT = "went"
    CHANGED = "changed"


@dataclass(frozen=True)
class Entry:
    """What is told of one thing."""

    kind: Kind
    iri: str
    label: str
    """Its name; where it has none, nothing."""
    class_label: str
    """What it is: ``recommendation``."""
    says: tuple[str, ...]
    """What of it came, went or changed, a property each."""


def told(found: Iterable[Change], names: Names) -> Iterator[Entry]:
    """Tell changes in words.

    Args:
        found: The changes.
        names: What the things are called.

    Returns:
        An entry for each thing of which anything changed that somebody states; what only follows is left out, and so
        are blank nodes.
    """
    for change in found:
        entry = _entry(change, names) if change.iri else None
        if entry:
            yield entry


Facts = dict[str, list[NamedNode | BlankNode | Literal]]
"""The values of each property."""


def _entry(change: Change, names: Names) -> Entry | None:
    before, after = _facts(change.before), _facts(change.after)
    kind = _kind(before, after)
    says = tuple(_says(before, after, kind, names) if before != after else _sources(change, names))
    if before == after and not says:
        return None
    now = after or before
    classes = now.get(RDF + "type") or _inferred_classes(change)
    class_label = names.name(names.narrowest(str(term.value) for term in classes)) if classes else "thing"
    return Entry(kind, change.iri, names.label(change.iri), class_label, says)


def _sources(change: Change, names: Names) -> Iterator[str]:
    """Tell which graphs have the same statements as others had before."""
    gone, come = (
        "; ".join(
            sorted(
                {
                    names.name(quad.graph_name.value)
                    for quad in quads_of(lines)
                    if _is_told(quad.graph_name) and isinstance(quad.graph_name, NamedNode)
                }
            )
        )
        for lines in (change.removed, change.added)
    )
    if gone or come:
        yield f"the same from other sources: {_turn(gone, come, is_whole=False)}"


def _inferred_classes(change: Change) -> list[NamedNode]:
    """Return what a thing is where that only follows."""
    quads = quads_of(line for line in change.after or change.before if f" <{RDF}type> " in line)
    return [quad.object for quad in quads if isinstance(quad.object, NamedNode)]


def _facts(lines: list[str]) -> Facts:
    facts: Facts = {}
    for quad in quads_of(lines):
        values = facts.setdefault(quad.predicate.value, []) if _is_told(quad.graph_name) else []
        if quad.object not in values:  # several sources may state the same
            values.append(quad.object)  # type: ignore[arg-type]
    return {predicate: sorted(values, key=str) for predicate, values in facts.items()}


def _is_told(graph: object) -> bool:
    return getattr(graph, "value", "") not in _UNTOLD


def _kind(before: Facts, after: Facts) -> Kind:
    if _new(OWL + "deprecated", before, after):
        return Kind.WITHDRAWN
    if any(_new(predicate, before, after) for predicate in _CORRECTS):
        return Kind.CORRECTION
    if not before:
        return Kind.CAME
    return Kind.CHANGED if after else Kind.WENT


def _new(predicate: str, before: Facts, after: Facts) -> bool:
    return any(value not in before.get(predicate, ()) for value in after.get(predicate, ()))


def _says(before: Facts, after: Facts, kind: Kind, names: Names) -> Iterator[str]:
    """Tell the properties whose values changed; of what is withdrawn only what takes its place."""
    if kind is Kind.WITHDRAWN:
        for successor in after.get(DCTERMS + "isReplacedBy", ()):
            yield f"replaced by {_value(successor, names)}"
        return
    is_whole = not before or not after
    for predicate in sorted(before.keys() | after.keys(), key=lambda iri: (names.name(iri), iri)):
        if is_whole and predicate in (RDF + "type", RDFS + "label"):
            continue  # told already
        old, new = before.get(predicate, []), after.get(predicate, [])
        gone = _values((value for value in old if value not in new), names)
        come = _values((value for value in new if value not in old), names)
        if gone or come:
            yield f"{names.name(predicate)}: {_turn(gone, come, is_whole=is_whole)}"


def _turn(gone: str, come: str, *, is_whole: bool) -> str:
    if gone and come:
        return f"{gone} → {come}"
    if is_whole:  # said already: it came, or went
        return gone or come
    return f"added {come}" if come else f"removed {gone}"


def _values(values: Iterable[NamedNode | BlankNode | Literal], names: Names) -> str:
    return "; ".join(_value(value, names) for value in values)


def _value(value: NamedNode | BlankNode | Literal, names: Names) -> str:
    if isinstance(value, NamedNode):
        return names.name(value.value)
    if isinstance(value, BlankNode):
        return "something without a name"
    text = value.value if len(value.value) <= _LONGEST else value.value[:_LONGEST].rstrip() + " …"
    return f"“{text}”"
