"""Files that are not well-formed: every fault has its place, and what is sound beside it is checked all the same."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from tipgraph.namespaces import ID, TIP
from tipgraph.record import Record
from tipgraph.validate import check
from tipgraph.validate.salvage import salvage

REAL = Record.find()
HEAD = f"@base <{ID}> .\n@prefix tip: <{TIP}> .\n"
SOUND = '<topic/{0}> a tip:Topic ;\n    tip:title "{0}" .\n'


def faults(text: str, form: RdfFormat = RdfFormat.TURTLE) -> list[tuple[int, int, str]]:
    return [(fault.line, fault.column, fault.reason) for fault in salvage(text, form, ID).faults]


def test_what_is_sound_has_no_fault() -> None:
    text = HEAD + SOUND.format("a")
    read = salvage(text, RdfFormat.TURTLE, "")
    assert (read.quads, read.faults, read.damaged) == (list(parse(text, format=RdfFormat.TURTLE)), [], frozenset())


def test_each_fault_is_told_and_the_rest_is_read() -> None:
    broken = [SOUND.format("b").replace('"b"', '"b'), SOUND.format("d").replace("a tip:Topic", "tip: tip: tip:")]
    read = salvage(
        HEAD + SOUND.format("a") + broken[0] + SOUND.format("c") + broken[1] + SOUND.format("e"), RdfFormat.TURTLE, ""
    )
    assert [fault.line for fault in read.faults] == [6, 9]
    assert "Line jumps are not allowed in string literals" in read.faults[0].reason
    assert {quad.subject.value for quad in read.quads} == {f"{ID}topic/{name}" for name in "ace"}
    assert read.damaged == {ID + "topic/b", ID + "topic/d"}


def test_a_prefix_that_is_not_declared_is_one_fault() -> None:
    text = HEAD.replace("@prefix tip:", "@prefix top:") + SOUND.format("a") + SOUND.format("b")
    read = salvage(text, RdfFormat.TURTLE, "")
    ((line, column, reason),) = faults(text)
    assert (line, column, reason) == (3, 13, "The prefix tip: has not been declared")
    assert read.faults[0].correction == f"@prefix tip: <{TIP}> ."
    assert len(read.quads) == 4, "it is read as it is meant"
    assert [line for line, _, _ in faults(text.replace("tip:", "nobodys:"))] == [3]


def test_a_byte_order_mark_is_told() -> None:
    ((line, column, reason),) = faults("\ufeff" + HEAD + SOUND.format("a"))
    assert (line, column) == (1, 1)
    assert "byte-order mark" in reason
    assert len(salvage("\ufeff" + HEAD + SOUND.format("a"), RdfFormat.TURTLE, "").quads) == 2


def test_lines_of_n_triples_stand_each_for_itself() -> None:
    lines = [f"<http://e.org/{n}> <http://e.org/p> <http://e.org/o> ." for n in range(4)]
    lines[1], lines[3] = lines[1].replace("<http://e.org/o>", ""), lines[3] + " <"
    read = salvage("\n".join(lines), RdfFormat.N_TRIPLES, "")
    assert [fault.line for fault in read.faults] == [2, 4]
    assert len(read.quads) == 2


@given(st.text(alphabet="<>\"'\\.;,[](){}:@#ab \n^_1?é", max_size=120))
def test_it_comes_to_an_end(text: str) -> None:
    """Whatever the text, each fault lies in it, and what stands before is not lost."""
    whole = HEAD + SOUND.format("a") + text
    read = salvage(whole, RdfFormat.TURTLE, "")
    assert all(1 <= fault.line <= whole.count("\n") + 1 for fault in read.faults)
    assert len(read.faults) <= 20
    assert read.quads or read.faults


@pytest.fixture
def record(tmp_path: Path) -> Record:
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(REAL.root / part, tmp_path / "record" / part)
    return Record(tmp_path / "record")


def test_faults_of_both_kinds_are_told_and_no_consequence(record: Record) -> None:
    """One file is broken, another says something wrong; nothing else is said."""
    topics = record.curated / "topics.ttl"
    text = topics.read_text(encoding="utf-8")
    topics.write_text(text.replace("@prefix tip:", "@prefix tiip:", 1), encoding="utf-8", newline="")
    questions = record.curated / "questions.ttl"
    lines = questions.read_text(encoding="utf-8").split("\n")
    first = next(n for n, line in enumerate(lines) if line.lstrip().startswith("rdfs:comment"))
    lines[first] = ""
    last = max(n for n, line in enumerate(lines) if line.lstrip().startswith("rdfs:label"))
    lines[last] += " ???"
    questions.write_text("\n".join(lines), encoding="utf-8", newline="")
    report = check(record, skip=["consistency"])
    grave = [(r.shape, r.file, r.line) for r in report.results if r.severity == "violation"]
    assert (
        "syntax",
        "data/curated/topics.ttl",
        text[: text.index("tip:", text.index("@prefix tip:") + 12)].count("\n") + 1,
    ) in grave
    assert ("syntax", "data/curated/questions.ttl", last + 1) in grave
    assert [shape for shape, _, _ in grave if shape != "syntax"] == ["OpenQuestion-comment"]
    assert "a part cannot be read" in report.skipped[0]
