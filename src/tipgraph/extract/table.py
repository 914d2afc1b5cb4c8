"""Tables: the organization of work, and the table of contents."""

import re

from tipgraph.documents.words import EMPHASIS, plain_words
from tipgraph.extract.blocks import Block
from tipgraph.extract.coverage import Kind
from tipgraph.extract.model import Document, Piece, Section, TableRow

_TIME = re.compile(
    r"(?:[0-9]{1,2}(?:[.:][0-9][0-9])?|noon)(?: ?[ap]\.m\.)? ?[-–] ?(?:[0-9]{1,2}(?:[.:][0-9][0-9])? ?[ap]\.m\.|noon)"
)
_ITEM = re.compile(r"[0-9]{1,2}(?: ?\([a-z]\))?(?:(?:, | and )[0-9]{1,2}(?: ?\([a-z]\))?)*")


def place_contents(document: Document, block: Block) -> None:
    """Place the entries of a table of contents."""
    document.coverage.assign(block.start, block.end, Kind.CONTENTS)


def read_table(document: Document, block: Block, section: Section | None) -> None:
    """Read an organization of work.

    Args:
        document: Receives a row for each line that names an agenda item; a row's pieces begin with the day and the time
            that govern it, and its own cells come last.
        block: Lines with tabulators; cells are a time, an agenda item, a title; a line without tabulators is a day.
        section: The heading above the table.
    """
    number = 1 + len({row.path.split("/")[1] for row in document.rows})
    day: Piece | None = None
    time: Piece | None = None
    rows = 0
    for cells in _lines(document, block):
        texts = [plain_words([document.source.text[start:end]]) for start, end in cells]
        if any(EMPHASIS.match(document.source.text[start:end]) for start, end in cells[:1]):
            _place(document, cells, Kind.TABLE_HEAD)
            continue
        _place(document, cells, Kind.TABLE_CELL)
        times = [cell for cell, text in zip(cells, texts, strict=True) if _TIME.fullmatch(text)]
        items = [cell for cell, text in zip(cells, texts, strict=True) if _ITEM.fullmatch(text)]
        if times:
            time = times[0]
        if not items:
            day, time = (cells[0], None) if not times else (day, time)
            continue
        rows += 1
        own = [cell for cell in cells if cell not in times]
        pieces = [piece for piece in (day, time) if piece] + [(own[0][0], own[-1][1])]
        row = TableRow(f"table/{number}/row/{rows}", pieces, rows, section=section)
        row.day, row.time, row.item = (_words(document, piece) for piece in (day, time, items[0]))
        row.title = _words(document, own[-1]) if own[-1] != items[0] else ""
        document.rows.append(row)


def _lines(document: Document, block: Block) -> list[list[Piece]]:
    """Return the cells of each line as pieces, without empty ones."""
    lines = []
    offset = block.start
    for line in document.source.text[block.start : block.end].splitlines(keepends=True):
        cells, position = [], offset
        for cell in line.rstrip("\r\n").split("\t"):
            start = position + len(cell) - len(cell.lstrip())
            if cell.strip():
                cells.append((start, start + len(cell.strip())))
            position += len(cell) + 1
        if cells:
            lines.append(cells)
        offset += len(line)
    return lines


def _place(document: Document, cells: list[Piece], kind: Kind) -> None:
    for start, end in cells:
        document.coverage.assign(start, end, kind)


def _words(document: Document, piece: Piece | None) -> str:
    return plain_words([document.source.text[slice(*piece)]]) if piece else ""
