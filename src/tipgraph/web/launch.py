"""Starting a server process, and speaking with it: the supervisor's side."""

import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from typing import Any, Final

from tipgraph.web.settings import Settings

READY: Final = "ready"
FAILED: Final = "failed"
"""What a server process says of itself: that it is ready to answer, with its build; that it is not, and why."""
DRAIN: Final = "d"
STOP: Final = "s"
"""What it is told: to answer what is under way while another takes over; to stop."""
ENSURE: Final = "ensure"
MADE: Final = "made"
"""How it is started: to make the build if need be; with the build as it lies there."""

_PROGRAM: Final = "from tipgraph.web.process import main; main()"
"""Given with -c, so that the workers need not import the program again, as they would a module that is run."""


def _short() -> str:
    """Return a folder for temporary files whose name is short enough for that of a socket (unix(7): 107 bytes)."""
    found = tempfile.gettempdir()
    return found if len(os.fsencode(found)) <= 60 else "/tmp"  # noqa: S108 - in it, the folder has a name of its own


class ServerProcess:
    """A server process as the supervisor sees it."""

    def __init__(self, taken: socket.socket, settings: Settings, how: str) -> None:
        """Start it.

        Args:
            taken: The socket that listens; it answers there as soon as it is ready.
            settings: What it is set to.
            how: :data:`ENSURE` or :data:`MADE`.
        """
        self.control, theirs = socket.socketpair()
        self.control.setblocking(False)
        self.identity = ""
        """The identity of its build, once it is ready."""
        self.version = ""
        """The digest of all files of that build."""
        self.directory = ""
        """Where that build lies."""
        self.problem = ""
        """Why it cannot be ready."""
        self.ended = False
        self.began: Final = time.monotonic()
        self._heard = b""
        values = {name: str(value) for name, value in dataclasses.asdict(settings).items() if value is not None}
        numbers = (taken.fileno(), theirs.fileno())
        # Its own, since a process that is killed leaves behind the socket of its fork server.
        self._temporary = tempfile.TemporaryDirectory(prefix="tip-", dir=_short(), ignore_cleanup_errors=True)
        environment = {**os.environ, "TMPDIR": self._temporary.name}
        # -P: what lies in the current folder is no part of the program.
        program = [sys.executable, "-P", "-c", _PROGRAM]
        command = [*program, *map(str, numbers), how, self._temporary.name, json.dumps(values)]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command,
                pass_fds=numbers,
                stdin=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,  # Ctrl-C is for the supervisor alone
            )

    @property
    def number(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def is_ready(self) -> bool:
        """Whether it answers."""
        return bool(self.identity)

    def hear(self) -> None:
        """Take in what it says; its end is heard too."""
        try:
            heard = self.control.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        if not heard:
            self._end()
        self._heard += heard
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            self._take_in(json.loads(line))

    def _take_in(self, said: dict[str, Any]) -> None:
        if said["event"] == READY:
            self.identity, self.version, self.directory = said["identity"], said["version"], said["directory"]
        elif said["event"] == FAILED:
            self.problem = said["message"]

    def _end(self) -> None:
        """Wait for its end: it has closed its side, which it does in no other case."""
        self.ended = True
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.control.close()
        self._temporary.cleanup()

    @property
    def how_it_ended(self) -> str:
        """How it ended, in words."""
        code = self._process.returncode
        if self.problem:
            return self.problem
        return f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"status {code}"

    def tell(self, word: str) -> None:
        """Tell it to end: :data:`DRAIN` or :data:`STOP`."""
        with suppress(OSError):
            self.control.send(word.encode("ascii"))

    def kill(self) -> None:
        """End it at once; its workers end with it."""
        self._process.kill()
        self._process.wait()
        self._temporary.cleanup()
