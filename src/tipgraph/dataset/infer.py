"""What follows from the ontology (OWL RL), without what is true of everything."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from tipgraph.errors import TipgraphError
from tipgraph.namespaces import BASE, OWL, RDF, RDFS

_SAME: Final = OWL + "sameAs"
_TYPE: Final = RDF + "type"
_OF_TERMS: Final = (OWL, RDF, RDFS)
_KEPT_OF_TERMS: Final = frozenset({_TYPE, RDFS + "subClassOf", RDFS + "subPropertyOf"})


class InferenceError(TipgraphError, ValueError):
    """The ontology and the data together say that two named things are one; ``args`` is (IRI, IRI)."""

    def __str__(self) -> str:
        one, other = self.args
        return (
            f"by the ontology's axioms {one} and {other} are the same thing: look for a property that may have one "
            "value only (owl:FunctionalProperty) and has two, or state which of the two is meant"
        )


def infer(triples: Iterable[Triple]) -> set[Triple]:
    """Find what follows from triples by the rules of OWL RL.

    The reasoner changes literals, so it is given none and none is taken from it: what is inferred joins two IRIs.
    Triples that tell nothing are left out: a thing is the same as itself, is an ``owl:Thing``, a class is a sub-class
    of itself; and so is whatever would be said of somebody else's IRI.

    Args:
        triples: The data, together with the ontology.

    Returns:
        The triples that follow and are not among *triples*.

    Raises:
        InferenceError: If two different IRIs would be the same thing.
    """
    from reasonable import PyReasoner  # noqa: PLC0415 - brings rdflib with it: only a build pays for that

    known = set(triples)
    between_nodes = [t for t in known if not isinstance(t.object, Literal)]
    reasoner = PyReasoner()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "triples.ttl"
        serialize(between_nodes, str(file), RdfFormat.N_TRIPLES)  # N-Triples are Turtle too
        reasoner.load_file(str(file))
        found = reasoner.reason()
    inferred = set()
    for subject, predicate, thing in found:
        s, p, o = str(subject), str(predicate), str(thing)
        if s.startswith(BASE) and _tells_something(s, p, o) and type(thing).__name__ == "URIRef":
            inferred.add(Triple(NamedNode(s), NamedNode(p), NamedNode(o)))
    return inferred - known


def _tells_something(subject: str, predicate: str, thing: str) -> bool:
    """Say whether a triple is more than a tautology."""
    if predicate == _SAME:
        if subject == thing:
            return False
        raise InferenceError(subject, thing)
    if subject == thing and predicate in _KEPT_OF_TERMS:
        return False
    if predicate.startswith(_OF_TERMS) and predicate not in _KEPT_OF_TERMS:
        return False
    return not thing.startswith(_OF_TERMS)
