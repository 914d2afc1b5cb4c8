"""What the printer adds to a page: page numbers, running heads, bar codes, job numbers, rules."""

import re
from collections import Counter

from tipgraph.documents.symbols import find_symbols
from tipgraph.documents.words import plain_words
from tipgraph.extract.coverage import Kind
from tipgraph.extract.lines import Layout, Line
from tipgraph.extract.prose import is_closed

JOB_NUMBER = re.compile(
    r"(?:[A-Z]{1,2}\.\d\d-\d{4,6}|\d\d-\d{5})(?: ?\([A-Z]\)(?:[ \t]+\d{6}){0,2}(?![ \t]*\d)|(?=[ \t]*$))"
)
_BAR_CODE = re.compile(r"\*[ \t]?(?:[A-Z]?\d[ \t]?){6,12}\*")
_RECYCLE = re.compile(r"Please recycle\b(?:[^\w\s*]|[ \t]+(?=[^\w\s*]))*", re.IGNORECASE)
_END_RULE = re.compile(r"[-_—–=]+|[-_—–=](?:[ \t]*[-_—–=])+|_+/")
_PAGE = r"(?:\d{1,4}|[-–—] ?\d{1,4} ?[-–—]|\d{1,4}/\d{1,4}|[Pp]age[ \t]+\d+(?:[ \t]+of[ \t]+\d+)?)"
_PAGE_NUMBER = re.compile(_PAGE)
_JOB = r"(?:[A-Z]{1,2}\.\d\d-\d{4,6}|\d\d-\d{5})(?: ?\([A-Z]\))?"
_HEAD_OR_FOOT = re.compile(rf"(?:{_PAGE}[ \t]+{_JOB}|{_JOB}[ \t]+{_PAGE})")
_PICTURE = re.compile(r"An? (?:\w+ )*?(?:signature|stamp|seal|logo|emblem|photograph)\b.*", re.DOTALL)
_CONTINUED = re.compile(r".{0,100}\((?:continued|cont[’']?d\.?|concluded)\)", re.IGNORECASE)
_LONGEST_HEAD = 100

Extent = tuple[int, int, Kind | None]
"""Start, end and kind of a piece of a line; without a kind it is a block of its own."""


def picture_kind(raw: str) -> Kind | None:
    """Return the kind of a whole block that describes a picture, or None."""
    return Kind.PICTURE if _PICTURE.fullmatch(raw) else None


def is_rule(text: str) -> bool:
    """Tell a line of dashes or underscores."""
    return bool(_END_RULE.fullmatch(text))


def find_furniture(layout: Layout) -> dict[int, list[Extent]]:
    """Find the lines that no part of the text holds.

    Args:
        layout: The lines of a text.

    Returns:
        Number of a line (from 0) to its pieces: printed by rule, page number, running head or the printer's marks; the
        first job number is a block of its own.
    Source: a page of a United Nations document has its symbol and its number at head and foot, and on the first page a
        job number with a bar code.
    """
    lines = layout.lines
    found: dict[int, list[Extent]] = {}
    own = _own_symbol(lines)
    numbers = {line.text for line in lines if line.text.isdigit()}
    job_seen = False
    for number, line in enumerate(lines):
        if len(line.text) > _LONGEST_HEAD or ("\t" in line.text and not _head_with_page(line, own)):
            continue
        marks = _printers_marks(line, job_seen)
        if marks:
            job_seen = job_seen or any(kind is None for _, _, kind in marks)
            found[number] = marks
            continue
        kind = _alone(lines, number, own)
        if kind is Kind.PAGE_NUMBER and _ends_paragraph(lines, number, numbers):
            continue
        if kind:
            found[number] = [(line.start, line.end, kind)]
    _repeated_heads(lines, found)
    return found


def _own_symbol(lines: list[Line]) -> tuple[str, int]:
    """Return the symbol of the document, which stands in one of its first lines, and the line; or nothing and -1."""
    for number, line in enumerate(lines[:12]):
        symbols = find_symbols(line.text)
        if symbols and not line.text.startswith("*") and line.text[symbols[0].end :].strip(" *") == "":
            return symbols[0].symbol, number
    return "", -1


