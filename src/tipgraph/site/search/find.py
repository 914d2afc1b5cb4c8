"""A search answered: what is found, in which order, how much by facet, and why nothing is."""

import heapq
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyroaring import BitMap

from tipgraph.dataset.search.facets import FACETS
from tipgraph.dataset.search.fold import key
from tipgraph.dataset.search.kinds import BY_NAME
from tipgraph.errors import UsageError
from tipgraph.site.search.expression import Synonyms, expression, with_synonyms
from tipgraph.site.search.index import Index
from tipgraph.site.search.language import Any, Node, Not, Query, parse
from tipgraph.site.search.nearest import Unknown, explain
from tipgraph.site.search.request import Request

PAGE: Final = 20
"""Items on a page."""
_BEGIN, _END = "\x02", "\x03"
"""What a match is marked with on its way from the index; no text has them."""
_SNIPPET: Final = 40
"""Words around a match."""
_SHOWN: Final = """
SELECT i.iri, i.kind, i.shown, i.document, i.place, i.date, i.facts, i.text,
  highlight(found, 0, char(2), char(3)), highlight(found, 1, char(2), char(3)),
  snippet(found, 2, char(2), char(3), '…', 40)
FROM found JOIN item i ON i.id = found.rowid WHERE found MATCH ? AND found.rowid = ?
"""
_PLAIN: Final = (
    "SELECT iri, kind, shown, document, place, date, facts, text, title, names, text AS snippet FROM item WHERE id = ?"
)


class NoSuchFacetValue(UsageError):  # noqa: N818 - what happened
    """A value was chosen that no item of the record has; ``args`` is (facet, key)."""

    def __str__(self) -> str:
        facet, value = self.args
        return f"the record has no {facet} '{value}' to search by: choose one of those that /search lists"


Marked = tuple[tuple[str, bool], ...]
"""Pieces of a text in their order, and whether each is a match."""


@dataclass(frozen=True)
class Hit:
    """Something that was found."""

    iri: str
    kind: str
    """The name of its kind."""
    shown: str
    title: Marked
    """Its title, or the heading it stands under, with the words that match."""
    snippet: Marked
    names: tuple[Marked, ...]
    """Those of its other names that match."""
    document: str
    place: str
    date: str
    """When it or its document was issued, or it took place, as far as that is known."""
    text: str
    facts: dict[str, list[str]]
    """The labels of its values by facet; none of its kind and its document."""

    @property
    def label(self) -> str:
        """What one of its kind is called."""
        return BY_NAME[self.kind].label


@dataclass(frozen=True)
class Count:
    """A value of a facet, and how many items one gets who chooses it."""

    key: str
    label: str
    count: int
    chosen: bool
    broader: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """The answer to a search."""

    request: Request
    query: Query
    synonyms: tuple[Synonyms, ...]
    total: int
    hits: tuple[Hit, ...]
    pages: int
    facets: dict[str, tuple[Count, ...]]
    """The values that have any items with the choices in the other facets, and those that are chosen."""
    without_choices: int
    """How many items there would be if nothing were chosen."""
    unknown: tuple[Unknown, ...] = ()
    """Where nothing is found: the words of the search, and in how many items each stands."""
    corrected: str = ""
    """Where nothing is found: the search with the nearest words that are known, if that finds something."""


