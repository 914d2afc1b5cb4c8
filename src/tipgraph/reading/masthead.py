"""The masthead of a first page, whose left and right side stand beside each other: the body's name, and how it is issued."""

import re

from tipgraph.reading.items import MASTHEAD, SYMBOL, Line, rows_of
from tipgraph.reading.lines import Piece


def masthead(pieces: list[Piece]) -> tuple[list[Line], list[Piece]]:
    """Take the masthead off a first page.

    Args:
        pieces: The page's pieces.

    Returns:
        The lines of the masthead in the order in which they are read: what stands over it (the organization, the symbol), the
        body's name, then distribution, date and language; and the other pieces. No lines if the page has none in columns.
    """
    marks = [piece for piece in pieces if MASTHEAD.match(piece.text) and _beside(piece, pieces)]
    if not marks:
        return [], pieces
    edge = min(piece.x0 for piece in marks) - 3
    top = max(piece.top for piece in marks) + 1
    right = _right(pieces, marks, edge)
    bottom = min(piece.y for piece in right)
    symbols = [piece.y for piece in pieces if SYMBOL.match(piece.text) and piece.y > top - 1]
    left = _left(
        [piece for piece in pieces if not any(piece.y > y - 0.6 * piece.size for y in symbols)], edge, top, bottom
    )
    head = [piece for piece in pieces if piece.y > top and piece.y > max((each.y for each in left), default=top)]
    taken = {id(piece) for piece in (*right, *left, *head)}
    lines = [_line(piece, 1, "alone") for row in rows_of(head) for piece in row]
    lines += [_line(piece, 2, "title") for piece in sorted(left, key=lambda piece: -piece.y)]
    lines += [_line(piece, 3, "alone") for piece in sorted(right, key=lambda piece: -piece.y)]
    return lines, [piece for piece in pieces if id(piece) not in taken]


def _line(piece: Piece, column: int, kind: str) -> Line:
    return Line(piece, piece.x0, piece.x1, (piece.page, column), kind)


def _beside(mark: Piece, pieces: list[Piece]) -> bool:
    """Whether other text stands to the left of the mark, not far above or below."""
    return any(piece.x1 < mark.x0 and abs(piece.y - mark.y) < 3 * mark.size for piece in pieces)


def _right(pieces: list[Piece], marks: list[Piece], edge: float) -> list[Piece]:
    """The right side: from the uppermost mark down to the lowest, and what follows it closely."""
    top, bottom = max(piece.y for piece in marks), min(piece.y for piece in marks)
    found = [piece for piece in pieces if piece.x0 >= edge and bottom - 1 <= piece.y <= top + 1]
    under = sorted((piece for piece in pieces if piece.x0 >= edge and piece.y < bottom - 1), key=lambda piece: -piece.y)
    for piece in under:
        if found[-1].size * 1.5 < min(other.y for other in found) - piece.y or not re.match(r"^\D*$", piece.text):
            break
        found.append(piece)
    return found


def _left(pieces: list[Piece], edge: float, top: float, bottom: float) -> list[Piece]:
    """The left side: lines beside the right side, with those close to them in the same type."""
    beside = [piece for piece in pieces if piece.x1 <= edge + 3]
    found = [piece for piece in beside if piece.bottom < top and piece.top > bottom]
    for piece in sorted(beside, key=lambda piece: -piece.y):
        near = [
            other for other in found if abs(other.y - piece.y) < 1.6 * other.size and abs(other.size - piece.size) < 0.3
        ]
        if piece not in found and any(other.bold == piece.bold for other in near):
            found.append(piece)
    return found
