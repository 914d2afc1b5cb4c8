"""Pictures, each with its table, and both as data."""

from typing import Final

from flask import Blueprint, Response, abort, current_app, render_template, request

from tipgraph.errors import shown
from tipgraph.namespaces import ID
from tipgraph.query.formats import TABLES, named
from tipgraph.site.entities import Section, load_pictures
from tipgraph.site.pictures import DRAWINGS
from tipgraph.site.pictures.shapes import Term
from tipgraph.web.answers import respond
from tipgraph.web.pages import MOST_ROWS
from tipgraph.web.sections import thing_of
from tipgraph.web.services import services
from tipgraph.web.worker import Reply, Rows

blueprint = Blueprint("pictures", __name__)

_SVG: Final = "svg"


@blueprint.get("/pictures/<name>")
def picture(name: str) -> Response:
    """Show a picture with its table, or give either alone."""
    stem, _, suffix = name.partition(".")
    section = next((one for one in load_pictures() if one.name == stem), None)
    form = named(suffix)
    if section is None or (suffix and suffix != _SVG and form not in TABLES):
        abort(404, f"there is no picture '{shown(name)}': there is {', '.join(one.name for one in load_pictures())}")
    found = services(current_app)
    choices = found.kept_rows(section.choices, MOST_ROWS).rows if section.choices else []
    of = request.args.get("of") or next((row[0].iri.removeprefix(ID) for row in choices if row[0]), "")
    text = section.about(thing_of(of)) if section.choices else section.text
    parts = ("picture", name, of)
    if form:
        media_type = form.media_type
        return respond(parts, lambda: found.pool.answer(text, media_type, own=True), vary=False)
    shared = {"section": section, "of": of if section.choices else "", "text": text, "choices": choices}
    return respond(parts, lambda: _show(shared, section, text, alone=bool(suffix)), vary=False)


def _show(shared: dict[str, object], section: Section, text: str, *, alone: bool) -> Reply:
    table = services(current_app).pool.rows(text, MOST_ROWS, own=True)
    drawing = DRAWINGS[section.name](_rows(table))
    if alone:
        return Reply(render_template("lone.svg", **shared, drawing=drawing).encode("utf-8"), "image/svg+xml")
    page = render_template(
        "picture.html", **shared, drawing=drawing, rows=table, forms=TABLES, pictures=load_pictures()
    )
    return Reply(page.encode("utf-8"), "text/html")


def _rows(table: Rows) -> list[dict[str, Term | None]]:
    """Return the rows of a table as pictures are drawn from them."""
    return [
        {name: Term(cell.text, cell.iri) if cell else None for name, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]
