"""Printed names become States, bodies, addressees, instruments and sessions; the record's own labels are the authority."""

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tipgraph.documents.dates import PrintedDate
from tipgraph.documents.numbers import ORDINALS
from tipgraph.extract.authority import Fact, read_facts
from tipgraph.extract.context import Context, part_of_a_longer_name, stands_alone
from tipgraph.extract.countries import foreign_state_names, state_names, stateless_names
from tipgraph.extract.library import Library
from tipgraph.extract.lists import split_list
from tipgraph.extract.matching import Matcher, fold, lookup_key
from tipgraph.namespaces import DCTERMS, ID, RDF, RDFS, SCHEMA, SKOS, TIP
from tipgraph.record import Record

__all__ = ["Fact", "Name", "Names", "split_list"]

_LONGEST = 400
"""Characters before a place in which a name that ends there is looked for; no name is nearly as long."""
_NAMED = re.compile(rf"{re.escape(ID)}(?:body|addressee|instrument|document|office)/")
_FULL_NAMES = (RDFS + "label", SKOS + "altLabel", DCTERMS + "title")
_QUOTED = re.compile(r"[“\"«‘]")
_GROUPS = ("Working Group", "Working group", "working group", "Group", "group")
"""The short names of any working group."""
_ON_A_MATTER = re.compile(r" on (?!its\b|the (?:basis|occasion|first|second)\b|how\b|what\b|whether\b)(?:the )?[a-z]")
_OF_A_GROUP = re.compile(r"^Working Group (on|of) ")


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

    def is_of(self, kinds: tuple[str, ...]) -> bool:
        """Tell whether the name is one of some kinds (first parts of IRIs: ``state``, ``body``); of any without one."""
        return bool(self.iri) and (not kinds or self.iri.removeprefix(ID).partition("/")[0] in kinds)


