"""Tables: the organization of work, and any other."""

import re
from dataclasses import dataclass, field

from tipgraph.documents.dates import MONTHS, WEEKDAYS
from tipgraph.documents.words import EMPHASIS, plain_words
from tipgraph.extract.block import Block
from tipgraph.extract.columns import cells_of
from tipgraph.extract.coverage import Kind
from tipgraph.extract.model import Document, Piece, Section, TableRow

_CLOCK = r"(?:[0-9]{1,2}(?:[.:][0-9][0-9])?(?: ?[ap]\.?m\.?)?|noon|midday|12 noon)"
TIME = re.compile(
    rf"{_CLOCK} ?(?:[-–—]|to) ?(?:[0-9]{{1,2}}(?:[.:][0-9][0-9])?(?: ?[ap]\.?m\.?| ?hrs)|noon|12 noon|[0-9]{{1,2}}[.:][0-9][0-9])"
)
_NUMBER = r"(?:[0-9]{1,2}(?: ?\([a-z]\))?|\([a-z]\))"
_ITEM = re.compile(rf"(?:(?:Agenda )?[Ii]tems? )?{_NUMBER}(?:(?:, and |, | and |[-–]){_NUMBER})*(?: \(continued\))?\.?")
_DAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b|\b\d{{1,2}} (?:{'|'.join(MONTHS)})\b")
_HEAD = re.compile(
    r"(?:Date|Time|Day|Agenda items?|Items?|Titles?|Symbols?|Descriptions?|Documents?|Subjects?|Topics?|Speakers?|Meeting|"
    r"State|Country|Number|Source|Notes?|Remarks)\b(?: \w+){0,4}",
    re.IGNORECASE,
)


_CAPTION_ALONE = re.compile(r"Table(?: (?:[IVX]+|\d{1,2}))?[.:]?")
_CAPTION = re.compile(
    r"Table(?: (?:[IVX]+|\d{1,2}))?\b(?:[.:])?(?!.*[.;]$).*|Sources?: .*|(?:Notes?|Key|Abbreviations?): .*", re.DOTALL
)


def captions_of(blocks: list[Block]) -> set[int]:
    """Return the starts of the blocks beside tables that give a table's number and title, or its source."""
    found: set[int] = set()
    body = [block for block in blocks if not block.footnote]
    for index, block in enumerate(body):
        if block.is_table or block.opening.readings or not _CAPTION.fullmatch(block.words):
            continue
        if _CAPTION_ALONE.fullmatch(block.words) and index + 2 < len(body) and body[index + 2].is_table:
            found |= {block.start, body[index + 1].start}
        beside = body[max(0, index - 2) : index] if ": " in block.words[:16] else body[index + 1 : index + 3]
        if any(other.is_table for other in beside):
            found.add(block.start)
    return found


@dataclass
class _Row:
    """A row: the pieces of each cell, by column."""

    cells: dict[int, list[Piece]] = field(default_factory=dict)

    def pieces(self) -> list[Piece]:
        return [piece for column in sorted(self.cells) for piece in self.cells[column]]


def read_table(document: Document, block: Block, section: Section | None) -> None:
    """Read a table.

    Args:
        document: Receives a row for each line that is neither a heading nor a day; in an organization of work a row's
            pieces begin with the day and the time that govern it, and its own cells come last.
        block: Lines with tabulators, or with gaps between columns.
        section: The heading above the table.
    """
    number = 1 + int(document.rows[-1].path.split("/")[1]) if document.rows else 1
    rows = _rows(document, block)
    texts = [{c: _words(document, pieces) for c, pieces in row.cells.items()} for row in rows]
    is_timetable = any(TIME.search(text) for row in texts for text in row.values())
    reader = _Reader(document, f"table/{number}", section, is_timetable)
    for index, (row, words) in enumerate(zip(rows, texts, strict=True)):
        if _is_head(document, row, words, first=index == 0 or all(r.head for r in reader.seen)):
            reader.head(row)
        else:
            reader.row(row, words)


def _is_head(document: Document, row: _Row, words: dict[int, str], first: bool) -> bool:
    """Tell the heading of a table: cells in italics, or words such as "Date" and "Symbol"."""
    opening = row.pieces()[0]
    if EMPHASIS.match(document.source.text[slice(*opening)]):
        return True
    return first and len(words) > 1 and all(_HEAD.fullmatch(text) for text in words.values())


@dataclass
class _Seen:
    """Whether a row was a heading."""

    head: bool


