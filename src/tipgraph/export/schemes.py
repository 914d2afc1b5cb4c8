"""The concept schemes by themselves, whole enough for Skosmos and other browsers of vocabularies."""

import io
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.export.registry import Export, Form
from tipgraph.export.source import Selection, Source
from tipgraph.namespaces import CONCEPT_SCHEMES, DCTERMS, PREFIXES, RDF, RDFS, SCHEME, SKOS, TIP
from tipgraph.query.formats import GRAPHS, Format
from tipgraph.query.lookup import Lookup, Node
from tipgraph.query.run import write_graph
from tipgraph.query.table import shorten

_TYPE: Final = NamedNode(RDF + "type")
_PREF, _ALT, _HIDDEN = (NamedNode(SKOS + f"{name}Label") for name in ("pref", "alt", "hidden"))
_IN_SCHEME, _TOP_OF, _HAS_TOP = (NamedNode(SKOS + name) for name in ("inScheme", "topConceptOf", "hasTopConcept"))
_BROADER, _NARROWER, _RELATED = (NamedNode(SKOS + name) for name in ("broader", "narrower", "related"))
_EXACT: Final = NamedNode(SKOS + "exactMatch")
_LOOSER: Final = tuple(NamedNode(SKOS + f"{name}Match") for name in ("broad", "narrow", "related"))
_TITLE, _LABEL = NamedNode(DCTERMS + "title"), NamedNode(RDFS + "label")
_CONCEPT: Final = NamedNode(SKOS + "Concept")
_MADE_ANEW: Final = frozenset(
    {_TYPE, _PREF, _ALT, _HIDDEN, _TOP_OF, _HAS_TOP, _BROADER, _NARROWER, _RELATED, *_LOOSER}
    | {NamedNode(SKOS + name) for name in ("broaderTransitive", "narrowerTransitive", "semanticRelation")}
)
"""What is written by rule, so that it is whole; everything else of SKOS and Dublin Core is taken over."""
_ENGLISH: Final = "en"
_FORMS: Final = ("text/turtle", "application/rdf+xml")

Above = dict[NamedNode, set[NamedNode]]


def graph(lookup: Lookup, name: str) -> set[Triple]:
    """Give a concept scheme as one graph.

    Args:
        lookup: The dataset.
        name: The name of the scheme, such as ``topic``.

    Returns:
        The triples. Every concept is in the scheme, under a broader one or at the top, which is said both
        ways, and has one preferred label in a language, English among them. Where the record breaks a condition of SKOS
        (S13, S14, S27, S46), the weaker of two statements is left out; a broader concept that would close a circle too.
    """
    scheme = NamedNode(SCHEME + name)
    found = {one for one in lookup.subjects(_IN_SCHEME, scheme) if isinstance(one, NamedNode)}
    concepts = sorted(found, key=lambda one: one.value)
    above = _broader(lookup, concepts)
    triples = {Triple(scheme, _TYPE, NamedNode(SKOS + "ConceptScheme")), *_taken_over(lookup, scheme)}
    triples.update(_labels(lookup, scheme))
    if not lookup.has(scheme, _TITLE):
        triples.update(Triple(scheme, _TITLE, one.object) for one in _labels(lookup, scheme) if one.predicate == _PREF)
    for concept in concepts:
        triples.update(_concept(lookup, concept, scheme, above))
    return triples


def _concept(lookup: Lookup, concept: NamedNode, scheme: NamedNode, above: Above) -> Iterator[Triple]:
    yield Triple(concept, _TYPE, _CONCEPT)
    for kind in lookup.nodes(concept, _TYPE):
        if kind.value.startswith(TIP):
            yield Triple(concept, _TYPE, kind)
    yield from _taken_over(lookup, concept)
    yield from _labels(lookup, concept)
    for broader in above[concept]:
        yield Triple(concept, _BROADER, broader)
        yield Triple(broader, _NARROWER, concept)
    if not above[concept]:
        yield Triple(concept, _TOP_OF, scheme)
        yield Triple(scheme, _HAS_TOP, concept)
    for other in lookup.nodes(concept, _RELATED):
        if other in above and other != concept and not {concept, other} & _between(concept, other, above):
            yield Triple(concept, _RELATED, other)
            yield Triple(other, _RELATED, concept)
    exact = set(lookup.nodes(concept, _EXACT))
    for looser in _LOOSER:
        yield from (Triple(concept, looser, one) for one in lookup.nodes(concept, looser) if one not in exact)


