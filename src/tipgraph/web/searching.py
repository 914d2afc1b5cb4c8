"""What happens in a worker process when something is searched for: a page of it, or all of it as a file.

A worker can open no file: the fork server imports this module for it, as it does :mod:`tipgraph.web.worker`.
"""

from pathlib import Path
from typing import Final

from tipgraph.site.search.find import Found, Hit, find, find_all
from tipgraph.site.search.request import Request
from tipgraph.web import feeds, tables, worker
from tipgraph.web.worker import Reply

ATOM: Final = "atom"
FORMS: Final = {**tables.MEDIA_TYPES, ATOM: feeds.MEDIA_TYPE}
"""The forms that all that is found can be had in, by the suffix of an address."""
_COLUMNS: Final = [
    "kind",
    "title",
    "place",
    "text",
    "session",
    "addressee",
    "topic",
    "modality",
    "status",
    "year",
    "iri",
]


def page(directory: Path, request: Request) -> Found:
    """Answer a search for a page; as :func:`tipgraph.site.search.find.find`."""
    return find(worker.load(directory).search, request)


def everything(directory: Path, request: Request, form: str, address: str, limit: int) -> Reply:
    """Answer a search with all that is found.

    Args:
        directory: The build.
        request: The search; its page does not matter.
        form: One of :data:`FORMS`.
        address: Where the public finds the same as a page.
        limit: How many bytes the answer may have.

    Raises:
        tipgraph.errors.TipgraphError: If a value was chosen that does not exist, or the answer is too large.
    """
    index = worker.load(directory).search
    hits = find_all(index, request)
    title = title_of(request)
    if form == ATOM:
        return feeds.write(title, address, (_entry(hit, index.newest) for hit in hits), limit)
    return tables.write(form, title, _COLUMNS, map(_row, hits), limit)


def title_of(request: Request) -> str:
    """Return what a search is called."""
    return f"tipgraph: {request.text.strip()}" if request.text.strip() else "tipgraph: what was chosen"


def _row(hit: Hit) -> list[str | int | None]:
    cells: dict[str, str | int | None] = {name: "; ".join(labels) or None for name, labels in hit.facts.items()}
    cells |= {"kind": hit.label, "title": hit.shown, "place": hit.place or None, "text": hit.text or None}
    years = hit.facts.get("year", [])
    cells |= {"iri": hit.iri, "year": int(years[0]) if len(years) == 1 else cells.get("year")}
    return [cells.get(name) for name in _COLUMNS]


def _entry(hit: Hit, newest: str) -> feeds.Entry:
    """Write what was found as an entry; what has no date is as new as the newest document."""
    title = f"{hit.shown}: {hit.place}" if hit.place else hit.shown
    return feeds.Entry(hit.iri, title, hit.text, hit.date or newest, (hit.label, *hit.facts.get("topic", ())))