class _Reader:
    """Adds rows, and remembers the day and the time that govern the next ones."""

    def __init__(self, document: Document, path: str, section: Section | None, is_timetable: bool) -> None:
        self._document = document
        self._path = path
        self._section = section
        self._is_timetable = is_timetable
        self._day: Piece | None = None
        self._time: Piece | None = None
        self._rows = 0
        self.seen: list[_Seen] = []

    def head(self, row: _Row) -> None:
        """Place the heading of the table."""
        self.seen.append(_Seen(True))
        for start, end in row.pieces():
            self._document.coverage.assign(start, end, Kind.TABLE_HEAD)

    def row(self, row: _Row, words: dict[int, str]) -> None:
        """Add a row."""
        self.seen.append(_Seen(False))
        for start, end in row.pieces():
            self._document.coverage.assign(start, end, Kind.TABLE_CELL)
        if not self._is_timetable:
            self._add(row.pieces(), "", "")
            return
        own = self._take_when(row, words)
        items = [column for column in own if _ITEM.fullmatch(words[column])]
        if not items:
            if any(words[column] for column in own):
                self._add([p for c in own for p in row.cells[c]], "", "", governed=True)
            return
        title = [column for column in own if column not in items]
        self._add(
            _span(self._document, [p for c in own for p in row.cells[c]]),
            words[items[0]],
            words[title[-1]] if title else "",
            governed=True,
        )

    def _take_when(self, row: _Row, words: dict[int, str]) -> list[int]:
        """Take day and time off a row; returns the columns that are left."""
        own = []
        for column in sorted(row.cells):
            time = TIME.search(words[column])
            day = _DAY.search(words[column])
            if day and (len(words[column].split()) <= 9) and (not time or day.start() < time.start()):
                self._day, self._time = self._part(row.cells[column], TIME if time else None)
            elif time and TIME.fullmatch(words[column].strip("()")):
                self._time = row.cells[column][0]
            else:
                own.append(column)
        return own

    def _part(self, pieces: list[Piece], time: re.Pattern[str] | None) -> tuple[Piece, Piece | None]:
        """Part a cell that holds a day, and perhaps a time behind it."""
        start, end = pieces[0][0], pieces[0][1]
        match = time.search(self._document.source.text, start, pieces[-1][1]) if time else None
        if not match:
            return (start, end), (pieces[1] if time and len(pieces) > 1 else None)
        before = self._document.source.text[start : match.start()].rstrip(" ,\n\t")
        return (start, start + len(before)), match.span()

    def _add(self, own: list[Piece], item: str, title: str, governed: bool = False) -> None:
        self._rows += 1
        above = [piece for piece in (self._day, self._time) if piece] if governed else []
        row = TableRow(
            f"{self._path}/row/{self._rows}", [*above, *own], len(self._document.rows) + 1, section=self._section
        )
        if governed:
            row.day, row.time = (_words(self._document, [piece]) if piece else "" for piece in (self._day, self._time))
        row.item, row.title = item, title
        self._document.rows.append(row)


def _span(document: Document, pieces: list[Piece]) -> list[Piece]:
    """Return cells of one line as one piece."""
    start, end = pieces[0][0], pieces[-1][1]
    return [(start, end)] if "\n" not in document.source.text[start:end] else pieces


def _rows(document: Document, block: Block) -> list[_Row]:
    """Return the rows of a table; a line that has nothing in its first column goes on with the cells above it."""
    text = document.source.text
    rows: list[_Row] = []
    columns: list[int] = []
    offset = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        indent = block.indent if offset == block.start else 0  # a block begins behind the indent of its first line
        content = line.rstrip()
        tabbed = "\t" in content
        cells = _tab_cells(content) if tabbed else [(start, end) for start, end in cells_of(content)]
        row = _Row()
        for index, (start, end) in enumerate(cells):
            lead = len(content[start:end]) - len(content[start:end].lstrip())
            piece = (offset + start + lead, offset + start + len(content[start:end].rstrip()))
            if piece[0] < piece[1]:
                row.cells[index if tabbed else _column(columns, indent + start + lead)] = [piece]
        if row.cells and not tabbed and rows and _goes_on(document, row, rows[-1]):
            for column, pieces in row.cells.items():
                rows[-1].cells.setdefault(column, []).extend(pieces)
        elif row.cells:
            rows.append(row)
        offset += len(line)
    return rows


def _tab_cells(content: str) -> list[tuple[int, int]]:
    cells, position = [], 0
    for cell in content.split("\t"):
        cells.append((position, position + len(cell)))
        position += len(cell) + 1
    return cells


def _column(columns: list[int], start: int) -> int:
    """Return the column at which a cell begins, a new one where none is near; the values are the places themselves."""
    near = [column for column in columns if abs(column - start) <= 3]
    if near:
        return near[0]
    columns.append(start)
    return start


def _goes_on(document: Document, row: _Row, above: _Row) -> bool:
    """Tell whether a line of a table in columns goes on with the row above it."""
    first = _words(document, row.cells[min(row.cells)])
    opens = TIME.match(first) or _ITEM.fullmatch(first) or _DAY.match(first)
    return not opens and min(row.cells) > min(above.cells)


def _words(document: Document, pieces: list[Piece]) -> str:
    return plain_words(document.source.text[start:end] for start, end in pieces)
