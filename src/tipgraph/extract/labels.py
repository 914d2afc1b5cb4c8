"""Printed labels: numbers, letters, Roman numerals, bullets, and the order that tells one from the other."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

_BULLET = re.compile(r"(?P<bullet>[-–—‒•▪▫◦·*o‣●○■□➢➤►▶✓✔§\uf0b7\uf0a7\uf0d8])[^\S\n]+(?=\S)")
_LABEL = re.compile(
    r"(?P<number>[0-9]{1,3})\\?\.(?=\s|[A-Z][a-z]|\Z)|\((?P<lower>[a-z]{1,5})\)(?=\s|[A-Z][a-z]|\Z)|"
    r"(?P<upper>[A-Z]{1,6})\.(?=[^\S\n]|\*)|\((?P<digit>[0-9]{1,2})\)(?=[^\S\n])|"
    r"(?P<half_lower>[a-z]{1,5})\)(?=[^\S\n])|(?P<half_digit>[0-9]{1,2})\)(?=[^\S\n])"
)
_EMPHASIS = re.compile(r"(?:\*{1,3}|<[ib]>)+(?=[A-Z0-9(])")
_DASHES = "-–—‒"
_ROMAN = re.compile(r"(?=.)x{0,3}(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10}


class Style(StrEnum):
    """How a label is printed; siblings share a style."""

    NUMBER = "12."
    LETTER = "(a)"
    ROMAN = "(i)"
    DIGIT = "(1)"
    CAPITAL = "A."
    CAPITAL_ROMAN = "I."
    BULLET = "-"


@dataclass(frozen=True)
class Label:
    """A printed label.

    ``shown`` is how it is quoted (``8``, ``(b)``, ``IV``), empty for a bare bullet, whose ``mark`` tells it from those of
    another list; all dashes are one mark.
    """

    style: Style
    shown: str
    value: int
    bulleted: bool = False
    mark: str = ""

    def is_sibling_of(self, other: "Label") -> bool:
        """Whether two labels can be of one list: of one style, and bare bullets of one mark."""
        return self.style is other.style and self.mark == other.mark


@dataclass(frozen=True)
class Opening:
    """How a block opens: the readings of its label, likeliest first, and how many characters mark and label take."""

    readings: tuple[Label, ...]
    bullet: tuple[int, int] | None
    label: tuple[int, int] | None
    length: int


def roman_value(numeral: str) -> int | None:
    """Return the value of a Roman numeral from i to xxxix in either case, or None where it is none."""
    if not _ROMAN.fullmatch(numeral):
        return None
    digits = [_VALUES[character] for character in numeral.lower()]
    return sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))


def letter_value(letters: str) -> int | None:
    """Return the place of a letter label: a is 1, z is 26, aa is 27, bb is 28."""
    if len(set(letters.lower())) != 1:
        return None
    return ord(letters[0].lower()) - ord("a") + 1 + 26 * (len(letters) - 1)


def read_opening(text: str) -> Opening:
    """Read the mark and label that open a block.

    Args:
        text: The block, from its first character that is not white space.

    Returns:
        The opening; without readings where nothing opens the block. A label such as ``I.`` has two readings, a letter and
        a numeral; :func:`choose` tells which.
    """
    position = 0
    bullet = _BULLET.match(text)
    if bullet:
        position = bullet.end()
    emphasis = _EMPHASIS.match(text, position)
    label = _LABEL.match(text, emphasis.end() if emphasis else position)
    mark = bullet.span("bullet") if bullet else None
    bare = (Label(Style.BULLET, "", 0, True, _mark(bullet["bullet"])),) if bullet else ()
    readings: tuple[Label, ...] = ()
    if label and label["number"]:
        readings = (Label(Style.NUMBER, label["number"], int(label["number"]), bullet is not None),)
    elif label and (label["digit"] or label["half_digit"]):
        digit = label["digit"] or label["half_digit"]
        readings = (Label(Style.DIGIT, label[0], int(digit), bullet is not None),)
    elif label:
        letters = label["lower"] or label["half_lower"] or label["upper"]
        readings = _letters(letters, label[0].rstrip("."), bullet is not None)
    if not label or not readings:
        return Opening(bare, mark, None, position)
    return Opening(readings, mark, label.span(), _words_start(text, label.end()))


def _mark(bullet: str) -> str:
    return "-" if bullet in _DASHES else bullet


def _words_start(text: str, position: int) -> int:
    """Return where the words behind a label begin, at the latest at the end of the text."""
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _letters(letters: str, shown: str, bulleted: bool) -> tuple[Label, ...]:
    """Return the readings of a label of letters: Roman numeral, letter, or both."""
    capital = letters.isupper()
    readings = []
    as_roman, as_letter = roman_value(letters), letter_value(letters)
    if as_roman is not None:
        readings.append(Label(Style.CAPITAL_ROMAN if capital else Style.ROMAN, shown, as_roman, bulleted))
    if as_letter is not None:
        readings.append(Label(Style.CAPITAL if capital else Style.LETTER, shown, as_letter, bulleted))
    return tuple(readings)


def choose(readings: tuple[Label, ...], last: dict[Style, int], used: Collection[str] = ()) -> Label:
    """Choose a reading of a label by what came before it.

    Args:
        readings: Readings of one label, as :func:`read_opening` gives them.
        last: The last value of each style of list that is still open here.
        used: Labels already printed as Roman numerals at this level.

    Returns:
        The reading that continues an open list; then one that opens a list at its first value; a numeral once used is a
        letter the second time; then the first reading.
    """
    if len(readings) == 1:
        return readings[0]
    following = [label for label in readings if label.value == last.get(label.style, -2) + 1]
    if following:
        # "(h)" has come before, and so has "I.": the deeper list, opened last, is the one that goes on.
        order = list(last)
        return max(following, key=lambda label: order.index(label.style))
    opening = [label for label in readings if label.value == 1 and label.shown not in used]
    if opening:
        return opening[0]
    letters = [label for label in readings if label.shown in used and label.style in (Style.LETTER, Style.CAPITAL)]
    if letters:
        return letters[0]
    still_open = [label for label in readings if label.style in last]
    return still_open[-1] if still_open else readings[0]
