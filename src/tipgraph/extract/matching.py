"""Known names found in running text: one look-up a word, so that thousands of names cost no more than a few."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")


def _plain_letters() -> dict[int, str]:
    """Return each letter with a mark to the letter without it, and each form of an apostrophe, a dash or a space to one."""
    found = {ord(form): "'" for form in "’‘ʼʻ´`′"} | {ord(form): "-" for form in "‐‑–"} | {0xA0: " ", 0x202F: " "}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            found[code] = base
    return found


_PLAIN = _plain_letters()


def fold(words: str) -> str:
    """Return words of the same length without accents, and with one form of apostrophes, dashes and spaces."""
    return words.translate(_PLAIN)


def lookup_key(name: str) -> str:
    """Return what whole names are compared by: folded, without case, ``&`` and ``St.`` written out, single spaces."""
    folded = fold(name).casefold().replace("&", " and ")
    return " ".join(re.sub(r"\bst\.? (?=[a-z])", "saint ", folded).split())


class Matcher:
    """Finds the longest known name at each place of a text."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[str, str]]] = {}
        for name in sorted(names, key=len, reverse=True):
            folded = fold(name)
            first = _WORD.match(folded)
            if first:
                self._by_word.setdefault(first[0], []).append((folded, name))

    def find(self, words: str) -> Iterator[tuple[int, int, str]]:
        """Find names in words.

        Args:
            words: Running text.

        Yields:
            (start, end, the name as it is known) in order; none begins or ends within a word or a hyphenated compound,
            and none lies within another.
        """
        folded = fold(words)
        position = 0
        for match in _WORD.finditer(folded):
            start = match.start()
            if start < position or match[0] not in self._by_word or (start and folded[start - 1] == "-"):
                continue
            found = self.at(folded, start, match[0])
            if found:
                position = start + len(found)
                yield start, position, found

    def at(self, folded: str, start: int, first: str) -> str | None:
        """Return the longest known name that begins at a place of folded words with a first word, or None."""
        for name, original in self._by_word.get(first, ()):
            if folded.startswith(name, start):
                behind = folded[start + len(name) : start + len(name) + 1]
                if not (behind.isalnum() or behind in ("_", "-")) or not behind:
                    return original
        return None
