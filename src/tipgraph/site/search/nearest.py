"""Why a search finds nothing: which of its words the record does not have, and which of those it has are near."""

from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from tipgraph.site.search.expression import expression
from tipgraph.site.search.index import Index
from tipgraph.site.search.language import All, Any, Node, Not, Words, written

_NEAR: Final = 75
"""How like a word must be to be proposed; 100 is the same word."""
_MOST: Final = 3


@dataclass(frozen=True)
class Unknown:
    """Words of a search, where it finds nothing."""

    words: str
    items: int
    """In how many items they stand."""
    nearest: tuple[str, ...] = ()
    """Words that the record has, the nearest first; only where *items* is 0."""


def explain(index: Index, node: Node) -> tuple[tuple[Unknown, ...], str]:
    """Say why a search finds nothing.

    Args:
        index: Where it was asked.
        node: What was looked for.

    Returns:
        Its words, with the number of items that have each; and the search as it would be with known words, if that
        finds anything, else nothing.
    """
    found = {leaf: _unknown(index, leaf) for leaf in _wanted(node)}
    better = _corrected(node, {leaf: one for leaf, one in found.items() if one.nearest})
    helps = better != node and index.count(expression(better, index)) > 0
    return tuple(found.values()), written(better) if helps else ""


def _wanted(node: Node) -> list[Words]:
    if isinstance(node, Words):
        return [node]
    if isinstance(node, Not):
        return []
    return list(dict.fromkeys(leaf for part in node.parts for leaf in _wanted(part)))


def _unknown(index: Index, leaf: Words) -> Unknown:
    items = index.count(expression(leaf, index))
    shown = written(leaf)
    if items or len(leaf.words) > 1:
        return Unknown(shown, items)
    word = leaf.words[0]
    near = process.extract(word, index.words, scorer=fuzz.ratio, limit=20, score_cutoff=_NEAR)
    counts = index.word_counts(name for name, _, _ in near)
    ranked = sorted(near, key=lambda one: (-one[1], -counts[one[0]], one[0]))
    return Unknown(shown, 0, tuple(name for name, _, _ in ranked[:_MOST]))


def _corrected(node: Node, known: dict[Words, Unknown]) -> Node:
    if isinstance(node, Words):
        return Words((known[node].nearest[0],), node.quoted) if node in known else node
    if isinstance(node, Not):
        return node
    parts = tuple(_corrected(part, known) for part in node.parts)
    return All(parts) if isinstance(node, All) else Any(parts)
