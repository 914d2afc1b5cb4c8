"""OWL 2 DL: what an ontology must keep to for a reasoner to understand it as it was meant. Here: names and their kinds.

Source: OWL 2 Structural Specification, sections 2.4, 4, 5.8, 5.9 (https://www.w3.org/TR/owl2-syntax/), and its Mapping to RDF
Graphs (https://www.w3.org/TR/owl2-mapping-to-rdf/).

The record departs from OWL 2 DL in two ways, both on purpose. Claims use ``rdf:subject``, ``rdf:predicate`` and
``rdf:object``, which are reserved (section 2.4). Days, months and years are ``xsd:date``, ``xsd:gYearMonth`` and
``xsd:gYear``, which the datatype map lacks (section 4). The consistency check leaves the first out, and the reasoner
the meaning of the second.
"""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import OWL, RDF, RDFS, XSD, short
from tipgraph.validate.facts import iris_of, subject_of
from tipgraph.validate.material import Material
from tipgraph.validate.owl_kinds import (
    ANNOTATION,
    CLASS,
    DATA,
    DATATYPE,
    KINDS,
    OBJECT,
    RESERVED,
    is_name,
    kinds_of,
    uses,
)
from tipgraph.validate.registry import Found, named
from tipgraph.validate.report import Result, Severity

DATATYPE_MAP: Final = frozenset(
    {OWL + "real", OWL + "rational", RDF + "PlainLiteral", RDF + "XMLLiteral", RDF + "langString", RDFS + "Literal"}
    | {
        XSD + name
        for name in (
            *("decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger"),
            *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
            *("double", "float", "string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN"),
            *("boolean", "hexBinary", "base64Binary", "anyURI", "dateTime", "dateTimeStamp"),
        )
    }
)
"""The datatypes that OWL 2 knows (section 4)."""
DEPARTURES: Final = frozenset(XSD + name for name in ("date", "gYearMonth", "gYear"))
"""The datatypes that the record uses beside them."""
_REIFICATION: Final = frozenset(RDF + name for name in ("subject", "predicate", "object"))
_PROPERTY_KINDS: Final = frozenset({OBJECT, DATA, ANNOTATION})


@named("dl-property-kinds", "No property is of two kinds: object, data or annotation property.", layer="owl-dl")
def property_kinds(material: Material) -> Iterator[Found]:
    """Compare the declarations of each property (section 5.8.1)."""
    for iri in material.axioms:
        kinds = sorted(kinds_of(material.axioms, iri) & _PROPERTY_KINDS)
        if len(kinds) > 1:
            yield iri, f"it is declared as {' and '.join(kinds)}: remove all declarations but one"


@named("dl-class-and-datatype", "No class is a datatype too.", layer="owl-dl")
def class_and_datatype(material: Material) -> Iterator[Found]:
    """Compare the declarations of each class (section 5.8.1)."""
    for iri in material.axioms:
        if is_name(iri) and {CLASS, DATATYPE} <= kinds_of(material.axioms, iri):
            yield iri, "it is declared as a class and as a datatype: remove one of the declarations"


@named("dl-declared", "Every class, property and datatype that an axiom names is declared.", layer="owl-dl")
def declared(material: Material) -> Iterator[Found]:
    """Look for the declaration of whatever stands where an axiom asks for an entity (section 5.8.2)."""
    for use in sorted(set(uses(material.axioms))):
        if not use.term.startswith(RESERVED) and not kinds_of(material.axioms, use.term):
            ways = " or ".join(f"an {short(kind)}" for kind, name in KINDS.items() if name in use.wanted)
            message = (
                f"{short(use.term)} is declared nowhere, though {short(use.predicate)} asks for {ways}: declare it, or "
                "correct its name"
            )
            yield _about(material, use.holder, use.term, message, use.predicate)


@named("dl-kind-in-use", "What an axiom names is of the kind that the axiom asks for.", layer="owl-dl")
def kind_in_use(material: Material) -> Iterator[Found]:
    """Compare what each entity is with what axioms use it as (section 5.9: each kind has its own expressions)."""
    for use in sorted(set(uses(material.axioms))):
        kinds = kinds_of(material.axioms, use.term)
        if (kinds or use.term.startswith(RESERVED)) and kinds.isdisjoint(use.wanted):
            what = " and ".join(sorted(kinds)) or "a reserved word"
            wanted = " or ".join(sorted(use.wanted)) or "nothing"
            message = f"{short(use.term)} is {what}, where {short(use.predicate)} asks for {wanted}: name another, or mend its declaration"
            yield _about(material, use.holder, use.term, message, use.predicate)


