"""Many clients at once: each asks, waits for the answer, and asks the next query of the mix."""

import itertools
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.bench.client import Reading, Unanswered, connect, request
from tests.bench.engines.engine import GRAPH, TABLE, Engine
from tests.bench.mix import Query, encoded_mark

_SIZE = 1 << 18

Next = Callable[[], tuple[str, bytes]]
"""Gives the name of a query, and the request for it."""


@dataclass
class Load:
    """What came of some seconds of load."""

    clients: int
    patience: float = 30.0
    """Seconds at which an error is counted."""
    seconds: float = 0.0
    """How long it took, waiting for the last answers included."""
    latencies: dict[str, list[float]] = field(default_factory=dict)
    """Seconds of every answer, by query."""
    unfinished: dict[str, list[float]] = field(default_factory=dict)
    """Seconds for which a query had been waited for when the load was ended, by query; the patience for an error."""
    refused: dict[str, int] = field(default_factory=dict)
    """How many answers were errors, by query."""
    lost: int = 0
    """Connections that ended within an answer, or could not be opened."""

    @property
    def answered(self) -> int:
        """How many queries were answered."""
        return sum(map(len, self.latencies.values()))

    @property
    def not_finished(self) -> int:
        """How many queries were still waited for at the end."""
        return sum(map(len, self.unfinished.values())) - sum(self.refused.values())

    @property
    def rate(self) -> float:
        """How many queries were answered in a second."""
        return self.answered / self.seconds if self.seconds else 0.0

    def of(self, name: str) -> list[float]:
        """Return the seconds of a query; where it was not finished, it took at least as long as it was waited for."""
        return [*self.latencies.get(name, ()), *self.unfinished.get(name, ())]


class _Channel:
    """One client."""

    def __init__(self, next_request: Next) -> None:
        self.next = next_request
        self.socket: socket.socket | None = None
        self.reading = Reading()
        self.name = ""
        self.began = 0.0


def requests_of(engine: Engine, mix: Sequence[Query], cold: bool, seed: int) -> Iterator[tuple[str, bytes]]:
    """Give requests without end: the whole mix, in another order each time.

    Args:
        engine: Whom they go to.
        mix: The queries.
        cold: Whether each request has a mark that no other has.
        seed: The same seed gives the same order.
    """
    chance = Random(seed)
    numbers = itertools.count(seed * 1_000_000)
    # The query is the last parameter, so that a mark can be put behind it without encoding it all again.
    prepared = [
        (query.name, request(engine.host, engine.port, engine.target(query.text), GRAPH if query.is_graph else TABLE))
        for query in mix
    ]
    parts = [(name, *content.split(b" HTTP/1.1\r\n", 1)) for name, content in prepared]
    while True:
        for name, head, tail in chance.sample(parts, len(parts)):
            mark = encoded_mark(next(numbers)).encode() if cold else b""
            yield name, b"%s%s HTTP/1.1\r\n%s" % (head, mark, tail)


def put_load(engine: Engine, streams: Sequence[Iterator[tuple[str, bytes]]], seconds: float, drain: float) -> Load:
    """Let clients ask for some time.

    Args:
        engine: Whom they ask.
        streams: The requests of each client.
        seconds: How long they ask; what is asked then is still waited for.
        drain: How long, at most.

    Returns:
        What came of it.
    """
    load = Load(len(streams))
    selector = selectors.DefaultSelector()
    began = time.perf_counter()
    busy = 0
    for stream in streams:
        busy += _ask(engine, selector, _Channel(stream.__next__), load)
    while busy:
        now = time.perf_counter()
        if now > began + seconds + drain:
            break
        for key, _ in selector.select(began + seconds + drain - now):
            busy -= not _take(engine, selector, key.data, load, time.perf_counter() < began + seconds)
    now = time.perf_counter()
    for key in list(selector.get_map().values()):
        load.unfinished.setdefault(key.data.name, []).append(now - key.data.began)
        key.data.socket.close()
    selector.close()
    load.seconds = now - began
    return load


def _ask(engine: Engine, selector: selectors.BaseSelector, channel: _Channel, load: Load) -> bool:
    """Send a client's next request; say whether that went well."""
    channel.name, content = channel.next()
    channel.reading = Reading()
    channel.began = time.perf_counter()
    try:
        if channel.socket is None:
            channel.socket = connect(engine.host, engine.port)
            selector.register(channel.socket, selectors.EVENT_READ, channel)
        channel.socket.sendall(content)
    except OSError:
        _leave(selector, channel)
        load.lost += 1
        return False
    return True


def _take(engine: Engine, selector: selectors.BaseSelector, channel: _Channel, load: Load, goes_on: bool) -> bool:
    """Take what has arrived for a client; say whether it still waits for an answer."""
    assert channel.socket is not None
    try:
        if not channel.reading.feed(channel.socket.recv(_SIZE)):
            return True
    except (OSError, Unanswered):
        _leave(selector, channel)
        load.lost += 1
        return goes_on and _ask(engine, selector, channel, load)
    if channel.reading.status == 200:
        load.latencies.setdefault(channel.name, []).append(time.perf_counter() - channel.began)
    else:
        load.refused[channel.name] = load.refused.get(channel.name, 0) + 1
        load.unfinished.setdefault(channel.name, []).append(load.patience)
    if channel.reading.closes or not goes_on:
        _leave(selector, channel)
    return goes_on and _ask(engine, selector, channel, load)


def _leave(selector: selectors.BaseSelector, channel: _Channel) -> None:
    if channel.socket is not None:
        selector.unregister(channel.socket)
        channel.socket.close()
        channel.socket = None
