"""Footnotes and marks in plain figures, as a text without superscripts has them: ``persons[1],`` or ``persons,1``."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from tipgraph.documents.text import SourceText
from tipgraph.extract.block import Block
from tipgraph.extract.coverage import Coverage, Kind
from tipgraph.extract.labels import Opening
from tipgraph.extract.prose import is_closed

PLAIN_OPENING = re.compile(r"(\d{1,3})[ \t]+(?=[A-Z“\"*(<])")
"""How a footnote opens where nothing but its figure tells it."""
_MISSED = 4
"""Footnotes in a row whose marks are not found, before what looks like one more is none."""
_FARTHEST = 12_000
"""Characters before a footnote in which its mark is looked for: two pages; notes at the end of a text may be farther."""
_ABBREVIATIONS = frozenset(
    {
        "no",
        "nos",
        "vol",
        "vols",
        "art",
        "arts",
        "para",
        "paras",
        "p",
        "pp",
        "chap",
        "sect",
        "fig",
        "cf",
        "ed",
        "eds",
        "res",
        "dec",
        "add",
        "corr",
        "rev",
    }
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PUNCTUATION = ".,;:?!"
_CLOSING = ")]”\"’'*"


@dataclass(frozen=True)
class _Style:
    """How a footnote opens, and how its mark is printed; ``{}`` is its number."""

    opening: re.Pattern[str]
    mark: str
    bare: bool = False


_STYLES = (
    _Style(re.compile(r"\[\^(\d{1,3})\]:?[ \t]*(?=\S)"), r"(?<=\S)\[\^{}\]"),
    _Style(re.compile(r"\[(\d{1,3})\](?=[ \t]*\S)[ \t]*"), r"(?<=[^\s\[(])\[{}\]"),
    _Style(re.compile(r"\^(\d{1,3})\^?[ \t]*(?=\S)"), r"(?<=\S)\^{}(?!\d)\^?"),
    _Style(re.compile(r"(\d{1,3})/[ \t]+(?=\S)"), r"(?<=[\w.,;:)”\"’]) ?{}/(?=\s(?!\d)|$)"),
    _Style(PLAIN_OPENING, r"(?<=[^\s\d]){}(?![\w/])", bare=True),
)


def tell_plain(source: SourceText, blocks: list[Block], coverage: Coverage) -> None:
    """Tell footnotes with plain figures: their numbers count up, and each has its mark before it.

    Args:
        source: The text.
        blocks: Its blocks; a footnote receives its number and its opening.
        coverage: Receives the marks.
    """
    for style in _STYLES:
        found = [(index, match) for index, block in enumerate(blocks) if (match := _opens(style, block))]
        if found and _Teller(source.text, blocks, coverage, style).tell(found):
            return


def follows_footnote(first: str, line: str) -> bool:
    """Tell whether a line opens the footnote after the one that opens with another line."""
    for style in _STYLES:
        before, match = style.opening.match(first), style.opening.match(line)
        if before and match:
            return int(match[1]) == int(before[1]) + 1
    return False


def _opens(style: _Style, block: Block) -> re.Match[str] | None:
    return None if block.footnote or block.is_table else style.opening.match(block.raw)


class _Teller:
    """Tells the footnotes of one style, in order: a mark stands behind that of the footnote before."""

    def __init__(self, text: str, blocks: list[Block], coverage: Coverage, style: _Style) -> None:
        self._text = text
        self._blocks = blocks
        self._coverage = coverage
        self._style = style
        self._starts = [block.start for block in blocks]
        self._last = 0
        self._last_mark = 0
        self._last_index = -1

    def tell(self, found: list[tuple[int, re.Match[str]]]) -> bool:
        """Tell which blocks are footnotes; returns whether any is."""
        taken = missed = 0
        for place, (index, match) in enumerate(found):
            number = int(match[1])
            if not (self._last < number <= self._last + _MISSED or (number == 1 and taken)):
                continue
            following = found[place + 1] if place + 1 < len(found) else None
            span = self._mark(match[1], index, following)
            if span:
                self._place_mark(*span)
            elif not (taken and self._is_one_more(number, index, following)):
                missed += 1
                if missed > _MISSED * (taken + 1):
                    break
                continue
            self._take(index, match)
            taken += 1
        return bool(taken)

    def _place_mark(self, start: int, end: int) -> None:
        """Place a mark, and take it from the words of its block, whose end tells what the block is."""
        self._coverage.assign(start, end, Kind.MARK)
        self._last_mark = end
        block = self._blocks[bisect_right(self._starts, start) - 1]
        first, last = start - block.start, end - block.start
        block.raw = block.raw[:first] + " " * (last - first) + block.raw[last:]
        block.__dict__.pop("words", None)

    def _take(self, index: int, match: re.Match[str]) -> None:
        block = self._blocks[index]
        block.footnote = match[1]
        block.opening = Opening((), None, (0, len(match[0].rstrip())), match.end())
        block.__dict__.pop("words", None)  # they are read anew, without the figure
        self._last, self._last_index = int(match[1]), index

    def _is_one_more(self, number: int, index: int, following: tuple[int, re.Match[str]] | None) -> bool:
        """Tell a footnote whose mark cannot be told: it stands by its number between others, and ends as they do."""
        if number != self._last + 1 or not is_closed(self._blocks[index].raw):
            return False
        next_one = following is not None and int(following[1][1]) == number + 1
        return index == self._last_index + 1 or next_one

    def _mark(self, number: str, index: int, following: tuple[int, re.Match[str]] | None) -> tuple[int, int] | None:
        """Return where the mark of a footnote stands, without the space before it."""
        start = self._blocks[index].start
        pattern = re.compile(self._style.mark.replace("{}", number))
        beside = index == self._last_index + 1 or (following is not None and following[0] == index + 1)
        at_end = beside or index + 2 >= len(self._blocks)
        begin = self._last_mark if at_end else max(self._last_mark, start - _FARTHEST)
        spans = [
            match.span()
            for match in pattern.finditer(self._text, begin, start)
            if not self._style.bare or _is_mark(self._text, *match.span())
        ]
        if not spans:
            return None
        near = [span for span in spans if span[0] > start - _FARTHEST]
        first, end = near[-1] if near and not at_end else spans[0]
        return first + (self._text[first] == " "), end


def _is_mark(text: str, start: int, end: int) -> bool:
    """Tell whether a figure directly behind a word or its punctuation is a mark, and no part of a number or symbol."""
    line = max(text.rfind("\n", 0, start), start - 60) + 1
    before = text[line:start].rpartition(" ")[2]
    after = text[end : end + 1]
    ends = not after or after.isspace()
    if not (ends or after in _PUNCTUATION + _CLOSING) or "/" in before or "@" in before or before.startswith("www."):
        return False
    word = before.rstrip(_PUNCTUATION + _CLOSING)
    tail = before[len(word) :]
    if not word:
        return tail[-1:] in (")", "]", "”", '"')
    if word[-1].isdigit():
        after_year = tail in (",", ";") and bool(_YEAR.fullmatch(word))
        return ends and bool(tail) and (after_year or tail[-1] in _CLOSING or _ends_sentence(text, end, tail))
    if tail[:1] == "." and word.lstrip("(“").casefold() in _ABBREVIATIONS:
        return False
    if not tail:
        return len(word) > 2 and (word.islower() or len(word) > 3)
    return ends or after in _CLOSING or tail[-1] in _CLOSING


def _ends_sentence(text: str, end: int, tail: str) -> bool:
    """Tell a full stop after a figure from a decimal point: a capital follows, or nothing in this line."""
    following = text[end : end + 2].lstrip(" ")
    return tail == "." and (not following or following[0] == "\n" or following[0].isupper())
