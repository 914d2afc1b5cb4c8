"""The data that shapes look at, in the engine."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from tipgraph.namespaces import RDFS
from tipgraph.validate.compiled.scope import Classes
from tipgraph.validate.compiled.terms import Term, Terms


class Shown:
    """Triples in a store, as :class:`~tipgraph.validate.compiled.terms.Terms` writes them there."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        """Fill the store."""
        self.terms = Terms()
        self.store = ox.Store()
        self.store.bulk_extend(self.terms.quads(triples))

    @cached_property
    def classes(self) -> Classes:
        """Which class lies below which."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(RDFS + "subClassOf"), None)
        return Classes((q.subject.value, q.object.value) for q in quads if isinstance(q.object, ox.NamedNode))  # type: ignore[union-attr]

    def ask(self, query: str, functions: Mapping[ox.NamedNode, Any] | None = None) -> set[Term]:
        """Return what a query binds to ``?f``; *functions* of ours may stand in it."""
        answer = self.store.query(query, custom_functions=functions)  # type: ignore[arg-type]
        return {row["f"] for row in answer}  # type: ignore[union-attr]
