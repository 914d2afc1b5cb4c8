"""Errors as answers: a status, and one line for the person who reads it, as a page or as plain text."""

import logging
from typing import Final

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from tipgraph.errors import MalformedError, TipgraphError, UsageError
from tipgraph.query.prepare import ServiceRefused, UpdateRefused
from tipgraph.query.run import EvaluationError, FormError
from tipgraph.web.negotiate import choose
from tipgraph.web.pool import Unavailable
from tipgraph.web.worker import NotAcceptable

_STATUS: Final[tuple[tuple[type[TipgraphError], int], ...]] = (
    (MalformedError, 400),
    (UpdateRefused, 400),
    (UsageError, 400),
    (EvaluationError, 400),
    (ServiceRefused, 403),
    (NotAcceptable, 406),
    (FormError, 406),
    (Unavailable, 503),
)
_UNFORESEEN: Final = "the server met an error that nobody foresaw; please report it, with the address you asked for"
_TOO_LARGE: Final = "the request is larger than {:,} bytes: send a shorter query"

_log = logging.getLogger("tipgraph")


def register(app: Flask) -> None:
    """Make an application answer its errors."""
    app.register_error_handler(TipgraphError, _of_ours)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: TipgraphError) -> int:
    """Return the HTTP status that an error of ours is answered with."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def _of_ours(error: TipgraphError) -> Response:
    status = status_of(error)
    if status == 500:
        _log.error("%s", error, exc_info=error)
    response = _answer(status, str(error))
    if isinstance(error, Unavailable):
        response.headers["Tipgraph-Limit"] = error.limit
        if error.retry_after is not None:
            response.headers["Retry-After"] = str(error.retry_after)
    return response


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    message = error.description or error.name
    if status == 413:
        message = _TOO_LARGE.format(request.max_content_length or 0)
    response = _answer(status, message)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    if status == 415:
        response.headers["Accept"] = "application/sparql-query, application/x-www-form-urlencoded"
    return response


def _unforeseen(error: Exception) -> Response:
    _log.error("%s %s", request.method, request.path, exc_info=error)
    return _answer(500, _UNFORESEEN)


def _answer(status: int, message: str) -> Response:
    """Write a message: as a page for who likes HTML best and asked for a page, else as plain text."""
    page = not request.path.startswith("/sparql")
    wanted = choose(request.headers.get("Accept"), ("text/plain", "text/html"))
    if page and wanted == "text/html":
        return Response(render_template("problem.html", status=status, message=message), status, mimetype="text/html")
    return Response(f"{message}\n", status, content_type="text/plain; charset=utf-8")
