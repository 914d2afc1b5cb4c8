"""A broken copy of the record for each check of extraction, questions and consistency: what is told, and where."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import write_small
from tipgraph.namespaces import ID, TIP
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle
from tipgraph.validate import Result, check, consistency
from tipgraph.validate.conflict import Conflict
from tipgraph.validate.consistency import check_with_reasoner
from tipgraph.validate.extraction import check_extraction
from tipgraph.validate.layers import Run
from tipgraph.validate.material import Material
from tipgraph.validate.owl import OwlResult

REAL = Record.find()
REPORT = "wg4-2009-report"
TEXT, EXTRACTED = f"data/documents/{REPORT}.txt", f"data/extracted/{REPORT}.ttl"
ROWS = f"recommendation\n{ID}document/report/14\n{ID}document/report/15\n"
MODULES = ("extraction", "questions", "consistency")


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A copy of the record with one text."""
    root = tmp_path_factory.mktemp("one") / "record"
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(REAL.root / part, root / part)
    record = Record(root)
    for path in (*record.documents.glob("*.txt"), *record.extracted.glob("*.ttl")):
        if path.stem != REPORT:
            path.unlink()
    return record


def extracted(record: Record, name: str, change: Callable[[bytes], bytes]) -> dict[str, Result]:
    """Check with a file changed, and put it back."""
    path = record.root / name
    before = path.read_bytes()
    path.write_bytes(change(before))
    try:
        return {result.shape: result for result in check_extraction(record)}
    finally:
        path.write_bytes(before)


def place(result: Result) -> tuple[str | None, int | None, int | None]:
    return result.file, result.line, result.column


def test_extraction_agrees(one: Record) -> None:
    def change(raw: bytes) -> bytes:
        assert raw.count(b'tip:heading "Attendance"') == 1
        return raw.replace(b'tip:heading "Attendance"', b'tip:heading "Attendence"')

    (result,) = extracted(one, EXTRACTED, change).values()
    lines = (one.root / EXTRACTED).read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines, 1) if 'tip:heading "Attendance"' in line)
    assert place(result) == (EXTRACTED, number, lines[number - 1].index("ance") + 1)
    assert result.shape == "extraction-agrees"
    assert result.message.startswith("""the file has 'tip:heading "Attendence""")
    assert """the rules produce 'tip:heading "Attendance""" in result.message
    assert result.message.endswith("run 'tipgraph extract' and commit what it writes")


def test_extraction_resolved_and_placed(one: Record) -> None:
    """A State that nobody knows; and, behind the last paragraph, a sign that no document has."""

    def change(raw: bytes) -> bytes:
        return raw.replace(b"Argentina, Austria,", b"Argentina, Austurria,", 1) + "\n\n  \u00a7\u00a7\u00a7\n".encode()

    found = extracted(one, TEXT, change)
    assert found.keys() <= {"extraction-agrees", "extraction-resolved", "extraction-placed"}
    result = found["extraction-resolved"]
    assert place(result) == (TEXT, 208, 147)
    assert result.message == "'Austurria' is not resolved: no State or body of this name is known: add it to agents.ttl"
    text = (one.root / TEXT).read_text(encoding="utf-8")
    result = found["extraction-placed"]
    assert place(result) == (TEXT, text.count("\n") + 3, 3)
    assert result.message.startswith("no rule places '\u00a7\u00a7\u00a7': write one, with a test")


def test_extraction_runs(one: Record) -> None:
    (result,) = extracted(one, TEXT, lambda raw: raw.replace(b", Austria,", b", Aus\xfftria,", 1)).values()
    assert (result.shape, *place(result)) == ("extraction-runs", TEXT, 208, 150)
    assert result.message == "byte 0xFF is not UTF-8: save the file as UTF-8"


# ---- questions

QUERY = "# title: Which?\nSELECT ?recommendation { ?recommendation a tip:Recommendation } ORDER BY ?recommendation\n"
QUESTIONS = {
    "question-rows": (
        *(QUERY, ROWS.replace("report/15", "report/25")),
        *("01-recommendations.csv", 3, len(f"{ID}document/report/") + 1),
        f"the row '{ID}document/report/25' is expected, the record answers '{ID}document/report/15' instead: ",
    ),
    "question-columns": (
        *(QUERY, ROWS.replace("recommendation\n", "reception\n", 1)),
        *("01-recommendations.csv", 1, 4),
        "the columns of the question are 'recommendation': name the same ones in both files",
    ),
    "question-parses": (
        *(QUERY.replace("}", ""), ROWS),
        *("01-recommendations.rq", 2, 64),
        "unexpected 'ORDER'",
    ),
    "question-asked": (None, ROWS, "01-recommendations.csv", None, None, "there is no 01-recommendations.rq: add it"),
    "question-expected": (QUERY, None, "01-recommendations.rq", None, None, "there is no 01-recommendations.csv: work"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions(tmp_path: Path, name: str) -> None:
    query, rows, file, line, column, message = QUESTIONS[name]
    record = write_small(tmp_path / "record")
    (record.root / "data" / "external-iris.txt").write_text("# none\n", encoding="utf-8")
    for end, text in (("rq", query), ("csv", rows)):
        path = record.queries / f"01-recommendations.{end}"
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_text(text, encoding="utf-8")
    (result,) = check(record, only=["questions"]).results
    assert (result.shape, *place(result)) == (name, f"queries/{file}", line, column)
    assert result.message.startswith(message)


# ---- consistency; the reasoner itself is asked by test_owl


def reasoned(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch, found: OwlResult) -> Result:
    path = tmp_path / "more.ttl"
    path.write_text(f"@base <{ID}> .\n@prefix tip: <{TIP}> .\n{text}\n", encoding="utf-8")
    material = Material({"data/more.ttl": parse_turtle(path)}, paths={"data/more.ttl": path})
    said = Conflict(tuple((triple,) for triple in material.data["data/more.ttl"]), ())
    monkeypatch.setattr(consistency, "check_consistency", lambda *_: found)
    monkeypatch.setattr(consistency, "explain_conflict", lambda *_: said)
    (result,) = check_with_reasoner(Run(material, REAL))
    return material.places.found(result)


def test_owl_consistency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = OwlResult(False, culprits=(ID + "thing/a",))
    result = reasoned(tmp_path, "<thing/a> a tip:State ,\n    tip:Body .", monkeypatch, found)
    assert (result.shape, *place(result)) == ("owl-consistency", "data/more.ttl", 3, 13)
    assert result.message.splitlines() == [
        "these statements cannot all be true at once: correct or withdraw one of them",
        "    data/more.ttl:3: <thing/a> a tip:State .",
        "    data/more.ttl:4: <thing/a> a tip:Body .",
    ]


def test_owl_satisfiable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = OwlResult(True, unsatisfiable=(TIP + "Impossible",))
    result = reasoned(tmp_path, "\n  tip:Impossible a tip:Thing .", monkeypatch, found)
    assert (result.shape, *place(result)) == ("owl-satisfiable", "data/more.ttl", 4, 3)
    assert result.message == "nothing can belong to this class: mend its axioms"


def test_every_check_of_these_layers_is_here() -> None:
    folder = Path(consistency.__file__).parent
    text = "".join((folder / f"{module}.py").read_text(encoding="utf-8") for module in MODULES)
    names = set(re.findall(r'"((?:extraction|question|owl)-\w+)"', text))
    here = Path(__file__).read_text(encoding="utf-8")
    assert len(names) == 11
    assert not [name for name in names if f'"{name}"' not in here]
