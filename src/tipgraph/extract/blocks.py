"""A text cut into blocks: the units that the later rules name."""

import re
from dataclasses import dataclass, field

from tipgraph.documents.text import SourceText
from tipgraph.documents.words import ADDRESS_MARK, MERGE_PLACEHOLDER, plain_words
from tipgraph.extract.block import Block
from tipgraph.extract.columns import has_cells, is_table_run
from tipgraph.extract.coverage import Coverage, Kind
from tipgraph.extract.footnotes import opens_footnote, tell_footnotes
from tipgraph.extract.furniture import find_furniture, picture_kind
from tipgraph.extract.labels import Opening, Style, read_opening
from tipgraph.extract.lines import ODD_SPACES, Layout, Line, read_layout
from tipgraph.extract.plain_footnotes import follows_footnote
from tipgraph.extract.prose import is_closed, runs_on

_PAGE_BREAK = re.compile(r"(?<![ \t\r])[ \t\r]*\f\s*|\n(?:[ \t\r]*\n){3,}|\A(?:[ \t\r]*\n){2,}")
_HEADING_MARK = re.compile(r"#{1,6}[^\S\n]+(?=\S)")
"""What some programs print before a heading."""
_SPACE = re.compile(r"\s+")


def cut(source: SourceText, coverage: Coverage) -> list[Block]:
    """Cut a text into blocks and place what is neither words nor heading wherever it stands.

    Args:
        source: The text.
        coverage: Receives white space, page breaks, inner marks, placeholders, end rules and picture descriptions.

    Returns:
        The blocks that remain for other rules, in order; footnotes are told by ``footnote``, their number.
    """
    _place_inner_marks(source, coverage)
    layout = read_layout(source)
    blocks: list[Block] = []
    for extent in _extents(source.text, layout, coverage):
        marked = _HEADING_MARK.match(source.text, extent.start, extent.end)
        if marked:
            coverage.assign(*marked.span(), Kind.EMPHASIS)
            extent.start = marked.end()
        raw = source.text[extent.start : extent.end].translate(ODD_SPACES)
        if not plain_words([raw]):
            continue
        picture = picture_kind(raw)
        if picture:
            coverage.assign(extent.start, extent.end, picture)
            continue
        broken = extent.after_break or (
            not layout.spaced and bool(_PAGE_BREAK.search(source.text, blocks[-1].end if blocks else 0, extent.start))
        )
        piece = (extent.start, extent.end)
        blocks.append(
            Block(*piece, raw, extent.run, broken, read_opening(raw), extent.table, extent.indent, None, [piece])
        )
        blocks[-1].is_marked, blocks[-1].goes_on = bool(marked), extent.goes_on
    tell_footnotes(source, blocks, coverage)
    return blocks


@dataclass
class _Extent:
    """Lines that make a block."""

    start: int
    end: int
    run: int
    table: bool
    indent: int
    after_break: bool
    goes_on: bool = False
    lines: list[Line] = field(default_factory=list)


def _extents(text: str, layout: Layout, coverage: Coverage) -> list[_Extent]:
    """Cut lines into the extents of blocks, and place the furniture of pages."""
    furniture = find_furniture(layout)
    extents: list[_Extent] = []
    broken = False
    last: Line | None = None
    cut_after: Line | None = None
    for number, line in enumerate(layout.lines):
        if number in furniture:
            for start, end, kind in furniture[number]:
                if kind is None:
                    extents.append(_Extent(start, end, line.run, False, line.indent, broken))
                else:
                    coverage.assign(start, end, kind)
            broken, last, cut_after = True, None, last or cut_after
            continue
        if extents and _is_bare_label(text, extents[-1], line):
            extents[-1].run = line.run
        elif last is None or line.run != last.run or line.after_feed or _opens(layout, extents[-1], last, line):
            table = has_cells(line.text) or is_table_run(layout, number)
            extents.append(_Extent(line.start, line.end, line.run, table, line.indent, broken or line.after_feed))
            if cut_after and cut_after.run == line.run and layout.width and len(extents) > 1:
                extents[-1].goes_on = not _opens(layout, extents[-2], cut_after, line)
        extents[-1].end = line.end
        extents[-1].lines.append(line)
        last, cut_after, broken = line, None, False
    return extents


