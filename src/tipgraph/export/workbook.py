"""Workbooks: sheets of texts and numbers. The same rows give the same bytes."""

import codecs
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import BinaryIO, Final, Self

import xlsxwriter

from tipgraph.errors import UsageError

codecs.lookup("utf-16-le")  # in which sheets are named: a worker can open no file when it comes to that

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL: Final = 32_767
_MOST_ROWS: Final = 1_048_575
"""What a sheet holds besides its heading (ECMA-376 names no limit; these are Excel's)."""
_WIDEST: Final = 60
_NO_DATE: Final = datetime(2000, 1, 1)


class Workbook:
    """A workbook that is written to a stream once the ``with`` that it stands in ends."""

    def __init__(self, out: BinaryIO, title: str, *, in_memory: bool) -> None:
        """Begin a workbook.

        Args:
            out: Where to write.
            title: What it is called.
            in_memory: Whether it is put together in memory, for who may open no file; else row by row on disk.
        """
        self._folder = None if in_memory else TemporaryDirectory()
        options = {"constant_memory": True, "tmpdir": self._folder.name} if self._folder else {"in_memory": True}
        self._book = xlsxwriter.Workbook(out, {**options, "strings_to_formulas": False, "strings_to_urls": False})
        self._book.set_properties({"title": title[:255], "created": _NO_DATE})
        self._heading = self._book.add_format({"bold": True})
        self._text = self._book.add_format({"text_wrap": True, "valign": "top"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            if kind is None:
                self._book.close()
        finally:
            if self._folder:
                self._folder.cleanup()

    def add_sheet(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> None:
        """Add a sheet; every text is a text, whatever it begins with, and cut where a cell holds no more.

        Args:
            title: Its name; what a name cannot have is left out.
            columns: The headings.
            rows: The cells of each row, in the order of the columns.

        Raises:
            tipgraph.errors.UsageError: If a sheet cannot hold so many rows.
        """
        sheet = self._book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "Table")
        sheet.freeze_panes(1, 0)
        widths = [len(column) for column in columns]
        for number, column in enumerate(columns):
            sheet.write_string(0, number, column, self._heading)
        last = 0
        for last, row in enumerate(rows, 1):
            if last > _MOST_ROWS:
                raise UsageError(f"a sheet holds {_MOST_ROWS:,} rows: ask for CSV, or for less")
            for number, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(last, number, cell)
                elif cell:
                    sheet.write_string(last, number, _fitted(cell), self._text)
                    widths[number] = max(widths[number], min(len(cell), _WIDEST))
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width + 2)
        sheet.autofilter(0, 0, last, max(len(columns) - 1, 0))


def _fitted(text: str) -> str:
    cut = "… (cut: a cell holds no more; the CSV has it whole)"
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(cut)] + cut
