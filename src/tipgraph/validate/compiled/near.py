"""The targets of shapes among a few things, which are looked up one by one: no query goes over all of the data."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

import pyoxigraph as ox

from tipgraph.namespaces import RDF, SH
from tipgraph.validate.compiled.scope import is_class
from tipgraph.validate.compiled.shown import Shown
from tipgraph.validate.compiled.terms import Term, iri

FEW: Final = 5_000
"""Things up to which they are looked up; of more, queries find sooner which are wrong."""
_TYPE: Final = ox.NamedNode(RDF + "type")


class Near:
    """Tells which of some things a shape is aimed at (SHACL 2.1.3)."""

    def __init__(self, shapes: Any, shown: Shown, only: Iterable[str]) -> None:
        """Find the things in the data by their IRIs, by the names of blank nodes, or by the words of literals."""
        self._shapes = shapes
        self._shown = shown
        self._only = frozenset(only)

    def targets(self, shape: Any) -> set[Term]:
        """Return the targets of a shape, given its node in the graph of the shapes, among the things.

        Raises:
            Uncompilable: If a target cannot be named.
        """
        kinds = self._named(shape, "targetClass") + ([str(shape)] if is_class(self._shapes, shape) else [])
        below = {one for kind in kinds for one in self._shown.classes.all_below(kind)}
        found = {thing for kind in below for thing in self._by_class.get(kind, ())}
        nodes = self._objects(shape, "targetNode")
        written = (self._shown.terms.written(node) for node in sorted(nodes) if str(node) in self._only)
        for one in written:
            found |= self._shown.ask(f"SELECT ?f {{ VALUES ?f {{ {one} }} }}")
        for name in self._named(shape, "targetSubjectsOf"):
            found |= {thing for thing in self._things if self._has(thing, name, None)}
        for name in self._named(shape, "targetObjectsOf"):
            found |= {thing for thing in self._things if self._has(None, name, thing)} | self._literals(name)
        return found

    @cached_property
    def _things(self) -> list[ox.NamedNode | ox.BlankNode]:
        found: list[ox.NamedNode | ox.BlankNode] = []
        for kind in (ox.NamedNode, ox.BlankNode):
            for name in self._only:
                try:
                    found.append(kind(name))
                except ValueError:  # it is the name of another kind of term
                    continue
        return found

    @cached_property
    def _by_class(self) -> dict[str, set[Term]]:
        found: dict[str, set[Term]] = defaultdict(set)
        for thing in self._things:
            for quad in self._shown.store.quads_for_pattern(thing, _TYPE, None):
                if isinstance(quad.object, ox.NamedNode):
                    found[quad.object.value].add(thing)
        return found

    def _has(self, subject: Any, name: str, thing: Any) -> bool:
        return next(self._shown.store.quads_for_pattern(subject, ox.NamedNode(name), thing), None) is not None

    def _literals(self, name: str) -> set[Term]:
        query = f"SELECT DISTINCT ?f {{ ?s <{name}> ?f FILTER(isLiteral(?f)) }}"
        return {thing for thing in self._shown.ask(query) if getattr(thing, "value", None) in self._only}

    def _named(self, shape: Any, name: str) -> list[str]:
        return [iri(str(thing))[1:-1] for thing in self._objects(shape, name)]

    def _objects(self, shape: Any, name: str) -> list[Any]:
        from rdflib import URIRef  # noqa: PLC0415 - half a second to import

        return list(self._shapes.objects(shape, URIRef(SH + name)))
