"""The description of a thing: what is said of it, what leads to it, under which names, and the words that state it all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from tipgraph.namespaces import OA, RDFS, SKOS
from tipgraph.query.evidence import Evidence, Support, Words
from tipgraph.query.lookup import MERGED, Lookup, Node
from tipgraph.turtle import natural_key

PAGE: Final = 50
"""Facts on a page of those that lead to a thing."""
_DEFINED_BY: Final = NamedNode(RDFS + "isDefinedBy")
_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")
Stated = dict[Triple, tuple[str, ...]]
"""Triples, each with the named graphs that hold it."""
_SELECTOR: Final = NamedNode(OA + "hasSelector")


@dataclass(frozen=True)
class Fact:
    """A triple of the dataset, with where it comes from and what it rests upon."""

    triple: Triple
    graphs: tuple[str, ...]
    """The named graphs that hold it, one a source."""
    support: Support


@dataclass(frozen=True)
class Description:
    """What the record has on one thing, or on the things that one document defines."""

    subjects: tuple[NamedNode, ...]
    outgoing: tuple[Fact, ...]
    """What is said of them; on the first page only."""
    incoming: tuple[Fact, ...]
    """What leads to them, from elsewhere: one page of it."""
    page: int
    pages: int
    total: int
    """How many facts lead to them, on all pages together."""
    words: dict[NamedNode, Words]
    """The parts of texts that state facts on this page."""
    triples: frozenset[Triple]
    """All of this as RDF: the facts, the claims and texts they rest upon, the structures of blank nodes that belong to
    them, and the names of everything that has an IRI in it."""


def describe(lookup: Lookup, subject: NamedNode, page: int = 1, *, uses: bool = False) -> Description:
    """Describe a thing.

    Args:
        lookup: The dataset.
        subject: The thing.
        page: Which page of the facts that lead to it, from 1; behind the last page there are none.
        uses: Whether the facts in which it is the property lead to it too.

    Returns:
        The description.
    """
    leading = _leading(lookup, subject, uses=uses)
    return _describe(lookup, [subject], [lookup.stated(subject)], leading, page)


def describe_ontology(lookup: Lookup, ontology: NamedNode, graph: str, page: int = 1) -> Description:
    """Describe an ontology with its terms.

    Args:
        lookup: The dataset.
        ontology: The ontology.
        graph: The named graph that it is written in.
        page: Which page of the facts that lead to the ontology itself; those that use its terms are left out.

    Returns:
        All that its graph holds; of the terms that it defines also what other graphs say.
    """
    written: dict[NamedNode, Stated] = {ontology: {}}
    axioms = set()
    for quad in lookup.within(graph):
        if isinstance(quad.subject, BlankNode):
            axioms.add(quad.triple)
        elif isinstance(quad.subject, NamedNode):
            written.setdefault(quad.subject, {})[quad.triple] = (graph,)
    for term in written:
        if term == ontology or lookup.has(term, _DEFINED_BY, ontology):
            written[term] = lookup.stated(term)
    subjects = [ontology, *sorted(set(written) - {ontology}, key=lambda node: natural_key(node.value))]
    leading = [triple for triple in _leading(lookup, ontology) if triple.subject not in written]
    found = _describe(lookup, subjects, [written[one] for one in subjects], leading, page)
    return found if page > 1 else replace(found, triples=found.triples | _with_names(lookup, axioms))


def describe_head(lookup: Lookup, ontology: NamedNode, graph: str, page: int = 1) -> Description:
    """Describe an ontology without its terms; as :func:`describe_ontology`."""
    terms = {quad.subject for quad in lookup.within(graph)}
    leading = [triple for triple in _leading(lookup, ontology) if triple.subject not in terms]
    return _describe(lookup, [ontology], [lookup.stated(ontology)], leading, page)


def axioms(found: Description) -> list[BlankNode]:
    """Return the blank nodes of a description that nothing in it leads to, sorted: axioms of an ontology about several terms."""
    led_to = {triple.object for triple in found.triples}
    starts = {triple.subject for triple in found.triples if isinstance(triple.subject, BlankNode)}
    return sorted((node for node in starts if node not in led_to), key=lambda node: node.value)


def describe_scheme(lookup: Lookup, scheme: NamedNode, page: int = 1, *, said: bool = True) -> Description:
    """Describe a concept scheme with its concepts.

    Args:
        lookup: The dataset.
        scheme: The scheme.
        page: Which page of the facts that lead to the scheme; those of its concepts are all on the first.
        said: Whether what is said of each concept is wanted.

    Returns:
        What :func:`describe` says of the scheme, and what is said of each concept: the words behind that are in the
        concept's own description.
    """
    concepts = {node for node in lookup.subjects(_IN_SCHEME, scheme) if isinstance(node, NamedNode)}
    subjects = [scheme, *sorted(concepts, key=lambda node: natural_key(node.value))]
    leading = [triple for triple in _leading(lookup, scheme) if triple.subject not in concepts]
    found = _describe(lookup, subjects, [lookup.stated(scheme)], leading, page)
    if page > 1 or not said:
        return found
    facts = {triple: graphs for concept in subjects[1:] for triple, graphs in lookup.stated(concept).items()}
    outgoing = found.outgoing + tuple(Fact(triple, graphs, Support()) for triple, graphs in facts.items())
    return replace(found, outgoing=outgoing, triples=found.triples | _with_names(lookup, facts))


def _describe(
    lookup: Lookup,
    subjects: Sequence[NamedNode],
    stated: Sequence[Stated],
    leading: Sequence[Triple],
    page: int,
) -> Description:
    """Put a description together from what is said of things, thing by thing, and what leads to them."""
    evidence = Evidence(lookup)
    here = leading[(page - 1) * PAGE : page * PAGE]
    incoming = _facts(evidence, {triple: lookup.graphs(triple) for triple in here})
    outgoing = [fact for about in stated for fact in _facts(evidence, about)] if page == 1 else []
    facts = {fact.triple for fact in (*outgoing, *incoming)}
    triples = _with_names(lookup, facts | _parts(lookup, facts) | evidence.triples)
    triples |= {triple for subject in subjects for triple in lookup.names(subject)}
    pages = max(1, -(-len(leading) // PAGE))
    return Description(
        *(tuple(subjects), tuple(outgoing), tuple(incoming)),
        *(page, pages, len(leading)),
        evidence.words,
        triples,
    )


def _leading(lookup: Lookup, subject: NamedNode, *, uses: bool = False) -> list[Triple]:
    """List what leads to a thing from elsewhere, property by property, in natural order."""
    store = lookup.store
    found = {quad.triple for quad in store.quads_for_pattern(None, None, subject, MERGED)}
    if uses:
        found.update(quad.triple for quad in store.quads_for_pattern(None, subject, None, MERGED))
    return sorted((triple for triple in found if triple.subject != subject), key=_order)


def _order(triple: Triple) -> tuple[str, tuple[str, str], str]:
    return triple.predicate.value, natural_key(str(triple.subject)), str(triple.object)


def _facts(evidence: Evidence, stated: Stated) -> list[Fact]:
    return [Fact(triple, graphs, evidence.support(triple, graphs)) for triple, graphs in stated.items()]


def _parts(lookup: Lookup, triples: Iterable[Triple]) -> set[Triple]:
    """Return what is said of the parts of things that are nothing by themselves: blank nodes, selectors of anchors."""
    found: set[Triple] = set()
    queue = list(triples)
    seen: set[Node] = set()
    while queue:
        triple = queue.pop()
        for term in (triple.subject, triple.object):
            selected = isinstance(term, NamedNode) and triple.predicate == _SELECTOR and term == triple.object
            if (
                term not in seen
                and isinstance(term, NamedNode | BlankNode)
                and (selected or isinstance(term, BlankNode))
            ):
                seen.add(term)
                about = lookup.about(term)
                found.update(about)
                queue += about
    return found


def _with_names(lookup: Lookup, triples: Iterable[Triple]) -> frozenset[Triple]:
    """Add to triples the names of everything that has an IRI in them."""
    every = frozenset(triples)
    terms = {term for triple in every for term in (triple.subject, triple.predicate, triple.object)}
    return every.union(*(lookup.names(term) for term in terms if isinstance(term, NamedNode)))
