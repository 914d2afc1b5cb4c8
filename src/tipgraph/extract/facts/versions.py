"""How a document stands to others of its line: corrigenda, revisions, addenda, later texts, and the file it came in."""

import re

from pyoxigraph import NamedNode

from tipgraph.documents.manifest import Origin
from tipgraph.documents.symbols import slug
from tipgraph.extract.emit import Emitter, iri, term
from tipgraph.extract.facts.citations import is_cited_only
from tipgraph.extract.model import MastheadField

_MODIFIES = re.compile(r"(?P<base>.+)/(?P<how>Rev|Corr|Add|Amend)\.\d+")
_RELATIONS = {"Rev": "tip:revisionOf", "Corr": "tip:correctionOf", "Add": "tip:addendumTo", "Amend": "tip:revisionOf"}


def emit_versions(emitter: Emitter, origin: Origin | None) -> None:
    """Add what a document revises, corrects or adds to, and which file its text was read from.

    Args:
        emitter: Receives the triples.
        origin: The file and the earlier text; None for a text that was put into the record as it is.
    Source: https://research.un.org/en/docs/symbols ("Rev.", "Corr.", "Add." stand behind the symbol they modify)
    """
    for field in emitter.document.masthead:
        if field.name == "symbol" and not (origin and origin.later_text_of):
            _by_symbol(emitter, field)
    if not origin:
        return
    source = iri(f"document/{emitter.slug}/source-text")
    emitter.add(source, "tip:originalSha256", origin.sha256)
    emitter.add(source, "tip:originalFormat", origin.media_type)
    if origin.later_text_of:
        emitter.add(emitter.iri, "tip:laterTextOf", iri(f"document/{origin.later_text_of}"))
        _give_up_symbol(emitter)


def _by_symbol(emitter: Emitter, field: MastheadField) -> None:
    """Add the document that the symbol modifies; the IRI by which others cite the symbol gives way to the document's."""
    symbol = emitter.words(field)
    modifies = _MODIFIES.fullmatch(symbol)
    if modifies:
        emitter.add(emitter.iri, _RELATIONS[modifies["how"]], _modified(emitter, modifies["base"], field))
    cited = iri(f"document/{slug(symbol)}")
    if cited != emitter.iri:
        emitter.add(cited, "owl:deprecated", True)
        emitter.add(cited, "dcterms:isReplacedBy", emitter.iri)


def _modified(emitter: Emitter, symbol: str, field: MastheadField) -> NamedNode:
    """Return the document that another modifies; its symbol is printed only as the beginning of the other's."""
    known = emitter.names.document_of_symbol(symbol)
    document = iri(known or f"document/{slug(symbol)}")
    if is_cited_only(emitter, document, symbol):
        emitter.node(document, "tip:Document", symbol, field)
    return document


def _give_up_symbol(emitter: Emitter) -> None:
    """Leave the symbol to the earlier text: it names one document. The masthead field still shows that it is printed."""
    given = {term("tip:symbol"), term("tip:symbolStatedIn")}
    emitter.triples = {t for t in emitter.triples if t.subject != emitter.iri or t.predicate not in given}
