"""Headings whose numeral, letter or number has no full stop behind it: ``II Recommendations``, ``A General``."""

import re

from tipgraph.extract.block import Block
from tipgraph.extract.labels import Label, Opening, Style, letter_value, roman_value

_BARE = re.compile(r"(?P<label>[IVX]{1,5}|[A-Z]|\d{1,2})[^\S\n]+(?=[A-Z“][^\s.]*[a-z])(?!.*[.;:,]$)")
_OF_NOTES = re.compile(r"[,/]|\bIbid\b|\bSee\b|\bOp\. cit")
"""What tells a footnote from a heading."""
_LONGEST = 15
"""Words of such a heading at most: there is less to tell it by than by a full stop."""


def tell_bare_labels(blocks: list[Block]) -> None:
    """Read the labels of headings that have no full stop, where they count up from the first.

    Args:
        blocks: Blocks; those whose labels are part of a list of two at least receive them.
    """
    found = [(block, match["label"]) for block in blocks if (match := _match(block))]
    numerals = _counting([(block, roman_value(label), label) for block, label in found if not label.isdigit()])
    for block, label, value in numerals:
        _label(block, Label(Style.CAPITAL_ROMAN, label, value))
    taken = {id(block) for block, _, _ in numerals}
    rest = [(block, label) for block, label in found if id(block) not in taken]
    for block, label, value in _counting([(b, letter_value(s), s) for b, s in rest if s.isalpha()]):
        _label(block, Label(Style.CAPITAL, label, value))
    if numerals:
        return
    numbers: list[tuple[Block, int | None, str]] = [
        (b, int(s), s) for b, s in rest if s.isdigit() and not _OF_NOTES.search(b.raw)
    ]
    for block, label, value in _counting(numbers):
        _label(block, Label(Style.NUMBER, label, value))


def _match(block: Block) -> re.Match[str] | None:
    if block.opening.readings or block.footnote or block.is_table or len(block.raw.split()) > _LONGEST:
        return None
    return _BARE.match(block.raw)


def _counting(found: list[tuple[Block, int | None, str]]) -> list[tuple[Block, str, int]]:
    """Return those that are part of a list that counts up from 1 to 2 at least; a new list may begin again."""
    kept: list[tuple[Block, str, int]] = []
    run: list[tuple[Block, str, int]] = []
    for block, value, label in found:
        if value is None:
            continue
        if value == len(run) + 1:
            run.append((block, label, value))
        elif value == 1:
            kept += run if len(run) > 1 else []
            run = [(block, label, value)]
    return kept + (run if len(run) > 1 else [])


def _label(block: Block, label: Label) -> None:
    length = len(label.shown)
    words = len(block.raw) - len(block.raw[length:].lstrip())
    block.opening = Opening((label,), None, (0, length), words)
    block.__dict__.pop("words", None)  # they are read anew, without the label
