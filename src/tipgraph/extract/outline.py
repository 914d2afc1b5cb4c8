"""The outline of a document: which heading lies under which."""

import re

from tipgraph.extract.block import Block
from tipgraph.extract.coverage import Kind
from tipgraph.extract.headings import ANNEX, ANNEX_WITH_TITLE, CHAPTER, LABEL_ALONE, LISTING, NUMBERED_WORD, TITLED
from tipgraph.extract.labels import Label, Style, choose
from tipgraph.extract.model import Document, Section

_RANK = {
    Style.CAPITAL_ROMAN: 2,
    Style.CAPITAL: 3,
    Style.NUMBER: 4,
    Style.LETTER: 5,
    Style.ROMAN: 6,
    Style.DIGIT: 6,
}
_TOP, _CHAPTER, _NUMBERED_WORD, _BELOW = 0, 1, 7, 9
_NUMERAL = re.compile(r"[IVX]+|[A-Z]")
_FIRST_LEVEL = re.compile(
    r"(?:Provisional |Adopted |Draft )?[Aa]genda|Annotations|Contents|Introduction|Recommendations"
)


class Outline:
    """The headings met so far; gives each new one its place."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open: list[Section] = []
        self._ranks: list[int] = []
        self._last: dict[Style, int] = {}
        self._used: set[str] = set()
        self._top_count = 0
        self._has_numeral = False

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
            return self._entitle(self.current, block)
        label = self._choose(block)
        rank = self._rank(block, label)
        while self._ranks and self._ranks[-1] >= rank:
            self._open.pop()
            self._ranks.pop()
        if rank == _TOP:
            self._last, self._used = {}, set()
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
        self._has_numeral = self._has_numeral or bool(_NUMERAL.fullmatch(section.label or ""))
        return section

    def _entitle(self, section: Section, block: Block) -> Section:
        """Give a section that so far has the word "Annex" alone its title; the word becomes its label."""
        section.label = section.words(self._document.source)
        section.pieces = list(block.pieces)
        section.heading = block.words
        for start, end in block.pieces:
            self._document.coverage.assign(start, end, Kind.HEADING)
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
        """Rank a heading: labels by their style, one without a label below what is open where that has one."""
        if label:
            return _RANK[label.style]
        words = block.words
        if ANNEX.fullmatch(words) or ANNEX_WITH_TITLE.match(words):
            return _TOP
        if CHAPTER.match(words):
            return _CHAPTER
        if NUMBERED_WORD.fullmatch(words) or LABEL_ALONE.fullmatch(words) or TITLED.match(words):
            return _NUMBERED_WORD
        if LISTING.fullmatch(words) and self._open:
            return _BELOW
        labelled = any(section.label for section in self._open)
        if labelled and not (_FIRST_LEVEL.fullmatch(words) and not self._has_numeral):
            return _BELOW
        return _TOP if not self._has_numeral else _BELOW

    def _place(self, block: Block, section: Section) -> None:
        coverage = self._document.coverage
        opening = block.opening
        if opening.label:
            start, end = opening.label
            coverage.assign(block.start + start, block.start + end, Kind.LABEL)
        titled = None if opening.label else TITLED.match(block.raw)
        if titled:
            section.label = titled["label"]
            section.pieces = [(block.start + titled.end(), block.pieces[0][1])]
            section.heading = section.words(self._document.source)
            coverage.assign(block.start, block.start + titled.end(), Kind.LABEL)
        coverage.assign(*section.pieces[0], Kind.HEADING)
        for start, end in block.pieces[1:]:
            section.pieces.append((start, end))
            coverage.assign(start, end, Kind.HEADING)


def _heading_piece(block: Block) -> tuple[int, int]:
    start = block.start + block.opening.length
    return start, block.pieces[0][1]


def is_annex(section: Section) -> bool:
    """Tell a section that is an annex, by its label or its heading."""
    return bool(ANNEX.fullmatch(section.label or "") or ANNEX.fullmatch(section.heading))


def is_annex_word(block: Block) -> bool:
    """Tell the bare word "Annex" or "Box 1", whose title stands in the next block."""
    return bool(LABEL_ALONE.fullmatch(block.words)) and not block.opening.readings
