"""pyshacl's own verdict about one value, lent to queries as functions: what it says of a term, it says of it always."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pyoxigraph as ox

from tipgraph.namespaces import SH
from tipgraph.validate.compiled.scope import fresh
from tipgraph.validate.compiled.terms import Terms

_TRUE, _FALSE = ox.Literal(True), ox.Literal(False)
_EXECUTOR = SimpleNamespace(sparql_mode=False, debug=False)


FLAGS = SH + "flags"


def _said(shape: Any, name: Any) -> list[tuple[str, str]]:
    """Return what a shape says under a parameter; lists and other blank nodes by their names."""
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    return [(str(name), one.n3()) for one in shape.objects(URIRef(name))]


class _Compared:
    """A graph in which everything has one value under every predicate: that with which another is compared."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def objects(self, *_: object) -> list[Any]:
        return [self._value]


class Judge:
    """The functions that queries call; each tells whether values are at fault, or may be."""

    def __init__(self, terms: Terms) -> None:
        self.functions: dict[
            ox.NamedNode, Callable[..., ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]
        ] = {}
        self._names: dict[tuple[object, ...], str] = {}
        self._terms = terms

    def of_value(self, component: Any) -> str:
        """Return the function that asks a constraint of pyshacl about a value."""
        from rdflib import Graph  # noqa: PLC0415 - half a second to import

        shape, graph = component.shape, Graph(bind_namespaces="none")
        given = {(p, o) for name in component.constraint_parameters() for p, o in _said(shape, name)}
        key = (type(component), frozenset(given | set(_said(shape, FLAGS))))
        if key in self._names:  # the same constraint of another shape
            return self._names[key]
        known: dict[Any, ox.Literal] = {}

        def ask(value: Any) -> ox.Literal:
            found = known.get(value)
            if found is None:
                found = known[value] = self._verdict(component, value, graph)
            return found

        name = self._names[key] = self._register(ask)
        return name

    def of_pair(self, component: Any) -> str:
        """Return the function that asks sh:lessThan or sh:lessThanOrEquals about a value and what it is compared with."""

        def ask(value: Any, other: Any) -> ox.Literal:
            return self._verdict(component, value, _Compared(self._terms.decode(other)))

        return self._register(ask)

    def _register(self, function: Callable[..., ox.Literal]) -> str:
        name = f"urn:tipgraph:judge:{fresh('')[1:]}"
        self.functions[ox.NamedNode(name)] = function
        return f"<{name}>"

    def _verdict(self, component: Any, value: Any, graph: Any) -> ox.Literal:
        term = self._terms.decode(value)
        try:
            conforms, _ = component.evaluate(_EXECUTOR, graph, {term: {term}}, [])
        except Exception:  # whatever it is, pyshacl shall say it of the thing itself
            return _TRUE
        return _FALSE if conforms else _TRUE
