"""What happens in a worker process when an address of the record is asked for: one document, in one form.

A worker can open no file: the fork server imports this module for it, as it does :mod:`tipgraph.web.worker`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.dataset.metadata import DATASET, LICENSE
from tipgraph.errors import TipgraphError
from tipgraph.namespaces import BASE, DCTERMS, ID, OWL, RDF, SHAPES, SKOS, TIP, VOID, XSD
from tipgraph.query.describe import Description, describe, describe_head, describe_ontology, describe_scheme
from tipgraph.query.formats import GRAPHS
from tipgraph.query.lookup import TYPE, Lookup
from tipgraph.query.thing import is_deprecated, no_such_thing, node_of, withdrawn
from tipgraph.web import worker
from tipgraph.web.negotiate import HTML
from tipgraph.web.rdf import FOAF, HYDRA, write
from tipgraph.web.views import Thing, Viewer
from tipgraph.web.vocabularies import Head, Scheme, Vocabulary, show_head, show_scheme, show_vocabulary

DOC: Final = BASE + "doc/"
INDEXED: Final = {TIP.removesuffix("#"): "ontology", SHAPES.removesuffix("#"): "shapes"}
"""The ontologies whose pages are indexes of what they define: a page of all of it would be too long to read."""
_RIGHTS: Final = NamedNode(DCTERMS + "rights")
SUFFIXES: Final[dict[str, str]] = {"html": HTML, **{form.suffix: form.media_type for form in GRAPHS}}
"""What an address may end with, and the media type that it asks for."""
_EMBEDDED: Final = next(form for form in GRAPHS if form.media_type == "application/ld+json")
FORMS: Final = {form.media_type: form for form in GRAPHS}


class NoSuchPage(TipgraphError, LookupError):  # noqa: N818 - what happened
    """A description has fewer pages; ``args`` is (page, pages)."""

    def __str__(self) -> str:
        page, pages = self.args
        return f"there is no page {page}: {f'the last one is {pages}' if pages > 1 else 'there is one only'}"


@dataclass(frozen=True)
class Document:
    """What an address gives."""

    name: str
    """The path of the document, without the suffix that asks for a form."""
    subject: str
    """The IRI of what it describes."""
    media_type: str
    """The form in which it is given; empty where the client accepts none that there is."""
    content: bytes
    """Of RDF; of the page of a thing what it embeds, JSON-LD of what is said of the thing."""
    view: Thing | Head | Vocabulary | Scheme | None
    """Of a page."""
    page: int
    pages: int
    quotes: bool
    """Whether words of the documents of the United Nations are quoted in it."""
    hidden: frozenset[str]
    """Suffixes that this name cannot take, since a thing has the name that would come of it."""


@dataclass(frozen=True)
class Address:
    """What is asked for."""

    path: str
    """Below the base of the record, or below ``id/``."""
    of_thing: bool
    """Whether the address is that of a thing, or of what is written about it: ``id/...`` and ``doc/...``."""
    media_type: str | None
    """What the client likes best of :data:`SUFFIXES`, if it likes any; a suffix of the path goes before it."""
    page: int = 1
    exact: bool = False
    """Whether the path is a name as it stands, and no form is asked for by a suffix."""


@cache
def dataset(directory: Path) -> tuple[Lookup, Lookup]:
    """Return the dataset of a build, and its definitions."""
    build = worker.load(directory)
    lookup = Lookup(build.dataset)
    return lookup, Lookup(build.definitions, lookup)


@cache
def counts(directory: Path) -> Mapping[str, int]:
    """Return how many things are of each class of a build, and how many triples have each property, by IRI."""
    known = worker.load(directory).terms
    return {term.iri: term.count for term in (*known.classes, *known.properties)}


def locate(directory: Path, address: Address) -> Document:
    """Find out what an address leads to, without describing it.

    Args:
        directory: The build to ask.
        address: What is asked for.

    Returns:
        The document, without content.

    Raises:
        tipgraph.query.thing.NoSuchThing: If the record has nothing by this name.
        tipgraph.query.thing.Withdrawn: If it had, and the name was given up.
    """
    return _locate(*dataset(directory), address)[1]


def give(directory: Path, address: Address, limit: int) -> Document:
    """Give what an address leads to.

    Args:
        directory: The build to ask.
        address: What is asked for.
        limit: How many bytes the answer may have.

    Returns:
        The document: with content for RDF, with a view for a page.

    Raises:
        tipgraph.query.thing.NoSuchThing: If the record has nothing by this name.
        tipgraph.query.thing.Withdrawn: If it had, and the name was given up.
        NoSuchPage: If there are fewer pages.
        tipgraph.query.run.FormError: If the form has no way to say what is to be said.
        tipgraph.web.worker.ResultTooLarge: If there is more to be said than the limit allows.
    """
    merged, definitions = dataset(directory)
    lookup, document = _locate(merged, definitions, address)
    if not document.media_type:
        return document
    found = _describe(lookup, document, address.page)
    if found.page > found.pages:
        raise NoSuchPage(found.page, found.pages)
    given = replace(document, page=found.page, pages=found.pages, quotes=bool(found.words))
    if document.media_type == HTML:
        view = _view(lookup, definitions, found, counts(directory))
        embedded = {fact.triple for fact in found.outgoing} if isinstance(view, Thing) else set()
        return replace(given, view=view, content=write(embedded, _EMBEDDED, limit) if embedded else b"")
    triples = found.triples | _of_the_document(merged, document, found)
    return replace(given, content=write(triples, FORMS[document.media_type], limit))


def _locate(dataset: Lookup, definitions: Lookup, address: Address) -> tuple[Lookup, Document]:
    """Find what an address leads to, and the dataset that knows of it: the name as it stands goes before its suffix."""
    stem, dot, suffix = address.path.rpartition(".")
    names = {address.path: address.media_type or ""}
    if dot and suffix in SUFFIXES and stem and not address.exact:
        names[stem] = SUFFIXES[suffix]
    for name, media_type in names.items():
        iri = iri_of(name, of_thing=address.of_thing)
        lookup = _knowing(dataset, definitions, iri)
        if lookup is not None:
            node = NamedNode(iri)
            if is_deprecated(lookup, node):
                raise withdrawn(lookup, node)
            hidden = frozenset(suffix for suffix in SUFFIXES if _knowing(dataset, definitions, f"{iri}.{suffix}"))
            return lookup, Document(name, iri, media_type, b"", None, address.page, 1, quotes=False, hidden=hidden)
    raise no_such_thing(dataset, iri_of(min(names, key=len), of_thing=address.of_thing))


def _knowing(dataset: Lookup, definitions: Lookup, iri: str) -> Lookup | None:
    """Return the dataset that describes an IRI, or else mentions it, if one does."""
    node = node_of(iri)
    if node is None:
        return None
    described = (lookup for lookup in (dataset, definitions) if lookup.knows(node))
    return next(described, dataset if dataset.mentions(node) else None)


def iri_of(name: str, *, of_thing: bool) -> str:
    """Return the IRI of what a document describes: ``ns/Claim`` is about the term ``ns#Claim``."""
    if of_thing:
        return ID + name
    if name.startswith("ns/"):
        return TIP + name.removeprefix("ns/")
    return BASE + name


