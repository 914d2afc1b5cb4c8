"""rdflib-endpoint over rdflib's memory store, in a process of its own."""

import contextlib
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.bench.dataset import Generated
from tests.bench.engines.engine import Engine, free_port
from tests.server import family

LARGEST = 3_000_000
"""Triples beyond which it is left out: rdflib takes about 2 kB for each, and minutes to load a million."""


class RdflibEndpoint(Engine):
    """rdflib-endpoint, as PyPI has it."""

    name = "rdflib-endpoint"

    def absent(self) -> str:
        """Say that the package is not installed, if so."""
        missing = [name for name in ("rdflib_endpoint", "uvicorn") if find_spec(name) is None]
        return f"not installed: pip install 'rdflib-endpoint[web]' (no module {missing[0]})" if missing else ""

    def launch(self, data: Generated, folder: Path, patience: float) -> None:
        """Start the process that loads the named graphs."""
        self.port = free_port()
        command = [sys.executable, "-m", "tests.bench.engines.rdflib_peer", str(data.build.quads), str(self.port)]
        root = Path(__file__).resolve().parents[3]
        with (folder / "output").open("w") as output:
            self.process = subprocess.Popen(command, cwd=root, stdout=output, stderr=output, text=True)

    def recover(self) -> None:
        """Kill the child that serves, which is busy; its parent starts another."""
        assert self.process is not None
        for number in family(self.process.pid)[1:]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.wait(30)

    def stop(self) -> None:
        """End both processes."""
        if self.process is not None and self.process.poll() is None:
            self.kill()
