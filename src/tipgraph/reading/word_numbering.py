"""Automatic numbering of a Word file: the labels that a word processor prints before its paragraphs.

Source: ECMA-376, part 1, 17.9 (numbering) and 17.18.59 (formats of numbers).
"""

import re
from dataclasses import dataclass, field

from tipgraph.reading.word_package import Element, attribute, child, children, number, switch, value
from tipgraph.reading.word_styles import Styles

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DASHES = frozenset("-–—−\uf02d\uf0be")
_LARGEST = 3999  # beyond it there are no Roman numerals, and no document has as many paragraphs of one list


@dataclass(frozen=True)
class Level:
    """One level of a list: its first value, the format of its number, what is printed, and when it starts anew."""

    start: int
    form: str
    text: str
    restart: int | None
    decimal_only: bool
    style: str | None
    hidden: bool


@dataclass
class _List:
    """A list: the definition that it shares with others, and what is its own."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)

    def start(self, level: int) -> int:
        """Return the first value of a level."""
        return self.starts.get(level, self.levels[level].start if level in self.levels else 1)


class Numbering:
    """The lists of a file, and how far each has counted; labels must be asked for in the order of the paragraphs."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        definitions = {attribute(found, "abstractNumId") or "": found for found in children(root, "abstractNum")}
        instances = {attribute(found, "numId") or "": found for found in children(root, "num")}
        self._lists: dict[str, _List] = {}
        for name, instance in instances.items():
            definition = value(instance, "abstractNumId") or ""
            link = value(definitions.get(definition), "numStyleLink")
            if link:
                of_style = styles.numbering(link)
                definition = value(instances.get(of_style[0] if of_style else ""), "abstractNumId") or definition
            self._lists[name] = _read_list(definition, definitions.get(definition), instance)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of_style(self, name: str, style: str) -> int:
        """Return the level that a list gives to paragraphs of a style, 0 where it names none."""
        found = self._lists.get(name)
        return next((index for index, level in found.levels.items() if level.style == style), 0) if found else 0

    def label(self, name: str, level: int) -> str:
        """Count one paragraph and return its label.

        Args:
            name: The list (``w:numId``).
            level: The level of the paragraph in it, from 0.

        Returns:
            ``5.``, ``(b)``, ``2.1``; a dash or ``•`` for a bullet; empty where nothing is printed.
        """
        found = self._lists.get(name)
        if found is None or level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.definition, {})
        if level in found.starts and (name, level) not in self._begun:
            counts[level] = found.starts[level] - 1
        self._begun.add((name, level))
        counts[level] = counts.get(level, found.start(level) - 1) + 1
        for deeper in [index for index in counts if index > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or level < restart:
                del counts[deeper]
        return _print(found, level, counts)


def _read_list(name: str, definition: Element | None, instance: Element) -> _List:
    levels = {
        index: _read_level(found) for found in children(definition, "lvl") if (index := _index(found)) is not None
    }
    read = _List(name, levels)
    for override in children(instance, "lvlOverride"):
        index = _index(override)
        if index is None:
            continue
        own = child(override, "lvl")
        if own is not None:
            levels[index] = _read_level(own)
        start = number(override, "startOverride")
        if start is not None:
            read.starts[index] = start
    return read


def _index(element: Element) -> int | None:
    index = attribute(element, "ilvl") or ""
    return int(index) if len(index) == 1 and index in "012345678" else None


def _read_level(element: Element) -> Level:
    text = child(element, "lvlText")
    shown = "" if text is None or attribute(text, "null") in ("1", "true", "on") else attribute(text) or ""
    form = value(element, "numFmt") or "decimal"
    if child(element, "lvlPicBulletId") is not None:
        form, shown = "bullet", "•"
    return Level(
        number(element, "start") or 0,
        form,
        shown,
        number(element, "lvlRestart"),
        bool(switch(element, "isLgl")),
        value(element, "pStyle"),
        bool(switch(element, "rPr", "vanish")),
    )


def _print(found: _List, level: int, counts: dict[int, int]) -> str:
    """Print the label of a level: its text, with the numbers of this and higher levels in it."""
    printed = found.levels[level]
    if printed.hidden:
        return ""
    if printed.form == "bullet":
        sign = printed.text.strip()[:1]
        return ("-" if sign in _DASHES else "•") if sign else ""

    def fill(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        of_level = found.levels.get(index)
        if of_level is None or index > level:
            return ""
        form = "decimal" if printed.decimal_only else of_level.form
        return format_number(counts.get(index, found.start(index)), form)

    return re.sub(r"%([1-9])", fill, printed.text).strip()


def format_number(count: int, form: str) -> str:
    """Write a number in one of the formats of Word's lists.

    Args:
        count: The number.
        form: The format's name, ``lowerLetter``; one that is not known is written as a decimal number.

    Returns:
        What is printed: ``3``, ``c``, ``iii``; nothing for ``none``, and for a letter or numeral below 1.
    """
    if form in ("none", "bullet"):
        return ""
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count <= _LARGEST else ""
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        numeral = roman(count)
        return numeral.upper() if form == "upperRoman" else numeral
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "ordinal":
        ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{ending}"
    return str(count)


def roman(count: int) -> str:
    """Write a number from 1 to 3999 as a Roman numeral in small letters; empty for others."""
    if not 0 < count <= _LARGEST:
        return ""
    written = ""
    for worth, numeral in _ROMAN:
        repeat, count = divmod(count, worth)
        written += numeral * repeat
    return written