def _printers_marks(line: Line, job_seen: bool) -> list[Extent]:
    """Return the pieces of a line that holds nothing but job number, bar code and the request to recycle."""
    pieces: list[Extent] = []
    rest = line.text
    for pattern, kind in ((JOB_NUMBER, None), (_BAR_CODE, Kind.PRINTER), (_RECYCLE, Kind.PRINTER)):
        match = pattern.search(rest)
        if match:
            given = Kind.PRINTER if kind is None and job_seen else kind
            pieces.append((line.start + match.start(), line.start + match.end(), given))
            rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    if rest.strip():
        return []
    return sorted(pieces, key=lambda piece: piece[0])


def _head_with_page(line: Line, own: tuple[str, int]) -> bool:
    """Tell a running head: the document's symbol and a page number, in any order."""
    symbols = find_symbols(line.text)
    if len(symbols) != 1 or (own[0] and symbols[0].symbol != own[0]):
        return False
    rest = (line.text[: symbols[0].start] + line.text[symbols[0].end :]).strip()
    return bool(_PAGE_NUMBER.fullmatch(rest))


def _alone(lines: list[Line], number: int, own: tuple[str, int]) -> Kind | None:
    """Return the kind of a line by its own words and what stands beside it, or None."""
    line = lines[number]
    if is_rule(line.text):
        return Kind.END_RULE
    if _HEAD_OR_FOOT.fullmatch(line.text) or _head_with_page(line, own):
        return Kind.RUNNING_HEAD
    apart = _stands_apart(lines, number)
    if _PAGE_NUMBER.fullmatch(line.text) and apart:
        return Kind.PAGE_NUMBER
    symbols = find_symbols(line.text)
    if symbols and symbols[0].symbol == line.text and number != own[1]:
        at_break = line.after_feed or (apart and _near_page_number(lines, number))
        return Kind.RUNNING_HEAD if line.text == own[0] or at_break else None
    return None


def _ends_paragraph(lines: list[Line], number: int, numbers: set[str]) -> bool:
    """Tell a figure that is the last word of a wrapped paragraph, such as a year, from a page's number: no other follows."""
    line = lines[number]
    if not line.text.isdigit() or number == 0 or lines[number - 1].run != line.run or line.after_feed:
        return False
    if {str(int(line.text) - 1), str(int(line.text) + 1)} & numbers:
        return False
    return not is_closed(plain_words([lines[number - 1].text]))


def _stands_apart(lines: list[Line], number: int) -> bool:
    """Tell whether a blank line or a page break stands before or behind a line."""
    line = lines[number]
    before = number == 0 or lines[number - 1].run != line.run
    behind = number + 1 == len(lines) or lines[number + 1].run != line.run
    return before or behind


def _near_page_number(lines: list[Line], number: int) -> bool:
    return any(_PAGE_NUMBER.fullmatch(line.text) for line in lines[max(0, number - 2) : number + 3])


def _repeated_heads(lines: list[Line], found: dict[int, list[Extent]]) -> None:
    """Add what is printed again beside other furniture of a page: the name of the body, a heading that is "continued"."""
    breaks = [number for number in range(len(lines)) if _at_break(lines, found, number)]
    printed = Counter(lines[number].text for number in breaks)
    opening = {line.text: number for number, line in reversed(list(enumerate(lines[:15])))}
    for number in breaks:
        line = lines[number]
        if number in found or number < 3 or len(line.text) > _LONGEST_HEAD or line.text.endswith((".", ";", ":", ",")):
            continue
        if _CONTINUED.fullmatch(line.text) or printed[line.text] >= 2 or opening.get(line.text, number) < number:
            found[number] = [(line.start, line.end, Kind.RUNNING_HEAD)]


def _at_break(lines: list[Line], found: dict[int, list[Extent]], number: int) -> bool:
    """Tell whether a line stands beside a form feed, a page number or a running head."""
    beside = [found[n][0][2] for n in (number - 1, number + 1) if n in found]
    return lines[number].after_feed or any(kind in (Kind.PAGE_NUMBER, Kind.RUNNING_HEAD) for kind in beside)
