"""Worker processes as the server sees them: started from a fork server, asked over a pipe each, killed, replaced.

Each has a pipe of its own, so that one that is killed while it writes harms no other.
"""

import logging
import multiprocessing
import os
import queue
import select
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from typing import Any, Final

from tipgraph.dataset.build import Build
from tipgraph.errors import FileError
from tipgraph.web import contents, descriptions, harvests, ontology, queries, readings, searching, worker

_log = logging.getLogger("tipgraph")

_AGAIN: Final = 1.0
"""Seconds after which it is tried again to start a worker."""
_PATIENCE: Final = 10.0
"""Seconds to wait for a worker that is being started."""
_OUTSIDE: Final = (-signal.SIGKILL, 255, None)
"""Exit codes of a worker that another process has ended; 255 or none if the fork server died, which alone would know."""


class WorkerDiedError(Exception):
    """A worker ended while it was asked; ``args`` is (exit code,)."""

    @property
    def killed(self) -> bool:
        """Whether another process killed it, rather than the limits it has."""
        return self.args[0] in _OUTSIDE


class NoWorkerError(Exception):
    """No worker can be started."""


@dataclass(frozen=True)
class Task:
    """What a new worker is told."""

    build: Build
    memory: int
    """Bytes that it may take beyond the dataset."""


class Worker:
    """A process that answers one call at a time."""

    def __init__(self, task: Task) -> None:
        """Start it; it takes a few milliseconds once the fork server has the dataset."""
        context = multiprocessing.get_context("forkserver")
        self._connection, theirs = context.Pipe()
        arguments = (theirs, task.build.directory, task.build.version, task.memory)
        self._process = context.Process(target=worker.serve, args=arguments, name="tipgraph-worker", daemon=True)
        try:
            self._process.start()
        finally:
            theirs.close()
        self._readable = select.poll()
        self._readable.register(self._connection, select.POLLIN)
        self._ended = threading.Event()
        self._exit_code: int | None = None
        self.sentinel: Final = self._process.sentinel
        self.used_up = False
        """Whether it must not be asked again."""

    @property
    def process(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    @property
    def is_fresh(self) -> bool:
        """Whether it can be asked: it is alive and owes no answer."""
        return not self.has_answered(0)

    def ask(self, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
        """Call a function in the worker; its first argument there is the directory of the build."""
        with suppress(BrokenPipeError, ConnectionResetError):  # :meth:`answer` will tell
            self._connection.send((function, arguments))

    def has_answered(self, seconds: float) -> bool:
        """Wait so long for an answer; say whether there is one, or the worker has ended."""
        return bool(self._readable.poll(seconds * 1000))

    def answer(self) -> Any:
        """Return what the function returned.

        Raises:
            WorkerDiedError: If the worker has ended.
            MemoryError: If the function ran out of memory.
            tipgraph.errors.TipgraphError: What the function raised; anything else that it raised is a RuntimeError.
        """
        try:
            done, value = self._connection.recv()
        except (EOFError, OSError):
            self.used_up = True
            self._ended.wait(_PATIENCE)
            raise WorkerDiedError(self._exit_code) from None
        if done:
            return value
        self.used_up = self.used_up or isinstance(value, MemoryError)
        raise value

    def lower(self) -> None:
        """Let others go first: what it does takes long. It cannot be raised again, and so is not used again.

        To be done only where somebody gains by it. The engine counts references within the data that it reads, and so
        each worker gets a copy of what it touches first: for a large dataset, a new one is slower by a third of a second.
        """
        if self.used_up:
            return
        self.used_up = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process, 19)

    def kill(self) -> None:
        """End it, whatever it does."""
        self.used_up = True
        if not self._ended.is_set():  # else the number may be another process's by now
            with suppress(OSError):
                os.kill(self.process, signal.SIGKILL)

    def close(self) -> None:
        """Note how it ended; for whoever waits for its sentinel, and nobody else: the code can be read only once."""
        self._exit_code = self._process.exitcode
        if self._exit_code in (None, 255):
            self.kill()  # the fork server has died: the worker may live
        self._ended.set()


class Workers:
    """So many workers, each replaced when it ends."""

    def __init__(self, build: Build, number: int, memory: int) -> None:
        """Start them.

        Args:
            build: What they answer from.
            number: How many.
            memory: Bytes that each may take beyond the dataset.

        Raises:
            tipgraph.errors.FileError: If none can be started.
        """
        build = replace(build, directory=build.directory.resolve())
        self._task = Task(build, memory)
        self._number = number
        self._all: dict[int, Worker] = {}
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()
        self._closed = threading.Event()
        self._wake = os.pipe()
        self.failures = 0
        """How many times in a row no worker could be started."""
        preload(build)
        try:
            self._start()
        except (OSError, EOFError) as error:
            raise FileError(
                build.directory, "its dataset cannot be loaded; the lines above say why", "run 'tipgraph build'"
            ) from error
        self._keeper = threading.Thread(target=self._keep, name="tipgraph-workers", daemon=True)
        self._keeper.start()

    def take(self) -> Worker:
        """Return a worker that can be asked.

        Raises:
            NoWorkerError: If there is none, and none could be started in time.
        """
        while True:
            try:
                found = self._free.get(timeout=_PATIENCE)
            except queue.Empty:
                raise NoWorkerError from None
            if not found.used_up and found.is_fresh:
                return found
            found.kill()

    def give(self, back: Worker) -> None:
        """Take a worker back; one that is used up is ended, and another started."""
        if back.used_up:
            back.kill()
        else:
            self._free.put(back)

    def close(self) -> None:
        """End all workers."""
        self._closed.set()
        os.write(self._wake[1], b"x")
        self._keeper.join()
        for one in self._all.values():
            one.kill()

    def _start(self) -> None:
        started = Worker(self._task)
        self._all[started.sentinel] = started
        self._free.put(started)

    def _keep(self) -> None:
        """Start what is missing; nobody else starts workers, or learns how they ended."""
        while not self._closed.is_set():
            self._fill()
            missing = len(self._all) < self._number
            for sentinel in wait([*self._all, self._wake[0]], _AGAIN if missing else None):
                if isinstance(sentinel, int) and sentinel in self._all:
                    self._all.pop(sentinel).close()

    def _fill(self) -> None:
        try:
            while len(self._all) < self._number and not self._closed.is_set():
                self._start()
            self.failures = 0
        except (OSError, EOFError) as error:
            self.failures += 1
            _log.error("no worker can be started (%s): trying again", error or type(error).__name__)


def preload(build: Build) -> None:
    """Let the fork server load a build, while this process does something else; later calls change nothing."""
    from multiprocessing import forkserver  # noqa: PLC0415 - not on every system

    # One fork server a process, started with the first workers: it loads the dataset that the workers share. Should it
    # have to be started again, it loads the same one.
    if not os.environ.get(worker.PRELOAD, "").startswith(f"{os.getpid()} "):
        os.environ[worker.PRELOAD] = f"{os.getpid()} {build.version} {build.directory}"
    multiprocessing.get_context("forkserver").set_forkserver_preload(
        [one.__name__ for one in (worker, contents, descriptions, harvests, ontology, queries, readings, searching)]
    )
    forkserver.ensure_running()
