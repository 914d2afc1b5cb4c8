"""Agendas, provisional and adopted; the documents listed under each item; the organization of work; what was considered."""

import re

from pyoxigraph import NamedNode

from tipgraph.documents.dates import find_dates, parse_clock
from tipgraph.documents.symbols import find_symbols, slug
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, english, iri, typed
from tipgraph.extract.facts.citations import symbol_node
from tipgraph.extract.model import Part, Provision, Section

_ADOPTED = re.compile(r"\badopted the following agenda:")
_CONSIDERED = re.compile(r"^On (?P<day>[^,]+), the .+? considered (?:agenda )?item (?P<item>\d+(?: \([a-z]\))?)")
_CRP = "CRP in a symbol stands for conference room paper."
_DOCUMENT_KINDS = (
    (r"Note by the Secretariat\b", "note-by-the-secretariat"),
    (r"Report of the Secretariat\b", "report-of-the-secretariat"),
    (r"Report of the Secretary-General\b", "report-of-the-secretary-general"),
    (r"Report of the Executive Director\b", "report-of-the-executive-director"),
    (r"Report\b", "report"),
)


def item_path(number: str) -> str:
    """Turn a printed item number into the end of its IRI: ``1 (b)`` is ``1/2``."""
    match = re.match(r"(\d+)(?: ?\(([a-z])\))?", number)
    if not match:
        return slug(number)
    return match[1] if not match[2] else f"{match[1]}/{ord(match[2]) - ord('a') + 1}"


def agenda_node(emitter: Emitter, status: str, part: Part) -> NamedNode:
    """Add the agenda of the document's session; *status* is a concept of scheme/agenda-status."""
    session = iri(emitter.session or "")
    name = "Agenda" if status == "unspecified" else f"{status.capitalize()} agenda"
    agenda = emitter.node(f"{session.value}/agenda/{status}", "tip:Agenda", f"{name}: {emitter.session_label}", part)
    emitter.add(agenda, "tip:agendaOf", session)
    emitter.add(agenda, "tip:agendaStatus", iri(f"agenda-status/{status}"))
    return agenda


def item_node(emitter: Emitter, agenda: NamedNode, path: str, number: str, title: str, part: Part) -> NamedNode:
    """Add an agenda item; a lettered one is part of its numbered one."""
    head, _, letter = path.partition("/")
    title = re.sub(r"[.;:]$", "", title)
    item = emitter.node(f"{agenda.value}/{path}", "tip:AgendaItem", f"Item {number}: {title}", part)
    emitter.add(item, "tip:itemNumber", number)
    emitter.add(item, "dcterms:title", english(title))
    emitter.add(item, "tip:inAgenda", agenda)
    emitter.add(
        item, "dcterms:isPartOf", iri(f"{agenda.value}/{head}") if letter and _is_listed(emitter, part) else agenda
    )
    emitter.add(item, "tip:ordinal", int(letter or head))
    return item


def _is_listed(emitter: Emitter, part: Part) -> bool:
    """Tell an item of a list, whose numbered item is known, from one that a masthead names alone."""
    return any(part is provision for provision in emitter.document.provisions)


def emit_agendas(emitter: Emitter) -> None:
    """Add the provisional agenda of an agenda, the adopted agenda of a report, documents listed and dates of consideration."""
    if not emitter.session:
        return
    for section in emitter.document.sections:
        if re.fullmatch(r"Provisional agenda|Agenda", emitter.words(section)):
            items = [item for item in emitter.document.provisions if item.section is section and item.parent is None]
            if items:
                _list_items(emitter, agenda_node(emitter, "provisional", section), items)
    for provision in emitter.document.provisions:
        if _ADOPTED.search(emitter.words(provision)):
            _list_items(emitter, agenda_node(emitter, "adopted", provision), provision.children)
        match = _CONSIDERED.search(emitter.words(provision))
        if match:
            _consideration(emitter, provision, match)
    _listed_documents(emitter)
    _timetable(emitter)


def _list_items(emitter: Emitter, agenda: NamedNode, items: list[Provision]) -> None:
    for item in items:
        if not item.label:
            continue
        number = item.label.shown
        item_node(emitter, agenda, item_path(number), number, emitter.words(item), item)
        for child in item.children:
            if child.label:
                both = f"{number} {child.label.shown}"
                item_node(emitter, agenda, f"{number}/{child.ordinal}", both, emitter.words(child), child)


