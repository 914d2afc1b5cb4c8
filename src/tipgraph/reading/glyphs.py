"""Characters and ruling lines of a PDF page, upright and measured in points from the lower left corner."""

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

# Bits of a font descriptor's flags (ISO 32000, table 121).
_ITALIC = 1 << 6
_FORCE_BOLD = 1 << 18
_BOLD_WORDS = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_WORDS = ("italic", "oblique", "slanted", "kursiv")
_STROKED = 2  # text rendering mode in which letters are filled and stroked: bold made by a word processor
_HYPHEN = 0x02  # what PDFium gives for a hyphen at a line's end
_MOST_SEGMENTS = 400  # a path of more segments is a drawing, no ruling line
_MOST_RULES = 10_000  # a page with more lines shows a drawing, no tables
MOST_CHARACTERS = 500_000
"""How many characters a page may have: one full of small print has 15,000, a web page printed on one sheet perhaps ten times that."""


@dataclass(frozen=True, slots=True)
class Face:
    """How a run of characters is set: size in points, and whether it is bold or italic."""

    size: float
    bold: bool
    italic: bool


@dataclass(slots=True)
class Glyph:
    """One character: its extent ``x0`` to ``x1``, baseline ``y``, face, place in the order of drawing, raised or not."""

    text: str
    x0: float
    x1: float
    y: float
    face: Face
    order: int
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical line; ``x0 <= x1`` and ``y0 <= y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def flat(self) -> bool:
        """Whether it is horizontal."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(slots=True)
class PageMarks:
    """All that is drawn on a page as far as a reader needs it.

    ``characters`` is how many the page has, ``unmapped`` how many of them do not say which letter they are. A page with more
    than :data:`MOST_CHARACTERS` is not read.
    """

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    images: int = 0
    characters: int = 0
    unmapped: int = 0


def read_page(page: Any) -> PageMarks:
    """Read the characters and ruling lines of one page.

    Args:
        page: A page of pypdfium2.

    Returns:
        The page's marks, turned so that most of its text reads from left to right; text at another angle is left out.
    """
    from pypdfium2 import raw  # noqa: PLC0415 -- heavy: loaded only when a PDF is read

    left, bottom, right, top = page.get_bbox()
    count, found, unmapped = _characters(page, raw)
    directions = Counter(each[4][1] for each in found if each[0] != " ")
    turn = directions.most_common(1)[0][0] if directions else page.get_rotation() // 90
    upright = _Upright(turn, left, bottom, right - left, top - bottom)
    marks = PageMarks(*upright.size(), characters=count, unmapped=unmapped)
    for text, x, y, (low_x, low_y, high_x, high_y), (face, direction), order in found:
        if direction != turn:
            continue
        x0, y0 = upright.point(x, y)
        x1 = max(upright.point(low_x, low_y)[0], upright.point(high_x, high_y)[0]) if turn else high_x - left
        if -2 <= x0 <= marks.width + 2 and -2 <= y0 <= marks.height + 2:
            marks.glyphs.append(Glyph(text, min(x0, x1), x1, y0, face, order))
    _trim(marks.glyphs)
    _drawn(page, raw, marks, upright)
    return marks


def _trim(glyphs: list[Glyph]) -> None:
    """Cut off how far the letter f leans over the next one, so that a space behind it is not taken for nothing."""
    width: dict[Face, float] = {}
    single: list[Glyph] = []
    before = -1.0
    for glyph, following in pairwise([*glyphs, *glyphs[-1:]]):
        step = following.x0 - glyph.x0
        if glyph.text == "f" and step and glyph.x0 != before:  # letters of one ligature share their place
            single.append(glyph)
            if following.y == glyph.y and following.face == glyph.face and step > 0.2 * glyph.face.size:
                width[glyph.face] = min(step, width.get(glyph.face, step))
        before = glyph.x0
    for glyph in single:
        if glyph.face in width:
            glyph.x1 = min(glyph.x1, glyph.x0 + width[glyph.face])


@dataclass(frozen=True, slots=True)
class _Upright:
    """Turns points of a page by quarter turns, so that its text stands upright."""

    turn: int
    left: float
    bottom: float
    width: float
    height: float

    def size(self) -> tuple[float, float]:
        return (self.width, self.height) if self.turn % 2 == 0 else (self.height, self.width)

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.turn == 0:
            return x, y
        if self.turn == 1:
            return y, self.width - x
        return (self.width - x, self.height - y) if self.turn == 2 else (self.height - y, x)


_Set = tuple[Face, int]  # face, and the quarter turn in which the text runs (-1: at another angle)
_Found = tuple[str, float, float, tuple[float, float, float, float], _Set, int]


def _characters(page: Any, raw: Any) -> tuple[int, list[_Found], int]:
    """How many characters a page has, each that it draws itself with origin, box and order, how many say not which they are."""
    text_page = page.get_textpage()
    count = text_page.count_chars()
    handle = text_page.raw
    known: dict[int, tuple[_Set, bool]] = {}
    names: dict[int, tuple[bool, bool]] = {}
    found: list[_Found] = []
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    high = unmapped = 0
    for index in range(count if count <= MOST_CHARACTERS else 0):
        drawn = raw.FPDFText_GetTextObject(handle, index)
        if not drawn:  # a space or line end that PDFium supplies
            continue
        code = raw.FPDFText_GetUnicode(handle, index)
        if 0xD800 <= code < 0xE000:  # a pair of UTF-16
            high, code = (
                (code, 0)
                if code < 0xDC00
                else (0, 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD)
            )
            if high:
                continue
        key = ctypes.addressof(drawn.contents)
        if key not in known:
            known[key] = _face(raw, handle, index, drawn, names), raw.FPDFText_HasUnicodeMapError(handle, index) == 1
        setting, bad = known[key]
        unmapped += bad or code in (0, 0xFFFD)
        text = "-" if code == _HYPHEN else chr(code)
        if setting[1] >= 0 and (code >= 32 or text.isspace() or code == _HYPHEN):
            raw.FPDFText_GetLooseCharBox(handle, index, box)
            raw.FPDFText_GetCharOrigin(handle, index, x, y)
            found.append((text, x.value, y.value, (box.left, box.bottom, box.right, box.top), setting, index))
    text_page.close()
    return count, found, unmapped


def _face(raw: Any, handle: Any, index: int, drawn: Any, names: dict[int, tuple[bool, bool]]) -> _Set:
    """Size, weight and slant of the text object that holds a character, and its quarter turn; *names* remembers fonts."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
    font = raw.FPDFTextObj_GetFont(drawn)
    key = ctypes.addressof(font.contents) if font else 0
    if key not in names:
        names[key] = _named(raw, handle, index)
    bold, italic = names[key]
    bold = bold or raw.FPDFTextObj_GetTextRenderMode(drawn) == _STROKED
    slanted = abs(matrix.a * matrix.c + matrix.b * matrix.d) > 0.1 * abs(matrix.a * matrix.d - matrix.b * matrix.c)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    quarter = round(angle / 90)
    return Face(round(size, 2), bold, italic or slanted), quarter % 4 if abs(angle - quarter * 90) < 3 else -1


