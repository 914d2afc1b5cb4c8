"""References as CSL-JSON, which Zotero, citeproc and pandoc read."""

import json
from typing import Any, BinaryIO, Final

from tipgraph.export.references.entries import SERIES, UNITED_NATIONS, Entry, Form, entries
from tipgraph.export.source import Selection, Source

_TYPES: Final = {Form.PAPER: "report", Form.TREATY: "treaty", Form.BOOK: "book", Form.OTHER: "document"}


def write_csl(source: Source, out: BinaryIO, _: Selection) -> None:
    """Write the references as one list, item by item."""
    separator = "[\n"
    for entry in entries(source):
        out.write(f"{separator}{json.dumps(item(entry), ensure_ascii=False)}".encode())
        separator = ",\n"
    out.write(("[]\n" if separator == "[\n" else "\n]\n").encode())


def item(entry: Entry) -> dict[str, Any]:
    """Return a document as an item of CSL-JSON 1.0."""
    bodies = " / ".join(entry.bodies)
    told = {
        "id": entry.key,
        "type": _TYPES[entry.form],
        "title": entry.title,
        "author": [{"literal": name} for name in entry.authors],
        "issued": {"date-parts": [list(entry.date)]} if entry.date else None,
        "number": entry.number,
        "volume": entry.volume,
        "container-title": SERIES if entry.series else "",
        "note": entry.series
        or ("" if entry.form == Form.PAPER else entry.number),  # of a book few styles print a number
        "genre": entry.kind,
        "authority": bodies,
        # Styles print the publisher of a report, and few know an authority.
        "publisher": UNITED_NATIONS if entry.series else bodies,
        "event-title": entry.session,
        "event-place": entry.place,
        "language": entry.language,
        "URL": entry.iri,
    }
    return {name: value for name, value in told.items() if value}
