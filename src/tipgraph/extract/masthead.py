"""The masthead: what stands before the text, and the letterhead, reference and date of a letter."""

import re

from tipgraph.documents.dates import DATE
from tipgraph.documents.numbers import ORDINALS
from tipgraph.documents.words import plain_words
from tipgraph.extract.blocks import JOB_NUMBER, Block, looks_like_prose
from tipgraph.extract.coverage import Kind
from tipgraph.extract.model import Document, MastheadField

SALUTATION = re.compile(r"\bpresents? (?:its|his|her|their) compliments\b")
_ORDINAL = "(?:" + "|".join(sorted((word.capitalize() for word in ORDINALS), key=len, reverse=True)) + ")"
_PLACE_DATE = rf"[A-Z][\w .'’-]{{1,60}}?, {DATE.pattern.replace('?P<', '?P<p_')}"
_FIELDS = re.compile(
    r"(?P<distribution>Distr\.: ?\w+)"
    r"|(?P<symbol>\A[A-Z]+(?:/[A-Z\d]+(?:\.\d+)?)+\Z)"
    r"|(?P<language>Original: ?[A-Z]\w+(?:(?:, | and |/)[A-Z]\w+)*)"
    r"|(?P<reference>(?:Reference|Ref\.?|Our reference): ?\S[^\n]*)"
    rf"|(?P<job>{JOB_NUMBER.pattern})"
    rf"|(?P<session>\b{_ORDINAL} (?:special )?session\b)"
    r"|(?P<item>(?:Agenda item|Item) \d+(?: \([a-z]\))?(?: of the (?:provisional )?agenda)?)"
    rf"|(?P<place>{_PLACE_DATE})"
    rf"|(?P<date>{DATE.pattern})"
)
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
}
_CONTACT = re.compile(r"\b(?:Tel\.?|Fax|E-mail|www\.|PO Box|P\.O\. Box)\b|\|")
_PREPARED = re.compile(r".+\b(?:prepared|submitted) by (?:the )?[A-Z].*|Note by the [A-Z].*|Report of the [A-Z][\w-]+$")
_SPONSOR = re.compile(r"[A-Z][^.:]*: (?:revised )?(?:draft resolution|draft decision|working paper|amendment)s?")


def read_masthead(document: Document, blocks: list[Block]) -> list[Block]:
    """Read the masthead off the top of a document, and the letterhead, job number and closing date wherever they stand.

    Args:
        document: Receives its masthead fields.
        blocks: All blocks as they were cut: a line of the masthead never runs on in another block.

    Returns:
        The blocks that are left, in order: the body, with tables and footnotes.
    """
    letter = any(SALUTATION.search(block.raw) for block in blocks)
    end = _body_start(blocks)
    left = [block for block in blocks[:end] if _is_left(block)]
    names = _Names(document)
    titles: list[Block] = []
    for block in blocks[:end]:
        if _is_left(block):
            continue
        if letter and not _FIELDS.search(block.raw):
            names.add("letterhead", block.start, block.end, Kind.LETTERHEAD)
        else:
            titles += _split(names, block)
    _name_titles(names, titles)
    for block in blocks[end:]:
        if JOB_NUMBER.fullmatch(block.raw):
            names.add("job-number", block.start, block.end)
        elif letter and _is_letterhead(block):
            names.add("letterhead", block.start, block.end, Kind.LETTERHEAD)
        elif letter and DATE.fullmatch(block.raw):
            names.add("date", block.start, block.end)
        else:
            left.append(block)
    return left


def _is_left(block: Block) -> bool:
    """Tell what stands among the fields of a masthead without being one."""
    return bool(block.footnote) or block.is_table or block.words == "Contents"


def _is_letterhead(block: Block) -> bool:
    """Tell a motto in capitals or a line of addresses; a sentence that gives an address is neither."""
    return block.raw.isupper() or (bool(_CONTACT.search(block.raw)) and block.raw.count("|") >= 2)


