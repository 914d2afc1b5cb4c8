"""The tokens of Turtle, TriG, N-Triples and N-Quads, each with the place where it begins and ends.

Source: the grammars of RDF 1.1 Turtle (https://www.w3.org/TR/turtle/#sec-grammar-grammar), section 6.5, and of TriG, of
which those of N-Triples and N-Quads are parts.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

_UCHAR: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = f"{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_PREFIX: Final = f"(?:[{_BASE}](?:[{_NAME}.]*[{_NAME}])?)?"
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL: Final = f"(?:[{_BASE}_0-9:]|{_PLX})(?:(?:[{_NAME}.:]|{_PLX})*(?:[{_NAME}:]|{_PLX}))?"


class Kind(StrEnum):
    """What a token is; the value is the name of its group in the pattern."""

    IRI = "iri"
    NAME = "name"
    BLANK = "blank"
    LONG = "long"
    STRING = "string"
    DOUBLE = "double"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DIRECTIVE = "directive"
    LANGUAGE = "language"
    WORD = "word"
    MARK = "mark"


_TOKEN: Final = re.compile(
    "|".join(
        (
            r"(?P<space>[ \t\r\n]+|\#[^\r\n]*)",
            rf"(?P<iri><(?:[^\x00-\x20<>\"{{}}|^`\\]|{_UCHAR})*>)",
            r"(?P<long>\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*''')",
            r"(?P<string>\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*')",
            rf"(?P<blank>_:[{_BASE}_0-9](?:[{_NAME}.]*[{_NAME}])?)",
            rf"(?P<name>{_PREFIX}:(?:{_LOCAL})?)",
            r"(?P<double>[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+)",
            r"(?P<decimal>[+-]?[0-9]*\.[0-9]+)",
            r"(?P<integer>[+-]?[0-9]+)",
            r"(?P<directive>@(?:prefix|base)\b)",
            r"(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
            r"(?P<word>[A-Za-z]+)",
            r"(?P<mark>\^\^|[.;,\[\](){}])",
        )
    ),
    re.DOTALL,
)


class Token(NamedTuple):
    """A token, and where it stands: numbers of characters from the beginning of the text."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins, and where what follows it may begin."""
        return self.start, self.end


class Position(NamedTuple):
    """A place in a text as people and editors count: from 1, columns in characters."""

    line: int
    column: int


class Positions:
    """Turns numbers of characters into lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    def of(self, offset: int) -> Position:
        """Return the line and the column of a character."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """Return the number of the character at a line and a column."""
        return self._starts[min(line, len(self._starts)) - 1] + column - 1


def tokens(text: str) -> Iterator[Token]:
    """Read the tokens of a text, without blanks and comments.

    It ends before the first character that begins no token: what the text says up to there is known.
    """
    at, end = 0, len(text)
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            return
        if match.lastgroup != "space":
            yield Token(Kind(str(match.lastgroup)), match[0], at, match.end())
        at = match.end()
