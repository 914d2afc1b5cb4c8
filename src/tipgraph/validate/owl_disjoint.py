"""Disjoint classes: nothing is said to be two things that nothing can be. Quick, and without a reasoner."""

from collections.abc import Iterator
from itertools import combinations, product

from tipgraph.namespaces import OWL, RDF, short
from tipgraph.validate.facts import TYPE, Facts
from tipgraph.validate.material import Material
from tipgraph.validate.registry import Found, named

_NIL = RDF + "nil"


@named("dl-disjoint", "Nothing is of two classes that the ontology declares disjoint.", layer="owl-dl")
def dl_disjoint(material: Material) -> Iterator[Found]:
    """Compare the stated types of each thing, and the classes above them, with the pairs of disjoint classes.

    Source: OWL 2 Profiles, section 4.3, rules cax-dw and cax-adc (https://www.w3.org/TR/owl2-profiles/).
    """
    pairs = _disjoint(material.ontology)
    facts = material.facts
    for thing in facts.having(TYPE) if pairs else ():
        kinds = facts.objects(thing, TYPE)
        for one, other in combinations(kinds, 2):
            if (one, other) in pairs:
                message = f"it is a {short(one)} as well, and nothing is both: remove one of the types"
                yield thing, message, TYPE, other


def _disjoint(ontology: Facts) -> set[tuple[str, str]]:
    """Return each pair of disjoint classes, those below them too, in both orders."""
    apart = OWL + "disjointWith"
    stated = [(one, other) for one in ontology.having(apart) for other in ontology.objects(one, apart)]
    for axiom in ontology.instances(OWL + "AllDisjointClasses"):
        for first in ontology.objects(axiom, OWL + "members"):
            stated += combinations(_listed(ontology, first), 2)
    found = set()
    for one, other in stated:
        for pair in product(ontology.classes_below(one), ontology.classes_below(other)):
            found |= {pair, pair[::-1]}
    return found


def _listed(ontology: Facts, node: str) -> list[str]:
    """Return the members of an RDF list; one that leads back to itself ends there, and ``dl-list`` tells of it."""
    found, seen = [], {_NIL}
    while node not in seen:
        seen.add(node)
        found += ontology.objects(node, RDF + "first")
        node = ontology.value(node, RDF + "rest") or _NIL
    return found
