"""What the structure of a document is made of, before it becomes triples."""

from bisect import bisect_right
from dataclasses import dataclass, field

from tipgraph.documents.text import SourceText
from tipgraph.documents.words import plain_words
from tipgraph.extract.coverage import Coverage
from tipgraph.extract.labels import Label

Piece = tuple[int, int]
"""Start and end of an anchored piece of the source text."""


@dataclass
class Part:
    """A part of a document with words of its own; ``path`` is the end of its IRI below the document's."""

    path: str
    pieces: list[Piece]

    def words(self, source: SourceText) -> str:
        """Return the part's own words, without those of a lead-in."""
        return plain_words(source.text[start:end] for start, end in self.pieces)


@dataclass
class MastheadField(Part):
    """A field of the masthead; ``name`` says which (``distribution``, ``date``, ...)."""

    name: str = ""


@dataclass
class Section(Part):
    """A heading and what stands under it."""

    label: str | None = None
    heading: str = ""
    ordinal: int = 0
    parent: "Section | None" = None
    children: int = 0

    @property
    def top(self) -> "Section":
        """The section of the first level in which this one lies."""
        return self.parent.top if self.parent else self


@dataclass
class Provision(Part):
    """A paragraph, or an item of a list within one."""

    label: Label | None = None
    ordinal: int = 0
    shown: str = ""
    parent: "Provision | None" = None
    section: Section | None = None
    children: list["Provision"] = field(default_factory=list)
    is_formula: bool = False

    @property
    def root(self) -> "Provision":
        """The paragraph in which this provision lies."""
        return self.parent.root if self.parent else self


@dataclass
class Footnote(Part):
    """A footnote; ``marks`` are the offsets of the marks that point to it."""

    number: str = ""
    marks: list[int] = field(default_factory=list)


@dataclass
class TableRow(Part):
    """A row of the organization of work; its pieces begin with the day and the time that govern it."""

    ordinal: int = 0
    day: str = ""
    time: str = ""
    item: str = ""
    title: str = ""
    section: Section | None = None


_NEAR = 200
"""Pieces looked at for an offset: as many rows of a table may share the day above them."""


@dataclass
class Document:
    """A document taken apart."""

    source: SourceText
    coverage: Coverage
    masthead: list[MastheadField] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)
    _places: list[tuple[int, int, int]] = field(default_factory=list, repr=False)
    _parts: list[Part] = field(default_factory=list, repr=False)

    def field_words(self, name: str) -> str | None:
        """Return the words of the first masthead field of a name, or None."""
        return next((part.words(self.source) for part in self.masthead if part.name == name), None)

    def part_at(self, offset: int) -> Part | None:
        """Return the text part whose pieces hold an offset, or None; the structure is complete by then."""
        if not self._places:
            parts: list[Part] = [*self.provisions, *self.footnotes, *self.sections, *self.masthead, *self.rows]
            self._places = sorted((*piece, rank) for rank, part in enumerate(parts) for piece in part.pieces)
            self._parts = parts
        last = bisect_right(self._places, (offset, len(self.source.text), len(self._parts)))
        near = self._places[max(0, last - _NEAR) : last]
        ranks = [rank for start, end, rank in near if start <= offset <= end]
        return self._parts[min(ranks)] if ranks else None
