"""What ``tipgraph serve`` is: it keeps a server process running, and puts another in its place for a new build.

It holds the address, imports little and answers nothing itself, so that there is little in it that could fail.
"""

import dataclasses
import logging
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Final

from tipgraph.errors import TipgraphError
from tipgraph.web.launch import DRAIN, ENSURE, MADE, STOP, ServerProcess
from tipgraph.web.settings import Settings
from tipgraph.web.watch import BuildWatch

_log = logging.getLogger("tipgraph")

_LONGEST_PAUSE: Final = 10.0
"""Seconds between two starts of a server process at most, when it ends at once again and again."""
_HEALTHY: Final = 30.0
"""Seconds after which a server process that ends has not ended at once."""
_REAPING: Final = 1.0
"""Seconds between two looks for processes that are nobody else's, where this one is the first of a container."""
_OVERTIME: Final = 3.0
"""Seconds beyond the grace after which a server process that was told to end is ended."""


class ServerError(TipgraphError):
    """The server cannot be started; ``args`` is (why,)."""


class Supervisor:
    """One server process that answers; another while it takes over; those that answer what is still under way."""

    def __init__(self, settings: Settings, taken: socket.socket, ready: Callable[[], None]) -> None:
        """Make it; :meth:`run` does the rest.

        Args:
            settings: What the server is set to.
            taken: The socket that listens.
            ready: Called once, when the first request can be answered.
        """
        self._settings = settings
        self._taken = taken
        self._ready = ready
        self._serving: ServerProcess | None = None
        self._coming: ServerProcess | None = None
        self._leaving: list[ServerProcess] = []
        self._watch: BuildWatch | None = None
        self._next_look = 0.0
        self._next_start = 0.0
        self._short_lives = 0
        self._stop_until: float | None = None
        self._selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Serve until told to end by SIGTERM or SIGINT.

        Raises:
            ServerError: If the first server process cannot be started.
        """
        with _signals() as heard, self._selector:
            self._selector.register(heard, selectors.EVENT_READ)
            try:
                self._start(ENSURE)
                while self._stop_until is None or self._processes():
                    self._turn(heard)
            finally:
                for one in self._processes():
                    one.kill()

    def _turn(self, heard: socket.socket) -> None:
        """Wait for what happens next, and do what is to be done about it."""
        for key, _ in self._selector.select(self._pause()):
            if key.fileobj is heard:
                for number in heard.recv(100):
                    self._signal(number)
            else:
                self._hear(key.data)
        now = time.monotonic()
        if self._stop_until is not None:
            if now > self._stop_until:
                self._end_all()
        elif self._serving is None and self._coming is None and now >= self._next_start:
            self._start(MADE)
        elif self._settings.watch and now >= self._next_look:
            self._next_look = now + self._settings.watch
            self._look()
        _reap(self._processes())

    def _pause(self) -> float | None:
        """Return for how many seconds there is nothing to do unless something happens."""
        times = []
        if self._stop_until is not None:
            times.append(self._stop_until)
        elif self._serving is None and self._coming is None:
            times.append(self._next_start)
        elif self._settings.watch and self._watch:
            times.append(self._next_look)
        if os.getpid() == 1:
            times.append(time.monotonic() + _REAPING)
        return max(0.0, min(times) - time.monotonic()) if times else None

    def _processes(self) -> list[ServerProcess]:
        return [one for one in (self._serving, self._coming, *self._leaving) if one is not None]

    def _start(self, how: str) -> None:
        self._coming = ServerProcess(self._taken, self._settings, how)
        self._selector.register(self._coming.control, selectors.EVENT_READ, self._coming)

    def _signal(self, number: int) -> None:
        if number == signal.SIGHUP:
            self._look(now=True)
        elif number in (signal.SIGTERM, signal.SIGINT):
            if self._stop_until is not None:  # told again: at once
                self._end_all()
                return
            self._stop_until = time.monotonic() + self._settings.grace + _OVERTIME
            self._taken.close()
            for one in self._processes():
                one.tell(STOP)

    def _end_all(self) -> None:
        for one in self._processes():
            one.kill()

    def _look(self, *, now: bool = False) -> None:
        """Start a server process for a new build, if there is one."""
        if (
            self._watch
            and self._serving
            and not self._coming
            and self._stop_until is None
            and self._watch.look(now=now)
        ):
            _log.info("a new build: starting a server process for it")
            self._start(MADE)

    def _hear(self, one: ServerProcess) -> None:
        control = one.control
        was_ready = one.is_ready
        one.hear()
        if one.is_ready and not was_ready:
            self._take_over(one)
        if one.ended:
            self._selector.unregister(control)
            self._ended(one)

    def _take_over(self, one: ServerProcess) -> None:
        """Let a process that is ready answer alone."""
        first = self._watch is None
        self._coming = None
        before, self._serving = self._serving, one
        if before is not None:
            _log.info("the new build %s is served now", one.identity[:12])
            before.tell(DRAIN)
            self._leaving.append(before)
        elif not first:
            _log.info("another server process answers now")
        self._watch = BuildWatch(Path(one.directory), one.version)
        self._next_look = time.monotonic() + self._settings.watch
        if first:
            self._settings = dataclasses.replace(self._settings, build=Path(one.directory))
            self._ready()

    def _ended(self, one: ServerProcess) -> None:
        """Deal with the end of a process."""
        if one in self._leaving:
            self._leaving.remove(one)
            return
        if one is self._serving:
            self._serving = None
        if one is self._coming:
            self._coming = None
            if self._watch is None and self._stop_until is None:
                raise ServerError(one.problem or f"the server process could not be started ({one.how_it_ended})")
        if self._stop_until is not None:
            return
        if self._serving:
            _log.error("the new build cannot be served (%s): the one before is served on", one.how_it_ended)
            return
        lived = time.monotonic() - one.began
        self._short_lives = 0 if lived > _HEALTHY else self._short_lives + 1
        pause = min(_LONGEST_PAUSE, 0.1 * 2 ** (self._short_lives - 2)) if self._short_lives > 1 else 0.0
        self._next_start = time.monotonic() + pause
        _log.error("the server process ended (%s): starting another in %.1f seconds", one.how_it_ended, pause)


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """Give a socket from which the numbers of signals can be read."""
    heard, tell = socket.socketpair()
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    with heard, tell:
        tell.setblocking(False)
        before = {number: signal.signal(number, _heard) for number in numbers}
        written = signal.set_wakeup_fd(tell.fileno())
        try:
            yield heard
        finally:
            signal.set_wakeup_fd(written)
            for number, handler in before.items():
                signal.signal(number, handler)


def _heard(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: that there is a handler lets the number be written to the socket."""


def _reap(ours: list[ServerProcess]) -> None:
    """Take leave of processes that have nobody else, as the first process of a container has to."""
    if os.getpid() != 1:
        return
    known = {one.number for one in ours}
    with suppress(ChildProcessError):
        while (found := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) and found.si_pid not in known:
            os.waitpid(found.si_pid, 0)
