"""Answers in fewer bytes: Brotli or gzip, whichever the client takes (RFC 9110, section 12.5.3)."""

import re
from functools import lru_cache
from typing import Final

from flask import Flask, Request, Response, g, request
from flask_compress import Compress

from tipgraph.query.formats import GRAPHS, TABLES
from tipgraph.web.cache import AnswerCache
from tipgraph.web.negotiate import media_types
from tipgraph.web.worker import Reply

CODINGS: Final = ("br", "gzip")
"""The content codings that are offered, the server's favourite first."""
SMALLEST: Final = 500
"""Bytes below which an answer is sent as it is: it would hardly shrink."""
_LONGEST: Final = 500
"""Characters of a header beyond which what it comes to is not kept: no browser writes so long a one."""

_CODING: Final = re.compile(
    r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*", re.I
)
_MEDIA_TYPES: Final = (
    *media_types(TABLES),
    *media_types(GRAPHS),
    *("application/javascript", "image/svg+xml", "text/css", "text/html", "text/javascript", "text/plain"),
)


def register(app: Flask, cache: AnswerCache) -> None:
    """Make an application compress its answers.

    Flask-Compress gives each coding its own entity tag, and compresses once what may be kept. It reads ``q=0`` as a
    wish: so it is told the one coding that the header chooses. It writes the time into gzip: so that is taken out, for
    a strong entity tag promises the same bytes. A view that sets ``flask.g.as_it_is`` has its answer sent as it is: a
    file that the server reads while it sends does not look like a stream to Flask-Compress.

    Args:
        app: The application.
        cache: Where the compressed answers are kept.
    """
    app.config["COMPRESS_MIMETYPES"] = sorted(set(_MEDIA_TYPES))
    app.config["COMPRESS_ALGORITHM"] = list(CODINGS)
    app.config["COMPRESS_STREAMS"] = False  # what is too large for the memory would hold a thread while it is read
    app.config["COMPRESS_EVALUATE_CONDITIONAL_REQUEST"] = False  # is done before, and with If-Match: * rightly
    app.config["COMPRESS_MIN_SIZE"] = SMALLEST
    app.config["COMPRESS_CACHE_BACKEND"] = lambda: _Kept(cache)
    app.config["COMPRESS_CACHE_KEY"] = _key
    app.config["COMPRESS_REGISTER"] = False
    compress = Compress(app)

    def encode(response: Response) -> Response:
        if request.environ.get("HTTP_ACCEPT_ENCODING") and "as_it_is" not in g:
            return _without_time(compress.after_request(response))
        vary = response.headers.get("Vary")
        response.headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
        return response

    app.before_request(_choose)
    app.after_request(encode)


def choose_coding(header: str) -> str:
    """Choose the content coding that a client likes best.

    Args:
        header: The Accept-Encoding header.

    Returns:
        One of :data:`CODINGS`, or nothing where the client likes the answer best as it is, names none of them, or
        refuses all there is (the specification lets a server disregard that).
    """
    return _kept_coding(header) if len(header) <= _LONGEST else _read(header)


def _read(header: str) -> str:
    qualities: dict[str, float] = {}
    for part in header.split(","):
        if match := _CODING.fullmatch(part):
            qualities[match[1].lower()] = float(match[2] or 1)
    others = qualities.get("*", 0.0)
    offered = {coding: qualities.get(coding, others) for coding in CODINGS}
    best = max(offered, key=lambda coding: offered[coding])
    return best if offered[best] > 0 and offered[best] >= qualities.get("identity", 0.0) else ""


_kept_coding: Final = lru_cache(maxsize=1024)(_read)


class _Kept:
    """The answer cache as Flask-Compress sees it: its keys are ``br;KEY``, and ``br;`` where nothing may be kept."""

    def __init__(self, cache: AnswerCache) -> None:
        self._cache = cache

    def get(self, key: str) -> bytes | None:
        kept = None if key.endswith(";") else self._cache.get(key)
        return None if kept is None else kept.content

    def set(self, key: str, value: bytes) -> bool:
        if not key.endswith(";") and self._cache.get(key) is None:
            self._cache.put(key, Reply(value, ""))
        return True


def _key(_request: Request) -> str:
    """Return under which key the answer that is being sent is kept, if it is."""
    return str(g.get("answer", ""))


def _choose() -> None:
    """Leave of the header what it comes to."""
    header = request.environ.get("HTTP_ACCEPT_ENCODING")
    if header:
        request.environ["HTTP_ACCEPT_ENCODING"] = choose_coding(header)


def _without_time(response: Response) -> Response:
    """Set the time in the header of gzip (RFC 1952, section 2.3.1) to none."""
    if response.headers.get("Content-Encoding") == "gzip" and not response.is_streamed:
        content = response.get_data()
        if content[4:8] != bytes(4):
            response.set_data(content[:4] + bytes(4) + content[8:])
    return response
