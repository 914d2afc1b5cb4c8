"""Which things a change concerns, as shapes see them: those from which a shape looks at a statement that came or went.

A shape looks at the statements that its path passes, at the types of values where it asks for their class, at what a
closed shape or one that compares two properties looks at, and at what the shapes it refers to look at from the values. So
the way back leads from a changed statement along the paths to the things that the shape is aimed at; it is walked in the
data as they were and are. Where a path has several steps, any way back of so many steps counts, which may be more.
"""

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from tipgraph.namespaces import RDF, RDFS, SH
from tipgraph.validate.compiled.part import referred, sight_of
from tipgraph.validate.compiled.paths import Path, read_path
from tipgraph.validate.compiled.scope import aimed
from tipgraph.validate.compiled.shown import Shown
from tipgraph.validate.compiled.terms import Term, Uncompilable

_PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")


def concerned(shapes: Any, shown: Shown, changed: Iterable[ox.Triple]) -> frozenset[str] | None:
    """Find the things whose results a change may change.

    Args:
        shapes: The rdflib graph of the shapes, which have not changed.
        shown: The data that they look at now.
        changed: The statements that came or went.

    Returns:
        The values of the terms, as results name what they are about; None where that may be everything.
    """
    from pyshacl.shapes_graph import ShapesGraph  # noqa: PLC0415 - half a second to import

    quads = list(shown.terms.quads(changed))
    if any(quad.predicate.value == RDFS + "subClassOf" for quad in quads):
        return None
    reach = _Reach(ShapesGraph(shapes), shown, quads)
    try:
        return frozenset(term.value for term in reach.everything())
    except Uncompilable:  # a target that no query is made of
        return None


class _Reach:
    def __init__(self, sg: Any, shown: Shown, changed: list[ox.Quad]) -> None:
        self._sg = sg
        self._shown = shown
        self._changed = changed
        self._gone = ox.Store()
        self._gone.bulk_extend(changed)
        self._known: dict[Any, set[Term]] = {}
        # Messages write out what is said of a blank node, and of those that it leads to.
        self._blank = self._blank_above({q.subject for q in changed if isinstance(q.subject, ox.BlankNode)})

    def everything(self) -> set[Term]:
        """Return the things that any shape concerns, the targets that it has lost or won included."""
        found: set[Term] = set(self._blank)
        found |= self._subjects(RDF + "type")
        for shape in self._sg.shapes:
            if shape.deactivated or not self._is_aimed(shape):
                continue
            for name in self._named(shape, "targetSubjectsOf"):
                found |= self._subjects(name)
            for name in self._named(shape, "targetObjectsOf"):
                found |= self._objects(name)
            found |= self._targets(shape) if sight_of(self._sg, shape) is None else self._of(shape)
        return found

    def _is_aimed(self, shape: Any) -> bool:
        return bool(aimed(self._sg.graph, shape.node, self._shown.classes, self._shown.terms))

    def _targets(self, shape: Any) -> set[Term]:
        """Return every target of a shape, which may look anywhere."""
        patterns = aimed(self._sg.graph, shape.node, self._shown.classes, self._shown.terms)
        return {thing for pattern in patterns for thing in self._shown.ask(f"SELECT ?f {{ {pattern} }}")}

    def _of(self, shape: Any) -> set[Term]:
        """Return the things from which a shape looks at a changed statement; each shape is worked out once."""
        if shape.node not in self._known:
            self._known[shape.node] = self._worked_out(shape)
        return self._known[shape.node]

    def _worked_out(self, shape: Any) -> set[Term]:
        found = {thing for name in _PAIRS for one in self._named(shape, name) for thing in self._named_or_told(one)}
        values = self._values(shape)
        if not shape.is_property_shape:
            return found | values
        path = read_path(self._sg.graph, shape.path())
        starts = {thing for name in path.forward for thing in self._subjects(name)}
        starts |= {thing for name in path.backward for thing in self._objects(name)}
        before = None if path.steps is None else path.steps - 1
        return found | self._back(path, starts, before) | self._back(path, values, path.steps)

    def _values(self, shape: Any) -> set[Term]:
        """Return the things of which a shape, if they are values of it, sees a changed statement."""
        found = set(self._blank)
        if any(self._named(shape, "class")):
            found |= self._subjects(RDF + "type")
        if any(self._named(shape, "closed")):
            found |= {quad.subject for quad in self._changed}  # type: ignore[misc]
            found |= self._above(None)
        for node in [*referred(self._sg.graph, shape.node), *self._beside(shape)]:
            other = shape.get_other_shape(node)
            found |= self._of(other) if other else set()
        return found

    def _beside(self, shape: Any) -> list[Any]:
        """Return the shapes of its siblings, which a value must not keep to either."""
        from rdflib import URIRef  # noqa: PLC0415 - see above

        if not any(self._named(shape, "qualifiedValueShapesDisjoint")):
            return []
        graph, part, qualified = self._sg.graph, URIRef(SH + "property"), URIRef(SH + "qualifiedValueShape")
        siblings = {one for owner in graph.subjects(part, shape.node) for one in graph.objects(owner, part)}
        return [value for one in siblings - {shape.node} for value in graph.objects(one, qualified)]

    def _named(self, shape: Any, name: str) -> list[str]:
        from rdflib import URIRef  # noqa: PLC0415 - see above

        return [str(thing) for thing in self._sg.graph.objects(shape.node, URIRef(SH + name))]

    def _subjects(self, name: str) -> set[Term]:
        return {quad.subject for quad in self._changed if quad.predicate.value == name}  # type: ignore[misc]

    def _named_or_told(self, name: str) -> set[Term]:
        """Return the things whose values of a property changed, or are blank nodes of which something else is said."""
        return self._subjects(name) | self._above(name)

    def _objects(self, name: str) -> set[Term]:
        return {quad.object for quad in self._changed if quad.predicate.value == name}  # type: ignore[misc]

    def _back(self, path: Path, things: set[Term], steps: int | None) -> set[Term]:
        """Walk a path backwards from some things, as many steps as it has at most; those on the way count."""
        reached, edge, step = set(things), set(things), 0
        while edge and (steps is None or step < steps):
            edge = {other for thing in edge for other in self._before(path, thing)} - reached
            reached |= edge
            step += 1
        return reached

    def _before(self, path: Path, thing: Term) -> Iterable[Term]:
        for store in (self._shown.store, self._gone):
            for name in path.forward:
                for quad in store.quads_for_pattern(None, ox.NamedNode(name), thing):
                    yield quad.subject  # type: ignore[misc]
            if not isinstance(thing, ox.Literal):
                for name in path.backward:
                    for quad in store.quads_for_pattern(thing, ox.NamedNode(name), None):
                        yield quad.object  # type: ignore[misc]

    def _above(self, name: str | None) -> set[Term]:
        """Return the things of which a property, or any, leads to a blank node that messages write out otherwise."""
        return self._leading(self._blank, None if name is None else ox.NamedNode(name))

    def _leading(self, nodes: Iterable[Term], name: ox.NamedNode | None = None) -> set[Term]:
        return {
            quad.subject  # type: ignore[misc]
            for node in nodes
            for store in (self._shown.store, self._gone)
            for quad in store.quads_for_pattern(None, name, node)
        }

    def _blank_above(self, nodes: Iterable[ox.BlankNode]) -> set[Term]:
        """Return blank nodes with those that lead to them, of which they are a part."""
        reached: set[Term] = set()
        edge: set[Term] = set(nodes)
        while edge:
            reached |= edge
            edge = {node for node in self._leading(edge) if isinstance(node, ox.BlankNode) and node not in reached}
        return reached
