"""Virtuoso, as Debian's package virtuoso-opensource-7 installs it, with a database of its own in a folder of ours."""

import shutil
import subprocess
import time
from pathlib import Path

from tests.bench.dataset import Generated
from tests.bench.engines.engine import Engine, EngineError, free_port

MERGED = "urn:tipgraph:merged"
"""The graph that stands for the default graph: without one, Virtuoso's is the union of all, duplicates included."""
DESCRIBED = 'define sql:describe-mode "CBD"'
"""What a DESCRIBE returns is left to the engines; asked so, Virtuoso returns what the others do."""
BUFFERS = 170_000
"""Pages of 8 kB: 1.4 GB, as Virtuoso's own table of sizes advises for a machine with 2 GB to spare."""
TRIPLES_A_BUFFER = 15
"""Where a dataset is larger than that, so many buffers that it stays in memory."""
CLIENTS = 100

CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 3
FileExtend = 200
MaxCheckpointRemap = {quarter}
Striping = 0
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
MaxCheckpointRemap = 2000
Striping = 0

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = {clients}
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = {data}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxQueryMem = 2G
VectorSize = 1000
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 10

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = {clients}
ServerThreads = {clients}
MaxKeepAlives = {clients}
KeepAliveTimeout = 60
EnabledGzipContent = 0

[SPARQL]
MaxQueryExecutionTime = {patience}
"""


class Virtuoso(Engine):
    """Virtuoso with the named graphs, and their merge as one graph more."""

    name = "Virtuoso"

    def __init__(self) -> None:
        super().__init__()
        self._sql = 0

    def absent(self) -> str:
        """Say that the package is not installed, if so."""
        if shutil.which("virtuoso-t") and shutil.which("isql-vt"):
            return ""
        return "not installed: on Debian, apt-get install virtuoso-opensource-7"

    def parameters(self, query: str) -> dict[str, str]:
        """Name the graph that a query is about, unless it names graphs itself."""
        if "\nDESCRIBE" in query:
            query = f"{DESCRIBED}\n{query}"
        if "GRAPH" in query:
            return {"query": query}
        return {"default-graph-uri": MERGED, "query": query}

    def launch(self, data: Generated, folder: Path, patience: float) -> None:
        """Start the server on an empty database and load both files with its bulk loader."""
        self.port, self._sql = free_port(), free_port()
        buffers = max(BUFFERS, data.triples // TRIPLES_A_BUFFER)
        configuration = folder / "virtuoso.ini"
        configuration.write_text(
            CONFIGURATION.format(
                folder=folder,
                data=data.build.directory,
                sql=self._sql,
                http=self.port,
                buffers=buffers,
                dirty=buffers * 3 // 4,
                quarter=buffers // 4,
                clients=CLIENTS,
                patience=int(patience),
            ),
            encoding="utf-8",
        )
        command = ["virtuoso-t", "+foreground", "+configfile", str(configuration)]
        with (folder / "output").open("w") as output:
            self.process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, text=True)
        self._wait_for_sql()
        where = data.build.directory
        self._sql_command(f"ld_dir('{where}', '{data.build.quads.name}', 'urn:unused')")
        self._sql_command(f"ld_dir('{where}', '{data.build.triples.name}', '{MERGED}')")
        self._sql_command("rdf_loader_run()")
        self._sql_command("checkpoint")
        failed = self._sql_command("SELECT ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL")
        if "\n0 Rows." not in f"\n{failed}":
            raise EngineError(f"Virtuoso could not load all: {failed}")

    def _wait_for_sql(self) -> None:
        for _ in range(1200):
            try:
                self._sql_command("status()")
            except EngineError:
                assert self.process is not None
                if self.process.poll() is not None:
                    raise EngineError("Virtuoso ended instead of starting") from None
                time.sleep(0.05)
            else:
                return
        raise EngineError("Virtuoso did not start within a minute")

    def _sql_command(self, text: str) -> str:
        command = ["isql-vt", f"127.0.0.1:{self._sql}", "dba", "dba", "ERRORS=STDOUT", f"exec={text};"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or "*** Error" in done.stdout:
            raise EngineError(f"Virtuoso, {text}: {done.stdout[-500:]} {done.stderr[-500:]}")
        return done.stdout
