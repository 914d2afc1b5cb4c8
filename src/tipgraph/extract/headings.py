"""Headings: which blocks are headings, and which heading lies under which."""

import re

from tipgraph.extract.blocks import Block
from tipgraph.extract.coverage import Kind
from tipgraph.extract.labels import Label, Style, choose
from tipgraph.extract.model import Document, Section

_TOP = re.compile(r"(?:Annex(?:es)?|Appendix|Enclosure)(?: [IVX]+)?", re.IGNORECASE)
_SUBORDINATE = re.compile(r"Documentation|Documents|References|Notes", re.IGNORECASE)
_RANK = {Style.CAPITAL_ROMAN: 1, Style.CAPITAL: 2, Style.NUMBER: 3, Style.LETTER: 4, Style.ROMAN: 4, Style.DIGIT: 4}
_HEADING_STYLES = frozenset({Style.CAPITAL_ROMAN, Style.CAPITAL})


def agenda_titles(blocks: list[Block]) -> dict[str, str]:
    """Return label to title of the lists' numbered and lettered blocks that end as items do: what headings may repeat."""
    return {
        _plain_title(block.words): block.opening.readings[-1].shown
        for block in blocks
        if block.opening.label and block.is_closed and not block.footnote
    }


def _plain_title(words: str) -> str:
    return re.sub(r"[.:;]+$", "", words).casefold()


def find_headings(blocks: list[Block]) -> set[int]:
    """Tell which blocks are headings.

    Args:
        blocks: Blocks of a document before broken paragraphs are joined.

    Returns:
        Starts of the headings: blocks with a capital letter or numeral as label, blocks that repeat an item listed before
        but end without a stop, and short blocks without label that no sentence continues.
    """
    titles = agenda_titles(blocks)
    headings = set()
    body = [block for block in blocks if not block.footnote]
    for index, block in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        if block.is_table or not has_letters(block.words) or not block.is_heading_like:
            continue
        if following and not following.opening.readings and following.words[:1].islower():
            continue
        styles = {label.style for label in block.opening.readings}
        repeats = _plain_title(block.words) in titles
        bulleted = any(label.bulleted for label in block.opening.readings)
        if (not styles or styles & _HEADING_STYLES or repeats) and not bulleted and not block.words[:1].islower():
            headings.add(block.start)
    return headings


def has_letters(words: str) -> bool:
    """Tell words from marks: at least two letters stand together."""
    return bool(re.search(r"[^\W\d_]{2,}", words))


class Outline:
    """The headings met so far; gives each new one its place."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open: list[Section] = []
        self._ranks: list[int] = []
        self._last: dict[Style, int] = {}
        self._used: set[str] = set()
        self._top_count = 0

    @property
    def current(self) -> Section | None:
        """The section that holds what comes next."""
        return self._open[-1] if self._open else None

    def add(self, block: Block, following_annex: bool = False) -> Section:
        """Add a heading.

        Args:
            block: The heading.
            following_annex: Whether it stands directly below the word "Annex", whose title it then is.

        Returns:
            The section, with its ordinal among its siblings and its parent.
        """
        if following_annex and self.current:
            section = self.current
            section.label = section.words(self._document.source)
            section.pieces = [(block.start, block.end)]
            section.heading = block.words
            self._document.coverage.assign(block.start, block.end, Kind.HEADING)
            return section
        label = self._choose(block)
        rank = self._rank(block, label)
        while self._ranks and self._ranks[-1] >= rank:
            self._open.pop()
            self._ranks.pop()
        parent = self._open[-1] if self._open else None
        if parent:
            parent.children += 1
            ordinal = parent.children
        else:
            self._top_count += 1
            ordinal = self._top_count
        path = f"{parent.path}/{ordinal}" if parent else f"section/{ordinal}"
        section = Section(path, [_heading_piece(block)], label.shown if label else None, block.words, ordinal, parent)
        self._place(block, section)
        self._open.append(section)
        self._ranks.append(rank)
        self._document.sections.append(section)
        return section

    def _choose(self, block: Block) -> Label | None:
        if not block.opening.readings:
            return None
        label = choose(block.opening.readings, self._last, self._used)
        rank = _RANK[label.style]
        self._last = {style: value for style, value in self._last.items() if _RANK[style] < rank}
        self._last[label.style] = label.value
        if label.style is Style.CAPITAL_ROMAN:
            self._used.add(label.shown)
        return label

    def _rank(self, block: Block, label: Label | None) -> int:
        """Rank a heading: labels by their style, "Documentation" below what is open, everything else on top."""
        if label:
            return _RANK[label.style]
        return 9 if _SUBORDINATE.fullmatch(block.words) and self._open else 0 if self._has_unlabelled_top() else 1

    def _has_unlabelled_top(self) -> bool:
        return not any(section.label and _RANK_OF_LABEL.match(section.label) for section in self._document.sections)

    def _place(self, block: Block, section: Section) -> None:
        coverage = self._document.coverage
        opening = block.opening
        if opening.label:
            start, end = opening.label
            coverage.assign(block.start + start, block.start + end, Kind.LABEL)
        coverage.assign(*section.pieces[0], Kind.HEADING)
        for start, end in block.pieces[1:]:
            section.pieces.append((start, end))
            coverage.assign(start, end, Kind.HEADING)


_RANK_OF_LABEL = re.compile(r"[IVX]+")


def _heading_piece(block: Block) -> tuple[int, int]:
    start = block.start + block.opening.length
    return start, block.pieces[0][1]


def is_annex_word(block: Block) -> bool:
    """Tell the bare word "Annex", whose title stands in the next block."""
    return bool(_TOP.fullmatch(block.words))
