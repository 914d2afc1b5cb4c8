"""Footnotes: where a page's notes begin, the marks that open them, and lines put together to notes."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from tipgraph.reading.glyphs import Rule
from tipgraph.reading.items import Line, rows_of
from tipgraph.reading.layout import arrange
from tipgraph.reading.lines import Piece, glued
from tipgraph.reading.typography import RAISED_DIGITS, SUPERSCRIPTS, Span, Words, joined

_DIGITS = str.maketrans(RAISED_DIGITS, "0123456789")
_UNICODE_MARK = re.compile(rf"^([{RAISED_DIGITS}]{{1,3}})\s*(?=\S)")
_ASTERISKS = re.compile(r"^(\*{1,4}|†{1,2})\s*(?=[^\s*])")
_PLAIN_MARK = re.compile(r"^(\d{1,3})(?:\s+|\s*/\s+)(?=\S)")
_LINE = re.compile(r"^[_\u2014\u2500-]{5,}$")
_SMALL = 0.94  # of the size of the text: what is set smaller may be a footnote


@dataclass(slots=True)
class Note:
    """A footnote: its mark in plain figures or asterisks, its words without the mark, the page on which it opens."""

    mark: str
    spans: list[Span]
    page: int


def opening_mark(piece: Piece, plain: bool = False) -> str:
    """Return the mark with which a line opens as a footnote does, or nothing.

    Args:
        piece: The line.
        plain: Whether figures count that are neither raised nor smaller.
    """
    text = piece.text
    first = next((span for span in piece.spans if span.text.strip()), None)
    if first is None:
        return ""
    if (
        first.raised
        and re.fullmatch(r"\d{1,3}|\*{1,4}|†", first.text.strip())
        and len(text.strip()) > len(first.text.strip())
    ):
        return first.text.strip()
    match = _UNICODE_MARK.match(text) or _ASTERISKS.match(text) or (plain and _PLAIN_MARK.match(text)) or None
    return match[1].translate(_DIGITS) if match else ""


def body_size(pages: list[list[Piece]]) -> float:
    """Return the size in which most of the characters are set."""
    counts: Counter[float] = Counter()
    for piece in (piece for pieces in pages for piece in pieces):
        counts[round(piece.size, 1)] += len(piece.text)
    return max(counts, key=lambda size: (counts[size], size)) if counts else 10.0


def parted(
    pieces: list[Piece], rules: list[Rule], size: float, open_note: bool, width: float
) -> tuple[list[Piece], list[Piece]]:
    """Part a page's text from its footnotes.

    Args:
        pieces: The page's pieces without furniture.
        rules: Its ruling lines.
        size: The size of the document's text.
        open_note: Whether the last footnote of the page before may go on here.
        width: The page's width.

    Returns:
        The pieces of the text, and those of the footnotes.
    """
    pieces = _marked(pieces, size)
    ordered = sorted(pieces, key=lambda piece: (-piece.y, piece.x0))
    here = size if sum(abs(piece.size - size) < 0.3 for piece in ordered) > 1 else body_size([ordered])
    level = _below_rule(ordered, rules, here, open_note, width)
    drawn = level is not None
    if level is None:
        level = _by_size(ordered, here, open_note)
    if level is None:
        level = _by_marks(ordered)
    if level is None:
        return [piece for piece in pieces if not _LINE.match(piece.text.strip())], []
    small = [piece for piece in ordered if piece.y <= level and (drawn or piece.size <= here * _SMALL)]
    feet = small or [piece for piece in ordered if piece.y <= level]
    taken = {id(piece) for piece in feet}
    text = [piece for piece in pieces if id(piece) not in taken and not _LINE.match(piece.text.strip())]
    return text, [piece for piece in feet if not _LINE.match(piece.text.strip())]


def _marked(pieces: list[Piece], size: float) -> list[Piece]:
    """The pieces, with a plain mark that a tabulator parts from a small line put before it."""
    found: list[Piece] = []
    for row in rows_of(pieces):
        first, *others = row
        near = others and others[0].x0 - first.x1 < 5 * first.size and first.size <= size * _SMALL
        if near and re.fullmatch(r"\d{1,3}|\*{1,4}", first.text.strip()):
            found.append(glued(first, others[0], others[0].x0))
            found.extend(others[1:])
        else:
            found.extend(row)
    return found


def _below_rule(ordered: list[Piece], rules: list[Rule], size: float, open_note: bool, width: float) -> float | None:
    """The level of a short line over the footnotes, drawn or made of underscores."""
    left = min((piece.x0 for piece in ordered), default=0.0)
    levels = [piece.y for piece in ordered if _LINE.match(piece.text.strip()) and piece.x0 < left + 60]
    upright = [rule for rule in rules if not rule.flat]
    for rule in rules:
        if any(
            other.x0 > rule.x0 - 3 and other.x0 < rule.x1 + 3 and other.y0 - 3 < rule.y0 < other.y1 + 3
            for other in upright
        ):
            continue  # the edge of a cell
        if rule.flat and 25 < rule.x1 - rule.x0 < 0.6 * width and rule.x0 < left + 60:
            levels.append((rule.y0 + rule.y1) / 2)
    for level in sorted(levels):
        below = [piece for piece in ordered if piece.y < level - 1]
        over = any(-1 < piece.y - level < 0.25 * piece.size and piece.text.strip("_ ") for piece in ordered)
        if not below or over:
            continue
        opens = opening_mark(below[0], plain=True) or (open_note and below[0].size <= size * _SMALL)
        if opens and all(piece.size <= size * 1.02 for piece in below):
            return level
    return None


def _by_size(ordered: list[Piece], size: float, open_note: bool) -> float | None:
    """The level of the first small line at the page's foot that opens with a mark, or goes on with a note."""
    feet: list[Piece] = []
    for piece in reversed(ordered):
        if piece.size > size * _SMALL:
            if any(foot.x0 < piece.x1 and piece.x0 < foot.x1 for foot in feet) or not feet:
                break
            continue
        feet.append(piece)
    feet.reverse()
    for index, piece in enumerate(feet):
        if opening_mark(piece) or (opening_mark(piece, plain=True) and not _in_columns(feet[index:])):
            first = feet[0] if open_note and _near(feet[: index + 1]) else piece
            return first.y + 0.5
    if feet and open_note and _near(feet):
        return feet[0].y + 0.5
    return None


