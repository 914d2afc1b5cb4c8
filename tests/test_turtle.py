"""The Turtle writer: the same bytes for the same triples, and the same triples back from the bytes."""

import random

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from tipgraph.errors import UsageError
from tipgraph.namespaces import ID, PREFIXES, RDF, RDFS, TIP, XSD
from tipgraph.turtle import natural_key, write_turtle

NAMESPACES = [*PREFIXES.values(), ID, "http://example.org/", "urn:x:"]
LOCAL = st.text(st.sampled_from("abzAZ019_-.~/:é%2F'()*,;=&$!@?#+"), max_size=8).filter(
    lambda s: s.count("#") == 0 and all(s[i + 1 : i + 3] == "2F" for i, c in enumerate(s) if c == "%")
)
IRIS = st.builds(lambda ns, local: ns + local, st.sampled_from(NAMESPACES), LOCAL).map(NamedNode)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.text(
    st.sampled_from("\"\\\n\r\t'\0\x7f\x85\u2028\ufeff"), max_size=6
)
FORMS = {
    "integer": ["1", "01", "-0", "+3", "-17"],
    "decimal": ["1.50", ".5", "5.", "40", "0.0000001"],
    "double": ["1e3", "1.50", "INF"],
    "boolean": ["true", "false", "1", "0"],
    "date": ["2009-04-14"],
}
LITERALS = st.one_of(
    WORDS.map(Literal),
    st.builds(lambda w, tag: Literal(w, language=tag), WORDS, st.sampled_from(["en", "fr", "en-gb", "zh-hans"])),
    st.sampled_from([Literal(form, datatype=NamedNode(XSD + name)) for name in FORMS for form in FORMS[name]]),
    st.builds(lambda w, t: Literal(w, datatype=NamedNode("urn:type:" + t)), WORDS, st.sampled_from("abc")),
)
TRIPLES = st.builds(Triple, IRIS, IRIS, IRIS | LITERALS)


def read(text: str) -> set[Triple]:
    """Parse with pyoxigraph."""
    return {Triple(q.subject, q.predicate, q.object) for q in parse(text, format=RdfFormat.TURTLE)}


@given(st.lists(TRIPLES, max_size=12))
def test_round_trip_through_pyoxigraph(triples: list[Triple]) -> None:
    """Parsing gives back exactly the triples, and the order they came in does not matter."""
    text = write_turtle(triples)
    assert read(text) == set(triples)
    assert write_turtle(random.sample(triples, len(triples))) == text


@settings(max_examples=50)
@given(st.lists(TRIPLES, max_size=6))
def test_round_trip_through_rdflib(triples: list[Triple]) -> None:
    """The rdflib parser reads the same terms (its normalising of literals switched off)."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        graph = rdflib.Graph().parse(data=write_turtle(triples), format="turtle")
    finally:
        rdflib.NORMALIZE_LITERALS = before
    expected = {tuple(as_rdflib(term) for term in (t.subject, t.predicate, t.object)) for t in triples}
    assert {tuple(exactly(term) for term in t) for t in graph} == {tuple(exactly(term) for term in t) for t in expected}


def as_rdflib(term: object) -> rdflib.term.Node:
    """Build the same term of rdflib."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    plain = term.datatype.value == XSD + "string"
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value), normalize=False)


def exactly(term: rdflib.term.Node) -> tuple[str, ...]:
    """Return what rdflib knows of a term, as strings."""
    if isinstance(term, rdflib.Literal):
        return ("literal", str(term), str(term.language), str(term.datatype))
    return ("iri", str(term))


def test_one_fact_a_line() -> None:
    """The layout: types, label, then predicates by name, objects in natural order, the full stop on its own line."""
    report = NamedNode(ID + "document/wg4-2009-report/8/2")
    facts = [
        (TIP + "ordinal", Literal("2", datatype=NamedNode(XSD + "integer"))),
        (TIP + "anchor", NamedNode(report.value + "/anchor/10")),
        (TIP + "anchor", NamedNode(report.value + "/anchor/9")),
        (TIP + "topic", NamedNode(ID + "topic/prevention")),
        (RDFS + "label", Literal("Report, 8(b)", language="en")),
        (RDF + "type", NamedNode(TIP + "Provision")),
        (TIP + "text", Literal('He said "a\nb"')),
    ]
    triples = [Triple(report, NamedNode(p), o) for p, o in facts]
    assert write_turtle(triples, "Written by a program.\n\nDo not edit.") == (
        "# Written by a program.\n#\n# Do not edit.\n"
        "@base <https://w3id.org/tipgraph/id/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix tip: <https://w3id.org/tipgraph/ns#> .\n"
        "@prefix topic: <https://w3id.org/tipgraph/id/topic/> .\n"
        "\n"
        "<document/wg4-2009-report/8/2>\n"
        "    a tip:Provision ;\n"
        '    rdfs:label "Report, 8(b)"@en ;\n'
        "    tip:anchor <document/wg4-2009-report/8/2/anchor/9> ;\n"
        "    tip:anchor <document/wg4-2009-report/8/2/anchor/10> ;\n"
        "    tip:ordinal 2 ;\n"
        '    tip:text "He said \\"a\\nb\\"" ;\n'
        "    tip:topic topic:prevention ;\n"
        ".\n"
    )


def test_a_fact_more_is_a_line_more() -> None:
    """Adding a triple to a subject changes no other line."""
    subject, predicate = NamedNode(ID + "document/x"), NamedNode(TIP + "text")
    for extra in ("", "m", "zzz"):
        one = write_turtle([Triple(subject, predicate, Literal("k"))]).splitlines()
        two = write_turtle([Triple(subject, predicate, Literal(text)) for text in ("k", extra)]).splitlines()
        assert [line for line in two if line not in one] == [f'    tip:text "{extra}" ;']


def test_subjects_are_in_the_order_a_reader_counts() -> None:
    """Numbers sort as numbers, a thing stands before its parts, blank nodes come last."""
    names = ["d/x", "d/x/8", "d/x/8/2", "d/x/8/10", "d/x/10", "d/x/p9", "d/x/p10", "d/y"]
    assert sorted(sorted(names, reverse=True), key=natural_key) == names
    text = write_turtle(
        [Triple(n, NamedNode(TIP + "text"), Literal("")) for n in (BlankNode("a"), NamedNode(ID + "d/z"))]
    )
    assert text.index("<d/z>") < text.index("_:a")


def test_no_triple_within_a_triple() -> None:
    """RDF 1.2 triple terms are refused with a sentence."""
    iri = NamedNode("urn:x:a")
    with pytest.raises(UsageError, match="no triple within it"):
        write_turtle([Triple(iri, iri, Triple(iri, iri, iri))])
