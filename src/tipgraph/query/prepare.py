"""Looking at a query before the engine does: what it asks for, and whether it may be asked at all."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from tipgraph.errors import MalformedError, TipgraphError
from tipgraph.namespaces import PREFIXES
from tipgraph.query.escapes import Spelled, spell_out
from tipgraph.query.grammar import Node, parse
from tipgraph.query.tokens import Token, tokenize

FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES: Final = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})


class ServiceRefused(TipgraphError):  # noqa: N818 - what happened, not that it is an error
    """A query asks another endpoint through SERVICE; ``args`` is (name, line, column)."""

    def __str__(self) -> str:
        name, line, column = self.args
        return (
            f"{name}:{line}:{column}: SERVICE is refused: this endpoint asks no other; "
            "ask the other endpoint yourself, and give its answer to this one in VALUES"
        )


class UpdateRefused(TipgraphError):  # noqa: N818 - as above
    """A query would change the data; ``args`` is (name, line, column, word)."""

    def __str__(self) -> str:
        name, line, column, word = self.args
        return (
            f"{name}:{line}:{column}: {word} is refused: the data are read only; "
            "they change in the files of the record, as CONTRIBUTING.md says"
        )


class UndeclaredError(MalformedError):
    """A query uses a prefix that is not declared; ``args`` as in :class:`tipgraph.errors.TextError`."""

    @property
    def prefix(self) -> str:
        """The prefix, without its colon."""
        return str(self.args[3]).split("'")[1].rstrip(":")


@dataclass(frozen=True)
class Prepared:
    """A query that may go to the engine."""

    source: Spelled
    name: str
    """What the query is called in messages."""
    form: str
    """One of :data:`FORMS`."""
    tokens: Sequence[Token]
    first: int
    """The index of the token that is its form; those before it are declarations."""

    @property
    def declarations(self) -> str:
        """The prefixes and the base that it declares, without its comments, as they can stand before another query."""
        return " ".join(token.text for token in self.tokens[: self.first])

    @property
    def text(self) -> str:
        """The query as the engine is asked."""
        return self.source.text

    @property
    def is_graph(self) -> bool:
        """Whether the answer is a graph rather than a table or a truth value."""
        return self.form in {"CONSTRUCT", "DESCRIBE"}

    @cached_property
    def tree(self) -> Node | None:
        """The query by the grammar; ``None`` if it cannot be taken apart."""
        return parse(self.tokens)

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, at which the writer of the query finds an offset of its text."""
        return self.source.place(offset)


def prepare(text: str, name: str = "query") -> Prepared:
    """Look at a query.

    Args:
        text: The query. The prefixes of :data:`tipgraph.namespaces.PREFIXES` need no declaration in it.
        name: What it is called in messages: the name of its file, or ``query``.

    Returns:
        The query with its form and its tokens. Its syntax is not yet checked: the engine does that.

    Raises:
        tipgraph.errors.MalformedError: If it is empty, cannot be cut into tokens, has no form, or uses a prefix that is
            not declared.
        ServiceRefused: If it asks another endpoint.
        UpdateRefused: If it would change the data.
    """
    source = spell_out(text)
    tokens = tokenize(source.text)
    source, tokens = _small_truth(source, tokens)
    if not tokens:
        raise MalformedError(name, 1, 1, "the query is empty", "write a SPARQL query")
    declared, first = _prologue(tokens)
    word = tokens[first].word if first < len(tokens) else ""
    if word in _UPDATES:
        raise UpdateRefused(name, *source.place(tokens[first].start), word)
    if tokens[-1].kind == "bad":
        raise _bad(source, name, tokens[-1])
    for token in tokens:
        if _is_service(token):
            raise ServiceRefused(name, *source.place(token.start))
    if word not in FORMS:
        raise _formless(source, name, tokens, first)
    for token in tokens:
        if token.kind == "name" and token.text.partition(":")[0] not in declared:
            raise _undeclared(source, name, token, declared)
    return Prepared(source, name, word, tokens, first)


def _prologue(tokens: Sequence[Token]) -> tuple[set[str], int]:
    """Return the prefixes that may be used, and the index of the first token behind the declarations."""
    declared = set(PREFIXES)
    at = 0
    while at < len(tokens) and tokens[at].word in {"BASE", "PREFIX", "VERSION"}:
        if tokens[at].word == "PREFIX" and at + 1 < len(tokens):
            declared.add(tokens[at + 1].text.partition(":")[0])
        at += 3 if tokens[at].word == "PREFIX" else 2
    return declared, at


def _small_truth(source: Spelled, tokens: list[Token]) -> tuple[Spelled, list[Token]]:
    """Write truth values in small letters: they are keywords, yet the engine knows no capitals in them."""
    written = source.text
    for at, token in enumerate(tokens):
        if token.word in {"TRUE", "FALSE"}:
            tokens[at] = replace(token, text=token.text.lower())
            written = f"{written[: token.start]}{token.text.lower()}{written[token.end :]}"
    return replace(source, text=written), tokens


def _is_service(token: Token) -> bool:
    """Say whether the engine reads SERVICE here.

    The engine needs no space behind a word (``SERVICE?endpoint``), and ends a name or a blank node before a full stop
    where the grammar would go on.
    """
    if token.kind == "word":
        return "SERVICE" in token.text.upper()
    if token.kind in {"name", "node"}:
        local = token.text.upper()
        return ".SERVICE" in local and (token.kind == "node" or local.count(".") > 1)
    return False


def _bad(source: Spelled, name: str, token: Token) -> MalformedError:
    line, column = source.place(token.start)
    if token.text[0] in "\"'":
        reason = f"the string that begins with {_shorten(token.text)} does not end, or has a wrong escape in it"
        return MalformedError(name, line, column, reason, f"close it with {token.text[0]}")
    return MalformedError(name, line, column, f"{token.text!r} means nothing in SPARQL", "remove it, or quote it")


def _formless(source: Spelled, name: str, tokens: Sequence[Token], first: int) -> MalformedError:
    way_out = f"a query begins with {', '.join(FORMS[:-1])} or {FORMS[-1]}"
    if first >= len(tokens):
        return MalformedError(
            name, *source.place(len(source.text.rstrip())), "the query has declarations only", way_out
        )
    token = tokens[first]
    near = difflib.get_close_matches(token.word, FORMS, n=1) if token.word else []
    hint = f"; did you mean {near[0]}?" if near else ""
    return MalformedError(name, *source.place(token.start), f"unexpected {_shorten(token.text)}", way_out + hint)


def _undeclared(source: Spelled, name: str, token: Token, declared: set[str]) -> MalformedError:
    if source.text[: token.start].endswith("<"):
        reason = f"the IRI that begins with '<{token.text}' has a blank or another character in it that no IRI has"
        way_out = "encode it: a blank is %20"
        return MalformedError(name, *source.place(token.start - 1), reason, way_out)
    prefix = token.text.partition(":")[0]
    near = difflib.get_close_matches(prefix, declared, n=1, cutoff=0.5)
    hint = f", or write {near[0]}: if you meant that" if near else ""
    reason = f"the prefix '{prefix}:' of {_shorten(token.text)} is not declared"
    return UndeclaredError(
        name, *source.place(token.start), reason, f"add PREFIX {prefix}: <...> before the query{hint}"
    )


def _shorten(words: str, limit: int = 60) -> str:
    """Quote words of a query for a message."""
    flat = " ".join(words.split())
    return f"'{flat if len(flat) <= limit else flat[: limit - 1] + '…'}'"
