"""What a document says of itself: title, date, kind, session, agenda item, who prepared it."""

import re

from pyoxigraph import Literal

from tipgraph.documents.dates import find_dates, find_moment
from tipgraph.documents.symbols import slug
from tipgraph.extract.emit import Emitter, english, iri, moment
from tipgraph.extract.facts.agenda import agenda_node, item_node, item_path
from tipgraph.extract.masthead import SALUTATION
from tipgraph.extract.model import Document, MastheadField

_CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:Tel|Fax)\.?: ?\(?\+[\d ()-]*\d")
_LANGUAGES = {"Arabic": "ar", "Chinese": "zh", "English": "en", "French": "fr", "Russian": "ru", "Spanish": "es"}


def document_kind(document: Document) -> str | None:
    """Recognise the kind of a document by its form; returns the slug of a concept of scheme/document-type, or None."""
    title = (document.field_words("title") or "").lower()
    prepared = (document.field_words("prepared-by") or "").lower()
    sponsor = (document.field_words("sponsor") or "").lower()
    opening = document.provisions[0].words(document.source) if document.provisions else ""
    rules = [
        ("note-verbale", bool(SALUTATION.search(opening))),
        ("draft-resolution", "draft resolution" in sponsor or "draft resolution" in title),
        ("background-paper", prepared.startswith("background paper")),
        ("note-by-the-secretariat", prepared.startswith("note by the secretariat")),
        ("report-of-the-secretariat", prepared.startswith("report of the secretariat")),
        ("annotated-provisional-agenda", "provisional agenda" in title and "annotation" in title),
        ("provisional-agenda", "provisional agenda" in title),
        (
            "report-of-a-meeting",
            bool(re.match(r"(?:draft )?report (?:on|of) the (?:\w+ )?(?:meeting|session)|report of the", title)),
        ),
        ("resolution", bool(document.provisions and document.provisions[0].is_formula)),
    ]
    return next((kind for kind, holds in rules if holds), None)


def resolve_session(emitter: Emitter) -> None:
    """Find the session the masthead names, by its body and its ordinal or dates, and the year of the document."""
    document, names = emitter.document, emitter.names
    body = _meeting_body(emitter)
    emitter.body = iri(body) if body else None
    when = find_dates(document.field_words("place-and-date") or "")
    issued = find_moment(document.field_words("date") or "")
    emitter.year = when[0].first.year if when else int(issued[0][:4]) if issued else None
    ordinal = (document.field_words("session") or "").split(" ")[0]
    if body and ordinal:
        emitter.session = names.session_numbered(body, ordinal)
    if emitter.session:
        emitter.session_start = names.session_start(emitter.session)
    if body and when and not emitter.session:
        emitter.session_start = when[0].first.isoformat()
        emitter.session = names.session_on(body, when[0])
        if not emitter.session:
            stem = names.stem_of(body) or slug(body.rpartition("/")[2])
            emitter.session = iri(f"session/{stem}-{when[0].first.isoformat()}").value
            _new_session(emitter, body, when[0].first.isoformat(), when[0].last.isoformat())


def _new_session(emitter: Emitter, body: str, first: str, last: str) -> None:
    """Add a session that the record does not know; its ordinal is for a curator to find."""
    part = next(field for field in emitter.document.masthead if field.name == "place-and-date")
    subsidiary = emitter.names.type_of(body) == "SubsidiaryBody"
    kind = "tip:WorkingGroupSession" if subsidiary else "tip:ConferenceSession"
    session = emitter.node(iri(emitter.session or ""), kind, f"Session of {first}", part)
    emitter.add(session, "tip:ofBody", iri(body))
    emitter.add(session, "schema:startDate", moment((first, "date")))
    emitter.add(session, "schema:endDate", moment((last, "date")))
    emitter.doubt(session, part, emitter.words(part), "the record knows no session of this body on these dates")
    emitter.report(part, emitter.words(part), "no session of this body is known on these dates: add it to sessions.ttl")


def _meeting_body(emitter: Emitter) -> str | None:
    for name in ("working-group", "body"):
        words = emitter.document.field_words(name)
        found = emitter.names.resolve(words, "body") if words else None
        if found:
            return found.iri
        if words:
            part = next(field for field in emitter.document.masthead if field.name == name)
            emitter.report(part, words, "no body of this name is known: add it to agents.ttl")
    return None


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
    title = document.field_words("title")
    emitter.add(node, "dcterms:title", english(title) if title else None)
    emitter.add(node, "dcterms:issued", moment(find_moment(document.field_words("date") or "")))
    emitter.add(node, "tip:documentType", iri(f"document-type/{kind}") if kind else None)
    distribution = (document.field_words("distribution") or "").partition(":")[2].strip().lower()
    emitter.add(node, "tip:distribution", iri(f"distribution/{distribution}") if distribution else None)
    language = (document.field_words("original-language") or "").partition(":")[2].strip()
    emitter.add(node, "dcterms:language", _LANGUAGES.get(language))
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


def _symbol(emitter: Emitter) -> None:
    """Add the symbol, where the masthead prints the document's own."""
    for field in emitter.document.masthead:
        if field.name == "symbol":
            emitter.add(emitter.iri, "tip:symbol", emitter.words(field))
            emitter.add(emitter.iri, "tip:symbolStatedIn", emitter.part(field))


def _makers(emitter: Emitter) -> None:
    """Add sponsor and preparing body, each resolved to a body."""
    for field in emitter.document.masthead:
        words = emitter.words(field)
        if field.name == "sponsor":
            _maker(emitter, field, words.partition(":")[0], "tip:sponsor")
        elif field.name == "prepared-by":
            _maker(emitter, field, re.split(r"\b(?:by|of) (?:the )?", words)[-1], "tip:preparedBy")


def _maker(emitter: Emitter, field: MastheadField, printed: str, predicate: str) -> None:
    found = emitter.names.resolve(printed, "body")
    if found:
        emitter.add(emitter.iri, predicate, iri(found.iri))
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
