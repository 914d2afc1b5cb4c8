"""A table as CSV and as JSON, written row by row."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import BinaryIO, Final

from tipgraph.export.source import Selection, Source
from tipgraph.export.tables.definition import Table
from tipgraph.export.tables.rows import joined_row, plain, rows

_BOM: Final = "\ufeff"
"""Spreadsheets take a file without it for the code page of their country; readers of CSV on the Web pass over it."""


def write_csv(source: Source, out: BinaryIO, _: Selection, *, table: Table) -> None:
    """Write a table as RFC 4180 says, in UTF-8 with its mark; no text is changed, whatever it begins with."""
    told = (joined_row(table, row) for row in rows(source, table))
    lines = (["" if cell is None else plain(cell) for cell in row] for row in told)
    write_lines(out, [column.name for column in table.columns], lines)


def write_json(source: Source, out: BinaryIO, _: Selection, *, table: Table) -> None:
    """Write a table as a list of objects; a list is a list, and what is not known is left out."""
    names = [column.name for column in table.columns]
    write_objects(
        out,
        (
            {name: cell for name, cell in zip(names, row, strict=True) if cell not in (None, ())}
            for row in rows(source, table)
        ),
    )


def write_lines(out: BinaryIO, heading: Iterable[str], lines: Iterable[Iterable[str]]) -> None:
    """Write a heading and lines as CSV."""
    stream = io.TextIOWrapper(out, encoding="utf-8", newline="")
    try:
        stream.write(_BOM)
        writer = csv.writer(stream)
        writer.writerow(heading)
        writer.writerows(lines)
    finally:
        stream.detach()


def write_objects(out: BinaryIO, objects: Iterable[Mapping[str, object]]) -> None:
    """Write objects as a JSON list, one a line."""
    separator = "[\n"
    for one in objects:
        out.write(f"{separator}{json.dumps(one, ensure_ascii=False)}".encode())
        separator = ",\n"
    out.write(("[]\n" if separator == "[\n" else "\n]\n").encode())