class Names:
    """The authority for names: what each printed name stands for, in general or in one document."""

    def __init__(self, facts: list[Fact], library: Library | None = None) -> None:
        """Index the authority.

        Args:
            facts: Its triples.
            library: What the documents at hand are.
        """
        self.library = library or Library()
        self._facts = facts
        self._by_subject: dict[str, list[Fact]] = {}
        self._subjects: dict[tuple[str, str], list[str]] = {}
        for fact in facts:
            self._by_subject.setdefault(fact[0], []).append(fact)
            self._subjects.setdefault(fact[1:], []).append(fact[0])
        self._concepts: dict[str, dict[str, str]] = {}
        self._symbols = dict(self.library.documents) | {value: s for s, p, value in facts if p == TIP + "symbol"}
        self._names: dict[str, str] = dict.fromkeys(stateless_names(), "")
        self._names |= {name: f"{ID}state/{code}" for name, code in state_names().items()}
        self._titles: set[str] = set()
        self._short: dict[str, set[str]] = {}
        for subject, predicate, value in facts:
            if not _NAMED.match(subject):
                continue
            if predicate == SKOS + "hiddenLabel":
                self._short.setdefault(value, set()).add(subject)
            elif predicate in _FULL_NAMES:
                self._add_name(value, subject, title=predicate == DCTERMS + "title")
        self._context = Context(self._context_values, self._short, self._named_in_full, None)
        self._text = ""

    def _add_name(self, name: str, subject: str, *, title: bool) -> None:
        if name in self._names:
            self._titles.discard(name) if not title else None
            return
        self._names[name] = subject
        if title:
            self._titles.add(name)
        elif group := _OF_A_GROUP.match(name):
            rest = name[group.end() :]
            for form in (f"Working Group {group[1]} {rest.lower()}", f"working group {group[1]} {rest.lower()}"):
                self._names.setdefault(form, subject)

    @classmethod
    def of(cls, record: Record, library: Library | None = None) -> "Names":
        """Read the authority.

        Args:
            record: Its curated agents, addressees, instruments, sessions and documents, and the schemes of offices, verbs
                and topics.
            library: What the documents at hand are.

        Returns:
            The names of the record; a symbol means what the curated files say, then what the library says.
        """
        return cls(read_facts(record), library)

    def within(self, text: str) -> "Names":
        """Return the same authority for one document: a short name means what the text names in full."""
        return self._with(text, None, group_known=True)

    def of_body(self, body: str | None, *, group_known: bool = True) -> "Names":
        """Return the same authority for a document of a body: "the Working Group" is this one, "the Protocol" its own.

        Args:
            body: The body, or None where the document does not say.
            group_known: False where the document names a working group of its own that the record does not know.
        """
        return self._with(self._text, body, group_known=group_known)

    def _with(self, text: str, body: str | None, *, group_known: bool) -> "Names":
        found = copy.copy(self)
        found.__dict__ |= {"_matcher": self._matcher, "_by_key": self._by_key}  # made once, for all documents
        found._text = text
        owners = self._short
        if body and body not in self._by_subject:
            group_known = False
            if "working-group" in body:
                owners = owners | {name: {body} for name in _GROUPS if name in owners}
        found._context = Context(self._context_values, owners, found._named_in_full, body, group_known=group_known)
        return found

    def _named_in_full(self) -> Iterable[str]:
        flat = " ".join(self._text.split())
        return {self._names[name] for _, _, name in self._matcher.find(flat) if name in self._names}

    def _context_values(self, thing: str, relation: str) -> list[str]:
        if relation == "parts":
            return self._subjects.get((TIP + "parentBody", thing), [])
        if relation == "subject":
            return [value for _, p, value in self._by_subject.get(thing, ()) if p == TIP + "principalInstrument"]
        if relation == "worksOn":
            return self._subjects.get((TIP + "principalInstrument", thing), [])
        return [value for _, p, value in self._by_subject.get(thing, ()) if p == TIP + relation]

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher({**self._names, **dict.fromkeys(self._short, "")})

    @cached_property
    def _by_key(self) -> dict[str, str]:
        """Lookup key to name, for whole names; a key that means two things is left out."""
        found: dict[str, str] = {}
        for name, thing in self._names.items():
            other = found.setdefault(lookup_key(name), name)
            if self._names[other] != thing:
                found[lookup_key(name)] = ""
        return found

    def find(self, words: str, *kinds: str) -> list[Name]:
        """Find names in words.

        Args:
            words: Running text.
            kinds: First parts of IRIs (``state``, ``body``, ...) to keep; all without one.

        Returns:
            Names in order, the longest at each place; a name within a longer name is not found, known or not: no State in
            "Bank of Austria", no working group in "Working Group on" a matter of which the record knows none.
        """
        return [name for name in self.scan(words) if name.is_of(kinds) and not self._is_part(words, name)]

    def scan(self, words: str) -> list[Name]:
        """Find every known name as :meth:`find` does, also within longer ones; ``iri`` is empty for a name of no thing."""
        found = []
        for start, end, name in self._matcher.find(words):
            meaning = self._names.get(name, "")
            if name in self._short:
                meaning = self._short_meaning(words, start, end, name) or meaning
            elif name in self._titles and not _QUOTED.search(words[max(0, start - 1) : start]):
                continue
            found.append(Name(start, end, words[start:end], meaning))
        return found

    def _is_part(self, words: str, name: Name) -> bool:
        if name.iri.startswith(f"{ID}state/"):
            return part_of_a_longer_name(words, name.start, name.end)
        return name.printed in ("States", "Governments") and stands_alone(words, name.start, name.start) is None

    def _short_meaning(self, words: str, start: int, end: int, name: str) -> str:
        """Return what a short name means at a place: the empty string where it is only a part of another name."""
        goes_on = stands_alone(words, start, end)
        meaning = self._context.meaning(name)
        if goes_on is None or meaning is None or (name.islower() and _ON_A_MATTER.match(words, end)):
            return ""
        if goes_on:
            behind = next((found for found in self.scan(words[goes_on : goes_on + _LONGEST]) if found.start == 0), None)
            organ = behind is not None and behind.iri and self._context.is_organ_of(meaning, behind.iri)
            return meaning if organ else ""
        return meaning

    def resolve(self, printed: str, *kinds: str) -> Name | None:
        """Return what one whole printed name stands for.

        Args:
            printed: A name with or without an article and words in brackets behind it; in capitals too; the name of a
                State in any official language of the United Nations.
            kinds: First parts of IRIs to keep; all without one.

        Returns:
            The name, or None where it is not known.
        """
        bare = re.sub(r"^(?:the|The|THE|its|their) ", "", printed.strip())
        for candidate in (bare, bare[:1].upper() + bare[1:], re.sub(r" \([^()]*\)$", "", bare)):
            name = Name(0, len(printed), printed, self._meaning_of(candidate, kinds))
            lower = bare.islower() and name.iri.startswith(f"{ID}state/")
            if name.is_of(kinds) and not lower:
                return name
        return None

    def _meaning_of(self, whole: str, kinds: tuple[str, ...]) -> str:
        if whole in self._short:
            return self._context.meaning(whole) or self._names.get(whole, "")
        if whole in self._names:
            return self._names[whole]
        if len(whole) > 3 and (whole.isupper() or fold(whole) != whole or whole[:1].isupper()):
            known = self._by_key.get(lookup_key(whole))
            if known is not None:
                return self._names.get(known, "")
        if whole and "state" in kinds and (whole[:1].isupper() or not whole.isascii()):
            code = foreign_state_names().get(whole)
            return f"{ID}state/{code}" if code else ""
        return ""

    def ending(self, words: str, *kinds: str) -> Name | None:
        """Return the longest name that ends where *words* end, punctuation left aside, or None."""
        trimmed = words[-_LONGEST:].rstrip(" ,;.:")
        found = [name for name in self.find(trimmed, *kinds) if name.end == len(trimmed)]
        return found[-1] if found else None

    @property
    def known(self) -> Mapping[str, str]:
        """Every name, full or short, to the IRI of a thing that bears it; names of no thing are left out."""
        short = {name: min(owners) for name, owners in self._short.items()}
        return short | {name: thing for name, thing in self._names.items() if thing}

    def document_of_symbol(self, symbol: str) -> str | None:
        """Return the document that the record knows by a symbol, or None."""
        return self._symbols.get(symbol)

    def topics_of(self, provision: str) -> list[str]:
        """Return the topics that a curator gave a provision."""
        return [value for _, p, value in self._by_subject.get(provision, ()) if p == TIP + "topic"]

    def instrument_numbered(self, kind: str, number: str, body: str) -> str | None:
        """Return the instrument of a kind (``Resolution``) that a body adopted under a number, or None."""
        numbered = self._subjects.get((TIP + "instrumentNumber", number), [])
        ours = [s for s in numbered if self._value(s, TIP + "adoptedBy") == body and self.type_of(s) == kind]
        return ours[0] if ours else None

    def stem_of(self, body: str) -> str | None:
        """Return the stem of a body's session IRIs (``wg4``), or None for a body without one."""
        return self._value(body, TIP + "identifierStem")

    def parent_of(self, body: str) -> str | None:
        """Return the body of which another is a part or an organ, or None."""
        return self._value(body, TIP + "parentBody")

    def session_on(self, body: str, when: PrintedDate) -> str | None:
        """Return the session of a body that the record, or else the library, knows to begin on a date, or None."""
        begun = self._subjects.get((SCHEMA + "startDate", when.first.isoformat()), [])
        known = next((s for s in sorted(begun) if self._value(s, TIP + "ofBody") == body), None)
        return known or self.library.sessions.get((body, when.first.isoformat()))

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

    def labelled(self, scheme: str) -> list[tuple[str, str]]:
        """Return (concept, label), preferred, alternative and hidden, for the concepts of a scheme."""
        labels = (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel")
        prefix = f"{ID}{scheme}/"
        return [
            (s, v) for s, facts in self._by_subject.items() if s.startswith(prefix) for _, p, v in facts if p in labels
        ]

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property (an IRI) of a thing of the authority."""
        return [value for _, p, value in self._by_subject.get(subject, ()) if p == predicate]

    def label_of(self, iri: str) -> str | None:
        """Return the label the record gives a thing, or None."""
        return self._value(iri, RDFS + "label")

    def type_of(self, iri: str) -> str | None:
        """Return the local name of the first type the record gives a thing, or None."""
        kind = self._value(iri, RDF + "type")
        return kind.removeprefix(TIP) if kind else None

    def _value(self, subject: str, predicate: str) -> str | None:
        return next((value for _, p, value in self._by_subject.get(subject, ()) if p == predicate), None)
