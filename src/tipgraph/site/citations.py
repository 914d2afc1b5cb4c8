"""How a passage of a document is cited, in plain words that can be pasted."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from tipgraph.namespaces import DCTERMS, TIP
from tipgraph.query.lookup import TYPE, Lookup

_SYMBOL = NamedNode(TIP + "symbol")
_TITLE = NamedNode(DCTERMS + "title")
_ISSUED = NamedNode(DCTERMS + "issued")
_A_DOCUMENT = NamedNode(TIP + "Document")
_DOCUMENT = NamedNode(TIP + "inDocument")
_LABEL = NamedNode(TIP + "paragraphLabel")
_TEXT = NamedNode(TIP + "text")


@dataclass(frozen=True)
class Quotation:
    """Words of a document that can be quoted with their source."""

    text: str
    """The words; empty for a part that has none of its own."""
    citation: str
    """Source and permanent IRI in one line."""


def quotation(lookup: Lookup, part: NamedNode) -> Quotation | None:
    """Return the words of a part of a document, with their source.

    Args:
        lookup: The dataset.
        part: A paragraph, a recommendation or another part; or a document.

    Returns:
        What can be pasted, of a document its source only; ``None`` for a thing that is neither document nor part of one.
    """
    document = next(iter(lookup.nodes(part, _DOCUMENT)), None)
    if document is None:
        cited = cite_document(lookup, part) if lookup.has(part, TYPE, _A_DOCUMENT) else ""
        return Quotation("", cite_passage(cited, "", part.value)) if cited else None
    label, text = (next((words.value for words in lookup.literals(part, p)), "") for p in (_LABEL, _TEXT))
    place = f"para. {label}" if label else ""
    return Quotation(text, cite_passage(cite_document(lookup, document), place, part.value))


def cite_document(lookup: Lookup, document: NamedNode) -> str:
    """Write what a reader needs to find a document.

    Args:
        lookup: The dataset.
        document: The document.

    Returns:
        Its title, its symbol if some document prints it, and its date if it is known, with commas between; its name
        where nobody says its title.
    """
    title = next(iter(lookup.literals(document, _TITLE)), None) or lookup.name(document)
    parts = [f"“{title.value}”" if title else f"<{document.value}>"]
    for property_ in (_SYMBOL, _ISSUED):
        parts += [value.value for value in lookup.literals(document, property_)[:1]]
    return ", ".join(parts)


def cite_passage(document: str, place: str, permanent: str) -> str:
    """Write the source of a passage.

    Args:
        document: As :func:`cite_document` writes it.
        place: Where in the document, such as ``para. 13(e)``; empty where it has no number.
        permanent: The IRI of the passage.

    Returns:
        One line.
    """
    return ", ".join(filter(None, (document, place, permanent)))
