"""The build: the same bytes each time, whole or refused, and never a half in the place of a whole."""

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from tests.conftest import Run
from tipgraph.dataset import build as building
from tipgraph.dataset.build import (
    Build,
    BuildOutputError,
    default_directory,
    ensure_build,
    open_build,
    write_build,
)
from tipgraph.errors import FileError
from tipgraph.namespaces import BASE
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_two_builds_have_the_same_bytes(record: Record, build: Build, tmp_path: Path) -> None:
    other = write_build(record, tmp_path / "again")
    assert contents(other.directory) == contents(build.directory)


def test_builds_of_other_processes_have_the_same_bytes(small: Record, tmp_path: Path) -> None:
    """Whatever order a process's hashes give to its sets, blank nodes of the ontology included."""
    for seed in "12":
        subprocess.run(
            [sys.executable, "-m", "tipgraph.cli", "--record", small.root, "build", "--output", tmp_path / seed],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    assert b"_:ontology-" in (tmp_path / "1" / "dataset.nq").read_bytes()


def test_what_a_build_holds(build: Build) -> None:
    lines = build.quads.read_bytes().splitlines()
    merged = build.triples.read_bytes().splitlines()
    assert len(lines) == build.manifest["quads"] == sum(build.manifest["graphs"].values())
    assert len(merged) == len(set(merged)) == build.manifest["triples"]
    assert merged == sorted(merged)
    assert {name.partition("/")[0] for name in build.manifest["inputs"]} == {"data", "ontology", "shapes"}
    text = json.dumps(build.manifest)
    assert str(Path.home()) not in text
    assert str(build.directory) not in text


def test_a_build_carries_the_shapes_and_the_axioms_of_the_check(build: Build, record: Record) -> None:
    held: dict[str, list[Quad]] = {}
    for quad in parse(path=build.definitions, format=RdfFormat.N_QUADS):
        held.setdefault(quad.graph_name.value, []).append(quad)
    assert set(held) == {f"{BASE}shapes", f"{BASE}checks/ranges"}
    written = [triple for path in record.shapes.glob("*.ttl") for triple in parse_turtle(path)]
    assert len(held[f"{BASE}shapes"]) == len(written)
    subjects = {quad.subject.value for quad in held[f"{BASE}shapes"] if isinstance(quad.subject, NamedNode)}
    assert subjects == {triple.subject.value for triple in written if isinstance(triple.subject, NamedNode)}
    assert f"{BASE}shapes#" not in build.quads.read_text(encoding="utf-8"), "they are no part of the dataset"


def test_the_command_tells_what_it_built(small: Record, run: Run, tmp_path: Path) -> None:
    result = run("--record", small.root, "build", "--output", tmp_path / "out")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == f"Built {tmp_path / 'out'}"
    assert "       4  https://w3id.org/tipgraph/graph/curated/status\n" in result.stdout


def truncate(directory: Path) -> None:
    path = directory / "dataset.nq"
    path.write_bytes(path.read_bytes()[:-100])


def remove_manifest(directory: Path) -> None:
    (directory / "manifest.json").unlink()


def spoil_manifest(directory: Path) -> None:
    (directory / "manifest.json").write_text('{"outputs": ', encoding="utf-8")


def age_manifest(directory: Path) -> None:
    (directory / "manifest.json").write_text('{"outputs": {"dataset.nq": ""}}', encoding="utf-8")


def remove_merge(directory: Path) -> None:
    (directory / "merged.nt").unlink()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (truncate, "dataset.nq: this is not the file that the build's manifest describes: run 'tipgraph build'"),
        (remove_merge, "merged.nt: this is not the file that the build's manifest describes: run 'tipgraph build'"),
        (remove_manifest, "{}: there is no build, or it was never finished: run 'tipgraph build'"),
        (spoil_manifest, "manifest.json: this is not the manifest of a build: run 'tipgraph build'"),
        (age_manifest, "manifest.json: this is not the manifest of a build of this version: run 'tipgraph build'"),
    ],
)
def test_what_is_not_whole_is_refused_and_rebuilt(
    small: Record, tmp_path: Path, spoil: Callable[[Path], None], message: str
) -> None:
    directory = tmp_path / "out"
    whole = contents(write_build(small, directory).directory)
    spoil(directory)
    with pytest.raises(FileError) as caught:
        open_build(directory)
    assert str(caught.value).endswith(message.format("out"))
    ensure_build(small, directory)
    assert contents(directory) == whole


