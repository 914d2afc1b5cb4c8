"""OWL 2 DL: the property hierarchy, which must stay so simple that a reasoner comes to an end.

Source: OWL 2 Structural Specification, sections 11.1 and 11.2 (https://www.w3.org/TR/owl2-syntax/#Global_Restrictions_on_Axioms_in_OWL_2_DL).
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import OWL, RDFS, short
from tipgraph.validate.facts import TYPE, Facts
from tipgraph.validate.material import Material
from tipgraph.validate.owl_kinds import items
from tipgraph.validate.registry import Found, named

_CHAIN: Final = OWL + "propertyChainAxiom"
_COUNTING: Final = tuple(
    OWL + name + "Property" for name in ("Functional", "InverseFunctional", "Irreflexive", "Asymmetric")
)
_CARDINALITIES: Final = tuple(
    OWL + name
    for name in (
        *("cardinality", "minCardinality", "maxCardinality", "hasSelf"),
        *("qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality"),
    )
)


@named("dl-simple", "What follows over several steps is neither counted nor forbidden.", layer="owl-dl")
def simple(material: Material) -> Iterator[Found]:
    """Find axioms that ask for a simple property and name one that is none (section 11.2, first restriction).

    A property is not simple if it is transitive, follows from a chain, or lies above one that does.
    """
    axioms = material.axioms
    for iri, why in composite(axioms).items():
        told = f"it follows over several steps ({why}): remove"
        for kind in axioms.objects(iri, TYPE):
            if kind in _COUNTING:
                yield iri, f"{told} {short(kind)}, or the chain or transitivity", TYPE, kind
        for other in (*axioms.objects(iri, OWL + "propertyDisjointWith"), *_apart(axioms, iri)):
            yield iri, f"{told} that it is disjoint with {short(other)}, or the chain or transitivity"
        for restriction in axioms.subjects(OWL + "onProperty", iri):
            for asked in _CARDINALITIES:
                if axioms.terms(restriction, asked):
                    yield iri, f"{told} the restriction on it with {short(asked)}, or the chain or transitivity"


def _apart(axioms: Facts, iri: str) -> Iterator[str]:
    """Give the properties of which an axiom says that none has a pair in common with one."""
    for axiom in axioms.subjects(TYPE, OWL + "AllDisjointProperties"):
        members = [item.value for value in axioms.terms(axiom, OWL + "members") for item in items(axioms, value)]
        if iri in members:
            yield from (other for other in members if other != iri)
    yield from axioms.subjects(OWL + "propertyDisjointWith", iri)


def composite(axioms: Facts) -> dict[str, str]:
    """Return each property that is not simple, with the reason in words."""
    found = dict.fromkeys(axioms.subjects(TYPE, OWL + "TransitiveProperty"), "it is transitive")
    found |= dict.fromkeys(axioms.having(_CHAIN), "by a chain")
    above = _above(axioms)
    waiting = list(found)
    while waiting:
        lower = waiting.pop()
        for higher in above[lower]:
            if higher not in found:
                found[higher] = f"as {short(lower)} does"
                waiting.append(higher)
    return found


def _above(axioms: Facts) -> dict[str, set[str]]:
    """Map each property to those that hold wherever it does, in either direction: above it, the same, its inverse."""
    above: dict[str, set[str]] = defaultdict(set)
    for iri in axioms:
        for other in axioms.objects(iri, RDFS + "subPropertyOf"):
            above[iri].add(other)
        for other in axioms.objects(iri, OWL + "equivalentProperty", OWL + "inverseOf"):
            above[iri].add(other)
            above[other].add(iri)
    return above


@named("dl-chain-regular", "No chain leads back to itself.", layer="owl-dl")
def chain_regular(material: Material) -> Iterator[Found]:
    """Find chains whose steps depend on what they make (section 11.2, second restriction: a strict order must exist)."""
    axioms = material.axioms
    below = _above(axioms)
    steps: list[tuple[str, str]] = []
    for whole in axioms.having(_CHAIN):
        for chain in axioms.terms(whole, _CHAIN):
            parts = [item.value for item in items(axioms, chain) if isinstance(item, ox.NamedNode)]
            for part in _ordered_below(whole, parts):
                steps.append((part, whole))
                below[part].add(whole)
    for part, whole in dict.fromkeys(steps):
        if part == whole or _leads(below, whole, part):
            message = (
                f"its chain has {short(part)} as a step, which itself depends on {short(whole)}: take that step out of "
                "the chain, or put the chain on another property"
            )
            yield whole, message


def _leads(below: dict[str, set[str]], start: str, end: str) -> bool:
    """Tell whether one property leads to another by the order."""
    seen, waiting = {start}, [start]
    while waiting:
        for other in below.get(waiting.pop(), ()):
            if other == end:
                return True
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


def _ordered_below(whole: str, parts: list[str]) -> list[str]:
    """Return the steps of a chain that must come before the whole: all but the whole itself at one end, or twice it alone."""
    if parts == [whole, whole]:
        return []
    if parts and parts[0] == whole:
        return parts[1:]
    if parts and parts[-1] == whole:
        return parts[:-1]
    return parts
