"""Every recommendation of the dataset, with what can be asked about it."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Store

from tipgraph.dataset.search.fold import key
from tipgraph.namespaces import ID, SCHEMA, SKOS, TIP
from tipgraph.query.lookup import TYPE, Lookup
from tipgraph.query.thing import Named
from tipgraph.site.citations import cite_document, cite_passage
from tipgraph.turtle import natural_key

_RECOMMENDATION: Final = NamedNode(TIP + "Recommendation")
_START: Final = NamedNode(SCHEMA + "startDate")
_BROADER: Final = NamedNode(SKOS + "broader")


def _property(name: str) -> NamedNode:
    return NamedNode(TIP + name)


@dataclass(frozen=True)
class Status:
    """An event in the life of a recommendation, or of the set it belongs to."""

    event: str
    """The IRI of the event."""
    status: Named
    by: tuple[Named, ...]
    at: tuple[Named, ...]
    date: str
    """When it was, or when the session began; empty where neither is known."""
    foreseen: bool
    """Whether the sources only announce it."""


@dataclass(frozen=True)
class Recommendation:
    """A recommendation as a row of a table."""

    iri: str
    label: str
    """Where it stands in its document, as printed: ``13(e)``."""
    text: str
    document: Named
    heading: Named | None
    session: Named | None
    addressees: tuple[Named, ...]
    through: tuple[Named, ...]
    """Those whom it addresses by way of others."""
    modalities: tuple[Named, ...]
    topics: tuple[Named, ...]
    broader: tuple[Named, ...]
    """The topics above those."""
    conditions: tuple[str, ...]
    standing: tuple[Status, ...]
    citation: str
    """Source and permanent IRI in one line."""
    searched: str
    """The text, and the names of addressees and topics, as :func:`tipgraph.dataset.search.fold.key`."""


def collect(store: Store) -> tuple[Recommendation, ...]:
    """Read every recommendation.

    Args:
        store: A dataset, as :func:`tipgraph.dataset.store.open_store` gives it.

    Returns:
        The recommendations by session, then document, then place.
    """
    reader = _Reader(Lookup(store))
    found = [node for node in reader.lookup.subjects(TYPE, _RECOMMENDATION) if isinstance(node, NamedNode)]
    return tuple(reader.read(node) for node in sorted(found, key=reader.rank))


class _Reader:
    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self._above: dict[NamedNode, frozenset[NamedNode]] = {}
        self._events: dict[NamedNode, Status] = {}
        self._documents: dict[NamedNode, str] = {}

    def rank(self, node: NamedNode) -> tuple[int, tuple[str, str]]:
        """Return what recommendations are sorted by: the number of their session, then their place."""
        numbers = [
            int(number.value)
            for session in self._sessions(node)
            for number in self.lookup.literals(session, _property("ordinal"))
        ]
        return min(numbers, default=0), natural_key(node.value)

    def read(self, node: NamedNode) -> Recommendation:
        """Read one recommendation."""
        (document,) = self.lookup.nodes(node, _property("inDocument"))
        topics = self.lookup.nodes(node, _property("topic"))
        above = frozenset[NamedNode]().union(*map(self._ancestors, topics)) - set(topics)
        label, text = self._words(node, _property("paragraphLabel")), self._words(node, _property("text"))
        addressees, about = self._all(node, "addressedTo"), tuple(sorted(map(self._named, topics), key=_by_name))
        return Recommendation(
            node.value,
            label,
            text,
            self._named(document),
            next(iter(self._all(node, "underHeading")), None),
            next(iter(map(self._named, self._sessions(node))), None),
            addressees,
            self._all(node, "indirectlyAddresses"),
            self._all(node, "modality"),
            about,
            tuple(sorted(map(self._named, above), key=_by_name)),
            tuple(words.value for words in self.lookup.literals(node, _property("condition"))),
            tuple(sorted(map(self._event, self.lookup.nodes(node, _property("hasStatusEvent"))), key=_by_time)),
            cite_passage(self._cited(document), f"para. {label}" if label else "", node.value),
            key(" ".join([text, *(one.name for one in (*addressees, *about))])),
        )

    def _sessions(self, node: NamedNode) -> list[NamedNode]:
        sets = self.lookup.nodes(node, _property("inSet"))
        return [session for one in sets for session in self.lookup.nodes(one, _property("madeAt"))]

    def _ancestors(self, topic: NamedNode) -> frozenset[NamedNode]:
        """Return the topics above one, however far."""
        if topic not in self._above:
            self._above[topic] = frozenset()  # a circle would be followed for ever; the shapes refuse one
            direct = self.lookup.nodes(topic, _BROADER)
            self._above[topic] = frozenset(direct).union(*map(self._ancestors, direct))
        return self._above[topic]

    def _event(self, event: NamedNode) -> Status:
        if event not in self._events:
            (status,) = self._all(event, "status")
            starts = [self._words(one, _START) for one in self.lookup.nodes(event, _property("atSession"))]
            self._events[event] = Status(
                event.value,
                status,
                self._all(event, "byBody"),
                self._all(event, "atSession"),
                self._words(event, _property("date")) or max(starts, default=""),
                self._words(event, _property("foreseen")) == "true",
            )
        return self._events[event]

    def _cited(self, document: NamedNode) -> str:
        if document not in self._documents:
            self._documents[document] = cite_document(self.lookup, document)
        return self._documents[document]

    def _all(self, node: NamedNode, name: str) -> tuple[Named, ...]:
        return tuple(sorted(map(self._named, self.lookup.nodes(node, _property(name))), key=_by_name))

    def _words(self, node: NamedNode, property_: NamedNode) -> str:
        return next((words.value for words in self.lookup.literals(node, property_)), "")

    def _named(self, node: NamedNode) -> Named:
        name = self.lookup.name(node)
        return Named(node.value, name.value if name else node.value.removeprefix(ID))


def _by_name(one: Named) -> tuple[str, str]:
    return one.name, one.iri


def _by_time(one: Status) -> tuple[bool, str, tuple[str, str]]:
    """Put what was done before what is only foreseen; what has no date comes last."""
    return one.foreseen, one.date or "9", natural_key(one.event)
