"""The part of the data that shapes can see from some things: pyshacl finds there what it would find in the whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pyoxigraph as ox

from tipgraph.namespaces import RDF, RDFS, SH
from tipgraph.validate.compiled.paths import read_path
from tipgraph.validate.compiled.terms import Term, Terms, Uncompilable

_REFERENCES = ("node", "property", "not", "qualifiedValueShape")
_LISTED = ("and", "or", "xone")
_PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_TYPE = ox.NamedNode(RDF + "type")
_NEEDS_ALL = ("sparql", "js", "expression", "target")


def referred(shapes: Any, node: Any) -> list[Any]:
    """Return the shapes that a shape refers to.

    Args:
        shapes: The rdflib graph of the shapes.
        node: The shape.
    """
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    found = [one for name in _REFERENCES for one in shapes.objects(node, URIRef(SH + name))]
    for name in _LISTED:
        for given in shapes.objects(node, URIRef(SH + name)):
            found += shapes.items(given)
    return found


@dataclass
class Sight:
    """What a shape looks at, itself and by those it refers to."""

    forward: set[str] = field(default_factory=set)
    """Predicates that are followed from subject to object."""
    backward: set[str] = field(default_factory=set)
    steps: int | None = 0
    """How many triples lie at most between a target and what is looked at; None if there is no limit."""
    is_closed: bool = False
    """Whether it looks at every property of a thing."""


def sight_of(sg: Any, shape: Any) -> Sight | None:
    """Return what a shape looks at, or None where that may be anything: SPARQL looks where it likes.

    Args:
        sg: pyshacl's ShapesGraph.
        shape: pyshacl's Shape.
    """
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    sight, graph, paths = Sight(), sg.graph, {}
    waiting, reached = [shape], {}
    while waiting:
        one = waiting.pop()
        reached[one.node] = one
        if any((one.node, URIRef(SH + name), None) in graph for name in _NEEDS_ALL) or one.find_custom_constraints():
            return None
        if one.is_property_shape:
            try:
                path = paths[one.node] = read_path(graph, one.path())
            except Uncompilable:
                return None
            sight.forward |= path.forward
            sight.backward |= path.backward
        for name in _PAIRS:
            sight.forward |= {str(other) for other in graph.objects(one.node, URIRef(SH + name))}
        sight.is_closed = sight.is_closed or (one.node, URIRef(SH + "closed"), None) in graph
        below = [one.get_other_shape(node) for node in referred(graph, one.node)]
        waiting += [other for other in below if other and other.node not in reached]
    # A sum over all of them is more than any way through them has; a pair or a closed shape looks one triple further.
    steps = [path.steps for path in paths.values()]
    sight.steps = None if None in steps else sum(step for step in steps if step is not None) + 1
    return sight


class Part:
    """The part of the data that was asked for so far, in an rdflib graph."""

    def __init__(self, store: ox.Store, terms: Terms) -> None:
        """Begin with the classes, which shapes see from everywhere."""
        from rdflib import Graph  # noqa: PLC0415 - half a second to import

        self.graph = Graph(bind_namespaces="none")
        self._store = store
        self._terms = terms
        self._whole: set[Term] = set()
        self._add(store.quads_for_pattern(None, ox.NamedNode(RDFS + "subClassOf"), None))

    def add(self, things: Iterable[Term], sight: Sight) -> None:
        """Add what a shape sees from some things."""
        reached = set(things)
        edge, step = reached, 0
        while edge and (sight.steps is None or step <= sight.steps):
            following = {other for thing in edge for other in self._around(thing, sight)}
            edge = following - reached
            reached |= edge
            step += 1
        for thing in edge:  # of the last no more than what they are
            self._describe(thing)

    def _around(self, thing: Term, sight: Sight) -> list[Term]:
        """Add the triples of one thing that a shape follows, and return what they lead to."""
        self._describe(thing)
        found: list[Any] = []
        if not isinstance(thing, ox.Literal):
            if sight.is_closed:
                for quad in self._add(self._store.quads_for_pattern(thing, None, None)):
                    self._describe(quad.object)  # type: ignore[arg-type]
            for name in sight.forward:
                found += [q.object for q in self._add(self._store.quads_for_pattern(thing, ox.NamedNode(name), None))]
        for name in sight.backward:
            found += [q.subject for q in self._add(self._store.quads_for_pattern(None, ox.NamedNode(name), thing))]
        return found

    def _describe(self, thing: Term) -> None:
        """Add the types of a thing; of a blank node all that messages of pyshacl write out."""
        if isinstance(thing, ox.NamedNode):
            self._add(self._store.quads_for_pattern(thing, _TYPE, None))
        elif isinstance(thing, ox.BlankNode) and thing not in self._whole:
            waiting: list[Any] = [thing]
            while waiting:
                one = waiting.pop()
                self._whole.add(one)
                found = self._add(self._store.quads_for_pattern(one, None, None))
                if not found:  # pyshacl wants to find it in the graph
                    self._add(islice(self._store.quads_for_pattern(None, None, one), 1))
                waiting += [
                    q.object for q in found if isinstance(q.object, ox.BlankNode) and q.object not in self._whole
                ]

    def _add(self, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
        decode, found = self._terms.decode, list(quads)
        for quad in found:
            self.graph.add((decode(quad.subject), decode(quad.predicate), decode(quad.object)))  # type: ignore[arg-type]
        return found
