"""Answers that are asked for again and again, given by the thread that reads the request: no other has to be woken.

Flask, and the threads that it runs in, take most of the time of an answer that is kept. What they made of a request is
made again of the next one that is alike, byte for byte, but for the date.
"""

import ipaddress
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cachetools import LRUCache
from flask import Flask, Response, g, request
from waitress.utilities import build_http_date

from tipgraph.web import access_log
from tipgraph.web.cache import AnswerCache
from tipgraph.web.headers import everywhere
from tipgraph.web.metrics import Metrics
from tipgraph.web.rate_limit import RateLimit
from tipgraph.web.services import services
from tipgraph.web.settings import Settings

KEY: Final = "tipgraph.front"
"""Where the WSGI environment says under which key the answer can be kept, and an application has its front."""
Key = tuple[str | None, ...]

_LARGEST: Final = 65_536
"""Bytes of an answer beyond which sending takes longer than making it."""
_LONGEST: Final = 8_000
"""Characters of a key beyond which nothing is kept under it."""
_OVERHEAD: Final = 2_000
"""Bytes that what is kept takes besides the answer."""
_CHOOSE: Final = ("HOST", "ACCEPT", "ACCEPT_ENCODING")
"""The headers that an answer depends on."""
_OF_PROXIES: Final = ("X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_FORWARDED_PORT")
"""Those that it depends on too, where they are believed."""
_OTHERWISE: Final = frozenset(
    {
        *("IF_MATCH", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "IF_UNMODIFIED_SINCE", "IF_RANGE", "RANGE"),
        *("EXPECT", "UPGRADE", "CONTENT_LENGTH", "CONTENT_TYPE", "CONTENT_ENCODING", "TRANSFER_ENCODING"),
    }
)
"""With one of these headers a request is no plain one."""


@dataclass(frozen=True)
class _Kept:
    head: bytes
    """The status line and the headers, without the date and the empty line after them."""
    content: bytes
    line: Mapping[str, object] | None
    """What the access log says of the request it was first made for; nothing if there is no log."""
    count: Callable[[float], None]
    """Counts a request that took so many seconds."""
    size: int
    """Bytes that all this takes, and the key with it; about."""


class Front:
    """What is given at the front; for one application, and so for one build: nothing that is kept can be out of date."""

    def __init__(self, size: int, settings: Settings, limit: RateLimit | None) -> None:
        """Keep nothing yet.

        Args:
            size: Bytes that may be kept.
            settings: The proxy that is believed, and what is logged.
            limit: Counts the requests of clients, if that is done.
        """
        self._kept: LRUCache[Key, _Kept] = LRUCache(size, getsizeof=lambda kept: kept.size)
        self._lock = threading.Lock()
        self._settings = settings
        self._always = [*everywhere(settings.base), ("Server", "tipgraph")]
        self._limit = limit
        self._log = access_log.to_standard_error()

    def key_of(self, asked: Any, address: str) -> Key | None:
        """Return what the answer to a request depends on.

        Args:
            asked: The request, as waitress has read it.
            address: Where it came from.

        Returns:
            Equal for requests that are answered alike; ``None`` for one that is no plain GET, or that Flask has to see.
        """
        if asked.error:
            return None  # it was not read to its end, and has no method
        headers = asked.headers
        plain = asked.command == "GET" and asked.version == "1.1" and not asked.connection_close
        if not plain or headers.get("CONNECTION", "keep-alive").lower() != "keep-alive" or headers.keys() & _OTHERWISE:
            return None
        names = (*_CHOOSE, *_OF_PROXIES) if address == self._settings.proxy else _CHOOSE
        key: Key = (asked.request_uri, *(headers.get(name) for name in names))
        return key if sum(len(part or "") for part in key) <= _LONGEST else None

    def keep(self, response: Response, cache: AnswerCache, metrics: Metrics) -> None:
        """Keep the answer to the current request, if it has been asked for before.

        Args:
            response: The answer, as it is sent.
            cache: Where it was kept.
            metrics: Counts requests.
        """
        key = request.environ.get(KEY)
        if key is None or response.status_code != 200 or g.get("cache") != "hit" or not g.get("answer"):
            return
        if response.is_streamed or (response.content_length or 0) > _LARGEST:
            return
        headers = [*response.get_wsgi_headers(request.environ).to_wsgi_list(), *self._always]
        head = f"HTTP/1.1 {response.status}\r\n" + "".join(f"{_written(name)}: {value}\r\n" for name, value in headers)
        line = access_log.facts_of(response, queries=self._settings.log_queries) if self._settings.log else None
        count = metrics.counting(response)

        def count_hit(seconds: float) -> None:
            cache.count_hit()
            count(seconds)

        content = response.get_data()
        size = len(head) + len(content) + sum(len(part or "") for part in key) + _OVERHEAD
        with self._lock:
            if size <= self._kept.maxsize // 4:
                self._kept[key] = _Kept(head.encode("latin-1"), content, line, count_hit, size)

    def answer(self, asked: Any, address: str) -> bytes | None:
        """Return the whole answer to a request, if it is kept; who asks is counted, and logged.

        Args:
            asked: The request, as waitress has read it.
            address: Where it came from.

        Returns:
            What is to be sent; ``None`` where Flask must answer, also where the client may not ask for more at present.
        """
        began = time.perf_counter()
        key = self.key_of(asked, address)
        if key is None:
            return None
        with self._lock:
            kept = self._kept.get(key)
        client = self._client(asked, address)
        if kept is None or not client or (self._limit and self._limit.wait(client)):
            return None
        seconds = time.perf_counter() - began
        if kept.line:
            agent = asked.headers.get("USER_AGENT", "")
            self._log(access_log.line_again(kept.line, client, agent, seconds))
        kept.count(seconds)
        return b"%bDate: %b\r\n\r\n%b" % (kept.head, _date(int(time.time())), kept.content)

    def _client(self, asked: Any, address: str) -> str:
        """Return the address of who asks; nothing where that takes a closer look."""
        if address != self._settings.proxy:
            return address
        return _number(asked.headers.get("X_FORWARDED_FOR", "").rpartition(",")[2].strip())


def register(app: Flask, metrics: Metrics, limit: RateLimit | None) -> None:
    """Make an application tell its front what is asked for again; first, so that the answer is whole.

    Args:
        app: The application.
        metrics: Counts requests.
        limit: Counts the requests of clients, if that is done.
    """
    found = services(app)
    size = found.settings.cache * 1_000_000 // 4
    if not size:
        return
    app.extensions[KEY] = front = Front(size, found.settings, limit)

    def keep(response: Response) -> Response:
        front.keep(response, found.cache, metrics)
        return response

    app.after_request(keep)


@lru_cache(maxsize=4)
def _date(now: int) -> bytes:
    return str(build_http_date(now)).encode("ascii")


@lru_cache(maxsize=4096)
def _number(text: str) -> str:
    """Return an address if it is nothing else."""
    try:
        return text if len(text) < 50 and ipaddress.ip_address(text) else ""
    except ValueError:
        return ""


def _written(name: str) -> str:
    """Return the name of a header as waitress writes it."""
    return "-".join(part.capitalize() for part in name.split("-"))
