"""Putting together the page of a document from the record: what stands where, and what is known of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.namespaces import DCTERMS, ID, TIP
from tipgraph.query.lookup import TYPE, Lookup
from tipgraph.query.thing import is_deprecated, no_such_thing, node_of, withdrawn
from tipgraph.site.reader.beside import Knowledge
from tipgraph.site.reader.catalogue import Document, card, catalogue, cite
from tipgraph.site.reader.marking import with_quote
from tipgraph.site.reader.names import first_literal
from tipgraph.site.reader.page import MASTHEAD, Page, Shown, Table, Textless
from tipgraph.site.reader.parts import DOCUMENTS, Kind, Part, parts_of
from tipgraph.site.reader.quote import NoSuchQuote, Range
from tipgraph.site.reader.segments import segments
from tipgraph.site.reader.words import Words, trace

_DOCUMENT: Final = NamedNode(TIP + "Document")
_TEXT: Final = NamedNode(TIP + "hasSourceText")
_FILE: Final = NamedNode(TIP + "fileName")
_LANGUAGE: Final = NamedNode(DCTERMS + "language")
_KEPT: Final = 8
"""Pages that a process keeps in mind: who looks at one quote of a document often looks at another."""
_DEEPEST: Final = 6
"""The last level of headings that HTML has."""


def read(lookup: Lookup, texts: Mapping[str, str], path: str, quote: Range | None = None) -> Page | Textless:
    """Put together the page of a document.

    Args:
        lookup: The dataset.
        texts: The source texts by the names of their files.
        path: The path of the document below ``id/document/``, or below ``id/``.
        quote: The code points of its source text to mark.

    Returns:
        The page.

    Raises:
        tipgraph.query.thing.NoSuchThing: If the record has no document by this name.
        tipgraph.query.thing.Withdrawn: If it had, and the name was given up.
        tipgraph.site.reader.quote.NoSuchQuote: If the quote reaches beyond the text, or there is no text.
    """
    page = _read(lookup, find_document(lookup, path))
    if quote is None:
        return page
    if isinstance(page, Textless):
        raise NoSuchQuote("the record does not have the text of this document: nothing in it can be shown")
    return with_quote(page, quote, texts.get(page.file))


@lru_cache(_KEPT)
def _read(lookup: Lookup, node: NamedNode) -> Page | Textless:
    document = card(lookup, node)
    source = next(iter(lookup.nodes(node, _TEXT)), None)
    if source is None:
        return Textless(document, cite(document))
    file = first_literal(lookup, source, _FILE)
    return _Composer(lookup, node, parts_of(lookup, node, source)).page(document, file)


def find_document(lookup: Lookup, path: str) -> NamedNode:
    """Find a document by what its address ends with; raises as :func:`read`."""
    for iri in (DOCUMENTS + path, ID + path):
        node = node_of(iri)
        if node is None:
            continue
        if is_deprecated(lookup, node):
            raise withdrawn(lookup, node)
        if lookup.has(node, TYPE, _DOCUMENT):
            return node
    raise no_such_thing(lookup, DOCUMENTS + path)


@dataclass
class _Composer:
    """Shows the parts of one document."""

    lookup: Lookup
    node: NamedNode
    parts: Sequence[Part]

    def __post_init__(self) -> None:
        self.knowledge = Knowledge(self.lookup, self.node)
        self.by_node = {part.node: part for part in self.parts}
        self.notes: dict[NamedNode, list[Part]] = {}
        for part in self.parts:
            if part.kind == Kind.FOOTNOTE:
                for bearer in part.attached:
                    self.notes.setdefault(bearer, []).append(part)
        self.placed: set[NamedNode] = set()

    def page(self, document: Document, file: str) -> Page:
        masthead = tuple(self.show(part, MASTHEAD) for part in self.parts if part.kind == Kind.FIELD)
        flow = [part for part in self.parts if part.kind not in (Kind.FIELD, Kind.FOOTNOTE)]
        body = [self.show(part, home) for part, home in zip(flow, self.homes(flow), strict=True)]
        last = body[-1].home if body else MASTHEAD
        loose = [one for one in self.parts if one.kind == Kind.FOOTNOTE and one.node not in self.placed]
        order = catalogue(self.lookup).read
        at = next((index for index, one in enumerate(order) if one.iri == document.iri), 0)
        return Page(
            document,
            cite(document),
            file,
            first_literal(self.lookup, self.node, _LANGUAGE) or "en",
            masthead,
            tuple(_with_tables([*body, *(self.show(one, last) for one in loose)])),
            tuple(one for one in body if one.kind == Kind.SECTION),
            None,
            order[at - 1] if at else None,
            order[at + 1] if at + 1 < len(order) else None,
        )

    def homes(self, flow: Sequence[Part]) -> Iterator[str]:
        """Say of each part by which fragment a page with all that stands beside it is asked for."""
        section = above = ""
        for part in flow:
            if part.kind == Kind.SECTION:
                section = part.fragment
            elif part.kind == Kind.ROW:
                above = part.fragment.rpartition("/row/")[0] or part.fragment
            elif part.parent not in self.by_node:
                above = part.fragment
            yield section or above or part.fragment

    def show(self, part: Part, home: str) -> Shown:
        """Show a part, and the footnotes that are attached to it and stand nowhere yet."""
        words = trace(part.spans) if part.spans else Words(part.words, (), ())
        notes = self.notes.get(part.node, [])
        first = [note for note in notes if note.node not in self.placed]
        self.placed.update(note.node for note in first)
        if part.kind == Kind.FOOTNOTE:
            self.placed.add(part.node)
        bearers = [self.by_node[node] for node in part.attached if node in self.by_node]
        return Shown(
            part.kind,
            part.fragment,
            part.node.value,
            part.label,
            part.cited,
            part.name,
            self.depth(part),
            segments(words, (), {note.label: note.fragment for note in notes}),
            part.spans,
            tuple(self.show(note, home) for note in first if note is not part),
            self.knowledge.beside(part.node),
            home,
            tuple((one.name, one.fragment) for one in bearers),
        )

    def depth(self, part: Part) -> int:
        """Count the parts of its kind that a part lies in; one that lies in itself is broken off."""
        found, above = set[NamedNode](), part.parent
        while above in self.by_node and above not in found:
            found.add(above)
            above = self.by_node[above].parent
        return min(len(found), _DEEPEST - 2)


def _with_tables(blocks: Sequence[Shown]) -> list[Shown | Table]:
    """Put rows of a table together."""
    found: list[Shown | Table] = []
    for table, group in groupby(blocks, key=_table_of):
        members = list(group)
        if table:
            found.append(Table(table, tuple(members)))
        else:
            found += members
    return found


def _table_of(part: Shown) -> str:
    """Return the fragment of the table that a row stands in; nothing for another part."""
    return part.fragment.rpartition("/row/")[0] or "table" if part.kind == Kind.ROW else ""
