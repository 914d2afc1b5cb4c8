"""What a build knows of its vocabulary: its terms, how often each is used, the shapes that govern them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.dataset.load import CHECKS, INFERRED, ONTOLOGY, SHAPES
from tipgraph.export.vocabulary import Vocabulary, read_vocabulary
from tipgraph.query.lookup import Lookup
from tipgraph.query.table import shorten
from tipgraph.query.thing import Named
from tipgraph.site.shapes import Shape, read_shapes

_RANGES: Final = CHECKS + "ranges"


class Known:
    """The vocabulary of a build."""

    def __init__(self, dataset: Lookup, definitions: Lookup, counts: Mapping[str, int]) -> None:
        """Read the vocabulary.

        Args:
            dataset: The dataset, with the ontology in its graph.
            definitions: The shapes, and the domains and ranges.
            counts: How many things are of a class, or triples have a property, by IRI.
        """
        self.dataset = dataset
        self.counts = counts
        self._shapes = [quad.triple for quad in definitions.within(SHAPES)]
        self.vocabulary: Vocabulary = read_vocabulary(
            [quad.triple for quad in dataset.within(ONTOLOGY)],
            [quad.triple for quad in definitions.within(_RANGES)],
            self._shapes,
        )

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes in words."""
        return read_shapes(self._shapes, self.name)

    def stands_on(self, iri: str) -> set[str]:
        """Return the classes on whose things a property stands: its domain, or else the classes whose shapes speak of it."""
        own = self.vocabulary.domains.get(iri)
        return own or {cls for cls, rules in self.vocabulary.rules.items() if iri in rules}

    def name(self, iri: str) -> str:
        """Return what something is called; nothing if it has no name."""
        found = self.dataset.name(NamedNode(iri))
        return found.value if found else ""

    def named(self, iri: str) -> Named:
        """Return something with what it is called, or its short form."""
        return Named(iri, self.name(iri) or shorten(iri))

    def stated(self, iri: str, *predicates: str) -> list[Named]:
        """Return what properties of a term lead to, inferred facts aside."""
        found = {
            triple.object.value
            for predicate in predicates
            for triple, graphs in self.dataset.stated(NamedNode(iri), NamedNode(predicate)).items()
            if isinstance(triple.object, NamedNode) and set(graphs) - {INFERRED}
        }
        return self.sorted(found)

    def sorted(self, iris: set[str]) -> list[Named]:
        """Name several things, by their names."""
        return sorted(map(self.named, iris), key=lambda one: (one.name.casefold(), one.iri))
