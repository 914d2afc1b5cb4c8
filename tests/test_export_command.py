"""``tipgraph export``: what it writes where, what it refuses, and that there is never half a file."""

import gzip
import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Run
from tipgraph.dataset.build import MANIFEST, QUADS, Build, open_build, write_build
from tipgraph.files import remove_leftovers
from tipgraph.record import Record

COMMAND = [sys.executable, "-m", "tipgraph.cli", "export"]
COPIES = 6


@pytest.fixture(scope="module")
def larger(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build that takes some seconds to write as JSON-LD: its facts stand in several graphs."""
    build = write_build(record, tmp_path_factory.mktemp("larger") / "dataset")
    text = build.quads.read_bytes()
    copies = (text.replace(b"/tipgraph/graph/", b"/tipgraph/graph/copy-%d/" % number) for number in range(COPIES))
    content = b"".join(copies)
    build.quads.write_bytes(content)
    manifest = build.directory / MANIFEST
    told = manifest.read_text(encoding="utf-8").replace(
        build.manifest["outputs"][QUADS], hashlib.sha256(content).hexdigest()
    )
    manifest.write_text(told, encoding="utf-8")
    return open_build(build.directory)


def test_without_a_name_it_lists_what_there_is(run: Run) -> None:
    result = run("export")
    assert result.exit_code == 0
    assert "dump: The whole dataset (nquads, trig, ntriples, turtle, jsonld, rdfxml)" in result.stdout
    assert "context: The JSON-LD context (jsonld)" in result.stdout
    assert "canonical: The canonical form of the dataset (nquads, sha256)" in result.stdout


def test_a_form_by_its_name_or_suffix_and_the_first_without(run: Run, build: Build, tmp_path: Path) -> None:
    for options in ([], ["-f", "nquads"], ["--format", "nq"]):
        path = tmp_path / f"{len(options)}{options[-1:]}" / "dump.nq"
        result = run("export", "dump", *options, "-o", path)
        assert (result.exit_code, result.output) == (0, "")
        assert path.read_bytes() == build.quads.read_bytes()


def test_to_standard_output(build: Build) -> None:
    done = subprocess.run(
        [*COMMAND, "dump", "-f", "nt", "--build", build.directory, "-o", "-"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == build.triples.read_bytes()


@pytest.mark.parametrize("form", ["nquads", "jsonld"])
def test_a_reader_who_has_seen_enough_is_no_failure(build: Build, form: str) -> None:
    command = [*COMMAND, "dump", "-f", form, "--build", str(build.directory), "-o", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
    assert b"Traceback" not in said
    assert b"rror" not in said


def test_a_query_in_a_file(run: Run, tmp_path: Path) -> None:
    """The symbol that the report of 2009 bears."""
    query = tmp_path / "symbols.rq"
    query.write_text(
        "CONSTRUCT { ?d tip:symbol ?s } WHERE { ?d tip:symbol ?s ; tip:documentType document-type:report-of-a-meeting }"
    )
    result = run("export", "dump", "-f", "turtle", "--query", query, "-o", tmp_path / "symbols.ttl")
    assert result.exit_code == 0, result.stderr
    assert '"CTOC/COP/WG.4/2009/2"' in (tmp_path / "symbols.ttl").read_text(encoding="utf-8")


# ---- with gzip


def test_a_name_that_ends_in_gz_is_compressed_and_the_bytes_repeat(run: Run, build: Build, tmp_path: Path) -> None:
    first, second = tmp_path / "one.nq.gz", tmp_path / "two.nq.gz"
    for path in (first, second):
        assert run("export", "dump", "-o", path).exit_code == 0
        time.sleep(1.1)  # gzip files can hold the second in which they were written
    assert first.read_bytes() == second.read_bytes()
    assert gzip.decompress(first.read_bytes()) == build.quads.read_bytes()
    assert len(first.read_bytes()) < len(build.quads.read_bytes()) / 10


def test_other_compressions_are_refused(run: Run, tmp_path: Path) -> None:
    result = run("export", "dump", "-o", tmp_path / "dump.nq.zst")
    assert result.exit_code == 2
    assert "dump.nq.zst: files are compressed with gzip only, as dump.nq.gz" in result.stderr
    assert not list(tmp_path.iterdir())


# ---- what is refused


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dumb", "-o", "x"], "there is no export 'dumb': 'tipgraph export' lists those that there are"),
        (["dump", "-f", "csv", "-o", "x"], "'dump' cannot be had as 'csv': use nquads, trig, ntriples, turtle, jsonld"),
        (["dump"], "name the file to write with -o FILE, or -o - for standard output"),
        (["dump", "--graph", "urn:x", "-o", "x"], "there is no graph <urn:x> in this build"),
        (["context", "--graph", "urn:x", "-o", "x"], "'context' as jsonld is always whole"),
        (["dump", "--graph", "urn:x", "--query", "y", "-o", "x"], "name a graph or a query, not both"),
        (["dump", "--query", "none.rq", "-o", "x"], "none.rq: there is no such file"),
        (["dump", "--build", "nowhere", "-o", "x"], "nowhere: there is no build, or it was never finished"),
    ],
)
def test_what_is_refused(
    run: Run, arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("export", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not list(tmp_path.iterdir())


def test_what_fails_leaves_the_file_that_was_there(run: Run, tmp_path: Path) -> None:
    query, path = tmp_path / "bad.rq", tmp_path / "dump.ttl"
    path.write_text("old")
    query.write_text("CONSTRUCT { <urn:s> <urn:p:q> '\\u0001' } WHERE {}")
    result = run("export", "dump", "-f", "rdfxml", "--query", query, "-o", path)
    assert result.exit_code == 2
    assert "XML cannot hold the character U+0001" in result.stderr
    assert path.read_text() == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bad.rq", "dump.ttl"]


def test_a_place_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("export", "context", "-o", tmp_path / "file" / "context.jsonld")
    assert result.exit_code == 2
    assert "name a place that can be written to" in result.stderr


# ---- killed


@pytest.mark.parametrize(("before", "name"), [("", "dump.jsonld"), ("old", "dump.jsonld.gz")])
def test_killed_in_the_middle_there_is_no_half_file(larger: Build, tmp_path: Path, before: str, name: str) -> None:
    path = tmp_path / name
    if before:
        path.write_text(before)
    command = [*COMMAND, "dump", "-f", "jsonld", "--build", str(larger.directory), "-o", str(path)]
    with subprocess.Popen(command) as running:
        for _ in range(1200):
            if any(left.stat().st_size > 100_000 for left in tmp_path.glob(".*.part")):
                break
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    assert (path.read_text() if path.exists() else "") == before
    (left,) = (one for one in tmp_path.iterdir() if one != path)
    assert left.name == f".{name}.{running.pid}.part"
    assert subprocess.run(command, check=False).returncode == 0
    assert [one.name for one in tmp_path.iterdir()] == [name]
    text = path.read_bytes() if name.endswith("jsonld") else gzip.decompress(path.read_bytes())
    assert text.endswith(b"\n]}\n]}\n")


def test_an_interrupt_leaves_nothing(larger: Build, tmp_path: Path) -> None:
    command = [*COMMAND, "dump", "-f", "jsonld", "--build", str(larger.directory), "-o", str(tmp_path / "dump.jsonld")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as running:
        for _ in range(1200):
            if any(tmp_path.iterdir()):
                break
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        running.communicate()
    assert running.returncode != 0
    assert not list(tmp_path.iterdir())


def test_what_a_running_process_writes_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        mine = tmp_path / f".dump.nq.{other.pid}.part"
        mine.write_text("half")
        unlike = tmp_path / ".dump.nq.copy.part"
        unlike.write_text("no number")
        remove_leftovers(tmp_path / "dump.nq")
        assert mine.exists()
        assert unlike.exists()
        other.communicate(b"\n")
    remove_leftovers(tmp_path / "dump.nq")
    assert not mine.exists()
    assert unlike.exists()
