"""A server process: one build, its workers, and the HTTP server; started, watched and ended by the supervisor.

They speak over a socket: the process says that it is ready, or why it cannot be; the supervisor tells it to end. When
the supervisor is no more, the process ends at once.
"""

import json
import logging
import os
import select
import shutil
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from tipgraph.dataset.build import Build, default_directory, open_build, write_build
from tipgraph.errors import FileError, TipgraphError
from tipgraph.record import Record
from tipgraph.web.launch import DRAIN, ENSURE, FAILED, MADE, READY, STOP
from tipgraph.web.settings import Settings

if TYPE_CHECKING:
    from tipgraph.web.connections import Draining
    from tipgraph.web.pool import QueryPool

_LOOK: Final = 1.0
"""Seconds between two looks at whether workers can still be started."""


def main() -> None:
    """Serve until told to end; the arguments are those that :mod:`tipgraph.web.launch` gives."""
    listening, control, how, temporary, given = sys.argv[1:]
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("waitress").setLevel(logging.ERROR)
    settings = Settings.load(json.loads(given), environment={})
    supervisor = _Supervisor(socket.socket(fileno=int(control)), temporary)
    try:
        record = Record.find(settings.record)
        build = _find(record, settings, how)
        for number in (int(listening), int(control)):
            os.set_inheritable(number, False)
        _serve(socket.socket(fileno=int(listening)), build, settings, supervisor)
    except TipgraphError as error:
        supervisor.tell(FAILED, message=str(error))
        _leave(2, temporary)
    except Exception as error:
        logging.getLogger("tipgraph").exception("the server process failed")
        supervisor.tell(
            FAILED, message=f"{type(error).__name__}: {error}: this is a fault of tipgraph, please report it"
        )
        _leave(2, temporary)
    _leave(0, temporary)


def _leave(status: int, temporary: str) -> NoReturn:
    """End at once: threads that still wait for a worker are nobody's any more.

    Args:
        status: The status to end with.
        temporary: The folder that was made for this process alone, which goes with it; empty if there is none.
    """
    if temporary:
        shutil.rmtree(temporary, ignore_errors=True)
    logging.shutdown()
    os._exit(status)


def _find(record: Record, settings: Settings, how: str) -> Build:
    """Find the build, or make it."""
    directory = settings.build or default_directory(record)
    if not settings.as_built and how == ENSURE and not _is_current(record, directory):
        write_build(record, directory)
        _begin_anew()
    return open_build(directory)


def _is_current(record: Record, directory: Path) -> bool:
    with suppress(FileError):
        return open_build(directory).is_of(record)
    return False


def _begin_anew() -> None:
    """Begin as if the build had been there: the memory that making it took would stay taken."""
    arguments = [MADE if word == ENSURE else word for word in sys.orig_argv]
    os.execv(sys.executable, arguments)  # noqa: S606 - our own program


def _serve(taken: socket.socket, build: Build, settings: Settings, supervisor: "_Supervisor") -> None:
    from tipgraph.web.workers import preload  # noqa: PLC0415 - what comes first has been read first

    preload(build)  # while this goes on, the application is imported
    from tipgraph.web import front  # noqa: PLC0415
    from tipgraph.web.app import create_app  # noqa: PLC0415
    from tipgraph.web.connections import Draining, serve  # noqa: PLC0415
    from tipgraph.web.services import services  # noqa: PLC0415

    draining = Draining(settings.grace)
    app = create_app(settings, build)
    app.config["TIPGRAPH_STOPPING"] = draining.stopping
    pool = services(app).pool
    signal.signal(signal.SIGTERM, lambda *_: draining.begin(taken_over=False))
    supervisor.follow(draining, pool)
    directory = str(build.directory.absolute())
    supervisor.tell(READY, identity=build.identity, version=build.version, directory=directory)
    serve(app, taken, settings, draining, app.extensions.get(front.KEY))
    pool.close()


class _Supervisor:
    """The supervisor as the server process sees it."""

    def __init__(self, control: socket.socket, temporary: str) -> None:
        self._control = control
        self._temporary = temporary
        self._draining: Draining | None = None
        self._pool: QueryPool | None = None
        self._telling = threading.Lock()
        threading.Thread(target=self._listen, name="tipgraph-supervisor", daemon=True).start()

    def follow(self, draining: "Draining", pool: "QueryPool") -> None:
        """From now on, end when told to by letting the server drain."""
        self._draining, self._pool = draining, pool

    def tell(self, event: str, **details: str) -> None:
        """Say something; who has gone does not hear it."""
        with suppress(OSError), self._telling:
            self._control.sendall(json.dumps({"event": event, **details}).encode() + b"\n")

    def _listen(self) -> None:
        while True:
            if select.select([self._control], [], [], _LOOK)[0]:
                self._obey(_word(self._control))
            elif self._pool is not None and self._pool.is_broken:
                self._end(1)

    def _obey(self, word: str) -> None:
        if word not in (DRAIN, STOP):
            self._end(1)  # the supervisor is no more
        if self._draining is None:
            self._end(0)
        self._draining.begin(taken_over=word == DRAIN)

    def _end(self, status: int) -> NoReturn:
        if self._pool is not None:
            self._pool.close()
        _leave(status, self._temporary)


def _word(control: socket.socket) -> str:
    """Read one letter; nothing when the other end is closed."""
    try:
        return control.recv(1).decode("ascii", "replace")
    except OSError:
        return ""
