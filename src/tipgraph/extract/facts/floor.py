"""Who took the floor: a sentence that tells of statements becomes turns, one for each speaker it names."""

import re
from dataclasses import dataclass
from itertools import pairwise

from tipgraph.extract.facts.chairs import PERSON
from tipgraph.extract.facts.offices import OFFICE_LISTED
from tipgraph.extract.names import Name, Names, split_list

_ALSO = r"(?: (?:also|then|further|subsequently|thereafter|each|both|likewise)){0,3}"
_WHAT = r"(?:statements?|remarks|presentations?|briefings?|interventions?|addresses|speeches|comments)"
_PASSIVE = re.compile(
    rf"\b(?P<what>(?:[A-Za-z-]+ ){{0,3}}?{_WHAT})\b(?P<mid>[^.;:]{{0,160}}?) (?:was|were){_ALSO} (?:made|delivered|given|presented|heard)\b"
    r"(?P<how>[^.;:]{0,160}?) (?:by|from) (?P<list>.+)$",
    re.IGNORECASE,
)
_HEARD = re.compile(
    rf"\bheard{_ALSO} (?P<what>(?:[a-z-]+ ){{0,3}}?{_WHAT})\b(?P<how>[^.;:]{{0,80}}?) (?:from|by) (?P<list>.+)$"
)
_ACTIVE = re.compile(
    rf"{_ALSO} (?:(?:made|delivered|gave|presented) (?P<what>(?:(?!reference|mention|use\b|to\b|of\b)[\w-]+ ){{0,4}}?{_WHAT})\b|"
    rf"(?P<floor>took the floor|intervened|spoke\b(?! of)|"
    r"addressed the (?:Working Group|Conference|meeting|participants)))"
)
_SPEAKING = re.compile(
    r"^(?:Also )?[Ss]peaking\b(?P<how>[^:.;]{0,120}?) (?:was|were) (?P<list>.+)$|"
    r"^The following (?P<what>[a-z -]+?) (?:also )?(?:made statements|took the floor|spoke)\b[^:]{0,120}: (?P<named>.+)$"
)
_AS_DID = re.compile(r", as did (?P<list>.+)$")
_SAID = re.compile(
    rf"{_ALSO} (?P<verb>commented|stated|said|noted|stressed|expressed|emphasized|reported|briefed|informed|updated|introduced|"
    r"presented|recalled|welcomed|provided|explained|highlighted|underlined|drew|described|referred|outlined|announced)\b"
)
_ROLE = re.compile(
    r"\b(?:the |an? )?(?:Permanent |Deputy |other |following |same )*"
    r"(?P<role>representatives?|observers?|delegations?|delegates?|panellists?|"
    r"experts?|speakers?)(?: (?:of|from|for))(?: the)?(?: following)? ",
    re.IGNORECASE,
)
_GROUP_NOUN = (
    r"(?:signatory States?|States? signatory|States signatories|[Ss]ignatory|[Ss]ignatories|States? [Pp]art(?:y|ies)|[Pp]art(?:y|ies)|"
    r"(?:non-signatory|observer) States?|States?|(?:intergovernmental|non-governmental|international|regional) organizations?|"
    r"academic institutions?|organizations?|United Nations (?:entity|entities))"
)
_CATEGORY = re.compile(
    rf"(?:^|(?<=, )|(?<= and ))(?:the )?(?:following )?(?:other )?{_GROUP_NOUN}(?: to (?:the )?[A-Z][\w ]+?)? (?=[A-Z])"
)
_AND_FOR = re.compile(
    r"(?:(?:,| and|, and|,? as well as) (?:also )?(?:for|from|by)|,? (?:and|as well as) of) "
    r"(?=(?:the |an? )?(?:[A-Z]|signatory|observer|following|non-governmental|intergovernmental|international|regional|academic))"
)
_AND_SOMEBODY = re.compile(r",? (?:and|while) (?=(?:an?|the) (?:representatives?|observers?|panellists?|experts?)\b)")
_TAIL = re.compile(
    r",? (?:(?:under|on) (?:the )?(?:agenda )?items?\b|"
    r"(?:who|which|in which|speaking)\b|on (?:the|a|an|its|their|his|her|this|that|these|recent|how|ways)\b|"
    r"(?:during|regarding|concerning|with regard|in relation|in response|in connection|in exercise|"
    r"at the (?:end|opening|close|meeting|same)|"
    r"at its|as well$|in (?:his|her|their) )).*$"
)
_APPOSITION = re.compile(
    r", (?:(?:an?|the|both|all) (?:[a-z][\w-]* |United Nations )*?(?:organizations?|institutions?|entity|entities|"
    rf"agency|agencies|signatory|signatories|party|parties|States?|observers?)\b[^,]*|{_GROUP_NOUN}(?: to (?:the )?[A-Z][\w ]+)?),?$"
)
_BEHALF = re.compile(
    r",? ?\(?(?:speaking |who spoke |made )?(?:also )?[Oo]n behalf of (?P<whom>[^(),.;]+?(?: \([^()]*\))?)"
    r"(?=\)|,|;|\.|$| and (?:the |by |[A-Z][\w ]*? \(on)| (?:made|was|were|by|also)\b)\)?"
)
_CHAIR = re.compile(
    r"^(?:[Tt]he )?(?P<title>Chair(?:person|man|woman)?|President)(?: of the [A-Z][\w ]+)?(?:, [^,]+\([^()]*\))?$"
)
_PERSON = re.compile(
    r"\b(?:Mr|Ms|Mrs|Dr|Prof|Judge|H\.E)\.? (?P<name>[A-ZÀ-Þ][^\s,()]*(?: (?:[a-z]{1,3} )?[A-ZÀ-Þ][^\s,()]*){0,5})"
)


