"""Printed names become States, bodies, addressees, instruments and sessions; the record's own labels are the authority."""

import re
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from tipgraph.documents.dates import PrintedDate
from tipgraph.documents.numbers import ORDINALS
from tipgraph.extract.countries import state_names
from tipgraph.namespaces import DCTERMS, ID, RDF, RDFS, SCHEMA, SKOS, TIP
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle

_AUTHORITY_FILES = ("agents", "addressees", "instruments", "sessions", "documents", "states")
_LONGEST = 400
"""Characters before a place in which a name that ends there is looked for; no name is nearly as long."""
_NAMED = re.compile(rf"{re.escape(ID)}(?:body|addressee|instrument|document|office)/")
_NAME_PREDICATES = (RDFS + "label", SKOS + "altLabel", SKOS + "hiddenLabel", DCTERMS + "title")


Fact = tuple[str, str, str]
"""Subject, predicate and object of a triple of the authority, as strings."""


@dataclass(frozen=True)
class Name:
    """A name found in words: ``words[start:end]`` names the thing ``iri`` (absolute)."""

    start: int
    end: int
    printed: str
    iri: str

    @property
    def key(self) -> str:
        """The last part of the IRI: ``AUT``, ``european-commission``."""
        return self.iri.rpartition("/")[2]


class Names:
    """The authority for names: what each printed name stands for."""

    def __init__(self, facts: list[Fact]) -> None:
        self._facts = facts
        self._by_subject: dict[str, list[Fact]] = {}
        for fact in facts:
            self._by_subject.setdefault(fact[0], []).append(fact)
        self._concepts: dict[str, dict[str, str]] = {}
        self._names: dict[str, str] = {name: f"{ID}state/{code}" for name, code in state_names().items()}
        for subject, predicate, value in facts:
            if predicate in _NAME_PREDICATES and _NAMED.match(subject):
                self._names.setdefault(value, subject)

    @classmethod
    def of(cls, record: Record) -> "Names":
        """Read the authority from the curated agents, addressees, instruments and sessions, and the schemes' offices and verbs."""
        files = [record.curated / f"{name}.ttl" for name in _AUTHORITY_FILES]
        files += [record.schemes / f"{name}.ttl" for name in ("verb", "office")]
        facts: list[Fact] = []
        for path in files:
            if path.exists():
                for triple in parse_turtle(path):
                    if isinstance(triple.subject, ox.NamedNode) and isinstance(
                        triple.object, ox.NamedNode | ox.Literal
                    ):
                        facts.append((triple.subject.value, triple.predicate.value, triple.object.value))
        return cls(facts)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self._names, key=len, reverse=True)
        return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(name) for name in names) + r")(?![\w-])")

    def find(self, words: str, *kinds: str) -> list[Name]:
        """Find names in words.

        Args:
            words: Running text.
            kinds: First parts of IRIs (``state``, ``body``, ...) to keep; all without one.

        Returns:
            Names in order, the longest at each place; a name within a longer name is not found again.
        """
        found = [
            Name(match.start(), match.end(), match[0], self._names[match[0]]) for match in self._pattern.finditer(words)
        ]
        return [name for name in found if not kinds or name.iri.removeprefix(ID).partition("/")[0] in kinds]

    def resolve(self, printed: str, *kinds: str) -> Name | None:
        """Return what one whole printed name stands for, with or without an article and the words in brackets, or None."""
        bare = re.sub(r"^(?:the|The|its|their) ", "", printed.strip())
        for candidate in (bare, bare[:1].upper() + bare[1:], re.sub(r" \([^()]*\)$", "", bare)):
            iri = self._names.get(candidate)
            if iri and (not kinds or iri.removeprefix(ID).partition("/")[0] in kinds):
                return Name(0, len(printed), printed, iri)
        return None

    def ending(self, words: str, *kinds: str) -> Name | None:
        """Return the longest name that ends where *words* end, punctuation left aside, or None."""
        trimmed = words[-_LONGEST:].rstrip(" ,;.:")
        found = [name for name in self.find(trimmed, *kinds) if name.end == len(trimmed)]
        return found[-1] if found else None

    def document_of_symbol(self, symbol: str) -> str | None:
        """Return the document that the record knows by a symbol, or None."""
        return next((s for s, p, value in self._facts if p == TIP + "symbol" and value == symbol), None)

    def stem_of(self, body: str) -> str | None:
        """Return the stem of a body's session IRIs (``wg4``), or None for a body without one."""
        return self._value(body, TIP + "identifierStem")

    def parent_of(self, body: str) -> str | None:
        """Return the body of which another is a part or an organ, or None."""
        return self._value(body, TIP + "parentBody")

    def session_on(self, body: str, when: PrintedDate) -> str | None:
        """Return the session of a body that the record knows to begin on a date, or None."""
        day = when.first.isoformat()
        begun = {s for s, p, value in self._facts if p == SCHEMA + "startDate" and value == day}
        return next((session for session in sorted(begun) if (session, TIP + "ofBody", body) in self._facts), None)

    def session_start(self, session: str) -> str | None:
        """Return the first day of a session as the record knows it (lexical form), or None."""
        return self._value(session, SCHEMA + "startDate")

    def session_numbered(self, body: str, ordinal: str) -> str | None:
        """Return the session of a body by its printed ordinal (``fourth``), or None where the body has no stem."""
        stem = self.stem_of(body)
        number = ORDINALS.get(ordinal.lower())
        return f"{ID}session/{stem}-{number}" if stem and number else None

    def concepts(self, scheme: str) -> dict[str, str]:
        """Return label, preferred and alternative, to IRI for the concepts of a scheme."""
        if scheme not in self._concepts:
            labels = (SKOS + "prefLabel", SKOS + "altLabel")
            prefix = f"{ID}{scheme}/"
            self._concepts[scheme] = {v: s for s, p, v in self._facts if p in labels and s.startswith(prefix)}
        return self._concepts[scheme]

    def label_of(self, iri: str) -> str | None:
        """Return the label the record gives a thing, or None."""
        return self._value(iri, RDFS + "label")

    def type_of(self, iri: str) -> str | None:
        """Return the local name of the first type the record gives a thing, or None."""
        kind = self._value(iri, RDF + "type")
        return kind.removeprefix(TIP) if kind else None

    def _value(self, subject: str, predicate: str) -> str | None:
        return next((value for _, p, value in self._by_subject.get(subject, ()) if p == predicate), None)


