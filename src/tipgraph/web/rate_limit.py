"""How many requests a client may make in a minute."""

import threading
import time
from math import ceil
from typing import Final

from cachetools import LRUCache
from flask import Flask, request
from limits import RateLimitItemPerMinute
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from tipgraph.web.client import client_of

MOST_CLIENTS: Final = 20_000
"""Clients that are counted; beyond, those that have not asked for the longest are forgotten."""
EXEMPT: Final = frozenset({"operations.health", "operations.ready", "operations.metrics"})
"""Views that are for those who run the server."""


class _Counts(Storage):
    """Requests by client in a window of time, in bounded memory.

    The library's own storage in memory has no bound, and looks through all clients a hundred times a second.
    """

    STORAGE_SCHEME = None
    base_exceptions = KeyError

    def __init__(self) -> None:
        super().__init__()
        self._counts: LRUCache[str, tuple[int, float]] = LRUCache(MOST_CLIENTS)
        self._lock = threading.Lock()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.monotonic()
        with self._lock:
            count, end = self._counts.get(key, (0, 0.0))
            count, end = (count + amount, end) if now < end else (amount, now + expiry)
            self._counts[key] = (count, end)
        return count

    def __len__(self) -> int:
        return len(self._counts)

    def get(self, key: str) -> int:
        with self._lock:
            count, end = self._counts.get(key, (0, 0.0))
        return count if time.monotonic() < end else 0

    def get_expiry(self, key: str) -> float:
        with self._lock:
            return self._counts.get(key, (0, time.monotonic()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._lock:
            count = len(self)
            self._counts.clear()
        return count

    def clear(self, key: str) -> None:
        with self._lock:
            self._counts.pop(key, None)


class RateLimit:
    """The requests of each client, counted by the minute that begins with its first."""

    def __init__(self, rate: int) -> None:
        """Count from nothing.

        Args:
            rate: How many requests a client may make in a minute.
        """
        self.rate: Final = rate
        self._item = RateLimitItemPerMinute(rate)
        self._counts = _Counts()
        self._limiter = FixedWindowRateLimiter(self._counts)

    @property
    def clients(self) -> int:
        """How many clients are counted."""
        return len(self._counts)

    def wait(self, address: str) -> int:
        """Count a request.

        Args:
            address: Who asks: the number of the other end of the connection.

        Returns:
            0 if it may be answered; else after how many seconds the client may ask again.
        """
        client = client_of(address)
        if self._limiter.hit(self._item, client):
            return 0
        until = self._limiter.get_window_stats(self._item, client).reset_time
        return max(1, ceil(until - time.monotonic()))


def register(app: Flask, limit: RateLimit) -> None:
    """Make an application refuse the requests of a client that makes too many.

    Args:
        app: The application.
        limit: Counts them.
    """

    def check() -> None:
        if request.endpoint in EXEMPT:
            return
        seconds = limit.wait(request.remote_addr or "")
        if seconds:
            message = (
                f"more than {limit.rate} requests came from your address in a minute: ask again in {seconds} seconds"
            )
            raise TooManyRequests(message, retry_after=seconds)

    app.before_request(check)
