"""The fields of a masthead that are told by their form, wherever they stand in a line."""

import re
from dataclasses import dataclass

from tipgraph.documents.dates import DATE, MONTHS, WEEKDAYS
from tipgraph.documents.numbers import ORDINALS
from tipgraph.documents.words import plain_words
from tipgraph.extract.furniture import JOB_NUMBER

_ORDINAL = "(?:" + "|".join(sorted((word.capitalize() for word in ORDINALS), key=len, reverse=True)) + ")"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DAY = rf"(?:(?:{'|'.join(WEEKDAYS)}),? )?\d{{1,2}}"
_DAYS = (
    rf"(?:from )?{_DAY}(?: {_MONTH})?(?: \d{{4}})?(?: ?[-–—] ?| and | to |, ){_DAY} {_MONTH}(?:,? \d{{4}})?|"
    rf"(?:on )?{_DAY} {_MONTH},? \d{{4}}"
)
_PLACE = (
    r"(?:(?:New|San|Santa|Santo|Saint|St\.|The|Buenos|Addis|Abu|Rio de|Kuala|Cape|Port|Punta|Mexico|Panama|Guatemala|Kuwait|"
    r"Los|Las|El|La|Tel|Hong|Sharm|S[aã]o) )?[A-Z][\w.'’-]*(?:, [A-Z][\w'’-]*)?(?:,? (?:and )?\(?(?:online|hybrid|virtual)\)?)?"
)
_SYMBOL = r"[A-Z]+(?:/(?:[A-Z][A-Za-z]*|\d+)(?:\.\d+)?(?:\(\w+\))?)+(?![\w/])"
FIELDS = re.compile(
    r"(?P<distribution>Distr(?:\.|ibution)? ?:? ?(?:General|Limited|Restricted|GENERAL|LIMITED|RESTRICTED)\b)"
    rf"|(?P<symbol>(?<![\w/(]){_SYMBOL})"
    r"|(?P<language>(?:Original|ORIGINAL) ?: ?[A-Z]\w+(?:(?:, | and |/)[A-Z]\w+)*|"
    r"(?:Arabic|Chinese|English|French|Russian|Spanish|ENGLISH)(?:(?:, | and |/)[A-Z]\w+)* (?:only|ONLY)\b)"
    r"|(?P<reference>(?:Reference|Ref\.?|Our reference): ?\S[^\n]*)"
    rf"|(?P<job>{JOB_NUMBER.pattern})"
    rf"|(?P<session>\b(?:Resumed )?{_ORDINAL} (?:special |resumed |reconvened )?(?:session|meeting)\b)"
    r"|(?P<item>(?:(?:Provisional )?[Aa]genda [Ii]tems?|Items?) \d{1,2}(?:(?: ?\([a-z]+\)|,? and |, |-)+(?:\d{1,2})?)*"
    r"(?: of the (?:provisional |annotated provisional |draft )?agenda)?)"
    rf"|(?P<place>\b{_PLACE},? (?:{_DAYS}))"
    rf"|(?P<date>{DATE.pattern})"
    r"|(?P<number>\A(?:(?:Draft )?[Rr]esolution|(?:Draft )?[Dd]ecision) (?:\d{1,3}/\d{1,3}|[IVX]+)\Z)"
    r"|(?P<organization>\AUnited Nations(?=\s*\Z|\s+[A-Z]+/))"
)
"""Every field that is told by its form."""

_NAMES = {
    "distribution": "distribution",
    "symbol": "symbol",
    "language": "original-language",
    "reference": "reference",
    "job": "job-number",
    "session": "session",
    "item": "agenda-item",
    "place": "place-and-date",
    "date": "date",
    "number": "number",
    "organization": "organization",
}
_WEAK = frozenset({"session", "item", "place", "date", "symbol"})
"""Fields that a title may mention."""

