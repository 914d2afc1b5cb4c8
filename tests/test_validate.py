"""The whole of a validation: its layers, its report, its command, the register and the list of IRIs seen."""

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran
from pyoxigraph import Literal, NamedNode

from tipgraph.cli import cli
from tipgraph.dataset.assemble import assemble
from tipgraph.errors import FileError, MalformedError
from tipgraph.namespaces import BASE, ID, TIP, short
from tipgraph.record import Record
from tipgraph.validate import Report, Result, Severity, check
from tipgraph.validate.bounded import Told, within
from tipgraph.validate.layers import LAYERS
from tipgraph.validate.material import gather, read_externals
from tipgraph.validate.register import add_to_register, check_register, read_register, unregistered

REAL = Record.find()
PREFIXES = f"""@base <{ID}> .
@prefix tip: <{TIP}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
QUESTION = PREFIXES + (
    "<question/test> a tip:OpenQuestion ;\n"
    '    rdfs:label "What was meant?"@en ;\n'
    '    rdfs:comment "No document says."@en ;\n'
    "    tip:concerns <body/unodc> ;\n"
    '    tip:assertedBy <agent/curators> ; tip:reason "A test."@en .\n'
)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A copy of the record that may be changed."""
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(REAL.root / part, tmp_path / "record" / part)
    return Record(tmp_path / "record")


@pytest.fixture
def run() -> Callable[..., Ran]:
    def invoke(*arguments: object, record: Record = REAL) -> Ran:
        return CliRunner().invoke(cli, ["--record", str(record.root), *map(str, arguments)])

    return invoke


def test_the_record_conforms() -> None:
    report = check(REAL, skip=["consistency"])
    assert report.conforms, report.without(Severity.INFO).text
    assert not report.count(Severity.WARNING), report.without(Severity.INFO).text


