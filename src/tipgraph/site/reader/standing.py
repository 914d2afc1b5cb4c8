"""How things stand with a text: the last event that a source tells of it, or what is to come if none has."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.namespaces import SCHEMA, TIP
from tipgraph.query.lookup import Lookup
from tipgraph.site.reader.names import first_literal, name_of, readable_date, short_name

_EVENT: Final = NamedNode(TIP + "hasStatusEvent")
_STATUS: Final = NamedNode(TIP + "status")
_DATE: Final = NamedNode(TIP + "date")
_FORESEEN: Final = NamedNode(TIP + "foreseen")
_AT: Final = NamedNode(TIP + "atSession")
_BY: Final = NamedNode(TIP + "byBody")
_STARTS: Final = (NamedNode(SCHEMA + "startDate"), _DATE)


@dataclass(frozen=True)
class Standing:
    """An event in the life of a text."""

    status: str
    iri: str
    detail: str
    """By whom, where and when, in plain words."""


def last_events(lookup: Lookup, node: NamedNode, document: NamedNode) -> list[Standing]:
    """Return the events that tell how things stand.

    Args:
        lookup: The dataset.
        node: A recommendation, or another thing that has status events.
        document: The document beside which it is told.

    Returns:
        Of those that have happened the last, by its day or else by the first day of its session, and those whose day no
        source tells, since they may be later. Where none has happened, those that are foreseen.
    """
    events = lookup.nodes(node, _EVENT)
    happened = [one for one in events if first_literal(lookup, one, _FORESEEN) not in {"true", "1"}]
    days = {one: _day(lookup, one) for one in happened or events}
    last = max(days.values(), default="")
    found = sorted((one for one, day in days.items() if day in {last, ""}), key=lambda one: days[one] == "")
    return [_standing(lookup, one, document) for one in found]


def _day(lookup: Lookup, event: NamedNode) -> str:
    starts = [first_literal(lookup, session, *_STARTS) for session in lookup.nodes(event, _AT)]
    return first_literal(lookup, event, _DATE) or max(starts, default="")


def _standing(lookup: Lookup, event: NamedNode, document: NamedNode) -> Standing:
    statuses = [name_of(lookup, one) for one in lookup.nodes(event, _STATUS)]
    words = [f"by {short_name(lookup, one, document)}" for one in lookup.nodes(event, _BY)]
    words += [f"at {short_name(lookup, one, document)}" for one in lookup.nodes(event, _AT)]
    if day := first_literal(lookup, event, _DATE):
        words.append(readable_date(day))
    if first_literal(lookup, event, _FORESEEN) in {"true", "1"}:
        words.insert(0, "foreseen")
    return Standing(", ".join(statuses) or name_of(lookup, event), event.value, ", ".join(words))
