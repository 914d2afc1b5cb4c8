"""What is lost as a whole is told once, and not by all that names what was in it."""

import shutil
from pathlib import Path

import pytest

from tipgraph.record import Record
from tipgraph.validate import Report, Severity, check
from tipgraph.validate.formats import text

CURATED = "data/curated/sessions.ttl"
EXTRACTED = "data/extracted/wg4-2009-provisional-agenda.ttl"
ROWS = "queries/02-how-many-recommendations.csv"


@pytest.fixture
def copy(record: Record, tmp_path: Path) -> Record:
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(record.root / part, tmp_path / "record" / part)
    return Record(tmp_path / "record")


def changed(record: Record, name: str, old: str, new: str) -> None:
    path = record.root / name
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


def violations(report: Report) -> list[tuple[str, str | None]]:
    return [(one.shape, one.file) for one in report.results if one.severity is Severity.VIOLATION]


def test_a_file_that_is_none_is_told_before_all_else(copy: Record) -> None:
    path = copy.root / CURATED
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    report = check(copy, skip=["consistency"])
    assert ("syntax", CURATED) in violations(report)
    assert "described" not in report.broken()
    assert text.write(report, paths=lambda _: None).startswith(f"{CURATED}:1:1: violation: byte 0xFF is not UTF-8")


def test_an_extracted_file_that_is_missing_is_told_once(copy: Record) -> None:
    (copy.root / EXTRACTED).unlink()
    assert violations(check(copy, skip=["consistency"])) == [("extraction-agrees", EXTRACTED)]
    assert not check(copy, only=["rules"]).conforms, "where nobody looks whether it is there, what names it is told"


def test_two_faults_that_have_nothing_to_do_with_one_another_are_both_told(copy: Record) -> None:
    changed(copy, "data/curated/status.ttl", "group-of-77-and-china", "group-of-77-and-chnia")
    changed(copy, ROWS, "46", "45")
    found = violations(check(copy, skip=["consistency"]))
    assert found == [("described", "data/curated/status.ttl"), ("question-rows", ROWS)]


def test_a_day_that_no_calendar_has_is_told_once_and_without_a_trace(
    copy: Record, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    changed(copy, "data/curated/status.ttl", 'tip:date "2008-10-15"', 'tip:date "2008-10-51"')
    for _ in range(2):  # the second time from the state of the first
        report = check(copy, skip=["consistency"], state=tmp_path / "state")
        (one,) = (result for result in report.results if result.severity is Severity.VIOLATION)
        assert (one.shape, one.file) == ("literal-value", "data/curated/status.ttl")
        assert one.message.startswith("'2008-10-51' is no xsd:date: write a day of the calendar")
    assert "Traceback" not in "".join(capsys.readouterr())


def test_a_list_out_of_order_is_told_with_all_else(copy: Record) -> None:
    lines = copy.register.read_text(encoding="utf-8").splitlines(keepends=True)
    copy.register.write_text("".join([lines[1], lines[0], *lines[2:]]), encoding="utf-8")
    changed(copy, ROWS, "46", "45")
    report = check(copy, skip=["consistency"])
    assert violations(report) == [("list-form", "data/register.txt"), ("question-rows", ROWS)]
    assert next(one for one in report.results if one.shape == "list-form").line == 2


def test_of_a_question_that_has_become_another_a_few_rows_are_shown(copy: Record) -> None:
    changed(copy, "queries/32-deadlines.rq", "?body rdfs:label", "?bodie rdfs:label")
    shown = text.write(check(copy, only=["questions"]), paths=lambda _: None).splitlines()
    assert len(shown) < 12
    assert any("more rows of it (--verbose shows all)" in line for line in shown)


def test_line_ends_are_told_from_words(copy: Record) -> None:
    path = copy.documents / "cu-2009-92.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (one,) = (result for result in check(copy, only=["anchors"]).results if result.shape == "manifest-hash")
    assert one.message.startswith("its lines end otherwise than they did, and nothing else has changed")


def test_a_manifest_that_is_not_json_has_its_line(copy: Record) -> None:
    before = copy.manifest.read_text(encoding="utf-8")
    copy.manifest.write_text(before.replace('",\n', '"\n', 1), encoding="utf-8")
    line = before[: before.index('",\n')].count("\n") + 2
    (one,) = (result for result in check(copy, only=["anchors"]).results if result.shape == "manifest")
    assert (one.line, "this is not JSON" in one.message) == (line, True)


@pytest.mark.parametrize(("old", "new", "said"), [("", "\ufeff", "byte-order mark"), (",", ";", "save it with commas")])
def test_rows_as_a_spreadsheet_saves_them(copy: Record, old: str, new: str, said: str) -> None:
    path = copy.queries / "01-victim-compensation.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new) if old else new + text, encoding="utf-8")
    (one,) = check(copy, only=["questions"]).results
    assert (one.shape, one.line, said in one.message) == ("question-columns", 1, True)


def test_a_list_of_iris_that_does_not_say_where_one_was_seen(copy: Record) -> None:
    path = copy.root / "data" / "external-iris.txt"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(number for number, line in enumerate(lines) if "\t" in line)
    lines[number] = lines[number].replace("\t", "  ")
    path.write_text("".join(lines), encoding="utf-8")
    report = check(copy, skip=["consistency", "extraction"])
    assert violations(report) == [("list-form", "data/external-iris.txt")]
    assert report.results[0].line == number + 1
