"""A server of our own in a process of its own, asked over HTTP."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode


@dataclass
class Reply:
    """An answer, with its headers by lower-case name."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[str]

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        """Send a request; header names are written with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def query(self, text: str, **headers: str) -> Reply:
        return self.get(f"/sparql?{urlencode({'query': text})}", **headers)


@contextmanager
def serving(build: Path, *arguments: str, **settings: str) -> Iterator[Server]:
    """Start a server on a free port and end it afterwards; settings are ``timeout="2"`` for TIPGRAPH_TIMEOUT."""
    environment = {
        **os.environ,
        "TIPGRAPH_BUILD": str(build),
        **{f"TIPGRAPH_{name.upper()}": value for name, value in settings.items()},
    }
    command = [sys.executable, "-m", "tipgraph.cli", *arguments, "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
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
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has ended meanwhile
            parents.setdefault(parent, []).append(int(folder.name))
    found = [process]
    for number in found:
        found.extend(parents.get(number, []))
    return found