def split_list(words: str, names: Names, *kinds: str) -> list[tuple[str, Name | None]]:
    """Split a printed list of names.

    Args:
        words: ``Algeria, Iran (Islamic Republic of) and Zimbabwe``, without what introduces it and without its full stop.
        names: The authority; a known name is never split at its own commas and "and".
        kinds: Kinds of things to look among.

    Returns:
        (name as printed, what it stands for or None) in order; an unknown name ends at the next comma or "and" that a
        capital letter follows.
    """
    found: list[tuple[str, Name | None]] = []
    position = 0
    known = {name.start: name for name in names.find(words, *kinds)}
    separator = re.compile(r"(?:,? and (?:by )?(?:the )?|, (?:the )?|; (?:and )?(?:the )?)")
    while position < len(words):
        match = separator.match(words, position)
        position = match.end() if match else position
        article = re.match(r"(?:the|The) ", words[position:])
        position += article.end() if article else 0
        name = known.get(position)
        bracket = re.compile(r" \([^()]*\)").match(words, name.end) if name else None
        end = bracket.end() if bracket else name.end if name else position
        if name and (end == len(words) or separator.match(words, end)):
            found.append((words[position:end], name))
            position = end
            continue
        following = re.search(r", (?=[A-Z]|the [A-Z])|,? and (?=[A-Z]|the [A-Z])|;", words[position:])
        end = position + following.start() if following else len(words)
        end = max(end, position + 1)
        if words[position:end].strip():
            found.append((words[position:end].strip(), None))
        position = end
    return found
