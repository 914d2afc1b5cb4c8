"""Paths and names in words."""

from collections.abc import Callable, Iterable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from tipgraph.namespaces import SH
from tipgraph.query.lookup import Node
from tipgraph.query.table import shorten
from tipgraph.site.shapes.graph import Graph
from tipgraph.site.shapes.words import Sentence, Word, listed, say

Names = Callable[[str], str]
"""Gives the name of a thing by its IRI; nothing if it has none."""

_WALKED: Final = {
    "zeroOrMorePath": ", any number of steps,",
    "oneOrMorePath": ", one step or more,",
    "zeroOrOnePath": ", at most one step,",
}
_DEEPEST: Final = 8


class Writer:
    """Writes nodes of a graph of shapes."""

    def __init__(self, graph: Graph, names: Names) -> None:
        """Write what is in a graph, with the names of things."""
        self.graph = graph
        self._names = names

    def thing(self, node: Node) -> Word:
        """Name a thing; a value as it is written."""
        if isinstance(node, NamedNode):
            return Word(self._names(node.value) or shorten(node.value), node.value)
        if isinstance(node, Literal):
            return Word(node.value if node.datatype.value.endswith("#boolean") else f"“{node.value}”")
        return Word(str(node), code=True)

    def things(self, nodes: Iterable[Node], joint: str = "or") -> Sentence:
        """Name several things."""
        return listed([(self.thing(node),) for node in nodes], joint)

    def path(self, node: Node, depth: int = 0) -> Sentence:
        """Write a path: the name of its property between quotation marks, or how several are followed."""
        if isinstance(node, NamedNode):
            return say("“", self.thing(node), "”")
        if depth < _DEEPEST:
            if self.graph.is_list(node):
                return listed([self.path(step, depth + 1) for step in self.graph.members(node)], "then")
            for one in self.graph.values(node, SH + "alternativePath"):
                return listed([self.path(step, depth + 1) for step in self.graph.members(one)], "or")
            for one in self.graph.values(node, SH + "inversePath"):
                return say("(the other way round) ", self.path(one, depth + 1))
            for name, words in _WALKED.items():
                for one in self.graph.values(node, SH + name):
                    return say(self.path(one, depth + 1), words)
        return (Word(self.written(node), code=True),)

    def properties(self, node: Node, depth: int = 0) -> set[str]:
        """Name the properties that occur in a path."""
        if isinstance(node, NamedNode):
            return {node.value}
        if depth >= _DEEPEST:
            return set()
        below = list(self.graph.members(node))
        for name in ("alternativePath", "inversePath", *_WALKED):
            below += self.graph.values(node, SH + name)
        return set[str]().union(*(self.properties(one, depth + 1) for one in below))

    def written(self, node: Node, depth: int = 0) -> str:
        """Write a node as Turtle does, with all that is in it."""
        if isinstance(node, NamedNode):
            return shorten(node.value)
        if not isinstance(node, BlankNode) or depth >= _DEEPEST:
            return str(node)
        if self.graph.is_list(node):
            return f"( {' '.join(self.written(one, depth + 1) for one in self.graph.members(node))} )"
        facts = [
            f"{shorten(predicate)} {self.written(value, depth + 1)}"
            for predicate in self.graph.predicates(node)
            for value in self.graph.values(node, predicate)
        ]
        return f"[ {' ; '.join(facts)} ]"