class _Names:
    """Adds masthead fields, counting those of one name: ``body``, ``body-2``."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._seen: dict[str, int] = {}

    def add(self, name: str, start: int, end: int, kind: Kind = Kind.MASTHEAD) -> None:
        count = self._seen[name] = self._seen.get(name, 0) + 1
        path = f"masthead/{name}" if count == 1 else f"masthead/{name}-{count}"
        self._document.masthead.append(MastheadField(path, [(start, end)], name))
        self._document.coverage.assign(start, end, kind)

    def has(self, name: str) -> bool:
        return name in self._seen


def _body_start(blocks: list[Block]) -> int:
    """Return the index of the first block of the body: a salutation, a label, a formula, or a heading before a label."""
    last_field = max(
        (index for index, block in enumerate(blocks[:15]) if not block.is_closed and _is_field_block(block)), default=-1
    )
    for index, block in enumerate(blocks):
        if block.footnote or block.is_table:
            continue
        if (
            SALUTATION.search(block.raw)
            or block.opening.readings
            or _is_formula(block)
            or looks_like_prose(block.words)
        ):
            return _heading_before(blocks, index, last_field)
    return len(blocks)


def _is_field_block(block: Block) -> bool:
    return bool(_FIELDS.search(block.raw)) and not looks_like_prose(block.words) and not block.opening.readings


def _heading_before(blocks: list[Block], index: int, last_field: int) -> int:
    """Move the body's start back over the heading of its first list, where a title stands before that heading."""
    previous = blocks[index - 1]
    opens_list = any(label.value == 1 for label in blocks[index].opening.readings) and not blocks[index].is_heading_like
    titles = [
        block
        for block in blocks[last_field + 1 : index]
        if not (block.footnote or block.is_table or _PREPARED.fullmatch(block.words) or block.words == "Contents")
    ]
    if opens_list and len(titles) >= 2 and previous is titles[-1]:
        return index - 1
    return index


def _is_formula(block: Block) -> bool:
    return bool(re.fullmatch(r"The [A-Z][^.;:]*,", block.words)) and not looks_like_prose(block.words)


def _split(names: _Names, block: Block) -> list[Block]:
    """Name the fields that stand in one block; return it where it holds none: a name or a title."""
    raw = block.raw
    matches = list(_FIELDS.finditer(raw))
    if not matches or (looks_like_title(raw, matches)):
        return [block]
    position = 0
    for match in matches:
        if plain_words([raw[position : match.start()]]):
            _add_part(names, block, position, match.start())
        names.add(_group(match), block.start + match.start(), block.start + match.end())
        position = match.end()
    if plain_words([raw[position:]]):
        _add_part(names, block, position, len(raw))
    return []


def _group(match: re.Match[str]) -> str:
    return next(_NAMES[group] for group in _NAMES if match[group])


def looks_like_title(raw: str, matches: list[re.Match[str]]) -> bool:
    """Tell a title that mentions a date or a session from a line of fields: words stand before what it mentions."""
    before = raw[: matches[0].start()]
    return len(before.split()) > 4 and not before.endswith("\n")


def _add_part(names: _Names, block: Block, start: int, end: int) -> None:
    """Name the words beside a field: the group that meets, or the title of the agenda item just named."""
    text = block.raw[start:end]
    begin = block.start + start + len(text) - len(text.lstrip())
    name = "agenda-item-title" if names.has("agenda-item") else "working-group"
    names.add(name, begin, begin + len(text.strip()))


def _name_titles(names: _Names, titles: list[Block]) -> None:
    """Name the unlabelled blocks of the masthead: bodies, then sponsor, agenda item's title, title, who prepared it."""
    rest: list[Block] = []
    for block in titles:
        if _SPONSOR.fullmatch(block.words):
            names.add("sponsor", block.start, block.end)
        elif _PREPARED.fullmatch(block.words):
            names.add("prepared-by", block.start, block.end)
        elif not rest and re.match(
            r"(?:Conference|Working Group|Open-ended|Commission|Committee|Meeting|Ad Hoc)\b", block.words
        ):
            names.add(
                "body" if not block.words.startswith(("Working", "Open")) else "working-group", block.start, block.end
            )
        else:
            rest.append(block)
    if len(rest) > 1 and names.has("agenda-item") and not names.has("agenda-item-title"):
        first = rest.pop(0)
        names.add("agenda-item-title", first.start, first.end)
    for block in rest:
        names.add("title" if not names.has("title") else "subtitle", block.start, block.end)
