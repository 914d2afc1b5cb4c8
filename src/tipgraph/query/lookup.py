"""Looking up single facts in a dataset, without a query: what a description is made of."""

from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from tipgraph.namespaces import DCTERMS, RDF, RDFS, SKOS

Subject = NamedNode | BlankNode
Node = NamedNode | BlankNode | Literal | Triple

MERGED: Final = DefaultGraph()
TYPE: Final = NamedNode(RDF + "type")
NAMING: Final = (NamedNode(RDFS + "label"), NamedNode(SKOS + "prefLabel"))
"""The properties that give a thing its name."""
_TITLE: Final = NamedNode(DCTERMS + "title")
_NAMES_KEPT: Final = 50_000


class Lookup:
    """A dataset that does not change: named graphs, and their merge as the default graph."""

    def __init__(self, store: Store, others: "Lookup | None" = None) -> None:
        """Look into a store.

        Args:
            store: As :func:`tipgraph.dataset.store.open_store` gives it.
            others: A dataset that knows the names of what this one speaks of.
        """
        self.store = store
        self._others = others
        self.names = lru_cache(_NAMES_KEPT)(self._names)

    def about(self, subject: Subject) -> list[Triple]:
        """Return every triple with a subject."""
        return [q.triple for q in self.store.quads_for_pattern(subject, None, None, MERGED)]

    def objects(self, subject: Subject, predicate: NamedNode) -> list[Node]:
        """Return what a property of a thing leads to."""
        return [q.object for q in self.store.quads_for_pattern(subject, predicate, None, MERGED)]

    def literals(self, subject: Subject, predicate: NamedNode) -> list[Literal]:
        """Return those objects of a property that are literals."""
        return [term for term in self.objects(subject, predicate) if isinstance(term, Literal)]

    def nodes(self, subject: Subject, predicate: NamedNode) -> list[NamedNode]:
        """Return those objects of a property that have an IRI, in its order."""
        found = [term for term in self.objects(subject, predicate) if isinstance(term, NamedNode)]
        return sorted(found, key=lambda node: node.value)

    def subjects(self, predicate: NamedNode, thing: Node) -> list[Subject]:
        """Return what has a property with this object."""
        found = self.store.quads_for_pattern(None, predicate, thing, MERGED)
        return [q.subject for q in found if not isinstance(q.subject, Triple)]

    def has(self, subject: Subject, predicate: NamedNode, thing: Node | None = None) -> bool:
        """Say whether a thing has a property, or has it with this object."""
        return next(self.store.quads_for_pattern(subject, predicate, thing, MERGED), None) is not None

    def graphs(self, triple: Triple) -> tuple[str, ...]:
        """Return the named graphs that hold a triple, sorted."""
        found = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        return tuple(sorted(q.graph_name.value for q in found if isinstance(q.graph_name, NamedNode)))

    def stated(self, subject: Subject, predicate: NamedNode | None = None) -> dict[Triple, tuple[str, ...]]:
        """Return the triples with a subject, and a property, each with the named graphs that hold it, sorted."""
        found: dict[Triple, list[str]] = {}
        for quad in self.store.quads_for_pattern(subject, predicate, None):
            graphs = found.setdefault(quad.triple, [])
            if isinstance(quad.graph_name, NamedNode):
                graphs.append(quad.graph_name.value)
        return {triple: tuple(sorted(graphs)) for triple, graphs in found.items()}

    def knows(self, node: NamedNode) -> bool:
        """Say whether anything is said of a thing."""
        return next(self.store.quads_for_pattern(node, None, None, MERGED), None) is not None

    def mentions(self, node: NamedNode) -> bool:
        """Say whether anything leads to a thing, or uses it as a property."""
        patterns = ((None, node), (node, None))
        return any(next(self.store.quads_for_pattern(None, p, o, MERGED), None) for p, o in patterns)

    def within(self, graph: str) -> list[Quad]:
        """Return every quad of a named graph."""
        return list(self.store.quads_for_pattern(None, None, None, NamedNode(graph)))

    def name(self, node: NamedNode) -> Literal | None:
        """Return what a thing is called, by its title if it has no name: in English if it is."""
        found = [triple.object for triple in self.names(node) if isinstance(triple.object, Literal)]
        found = found or self.literals(node, _TITLE)
        return next((words for words in found if words.language in {"en", None}), found[0] if found else None)

    def _names(self, node: NamedNode) -> tuple[Triple, ...]:
        """Return the triples that give a thing its name."""
        found = tuple(q.triple for p in NAMING for q in self.store.quads_for_pattern(node, p, None, MERGED))
        return found if found or self._others is None else self._others.names(node)
