"""``GRAPH ?g { ... }`` taken graph by graph, where the engine would lose sight of the graph.

The engine brings the variable into every triple pattern of the group. That means the same where each solution comes from
a triple; it does not for a sub-query, which does not hand the variable on, so that ``GRAPH ?g { SELECT (COUNT(*) AS ?n)
{ ?s ?p ?o } }`` counts over all graphs at once; for ``VALUES`` or ``BIND`` without a triple; for ``MINUS``, which may have
nothing in common with the rest but the graph; nor where the group itself asks for the variable, which has no value there.
Such a group is asked of each named graph in turn.

Source: https://www.w3.org/TR/sparql11-query/#sparqlAlgebra (section 18.6, the evaluation of Graph)
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Final

from tipgraph.errors import MalformedError
from tipgraph.query.edit import Edit, apply
from tipgraph.query.grammar import Node
from tipgraph.query.prepare import Prepared
from tipgraph.query.scope import in_scope, needs_triple
from tipgraph.query.tokens import Token

_MOST: Final = 1_000
"""Graphs beyond which a group is not asked of each: the engine takes four times as long for twice as many."""
_LONGEST: Final = 2_000_000
"""Characters beyond which a query is not written so."""


def edits(query: Prepared, graphs: Callable[[], Sequence[str]]) -> list[Edit]:
    """Find how the outermost groups of this kind are written for each graph.

    Args:
        query: A query that the engine can parse.
        graphs: Tells the IRIs of the named graphs of its dataset.

    Returns:
        The changes. Groups of this kind within those that are changed are still to be changed: ask again.

    Raises:
        tipgraph.errors.MalformedError: If the query would become too long.
    """
    words = {token.word for token in query.tokens}
    if "GRAPH" not in words or query.tree is None:
        return []
    return [_graph_by_graph(query, found, graphs()) for found in _outermost(query.tree, query.tokens)]


def _outermost(node: Node, tokens: Sequence[Token]) -> Iterator[Node]:
    if node.rule == "other" and tokens[node.start].word == "GRAPH" and tokens[node.start + 1].kind == "variable":
        group = node.children[-1]
        variable = tokens[node.start + 1].text[1:]
        named = any(t.kind == "variable" and t.text[1:] == variable for t in tokens[group.start : group.end])
        if named or not needs_triple(group, tokens) or _hides_graph(group, tokens):
            yield node
            return
    for child in node.children:
        yield from _outermost(child, tokens)


def _hides_graph(node: Node, tokens: Sequence[Token]) -> bool:
    """Say whether a part of a group, or one within it, has solutions that do not tell of the graph, or too much."""
    if node.rule == "subselect":
        return True
    if node.rule == "group":
        for at, child in enumerate(node.children):
            word = tokens[child.start].word
            if word == "MINUS" and not _is_shared(node.children[:at], child, tokens):
                return True
            if word == "OPTIONAL" and not needs_triple(child.children[0], tokens):
                return True
    return any(_hides_graph(child, tokens) for child in node.children)


def _is_shared(before: Sequence[Node], minus: Node, tokens: Sequence[Token]) -> bool:
    """Say whether a MINUS has a variable in common with what stands before it that has a value in every solution."""
    certain = [_certain(part, tokens) for part in before]
    return bool(frozenset[str]().union(*certain) & _certain(minus.children[0], tokens))


def _certain(node: Node, tokens: Sequence[Token]) -> frozenset[str]:
    """Return variables that have a value in every solution: those of triples, and of groups in braces."""
    if node.rule == "triples":
        return in_scope(node, tokens)
    groups = [child for child in node.children if child.rule == "group"]
    if node.rule == "group":
        return frozenset[str]().union(*(_certain(child, tokens) for child in node.children))
    if tokens[node.start].text == "{" and len(groups) == 1:
        return _certain(groups[0], tokens)
    return frozenset()


def _graph_by_graph(query: Prepared, found: Node, graphs: Sequence[str]) -> Edit:
    """Write GRAPH with a variable as GRAPH with each IRI, and the variable beside it."""
    tokens = query.tokens
    variable, group = tokens[found.start + 1].text, found.children[-1]
    labels = {token.text for token in tokens if token.kind == "node"}
    marks = (f"_{number}" for number in count() if not any(label.endswith(f"_{number}") for label in labels))
    start, end = tokens[found.start].start, tokens[found.end - 1].end
    if len(graphs) > _MOST or len(graphs) * (end - start) > _LONGEST:
        place = query.place(start)
        reason = f"this group would be asked of each of {len(graphs)} graphs, which makes too long a query"
        way_out = "name the graphs with FROM NAMED, or move sub-queries, MINUS, VALUES and BIND out of GRAPH"
        raise MalformedError(query.name, *place, reason, way_out)
    written = [
        f"{{ GRAPH <{graph}> {_copy(query, group, next(marks))} VALUES {variable} {{ <{graph}> }} }}"
        for graph in graphs
    ]
    # No graph, no solution.
    return Edit(start, end, " UNION ".join(written) or f"VALUES {variable} {{}}")


def _copy(query: Prepared, group: Node, mark: str) -> str:
    """Write a group again; a label of a blank node may stand in one place only."""
    start = query.tokens[group.start].start
    changes = [
        Edit(token.end - start, token.end - start, mark)
        for token in query.tokens[group.start : group.end]
        if token.kind == "node"
    ]
    return apply(changes, query.text[start : query.tokens[group.end - 1].end])
