"""IRIs and literals: only forms that the store keeps, only names that are ours or that somebody has seen."""

import re
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import BASE, ID, OWL, RDF, RDFS, TIP, XSD, short
from tipgraph.validate.facts import iris_of, subject_of
from tipgraph.validate.material import Material
from tipgraph.validate.registry import Found, named
from tipgraph.validate.report import Result, Severity

_READABLE: Final = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*(?:/[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)+")
_FORMS: Final = {
    "xsd:date": "a day of the calendar as 2008-10-17",
    "xsd:dateTime": "a day of the calendar and a time as 2008-10-17T10:00:00",
    "xsd:gYear": "a year as 2008",
    "xsd:gYearMonth": "a month as 2008-10",
    "xsd:integer": "a whole number in figures",
    "xsd:nonNegativeInteger": "a whole number in figures, not below nought",
    "xsd:positiveInteger": "a whole number in figures, above nought",
    "xsd:decimal": "a number in figures",
    "xsd:boolean": "true or false",
}
"""What a value of a datatype looks like, in words."""
_WORDS: Final = (XSD + "string", RDF + "langString")
_LANGUAGE: Final = (
    *(RDF + name for name in ("type", "subject", "predicate", "object")),
    *(RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    OWL + "deprecated",
)


@named("no-blank-node", "There are no blank nodes.", layer="terms")
def no_blank_node(material: Material) -> Iterator[Found]:
    """Find blank nodes."""
    seen = set()
    for triple in material.triples:
        for term in (triple.subject, triple.object):
            if isinstance(term, ox.BlankNode) and term.value not in seen:
                seen.add(term.value)
                focus = subject_of(triple)
                yield (
                    focus,
                    "it has a blank node, which nobody can refer to: give the thing an IRI",
                    triple.predicate.value,
                    term.value,
                )


@named("literal-form", "Every literal has the form that the store gives back.", layer="terms")
def literal_form(material: Material) -> Iterator[Found]:
    """Put each typed literal into a store and compare what comes back."""
    kept: dict[ox.Literal, ox.Literal] = {}
    for triple in material.triples:
        literal = triple.object
        if not isinstance(literal, ox.Literal) or literal.datatype.value in _WORDS:
            continue
        if literal not in kept:
            kept[literal] = _stored(literal)
        if kept[literal] != literal:
            written, back = (f'"{x.value}"^^{short(x.datatype.value)}' for x in (literal, kept[literal]))
            message = f"the store gives {written} back as {back}: write it in that form"
            yield subject_of(triple), message, triple.predicate.value, written


@named("literal-value", "Every literal is a value of its datatype.", layer="terms")
def literal_value(material: Material) -> Iterator[Found]:
    """Read each typed literal as its datatype: there is no 51st of October, and "abc" is no number."""
    from rdflib import Literal, URIRef  # noqa: PLC0415 - half a second to import

    ill: dict[ox.Literal, bool] = {}
    for triple in material.triples:
        literal = triple.object
        if not isinstance(literal, ox.Literal) or literal.datatype.value in _WORDS:
            continue
        if literal not in ill:
            ill[literal] = bool(Literal(literal.value, datatype=URIRef(literal.datatype.value)).ill_typed)
        if ill[literal]:
            kind = short(literal.datatype.value)
            message = f"'{literal.value}' is no {kind}: write {_FORMS.get(kind, 'a value of it')}, or another datatype"
            yield subject_of(triple), message, triple.predicate.value, f'"{literal.value}"^^{literal.datatype.value}'


def _stored(literal: ox.Literal) -> ox.Literal:
    """Send a literal through the store."""
    store = ox.Store()
    node = ox.NamedNode(BASE)
    store.add(ox.Quad(node, node, literal))
    (quad,) = store
    if not isinstance(quad.object, ox.Literal):  # pragma: no cover - the store keeps what a term is
        raise TypeError(quad.object)
    return quad.object


@named("literal-language", "A literal that has a language is in English.", layer="terms")
def literal_language(material: Material) -> Iterator[Found]:
    """Find words in another language than English."""
    for triple in material.triples:
        literal = triple.object
        if isinstance(literal, ox.Literal) and literal.language not in (None, "en"):
            message = f"the record's own words are English: write them in English with @en, not @{literal.language}"
            yield subject_of(triple), message, triple.predicate.value, literal.value


@named("label-once", "A thing has one label in a language; only another document may give it another.", layer="terms")
def label_once(material: Material) -> Iterator[Found]:
    """Compare the labels that curators give a thing, and those that the extraction of one document gives it.

    Documents may name a thing differently; so may their extractions, of which each has a file of its own.
    """
    first: dict[tuple[str, str, str | None], ox.Literal] = {}
    for name, triples in material.data.items():
        said_by = name if name.startswith("data/extracted/") else ""
        for triple in triples:
            label = triple.object
            if triple.predicate.value != RDFS + "label" or not isinstance(label, ox.Literal):
                continue
            subject = subject_of(triple)
            one = first.setdefault((said_by, subject, label.language), label)
            if one != label:
                message = f"it has a label already, {one}: keep one of them"
                yield subject, message, RDFS + "label", label.value


@named("own-subject", "The record speaks of its own things only.", layer="terms")
def own_subject(material: Material) -> Iterator[Found]:
    """Find subjects that are not below our namespaces."""
    seen = set()
    for triple in material.triples:
        subject = triple.subject
        if isinstance(subject, ox.NamedNode) and subject.value not in seen and not subject.value.startswith(BASE):
            seen.add(subject.value)
            yield (
                subject.value,
                f"it is not a thing of this record: describe a thing below {ID}, and map it to this one",
            )


@named("readable-iri", "An IRI is made of words that a person can read.", layer="terms")
def readable_iri(material: Material) -> Iterator[Found]:
    """Find IRIs below id/ that are not segments of letters and digits joined by hyphens or full stops."""
    seen = set()
    for triple in material.triples:
        iri = subject_of(triple)
        if iri.startswith(ID) and iri not in seen and not _READABLE.fullmatch(iri, len(ID)):
            seen.add(iri)
            yield iri, "write its IRI as segments of letters and digits, joined by hyphens, as 'document/cu-2009-92/p1'"


@named("external-iri-seen", "Every IRI of others is on the list of IRIs seen.", layer="external-iris")
def external_iri_seen(material: Material) -> Iterator[Found]:
    """Find IRIs outside tipgraph that data/external-iris.txt does not list."""
    stated = [t for group in (material.data, material.background) for part in group.values() for t in part]
    seen = set(material.externals)
    for triple in (*stated, *material.inferred):
        for iri in iris_of(triple):
            if not iri.startswith(BASE) and iri not in seen:
                seen.add(iri)
                message = f"nobody has said where {iri} was seen: add it to data/external-iris.txt with the place, or remove it"
                yield subject_of(triple), message, triple.predicate.value, iri


@named("term-declared", "Every property and class that the data use is declared in the ontology.", layer="hygiene")
def term_declared(material: Material) -> Iterator[Found]:
    """Find properties and classes that the ontology does not declare: misspelt, or for the build to derive.

    A claim names properties too: terms of ours are looked for wherever they stand.
    """
    facts = material.facts
    known = set(_LANGUAGE)
    known.update(
        iri for iri in facts.having(RDF + "type") if any(o.startswith(OWL) for o in facts.objects(iri, RDF + "type"))
    )
    seen = set()
    for triple in material.triples:
        for used, what, value in _used(triple):
            is_theirs = material.of_others and not used.startswith(BASE)
            if used not in known and not is_theirs and (subject_of(triple), used) not in seen:
                seen.add((subject_of(triple), used))
                message = (
                    f"the ontology declares no {what} {short(used)}: correct its name, declare it in "
                    "ontology/tipgraph.ttl, or leave it to the build, which derives what others call the same"
                )
                yield Result("", Severity.VIOLATION, subject_of(triple), message, triple.predicate.value, value)


def _used(triple: ox.Triple) -> Iterator[tuple[str, str, str | None]]:
    """Give the terms that a statement uses: each with what it is, and with itself where it is the object."""
    kind = triple.predicate.value == RDF + "type"
    if not kind:
        yield triple.predicate.value, "property", None
    if isinstance(triple.object, ox.NamedNode) and (kind or triple.object.value.startswith(TIP)):
        yield triple.object.value, "class" if kind else "term", triple.object.value
