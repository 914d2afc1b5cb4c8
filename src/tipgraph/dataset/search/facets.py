"""The facets of what search finds: by which values, and how a value is called and lies below another."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from tipgraph.dataset.search.facts import Facts
from tipgraph.dataset.search.kinds import BY_NAME, KINDS, Kind
from tipgraph.namespaces import DCTERMS, ID, RDF, SCHEMA, SKOS, TIP
from tipgraph.turtle import natural_key

FACETS: Final = ("kind", "session", "addressee", "topic", "modality", "status", "document", "year")
"""Their names as addresses have them, in the order in which a page shows them."""
FORESEEN: Final = "/foreseen"
"""What the key of a status ends with that a source only announces."""
_DOCUMENTS: Final = frozenset({"document", "instrument"})
_DATES: Final = (DCTERMS + "issued", SCHEMA + "startDate")


@dataclass(frozen=True)
class Value:
    """A value of a facet."""

    key: str
    """As an address has it: the path of its IRI, for a thing."""
    label: str
    broader: tuple[str, ...] = ()
    """The keys of the values right above it."""


class Facets:
    """The facets of the things of a dataset."""

    def __init__(self, facts: Facts) -> None:
        """Look into a dataset."""
        self._facts = facts
        self._listed = _inverse(facts, TIP + "listedIn", TIP + "topic")
        self._values: dict[tuple[str, str], Value] = {}
        self._met: dict[str, set[str]] = defaultdict(set)
        for role in ("participant", "speaker", "holder"):
            for who, sessions in _inverse(facts, TIP + role, TIP + "inSession").items():
                self._met[who] |= sessions

    def of(self, iri: str, kind: Kind) -> dict[str, tuple[str, ...]]:
        """Return the keys of the values that a thing has, by facet; a topic with all that lie above it."""
        document = iri if kind.name in _DOCUMENTS else next(iter(self._facts.things(iri, TIP + "inDocument")), "")
        found = {
            "kind": {kind.name},
            "session": self._sessions(iri, kind, document),
            "addressee": set(self._facts.things(iri, TIP + "addressedTo")),
            "topic": self._topics(iri, kind),
            "modality": set(self._facts.things(iri, TIP + "modality")),
            "status": self._statuses(iri),
            "document": {document} - {""},
            "year": self._years(iri, document),
        }
        return {facet: tuple(sorted(map(_key, values), key=natural_key)) for facet, values in found.items() if values}

    def value(self, facet: str, key: str) -> Value:
        """Describe a value by its key."""
        found = self._values.get((facet, key))
        if found is None:
            found = self._values[facet, key] = self._value(facet, key)
        return found

    def _value(self, facet: str, key: str) -> Value:
        if facet == "kind":
            return Value(key, BY_NAME[key].plural)
        if facet == "year":
            return Value(key, key)
        path = key.removesuffix(FORESEEN)
        iri = path if "://" in path else ID + path
        label = self._facts.label(iri) + (" (foreseen)" if key.endswith(FORESEEN) else "")
        above = self._facts.things(iri, SKOS + "broader") if facet == "topic" else []
        return Value(key, label, tuple(_key(one) for one in above))

    def direct_topics(self, iri: str) -> list[str]:
        """Return the keys of the topics that a thing is about, or lists, without those above them."""
        found = {*self._facts.things(iri, TIP + "topic"), *self._listed.get(iri, ())}
        return sorted(map(_key, found), key=natural_key)

    def _sessions(self, iri: str, kind: Kind, document: str) -> set[str]:
        facts = self._facts
        found = {iri} if kind.name == "session" else set()
        found.update(facts.things(iri, TIP + "relatesToSession"), self._met.get(iri, ()))
        if document:
            found.update(facts.things(document, TIP + "forSession"), facts.things(document, TIP + "relatesToSession"))
        for group in (*facts.things(iri, TIP + "inSet"), iri):
            found.update(facts.things(group, TIP + "madeAt"))
        if kind.name == "topic":
            for event in facts.things(iri, TIP + "hasStatusEvent"):
                found.update(facts.things(event, TIP + "atSession"))
        if kind.name == "agenda-item":
            for agenda in facts.things(iri, DCTERMS + "isPartOf"):
                found.update(facts.things(agenda, TIP + "agendaOf"))
        return found

    def _topics(self, iri: str, kind: Kind) -> set[str]:
        found = {iri} if kind.name == "topic" else set()
        pending = [*found, *self._facts.things(iri, TIP + "topic"), *self._listed.get(iri, ())]
        seen: set[str] = set()
        while pending:
            topic = pending.pop()
            if topic not in seen:
                seen.add(topic)
                pending += self._facts.things(topic, SKOS + "broader")
        return {one for one in seen if TIP + "Topic" in self._facts.things(one, RDF + "type")}

    def _statuses(self, iri: str) -> set[str]:
        found = set()
        for event in self._facts.things(iri, TIP + "hasStatusEvent"):
            ending = FORESEEN if "true" in self._facts.values(event, TIP + "foreseen") else ""
            found |= {status + ending for status in self._facts.things(event, TIP + "status")}
        return found

    def _years(self, iri: str, document: str) -> set[str]:
        dates = [date for one in (iri, document) for name in _DATES for date in self._facts.values(one, name)]
        return {date[:4] for date in dates if date[:4].isdigit()}


def order(facet: str, value: Value, count: int) -> tuple[object, ...]:
    """Return what the values of a facet are ordered by: kinds as they are listed, years by time, others by number."""
    if facet == "kind":
        return (KINDS.index(BY_NAME[value.key]),)
    return (value.key,) if facet == "year" else (-count, value.label.casefold(), value.key)


def _key(value: str) -> str:
    return value.removeprefix(ID)


def _inverse(facts: Facts, there: str, wanted: str) -> dict[str, set[str]]:
    """Return for each thing that facts lead to by one property what they lead to by another."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in facts.subjects(there):
        for thing in facts.things(fact, there):
            found[thing].update(facts.things(fact, wanted))
    return found
