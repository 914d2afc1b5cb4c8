"""What files no longer say since they were last committed, told where it shows: in rows, and in the register."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tipgraph.record import Record
from tipgraph.validate import Result, check

STATUS = "data/curated/status.ttl"


@pytest.fixture(scope="module")
def committed(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Record:
    folder = tmp_path_factory.mktemp("since")
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(record.root / part, folder / part)
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--no-verify", "--message", "All"]):
        subprocess.run(["git", *who, *command], cwd=folder, check=True)
    return Record(folder)


@pytest.fixture
def copy(committed: Record) -> Record:
    """The record as it was committed."""
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=committed.root, check=True)
    return committed


def found(record: Record, layer: str) -> list[Result]:
    return [one for one in check(record, only=[layer]).results if one.severity == "violation"]


def test_a_statement_that_is_gone_is_named_where_rows_are_others(copy: Record) -> None:
    path = copy.root / STATUS
    path.write_text(path.read_text(encoding="utf-8").replace("    tip:foreseen true ;\n", "", 1), encoding="utf-8")
    results = found(copy, "questions")
    said = f"; since the last commit {STATUS} no longer says event/wg4-1-recommendations-submitted tip:foreseen 'true'"
    assert results
    for one in results:
        assert one.message.endswith(said)
        assert not one.correction, "the row is right"


def test_a_statement_that_is_new_is_named(copy: Record) -> None:
    added = copy.curated / "another.ttl"
    added.write_text(
        "@base <https://w3id.org/tipgraph/id/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<session/cop-4> rdfs:label "Session four"@en .\n',
        encoding="utf-8",
    )
    subprocess.run(["git", "add", "--all"], cwd=copy.root, check=True)
    assert any(
        "data/curated/another.ttl says session/cop-4 rdfs:label 'Session four'" in one.message
        for one in found(copy, "questions")
    )


def test_a_row_that_was_edited_itself_keeps_its_correction(copy: Record) -> None:
    path = copy.queries / "02-how-many-recommendations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("46", "45"), encoding="utf-8")
    (one,) = found(copy, "questions")
    assert (one.correction, "since the last commit" in one.message) == ("46", False)


def test_what_is_gone_is_told_with_its_file(copy: Record) -> None:
    (copy.curated / "figures.ttl").unlink()
    gone = [one for one in found(copy, "register") if one.shape == "register-kept"]
    assert gone
    assert all(one.message.endswith("when last committed it stood in data/curated/figures.ttl") for one in gone)


def test_where_no_git_is_nothing_is_added(record: Record, tmp_path: Path) -> None:
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(record.root / part, tmp_path / part)
    (tmp_path / "data" / "curated" / "figures.ttl").unlink()
    assert all("last committed" not in one.message for one in found(Record(tmp_path), "register"))
