"""Printed names become States, bodies, addressees, instruments and sessions; the record's own labels are the authority."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pyoxigraph as ox

from tipgraph.documents.dates import PrintedDate
from tipgraph.extract.states import state_names
from tipgraph.files import read_text_strict
from tipgraph.namespaces import DCTERMS, ID, RDF, RDFS, SCHEMA, SKOS, TIP
from tipgraph.record import Record

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
_AUTHORITY_FILES = ("agents", "addressees", "instruments", "sessions", "documents", "states")
_NAME_PREDICATES = (RDFS + "label", SKOS + "altLabel", SKOS + "hiddenLabel", DCTERMS + "title")


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

    def __init__(self, triples: list[ox.Triple]) -> None:
        self._triples = triples
        self._names: dict[str, str] = {name: f"{ID}state/{code}" for name, code in state_names().items()}
        for triple in triples:
            if triple.predicate.value in _NAME_PREDICATES and isinstance(triple.object, ox.Literal):
                subject = triple.subject.value
                if re.match(rf"{re.escape(ID)}(?:body|addressee|instrument|document|office)/", subject):
                    self._names.setdefault(triple.object.value, subject)

    @classmethod
    def of(cls, record: Record) -> "Names":
        """Read the authority from the curated agents, addressees, instruments and sessions, and the schemes' offices and verbs."""
        files = [record.curated / f"{name}.ttl" for name in _AUTHORITY_FILES]
        files += [record.schemes / f"{name}.ttl" for name in ("verb", "office")]
        triples: list[ox.Triple] = []
        for path in files:
            if path.exists():
                quads = ox.parse(read_text_strict(path), format=ox.RdfFormat.TURTLE, base_iri=ID)
                triples += [quad.triple for quad in quads]
        return cls(triples)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self._names, key=len, reverse=True)
        return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(name) for name in names) + r")(?![\w-])")

    def find(self, words: str, *kinds: str) -> list[Name]:
        """
        Find names in words.

        Args:
            words: Running text.
            kinds: First parts of IRIs (``state``, ``body``, ...) to keep; all without one.
        Returns:
            Names in order, the longest at each place; a name within a longer name is not found again.
        """
        found = [Name(match.start(), match.end(), match[0], self._names[match[0]]) for match in self._pattern.finditer(words)]
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
        trimmed = words.rstrip(" ,;.:")
        found = [name for name in self.find(trimmed, *kinds) if name.end == len(trimmed)]
        return found[-1] if found else None

    def document_of_symbol(self, symbol: str) -> str | None:
        """Return the document that the record knows by a symbol, or None."""
        return next(
            (t.subject.value for t in self._triples if t.predicate.value == TIP + "symbol" and t.object.value == symbol), None
        )

    def stem_of(self, body: str) -> str | None:
        """Return the stem of a body's session IRIs (``wg4``), or None for a body without one."""
        return next((str(t.object.value) for t in self._about(body) if t.predicate.value == TIP + "identifierStem"), None)

    def session_on(self, body: str, when: PrintedDate) -> str | None:
        """Return the session of a body that the record knows to begin on a date, or None."""
        starts = {t.subject.value for t in self._triples if _is_date(t, "startDate", when.first)}
        return next((session for session in sorted(starts) if body in self._bodies_of(session)), None)

    def session_start(self, session: str) -> str | None:
        """Return the first day of a session as the record knows it (lexical form), or None."""
        return next((str(t.object.value) for t in self._about(session) if t.predicate.value == SCHEMA + "startDate"), None)

    def session_numbered(self, body: str, ordinal: str) -> str | None:
        """Return the session of a body by its printed ordinal (``fourth``), or None where the body has no stem."""
        stem = self.stem_of(body)
        word = ordinal.lower()
        if stem is None or word not in _ORDINALS:
            return None
        return f"{ID}session/{stem}-{_ORDINALS.index(word) + 1}"

    def concepts(self, scheme: str) -> dict[str, str]:
        """Return label, preferred and alternative, to IRI for the concepts of a scheme."""
        prefix = f"{ID}{scheme}/"
        labels = (SKOS + "prefLabel", SKOS + "altLabel")
        return {
            str(t.object.value): t.subject.value
            for t in self._triples
            if t.predicate.value in labels and t.subject.value.startswith(prefix)
        }

    def type_of(self, iri: str) -> str | None:
        """Return the local name of the first type the record gives a thing, or None."""
        return next(
            (str(t.object.value).removeprefix(TIP) for t in self._about(iri) if t.predicate.value == RDF + "type"), None
        )

    def _about(self, iri: str) -> list[ox.Triple]:
        return [t for t in self._triples if t.subject.value == iri]

    def _bodies_of(self, session: str) -> list[str]:
        return [str(t.object.value) for t in self._about(session) if t.predicate.value == TIP + "ofBody"]


def _is_date(triple: ox.Triple, name: str, day: date) -> bool:
    return triple.predicate.value == SCHEMA + name and str(triple.object.value) == day.isoformat()


def split_list(words: str, names: Names, *kinds: str) -> list[tuple[str, Name | None]]:
    """
    Split a printed list of names.

    Args:
        words: ``Algeria, Iran (Islamic Republic of) and Zimbabwe``, without what introduces it and without its full stop.
        names: The authority; a known name is never split at its own commas and "and".
        kinds: Kinds of things to look among.
    Returns:
        (name as printed, what it stands for or None) in order; an unknown name ends at the next comma or "and" that a
        capital letter follows.
    """
    found = []
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
