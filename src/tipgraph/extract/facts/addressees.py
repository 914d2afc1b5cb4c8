"""Who is asked: the subject before a modal becomes one name or several, each as printed and as what it stands for."""

import re
from dataclasses import dataclass, replace

from tipgraph.extract.facts.treaties import end_of_treaties
from tipgraph.extract.facts.verbs import ACTION_VERBS
from tipgraph.extract.names import Name, Names

_DETERMINER = re.compile(r"(?:(?:the|all|each|every|both|any|those|these|such|its|their|other) )*", re.IGNORECASE)
_JOIN = re.compile(
    r"(?:, as well as |,? and,? (?:where|as|when|if) (?:appropriate|necessary|applicable|relevant),? |,? and |,? or |, )"
)
_PLACES = r"(?:origin|transit|destination|departure|return)"
_PLACE_LIST = rf" of {_PLACES}(?:(?:, and |, | and | or )(?:of )?{_PLACES})*"
_OTHER = re.compile(r"[^,;:]{3,80}?(?=,|$| and | or )")
_ADJECTIVES = re.compile(r"(?:(?!(?:and|or|all|the)\b)[A-Za-z][a-z-]+ ){1,3}")
_PREPOSITION = re.compile(r"\b(?:of|in|by|to|for|with|on|from|between|among|against)\b")
_QUALIFIER = re.compile(
    rf"{_PLACE_LIST}| (?:to|that|which|who|whose|with|without|in|of|from|not|concerned|involved|affected|participating|having|hosting|"
    r"providing|receiving|requesting|represented|under|at|on|for|non-|party|parties|already|engaged|acting)\b[^,;:]*"
)
_NARROWED = re.compile(r" (?:that|which|who|whose|with|without|in|of|not|concerned|affected|having)\b[^,;:]*")
_TO_DO = re.compile(r" to (?:\w+ly |not )?(?P<verb>[a-z]+)\b(?! so\b)")
_RELATIVE = re.compile(r" (?:that|which|who|whose) \w+")
_WHO = re.compile(r"\b(?:that|which|who|whose) [a-z]")
_ABBREVIATION = re.compile(r" \([A-Z][\w.-]{1,11}\)")
_PARTY = re.compile(r" to ")
_OF_BODY = re.compile(r" of (?:the )?")
_SINGULAR = {
    "State party": "States parties", "State Party": "States parties", "Member State": "Member States", "State": "States",
    "Party": "Parties", "party": "Parties", "Government": "Governments", "country": "countries",
}  # fmt: skip
_INTRODUCES = re.compile(
    r"(?:with|in|to|for|as|when|where|while|given|recognizing|taking|considering|based|building|subject|upon|on|at|through|"
    r"under|by|if|bearing|noting|following|pursuant|without|within|regarding|concerning|consistent|depending|during|from|"
    r"since|because|after|before|until|unless|towards?|insofar|whenever|wherever|having|acting|recalling|mindful|aware|"
    r"having|using|drawing|reaffirming|emphasizing|acknowledging|further|furthermore|moreover|additionally|similarly|"
    r"accordingly|finally|also|therefore|thus|nevertheless|however|although|though|once|so)\b",
    re.IGNORECASE,
)
_ACTORS = re.compile(
    r"(?:States?|[Pp]art(?:y|ies)|authorit(?:y|ies)|Governments?|governments?|agenc(?:y|ies)|bod(?:y|ies)|organizations?|"
    r"organs?|countr(?:y|ies)|institutions?|institutes?|points?|society|sectors?|offices?|ministr(?:y|ies)|Group|groups?|"
    r"Force|forces?|Committee|committees?|Chair(?:person|man|woman)?|President|Bureau|secretariats?|Secretariat|"
    r"practitioners|officials|officers|prosecutors|judges|courts?|experts|donors|stakeholders|partners|community|"
    r"communities|compan(?:y|ies)|business(?:es)?|networks?|delegations|participants|legislators|parliaments?|"
    r"parliamentarians|police|personnel|services|investigators|units?|Union|Nations|members?|entities|mechanisms?|"
    r"federations?|associations?|universit(?:y|ies)|academia|media|enforcement|employers|providers|representatives|"
    r"coordinators?|rapporteurs?|Director|Secretary-General|Conference|Commission|Assembly|Council|Programme)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:they|it|he|she|this|these|such|that|those|one)", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:have|has|had|are|is|was|were|do|does|did|wish|face|lack|receive|request|host|provide|need)\b"
)
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|whom|where|when|if|whether|how|what|why|as|so that|extent to which)\b(?P<between>[^,;:]*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Subject:
    """Whom words ask.

    ``printed`` is the whole phrase without its leading article; ``entries`` are the names in it, each as printed and as
    what it stands for; ``narrowing`` are the words that ask only some of a group.
    """

    printed: str
    entries: tuple[tuple[str, Name | None], ...]
    narrowing: tuple[str, ...] = ()

    @property
    def known(self) -> list[Name]:
        """The names that stand for something, each thing once, in order."""
        return list({name.iri: name for _, name in self.entries if name}.values())


@dataclass(frozen=True)
class _Entry:
    """``text[start:end]`` names somebody; ``name`` is None where the record knows no such name.

    ``narrowing`` are the words of it that narrow a known group down: before its name, or behind it.
    """

    start: int
    end: int
    name: Name | None
    narrowing: str = ""

    @property
    def is_group(self) -> bool:
        """Whether what is named is a group, which words behind its name may narrow down."""
        return self.name is not None and _is_group(self.name)

    def narrowed(self, text: str, end: int) -> "_Entry":
        """Return the same group with what follows its name up to *end*, which narrows it down."""
        return replace(self, end=end, narrowing=self.narrowing or text[self.end : end].strip())


def is_subordinate(before: str) -> bool:
    """Tell whether what ends here hangs on a word such as "which": "measures that (should be taken)"."""
    match = _SUBORDINATE.search(before)
    if not match or _FINITE.search(match["between"]):
        return False
    opening = re.match(r" (?:\w+ly |also |not )?(\w+)", match["between"])
    return not opening or not {opening[1], opening[1].removesuffix("s")} & ACTION_VERBS


def read_subject(names: Names, before: str) -> Subject | None:
    """Read who is asked off what stands before a modal.

    Args:
        names: The authority.
        before: A sentence, or the clause behind "recommended that", up to its modal.

    Returns:
        The names, one or several, with everything that qualifies them; an actor whose name is not known has an entry
        without a name; None where nobody is named: *Consideration (should be given to)*.
    """
    text = before.rstrip(" :")
    starts = [0, *(match.end() for match in re.finditer(r"[,:;] ", text))]
    known = {name.start: name for name in names.find(text, "addressee", "body", "state")}
    for start in starts:
        entries = _group(names, known, text, start + _determined(text, start))
        end = _closes(text, entries[-1].end) if entries else None
        if entries and end is not None:
            return _subject(text, entries, end)
    return _unknown(text, starts)


def names_those_who(names: Names, before: str) -> bool:
    """Tell whether all that stands before a modal names those who are asked, with a clause that says which: "States that ..."."""
    if not _WHO.search(before):
        return False
    subject = read_subject(names, before)
    return bool(
        subject and subject.known and _WHO.search(subject.printed) and before.rstrip().endswith(subject.printed)
    )


def _subject(text: str, entries: list[_Entry], end: int) -> Subject:
    """Make a subject of names; what narrows a group down is kept with it, and a party to another treaty has no name."""
    last = entries[-1]
    if end > last.end and last.is_group:
        other = _PARTY.match(text, last.end)
        entries[-1] = replace(last, end=end, name=None, narrowing="") if other else last.narrowed(text, end)
    return Subject(
        text[entries[0].start : entries[-1].end],
        tuple((text[entry.start : entry.end], entry.name) for entry in entries),
        tuple(entry.narrowing for entry in entries if entry.narrowing),
    )


def _determined(text: str, start: int) -> int:
    """Return how many characters articles and the like take at a place."""
    match = _DETERMINER.match(text, start)
    return len(match[0]) if match else 0


def _group(names: Names, known: dict[int, Name], text: str, start: int) -> list[_Entry]:
    """Return the coordinated names that begin at a place; empty where no known name begins there."""
    first = _entry(names, known, text, start)
    entries = [first] if first else []
    while entries and (join := _JOIN.match(text, entries[-1].end)):
        begin = join.end() + _determined(text, join.end())
        following = _entry(names, known, text, begin) or _of_place(names, text, entries[-1], begin)
        other = _OTHER.match(text, begin)
        if not following and other and join[0] != ", " and not _INTRODUCES.match(other[0]):
            following = _Entry(begin, other.end(), None)
        if not following:
            break
        entries.append(following)
    return entries


def _of_place(names: Names, text: str, before: _Entry, start: int) -> _Entry | None:
    """Return the second of "States of origin and destination", of which only the place is printed."""
    head = re.match(rf"(\w+) of {_PLACES}$", text[before.start : before.end])
    place = re.compile(rf"{_PLACES}\b").match(text, start)
    name = names.resolve(f"{head[1]} of {place[0]}", "addressee") if head and place else None
    return _Entry(start, start + len(place[0]), name) if name and place else None


def _entry(names: Names, known: dict[int, Name], text: str, start: int) -> _Entry | None:
    """Return the name that begins at a place; an adjective before the name of a group narrows it down."""
    name = known.get(start) or _found_at(names, text, start)
    if name:
        return _Entry(start, name.end + _qualified(names, text, name), name)
    singular = next((word for word in _SINGULAR if re.compile(rf"{word}\b(?!-)").match(text, start)), None)
    plural = names.resolve(_SINGULAR[singular], "addressee") if singular else None
    if singular and plural:
        found = replace(plural, start=start, end=start + len(singular), printed=singular)
        return _Entry(start, found.end + _qualified(names, text, found), found)
    adjectives = _ADJECTIVES.match(text, start)
    if not adjectives or _INTRODUCES.match(adjectives[0]) or _PREPOSITION.search(adjectives[0]):
        return None
    groups = [known[at] for at in range(start, adjectives.end() + 1) if at in known and _is_group(known[at])]
    if not groups:
        return None
    narrowing = text[start : groups[0].start].strip()
    return _Entry(start, groups[0].end + _qualified(names, text, groups[0]), groups[0], narrowing)


def _found_at(names: Names, text: str, start: int) -> Name | None:
    """Return the name that begins at a place once what stands before it, "All", is left out of view."""
    if not start or not text[start : start + 1].isupper():
        return None
    name = next(iter(names.find(text[start : start + 60], "addressee", "body", "state")), None)
    return replace(name, start=start, end=start + name.end) if name and name.start == 0 else None


def _is_group(name: Name) -> bool:
    return "/addressee/" in name.iri


def _qualified(names: Names, text: str, name: Name) -> int:
    """Return how many characters behind a name belong to it: " (UNODC)", " to the Protocol", " of the Conference"."""
    short = _ABBREVIATION.match(text, name.end)
    end = short.end() if short else name.end
    party = _PARTY.match(text, end) if _is_group(name) else None
    if party:
        return (end_of_treaties(names, text, party.end()) or end) - name.end
    organ = _OF_BODY.match(text, end)
    body = next(iter(names.find(text[organ.end() : organ.end() + 400], "body")), None) if organ else None
    if organ and body and body.start == 0 and (not _is_group(name) or body.key == "united-nations"):
        end = organ.end() + body.end
    return end - name.end


def _closes(text: str, end: int) -> int | None:
    """Tell whether what stands between a name and its modal leaves the name the subject of it.

    Args:
        text: What stands before the modal.
        end: Where the name ends.

    Returns:
        Where the words end that say which of those named are meant; None where something else is the subject.
    """
    match = _QUALIFIER.match(text, end)
    position = match.end() if match else end
    rest = text[position:]
    if not rest.strip() or (rest.startswith(",") and rest.rstrip().endswith(",")):
        return position - (len(match[0]) - len(match[0].rstrip()) if match else 0)
    return len(text) if match and _RELATIVE.match(match[0]) else None


def _unknown(text: str, starts: list[int]) -> Subject | None:
    """Return a subject of which no name is known, if it is somebody who can act."""
    phrase = text
    if _INTRODUCES.match(text):
        inner = [start for start in starts if start and not _INTRODUCES.match(text, start)]
        if not inner:
            return None
        phrase = text[inner[-1] if not text.endswith(",") else inner[0] :]
    phrase = phrase[_determined(phrase, 0) :]
    phrase = re.split(r", (?=(?:in|with|where|as|at|when|subject|if|taking|on|through|under|within)\b)", phrase)[
        0
    ].rstrip(" ,")
    head = re.split(
        r" (?:of|on|for|in|at|to|from|that|which|who|with|responsible|dealing|involved|under|against)\b", phrase
    )[0]
    last = head.split(" ")[-1] if head else ""
    proper = len(head.split()) > 1 and all(word[:1].isupper() for word in head.split())
    if not phrase or len(phrase.split()) > 25 or not (_ACTORS.fullmatch(last) or proper or _PRONOUN.fullmatch(head)):
        return None
    return Subject(phrase, ((phrase, None),))


def read_named(names: Names, words: str) -> tuple[Subject | None, int]:
    """Read who is named where words begin: behind "by", "to" or "requested".

    Args:
        names: The authority.
        words: What follows such a word.

    Returns:
        Who is named, and where their names end; None and 0 where no known name begins there.
    """
    known = {name.start: name for name in names.find(words[:600], "addressee", "body", "state")}
    entries = _group(names, known, words, _determined(words, 0))
    if not entries:
        return None, 0
    narrowed = _NARROWED.match(words, entries[-1].end) if entries[-1].is_group else None
    if narrowed:
        ends = [match for match in _TO_DO.finditer(words, entries[-1].end, narrowed.end()) if _is_verb(match["verb"])]
        entries[-1] = entries[-1].narrowed(words, ends[0].start() if ends else entries[-1].end)
    return _subject(words, entries, entries[-1].end), entries[-1].end


def _is_verb(word: str) -> bool:
    return word in ACTION_VERBS or word in ("be", "become", "do", "have", "give", "pay")
