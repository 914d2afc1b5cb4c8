"""The access log: a line of JSON for each request.

What happened on the way is noted in ``flask.g``: when the request ``began``, ``cache`` and ``outcome`` by the views.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import accumulate
from typing import Final

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

LONGEST: Final = {"client": 50, "method": 20, "path": 300, "agent": 150, "query": 10_000}
"""How many characters of what a client sends are written."""
MOST_BYTES: Final = 2_500
"""Bytes of the path as it is written: some of its characters take 12, and those of the others 6 at most. So a line
without the query is shorter than 4096 bytes, whatever is in it: several processes can then write to one pipe without
mixing their lines (POSIX, ``PIPE_BUF``)."""

_encode: Final = json.JSONEncoder(separators=(",", ":")).encode
Write = Callable[[bytes], None]


def register(app: Flask, *, queries: bool, write: Write | None = None) -> None:
    """Make an application log each request when its answer is whole.

    Register it before all else that changes answers: what is registered first sees them last.

    Args:
        app: The application.
        queries: Whether to write the text of queries too.
        write: Takes a line with its end; standard error otherwise.
    """
    out = write or to_standard_error()

    def log(response: Response) -> Response:
        out(line_of(response, queries=queries))
        return response

    app.after_request(log)


def line_of(response: Response, *, queries: bool) -> bytes:
    r"""Describe the current request and its answer.

    Args:
        response: The answer.
        queries: Whether to give the text of the query too.

    Returns:
        A line of JSON in ASCII with its end, of what :func:`facts_of` returns. Control characters are written as
        ``\u000a``, so that no client can forge a line.
    """
    return _line(facts_of(response, queries=queries))


def line_again(facts: Mapping[str, object], client: str, agent: str, seconds: float) -> bytes:
    """Describe a request that was answered as one before was.

    Args:
        facts: What :func:`facts_of` returned for that one.
        client: The address that this one came from.
        agent: What its client calls itself.
        seconds: How long it took.

    Returns:
        As :func:`line_of`.
    """
    own = {"time": _now(), "client": client, "milliseconds": _milliseconds(seconds), "agent": agent[: LONGEST["agent"]]}
    return _line({**facts, **own})


def facts_of(response: Response, *, queries: bool) -> dict[str, object]:
    """Return what the log says of the current request and its answer.

    Args:
        response: The answer.
        queries: Whether to give the text of the query too.

    Returns:
        In this order ``time`` (RFC 3339, UTC), ``client``, ``method``, ``path`` without its
        query, ``status``, ``bytes`` of the content sent (``null`` where it is made while it is sent), ``milliseconds``,
        ``agent``, and where they apply ``cache`` (hit, miss, shared, client), ``limit`` (what was reached) and
        ``query``.
    """
    asked, notes = request.environ, g._get_current_object()
    line: dict[str, object] = {
        "time": _now(),
        "client": asked.get("REMOTE_ADDR", "")[: LONGEST["client"]],
        "method": request.method[: LONGEST["method"]],
        "path": _cut(request.path[: LONGEST["path"]]),
        "status": response.status_code,
        "bytes": 0 if request.method == "HEAD" else response.calculate_content_length(),
        "milliseconds": _milliseconds(time.perf_counter() - notes.began),
        "agent": asked.get("HTTP_USER_AGENT", "")[: LONGEST["agent"]],
    }
    if "cache" in notes:
        line["cache"] = notes.cache
    if response.status_code > 400 and (limit := response.headers.get("Tipgraph-Limit")):
        line["limit"] = limit
    if queries and (text := _query()):
        line["query"] = text[: LONGEST["query"]]
    return line


def _line(facts: Mapping[str, object]) -> bytes:
    return _encode(facts).encode("ascii") + b"\n"


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)


def line_of_refusal(client: str, status: int) -> bytes:
    """Describe the answer to what is no HTTP request, or one too large to be read: no more is known of it.

    Args:
        client: The address that it came from.
        status: The status of the answer.

    Returns:
        A line of JSON as of :func:`line_of`, with ``time``, ``client``, ``status``, and ``null`` for method and path.
    """
    return _line({"time": _now(), "client": client, "method": None, "path": None, "status": status})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _cut(text: str) -> str:
    """Leave of a text what takes no more than its bytes when it is written."""
    if len(_encode(text)) <= MOST_BYTES:
        return text
    ends = accumulate(len(_encode(character)) - 2 for character in text)
    return text[: sum(end <= MOST_BYTES for end in ends)]


def _query() -> str:
    """Return the text of the request's query, wherever it stands."""
    try:
        if request.mimetype == "application/sparql-query":
            return request.get_data().decode("utf-8", "replace")
        return request.args.get("query") or request.form.get("query") or ""
    except HTTPException:
        return ""  # it is too large, and was not read


def to_standard_error() -> Write:
    """Write whole lines to standard error; where nobody reads it any more, none."""
    descriptor = sys.stderr.fileno()
    lock = threading.Lock()

    def write(line: bytes) -> None:
        try:
            with lock:
                while line:
                    line = line[os.write(descriptor, line) :]
        except OSError:
            pass  # a request is not to fail because its line cannot be written

    return write
