"""The lines of a text, and whether its paragraphs are wrapped at a column."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tipgraph.documents.text import SourceText

_WIDEST = 110
"""Columns; a text whose lines are longer has a line for each paragraph."""
_TAB = 8
_SHORT = 40
ODD_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_PARAGRAPH = re.compile(r"(?:\d{1,3}\.|\([a-z]\)) ")
_FEW = 4
_TIGHT = 6
"""Lines to a group; with more of them, and longer ones, a line is a paragraph."""


@dataclass(frozen=True)
class Line:
    """A line that is not blank: ``text`` is ``source[start:end]``, without white space at either end, its spaces plain ones.

    ``run`` counts the groups of lines that blank lines part, ``gap`` the blank lines before it; ``indent`` is in columns;
    ``after_feed`` says that a form feed stands between it and the line before.
    """

    start: int
    end: int
    text: str
    indent: int
    run: int
    after_feed: bool = False
    gap: int = 0

    @property
    def width(self) -> int:
        """The column at which the line ends."""
        return self.indent + len(self.text)


@dataclass
class Layout:
    """Lines of a text; ``width`` is the column at which paragraphs are wrapped, None where lines are not wrapped.

    ``widest`` says at which column the widest line of each run ends, ``base`` where most lines begin; ``spaced`` that blank
    lines stand between the lines of a paragraph too, ``parted`` that they stand before all but a few of its labels; ``first_indent`` is
    the indent of the first lines of its paragraphs, where they have one of their own.
    """

    lines: list[Line]
    width: int | None = field(default=None)
    widest: dict[int, int] = field(default_factory=dict)
    base: int = 0
    spaced: bool = False
    parted: bool = False
    first_indent: int = -1

    def ends_early(self, line: Line, following: Line) -> bool:
        """Tell whether a line was ended on purpose: the first word of the next one would have found room in it."""
        if self.width is None:
            return True
        word = following.text.split(maxsplit=1)[0]
        column = min(self.width, self.widest[line.run])
        return line.width + 1 + len(word) + 2 < column

    def is_centred(self, line: Line) -> bool:
        """Tell a line that stands in the middle of its column."""
        indent = line.indent - self.base
        if self.width is None or indent < 4 or line.indent == self.first_indent:
            return False
        return abs(indent - (self.width - line.width)) <= 4


def read_layout(source: SourceText) -> Layout:
    """Read the lines of a text.

    Args:
        source: The text.

    Returns:
        Its lines, without blank ones, and the column at which they are wrapped.
    """
    layout = Layout(_read_lines(source.text))
    layout.width = _wrapped_at(layout.lines)
    if layout.width is None:
        close = _without_spacing(layout.lines)
        layout.width = _wrapped_at(close)
        if layout.width is not None:
            layout.lines, layout.spaced = close, True
    if layout.width is None and layout.lines and len(layout.lines) > _TIGHT * (layout.lines[-1].run + 1):
        layout.lines = _part(layout.lines)
    layout.parted = _is_parted(layout.lines)
    indents = Counter(line.indent for line in layout.lines)
    layout.base = indents.most_common(1)[0][0] if indents else 0
    layout.first_indent = _first_indent(layout.lines, layout.base)
    for line in layout.lines:
        layout.widest[line.run] = max(layout.widest.get(line.run, 0), line.width)
    return layout


def _first_indent(lines: list[Line], base: int) -> int:
    """Return the indent that lines before one at the margin have most often, where a few do, or -1."""
    indents = Counter(
        line.indent for line, after in pairwise(lines) if line.indent > after.indent == base and line.run == after.run
    )
    indent, count = indents.most_common(1)[0] if indents else (-1, 0)
    return indent if count >= _FEW else -1


def _is_parted(lines: list[Line]) -> bool:
    """Tell whether blank lines part the paragraphs of a text: nearly every number or letter opens a run."""
    labelled = [(before, line) for before, line in pairwise(lines) if _PARAGRAPH.match(line.text)]
    return len(labelled) >= _FEW and sum(b.run != line.run for b, line in labelled) * 10 >= len(labelled) * 9


def _without_spacing(lines: list[Line]) -> list[Line]:
    """Count the runs of a text with blank lines between all lines as if there were none; of any other, nothing."""
    gaps = Counter(line.gap for line in lines[1:])
    if gaps[0] * 10 > len(lines):
        return []
    spacing = min((gap for gap in gaps if gap), default=0)
    close: list[Line] = []
    for line in lines:
        run = close[-1].run + (line.gap > spacing or line.after_feed) if close else 0
        close.append(replace(line, run=run))
    return close


def _part(lines: list[Line]) -> list[Line]:
    """Give each line a run of its own, where a text has a line for each paragraph and none between; tables stay together."""
    parted: list[Line] = []
    for number, line in enumerate(lines):
        tabbed = ["\t" in other.text for other in lines[max(0, number - 1) : number + 2]]
        within = len(tabbed) == 3 and tabbed[0] and tabbed[2] and len(line.text) < _SHORT  # a day between its rows
        joined = bool(parted) and (within or ("\t" in line.text and bool(tabbed[0] or _is_short(lines, number - 1))))
        run = (parted[-1].run + (not joined)) if parted else 0
        parted.append(replace(line, run=run))
    return parted


def _is_short(lines: list[Line], number: int) -> bool:
    """Tell a short line that stands between lines with tabulators."""
    return number > 0 and len(lines[number].text) < _SHORT and "\t" in lines[number - 1].text


def _read_lines(text: str) -> list[Line]:
    lines: list[Line] = []
    offset, run, blank, feed = 0, 0, 0, False
    for whole in text.splitlines(keepends=True):
        stripped = whole.strip()
        begin = offset + len(whole) - len(whole.lstrip())
        if stripped:
            run += 1 if blank or feed else 0
            indent = len(text[offset:begin].expandtabs(_TAB))
            lines.append(Line(begin, begin + len(stripped), stripped.translate(ODD_SPACES), indent, run, feed, blank))
            blank, feed = 0, False
        else:
            blank += 1
        feed = feed or "\f" in whole
        offset += len(whole)
    return lines


def _wrapped_at(lines: list[Line]) -> int | None:
    """Return the column at which lines are wrapped: few are longer, and lines that nearly reach it run on in the next."""
    widths = sorted(line.width for line in lines if "\t" not in line.text)
    if not widths:
        return None
    width = widths[min(len(widths) - 1, len(widths) * 97 // 100)]
    if width > _WIDEST:
        return None
    running_on = [
        following
        for line, following in pairwise(lines)
        if line.run == following.run
        and line.width > max(width - 20, 30)
        and not line.text.endswith((".", ";", ":"))
        and "\t" not in line.text
    ]
    small = sum(line.text[:1].islower() for line in running_on)
    return width if len(running_on) >= 2 and small * 4 >= len(running_on) else None
