"""The page on which queries are written and answered, and what its editor asks for."""

import json
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from tipgraph.errors import TipgraphError
from tipgraph.query.dataset import Graphs
from tipgraph.query.formats import GRAPHS, TABLES
from tipgraph.query.prepare import prepare
from tipgraph.query.questions import Question
from tipgraph.query.table import shorten
from tipgraph.site import faults, programs
from tipgraph.site.charts import chart
from tipgraph.site.networks import network
from tipgraph.site.terms import terms as written
from tipgraph.web import queries, ui
from tipgraph.web.addresses import public, root
from tipgraph.web.answers import QUERY, respond
from tipgraph.web.problems import status_of, with_limit
from tipgraph.web.services import services
from tipgraph.web.worker import Reply, Rows

blueprint = Blueprint("editor", __name__)

MOST_ROWS: Final = 1000
"""Rows on a page; a download has them all."""
VIEWS: Final = {"table": "Names", "values": "Plain values", "chart": "Chart", "graph": "Graph"}
"""How an answer can be seen."""
_JSON: Final = "application/json"
_NOTEBOOK: Final = "application/x-ipynb+json"


def ask() -> Response:
    """Answer a query as a page; what is wrong with it is said beside it."""
    text, view = _text(), request.args.get("view", "table")
    if view not in VIEWS:
        abort(400, f"'{view}' is no way to see an answer: use {', '.join(VIEWS)}")
    parts = (QUERY if text.strip() else "ask", text, "page", view, root(), ui.version())
    try:
        return respond(parts, lambda: _answered(text, view), vary=False)
    except TipgraphError as error:
        page = _render(text, view, fault=faults.fault_of(error, text))
        return with_limit(make_response(page, status_of(type(error))), error)


def _text() -> str:
    """Return the query of the address: written out, or that of one of the record's questions."""
    name = request.args.get("question", "")
    if "query" in request.args or not name:
        return request.args.get("query", "")
    asked = services(current_app).by_name.get(name)
    if asked is None:
        abort(404, f"there is no question '{name}': the first page lists them all")
    return asked.text


def _answered(text: str, view: str) -> Reply:
    if not text.strip():
        return Reply(_render(text, view).encode("utf-8"), "text/html")
    table = services(current_app).pool.rows(text, MOST_ROWS)
    return Reply(with_answer(text, table, view=view).encode("utf-8"), "text/html", volatile=table.volatile)


def with_answer(text: str, table: Rows, graphs: Graphs | None = None, view: str = "table") -> str:
    """Write the page with an answer.

    Args:
        text: The query.
        table: Its answer.
        graphs: The dataset that it was asked of, where that is not the whole one.
        view: One of :data:`VIEWS`.

    Returns:
        The page; of an empty answer it says what may be why.
    """
    doubts: tuple[faults.Fault, ...] = ()
    if not table.rows:
        with suppress(TipgraphError):  # the answer is there, whatever becomes of the reasons
            doubts = services(current_app).pool.run(queries.why_empty, text, _known())
    return _render(text, view, table=table, doubts=doubts, whole=graphs is None)


def _render(text: str, view: str, *, table: Rows | None = None, **more: Any) -> str:
    shown: dict[str, Any] = {"fault": None, "doubts": (), "whole": True, "programs": {}, "forms": (), "drawn": None}
    views = dict(VIEWS)
    if table is not None:
        picture = network(table.rows) if table.graph else chart(table.columns, table.rows)
        for name, fits in (("chart", picture and not table.graph), ("graph", picture and table.graph)):
            if not fits:
                del views[name]
        shown |= {"drawn": picture, "programs": _programs(text, graph=table.graph)}
        shown["forms"] = GRAPHS if table.graph else TABLES
    return render_template(
        "query.html",
        **shown | more,
        text=text,
        table=table,
        view=view if view in views else "table",
        wanted=view,
        views=views,
        declared=faults.declared(text),
        groups=_groups(),
        ui=ui.version(),
    )


def _groups() -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = {}
    for question in services(current_app).questions:
        groups.setdefault(question.group or "other questions", []).append(question)
    return groups


def _programs(text: str, *, graph: bool) -> dict[str, str]:
    endpoint = public("sparql.endpoint")
    asked = faults.declared(text)
    return {
        "curl": programs.curl(endpoint, asked, graph=graph),
        "Python": programs.python(endpoint, asked, graph=graph),
        "R": programs.r(endpoint, asked, graph=graph),
    }


def _known() -> frozenset[str]:
    """Return the IRIs that a mistyped one may stand for."""
    known = services(current_app).kept(queries.terms)
    return frozenset(
        term.iri for terms in (known.classes, known.properties, known.graphs, known.things) for term in terms
    )


@blueprint.app_template_global("short")
def _short(iri: str) -> str:
    return shorten(iri)


@blueprint.get("/query/terms")
def terms() -> Response:
    """Give the terms that a query can be written with, for completion."""

    def make() -> Reply:
        found = written(services(current_app).kept(queries.terms))
        return Reply(json.dumps(asdict(found), ensure_ascii=False, separators=(",", ":")).encode("utf-8"), _JSON)

    return respond(("terms",), make, vary=False)


@blueprint.get("/query/check")
def check() -> Response:
    """Say what is wrong with a query, or may be, without asking it."""
    text = request.args.get("query", "")

    def make() -> Reply:
        try:
            found = services(current_app).pool.run(queries.check, text, _known())
        except faults.PLACED as error:
            found = (faults.fault_of(error, text),)
        return Reply(json.dumps([asdict(fault) for fault in found], ensure_ascii=False).encode("utf-8"), _JSON)

    return respond(("check", text), make, vary=False)


@blueprint.get("/query/notebook")
def notebook() -> Response:
    """Give a notebook that asks a query."""
    text = request.args.get("query", "")
    endpoint = public("sparql.endpoint")

    def make() -> Reply:
        made = programs.notebook(endpoint, faults.declared(text), graph=prepare(text).is_graph)
        return Reply(f"{json.dumps(made, ensure_ascii=False, indent=1)}\n".encode(), _NOTEBOOK)

    response = respond(("notebook", text, endpoint), make, vary=False)
    response.headers["Content-Disposition"] = 'attachment; filename="query.ipynb"'
    return response
