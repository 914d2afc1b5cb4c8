"""Who attended, in what capacity, and what that says of who is party to a treaty."""

import re
from dataclasses import dataclass

from tipgraph.documents.symbols import slug
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.facts.capacities import (
    TREATY_CAPACITIES,
    UNSAID,
    capacity_of,
    capacity_of_type,
    is_state,
    own_capacity,
    treaties_of,
)
from tipgraph.extract.facts.standing import emit_accessions, emit_status
from tipgraph.extract.model import Part, Provision, Section
from tipgraph.extract.names import Name, split_list

_ATTENDED = (
    r"(?:(?:was|were)(?: also| likewise)? (?:represented|present|in attendance)|(?:also )?(?:attended|participated|took part)"
    r"(?! (?:in|by) (?:a|an|the \w+ event)\b))"
)
_LISTING = re.compile(rf"^(?P<who>[^:]+?),? {_ATTENDED}\b(?P<how>[^:]*):(?P<list>.*)$", re.DOTALL)
_INVERTED = re.compile(
    r"^(?:[^:,]{0,80}, )?(?:[Aa]lso |[Ff]urther )?(?:[Rr]epresented|[Pp]resent|[Aa]ttending|[Pp]articipating)\b(?P<how>[^:]*?) "
    r"(?:was|were) (?P<who>[^:]+):(?P<list>.*)$",
    re.DOTALL,
)
_ATTENDED_BY = re.compile(
    r"^(?P<how>[^:]*?\b(?:attended|attendance)) (?:also )?(?:by|of) (?P<who>[^:]+):(?P<list>.*)$", re.DOTALL
)
_ATTENDED_BY_NAMES = re.compile(
    r"^(?P<how>(?:[^:]{0,120} )?(?:meeting|session) (?:was|were) (?:also )?attended) (?:also )?by (?P<who>[^:]+?)\.?$"
)
_ELSEWHERE = re.compile(
    r"\b(?:at|in) (?:the|a|an) (?!invitation\b|request\b|(?:[\w-]+ ){0,2}(?:meeting|session)|Working Group|Conference\b)"
)
_NAMED = re.compile(rf"^(?:[^,]{{0,60}} (?:meeting|session), )?(?P<who>.+?),? {_ATTENDED}\b(?P<how>[^:]*)$", re.DOTALL)
_APPOSITION = re.compile(
    r"^(?P<names>.+?), (?P<what>(?:(?:an? |the |all |both )?(?:[\w-]+ )*?"
    r"(?:organizations?|entit(?:y|ies)|institutes?|institutions?|signator(?:y|ies)|part(?:y|ies)|State|States|agenc(?:y|ies)|"
    r"observers?|fund|programme|bod(?:y|ies)|universit(?:y|ies))\b|which (?:is|are|has|have|had)\b).*)$"
)
_ALSO_NAMED = re.compile(
    r"^(?:[^:,]{0,80}, )?(?:[Aa]lso |[Ff]urther )?(?:[Rr]epresented|[Pp]resent)\b(?P<how>[^:]{0,80}?) (?:was|were):? (?P<who>[^:]+?)\.?$"
)
_PREFIXED = re.compile(r"^(?P<who>[^:.]{3,200}):(?P<list>[^:]+)$", re.DOTALL)
_ROLE = re.compile(
    r"^(?:the )?(?:following )?(?:representatives?|observers?|delegations?|delegates) (?:of|from|for) (?:the )?",
    re.IGNORECASE,
)
_HEADED = re.compile(r"\b(?:attendance|participation|participants)\b", re.IGNORECASE)
_NO_CATEGORY = re.compile(r"(?:[^:,]{0,80}, )?[Tt]he following(?: participants)?")
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|may|shall|should|contained|attached|made)\b")
_WHICH_ARE = re.compile(r"\b(?:that|which|who) (?:is|are|was|were|have|has|had) ")
_ASIDE = re.compile(r", (?=an? [a-z])")
_PROPER = re.compile(
    r"(?!(?:Several|Many|Some|Most|All|Other|Numerous|Various|Both|Few|Representatives?|Observers?|Delegat\w+|Participants|States|"
    r"Member|Speakers|Experts|Panellists|Its?|They|He|She|This|These)\b)"
    r"[A-ZÀ-Þ][^\s,;:]*(?: (?:[A-ZÀ-Þ][^\s,;:]*|of|on|for|and|the|against|in|to|de|del|la|et|des)){1,15}"
)
"""The name of somebody of whom the record knows nothing, where no words say in what capacity it attended."""
_NOT_SAID = "no words say in what capacity it attended"


