"""Counting a dataset for its VoID description: what counts as one, and what each part is called."""

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from tipgraph.dataset.build import Build
from tipgraph.dataset.metadata import DATASET
from tipgraph.dataset.void import count, describe_counts
from tipgraph.namespaces import ID, RDF, SKOS, TIP, VOID

A, B = f"<{ID}a>", f"<{ID}b>"
TYPE = f"<{RDF}type>"
LINES = [
    f"{A} {TYPE} <{TIP}Topic> .",
    f"{A} {TYPE} _:class .",
    f'{A} <urn:x:says> "a <b> . # c" .',
    f'{A} <urn:x:says> "a <b> . # c"@en .',
    f'{B} <urn:x:says> "a <b> . # c" .',
    f"{B} <{SKOS}closeMatch> <http://e.org/things#1> .",
    f"{B} <{SKOS}closeMatch> <http://e.org/things#2> .",
    f"{B} <{SKOS}closeMatch> {A} .",
    f"<{TIP}Topic> <{SKOS}closeMatch> <http://e.org/things#3> .",
    f"_:node <urn:x:says> {A} .",
]


def lines(graph: str = "") -> bytes:
    """The lines as N-Triples, or as N-Quads of a graph."""
    end = f" <{graph}> .\n" if graph else " .\n"
    return "".join(line.removesuffix(" .") + end for line in LINES).encode()


def values(triples: set[Triple], subject: str, predicate: str) -> set[str]:
    return {t.object.value for t in triples if t.subject == NamedNode(subject) and t.predicate.value == predicate}


def test_terms_are_told_apart_as_rdf_does() -> None:
    found = count(lines().splitlines(keepends=True), b" .\n")
    assert found.triples == 10
    assert found.entities == 2, "a and b: the class and the blank node are no things of the record"
    assert found.subjects == 4
    assert found.objects == 8, "the string with a language is another than the one without"
    assert found.properties == {RDF + "type": 2, "urn:x:says": 4, SKOS + "closeMatch": 4}
    assert found.classes == {TIP + "Topic": 1, "_:class": 1}
    assert found.links == {(SKOS + "closeMatch", "http://e.org/things#"): 2}, "of things, to those of others"
    assert found.examples == {TIP + "Topic": ID + "a"}


def test_a_named_graph_is_counted_like_the_whole() -> None:
    graph = "http://e.org/graph"
    found = describe_counts(lines(graph), lines())
    for name in ("triples", "entities", "distinctSubjects", "distinctObjects", "properties", "classes"):
        assert values(found, graph, VOID + name) == values(found, DATASET, VOID + name) != set()


def test_every_part_has_a_name_of_its_own() -> None:
    found = describe_counts(b"", lines())
    parts = values(found, DATASET, VOID + "propertyPartition")
    assert parts == {f"{DATASET}#property/{name}" for name in ("rdf:type", "skos:closeMatch", "urn:x:says")}
    assert values(found, DATASET, VOID + "classPartition") == {f"{DATASET}#class/tip:Topic"}
    assert values(found, DATASET, VOID + "subset") == {f"{DATASET}#links/skos:closeMatch/http://e.org/things%23"}
    assert values(found, f"{DATASET}#of/http://e.org/things%23", VOID + "uriSpace") == {"http://e.org/things#"}
    assert values(found, DATASET, VOID + "vocabulary") == {"urn:x:", RDF, SKOS}


def test_the_build_holds_the_description(build: Build) -> None:
    held = {Triple(q.subject, q.predicate, q.object) for q in parse(path=build.description, format=RdfFormat.N_TRIPLES)}
    counted = describe_counts(build.quads.read_bytes(), build.triples.read_bytes())
    assert counted < held
    assert values(held, DATASET, VOID + "triples") == {str(build.manifest["triples"])}
    for graph, triples in build.manifest["graphs"].items():
        assert values(held, graph, VOID + "triples") == {str(triples)}
    assert all(isinstance(t.object, NamedNode | Literal) and isinstance(t.subject, NamedNode) for t in held)
