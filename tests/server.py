"""A server of our own in a process of its own, asked over HTTP."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

_OWN = re.compile(
    r'<script type="module" src="/static/ui/[a-z-]+\.js\?v=[0-9a-f]{12}"></script>'
    r'|<script type="application/ld\+json">[^<]*</script>'
)


@dataclass
class Reply:
    """An answer, with its headers by lower-case name; lines of one name are joined (RFC 9110, section 5.3)."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def others(self) -> str:
        """The text without what a page of ours loads its own script with, and without its data."""
        return _OWN.sub("", self.text)


@dataclass
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[str]
    source: str = "127.0.0.1"
    """The address from which it is asked: another client has another."""

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        """Send a request; header names are written with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.source, 0))
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in response.getheaders():
                found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
            return Reply(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def query(self, text: str, **headers: str) -> Reply:
        return self.get(f"/sparql?{urlencode({'query': text})}", **headers)


@contextmanager
def serving(build: Path, *arguments: str, errors: IO[bytes] | None = None, **settings: str) -> Iterator[Server]:
    """Start a server on a free port and end it afterwards.

    Arguments stand before the command; settings are ``timeout="2"`` for TIPGRAPH_TIMEOUT; *errors* gets the log.
    """
    environment = {
        **os.environ,
        "TIPGRAPH_BUILD": str(build),
        **{f"TIPGRAPH_{name.upper()}": value for name, value in settings.items()},
    }
    command = [sys.executable, "-m", "tipgraph.cli", *arguments, "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)/$", line)
            assert found, f"the server did not start: {line}"
            yield Server(int(found[1]), process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def family(process: int) -> list[int]:
    """The numbers of a process and of all that descend from it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            parents.setdefault(_parent(int(folder.name)), []).append(int(folder.name))
    found = [process]
    for number in found:
        found.extend(parents.get(number, []))
    return found


def server_process(supervisor: int) -> int:
    """The number of the process that answers: the one server process of a supervisor."""
    (found,) = (number for number in family(supervisor) if _parent(number) == supervisor)
    return found


def workers(process: int) -> list[int]:
    """The numbers of the workers below a process: those that a fork server has started."""
    return [number for number in family(process) if _is_forked(number) and _is_forked(_parent(number))]


def fork_server(process: int) -> int:
    """The number of the fork server below a process."""
    (found,) = (number for number in family(process) if _is_forked(number) and not _is_forked(_parent(number)))
    return found


def busy_worker(process: int, patience: float = 30) -> int:
    """The number of a worker below a process that computes, as soon as there is one."""
    deadline = time.monotonic() + patience
    before = {number: processor_time(number) for number in workers(process)}
    while time.monotonic() < deadline:
        time.sleep(0.05)
        for number in workers(process):
            if processor_time(number) - before.setdefault(number, 0) > 0.1:
                return number
    raise AssertionError("no worker computes")


def processor_time(process: int) -> float:
    """How many seconds of a processor's time a process has taken; 0 if it has ended."""
    found = _statistics(process)
    return sum(map(int, found[11:13])) / os.sysconf("SC_CLK_TCK") if found else 0.0


def is_alive(process: int) -> bool:
    found = _statistics(process)
    return bool(found) and found[0] != "Z"


def until(condition: Callable[[], bool], otherwise: str, patience: float = 30) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.02)


def gone(processes: Iterable[int]) -> None:
    """Wait until processes have ended."""
    numbers = list(processes)
    until(lambda: not any(map(is_alive, numbers)), f"some of {numbers} are still there", 60)


def _parent(process: int) -> int:
    found = _statistics(process)
    return int(found[1]) if found else 0


def _is_forked(process: int) -> bool:
    try:
        return b"multiprocessing.forkserver" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def _statistics(process: int) -> list[str]:
    """What the kernel knows of a process, from its state on (proc(5)); nothing if it has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []
