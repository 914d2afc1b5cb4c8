"""Looking at a query before the engine does: what is wrong and where, and what is refused."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from tipgraph.errors import MalformedError, TipgraphError
from tipgraph.query.grammar import find_departure
from tipgraph.query.prepare import ServiceRefused, UpdateRefused, prepare
from tipgraph.query.run import evaluate
from tipgraph.query.tokens import tokenize
from tipgraph.record import Record

EMPTY = Store()
READ_ONLY = "is refused: the data are read only; they change in the files of the record, as CONTRIBUTING.md says"
OWN = "this endpoint asks no other; ask the other endpoint yourself, and give its answer to this one in VALUES"
UNKNOWN = "query: the engine cannot answer this query: The custom function "
LOOK = "look for a variable that AS gives a value twice, or a blank node that two groups use"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "query:1:1: the query is empty: write a SPARQL query"),
        ("# nothing\n", "query:1:1: the query is empty: write a SPARQL query"),
        (
            "SELEKT *",
            "query:1:1: unexpected 'SELEKT': a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE; "
            "did you mean SELECT?",
        ),
        (
            "PREFIX a: <urn:a>",
            "query:1:18: the query has declarations only: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE",
        ),
        (
            "SELECT *\n{ ?s tipp:text ?o }",
            "query:2:6: the prefix 'tipp:' of 'tipp:text' is not declared: "
            "add PREFIX tipp: <...> before the query, or write tip: if you meant that",
        ),
        (
            "SELECT * { ?s zzzzz:text ?o }",
            "query:1:15: the prefix 'zzzzz:' of 'zzzzz:text' is not declared: add PREFIX zzzzz: <...> before the query",
        ),
        (
            "ASK { ?x a ?y . ?x ?y }",
            "query:1:23: unexpected '}': expected a variable, an IRI, a literal or a blank node",
        ),
        ("ASK {\n ?x a ?y\n FITLER(?y > 1) }", "query:3:2: unexpected 'FITLER' in 'FITLER(?y > 1) }': did you mean FILTER?"),
        ("SELECT ?x WERE { ?x a ?y }", "query:1:11: unexpected 'WERE' in 'WERE { ?x a ?y }': did you mean WHERE?"),
        ("SELECT ?x { ?x a ?y } LIMIT x", "query:1:29: unexpected 'x': expected a number"),
        ("ASK { ?x a ?y ", "query:1:14: the query ends too early: expected ',', '.', ';', '{' or '}'"),
        ("SELECT ?x, ?y { ?x a ?y }", "query:1:10: unexpected ',' in ', ?y { ?x a ?y }': expected a variable, '(', '{', FROM or WHERE"),
        ("ASK { ?x a 'y }", "query:1:12: the string that begins with ''y }' does not end, or has a wrong escape in it: close it with '"),
        ("ASK { ?x a \x07 }", "query:1:12: '\\x07' means nothing in SPARQL: remove it, or quote it"),
        ("ASK { ?x <a b> ?y }", "query:1:10: the IRI that begins here has a space or a sign in it that no IRI has: write it with %20"),
        ("SELECT ?x { ?x a ?y } GROUP BY ?y", "query:1:34: The SELECT contains a variable that is unbound: see https://www.w3.org/TR/sparql11-query/"),
        ("ASK { ?x a ?y BIND (1 AS ?y) }", "query:1:31: no word is wrong before this place, yet the query is not SPARQL: " + LOOK),
        ("SELECT (SUM(?x) AS ?s { ?x a ?y }", "query:1:23: unexpected '{' in '{ ?x a ?y }': expected ')'"),
        ("DELETE WHERE { ?x ?y ?z }", "query:1:1: DELETE " + READ_ONLY),
        ("PREFIX x: <urn:x> INSERT DATA { x:a x:b 1 }", "query:1:19: INSERT " + READ_ONLY),
        ("ASK {\n  SERVICE <http://example.org/> { } }", "query:2:3: SERVICE is refused: " + OWN),
        ("ASK { ?x ?y ?z FILTER (<urn:f>(1)) }", UNKNOWN + "<urn:f> is not supported"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(text: str, message: str) -> None:
    store = EMPTY
    if "<urn:f>" in text:
        store = Store()
        store.load(b"<urn:a> <urn:b> <urn:c> .", format=RdfFormat.TURTLE)
    with pytest.raises(TipgraphError) as caught:
        list(evaluate(store, prepare(text)))  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_a_query_that_nests_too_deep_is_no_fault_of_the_grammar() -> None:
    tokens = tokenize("ASK {FILTER" + "(" * 400 + "1" + ")" * 400 + "}")
    assert find_departure(tokens) is None


@pytest.mark.parametrize("path", sorted(Record.find().queries.glob("*.rq")), ids=lambda path: path.stem)
def test_the_grammar_has_nothing_against_a_right_query(path: Path) -> None:
    assert find_departure(tokenize(path.read_text(encoding="utf-8"))) is None


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://e.org/> { } }",
        "ASK { service silent <http://e.org/> { } }",
        "ASK { SERVICE?endpoint { } }",
        "ASK { SERVICESILENT<http://e.org/>{ } }",
        "ASK { ?s ?p trueSERVICE<http://e.org/>{ } }",
        "ASK { ?s ?p 1.SERVICE<http://e.org/>{ } }",
        "ASK { # a comment\r SERVICE <http://e.org/> { } }",
        "ASK { FILTER(?a<?b)SERVICE<http://e.org/>#>\n{ } }",
        "ASK { FILTER(?a<'>')SERVICE<http://e.org/>{ } FILTER('x'='x') }",
        "ASK { FILTER<urn:f>(?a<'>')SERVICE<http://e.org/>{ } FILTER('x'='x') }",
        "ASK { FILTER(EXISTS{ ?a ?b ?c }<'>')SERVICE<http://e.org/>{ } FILTER('x'='x') }",
        "PREFIX : <urn:x:> ASK { ?s ?p :a.b.SERVICE<http://e.org/>{ } }",
        "ASK { ?s ?p _:a.SERVICE<http://e.org/>{ } }",
        "SELECT * { ?x <p> (<b> <c>) } ORDER BY EXISTS{ ?x <c> <d> } (?a<'>')(EXISTS{SERVICE<x>{}})('x')",
    ],
)
def test_every_service_is_refused(text: str) -> None:
    with pytest.raises(ServiceRefused):
        prepare(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'SERVICE <http://e.org/> { }' }",
        'ASK { ?s ?p """a "SERVICE" <http://e.org/>""" }',
        "ASK { ?s ?p ?o # SERVICE <http://e.org/> { }\n }",
        "ASK { ?SERVICE <http://e.org/SERVICE> ?o }",
        "PREFIX service: <urn:service:> ASK { service:SERVICE ?service service:a.service }",
        "ASK { ?s ?p 'it''s' . ?s ?p \"\\\"SERVICE\" }" .replace("'it''s'", "'its'"),
        "ASK { ?s <p>/<service> (<service> <b>) }",
    ],
)  # fmt: skip
def test_the_word_service_elsewhere_is_a_word(text: str) -> None:
    assert evaluate(EMPTY, prepare(text)) is not None


