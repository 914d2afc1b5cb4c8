"""Plain pages: what this is, the questions and their answers."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from tipgraph.errors import TipgraphError
from tipgraph.query.formats import GRAPHS, TABLES, named
from tipgraph.query.questions import Question
from tipgraph.web.addresses import public, root
from tipgraph.web.answers import QUERY, respond
from tipgraph.web.problems import status_of, with_limit
from tipgraph.web.services import services
from tipgraph.web.worker import Reply

blueprint = Blueprint("pages", __name__)

MOST_ROWS: Final = 1000
"""Rows on a page; a download has them all."""

_COUNTED: Final = """
SELECT ?words ?count {
  { SELECT ?kind (COUNT(DISTINCT ?thing) AS ?count) { ?thing a ?kind } GROUP BY ?kind }
  VALUES (?rank ?kind ?words) {
    (1 tip:SourceText "source texts")
    (2 tip:Provision "provisions, each with its words and its place")
    (3 tip:Recommendation "recommendations")
    (4 tip:StatusEvent "events in the life of a text")
    (5 tip:State "States")
    (6 tip:Body "bodies and organizations")
    (7 tip:Statement "statements made in meetings")
    (8 tip:SourceDiscrepancy "places where sources disagree")
    (9 tip:OpenQuestion "questions that the sources leave open")
  }
} ORDER BY ?rank
"""
_DOCUMENTS: Final = """
SELECT ?document {
  { ?document a owl:Ontology } UNION { ?document a skos:ConceptScheme } UNION { ?document a dcat:Dataset }
} ORDER BY ?document
"""


@blueprint.get("/")
def index() -> Response:
    """Say what this is, how large, and what can be asked."""
    return _page(("index", root()), _index)


def _index() -> str:
    found = services(current_app)
    groups: dict[str, list[object]] = {}
    for question in found.questions:
        groups.setdefault(question.group or "other questions", []).append(question)
    counts = found.kept_rows(_COUNTED, MOST_ROWS).rows
    documents = [row[0] for row in found.kept_rows(_DOCUMENTS, MOST_ROWS).rows]
    page = {"groups": groups, "counts": counts, "documents": documents, "manifest": found.build.manifest}
    return render_template("index.html", **page, endpoint=public("sparql.endpoint"))


@blueprint.get("/questions/<name>")
def question(name: str) -> Response:
    """Answer one of the record's questions, as a page or in a form that programs read."""
    found = services(current_app)
    stem, _, suffix = name.partition(".")
    asked = found.by_name.get(stem)
    form = named(suffix)
    if asked is None or (suffix and form is None):
        abort(404, f"there is no question '{name}': the first page lists them all")
    if form is None:
        return _page(("question", name), lambda: _question(asked))
    media_type = form.media_type
    response = respond(("download", name), lambda: found.pool.answer(asked.text, media_type), vary=False)
    response.headers["Content-Disposition"] = f'inline; filename="{asked.name}.{form.suffix}"'
    return response


def _question(asked: Question) -> str:
    table = services(current_app).kept_rows(asked.text, MOST_ROWS)
    forms = GRAPHS if table.graph else TABLES
    return render_template("question.html", question=asked, table=table, forms=forms)


@blueprint.get("/query")
def ask() -> Response:
    """Answer a query as a page; what is wrong with it is said beside it."""
    text = request.args.get("query", "")
    try:
        return respond((QUERY if text.strip() else "ask", text, "page"), lambda: _answered(text), vary=False)
    except TipgraphError as error:
        page = render_template("query.html", text=text, table=None, problem=str(error))
        return with_limit(make_response(page, status_of(type(error))), error)


def _answered(text: str) -> Reply:
    table = services(current_app).pool.rows(text, MOST_ROWS) if text.strip() else None
    page = render_template("query.html", text=text, table=table, problem="")
    return Reply(page.encode("utf-8"), "text/html", volatile=table is not None and table.volatile)


def _page(parts: tuple[str, ...], make: Callable[[], str]) -> Response:
    """Answer with a page, made only if neither the client nor the cache has it."""
    return respond(parts, lambda: Reply(make().encode("utf-8"), "text/html"), vary=False)
