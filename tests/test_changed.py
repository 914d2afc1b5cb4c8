"""What a change touches: ``tipgraph validate --changed`` checks what changed files describe, and what depends on it."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran

from tipgraph.cli import cli
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.record import ENVIRONMENT, Record
from tipgraph.validate.changed import committed, files_to_check, touched
from tipgraph.validate.material import gather

REAL = Record.find()
HEAD = f"@base <{ID}> .\n@prefix tip: <{PREFIXES['tip']}> .\n"
ONE = "<topic/one> tip:partOf <topic/whole> .\n"
LAYERS = ("--only", "rules", "--only", "shacl")


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Record:
    """A copy of the record, committed, that may be changed."""
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(REAL.root / part, tmp_path / "record" / part)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "The record")
    return Record(tmp_path / "record")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    return lambda *arguments: CliRunner().invoke(cli, ["validate", "--changed", *map(str, arguments)])


def test_a_file_as_it_was_last_committed(tmp_path: Path) -> None:
    path = tmp_path / "some.ttl"
    path.write_text(HEAD + ONE)
    assert list(committed(path)) == []
    git(tmp_path, "init", "--quiet")
    assert list(committed(path)) == []
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "One")
    path.write_text(HEAD)
    assert [str(triple.subject) for triple in committed(path)] == [f"<{ID}topic/one>"]


def test_without_git_nothing_was_there_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(committed(tmp_path / "some.ttl")) == []


def test_a_change_touches_what_names_it_and_what_it_names(checkout: Record) -> None:
    path = checkout.curated / "questions.ttl"
    question, body = f"{ID}question/which-recommendations-were-welcomed", f"{ID}session/wg4-3/recommendations"
    path.write_text(HEAD + "<question/new> tip:concerns <session/wg4-1> .\n")
    material, _ = gather(checkout, [path])
    assert material.only == {f"{ID}question/new"}
    found = touched(material, [path])
    assert {f"{ID}question/new", f"{ID}session/wg4-1", question, body} <= found
    assert len(found) < len({triple.subject for triple in material.triples}) / 4


def test_what_hangs_on_the_whole(checkout: Record) -> None:
    def wanted(*names: str) -> list[Path] | None:
        return files_to_check(checkout, [checkout.root / name for name in names])

    data = [checkout.curated / "status.ttl", checkout.schemes / "status.ttl", checkout.root.parent / "own.ttl"]
    data.append(checkout.queries / "01-victim-compensation.rq")
    assert files_to_check(checkout, [*data, checkout.root / "README.md"]) == data
    assert wanted("README.md", "src/tipgraph/dataset/01-tidy.rq") == []
    for name in ("ontology/tipgraph.ttl", "shapes/agents.ttl", "shapes/rules/described.rq", "data/register.txt"):
        assert wanted("data/curated/status.ttl", name) is None


def test_a_thing_that_was_removed_and_is_still_named(checkout: Record, run: Callable[..., Ran]) -> None:
    path = checkout.curated / "status.ttl"
    assert run(*LAYERS, path).exit_code == 0
    blocks = path.read_text().split("\n\n")
    path.write_text("\n\n".join(block for block in blocks if not block.startswith("<event/recommendations-welcomed> ")))
    ran = run(*LAYERS, path)
    assert ran.exit_code == 1, ran.output
    assert ran.stdout.startswith("data/curated/discrepancies.ttl:")
    assert "it names event/recommendations-welcomed under rdf:subject, which is described nowhere" in ran.stdout
    plain = CliRunner().invoke(cli, ["--record", str(checkout.root), "validate", *LAYERS, str(path)])
    assert "described nowhere" not in plain.stdout


def test_a_changed_shape_has_the_whole_checked(checkout: Record, run: Callable[..., Ran]) -> None:
    (checkout.curated / "broken.ttl").write_text(HEAD + "<question/broken> a tip:OpenQuestion .\n")
    sound = checkout.curated / "status.ttl"
    assert run(*LAYERS, sound).exit_code == 0
    ran = run(*LAYERS, sound, checkout.shapes / "rules" / "described.rq")
    assert ran.exit_code == 1
    assert "data/curated/broken.ttl:3:1: violation: question/broken" in ran.stdout


def test_a_changed_question_is_asked(checkout: Record, run: Callable[..., Ran]) -> None:
    question, rows = (checkout.queries / f"01-victim-compensation.{kind}" for kind in ("rq", "csv"))
    rows.write_text("\n".join(rows.read_text().splitlines()[:-1]) + "\n")
    for changed in ([rows], [question, checkout.curated / "status.ttl"]):
        ran = run("--only", "questions", "--only", "terms", *changed)
        assert ran.exit_code == 1
        assert ran.stdout.count("violation: ") == 1
        assert "queries/01-victim-compensation.csv" in ran.stdout


def test_nothing_to_check(checkout: Record, run: Callable[..., Ran]) -> None:
    (checkout.root / "README.md").write_text("Another.\n")
    ran = run(checkout.root / "README.md")
    assert ran.exit_code == 0
    assert ran.stdout.startswith("not checked: FILES: none of them holds data")


def test_changed_is_about_files(run: Callable[..., Ran]) -> None:
    ran = run()
    assert ran.exit_code == 2
    assert ran.stderr == "Error: --changed is about files, and none is named: name those that have changed\n"
