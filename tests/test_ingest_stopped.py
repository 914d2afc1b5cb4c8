"""``tipgraph ingest`` that is killed, interrupted, or started twice: nothing is half written, nothing is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from tests.corpus import report
from tests.ingesting import FIREARMS, SCHEMA, contents, ingest, ingest_json, manifest
from tipgraph.documents.manifest import write_manifest
from tipgraph.files import locked
from tipgraph.ingest.place import Place


@pytest.mark.thorough
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    folder, into = tmp_path / "folder", tmp_path / "into"
    folder.mkdir()
    for seed in range(30):
        (folder / f"{seed:02}.txt").write_text(report(seed, 3))
    command = [sys.executable, "-m", "tipgraph.cli", "ingest", str(folder), "--into", str(into), "--processes", "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ) as running:
        journal = into / "documents" / ".ingested.jsonl"
        for _ in range(600):
            if journal.exists() and journal.read_text().count("\n") > 3:
                break
            assert running.poll() is None, running.stderr.read() if running.stderr else ""
            time.sleep(0.05)
        running.send_signal(signal.SIGKILL)
        running.wait()
    finished = journal.read_text().count("\n")
    assert 3 < finished < 30
    result = ingest(folder, "--into", into, "--processes", "1")
    assert result.exit_code == 0
    assert f"{finished:>9}  files known already" in result.stdout
    assert f"{30 - finished:>9}  documents added" in result.stdout
    whole = tmp_path / "whole"
    ingest(folder, "--into", whole)
    assert contents(into) == contents(whole)


def stopped_by(number: signal.Signals, folder: Path, into: Path, *options: str) -> tuple[int, str, str]:
    """Start a run of several processes in a group of its own, signal the group as a terminal does; status and output."""
    command = [sys.executable, "-m", "tipgraph.cli", "ingest", str(folder), "--into", str(into), *options]
    before = signal.signal(number, lambda *_: None)  # what is ignored here, as in the background, would be so there
    try:
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    finally:
        signal.signal(number, before)
    with running:
        for _ in range(1200):
            if (into / "documents" / ".lock").exists():
                break
            time.sleep(0.05)
        time.sleep(1)  # its processes start
        os.killpg(running.pid, number)
        out, err = running.communicate()
    return running.returncode, out.decode(), err.decode()


def test_an_interrupt_stops_a_run_cleanly(tmp_path: Path) -> None:
    folder, into = tmp_path / "folder", tmp_path / "into"
    folder.mkdir()
    for seed in range(30):
        (folder / f"{seed:02}.txt").write_text(report(seed, 3))
    status, out, err = stopped_by(signal.SIGINT, folder, into, "--format", "json", "--processes", "2")
    assert status == 130
    assert err.strip() == "Stopped. What is written stays; the same command goes on from there."
    found = json.loads(out)
    assert found["stopped"] == "interrupted"
    jsonschema.validate(found, SCHEMA)
    assert not (into / "documents" / ".lock").exists()


def test_two_runs_never_write_into_one_folder(tmp_path: Path) -> None:
    with locked(tmp_path / "documents" / ".lock"):
        result = ingest(FIREARMS, "--into", tmp_path, "--format", "json")
    assert result.exit_code == 2
    assert f"another tipgraph (process {os.getpid()}) is writing in this folder: wait until it is done" in result.stderr
    assert "another tipgraph" in json.loads(result.stdout)["stopped"]
    (tmp_path / "documents" / ".lock").write_text("1")  # left by a process that was killed, or by that of a machine
    assert ingest(FIREARMS, "--into", tmp_path).exit_code == 0


def test_a_run_that_was_killed_before_it_linked_links_when_it_goes_on(tmp_path: Path) -> None:
    citing = tmp_path / "citing.txt"
    text = FIREARMS.read_text()
    citing.write_text(
        text.replace("CTOC/COP/WG.6/2013/4", "CTOC/COP/WG.6/2013/5", 1) + "\n\n99. See CTOC/COP/WG.6/2013/4.\n"
    )
    into = tmp_path / "into"
    (first,) = ingest_json(citing, "--into", into)["documents"]
    place = Place(into)
    before = place.turtle(first["slug"]).read_text()
    ingest(FIREARMS, "--into", into)
    place.turtle(first["slug"]).write_text(before)
    entries = manifest(into)
    arrived = entries.pop("wg6-2013-report-2.txt", None) or entries.pop("wg6-2013-report.txt")
    write_manifest(place.manifest, entries)
    place.journal.write_text(json.dumps(arrived) + "\n" + '{"file": "half-wri')
    (place.documents / ".wg6.txt.1.part").write_text("half")
    assert ingest(FIREARMS, "--into", into).stdout.startswith("unchanged")
    slug = arrived["file"].removesuffix(".txt")
    assert f"cito:cites <document/{slug}>" in place.turtle(first["slug"]).read_text()
    assert set(manifest(into)) == {f"{slug}.txt", f"{first['slug']}.txt"}
    assert not [name for name in contents(into) if "/." in name]
