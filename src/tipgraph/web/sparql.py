"""The endpoint: SPARQL 1.1 queries by GET and by both kinds of POST."""

from typing import Final
from urllib.parse import parse_qsl

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.wrappers import Response as BaseResponse

from tipgraph.web.services import services

blueprint = Blueprint("sparql", __name__)

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

_HOW: Final = f"send GET with ?query=, POST {FORM} with query=, or POST {QUERY} with the query as the body"
_READ_ONLY: Final = "updates are refused: the data are read only; they change in the files of the record"
_MOST_PARAMETERS: Final = 100


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> BaseResponse:
    """Answer a query in the form that the client likes best; a browser that brings none is shown where to write it."""
    if request.method == "GET" and not request.query_string and request.accept_mimetypes.best == "text/html":
        return redirect(url_for("pages.ask"), 303)
    reply = services(current_app).pool.answer(_query(), request.headers.get("Accept"))
    response = Response(reply.content, content_type=_with_charset(reply.media_type))
    response.vary.add("Accept")
    return response


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _query() -> str:
    """Return the one query of the request."""
    if request.method != "POST":
        return _only_query(_parameters(request.query_string))
    media_type = request.mimetype
    if media_type == FORM:
        return _only_query(_parameters(request.query_string) + _parameters(request.get_data()))
    if media_type == UPDATE:
        raise BadRequest(_READ_ONLY)
    if media_type != QUERY:
        raise UnsupportedMediaType(f"a query cannot come as '{media_type or 'no media type'}': {_HOW}")
    parameters = _parameters(request.query_string)
    _refuse(parameters)
    if any(name == "query" for name, _ in parameters):
        raise BadRequest(f"there are two queries, one in the address and one in the body: {_HOW}")
    return _text(request.get_data())


def _only_query(parameters: list[tuple[str, str]]) -> str:
    """Return the value of ``query``, which must be there once."""
    _refuse(parameters)
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise BadRequest(f"there {'is no query' if not queries else 'are several queries'}: {_HOW}")
    return queries[0]


def _refuse(parameters: list[tuple[str, str]]) -> None:
    """Refuse parameters that would be wrong to pass over."""
    names = {name for name, _ in parameters}
    if "update" in names:
        raise BadRequest(_READ_ONLY)
    for name in ("default-graph-uri", "named-graph-uri"):
        if name in names:
            raise BadRequest(f"{name} is not offered: name the graph in the query, with GRAPH or FROM")


def _parameters(raw: bytes) -> list[tuple[str, str]]:
    """Read url-encoded parameters strictly: a wrong byte is an error, never a replacement character."""
    try:
        text = raw.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise BadRequest("the parameters are not UTF-8, url-encoded: encode them again") from error
    except ValueError as error:
        raise BadRequest(f"there are more than {_MOST_PARAMETERS} parameters: {_HOW}") from error


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"the query is not UTF-8: byte {error.start} cannot be read") from error
