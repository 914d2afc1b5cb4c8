"""Who may run: fast places, slow places for what takes longer than a moment, and one that is kept for our own pages."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Final, Literal

Lane = Literal["fast", "slow", "own"]

TICK: Final = 0.1
"""Seconds between two looks at whether a client is still there."""
PATIENCE: Final = 1.0
"""Seconds for which a client waits before one that has more places loses one, and for which that one has it at least."""


class QueueFullError(Exception):
    """So many wait already that one more would wait too long."""


class LeftError(Exception):
    """The client has left while it waited."""


class Place:
    """A place that was got; it is given back with :meth:`leave`."""

    def __init__(self, lanes: "Lanes", lane: Lane, client: str) -> None:
        self._lanes = lanes
        self.lane: Lane = lane
        self.client: Final = client
        self.since: Final = time.monotonic()
        self.is_wanted = False
        """Whether another client, which has fewer places, waits for this one: what runs here must end."""

    def slow_down(self) -> bool:
        """Move to a slow place, if one is free, so that another may have this one; say whether that was done now."""
        return self.lane != "slow" and self._lanes.move_to_slow(self)

    def leave(self) -> None:
        """Give the place to whoever waits for it."""
        self._lanes.leave(self)


class _Waiting:
    def __init__(self, client: str, own: bool) -> None:
        self.client: Final = client
        self.lanes: Final[tuple[Lane, ...]] = ("fast", "own") if own else ("fast",)
        self.patient_until = time.monotonic() + PATIENCE
        self.place: Place | None = None
        self.is_refused = False
        self.called = threading.Event()


class Lanes:
    """The places, and the queue before them; for any number of threads.

    Clients share them: who has the fewest places is the first to get one. A client that has more than another one that
    waits loses one that it has had for long, if nothing becomes free in a second; and while the queue is full,
    the last request in it of a client that has the most there.
    """

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
        self._taken: list[Place] = []
        self._waiting: list[_Waiting] = []
        self._lock = threading.Lock()

    def enter(self, *, client: str, own: bool, patience: float, left: Callable[[], bool]) -> Place:
        """Wait for a place.

        Args:
            client: Who asks; all without a name are one.
            own: Whether the place that is kept for our own pages will do too.
            patience: Seconds to wait at most.
            left: Says whether the client has left.

        Returns:
            A fast place, or our own.

        Raises:
            QueueFullError: If too many wait, or no place was free in time.
            LeftError: If the client left meanwhile.
        """
        waiting = _Waiting(client, own)
        with self._lock:
            for lane in waiting.lanes:
                if self._free[lane]:
                    self._free[lane] -= 1
                    return self._take(lane, client)
            if len(self._waiting) >= self._queue:
                self._make_room(client)
            self._waiting.append(waiting)
        return self._wait(waiting, time.monotonic() + patience, left)

    def _wait(self, waiting: _Waiting, until: float, left: Callable[[], bool]) -> Place:
        while not waiting.called.wait(TICK):
            reason = LeftError if left() else QueueFullError if time.monotonic() > until else None
            with self._lock:
                if reason and not waiting.called.is_set():
                    self._waiting.remove(waiting)
                    raise reason
                self._claim(waiting)
        if waiting.is_refused:
            raise QueueFullError
        assert waiting.place is not None
        return waiting.place

    def _take(self, lane: Lane, client: str) -> Place:
        self._taken.append(place := Place(self, lane, client))
        return place

    def _make_room(self, client: str) -> None:
        """Refuse the last request of the client that has the most in the queue; this one, unless it has fewer by two."""
        numbers = Counter(one.client for one in self._waiting)
        most, number = numbers.most_common(1)[0] if numbers else (client, 0)
        if number < numbers[client] + 2:
            raise QueueFullError
        last = next(one for one in reversed(self._waiting) if one.client == most)
        self._waiting.remove(last)
        last.is_refused = True
        last.called.set()

    def _claim(self, waiting: _Waiting) -> None:
        """Want a place of the client that has the most, where that is one with more by two at least."""
        now, numbers = time.monotonic(), self._numbers()
        if now < waiting.patient_until or waiting.called.is_set():
            return
        old = [one for one in self._taken if one.since < now - PATIENCE and not one.is_wanted]
        wanted = max(old, key=lambda one: (numbers[one.client], one.lane in waiting.lanes, -one.since), default=None)
        if wanted and numbers[wanted.client] >= numbers[waiting.client] + 2:
            wanted.is_wanted = True
            waiting.patient_until = now + PATIENCE

    def _numbers(self) -> Counter[str]:
        """Return how many places each client has, without those that it is to give back."""
        return Counter(one.client for one in self._taken if not one.is_wanted)

    def move_to_slow(self, place: Place) -> bool:
        """Give up a place for a slow one, if there is one; say whether that was done."""
        with self._lock:
            if not self._free["slow"]:
                return False
            self._free["slow"] -= 1
            before, place.lane = place.lane, "slow"
            self._give(before)
            return True

    def leave(self, place: Place) -> None:
        """Give up a place."""
        with self._lock:
            self._taken.remove(place)
            self._give(place.lane)

    def _give(self, lane: Lane) -> None:
        """Give a place to the one in the queue whose client has the fewest; the first of them."""
        fitting = [one for one in self._waiting if lane in one.lanes]
        if not fitting:
            self._free[lane] += 1
            return
        numbers = self._numbers()
        first = min(fitting, key=lambda one: numbers[one.client])
        self._waiting.remove(first)
        first.place = self._take(lane, first.client)
        first.called.set()

    def are_wanted(self) -> bool:
        """Say whether anybody runs in a fast place or our own, or waits: what runs in a slow one is in their way."""
        with self._lock:
            return bool(self._waiting) or any(place.lane != "slow" for place in self._taken)

    def counts(self) -> dict[str, int]:
        """Return how many run in each lane, and how many wait."""
        with self._lock:
            taken = {str(lane): self._all[lane] - free for lane, free in self._free.items()}
            return {**taken, "waiting": len(self._waiting)}
