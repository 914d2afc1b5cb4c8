"""What a source text prints around the words of the parts: their numbers, and lines that belong to no part."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.documents.text import SourceText
from tipgraph.documents.words import ADDRESS_MARK, EMPHASIS, footnote_number
from tipgraph.extract.furniture import find_furniture
from tipgraph.extract.lines import read_layout
from tipgraph.site.reader.parts import Kind, Part
from tipgraph.site.reader.words import Span

_LIST_MARK: Final = re.compile(r"[-–—‒•▪▫◦·*o‣●○■□➢➤►▶✓✔](?:\s+|$)")
"""The dash or point that a text puts before each item of a list: the element says that it is one."""
_BRACKETS: Final = "[]().:"
_LINE: Final = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Line:
    """Words on one line of a source text that belong to no part."""

    start: int
    raw: str
    """The characters as they stand, without white space around them."""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.start + len(self.raw)


@dataclass
class Printed:
    """What stands between the words of the parts."""

    text: str = ""
    """The source text; nothing where the build does not have the one that the anchors quote."""
    numbers: dict[NamedNode, str] = field(default_factory=dict)
    """The numbers before sections and provisions, as they are printed: ``1.``, ``(a)``."""
    lines: list[Line] = field(default_factory=list)
    """What belongs to no part, in the order of the text."""


def clean(raw: str) -> str:
    """Return the words of a line: without marks of emphasis and the angle brackets around addresses."""
    text = raw
    for pattern in (ADDRESS_MARK, EMPHASIS):
        text = pattern.sub("", text)
    return " ".join((text if text.strip() else raw).split())


def around(text: str, parts: Sequence[Part]) -> Printed:
    """Find what a source text prints around its parts.

    Args:
        text: The source text.
        parts: The parts of the document, with anchors in this text.

    Returns:
        Every character that no part quotes: as the number of a part, as a line of its own, or, where it is white space,
        the mark of a footnote or of an item of a list, or what the printer adds to a page, not at all. Nothing if the
        anchors quote another text.
    """
    if not text or any(text[span.start : span.end] != span.exact for part in parts for span in part.spans):
        return Printed()
    reader = _Reader(text, parts)
    reader.read(_pieces(parts))
    return reader.found


def _pieces(parts: Sequence[Part]) -> list[tuple[Span, Part]]:
    """List the pieces that parts quote in the order of the text; one that several quote is the first part's."""
    found = {span: part for part in reversed(parts) for span in part.spans}
    return sorted(found.items(), key=lambda one: (one[0].start, one[0].end))


class _Reader:
    """Goes through the gaps between the pieces that parts quote."""

    def __init__(self, text: str, parts: Sequence[Part]) -> None:
        self.found = Printed(text)
        self._marks: dict[NamedNode, set[str]] = {}
        for note in parts:
            for bearer in note.attached if note.kind == Kind.FOOTNOTE else ():
                self._marks.setdefault(bearer, set()).add(note.label)
        self._begun: set[NamedNode] = set()
        layout = read_layout(SourceText(Path(), text, ""))
        extents = [extent for pieces in find_furniture(layout).values() for extent in pieces]
        self._furniture = {at for start, end, kind in extents if kind is not None for at in range(start, end)}

    def read(self, pieces: Iterable[tuple[Span, Part]]) -> None:
        """Read the gap before each piece, and what is left behind the last."""
        at, before = 0, None
        for span, part in pieces:
            self._gap(at, span.start, before, part)
            self._begun.add(part.node)
            at, before = max(at, span.end), part
        self._gap(at, len(self.found.text), before, None)

    def _gap(self, start: int, end: int, before: Part | None, part: Part | None) -> None:
        lines = list(self._lines(start, end))
        if lines and before and self._is_one_line(start, lines[0].start):
            mark = footnote_number(lines[0].raw).strip(_BRACKETS)
            if mark in self._marks.get(before.node, ()):
                del lines[0]
        if lines and part and self._leads(lines[-1].raw, part, alone=not self._is_one_line(lines[-1].end, end)):
            del lines[-1]
        self.found.lines += [line for line in lines if line.start not in self._furniture]

    def _leads(self, raw: str, part: Part, *, alone: bool) -> bool:
        """Say whether words before a part are its number, and keep this; or its mark, of a footnote or an item.

        On a line of its own, above the part, a number stands without other words.
        """
        if not part.label:
            return not alone and _LIST_MARK.fullmatch(raw) is not None
        if part.node in self._begun or (alone and clean(raw).strip(".:") != part.label):
            return False
        if part.kind == Kind.FOOTNOTE:
            return footnote_number(raw).strip(_BRACKETS) == part.label.strip(_BRACKETS)
        if part.kind not in (Kind.SECTION, Kind.PROVISION):
            return False
        number = clean(_LIST_MARK.sub("", raw, count=1))
        if not re.search(rf"(?<!\w){re.escape(part.label)}(?!\w)", number):
            return False
        self.found.numbers[part.node] = number
        return True

    def _lines(self, start: int, end: int) -> Iterator[Line]:
        """Cut a gap into lines; what stands beside a piece ends where that begins."""
        for match in _LINE.finditer(self.found.text, start, max(start, end)):
            raw = match[0].strip()
            if raw:
                yield Line(match.start() + match[0].index(raw), raw)

    def _is_one_line(self, start: int, end: int) -> bool:
        return "\n" not in self.found.text[start:end]
