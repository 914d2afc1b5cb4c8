"""The tables of things and the lists of things, each on a page of its own, with its query, and as data."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, current_app, render_template, request
from pyoxigraph import NamedNode

from tipgraph.errors import shown
from tipgraph.namespaces import ID
from tipgraph.query.formats import TABLES, Format, named
from tipgraph.site.entities import Section, load_lists, load_sections
from tipgraph.web.answers import respond
from tipgraph.web.pages import MOST_ROWS
from tipgraph.web.services import services
from tipgraph.web.worker import Reply

blueprint = Blueprint("sections", __name__)


@blueprint.get("/tables/<name>")
def table(name: str) -> Response:
    """Show one table of a thing, or give it in a form that programs read."""
    path = request.args.get("of", "")
    section, form = _find(name, load_sections(), "table")
    iri = thing_of(path)
    return _respond(("table", name, path), section, section.about(iri), form, of=path)


@blueprint.get("/browse/<name>")
def browse(name: str) -> Response:
    """List all things of a kind, or give the list in a form that programs read."""
    section, form = _find(name, load_lists(), "list")
    return _respond(("browse", name), section, section.text, form)


def _find(name: str, sections: Sequence[Section], what: str) -> tuple[Section, Format | None]:
    stem, _, suffix = name.partition(".")
    section = next((one for one in sections if one.name == stem), None)
    form = named(suffix)
    if section is None or (suffix and form not in TABLES):
        abort(404, f"there is no {what} '{shown(name)}': there is {', '.join(one.name for one in sections)}")
    return section, form


def thing_of(path: str) -> str:
    """Return the IRI of a thing, by its path below ``id/``."""
    try:
        iri = NamedNode(f"{ID}{path}").value
    except ValueError:
        iri = ""
    if not path or not iri:
        abort(400, f"of={shown(path)} is not the path of a thing: write it as in its IRI, of=session/wg4-1")
    return iri


def _respond(parts: tuple[str, ...], section: Section, text: str, form: Format | None, of: str = "") -> Response:
    found = services(current_app)
    if form is None:
        return respond(parts, lambda: _page(section, text, of), vary=False)
    media_type = form.media_type
    return respond(parts, lambda: found.pool.answer(text, media_type, own=True), vary=False)


def _name(iri: str) -> str:
    """Return what a thing is called."""
    (row,) = services(current_app).pool.rows(f"SELECT (<{iri}> AS ?thing) {{}}", 1, own=True).rows
    return row[0].text if row[0] else ""


def _page(section: Section, text: str, of: str) -> Reply:
    found = services(current_app).pool.rows(text, MOST_ROWS, own=True)
    iri = f"{ID}{of}" if of else ""
    shared = {"section": section, "text": text, "table": found, "forms": TABLES, "of": of, "iri": iri}
    page = render_template("one_table.html", **shared, name=_name(iri) if of else "")
    return Reply(page.encode("utf-8"), "text/html")
