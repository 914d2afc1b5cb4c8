"""What the record of an item says: in Dublin Core, which every harvester reads, and as RDF."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from lxml import etree
from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.dataset.metadata import LICENSE
from tipgraph.export.documents import authors_of
from tipgraph.export.harvest.items import KINDS, document_of
from tipgraph.namespaces import DCTERMS, PREFIXES, RDF, RDFS, SCHEMA, TIP
from tipgraph.query.formats import GRAPHS
from tipgraph.query.lookup import TYPE, Lookup
from tipgraph.query.run import write_graph

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_RIGHTS: Final = {
    "document": f"The rights in the document are its author's. This description of it is under CC BY 4.0 ({LICENSE}).",
    "recommendation": f"The words are quoted from the document. This description of them is under CC BY 4.0 ({LICENSE}).",
}
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RDF_XML: Final = next(form for form in GRAPHS if form.suffix == "rdf")

# Elements of Dublin Core, with the properties that fill them.
_OWN: Final = (
    ("subject", TIP + "topic"),
    ("description", TIP + "text"),
    ("description", RDFS + "comment"),
    ("type", TIP + "documentType"),
    ("identifier", DCTERMS + "identifier"),
    ("identifier", TIP + "symbol"),
    ("identifier", TIP + "reference"),
    ("identifier", TIP + "instrumentNumber"),
    ("source", SCHEMA + "url"),
    ("relation", TIP + "inDocument"),
    ("relation", TIP + "forSession"),
)
_TITLES: Final = (DCTERMS + "title", RDFS + "label")
"""The first that there is: what no source prints a title for is called by its label."""
_OF_DOCUMENT: Final = (("date", DCTERMS + "issued"), ("language", DCTERMS + "language"))


@dataclass(frozen=True)
class Format:
    """A form that metadata can be had in."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[[Lookup, str], etree._Element]

    @property
    def location(self) -> str:
        """Where its schema lies, as a document says it."""
        return f"{self.namespace} {self.schema}"


def clean(text: str) -> str:
    """Leave out what XML cannot have (XML 1.0, section 2.2)."""
    return _ILLEGAL.sub("", text)


def dublin_core(lookup: Lookup, iri: str) -> etree._Element:
    """Describe a thing in unqualified Dublin Core.

    Args:
        lookup: The dataset.
        iri: A document or a recommendation.

    Returns:
        ``oai_dc:dc``; the date and the language of a recommendation are those of its document.
    """
    root = etree.Element(f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _DC, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", _FORMATS["oai_dc"].location)
    for name, words, language in dict.fromkeys(_elements(lookup, NamedNode(iri))):
        element = etree.SubElement(root, f"{{{_DC}}}{name}")
        element.text = clean(words)
        if language:
            element.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    return root


def _elements(lookup: Lookup, node: NamedNode) -> Iterator[tuple[str, str, str]]:
    """Give the elements with their words and the language of these, in a fixed order."""
    yield "identifier", node.value, ""
    yield from next((found for one in _TITLES if (found := list(_values(lookup, node, "title", one)))), ())
    yield from (_value(lookup, "creator", author) for author in authors_of(lookup, node))
    for name, predicate in _OWN:
        yield from _values(lookup, node, name, predicate)
    for name, predicate in _OF_DOCUMENT:
        yield from _values(lookup, document_of(lookup, node), name, predicate)
    yield "type", "Text", ""
    kinds = [name for name, kind in KINDS.items() if lookup.has(node, TYPE, NamedNode(kind))]
    yield from (("type", name.capitalize(), "en") for name in kinds)
    yield from (("rights", _RIGHTS[name], "en") for name in kinds)


def _values(lookup: Lookup, node: NamedNode, name: str, predicate: str) -> Iterator[tuple[str, str, str]]:
    for value in sorted(lookup.objects(node, NamedNode(predicate)), key=str):
        if isinstance(value, Literal):
            yield name, value.value, value.language or ""
        elif isinstance(value, NamedNode):
            yield _value(lookup, name, value)


def _value(lookup: Lookup, name: str, value: NamedNode) -> tuple[str, str, str]:
    named = None if name == "relation" else lookup.name(value)
    return (name, named.value, named.language or "") if named else (name, value.value, "")


def rdf(lookup: Lookup, iri: str) -> etree._Element:
    """Describe a thing as RDF/XML: what is said of it, and the names of what it leads to.

    Args:
        lookup: The dataset.
        iri: A document or a recommendation.

    Returns:
        ``rdf:RDF``.
    """
    about = set(lookup.about(NamedNode(iri)))
    named = {term for triple in about for term in (triple.predicate, triple.object) if isinstance(term, NamedNode)}
    about.update(name for term in named for name in lookup.names(term))
    written = BytesIO()
    write_graph({_clean_triple(triple) for triple in about}, _RDF_XML, written, PREFIXES)
    # What was written a line ago has no entities and no document type: there is nothing that a parser could be made to fetch.
    root = etree.fromstring(
        written.getvalue(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    )
    root.set(f"{{{XSI}}}schemaLocation", _FORMATS["rdf"].location)
    return root


def _clean_triple(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal) or not _ILLEGAL.search(value.value):
        return triple
    kept = Literal(clean(value.value), language=value.language) if value.language else Literal(clean(value.value))
    return Triple(triple.subject, triple.predicate, kept)


FORMATS: Final = (
    Format("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", _OAI_DC, dublin_core),
    Format("rdf", "http://www.openarchives.org/OAI/2.0/rdf.xsd", RDF, rdf),
)
_FORMATS: Final = {one.prefix: one for one in FORMATS}
