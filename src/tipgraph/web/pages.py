"""Plain pages: what this is, the questions and their answers, one thing and what is said of it."""

import re
from typing import Final

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from tipgraph import __version__
from tipgraph.errors import TipgraphError
from tipgraph.namespaces import ID, RDFS, SKOS
from tipgraph.query.formats import GRAPHS, TABLES, named
from tipgraph.web.negotiate import choose
from tipgraph.web.problems import status_of
from tipgraph.web.services import services

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
_SAID_OF: Final = "SELECT ?property ?value {{ <{iri}> ?property ?value }} ORDER BY ?property ?value"
_LEADS_HERE: Final = "SELECT ?thing ?property {{ ?thing ?property <{iri}> }} ORDER BY ?property ?thing"
_FACTS: Final = "CONSTRUCT {{ <{iri}> ?property ?value }} WHERE {{ <{iri}> ?property ?value }}"
_LABELS: Final = {RDFS + "label", SKOS + "prefLabel"}
_THING: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)*")
_LINKABLE: Final = re.compile(r"https?://[^\s\"<>]+")
_SUFFIXES: Final = {form.suffix: form for form in GRAPHS}


@blueprint.app_template_global()
def href(iri: str) -> str:
    """Return where a link to a thing leads: its page here, or its own address; nothing if it has no address."""
    path = iri.removeprefix(ID)
    if path != iri and _THING.fullmatch(path):
        return url_for("pages.thing", path=path)
    return iri if _LINKABLE.fullmatch(iri) else ""


@blueprint.get("/")
def index() -> str:
    """Say what this is, how large, and what can be asked."""
    found = services(current_app)
    groups: dict[str, list[object]] = {}
    for question in found.questions:
        groups.setdefault(question.group or "other questions", []).append(question)
    counts = found.kept_rows(_COUNTED, MOST_ROWS).rows
    return render_template("index.html", groups=groups, counts=counts, manifest=found.build.manifest)


@blueprint.get("/questions/<name>")
def question(name: str) -> BaseResponse | str:
    """Answer one of the record's questions, as a page or in a form that programs read."""
    found = services(current_app)
    stem, _, suffix = name.partition(".")
    asked = found.by_name.get(stem)
    form = named(suffix)
    if asked is None or (suffix and form is None):
        abort(404, f"there is no question '{name}': the first page lists them all")
    if form is not None:
        reply = found.pool.answer(asked.text, form.media_type)
        response = Response(reply.content, content_type=f"{reply.media_type}; charset=utf-8")
        response.headers["Content-Disposition"] = f'inline; filename="{asked.name}.{form.suffix}"'
        return response
    table = found.kept_rows(asked.text, MOST_ROWS)
    forms = GRAPHS if table.graph else TABLES
    return render_template("question.html", question=asked, table=table, forms=forms)


@blueprint.get("/query")
def ask() -> tuple[str, int]:
    """Answer a query as a page; what is wrong with it is said beside it."""
    text = request.args.get("query", "")
    if not text.strip():
        return render_template("query.html", text=text, table=None, problem=""), 200
    try:
        table = services(current_app).pool.rows(text, MOST_ROWS)
    except TipgraphError as error:
        return render_template("query.html", text=text, table=None, problem=str(error)), status_of(error)
    return render_template("query.html", text=text, table=table, problem=""), 200


@blueprint.get("/health")
def health() -> Response:
    """Say that the server answers, and from which data; a query is put to a worker."""
    found = services(current_app)
    found.pool.answer("ASK {}", None)
    manifest = found.build.manifest
    return jsonify(status="ok", version=__version__, build=found.build.identity, triples=manifest["triples"])


@blueprint.get("/id/<path:path>")
def identifier(path: str) -> BaseResponse:
    """Send who asks for a thing to what is written about it."""
    offers = {"text/html": "", **{form.media_type: f".{form.suffix}" for form in GRAPHS}}
    wanted = choose(request.headers.get("Accept"), list(offers))
    if wanted is None:
        abort(406, f"a thing is described in one of {', '.join(offers)}: name one of them in the Accept header")
    response = redirect(url_for("pages.thing", path=path + offers[wanted]), 303)
    response.vary.add("Accept")
    return response


@blueprint.get("/doc/<path:path>")
def thing(path: str) -> BaseResponse | str:
    """Show what the record says of a thing, and what in it leads there."""
    stem, _, suffix = path.rpartition(".")
    form = _SUFFIXES.get(suffix)
    name = stem if form else path
    if not _THING.fullmatch(name):
        abort(404, f"there is nothing by the name '{name}'")
    iri = ID + name
    found = services(current_app)
    said = found.pool.rows(_SAID_OF.format(iri=iri), MOST_ROWS)
    if not said.rows:
        abort(404, f"the record knows nothing by the name '{name}'")
    if form is not None:
        reply = found.pool.answer(_FACTS.format(iri=iri), form.media_type)
        return Response(reply.content, content_type=f"{reply.media_type}; charset=utf-8")
    leads = found.pool.rows(_LEADS_HERE.format(iri=iri), MOST_ROWS)
    label = next((value.text for of, value in said.rows if of and value and of.iri in _LABELS), name)
    return render_template("thing.html", iri=iri, name=name, label=label, said=said, leads=leads, forms=GRAPHS)
