"""Where the engine departs from SPARQL 1.1: the query written so that it answers as the specification says."""

from collections.abc import Callable, Iterator, Sequence

from tipgraph.query import graph_variables, property_paths
from tipgraph.query.edit import Edit, apply
from tipgraph.query.grammar import Node
from tipgraph.query.prepare import Prepared, prepare


def may_have(query: Prepared) -> bool:
    """Say whether a query may be one of those."""
    return property_paths.may_have(query) or any(token.word in {"GRAPH", "GROUP_CONCAT"} for token in query.tokens)


def write_out(query: Prepared, graphs: Callable[[], Sequence[str]], ask: Callable[[str], bool]) -> Prepared:
    """Write a query so that the engine answers it as SPARQL 1.1 says.

    Args:
        query: A query that the engine can parse.
        graphs: Tells the IRIs of the named graphs of its dataset.
        ask: Asks its dataset an ASK.

    Returns:
        The query; the same where the engine needs no help, or the query cannot be taken apart.

    Raises:
        tipgraph.errors.MalformedError: If it would become too long.
    """
    if not may_have(query):
        return query
    while changes := graph_variables.edits(query, graphs):
        query = rewritten(query, changes)
    return rewritten(query, [*property_paths.edits(query, graphs, ask), *_concatenations(query)])


def rewritten(query: Prepared, changes: Sequence[Edit]) -> Prepared:
    """Change the text of a query."""
    return prepare(apply(changes, query.text), query.name) if changes else query


def _concatenations(query: Prepared) -> list[Edit]:
    """Make a simple literal of what GROUP_CONCAT gives (section 18.5.1.7): the engine keeps a language that all share."""
    if query.tree is None or not any(token.word == "GROUP_CONCAT" for token in query.tokens):
        return []
    tokens = query.tokens
    return [
        edit
        for node in _builtins(query.tree)
        if tokens[node.start].word == "GROUP_CONCAT"
        for edit in (
            Edit(tokens[node.start].start, tokens[node.start].start, "STR("),
            Edit(tokens[node.end - 1].end, tokens[node.end - 1].end, ")"),
        )
    ]


def _builtins(node: Node) -> Iterator[Node]:
    if node.rule == "builtin":
        yield node
    for child in node.children:
        yield from _builtins(child)
