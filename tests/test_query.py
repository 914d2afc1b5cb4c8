"""Queries: what is refused and why, at which place; what is answered, in which form."""

import csv
import io
import json
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, RdfFormat, Store, parse

from tests.conftest import Run
from tipgraph.errors import SyntaxFault, TipgraphError, UsageError
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query.formats import GRAPHS, TABLES, named
from tipgraph.query.grammar import find_departure
from tipgraph.query.prepare import ServiceRefused, UpdateRefused, prepare
from tipgraph.query.questions import find_question, load_questions
from tipgraph.query.run import evaluate, write
from tipgraph.query.table import draw_table
from tipgraph.query.tokens import tokenize
from tipgraph.record import Record

EMPTY = Store()
BAD_FILES = Path(__file__).parent


def answer(store: Store, text: str, form: str = "json") -> bytes:
    output = io.BytesIO()
    wanted = named(form)
    assert wanted is not None
    write(evaluate(store, prepare(text)), wanted, output)
    return output.getvalue()


def refusal(text: str) -> str:
    with pytest.raises(TipgraphError) as caught:
        evaluate(EMPTY, prepare(text))
    return str(caught.value)


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


@settings(max_examples=400, deadline=None)
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
    assert time.perf_counter() - began < 5


@given(st.text(max_size=60))
def test_tokens_are_what_the_text_has(text: str) -> None:
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text


def test_updates_are_refused_in_every_form() -> None:
    for word in ("INSERT DATA {}", "DELETE DATA {}", "LOAD <urn:x>", "CLEAR ALL", "DROP ALL", "CREATE GRAPH <urn:x>"):
        with pytest.raises(UpdateRefused):
            prepare(word)
    with pytest.raises(SyntaxFault):
        evaluate(EMPTY, prepare("ASK {} ; INSERT DATA { <urn:a> <urn:b> 1 }"))


# ---- answers


def test_columns_of_select_star_are_in_the_order_of_the_query(store: Store) -> None:
    found = evaluate(
        store, prepare("SELECT DISTINCT * { ?z a ?b ; rdfs:label ?a . { SELECT ?b { ?b ?c ?d } } } LIMIT 1")
    )
    assert isinstance(found, QuerySolutions)
    assert [variable.value for variable in found.variables] == ["z", "b", "a"]
    assert answer(EMPTY, "SELECT * {}") == b'{"head":{"vars":[]},"results":{"bindings":[{}]}}'


def test_prefixes_need_no_declaration_and_lines_stay_right(store: Store) -> None:
    assert json.loads(answer(store, "ASK { <state/AUT> a tip:State ; tip:isoAlpha3 'AUT' }"))["boolean"] is True
    assert json.loads(answer(store, "PREFIX tip: <urn:x:> ASK { ?s a tip:State }"))["boolean"] is False
    assert refusal("# one\n# two\nSELECT * { ?s ?p }").startswith("query:3:18:")


def test_every_form_of_a_table(store: Store) -> None:
    query = "SELECT ?code ?label { ?s tip:isoAlpha3 ?code ; rdfs:label ?label } ORDER BY ?code LIMIT 2"
    rows = list(csv.reader(io.StringIO(answer(store, query, "csv").decode(), newline="")))
    assert rows[0] == ["code", "label"]
    assert len(rows) == 3
    bindings = json.loads(answer(store, query, "json"))["results"]["bindings"]
    assert [[row["code"]["value"], row["label"]["value"]] for row in bindings] == rows[1:]
    assert answer(store, query, "tsv").decode().splitlines()[0] == "?code\t?label"
    assert len(ET.fromstring(answer(store, query, "xml"))[1]) == 2


def test_every_form_of_a_graph(store: Store) -> None:
    query = "CONSTRUCT { ?s a tip:State ; rdfs:label 'x' } WHERE { ?s a tip:State ; ?p ?o }"
    expected = {str(quad) for quad in parse(answer(store, query, "ntriples"), format=RdfFormat.N_TRIPLES)}
    assert len(expected) > 2
    assert len(answer(store, query, "ntriples").splitlines()) == len(expected), "a triple is given once"
    for form in GRAPHS:
        written = answer(store, query, form.name)
        assert isinstance(form.engine, RdfFormat)
        assert {str(quad) for quad in parse(written, format=form.engine)} == expected
        assert written == answer(store, query, form.name)
    assert answer(store, query, "turtle").startswith(b"@prefix rdf: <")
    assert b"skos" not in answer(store, query, "turtle"), "only prefixes that are needed"


@pytest.mark.parametrize(
    ("form", "yes"), [("csv", b"true\n"), ("tsv", b"true\n"), ("json", b'{"head":{},"boolean":true}')]
)
def test_a_truth_value(form: str, yes: bytes) -> None:
    assert answer(EMPTY, "ASK {}", form) == yes


def test_forms_have_names_of_their_own() -> None:
    assert len({form.name for form in (*TABLES, *GRAPHS)}) == 8
    assert named("table") is None


# ---- the command


def test_a_question_by_name(run: Run, record: Record) -> None:
    file = find_question(record, "silent-states").path
    for name in ("silent-states", file.stem, file.name):
        result = run("query", "--name", name)
        assert result.exit_code == 0, result.stderr
        assert result.stdout.splitlines()[0].split() == ["state", "code", "capacity"]
        assert result.stdout.splitlines()[-1] == "23 rows"