def find(index: Index, request: Request) -> Found:
    """Answer a search for a page.

    Args:
        index: Where to look.
        request: What is asked for.

    Returns:
        The items of the page: first those that are called so, then the recommendations on a topic that is called so,
        then by the words (BM25), a title counting more than a text and a recommendation more than another provision;
        without words, by kind.

    Raises:
        NoSuchFacetValue: If a value was chosen that does not exist.
    """
    search = _Search(index, request)
    first = (request.page - 1) * PAGE
    ordered = search.ordered(first + PAGE)[first:]
    pages = max(1, -(-len(search.chosen) // PAGE))
    found = Found(
        request,
        search.query,
        search.synonyms,
        len(search.chosen),
        tuple(search.hit(item) for item in ordered),
        pages,
        {facet: search.counts(facet) for facet in FACETS},
        len(search.all),
    )
    if not search.all and search.query.node:
        unknown, corrected = explain(index, search.query.node)
        return replace(found, unknown=unknown, corrected=corrected)
    return found


def find_all(index: Index, request: Request) -> Iterable[Hit]:
    """Answer a search with everything that is found, in the order of :func:`find`; no match is marked."""
    search = _Search(index, request)
    return (search.hit(item, marked=False) for item in search.ordered(len(search.chosen)))


class _Search:
    """One search: its items and their ranks."""

    def __init__(self, index: Index, request: Request) -> None:
        self._index, self._request = index, request
        self.query = parse(request.text)
        node = self.query.node
        self.synonyms: tuple[Synonyms, ...] = ()
        if node and not request.exact:
            node, self.synonyms = with_synonyms(node, index)
        self._expression = expression(node, index) if node else ""
        self._ranks = dict(index.matches(self._expression)) if node else {}
        self.all = BitMap(self._ranks.keys()) if node else index.everything
        self._by_facet = {facet: self._union(facet, keys) for facet, keys in request.chosen.items() if keys}
        self.chosen = self._where(self.all)

    def ordered(self, most: int) -> list[int]:
        """Return so many of the items that were chosen, the best first."""
        if not self._ranks:
            return list(self.chosen[:most])
        called = self._index.labelled(key(self._request.text)) if _is_plain(self.query.node) else {}
        ranks, recommended = self._ranks, self._recommended() if called else BitMap()

        def order(item: int) -> tuple[int, float, int]:
            return min(called[item], 1) if item in called else 3 - (item in recommended), ranks[item], item

        items = self.chosen
        return heapq.nsmallest(most, items, key=order) if most < len(items) else sorted(items, key=order)

    def _recommended(self) -> BitMap:
        """Return the recommendations on a topic that is called so, whatever of their words are found."""
        topics, kinds = (self._index.facets.get(facet, {}) for facet in ("topic", "kind"))
        named = self._index.topics(key(self._request.text))
        about = BitMap.union(*(topics[one].items for one in named if one in topics), BitMap())
        return about & kinds["recommendation"].items if "recommendation" in kinds else BitMap()

    def counts(self, facet: str) -> tuple[Count, ...]:
        """Return the values of a facet with what is found by the choices in all the others."""
        items = self._where(self.all, besides=facet)
        keys = self._request.chosen.get(facet, ())
        counted = (
            (value, value.items.intersection_cardinality(items)) for value in self._index.facets.get(facet, {}).values()
        )
        return tuple(
            Count(value.key, value.label, count, value.key in keys, value.broader)
            for value, count in counted
            if count or value.key in keys
        )

    def hit(self, item: int, *, marked: bool = True) -> Hit:
        """Return what is shown of an item."""
        row = None
        if marked and self._expression:
            row = self._index.open().execute(_SHOWN, (self._expression, item)).fetchone()
        row = row or self._index.open().execute(_PLAIN, (item,)).fetchone()
        iri, kind, shown, document, place, date, facts, text, title, names, snippet = row
        matching = [_pieces(name) for name in dict.fromkeys(names.split("\n")) if _BEGIN in name and name != title]
        return Hit(
            *(iri, kind, shown, _pieces(title), _pieces(_short(snippet)), tuple(matching), document, place, date, text),
            json.loads(facts),
        )

    def _union(self, facet: str, keys: Sequence[str]) -> BitMap:
        values = self._index.facets.get(facet, {})
        for one in keys:
            if one not in values:
                raise NoSuchFacetValue(facet, one)
        return BitMap.union(*(values[one].items for one in keys), BitMap())

    def _where(self, items: BitMap, besides: str = "") -> BitMap:
        """Return the items that the choices leave, those of one facet aside."""
        for facet, having in self._by_facet.items():
            if facet != besides:
                items = items & having
        return items


def _is_plain(node: Node | None) -> bool:
    """Tell whether a search is but words, which may be what something is called."""
    parts = getattr(node, "parts", (node,))
    return not isinstance(node, Any) and not any(isinstance(part, Not | Any) for part in parts)


def _short(text: str) -> str:
    """Cut a text that has no match to as many words as a snippet has."""
    if _BEGIN in text:
        return text
    found = re.match(rf"(?:\S+\s+){{{_SNIPPET}}}", text)
    return f"{found[0].rstrip()}…" if found and found.end() < len(text) else text


def _pieces(text: str) -> Marked:
    pieces: list[tuple[str, bool]] = []
    for number, piece in enumerate(text.split(_BEGIN)):
        match, end, after = piece.partition(_END)
        pieces += [(match, True), (after, False)] if number and end else [(piece, False)]
    return tuple((words, is_match) for words, is_match in pieces if words)
