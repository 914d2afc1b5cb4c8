"""Starting the server: what can be in its way, and the figures to reach."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.server import family, serving
from tipgraph.dataset.build import Build, write_build
from tipgraph.errors import UsageError
from tipgraph.record import Record
from tipgraph.web.serve import bind
from tipgraph.web.settings import Settings

STATES = "SELECT ?code { ?state a tip:State ; tip:isoAlpha3 ?code } ORDER BY ?code LIMIT 3"


def test_the_first_query_is_answered(build: Build) -> None:
    with serving(build.directory) as running:
        assert running.query(STATES).status == 200


def test_memory_of_all_processes(build: Build) -> None:
    kilobytes = 0
    with serving(build.directory) as running:
        for path in ("/", "/questions/victim-compensation", "/doc/state/AUT"):
            assert running.get(path).status == 200
        for number in family(running.process.pid):
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
            kilobytes += int(re.findall(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[0])
    assert kilobytes < 300_000, f"{kilobytes:,} kB"


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
    assert Settings.from_environment({}) == Settings()
    given = Settings.from_environment({"TIPGRAPH_TIMEOUT": "1.5", "TIPGRAPH_BUILD": "/b", "TIPGRAPH_QUEUE": " "})
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