def _consideration(emitter: Emitter, provision: Provision, match: re.Match[str]) -> None:
    dates = find_dates(match["day"], emitter.year)
    if not dates:
        return
    number = match["item"]
    node = emitter.node(
        f"{emitter.session}/consideration/{item_path(number)}",
        "tip:ItemConsideration",
        f"Consideration of item {number}",
        provision,
    )
    emitter.add(node, "tip:item", iri(f"{emitter.session}/agenda/adopted/{item_path(number)}"))
    emitter.add(node, "tip:date", typed(dates[0].first.isoformat(), "date"))


def _item_of(section: Section | None) -> str | None:
    """Return the path of the agenda item whose annotations a section holds: its own label below those of its parents."""
    labels: list[str] = []
    while section:
        if section.label and re.fullmatch(r"\d+|\([a-z]\)", section.label):
            labels.insert(0, section.label)
        section = section.parent
    return item_path(" ".join(labels)) if labels else None


def _listed_documents(emitter: Emitter) -> None:
    """Tie each entry under "Documentation" to the agenda item above it, with the title, kind and symbol it prints."""
    for provision in emitter.document.provisions:
        if not provision.section or not re.fullmatch(r"Documentation|Documents", emitter.words(provision.section)):
            continue
        item = _item_of(provision.section)
        words = emitter.words(provision)
        symbols = find_symbols(words)
        if not item or not symbols:
            emitter.report(provision, words, "no symbol or no agenda item for a listed document")
            continue
        title = re.sub(r"\s*\($", "", words[: symbols[-1].start]).strip()
        listed = symbol_node(emitter, symbols[-1].symbol, provision, title)
        kind = next((kind for pattern, kind in _DOCUMENT_KINDS if re.match(pattern, title)), None)
        if "/CRP." in symbols[-1].symbol:
            paper = iri("document-type/conference-room-paper")
            emitter.claim(listed, "tip:documentType", paper, provision, reason=_CRP)
        elif kind:
            emitter.claim(listed, "tip:documentType", iri(f"document-type/{kind}"), provision)
        agenda = iri(f"{emitter.session}/agenda/provisional/{item}")
        emitter.claim(agenda, "tip:listsDocument", listed, provision, symbols[-1].symbol)


def _timetable(emitter: Emitter) -> None:
    """Add a slot for each day and time of the organization of work, for every item whose row it governs."""
    slots: dict[tuple[str, str], NamedNode] = {}
    for row in emitter.document.rows:
        days = find_dates(row.day, emitter.year)
        clock = parse_clock(row.time)
        if not days or not clock:
            emitter.report(row, f"{row.day} {row.time}", "no day and time govern this row")
            continue
        key = (row.day, row.time)
        number = len(slots) + 1
        slot = slots.setdefault(key, iri(f"{emitter.session}/slot/{number}"))
        emitter.node(slot, "tip:ScheduledSlot", f"{row.day}, {row.time}", row)
        emitter.add(slot, "tip:ordinal", int(slot.value.rpartition("/")[2]))
        emitter.add(slot, "tip:inSession", iri(emitter.session or ""))
        for predicate, time in zip(("tip:startsAt", "tip:endsAt"), clock, strict=True):
            emitter.add(slot, predicate, typed(f"{days[0].first.isoformat()}T{time}", "dateTime"))
        for number_printed in re.findall(r"\d+(?: ?\([a-z]\))?", row.item):
            emitter.add(slot, "tip:forItem", iri(f"{emitter.session}/agenda/provisional/{item_path(number_printed)}"))


def current_items(emitter: Emitter) -> dict[str, str]:
    """Return path of a provision to the agenda item under which it stands: the last one considered in its section."""
    found: dict[str, str] = {}
    section, item = None, None
    for provision in emitter.document.provisions:
        if provision.section is not section:
            section, item = provision.section, None
        match = _CONSIDERED.search(sentences(emitter.words(provision))[0][1]) if emitter.words(provision) else None
        item = match["item"] if match else item
        if item:
            found[provision.path] = item
    return found
