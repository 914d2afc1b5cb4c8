"""Errors as answers: a status, and one line for the person who reads it, as a page or as plain text."""

import logging
from typing import Final

from flask import Flask, Response, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from tipgraph.errors import MalformedError, TipgraphError, UsageError, shown
from tipgraph.query.prepare import ServiceRefused, UpdateRefused
from tipgraph.query.run import EvaluationError, FormError
from tipgraph.query.thing import NoSuchThing, Withdrawn
from tipgraph.web.descriptions import NoSuchPage
from tipgraph.web.negotiate import NotAcceptable, UnknownFormat, prefers_html
from tipgraph.web.pool import ClientLeft, ResultLimitExceeded, Unavailable

_STATUS: Final[tuple[tuple[type[TipgraphError], int, str], ...]] = (
    (MalformedError, 400, "malformed"),
    (UpdateRefused, 403, "refused"),
    (UsageError, 400, "malformed"),
    (EvaluationError, 400, "failed"),
    (ServiceRefused, 403, "refused"),
    (UnknownFormat, 400, "malformed"),
    (NoSuchThing, 404, ""),
    (NoSuchPage, 404, ""),
    (NotAcceptable, 406, "unacceptable"),
    (FormError, 406, "unacceptable"),
    (Withdrawn, 410, ""),
    (ResultLimitExceeded, 422, "result"),
    (Unavailable, 503, ""),  # its limit is its outcome
    (ClientLeft, 499, "gone"),  # the status that logs have for it; nobody is left to read it
)
_UNFORESEEN: Final = "the server met an error that nobody foresaw; please report it, with the address you asked for"
_READ_ONLY: Final = (
    "{} is not answered here, {} are: the data are read only; they change in the files of the record, "
    "as CONTRIBUTING.md says"
)
_NOTHING: Final = (
    "nothing has this address: / leads to the questions, /sparql to the endpoint, /.well-known/void to what there is"
)
_TOO_LARGE: Final = "the request is larger than {:,} bytes: send a shorter query"

_log = logging.getLogger("tipgraph")


def register(app: Flask) -> None:
    """Make an application answer its errors."""
    app.register_error_handler(TipgraphError, _of_ours)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: type[TipgraphError]) -> int:
    """Return the HTTP status that errors of ours of a kind are answered with."""
    return next((status for kind, status, _ in _STATUS if issubclass(error, kind)), 500)


def outcome_of(error: TipgraphError) -> str:
    """Return in one word what became of a query that ended with an error of ours, as the metrics count it; nothing if it is none."""
    if isinstance(error, Unavailable):
        return error.limit
    return next((outcome for kind, _, outcome in _STATUS if isinstance(error, kind)), "failed")


def _of_ours(error: TipgraphError) -> Response:
    status = status_of(type(error))
    if status == 500:
        _log.error("%s", error, exc_info=error)
    if outcome := outcome_of(error):
        g.outcome = outcome
    return with_limit(_answer(status, str(error)), error)


def with_limit(response: Response, error: TipgraphError) -> Response:
    """Add to the answer to an error of ours which limit was reached, and when to ask again, if it is about one."""
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
    if message == NotFound.description:
        message = _NOTHING
    if status == 413:
        message = _TOO_LARGE.format(request.max_content_length or 0)
    if isinstance(error, MethodNotAllowed):
        message = _READ_ONLY.format(request.method, ", ".join(sorted(error.valid_methods or ())))
    response = _answer(status, message)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    if status == 429:
        response.headers["Tipgraph-Limit"] = "rate"
    if status == 415:
        response.headers["Accept"] = "application/sparql-query, application/x-www-form-urlencoded"
    return response


def _unforeseen(error: Exception) -> Response:
    _log.error("%s %s", request.method, request.path, exc_info=error)
    return _answer(500, _UNFORESEEN)


def _answer(status: int, message: str) -> Response:
    """Write a message: as a page for who likes that best, else as plain text."""
    message = _printable(message)
    if prefers_html(request.headers.get("Accept")):
        page = render_template("problem.html", status=status, message=message)
        response = Response(page, status, mimetype="text/html")
    else:
        response = Response(f"{message}\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Vary"] = "Accept"
    return response


def _printable(message: str) -> str:
    """Show control characters that a client brought, so that they do nothing to a terminal; lines stay lines."""
    return "\n".join(shown(line) for line in message.split("\n"))
