"""The words of a part as a person reads them, each character with its place in the source text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tipgraph.documents.hyphens import rejoin
from tipgraph.documents.words import (
    ADDRESS_MARK,
    EMPHASIS,
    FOOTNOTE_MARK,
    MERGE_PLACEHOLDER,
    SUPERSCRIPT_DIGITS,
    footnote_number,
)

NOWHERE: Final = -1
"""The place of a space that joins two pieces and stands in no text."""
_NUMBER: Final = re.compile(rf"[0-9]+|[{SUPERSCRIPT_DIGITS}]+")


@dataclass(frozen=True)
class Span:
    """Where words stand in a source text: code points from 0, the end exclusive."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True)
class Mark:
    """The mark of a footnote: before which character of the words it stands, and its number."""

    at: int
    number: str


@dataclass(frozen=True)
class Words:
    """Words to read."""

    text: str
    places: tuple[int, ...]
    """The place in the source text of each character; of a run of white space that of the first."""
    marks: tuple[Mark, ...]


def trace(spans: Sequence[Span]) -> Words:
    """Read the pieces of a part, and keep in mind where each character stands.

    Args:
        spans: What the anchors of the part quote, in their order.

    Returns:
        The words that :func:`tipgraph.documents.words.plain_words` makes of the pieces, with places and marks.
    """
    raw, places = _joined(spans)
    text, places = _rejoined(raw, places)
    for pattern in (MERGE_PLACEHOLDER, ADDRESS_MARK, EMPHASIS):
        text, places, _ = _without(pattern, text, places)
    text, places, marks = _without(FOOTNOTE_MARK, text, places)
    return _spaced(text, places, marks)


def _joined(spans: Sequence[Span]) -> tuple[str, list[int]]:
    places: list[int] = []
    for number, span in enumerate(spans):
        if number:
            places.append(NOWHERE)
        places += range(span.start, span.start + len(span.exact))
    return " ".join(span.exact for span in spans), places


def _rejoined(raw: str, places: list[int]) -> tuple[str, list[int]]:
    """Join words that ends of lines part: what goes is hyphens and white space, so the rest is found in its order."""
    text = rejoin(raw)
    if text == raw:
        return raw, places
    kept: list[int] = []
    at = 0
    for character in text:
        while raw[at] != character and not (character == " " and raw[at].isspace()):
            at += 1
        kept.append(places[at])
        at += 1
    return text, kept


def _without(pattern: re.Pattern[str], text: str, places: list[int]) -> tuple[str, list[int], list[tuple[int, str]]]:
    """Take out what a pattern finds; what is taken out is returned with the index at which it stood."""
    parts: list[str] = []
    kept: list[int] = []
    out: list[tuple[int, str]] = []
    last = 0
    for match in pattern.finditer(text):
        parts.append(text[last : match.start()])
        kept += places[last : match.start()]
        out.append((len(kept), match[0]))
        last = match.end()
    return "".join([*parts, text[last:]]), kept + places[last:], out


def _spaced(text: str, places: list[int], marks: list[tuple[int, str]]) -> Words:
    """Write every run of white space as one space, and none at the ends."""
    characters: list[str] = []
    kept: list[int] = []
    moved: dict[int, int] = {}
    for index, character in enumerate(text):
        moved[index] = len(characters)
        if not character.isspace():
            characters.append(character)
            kept.append(places[index])
        elif characters and characters[-1] != " ":
            characters.append(" ")
            kept.append(places[index])
        elif characters and kept[-1] == NOWHERE:
            kept[-1] = places[index]
    if characters and characters[-1] == " ":
        characters.pop()
        kept.pop()
    length = len(characters)
    numbered = tuple(
        Mark(min(moved.get(index, length), length), footnote_number(number))
        for index, mark in marks
        for number in _NUMBER.findall(mark)
    )
    return Words("".join(characters), tuple(kept), numbered)
