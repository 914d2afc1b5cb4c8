"""A query that names what the record does not have: said on standard error, whatever the form of the answer."""

import re

import pytest
from pyoxigraph import Store

from tests.conftest import Run
from tipgraph.query.prepare import prepare
from tipgraph.query.questions import load_questions
from tipgraph.query.unknown import warnings
from tipgraph.record import Record

NO_ROWS = "no rows: the record has no answer to this\n"


def warned(store: Store, text: str, *, empty: bool = True) -> list[str]:
    return [warning.removeprefix("q:") for warning in warnings(store, prepare(text, "q"), empty=empty)]


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (
            "ASK { ?r a tip:Recomendation }",
            "1:12: tip:Recomendation occurs nowhere in the record: did you mean tip:Recommendation",
        ),
        (
            "ASK { ?r tip:AddressedTo ?x }",
            "1:10: tip:AddressedTo occurs nowhere in the record: did you mean tip:addressedTo",
        ),
        ("ASK {\n ?x ?y body:unodcs }", "2:8: body:unodcs occurs nowhere in the record: did you mean body:unodc"),
        (
            "ASK { <documents/wg4-2009-report/14> ?p ?o }",
            "1:7: <documents/wg4-2009-report/14> (https://w3id.org/tipgraph/id/documents/wg4-2009-report/14) occurs nowhere in "
            "the record: did you mean <document/wg4-2009-report/14>",
        ),
        (
            "ASK { GRAPH <graph/curated/status> { ?s ?p ?o } }",
            "1:13: <graph/curated/status> (https://w3id.org/tipgraph/id/graph/curated/status) occurs nowhere in the record: "
            "did you mean <https://w3id.org/tipgraph/graph/curated/status>",
        ),
        (
            "ASK { ?c skos:inScheme <scheme/status> }",
            "1:24: <scheme/status> (https://w3id.org/tipgraph/id/scheme/status) occurs nowhere in the record: "
            "did you mean <https://w3id.org/tipgraph/scheme/status>",
        ),
        (
            "ASK { GRAPH <https://w3id.org/tipgraph/graph/curated/topcis> { ?s ?p ?o } }",
            "1:13: <https://w3id.org/tipgraph/graph/curated/topcis> occurs nowhere in the record: "
            "did you mean <https://w3id.org/tipgraph/graph/curated/topics>",
        ),
        (
            "ASK { ?c ?p topic:zzzzzz }",
            "1:13: topic:zzzzzz occurs nowhere in the record: docs/ontology.md names what there is",
        ),
        (
            "BASE <https://w3id.org/tipgraph/> PREFIX t: <ns#> ASK { ?x t:statedInn <id/document/cu-2009-92/p1> }",
            "1:60: t:statedInn occurs nowhere in the record: did you mean tip:statedIn",
        ),
        (
            "ASK { ?x ?p <https://w3id.org/tipgraph/id/session/wg4-\\u0039> }",
            "1:13: <https://w3id.org/tipgraph/id/session/wg4-\\u0039> occurs nowhere in the record: "
            "did you mean <session/wg4-4>",
        ),
    ],
)
def test_what_the_record_does_not_have(store: Store, text: str, warning: str) -> None:
    found = warned(store, text)
    assert len(found) == 1
    assert re.split(r"\?$| or ", found[0])[0] == warning


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?r a tip:Recommendation ; tip:topic topic:victim-compensation }",
        "SELECT * { GRAPH <../graph/curated/status> { ?s ?p ?o } ?c skos:inScheme <../scheme/status> } LIMIT 1",
        "PREFIX mine: <https://w3id.org/tipgraph/id/> PREFIX t: <https://w3id.org/tipgraph/ns#> ASK { mine:session\\/wg4-1 a t:Session }",
        "CONSTRUCT { ?s tip:made <made> } WHERE { ?s a tip:Session }",
        "CONSTRUCT WHERE { ?s a tip:Session }",
        "ASK { ?x a ?c FILTER (STRSTARTS(STR(?c), STR(tip:)) && STRSTARTS(STR(?x), '"
        + "https://w3id.org/tipgraph/id/no')) }",
        "ASK { ?x ?y <https://example.org/tip> , <urn:x> , <http://exa\u2100mple/> }",
    ],
)
def test_what_is_there_or_not_ours_is_passed_over(store: Store, text: str) -> None:
    assert warned(store, text) == []


