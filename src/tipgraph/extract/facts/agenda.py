"""Agendas, provisional and adopted; the documents listed under each item; the organization of work; what was considered."""

import re

from pyoxigraph import NamedNode

from tipgraph.documents.dates import find_dates, parse_clock
from tipgraph.documents.symbols import SymbolSpan, find_symbols, slug
from tipgraph.extract.emit import Emitter, english, iri, typed
from tipgraph.extract.facts.citations import has_own_text, symbol_node
from tipgraph.extract.model import Part, Provision, Section, TableRow
from tipgraph.extract.prose import looks_like_prose

_ADOPTED = re.compile(
    r"\badopted (?:[\w ,]+ )?(?:the following (?:\w+ )?agenda\b|(?:its|the) (?:\w+ )?agenda\b"
    r"[^.]*(?:as follows|set out below|contained below))|"
    r"\bfollowing (?:\w+ )?agenda was adopted\b|\bagenda(?:, as (?:orally )?(?:amended|revised),)? (?:was|as) adopted"
    r"[^.]*(?:as follows|reads?)\b"
)
_AGENDA = re.compile(
    r"(?:(?P<status>Provisional|Draft|Adopted|Proposed|Revised provisional) )?agenda(?: of .*| for .*)?", re.IGNORECASE
)
_AGENDAS = ("provisional-agenda", "annotated-provisional-agenda")
_CONSIDERED = re.compile(r"^On (?P<day>[^,]+), the .+? considered (?:agenda )?item (?P<item>\d+(?: \([a-z]\))?)")
_DOCUMENTATION = re.compile(r"(?:List of )?[Dd]ocument(?:ation|s)", re.IGNORECASE)
_NONE = re.compile(r"(?:None|Nil|No documentation)\b[^/]*", re.IGNORECASE)
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
    match = re.match(r"(\d+)(?: ?\(?([a-z])\))?", number)
    if not match:
        return slug(number)
    return match[1] if not match[2] else f"{match[1]}/{ord(match[2]) - ord('a') + 1}"


def items_of(printed: str, above: str = "") -> list[str]:
    """Read the numbers of agenda items off a cell.

    Args:
        printed: What it prints: ``1 (a) and (b)``, ``2-4``, ``Items 3 and 4``.
        above: The number that governs a letter printed alone.

    Returns:
        Each number as it is quoted: ``1 (a)``, ``1 (b)``; those between the ends of a range too.
    """
    found: list[str] = []
    number, letter, ranged = above, "", False
    for sign in re.findall(r"\d+|\([a-z]\)|[-–]", printed):
        if sign in ("-", "–"):
            ranged = True
        elif sign.isdigit():
            first = int(number) + 1 if ranged and number and not letter else int(sign)
            found += [str(value) for value in range(first, int(sign) + 1)]
            number, letter, ranged = sign, "", False
        elif number:
            if not letter and found:
                found.pop()
            first = ord(letter) + 1 if ranged and letter else ord(sign[1])
            found += [f"{number} ({chr(value)})" for value in range(first, ord(sign[1]) + 1)]
            letter, ranged = sign[1], False
    return found


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
    _agenda_sections(emitter)
    for provision in emitter.document.provisions:
        if provision.children and _ADOPTED.search(emitter.words(provision)):
            _list_items(emitter, agenda_node(emitter, "adopted", provision), provision.children)
        match = _CONSIDERED.search(emitter.words(provision))
        if match:
            _consideration(emitter, provision, match)
    _listed_documents(emitter)
    _timetable(emitter)


def _agenda_sections(emitter: Emitter) -> None:
    """Add the agenda whose list stands directly below a heading, or below the title where it has no heading."""
    document = emitter.document
    listed: dict[int, list[Provision]] = {}
    for provision in document.provisions:
        if provision.parent is None and provision.label:
            listed.setdefault(id(provision.section), []).append(provision)
    for section in document.sections:
        match = _AGENDA.fullmatch(emitter.words(section))
        if match and _is_list(emitter, listed.get(id(section), [])):
            adopted = (match["status"] or "").lower() == "adopted" or emitter.kind == "report-of-a-meeting"
            node = agenda_node(emitter, "adopted" if adopted else "provisional", section)
            _list_items(emitter, node, listed[id(section)])
    title = next((field for field in document.masthead if field.name == "title"), None)
    if title and emitter.kind in _AGENDAS and _is_list(emitter, listed.get(id(None), [])):
        _list_items(emitter, agenda_node(emitter, "provisional", title), listed[id(None)])


def _is_list(emitter: Emitter, items: list[Provision]) -> bool:
    """Tell a list of business, whose items count from 1, from paragraphs."""
    if not items or not items[0].label or items[0].label.value != 1:
        return False
    return not any(
        looks_like_prose(emitter.words(item)) and len(emitter.words(item).split()) > 60 for item in items
    ) and (sum(looks_like_prose(emitter.words(item)) for item in items) * 2 <= len(items))


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
        if section.label and re.fullmatch(r"\d+|\(?[a-z]\)", section.label):
            labels.insert(0, section.label)
        section = section.parent
    return item_path(" ".join(labels)) if labels else None


def _listed_documents(emitter: Emitter) -> None:
    """Tie each entry under "Documentation" to the agenda item above it, with the title, kind and symbol it prints."""
    if emitter.kind not in _AGENDAS:
        return
    parts: list[Provision | TableRow] = [*emitter.document.provisions, *emitter.document.rows]
    for part in parts:
        if not part.section or not _DOCUMENTATION.fullmatch(emitter.words(part.section)):
            continue
        words = emitter.words(part)
        item, symbols = _item_of(part.section), find_symbols(words)
        if item and symbols:
            _listed(emitter, part, item, words, symbols[-1])
        elif not (_NONE.fullmatch(words) or words.endswith(":")):
            emitter.report(part, words, "no symbol or no agenda item for a listed document")


def _listed(emitter: Emitter, part: Part, item: str, words: str, symbol: SymbolSpan) -> None:
    """Add a listed document and the claim that an agenda item lists it; its title stands before its symbol or behind."""
    title = re.sub(r"\s*\($", "", words[: symbol.start]).strip() or words[symbol.end :].strip(" ,.;:)")
    listed = symbol_node(emitter, symbol.symbol, part, title)
    kind = next((kind for pattern, kind in _DOCUMENT_KINDS if re.match(pattern, title)), None)
    plain = not has_own_text(emitter, listed, symbol.symbol)
    if "/CRP." in symbol.symbol:
        paper = iri("document-type/conference-room-paper")
        emitter.claim(listed, "tip:documentType", paper, part, reason=_CRP, plain=plain)
    elif kind:
        emitter.claim(listed, "tip:documentType", iri(f"document-type/{kind}"), part, plain=plain)
    agenda = iri(f"{emitter.session}/agenda/provisional/{item}")
    emitter.claim(agenda, "tip:listsDocument", listed, part, symbol.symbol)


def _timetable(emitter: Emitter) -> None:
    """Add a slot for each day and time of the organization of work, for every item whose row it governs."""
    slots: dict[tuple[str, str], NamedNode] = {}
    above = ""
    for row in emitter.document.rows:
        if not (row.day or row.time or row.item):
            continue  # of another table
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
        for number_printed in items_of(row.item, above):
            above = number_printed.partition(" ")[0]
            emitter.add(slot, "tip:forItem", iri(f"{emitter.session}/agenda/provisional/{item_path(number_printed)}"))
