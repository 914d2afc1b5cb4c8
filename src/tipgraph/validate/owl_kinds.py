"""What is a class, which kind of property is which, and where an axiom asks for one: OWL 2 as it is written in RDF.

Source: OWL 2 Mapping to RDF Graphs, table 1 and section 3 (https://www.w3.org/TR/owl2-mapping-to-rdf/).
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import pyoxigraph as ox

from tipgraph.namespaces import OWL, RDF, RDFS, XSD
from tipgraph.validate.facts import TYPE, Facts, Object

CLASS, DATATYPE, OBJECT, DATA, ANNOTATION = (
    "class",
    "datatype",
    "object property",
    "data property",
    "annotation property",
)
KINDS: Final = {
    OWL + "Class": CLASS,
    OWL + "Restriction": CLASS,
    RDFS + "Datatype": DATATYPE,
    OWL + "ObjectProperty": OBJECT,
    OWL + "DatatypeProperty": DATA,
    OWL + "AnnotationProperty": ANNOTATION,
}
RESERVED: Final = (RDF, RDFS, XSD, OWL)
"""The namespaces of the reserved vocabulary (OWL 2 Structural Specification, section 2.4)."""

_BUILT_IN: Final = {
    OWL + "Thing": CLASS,
    OWL + "Nothing": CLASS,
    RDFS + "Literal": DATATYPE,
    RDF + "PlainLiteral": DATATYPE,
    RDF + "langString": DATATYPE,
    RDF + "XMLLiteral": DATATYPE,
    OWL + "real": DATATYPE,
    OWL + "rational": DATATYPE,
    OWL + "topObjectProperty": OBJECT,
    OWL + "bottomObjectProperty": OBJECT,
    OWL + "topDataProperty": DATA,
    OWL + "bottomDataProperty": DATA,
    **{RDFS + name: ANNOTATION for name in ("label", "comment", "seeAlso", "isDefinedBy")},
    **{
        OWL + name: ANNOTATION
        for name in ("deprecated", "versionInfo", "priorVersion", "backwardCompatibleWith", "incompatibleWith")
    },
}
"""The entities that are there without a declaration (section 5.8, table 5)."""

_CLASSES: Final = frozenset({CLASS})
_RANGES: Final = frozenset({CLASS, DATATYPE})
_ROLES: Final = frozenset({OBJECT})
_PROPERTIES: Final = frozenset({OBJECT, DATA})
_ANY: Final = frozenset({OBJECT, DATA, ANNOTATION})
_POSITIONS: Final = {
    RDFS + "subClassOf": (_CLASSES, _CLASSES),
    RDFS + "subPropertyOf": (_ANY, _ANY),
    RDFS + "domain": (_ANY, _CLASSES),
    RDFS + "range": (_ANY, _RANGES),
    OWL + "equivalentClass": (_RANGES, _RANGES),
    OWL + "disjointWith": (_CLASSES, _CLASSES),
    OWL + "complementOf": (_CLASSES, _CLASSES),
    OWL + "disjointUnionOf": (_CLASSES, _CLASSES),
    OWL + "unionOf": (_RANGES, _RANGES),
    OWL + "intersectionOf": (_RANGES, _RANGES),
    OWL + "equivalentProperty": (_PROPERTIES, _PROPERTIES),
    OWL + "propertyDisjointWith": (_PROPERTIES, _PROPERTIES),
    OWL + "inverseOf": (_ROLES, _ROLES),
    OWL + "propertyChainAxiom": (_ROLES, _ROLES),
    OWL + "hasKey": (_CLASSES, _PROPERTIES),
    OWL + "onProperty": (_CLASSES, _PROPERTIES),
    OWL + "onClass": (_CLASSES, _CLASSES),
    OWL + "onDataRange": (_CLASSES, frozenset({DATATYPE})),
    OWL + "someValuesFrom": (_CLASSES, _RANGES),
    OWL + "allValuesFrom": (_CLASSES, _RANGES),
}
"""What stands before and behind a predicate of axioms, or in the list behind it."""
_MEMBERS: Final = {OWL + "AllDisjointClasses": _CLASSES, OWL + "AllDisjointProperties": _PROPERTIES}
_CHARACTERISTICS: Final = {
    OWL + "FunctionalProperty": _PROPERTIES,
    **{
        OWL + name + "Property": _ROLES
        for name in ("InverseFunctional", "Transitive", "Symmetric", "Asymmetric", "Reflexive", "Irreflexive")
    },
}
_SAME_KIND: Final = (RDFS + "subPropertyOf", OWL + "equivalentProperty", OWL + "propertyDisjointWith")


class Use(NamedTuple):
    """A name where an axiom asks for a kind of entity."""

    holder: str
    """The subject of the statement: an IRI, or the name of a blank node."""
    predicate: str
    term: str
    wanted: frozenset[str]


def kinds_of(axioms: Facts, iri: str) -> set[str]:
    """Return what an IRI is: as which kinds it is declared, or what it is by itself."""
    if iri in _BUILT_IN:
        return {_BUILT_IN[iri]}
    if iri.startswith(XSD):
        return {DATATYPE}
    return {KINDS[kind] for kind in axioms.objects(iri, TYPE) if kind in KINDS}


def items(facts: Facts, node: Object) -> list[Object]:
    """Return the items of a list, or the thing itself where it is none; of a list that is broken, those up to the break."""
    if node.value == RDF + "nil":
        return []
    if not facts.terms(node.value, RDF + "first"):
        return [node]
    found, seen = [], set()
    while node.value not in seen and (first := facts.terms(node.value, RDF + "first")):
        seen.add(node.value)
        found.append(first[0])
        rest = facts.terms(node.value, RDF + "rest")
        node = rest[0] if rest else ox.NamedNode(RDF + "nil")
    return found


def is_name(node: str) -> bool:
    """Tell an IRI from the name of a blank node, which has no colon."""
    return ":" in node


def uses(axioms: Facts) -> Iterator[Use]:
    """Find every IRI in a place where an axiom asks for a kind of entity."""
    for holder in axioms:
        for predicate, (before, behind) in _POSITIONS.items():
            values = axioms.terms(holder, predicate)
            if values and is_name(holder):
                yield Use(holder, predicate, holder, before)
            wanted = _behind(predicate, kinds_of(axioms, holder), behind) if values else behind
            for node in _listed(axioms, values):
                yield Use(holder, predicate, node, wanted)
        for kind in axioms.objects(holder, TYPE):
            if kind in _CHARACTERISTICS and is_name(holder):
                yield Use(holder, TYPE, holder, _CHARACTERISTICS[kind])
            for node in _listed(axioms, axioms.terms(holder, OWL + "members")) if kind in _MEMBERS else ():
                yield Use(holder, OWL + "members", node, _MEMBERS[kind])


def _listed(axioms: Facts, values: list[Object]) -> Iterator[str]:
    """Give the IRIs among some values and the items of those that are lists."""
    for value in values:
        yield from (item.value for item in items(axioms, value) if isinstance(item, ox.NamedNode))


def _behind(predicate: str, kinds: set[str], wanted: frozenset[str]) -> frozenset[str]:
    """Say what may stand behind a predicate whose subject is of some kinds: of properties the like of them."""
    if predicate in _SAME_KIND and kinds & _ANY:
        return frozenset(kinds & _ANY)
    if predicate == RDFS + "range" and kinds & _PROPERTIES:
        return frozenset({CLASS if kind == OBJECT else DATATYPE for kind in kinds & _PROPERTIES})
    return wanted