PIECES = (
    """
FILTER(?a<|'>'|)|?b|<p>|SERVICE<http://127.0.0.1:9/>{}|{|}|'x'|"|'|#>@| |.|FILTER(|(|>|?s ?p ?o|true|1|BIND(1<2 AS ?z)
|EXISTS|UNION|MINUS|ORDER BY |&&|<
""".replace("\n", "")
    .replace("@", "\n")
    .split("|")
)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_service_reaches_the_engine(pieces: list[str]) -> None:
    """What we let pass never makes the engine open a connection, however the words are glued together."""
    text = f"SELECT * {{ {''.join(pieces)} }}"
    raised = ""
    try:
        list(evaluate(EMPTY, prepare(text)))  # type: ignore[arg-type]
    except TipgraphError as error:
        raised = str(error)
    assert "port" not in raised, "the engine refuses this port only when it is about to connect"


@pytest.mark.parametrize(
    "text", ["'''a\n" * 50_000, "a." * 100_000, "<a" * 100_000, "(" * 100_000, ":" + ".a" * 100_000, "'" * 100_001]
)
def test_tokens_take_linear_time(text: str) -> None:
    began = time.perf_counter()
    tokenize(text)
    assert time.perf_counter() - began < 60  # quadratic time would take hours


@given(st.text(max_size=60))
def test_tokens_are_what_the_text_has(text: str) -> None:
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text


def test_updates_are_refused_in_every_form() -> None:
    for word in ("INSERT DATA {}", "DELETE DATA {}", "LOAD <urn:x>", "CLEAR ALL", "DROP ALL", "CREATE GRAPH <urn:x>"):
        with pytest.raises(UpdateRefused):
            prepare(word)
    with pytest.raises(MalformedError):
        evaluate(EMPTY, prepare("ASK {} ; INSERT DATA { <urn:a> <urn:b> 1 }"))
