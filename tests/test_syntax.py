"""Looking at a query before the engine does: what is wrong and where, and what is refused."""

import time
from pathlib import Path

import pytest
from hypothesis import given
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
UNKNOWN = (
    "is a function that is not known here: use the functions of SPARQL 1.1, section 17.4, and its casts "
    "(xsd:integer, xsd:date, ...)"
)
OWN = "this endpoint asks no other; ask the other endpoint yourself, and give its answer to this one in VALUES"


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
            "SELECT * { ?s ?p <http://example.org/a b> }",
            "query:1:18: the IRI that begins with '<http:' has a blank or another character in it that no IRI has: "
            "encode it: a blank is %20",
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
        ("SELECT (SUM(?x) AS ?s { ?x a ?y }", "query:1:23: unexpected '{' in '{ ?x a ?y }': expected ')'"),
        ("DELETE WHERE { ?x ?y ?z }", "query:1:1: DELETE " + READ_ONLY),
        ("PREFIX x: <urn:x> INSERT DATA { x:a x:b 1 }", "query:1:19: INSERT " + READ_ONLY),
        ("ASK {\n  SERVICE <http://example.org/> { } }", "query:2:3: SERVICE is refused: " + OWN),
        ("ASK { ?x ?y ?z FILTER (<urn:f>(1)) }", "query:1:24: '<urn:f>' " + UNKNOWN),
        ("ASK {\n?x ?y ?z ; tip:a|<urn:b> ?v FILTER (tip:f(1)) }", "query:2:37: 'tip:f' " + UNKNOWN),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(text: str, message: str) -> None:
    store = EMPTY
    if "FILTER (" in text:
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


# ---- updates (SPARQL 1.1 Update, section 3)


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "1:1", "INSERT"),
        ("insert data{}", "1:1", "INSERT"),
        ("INSERTDATA{}", "1:1", "INSERT"),
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "1:1", "INSERT"),
        ("INSERT { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p ?o }", "1:1", "INSERT"),
        ("DELETE DATA { <urn:a> <urn:b> 1 }", "1:1", "DELETE"),
        ("DELETE WHERE { ?s ?p ?o }", "1:1", "DELETE"),
        ("DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "1:1", "DELETE"),
        ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "1:1", "WITH"),
        ("LOAD <http://127.0.0.1:9/> INTO GRAPH <urn:g>", "1:1", "LOAD"),
        ("LOAD SILENT <file:///etc/passwd>", "1:1", "LOAD"),
        ("LOADSILENT<file:///etc/passwd>", "1:1", "LOAD"),
        ("CLEAR ALL", "1:1", "CLEAR"),
        ("CLEARSILENTALL", "1:1", "CLEAR"),
        ("DROP SILENT NAMED", "1:1", "DROP"),
        ("CREATE GRAPH <urn:g>", "1:1", "CREATE"),
        ("ADD <urn:a> TO DEFAULT", "1:1", "ADD"),
        ("MOVE DEFAULT TO <urn:a>", "1:1", "MOVE"),
        ("COPY SILENT GRAPH <urn:a> TO <urn:b>", "1:1", "COPY"),
        ("# a comment\n\t# and another\nPREFIX x: <urn:x>\n  INSERT DATA { x:a x:b 1 }", "4:3", "INSERT"),
        ("BASE <urn:x> PREFIX x: <y> CLEAR ALL ; LOAD <z>", "1:28", "CLEAR"),
        ("INSERT DATA { <urn:a> <urn:b> 1 } ; PREFIX x: <urn:x> DROP ALL ;", "1:1", "INSERT"),
        ("INSERT DATA { undeclared:a <urn:b> 1 }", "1:1", "INSERT"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "1:1", "INSERT"),
        ("INSERT DATA { <urn:a> <urn:b> 'not closed }", "1:1", "INSERT"),
        (r"IN\u0053ERT DATA { <urn:a> <urn:b> 1 }", "1:1", "INSERT"),
        (r"PREFIX \u0078: <urn:x>   \u0043LEAR ALL", "1:26", "CLEAR"),
    ],
)
def test_updates_are_refused_in_every_form(text: str, place: str, word: str) -> None:
    with pytest.raises(UpdateRefused) as caught:
        prepare(text)
    assert str(caught.value) == f"query:{place}: {word} {READ_ONLY}"


