"""The dump in each form of RDF is read back, triple for triple, by rdflib, pyoxigraph and N3.js."""

import hashlib
import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
import rdflib.compare
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from tests.exporting import export
from tests.read_back import (
    awkward,  # noqa: F401 - a fixture
    by_javascript,
    by_rdflib,
    lines,
    rdflib_dataset,
    statements,
)
from tests.thorough import some
from tipgraph.dataset.build import Build
from tipgraph.errors import UsageError
from tipgraph.export.canonical import canonical
from tipgraph.export.source import Selection, Source
from tipgraph.namespaces import GRAPH, ID, TIP, XSD

FORMS = {
    "nquads": (RdfFormat.N_QUADS, "nquads", "application/n-quads"),
    "trig": (RdfFormat.TRIG, "trig", "application/trig"),
    "ntriples": (RdfFormat.N_TRIPLES, "nt", "application/n-triples"),
    "turtle": (RdfFormat.TURTLE, "turtle", "text/turtle"),
    "rdfxml": (RdfFormat.RDF_XML, "xml", ""),
}
"""How pyoxigraph, rdflib and N3.js, which does not read RDF/XML, call each form."""
ITEM = NamedNode(ID + "document/wg4-2009-report/14")
TEXT = (
    "With regard to the compensation for victims of trafficking, States parties should consider the possibility of "
    "establishing appropriate procedures to allow victims to obtain compensation and restitution."
)
"""Paragraph 14 of the report on the meeting of 2009."""


@pytest.fixture(scope="session", params=["record", "awkward"])
def source(request: pytest.FixtureRequest) -> Source:
    """The record, and content that is awkward on purpose."""
    return Source(request.getfixturevalue("build")) if request.param == "record" else request.getfixturevalue("awkward")


def of_the_build(source: Source, form: str) -> set[Quad]:
    """What the build's own files say, which pyoxigraph wrote."""
    return _read(source.build.quads if FORMS[form][0].supports_datasets else source.build.triples)


@cache
def _read(path: Path) -> set[Quad]:
    return statements(path.read_bytes())


@pytest.mark.parametrize("form", FORMS)
def test_pyoxigraph_reads_what_the_build_says(source: Source, form: str) -> None:
    assert lines(statements(export(source, "dump", form), FORMS[form][0])) == lines(of_the_build(source, form))


@pytest.mark.parametrize("form", some(list(FORMS), 2))
def test_rdflib_reads_what_the_build_says(source: Source, form: str) -> None:
    assert lines(by_rdflib(export(source, "dump", form), FORMS[form][1])) == lines(of_the_build(source, form))


@pytest.mark.parametrize("form", [form for form in FORMS if FORMS[form][2]])
def test_n3_reads_what_the_build_says(source: Source, form: str) -> None:
    assert lines(by_javascript(export(source, "dump", form), FORMS[form][2])) == lines(of_the_build(source, form))


@pytest.mark.parametrize("form", FORMS)
def test_the_same_bytes_every_time(source: Source, form: str) -> None:
    assert export(source, "dump", form) == export(Source(source.build), "dump", form)


def test_lines_of_all_are_those_of_each_graph(build: Build) -> None:
    """All is copied, a graph is written anew: the same bytes."""
    source = Source(build)
    graphs = [export(source, "dump", "nquads", Selection(graph)) for graph in sorted(build.manifest["graphs"])]
    assert b"".join(graphs) == export(source, "dump", "nquads") == build.quads.read_bytes()


def test_a_recommendation_in_the_graph_of_its_document(build: Build) -> None:
    text = export(Source(build), "dump", "nquads", Selection(GRAPH + "document/wg4-2009-report"))
    assert f'<{ITEM.value}> <{TIP}text> "{TEXT}" <{GRAPH}document/wg4-2009-report> .\n'.encode() in text
    turtle = export(Source(build), "dump", "turtle", Selection(GRAPH + "document/wg4-2009-report"))
    assert Quad(ITEM, NamedNode(TIP + "text"), Literal(TEXT)) in statements(turtle, RdfFormat.TURTLE)


def test_lexical_forms_stay_as_they_are(awkward: Source) -> None:  # noqa: F811
    found = {quad.object for quad in statements(export(awkward, "dump", "trig"), RdfFormat.TRIG)}
    for text, datatype in (("-7", "integer"), ("1.1", "decimal"), ("-0044-03-15", "date"), ("2009-04", "gYearMonth")):
        assert Literal(text, datatype=NamedNode(XSD + datatype)) in found
    assert {
        Literal("e\u0301"),
        Literal("\u00e9"),
        Literal("one\ntwo\r\nthree\rfour\u2028five\u2029six\u0085seven\teight"),
    } <= found
    assert Literal("漢字", language="zh-hant-tw") in found


def test_the_answer_of_a_query(build: Build) -> None:
    query = f"CONSTRUCT {{ ?s <{TIP}text> ?text }} WHERE {{ VALUES ?s {{ <{ITEM.value}> }} ?s <{TIP}text> ?text }}"
    text = export(Source(build), "dump", "ntriples", Selection(query=query))
    assert text.decode() == f'<{ITEM.value}> <{TIP}text> "{TEXT}" .\n'


