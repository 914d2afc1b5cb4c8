"""A document as Akoma Ntoso, made of its parts."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from lxml import etree
from pyoxigraph import NamedNode

from tipgraph.export.akoma_ntoso.asides import Aside, Asides, sort_out
from tipgraph.export.akoma_ntoso.contents import Contents
from tipgraph.export.akoma_ntoso.elements import Element, Identifiers, add, indent, root
from tipgraph.export.akoma_ntoso.identity import Identity, add_meta, identify
from tipgraph.export.akoma_ntoso.inline import Inline, write_line
from tipgraph.export.akoma_ntoso.printed import Line, Printed, around
from tipgraph.export.akoma_ntoso.tables import rows_of
from tipgraph.export.akoma_ntoso.tree import Branch, grow, is_formula, opening
from tipgraph.export.catalogue.dataset import day_of_source
from tipgraph.export.source import Source
from tipgraph.namespaces import TIP
from tipgraph.query.lookup import Lookup
from tipgraph.site.reader.names import first_literal
from tipgraph.site.reader.parts import Kind, Part, parts_of

_TEXT: Final = NamedNode(TIP + "hasSourceText")
_FILE: Final = NamedNode(TIP + "fileName")
_INLINE: Final = {"title": "docTitle", "symbol": "docNumber", "reference": "docNumber"}
"""Fields of a masthead that Akoma Ntoso has an element for."""


def document(source: Source, node: NamedNode) -> bytes:
    """Write a document.

    Args:
        source: The build.
        node: A document whose source text is known.

    Returns:
        Akoma Ntoso 3.0 in UTF-8. The words of each part are those that its anchors quote, as a person reads them, in the
        order of the source text; the attribute ``GUID`` of its element is its permanent IRI. Numbers are as the source
        text prints them, and what it has beside the parts stands in elements without ``GUID``.
    """
    lookup = source.lookup
    text = next(iter(lookup.nodes(node, _TEXT)), None)
    parts = parts_of(lookup, node, text)
    printed = around(source.texts.get(first_literal(lookup, text, _FILE), "") if text else "", parts)
    made = root()
    _Writer(lookup, parts, printed).write(made, identify(lookup, node), day_of_source(source))
    indent(made)
    written: bytes = etree.tostring(made, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


class _Writer:
    """Writes the parts of one document."""

    def __init__(self, lookup: Lookup, parts: Sequence[Part], printed: Printed) -> None:
        self._lookup = lookup
        self._flow = [part for part in parts if part.kind not in (Kind.FIELD, Kind.FOOTNOTE)]
        self._printed = printed
        self._asides: Asides = sort_out(parts, self._flow, printed.lines)
        self._ids = Identifiers()
        self._inline = Inline(parts, self._ids)
        self._contents = Contents(self._flow, printed.numbers, self._ids)

    def write(self, parent: Element, identity: Identity, day: str) -> None:
        """Add the document to the root element."""
        made = add(parent, identity.element, name=identity.name)
        add_meta(made, identity, day)
        if self._asides.cover:
            cover = add(add(made, "coverPage", eId="coverpage"), "container", name="masthead", eId="masthead")
            self._blocks_of(cover, self._asides.cover, "masthead")
        branches = grow(self._flow)
        begin = opening(self._lookup, branches)
        if begin:
            self._preamble(made, branches[:begin])
        body = add(made, "mainBody", eId="body")
        self._hierarchy(body, branches[begin:], "")
        if not len(body):
            add(body, "p")
        self._conclusions(made)
        self._contents.link()

    def _conclusions(self, made: Element) -> None:
        """Add what stands behind the last part, and the footnotes whose marks nothing bears."""
        left = self._inline.left()
        if not self._asides.end and not left:
            return
        held = add(made, "conclusions", eId="conclusions")
        self._blocks_of(held, self._asides.end, "conclusions")
        if left:
            notes = add(held, "p")
            for note in left:
                self._inline.note(notes, note)

    def _blocks_of(self, parent: Element, asides: Sequence[Aside], within: str) -> None:
        """Add what stands beside the parts: fields as blocks with their names, lines as paragraphs, or as contents."""
        for is_line, group in groupby(asides, key=lambda one: isinstance(one, Line)):
            members = list(group)
            if is_line:
                self._contents.write(parent, [one for one in members if isinstance(one, Line)], within)
                continue
            for part in members:
                if isinstance(part, Part):
                    self._field(parent, part, within)

    def _field(self, parent: Element, part: Part, within: str) -> None:
        name = part.fragment.rpartition("/")[2]
        block = add(parent, "block", name=name, eId=self._ids.give("block", within=within), GUID=part.node.value)
        inline = _INLINE.get(name)
        self._inline.fill(add(block, inline) if inline else block, part, part.spans)

    def _among(self, parent: Element, asides: Sequence[Aside], within: str, kind: str) -> None:
        """Add what stands among the parts, in a container of its own."""
        if not asides:
            return
        eid = self._ids.give(kind, within=within)
        holder = add(parent, kind, name="beside", eId=eid)
        if kind == "hcontainer":
            holder = add(holder, "content", eId=f"{eid}__content")
        self._blocks_of(holder, asides, eid)

    def _preamble(self, made: Element, branches: Sequence[Branch]) -> None:
        preamble = add(made, "preamble", eId="preamble")
        recitals: Element | None = None
        for branch in branches:
            asides = self._asides.before(branch.part)
            self._among(preamble, asides, "preamble", "container")
            if is_formula(self._lookup, branch):
                recitals = None
                eid = self._ids.give("formula", within="preamble")
                element = add(preamble, "formula", name="enactingFormula", eId=eid, GUID=branch.part.node.value)
                self._blocks(element, branch, eid)
                continue
            if recitals is None or asides:
                recitals = add(preamble, "recitals", eId=self._ids.give("recitals", within="preamble"))
            self._item(recitals, "recital", branch, recitals.get("eId"))

    def _item(self, parent: Element, name: str, branch: Branch, within: str) -> None:
        eid = self._ids.give(name, branch.part.label, within)
        element = add(parent, name, eId=eid, GUID=branch.part.node.value)
        self._number(element, branch.part)
        if name == "item":
            self._blocks_of(element, self._asides.before(branch.part), eid)
        self._blocks(element, branch, eid)

    def _number(self, element: Element, part: Part) -> None:
        if part.label:
            add(element, "num", self._printed.numbers.get(part.node, part.label))

    def _blocks(self, element: Element, branch: Branch, eid: str) -> None:
        """Add the words of a part that is made of blocks, and its items as a list."""
        self._inline.fill(add(element, "p"), branch.part, branch.part.spans)
        if branch.below:
            within = self._ids.give("blockList", within=eid)
            items = add(element, "blockList", eId=within)
            for below in branch.below:
                self._item(items, "item", below, within)

    def _hierarchy(self, parent: Element, branches: Sequence[Branch], within: str, *, items: bool = False) -> None:
        for is_row, group in groupby(branches, key=_table_of):
            if is_row:
                self._table(parent, [branch.part for branch in group], within)
                continue
            for branch in group:
                self._among(parent, self._asides.before(branch.part), within, "hcontainer")
                self._level(parent, branch, within, items=items)

    def _level(self, parent: Element, branch: Branch, within: str, *, items: bool) -> None:
        part = branch.part
        name = "section" if branch.is_section else "paragraph"
        if items and not branch.is_section:
            name = "point" if part.label else "indent"
        eid = self._ids.give(name, part.label, within)
        element = add(parent, name, eId=eid, GUID=part.node.value)
        self._number(element, part)
        if branch.is_section:
            self._contents.met(part, eid)
            self._inline.fill(add(element, "heading"), part, part.spans)
        else:
            held = "intro" if branch.below else "content"
            words = add(element, held, eId=f"{eid}__{held}")
            self._inline.fill(add(words, "p"), part, part.spans)
        self._hierarchy(element, branch.below, eid, items=not branch.is_section)

    def _table(self, parent: Element, parts: Sequence[Part], within: str) -> None:
        """Add rows that stand together; a table is a block, which stands among paragraphs in a container of its own."""
        asides = [one for part in parts for one in self._asides.before(part)]
        lines = [one for one in asides if isinstance(one, Line)]
        rows = rows_of(self._printed.text, parts, lines)
        used = [line for line in lines if any(row.start <= line.start < row.end for row in rows)]
        self._among(parent, [one for one in asides if one not in used], within, "hcontainer")
        eid = self._ids.give("hcontainer", within=within)
        holder = add(add(parent, "hcontainer", name="table", eId=eid), "content", eId=f"{eid}__content")
        table = add(holder, "table", eId=self._ids.give("table", within=eid))
        for row in rows:
            named = {"GUID": row.part.node.value} if row.part and row.is_own else {}
            element = add(table, "tr", **named)
            for cell in row.cells:
                words = add(add(element, "th" if row.is_head else "td"), "p")
                if row.part is None:
                    write_line(words, cell.exact if cell else "")
                elif cell or not row.part.spans:
                    self._inline.fill(words, row.part, (cell,) if cell else ())


def _table_of(branch: Branch) -> str:
    part = branch.part
    return part.fragment.rpartition("/row/")[0] or "table" if part.kind == Kind.ROW else ""
