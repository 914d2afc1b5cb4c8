"""The body that meets and its session, as a masthead or a title names them, also where the record has neither."""

import re

from tipgraph.documents.dates import PrintedDate, find_dates, find_moment
from tipgraph.documents.numbers import ORDINALS
from tipgraph.documents.symbols import slug
from tipgraph.extract.emit import Emitter, iri, moment
from tipgraph.extract.model import MastheadField

_HELD = re.compile(r"\bheld (?:in|at|on|from|online)\b.*", re.IGNORECASE)
_TITLED = re.compile(
    r"\b(?:meeting|session|report|agenda) (?:of|for) the (?P<name>(?:[\w-]+ ){0,4}?"
    r"(?:[Ww]orking [Gg]roup|[Ee]xpert [Gg]roup|[Gg]roup of (?:[Gg]overnmental )?[Ee]xperts) on .+?)"
    r"(?=,? (?:held|on its|at its|in|from)\b|,|$)",
    re.IGNORECASE,
)
"""How a title names the group whose meeting it is about."""
_ORGAN = re.compile(r"/(?P<organ>WG|AC|EG|SC)\.(?P<number>\d+)(?:/|$)")


def resolve_session(emitter: Emitter) -> None:
    """Find the session that the masthead names, by its body and its ordinal or dates, and the year of the document.

    Args:
        emitter: Receives ``body``, ``session``, ``session_start`` and ``year``; and, where the record does not know them,
            the body and the session themselves, with the masthead fields that state them.
    """
    document, names = emitter.document, emitter.names
    body = _meeting_body(emitter)
    emitter.body = iri(body) if body else None
    field, days = _days(emitter)
    issued = find_moment(document.field_words("date") or "")
    emitter.year = days[0].first.year if days else int(issued[0][:4]) if issued else None
    if not body:
        return
    ordinal = printed_ordinal(emitter)
    if ordinal:
        emitter.session = _numbered(emitter, body, ordinal)
    if not emitter.session and days:
        emitter.session = names.session_on(body, days[0])
    if not emitter.session and days:
        emitter.session = iri(f"session/{_stem(emitter, body)}-{days[0].first.isoformat()}").value
    if emitter.session:
        known = names.session_start(emitter.session)
        emitter.session_start = known or (days[0].first.isoformat() if days else None)
        if names.type_of(emitter.session) is None:
            _new_session(emitter, body, ordinal, field, days)


def _days(emitter: Emitter) -> tuple[MastheadField | None, list[PrintedDate]]:
    """Return the days of the session with the field that prints them: that of place and date, or else a title."""
    for field in emitter.document.masthead:
        if field.name == "place-and-date":
            words = emitter.words(field)
        elif field.name in ("title", "subtitle"):
            held = _HELD.search(emitter.words(field))
            words = held[0] if held else ""
        else:
            continue
        years = re.findall(r"\b(?:19|20)\d\d\b", words)
        days = find_dates(words, int(years[-1])) if years else []
        if days:
            return field, days
    return None, []


def printed_ordinal(emitter: Emitter) -> str | None:
    """Return the printed ordinal of the session (``fourth``), from the masthead or the title of a report, or None."""
    printed = emitter.document.field_words("session") or ""
    match = re.search(r"\bon its ([a-z-]+) (?:session|meeting)\b", emitter.document.field_words("title") or "")
    word = next((word for word in printed.lower().split() if word in ORDINALS), match[1] if match else "")
    return word if word in ORDINALS and "special" not in printed.lower() else None


def _numbered(emitter: Emitter, body: str, ordinal: str) -> str | None:
    known = emitter.names.session_numbered(body, ordinal)
    if known:
        return known
    return iri(f"session/{_stem(emitter, body)}-{ORDINALS[ordinal]}").value


def _stem(emitter: Emitter, body: str) -> str:
    """Return the stem of a body's sessions: the record's, or that of the organ in the symbol, or the name's."""
    known = emitter.names.stem_of(body)
    if known:
        return known
    return _organ_stem(emitter) or slug(body.rpartition("/")[2])


def _organ_stem(emitter: Emitter) -> str | None:
    match = _ORGAN.search(emitter.document.field_words("symbol") or "")
    return f"{match['organ'].lower()}{match['number']}" if match else None