def test_a_killed_build_leaves_the_old_one_and_no_rubbish(small: Record, tmp_path: Path) -> None:
    directory = tmp_path / "out"
    before = contents(write_build(small, directory).directory)
    (small.curated / "more.ttl").write_text("<urn:x:a> <urn:x:b> <urn:x:c> .\n", encoding="utf-8")
    program = f"""
        import os, signal
        from pathlib import Path
        from tipgraph.dataset import build
        from tipgraph.record import Record
        write = build.write_bytes_atomic
        def write_and_die(path, content):
            write(path, content[:len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        build.write_bytes_atomic = write_and_die
        build.write_build(Record.find(Path({str(small.root)!r})), Path({str(directory)!r}))
    """
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
    assert killed.returncode == -9
    assert contents(directory) == before
    assert [path.name for path in tmp_path.glob(".out.*.part")]
    new = ensure_build(small, directory)
    assert "https://w3id.org/tipgraph/graph/curated/more" in new.manifest["graphs"]
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_the_leftovers_of_a_running_build_stay(small: Record, tmp_path: Path) -> None:
    running = tmp_path / ".out.1.part"  # process 1 always runs
    running.mkdir()
    write_build(small, tmp_path / "out")
    assert running.is_dir()


def test_a_build_is_made_again_when_something_changed(
    small: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "out"
    write_build(small, directory)
    stamp = (directory / "manifest.json").stat().st_mtime_ns
    assert ensure_build(small, directory).is_of(small)
    assert (directory / "manifest.json").stat().st_mtime_ns == stamp
    path = small.curated / "status.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8")
    assert not open_build(directory).is_of(small)
    assert ensure_build(small, directory).is_of(small)
    monkeypatch.setattr(building, "__version__", "99")
    assert not open_build(directory).is_of(small)


def test_something_else_is_not_replaced(small: Record, run: Run, tmp_path: Path) -> None:
    precious = tmp_path / "out" / "thesis.txt"
    precious.parent.mkdir()
    precious.write_text("irreplaceable", encoding="utf-8")
    result = run("--record", small.root, "build", "--output", precious.parent)
    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: {precious.parent}: this is not a build of tipgraph's: name a new folder, or an earlier build\n"
    )
    assert precious.read_text(encoding="utf-8") == "irreplaceable"


def test_an_output_that_cannot_be_written(small: Record, run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("--record", small.root, "build", "--output", tmp_path / "file" / "out")
    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: {tmp_path / 'file' / 'out'}: cannot be written (a file is in its way): "
        "name a folder that can be written to with --output\n"
    )
    with pytest.raises(BuildOutputError):
        write_build(small, tmp_path / "file" / "out")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", b"<urn:x:a> <urn:x:b> \n  <c d> .", "a.ttl:2:3: Invalid IRI code point ' ': write valid Turtle"),
        ("a.ttl", b"<urn:x:a> x:b 1 .", "a.ttl:1:11: The prefix x: has not been declared: write valid Turtle"),
        ("a.ttl", b"<a> <b> <c> .", "a.ttl:1:1: No scheme found in an absolute IRI: write valid Turtle"),
        ("a.ttl", b"<urn:x:a> <urn:x:b>", "a.ttl:1:20: Unexpected end: write valid Turtle"),
        ("a.ttl", b" \n", "a.ttl: the file is empty: restore it, or remove it"),
        ("a.ttl", b"# \xc3\xa9\n# a\xe9b", "a.ttl:2:4: byte 0xE9 is not UTF-8: save the file as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read(
    small: Record, run: Run, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (small.curated / name).write_bytes(content)
    result = run("--record", small.root, "build", "--output", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {small.curated / message}")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_record_without_extracted_files(small: Record, run: Run) -> None:
    for path in small.extracted.iterdir():
        path.unlink()
    result = run("--record", small.root, "build")
    assert result.stderr == f"Error: {small.extracted}: no Turtle file lies here: run 'tipgraph extract'\n"


def test_things_that_become_one(small: Record, run: Run, tmp_path: Path) -> None:
    """Two values of a property that may have one are told, never merged in silence."""
    with (small.ontology / "tipgraph.ttl").open("a", encoding="utf-8") as stream:
        stream.write("tip:holder a owl:FunctionalProperty .\n")
    with (small.curated / "status.ttl").open("a", encoding="utf-8") as stream:
        stream.write("<office/1> tip:holder <person/a> , <person/b> .\n")
    result = run("--record", small.root, "build", "--output", tmp_path / "out")
    assert result.exit_code == 2
    assert "are the same thing: look for a property that may have one value only" in result.stderr
    assert "id/person/a" in result.stderr
    assert "id/person/b" in result.stderr


def test_where_a_build_goes(small: Record, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TIPGRAPH_BUILD", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert default_directory(small).parent == tmp_path / "cache" / "tipgraph"
    (small.root / "pyproject.toml").write_text("", encoding="utf-8")
    assert default_directory(small) == small.root / "build" / "dataset"
    monkeypatch.setenv("TIPGRAPH_BUILD", str(tmp_path / "elsewhere"))
    assert default_directory(small) == tmp_path / "elsewhere"
