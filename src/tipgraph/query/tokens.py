"""SPARQL cut into tokens, so that a query is judged by what it says and not by what its letters look like.

``<`` begins an IRI or is the operator "less than": inside an expression, after something that has a value, it is the
operator. A tokenizer that took the longest IRI there could be made to swallow a whole clause. Keywords need no space
between them: ``ASKFROM`` is two.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tipgraph.query.words import first_word

_BASE_CHARS: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START: Final = f"[{_BASE_CHARS}_]"
_CHARS: Final = f"[{_BASE_CHARS}_0-9\u00b7\u0300-\u036f\u203f-\u2040-]"
_VARIABLE: Final = f"[{_BASE_CHARS}_0-9][{_BASE_CHARS}_0-9\u00b7\u0300-\u036f\u203f-\u2040]*"
_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
# Possessive, and with a bound on the dots, so that no text takes more than linear time.
_PREFIX: Final = f"(?:[{_BASE_CHARS}]{_CHARS}*+(?:\\.++{_CHARS}++){{0,8}}+)?:"
_LOCAL_CHARS: Final = f"(?:{_CHARS}|:|{_ESCAPED})++"
_LOCAL: Final = f"(?:{_LOCAL_CHARS}(?:\\.++{_LOCAL_CHARS})*+)?"
_CODE_POINT: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

_KINDS: Final = (
    ("space", r"[ \t\r\n]+"),
    ("comment", r"#[^\r\n]*"),
    ("iri", rf"<(?:[^<>\"{{}}|^`\\\x00-\x20]|{_CODE_POINT})*>"),
    ("string", r'"""(?:"{0,2}(?:[^"\\]|\\[^\r\n]))*"""' + r"|'''(?:'{0,2}(?:[^'\\]|\\[^\r\n]))*'''"),
    ("string", r'"(?!"")(?:[^"\\\r\n]|\\[^\r\n])*"' + r"|'(?!'')(?:[^'\\\r\n]|\\[^\r\n])*'"),
    ("variable", rf"[?$]{_VARIABLE}"),
    ("node", rf"_:[{_BASE_CHARS}_0-9]{_CHARS}*+(?:\.++{_CHARS}++)*+"),
    ("name", _PREFIX + _LOCAL),
    ("language", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?"),
    ("number", r"(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+"),
    ("word", rf"{_START}{_CHARS}*+"),
    ("mark", r"<<\(|\)>>|<<|>>|\{\||\|\}|&&|\|\||!=|<=|>=|\^\^|[{}()\[\],;.=<>!|/^*+?~-]"),
)
_TOKEN: Final = re.compile("|".join(f"(?P<{kind}_{i}>{pattern})" for i, (kind, pattern) in enumerate(_KINDS)))
_LESS: Final = re.compile(r"<=?")

_VALUES: Final = frozenset({"variable", "name", "iri", "string", "language", "number", "node"})
_ONE: Final = frozenset({"FILTER", "BIND"})
_SEVERAL: Final = frozenset({"SELECT", "BY", "HAVING"})
_NONE: Final = frozenset({"WHERE", "VALUES", "LIMIT", "OFFSET", "CONSTRUCT", "DESCRIBE", "ASK", "FROM", "A"})
_OPENING: Final = frozenset({"(", "{", "[", "<<", "<<(", "{|"})
_CLOSING: Final = frozenset({")", "}", "]", ">>", ")>>", "|}"})


@dataclass(frozen=True)
class Token:
    """A piece of a query."""

    kind: str
    """``iri``, ``string``, ``variable``, ``node``, ``name``, ``language``, ``number``, ``word``, ``mark`` or ``bad``."""
    text: str
    start: int
    """Offset of its first character in the query."""

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The text in capitals if this is a keyword or the name of a function, else nothing."""
        if self.kind != "word":
            return ""
        return self.text.upper() if self.text.isascii() else self.text  # a long s is not the S of a keyword


def tokenize(query: str) -> list[Token]:
    """Cut a query into tokens, leaving out white space and comments.

    Args:
        query: Any text.

    Returns:
        Its tokens. A character that begins none is a token of kind ``bad`` and the last one; where a string begins
        there that does not end, it has the rest of the line.
    """
    return list(_Cutter(query).tokens())


class _Cutter:
    """Walks through a query, remembering whether it is inside an expression."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._previous: Token | None = None
        # For every open bracket: does it hold an expression, and how many expressions may follow it in its clause?
        self._open: list[tuple[bool, str]] = []
        self._expected = "none"  # how many parentheses with expressions may come next: none, one, several

    def tokens(self) -> Iterator[Token]:
        position = 0
        while position < len(self._query):
            token = self._next(position)
            position = token.end
            if token.kind in {"space", "comment"}:
                continue
            self._follow(token)
            self._previous = token
            yield token
            if token.kind == "bad":
                return

    def _next(self, position: int) -> Token:
        if self._query[position] == "<" and self._has_value():
            match = _LESS.match(self._query, position)
            assert match is not None
            return Token("mark", match[0], position)
        match = _TOKEN.match(self._query, position)
        if match is None:
            quoted = self._query[position] in "\"'"
            text = self._query[position:].splitlines()[0] if quoted else self._query[position]
            return Token("bad", text, position)
        kind = str(match.lastgroup).partition("_")[0]
        return Token(kind, first_word(match[0]) if kind == "word" else match[0], position)

    def _has_value(self) -> bool:
        """Say whether the previous token ends an operand of the expression we are in."""
        previous = self._previous
        if previous is None or not self._inside():
            return False
        return previous.kind in _VALUES or previous.text in {")", "}"} or previous.word in {"TRUE", "FALSE"}

    def _inside(self) -> bool:
        return bool(self._open and self._open[-1][0])

    def _follow(self, token: Token) -> None:
        """Note what a token opens, closes or announces."""
        if token.kind == "mark" and token.text in _OPENING:
            holds_expression = token.text == "(" and (self._inside() or self._expected != "none" or self._is_call())
            follows = "none" if token.text == "(" and self._expected == "one" else self._expected
            self._open.append((holds_expression, follows))
            self._expected = "none"
        elif token.kind == "mark" and token.text in _CLOSING:
            self._expected = self._open.pop()[1] if self._open else "none"
        elif token.word in _ONE:
            self._expected = "one"
        elif token.word in _SEVERAL:
            self._expected = "several"
        elif token.word in _NONE:
            self._expected = "none"

    def _is_call(self) -> bool:
        """Say whether a parenthesis that comes next holds the arguments of a function."""
        return self._previous is not None and self._previous.kind == "word" and self._previous.word not in _NONE
