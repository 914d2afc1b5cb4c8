"""Incremental validation: the same report as in full, from looking at less."""

import json
import random
import re
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from tests.conftest import Run
from tests.incremental import Edited, written
from tests.thorough import THOROUGH, some
from tipgraph.namespaces import RDF, TIP
from tipgraph.record import Record
from tipgraph.validate import Report, check
from tipgraph.validate.incremental import again, parts
from tipgraph.validate.incremental.again import default_state
from tipgraph.validate.incremental.queries import asked_by
from tipgraph.validate.incremental.state import FILE
from tipgraph.validate.layers import LAYERS

# The others are run over everything each time, or take long.
FAST = ("shacl", "rules", "terms", "anchors", "external-iris", "register")
THING = "data/curated/base.ttl"
RULES = len(list((Record.find().shapes / "rules").glob("*.rq")))


@pytest.fixture(scope="module")
def prepared(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small copy, validated once."""
    folder = tmp_path_factory.mktemp("prepared")
    Edited.small(record, folder, FAST).incremental()
    return folder


@pytest.fixture
def edited(prepared: Path, tmp_path: Path) -> Edited:
    """A copy of it with its state, to be edited."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return Edited(Record(tmp_path / "record"), tmp_path / "state", FAST)


def replaced(edited: Edited, name: str, old: str, new: str) -> None:
    text = (edited.record.root / name).read_text(encoding="utf-8")
    assert old in text
    edited.write(name, text.replace(old, new, 1))


def report(found: Report | str) -> Report:
    assert isinstance(found, Report), found
    return found


def same(edited: Edited, done: str = "", only: tuple[str, ...] = ()) -> Report | str:
    """Validate in both ways, and compare all that is told."""
    found = edited.incremental(only)
    assert written(found) == written(edited.full(only)), done
    return found


def follow(edited: Edited, seed: int, edits: int) -> None:
    chance = random.Random(seed)
    for number in range(edits):
        done = "\n".join(edited.edit(chance) for _ in range(chance.choice((1, 1, 2))))
        some = () if chance.random() < 0.8 else tuple(chance.sample(edited.only, 3))
        found = same(edited, f"seed {seed}, edit {number}: {done}", some)
        # Where a file cannot be read, both ways look at everything, which tells nothing until it is mended.
        if isinstance(found, str) or not found.again:
            edited.restore()


def test_random_edits_one_after_the_other(edited: Edited) -> None:
    follow(edited, 1, 60 if THOROUGH else 4)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2, 8))
def test_many_random_edits(edited: Edited, seed: int) -> None:
    follow(edited, seed, 60)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(4))
def test_random_edits_of_the_record_itself(record: Record, tmp_path: Path, seed: int) -> None:
    whole = Edited.copy(record, tmp_path, [name for name in LAYERS if name != "consistency"])
    whole.incremental()
    follow(whole, seed, 25)


