"""Lines that belong to no part, and among them tables of contents."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.export.akoma_ntoso.elements import Element, Identifiers, add
from tipgraph.export.akoma_ntoso.inline import write_line
from tipgraph.export.akoma_ntoso.printed import Line, clean
from tipgraph.site.reader.parts import Kind, Part
from tipgraph.site.reader.words import trace

_ENTRY: Final = re.compile(r"(?P<heading>.*?)(?:\s*\t\s*|\s*(?:\.\s?){3,}\s*)(?P<page>\d+|[ivxl]+)")


class Contents:
    """Writes lines; those that repeat a section's heading with a page behind it as entries that lead to the section."""

    def __init__(self, flow: Sequence[Part], numbers: Mapping[NamedNode, str], ids: Identifiers) -> None:
        self._ids = ids
        self._sections: dict[str, list[Part]] = {}
        by_node = {part.node: part for part in flow if part.kind == Kind.SECTION}
        for part in by_node.values():
            words = trace(part.spans).text if part.spans else part.words
            self._sections.setdefault(f"{numbers.get(part.node, part.label)} {words}".strip(), []).append(part)
        self._levels = {node: _level(part, by_node) for node, part in by_node.items()}
        self._entries: list[tuple[Element, NamedNode]] = []
        self._met: dict[NamedNode, str] = {}

    def met(self, part: Part, eid: str) -> None:
        """Take note of the identifier that the element of a section has."""
        self._met[part.node] = eid

    def write(self, parent: Element, lines: Sequence[Line], within: str) -> None:
        """Add lines to an element that takes blocks."""
        read = [(line, self._entry(line)) for line in lines]
        for is_entry, group in groupby(read, key=lambda one: one[1] is not None):
            holder = add(parent, "toc", eId=self._ids.give("toc", within=within)) if is_entry else parent
            for line, entry in group:
                if entry is None:
                    write_line(add(holder, "p"), line.raw)
                else:
                    self._item(holder, *entry)

    def _entry(self, line: Line) -> tuple[Part, str, str] | None:
        """Read an entry: its section, its words and its page; where several have the heading, the first left counts."""
        match = _ENTRY.fullmatch(line.raw)
        words = clean(match["heading"]) if match else ""
        found = self._sections.get(words)
        return (found.pop(0), words, match["page"]) if found and match else None

    def _item(self, holder: Element, part: Part, words: str, page: str) -> None:
        item = add(holder, "tocItem", f"{words} ", level=str(self._levels[part.node]), href="")
        add(item, "inline", page, name="page")
        self._entries.append((item, part.node))

    def link(self) -> None:
        """Let each entry lead to its section, when the sections are written."""
        for item, node in self._entries:
            item.set("href", f"#{self._met[node]}" if node in self._met else node.value)


def _level(part: Part, by_node: Mapping[NamedNode, Part]) -> int:
    """Count the sections that a section lies in, and itself."""
    met: set[NamedNode] = set()
    above: Part | None = part
    while above is not None and above.node not in met:
        met.add(above.node)
        above = by_node.get(above.parent) if above.parent else None
    return len(met)