def _in_columns(feet: list[Piece]) -> bool:
    """Whether lines stand side by side, as the cells of a table do whose figures are no marks: "10 a.m.", "1 (b)"."""
    return any(len(row) > 1 for row in rows_of(feet))


def _near(feet: list[Piece]) -> bool:
    """Whether lines follow each other in one size without a gap."""
    return all(a.y - b.y < 1.7 * a.size and abs(a.size - b.size) < 0.4 for a, b in pairwise(feet))


def _by_marks(ordered: list[Piece]) -> float | None:
    """The level of the first line at the foot that opens with a mark where notes are set like the text."""
    start: int | None = None
    for index, piece in enumerate(ordered):
        gap = index > 0 and ordered[index - 1].y - piece.y > 1.7 * piece.size
        if opening_mark(piece):
            start = index if start is None else start
        elif gap:
            start = None
    if start is None or start == 0:
        return None
    return ordered[start].y + 0.5


class Notes:
    """The footnotes of a document, put together page by page."""

    def __init__(self, words: Words) -> None:
        self.notes: list[Note] = []
        self._words = words
        self._raised = False

    @property
    def open(self) -> bool:
        """Whether the last note may go on: its last line does not end a sentence."""
        return bool(self.notes) and not "".join(span.text for span in self.notes[-1].spans).rstrip().endswith(
            (".", ")", "”", ">")
        )

    def add(self, feet: list[Piece], page: int) -> None:
        """Read the footnotes at the foot of a page; lines before the first mark go on with the last note."""
        fresh = True
        for item in arrange(feet, [], page):
            lines = [item.piece] if isinstance(item, Line) else [p for row in item.rows for cell in row for p in cell]
            for piece in lines:
                mark = self._mark(piece, fresh)
                if mark or not self.notes:
                    self.notes.append(Note(mark, without_mark(piece.spans, mark), page))
                else:
                    note = self.notes[-1]
                    note.spans = joined(note.spans, piece.spans, self._words)
                fresh = False

    def _mark(self, piece: Piece, fresh: bool) -> str:
        mark = opening_mark(piece)
        if mark:
            self._raised = self._raised or mark.isdigit()
            return mark
        plain = opening_mark(piece, plain=True)
        last = next((int(note.mark) for note in reversed(self.notes) if note.mark.isdigit()), 0)
        if plain and not self._raised and (int(plain) == last + 1 or (fresh and (plain == "1" or last == 0))):
            return plain
        return ""


def without_mark(spans: list[Span], mark: str) -> list[Span]:
    """Return the spans of a note without the mark that opens it."""
    rest: list[Span] = []
    left = len(mark)
    for span in spans:
        text = span.text if rest else span.text.lstrip()
        cut = min(left, len(text))
        left -= cut
        text = text[cut:] if rest or left else text[cut:].lstrip(" /" if mark.isdigit() else " ")
        if text:
            rest.append(Span(text, span.bold, span.italic, span.raised))
    return rest


def label_of(mark: str) -> str:
    """Return a mark as it stands before a note: figures as superscripts, asterisks as they are."""
    return mark.translate(SUPERSCRIPTS)
