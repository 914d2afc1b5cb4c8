"""Reading Word files (.docx): the blocks of the body in order, with the labels and notes that Word prints by itself."""

import re
from collections.abc import Iterator
from pathlib import Path

from tipgraph.errors import FileError
from tipgraph.reading.normal import normal_text
from tipgraph.reading.normal_lines import is_field
from tipgraph.reading.normal_notes import without_opening
from tipgraph.reading.normal_pieces import Block, Piece, join_pieces, plain, squeeze
from tipgraph.reading.normal_tables import Cell, table_blocks
from tipgraph.reading.word_notes import Notes
from tipgraph.reading.word_numbering import Numbering
from tipgraph.reading.word_package import (
    Element,
    Package,
    attribute,
    child,
    children,
    number,
    related,
    switch,
    tag,
    value,
)
from tipgraph.reading.word_runs import Runs, Story, is_placeholder
from tipgraph.reading.word_styles import Styles

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_JOB_NUMBER = re.compile(r"(?:[A-Z]{1,2}\.\d\d-\d{4,6}|\d\d-\d{5}) \([A-Z]\)")
_MASTHEAD_LINES = 20  # blocks among which a document has its symbol and distribution, if it has them in its body
_SPAN = 63  # columns of a table; Word allows no more


def read_word(raw: bytes, path: Path) -> str:
    """Read a Word file.

    Args:
        raw: Its bytes.
        path: What the file is called in an error.

    Returns:
        Its text in normal form, as :mod:`tipgraph.reading.normal` describes it; empty where it has no words.

    Raises:
        tipgraph.errors.FileError: If the file is damaged, expands to too much, or holds another file instead of words.
    """
    return _Word(raw, path).text()


