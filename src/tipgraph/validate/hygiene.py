"""Hygiene of the ontology: each term is described, shown in use and told from others, and nothing unknown is used.

What a term needs (label, definition, example) follows the guides of FIBO and the OBO Foundry, whose principles FP-006
(textual definitions) and FP-012 (naming conventions) it comes from: https://obofoundry.org/principles/fp-000-summary.html
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import DCTERMS, ID, OWL, PREFIXES, RDFS, SKOS, TIP, short
from tipgraph.validate.facts import TYPE, Facts
from tipgraph.validate.material import Material
from tipgraph.validate.registry import Found, named

CLASSES: Final = frozenset({OWL + "Class", RDFS + "Datatype"})
PROPERTIES: Final = frozenset(OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
HIERARCHIES: Final = (
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
    SKOS + "broader",
    DCTERMS + "isPartOf",
    TIP + "parentBody",
    TIP + "partOfGroup",
)
"""The properties that lead from a thing to one above it."""

_EXACT: Final = SKOS + "exactMatch"
_LOOSE: Final = (SKOS + "broadMatch", SKOS + "narrowMatch", SKOS + "relatedMatch")
_HEAD: Final = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def own_terms(ontology: Facts) -> list[str]:
    """Return the classes and properties of ours that the ontology declares, sorted."""
    return sorted(
        iri
        for iri in ontology
        if iri.startswith(TIP) and any(kind.startswith((OWL, RDFS)) for kind in ontology.objects(iri, TYPE))
    )


def parse_example(text: str) -> list[ox.Triple]:
    """Parse an example of a term: Turtle, with the prefixes and the base of the record.

    Raises:
        SyntaxError: If it is not Turtle.
    """
    return [q.triple for q in ox.parse(_HEAD + text, format=ox.RdfFormat.TURTLE, base_iri=ID)]


def _lacking(material: Material, predicate: str, what: str) -> Iterator[Found]:
    """Find terms that have not exactly one English value of a property."""
    for iri in own_terms(material.ontology):
        values = material.ontology.terms(iri, predicate)
        english = [one for one in values if isinstance(one, ox.Literal) and one.language == "en" and one.value.strip()]
        if not values:
            yield iri, f'the term has no {short(predicate)}: add {short(predicate)} "..."@en, {what}'
        elif len(values) > 1:
            message = f"the term has {len(values)} values of {short(predicate)}: keep one of them, {what}"
            yield iri, message, predicate, values[1].value
        elif not english:
            yield iri, f'its {short(predicate)} is not English: write "..."@en, {what}', predicate, values[0].value


@named("term-label", "Each term has one label.", layer="hygiene")
def term_label(material: Material) -> Iterator[Found]:
    """Look for rdfs:label (FP-012: each term has one)."""
    return _lacking(material, RDFS + "label", "words in lower case")


@named("term-definition", "Each term has one definition.", layer="hygiene")
def term_definition(material: Material) -> Iterator[Found]:
    """Look for skos:definition (FP-006: each term has one)."""
    return _lacking(material, SKOS + "definition", "a phrase that could stand in for the term")


@named("term-example", "Each term has an example.", layer="hygiene")
def term_example(material: Material) -> Iterator[Found]:
    """Look for skos:example."""
    for iri in own_terms(material.ontology):
        if not material.ontology.terms(iri, SKOS + "example"):
            yield (
                iri,
                "the term has no example: add skos:example with a statement of the record that uses it, in Turtle",
            )


@named("term-home", "Each term says where it is defined.", layer="hygiene")
def term_home(material: Material) -> Iterator[Found]:
    """Look for rdfs:isDefinedBy; which value it has, a shape says."""
    for iri in own_terms(material.ontology):
        if not material.ontology.terms(iri, RDFS + "isDefinedBy"):
            yield iri, "the term does not say where it is defined: add rdfs:isDefinedBy <https://w3id.org/tipgraph/ns>"


def _parsed(material: Material) -> Iterator[tuple[str, str, list[ox.Triple] | SyntaxError]]:
    """Give each term with the text of each of its examples, and what this says or why it cannot be read."""
    for iri in own_terms(material.ontology):
        for text in material.ontology.objects(iri, SKOS + "example"):
            try:
                yield iri, text, parse_example(text)
            except SyntaxError as error:
                yield iri, text, error


def examples(material: Material) -> Iterator[tuple[str, str, list[ox.Triple]]]:
    """Give each term with the text of each of its examples that can be read, and what this says."""
    for iri, text, found in _parsed(material):
        if isinstance(found, list):
            yield iri, text, found


@named("example-parses", "The example of a term is Turtle.", layer="hygiene")
def example_parses(material: Material) -> Iterator[Found]:
    """Parse each example with the prefixes and the base of the record."""
    for iri, text, found in _parsed(material):
        if isinstance(found, SyntaxError):
            line, column = (found.lineno or 1) - _HEAD.count("\n"), found.offset or 1
            reason = str(found.msg).rpartition(": ")[2]
            message = (
                f"its example is not Turtle (line {line}, column {column}: {reason}): write statements that end with a "
                "full stop; prefixes and base are those of the record"
            )
            yield iri, message, SKOS + "example", text


@named("example-uses-term", "The example of a term uses the term.", layer="hygiene")
def example_uses_term(material: Material) -> Iterator[Found]:
    """Look for each term as a property, or as an object, of its example."""
    for iri, text, found in examples(material):
        if not any(ox.NamedNode(iri) in (t.predicate, t.object) for t in found):
            yield iri, f"its example does not use {short(iri)}: give one that does", SKOS + "example", text


@named("label-unique", "No two classes, and no two properties, have one label.", layer="hygiene")
def label_unique(material: Material) -> Iterator[Found]:
    """Compare the labels of the terms of a kind, whatever their capitals."""
    for kinds in (CLASSES, PROPERTIES):
        first: dict[str, str] = {}
        for iri in own_terms(material.ontology):
            if kinds.isdisjoint(material.ontology.objects(iri, TYPE)):
                continue
            for label in material.ontology.objects(iri, RDFS + "label"):
                other = first.setdefault(label.casefold(), iri)
                if other != iri:
                    yield iri, f"{short(other)} has the same label: give one of them another", RDFS + "label", label


@named("no-circle", "No thing is above itself.", layer="hygiene")
def no_circle(material: Material) -> Iterator[Found]:
    """Walk up each hierarchy; a circle is told once, at its first thing."""
    for predicate in HIERARCHIES:
        above = {iri: material.facts.objects(iri, predicate) for iri in material.facts.having(predicate)}
        for circle in circles(above):
            way = " -> ".join(short(iri) for iri in (*circle, circle[0]))
            message = f"it is above itself by {short(predicate)} ({way}): remove the statement that is wrong"
            yield circle[0], message, predicate, circle[1 % len(circle)]


def circles(above: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Find the circles of a hierarchy.

    Args:
        above: The things right above each thing.

    Returns:
        Each circle that a walk upwards meets, from the first of its things by name; every circle shares a step with one.
    """
    done: set[str] = set()
    found: set[tuple[str, ...]] = set()
    for start in above:
        way: list[str] = [start]
        left = [iter(above[start])]
        while left:
            higher = next(left[-1], None)
            if higher is None:
                left.pop()
                done.add(way.pop())
            elif higher in way:
                circle = way[way.index(higher) :]
                at = circle.index(min(circle))
                found.add((*circle[at:], *circle[:at]))
            elif higher not in done:
                way.append(higher)
                left.append(iter(above.get(higher, ())))
    return sorted(found)


@named(
    "mapping-agrees", "What is the same as another thing is not broader, narrower or merely related.", layer="hygiene"
)
def mapping_agrees(material: Material) -> Iterator[Found]:
    """Compare the mappings of each thing (SKOS, section 10.4, S46: exactMatch is disjoint with the others)."""
    for iri in material.facts.having(_EXACT):
        for other in material.facts.objects(iri, _EXACT):
            for predicate in _LOOSE:
                if other in material.facts.objects(iri, predicate):
                    message = f"{short(_EXACT)} and {short(predicate)} exclude each other: remove one of them"
                    yield iri, message, predicate, other
            if other == iri:
                yield iri, "it is mapped to itself: remove the statement", _EXACT, other
