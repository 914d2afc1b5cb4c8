"""Blocks become sections, provisions, items, footnotes and tables."""

from collections import Counter

from tipgraph.documents.text import SourceText
from tipgraph.documents.words import footnote_number, plain_words
from tipgraph.extract.blocks import Block, cut, join_broken
from tipgraph.extract.coverage import Coverage, Kind
from tipgraph.extract.headings import Outline, find_headings, has_letters, is_annex_word
from tipgraph.extract.labels import Label, Style, choose
from tipgraph.extract.masthead import read_masthead
from tipgraph.extract.model import Document, Footnote, Provision
from tipgraph.extract.table import place_contents, read_table


def take_apart(source: SourceText) -> Document:
    """Take a document apart.

    Args:
        source: The text.

    Returns:
        Its masthead, sections, provisions (parents before items, in order), footnotes and table rows, and the coverage,
        in which a character that no rule placed is left without a kind.
    """
    document = Document(source, Coverage(source))
    blocks = cut(source, document.coverage)
    headings = find_headings(blocks)
    body = join_broken(read_masthead(document, blocks), headings)
    builder = _Builder(document)
    in_contents = False
    previous: Block | None = None
    for block in body:
        if block.footnote is not None:
            builder.footnote(block)
            continue
        if block.words == "Contents":
            in_contents = True
            document.coverage.assign(block.start, block.end, Kind.CONTENTS)
        elif block.is_table and in_contents:
            place_contents(document, block)
        elif block.is_table:
            read_table(document, block, builder.outline.current)
        elif block.start in headings:
            builder.heading(block, previous)
        elif _has_words(block):
            builder.paragraph(block)
        previous = block
    _tie_footnotes(document)
    return document


def _has_words(block: Block) -> bool:
    """Tell a paragraph or item from marks without words, which are left for a person to place."""
    return has_letters(block.words) and (bool(block.opening.readings) or len(block.words.split()) > 2)


class _Builder:
    """Builds the tree of provisions: a list of open ones, outermost first, and the last value of each open list."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.outline = Outline(document)
        self._open: list[Provision] = []
        self._unnumbered = 0
        self._last_number: int | None = None
        self._roots = 0
        self._paths: Counter[str] = Counter()

    def heading(self, block: Block, previous: Block | None) -> None:
        """Add a heading; it closes every open paragraph."""
        annex = previous is not None and is_annex_word(previous) and not block.opening.readings
        self.outline.add(block, following_annex=annex)
        self._open = []

    def footnote(self, block: Block) -> None:
        """Add a footnote; what it interrupts stays open."""
        start = block.start + block.opening.length
        coverage = self._document.coverage
        coverage.assign(block.start, block.start + (block.opening.label or (0, 0))[1], Kind.LABEL)
        coverage.assign(start, block.end, Kind.FOOTNOTE)
        name = "asterisk" if block.footnote == "*" else block.footnote
        path = self._unused(f"footnote/{name}")
        self._document.footnotes.append(Footnote(path, [(start, block.end)], block.footnote or ""))

    def _unused(self, path: str) -> str:
        """Return a path, with a number behind it where a label is printed again."""
        self._paths[path] += 1
        return path if self._paths[path] == 1 else f"{path}-{self._paths[path]}"

    def paragraph(self, block: Block) -> None:
        """Add a paragraph or an item."""
        label = self._choose(block)
        parent = self._parent_of(label)
        is_formula = label is None and not self._document.provisions and block.words.endswith(",")
        if parent is None:
            path, ordinal = self._root_path(label, is_formula)
            self._open = []
        else:
            ordinal = len(parent.children) + 1
            path = f"{parent.path}/{ordinal}"
            self._open = self._open[: self._open.index(parent) + 1]
        pieces = [(block.start + block.opening.length, block.pieces[0][1]), *block.pieces[1:]]
        provision = Provision(
            path, pieces, label, ordinal, _shown(path, label, parent, ordinal), parent, self.outline.current
        )
        provision.is_formula = is_formula
        if parent:
            parent.children.append(provision)
        self._place(block, provision)
        self._open.append(provision)
        self._document.provisions.append(provision)

    def _choose(self, block: Block) -> Label | None:
        if not block.opening.readings:
            return None
        last = {item.label.style: item.label.value for item in self._open if item.label}
        return choose(block.opening.readings, last)

    def _parent_of(self, label: Label | None) -> Provision | None:
        """Return the provision under which a label puts its block, or None for a paragraph of its own."""
        if label is None or not self._open:
            return None
        if label.style is Style.NUMBER:
            return self._parent_of_number(label)
        for depth, provision in enumerate(self._open):
            if depth and provision.label and provision.label.style is label.style:
                return self._open[depth - 1]
        return self._open[-1]

    def _parent_of_number(self, label: Label) -> Provision | None:
        """Place a number: the next paragraph, the next item of a numbered list within one, or the first of such a list."""
        inner = [item for item in self._open[1:] if item.label and item.label.style is Style.NUMBER]
        if inner and inner[-1].label and label.value == inner[-1].label.value + 1:
            return inner[-1].parent
        if self._last_number is not None and label.value == self._last_number + 1:
            return None
        leads_in = plain_words([self._document.source.text[slice(*self._open[-1].pieces[-1])]]).endswith(":")
        return self._open[-1] if label.value == 1 and leads_in else None

    def _root_path(self, label: Label | None, is_formula: bool) -> tuple[str, int]:
        if is_formula:
            return "formula", 0
        self._roots += 1
        if label is None:
            self._unnumbered += 1
            return f"p{self._unnumbered}", self._roots
        if label.style is Style.NUMBER:
            self._last_number = label.value
        return self._unused(label.shown.strip("()") or str(self._roots)), self._roots

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
        return path
    if label is None or not label.shown:
        return f"{parent.shown}[{ordinal}]"
    return f"{parent.shown}({label.shown.strip('().')})"


def _tie_footnotes(document: Document) -> None:
    """Tie each footnote to its marks: the nearest mark of its number before it, or else after it."""
    marks = [(span.start, span.end) for span in document.coverage.spans() if span.kind is Kind.MARK]
    for footnote in document.footnotes:
        start = footnote.pieces[0][0]
        own = [begin for begin, end in marks if footnote_number(document.source.text[begin:end]) == footnote.number]
        before = [begin for begin in own if begin < start]
        footnote.marks = before[-1:] or own[:1]
