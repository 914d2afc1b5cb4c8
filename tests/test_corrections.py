"""The line as it should be: offered where what is named is nearly something that there is, and nowhere else."""

import shutil
from pathlib import Path

import pytest

from tipgraph.record import Record
from tipgraph.validate import check
from tipgraph.validate.report import Result, Severity

REAL = Record.find()


@pytest.fixture
def record(tmp_path: Path) -> Record:
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(REAL.root / part, tmp_path / "record" / part)
    return Record(tmp_path / "record")


@pytest.mark.parametrize(
    ("written", "instead", "shape", "line"),
    [
        (
            "tip:topic <topic/victim-compensation>",
            "tip:topic <topic/victim-compensatio>",
            "described",
            "tip:topic <topic/victim-compensation> .",
        ),
        (
            "tip:topic <topic/victim-compensation>",
            "tip:topik <topic/victim-compensation>",
            "term-declared",
            "tip:topic <topic/victim-compensation> .",
        ),
        ("tip:topic <topic/victim-compensation>", "tip:topic <topic/xyz>", "described", ""),
        ("tip:topic <topic/victim-compensation>", "tip:qqq <topic/victim-compensation>", "term-declared", ""),
    ],
)
def test_what_is_nearly_right(record: Record, written: str, instead: str, shape: str, line: str) -> None:
    path = record.curated / "topics.ttl"
    text = path.read_text(encoding="utf-8")
    assert text.count(f"{written} .") == 1
    path.write_text(text.replace(written, instead), encoding="utf-8", newline="")
    layer = "hygiene" if shape == "term-declared" else "rules"
    number = text[: text.index(written)].count("\n") + 1
    found = [one for one in check(record, only=[layer]).results if one.severity is Severity.VIOLATION]
    (result,) = [one for one in found if one.shape == shape]
    assert (result.file, result.line, result.correction) == ("data/curated/topics.ttl", number, line)
    assert f"write: {line}" in result.text or not line


def test_a_result_without_a_place_has_none() -> None:
    from tipgraph.validate.corrections import Known, corrected

    result = Result("described", Severity.VIOLATION, "urn:a", "no", value="urn:b/c")
    assert corrected(result, lambda: Known(["urn:b/d"]), lambda _: None) == result
