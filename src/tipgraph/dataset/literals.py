"""Literals that the engine would not give back as they are written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from tipgraph.dataset.load import sources
from tipgraph.errors import TipgraphError, shown
from tipgraph.files import read_text_strict
from tipgraph.namespaces import GRAPH, ID, PREFIXES
from tipgraph.positions import Positions, placed_statements
from tipgraph.record import Record
from tipgraph.turtle import TermWriter

_NUMBERED: Final = "urn:literal:"
_ANY: Final = NamedNode("urn:literal")


@dataclass(frozen=True)
class Changed:
    """A literal that comes back from the engine as another one."""

    written: Literal
    kept: Literal


class ChangedLiteralError(TipgraphError, ValueError):
    """The engine would change a literal; ``args`` is (place, graph, subject, predicate, written, kept, how many others)."""

    def __str__(self) -> str:
        place, graph, subject, predicate, written, kept, others = self.args
        more = f" ({others} more like it)" if others else ""
        return (
            f"{place}{subject} {predicate} {written} in {graph}: the engine would give back {kept}: "
            f"write {kept}, or a string if it is the form that matters{more}"
        )


def changed(literals: Iterable[Literal]) -> list[Changed]:
    """Find the literals that the engine changes, by putting each into a store and taking it out again.

    The engine keeps numbers, times and truth values by their value: it knows no derived type of integer, no leading or
    trailing nought, and one way to write a time zone; terms that become equal are one.

    Args:
        literals: Literals as parsed.

    Returns:
        Those that come back otherwise, with what comes back.
    """
    numbered = list(dict.fromkeys(literals))
    store = Store()
    store.bulk_extend(Quad(NamedNode(f"{_NUMBERED}{n}"), _ANY, literal) for n, literal in enumerate(numbered))
    found = []
    for quad in store:
        assert isinstance(quad.subject, NamedNode)
        written = numbered[int(quad.subject.value.removeprefix(_NUMBERED))]
        if isinstance(quad.object, Literal) and quad.object != written:
            found.append(Changed(written, quad.object))
    return found


def check_literals(graphs: Mapping[str, Iterable[Triple]], record: Record) -> None:
    """Refuse literals that the engine would change: nobody would find in the dataset what a file of the record says.

    Args:
        graphs: The IRI of each named graph with its triples.
        record: Where the files lie from which they come.

    Raises:
        ChangedLiteralError: If there is such a literal; it tells of the first by graph, subject and predicate.
    """
    kept = {
        one.written: one.kept
        for one in changed(t.object for graph in graphs.values() for t in graph if isinstance(t.object, Literal))
    }
    if not kept:
        return
    found = sorted(
        ((graph, triple) for graph, triples in graphs.items() for triple in triples if triple.object in kept),
        key=lambda pair: (pair[0], str(pair[1])),
    )
    graph, triple = found[0]
    assert isinstance(triple.object, Literal)
    raise ChangedLiteralError(
        _place(record, graph, triple),
        f"graph/{graph.removeprefix(GRAPH)}",
        _short(triple.subject),
        _short(triple.predicate),
        _short(triple.object),
        _short(kept[triple.object]),
        len(found) - 1,
    )


def _short(term: object) -> str:
    """Write a term as it stands in a file of the record, literals always with their type."""
    writer = TermWriter(PREFIXES, ID)
    if isinstance(term, Literal):
        return f'"{term.value}"^^{writer.iri(term.datatype.value)}'
    return writer.term(term)


def _place(record: Record, graph: str, triple: Triple) -> str:
    """Say which file states a triple, and on which line as far as that can be told."""
    files = [source.path for source in sources(record) if source.graph == graph]
    for file in files:
        line = _line(read_text_strict(file), triple)
        if line:
            return f"{shown(file)}:{line}: "
    return f"{shown(files[0])}: " if len(files) == 1 else ""


def _line(text: str, triple: Triple) -> int | None:
    """Find the line on which a text states a triple first."""
    for one in placed_statements(text, ID):
        if (one.subject, one.predicate, one.object) == (triple.subject, triple.predicate, triple.object):
            return Positions(text).of(one.object_at[0]).line
    return None
