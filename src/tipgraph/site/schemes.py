"""How many things bear each concept of a scheme, those that bear a narrower one counted with it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.namespaces import ID, OWL, RDF, SKOS, TIP
from tipgraph.query.lookup import MERGED, TYPE, Lookup

_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")
_BROADER: Final = NamedNode(SKOS + "broader")
_RECOMMENDATION: Final = NamedNode(TIP + "Recommendation")
_FACETS: Final = {TIP + "topic": "topic", TIP + "modality": "modality"}
"""The properties of a recommendation by which a list of recommendations can be chosen, with the name of the choice."""
_OF_CONCEPTS: Final = (SKOS, RDF, OWL)
"""What leads to a concept from another, or from what is said of a statement: nothing bears it by that."""


@dataclass(frozen=True)
class Borne:
    """Who bears a concept."""

    things: int
    """Things of all kinds, recommendations among them."""
    recommendations: int
    facet: str
    """By what a list of those recommendations is chosen; nothing where there are none."""


def count_bearers(lookup: Lookup, scheme: str) -> Mapping[str, Borne]:
    """Count who bears the concepts of a scheme.

    Args:
        lookup: The dataset.
        scheme: The IRI of the scheme.

    Returns:
        For each concept that something bears, by its IRI, how many things do: each counts once, however many of the
        narrower concepts it bears.
    """
    concepts = [one for one in lookup.subjects(_IN_SCHEME, NamedNode(scheme)) if isinstance(one, NamedNode)]
    recommendations = set(lookup.subjects(TYPE, _RECOMMENDATION))
    things: dict[NamedNode, set[object]] = defaultdict(set)
    chosen: dict[NamedNode, set[object]] = defaultdict(set)
    facets = set()
    for concept in concepts:
        for quad in lookup.store.quads_for_pattern(None, None, concept, MERGED):
            bears = isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ID)
            if bears and not quad.predicate.value.startswith(_OF_CONCEPTS):
                things[concept].add(quad.subject)
                if quad.predicate.value in _FACETS and quad.subject in recommendations:
                    chosen[concept].add(quad.subject)
                    facets.add(_FACETS[quad.predicate.value])
    facet = min(facets) if len(facets) == 1 else ""
    below = _below(lookup, concepts)
    found = {}
    for concept, all_below in below.items():
        every: set[object] = set().union(*(things.get(one, ()) for one in all_below))
        shown: set[object] = set().union(*(chosen.get(one, ()) for one in all_below)) if facet else set()
        if every:
            found[concept.value] = Borne(len(every), len(shown), facet if shown else "")
    return found


def _below(lookup: Lookup, concepts: list[NamedNode]) -> dict[NamedNode, set[NamedNode]]:
    """Return for each concept itself and all below it; a circle is walked once."""
    narrower: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for concept in concepts:
        for one in lookup.nodes(concept, _BROADER):
            narrower[one].append(concept)
    found = {}
    for concept in concepts:
        seen, queue = {concept}, [concept]
        while queue:
            for one in narrower.get(queue.pop(), ()):
                if one not in seen:
                    seen.add(one)
                    queue.append(one)
        found[concept] = seen
    return found
