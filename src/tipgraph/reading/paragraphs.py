"""Lines joined to blocks: paragraphs, headings, items and lines of the masthead, also over the end of a page or column."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from tipgraph.reading.footnotes import opening_mark
from tipgraph.reading.items import MASTHEAD, Line
from tipgraph.reading.lines import LABEL, Piece
from tipgraph.reading.typography import RAISED_DIGITS, Span, Words, joined, word_set

_ENDED = re.compile(r"[.;:!?][”\"'’)\]*]*$")
_ABBREVIATED = re.compile(
    r"\b(?:[Nn]os?|[Pp]aras?|[Aa]rts?|[Vv]ols?|[Ss]ects?|[Cc]haps?|pp?|[Ff]ig|Mr|Ms|Mrs|Dr|St|cf|e\.g|i\.e)\.$"
)
_OPEN_WORDS = word_set(
    "the a an of and or to in on for by with from at as its their that which is are be was were has have had not into between "
    "against under de la le les du des et en"
)
_MARK = re.compile(rf"(?<=\S)[{RAISED_DIGITS}]+")
_STARS = re.compile(r"(?<=[^\s*])(\*{1,4}|†{1,2})(?=$|[\s,.;:)])")
_PERSON = re.compile(r"^(?:H\.E\. ?)?(?:Mr|Ms|Mrs|Mme|Mlle|M|Dr|Sr|Sra|Amb)\.? (?=[^\W\d_])|^H\.E\. ")
_CLOSE = 2.5  # points by which edges of one paragraph's lines may differ


@dataclass(slots=True)
class Block:
    """A paragraph, heading, item or line of the masthead: its runs, its lines, and the marks in it with their pages."""

    spans: list[Span]
    lines: list[Line]
    marks: list[tuple[str, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(span.text for span in self.spans)

    @property
    def bold(self) -> bool:
        """Whether all its lines are bold."""
        return all(line.piece.bold for line in self.lines)

    @property
    def label(self) -> str:
        """The label with which it opens, if any."""
        return label_of(self.lines[0].piece)


def label_of(piece: Piece) -> str:
    """Return the label that opens a line, or nothing."""
    match = LABEL.match(piece.text)
    return match[0] if match and piece.text[match.end() : match.end() + 1] == " " else ""


def marks_of(piece: Piece) -> list[tuple[str, int]]:
    """Return the footnote marks in a line, each with the page."""
    found = []
    for index, span in enumerate(piece.spans):
        text = span.text
        if span.raised and index:
            found += [(mark, piece.page) for mark in re.findall(r"\d{1,3}|\*{1,4}|†", text)]
        elif not span.raised:
            found += [
                (match[0].translate(str.maketrans(RAISED_DIGITS, "0123456789")), piece.page)
                for match in _MARK.finditer(text)
            ]
            found += [(match[1], piece.page) for match in _STARS.finditer(text)]
    return found


class Paragraphs:
    """Joins the lines of one document; measures first how it sets its lines."""

    def __init__(self, lines: list[Line], words: Words, body: float) -> None:
        self._words = words
        self._body = body
        self._number = 0
        self._edges(lines)
        self._leading = self._usual_leading(lines)
        self._spacing = self._leading.get(round(body * 2), 1.25 * body) / body
        self._indents = self._usual_indents(lines)

    def _edges(self, lines: list[Line]) -> None:
        """Set the edges of lines that stand in no column of their own: the type area of all pages."""
        self._in_left_column(lines)
        free = [line for line in lines if line.right == 0]
        text = [line.piece for line in free if abs(line.piece.size - self._body) < 0.1 * self._body] or [
            line.piece for line in free
        ]
        if not text:
            return
        ends = sorted(piece.x1 for piece in text)
        right = ends[-1] if len(ends) < 30 else ends[-2]
        starts = Counter(round(piece.x0) for piece in text)
        usual = [x for x, count in starts.items() if count >= max(1, 0.08 * len(text))]
        left = min(usual or starts)
        for line in free:
            line.left, line.right = float(left), right

    def _in_left_column(self, lines: list[Line]) -> None:
        """Set the edges of lines on a page that fills nothing but the left one of the columns that the page before has."""
        columns: dict[int, tuple[float, float]] = {}
        free: dict[int, list[Line]] = {}
        for line in lines:
            if line.right == 0:
                free.setdefault(line.piece.page, []).append(line)
            elif line.kind == "text":
                columns.setdefault(line.piece.page, (line.left, line.right))
        for page, alone in free.items():
            if page in columns or page - 1 not in columns:
                continue
            left, right = columns[page - 1]
            if all(left - _CLOSE < line.piece.x0 and line.piece.x1 < right + _CLOSE for line in alone):
                columns[page] = left, right
                for line in alone:
                    line.left, line.right = left, right

    def _usual_leading(self, lines: list[Line]) -> dict[int, float]:
        """For each size, the distance between lines of one paragraph.

        Measured where a sentence goes on in small letters. Where none does, under labelled lines that had no room for the
        first word of the next, whatever opens it, and that it follows more closely than labelled lines follow others.
        """
        found: dict[int, Counter[float]] = {}
        filled: dict[int, Counter[float]] = {}
        opening: dict[int, float] = {}
        for a, b in pairwise(lines):
            size, pitch = round(a.piece.size * 2), a.piece.y - b.piece.y
            if a.column != b.column or abs(a.piece.size - b.piece.size) > 0.3 or not 0.8 < pitch / a.piece.size < 3.2:
                continue
            if label_of(b.piece):
                opening[size] = min(pitch, opening.get(size, pitch))
            if _ENDED.search(a.piece.text.rstrip()):
                continue
            if b.piece.text[:1].islower():
                found.setdefault(size, Counter())[round(pitch * 5) / 5] += 1
            elif label_of(a.piece) and not label_of(b.piece) and not self._fits(a, b):
                filled.setdefault(size, Counter())[round(pitch * 5) / 5] += 1
        for size, steps in filled.items():
            close = Counter({step: count for step, count in steps.items() if step < 0.9 * opening.get(size, 0.0)})
            if close:
                found.setdefault(size, close)
        return {
            size: max(step for step, count in steps.items() if count >= 0.34 * max(steps.values()))
            for size, steps in found.items()
        }

    def _usual_indents(self, lines: list[Line]) -> set[int]:
        """Where first lines of unlabelled paragraphs begin, if the document indents them."""
        found: Counter[int] = Counter()
        for a, b in pairwise(lines):
            shift = a.piece.x0 - b.piece.x0
            near = a.column == b.column and abs(b.piece.x0 - b.left) < _CLOSE and shift > 0.7 * a.piece.size
            if near and shift < 8 * a.piece.size and not label_of(a.piece) and not self._fits(a, b):
                found[round(a.piece.x0 - a.left)] += 1
        return {x for x, count in found.items() if count >= 2}

    def begin(self, line: Line) -> Block:
        """Return a new block of one line."""
        label = label_of(line.piece)
        if label[:-1].isdigit():
            self._number = int(label[:-1])
        return Block(list(line.piece.spans), [line], marks_of(line.piece))

    def extend(self, block: Block, line: Line) -> None:
        """Add a line to a block."""
        block.spans = joined(block.spans, line.piece.spans, self._words)
        block.lines.append(line)
        block.marks += marks_of(line.piece)

    def goes_on(self, block: Block, line: Line) -> bool:
        """Say whether the line goes on with the block."""
        last = block.lines[-1]
        a, b = last.piece, line.piece
        if (
            last.kind != line.kind
            or line.kind == "alone"
            or opening_mark(b)
            or MASTHEAD.match(a.text)
            or MASTHEAD.match(b.text)
        ):
            return False
        if abs(a.size - b.size) > 0.08 * max(a.size, b.size):
            return False
        if line.kind == "title":
            return a.y - b.y < 1.7 * a.size and a.bold == b.bold
        across = last.column != line.column
        if across and abs((last.right - last.left) - (line.right - line.left)) > 0.1 * (last.right - last.left):
            return False
        if not across and not 0 < a.y - b.y <= self._furthest(block):
            return False
        if self._weight_changes(block, last, line) or self._opens(block, last, line):
            return False
        if _PERSON.match(b.text) and _PERSON.match(block.text):  # a list of participants
            return False
        return self._runs_on(block, last, line, across)

    def _runs_on(self, block: Block, last: Line, line: Line, across: bool) -> bool:
        """Whether shape and words let the line go on with the block."""
        text = block.text.rstrip()
        ended = bool(_ENDED.search(text)) and not _ABBREVIATED.search(text)
        lower = line.piece.text[:1].islower()
        if not ended and (lower or text.rpartition(" ")[2].lower() in _OPEN_WORDS or text.endswith("-")):
            return True
        if not self._in_shape(block, last, line, ended):
            return False
        if across and not lower and self._new_sentence(text, line):
            return False
        if self._fits(last, line, self._local_edge(block, line)):
            heading = block.bold or last.piece.size > 1.08 * self._body
            room = self._room(last, line)
            return heading and not ended and not across and room < 0.3 * (last.right - last.left)
        return True

    def _new_sentence(self, text: str, line: Line) -> bool:
        """Whether a line that opens a page with a capital is a heading, or a clause of a resolution of its own."""
        below = line.piece.text.rstrip()
        if text.endswith((",", ";")):
            first = line.piece.spans[0]
            return (
                text.endswith(";")
                or (first.italic and first.text[:1].isalpha())
                or below.partition(" ")[0].endswith("ing")
            )
        short = line.piece.x1 < line.right - 0.15 * (line.right - line.left)
        return text.endswith(".") and short and not below.endswith((".", ",", ";", ":", "-"))

    def _furthest(self, block: Block) -> float:
        """The greatest distance at which a line can still go on with the block."""
        size = block.lines[-1].piece.size
        steps = [a.piece.y - b.piece.y for a, b in pairwise(block.lines) if a.column == b.column]
        usual = steps[-1] if steps else self._leading.get(round(size * 2)) or self._spacing * size
        return 1.12 * usual + 0.6

    def _weight_changes(self, block: Block, last: Line, line: Line) -> bool:
        """Whether a bold heading ends before the line, or begins with it."""
        starts_bold = line.piece.spans[0].bold or line.piece.bold
        if block.bold and not starts_bold and not line.piece.bold:
            return True
        return line.piece.bold and not last.piece.bold and self._fits(last, line)

    def _opens(self, block: Block, last: Line, line: Line) -> bool:
        """Whether the line opens a block with a label."""
        label = label_of(line.piece)
        if not label:
            return False
        text = block.text.rstrip()
        if label == "•" or line.piece.tabbed or self._fits(last, line):
            return True
        ended = (_ENDED.search(text) and not _ABBREVIATED.search(text)) or re.search(r"[;,] (?:and|or)$", text)
        if ended:
            number = label[:-1]
            return not number.isdigit() or int(number) in (1, self._number + 1)
        shift = (line.piece.x0 - line.left) - (last.piece.x0 - last.left)
        return len(block.lines) > 1 and abs(shift) > _CLOSE and label not in "-–—"

    def _in_shape(self, block: Block, last: Line, line: Line, ended: bool) -> bool:
        """Whether the line begins where a line of the block may begin."""
        first, here = block.lines[0], line.piece.x0 - line.left
        start, before = first.piece.x0 - first.left, last.piece.x0 - last.left
        middle = (
            abs((last.piece.x0 + last.piece.x1) / 2 - last.left - (line.piece.x0 + line.piece.x1) / 2 + line.left) < 3
        )
        if len(block.lines) > 1:
            return abs(here - before) <= _CLOSE or middle
        if abs(here - start) <= _CLOSE:
            return round(start) not in self._indents or bool(block.label)
        if block.label:
            return here < start or here - (first.piece.text_x - first.left) <= 6
        if middle:
            return True
        if here < start:
            return abs(here) <= _CLOSE and start - here < 8 * line.piece.size
        return not ended and not self._fits(last, line)

    def _local_edge(self, block: Block, line: Line) -> float | None:
        """The right edge of a block whose justified lines end before the type area does."""
        ends = [each.piece.x1 for each in (*block.lines, line)]
        most = max(ends)
        same = sum(abs(end - most) < 0.7 for end in ends)
        wide = most - line.left > 0.6 * (line.right - line.left)
        return most if same > 1 and wide and len({each.column for each in block.lines}) == 1 else None

    def _room(self, last: Line, line: Line, edge: float | None = None) -> float:
        """How much white is left at the end of the upper line once the lower line's first word stood there."""
        a = last.piece
        left, right = last.left, last.right if edge is None else edge
        middles = (a.x0 + a.x1) / 2 - left, (line.piece.x0 + line.piece.x1) / 2 - line.left
        begins = a.x0 - left, line.piece.x0 - line.left
        flush = abs(begins[0] - begins[1]) < 0.5  # as under a hanging indent: lines of like length that are not centred
        amid = begins[0] > 6 and abs(begins[0] - (right - a.x1)) < 4 and abs(middles[0] - middles[1]) < 3
        free = (right - left) - (a.x1 - a.x0) if amid and not flush else right - a.x1
        return free - line.piece.first_word - 0.27 * a.size

    def _fits(self, last: Line, line: Line, edge: float | None = None) -> bool:
        """Whether the lower line's first word had room on the upper line, so that the line was broken on purpose."""
        return self._room(last, line, edge) > 1.0