_PRESENTED = re.compile(r"\band (?:also )?presented the\b")
_OPENING = re.compile(
    r"\b(?:opening|welcoming) (?:remarks?|statements?|address|speech)|\bintroductory (?:remarks?|address|speech)",
    re.IGNORECASE,
)
_PANEL = re.compile(r"\b(?:panellists?|experts?|presenters?|moderators?)\b[^:]{0,80}: ?$")
_PANELLIST = re.compile(
    rf"(?:^|, (?:and )?|; (?:and )?| and )(?P<name>{PERSON})(?: \([^()]+(?:\([^()]*\))?\)|, (?:of|from) the [^,;]+)"
)
_HEAD_OF = re.compile(r"^(?P<title>[A-Z][\w-]*(?: [A-Z][\w-]*){0,2}) of (?:the )?(?P<body>[A-Z].+)$")


@dataclass(frozen=True)
class Turn:
    """One taking of the floor: by whom, as printed, and what the name stands for; in whose name besides."""

    printed: str
    name: Name | None
    kind: str
    whole: str = ""
    person: str | None = None
    is_chair: bool = False
    behalf: str | None = None


def read_floor(names: Names, sentence: str) -> list[Turn]:
    """Read who took the floor off a sentence.

    Args:
        names: The authority.
        sentence: "Statements were made by the representatives of A and B", "The observer for C also took the floor".

    Returns:
        A turn for each speaker that is named, in order; none where a sentence tells of speakers without naming them.
    """
    for pattern in (_PASSIVE, _HEARD):
        match = pattern.search(sentence)
        if match:
            turns = _turns(names, match["list"], _kind(match["what"]), tail=True)
            return _for_all(turns, _BEHALF.search(match["how"]))
    speaking = _SPEAKING.match(sentence)
    if speaking:
        return _turns(names, speaking["list"] or speaking["named"], "statement", tail=True)
    active = _ACTIVE.search(sentence)
    speakers = _before_verb(names, sentence[: active.start()]) if active else None
    if active and speakers:
        kind = _kind(active["what"] or "statement")
        turns = _turns(names, speakers, kind)
        others = _AS_DID.search(sentence, active.end())
        if others:
            return [*turns, *_turns(names, others["list"], kind, tail=True)]
        more = _AND_SOMEBODY.search(sentence, active.end())
        if more:
            return [*turns, *read_floor(names, sentence[more.end() :])]
        return _for_all(turns, _BEHALF.search(sentence, active.end()) or _BEHALF.search(sentence[: active.start()]))
    said = _SAID.search(sentence)
    speakers = _before_verb(names, sentence[: said.start()], delegations=True) if said else None
    if said and speakers:
        return _turns(names, speakers, _kind_of_verb(said["verb"], sentence[said.end() :]))
    return []