@pytest.mark.parametrize(
    "text", ["ASK {} ; INSERT DATA { <urn:a> <urn:b> 1 }", "ASK {} INSERT DATA {}", "ASK {}; CLEAR ALL"]
)
def test_an_update_behind_a_query_is_malformed(text: str) -> None:
    with pytest.raises(MalformedError, match=r"^query:1:[789]: unexpected '(;|INSERT)'"):
        evaluate(EMPTY, prepare(text))


# ---- words without spaces, and escapes (SPARQL 1.1 Query, 19.2 and 19.3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ASKFROM<urn:g>{}", "ASK FROM <urn:g> { }"),
        ("SELECTDISTINCT?x{}ORDERBYDESC(?x)LIMIT10OFFSET5", "SELECT DISTINCT ?x { } ORDER BY DESC ( ?x ) LIMIT 10 OFFSET 5"),
        ("FILTERNOTEXISTS{}", "FILTER NOT EXISTS { }"),
        ("STRUUID()STRSTARTS()", "STRUUID ( ) STRSTARTS ( )"),
        ("true-1", "true - 1"),
        ("FITLERNOT", "FITLERNOT"),
        ("SELECTED", "SELECTED"),
        ("?sa FROMNAMED:x x:FROMNAMED", "?sa FROMNAMED:x x:FROMNAMED"),
        ("ASK" * 40, "ASK" * 40),
    ],
)  # fmt: skip
def test_words_need_no_space_between_them(text: str, words: str) -> None:
    assert " ".join(token.text for token in tokenize(text)) == words


def test_words_without_spaces_are_asked_as_with_them() -> None:
    store = Store()
    store.load(b"<urn:a> <urn:b> 1, 2, 3 .", format=RdfFormat.TURTLE)
    text = "SELECTDISTINCT?o{?s?p?o FILTERNOTEXISTS{?s?p 1FILTER(?o=1)}}ORDERBYDESC(?o)LIMIT1OFFSET1"
    assert [row["o"].value for row in evaluate(store, prepare(text))] == ["2"]  # type: ignore[union-attr]
    assert find_departure(tokenize(text)) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"\u0041SK {}", "ASK {}"),
        (r"ASK { ?\u0073 tip:\U00000061 ?o }", "ASK { ?s tip:a ?o }"),
        (r"ASK { ?s \u0061 <urn:\u00e9> }", r"ASK { ?s a <urn:\u00e9> }"),
        (r"ASK { ?s ?p '\u0027 \u0041' }", r"ASK { ?s ?p '\u0027 \u0041' }"),
        (r"ASK { ?s ?p '''a'\u0041''' } # \u0041", r"ASK { ?s ?p '''a'\u0041''' } # \u0041"),
        (r"ASK { ?s tip:a\-\u0041\' ?o }", r"ASK { ?s tip:a\-A\' ?o }"),
        (r"ASK { ?s ?p \u0031 }", "ASK { ?s ?p 1 }"),
    ],
)
def test_escapes_stand_for_their_characters(text: str, read: str) -> None:
    query = prepare(text)
    assert query.text == read
    evaluate(EMPTY, query)


@pytest.mark.parametrize(
    "text",
    [
        r"ASK { ?s ?p \u005cu0031 }",  # what an escape makes is not read as an escape again
        r"ASK { ?s ?p \U0000005cu0031 }",
        r"ASK\u0020{ }",
        r"ASK { ?s ?p \u0027x\u0027 }",
        r"ASK { ?s ?p \uD800 }",
        r"ASK { ?s ?p \U00110000 }",
        r"ASK { ?s ?p \uFFFF }",
        r"ASK { ?s ?p \u00 }",
    ],
)
def test_escapes_that_may_not_stand_where_they_do(text: str) -> None:
    with pytest.raises(MalformedError, match=r"means nothing in SPARQL"):
        prepare(text)


def test_places_are_those_of_the_text_as_written() -> None:
    with pytest.raises(MalformedError, match=r"^query:2:26: unexpected '}'"):
        evaluate(EMPTY, prepare("ASK {\n?\\u0073 \\u0061 1 . ?x ?y }"))
    with pytest.raises(ServiceRefused, match=r"^query:1:15: SERVICE is refused"):
        prepare(r"\u0041SK { {} \u0053ERVI\u0043E <http://127.0.0.1:9/> {} }")