def _about(material: Material, holder: str, term: str, message: str, predicate: str) -> Result:
    """Make a result about a statement of an axiom; that of a blank node is about what it names, where it is named first."""
    if is_name(holder):
        return Result("", Severity.VIOLATION, holder, message, predicate, None if holder == term else term)
    places = ((name, material.places.mention(name, term)) for name in (*material.background, *material.definitions))
    result = Result("", Severity.VIOLATION, term, message)
    return next((result.at(name, place) for name, place in places if place), result)


@named("dl-reserved", "Nothing is said of the reserved vocabulary, but in annotations.", layer="owl-dl")
def reserved(material: Material) -> Iterator[Found]:
    """Find axioms about names of RDF, RDFS, XSD and OWL (section 2.4: these have their meaning already)."""
    for iri in material.axioms:
        if not iri.startswith(RESERVED):
            continue
        for triple in _said_of(material, iri):
            if ANNOTATION not in kinds_of(material.axioms, triple.predicate.value):
                message = f"{short(iri)} has its meaning from the standard: remove what is said of it, or say it of a term of your own"
                yield iri, message, triple.predicate.value, getattr(triple.object, "value", "")


def _said_of(material: Material, iri: str) -> Iterator[ox.Triple]:
    node = ox.NamedNode(iri)
    for group in (material.background, material.definitions):
        for name, triples in group.items():
            if name.startswith("ontology/"):
                yield from (t for t in triples if t.subject == node)


@named("dl-reserved-known", "Every name of RDF, RDFS, XSD and OWL that is used exists.", layer="owl-dl")
def reserved_known(material: Material) -> Iterator[Found]:
    """Look for each reserved name in its vocabulary: a misspelt one has no meaning, and nobody says so."""
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import
    from rdflib.namespace import OWL as OWL_TERMS  # noqa: PLC0415 - the same
    from rdflib.namespace import RDF as RDF_TERMS  # noqa: PLC0415 - the same
    from rdflib.namespace import RDFS as RDFS_TERMS  # noqa: PLC0415 - the same
    from rdflib.namespace import XSD as XSD_TERMS  # noqa: PLC0415 - the same

    vocabularies = {RDF: RDF_TERMS, RDFS: RDFS_TERMS, XSD: XSD_TERMS, OWL: OWL_TERMS}
    for name, triples in (*material.data.items(), *material.background.items(), *material.definitions.items()):
        for iri, triple in {iri: t for t in reversed(triples) for iri in iris_of(t)}.items():
            namespace = next((one for one in RESERVED if iri.startswith(one)), None)
            if namespace and iri not in DATATYPE_MAP and URIRef(iri) not in vocabularies[namespace]:
                message = f"there is no {short(iri)} in its vocabulary: correct its name"
                focus = subject_of(triple)
                yield Result("", Severity.VIOLATION, focus if is_name(focus) else iri, message).at(
                    name, material.places.mention(name, iri)
                )


@named("dl-object-value", "An object property leads to a thing, never to words or numbers.", layer="owl-dl")
def object_value(material: Material) -> Iterator[Found]:
    """Find literals behind object properties (section 9.6.4)."""
    for triple in material.triples:
        if isinstance(triple.object, ox.Literal) and OBJECT in kinds_of(material.axioms, triple.predicate.value):
            message = f"{short(triple.predicate.value)} is an object property and leads to a thing: write an IRI"
            yield subject_of(triple), message, triple.predicate.value, triple.object.value


@named("dl-data-value", "A data property leads to words, numbers or days, never to a thing.", layer="owl-dl")
def data_value(material: Material) -> Iterator[Found]:
    """Find things behind data properties (section 9.6.6)."""
    for triple in material.triples:
        is_literal = isinstance(triple.object, ox.Literal)
        if not is_literal and DATA in kinds_of(material.axioms, triple.predicate.value):
            message = f"{short(triple.predicate.value)} is a data property and leads to a value: write a literal"
            yield subject_of(triple), message, triple.predicate.value, getattr(triple.object, "value", "")


@named("dl-datatype", "A value is of a datatype that OWL 2 knows, or a date.", layer="owl-dl")
def datatype(material: Material) -> Iterator[Found]:
    """Compare the datatypes of values with the datatype map (section 4) and what the record uses beside it."""
    for triple in material.triples:
        value = triple.object
        if not isinstance(value, ox.Literal) or value.datatype.value in DATATYPE_MAP | DEPARTURES:
            continue
        own = DATATYPE in kinds_of(material.axioms, value.datatype.value) and not value.datatype.value.startswith(XSD)
        if not own and DATA in kinds_of(material.axioms, triple.predicate.value):
            message = f"OWL 2 has no datatype {short(value.datatype.value)}: write the value as a string, a number, a truth value or a date"
            yield subject_of(triple), message, triple.predicate.value, value.value
