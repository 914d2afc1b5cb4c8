"""The classes and properties of DCAT-AP 3.0 that the record of tipgraph uses, written from the specification.

https://semiceu.github.io/DCAT-AP/releases/3.0.0/, sections 7 (classes) and 9 (controlled vocabularies).
"""

from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Store

DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
VCARD = "http://www.w3.org/2006/vcard/ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ADMS = "http://www.w3.org/ns/adms#"
XSD = "http://www.w3.org/2001/XMLSchema#"
EU = "http://publications.europa.eu/resource/authority/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
MANY = 10_000


class Rule(NamedTuple):
    """How often a class has a property, and what it leads to."""

    prop: str
    least: int
    most: int
    kind: str = ""
    """The class of the values; ``text`` and ``iri`` for literals and for resources of any class; else a datatype."""
    vocabulary: str = ""
    """The controlled vocabulary below the authority tables that the values are from."""


_EVERYWHERE = (
    Rule(DCT + "title", 1, MANY, "text"),
    Rule(DCT + "description", 1, MANY, "text"),
    Rule(DCT + "language", 0, MANY, DCT + "LinguisticSystem", "language/"),
    Rule(DCT + "license", 0, 1, DCT + "LicenseDocument", "licence/"),
    Rule(DCT + "rights", 0, MANY, DCT + "RightsStatement"),
    Rule(DCT + "accessRights", 0, 1, DCT + "RightsStatement", "access-right/"),
    Rule(DCT + "publisher", 0, 1, FOAF + "Agent"),
    Rule(DCT + "spatial", 0, MANY, DCT + "Location", "country/"),
    Rule(DCT + "temporal", 0, MANY, DCT + "PeriodOfTime"),
    Rule(DCT + "accrualPeriodicity", 0, 1, DCT + "Frequency", "frequency/"),
    Rule(DCAT + "contactPoint", 0, MANY, VCARD + "Kind"),
    Rule(DCAT + "theme", 0, MANY, SKOS + "Concept", "data-theme/"),
    Rule(DCAT + "keyword", 0, MANY, "text"),
    Rule(DCT + "conformsTo", 0, MANY, DCT + "Standard"),
    Rule(FOAF + "page", 0, MANY, FOAF + "Document"),
    Rule(DCAT + "landingPage", 0, MANY, FOAF + "Document"),
)
RULES: dict[str, tuple[Rule, ...]] = {
    DCAT + "Catalog": (
        Rule(DCT + "publisher", 1, 1, FOAF + "Agent"),
        Rule(DCAT + "dataset", 1, MANY, "iri"),
        Rule(DCAT + "service", 1, MANY, DCAT + "DataService"),
        Rule(FOAF + "homepage", 1, 1, FOAF + "Document"),
        Rule(DCT + "language", 1, MANY, DCT + "LinguisticSystem", "language/"),
        Rule(DCT + "license", 1, 1, DCT + "LicenseDocument", "licence/"),
        Rule(DCAT + "themeTaxonomy", 1, MANY, SKOS + "ConceptScheme"),
        Rule(DCT + "spatial", 1, MANY, DCT + "Location", "country/"),
    ),
    DCAT + "Dataset": (
        Rule(DCAT + "contactPoint", 1, MANY, VCARD + "Kind"),
        Rule(DCAT + "distribution", 1, MANY, DCAT + "Distribution"),
        Rule(DCAT + "keyword", 1, MANY, "text"),
        Rule(DCT + "publisher", 1, 1, FOAF + "Agent"),
        Rule(DCT + "spatial", 1, MANY, DCT + "Location", "country/"),
        Rule(DCT + "temporal", 1, MANY, DCT + "PeriodOfTime"),
        Rule(DCAT + "theme", 1, MANY, SKOS + "Concept", "data-theme/"),
        Rule(DCT + "identifier", 1, MANY, "text"),
        Rule(DCAT + "version", 1, 1, "text"),
        Rule(DCAT + "inSeries", 0, MANY, DCAT + "DatasetSeries"),
        Rule(DCAT + "hasVersion", 0, MANY, DCAT + "Dataset"),
    ),
    DCAT + "DatasetSeries": (
        Rule(DCAT + "contactPoint", 1, MANY, VCARD + "Kind"),
        Rule(DCT + "accrualPeriodicity", 1, 1, DCT + "Frequency", "frequency/"),
        Rule(DCT + "spatial", 1, MANY, DCT + "Location", "country/"),
        Rule(DCT + "temporal", 1, MANY, DCT + "PeriodOfTime"),
    ),
    DCAT + "Distribution": (
        Rule(DCAT + "accessURL", 1, MANY, "iri"),
        Rule(DCAT + "downloadURL", 0, MANY, "iri"),
        Rule("http://data.europa.eu/r5r/availability", 1, 1, SKOS + "Concept", "planned-availability/"),
        Rule(DCT + "format", 0, 1, DCT + "MediaTypeOrExtent", "file-type/"),
        Rule(DCAT + "mediaType", 0, 1, DCT + "MediaType"),
        Rule(DCT + "license", 0, 1, DCT + "LicenseDocument", "licence/"),
        Rule(ADMS + "status", 0, 1, SKOS + "Concept", "distribution-status/"),
        Rule(DCAT + "accessService", 0, MANY, DCAT + "DataService"),
    ),
    DCAT + "DataService": (
        Rule(DCAT + "endpointURL", 1, MANY, "iri"),
        Rule(DCAT + "endpointDescription", 1, MANY, "iri"),
        Rule(DCAT + "servesDataset", 1, MANY, DCAT + "Dataset"),
        Rule(DCT + "description", 0, MANY, "text"),
    ),
    FOAF + "Agent": (Rule(FOAF + "name", 1, MANY, "text"),),
    VCARD + "Kind": (Rule(VCARD + "fn", 1, MANY, "text"), Rule(VCARD + "hasURL", 1, 1, "iri")),
    DCT + "PeriodOfTime": (
        Rule(DCAT + "startDate", 1, 1, XSD + "date"),
        Rule(DCAT + "endDate", 1, 1, XSD + "date"),
    ),
    SKOS + "Concept": (Rule(SKOS + "prefLabel", 1, MANY, "text"),),
    SKOS + "ConceptScheme": (Rule(DCT + "title", 1, MANY, "text"),),
}


