"""A report as the graph that SHACL describes (https://www.w3.org/TR/shacl/#validation-report), in Turtle."""

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from tipgraph.namespaces import RDF, SH, SHAPES, XSD
from tipgraph.serialization import CATALOGUE_PREFIXES
from tipgraph.validate.report import Report, Result, Severity

_SEVERITIES: Final = {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Info"}
_LITERAL: Final = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^(\S+))?', re.DOTALL)
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]*")

Fact = tuple[NamedNode | BlankNode, str, NamedNode | BlankNode | Literal]


def write(report: Report) -> str:
    """Write a report as a graph: findings that no shape made name the rule or check as the shape."""
    root = BlankNode("report")
    facts: list[Fact] = [
        (root, RDF + "type", NamedNode(SH + "ValidationReport")),
        (root, SH + "conforms", Literal("false" if report.results else "true", datatype=NamedNode(XSD + "boolean"))),
    ]
    for number, result in enumerate(report.results):
        node = BlankNode(f"result{number}")
        facts.append((root, SH + "result", node))
        facts += _facts(node, result)
    triples = [Triple(subject, NamedNode(predicate), thing) for subject, predicate, thing in facts]
    prefixes = {**CATALOGUE_PREFIXES, "sh": SH}
    return (serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode("utf-8")


def _facts(node: BlankNode, result: Result) -> Iterator[Fact]:
    yield node, RDF + "type", NamedNode(SH + "ValidationResult")
    yield node, SH + "resultSeverity", NamedNode(SH + _SEVERITIES[result.severity])
    yield node, SH + "resultMessage", Literal(result.message)
    yield node, SH + "focusNode", _term(result.focus)
    yield node, SH + "sourceShape", NamedNode(SHAPES + result.shape)
    yield node, SH + "sourceConstraintComponent", NamedNode(result.constraint or SH + "SPARQLConstraintComponent")
    if result.path and _IRI.fullmatch(result.path):
        yield node, SH + "resultPath", NamedNode(result.path)
    if result.value is not None:
        yield node, SH + "value", _term(result.value)


def _term(written: str) -> NamedNode | Literal:
    """Return the term that a result writes."""
    if found := _LITERAL.fullmatch(written):
        words, language, datatype = found.groups()
        if language:
            return Literal(words, language=language.lower())
        return Literal(words, datatype=NamedNode(datatype)) if datatype and _IRI.fullmatch(datatype) else Literal(words)
    return NamedNode(written) if _IRI.fullmatch(written) else Literal(written)
