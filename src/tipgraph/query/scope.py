"""Which variables a part of a query can give a value to.

Source: https://www.w3.org/TR/sparql11-query/#variableScope (section 18.2.1)
"""

from collections.abc import Iterator, Sequence

from tipgraph.query.grammar import Node
from tipgraph.query.tokens import Token


def in_scope(node: Node, tokens: Sequence[Token]) -> frozenset[str]:
    """Return the variables that are in scope behind a group or a part of one.

    Args:
        node: A node of the rules ``group``, ``triples`` or ``other``.
        tokens: The tokens of the query.

    Returns:
        The names of variables of its triples, those that GRAPH, BIND and VALUES name, and those of a sub-query's columns;
        neither those of FILTER nor those of MINUS.
    """
    word = tokens[node.start].word if node.start < node.end else ""
    if word in {"FILTER", "MINUS"}:
        return frozenset()
    if node.rule in {"triples", "data"}:
        return _variables(tokens[node.start : node.end])
    if word == "BIND":
        return _variables(tokens[node.end - 2 : node.end])
    if node.rule == "subselect":
        return _of_columns(node, tokens)
    own = _variables(tokens[node.start + 1 : node.start + 2]) if word == "GRAPH" else frozenset()
    return own.union(*(in_scope(child, tokens) for child in node.children))


def needs_triple(group: Node, tokens: Sequence[Token]) -> bool:
    """Say whether every solution of a group comes from a triple in it."""
    subquery = group.first("subselect")
    if subquery is not None:
        where = subquery.first("where")
        return where is not None and needs_triple(where.children[0], tokens)
    for child in group.children:
        groups = [inner for inner in child.children if inner.rule == "group"]
        united = tokens[child.start].text == "{" and all(needs_triple(inner, tokens) for inner in groups)
        if child.rule == "triples" or united:
            return True
    return False


def walk_outside_groups(node: Node) -> Iterator[Node]:
    """Give a node and those below it, but for groups and what is in them."""
    if node.rule == "group":
        return
    yield node
    for child in node.children:
        yield from walk_outside_groups(child)


def _of_columns(subquery: Node, tokens: Sequence[Token]) -> frozenset[str]:
    """Return the columns of a sub-query; for ``*`` all variables of its group."""
    columns = subquery.children[0]
    if any(token.text == "*" for token in tokens[columns.start : columns.start + 3]):
        return frozenset[str]().union(*(in_scope(child, tokens) for child in subquery.children[1:]))
    within = {at for expression in columns.children for at in range(expression.start, expression.end)}
    return _variables([tokens[at] for at in range(columns.start, columns.end) if at not in within])


def _variables(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(token.text[1:] for token in tokens if token.kind == "variable")
