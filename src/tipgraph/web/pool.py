"""Queries in processes that can be killed: whatever a query does, the next one is answered."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from tipgraph.dataset.build import Build
from tipgraph.errors import TipgraphError
from tipgraph.query.dataset import Graphs
from tipgraph.web import worker
from tipgraph.web.client import client_left, client_name
from tipgraph.web.lanes import TICK, Lanes, LeftError, Place, QueueFullError
from tipgraph.web.settings import Settings
from tipgraph.web.workers import NoWorkerError, Worker, WorkerDiedError, Workers

MEGABYTE: Final = 1_000_000
MOMENT: Final = 0.25
"""Seconds after which a query is a slow one."""
RETRY_AFTER: Final = 5
"""Seconds after which a place in the queue may be free."""
_ATTEMPTS: Final = 2
"""How many workers are asked when the first is killed by somebody else."""
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


class ResultLimitExceeded(Unavailable):
    """The answer is larger than the settings allow: no other time will do, and a part of it is no answer."""


class QueueFull(Unavailable):
    """Too many others wait, or none of them came to an end in time: the workers are at work."""


class ClientLeft(TipgraphError):  # noqa: N818 - what happened
    """Whoever asked has closed the connection; the query was ended."""

    def __str__(self) -> str:
        return "the client left before the answer was there, so its query was ended"


class QueryPool:
    """Worker processes over one build, and the places in which they may run."""

    def __init__(self, build: Build, settings: Settings) -> None:
        """Start the workers.

        Args:
            build: What they answer from.
            settings: Their number and their limits.

        Raises:
            tipgraph.errors.FileError: If the build cannot be loaded.
        """
        self._settings = settings
        self._lanes = Lanes(settings.workers, settings.slow, settings.queue)
        # A worker for each place there is: who has got one starts at once.
        self._workers = Workers(build, settings.workers + settings.slow + 1, settings.memory * MEGABYTE)

    @property
    def is_broken(self) -> bool:
        """Whether no worker can be started any more: this process has come to its end."""
        return self._workers.failures >= 3

    def counts(self) -> dict[str, int]:
        """Return how many queries run in each lane (``fast``, ``slow``, ``own``), and how many are ``waiting``."""
        return self._lanes.counts()

    def answer(
        self, text: str, accept: str | None, graphs: Graphs | None = None, *, page: bool = False, own: bool = False
    ) -> worker.Reply:
        """Answer a query for a program; as :func:`tipgraph.web.worker.answer` and :meth:`run`."""
        return self.run(worker.answer, text, accept, self._settings.result * MEGABYTE, graphs, page, own=own)

    def rows(self, text: str, most: int, graphs: Graphs | None = None, *, own: bool = False) -> worker.Rows:
        """Answer a query for a browser; as :func:`tipgraph.web.worker.rows` and :meth:`run`."""
        return self.run(worker.rows, text, most, graphs, own=own)

    def run(self, function: Callable[..., T], *arguments: object, own: bool = False) -> T:
        """Call a function in a worker.

        Args:
            function: A function of a module that workers import; its first argument is the directory of the build.
            arguments: The rest of its arguments.
            own: Whether it is a query of our own, for a page or a description: it need not wait for those of others.

        Returns:
            What the function returns.

        Raises:
            Unavailable: If it would take more time, memory or room than the settings allow, or too many others wait.
            ClientLeft: If whoever asked has left meanwhile.
            tipgraph.errors.TipgraphError: What the function raises.
        """
        left = client_left()
        try:
            place = self._lanes.enter(client=client_name(), own=own, patience=self._settings.timeout, left=left)
            try:
                return self._attempt(place, left, function, arguments)
            finally:
                place.leave()
        except QueueFullError:
            message = "too many queries are waiting: try again in a few seconds"
            raise QueueFull("queue", message, RETRY_AFTER) from None
        except NoWorkerError:
            message = "no worker process can be started at the moment: try again in a few seconds"
            raise Unavailable("queue", message, RETRY_AFTER) from None
        except LeftError:
            raise ClientLeft from None

    def close(self) -> None:
        """End the workers."""
        self._workers.close()

    def _attempt(
        self, place: Place, left: Callable[[], bool], function: Callable[..., T], arguments: tuple[object, ...]
    ) -> T:
        """Ask a worker, and another one where somebody else killed the first."""
        for _ in range(_ATTEMPTS):
            asked = self._workers.take()
            try:
                asked.ask(function, arguments)
                self._wait(asked, place, left)
                found: T = asked.answer()
            except WorkerDiedError as error:
                if not error.killed:
                    break
            except MemoryError:
                break
            except worker.ResultTooLarge as error:
                raise ResultLimitExceeded("result", str(error), None) from None
            else:
                return found
            finally:
                self._workers.give(asked)
        message = f"the query took more than {self._settings.memory} MB of memory, or nests too deeply: ask for less"
        raise Unavailable("memory", message, None)

    def _wait(self, asked: Worker, place: Place, left: Callable[[], bool]) -> None:
        """Wait for an answer; what takes longer than a moment goes on where it is in nobody's way."""
        until = time.monotonic() + self._settings.timeout
        if asked.has_answered(min(MOMENT, self._settings.timeout)):
            return
        while not left():
            if (place.lane == "slow" or place.slow_down()) and self._lanes.are_wanted():
                asked.lower()
            if place.is_wanted:
                asked.kill()
                message = "others wait, and more queries than theirs came from your address: ask fewer at a time"
                raise QueueFull("queue", message, RETRY_AFTER)
            remaining = until - time.monotonic()
            if remaining <= 0:
                asked.kill()
                seconds = self._settings.timeout
                message = f"the query took longer than {seconds:g} seconds and was ended: ask for less, or for a part"
                raise Unavailable("time", message, None)
            if asked.has_answered(min(TICK, remaining)):
                return
        asked.kill()
        raise LeftError
