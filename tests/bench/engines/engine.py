"""What all engines have in common: a process that answers SPARQL over HTTP, and what it takes."""

import os
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.dataset import Generated
from tests.server import family

TABLE = "application/sparql-results+json"
GRAPH = "application/n-triples"


class EngineError(Exception):
    """An engine could not be started; its text says why."""


class Engine(ABC):
    """A SPARQL engine on this machine."""

    name: str
    path = "/sparql"
    host = "127.0.0.1"

    def __init__(self) -> None:
        self.port = 0
        self.load_seconds = 0.0
        self.process: subprocess.Popen[str] | None = None

    @abstractmethod
    def absent(self) -> str:
        """Say why the engine cannot be used here; nothing if it can."""

    @abstractmethod
    def launch(self, data: Generated, folder: Path, patience: float) -> None:
        """Start the engine over a dataset; it need not answer yet."""

    def recover(self) -> None:  # noqa: B027 - most engines need nothing
        """Make an engine answer again that is still busy with a query whose client has left."""

    def parameters(self, query: str) -> dict[str, str]:
        """Return the parameters of the request for a query."""
        return {"query": query}

    def target(self, query: str) -> str:
        """Return the path and the parameters of the request for a query."""
        return f"{self.path}?{urlencode(self.parameters(query))}"

    def start(self, data: Generated, folder: Path, patience: float, longest: float = 1800.0) -> None:
        """Start the engine and wait for its first answer.

        Args:
            data: What it is to load.
            folder: An empty folder of its own.
            patience: Seconds that it may spend on a query.
            longest: Seconds that loading may take.

        Raises:
            EngineError: If it ends or does not answer in time, or has not loaded all.
        """
        began = time.perf_counter()
        self.launch(data, folder, patience)
        self.wait(longest)
        self.load_seconds = time.perf_counter() - began

    def wait(self, longest: float) -> None:
        """Wait until the engine answers."""
        until = time.perf_counter() + longest
        while not self.answers():
            if self.process is not None and self.process.poll() is not None:
                raise EngineError(f"{self.name} ended with status {self.process.returncode} instead of answering")
            if time.perf_counter() > until:
                raise EngineError(f"{self.name} did not answer within {longest:.0f} s")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Say whether a simple query is answered."""
        connection = HTTPConnection(self.host, self.port, timeout=5)
        try:
            connection.request("GET", self.target("ASK { ?s ?p ?o }"), headers={"Accept": TABLE})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def memory(self) -> int:
        """Return how much memory all its processes take together, each shared page counted once (PSS), in bytes."""
        assert self.process is not None
        return sum(map(proportional, family(self.process.pid)))

    def stop(self) -> None:
        """End the engine."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End the engine and what it has started, at once."""
        assert self.process is not None
        for number in reversed(family(self.process.pid)):
            try:
                os.kill(number, 9)
            except ProcessLookupError:
                continue
        self.process.wait()


def proportional(process: int) -> int:
    """Return the proportional set size (PSS) of a process in bytes."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0  # it has ended meanwhile
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        found: int = probe.getsockname()[1]
        return found
