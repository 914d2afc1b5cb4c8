"""The query language of search: words, "phrases", AND, OR, NOT, -word, parentheses, prefix*. Nothing in it is an error.

What cannot be read is left out, and the reader is told how the rest was read.
"""

import re
from dataclasses import dataclass
from typing import Final

from tipgraph.dataset.search.fold import words

LONGEST: Final = 1_000
"""Characters of a search that are read."""
MOST_WORDS: Final = 50
"""Words and phrases that are read."""
DEEPEST: Final = 6
"""Parentheses within parentheses that are read."""
_QUOTES: Final = '"“”„«»'
_TOKEN: Final = re.compile(
    rf"""\s* (?:
      (?P<minus> -+ (?= [^\s\-){_QUOTES}] | [{_QUOTES}] ) )
    | [{_QUOTES}] (?P<phrase> [^{_QUOTES}]* ) (?P<close> [{_QUOTES}] )
    | (?P<quote> [{_QUOTES}] )
    | (?P<open> \( )
    | (?P<shut> \) )
    | (?P<word> [^\s(){_QUOTES}]+ (?: \( [^\s(){_QUOTES}]{{1,5}} \) )* )
    )""",
    re.VERBOSE,
)
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})


@dataclass(frozen=True)
class Words:
    """One or more words that stand next to each other in this order."""

    words: tuple[str, ...]
    """Folded, as the index has them."""
    quoted: bool = False
    prefix: bool = False
    """Whether the last one may go on."""


@dataclass(frozen=True)
class Not:
    """What must not be found."""

    part: "Node"


@dataclass(frozen=True)
class All:
    """What must all be found: two or more parts, none of which is an All."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Any:
    """Of which one at least must be found: two or more parts, none of which is an Any."""

    parts: tuple["Node", ...]


Node = Words | Not | All | Any


@dataclass(frozen=True)
class Query:
    """A search as it was read."""

    node: Node | None
    """Nothing where there is no word."""
    notes: tuple[str, ...] = ()
    """What was not read as it was written, in words for who wrote it."""

    @property
    def text(self) -> str:
        """The search as it was read, with every operator; it is read again as the same."""
        return written(self.node) if self.node else ""


def parse(text: str) -> Query:
    """Read a search.

    Args:
        text: Whatever a person has written.

    Returns:
        What to look for. AND binds more closely than OR, and stands between any two words that have nothing between
        them; operators are written in capitals.
    """
    return _Reader(text).read()


def written(node: Node) -> str:
    """Write what is looked for, as a person would."""
    if isinstance(node, Words):
        star = "*" if node.prefix else ""
        plain = len(node.words) == 1 and not node.quoted
        return f"{node.words[0]}{star}" if plain else f'"{" ".join(node.words)}{star}"'
    if isinstance(node, Not):
        return f"NOT {_enclosed(node.part)}"
    if isinstance(node, All):
        return " AND ".join(_enclosed(part) if isinstance(part, Any) else written(part) for part in node.parts)
    return " OR ".join(written(part) for part in node.parts)


def conjunction(parts: list[Node]) -> Node | None:
    """Put parts together that must all be found."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, All) else (part,))]
    return All(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def disjunction(parts: list[Node]) -> Node | None:
    """Put parts together of which one must be found."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, Any) else (part,))]
    return Any(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def _enclosed(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, All | Any) else written(node)


def _negated(node: Node) -> Node:
    return node.part if isinstance(node, Not) else Not(node)


class _Reader:
    """Reads tokens by recursive descent; every note is made once."""

    def __init__(self, text: str) -> None:
        self._notes: dict[str, None] = {}
        if len(text) > LONGEST:
            self._note(f"only the first {LONGEST:,} characters were read")
        self._tokens = self._cut(text[:LONGEST])
        self._next = 0
        self._leaves = 0

    def read(self) -> Query:
        found = self._any(0)
        while self._next < len(self._tokens):  # a parenthesis that closes nothing
            self._next += 1
            self._note("a closing parenthesis without an opening one was left out")
            found = conjunction([part for part in (found, self._any(0)) if part])
        return Query(found, tuple(self._notes))

    def _any(self, depth: int) -> Node | None:
        parts = [self._all(depth)]
        while self._take("OR"):
            following = self._all(depth)
            if parts[-1] is None or following is None:
                self._note("OR stands between two words: one that does not was left out")
            parts.append(following)
        return disjunction([part for part in parts if part])

    def _all(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self._next < len(self._tokens) and self._peek() not in ("OR", "shut"):
            if self._take("AND"):
                if not parts or self._peek() in ("OR", "AND", "shut", ""):
                    self._note("AND stands between two words: one that does not was left out")
                continue
            part = self._one(depth)
            if part is not None:
                parts.append(part)
        return conjunction(parts)

    def _one(self, depth: int) -> Node | None:
        signs = 0
        while self._peek() in ("NOT", "minus"):
            signs += 1
            self._next += 1
        if signs and self._peek() in ("AND", "OR", "shut", ""):
            self._note("NOT stands before a word: one that does not was left out")
            return None
        found = self._group(depth) if self._take("open") else self._words()
        return _negated(found) if found and signs % 2 else found

    def _group(self, depth: int) -> Node | None:
        if depth >= DEEPEST:
            self._note(f"parentheses within more than {DEEPEST} others were left out")
            return None
        found = self._any(depth + 1)
        if not self._take("shut"):
            self._note("an opening parenthesis without a closing one was closed at the end")
        elif found is None:
            self._note("parentheses without a word between them were left out")
        return found

    def _words(self) -> Node | None:
        kind, text = self._tokens[self._next]
        self._next += 1
        found = tuple(words(text))
        if not found:
            if text.strip():
                self._note("signs without letters or digits were left out")
            return None
        self._leaves += 1
        if self._leaves > MOST_WORDS:
            self._note(f"only the first {MOST_WORDS} words were read")
            return None
        return Words(found, kind == "phrase" or len(found) > 1, text.rstrip().endswith("*"))

    def _cut(self, text: str) -> list[tuple[str, str]]:
        tokens, place = [], 0
        while match := _TOKEN.match(text, place):
            place = match.end()
            kind = match.lastgroup or ""
            if kind == "close":
                tokens.append(("phrase", match["phrase"]))
            elif kind == "quote":
                self._note("a quotation mark without another was left out")
            elif kind == "word" and match["word"] in _OPERATORS:
                tokens.append((match["word"], ""))
            else:
                tokens.append((kind, match[kind]))
        return tokens

    def _peek(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""

    def _take(self, kind: str) -> bool:
        taken = self._peek() == kind
        self._next += taken
        return taken

    def _note(self, words: str) -> None:
        self._notes[words] = None
