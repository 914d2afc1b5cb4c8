"""Files of the record that hold no data: ontology, shapes, a rule, a question, each checked where it alone is named."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran

from tests.conftest import TURTLE, write_small
from tipgraph.cli import cli
from tipgraph.errors import FileError
from tipgraph.namespaces import ID, SHAPES, TIP
from tipgraph.record import Record
from tipgraph.validate import Report, check

SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/tipgraph/shapes#> .
shape:Event a sh:NodeShape ; sh:targetClass tip:StatusEvent ;
    sh:property [ sh:path tip:attSession ; sh:minCount 1 , 2 ] .
"""
RULE = """# title: Every thing has a label.
# rule: labelled
# severity: violation
# message: {?focus} has no label: add one
SELECT ?focus { ?focus a ?kind FILTER NOT EXISTS { ?focus rdfs:label ?label } }
"""


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A small record with two rules, one of which finds something, and a question with its rows."""
    made = write_small(tmp_path / "record")
    (made.root / "data" / "external-iris.txt").write_text("# none\n", encoding="utf-8")
    (made.root / "data" / "documents").mkdir()
    (made.root / "data" / "documents" / "manifest.json").write_text("{}", encoding="utf-8")
    (made.shapes / "rules").mkdir()
    (made.shapes / "rules" / "labelled.rq").write_text(RULE, encoding="utf-8")
    other = RULE.replace("labelled", "other").replace("?kind", "tip:StatusEvent")
    (made.shapes / "rules" / "other.rq").write_text(other, encoding="utf-8")
    rows = f"recommendation\n{ID}document/report/14\n{ID}document/report/16\n"
    (made.queries / "01-recommendations.csv").write_text(rows, encoding="utf-8")
    return made


def found(report: Report) -> set[tuple[str, str | None, int | None]]:
    return {(one.shape, one.file, one.line) for one in report.results}


def test_of_the_ontology_its_own_terms_are_checked(record: Record) -> None:
    path = record.ontology / "tipgraph.ttl"
    report = check(record, [path], only=["hygiene", "owl-dl", "shacl"])
    assert {one.file for one in report.results} == {"ontology/tipgraph.ttl"}
    assert {one.layer for one in report.results} == {"hygiene", "owl-dl"}
    assert "term-declared" not in report.broken(), "its statements are no data"
    assert "term-label" in report.broken()
    assert report.skipped == (
        f"{path}: what the data make of it, and consistency; name no file to check the whole record",
    )


def test_an_ontology_that_is_not_well_formed_is_told(record: Record) -> None:
    path = record.ontology / "tipgraph.ttl"
    path.write_text(TURTLE + "tip:Recommendation rdfs:label 'a'@en ,, .\n", encoding="utf-8")
    assert ("syntax", "ontology/tipgraph.ttl", 4) in found(check(record, [path], only=["owl-dl"]))


def test_of_shapes_their_form_and_their_names_are_checked(record: Record) -> None:
    path = record.shapes / "events.ttl"
    path.write_text(TURTLE + SHAPE, encoding="utf-8")
    report = check(record, [path], only=["shacl", "hygiene"])
    assert found(report) == {("shape-form", "shapes/events.ttl", 7), ("term-defined", "shapes/events.ttl", 7)} | {
        ("term-defined", "shapes/events.ttl", 6)  # the small ontology declares no such class
    }
    assert any(one.message.startswith("the ontology declares no term tip:attSession") for one in report.results)
    assert next(one for one in report.results if one.shape == "shape-form").focus == SHAPES + "Event"
    assert f"{path}: the data against these shapes; name no file to check the whole record" in report.skipped


def test_a_rule_is_asked_of_the_whole_record(record: Record) -> None:
    path = record.shapes / "rules" / "labelled.rq"
    report = check(record, [path], only=["rules"])
    assert ("labelled", "data/extracted/report.ttl", 5) in found(report)
    assert report.broken() == {"labelled"}
    assert report.skipped == (f"rules and questions other than {path}; name no file to check the whole record",)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (RULE.replace("?kind FILTER", "FILTER"), 5, "the rule is not SPARQL: "),
        (RULE.replace("# severity: violation\n", ""), None, "the rule has no header '# severity:': add it at the head"),
        ("", None, "the file is empty"),
    ],
)
def test_a_rule_that_cannot_be_asked_is_a_result(record: Record, text: str, line: int | None, message: str) -> None:
    path = record.shapes / "rules" / "labelled.rq"
    path.write_text(text, encoding="utf-8")
    if text:
        (result,) = check(record, [path], only=["rules"]).results
        assert (result.shape, result.file, result.line) == ("rule-runs", "shapes/rules/labelled.rq", line)
        assert result.message.startswith(message)
        whole = check(record, only=["rules"])
        assert whole.broken() == {"rule-runs", "other"}, "the other rules are asked all the same"
    else:
        with pytest.raises(FileError, match=message):
            check(record, [path], only=["rules"])


@pytest.mark.parametrize("end", ["rq", "csv"])
def test_a_question_is_asked_of_the_whole_record(record: Record, end: str) -> None:
    (record.queries / "02-other.rq").write_text("SELECT nothing", encoding="utf-8")
    report = check(record, [record.queries / f"01-recommendations.{end}"], only=["questions", "rules"])
    assert found(report) == {("question-rows", "queries/01-recommendations.csv", 3)}
    assert next(one for one in report.results if one.shape == "question-rows").correction == f"{ID}document/report/15"
    assert report.layers == ("questions",)


def test_a_rule_and_data_are_checked_together(record: Record) -> None:
    files = [record.shapes / "rules" / "labelled.rq", record.curated / "status.ttl"]
    report = check(record, files, only=["rules"])
    assert report.broken() == {"labelled", "other"}
    assert {one.focus for one in report.results if one.shape == "other"} == {ID + "event/adopted"}
    assert report.layers == ("rules",)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("data/documents/manifest.json", "it is checked together with everything that hangs on it: name no file"),
        ("data/external-iris.txt", "it is checked together with everything that hangs on it: name no file"),
        ("more.rq", "it is neither a rule nor a question of the record in "),
        ("more.csv", "it is neither a rule nor a question of the record in "),
        ("more.md", "the end of its name is that of no form of RDF: use one of .ttl,"),
        ("queries/09-none.rq", "there is no such file"),
        ("none.ttl", "there is no such file: name a file of RDF"),
    ],
)
def test_what_cannot_be_checked_by_itself_is_refused(record: Record, name: str, message: str) -> None:
    if name.startswith("more"):
        (record.root / name).write_text("x", encoding="utf-8")
    ran = CliRunner().invoke(cli, ["--record", str(record.root), "validate", str(record.root / name)])
    assert ran.exit_code == 2
    assert f"{name}: {message}" in ran.stderr
    assert "Traceback" not in ran.output


@pytest.fixture
def run(record: Record) -> Callable[..., Ran]:
    return lambda *arguments: CliRunner().invoke(cli, ["--record", str(record.root), "validate", *map(str, arguments)])


def test_the_command_says_what_it_did_not_check(run: Callable[..., Ran], record: Record) -> None:
    ran = run(record.queries / "01-recommendations.rq", "--only", "questions")
    assert ran.exit_code == 1
    assert "queries/01-recommendations.csv:3:47: violation: the row " in ran.stdout
    assert f"not checked: rules and questions other than {record.queries / '01-recommendations.rq'}; name" in ran.stdout
    assert TIP not in ran.stdout


# ---- questions without a build


def test_without_a_build_the_form_of_questions_is_checked_and_their_number_told(record: Record) -> None:
    (record.curated / "status.ttl").write_text(TURTLE + "\n<event/x> a ,, .\n", encoding="utf-8")
    (record.queries / "02-other.rq").write_text("SELECT ?a {\n ?a nix:b ?c }", encoding="utf-8")
    (record.queries / "02-other.csv").write_text("a\n", encoding="utf-8")
    (record.queries / "03-alone.csv").write_text("a\n", encoding="utf-8")
    report = check(record, only=["questions"])
    assert found(report) == {
        ("syntax", "data/curated/status.ttl", 5),
        ("question-parses", "queries/02-other.rq", 2),
        ("question-asked", "queries/03-alone.csv", None),
    }
    (told,) = report.skipped
    assert told.startswith("questions: the rows of 3 competency questions: data/curated/status.ttl:5:")
    assert told.endswith("; mend it first")
    assert report.layers == ("questions",)


def test_without_a_build_columns_are_compared_all_the_same(record: Record) -> None:
    path = record.ontology / "schemes" / "status.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "<status/a> tip:m 01 .\n", encoding="utf-8")
    (record.queries / "01-recommendations.csv").write_text("another\n", encoding="utf-8")
    report = check(record, only=["questions"])
    assert found(report) == {("question-columns", "queries/01-recommendations.csv", 1)}
    (told,) = report.skipped
    assert told.startswith(
        "questions: the rows of 1 competency question: ontology/schemes/status.ttl:5: status:a tip:m "
    )
    assert "the engine would give back" in told
