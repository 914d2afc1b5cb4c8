"""A graph of shapes by subject, its lists as lists."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from tipgraph.namespaces import RDF
from tipgraph.query.lookup import Node
from tipgraph.turtle import natural_key

_FIRST: Final = RDF + "first"
_REST: Final = RDF + "rest"
Subject = NamedNode | BlankNode


class Graph:
    """What is said of each node."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Read triples, in any order."""
        self._about: dict[Node, dict[str, list[Node]]] = {}
        for triple in triples:
            self._about.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple.object)

    def subjects(self) -> list[Subject]:
        """Return every node of which something is said, those with an IRI in natural order."""
        found = [node for node in self._about if isinstance(node, NamedNode | BlankNode)]
        return sorted(found, key=lambda node: natural_key(node.value))

    def predicates(self, node: Node) -> list[str]:
        """Return the properties of a node, sorted."""
        return sorted(self._about.get(node, {}))

    def values(self, node: Node, predicate: str) -> list[Node]:
        """Return what a property of a node leads to, in natural order."""
        found = self._about.get(node, {}).get(predicate, [])
        return sorted(found, key=lambda value: natural_key(str(value)))

    def words(self, node: Node, predicate: str) -> list[str]:
        """Return those values that are literals."""
        return [value.value for value in self.values(node, predicate) if isinstance(value, Literal)]

    def is_list(self, node: Node) -> bool:
        """Say whether a node is a list."""
        return node == NamedNode(RDF + "nil") or _FIRST in self._about.get(node, {})

    def members(self, node: Node) -> Iterator[Node]:
        """Walk a list; one that leads back to itself is walked once."""
        seen: set[Node] = set()
        while node not in seen and self.values(node, _FIRST):
            seen.add(node)
            yield self.values(node, _FIRST)[0]
            node = next(iter(self.values(node, _REST)), NamedNode(RDF + "nil"))