@dataclass(frozen=True)
class Listed:
    """A list of attendance: the words that name its category, and the names, where they stand in the same sentence."""

    category: str
    names: str


def read_attendance(sentence: str) -> Listed | None:
    """Read a sentence of attendance.

    Args:
        sentence: "The following States ... were represented by observers: ...", "The X, an entity ..., was represented".

    Returns:
        The category, and the names, which are empty where a list of items has them; the category is empty where only
        names are printed. None where the sentence is none.
    """
    for pattern in (_INVERTED, _ATTENDED_BY, _LISTING):
        match = pattern.match(sentence)
        if match and (capacity_of(match["who"]) or capacity_of(f"{match['who']} {match['how']}")):
            told = capacity_of(match["who"]) and not re.search(r"\bobservers?\b", match["how"])
            category = match["who"] if told else f"{match['who']} {match['how']}"
            return Listed(category, match["list"].strip(" ."))
        if match and _NO_CATEGORY.fullmatch(match["who"]) and not match["list"].strip():
            return Listed("", "")
    match = _ALSO_NAMED.match(sentence) or _ATTENDED_BY_NAMES.match(sentence) or _NAMED.match(sentence)
    if not match or _ELSEWHERE.search(match["how"]) or re.search(r"\bfollowing\b", match["who"]):
        return None
    apposition = _APPOSITION.match(match["who"])
    if apposition and capacity_of(apposition["what"]):
        observers = " by observers" if re.search(r"\bobservers?\b", match["how"]) else ""
        return Listed(apposition["what"] + observers, _ROLE.sub("", apposition["names"]))
    observers = "by observers" if re.search(r"\bobservers?\b", f"{match['how']} {match['who']}") else ""
    return Listed(observers, _ROLE.sub("", match["who"]))


def emit_attendance(emitter: Emitter) -> None:
    """Add an attendance for each name listed, and the treaty status that the list's heading gives it."""
    if not emitter.session:
        return
    register = _Register(emitter)
    for provision in emitter.document.provisions:
        headed = _under_attendance(provision.section)
        for _, sentence in sentences(emitter.words(provision)):
            listed = read_attendance(sentence)
            if listed and (capacity_of(listed.category) or headed):
                register.add_list(provision, listed, surely=headed)
        if provision.path not in register.read:
            register.add_headed(provision, surely=headed)
        emit_accessions(emitter, provision)
    register.add_sections()


def _under_attendance(section: Section | None) -> bool:
    """Tell whether a section, or one above it, lists who attended."""
    while section:
        if _HEADED.search(section.heading):
            return True
        section = section.parent
    return False


