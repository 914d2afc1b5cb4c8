"""Footnotes and their marks: superscripts and asterisks."""

import re

from tipgraph.documents.text import SourceText
from tipgraph.documents.words import EMPHASIS, SUPERSCRIPT_DIGITS, footnote_number
from tipgraph.extract.block import Block
from tipgraph.extract.coverage import Coverage, Kind
from tipgraph.extract.labels import Opening
from tipgraph.extract.plain_footnotes import tell_plain

_SUPERSCRIPT = re.compile(rf"[{SUPERSCRIPT_DIGITS}]+")
_MARK = re.compile(rf"(?<=[^\s{SUPERSCRIPT_DIGITS}])[{SUPERSCRIPT_DIGITS}]+")
_OPENING = re.compile(rf"([{SUPERSCRIPT_DIGITS}]+|\*{{1,3}}(?=[ \t]+\S)|\*(?=[A-Z])(?![^*]*\*))[ \t]*")
_ASTERISK_MARK = re.compile(r"(?<=[\w).])\*{1,3}(?!\*)(?=\s|$|[.,;:])")


def opens_footnote(line: str) -> bool:
    """Tell whether a line opens with a superscript or an asterisk, as a footnote does."""
    return bool(_OPENING.match(line))


def tell_footnotes(source: SourceText, blocks: list[Block], coverage: Coverage) -> None:
    """Tell footnotes by the mark that stands both at the start of a block and behind a word; place marks and emphasis.

    Args:
        source: The text.
        blocks: Its blocks; a footnote receives its number and its opening.
        coverage: Receives the marks.
    """
    openings = {block.start: match for block in blocks if (match := _OPENING.match(block.raw))}
    numbers = {match[1] for match in openings.values()}
    marks = []
    for match in _MARK.finditer(source.text):
        if match.start() not in openings:
            marks += _split_mark(match, numbers)
    behind = {source.text[start:end] for start, end in marks}
    if any(number.startswith("*") for number in numbers):
        asterisks = [
            match.span()
            for match in _ASTERISK_MARK.finditer(source.text)
            if match[0] in numbers and _is_unpaired(source.text, match.start())
        ]
        marks += asterisks
        behind |= {source.text[start:end] for start, end in asterisks}
    for start, end in marks:
        if coverage.kind_at(start) is None:
            coverage.assign(start, end, Kind.MARK)
    for block in blocks:
        opening = openings.get(block.start)
        if opening and opening[1] in behind:
            block.footnote = footnote_number(opening[1])
            block.opening = Opening((), None, (0, len(opening[1])), opening.end())
    if not any(block.footnote and block.footnote.isdigit() for block in blocks):
        tell_plain(source, blocks, coverage)
    _place_emphasis(source, blocks, coverage)


def _split_mark(match: re.Match[str], numbers: set[str]) -> list[tuple[int, int]]:
    """Return the marks in a run of superscripts: the whole, or its figures where each has a footnote and the whole none."""
    if match[0] in numbers:
        return [match.span()]
    if len(match[0]) > 1 and all(figure in numbers for figure in match[0]):
        return [(offset, offset + 1) for offset in range(match.start(), match.end())]
    return []


def _place_emphasis(source: SourceText, blocks: list[Block], coverage: Coverage) -> None:
    labels = {block.start for block in blocks if block.footnote} | {
        block.start + block.opening.bullet[0] for block in blocks if block.opening.bullet
    }
    for match in EMPHASIS.finditer(source.text):
        if coverage.kind_at(match.start()) is None and match.start() not in labels:
            coverage.assign(match.start(), match.end(), Kind.EMPHASIS)


def _is_unpaired(text: str, offset: int) -> bool:
    """Tell whether an asterisk closes no emphasis: the asterisks before it in its line come in pairs."""
    line_start = text.rfind("\n", 0, offset) + 1
    return text.count("*", line_start, offset) % 2 == 0