def _new_session(
    emitter: Emitter, body: str, ordinal: str | None, field: MastheadField | None, days: list[PrintedDate]
) -> None:
    """Add a session that the record does not know, with what the masthead prints of it."""
    printed = next((part for part in emitter.document.masthead if part.name == "session"), None) if ordinal else None
    part = printed or field or emitter.document.masthead[0]
    first = days[0].first.isoformat() if days else None
    label = f"{ordinal.capitalize()} session" if ordinal else f"Session of {first}"
    kind = "tip:ConferenceSession" if body.endswith("/conference-of-the-parties") else "tip:WorkingGroupSession"
    known = emitter.names.label_of(body)
    session = emitter.node(iri(emitter.session or ""), kind, f"{label} of the {known}" if known else label, part)
    emitter.add(session, "tip:ofBody", iri(body))
    emitter.add(session, "tip:ordinal", ORDINALS[ordinal] if ordinal else None)
    if field and days:
        emitter.add(session, "tip:statedIn", emitter.part(field))
        emitter.add(session, "schema:startDate", moment((first or "", "date")))
        emitter.add(session, "tip:foreseen", _is_foreseen(emitter, first or "") or None)
        emitter.add(session, "schema:endDate", moment((days[-1].last.isoformat(), "date")))
        place = emitter.words(field)[: days[0].start].rstrip(", ") if field.name == "place-and-date" else ""
        emitter.add(session, "tip:place", re.sub(r",? (?:from|on)$", "", place) or None)
    if not ordinal:
        emitter.doubt(
            session, part, emitter.words(part), "the masthead prints no ordinal of this session; it may be known by one"
        )
    if emitter.is_first_to_tell(session.value):
        emitter.report(part, emitter.words(part), "the record has no such session of this body: add it to sessions.ttl")


def _is_foreseen(emitter: Emitter, first: str) -> bool:
    """Tell a session that had not begun when the document was issued, and of which none that is known tells later."""
    issued = find_moment(emitter.document.field_words("date") or "")
    if not issued or emitter.session in emitter.names.library.held:
        return False
    return issued[0] < first and not first.startswith(issued[0])


def _meeting_body(emitter: Emitter) -> str | None:
    """Return the body that meets: the first that the masthead names and the record knows, or else a new one."""
    unknown: list[MastheadField] = []
    for name in ("working-group", "body"):
        for field in emitter.document.masthead:
            if field.name != name:
                continue
            found = emitter.names.resolve(emitter.words(field), "body")
            if found and not unknown:
                return found.iri
            if not found:
                unknown.append(field)
        if name == "working-group" and not unknown:
            titled = _titled_body(emitter)
            if titled:
                return titled
    if unknown and unknown[0].name == "working-group":
        return _new_body(emitter, unknown[0], emitter.words(unknown[0]))
    formula = next((part for part in emitter.document.provisions if part.is_formula), None)
    if formula and not unknown:
        enacting = emitter.names.resolve(emitter.words(formula).rstrip(","), "body")
        return enacting.iri if enacting else None
    for field in unknown:
        emitter.report(field, emitter.words(field), "no body of this name is known: add it to agents.ttl")
    return None


def _titled_body(emitter: Emitter) -> str | None:
    """Return the group that the title alone names, known or new, or None: "Report on the meeting of the Working Group on ..."."""
    for field in emitter.document.masthead:
        match = _TITLED.search(emitter.words(field)) if field.name in ("title", "subtitle") else None
        if match:
            found = emitter.names.resolve(match["name"], "body")
            return found.iri if found else _new_body(emitter, field, match["name"])
    return None


def _new_body(emitter: Emitter, field: MastheadField, printed: str) -> str:
    """Add a working group that the record does not know, with the Conference as its parent where the masthead prints it."""
    body = emitter.node(f"body/{slug(printed)}", "tip:SubsidiaryBody", printed, field)
    parents = [
        found.iri
        for other in emitter.document.masthead
        if other.name == "body" and (found := emitter.names.resolve(emitter.words(other), "body"))
    ]
    if parents:
        emitter.add(body, "tip:parentBody", iri(parents[0]))
    emitter.add(body, "tip:identifierStem", _organ_stem(emitter))
    emitter.doubt(body, field, printed, "the record knows no body of this name")
    if emitter.is_first_to_tell(body.value):
        emitter.report(field, printed, "no body of this name is known: add it to agents.ttl")
    return body.value
