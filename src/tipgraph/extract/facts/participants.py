"""Lists of participants: who attended in what capacity, by the heading above, and who was in each delegation."""

import re

from pyoxigraph import NamedNode

from tipgraph.documents.symbols import slug
from tipgraph.documents.words import plain_words
from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.facts.capacities import UNSAID, capacity_of, capacity_of_type, is_state, own_capacity
from tipgraph.extract.model import Part
from tipgraph.extract.persons import names_person, without_title

_NO_DELEGATION = re.compile(
    r"(?:Conference )?[Ss]ecretariat\b(?! of\b| units?).*|Panell?ists?|Experts?|Officers?|Bureau|Chair(?:person)?|"
    r"Secretariat of the (?:Conference|Working Group|meeting)\b.*|Interpreters|Moderators?",
)
_CATEGORY_WORDS = re.compile(
    r"\b(?:States?|Parties|Party|Members?|United Nations|Secretariat|Observers?|Convention|Protocol|Economic and Social Council|"
    r"Signatories|Organized Crime|Trafficking in Persons|Smuggling of Migrants|Firearms|Governments?|Non-[Ss]ignator\w+)\b"
)
_SURNAME_IN_CAPITALS = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]* )*(?:[A-ZÀ-Þ'’-]{2,}[ -]?)+(?: [A-ZÀ-Þ][\w'’.-]*)*,")
_RUN_IN = re.compile(r"^(?P<name>[^:;]{2,120}): (?P<persons>.+)$")


def emit_participants(emitter: Emitter) -> None:
    """Add an attendance for each State or organization of a list of participants, with the persons who represented it.

    Args:
        emitter: A document of the kind ``list-of-participants``; receives attendances, persons, and a report of each line
            that is neither category nor name nor person.
    """
    if not emitter.session:
        return
    listing = _Listing(emitter)
    parts: list[Part] = [*emitter.document.sections, *emitter.document.provisions]
    for part in sorted(parts, key=lambda part: part.pieces[0][0]):
        for line in _lines(emitter, part):
            listing.read(part, line)


def _lines(emitter: Emitter, part: Part) -> list[str]:
    """Return the words of a part; its lines one by one where each of them opens with a person."""
    raw = "\n".join(emitter.document.source.text[start:end] for start, end in part.pieces)
    lines = [words for line in raw.split("\n") if (words := plain_words([line]))]
    if len(lines) > 1 and all(_is_person(line) for line in lines[1:]):
        return lines
    return [emitter.words(part)]


def _is_person(line: str) -> bool:
    """Tell a line that surely names a person: by a title, or by a surname in capitals with a function behind its comma."""
    return names_person(line) or bool(_SURNAME_IN_CAPITALS.match(line))


def _is_category(words: str) -> bool:
    """Tell the heading of a category, *States signatories*, from the name of an organization."""
    rest = _CATEGORY_WORDS.sub("", words).split()
    return capacity_of(words) is not None and not any(word[:1].isupper() for word in rest[1:] if word[:1].isalpha())


class _Listing:
    """What has been read so far: the capacity that governs, and the delegation to which the next person belongs."""

    def __init__(self, emitter: Emitter) -> None:
        self._emitter = emitter
        self._category = ""
        self._capacity: str | None = None
        self._delegation: NamedNode | None = None
        self._outside = False
        self._persons: dict[str, NamedNode] = {}
        self._attending: dict[str, str] = {}

    def read(self, part: Part, line: str) -> None:
        """Read one line: a category, a name, a person, or a name with its persons behind a colon."""
        names = self._emitter.names
        if _is_person(line):
            self._person(part, line)
        elif _NO_DELEGATION.fullmatch(line):
            self._outside, self._delegation = True, None
        elif _is_category(line) and not names.resolve(line, "state"):
            self._category, self._capacity = line, capacity_of(line)
            self._outside, self._delegation = False, None
        elif run_in := _RUN_IN.match(line):
            self._name(part, run_in["name"])
            for person in run_in["persons"].split("; "):
                self._person(part, person.strip(" ."))
        elif not re.search(r"participants\b", line, re.IGNORECASE):
            self._name(part, line)

    def _name(self, part: Part, printed: str) -> None:
        """Add a State or organization as attending."""
        emitter = self._emitter
        name = emitter.names.resolve(printed, "state", "body")
        state = is_state(name)
        capacity = self._capacity or ("state" if state else capacity_of_type(emitter, name))
        capacity = own_capacity(name, capacity) if capacity else None
        if self._outside or not capacity or (not name and len(printed.split()) > 25):
            self._delegation = None
            emitter.report(part, printed, "no rule says in what capacity this attended, or whether it is a name")
            return
        key = name.key if name else slug(printed)
        if self._attending.setdefault(key, capacity) != capacity:
            key = f"{key}-{capacity}"
        node = iri(f"{emitter.session}/attendance/{key}")
        is_new = node.value not in self._attending
        self._attending[node.value] = printed
        emitter.node(node, "tip:Attendance", f"Attendance of {printed}: {emitter.session_label}", part)
        emitter.add(node, "tip:inSession", iri(emitter.session or ""))
        emitter.add(node, "tip:capacity", iri(f"capacity/{capacity}"))
        if is_new:
            emitter.named(node, "tip:participant", part, printed, name)
        if not self._capacity and not state:
            emitter.doubt(node, part, printed, UNSAID)
        self._delegation = node

    def _person(self, part: Part, line: str) -> None:
        """Add a person to the delegation above; what is not surely a person's name is reported."""
        emitter = self._emitter
        name = without_title(line).partition(",")[0].strip()
        if not self._delegation:
            if not self._outside:
                emitter.report(part, line, "no State or organization stands above this person")
            return
        if not _is_person(line) or not 1 < len(name.split()) < 9:
            emitter.report(part, line, "it cannot be told surely whether this names a person")
            return
        key = slug(name)
        if self._persons.setdefault(key, self._delegation) != self._delegation:
            key = f"{key}-{self._delegation.value.rpartition('/')[2].lower()}"  # a namesake of another delegation
        person = emitter.node(f"person/{key}", "tip:Person", name, part)
        emitter.add(self._delegation, "tip:representedBy", person)
