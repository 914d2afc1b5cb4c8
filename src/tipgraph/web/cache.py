"""Answers that are kept: bounded in bytes, by what was asked; what many ask for at once is made once."""

import threading
import time
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import Future
from hashlib import sha256
from typing import Final, Literal

from cachetools import LRUCache
from werkzeug.exceptions import HTTPException

from tipgraph.errors import TipgraphError
from tipgraph.web.client import client_left
from tipgraph.web.lanes import TICK
from tipgraph.web.pool import RETRY_AFTER, ClientLeft, Unavailable
from tipgraph.web.worker import Reply

Found = Literal["hit", "miss", "shared"]
"""Where an answer came from: kept, made for this request, or made for another one that asked the same meanwhile."""

_OVERHEAD: Final = 500
"""Bytes that an answer takes in memory besides its content."""
_MOST_VOLATILE: Final = 10_000


class AnswerCache:
    """The answers asked for last, up to a number of bytes; for any number of threads."""

    def __init__(self, size: int, waiting: int = 64, patience: float = 60.0) -> None:
        """Make an empty cache.

        Args:
            size: How many bytes the answers may have together; an answer above a quarter of it is not kept.
            waiting: How many requests may wait for answers that others have asked for: each holds a thread.
            patience: Seconds that each of them waits at most.
        """
        self._kept: LRUCache[str, Reply] = LRUCache(max(size, 1), getsizeof=_size)
        self._largest = size // 4
        self._volatile: LRUCache[str, bool] = LRUCache(_MOST_VOLATILE)
        self._made: dict[str, Future[Reply | None]] = {}
        self._most_waiting = waiting
        self._patience = patience
        self._lock = threading.Lock()
        self.hits = 0
        """How many answers were kept, or made for another request meanwhile."""
        self.misses = 0
        """How many answers had to be made."""
        self.waiting = 0
        """How many requests wait for answers that others have asked for."""

    def get(self, key: str) -> Reply | None:
        """Return what is kept under a key, if anything is."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer; those not asked for the longest make room."""
        if _size(reply) <= self._largest:
            with self._lock:
                self._kept[key] = reply

    def count_hit(self) -> None:
        """Count an answer that was kept elsewhere."""
        with self._lock:
            self.hits += 1

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return int(self._kept.currsize)

    def answer(self, key: str, make: Callable[[], Reply]) -> tuple[Reply, Found]:
        """Return the answer under a key, and make it if it is not kept.

        However many ask at once, one makes it and the others wait for it. An answer that another run would change is
        made for each; an error is kept for nobody, and told to those who wait only if it is the query's own fault.

        Args:
            key: What is asked for.
            make: Makes the answer.

        Returns:
            The answer, and where it came from.

        Raises:
            tipgraph.web.pool.Unavailable: If too many wait for answers of others already, or this one did so too long.
            tipgraph.web.pool.ClientLeft: If whoever asked has left while another request made the answer.
            Exception: What *make* raises.
        """
        while True:
            with self._lock:
                kept = self._kept.get(key)
                if kept is not None:
                    self.hits += 1
                    return kept, "hit"
                others = self._made.get(key)
                if others is None:
                    self.misses += 1
                    mine: Future[Reply | None] | None = None
                    if key not in self._volatile:
                        mine = self._made[key] = Future()
                    break
            shared = self._wait(others)
            if shared is not None:
                with self._lock:
                    self.hits += 1
                return shared, "shared"
        return (make() if mine is None else self._make(key, make, mine)), "miss"

    def _make(self, key: str, make: Callable[[], Reply], mine: "Future[Reply | None]") -> Reply:
        """Make an answer, keep it if it may be kept, and tell those who wait for it."""
        try:
            reply = make()
        except BaseException as error:
            self._done(key)
            if _is_of_the_query(error):
                mine.set_exception(error)
            else:
                mine.set_result(None)
            raise
        if reply.volatile:
            with self._lock:
                self._volatile[key] = True
        else:
            self.put(key, reply)
        self._done(key)
        mine.set_result(None if reply.volatile else reply)
        return reply

    def _done(self, key: str) -> None:
        with self._lock:
            del self._made[key]

    def _wait(self, others: "Future[Reply | None]") -> Reply | None:
        """Wait for the answer that another request makes; ``None`` if this one has to make its own."""
        with self._lock:
            if self.waiting >= self._most_waiting:
                raise Unavailable("queue", "too many queries are waiting: try again in a few seconds", RETRY_AFTER)
            self.waiting += 1
        left, until = client_left(), time.monotonic() + self._patience
        try:
            while not futures.wait([others], TICK).done:
                if left():
                    raise ClientLeft
                if time.monotonic() > until:
                    message = "another request waits for the same answer: try again in a few seconds"
                    raise Unavailable("queue", message, RETRY_AFTER)
            return others.result()
        finally:
            with self._lock:
                self.waiting -= 1


def key_of(*parts: str) -> str:
    """Return a short name for what was asked: equal for equal parts, and for no others."""
    return sha256("\0".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _size(reply: Reply) -> int:
    return len(reply.content) + _OVERHEAD


def _is_of_the_query(error: BaseException) -> bool:
    """Tell whether everybody who asks the same would meet the same error."""
    if isinstance(error, Unavailable):
        return error.limit != "queue"
    return isinstance(error, TipgraphError | HTTPException) and not isinstance(error, ClientLeft)