def test_one_statement_changed_is_looked_at_in_one_place(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: dict[str, frozenset[str]] = {}
    for name, layer in parts.PARTS.items():
        find = layer.find
        monkeypatch.setattr(
            layer, "find", lambda run, some, n=name, f=find: looked_at.update({n: some}) or f(run, some)
        )
    replaced(
        edited,
        THING,
        "<document/base-report> a tip:Document ;",
        '<document/base-report> a tip:Document ; tip:symbol "X" ;',
    )
    found = report(edited.incremental())
    assert looked_at["shacl"] == {"https://w3id.org/tipgraph/id/document/base-report"}
    assert 0 < len(looked_at["rules"]) < 25
    assert found.again.startswith("only what changed since 2")
    assert "validated again: 1 of 4" in found.again
    assert found.again.endswith(" rules; --full does all")
    assert written(found) == written(edited.full())


def test_where_nothing_changed_nothing_is_looked_at(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("it was looked at")

    for layer in parts.PARTS.values():
        monkeypatch.setattr(layer, "find", refuse)
    before = (edited.state / FILE).read_bytes()
    assert f"0 of {RULES} rules" in report(edited.incremental()).again
    assert (edited.state / FILE).read_bytes() == before


def test_full_looks_at_everything_and_leaves_a_new_state(edited: Edited) -> None:
    before = (edited.state / FILE).read_bytes()
    replaced(edited, THING, "tip:fileName", "tip:fileNamf")
    found = check(edited.record, only=FAST, state=edited.state, full=True)
    assert (found.again, found.why_whole) == ("", "--full")
    assert (edited.state / FILE).read_bytes() != before
    assert f"0 of {RULES} rules" in report(edited.incremental()).again


@pytest.mark.parametrize("damage", some([b"tipgraph-validated-1 0\n{}", None, b"", b"\x00\xff"], 2))
def test_a_damaged_state_is_not_used(edited: Edited, damage: bytes | None) -> None:
    whole = (edited.state / FILE).read_bytes()
    (edited.state / FILE).write_bytes(whole[:-40] if damage is None else damage)
    found = report(edited.incremental())
    assert not found.again
    assert "damaged" in found.why_whole
    assert report(edited.incremental()).again


def test_the_state_of_another_tipgraph_is_not_used(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "program", lambda: "another")
    found = report(edited.incremental())
    assert (found.again, found.why_whole) == ("", "the last validation was by another tipgraph, or other libraries")


def test_a_layer_that_was_left_out_is_told_of_all_changes_since(edited: Edited) -> None:
    replaced(edited, THING, "tip:fileName", "tip:fileNamf")
    same(edited, only=("rules",))
    replaced(edited, THING, "tip:fileNamf", "tip:fileName")
    replaced(edited, THING, "a tip:Document ;", "a tip:Document ; tip:symbol 1 ;")
    same(edited, only=("terms",))
    assert "of" in report(same(edited)).again


def test_a_file_that_cannot_be_read_leaves_the_state_as_it_was(edited: Edited) -> None:
    before = (edited.state / FILE).read_bytes()
    replaced(edited, THING, "a tip:Document ;", "a tip:Document")
    assert not report(same(edited)).again
    assert (edited.state / FILE).read_bytes() == before


def test_lines_are_those_of_the_files_as_they_are(edited: Edited) -> None:
    replaced(edited, THING, "tip:fileName", "tip:fileNamf")
    earlier = report(same(edited)).results
    edited.write(THING, "# a line\n" + (edited.record.root / THING).read_text(encoding="utf-8"))
    later = report(same(edited)).results
    assert {one.line for one in earlier if one.file == THING} != {one.line for one in later if one.file == THING}


def test_blank_nodes_have_other_names_each_time(edited: Edited) -> None:
    text = (edited.record.root / THING).read_text(encoding="utf-8")
    edited.write(THING, f"{text}\n[] a tip:Claim ; tip:statedIn <document/nowhere> , [ a tip:Session ] .\n")
    assert any(re.fullmatch("[0-9a-f]{24,32}", one.focus) for one in report(same(edited)).results)
    replaced(edited, THING, "a tip:Document ;", 'a tip:Document ; tip:symbol "A" ;')
    same(edited)
    edited.write(THING, text)
    same(edited)


def test_a_state_that_cannot_be_written_is_done_without(edited: Edited, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    edited.state = tmp_path / "file" / "state"
    assert not report(edited.incremental()).again


def test_an_installed_record_leaves_no_state(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPGRAPH_BUILD", "/srv/dataset")
    assert default_state(record) == Path("/srv/dataset-validated")
    assert default_state(Record(Path(again.__file__).parents[2] / "record")) is None


def test_texts_and_questions_are_looked_at_one_by_one(record: Record, tmp_path: Path) -> None:
    whole = Edited.copy(record, tmp_path, ("extraction", "questions"))
    whole.incremental()
    replaced(whole, "data/extracted/cu-2009-92.ttl", 'rdfs:label "', 'rdfs:label "X')
    found = report(same(whole))
    assert "1 of 5 texts" in found.again
    assert re.search(r"\b[1-9]\d? of 85 questions", found.again)
    assert "extraction" in {one.layer for one in found.results}


def test_the_command_says_so_beside_the_report(run: Run, edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPGRAPH_BUILD", str(edited.state.with_name("dataset")))
    command = (
        "--record",
        str(edited.record.root),
        "validate",
        "--only",
        "rules",
        "--only",
        "terms",
        "--format",
        "json",
    )
    first, second, full = run(*command), run(*command), run(*command, "--full")
    assert "everything was validated" not in first.stderr
    assert second.stderr.startswith("only what changed since")
    assert full.stderr == ""
    assert json.loads(first.stdout) == json.loads(second.stdout) == json.loads(full.stdout)
    assert run(*command, "--full", "--verbose").stderr == "everything was validated: --full\n"


LOOKS = {  # a query, and what of "<s> tip:p 'o'", "<s> a tip:K" it may match
    "SELECT * { ?x tip:p ?y }": (True, False),
    "SELECT * { ?x tip:q ?y }": (False, False),
    "SELECT * { ?x ?p ?y }": (True, True),
    "SELECT * { ?x a tip:K }": (False, True),
    "SELECT * { ?x a tip:L ; tip:q 1 }": (False, False),
    "SELECT * { ?x a ?kind }": (False, True),
    "SELECT * { ?x a/rdfs:subClassOf* tip:L }": (False, True),
    "SELECT * { ?x !tip:q ?y }": (True, True),
    "SELECT * { ?x tip:q* ?y }": (True, True),
    "SELECT * { ?x tip:q/tip:r? ?y }": (False, False),
    "SELECT * { ?x tip:q* <a> }": (False, False),
    "SELECT * { ?x tip:q* ?y ; tip:r ?z }": (False, False),
    "SELECT * { ?x tip:q ?y OPTIONAL { ?y tip:r* ?z } }": (True, True),
    "SELECT * { ?x tip:q ?y FILTER NOT EXISTS { ?y ^tip:p ?z } }": (True, False),
    "SELECT * { ?x tip:q ( 1 2 ) }": (True, True),
    "SELECT * { [ tip:q [ tip:p ?y ] ] tip:r 1 }": (True, False),
    "SELECT ?x { { SELECT ?x { ?x tip:p 1 } } MINUS { ?x tip:q 1 } }": (True, False),
    "SELECT * { ?x tip:q NOW() }": (True, True),
    "SELECT * { ?x tip:q ?y BIND(NOW() AS ?z) }": (True, True),
    "no query": (True, True),
}


@pytest.mark.parametrize(("query", "matched"), LOOKS.items())
def test_what_a_query_may_match(query: str, matched: tuple[bool, bool]) -> None:
    said = Triple(NamedNode("urn:s"), NamedNode(TIP + "p"), Literal("o"))
    typed = Triple(NamedNode("urn:s"), NamedNode(RDF + "type"), NamedNode(TIP + "K"))
    asked = asked_by(query)
    assert (asked.may_match([said]), asked.may_match([typed])) == matched


def test_a_change_of_the_shapes_is_one_of_everything(edited: Edited) -> None:
    replaced(edited, "shapes/agents.ttl", "sh:Violation", "sh:Warning")
    known = report(same(edited)).again
    assert f"0 of {RULES} rules" in known
    assert re.search(r"(\d+) of \1 things", known)
