"""Quads as JSON-LD, written as they are read: one node a line, in its graph, with the names of the published context."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from tipgraph.errors import UsageError
from tipgraph.export.context import ADDRESS, Context, Term, UnnamableError
from tipgraph.namespaces import RDF, XSD

_TYPE: Final = RDF + "type"
_STRING: Final = XSD + "string"
_MOST: Final = 10_000
"""Statements of a node that are kept in memory; what has more is written as several objects that say its IRI."""
_BARE: Final = Context()
_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

Subject = NamedNode | BlankNode | Triple
Value = NamedNode | BlankNode | Literal | Triple


@dataclass
class _Node:
    """What is said of a subject in one graph."""

    graph: NamedNode | BlankNode | DefaultGraph
    subject: Subject
    values: dict[str, list[Value]] = field(default_factory=dict)
    """By property."""
    size: int = 0

    def add(self, predicate: str, value: Value) -> None:
        self.values.setdefault(predicate, []).append(value)
        self.size += 1


def write_jsonld(quads: Iterable[Quad], out: BinaryIO, context: Context) -> None:
    """Write quads as one JSON-LD 1.1 document, which refers to the published context.

    Args:
        quads: In any order; readable if those of a subject and those of a graph stand together.
        out: Where it goes, in UTF-8.
        context: The names.

    Raises:
        tipgraph.errors.UsageError: If a triple is said of a triple, which JSON-LD has no words for.
    """
    out.write(f'{{"@context": {_encode(ADDRESS)}, "@graph": ['.encode())
    graph: NamedNode | BlankNode | DefaultGraph = DefaultGraph()
    names = context
    before = "\n"
    for node in _nodes(quads):
        if node.graph != graph:
            opening, names = _opening(node.graph, context)
            out.write((_closing(graph) + (before if isinstance(graph, DefaultGraph) else ",\n") + opening).encode())
            graph, before = node.graph, "\n"
        out.write(f"{before}{_line(node, names)}".encode())
        before = ",\n"
    out.write(f"{_closing(graph)}\n]}}\n".encode())


def _opening(graph: NamedNode | BlankNode | DefaultGraph, context: Context) -> tuple[str, Context]:
    """Return how the object of a graph begins, and the names that can be used within it."""
    if isinstance(graph, DefaultGraph):
        return "", context
    try:
        return f'{{"@id": {_encode(_reference(graph, context))}, "@graph": [', context
    except UnnamableError:
        return f'{{"@context": null, "@id": {_encode(graph.value)}, "@graph": [', _BARE


def _closing(graph: NamedNode | BlankNode | DefaultGraph) -> str:
    return "" if isinstance(graph, DefaultGraph) else "\n]}"


def _nodes(quads: Iterable[Quad]) -> Iterator[_Node]:
    node: _Node | None = None
    for quad in quads:
        subject, graph = quad.subject, quad.graph_name
        if node is None or node.subject != subject or node.graph != graph or node.size == _MOST:
            if node is not None:
                yield node
            node = _Node(graph, subject)
        node.add(quad.predicate.value, quad.object)
    if node is not None:
        yield node


def _line(node: _Node, context: Context) -> str:
    try:
        return _encode(_object(node, context))
    except UnnamableError:  # without the context, all its names are IRIs
        return _encode({"@context": None, **_object(node, _BARE)})


def _object(node: _Node, context: Context) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": _reference(node.subject, context)}
    for predicate, values in node.values.items():
        if predicate == _TYPE:
            classes = [context.type(one.value) for one in values if isinstance(one, NamedNode)]
            if classes:  # right behind the name, wherever it stood
                found = {"@id": found.pop("@id"), "@type": _alone(classes), **found}
            values = [one for one in values if not isinstance(one, NamedNode)]  # noqa: PLW2901 - the rest
        if values:
            term = context.term(predicate)
            found[term.name] = _alone([_value(one, term, context) for one in values])
    return found


def _alone(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _value(value: Value, term: Term, context: Context) -> str | dict[str, str]:
    """Return a value: a string if the term says the rest, else an object that says it; its lexical form stays."""
    if not isinstance(value, Literal):
        reference = _reference(value, context)
        return reference if term.link else {"@id": reference}
    text, language = value.value, value.language
    if language is not None:
        if language == term.language and value.direction is None:
            return text
        direction = {} if value.direction is None else {"@direction": value.direction.value}
        return {"@value": text, "@language": language, **direction}
    datatype = value.datatype.value
    if datatype == _STRING:
        return {"@value": text} if term.link or term.datatype or term.language else text
    return text if datatype == term.datatype else {"@value": text, "@type": context.iri(datatype)}


def _reference(term: Subject, context: Context) -> str:
    if isinstance(term, NamedNode):
        return context.iri(term.value)
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    raise UsageError("JSON-LD cannot say a triple of a triple: ask for nquads or trig")
