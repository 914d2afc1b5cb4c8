"""Starting the server: what can be in its way, and the figures to reach."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.server import family, gone, server_process, serving, until
from tipgraph.dataset.build import Build, open_build, write_build
from tipgraph.errors import UsageError
from tipgraph.record import Record
from tipgraph.web.serve import bind
from tipgraph.web.settings import Settings

STATES = "SELECT ?code { ?state a tip:State ; tip:isoAlpha3 ?code } ORDER BY ?code LIMIT 3"


def test_the_first_query_is_answered(build: Build) -> None:
    with serving(build.directory) as running:
        assert running.query(STATES).status == 200


def test_memory_of_all_processes(build: Build) -> None:
    with serving(build.directory) as running:
        for path in ("/", "/questions/victim-compensation", "/doc/state/AUT"):
            assert running.get(path).status == 200
        kilobytes = [_proportional_set_size(number) for number in family(running.process.pid)]
    assert len(kilobytes) >= 8
    assert sum(kilobytes) < 300_000, f"{kilobytes} kB"


def _proportional_set_size(process: int) -> int:
    """Kilobytes of memory that a process has, those that it shares divided among all that share them (proc(5))."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0  # it has ended meanwhile
    return int(re.findall(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[0])


def test_the_supervisor_is_small(build: Build) -> None:
    """What could fail is in other processes; neither the engine nor the web framework is in this one."""
    with serving(build.directory) as running:
        loaded = Path(f"/proc/{running.process.pid}/maps").read_text(encoding="utf-8")
        below = Path(f"/proc/{server_process(running.process.pid)}/maps").read_text(encoding="utf-8")
        assert "pyoxigraph" not in loaded
        assert "pyoxigraph" in below
        assert _proportional_set_size(running.process.pid) < 20_000


def test_help_is_there_at_once() -> None:
    """The command line imports nothing of the web, the supervisor none of the framework."""
    program = "import sys, tipgraph.cli, {}; print([name for name in sys.modules if name in ('flask', 'pyoxigraph')])"
    for module in ("tipgraph.commands.serve", "tipgraph.web.supervisor"):
        shown = subprocess.run(
            [sys.executable, "-c", program.format(module)], capture_output=True, text=True, check=True
        )
        assert shown.stdout == "[]\n"


def test_what_keeps_the_first_server_process_from_starting(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    command = [sys.executable, "-m", "tipgraph.cli", "serve", "--port", "0", "--build", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"Error: {tmp_path}: this is not a build of tipgraph's: name a new folder, or an earlier build\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_build_that_cannot_be_loaded(build: Build, tmp_path: Path) -> None:
    """Its hashes are right and its lines are not: no worker could start."""
    directory = tmp_path / "dataset"
    shutil.copytree(build.directory, directory)
    (directory / "merged.nt").write_text("this is no triple\n", encoding="utf-8")
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    manifest["outputs"]["merged.nt"] = sha256(b"this is no triple\n").hexdigest()
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    command = [sys.executable, "-m", "tipgraph.cli", "serve", "--port", "0", "--build", str(directory), "--as-built"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (result.returncode, result.stdout) == (2, "")
    assert "the dataset cannot be loaded: " in result.stderr
    assert result.stderr.splitlines()[-1] == (
        f"Error: {directory}: its dataset cannot be loaded; the lines above say why: run 'tipgraph build'"
    )
    assert "Traceback" not in result.stderr


def test_told_to_stop_before_it_is_ready(build: Build) -> None:
    environment = os.environ | {"TIPGRAPH_BUILD": str(build.directory)}
    command = [sys.executable, "-m", "tipgraph.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        until(lambda: len(family(process.pid)) > 1, "it starts no server process")
        below = family(process.pid)
        process.terminate()
        assert process.wait(30) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""
    gone(below)


def test_the_record_of_the_command_line(small: Record, tmp_path: Path) -> None:
    """It may stand before the command, or behind it, or in the file of settings."""
    file = tmp_path / "settings.toml"
    file.write_text(f"record = '{small.root}'\nbuild = '{tmp_path / 'built'}'\n", encoding="utf-8")
    command = [sys.executable, "-m", "tipgraph.cli", "serve", "--port", "0", "--config", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert f"Serving {small.root} at" in process.stdout.readline()
        process.terminate()
    assert open_build(tmp_path / "built").is_of(small)


def test_a_build_that_is_not_whole_is_made_again(small: Record, tmp_path: Path) -> None:
    directory = tmp_path / "built"
    build = write_build(small, directory)
    build.quads.write_bytes(build.quads.read_bytes()[:100])
    with serving(directory, "--record", str(small.root)) as running:
        assert json.loads(running.query("ASK { ?r a tip:Recommendation }").body)["boolean"] is True


def test_a_port_in_use(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: cannot serve at 127.0.0.1:{port} (Address already in use): "
        "stop what serves there, or name another --port or --host\n"
    )


def test_a_host_of_others() -> None:
    with pytest.raises(UsageError, match=r"cannot serve at 192\.0\.2\.1:0 \(Cannot assign requested address\)"):
        bind("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("timeout", "soon", "TIPGRAPH_TIMEOUT is 'soon': give a number above 0, or leave it unset"),
        ("workers", "1.5", "TIPGRAPH_WORKERS is '1.5': give a whole number above 0, or leave it unset"),
        ("memory", "-1", "TIPGRAPH_MEMORY is '-1': give a whole number above 0, or leave it unset"),
        ("timeout", "nan", "TIPGRAPH_TIMEOUT is 'nan': give a number above 0, or leave it unset"),
    ],
)
def test_settings_that_are_wrong(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(f"TIPGRAPH_{name.upper()}", value)
    result = run("serve", "--port", "0")
    assert (result.exit_code, result.stderr) == (2, f"Error: {message}\n")


def test_settings() -> None:
    assert Settings.load(environment={}) == Settings()
    given = Settings.load(environment={"TIPGRAPH_TIMEOUT": "1.5", "TIPGRAPH_BUILD": "/b", "TIPGRAPH_QUEUE": " "})
    assert given == Settings(timeout=1.5, build=Path("/b"))


def test_the_wsgi_entry(build: Build, record: Record) -> None:
    """``server:app`` is the application, wired from the environment."""
    program = """
import server
client = server.app.test_client()
print(client.get("/sparql?query=ASK%20%7B%7D").text)
server.app.extensions["tipgraph"].pool.close()
"""
    root = Path(__file__).resolve().parents[1]
    environment = {"TIPGRAPH_BUILD": str(build.directory), "TIPGRAPH_RECORD": str(record.root), "PATH": ""}
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert shown.stdout == '{"head":{},"boolean":true}\n'
