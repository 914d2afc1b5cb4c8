"""The search page, and all that it finds as a file."""

import re
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, abort, current_app, render_template, url_for

from tipgraph.dataset.search.facets import FACETS
from tipgraph.site.search.find import Found
from tipgraph.site.search.outline import outline
from tipgraph.site.search.request import EXACT, Request
from tipgraph.web import searching
from tipgraph.web.addresses import public
from tipgraph.web.answers import respond
from tipgraph.web.negotiate import HTML
from tipgraph.web.parameters import Parameters, of_address
from tipgraph.web.pool import MEGABYTE
from tipgraph.web.services import services
from tipgraph.web.worker import Reply

blueprint = Blueprint("search", __name__)

HEADINGS: Final = {
    "kind": "Kind",
    "session": "Session",
    "addressee": "Addressee",
    "topic": "Topic",
    "modality": "Modality",
    "status": "Status",
    "document": "Document",
    "year": "Year",
}
"""What the facets are called on the page."""
FORMS: Final = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", searching.ATOM: "Atom"}
_ALLOWED: Final = frozenset({"q", EXACT, *FACETS})
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Chosen:
    """A value that was chosen, and the address of the search without it."""

    facet: str
    label: str
    without: str


@blueprint.get("/search")
def page() -> Response:
    """Show a part of what is found."""
    request = _request(of_address(), paged=True)
    return respond(("search", request.query()), lambda: Reply(_page(request).encode("utf-8"), HTML), vary=False)


@blueprint.get("/search.<form>")
def everything(form: str) -> Response:
    """Answer with all that is found."""
    if form not in FORMS:
        abort(404, f"a search has no form '{form}': it has {', '.join(FORMS)}")
    request = _request(of_address(), paged=False)
    found = services(current_app)
    address = _address(public("search.page"), request)

    def make() -> Reply:
        limit = found.settings.result * MEGABYTE
        return found.pool.run(searching.everything, request, form, address, limit, own=True)

    return respond(("search", form, address), make, vary=False)


def _page(request: Request) -> str:
    found = services(current_app).pool.run(searching.page, request, own=True)
    if request.page > found.pages:
        abort(404, f"there is no page {request.page}: the last one is {found.pages}")
    whole = request.changed(page=1)
    return render_template(
        "search.html",
        found=found,
        request=request,
        headings=HEADINGS,
        outlines={facet: outline(values) for facet, values in found.facets.items() if values},
        chosen=_chosen(found),
        forms={label: _address(url_for("search.everything", form=form), whole) for form, label in FORMS.items()},
        address_of_words=_address(url_for("search.page"), request.choosing({})),
        address=lambda **changes: _address(url_for("search.page"), request.changed(**changes)),
    )


def _chosen(found: Found) -> list[Chosen]:
    """Return what was chosen, in the order of the facets."""
    here = url_for("search.page")
    return [
        Chosen(HEADINGS[facet], value.label, _address(here, found.request.toggled(facet, value.key)))
        for facet, values in found.facets.items()
        for value in values
        if value.chosen
    ]


def _address(path: str, request: Request) -> str:
    query = request.query()
    return f"{path}?{query}" if query else path


def _request(given: Parameters, *, paged: bool) -> Request:
    """Read what is asked for; what cannot be asked for is refused with what can."""
    allowed = _ALLOWED | {"page"} if paged else _ALLOWED
    unknown = sorted(given.names - allowed)
    if unknown:
        abort(400, f"'{unknown[0]}' is nothing to search by: use {', '.join(sorted(allowed))}")
    for name in ("q", EXACT, "page"):
        if len(given.values(name)) > 1:
            abort(400, f"{name} is given more than once: give it once")
    number = next(iter(given.values("page")), "") or "1"
    if not _NUMBER.fullmatch(number):
        abort(400, "page is the number of a page, from 1")
    exact = next(iter(given.values(EXACT)), "")
    if exact not in ("", "0", "1"):
        abort(400, f"{EXACT} is 1, for the words alone, or 0, for other names of the same too")
    text = " ".join(next(iter(given.values("q")), "").split())
    wanted = Request(text, exact=exact == "1").choosing({facet: filter(None, given.values(facet)) for facet in FACETS})
    return wanted.changed(page=int(number))
