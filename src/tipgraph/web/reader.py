"""Documents as texts to read, each part with what the record knows of it, and quotes shown in their place."""

from typing import Final
from urllib.parse import quote as escaped

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for

from tipgraph.namespaces import ID
from tipgraph.query.formats import GRAPHS
from tipgraph.query.thing import NoSuchThing
from tipgraph.site.reader.page import Page
from tipgraph.site.reader.parts import DOCUMENTS
from tipgraph.site.reader.quote import Range, parse_range
from tipgraph.web import readings
from tipgraph.web.answers import respond
from tipgraph.web.negotiate import HTML
from tipgraph.web.paths import local
from tipgraph.web.services import services
from tipgraph.web.worker import Reply

blueprint = Blueprint("reader", __name__)

_IN_FRAGMENTS: Final = "/:@!$&'()*+,;=?"
"""What may stand in a fragment as it is (RFC 3986, section 3.5)."""


@blueprint.app_template_global()
def words_href(place: str, start: str | int = "", end: str | int = "") -> str:
    """Return where the words of a part of a document are shown in their text.

    Args:
        place: The IRI of a part of a document, or of a document, or of an anchor.
        start: The first code point of the source text to mark; nothing marks none.
        end: The one after the last.

    Returns:
        An address on this server; nothing for what is no part of a document with a text.
    """
    if not place.startswith(DOCUMENTS):
        return ""
    document, _, fragment = place.removeprefix(DOCUMENTS).partition("/")
    if str(start) and str(end):
        return url_for("reader.read", path=document, start=start, end=end, _anchor="quote")
    fragment = fragment.partition("/anchor/")[0]
    address = url_for("reader.read", path=document)
    return f"{address}#{escaped(fragment, safe=_IN_FRAGMENTS)}" if fragment else address


@blueprint.app_template_global()
def read_href(iri: str) -> str:
    """Return where a document can be read, by its IRI."""
    path = iri.removeprefix(DOCUMENTS) if iri.startswith(DOCUMENTS) else iri.removeprefix(ID)
    return url_for("reader.read", path=path)


@blueprint.get("/read")
def documents() -> Response:
    """List the documents that can be read."""

    def make() -> Reply:
        found = services(current_app).pool.run(readings.list_documents, own=True)
        return Reply(render_template("documents.html", found=found).encode("utf-8"), HTML)

    return respond(("read",), make, vary=False)


@blueprint.get("/read/<path:path>")
def read(path: str) -> Response:
    """Show a document, or a section of it, and mark a quote in it."""
    quote = parse_range(request.args.getlist("start"), request.args.getlist("end"))
    sections = request.args.getlist("section")
    if len(sections) > 1:
        abort(400, "one section is shown at a time, or all of the document")
    section = sections[0] if sections else ""
    return respond(("read", path, repr(quote), section), lambda: _reply(path, quote, section), vary=False)


def _reply(path: str, quote: Range | None, section: str) -> Reply:
    page = services(current_app).pool.run(readings.read_document, path, quote, section, own=True)
    address = local(page.document.iri)
    data = [(form.name, form.media_type, f"{address}.{form.suffix}") for form in GRAPHS]
    template = "reader.html" if isinstance(page, Page) else "textless.html"
    return Reply(render_template(template, page=page, data=data).encode("utf-8"), HTML)


@blueprint.errorhandler(NoSuchThing)
def _missing(error: NoSuchThing) -> Response:
    """Say that there is no such document, and lead to what comes near."""
    page = render_template("missing.html", message=str(error), nearest=error.nearest)
    return Response(page, 404, mimetype=HTML)
