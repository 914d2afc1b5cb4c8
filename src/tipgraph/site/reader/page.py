"""The page of a document as it is shown: masthead, sections, provisions, tables and footnotes, in their order."""

from dataclasses import dataclass, replace
from typing import Final

from tipgraph.errors import UsageError
from tipgraph.site.reader.beside import Beside
from tipgraph.site.reader.catalogue import Document
from tipgraph.site.reader.parts import Kind
from tipgraph.site.reader.quote import Quote
from tipgraph.site.reader.segments import Segment
from tipgraph.site.reader.words import Span

MASTHEAD: Final = "masthead"
"""The home of the fields of a masthead."""
MOST: Final = 90_000
"""Characters of a page with all that is known from a document; one that would have more shows with the whole text the
essential only, and pages with a section each have it all."""
_OF_A_PART: Final = 250
_OF_AN_ENTRY: Final = 40
"""Characters that a page adds to the words of a part, and of what stands beside it."""


class NoSuchSection(UsageError):  # noqa: N818 - what happened
    """A part of a page is asked for that it does not have; ``args`` is (what is wrong,)."""


@dataclass(frozen=True)
class Shown:
    """A part as a page shows it."""

    kind: Kind
    fragment: str
    iri: str
    label: str
    cited: str
    name: str
    depth: int
    """How many parts of its kind it lies in."""
    segments: tuple[Segment, ...]
    spans: tuple[Span, ...]
    """Its anchors: where its words stand in the source text."""
    notes: tuple["Shown", ...]
    """The footnotes that are attached to it."""
    beside: Beside
    home: str = ""
    """The fragment by which a page of its own is asked for, with all that stands beside the parts that share it: that of
    the section, else of the paragraph, in which it stands."""
    marked_in: tuple[tuple[str, str], ...] = ()
    """Of a footnote: name and fragment of the parts that bear its mark."""

    @property
    def words(self) -> str:
        """Its words."""
        return "".join(one.text for one in self.segments if not one.note)


@dataclass(frozen=True)
class Table:
    """Rows that stand together."""

    number: str
    rows: tuple[Shown, ...]


@dataclass(frozen=True)
class Page:
    """The page of a document whose text is here."""

    document: Document
    citation: str
    file: str
    """The source text whose offsets count."""
    language: str
    masthead: tuple[Shown, ...]
    blocks: tuple[Shown | Table, ...]
    """Sections, provisions and tables, as they follow each other."""
    contents: tuple[Shown, ...]
    """The sections among them."""
    quote: Quote | None
    previous: Document | None
    next: Document | None
    section: str = ""
    """The home of the parts that are shown, where it is not the whole document."""

    @property
    def long(self) -> bool:
        """Whether more is known than one page should hold."""
        weight = sum(len(one.words) + _OF_A_PART for one in self.parts)
        groups = [group for one in self.parts for group in (*one.beside.asked, *one.beside.groups)]
        entries = [entry for group in groups for entry in group.entries]
        weight += sum(len(one.text) + len(one.iri) + len(one.detail) + _OF_AN_ENTRY for one in entries)
        return weight > MOST

    @property
    def parts(self) -> tuple[Shown, ...]:
        """Every part, footnotes included, in the order of the page."""
        found: list[Shown] = []
        for block in (*self.masthead, *self.blocks):
            for part in block.rows if isinstance(block, Table) else (block,):
                found += [part, *part.notes]
        return tuple(found)


@dataclass(frozen=True)
class Textless:
    """The page of a document that is known by citation only."""

    document: Document
    citation: str


def only(page: Page, section: str) -> Page:
    """Leave on a page only what shares a home.

    Args:
        page: The page of a whole document.
        section: A home of its parts.

    Returns:
        The page with the parts of that section, without its subsections.

    Raises:
        NoSuchSection: If no part has this home.
    """
    masthead = page.masthead if section == MASTHEAD else ()
    blocks = tuple(one for one in page.blocks if _home(one) == section)
    if not masthead and not blocks:
        raise NoSuchSection(f"the document has no section '{section[:100]}': its contents list those it has")
    return replace(page, masthead=masthead, blocks=blocks, section=section)


def _home(block: Shown | Table) -> str:
    return block.rows[0].home if isinstance(block, Table) else block.home
