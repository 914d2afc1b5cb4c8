"""Characters put together to pieces of lines: rows by baseline, raised marks, spaces that nobody drew, wide gaps."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from tipgraph.reading.glyphs import Face, Glyph, Rule
from tipgraph.reading.typography import Span, plain

_WIDE = 1.0  # ems of white that may part two cells or columns
_DRAWN_SPACE = 0.12  # ems of white that are a space where no space is drawn
_BESIDE_SPACES = 0.3  # the same in a line whose spaces are drawn
_BULLETS = str.maketrans({"\u00b7": "\u2022"})
LABEL = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|\([a-z]{1,2}\)|\([ivxl]{1,6}\)|\(\d{1,3}\)|[a-z]\)|[ivx]{1,5}[.)]"
    r"|[A-Z][.)]|[IVXL]{1,7}[.)]|[\u2022\-\u2013\u2014]|(?:Recommendation|Decision|Resolution) \d{1,3}[.:]?)"
)


@dataclass(slots=True)
class Piece:
    """A piece of a line without wide gaps: its spans, extent, baseline and size, in points.

    ``text_x`` is where the words begin behind a label, ``tabbed`` whether more than a space parts them from it,
    ``first_word`` the width of the first word, ``order`` the place of its first character in the order of drawing, ``spaces``
    the narrowest and the widest white between its words, that behind a label left out; nothing if there is none.
    """

    spans: list[Span]
    x0: float
    x1: float
    y: float
    size: float
    order: int
    text_x: float
    first_word: float
    page: int = 0
    tabbed: bool = False
    spaces: tuple[float, float] | None = None
    bold: bool = field(init=False)

    def __post_init__(self) -> None:
        letters = [(len(span.text.strip()), span.bold) for span in self.spans if not span.raised]
        self.bold = bool(letters) and sum(n for n, bold in letters if bold) >= 0.9 * max(1, sum(n for n, _ in letters))

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(span.text for span in self.spans)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y + 0.72 * self.size

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y - 0.22 * self.size


def pieces(glyphs: list[Glyph], page: int, rules: Iterable[Rule] = ()) -> list[Piece]:
    """Put a page's characters together.

    Args:
        glyphs: The page's characters, in the order of drawing.
        page: The page's number from 0.
        rules: Its ruling lines: text on both sides of a vertical one is parted.

    Returns:
        The pieces of its lines from top to bottom and left to right; a label is one piece with the words behind it.
    """
    rows = _rows(glyphs)
    _raise(rows)
    upright = [rule for rule in rules if not rule.flat]
    found: list[Piece] = []
    for row in rows:
        if row:
            edges = [rule.x0 for rule in upright if rule.y0 < row[0].y + 0.3 * row[0].face.size < rule.y1]
            found.extend(_labelled([_piece(part, page) for part in _parts(row, edges)], edges))
    return sorted((piece for piece in found if piece.text.strip()), key=lambda piece: (-round(piece.y, 1), piece.x0))


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters that share a baseline, from top to bottom."""
    rows: list[list[Glyph]] = []
    level = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: (-glyph.y, glyph.x0)):
        if rows and level - glyph.y <= max(0.4, 0.06 * glyph.face.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            level = glyph.y
    return [sorted(row, key=lambda glyph: (glyph.x0, glyph.order)) for row in rows]


def _raise(rows: list[list[Glyph]]) -> None:
    """Move raised and lowered small characters into the row that they belong to; raised ones are marked so."""
    solid = [[glyph for glyph in row if not glyph.text.isspace()] for row in rows]
    for index, row in enumerate(rows):
        for group in _groups(solid[index]):
            _small_beside(group, solid[index])
            for step in (1, 2, 3, -1, -2):
                other = index + step
                if not 0 <= other < len(rows) or not solid[other]:
                    continue
                base = _base(group, solid[other])
                if base is None:
                    continue
                lift = group[0].y - base.y
                if (
                    0.12 * base.face.size < lift < 0.75 * base.face.size
                    or -0.4 * base.face.size < lift < -0.05 * base.face.size
                ):
                    end = group[-1].x1
                    group += [each for each in row if each.text.isspace() and -1 < each.x0 - end < 0.3 * base.face.size]
                    for glyph in group:
                        row.remove(glyph)
                        glyph.raised, glyph.y = lift > 0, base.y
                        rows[other].append(glyph)
                    rows[other].sort(key=lambda glyph: (glyph.x0, glyph.order))
                    break


def _groups(row: list[Glyph]) -> Iterator[list[Glyph]]:
    """Short groups of a row's characters that stand close together in one size."""
    group: list[Glyph] = []
    for glyph in row:
        near = (
            group
            and glyph.x0 - group[-1].x1 < 0.35 * glyph.face.size
            and abs(glyph.face.size - group[0].face.size) < 0.5
        )
        if not near:
            if 0 < len(group) <= 7:
                yield group
            group = []
        group.append(glyph)
    if 0 < len(group) <= 7:
        yield group


def _small_beside(group: list[Glyph], row: list[Glyph]) -> None:
    """Mark digits as raised that are only set smaller than the word before them on the same line."""
    if not all(glyph.text.isdigit() for glyph in group):
        return
    at = row.index(group[0])
    before = row[at - 1] if at else None
    if before and before.face.size * 0.8 >= group[0].face.size and group[0].x0 - before.x1 < 0.3 * before.face.size:
        for glyph in group:
            glyph.raised = True


def _base(group: list[Glyph], row: list[Glyph]) -> Glyph | None:
    """The character of another row that a small group stands at: before it, or behind it where the group opens a line."""
    size = group[0].face.size
    mark = all(glyph.text.isdigit() or glyph.text in "*†," for glyph in group)
    for glyph in row:
        smaller = glyph.face.size >= 1.15 * size or (mark and glyph.face.size >= 0.95 * size)
        gap = group[0].x0 - glyph.x1
        if smaller and -0.35 * glyph.face.size < gap < 0.45 * glyph.face.size:
            return glyph
    first = next((glyph for glyph in row if glyph.x0 >= group[-1].x1 - 0.1 * size), None)
    if first and mark and first.face.size >= 1.15 * size and first.x0 - group[-1].x1 < 3.5 * first.face.size:
        left = [glyph for glyph in row if glyph.x0 < group[0].x0 and group[0].x0 - glyph.x1 < 3 * first.face.size]
        return None if left else first
    return None


def _parts(row: list[Glyph], edges: list[float]) -> Iterator[list[Glyph]]:
    """A row cut at its wide gaps and at vertical lines; spaces that stand at a cut are dropped."""
    part: list[Glyph] = []
    last: Glyph | None = None
    for glyph in row:
        if glyph.text.isspace():
            part.append(glyph)
            continue
        if last is not None:
            if (
                glyph.text == last.text
                and abs(glyph.x0 - last.x0) < 0.1 * glyph.face.size
                and abs(glyph.order - last.order) > 3
            ):
                continue  # drawn twice to look bold (neighbours in the order of drawing are letters of one ligature)
            parted = any(last.x1 - 1.5 < edge < glyph.x0 + 1.5 for edge in edges)
            if parted or glyph.x0 - last.x1 > _WIDE * max(glyph.face.size, last.face.size):
                yield part
                part = []
        part.append(glyph)
        last = glyph
    yield part


def _piece(part: list[Glyph], page: int) -> Piece:
    """A piece of the characters between two wide gaps."""
    solid = [glyph for glyph in part if not glyph.text.isspace()]
    if not solid:
        return Piece([], 0, 0, 0, 1, 0, 0, 0, page)
    narrow = _narrowest_space(part)
    spans: list[tuple[str, Face, bool]] = []
    starts = [solid[0].x0]
    ends: list[float] = []
    last: Glyph | None = None
    space = False
    for glyph in part:
        if glyph.text.isspace():
            space = last is not None
            continue
        gap = glyph.x0 - last.x1 if last else 0.0
        if last and (space or gap > narrow * max(glyph.face.size, last.face.size) * (1.6 if glyph.raised else 1)):
            ends.append(last.x1)
            starts.append(glyph.x0)
            spans.append(
                (" ", last.face if last.face.italic == glyph.face.italic else glyph.face, last.raised and glyph.raised)
            )
        spans.append((glyph.text, glyph.face, glyph.raised))
        last, space = glyph, False
    ends.append(solid[-1].x1)
    size = _main_size(solid)
    runs = _joined(spans)
    label = LABEL.match("".join(run.text for run in runs))
    word = label[0].count(" ") + 1 if label and len(starts) > label[0].count(" ") + 1 else 0
    tabbed = word > 0 and starts[word] - ends[word - 1] > 0.62 * size
    white = [start - end for start, end in zip(starts[word + 1 :], ends[word:], strict=False)]
    return Piece(
        runs, solid[0].x0, max(glyph.x1 for glyph in solid), _main_level(solid, size), size,
        min(glyph.order for glyph in solid), starts[word], ends[0] - starts[0], page, tabbed,
        (min(white), max(white)) if white else None,
    )  # fmt: skip


def _narrowest_space(part: list[Glyph]) -> float:
    """The gap, in ems, from which two characters stand apart in this piece."""
    solid = [glyph for glyph in part if not glyph.text.isspace() and glyph.text != "."]  # leaders of dots say nothing
    gaps = [  # between letters: figures of one digit stand as far apart as words do
        (b.x0 - a.x1) / max(a.face.size, b.face.size, 1)
        for a, b in pairwise(solid)
        if a.text.isalpha() and b.text.isalpha()
    ]
    usual = max(0.0, median(gaps)) if len(gaps) > 3 else 0.0
    between = [a for a, b in pairwise(part) if b.text.isspace() and a.text not in ". "]
    drawn = len(between) * 14 >= len(solid)
    return (_BESIDE_SPACES if drawn else _DRAWN_SPACE) + (usual if usual > 0.06 else 0.0)


def _main_size(solid: list[Glyph]) -> float:
    counts: dict[float, int] = {}
    for glyph in solid:
        if not glyph.raised:
            counts[glyph.face.size] = counts.get(glyph.face.size, 0) + 1
    return max(counts or {solid[0].face.size: 1}, key=lambda size: (counts.get(size, 0), size))


def _main_level(solid: list[Glyph], size: float) -> float:
    return next((glyph.y for glyph in solid if glyph.face.size == size and not glyph.raised), solid[0].y)


def _joined(parts: Iterable[tuple[str, Face, bool]]) -> list[Span]:
    """Spans of neighbours in one style, with the text's characters made plain."""
    spans: list[Span] = []
    for text, face, raised in parts:
        last = spans[-1] if spans else None
        if last and (last.bold, last.italic, last.raised) == (face.bold, face.italic, raised):
            spans[-1] = Span(last.text + text, face.bold, face.italic, raised)
        else:
            spans.append(Span(text, face.bold, face.italic, raised))
    return [Span(plain(span.text), span.bold, span.italic, span.raised) for span in spans]


def _labelled(row: list[Piece], edges: list[float]) -> list[Piece]:
    """A row in which each label is one piece with the words behind it."""
    found: list[Piece] = []
    for piece in row:
        last = found[-1] if found else None
        parted = last is not None and any(last.x1 - 1.5 < edge < piece.x0 + 1.5 for edge in edges)
        if last is not None and not parted and _is_label(last) and piece.x0 - last.x1 < 6 * piece.size:
            found[-1] = glued(last, piece, text_x=piece.x0)
            found[-1].tabbed, found[-1].spaces = True, piece.spaces
            continue
        found.append(piece)
    return found


def _is_label(piece: Piece) -> bool:
    text = piece.text.translate(_BULLETS).strip()
    mark = all(span.raised for span in piece.spans) and text.isdigit()
    if text in ("\u2022", "o", "\u2013", "\u2014"):
        piece.spans = [Span("\u2022" if text in "\u2022o" else "-")]
    return (
        mark or text == "o" or (bool(text) and all(LABEL.fullmatch(part) for part in text.split()) and len(text) < 14)
    )


def glued(left: Piece, right: Piece, text_x: float | None = None) -> Piece:
    """Return the piece that two neighbours of a line make with a space between them."""
    spans = [*left.spans, Span(" "), *right.spans]
    both = Piece(
        spans, left.x0, max(left.x1, right.x1), right.y, max(left.size, right.size), min(left.order, right.order),
        left.text_x if text_x is None else text_x, left.first_word, left.page,
    )  # fmt: skip
    both.tabbed = left.tabbed
    white = [right.x0 - left.x1, *(left.spaces or ()), *(right.spaces or ())]
    both.spaces = min(white), max(white)
    both.bold = both.bold or (right.bold and bool(LABEL.fullmatch(left.text.strip())))
    return both
