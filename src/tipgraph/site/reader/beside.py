"""What the record knows of a part of a text, as it stands beside it: grouped in words, every entry a link."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.namespaces import CITO, DCTERMS, RDF, SKOS, TIP
from tipgraph.query.lookup import MERGED, TYPE, Lookup
from tipgraph.site.reader.names import first_literal, name_of, short_name
from tipgraph.site.reader.standing import last_events
from tipgraph.turtle import natural_key

MOST_OPEN: Final = 5
"""Entries of a group that is shown open."""


def _tip(name: str) -> NamedNode:
    return NamedNode(TIP + name)


@dataclass(frozen=True)
class Entry:
    """A thing or printed words, beside a text."""

    text: str
    iri: str = ""
    """Empty for words."""
    detail: str = ""
    """What is to be added, in plain words."""


@dataclass(frozen=True)
class Group:
    """Entries under one heading."""

    heading: str
    entries: tuple[Entry, ...]

    @property
    def folded(self) -> bool:
        """Whether it is so long that it is shown only to those who want to see it."""
        return len(self.entries) > MOST_OPEN

    @property
    def first(self) -> bool:
        """Whether it is shown before all others."""
        return self.essential or self.heading in (_DISAGREE, _OPEN)

    @property
    def worded(self) -> bool:
        """Whether its words say all that most readers want to know, without their links."""
        return self.heading in _WORDED

    @property
    def essential(self) -> bool:
        """Whether it is shown where there is room for the most important only."""
        return self.heading in _ESSENTIAL


@dataclass(frozen=True)
class Beside:
    """All that stands beside a part."""

    asked: tuple[Group, ...]
    """What the part itself does: whom it asks, how strongly, on what."""
    groups: tuple[Group, ...]
    """What else is known from it or said of it."""

    def __bool__(self) -> bool:
        return bool(self.asked or self.groups)

    @property
    def more(self) -> int:
        """How many entries there are beyond the essential ones."""
        return sum(len(group.entries) for group in (*self.asked, *self.groups) if not group.essential)

    @property
    def rest(self) -> int:
        """How many entries there are in the groups that are not shown first."""
        return sum(len(group.entries) for group in (*self.asked, *self.groups) if not group.first)

    @property
    def disagreements(self) -> int:
        """How many of them say that sources disagree."""
        return sum(len(group.entries) for group in self.groups if group.heading == _DISAGREE)


_DISAGREE: Final = "Sources disagree"
_OPEN: Final = "Left open"
_SINGLE: Final = "Single statements"
_ASKED: Final = (
    ("Asks", ("addressedTo",)),
    ("In the end to act", ("indirectlyAddresses",)),
    ("How strongly", ("modality",)),
    ("Does", ("operativeVerb",)),
    ("Topics", ("topic",)),
    ("Calls for", ("callsFor",)),
    ("Same task", ("sameTaskAs",)),
    ("Much like", ("similarTo",)),
    ("Goes further than", ("strengthens",)),
    ("See also", ("relatesToRecommendation",)),
    ("Made with", ("inSet",)),
)
"""Headings, and the properties of a part whose values stand under them."""
_ESSENTIAL: Final = frozenset(
    ("Asks", "In the end to act", "How strongly", "Only", "Does", "Topics", "Calls for", "Status", "Cites")
)
_WORDED: Final = frozenset(("How strongly", "Does", "Status"))
_STRUCTURE: Final = frozenset(
    NamedNode(iri)
    for iri in (
        *(TIP + name for name in ("underHeading", "attachedTo", "hasSourceText", "textOf", "inDocument")),
        *(TIP + name for name in ("similarTo", "sameTaskAs", "relatesToRecommendation")),
        DCTERMS + "isPartOf",
    )
)
"""What leads to a part without telling more of it than its place, or is told from both sides."""
_GROUPS: Final = (
    (_DISAGREE, ("SourceDiscrepancy",)),
    (_OPEN, ("OpenQuestion",)),
    ("Figures", ("StatedFigure",)),
    ("Done, as told here", ("ReportedAction",)),
    ("Asked for here", ("Request",)),
    ("Took the floor", ("Statement",)),
    ("Attended", ("Attendance",)),
    ("Standing towards a treaty", ("TreatyStatus",)),
    ("Business of a meeting", ("AgendaItem", "Agenda", "ItemConsideration", "ScheduledSlot")),
    ("Offices", ("OfficeHolding",)),
    ("Life of a text or topic", ("StatusEvent",)),
    ("Topics listed", ("TopicListing",)),
    ("Functions given", ("MandateFunction",)),
    ("Said again", ("Restatement",)),
    ("Works and their steps", ("WorkProduct", "Milestone")),
    ("Meetings and occasions", ("Session", "BureauMeeting", "Event")),
    ("People", ("Person",)),
    ("States", ("State",)),
    ("Bodies and groups", ("Body", "AddresseeGroup")),
    ("Documents", ("Document", "RecommendationSet")),
    (_SINGLE, ("Claim",)),
)
"""Headings, and the classes of what stands under them; the first that fits."""
_BY_CLASS: Final = {_tip(name): heading for heading, names in _GROUPS for name in names}
_NAMED: Final = ("Bodies and groups", "Documents")
"""Headings under which nothing stands that is told among what a part asks or cites already."""
_STRONGER: Final = "Taken further by"
_TERMS: Final = "Terms taken from these words"
_OTHER: Final = "Also"
_ORDER: Final = (*(heading for heading, _ in _GROUPS), _STRONGER, _TERMS, _OTHER)

_WHO: Final = {
    "Took the floor": tuple(map(_tip, ("speaker", "speakingAs", "givenBy"))),
    "Attended": (_tip("participant"),),
    "Standing towards a treaty": (_tip("party"),),
}
"""Of facts that a list states one by one: who each is about."""
_HOW: Final = {
    "Took the floor": tuple(map(_tip, ("statementKind", "underItem"))),
    "Attended": (_tip("capacity"),),
    "Standing towards a treaty": tuple(map(_tip, ("status", "instrument"))),
}
"""And what they have in common: it stands in the heading."""
_CITES: Final = NamedNode(CITO + "cites")
_CITED: Final = _tip("cited")
_CITING: Final = _tip("citing")
_LOCATOR: Final = _tip("locator")
_CITATION: Final = _tip("Citation")
_SOURCE: Final = NamedNode(DCTERMS + "source")
_SUBJECT: Final = NamedNode(RDF + "subject")
_OBJECT: Final = NamedNode(RDF + "object")
_AS_PRINTED: Final = _tip("addresseeAsPrinted")
_CONDITION: Final = _tip("condition")
_STRENGTHENS: Final = _tip("strengthens")
_PRINTED: Final = _tip("valueAsPrinted")
_ITEM: Final = _tip("itemNumber")
_NOTATION: Final = NamedNode(SKOS + "prefLabel")


class Knowledge:
    """Finds what stands beside the parts of a document."""

    def __init__(self, lookup: Lookup, document: NamedNode) -> None:
        """Look into a dataset, for a reader of a document."""
        self._lookup = lookup
        self._document = document

    def beside(self, part: NamedNode) -> Beside:
        """Say what is known of a part.

        Returns:
            What it asks first, in the order of the questions that a reader has; then the rest by what it is: nothing that
            the record states with this part as its source is left out.
        """
        cited, citations = self._citations(part)
        asked = [*self._asked(part), *cited]
        found: dict[str, set[NamedNode]] = {}
        for quad in self._lookup.store.quads_for_pattern(None, None, part, MERGED):
            subject, predicate = quad.subject, quad.predicate
            if predicate not in _STRUCTURE and isinstance(subject, NamedNode) and subject not in citations:
                found.setdefault(self._heading(subject, predicate), set()).add(subject)
        told = {self._document.value, *(entry.iri for group in asked for entry in group.entries)}
        for heading in _NAMED:
            found[heading] = {node for node in found.get(heading, ()) if node.value not in told}
        groups = [group for heading in _ORDER for group in self._grouped(heading, found.get(heading, ()))]
        return Beside(tuple(asked), tuple(groups))

    def _asked(self, part: NamedNode) -> Iterable[Group]:
        lookup = self._lookup
        for heading, names in _ASKED:
            things = [thing for name in names for thing in lookup.nodes(part, _tip(name))]
            if heading == "Asks":
                printed = first_literal(lookup, part, _AS_PRINTED)
                entries = [self._entry(one, f"“{printed}”" if printed and len(things) == 1 else "") for one in things]
            else:
                entries = [self._entry(one) for one in things]
            if entries:
                yield Group(heading, tuple(entries))
            if heading == "How strongly" and (words := lookup.literals(part, _CONDITION)):
                yield Group("Only", tuple(Entry(f"“{one.value}”") for one in sorted(words, key=lambda one: one.value)))
            if heading == "Calls for" and (events := last_events(lookup, part, self._document)):
                yield Group("Status", tuple(Entry(one.status, one.iri, one.detail) for one in events))

    def _citations(self, part: NamedNode) -> tuple[list[Group], set[NamedNode]]:
        """Return what a part cites, with the places within it that are named, and the nodes that say so."""
        lookup = self._lookup
        nodes = {one for one in lookup.subjects(_CITING, part) if isinstance(one, NamedNode)}
        nodes = {one for one in nodes if lookup.has(one, TYPE, _CITATION)}
        entries = []
        for node in sorted(nodes, key=lambda one: natural_key(one.value)):
            place = first_literal(lookup, node, _LOCATOR)
            entries += [self._entry(thing, place) for thing in lookup.nodes(node, _CITED)]
        named = {entry.iri for entry in entries}
        entries += [self._entry(one) for one in lookup.nodes(part, _CITES) if one.value not in named]
        return ([Group("Cites", tuple(dict.fromkeys(entries)))] if entries else []), nodes

    def _heading(self, subject: NamedNode, predicate: NamedNode) -> str:
        """Say under which heading a thing stands that leads to a part."""
        if predicate == _STRENGTHENS:
            return _STRONGER
        if predicate == _SOURCE:
            return _TERMS
        if predicate in (_SUBJECT, _OBJECT):
            return _SINGLE
        types = set(self._lookup.objects(subject, TYPE))
        return next((heading for kind, heading in _BY_CLASS.items() if kind in types), _OTHER)

    def _grouped(self, heading: str, things: Iterable[NamedNode]) -> Iterable[Group]:
        """Put things under a heading; those that a list states one by one under what they have in common."""
        if heading not in _WHO:
            entries = [self._told(heading, one) for one in things]
            if entries:
                yield Group(heading, _sorted(entries))
            return
        shared: dict[str, list[Entry]] = {}
        for one in things:
            who = [self._name(node) for wanted in _WHO[heading] for node in self._lookup.nodes(one, wanted)]
            how = ", ".join(self._how(node) for wanted in _HOW[heading] for node in self._lookup.nodes(one, wanted))
            text = who[0] if who else short_name(self._lookup, one, self._document)
            shared.setdefault(f"{heading}: {how}" if how else heading, []).append(Entry(text, one.value))
        for words, entries in sorted(shared.items()):
            yield Group(words, _sorted(entries))

    def _how(self, node: NamedNode) -> str:
        number = first_literal(self._lookup, node, _ITEM)
        return f"item {number}" if number else short_name(self._lookup, node, self._document)

    def _told(self, heading: str, node: NamedNode) -> Entry:
        printed = first_literal(self._lookup, node, _PRINTED) if heading == _SINGLE else ""
        return Entry(short_name(self._lookup, node, self._document), node.value, f"“{printed}”" if printed else "")

    def _entry(self, node: NamedNode, detail: str = "") -> Entry:
        return Entry(short_name(self._lookup, node, self._document), node.value, detail)

    def _name(self, node: NamedNode) -> str:
        return name_of(self._lookup, node)


def _sorted(entries: list[Entry]) -> tuple[Entry, ...]:
    key: Callable[[Entry], object] = lambda one: (one.text.casefold(), natural_key(one.iri))  # noqa: E731
    return tuple(sorted(entries, key=key))  # type: ignore[arg-type]
