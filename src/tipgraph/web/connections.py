"""The HTTP server: waitress, with an end that drops no request."""

import logging
import os
import resource
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from waitress import wasyncore
from waitress.server import TcpWSGIServer, create_server

from tipgraph.web import access_log
from tipgraph.web.channel import Channel, is_readable
from tipgraph.web.front import Front
from tipgraph.web.headers import everywhere
from tipgraph.web.settings import Settings

_log = logging.getLogger("tipgraph")

KILOBYTE: Final = 1000
IDLE: Final = 60
"""Seconds after which a connection that is not used is closed."""
SLOWEST: Final = 30
"""Seconds in which a request must have come whole: who sends a byte now and then holds no connection for ever."""
LINGER: Final = 5.0
"""Seconds for which a connection that is not used stays open when another process has taken over: whoever sends its next
request meanwhile gets an answer, and is told to open a new connection."""
_MARGIN: Final = 1_000_000
"""Bytes of answers beyond the largest one that may wait for a client to take them."""
_MOST_HELD: Final = 8
"""How many of the largest answers may wait for clients to take them, all together, with the requests that come in."""
_LOOK: Final = 0.5
"""Seconds between two looks at all connections."""
_LEAST_READ: Final = 16_000_000
"""Bytes of a request that is too large which are read all the same, so that its sender gets to read why."""
_SPARE: Final = 200
"""File descriptors for all else than connections: pipes of workers, files."""


class Draining:
    """Whether the server is to end, and when at the latest; set from any thread."""

    def __init__(self, grace: float) -> None:
        """Make a server that is not to end yet.

        Args:
            grace: Seconds for which requests may go on once it is to end.
        """
        self.begun = threading.Event()
        self.stopping = threading.Event()
        """Set when no other process answers at the same address."""
        self.wake: Callable[[], None] | None = None
        self.linger = LINGER
        self.until = 0.0
        self._grace = grace

    def begin(self, *, taken_over: bool) -> None:
        """Let the server end when all requests are answered.

        Args:
            taken_over: Whether another process answers at the same address, so that there is no hurry.
        """
        self.linger = min(LINGER, self._grace) if taken_over else 0.2
        if not taken_over:
            self.stopping.set()
        if not self.begun.is_set():
            self.until = time.monotonic() + self._grace
            self.begun.set()
        if self.wake:
            with suppress(OSError):  # it has ended already
                self.wake()


def serve(
    app: Callable[..., Any],
    taken: socket.socket,
    settings: Settings,
    draining: Draining,
    front: Front | None = None,
) -> None:
    """Answer requests until the server has drained.

    Args:
        app: The WSGI application.
        taken: A socket that listens.
        settings: Limits, the proxy, and the path before all others.
        draining: Set to make it end.
        front: Has answers that no thread of the application is needed for.
    """
    _share_a_processor()
    connections: dict[int, Any] = {}
    server = create_server(app, map=connections, sockets=[taken], **_adjustments(settings))
    server.channel_class = Channel
    server.adj.largest = settings.request * KILOBYTE
    server.draining = draining
    server.everywhere = everywhere(settings.base)
    server.log = access_log.to_standard_error() if settings.log else None
    server.front, server.add_task = front, _answering(server.add_task)
    draining.wake = server.pull_trigger
    listening, looked = True, 0.0
    while not (draining.begun.is_set() and (not server.active_channels or time.monotonic() > draining.until)):
        pause = 0.1 if draining.begun.is_set() else 1.0
        wasyncore.loop(timeout=pause, use_poll=True, map=connections, count=1)
        if draining.begun.is_set():
            if listening:
                server.accepting = listening = False
                server.del_channel()
                server.socket.close()
            _close_unused(server, draining.linger)
        if time.monotonic() - looked > _LOOK:
            _close_late(server)
            _close_surplus(server)
            _close_heaviest(server)
            looked = time.monotonic()
    draining.wake = None
    _end(server)


def _share_a_processor() -> None:
    """Keep this thread, and those that it starts, on one processor.

    One of them at a time has the interpreter; where they are on several, handing it over takes longer than what they do
    with it. The workers are other processes, started by another thread, and go where there is room.
    """
    if hasattr(os, "sched_setaffinity"):  # Linux
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {allowed[os.getpid() % len(allowed)]})


