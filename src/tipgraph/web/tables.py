"""Tables in the forms that people work with: CSV, a spreadsheet, JSON. The same rows give the same bytes."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from tipgraph.export.workbook import MEDIA_TYPE, Workbook
from tipgraph.web.worker import Reply, ResultTooLarge

Cell = str | int | None
Rows = Iterable[Sequence[Cell]]

MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": MEDIA_TYPE,
    "json": "application/json",
}
"""The forms, by the suffix of an address."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that a spreadsheet would take for a formula (OWASP, CSV Injection)."""


def write(form: str, title: str, columns: Sequence[str], rows: Rows, limit: int = 0) -> Reply:
    """Write a table.

    Args:
        form: ``csv``, ``xlsx`` or ``json``.
        title: What the table is called; the name of the file is made from it.
        columns: The headings, no two alike.
        rows: The cells of each row, in the order of the columns.
        limit: How many bytes the table may have; 0 for any number.

    Returns:
        The table with its media type, to be kept as a file. CSV is as RFC 4180 says, in UTF-8; a text that a
        spreadsheet would take for a formula has an apostrophe before it. In a workbook every text is a text. JSON has
        ``title``, ``columns`` and ``rows``, each row an object.

    Raises:
        tipgraph.errors.UsageError: If a sheet cannot hold so many rows.
        tipgraph.web.worker.ResultTooLarge: If the table would be larger than the limit.
    """
    content = _WRITERS[form](title, columns, _counted(rows, limit))
    if limit and len(content) > limit:
        raise ResultTooLarge(limit)
    name = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:60] or "table"
    return Reply(content, MEDIA_TYPES[form], headers=(("Content-Disposition", f'inline; filename="{name}.{form}"'),))


def _counted(rows: Rows, limit: int) -> Iterator[Sequence[Cell]]:
    """Pass rows on as long as their texts are within the limit, so that a table that is too large is not written first."""
    size = 0
    for row in rows:
        size += sum(len(cell) for cell in row if isinstance(cell, str))
        if limit and size > 2 * limit:
            raise ResultTooLarge(limit)
        yield row


def _csv(_: str, columns: Sequence[str], rows: Rows) -> bytes:
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(map(_defused, columns))
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    return output.getvalue().encode("utf-8")


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _json(title: str, columns: Sequence[str], rows: Rows) -> bytes:
    table = {"title": title, "columns": list(columns), "rows": [dict(zip(columns, row, strict=True)) for row in rows]}
    return (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _xlsx(title: str, columns: Sequence[str], rows: Rows) -> bytes:
    output = io.BytesIO()
    with Workbook(output, title, in_memory=True) as workbook:
        workbook.add_sheet(title, columns, rows)
    return output.getvalue()


_WRITERS: Final[dict[str, Callable[[str, Sequence[str], Rows], bytes]]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}