def _before_verb(names: Names, before: str, *, delegations: bool = False) -> str | None:
    """Return the speakers that stand before a verb, from the first comma on behind which such begin, or None.

    Args:
        names: The authority.
        before: A sentence up to its verb.
        delegations: Whether only "the representative of" and "the observer for" tell speakers, and no bare name.
    """
    for start in (0, *(match.end() for match in re.finditer(r", ", before))):
        listed = before[start:].rstrip(" ,")
        if not listed:
            continue
        role = _ROLE.match(listed)
        if role and re.match(r"representative|observer", role["role"], re.IGNORECASE):
            return listed
        if not delegations and (role or _names_speakers(names, listed)):
            return listed
    return None


def _names_speakers(names: Names, listed: str) -> bool:
    """Tell speakers from what else may stand before "made": a role, a person, the chair, or a name that is known."""
    if _PERSON.match(listed) or _CHAIR.match(re.split(r" and |, ", listed)[0]):
        return True
    return names.resolve(listed, "state", "body") is not None


def _for_all(turns: list[Turn], behalf: re.Match[str] | None) -> list[Turn]:
    """Say of the one speaker of a sentence in whose name the statement was, where the words stand elsewhere in it."""
    if not behalf or len(turns) != 1 or turns[0].behalf:
        return turns
    only = turns[0]
    return [Turn(only.printed, only.name, only.kind, only.whole, only.person, only.is_chair, _group(behalf["whom"]))]


def _group(whom: str) -> str:
    """Return the name of a group without its members: "the European Union and its member States"; empty for "its members"."""
    return re.sub(r"^the |(?:^|,? and )its (?:\w+ )?(?:States|members)$", "", whom.strip())


def _kind(what: str) -> str:
    """Tell the kind of a statement by what it is called."""
    if re.search(r"\bpresentations?\b", what, re.IGNORECASE):
        return "presentation"
    if re.search(r"\bbriefings?\b", what, re.IGNORECASE):
        return "briefing"
    if re.search(r"\b(?:concluding|closing|final)\b", what, re.IGNORECASE):
        return "closing-remarks"
    return "opening-remarks" if _OPENING.search(what) else "statement"


def _kind_of_verb(verb: str, behind: str) -> str:
    if verb in ("briefed", "informed", "updated"):
        return "briefing"
    if verb == "introduced" and _PRESENTED.search(behind):
        return "presentation"
    if verb == "introduced" and re.search(r"\bitem\b|\bdocument\b|\bpaper\b", behind[:120]):
        return "introduction"
    return "presentation" if verb == "presented" else "statement"


