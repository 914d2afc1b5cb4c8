"""The endpoint: SPARQL 1.1 queries by GET and by both kinds of POST (SPARQL 1.1 Protocol, section 2)."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, current_app, g, redirect, request, url_for
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, UnsupportedMediaType
from werkzeug.wrappers import Response as BaseResponse

from tipgraph.query.dataset import Graphs, named_by_protocol
from tipgraph.web import answers, editor, parameters, service_description
from tipgraph.web.negotiate import HTML, prefers_html
from tipgraph.web.parameters import FORM, Parameters
from tipgraph.web.services import services
from tipgraph.web.worker import Reply

blueprint = Blueprint("sparql", __name__)

QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

_HOW: Final = f"send GET with ?query=, POST {FORM} with query=, or POST {QUERY} with the query as the body"
_READ_ONLY: Final = (
    "an update is refused: the data are read only; they change in the files of the record, as CONTRIBUTING.md says"
)
_OF_UPDATES: Final = frozenset({"using-graph-uri", "using-named-graph-uri"})


@dataclass(frozen=True)
class Asked:
    """What a request asks."""

    text: str
    graphs: Graphs | None
    """The dataset that the request names; it goes before the one in the query."""
    accept: str | None

    @property
    def parts(self) -> tuple[str, ...]:
        """All that the answer depends on besides the data."""
        graphs = self.graphs or Graphs()
        named = "all" if self.graphs is None else "named"
        return (answers.QUERY, self.text, self.accept or "", named, *graphs.default, "", *graphs.named)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> BaseResponse:
    """Answer a query in the form that the client likes best; without one, say what this service is.

    A browser that brings no query is shown where to write one; one that brings a query gets a page with the answer.
    """
    address = parameters.of_address()
    if request.method != "POST" and address.names <= {"format"}:
        return _describe(address)
    try:
        asked = _asked(address)
    except HTTPException as error:
        g.outcome = "refused" if isinstance(error, Forbidden) else "malformed"
        raise
    return answers.respond(asked.parts, lambda: _answer(asked))


def _describe(address: Parameters) -> BaseResponse:
    if not prefers_html(address.accept):
        return service_description.answer(address.accept)
    response = redirect(url_for("pages.ask"), 303)
    response.vary.add("Accept")
    return response


def _answer(asked: Asked) -> Reply:
    pool = services(current_app).pool
    reply = pool.answer(asked.text, asked.accept, asked.graphs, page=True)
    if reply.media_type != HTML:
        return reply
    table = pool.rows(asked.text, editor.MOST_ROWS, asked.graphs)
    page = editor.with_answer(asked.text, table, asked.graphs)
    return Reply(page.encode("utf-8"), HTML, reply.volatile)


def _asked(address: Parameters) -> Asked:
    """Read the query of a request and everything that goes with it."""
    if request.method != "POST":
        return _of_parameters(address)
    if request.mimetype == UPDATE:
        raise Forbidden(_READ_ONLY)
    if request.mimetype not in {FORM, QUERY}:
        raise UnsupportedMediaType(f"a query cannot come as '{request.mimetype or 'no media type'}': {_HOW}")
    parameters.check_body(_HOW)
    if request.mimetype == FORM:
        return _of_parameters(Parameters(address.pairs + parameters.of_body().pairs))
    _refuse_updates(address)
    if "query" in address.names:
        raise BadRequest(f"there are two queries, one in the address and one in the body: {_HOW}")
    return _with_text(parameters.text_of_body(), address)


def _of_parameters(found: Parameters) -> Asked:
    """Take a query from the parameter ``query``, which must be there once."""
    _refuse_updates(found)
    queries = found.values("query")
    if len(queries) != 1:
        raise BadRequest(f"there {'is no query' if not queries else 'are several queries'}: {_HOW}")
    return _with_text(queries[0], found)


def _with_text(text: str, found: Parameters) -> Asked:
    graphs = named_by_protocol(found.values("default-graph-uri"), found.values("named-graph-uri"))
    return Asked(text, graphs, found.accept)


def _refuse_updates(found: Parameters) -> None:
    """Refuse an update, and what belongs to one: it would be wrong to pass over it."""
    if "update" in found.names:
        raise Forbidden(_READ_ONLY)
    for name in sorted(found.names & _OF_UPDATES):
        raise BadRequest(f"{name} belongs to an update, and this is a query: give default-graph-uri or named-graph-uri")