def test_an_unknown_name(run: Run) -> None:
    result = run("query", "--name", "silent-state")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: there is no question named 'silent-state'; did you mean silent-states")
    assert "'tipgraph query --list' shows them all" in run("query", "-n", "xyzzy").stderr
    assert "how-many-recommendations" in run("query", "-n", "recomendations").stderr


def test_the_list_of_questions(run: Run, record: Record) -> None:
    lines = run("query", "--list").stdout.splitlines()
    assert len(lines) == len(load_questions(record))
    assert any(line.startswith("silent-states ") and line.endswith("making a statement?") for line in lines)


def test_a_file_standard_input_and_an_output(run: Run, tmp_path: Path) -> None:
    text = "SELECT * { ?s a tip:WorkingGroupSession ; tip:ordinal ?n } ORDER BY ?n"
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    shown = run("query", tmp_path / "q.rq", "--format", "csv")
    assert shown.stdout_bytes.startswith(b"s,n\r\nhttps://w3id.org/tipgraph/id/session/wg4-1,1\r\n")
    assert run("query", "-", "-f", "csv", input=text).stdout_bytes == shown.stdout_bytes
    assert run("query", "-", "-f", "csv", "-o", tmp_path / "deep" / "out.csv", input=text).stdout == ""
    assert (tmp_path / "deep" / "out.csv").read_bytes() == shown.stdout_bytes


@pytest.mark.parametrize(
    ("arguments", "text", "message"),
    [
        ((), "", "name one query: a FILE, - for standard input, or --name; 'tipgraph query --help' shows how"),
        (("-", "--name", "x"), "", "name one query: a FILE, - for standard input, or --name; 'tipgraph query --help'"),
        (("absent.rq",), "", "absent.rq: there is no such file: name a file that exists"),
        ((".",), "", ".: this is a folder, not a file: name a file in it"),
        (("-", "-f", "yaml"), "ASK {}", "there is no format 'yaml': use one of table, csv, tsv, json, xml, turtle,"),
        (("-", "-f", "turtle"), "ASK {}", "ASK has no answer in the format 'turtle': use one of table, json, xml,"),
        (("-", "-f", "table"), "DESCRIBE <x>", "DESCRIBE has no answer in the format 'table': use one of turtle,"),
        (("-", "-o", "/proc/x/y"), "ASK {}", "/proc/x/y: cannot be written (No such file or directory): name a place"),
        (("-",), "ASK {\n?x }", "standard input:2:4: unexpected '}': expected a variable, an IRI or 'a'"),
    ],
)
def test_what_the_command_refuses(run: Run, arguments: tuple[str, ...], text: str, message: str) -> None:
    result = run("query", *arguments, input=text)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {message}"), result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_not_utf_8(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"ASK {\n ?x a '\xff' }")
    result = run("query", tmp_path / "q.rq")
    assert result.stderr == f"Error: {tmp_path / 'q.rq'}:2:8: byte 0xFF is not UTF-8: save the file as UTF-8\n"
    assert run("query", "-", input=b"\xff").stderr.startswith("Error: standard input:1:1: byte 0xFF is not UTF-8")


def test_questions_with_a_wrong_head(small: Record) -> None:
    (small.queries / "02-x.rq").write_text("# title: X?\nASK {}", encoding="utf-8")
    with pytest.raises(TipgraphError, match="the query has no '# answers:' line: add one at its head"):
        load_questions(small)
    (small.queries / "02-x.rq").rename(small.queries / "nameless.rq")
    with pytest.raises(TipgraphError, match="this is not the name of a question: name it NN-words"):
        load_questions(small)


def test_an_unknown_question(record: Record) -> None:
    with pytest.raises(UsageError):
        find_question(record, "")


# ---- tables for people


def draw(store: Store, text: str, width: int = 80) -> str:
    found = evaluate(store, prepare(text))
    assert not isinstance(found, type(None))
    return draw_table(found, width)  # type: ignore[arg-type]


def test_a_table_with_short_iris(store: Store) -> None:
    assert draw(store, "SELECT * { ?session a tip:WorkingGroupSession ; tip:ordinal ?n } ORDER BY ?n LIMIT 1") == (
        "session           n\n───────────────────\n<session/wg4-1>   1\n\n1 row\n"
    )


def test_long_words_are_drawn_row_by_row() -> None:
    query = f"SELECT ('{'word ' * 30}' AS ?text) (2 AS ?other) ('{'x' * 40}' AS ?b) (?none AS ?empty) {{}}"
    lines = draw(EMPTY, query, 60).splitlines()
    assert lines[0].startswith("text   word word")
    assert max(map(len, lines)) <= 60
    assert "other  2" in lines
    assert not any(line.startswith("empty") or line.endswith(" ") for line in lines)


def test_no_rows_and_truth_values() -> None:
    assert draw(EMPTY, "SELECT * { ?x ?y ?z }") == "no rows: the record has no answer to this\n"
    assert draw(EMPTY, "ASK {}") == "yes\n"
    assert draw(EMPTY, "ASK { ?x ?y ?z }") == "no\n"


def test_markup_in_data_is_shown_as_it_is() -> None:
    assert "[bold]x[/bold] :smile:" in draw(EMPTY, "SELECT ('[bold]x[/bold] :smile:' AS ?x) {}")


def test_prefixes_of_the_record_are_those_of_the_namespaces() -> None:
    for prefix, namespace in PREFIXES.items():
        written = answer(EMPTY, f"CONSTRUCT {{ <x> a {prefix}:y }} {{}}", "ntriples").decode()
        assert written.split()[2] == f"<{namespace}y>"
        assert written.split()[0] == f"<{ID}x>"