def _answering(add_task: Callable[[Channel], None]) -> Callable[[Channel], None]:
    """Let the thread that reads answer what it can; what others find to be done next they leave to the pool."""
    reading = threading.get_ident()

    def answer_or_add(channel: Channel) -> None:
        if threading.get_ident() != reading or not channel.answer_at_once():
            add_task(channel)

    return answer_or_add


def _end(server: TcpWSGIServer) -> None:
    """End what is left: threads when they have nothing to do, connections at once."""
    left = list(server.active_channels.values())
    if left:
        _log.warning("%d connections were still in use when the time was over", len(left))
    for channel in left:
        channel.handle_close()
    server.task_dispatcher.set_thread_count(0)
    server.trigger.close()
    server.socket.close()


def _adjustments(settings: Settings) -> dict[str, object]:
    """Return what waitress is told."""
    largest = settings.request * KILOBYTE
    found: dict[str, object] = {
        "threads": settings.threads,
        "connection_limit": _descriptors(settings.connections),
        "outbuf_high_watermark": settings.result * 1000 * KILOBYTE + _MARGIN,
        "channel_timeout": IDLE,
        "cleanup_interval": 10,
        "channel_request_lookahead": 1,  # without it nobody learns that a client has left
        "max_request_header_size": largest + 16 * KILOBYTE,
        "max_request_body_size": max(_LEAST_READ, 4 * largest),
        "url_prefix": settings.prefix,
        "ident": "tipgraph",
        "server_name": "localhost",
        "log_socket_errors": False,
        "clear_untrusted_proxy_headers": True,
    }
    if settings.proxy:
        headers = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"}
        found |= {"trusted_proxy": settings.proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": headers}
    return found


def _descriptors(connections: int) -> int:
    """See to it that there are descriptors for so many connections, and return for how many there are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + _SPARE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft != resource.RLIM_INFINITY and soft < wanted:
        _log.warning("this process may open only %d files: %d connections at a time", soft, max(soft - _SPARE, 1))
        return max(soft - _SPARE, 1)
    return connections


def _close_unused(server: TcpWSGIServer, linger: float) -> None:
    """Close the connections on which nothing has been asked for so long, and nothing is under way."""
    before = time.time() - linger
    for channel in _channels(server):
        if not channel.is_used and channel.last_activity < before and not is_readable(channel.socket):
            channel.will_close = True


def _close_late(server: TcpWSGIServer) -> None:
    """Close the connections on which a request has been coming for too long, or an answer is not taken.

    A client that does not read cannot be written to: its connection is closed here, and not when it next can be.
    """
    now, clock = time.monotonic(), time.time()
    for channel in _channels(server):
        if channel.begun and now - channel.begun > SLOWEST and not channel.requests:
            channel.will_close = True
        if channel.given_up or (channel.total_outbufs_len and clock - channel.last_activity > IDLE):
            channel.handle_close()


def _close_surplus(server: TcpWSGIServer) -> None:
    """Close connections of the client that has the most, when there are no more for others."""
    channels = _channels(server)
    if not server.in_connection_overflow:
        return
    greedy, number = Counter(one.client for one in channels).most_common(1)[0]
    unanswered = [one for one in channels if one.client == greedy and not one.requests and not one.total_outbufs_len]
    for channel in sorted(unanswered, key=lambda one: one.last_activity)[: number // 2 + 1]:
        channel.handle_close()


def _close_heaviest(server: TcpWSGIServer) -> None:
    """Close connections for which most is kept, of the client for which most is, until it is not too much in all."""
    channels = [one for one in _channels(server) if one.held]
    excess = sum(one.held for one in channels) - _MOST_HELD * server.adj.outbuf_high_watermark
    while channels and excess > 0:
        by_client: Counter[str] = Counter()
        for one in channels:
            by_client[one.client] += one.held
        greedy = by_client.most_common(1)[0][0]
        heaviest = max((one for one in channels if one.client == greedy), key=lambda one: one.held)
        channels.remove(heaviest)
        excess -= heaviest.held
        heaviest.handle_close()


def _channels(server: TcpWSGIServer) -> list[Channel]:
    return list(server.active_channels.values())
