"""Lists of participants: lines that name a person are neither headings nor labelled."""

import re

from tipgraph.extract.block import Block
from tipgraph.extract.labels import Opening

_TITLES = (
    r"Mr|Mrs|Ms|Mme|Mlle|Miss|Mx|Dr|Prof|Professor|Sr|Sra|Srta|M|H\. ?E|S\. ?E|S\. ?Exc|Rev|Msgr|Sister|Brother|Father|Judge|Justice|"
    r"Sir|Lady|Lord|Dame|Sheikh|Sheikha|Ambassador|Senator|Colonel|Major|Captain|Lieutenant|Inspector|Superintendent|"
    r"Col|Gen|Maj|Capt|Lt|Cmdr|Insp|Supt|Pol|Hon"
)
_PERSON = re.compile(rf"(?:(?:{_TITLES})(?:\.|(?=\s)) ?)+(?:[^\W\d_]|[’'])")
_FEWEST = 3


def names_person(words: str) -> bool:
    """Tell whether words open with the title by which a person is addressed, in English, French or Spanish."""
    match = _PERSON.match(words)
    return bool(match) and not words[: match.end() if match else 0].strip().endswith(("Justice o", "Justice a"))


def lists_persons(blocks: list[Block]) -> bool:
    """Tell a list of participants: many blocks open with the title of a person, and end without a stop."""
    named = sum(names_person(block.raw) and not block.raw.endswith(".") for block in blocks)
    return named >= _FEWEST and named * 5 > len(blocks)


def drop_false_labels(blocks: list[Block]) -> None:
    """Take from the lines of a list of participants what only looks like a label: the "M." before a name."""
    if not lists_persons(blocks):
        return
    for block in blocks:
        if block.opening.readings and not block.opening.bullet and names_person(block.raw):
            block.opening = Opening((), None, None, 0)
            block.__dict__.pop("words", None)  # they are read anew, with the letter that was no label


def without_title(words: str) -> str:
    """Return words without the titles by which a person is addressed: ``Ms. Anna Beispiel`` is ``Anna Beispiel``."""
    match = _PERSON.match(words)
    return words[match.end() - 1 :] if match else words