@pytest.mark.parametrize("form", ["nquads", "ntriples", "jsonld"])
def test_what_makes_no_graph_is_refused(build: Build, form: str) -> None:
    with pytest.raises(UsageError, match="begin it with CONSTRUCT or DESCRIBE"):
        export(Source(build), "dump", form, Selection(query="SELECT * { ?s ?p ?o } LIMIT 1"))
    with pytest.raises(UsageError, match="there is no graph <urn:x> in this build"):
        export(Source(build), "dump", form, Selection(graph="urn:x"))


@pytest.mark.parametrize("character", ["\x01", "\x0c", "\uffff"])
def test_what_xml_cannot_say_is_refused_and_not_spoilt(build: Build, character: str) -> None:
    query = f"CONSTRUCT {{ <urn:s> <urn:p:q> '\\u{ord(character):04X}' }} WHERE {{}}"
    source, selection = Source(build), Selection(query=query)
    with pytest.raises(
        UsageError, match=f"XML cannot hold the character U.{ord(character):04X}, which a text of <urn:s>"
    ):
        export(source, "dump", "rdfxml", selection)
    assert by_rdflib(export(source, "dump", "turtle", selection), "turtle")


# ---- the canonical form

EXAMPLES = {
    # RDF Dataset Canonicalization 1.0, section 4.2: unique hashes, and shared ones
    """
<http://example.com/#p> <http://example.com/#q> _:e0 .
<http://example.com/#p> <http://example.com/#r> _:e1 .
_:e0 <http://example.com/#s> <http://example.com/#u> .
_:e1 <http://example.com/#t> <http://example.com/#u> .
""": """\
<http://example.com/#p> <http://example.com/#q> _:c14n0 .
<http://example.com/#p> <http://example.com/#r> _:c14n1 .
_:c14n0 <http://example.com/#s> <http://example.com/#u> .
_:c14n1 <http://example.com/#t> <http://example.com/#u> .
""",
    """
<http://example.com/#p> <http://example.com/#q> _:e0 .
<http://example.com/#p> <http://example.com/#q> _:e1 .
_:e0 <http://example.com/#p> _:e2 .
_:e1 <http://example.com/#p> _:e3 .
_:e2 <http://example.com/#r> _:e3 .
""": """\
<http://example.com/#p> <http://example.com/#q> _:c14n2 .
<http://example.com/#p> <http://example.com/#q> _:c14n3 .
_:c14n0 <http://example.com/#r> _:c14n1 .
_:c14n2 <http://example.com/#p> _:c14n1 .
_:c14n3 <http://example.com/#p> _:c14n0 .
""",
    # Canonical N-Quads: what is escaped, how, and no datatype of strings; each quad once; by code point, so Z before a
    """
<urn:b> <urn:p> "\\u0041\\t\\n\\u0001\\u007F\\u00E9\\"\\\\"^^<http://www.w3.org/2001/XMLSchema#string> <urn:g> .
<urn:b>   <urn:p>   "\\U0001F600"@en.   # a remark
<urn:b> <urn:p> "\\uFF5E" .
<urn:Z> <urn:p> "a" .
<urn:Z> <urn:p> "a" .
""": """\
<urn:Z> <urn:p> "a" .
<urn:b> <urn:p> "A\\t\\n\\u0001\\u007Fé\\"\\\\" <urn:g> .
<urn:b> <urn:p> "～" .
<urn:b> <urn:p> "😀"@en .
""",
    "": "",
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_canonical_form_is_that_of_the_specification(text: str) -> None:
    assert canonical(statements(text.encode())).decode() == EXAMPLES[text]


def test_the_canonical_form_does_not_depend_on_names_or_order(source: Source) -> None:
    text = export(source, "canonical", "nquads")
    assert sorted(text.split(b"\n")) == lines(of_the_build(source, "nquads"))  # which the engine named all at once
    told = source.build.quads.read_text(encoding="utf-8")
    renamed = re.sub(
        r"(?<=[ \n])_:([\w-]+)(?= )", lambda m: f"_:x{hashlib.md5(m[1].encode()).hexdigest()}", f"\n{told}"
    )
    assert renamed.count("_:x") > 2
    shuffled = "\n".join(sorted(renamed.split("\n"), key=lambda line: hashlib.md5(line.encode()).digest()))
    assert canonical(statements(shuffled.encode())) == text


def test_the_hash_is_that_of_the_canonical_form(build: Build) -> None:
    digest = hashlib.sha256(export(Source(build), "canonical", "nquads")).hexdigest()
    assert export(Source(build), "canonical", "sha256").decode() == f"{digest}  canonical.nq\n"


def test_rdflib_too_finds_that_it_is_the_same_graph(build: Build) -> None:
    """rdflib knows how to name the blank nodes of a graph, by another way than RDFC-1.0."""
    selection = Selection(GRAPH + "ontology")
    ours = rdflib_dataset(export(Source(build), "canonical", "nquads", selection), "nquads")
    read, theirs = rdflib.Graph(), rdflib.Graph()
    theirs.parse(data=export(Source(build), "dump", "ntriples", selection), format="nt")
    for triple in ours.graph(selection.graph):
        read.add(triple)
    assert set(rdflib.compare.to_canonical_graph(read)) == set(rdflib.compare.to_canonical_graph(theirs))
    assert any(isinstance(term, rdflib.BNode) for term in read.objects())
