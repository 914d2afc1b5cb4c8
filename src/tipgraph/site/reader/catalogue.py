"""The documents that can be read, in the order of their dates, and those that are known by citation only."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from tipgraph.namespaces import DCTERMS, ID, TIP
from tipgraph.query.lookup import TYPE, Lookup
from tipgraph.site.reader.beside import Entry
from tipgraph.site.reader.names import first_literal, name_of, readable_date, title_of
from tipgraph.site.reader.parts import DOCUMENTS
from tipgraph.turtle import natural_key

_DOCUMENT: Final = NamedNode(TIP + "Document")
_TEXT: Final = NamedNode(TIP + "hasSourceText")
_ISSUED: Final = NamedNode(DCTERMS + "issued")
_TYPE: Final = NamedNode(TIP + "documentType")
_SYMBOL: Final = NamedNode(TIP + "symbol")
_REFERENCE: Final = NamedNode(TIP + "reference")
_FIELD: Final = NamedNode(TIP + "fieldName")
_JOB: Final = Literal("job-number")
_PART_OF: Final = NamedNode(TIP + "inDocument")
_WORDS: Final = NamedNode(TIP + "text")
_SESSION: Final = NamedNode(TIP + "forSession")


@dataclass(frozen=True)
class Document:
    """A document in a list."""

    iri: str
    path: str
    """What its address ends with: its path below ``id/document/``, or below ``id/``."""
    title: str
    date: str
    day: str
    """The same as XML Schema writes it."""
    types: tuple[Entry, ...]
    symbol: str
    """Its symbol where a document prints it, else its reference; not the number of the job that printed it."""
    sessions: tuple[Entry, ...]


@dataclass(frozen=True)
class Catalogue:
    """All documents."""

    read: tuple[Document, ...]
    """Those whose text is here, the oldest first."""
    cited: tuple[Document, ...]
    """Those known by citation only, by title."""


@lru_cache(4)
def catalogue(lookup: Lookup) -> Catalogue:
    """List the documents of a dataset."""
    nodes = [node for node in lookup.subjects(TYPE, _DOCUMENT) if isinstance(node, NamedNode)]
    found = {node: card(lookup, node) for node in sorted(nodes, key=lambda one: natural_key(one.value))}
    read = [one for node, one in found.items() if lookup.has(node, _TEXT)]
    cited = [one for node, one in found.items() if not lookup.has(node, _TEXT)]
    return Catalogue(
        tuple(sorted(read, key=lambda one: (one.day or "9999", one.path))),
        tuple(sorted(cited, key=lambda one: (one.title.casefold(), one.path))),
    )


def card(lookup: Lookup, node: NamedNode) -> Document:
    """Describe a document as a list does."""
    day = first_literal(lookup, node, _ISSUED)
    return Document(
        node.value,
        path_of(node.value),
        title_of(lookup, node),
        readable_date(day),
        day,
        _entries(lookup, node, _TYPE),
        _symbol(lookup, node),
        _entries(lookup, node, _SESSION),
    )


def _symbol(lookup: Lookup, node: NamedNode) -> str:
    found = first_literal(lookup, node, _SYMBOL, _REFERENCE)
    fields = lookup.subjects(_FIELD, _JOB)
    jobs = (field for field in fields if isinstance(field, NamedNode) and lookup.has(field, _PART_OF, node))
    return "" if any(first_literal(lookup, job, _WORDS) == found for job in jobs) else found


def path_of(iri: str) -> str:
    """Return what the address of a document ends with."""
    return iri.removeprefix(DOCUMENTS) if iri.startswith(DOCUMENTS) else iri.removeprefix(ID)


def cite(document: Document) -> str:
    """Write in one sentence how to cite a document of the record.

    Returns:
        Title, type where the title does not name it, symbol or reference, date, and the permanent link.
    """
    kinds = [one.text for one in document.types if one.text.casefold() not in document.title.casefold()]
    known = [f"“{document.title}”", *kinds[:1]]
    known += [document.symbol] if document.symbol and document.symbol not in document.title else []
    known += [document.date] if document.date else []
    return f"{', '.join(known)}. In: tipgraph, {document.iri}"


def _entries(lookup: Lookup, node: NamedNode, wanted: NamedNode) -> tuple[Entry, ...]:
    return tuple(Entry(name_of(lookup, one), one.value) for one in lookup.nodes(node, wanted))
