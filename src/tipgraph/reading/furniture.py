"""What a printed page carries beside its text: running heads and feet, page numbers, bar codes, the job number."""

import re
from collections import Counter

from tipgraph.reading.footnotes import opening_mark
from tipgraph.reading.items import SYMBOL, Row, rows_of
from tipgraph.reading.lines import Piece
from tipgraph.reading.typography import Span

_ZONE = 0.2  # share of the page's height at its head and foot in which furniture stands
_MOST_ROWS = 7
_JOB = re.compile(r"\b[A-Z]{1,4}\.\s?\d{2}-\d{5,6}(?:\s?\([A-Z]\))?")
_NUMBER = re.compile(
    r"^(?:page|p\.|pág(?:ina)?\.?|seite)?\s*[-–—/.|]*\s*(?P<number>\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|de|/|sur)\s*\d{1,4}(?:\s*pages?)?)?\s*[-–—/.|]*$",
    re.IGNORECASE,
)
_CODES = re.compile(
    r"\*\d{6,10}\*|\b\d{6}\b|\*[0-9A-Z]{6,12}\*|please\s+recycle|[\ue000-\uf8ff♻♲\ufffd]", re.IGNORECASE
)


class Furniture:
    """Takes the furniture off the pages of one document; ``job`` is (page, piece) of the job number where it first stands."""

    def __init__(self, pages: list[list[Piece]], heights: list[float]) -> None:
        self.job: Piece | None = None
        self._rows = [rows_of(pieces) for pieces in pages]
        self._heights = heights
        self._seen: dict[tuple[bool, str], dict[int, float]] = {}
        self._offsets: Counter[int] = Counter()
        for page, rows in enumerate(self._rows):
            for upper in (True, False):
                for row in self._zone(page, rows, upper):
                    self._seen.setdefault((upper, _key(row)), {}).setdefault(page, row[0].y)
                numbers = {
                    number - page
                    for row in self._zone(page, rows, upper)
                    if (number := _number(_text(row))) is not None
                }
                self._offsets.update(numbers)

    def strip(self) -> list[list[Piece]]:
        """Return each page's pieces without furniture."""
        return [self._stripped(page, rows) for page, rows in enumerate(self._rows)]

    def _zone(self, page: int, rows: list[Row], upper: bool) -> list[Row]:
        """The outermost rows at the head or the foot of a page, the outermost first."""
        height = self._heights[page]
        if upper:
            return [row for row in rows[:_MOST_ROWS] if row[0].y > height * (1 - _ZONE)]
        return [row for row in rows[::-1][:_MOST_ROWS] if row[0].y < height * _ZONE]

    def _stripped(self, page: int, rows: list[Row]) -> list[Piece]:
        dropped: set[int] = set()
        for upper in (True, False):
            zone = self._zone(page, rows, upper)
            for index, row in enumerate(zone):
                inner = zone[index + 1] if index + 1 < len(zone) else self._next(rows, row, upper)
                if not self._is_furniture(page, row, upper, inner):
                    break
                dropped.update(id(piece) for piece in row)
        return [piece for row in rows for piece in row if id(piece) not in dropped]

    def _next(self, rows: list[Row], row: Row, upper: bool) -> Row | None:
        at = next(index for index, other in enumerate(rows) if other is row) + (1 if upper else -1)
        return rows[at] if 0 <= at < len(rows) else None

    def _is_furniture(self, page: int, row: Row, upper: bool, inner: Row | None) -> bool:
        text = _text(row)
        if opening_mark(row[0]) and not _CODES.match(text):
            return False
        job = _JOB.search(text)
        rest = _CODES.sub(" ", _JOB.sub(" ", text)).strip(" -–_")
        if job and not upper and _slight(rest):
            if self.job is None:
                self.job = _job_piece(row, job[0])
            return True
        if not rest:
            return not upper or page > 0
        if page and _slight(rest) and (job or SYMBOL.match(rest.split()[0]) or SYMBOL.match(rest.split()[-1])):
            return True
        number = _number(text)
        if number is not None:
            apart = self._gap(row, inner) > 1.9
            single = len(self._rows) == 1
            return (self._offsets[number - page] > 1 and not single) or apart
        if (
            page
            and len(row) > 1
            and self._gap(row, inner) > 1.6
            and page + 1 in (_number(row[0].text.strip()), _number(row[-1].text.strip()))
        ):
            return True
        often = self._often(page, row, upper) and (self._gap(row, inner) > 2.2 or self._everywhere(row, upper))
        title = page == 0 and upper and (SYMBOL.match(text.split()[-1]) or "nations" in text.lower())
        return often and not title and any(character.isalnum() for character in text) and self._apart(row, inner)

    def _often(self, page: int, row: Row, upper: bool) -> bool:
        """Whether the row stands at the same place of a neighbouring page, the next or the next but one, and of enough pages."""
        seen = self._seen[(upper, _key(row))]
        beside = any(
            abs(seen[other] - row[0].y) < 5 for other in (page - 2, page - 1, page + 1, page + 2) if other in seen
        )
        return beside and len(seen) >= (2 if len(self._rows) < 6 else 3)

    def _everywhere(self, row: Row, upper: bool) -> bool:
        """Whether nearly all pages but the first have the row."""
        return len(self._seen[(upper, _key(row))]) >= max(3, 0.8 * (len(self._rows) - 1))

    def _apart(self, row: Row, inner: Row | None) -> bool:
        """Whether a repeated row stands off the text or is set otherwise, so that it cannot be a line of the text."""
        return inner is None or self._gap(row, inner) > 1.15 or inner[0].size != row[0].size

    def _gap(self, row: Row, inner: Row | None) -> float:
        """How many lines a row stands off the next one towards the text."""
        return 99.0 if inner is None else abs(inner[0].y - row[0].y) / max(inner[0].size, row[0].size)


def _slight(rest: str) -> bool:
    """Whether the rest of a row is nothing but a symbol and the page's number."""
    parts = [part for part in rest.split() if not SYMBOL.match(part)]
    return not parts or _number(" ".join(parts)) is not None


def _text(row: Row) -> str:
    return " ".join(piece.text.strip() for piece in row).strip()


def _key(row: Row) -> str:
    return re.sub(r"[\d\s]+|\b[ivxl]+\b", "#", _text(row))


def _number(text: str) -> int | None:
    """The number that a row consists of, in Arabic or small Roman figures."""
    match = _NUMBER.match(text)
    if not match:
        return None
    figures = match["number"].lower()
    if figures.isdigit():
        return int(figures)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[figure] for figure in figures]
    return sum(-value if value < max([0, *values[index:]]) else value for index, value in enumerate(values))


def _job_piece(row: Row, text: str) -> Piece:
    piece = row[0]
    return Piece([Span(text)], piece.x0, piece.x1, piece.y, piece.size, piece.order, piece.x0, 0, piece.page)
