"""What a document says of itself: title, date, kind, session, agenda item, who prepared it."""

import re

from pyoxigraph import Literal

from tipgraph.documents.dates import find_moment
from tipgraph.extract.emit import Emitter, english, iri, moment
from tipgraph.extract.facts.agenda import agenda_node, item_node, item_path
from tipgraph.extract.facts.language import guess_language
from tipgraph.extract.lists import split_list
from tipgraph.extract.model import MastheadField
from tipgraph.extract.names import Name

_CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:Tel|Fax)\.?: ?\(?\+[\d ()-]*\d")
_BY = re.compile(r"\b(?:by|of) (?:the )?")
_LANGUAGES = {"Arabic": "ar", "Chinese": "zh", "English": "en", "French": "fr", "Russian": "ru", "Spanish": "es"}


def title_document(emitter: Emitter) -> None:
    """Give the emitter the title by which the document and its parts are labelled."""
    title = emitter.document.field_words("title")
    reference = emitter.document.field_words("reference")
    kind = emitter.kind
    words = (kind or "document").replace("-", " ")
    if title and kind in ("background-paper", "draft-resolution", "note-by-the-secretariat"):
        emitter.title = f"{title} ({words})"
    elif title:
        emitter.title = title
    elif reference:
        emitter.title = f"{words.capitalize()} {reference.partition(':')[2].strip()}"


def emit_metadata(emitter: Emitter) -> None:
    """Add the document with what its masthead says.

    Args:
        emitter: Receives the triples; ``statedIn`` of the document are the masthead fields.
    """
    document, kind = emitter.document, emitter.kind
    node = emitter.node(
        emitter.iri, "tip:DraftResolution" if kind == "draft-resolution" else "tip:Document", emitter.title
    )
    for field in document.masthead:
        emitter.add(node, "tip:statedIn", emitter.part(field))
    _symbol(emitter)
    foreign = emitter.language not in (None, "en")
    title = document.field_words("title")
    emitter.add(node, "dcterms:title", english(title) if title and not foreign else None)
    emitter.add(node, "dcterms:issued", moment(find_moment(document.field_words("date") or "")))
    emitter.add(node, "tip:documentType", iri(f"document-type/{kind}") if kind else None)
    distribution = (re.findall(r"\w+", document.field_words("distribution") or "") or [""])[-1].lower()
    emitter.add(node, "tip:distribution", iri(f"distribution/{distribution}") if distribution else None)
    _language(emitter)
    if not kind:
        _doubt_document(emitter, "its form does not tell what kind of document it is")
    for name in ("reference", "job-number"):
        words = document.field_words(name)
        emitter.add(node, "tip:reference", words.partition(":")[2].strip() or words if words else None)
    if emitter.session:
        emitter.add(node, "tip:forSession", iri(emitter.session))
    _makers(emitter)
    _agenda_item(emitter)
    for part in (*document.masthead, *document.provisions):
        for match in _CONTACT.finditer(emitter.words(part)):
            emitter.claim(node, "schema:contactPoint", Literal(match[0]), part, match[0])


def find_language(emitter: Emitter) -> None:
    """Guess the language of the text."""
    emitter.language = guess_language(emitter.document.source.text)


def _language(emitter: Emitter) -> None:
    """Add the language of the text, told by its words where the masthead prints one or where it is not English.

    Where the words tell none, it is the one that the masthead prints as the original.
    """
    printed = re.findall(r"[A-Z]\w+", emitter.document.field_words("original-language") or "")
    stated = [code for code in (_LANGUAGES.get(name.capitalize()) for name in printed) if code]
    foreign = emitter.language not in (None, "en")
    if stated or foreign:
        emitter.add(emitter.iri, "dcterms:language", emitter.language or stated[0])
    if foreign:
        _doubt_document(emitter, "its text is not English, and the rules that read facts are for English only")


def _doubt_document(emitter: Emitter, reason: str) -> None:
    """Mark the document as one for a curator to read."""
    document = emitter.document
    parts = [*document.masthead, *document.sections, *document.provisions, *document.footnotes, *document.rows]
    if parts:
        emitter.doubt(emitter.iri, parts[0], emitter.words(parts[0])[:80], reason)


def _symbol(emitter: Emitter) -> None:
    """Add the symbol, where the masthead prints the document's own; one of two bodies has two."""
    for field in emitter.document.masthead:
        if field.name == "symbol":
            emitter.add(emitter.iri, "tip:symbol", emitter.words(field))
            emitter.add(emitter.iri, "tip:symbolStatedIn", emitter.part(field))


def _makers(emitter: Emitter) -> None:
    """Add sponsors and who prepared the document, each resolved to a body or a State."""
    names = emitter.names
    for field in emitter.document.masthead:
        words = emitter.words(field)
        if field.name == "sponsor":
            for printed, name in split_list(words.partition(":")[0], names, "state", "body"):
                _maker(emitter, field, printed, name, "tip:sponsor")
        elif field.name == "prepared-by":
            printed = _BY.split(words, maxsplit=1)[-1]
            name = names.resolve(printed, "body", "state")
            opening = next((one for one in names.find(printed, "body", "state") if one.start == 0), None)
            _maker(emitter, field, printed, name or opening, "tip:preparedBy")


def _maker(emitter: Emitter, field: MastheadField, printed: str, name: Name | None, predicate: str) -> None:
    if name:
        emitter.add(emitter.iri, predicate, iri(name.iri))
    else:
        emitter.report(field, printed, "no body of this name is known: add it to agents.ttl")


def _agenda_item(emitter: Emitter) -> None:
    """Add the agenda item the masthead names, with its title, to the agenda it says, or to one of unstated status."""
    fields = {field.name: field for field in emitter.document.masthead}
    field = fields.get("agenda-item")
    if not field or not emitter.session:
        return
    words = emitter.words(field)
    match = re.search(r"\d+(?: \([a-z]\))?", words)
    if not match:
        return
    status = "provisional" if "provisional" in words else "unspecified"
    agenda = agenda_node(emitter, status, field)
    title = fields.get("agenda-item-title")
    item = item_node(
        emitter, agenda, item_path(match[0]), match[0], emitter.words(title) if title else words, title or field
    )
    emitter.add(emitter.iri, "tip:forItem", item)
