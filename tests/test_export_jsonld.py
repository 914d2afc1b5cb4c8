"""JSON-LD: what is written is what is read back, by pyoxigraph, rdflib and jsonld.js; and people can read it too."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

from tests.exporting import export
from tests.read_back import (
    awkward,  # noqa: F401 - a fixture
    by_javascript,
    by_rdflib,
    in_place,
    lines,
    named,
    source_of,
    statements,
)
from tests.thorough import examples
from tipgraph.dataset.build import Build
from tipgraph.errors import UsageError
from tipgraph.export.context import ADDRESS, Context, Term, context_of
from tipgraph.export.jsonld import write_jsonld
from tipgraph.export.source import Selection, Source
from tipgraph.namespaces import GRAPH, ID, RDF, RDFS, TIP, XSD
from tipgraph.record import Record


@pytest.fixture(scope="module", params=["record", "awkward"])
def source(request: pytest.FixtureRequest) -> Source:
    return Source(request.getfixturevalue("build")) if request.param == "record" else request.getfixturevalue("awkward")


@pytest.fixture(scope="module")
def document(source: Source) -> bytes:
    return export(source, "dump", "jsonld")


@pytest.fixture(scope="module")
def context(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("context") / "context.jsonld"
    path.write_bytes(export(source, "context", "jsonld"))
    return path


def test_pyoxigraph_reads_what_the_build_says(source: Source, document: bytes, context: Path) -> None:
    read = statements(in_place(document, context.read_bytes()), RdfFormat.JSON_LD)
    assert lines(read) == lines(statements(source.build.quads.read_bytes()))


def test_rdflib_reads_what_the_build_says(source: Source, document: bytes, context: Path) -> None:
    read = by_rdflib(in_place(document, context.read_bytes()), "json-ld")
    assert lines(read) == lines(statements(source.build.quads.read_bytes()))


def test_jsonld_js_reads_what_the_build_says(source: Source, document: bytes, context: Path) -> None:
    """It asks for the context by its address, and is given the file of the export."""
    read = by_javascript(document, "application/ld+json", context)
    assert lines(read) == lines(statements(source.build.quads.read_bytes()))


def test_the_same_bytes_every_time(source: Source, document: bytes, context: Path) -> None:
    again = Source(source.build)
    assert export(again, "dump", "jsonld") == document
    assert export(again, "context", "jsonld") == context.read_bytes()


# ---- for people


def nodes(text: bytes) -> list[dict[str, Any]]:
    """The nodes of the graphs of a document, each of which stands on a line of its own."""
    return [
        json.loads(line.rstrip(b",")) for line in text.split(b"\n") if line.startswith(b'{"@id"') and line[-1:] != b"["
    ]


def test_a_recommendation_can_be_read(build: Build) -> None:
    """Paragraph 14 of the report on the meeting of 2009, section J."""
    text = export(Source(build), "dump", "jsonld", Selection(GRAPH + "document/wg4-2009-report"))
    (found,) = (node for node in nodes(text) if node["@id"] == "id:document/wg4-2009-report/14")
    assert found["@type"] == "Recommendation"
    assert found["paragraphLabel"] == "14"
    assert found["addressedTo"] == "id:addressee/states-parties"
    assert found["addresseeAsPrinted"] == "States parties"
    assert found["inDocument"] == "id:document/wg4-2009-report"
    assert found["text"].startswith("With regard to the compensation for victims of trafficking, States parties should")
    assert list(found)[:2] == ["@id", "@type"]


def test_the_document_names_the_context_and_graphs_are_nested(build: Build) -> None:
    text = export(Source(build), "dump", "jsonld")
    found = json.loads(text)
    assert found["@context"] == ADDRESS == "https://w3id.org/tipgraph/context.jsonld"
    assert [graph["@id"] for graph in found["@graph"]] == sorted(build.manifest["graphs"])
    assert all(set(graph) == {"@id", "@graph"} for graph in found["@graph"])


def test_the_answer_of_a_query_is_in_no_graph(build: Build) -> None:
    query = f"CONSTRUCT {{ ?s <{TIP}symbol> ?o }} WHERE {{ ?s <{TIP}symbol> ?o FILTER (?o = 'CTOC/COP/WG.4/2009/2') }}"
    found = json.loads(export(Source(build), "dump", "jsonld", Selection(query=query)))
    assert found["@graph"] == [{"@id": "id:document/wg4-2009-report", "symbol": "CTOC/COP/WG.4/2009/2"}]
    nothing = json.loads(export(Source(build), "dump", "jsonld", Selection(query="CONSTRUCT WHERE { <urn:x> ?p ?o }")))
    assert nothing == {"@context": ADDRESS, "@graph": []}


# ---- the context


def test_the_context_says_what_the_ontology_says(build: Build) -> None:
    found = json.loads(export(Source(build), "context", "jsonld"))["@context"]
    assert found["@version"] == 1.1
    assert found["id"] == ID
    assert found["tip"] == TIP
    assert found["addressedTo"] == {"@id": "tip:addressedTo", "@type": "@id"}  # an owl:ObjectProperty
    assert found["ordinal"] == {"@id": "tip:ordinal", "@type": "xsd:integer"}  # by its rdfs:range
    assert found["text"] == {"@id": "tip:text"}  # xsd:string
    assert found["date"] == {"@id": "tip:date"}  # a day, a month or a year
    assert found["rdfs:label"] == {"@id": "rdfs:label", "@language": "en"}  # as the shapes ask
    assert found["Recommendation"] == "tip:Recommendation"


def test_names_are_all_different_and_no_keywords(build: Build) -> None:
    text = export(Source(build), "context", "jsonld")
    pairs: list[str] = []
    json.loads(
        text, object_pairs_hook=lambda entries: pairs.extend(name for name, _ in entries) if len(entries) > 9 else None
    )
    assert len(pairs) == len(set(pairs)) > 100
    assert [name for name in pairs if name.startswith("@")] == ["@version"]
    context = context_of(build)
    assert len({term.name for term in context.properties.values()}) == len(context.properties)
    assert not {*context.classes.values()} & {*context.prefixes, *(term.name for term in context.properties.values())}


def test_the_context_does_not_depend_on_the_facts(small: Record, awkward: Source, tmp_path: Path) -> None:  # noqa: F811
    """Two records of one ontology, one of them with many more facts: a document of either can be read with either."""
    few = source_of(small, tmp_path / "few")
    assert few.build.manifest["quads"] < awkward.build.manifest["quads"]
    assert export(few, "context", "jsonld") == export(awkward, "context", "jsonld")


# ---- anything at all

CONTEXT = Context(
    {"tip": TIP, "id": ID, "xsd": XSD, "rdfs": RDFS},
    {
        TIP + "link": Term("link", link=True),
        TIP + "number": Term("number", datatype=XSD + "integer"),
        TIP + "words": Term("words"),
        RDFS + "label": Term("rdfs:label", language="en"),
    },
    {TIP + "Thing": "Thing"},
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["@id", "id:7", "_:b", "\u2028", "-1"]
)
LOCAL = st.text("abé@:/?(),;='%漢_-.", max_size=6).map(lambda text: text.replace("%", "%25"))
IRIS = st.one_of(
    st.builds(
        lambda scheme, rest: NamedNode(scheme + rest), st.sampled_from([TIP, ID, "id:", "tip:", "urn:x:"]), LOCAL
    ),
    st.sampled_from(
        [NamedNode(iri) for iri in (TIP + "Thing", TIP + "link", "tip://x/y", "number:7", "Thing:x", RDF + "nil")]
    ),
)
BLANKS = st.sampled_from([BlankNode(name) for name in ("b0", "x-c14n1", "a.b")])
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(
        lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(["en", "en-gb", "zh-hant-tw", "ar"])
    ),
    st.builds(
        lambda text, iri: Literal(text, datatype=iri),
        TEXTS | st.sampled_from(["007", "+1", "1.10", "true", "1", "-0044-03-15", '{"a": 1}']),
        st.sampled_from([NamedNode(XSD + name) for name in ("integer", "date", "boolean", "decimal", "double")])
        | st.sampled_from([NamedNode(iri) for iri in (RDF + "JSON", TIP + "unit", "id:unit")]),
    ),
)
PROPERTIES = st.sampled_from(
    [
        NamedNode(iri)
        for iri in (*CONTEXT.properties, RDF + "type", TIP + "other", "urn:p:(x)", "id:p", RDFS + "comment")
    ]
)
QUADS = st.builds(Quad, IRIS | BLANKS, PROPERTIES, IRIS | BLANKS | LITERALS, IRIS | st.just(DefaultGraph()))


def written(quads: list[Quad], context: Context = CONTEXT) -> bytes:
    out = BytesIO()
    write_jsonld(quads, out, context)
    return out.getvalue()


def inlined(quads: list[Quad]) -> bytes:
    return in_place(written(quads), json.dumps(CONTEXT.document(), indent=2, ensure_ascii=False).encode())


@given(st.lists(QUADS, max_size=12))
@settings(max_examples=examples(150))
def test_pyoxigraph_reads_anything_back(quads: list[Quad]) -> None:
    """In any order: what is said of a thing may stand in several places."""
    assert statements(inlined(quads), RdfFormat.JSON_LD) == named(quads)


@given(st.lists(QUADS.filter(lambda quad: "#JSON" not in str(quad)), max_size=12))
@settings(max_examples=examples(50))
def test_rdflib_reads_anything_back(quads: list[Quad]) -> None:
    assert by_rdflib(inlined(quads), "json-ld") == named(quads)


def test_jsonld_js_reads_anything_back(tmp_path: Path) -> None:
    """Of doubles it keeps the number only."""
    found: list[Quad] = []

    @given(st.lists(QUADS.filter(lambda quad: "#double" not in str(quad)), max_size=12))
    @settings(max_examples=examples(100), database=None)
    def collect(quads: list[Quad]) -> None:
        found.extend(quads)

    collect()
    context = tmp_path / "context.jsonld"
    context.write_text(json.dumps(CONTEXT.document()), encoding="utf-8")
    quads = sorted(set(found), key=lambda quad: (str(quad.graph_name), str(quad.subject)))
    assert lines(by_javascript(written(quads), "application/ld+json", context)) == lines(named(quads))


def test_a_node_of_very_many_statements_is_written_in_parts() -> None:
    quads = [Quad(NamedNode(ID + "x"), NamedNode(TIP + "words"), Literal(f"{n:05}")) for n in range(25_000)]
    found = json.loads(written(quads))["@graph"]
    assert [len(node["words"]) for node in found] == [10_000, 10_000, 5_000]
    assert statements(inlined(quads), RdfFormat.JSON_LD) == set(quads)


def test_a_triple_about_a_triple_is_refused() -> None:
    triple = Triple(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"))
    with pytest.raises(UsageError, match="JSON-LD cannot say a triple of a triple"):
        written([Quad(NamedNode("urn:a"), NamedNode("urn:b"), triple)])
