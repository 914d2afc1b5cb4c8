"""Who attended, in what capacity, and what that says of who is party to a treaty."""

import re
from dataclasses import dataclass

from pyoxigraph import Literal

from tipgraph.documents.dates import find_moment
from tipgraph.documents.symbols import slug
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri, moment, typed
from tipgraph.extract.model import Provision
from tipgraph.extract.names import Name, split_list

_REPRESENTED = re.compile(
    r"^(?P<who>.+?),? (?:was|were)(?: also)? represented(?P<how>[^:.]*?)(?:: (?P<list>.+?))?\.?$", re.DOTALL
)
_APPOSITION = re.compile(
    r"^(?P<names>.+?), (?P<what>(?:an? |the )?(?:\w+ )*?(?:organizations?|entit(?:y|ies)|institutes?)\b.*)$"
)
_CAPACITIES = (
    (r"\bnon-governmental organizations?\b", "non-governmental-observer"),
    (r"regional economic integration organizations?\b.*\bparty\b", "regional-integration-organization-party"),
    (r"\bpermanent observer offices?\b", "permanent-observer-entity"),
    (r"\bintergovernmental organizations?\b", "intergovernmental-observer"),
    (r"\bUnited Nations (?:\w+ )*(?:entities|bodies|agencies|institutes)\b", "un-entity-observer"),
    (r"\bStates signatories\b|\bsignatory States\b", "signatory-observer"),
    (r"\bStates [Pp]arties\b", "state-party"),
    (r"\bStates\b", "observer-state"),
)
_TREATY_CAPACITIES = {
    "state-party": "party",
    "signatory-observer": "signatory",
    "regional-integration-organization-party": "party",
}
_AS_OF = "The words print no date for the standing: it is given as of the first day of the meeting that they report on."
_ACCEDED = re.compile(r"\b(?:had )?(?P<verb>acceded to|ratified) the (?P<treaty>[^:]+?): (?P<list>[^.]+)\.")


@dataclass(frozen=True)
class Listed:
    """A sentence of attendance: whom it lists, as what."""

    capacity: str
    entries: list[tuple[str, Name | None]]
    category: str


def read_attendance(emitter: Emitter, sentence: str) -> Listed | None:
    """Read a sentence of attendance.

    Args:
        emitter: Its names are the authority.
        sentence: "The following States ... were represented by observers: ...", "The X, an entity ..., was represented".

    Returns:
        Capacity (slug of scheme/capacity), entries in order and the category as printed; None where the sentence is none.
    """
    match = _REPRESENTED.match(sentence)
    if not match:
        return None
    category, listed = match["who"], match["list"]
    if not listed:
        apposition = _APPOSITION.match(match["who"])
        if not apposition:
            return None
        category, listed = apposition["what"], apposition["names"]
    capacity = next((slug for pattern, slug in _CAPACITIES if re.search(pattern, category)), None)
    return Listed(capacity, split_list(listed, emitter.names, "state", "body"), category) if capacity else None


def emit_attendance(emitter: Emitter) -> None:
    """Add an attendance for each name listed, and the treaty status that the list's heading gives it."""
    if not emitter.session:
        return
    for provision in emitter.document.provisions:
        for _, sentence in sentences(emitter.words(provision)):
            listed = read_attendance(emitter, sentence)
            for printed, name in listed.entries if listed else ():
                _attend(emitter, provision, printed, name, listed.capacity if listed else "")
            if listed and listed.capacity in _TREATY_CAPACITIES:
                treaty = emitter.names.find(listed.category, "instrument")
                for printed, name in listed.entries if treaty else ():
                    _status(emitter, provision, name, treaty[0].iri, _TREATY_CAPACITIES[listed.capacity], printed)
        _accessions(emitter, provision)


def _attend(emitter: Emitter, provision: Provision, printed: str, name: Name | None, capacity: str) -> None:
    key = name.key if name else slug(printed)
    shown = f"Attendance of {printed}: {emitter.session_label}"
    node = emitter.node(f"{emitter.session}/attendance/{key}", "tip:Attendance", shown, provision)
    emitter.add(node, "tip:inSession", iri(emitter.session or ""))
    emitter.add(node, "tip:capacity", iri(f"capacity/{capacity}"))
    emitter.named(node, "tip:participant", provision, printed, name)


def _status(
    emitter: Emitter,
    provision: Provision,
    name: Name | None,
    treaty: str,
    status: str,
    printed: str,
    since: Literal | None = None,
) -> None:
    """Add what a party is to a treaty as of the session, at which it is said."""
    start = emitter.session_start
    if not name or not start:
        return
    path = f"document/{emitter.slug}/{provision.path}/treaty-status/{name.key}"
    node = emitter.node(path, "tip:TreatyStatus", f"{printed}: {status} as of {start}", provision)
    emitter.add(node, "tip:party", iri(name.iri))
    emitter.add(node, "tip:instrument", iri(treaty))
    emitter.add(node, "tip:status", iri(f"treaty-status/{status}"))
    emitter.add(node, "tip:asOf", typed(start, "date"))
    emitter.say_why(node, _AS_OF)
    emitter.add(node, "tip:since", since)


def _accessions(emitter: Emitter, provision: Provision) -> None:
    """Add the States that a sentence lists as having acceded to or ratified a treaty, since when it says."""
    for _, sentence in sentences(emitter.words(provision)):
        match = _ACCEDED.search(sentence)
        treaty = emitter.names.find(match["treaty"], "instrument") if match else []
        if not match or not treaty:
            continue
        before = sentence[: match.start()]
        since = moment(find_moment(before)) if "since" in before else None
        status = "acceded" if match["verb"].startswith("acceded") else "ratified"
        for printed, name in split_list(match["list"], emitter.names, "state", "body"):
            if not name:
                emitter.report(provision, printed, "no State of this name is known")
            _status(emitter, provision, name, treaty[0].iri, status, printed, since)
