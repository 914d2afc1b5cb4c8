"""The W3C's tests of SHACL, where a checkout of w3c/data-shapes is named: our validation and plain pyshacl, both scored.

``TIPGRAPH_SHACL_TESTS=.../data-shapes make test PYTEST_ARGS='-rP tests/test_shacl_suite.py'`` prints the scores.
"""

import os
import warnings
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, URIRef

from tipgraph.namespaces import RDF, SH
from tipgraph.validate.material import Material
from tipgraph.validate.shacl import reports

CHECKOUT = os.environ.get("TIPGRAPH_SHACL_TESTS")
FOLDER = Path(CHECKOUT or ".") / "data-shapes-test-suite" / "tests"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
COMPARED = ("focusNode", "resultPath", "value", "resultSeverity", "sourceConstraintComponent", "sourceShape")
DEEPEST = 6
FIRST = URIRef(RDF + "first")
NOT_BY_PYSHACL = {"uniqueLang-002", "shapesGraph-001"}
"""It takes "1"^^xsd:boolean for true, and has no $shapesGraph."""

pytestmark = pytest.mark.skipif(CHECKOUT is None, reason="TIPGRAPH_SHACL_TESTS names no checkout of w3c/data-shapes")


@dataclass(frozen=True)
class Test:
    """One entry of a manifest."""

    __test__ = False
    iri: str
    data: Path
    shapes: Path
    expected: Any
    """The results in comparable form, or None where validation is to fail."""


@cache
def parsed(path: Path) -> tuple[ox.Triple, ...]:
    quads = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=path.resolve().as_uri())
    return tuple(quad.triple for quad in quads)


def graph_of(path: Path) -> Graph:
    return Material({path.name: parsed(path)}).graph


def described(term: Any, graph: Graph, depth: int = 0) -> Any:
    """A term; in the place of a blank node what is said of it, for its name means nothing."""
    if not isinstance(term, BNode):
        return None if term is None else term.n3()
    if depth > DEEPEST:
        return "..."
    return frozenset((str(p), described(o, graph, depth + 1)) for p, o in graph.predicate_objects(term))


def compared(term: Any, name: str, graph: Graph) -> Any:
    """A part of a result; of a path what makes it one: two tests have lists of which more is said than they need."""
    if name == "resultPath" and isinstance(term, BNode) and (term, FIRST, None) in graph:
        return tuple(compared(item, name, graph) for item in graph.items(term))
    return described(term, graph)


def comparable(report: Graph, node: Any, sources: Graph) -> Counter[Any]:
    """The results of a report, each as what counts of it."""
    return Counter(
        tuple(compared(report.value(result, URIRef(SH + name)), name, sources) for name in COMPARED)
        for result in report.objects(node, URIRef(SH + "result"))
    )


def entries_below(path: Path) -> list[Test]:
    graph = graph_of(path)
    found = []
    for included in graph.objects(None, URIRef(MANIFEST + "include")):
        found += entries_below(Path(str(included).removeprefix("file://")))
    for entries in graph.objects(None, URIRef(MANIFEST + "entries")):
        for entry in graph.items(entries):
            action, expected = (graph.value(entry, URIRef(MANIFEST + name)) for name in ("action", "result"))
            data, shapes = (
                Path(str(graph.value(action, URIRef(SHT + name))).removeprefix("file://"))
                for name in ("dataGraph", "shapesGraph")
            )
            fails = expected == URIRef(SHT + "Failure")
            found.append(Test(str(entry), data, shapes, None if fails else comparable(graph, expected, graph)))
    return found


def outcome(test: Test, *, plain: bool) -> Any:
    """What a validation comes to: the results in comparable form, or None where it failed."""
    shapes = graph_of(test.shapes)
    sources = shapes + graph_of(test.data)
    found: Counter[Any] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for report in reports(Material({"data": parsed(test.data)}), shapes, plain=plain):
                node = report.value(None, URIRef(RDF + "type"), URIRef(SH + "ValidationReport"))
                found += comparable(report, node, sources)
        except Exception:
            return None
    return found


def test_both_score_alike() -> None:
    every = entries_below(FOLDER / "manifest.ttl")
    assert len(every) > 100
    ours = {test.iri: outcome(test, plain=False) for test in every}
    plain = {test.iri: outcome(test, plain=True) for test in every}
    for name, outcomes in (("tipgraph", ours), ("pyshacl", plain)):
        failed = [test.iri.rpartition("/")[2] for test in every if outcomes[test.iri] != test.expected]
        print(f"{name}: {len(every) - len(failed)} of {len(every)}; not {', '.join(failed)}")
        assert set(failed) <= NOT_BY_PYSHACL
    assert [iri for iri in ours if ours[iri] != plain[iri]] == []
