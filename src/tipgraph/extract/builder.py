"""The tree of provisions: paragraphs, and items within them, to any depth."""

import re
from collections import Counter

from tipgraph.documents.words import FOOTNOTE_MARK, footnote_number, plain_words
from tipgraph.extract.block import Block
from tipgraph.extract.coverage import Kind
from tipgraph.extract.headings import ANNEX, ANNEX_WITH_TITLE
from tipgraph.extract.labels import Label, Style, choose
from tipgraph.extract.model import Document, Footnote, Piece, Provision
from tipgraph.extract.outline import Outline, is_annex_word
from tipgraph.extract.prose import looks_like_prose

_FORMULA = re.compile(r"(?:The |the )?[A-Z][^.;:]*,")


class Builder:
    """Builds the tree of provisions: a list of open ones, outermost first, and the last number of a paragraph."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.outline = Outline(document)
        self._open: list[Provision] = []
        self._interrupted: list[Provision] = []
        self._unnumbered = 0
        self._last_number: int | None = None
        self._roots = 0
        self._paths: Counter[str] = Counter()

    def heading(self, block: Block, previous: Block | None) -> None:
        """Add a heading; it closes every open paragraph, and an annex begins to count anew."""
        annex = previous is not None and is_annex_word(previous) and not block.opening.readings
        self.outline.add(block, following_annex=annex)
        if ANNEX.fullmatch(block.words) or ANNEX_WITH_TITLE.match(block.words):
            self._last_number = None
        self._interrupted = self._open or self._interrupted
        self._open = []

    def footnote(self, block: Block) -> None:
        """Add a footnote; what it interrupts stays open."""
        start = block.start + block.opening.length
        coverage = self._document.coverage
        coverage.assign(block.start, block.start + (block.opening.label or (0, 0))[1], Kind.LABEL)
        coverage.assign(start, block.end, Kind.FOOTNOTE)
        number = block.footnote or ""
        name = "asterisk" if number == "*" else f"asterisk-{len(number)}" if number.startswith("*") else number
        path = self._unused(f"footnote/{name}")
        self._document.footnotes.append(Footnote(path, [(start, block.end)], number))

    def _unused(self, path: str) -> str:
        """Return a path, with a number behind it where a label is printed again."""
        self._paths[path] += 1
        return path if self._paths[path] == 1 else f"{path}-{self._paths[path]}"

    def paragraph(self, block: Block) -> None:
        """Add a paragraph or an item."""
        label = self._choose(block)
        parent = self._parent_of(label, block)
        is_formula = label is None and self._is_formula(block)
        if parent is None:
            path, ordinal = self._root_path(label, is_formula)
            self._interrupted = (self._open or self._interrupted) if label is None else []
            self._open = []
        else:
            ordinal = len(parent.children) + 1
            path = f"{parent.path}/{ordinal}"
            self._open = self._open[: self._open.index(parent) + 1]
        pieces = self._without_marks([(block.start + block.opening.length, block.pieces[0][1]), *block.pieces[1:]])
        provision = Provision(
            path, pieces, label, ordinal, _shown(path, label, parent, ordinal), parent, self.outline.current
        )
        provision.is_formula = is_formula
        if parent:
            parent.children.append(provision)
        self._place(block, provision)
        self._open.append(provision)
        self._document.provisions.append(provision)

    def _is_formula(self, block: Block) -> bool:
        """Tell an enacting formula: the name of a body with a comma, first of all or directly below a heading."""
        last = self._document.provisions[-1] if self._document.provisions else None
        first = last is None or last.section is not self.outline.current
        return first and bool(_FORMULA.fullmatch(block.words)) and not looks_like_prose(block.words)

    def _choose(self, block: Block) -> Label | None:
        if not block.opening.readings:
            return None
        last = {item.label.style: item.label.value for item in self._open if item.label}
        if not last:
            last = {item.label.style: item.label.value for item in self._interrupted if item.label}
        return choose(block.opening.readings, last)

    def _parent_of(self, label: Label | None, block: Block) -> Provision | None:
        """Return the provision under which a label puts its block, or None for a paragraph of its own."""
        if label is None:
            return None
        if label.style is Style.NUMBER:
            return self._parent_of_number(label, block) if self._open else None
        self._resume(label)
        for depth, provision in enumerate(self._open):
            if provision.label and provision.label.is_sibling_of(label):
                return self._open[depth - 1] if depth else None
        return self._open[-1] if self._open else None

    def _resume(self, label: Label) -> None:
        """Open again a list that a paragraph without label, or a heading, has interrupted, where a label goes on with it."""
        if len(self._open) > 1 or not self._interrupted:
            return
        for item in self._interrupted:
            if item.label and item.label.is_sibling_of(label) and item.label.value + 1 == label.value:
                self._open = self._interrupted
                return
        if label.value == 1 and not self._open and self._leads_in_sections():
            self._open = self._interrupted[:1]

    def _leads_in_sections(self) -> bool:
        """Tell whether the open paragraph leads in the lists below the headings that follow it, one list for each."""
        lead = self._interrupted[0]
        if not _ends_with_colon(self._document, lead):
            return False
        within = self.outline.current
        while within and within is not lead.section:
            within = within.parent
        return within is lead.section and lead.section is not self.outline.current

    def _parent_of_number(self, label: Label, block: Block) -> Provision | None:
        """Place a number: the next paragraph, the next item of a numbered list within one, or the first of such a list."""
        inner = [item for item in self._open[1:] if item.label and item.label.style is Style.NUMBER]
        next_paragraph = self._last_number is not None and label.value == self._last_number + 1
        if inner and inner[-1].label and label.value == inner[-1].label.value + 1:
            is_paragraph = next_paragraph and looks_like_prose(block.words)
            return None if is_paragraph else inner[-1].parent
        if next_paragraph:
            return None
        leads_in = _ends_with_colon(self._document, self._open[-1])
        return self._open[-1] if label.value == 1 and leads_in else None

    def _root_path(self, label: Label | None, is_formula: bool) -> tuple[str, int]:
        if is_formula:
            return self._unused("formula"), 0
        self._roots += 1
        if label is None or label.style not in (Style.NUMBER, Style.DIGIT):
            self._unnumbered += 1
            return f"p{self._unnumbered}", self._roots
        if label.style is Style.NUMBER:
            self._last_number = label.value
        return self._unused(label.shown.strip("().")), self._roots

    def _without_marks(self, pieces: list[Piece]) -> list[Piece]:
        """Cut pieces at footnote marks that :func:`plain_words` would leave in the words."""
        text = self._document.source.text
        kept: list[Piece] = []
        for start, end in pieces:
            begin = start
            for offset in self._document.coverage.places_of(Kind.MARK, start, end):
                stop = offset.stop
                if FOOTNOTE_MARK.match(text, offset.start) or text[offset.start] == "*":
                    continue
                kept.append((begin, begin + len(text[begin : offset.start].rstrip())))
                begin = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
            if begin < end or not kept:
                kept.append((begin, end))
        return [piece for piece in kept if piece[0] < piece[1]] or pieces

    def _place(self, block: Block, provision: Provision) -> None:
        coverage = self._document.coverage
        if block.opening.bullet:
            start, end = block.opening.bullet
            coverage.assign(block.start + start, block.start + end, Kind.BULLET)
        if block.opening.label:
            start, end = block.opening.label
            coverage.assign(block.start + start, block.start + end, Kind.LABEL)
        for start, end in provision.pieces:
            coverage.assign(start, end, Kind.FORMULA if provision.is_formula else Kind.WORDS)


def _shown(path: str, label: Label | None, parent: Provision | None, ordinal: int) -> str:
    """Return the label by which a provision is quoted: ``8(b)``, ``p9(f)``, ``5[3]`` for the third bullet, ``13(I)[1]``."""
    if parent is None:
        return label.shown.strip("().") if label and label.style in (Style.NUMBER, Style.DIGIT) else path
    if label is None or not label.shown:
        return f"{parent.shown}[{ordinal}]"
    return f"{parent.shown}({label.shown.strip('().')})"


def _ends_with_colon(document: Document, provision: Provision) -> bool:
    """Tell whether the words of a provision end with a colon, as those that lead in a list do."""
    return plain_words([document.source.text[slice(*provision.pieces[-1])]]).endswith(":")


def tie_footnotes(document: Document) -> None:
    """Tie each footnote to its marks: the nearest mark of its number before it, or else after it."""
    marks: dict[str, list[int]] = {}
    for span in document.coverage.spans():
        if span.kind is Kind.MARK:
            words = document.source.text[span.start : span.end].strip("[]/^ ")
            marks.setdefault(footnote_number(words), []).append(span.start)
    for footnote in document.footnotes:
        start = footnote.pieces[0][0]
        own = marks.get(footnote.number, [])
        before = [begin for begin in own if begin < start]
        footnote.marks = before[-1:] or own[:1]
