"""Our own server: ``tipgraph serve`` over a generated build."""

import os
import subprocess
import sys
from pathlib import Path

from tests.bench.client import Client
from tests.bench.dataset import Generated
from tests.bench.engines.engine import TABLE, Engine, EngineError, free_port

CLIENTS = 100
"""More than any test has, so that nobody is told to come back later: what is measured is how long all wait."""


class Tipgraph(Engine):
    """``tipgraph serve`` with its defaults, but for the limits that the benchmark itself would pass."""

    name = "tipgraph"

    def absent(self) -> str:
        """Say nothing: it is always there."""
        return ""

    def settings(self, data: Generated, patience: float) -> dict[str, str]:
        """Return what is set, by the names of the environment."""
        return {
            "TIPGRAPH_AS_BUILT": "true",
            "TIPGRAPH_BUILD": str(data.build.directory),
            "TIPGRAPH_MEMORY": "2000",
            "TIPGRAPH_QUEUE": str(CLIENTS),
            "TIPGRAPH_RATE": "0",
            "TIPGRAPH_TIMEOUT": str(patience),
        }

    def start(self, data: Generated, folder: Path, patience: float, longest: float = 1800.0) -> None:
        """Start the server, and see that it answers from this dataset and from no other."""
        super().start(data, folder, patience, longest)
        client = Client(self.host, self.port, 300)
        answer = client.get(self.target("SELECT (COUNT(*) AS ?count) { ?s ?p ?o }"), TABLE)
        client.close()
        if f'"{data.triples}"' not in answer.body.decode("utf-8", "replace"):
            raise EngineError(
                f"{self.name} does not serve the {data.triples:,} triples generated: {answer.body[:300]!r}"
            )

    def launch(self, data: Generated, folder: Path, patience: float) -> None:
        """Start the server as anybody would."""
        self.port = free_port()
        command = [sys.executable, "-m", "tipgraph.cli", "serve", "--port", str(self.port)]
        environment = {**os.environ, **self.settings(data, patience)}
        with (folder / "output").open("w") as output:
            self.process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, text=True)
