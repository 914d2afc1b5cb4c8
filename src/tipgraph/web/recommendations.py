"""The table of recommendations."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from tipgraph.site.recommendations import FACETS, GROUPS, SORTS, Choice, Recommendation, Selected, select
from tipgraph.web import contents, tables
from tipgraph.web.answers import respond
from tipgraph.web.pool import MEGABYTE
from tipgraph.web.services import services
from tipgraph.web.worker import Reply

blueprint = Blueprint("recommendations", __name__)

_ROWS: Final = 50
"""Recommendations on a page."""
_LONGEST: Final = 500
"""Characters that may be searched for."""
_COLUMNS: Final = (
    *(
        "recommendation",
        "place",
        "document",
        "session",
        "text",
        "addressed to",
        "through them to",
        "modality",
        "topics",
    ),
    *("condition", "status", "cite as"),
)
_NAMES: Final = frozenset({"q", "sort", "group", "page", *FACETS})


@dataclass(frozen=True)
class Page:
    """A part of what was chosen."""

    number: int
    last: int
    start: int
    """How many recommendations come before it."""


@blueprint.get("/recommendations")
def table() -> Response:
    """Show the recommendations that somebody chooses, in the order that they want."""
    choice, page = _choice(request.args), _page(request.args)
    parts = ("recommendations", *(f"{name}={value}" for name, value in _canonical(request.args)), f"page={page}")
    return respond(parts, lambda: Reply(_show(choice, page).encode("utf-8"), "text/html"), vary=False)


@blueprint.get("/recommendations.<form>")
def data(form: str) -> Response:
    """Give all recommendations that somebody chooses as a table for programs, one row for each."""
    if form not in tables.MEDIA_TYPES:
        abort(404, f"there is no form '{form}' of the recommendations: there is {', '.join(tables.MEDIA_TYPES)}")
    choice = replace(_choice(request.args), group="")
    parts = ("recommendations", form, *(f"{name}={value}" for name, value in _canonical(request.args)))
    return respond(parts, lambda: _table(choice, form), vary=False)


def _table(choice: Choice, form: str) -> Reply:
    selected = select(services(current_app).kept(contents.recommendations), choice)
    rows = [_row(one) for group in selected.groups for one in group.members]
    return tables.write(form, "Recommendations", _COLUMNS, rows, services(current_app).settings.result * MEGABYTE)


def _row(one: Recommendation) -> tuple[str, ...]:
    """Write a recommendation as a row; what it has several of with semicolons between."""
    standing = (f"{event.status.name}{' (only foreseen)' if event.foreseen else ''}" for event in one.standing)
    return (
        one.iri,
        one.label,
        one.document.name,
        one.session.name if one.session else "",
        one.text,
        *(
            "; ".join(value.name for value in values)
            for values in (one.addressees, one.through, one.modalities, one.topics)
        ),
        "; ".join(one.conditions),
        "; ".join(standing),
        one.citation,
    )


def _show(choice: Choice, page: int) -> str:
    found = services(current_app)
    selected = select(found.kept(contents.recommendations), choice)
    rows = sum(len(group.members) for group in selected.groups)
    last = max(1, -(-rows // _ROWS))
    if page > last:
        abort(404, f"there is no page {page}: the last one is {last}")
    shown = Page(page, last, (page - 1) * _ROWS)
    return render_template(
        "recommendations.html",
        selected=_part(selected, shown),
        choice=choice,
        groups=GROUPS,
        sorts=SORTS,
        page=shown,
        address=_address,
        is_filtered=bool(choice.words or choice.chosen),
    )


def _part(selected: Selected, page: Page) -> Selected:
    """Leave what stands on one page."""
    groups, before = [], 0
    for group in selected.groups:
        start, end = page.start - before, page.start + _ROWS - before
        members = group.members[max(start, 0) : max(end, 0)]
        before += len(group.members)
        if members:
            groups.append(type(group)(group.named, members))
    return Selected(tuple(groups), selected.facets, selected.count, selected.total)


def _choice(given: MultiDict[str, str]) -> Choice:
    """Read what somebody wants; what cannot be wanted is refused with what can."""
    unknown = sorted(set(given) - _NAMES)
    if unknown:
        abort(400, f"'{unknown[0]}' is nothing that recommendations can be chosen by: use {', '.join(sorted(_NAMES))}")
    words = given.get("q", "").strip()
    if len(words) > _LONGEST:
        abort(400, f"q has {len(words)} characters: search for {_LONGEST} at most")
    sort = given.get("sort") or "place"
    group = given.get("group", "")
    if sort.removeprefix("-") not in SORTS:
        abort(
            400,
            f"recommendations cannot be sorted by '{sort}': use {', '.join(SORTS)}, with - before it for the reverse",
        )
    if group and group not in GROUPS:
        abort(400, f"recommendations cannot be grouped by '{group}': use {', '.join(GROUPS)}")
    chosen = {name: frozenset(filter(None, given.getlist(name))) for name in FACETS if any(given.getlist(name))}
    return Choice(words, chosen, sort.removeprefix("-"), sort.startswith("-"), group)


def _page(given: MultiDict[str, str]) -> int:
    page = given.get("page") or "1"
    if not (page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page)):
        abort(400, "page is the number of a page, from 1")
    return int(page)


def _canonical(given: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Return the parameters that say something, in an order of their own."""
    return sorted(
        {(name, value.strip()) for name, value in given.items(multi=True) if value.strip() and name != "page"}
    )


def _address(*, without: Iterable[tuple[str, str]] = (), form: str = "", **changes: str) -> str:
    """Return the address of this page, or of a form of it, with some parameters changed, or left out if they are empty."""
    left = set(without)
    kept: dict[str, Any] = {name: value for name, value in changes.items() if value}
    for name, value in _canonical(request.args):
        if name not in changes and (name, value) not in left:
            kept.setdefault(name, []).append(value)
    return url_for("recommendations.data", form=form, **kept) if form else url_for("recommendations.table", **kept)