PREPARED = re.compile(
    r"(?:.+\b)?(?:[Pp]repared|[Ss]ubmitted|[Pp]resented|[Tt]ransmitted) by (?:the )?[A-Z].*|"
    r"Note (?:by|from) the [A-Z].*|(?:Annual )?Report (?:of|by) the (?:Secretariat|Secretary-General|Executive Director|Chair\w*)"
)
SPONSOR = re.compile(
    r"[A-Z][^.:]*: (?:revised |amended )?(?:draft resolution|draft decision|working paper|amendment|proposal)s?.*"
)
_BODY = re.compile(
    r"(?:(?:Resumed )?(?:Open-ended |Ad Hoc |Interim |Intergovernmental |Informal )*(?:\w+ )?"
    r"(?:Working Group|Expert Group|Group of (?:Governmental )?Experts)|"
    r"Conference of the|Commission on|Committee (?:on|for)|General Assembly|Economic and Social Council|Meeting of|"
    r"Congress on|Ad Hoc|Constructive [Dd]ialogue|Intergovernmental (?:Group|Committee|Expert))\b"
)
_COLUMNS = re.compile(r"(?<=\S)(?: {3,}|\t+)(?=\S)")


@dataclass(frozen=True)
class Piecemeal:
    """A piece of a line of the masthead; ``name`` is its field, empty for words; ``is_left`` says it stands first."""

    start: int
    end: int
    name: str
    is_left: bool


def names_body(words: str) -> bool:
    """Tell whether words open with the kind of body that meets."""
    return bool(_BODY.match(words))


def ends_with_item(words: str) -> bool:
    """Tell whether words end with the number of an agenda item, whose title then follows in the next block."""
    matches = list(FIELDS.finditer(words))
    return bool(matches and matches[-1]["item"]) and not words[matches[-1].end() :].strip(" *")


def is_weak(words: str) -> bool:
    """Tell whether words hold a field that is none of a title."""
    return any(_group(match) not in _WEAK for match in FIELDS.finditer(words))


def read_line(line: str, within: bool = False) -> list[Piecemeal]:
    """Cut a line of the masthead into fields and the words between them.

    Args:
        line: The line; three and more spaces or a tabulator part its columns.
        within: Whether the line before ends where no title can: what this one mentions is then no field.

    Returns:
        Pieces in order, without white space at either end. A date, session or item that stands within a title is no field.
    """
    pieces: list[Piecemeal] = []
    begin = 0
    for end in [*(match.start() for match in _COLUMNS.finditer(line)), len(line)]:
        pieces += _read_cell(line, begin, end, is_left=begin == 0, within=within and begin == 0)
        begin = end
    return pieces


def _read_cell(line: str, begin: int, end: int, *, is_left: bool, within: bool) -> list[Piecemeal]:
    cell = line[begin:end]
    bare = cell.strip()
    if not bare:
        return []
    shift = begin + len(cell) - len(cell.lstrip())
    pieces: list[Piecemeal] = []
    position = 0
    for match in FIELDS.finditer(bare):
        group = _group(match)
        if group in _WEAK and (within or _is_mention(bare, match, position)):
            continue
        _words_between(pieces, bare, position, match.start(), shift, is_left)
        pieces.append(Piecemeal(shift + match.start(), shift + match.end(), _NAMES[group], is_left))
        position = match.end()
    _words_between(pieces, bare, position, len(bare), shift, is_left)
    return pieces


def _is_mention(bare: str, match: re.Match[str], position: int) -> bool:
    """Tell a date, session or item that a title or a name mentions from a field: other words stand before it."""
    before = plain_words([bare[position : match.start()]])
    if match["symbol"] and not re.search(r"\d", match[0]):
        return True
    if match["place"] and re.match(rf"{_MONTH}\b", match[0]):
        return True
    if not before or names_body(before):
        return bool(before) and bool(re.search(r"\b(?:on|of|in|at|to|by|the|its|for|from|and)$", before))
    if position:
        return False
    return len(before.split()) > 2 or bool(re.search(r"\b(?:on|of|in|at|to|by|the|its|for|from|and)$", before))


def _words_between(pieces: list[Piecemeal], bare: str, start: int, end: int, shift: int, is_left: bool) -> None:
    """Add the words between two fields, unless nothing is left of them without marks."""
    part = bare[start:end]
    words = part.strip()
    if not re.search(r"\w", plain_words([words])):
        return
    begin = shift + start + len(part) - len(part.lstrip())
    pieces.append(Piecemeal(begin, begin + len(words), "", is_left))


def _group(match: re.Match[str]) -> str:
    return next(group for group in _NAMES if match[group])
