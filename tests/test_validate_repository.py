"""Reports for GitHub and for code scanning name files from the root of the repository, wherever the record lies in it."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran

from tests.conftest import write_small
from tipgraph.cli import cli
from tipgraph.namespaces import BASE
from tipgraph.validate import Report, Result, Severity
from tipgraph.validate.formats import sarif
from tipgraph.validate.formats.repository import in_repository

OWN = "ontology/tipgraph.ttl"
FILES = {OWN, "data/extracted/report.ttl", "data/curated/status.ttl", "queries/01-recommendations.rq"}
"""The files of the small record in which something is found."""


def below(folder: str) -> set[str]:
    return {f"{folder}/{name}" for name in FILES}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record two folders below."""
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    record = write_small(tmp_path / "some" / "record")
    (record.root / "data" / "external-iris.txt").write_text("# none\n", encoding="utf-8")
    (record.root / "more.ttl").write_text(f"<{BASE}id/x> a <{BASE}ns#Nothing> .\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Callable[..., Ran]:
    record = str(folder / "some" / "record")
    return lambda *arguments: CliRunner().invoke(
        cli, ["--record", record, "validate", "--only", "hygiene", *map(str, arguments)]
    )


def annotated(ran: Ran) -> set[str]:
    return set(re.findall(r"file=([^,]+),", ran.stdout))


def uris(ran: Ran) -> list[dict[str, Any]]:
    found = [
        location["physicalLocation"]["artifactLocation"]
        for result in json.loads(ran.stdout)["runs"][0]["results"]
        for location in result.get("locations", ())
        if "physicalLocation" in location
    ]
    return [json.loads(one) for one in sorted({json.dumps(one) for one in found})]


def test_in_a_repository_files_are_named_from_its_root(folder: Path, run: Callable[..., Ran]) -> None:
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True, capture_output=True)
    assert annotated(run("--format", "github")) == below("some/record")
    told = uris(run("--format", "sarif"))
    assert {one["uri"] for one in told} == below("some/record")
    assert {one["uriBaseId"] for one in told} == {"%SRCROOT%"}
    assert f"\n{OWN}:" in run().stdout, "for people, from the folder of the record"


def test_a_file_that_is_named_is_named_from_the_root_too(
    folder: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True, capture_output=True)
    monkeypatch.chdir(folder / "some" / "record")
    ran = CliRunner().invoke(cli, ["--record", ".", "validate", "--only", "hygiene", "--format", "github", "more.ttl"])
    assert annotated(ran) == {"some/record/more.ttl"}


def test_without_a_repository_the_workspace_of_the_runner_is_the_root(
    folder: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert annotated(run("--format", "github")) == FILES, "nothing tells of a root"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder / "some"))
    assert annotated(run("--format", "github")) == below("record")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder / "other"))
    assert annotated(run("--format", "github")) == FILES, "it lies elsewhere"


def test_a_result_about_a_file_is_about_the_same_file_still(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.ttl").touch()
    one = Result("syntax", Severity.VIOLATION, "x.ttl", "no Turtle", file="x.ttl", line=1)
    (found,) = in_repository(Report.of([one], 1), lambda name: tmp_path / "a" / name).results
    assert (found.file, found.focus, found.told) == ("a/x.ttl", "a/x.ttl", "no Turtle")


def test_what_lies_outside_keeps_an_address_of_its_own(tmp_path: Path) -> None:
    names = ("https://example.org/a b.ttl?x=1", str(tmp_path / "a b.ttl"))
    report = Report.of([Result("x", Severity.VIOLATION, "thing", "no", file=name) for name in names], 1)
    told = json.loads(sarif.write(in_repository(report, lambda _: None)))
    found = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in told["runs"][0]["results"]]
    assert found == [{"uri": (tmp_path / "a b.ttl").as_uri()}, {"uri": names[0]}]
