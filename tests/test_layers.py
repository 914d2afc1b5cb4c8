"""The layers that compare the record with what rules and questions give: extraction and questions."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Store

from tests.extraction import LETTER
from tipgraph.record import Record
from tipgraph.validate import Result, Severity, check
from tipgraph.validate.questions import check_question, check_questions

QUESTION = "# title: What?\nSELECT ?a ?b {\n  VALUES (?a ?b) { ('x' 1) ('y' 2) ('z' 3) } } ORDER BY ?a\n"
ROWS = "a,b\nx,1\ny,2\nz,3\n"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A copy of the record that may be changed."""
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(Record.find().root / part, tmp_path / "record" / part)
    return Record(tmp_path / "record")


@pytest.fixture
def asked(tmp_path: Path) -> Record:
    """A record with one question."""
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "01-what.rq").write_text(QUESTION)
    (tmp_path / "queries" / "01-what.csv").write_text(ROWS)
    return Record(tmp_path)


def test_a_file_that_the_rules_do_not_produce_is_told_with_the_line_they_do(record: Record) -> None:
    path = record.extracted / f"{LETTER}.ttl"
    lines = path.read_text().split("\n")
    number = next(n for n, line in enumerate(lines, start=1) if "tip:deadline" in line)
    wanted = lines[number - 1].strip()
    lines[number - 1] = lines[number - 1].replace("2009-07-31", "2009-07-30")
    path.write_text("\n".join(lines))
    (record.extracted / "aaa.ttl").write_text("# nothing\n")
    report = check(record, only=["extraction"])
    stray, changed = report.results
    assert stray.message.startswith("no source text bears this name: remove the file")
    assert (stray.file, stray.line) == ("data/extracted/aaa.ttl", None)
    assert (changed.file, changed.line, changed.correction) == (f"data/extracted/{LETTER}.ttl", number, wanted)
    assert (changed.layer, changed.shape, changed.severity) == ("extraction", "extraction-agrees", Severity.VIOLATION)
    assert "run 'tipgraph extract' and commit what it writes" in changed.message


def test_what_the_rules_leave_open_is_a_warning(record: Record) -> None:
    path = record.documents / "strange.txt"
    path.write_text("1. The Conference decided to meet.\n\n§§§ 12 §§§\n\n2. It met.\n")
    report = check(record, only=["extraction"])
    found = {result.shape: result for result in report.results}
    assert (found["extraction-placed"].file, found["extraction-placed"].line) == ("data/documents/strange.txt", 3)
    assert found["extraction-placed"].severity is Severity.WARNING
    assert found["extraction-agrees"].message.startswith("the file is missing: run 'tipgraph extract'")


def test_a_record_without_texts_has_nothing_to_extract(record: Record) -> None:
    for path in record.documents.glob("*.txt"):
        path.unlink()
    report = check(record, only=["extraction"])
    assert not report.results
    assert report.skipped[0].startswith("extraction: ")
    assert "there is no text in this folder" in report.skipped[0]


def ask(record: Record) -> list[Result]:
    return list(check_questions(record, Store()))


def test_rows_that_agree_give_nothing(asked: Record) -> None:
    assert ask(asked) == []
    (asked.queries / "01-what.csv").write_bytes(ROWS.replace("\n", "\r\n").encode())
    assert ask(asked) == []


@pytest.mark.parametrize(
    ("rows", "line", "correction", "message"),
    [
        ("a,b\nx,1\ny,5\nz,3\n", 3, "y,2", "the row 'y,5' is expected, the record answers 'y,2' instead"),
        ("a,b\nx,1\nxx,1\ny,2\nz,3\n", 3, "", "the row 'xx,1' is expected, the record has none"),
        ("a,b\nx,1\nz,3\n", 3, "y,2", "the record answers 'y,2' before this line, too"),
        ("a,b\nx,1\ny,2\n", 4, "z,3", "the record answers 'z,3' before this line, too"),
        ("a,b\ny,2\nx,1\nz,3\n", 2, "x,1", "the rows are right, their order is not: put 'x,1' here"),
        ("a,c\nx,1\n", 1, "a,b", "the columns of the question are 'a,b'"),
    ],
    ids=["another", "missing", "too many", "at the end", "order", "columns"],
)
def test_a_row_that_differs_is_told_with_its_line(
    asked: Record, rows: str, line: int, correction: str, message: str
) -> None:
    (asked.queries / "01-what.csv").write_text(rows)
    (result,) = ask(asked)
    assert (result.file, result.line, result.correction) == ("queries/01-what.csv", line, correction)
    assert result.message.startswith(message)
    assert result.severity is Severity.VIOLATION


def test_lines_are_counted_where_a_row_has_several(asked: Record) -> None:
    question = asked.queries / "01-what.rq"
    question.write_text(QUESTION.replace("'x'", "'w\\nx'"))
    (asked.queries / "01-what.csv").write_text('a,b\n"w\nx",1\ny,7\nz,3\n')
    (result,) = ask(asked)
    assert (result.line, result.correction) == (4, "y,2")


def test_rows_may_come_in_any_order_where_the_question_names_none(asked: Record) -> None:
    question = asked.queries / "01-what.rq"
    question.write_text(QUESTION.replace(" ORDER BY ?a", ""))
    (asked.queries / "01-what.csv").write_text("a,b\nz,3\ny,2\nx,1\n")
    assert ask(asked) == []
    question.write_text("SELECT ?a ?b { { SELECT ?a ?b { VALUES (?a ?b) { ('x' 1) ('y' 2) ('z' 3) } } ORDER BY ?a } }")
    assert ask(asked) == []


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("SELECT ?a {\n  ?a a }", (2, 8), "unexpected '}'"),
        ("SELECT ?a {\n  ?a nix:b ?c }", (2, 6), "the prefix 'nix:' of 'nix:b' is not declared"),
        ("ASK { ?a ?b ?c }", (None, None), "it is no SELECT query"),
        ("SELECT ?a { SERVICE <http://example.org/> { ?a ?b ?c } }", (None, None), "1:13: SERVICE is refused"),
        ("\n", (None, None), "the file is empty"),
    ],
    ids=["grammar", "prefix", "form", "service", "empty"],
)
def test_a_question_that_cannot_be_asked_is_told(
    asked: Record, text: str, place: tuple[int | None, int | None], message: str
) -> None:
    path = asked.queries / "01-what.rq"
    path.write_text(text)
    (result,) = check_question(asked, path, Store())
    assert (result.shape, result.file) == ("question-parses", "queries/01-what.rq")
    assert (result.line, result.column) == place
    assert result.message.startswith(message)


def test_a_question_has_its_rows_and_rows_their_question(asked: Record) -> None:
    (asked.queries / "02-alone.csv").write_text(ROWS)
    (asked.queries / "03-alone.rq").write_text(QUESTION)
    assert [(result.shape, result.file) for result in ask(asked)] == [
        ("question-asked", "queries/02-alone.csv"),
        ("question-expected", "queries/03-alone.rq"),
    ]


def test_the_layer_asks_what_a_build_would_hold(record: Record) -> None:
    path = record.queries / "02-how-many-recommendations.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], "7," * lines[0].count(",") + "7"]))
    report = check(record, only=["questions"])
    assert {result.file for result in report.results} == {"queries/02-how-many-recommendations.csv"}
    assert report.results[0].correction == lines[1]
    assert report.results[0].layer == "questions"
