r"""Code points written as escapes: ``\u0053ELECT`` is ``SELECT``, wherever in a query it stands.

The engine knows them in IRIs and in strings only.

Source: https://www.w3.org/TR/sparql11-query/#codepointEscape
"""

import re
from bisect import bisect
from dataclasses import dataclass
from typing import Final

_SCANNED: Final = re.compile(
    r"""
    <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>
    | \"\"\"(?:"{0,2}(?:[^"\\]|\\.))*+\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*+'''
    | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+'
    | \#[^\r\n]*
    | \\u(?P<four>[0-9A-Fa-f]{4}) | \\U(?P<eight>[0-9A-Fa-f]{8})
    | \\.
    """,
    re.VERBOSE | re.DOTALL,
)
_LAST: Final = 0x10FFFF


@dataclass(frozen=True)
class Spelled:
    """A query without escapes outside of its IRIs and strings."""

    written: str
    """The query as somebody wrote it."""
    text: str
    """The query as it is read."""
    _shortened: tuple[tuple[int, int], ...] = ()
    # For each escape: the offset in the text behind its character, and how many characters are gone up to there.

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, at which an offset in the text was written."""
        before = bisect(self._shortened, (offset, _LAST))
        at = offset + (self._shortened[before - 1][1] if before else 0)
        ahead = self.written[:at]
        return ahead.count("\n") + 1, at - ahead.rfind("\n")


def spell_out(query: str) -> Spelled:
    """Replace the escapes of a query by their characters.

    Args:
        query: Any text.

    Returns:
        The text in which letters, digits and the other characters of names stand for themselves. Escapes within IRIs and
        strings, which the engine reads, and in comments stay; so do those of any other character, which may stand
        nowhere else.
    """
    if "\\u" not in query and "\\U" not in query:
        return Spelled(query, query)
    pieces: list[str] = []
    shortened: list[tuple[int, int]] = []
    end = length = gone = 0
    for match in _SCANNED.finditer(query):
        code = int(match["four"] or match["eight"] or "0", 16)
        character = chr(code) if code <= _LAST else ""
        if not (character.isalnum() or character in {"_", "-", ":", "\u00b7", "\u203f", "\u2040"}):
            continue
        pieces += [query[end : match.start()], character]
        length += match.start() - end + 1
        gone += len(match[0]) - 1
        shortened.append((length, gone))
        end = match.end()
    return Spelled(query, "".join([*pieces, query[end:]]), tuple(shortened))
