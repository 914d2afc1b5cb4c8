"""Plain pages: what this is, the questions and their answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, abort, current_app, render_template, request
from markupsafe import Markup

from tipgraph import __version__
from tipgraph.namespaces import ID
from tipgraph.query.formats import GRAPHS, TABLES, named
from tipgraph.query.leads import ask_along
from tipgraph.query.questions import Parameter, Question
from tipgraph.site.choices import Choice
from tipgraph.site.entities import load_lists, load_pictures
from tipgraph.web import documentation, editor, exports, queries
from tipgraph.web.addresses import public, root
from tipgraph.web.answers import respond
from tipgraph.web.leads import follow, things
from tipgraph.web.services import services
from tipgraph.web.worker import Reply

blueprint = Blueprint("pages", __name__)
blueprint.add_url_rule("/query", "ask", editor.ask)

MOST_ROWS: Final = editor.MOST_ROWS
_MOST_CHOICES: Final = 500
"""Things in a list to choose from; where there are more, the name of one is written."""

_MOST_CHANGES: Final = 3
"""Changes on the first page; the list of changes has them all."""

_COUNTED: Final = """
SELECT ?words ?count ?list {
  { SELECT ?kind (COUNT(DISTINCT ?thing) AS ?count) { ?thing a ?kind } GROUP BY ?kind }
  VALUES (?rank ?kind ?words ?list) {
    (1 tip:SourceText "source texts" "documents")
    (2 tip:Provision "provisions, each with its words and its place" "")
    (3 tip:Recommendation "recommendations" "recommendations")
    (4 tip:StatusEvent "events in the life of a text" "status-events")
    (5 tip:Topic "topics" "topics")
    (6 tip:State "States" "states")
    (7 tip:Body "bodies and organizations" "bodies")
    (8 tip:Statement "statements made in meetings" "sessions")
    (9 tip:SourceDiscrepancy "places where sources disagree" "discrepancies")
    (10 tip:OpenQuestion "questions that the sources leave open" "open-questions")
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
    """Say what this is, how large, what can be asked, and what is new."""
    changes = documentation.latest_changes(_MOST_CHANGES)
    return _page(("index", root(), *changes), lambda: _index(changes))


def _index(changes: list[Markup]) -> str:
    found = services(current_app)
    groups: dict[str, list[object]] = {}
    for question in found.questions:
        groups.setdefault(question.group or "other questions", []).append(question)
    counts = found.kept_rows(_COUNTED, MOST_ROWS).rows
    documents = [row[0] for row in found.kept_rows(_DOCUMENTS, MOST_ROWS).rows]
    page: dict[str, object] = {
        "groups": groups,
        "counts": counts,
        "documents": documents,
        "manifest": found.build.manifest,
        "changes": changes,
        "embedded": exports.record_for_search_engines(),
    }
    page |= {"lists": load_lists(), "pictures": load_pictures(), "manual": current_app.extensions[documentation.KEY]}
    return render_template("index.html", **page, endpoint=public("sparql.endpoint"))


@dataclass(frozen=True)
class Field:
    """A parameter of a question on a form."""

    parameter: Parameter
    choices: tuple[Choice, ...]
    chosen: Choice

    @property
    def is_listed(self) -> bool:
        """Whether there are so few that a list can hold them."""
        return len(self.choices) <= _MOST_CHOICES

    @property
    def is_own(self) -> bool:
        """Whether the question is asked about what it is about as it stands."""
        return self.chosen.iri == self.parameter.default


@blueprint.get("/questions/<name>")
def question(name: str) -> Response:
    """Answer one of the record's questions, as a page or in a form that programs read; its parameters may be others."""
    found = services(current_app)
    stem, _, suffix = name.partition(".")
    asked = found.by_name.get(stem)
    form = named(suffix)
    if asked is None or (suffix and form is None):
        abort(404, f"there is no question '{name}': the first page lists them all")
    fields = _fields(asked)
    text = asked.about({field.parameter.name: field.chosen.iri for field in fields if not field.is_own})
    if form is None:
        return _page(("question", name, text), lambda: _question(asked, text, fields))
    media_type = form.media_type
    response = respond(("download", name, text), lambda: found.pool.answer(text, media_type), vary=False)
    response.headers["Content-Disposition"] = f'inline; filename="{asked.name}.{form.suffix}"'
    return response


def _fields(asked: Question) -> list[Field]:
    """Take the parameters of a question from the address; only what the record offers is accepted."""
    fields = []
    for one in asked.parameters:
        offered: tuple[Choice, ...] = services(current_app).kept(queries.choices, one.source)
        wanted = request.args.get(one.name, "")
        chosen = next((choice for choice in offered if (wanted or one.default) in (choice.value, choice.iri)), None)
        if chosen is None:
            own = one.default.removeprefix(ID)
            reason = f"'{wanted}' is nothing that this question can be asked about"
            abort(400, f"{reason}: {one.name} takes what the form offers, such as '{own}'")
        fields.append(Field(one, offered, chosen))
    return fields


def _question(asked: Question, text: str, fields: list[Field]) -> str:
    found = services(current_app)
    along = ask_along(text, asked.leads)
    own = text == asked.text
    table = found.kept_rows(along.text, MOST_ROWS) if own else found.pool.rows(along.text, MOST_ROWS, own=True)
    forms = GRAPHS if table.graph else TABLES
    changed = {field.parameter.name: field.chosen.value for field in fields if not field.is_own}
    parts = found.pool.run(queries.parts_among, things(table, along), own=True) if along.trails else frozenset()
    page = {"question": asked, "text": text, "shown": follow(table, along, parts), "forms": forms}
    return render_template("question.html", **page, fields=fields, changed=changed, version=__version__)


def _page(parts: tuple[str, ...], make: Callable[[], str]) -> Response:
    """Answer with a page, made only if neither the client nor the cache has it."""
    return respond(parts, lambda: Reply(make().encode("utf-8"), "text/html"), vary=False)
