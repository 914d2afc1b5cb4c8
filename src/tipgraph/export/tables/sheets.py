"""All tables as one workbook."""

from typing import BinaryIO

from tipgraph.export.source import Selection, Source
from tipgraph.export.tables.definition import tables
from tipgraph.export.tables.rows import joined_row, plain, rows
from tipgraph.export.workbook import Workbook


def write_workbook(source: Source, out: BinaryIO, selection: Selection) -> None:
    """Write a sheet for each table.

    Raises:
        tipgraph.errors.UsageError: If a sheet cannot hold so many rows.
    """
    with Workbook(out, "tipgraph", in_memory=False) as workbook:
        for number, table in enumerate(tables()):
            selection.progress(number, len(tables()))
            found = (
                [plain(cell) if isinstance(cell, bool) else cell for cell in joined_row(table, row)]
                for row in rows(source, table)
            )
            workbook.add_sheet(table.title, [column.name for column in table.columns], found)
    selection.progress(len(tables()), len(tables()))