def faults(store: Store) -> Iterator[str]:
    """Say what of a record breaks the profile."""
    for kind, rules in RULES.items():
        general = _EVERYWHERE if kind.startswith(DCAT) else ()
        own = {rule.prop for rule in rules}
        for subject in {quad.subject for quad in store.quads_for_pattern(None, TYPE, NamedNode(kind))}:
            assert isinstance(subject, NamedNode | BlankNode)
            for rule in (*rules, *(one for one in general if one.prop not in own)):
                yield from _broken(store, subject, rule)


def _broken(store: Store, subject: NamedNode | BlankNode, rule: Rule) -> Iterator[str]:
    values = [quad.object for quad in store.quads_for_pattern(subject, NamedNode(rule.prop), None)]
    if not rule.least <= len(values) <= rule.most:
        yield f"{subject} has {len(values)} of {rule.prop}"
    for value in values:
        if not _fits(store, value, rule.kind):
            yield f"{subject} has {rule.prop} {value}, which is no {rule.kind}"
        if rule.vocabulary and not (isinstance(value, NamedNode) and value.value.startswith(EU + rule.vocabulary)):
            yield f"{subject} has {rule.prop} {value}, which is not from {rule.vocabulary}"


def _fits(store: Store, value: object, kind: str) -> bool:
    if isinstance(value, Literal):
        return kind in ("text", value.datatype.value)
    assert isinstance(value, NamedNode | BlankNode)
    return kind == "iri" or any(store.quads_for_pattern(value, TYPE, NamedNode(kind)))