def _describe(lookup: Lookup, document: Document, page: int) -> Description:
    node = NamedNode(document.subject)
    if graph := _ontology(lookup, node):
        if document.media_type == HTML and document.subject in INDEXED:
            return describe_head(lookup, node, graph, page)
        return describe_ontology(lookup, node, graph, page)
    if lookup.has(node, TYPE, NamedNode(SKOS + "ConceptScheme")):
        return describe_scheme(lookup, node, page, said=document.media_type != HTML)
    return describe(lookup, node, page, uses=document.subject.startswith(TIP))


def _ontology(lookup: Lookup, node: NamedNode) -> str:
    """Return the graph that an ontology is written in, if it is one."""
    return next(iter(lookup.graphs(Triple(node, TYPE, NamedNode(OWL + "Ontology")))), "")


def _view(
    lookup: Lookup, definitions: Lookup, found: Description, used: Mapping[str, int]
) -> Thing | Head | Vocabulary | Scheme:
    node = found.subjects[0]
    graph = _ontology(lookup, node)
    if graph and node.value in INDEXED:
        return show_head(lookup, found, graph)
    if graph:
        return show_vocabulary(lookup, definitions, found, used)
    if lookup.has(node, TYPE, NamedNode(SKOS + "ConceptScheme")):
        return show_scheme(lookup, found)
    return Viewer(lookup).thing(found)


def _of_the_document(dataset: Lookup, document: Document, found: Description) -> set[Triple]:
    """Say what the document is, and which page of how many."""
    iri = document_iri(document.name, document.subject)
    facts: list[tuple[str, str, NamedNode | Literal]] = []
    if iri != document.subject:
        facts += [
            (iri, RDF + "type", NamedNode(FOAF + "Document")),
            (iri, FOAF + "primaryTopic", NamedNode(document.subject)),
            (iri, VOID + "inDataset", NamedNode(DATASET)),
            (iri, DCTERMS + "license", NamedNode(LICENSE)),
        ]
        facts += [(iri, DCTERMS + "rights", words) for words in dataset.literals(NamedNode(DATASET), _RIGHTS)]
        facts.append((iri, HYDRA + "totalItems", Literal(str(found.total), datatype=NamedNode(XSD + "integer"))))
    if found.pages > 1:
        here = f"{iri}?page={found.page}"
        facts += [(iri, RDF + "type", NamedNode(HYDRA + "Collection")), (iri, HYDRA + "view", NamedNode(here))]
        facts.append((here, RDF + "type", NamedNode(HYDRA + "PartialCollectionView")))
        steps = {"first": 1, "previous": found.page - 1, "next": found.page + 1, "last": found.pages}
        facts += [
            (here, HYDRA + step, NamedNode(f"{iri}?page={page}"))
            for step, page in steps.items()
            if 1 <= page <= found.pages
        ]
    return {Triple(NamedNode(s), NamedNode(p), o) for s, p, o in facts}


def document_iri(name: str, subject: str) -> str:
    """Return the permanent address of a document, without a suffix."""
    return DOC + name if subject.startswith(ID) else BASE + name