def test_each_is_told_once_where_it_first_stands(store: Store) -> None:
    text = "ASK { ?x tip:nope ?y . ?y a tip:Gone ; tip:nope ?z }"
    assert [warning.split(" ")[0:2] for warning in warned(store, text)] == [
        ["1:10:", "tip:nope"],
        ["1:29:", "tip:Gone"],
    ]


def test_the_questions_of_the_record_give_no_warning(store: Store, record: Record) -> None:
    for question in load_questions(record):
        assert warned(store, question.text, empty=False) == [], question.path


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ('ASK { ?s rdfs:label "Austria" }', 21),
        ("ASK { ?s rdfs:label ?l FILTER (?l = 'Austria') }", 37),
        ('ASK { ?s skos:prefLabel """adopted""" }', 25),
    ],
)
def test_names_have_their_language(store: Store, text: str, column: int) -> None:
    word = "adopted" if "adopted" in text else "Austria"
    expected = f'1:{column}: names have their language: write "{word}"@en, or compare STR() of the name'
    assert warned(store, text) == [expected]
    assert warned(store, text, empty=False) == []


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?s rdfs:label "Austria"@en }',
        'ASK { ?s tip:nameAsPrinted "Austria" }',
        'ASK { ?s rdfs:label "No such name" }',
        'ASK { ?s rdfs:label "Austria"^^xsd:date }',
        'ASK { ?s rdfs:label ?l FILTER (CONTAINS(?l, "Austria")) }',
    ],
)
def test_other_strings_are_passed_over(store: Store, text: str) -> None:
    assert warned(store, text) == []


def test_a_column_that_joins_no_strings(store: Store) -> None:
    text = (
        "SELECT (GROUP_CONCAT(?n) AS ?a) (GROUP_CONCAT(DISTINCT ?s; separator=', ') AS ?b) (GROUP_CONCAT(?l) AS ?c) "
        "(GROUP_CONCAT(STR(?s)) AS ?d) { ?s a tip:WorkingGroupSession ; tip:ordinal ?n ; rdfs:label ?l }"
    )
    assert warned(store, text, empty=False) == [
        "1:9: ?a is empty in every row: GROUP_CONCAT joins strings only, write STR(?n) in it",
        "1:34: ?b is empty in every row: GROUP_CONCAT joins strings only, write STR(?s) in it",
    ]


@pytest.mark.parametrize("form", ["csv", "TSV", "json", "Xml"])
def test_an_empty_table_for_a_program_is_told(run: Run, form: str) -> None:
    result = run("query", "-", "--format", form, input="SELECT ?x { ?x tip:ordinal -1 }")
    assert (result.exit_code, result.stderr) == (0, NO_ROWS)
    assert "x" in result.stdout
    full = run("query", "-", "--format", form, input="SELECT ?x { ?x tip:ordinal 1 } LIMIT 1")
    assert (full.exit_code, full.stderr) == (0, "")
    truth = run("query", "-", "--format", form, input="ASK { ?x tip:ordinal -1 }")
    assert (truth.exit_code, truth.stderr) == (0, "")


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_an_empty_graph_is_told(run: Run, form: str) -> None:
    result = run("query", "-", "-f", form, input="CONSTRUCT WHERE { ?x tip:ordinal -1 }")
    assert (result.exit_code, result.stderr) == (0, "no triples: the record has no answer to this\n")
    full = run("query", "-", "-f", form, input="CONSTRUCT WHERE { <session/cop-4> a ?x }")
    assert (full.exit_code, full.stderr) == (0, "")


def test_an_empty_table_is_told_once(run: Run) -> None:
    result = run("query", "-", input="SELECT ?x { ?x a tip:Recomendation }")
    assert (result.exit_code, result.stdout) == (0, NO_ROWS)
    assert result.stderr.startswith(
        "Warning: standard input:1:18: tip:Recomendation occurs nowhere in the record: did you"
    )
    assert result.stderr.count("\n") == 1