def _is_bare_label(text: str, extent: _Extent, line: Line) -> bool:
    """Tell a label that stands in a line of its own, whose words follow in the next."""
    if extent.end - extent.start > _LONGEST_LABEL:
        return False
    raw = text[extent.start : extent.end]
    opening = read_opening(raw)
    return bool(opening.label) and opening.length == len(raw) and not read_opening(line.text).length


def _opens(layout: Layout, extent: _Extent, before: Line, line: Line) -> bool:
    """Tell whether a line opens a block of its own though no blank line stands before it."""
    if extent.table:
        return False
    if opens_footnote(line.text) or follows_footnote(extent.lines[0].text, line.text):
        return True
    opening = read_opening(line.text)
    ended = _words_end(before.text)
    early = layout.ends_early(before, line)
    if opening.readings:
        if opening.bullet and not opening.label and line.text[opening.length : opening.length + 1].islower():
            return ended or early
        return ended or early or line.indent > before.indent + 1 or _follows(extent, opening)
    if layout.width is None:
        if before.text.endswith(","):
            return False
        return not (line.text[:1].islower() or runs_on(plain_words([before.text])) or _is_fragment(before, line))
    return _opens_by_place(layout, extent, before, line, ended, early)


def _is_fragment(before: Line, line: Line) -> bool:
    """Tell lines of a masthead or an address, which are short, from paragraphs with a line for each."""
    if "|" in before.text and "|" in line.text:
        return True
    return len(before.text) < _SHORT and len(line.text) < _SHORT and not _words_end(before.text)


_SHORT = 60
_LONGEST_LABEL = 12


def _follows(extent: _Extent, opening: Opening) -> bool:
    """Tell whether a label is the next after the one that opened the block it stands in."""
    first = read_opening(extent.lines[0].text) if extent.lines else None
    if first and first.bullet and opening.bullet:
        return True
    return bool(first) and any(
        a.is_sibling_of(b) and (a.value == b.value + 1 or bool(a.mark))
        for a in opening.readings
        for b in (first.readings if first else ())
    )


def _opens_by_place(layout: Layout, extent: _Extent, before: Line, line: Line, ended: bool, early: bool) -> bool:
    """Tell by where a wrapped line stands: paragraphs may be parted by an indent, or by a line that ends early."""
    if line.text[:1].islower():
        return False
    if before is extent.lines[0] and read_opening(before.text).length and line.indent > before.indent + 1:
        return False  # the first line of a paragraph hangs out
    centred = layout.is_centred(line)
    labels = read_opening(extent.lines[0].text).readings
    listed = bool(labels) and labels[0].style not in (Style.CAPITAL, Style.CAPITAL_ROMAN)
    if layout.is_centred(before) and not listed:
        return not (centred or runs_on(before.text)) or (ended and early)
    if centred and line.indent > before.indent + 3:
        return ended or early
    if line.indent > before.indent:
        return ended or line.indent == layout.first_indent
    if early and ended and not layout.parted:
        return True
    return early and not runs_on(plain_words([before.text])) and before.width < layout_half(layout)


def layout_half(layout: Layout) -> int:
    """Return two thirds of the column: a line that ends before it was ended on purpose."""
    return (layout.width or 0) * 2 // 3


def _words_end(text: str) -> bool:
    return is_closed(plain_words([text]))


def _place_inner_marks(source: SourceText, coverage: Coverage) -> None:
    """Place page breaks, white space, placeholders and address marks wherever they stand."""
    for pattern, kind in (
        (_PAGE_BREAK, Kind.PAGE_BREAK),
        (MERGE_PLACEHOLDER, Kind.PLACEHOLDER),
        (ADDRESS_MARK, Kind.ADDRESS),
    ):
        for match in pattern.finditer(source.text):
            coverage.assign(match.start(), match.end(), kind)
    for match in _SPACE.finditer(source.text):
        for offset in range(match.start(), match.end()):
            if coverage.kind_at(offset) is None:
                coverage.assign(offset, offset + 1, Kind.SPACE)
