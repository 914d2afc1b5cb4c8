"""Queries in processes that can be killed: whatever a query does, the next one is answered."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from typing import Final, TypeVar

import pebble

from tipgraph.dataset.build import Build
from tipgraph.errors import TipgraphError
from tipgraph.web import worker
from tipgraph.web.settings import Settings

MEGABYTE: Final = 1_000_000
T = TypeVar("T")


class Unavailable(TipgraphError):  # noqa: N818 - the name HTTP has for it
    """A query could not be answered within the limits; ``args`` is (limit, message, seconds to wait)."""

    @property
    def limit(self) -> str:
        """Which limit: ``time``, ``memory``, ``result`` or ``queue``."""
        return str(self.args[0])

    @property
    def retry_after(self) -> int | None:
        """After how many seconds the same query may fare better; ``None`` where it will not."""
        found: int | None = self.args[2]
        return found

    def __str__(self) -> str:
        return str(self.args[1])


class QueryPool:
    """Worker processes over one build."""

    def __init__(self, build: Build, settings: Settings) -> None:
        """Start the workers.

        Args:
            build: What they answer from.
            settings: Their number and their limits.
        """
        self._directory = build.directory.resolve()
        self._settings = settings
        self._renewing = threading.Lock()
        self._pool = self._start()
        self._places = threading.BoundedSemaphore(settings.workers + settings.queue)

    def _start(self) -> pebble.ProcessPool:
        """Start a pool; a fork server that has died is started again with it."""
        # One fork server a process, started with the first pool: it loads the dataset that the workers share.
        os.environ.setdefault(worker.PRELOAD, str(self._directory))
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([worker.__name__])
        pebble.CONSTS.term_timeout = 0.2  # a worker that runs a query hears no request to end
        return pebble.ProcessPool(
            max_workers=self._settings.workers,
            context=context,
            initializer=worker.start,
            initargs=(self._directory, self._settings.memory * MEGABYTE),
        )

    def _renew(self, broken: pebble.ProcessPool) -> None:
        """Put a new pool in the place of one that gave up, as pebble's does when an idle worker is killed."""
        with self._renewing:
            if self._pool is broken:
                self._pool = self._start()
                broken.stop()  # type: ignore[no-untyped-call]

    def answer(self, text: str, accept: str | None) -> worker.Reply:
        """Answer a query for a program; as :func:`tipgraph.web.worker.answer`.

        Raises:
            Unavailable: If it would take more time, memory or room than the settings allow, or too many others wait.
        """
        return self._run(worker.answer, text, accept, self._settings.result * MEGABYTE)

    def rows(self, text: str, most: int) -> worker.Rows:
        """Answer a query for a browser; as :func:`tipgraph.web.worker.rows`, and :meth:`answer`."""
        return self._run(worker.rows, text, most)

    def close(self) -> None:
        """End the workers."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _run(self, function: Callable[..., T], *arguments: object) -> T:
        if not self._places.acquire(blocking=False):
            raise Unavailable("queue", "too many queries are waiting: try again in a few seconds", 5)
        try:
            return self._wait(function, *arguments)
        finally:
            self._places.release()

    def _wait(self, function: Callable[..., T], *arguments: object) -> T:
        pool = self._pool
        try:
            return self._ask(pool, function, *arguments)
        except RuntimeError:
            if pool.active:
                raise
            self._renew(pool)
            return self._ask(self._pool, function, *arguments)

    def _ask(self, pool: pebble.ProcessPool, function: Callable[..., T], *arguments: object) -> T:
        seconds = self._settings.timeout
        future = pool.schedule(function, args=(self._directory, *arguments), timeout=seconds)
        try:
            answered: T = future.result()
        except TimeoutError:
            message = f"the query took longer than {seconds:g} seconds and was ended: ask for less, or for a part"
            raise Unavailable("time", message, None) from None
        except (pebble.ProcessExpired, MemoryError):
            message = (
                f"the query took more than {self._settings.memory} MB of memory, or nests too deeply: ask for less"
            )
            raise Unavailable("memory", message, None) from None
        except worker.ResultTooLarge as error:
            raise Unavailable("result", str(error), None) from None
        return answered