class _Word:
    """One file while it is read."""

    def __init__(self, raw: bytes, path: Path) -> None:
        self._path = path
        self._package = package = Package(raw, path)
        root = package.part(package.main)
        body = child(root, "body")
        if body is None:
            raise package.damaged(f"{package.main} has no body")
        self._body = body
        self._relations = package.relations(package.main)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        sections = [
            found for found in body.iter() if tag(found) == "sectPr" and tag(found.getparent()) != "sectPrChange"
        ]
        self._sections = sections
        settings = self._part("settings")
        self._notes = Notes(self._part("footnotes"), self._part("endnotes"), settings, sections)
        self._held: Block | None = None

    def _part(self, kind: str) -> Element | None:
        names = [relation.target for relation in self._relations.values() if relation.kind == kind]
        return self._package.part(names[0]) if names else None

    def text(self) -> str:
        """Return the text of the file."""
        blocks = list(self._blocks(self._body, Story()))
        header = self._first_page("header")
        footer = self._first_page("footer")
        top = _lines(blocks[:_MASTHEAD_LINES])
        if any(map(_is_masthead, _lines(header))) and not any(map(_is_masthead, top)):
            blocks = [block for block in header if block.words not in top] + blocks
        job = next((match[0] for line in _lines(footer) if (match := _JOB_NUMBER.search(line))), None)
        if job and not any(job in block.words for block in blocks):
            blocks.append(Block([Piece(job)]))
        return normal_text(blocks)

    def _first_page(self, kind: str) -> list[Block]:
        """Return the blocks of the header or footer that the first page shows."""
        if not self._sections:
            return []
        first = self._sections[0]
        wanted = "first" if switch(first, "titlePg") else "default"
        for reference in children(first, f"{kind}Reference"):
            relation = self._relations.get(related(reference) or "")
            if attribute(reference, "type") == wanted and relation:
                root = self._package.part(relation.target)
                return [] if root is None else list(self._blocks(root, Story()))
        return []

    def _blocks(self, parent: Element, story: Story) -> Iterator[Block]:
        """Give the blocks of paragraphs and tables in order, those of text boxes before the paragraph that holds them."""
        for element in parent:
            name = tag(element)
            if name == "p":
                yield from self._paragraph(element, story)
            elif name == "tbl":
                yield from table_blocks(list(self._rows(element, story)))
            elif name in _WRAPPERS and not is_placeholder(element):
                yield from self._blocks(element, story)
            elif name == "AlternateContent":
                for chosen in [found for found in element if tag(found) in ("Choice", "Fallback")][:1]:
                    yield from self._blocks(chosen, story)
            elif name in ("altChunk", "subDoc"):
                way_out = "open it in a word processor and save it anew as .docx"
                raise FileError(self._path, "part of its text is another file inside this one", way_out)
        if self._held:
            held, self._held = self._held, None
            yield held

    def _paragraph(self, paragraph: Element, story: Story) -> Iterator[Block]:
        """Give the block of a paragraph; one whose end was deleted or is hidden goes on in the next."""
        properties = child(paragraph, "pPr")
        style = self._styles.paragraph_style(properties)
        runs = Runs(self._styles, style, story, self._notes.mark)
        goes_on = story.in_contents
        runs.read(paragraph)
        for box in runs.boxes:
            held, self._held = self._held, None
            yield from self._blocks(box, Story())
            self._held = held
        if child(properties, "sectPr") is not None:
            self._notes.end_section()
        block = Block(runs.pieces, notes=[self._note(*reference) for reference in runs.notes])
        block.contents = (
            self._styles.is_contents(style) or story.in_contents or (goes_on and "\t" in plain(runs.pieces))
        )
        before, self._held = self._held, None
        end = child(properties, "rPr")
        runs_on = child(end, "del") is not None or child(end, "moveFrom") is not None or bool(switch(end, "vanish"))
        if not before and (block.words or not runs_on):
            block.label = self._label(properties, style)
        if before:
            label = before.label or (self._label(properties, style) if not before.words else "")
            block = Block(before.pieces + block.pieces, label, notes=before.notes + block.notes)
        if runs_on:
            self._held = block
        elif block.words:
            yield block

    def _label(self, properties: Element | None, style: str | None) -> str:
        """Count a paragraph in the list that it or its style names, and return its label."""
        of_style = self._styles.numbering(style)
        own = child(properties, "numPr")
        name, level = value(own, "numId"), number(own, "ilvl")
        if name is None and of_style:
            name = of_style[0]
            if level is None:
                level = of_style[1] if of_style[1] is not None else self._numbering.level_of_style(name, of_style[2])
        return self._numbering.label(name, level or 0) if name is not None else ""

    def _note(self, kind: str, identifier: str, mark: str) -> Block:
        """Return the block of a note: its paragraphs as one, without the mark that it repeats."""
        body = self._notes.body(kind, identifier)
        blocks = [] if body is None else list(self._blocks(body, Story()))
        parts = [[Piece(f"{block.label} ".lstrip()), *block.pieces] for block in blocks if block.words]
        pieces = join_pieces(parts)
        if pieces and squeeze(plain(pieces)).startswith(mark) and self._notes.is_typed(body):
            pieces = without_opening(pieces, mark)
        return Block(pieces, note=mark)

    def _rows(self, table: Element, story: Story) -> Iterator[list[Cell]]:
        for element in table:
            name = tag(element)
            if name in _WRAPPERS:
                yield from self._rows(element, story)
            elif name == "tr":
                properties = child(element, "trPr")
                if child(properties, "del") is None and not switch(properties, "hidden"):
                    before: list[Cell] = [[]] * min(number(properties, "gridBefore") or 0, _SPAN)
                    yield before + list(self._cells(element, story))

    def _cells(self, row: Element, story: Story) -> Iterator[Cell]:
        """Give the cells of a row; those that a wide cell covers, and that go on from the row above, are empty."""
        for element in row:
            name = tag(element)
            if name in _WRAPPERS:
                yield from self._cells(element, story)
            elif name == "tc":
                properties = child(element, "tcPr")
                merged = child(properties, "vMerge")
                goes_on = merged is not None and attribute(merged) != "restart"
                yield [] if goes_on else list(self._blocks(element, story))
                yield from ([] for _ in range(min(number(properties, "gridSpan") or 1, _SPAN) - 1))


def _lines(blocks: list[Block]) -> list[str]:
    """Return the lines and parts of lines of blocks, as a masthead has them."""
    found = [re.split(r"[\n\t]", plain(block.pieces)) for block in blocks]
    return [line for lines in found for part in lines if (line := squeeze(part))]


def _is_masthead(line: str) -> bool:
    """Tell a line that says whose document this is: its symbol or its distribution."""
    return line.startswith("Distr.:") or (is_field(line) and "/" in line)
