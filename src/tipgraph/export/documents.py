"""Which documents the lists of exports have, and whose they are: the same for tables, references and harvesters."""

from typing import Final

from pyoxigraph import NamedNode

from tipgraph.namespaces import DCTERMS, ID, TIP
from tipgraph.query.lookup import MERGED, TYPE, Lookup
from tipgraph.turtle import natural_key

_DOCUMENT: Final = NamedNode(TIP + "Document")
_OWN: Final = tuple(NamedNode(TIP + name) for name in ("hasSourceText", "statedIn", "symbolStatedIn"))
"""What only a document has that is read here, or that a part of such a one tells of."""
_LEADING: Final = (
    NamedNode(DCTERMS + "references"),
    *(NamedNode(TIP + name) for name in ("inDocument", "cited", "listsDocument", "transmits", "publishedIn")),
)
"""What leads to a document from a text that is read here, or from its own parts."""
_PREPARED, _SPONSOR, _ADOPTED = (NamedNode(TIP + name) for name in ("preparedBy", "sponsor", "adoptedBy"))
_KIND: Final = NamedNode(TIP + "documentType")
_LETTER, _REPORT = (NamedNode(f"{ID}document-type/{name}") for name in ("note-verbale", "report-of-a-meeting"))
_FOR_SESSION, _ADOPTED_AT = NamedNode(TIP + "forSession"), NamedNode(TIP + "adoptedAt")
_BODY: Final = NamedNode(TIP + "ofBody")


def known_documents(lookup: Lookup) -> list[NamedNode]:
    """List the documents whose text is in the record, and those that such a text cites, names or passes on.

    An instrument that the curators have entered ahead, so that its names are understood once a text has them, is in the
    dataset and in no list: nothing that is read here speaks of it yet.

    Args:
        lookup: The dataset.

    Returns:
        The documents in the order of their IRIs.
    """
    found = {node for node in lookup.subjects(TYPE, _DOCUMENT) if isinstance(node, NamedNode)}
    return sorted((node for node in found if is_known(lookup, node)), key=lambda node: natural_key(node.value))


def is_known(lookup: Lookup, node: NamedNode) -> bool:
    """Say whether the text of a document is in the record, or such a text cites, names or passes it on."""
    return any(lookup.has(node, way) for way in _OWN) or any(_has_one(lookup, way, node) for way in _LEADING)


def _has_one(lookup: Lookup, way: NamedNode, node: NamedNode) -> bool:
    """Say whether a property leads to a document; a treaty may have a hundred thousand citations, and one is enough."""
    return next(lookup.store.quads_for_pattern(None, way, node, MERGED), None) is not None


def authors_of(lookup: Lookup, document: NamedNode) -> list[NamedNode]:
    """Return who prepared a document, else who submitted it, else who adopted it; of a report the body that met."""
    found = next((some for way in (_PREPARED, _SPONSOR, _ADOPTED) if (some := lookup.nodes(document, way))), [])
    if not found and lookup.has(document, _KIND, _REPORT):
        return _bodies(lookup, document)
    return found


def issuers_of(lookup: Lookup, document: NamedNode) -> list[NamedNode]:
    """Return the bodies whose paper it is: who adopted it, else who prepared it, else the body whose session it is of."""
    found = next((some for way in (_ADOPTED, _PREPARED) if (some := lookup.nodes(document, way))), [])
    return found or _bodies(lookup, document)


def session_of(lookup: Lookup, document: NamedNode) -> NamedNode | None:
    """Return the session that a document is a paper of, or was adopted at; a letter written ahead of one is none of it."""
    ways = (_ADOPTED_AT,) if lookup.has(document, _KIND, _LETTER) else (_FOR_SESSION, _ADOPTED_AT)
    return next((session for way in ways for session in lookup.nodes(document, way)), None)


def _bodies(lookup: Lookup, document: NamedNode) -> list[NamedNode]:
    session = session_of(lookup, document)
    return lookup.nodes(session, _BODY) if session else []
