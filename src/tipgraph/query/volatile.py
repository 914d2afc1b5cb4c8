"""Queries that have another answer each time, over the same data."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tipgraph.query.grammar import Node
from tipgraph.query.prepare import Prepared
from tipgraph.query.scope import needs_triple
from tipgraph.query.tokens import Token

_FUNCTIONS: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_BLANK: Final = frozenset({"[", "(", "<<", "{|", "~"})
"""Marks that stand for a blank node in a template: of one that has no name, of a list, of what says a triple again."""


def is_volatile(query: Prepared) -> bool:
    """Say whether two answers to a query may differ, byte for byte, over the same data.

    They may if the query asks for the time or for something new (``NOW``, ``RAND``, ``UUID``, ``STRUUID``, ``BNODE``); if
    it constructs blank nodes, which get new labels each time; or if it lists graphs for what is not a triple in them
    (``GRAPH ?g { }``), which the engine does in another order in each process. Other answers are the same, the order of
    their rows included, wherever the same build has been loaded by :func:`tipgraph.dataset.store.open_store`.

    Args:
        query: The query.

    Returns:
        Whether its answer should neither be kept nor have a strong validator.

    Source: https://www.w3.org/TR/sparql11-query/#func-bnode, section 16.2.1
    """
    return (
        any(token.word in _FUNCTIONS for token in query.tokens)
        or (query.form == "CONSTRUCT" and _makes_blank_nodes(query.tokens))
        or _lists_graphs(query)
    )


def _makes_blank_nodes(tokens: Sequence[Token]) -> bool:
    """Say whether the template of a CONSTRUCT, or the pattern that is its template too, has a blank node in it."""
    depth = 0
    for token in tokens:
        if token.kind == "mark":
            depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth and (token.kind == "node" or token.text in _BLANK):
            return True
        if not depth and token.text == "}":
            return False
    return False


def _lists_graphs(query: Prepared) -> bool:
    """Say whether a GRAPH with a variable may give graphs without looking at a triple in them."""
    if not any(one.word == "GRAPH" and other.kind == "variable" for one, other in pairwise(query.tokens)):
        return False
    return query.tree is None or _lists_within(query.tree, query.tokens)


def _lists_within(node: Node, tokens: Sequence[Token]) -> bool:
    if node.rule == "other" and tokens[node.start].word == "GRAPH" and tokens[node.start + 1].kind == "variable":
        group = node.first("group")
        if group is not None and not needs_triple(group, tokens):
            return True
    return any(_lists_within(child, tokens) for child in node.children)
