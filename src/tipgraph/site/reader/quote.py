"""A quote of a source text: which characters of which parts it is, and what it is where no part shows it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tipgraph.errors import UsageError
from tipgraph.site.reader.words import NOWHERE, Words

SURROUNDINGS: Final = 240
"""Characters of the source text shown before and behind a quote that is in no part."""
_OFFSET: Final = re.compile(r"[0-9]{1,12}", re.ASCII)


class NoSuchQuote(UsageError):  # noqa: N818 - what happened
    """A quote is asked for by offsets that name none; ``args`` is (what is wrong,)."""


@dataclass(frozen=True)
class Range:
    """Code points of a source text, from 0, the end exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class Raw:
    """Words of a source text that belong to no part, with what stands around them."""

    before: str
    words: str
    after: str
    goes_on: bool
    """Whether the text has more behind it."""


@dataclass(frozen=True)
class Quote:
    """What a page says of the quote that it shows."""

    start: int
    end: int
    file: str
    places: tuple[tuple[str, str], ...]
    """The parts that it falls in: name and fragment, in the order of the page."""
    raw: Raw | None
    """Set where it falls in no part and the source text is at hand."""


def parse_range(starts: Sequence[str], ends: Sequence[str]) -> Range | None:
    """Read the offsets of a quote as an address gives them.

    Args:
        starts: The values of ``start``.
        ends: The values of ``end``.

    Returns:
        The range; ``None`` where none is asked for.

    Raises:
        NoSuchQuote: If one of them is missing, given twice or no number, or if there is nothing between them.
    """
    if not starts and not ends:
        return None
    if len(starts) != 1 or len(ends) != 1:
        raise NoSuchQuote("a quote has one start and one end: ?start=S&end=E, counted in characters of the source text")
    if not (_OFFSET.fullmatch(starts[0]) and _OFFSET.fullmatch(ends[0])):
        raise NoSuchQuote("start and end are whole numbers: characters of the source text, counted from 0")
    found = Range(int(starts[0]), int(ends[0]))
    if found.start >= found.end:
        raise NoSuchQuote(f"the quote ends at {found.end:,}, which is not behind its start at {found.start:,}")
    return found


def check_range(wanted: Range, length: int, file: str) -> None:
    """Refuse a quote that reaches beyond the source text.

    Raises:
        NoSuchQuote: If it does.
    """
    if wanted.end > length:
        raise NoSuchQuote(f"{file} has {length:,} characters: a quote of it cannot end at {wanted.end:,}")


def marked(words: Words, wanted: Range) -> list[Range]:
    """Find which characters of the words to read a quote is.

    Args:
        words: The words of a part.
        wanted: The quote.

    Returns:
        Ranges of indices of ``words.text``; more than one only where the words of a part do not stand in one order.
    """
    return list(_runs([_inside(words.places, index, wanted) for index in range(len(words.places))]))


def _inside(places: tuple[int, ...], index: int, wanted: Range) -> bool:
    if places[index] == NOWHERE:  # a space between two pieces belongs to a quote that has both
        neighbours = places[index - 1 : index] + places[index + 1 : index + 2]
        return len(neighbours) == 2 and all(wanted.start <= place < wanted.end for place in neighbours)
    return wanted.start <= places[index] < wanted.end


def _runs(flags: list[bool]) -> Iterator[Range]:
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield Range(start, index)
            start = None


def raw_words(text: str, wanted: Range) -> Raw:
    """Return a quote of a source text with what stands around it."""
    before = text[max(0, wanted.start - SURROUNDINGS) : wanted.start]
    after = text[wanted.end : wanted.end + SURROUNDINGS]
    return Raw(before, text[wanted.start : wanted.end], after, wanted.end + SURROUNDINGS < len(text))