class _Register:
    """Who has been listed so far; a name listed twice in one capacity is one attendance."""

    def __init__(self, emitter: Emitter) -> None:
        self._emitter = emitter
        self._seen: dict[str, str] = {}
        self._printed: set[str] = set()
        self.read: set[str] = set()

    def add_list(self, provision: Provision, listed: Listed, *, surely: bool) -> None:
        """Add everybody whom a sentence lists, or the items below it; *surely* as in :meth:`add_headed`."""
        if listed.names:
            self._add_names(provision, listed.category, listed.names, surely=surely)
        elif provision.children:
            for item in provision.children:
                self._add_item(item, listed.category)
        else:
            return
        self.read.add(provision.path)

    def add_headed(self, provision: Provision, *, surely: bool) -> None:
        """Add those whom a paragraph lists without a verb, its category printed before a colon or as its heading.

        Args:
            provision: A paragraph.
            surely: Whether a heading says that attendance is told here; otherwise every name has to be a known one.
        """
        words = self._emitter.words(provision)
        prefixed = _PREFIXED.match(words) if surely else None
        if prefixed and capacity_of(prefixed["who"]) and not _VERB.search(_WHICH_ARE.sub(" ", prefixed["who"])):
            self.add_list(provision, Listed(prefixed["who"], prefixed["list"].strip(" .")), surely=surely)
            return
        heading = provision.section.heading if provision.section else ""
        if provision.children or not capacity_of(heading) or _VERB.search(words) or provision.parent:
            return
        if not surely and not all(name for _, name in self._entries(heading, words.rstrip(" ."), whole=False)):
            return
        self._add_names(provision, heading, words)

    def add_sections(self) -> None:
        """Add those whose names stand as lines of their own below the line that names their category."""
        category = ""
        for section in self._emitter.document.sections:
            if section.parent is None or not _under_attendance(section.parent):
                category = ""
                continue
            words = self._emitter.words(section)
            entries = self._entries("", words, whole=False)
            if entries and all(name for _, name in entries):
                if capacity_of(category):
                    self._add_names(section, category, words)
            elif capacity_of(words):
                category = words

    def _add_item(self, item: Provision, category: str) -> None:
        """Add an item of a list: names, or a category of its own with names behind a colon or in items below."""
        words = self._emitter.words(item)
        inner, colon, names = words.partition(":")
        self.read.add(item.path)
        if colon and capacity_of(inner):
            category, words = inner, names
        for child in item.children:
            self._add_item(child, category)
        if not item.children:
            self._add_names(item, category, words, whole=not colon)

    def _add_names(
        self, provision: Part, category: str, words: str, *, whole: bool = False, surely: bool = False
    ) -> None:
        """Add the names of a list; *surely* where a heading says that it lists who attended, though without a category.

        Elsewhere a list without a category is one only where the record knows one of its names.
        """
        entries = self._entries(category, re.sub(r"[;,.]?(?: and)?$", "", words.strip()), whole=whole)
        capacity = capacity_of(category)
        if capacity:
            for printed, name in entries:
                self._attend(provision, printed, name, self._own(capacity, name, category))
                for treaty in treaties_of(self._emitter, category) if capacity in TREATY_CAPACITIES else ():
                    emit_status(self._emitter, provision, name, treaty, TREATY_CAPACITIES[capacity], printed)
            return
        of_state = "observer-state" if "observers" in category else "state"
        told = [own for _, name in entries if (own := capacity_of_type(self._emitter, name))]
        for printed, name in entries:
            own = of_state if is_state(name) else capacity_of_type(self._emitter, name)
            own = own or (told[0] if told and not name else None)
            bare = printed if name else _ASIDE.split(printed)[0]
            if own or (surely and _PROPER.fullmatch(bare)):
                node = self._attend(provision, bare, name, own)
                self._emitter.doubt(iri(node), provision, bare, UNSAID if own else _NOT_SAID)

    def _own(self, capacity: str, name: Name | None, category: str) -> str:
        """Return the capacity of one of a list of several categories: what the record knows the body to be decides."""
        capacity = own_capacity(name, capacity)
        own = capacity_of_type(self._emitter, name)
        several = {slug for part in re.split(r",| and ", category) if (slug := capacity_of(part))}
        return own if own in several and own != capacity and not is_state(name) else capacity

    def _entries(self, category: str, words: str, *, whole: bool) -> list[tuple[str, Name | None]]:
        names = self._emitter.names
        words = re.sub(r"^[Tt]he (?!former\b)", "", words)
        single = names.resolve(words, "state", "body")
        if single or (whole and not re.search(r", | and ", words)):
            return [(words, single)]
        if re.search(
            r"\bfollowing (?:[\w-]+ ){0,6}?(?:organization|institution|entity|institute|State|signatory|party)\b(?! States\b)",
            category,
        ):
            return [(words, None)]
        return [entry for entry in split_list(words, names, "state", "body") if _is_name(entry[0])]

    def _attend(self, provision: Part, printed: str, name: Name | None, capacity: str | None) -> str:
        emitter = self._emitter
        key = name.key if name else slug(printed)
        if capacity and self._seen.setdefault(key, capacity) != capacity:
            key = f"{key}-{capacity}"
        path = f"{emitter.session}/attendance/{key}"
        if path not in self._printed:
            self._printed.add(path)
            emitter.named(iri(path), "tip:participant", provision, printed, name)
        node = emitter.node(iri(path), "tip:Attendance", f"Attendance of {printed}: {emitter.session_label}", provision)
        emitter.add(node, "tip:inSession", iri(emitter.session or ""))
        emitter.add(node, "tip:capacity", iri(f"capacity/{capacity}") if capacity else None)
        return path


def _is_name(printed: str) -> bool:
    """Tell a name from words: it has a capital letter, and is no sentence."""
    return bool(re.search(r"[A-ZÀ-Þ]", printed)) and len(printed) < 200