def _turns(names: Names, listed: str, kind: str, *, tail: bool = False) -> list[Turn]:
    """Cut a list of speakers into turns: by the roles printed in it, then by its commas."""
    colon = re.match(
        r"[^:(]{0,200}?\b(?:following|States|parties|organizations|participants|panellists|experts)\b[^:]{0,120}: ?",
        listed,
    )
    text = (listed[colon.end() :] if colon else listed).rstrip(" .")
    if colon and _PANEL.search(colon[0]):
        return [Turn(match["name"], None, kind, person=match["name"]) for match in _PANELLIST.finditer(text)]
    text = re.sub(r" as well$| as well(?= (?:on|under)\b)", "", text)
    behalves = [(match.start(), _group(match["whom"])) for match in _BEHALF.finditer(text)]
    found: list[Turn] = []
    for start, piece in _pieces(text):
        role = _ROLE.match(piece)
        bare = _BEHALF.sub("", _CATEGORY.sub("", piece[role.end() :] if role else piece))
        found += _of_piece(names, _tailless(names, bare) if tail else bare, kind, role[0] if role else "")
        here = [group for place, group in behalves if start <= place <= start + len(piece)]
        if len(here) == 1 and found:
            last = found.pop()
            found.append(Turn(last.printed, last.name, last.kind, last.whole, last.person, last.is_chair, here[0]))
    return found


def _pieces(text: str) -> list[tuple[int, str]]:
    """Cut where a new role or a bracketed "on behalf of" ends a part: (start, part) without the joining words."""
    cuts = {0, *(match.start() for match in _ROLE.finditer(text))}
    cuts |= {match.end() for match in _BEHALF.finditer(text) if match[0].endswith(")")}
    cuts |= {match.start() for match in _AND_FOR.finditer(text)}
    ordered = [*sorted(cuts), len(text)]
    parts = []
    for start, end in pairwise(ordered):
        piece = text[start:end]
        trimmed = re.sub(r"^(?:,? ?(?:and|as well as)? ?(?:also )?(?:by |from |of |for )?)(?=\S)", "", piece)
        trimmed = re.sub(r"(?:,? (?:and|as well as)(?: (?:by|from))?|,)? *$", "", trimmed)
        if trimmed:
            parts.append((start + piece.index(trimmed), trimmed))
    return parts


def _tailless(names: Names, piece: str) -> str:
    """Leave out what follows the last name: " on the use of secure mail", " under item 3"."""
    for match in _TAIL.finditer(piece):
        held = any(name.start < match.start() < name.end for name in names.find(piece, "state", "body"))
        if not held:
            return piece[: match.start()]
    return piece


def _of_piece(names: Names, piece: str, kind: str, role: str) -> list[Turn]:
    persons = [match["name"] for match in _PERSON.finditer(piece)]
    if persons:
        return [Turn(name, None, kind, person=name) for name in persons]
    office = OFFICE_LISTED.search(piece)
    if office:
        rest = [
            part.strip(" ,")
            for part in (piece[: office.start()], re.sub(r"^,? and (?:the )?", "", piece[office.end() :]))
        ]
        rest[1] = re.sub(
            r"^(?:UNODC|United Nations[^,]*)$", "", rest[1]
        )  # behind its comma, that of which the office is
        others = [_of_piece(names, re.sub(r",? and$", "", part), kind, "") if part else [] for part in rest]
        return [*others[0], Turn(office["title"], None, kind), *others[1]]
    text = _APPOSITION.sub("", piece.strip(" ,"))
    chair = _CHAIR.match(text)
    if chair:
        return [Turn(chair["title"], None, kind, is_chair=True)]
    head = _HEAD_OF.match(re.sub(r"^the ", "", text))
    if head and names.resolve(head["title"], "body") and names.resolve(head["body"], "body"):
        text = head["title"]
    whole = names.resolve(text, "state", "body")
    entries = [(re.sub(r"^the ", "", text), whole)] if whole else split_list(text, names, "state", "body")
    turns = []
    for printed, name in entries:
        chair = _CHAIR.match(printed)
        if chair:
            turns.append(Turn(chair["title"], None, kind, is_chair=True))
        elif (name or printed[:1].isupper()) and len(printed) < 160:
            bare = _APPOSITION.sub("", printed)
            shown = f"{role}{bare}" if len(entries) == 1 and role else ""
            turns.append(Turn(bare, name, kind, shown))
    return turns
