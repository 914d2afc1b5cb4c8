"""Queries: what is refused and why, at which place; what is answered, in which form."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store, parse

from tests.conftest import Run
from tipgraph.errors import TipgraphError, UsageError
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query.formats import GRAPHS, TABLES, named
from tipgraph.query.prepare import prepare
from tipgraph.query.questions import find_question, load_questions
from tipgraph.query.run import FormError, evaluate, write
from tipgraph.query.table import draw_table
from tipgraph.record import Record

EMPTY = Store()


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


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("CONSTRUCT { <urn:a> <urn:b:1> 2 } {}", "rdfxml"),
        ("CONSTRUCT { <urn:a> <http://e.org/> 2 } {}", "rdfxml"),
        ("CONSTRUCT { <urn:a> <urn:x> '\x01' } {}", "rdfxml"),
        ("SELECT ('\x01' AS ?x) {}", "xml"),
    ],
)
def test_what_xml_cannot_say_is_told(text: str, form: str) -> None:
    with pytest.raises(FormError) as caught:
        answer(EMPTY, text, form)
    others = {
        "rdfxml": "text/turtle, application/n-triples, application/ld+json",
        "xml": "application/sparql-results+json, text/csv, text/tab-separated-values",
    }[form]
    assert str(caught.value) == (
        f"the answer cannot be written as {form} (a character, or the end of a predicate, that XML does not allow): "
        f"ask for another form ({others})"
    )
    assert answer(EMPTY, text, "turtle" if form == "rdfxml" else "json")


def test_what_json_ld_cannot_say_is_told() -> None:
    with pytest.raises(FormError, match="cannot be written as jsonld"):
        answer(EMPTY, "CONSTRUCT { <urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> } {}", "jsonld")


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
