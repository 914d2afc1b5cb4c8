"""Who may run: fast places, slow places for what takes longer than a moment, and one that is kept for our own pages."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, Literal

Lane = Literal["fast", "slow", "own"]

TICK: Final = 0.1
"""Seconds between two looks at whether a client is still there."""


class QueueFullError(Exception):
    """So many wait already that one more would wait too long."""


class LeftError(Exception):
    """The client has left while it waited."""


class Place:
    """A place that was got; it is given back with :meth:`leave`."""

    def __init__(self, lanes: "Lanes", lane: Lane) -> None:
        self._lanes = lanes
        self.lane: Lane = lane

    def slow_down(self) -> bool:
        """Move to a slow place, if one is free, so that another may have this one; say whether that was done now."""
        if self.lane == "slow" or not self._lanes.take("slow"):
            return False
        self._lanes.give(self.lane)
        self.lane = "slow"
        return True

    def leave(self) -> None:
        """Give the place to whoever waits for it the longest."""
        self._lanes.give(self.lane)


class _Waiting:
    def __init__(self, own: bool) -> None:
        self.own = own
        self.lane: Lane | None = None
        self.called = threading.Event()


class Lanes:
    """The places, and the queue before them; for any number of threads."""

    def __init__(self, fast: int, slow: int, queue: int) -> None:
        """Make all places free.

        Args:
            fast: How many may run at a time, for a moment at least.
            slow: How many more may go on when they take longer.
            queue: How many may wait.
        """
        self._free: dict[Lane, int] = {"fast": fast, "slow": slow, "own": 1}
        self._all: Final = dict(self._free)
        self._queue = queue
        self._waiting: deque[_Waiting] = deque()
        self._lock = threading.Lock()

    def enter(self, *, own: bool, patience: float, left: Callable[[], bool]) -> Place:
        """Wait for a place.

        Args:
            own: Whether the place that is kept for our own pages will do too.
            patience: Seconds to wait at most.
            left: Says whether the client has left.

        Returns:
            A fast place, or our own.

        Raises:
            QueueFullError: If too many wait, or no place was free in time.
            LeftError: If the client left meanwhile.
        """
        with self._lock:
            for lane in self._lanes(own):
                if self._free[lane]:
                    self._free[lane] -= 1
                    return Place(self, lane)
            if len(self._waiting) >= self._queue:
                raise QueueFullError
            waiting = _Waiting(own)
            self._waiting.append(waiting)
        return Place(self, self._wait(waiting, time.monotonic() + patience, left))

    def _wait(self, waiting: _Waiting, until: float, left: Callable[[], bool]) -> Lane:
        while not waiting.called.wait(TICK):
            reason = LeftError if left() else QueueFullError if time.monotonic() > until else None
            if reason is None:
                continue
            with self._lock:
                if waiting.lane is None:
                    self._waiting.remove(waiting)
                    raise reason
        assert waiting.lane is not None
        return waiting.lane

    def take(self, lane: Lane) -> bool:
        """Take a place of a lane if one is free; say whether it was."""
        with self._lock:
            if not self._free[lane]:
                return False
            self._free[lane] -= 1
            return True

    def give(self, lane: Lane) -> None:
        """Give a place to the first in the queue that may have it."""
        with self._lock:
            for waiting in self._waiting:
                if lane in self._lanes(waiting.own):
                    self._waiting.remove(waiting)
                    waiting.lane = lane
                    waiting.called.set()
                    return
            self._free[lane] += 1

    @staticmethod
    def _lanes(own: bool) -> tuple[Lane, ...]:
        return ("fast", "own") if own else ("fast",)

    def counts(self) -> dict[str, int]:
        """Return how many run in each lane, and how many wait."""
        with self._lock:
            taken = {str(lane): self._all[lane] - free for lane, free in self._free.items()}
            return {**taken, "waiting": len(self._waiting)}
