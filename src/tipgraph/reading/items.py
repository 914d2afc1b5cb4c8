"""What a page is made of once it is in reading order: lines with their columns, and tables."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tipgraph.reading.lines import Piece, glued

MASTHEAD = re.compile(r"^(?:Distr(?:ibution)?\b|Original\s?:|Distr\.)")
_ALIKE = 0.1  # ems by which the white in a line set out to the edge may differ: a letter that leans reaches into it
SYMBOL = re.compile(r"^[A-Z]{1,6}(?:/[A-Z0-9](?:[\w.()-]*[\w)])?){1,8}\*{0,2}$")

Row = list[Piece]


@dataclass(slots=True)
class Line:
    """A line of text where it is read: its piece, the column's edges, and ``column`` (page, number of the column there).

    ``kind`` is ``text``, ``alone`` (a block of its own) or ``title`` (lines of one title, joined however short they are).
    """

    piece: Piece
    left: float
    right: float
    column: tuple[int, int]
    kind: str = "text"


@dataclass(slots=True)
class Table:
    """Rows of cells; ``edges`` are the left edges of its columns, by which a table is known again on the next page."""

    rows: list[list[list[Piece]]]
    page: int
    edges: list[float]
    contents: bool = False


def rows_of(pieces: list[Piece]) -> list[Row]:
    """Return pieces that stand beside each other as rows, from top to bottom, each from left to right."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if rows and rows[-1][0].y - piece.y <= 0.6 * max(rows[-1][0].size, piece.size) and not _above(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x0) for row in rows]


def _above(row: Row, piece: Piece) -> bool:
    """Whether a piece of the row stands over the piece, so that both cannot be one row."""
    return any(other.x0 < piece.x1 - 1 and piece.x0 < other.x1 - 1 for other in row)


def justified(rows: list[Row]) -> list[Row]:
    """Return rows with those made one piece that are lines set out to the right edge: all white in them is the same.

    Words cut from such a line by the width of its spaces are neither cells nor columns.
    """
    ends = sorted(row[-1].x1 for row in rows)
    found: list[Row] = []
    for row in rows:
        white = [b.x0 - a.x1 for a, b in pairwise(row)] + [space for piece in row for space in piece.spaces or ()]
        same = len(row) > 1 < len(white) and max(white) - min(white) < _ALIKE * row[0].size
        flush = bisect_right(ends, row[-1].x1 + 0.7) - bisect_left(ends, row[-1].x1 - 0.7) > 1
        found.append([one_piece(row)] if same and flush else row)
    return found


def one_piece(row: Row) -> Piece:
    """Return a row's pieces as one, with spaces between them."""
    piece = row[0]
    for other in row[1:]:
        piece = glued(piece, other, piece.text_x)
    return piece


def all_pieces(items: Iterable[Line | Table]) -> Iterator[Piece]:
    """Every piece of a page's lines and tables."""
    for item in items:
        if isinstance(item, Line):
            yield item.piece
        else:
            yield from (piece for row in item.rows for cell in row for piece in cell)