def _taken_over(lookup: Lookup, thing: NamedNode) -> Iterator[Triple]:
    return (
        triple
        for triple in lookup.about(thing)
        if triple.predicate not in _MADE_ANEW and triple.predicate.value.startswith((SKOS, DCTERMS))
    )


def _labels(lookup: Lookup, thing: NamedNode) -> Iterator[Triple]:
    """Give the labels of a thing: one preferred in each language, no label of two kinds."""
    taken: set[Literal] = set()
    preferred: set[str] = set()
    for one in sorted(map(_tagged, lookup.literals(thing, _PREF) or _names(lookup, thing)), key=_order):
        language = (one.language or "").casefold()
        yield Triple(thing, _ALT if language in preferred else _PREF, one)
        preferred.add(language)
        taken.add(one)
    for kind in (_ALT, _HIDDEN):
        labels = set(map(_tagged, lookup.literals(thing, kind))) - taken
        yield from (Triple(thing, kind, one) for one in labels)
        taken |= labels


def _names(lookup: Lookup, thing: NamedNode) -> list[Literal]:
    found = lookup.literals(thing, _LABEL)
    return found or [Literal(shorten(thing.value).rpartition(":")[2] or thing.value, language=_ENGLISH)]


def _tagged(label: Literal) -> Literal:
    return label if label.language else Literal(label.value, language=_ENGLISH)


def _order(label: Literal) -> tuple[str, str]:
    return label.language or "", label.value


def _broader(lookup: Lookup, concepts: list[NamedNode]) -> Above:
    """Find what stands above each concept within the scheme, told from either side, without circles."""
    members = set(concepts)
    told: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for concept in concepts:
        told[concept].update(lookup.nodes(concept, _BROADER))
        for narrower in lookup.nodes(concept, _NARROWER):
            told[narrower].add(concept)
    above: Above = {concept: set() for concept in concepts}
    for concept in concepts:
        for broader in sorted(told[concept] & members, key=lambda one: one.value):
            if concept not in _ancestors(broader, above) | {broader}:
                above[concept].add(broader)
    return above


def _ancestors(concept: NamedNode, above: Above) -> set[NamedNode]:
    found: set[NamedNode] = set()
    queue = [concept]
    while queue:
        queue.extend(new := above[queue.pop()] - found)
        found |= new
    return found


def _between(one: NamedNode, other: NamedNode, above: Above) -> set[Node]:
    return {*_ancestors(one, above), *_ancestors(other, above)}


def _write(source: Source, out: BinaryIO, _: Selection, *, name: str, form: Format) -> None:
    written = io.BytesIO()
    write_graph(graph(source.lookup, name), form, written, PREFIXES)
    out.write(written.getvalue())


def exports() -> tuple[Export, ...]:
    """Return an export for each scheme."""
    turtle, xml = (next(one for one in GRAPHS if one.media_type == wanted) for wanted in _FORMS)
    return tuple(
        Export(
            f"schemes/{name}",
            f"Concept scheme: {name}",
            f"The concepts of the scheme {name} in SKOS, for Skosmos and other browsers of vocabularies.",
            (
                Form("turtle", "ttl", "text/turtle", partial(_write, name=name, form=turtle)),
                Form("rdfxml", "rdf", "application/rdf+xml", partial(_write, name=name, form=xml)),
            ),
        )
        for name in CONCEPT_SCHEMES
    )