def test_a_file_that_conforms(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(QUESTION)
    ran = run("validate", path)
    assert ran.exit_code == 0, ran.output
    assert ran.stdout.endswith("triples.\n")
    assert "The record conforms: nothing found in " in ran.stdout


def test_a_file_that_does_not_is_named_with_its_line(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(QUESTION.replace('    rdfs:comment "No document says."@en ;\n', ""))
    ran = run("validate", path)
    assert ran.exit_code == 1
    first, *_, last = ran.stdout.splitlines()
    assert first == (
        f'{path}:6:1: violation: question/test (What was meant?): A question is explained exactly once: add rdfs:comment "..."@en that '
        "tells what the documents leave open and why. [OpenQuestion-comment]"
    )
    assert last.startswith("The record does not conform: 1 violation in ")


def test_only_what_the_files_describe_is_reported(record: Record, tmp_path: Path) -> None:
    broken = record.curated / "broken.ttl"
    broken.write_text(PREFIXES + "<question/broken> a tip:OpenQuestion .\n")
    path = tmp_path / "more.ttl"
    path.write_text(QUESTION)
    assert not check(record, [path], skip=["consistency"]).results
    report = check(record, [broken], skip=["consistency"])
    assert {result.focus for result in report.results} == {ID + "question/broken"}
    assert {"Labelled-label", "Supported-support", "OpenQuestion-concerns", "OpenQuestion-comment"} == report.broken()
    assert {result.file for result in report.results} == {"data/curated/broken.ttl"}


def test_a_file_takes_the_place_of_the_one_whose_name_it_bears(tmp_path: Path) -> None:
    name = "questions.ttl"
    path = tmp_path / name
    path.write_text(QUESTION)
    material, faults = gather(REAL, [path])
    assert not faults
    assert next(triple.subject.value for triple in material.data[str(path)]) == ID + "question/test"
    assert f"data/curated/{name}" not in material.data
    assert material.only == {ID + "question/test"}


def test_a_file_that_is_not_turtle(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(PREFIXES + "<question/test> a tip:OpenQuestion ;\n    tip:concerns tip: tip: .\n")
    ran = run("validate", path)
    assert ran.exit_code == 1
    assert f"{path}:7:23: violation: " in ran.stdout
    assert "[syntax]" in ran.stdout


def test_a_file_without_a_character(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_text("\n")
    ran = run("validate", path)
    assert ran.exit_code == 2
    assert ran.stderr == f"Error: {path}: the file is empty: restore it, or remove it\n"


def test_a_file_that_is_not_utf8(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "latin.ttl"
    path.write_bytes(QUESTION.encode() + "# café".encode("latin-1"))
    ran = run("validate", path)
    assert ran.exit_code == 1
    line = QUESTION.count("\n") + 1
    assert f"{path}:{line}:6: violation: byte 0xE9 is not UTF-8: save the file as UTF-8 [syntax]" in ran.stdout


def test_a_file_that_is_not_there(run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run("validate", tmp_path / "none.ttl")
    assert ran.exit_code == 2
    assert (
        ran.stderr
        == f"Error: {tmp_path / 'none.ttl'}: there is no such file: name a file of RDF, a folder of such, or an address\n"
    )


def test_two_values_where_the_ontology_allows_one(record: Record) -> None:
    (record.curated / "broken.ttl").write_text(
        PREFIXES + "<session/wg4-1/attendance/AUT> tip:participant <state/BEL> .\n"
    )
    report = check(record, skip=["consistency"])
    result = next(result for result in report.results if result.shape == "inference")
    assert "are the same thing" in result.message
    assert "Attendance-participant" in report.broken()


def test_what_is_not_checked_is_said() -> None:
    report = Report.of([], 7, ["OWL consistency: HermiT needs Java"])
    assert report.text == (
        "not checked: OWL consistency: HermiT needs Java\nThe record conforms: nothing found in 7 triples."
    )


def test_a_report_is_sorted_counts_and_has_each_result_once() -> None:
    note = Result("c", Severity.INFO, ID + "topic/b", "note", file="b.ttl", line=2)
    warning = Result("b", Severity.WARNING, ID + "topic/a", "warn", file="a.ttl", line=9)
    grave = Result("a", Severity.VIOLATION, ID + "topic/c", "stop", path=TIP + "topic", value=ID + "topic/d")
    report = Report.of([note, warning, grave, grave], 1234)
    assert report.results == (grave, warning, note)
    assert not report.conforms
    assert report.broken(Severity.VIOLATION) == {"a"}
    assert report.text.splitlines() == [
        "violation: topic/c: stop [a]",
        "    tip:topic topic/d",
        "a.ttl:9: warning: topic/a: warn [b]",
        "b.ttl:2: info: topic/b: note [c]",
        "The record does not conform: 1 violation, 1 warning, 1 note in 1,234 triples.",
    ]
    assert Report.of([warning, note], 1).conforms
    assert report.without(Severity.INFO).results == (grave, warning)


def test_iris_are_written_as_a_curator_would() -> None:
    assert short(ID + "document/a/1") == "document/a/1"
    assert short(TIP + "topic") == "tip:topic"
    assert short("http://example.org/x") == "http://example.org/x"


def test_the_list_of_iris_seen_says_where(tmp_path: Path) -> None:
    path = tmp_path / "seen.txt"
    path.write_text("# comment\n\nhttp://example.org/a\tits own page\nhttp://example.org/b\n")
    with pytest.raises(
        MalformedError, match=r"seen\.txt:4:21: nothing says where http://example\.org/b was seen: add a tab"
    ):
        read_externals(path)
    path.write_text("# comment\n\nhttp://example.org/a\tits own page\n")
    assert read_externals(path) == {"http://example.org/a"}


def test_whatever_the_dataset_holds_was_seen() -> None:
    seen = read_externals(REAL.root / "data" / "external-iris.txt")
    terms = {term for t in assemble(REAL).merged for term in (t.subject, t.predicate, t.object)}
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    iris |= {term.datatype.value for term in terms if isinstance(term, Literal)}
    assert not {iri for iri in iris if not iri.startswith(BASE)} - seen


def test_the_list_of_iris_seen_has_each_once() -> None:
    lines = (REAL.root / "data" / "external-iris.txt").read_text().splitlines()
    iris = [line.split("\t")[0] for line in lines if line and not line.startswith("#")]
    assert len(iris) == len(set(iris))


def test_the_register_of_the_record_is_complete_and_kept() -> None:
    material, _ = gather(REAL)
    assert not [result.text for result in check_register(REAL, material)]


def test_an_iri_is_registered_once(record: Record, run: Callable[..., Ran]) -> None:
    assert run("register", record=record).exit_code == 0
    before = record.register.read_text()
    (record.curated / "more.ttl").write_text(QUESTION)
    ran = run("register", "--check", record=record)
    assert ran.exit_code == 1
    assert "data/register.txt: violation: question/test is not in the register: run 'tipgraph register'" in ran.stdout
    assert record.register.read_text() == before
    ran = run("register", record=record)
    assert ran.exit_code == 0
    assert ran.stdout == f"added {ID}question/test\n"
    assert run("register", record=record).stdout == ""
    lines = record.register.read_text().splitlines()
    assert set(lines) == {*before.splitlines(), ID + "question/test"}
    assert read_register(record.register) == lines


def test_an_iri_that_is_gone_needs_a_successor(record: Record) -> None:
    def results() -> list[tuple[str, str]]:
        return [(result.shape, result.message) for result in check_register(record, gather(record)[0])]

    more = record.curated / "more.ttl"
    more.write_text(QUESTION)
    add_to_register(record, gather(record)[0])
    assert results() == []
    more.unlink()
    ((shape, message),) = results()
    assert shape == "register-kept"
    assert message.startswith("question/test was published and is gone: restore it, or describe it with owl:deprecated")
    gone = f"{PREFIXES}<question/test> owl:deprecated true ; dcterms:isReplacedBy <question/%s> .\n"
    more.write_text(gone % "nowhere")
    ((shape, message),) = results()
    assert shape == "register-successor"
    assert "its successor is not in the record" in message
    more.write_text(gone % "new" + QUESTION.replace("question/test", "question/new").removeprefix(PREFIXES))
    add_to_register(record, gather(record)[0])
    assert results() == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://example.org/a\n", r"register\.txt:1:1: 'http://example\.org/a' is not an IRI of this record"),
        (
            f"{ID}topic/b\n{ID}topic/a\n",
            r"register\.txt:2:1: .*topic/a stands twice or out of order: run 'tipgraph register'",
        ),
        (f"{ID}topic/a\n{ID}topic/a\n", r"register\.txt:2:1: .*topic/a stands twice or out of order"),
    ],
)
def test_a_register_that_is_none_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "register.txt"
    path.write_text(text)
    with pytest.raises(MalformedError, match=expected):
        read_register(path)


def test_a_register_that_is_not_there_yet_is_empty(record: Record) -> None:
    record.register.unlink(missing_ok=True)
    assert read_register(record.register) == []
    material, _ = gather(record)
    assert len(unregistered(record, material)) > 1000


def test_a_register_that_cannot_be_written(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    material, _ = gather(record)
    record.register.unlink(missing_ok=True)
    monkeypatch.setattr("tipgraph.files.os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(FileError, match="cannot be written"):
        add_to_register(record, material)


# ---- in time


def test_it_ends_when_its_time_is_over(run: Callable[..., Ran]) -> None:
    """What was found until then is told, and what was not reached; that is no success."""
    ran = run("validate", "--only", "rules", "--only", "extraction", "--timeout", "0.01")
    assert ran.exit_code == 2
    assert "not checked: rules, extraction: not reached within 0.01 seconds (--timeout)" in ran.stdout
    assert ran.stdout.splitlines()[-1].startswith("The record was not checked to the end")


def test_what_was_found_until_then_is_told() -> None:
    def work(told: Told) -> Report:
        told("rules", [Result("a", Severity.VIOLATION, ID + "x", "no")])
        time.sleep(60)
        raise AssertionError

    report = within(1.0, work, [LAYERS["rules"], LAYERS["anchors"]])
    assert (report.layers, report.complete, report.conforms) == (("rules",), False, False)
    assert report.skipped == ("anchors: not reached within 1 seconds (--timeout)",)


def test_a_process_that_is_killed_is_told() -> None:
    def work(told: Told) -> Report:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    with pytest.raises(RuntimeError, match="ended from outside"):
        within(60, work, [])


def test_a_fault_is_raised_where_it_was_asked_for(tmp_path: Path) -> None:
    def work(told: Told) -> Report:
        raise FileError(tmp_path, "is none", "mend it")

    with pytest.raises(FileError, match="is none: mend it"):
        within(60, work, [])
    assert within(60, lambda told: Report.of([], 3), []).triples == 3