def _named(raw: Any, handle: Any, index: int) -> tuple[bool, bool]:
    """Whether a character's font is bold and italic by its name and flags."""
    buffer = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, buffer, 256, flags)
    name = buffer.value.decode("utf-8", "replace").lower()
    name = name.partition("+")[2] or name
    bold = any(word in name for word in _BOLD_WORDS) or bool(flags.value & _FORCE_BOLD)
    return bold, any(word in name for word in _ITALIC_WORDS) or bool(flags.value & _ITALIC)


def _drawn(page: Any, raw: Any, marks: PageMarks, upright: _Upright) -> None:
    """Count the page's images and collect its ruling lines."""
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            marks.images += 1
            continue
        count = raw.FPDFPath_CountSegments(thing.raw)
        if 1 < count <= _MOST_SEGMENTS:
            marks.rules.extend(_rules(thing, raw, count, upright))
    if len(marks.rules) > _MOST_RULES:
        marks.rules.clear()


def _rules(thing: Any, raw: Any, count: int, upright: _Upright) -> list[Rule]:
    """The straight edges of a path; a thin filled box counts as one line, a wide box only when its edge is stroked."""
    matrix = thing.get_matrix()
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing.raw, fill, stroke)
    points: list[tuple[float, float]] = []
    edges: list[tuple[tuple[float, float], tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    start = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(thing.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = upright.point(*matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return []
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif points:
            edges.append((points[-1], point))
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            edges.append((point, start))
    wide = max(p[0] for p in points) - min(p[0] for p in points)
    tall = max(p[1] for p in points) - min(p[1] for p in points)
    if not stroke.value and min(wide, tall) > 3:
        return []
    if not stroke.value or min(wide, tall) <= 3:
        ends = [
            (min(p[0] for p in points), min(p[1] for p in points)),
            (max(p[0] for p in points), max(p[1] for p in points)),
        ]
        edges = [(ends[0], ends[1])]
    found = [Rule(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in edges]
    return [
        rule
        for rule in found
        if min(rule.x1 - rule.x0, rule.y1 - rule.y0) <= 3 < max(rule.x1 - rule.x0, rule.y1 - rule.y0)
    ]
