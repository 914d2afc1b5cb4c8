"""What is wrong with a query, told beside its words: the place, the reason, and queries that would be right."""

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Store

from tipgraph.errors import MalformedError, TipgraphError
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query.edit import Edit, apply
from tipgraph.query.prepare import Prepared, ServiceRefused, UndeclaredError, UpdateRefused, prepare
from tipgraph.query.run import evaluate
from tipgraph.query.tokens import Token, tokenize
from tipgraph.query.unknown import missing, warnings

_NOTHING: Final = Store()
_LONGEST: Final = 160
"""Characters of the line of a query that are shown around a place."""
_NEAR: Final = 2
PLACED: Final = (MalformedError, ServiceRefused, UpdateRefused)
"""Errors of a query that have a place in it."""
_NAME: Final = re.compile(r"^[^:\n]*:\d+:\d+: ")


@dataclass(frozen=True)
class Fix:
    """A way to mend a query with a click."""

    words: str
    """What it does: ``declare foaf:``."""
    text: str
    """The whole query, mended."""


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place of a query, or may be."""

    message: str
    line: int
    """From 1; 0 where the fault is nowhere in particular."""
    column: int
    """From 1, in code points, as the line."""
    length: int
    """Code points of the words that are meant, 1 at least."""
    fixes: tuple[Fix, ...] = ()
    doubt: bool = False
    """Whether the query can be asked all the same."""
    before: str = ""
    marked: str = ""
    after: str = ""
    """The line, in three pieces: the middle one is what is meant."""


def fault_of(error: TipgraphError, text: str) -> Fault:
    """Tell why a query was refused or failed.

    Args:
        error: What it came to.
        text: The query.

    Returns:
        The fault, at its place if it has one.
    """
    if not isinstance(error, PLACED):
        return Fault(str(error), 0, 0, 0)
    line, column = error.args[1], error.args[2]
    message = _NAME.sub("", str(error))
    return _at(text, line, column, message[:1].upper() + message[1:], _fixes(error, text))


def check(store: Store, text: str, known: Collection[str]) -> tuple[Fault, ...]:
    """Read a query without asking it.

    Args:
        store: The dataset.
        text: The query.
        known: The IRIs among which what was meant is looked for.

    Returns:
        Which terms and things of the record it names that the record does not have.

    Raises:
        tipgraph.errors.TipgraphError: If the query would be refused; :func:`fault_of` tells of it.
    """
    query = prepare(text)
    evaluate(_NOTHING, query)
    return doubts(store, query, text, known)


def doubts(store: Store, query: Prepared, text: str, known: Collection[str]) -> tuple[Fault, ...]:
    """Find what a query names that the record does not have: a mistyped name is no error, and has no answer.

    Args:
        store: The dataset.
        query: The query, which parses.
        text: The query as it was written.
        known: As for :func:`check`.

    Returns:
        The faults in the order of the query, with the nearest names.
    """
    found = []
    for one in missing(store, query, known):
        line, column = query.place(one.token.start)
        names = [name for name in one.near if _fits(query, name)]
        fixes = [Fix(f"write {name}", _with(text, _offset(text, line, column), one.token.text, name)) for name in names]
        found.append(replace(_at(text, line, column, one.words, fixes), doubt=True))
    return tuple(found)


def why_empty(store: Store, text: str, known: Collection[str]) -> tuple[Fault, ...]:
    """Find what may be why a query has no answer.

    Args:
        store: The dataset.
        text: The query, which the engine has answered.
        known: As for :func:`check`.

    Returns:
        What the query names that the record does not have; names that it gives without their language.
    """
    query = prepare(text)
    found = doubts(store, query, text, known)
    known = {fault.message for fault in found}
    others = [_NAME.sub("", words) for words in warnings(store, query, empty=True, known=known)]
    return (*found, *(Fault(words, 0, 0, 0, doubt=True) for words in others if words not in known))


def _fits(query: Prepared, name: str) -> bool:
    """Say whether a name means in a query what it means by our own declarations."""
    if name.startswith("<"):
        return "BASE" not in {token.word for token in query.tokens[: query.first]}
    prefix = name.partition(":")[0]
    named = [(a.text, b.text) for a, b in zip(query.tokens, query.tokens[1 : query.first], strict=False)]
    return all(iri == f"<{PREFIXES[prefix]}>" for one, iri in named if one == f"{prefix}:")


def _at(text: str, line: int, column: int, message: str, fixes: Sequence[Fix]) -> Fault:
    """Write a fault with the line it is in."""
    lines = text.split("\n")
    whole = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    start = column - 1
    length = max(len(_token(whole[start:])), 1)
    first = max(0, start - _LONGEST // 2)
    before, after = whole[first:start], whole[start + length :]
    cut = "…" if first else ""
    marked = whole[start : start + length]
    return Fault(
        *(message, line, column, length, tuple(fixes)), before=cut + before, marked=marked, after=after[:_LONGEST]
    )


def _token(rest: str) -> str:
    """Return the words that begin at a place."""
    tokens: list[Token] = tokenize(rest)
    return tokens[0].text if tokens and tokens[0].start == 0 else rest[:1]


def _fixes(error: TipgraphError, text: str) -> list[Fix]:
    if not isinstance(error, UndeclaredError):
        return []
    prefix = error.prefix
    fixes = []
    if namespace := well_known().get(prefix):
        fixes.append(Fix(f"Declare {prefix}: as <{namespace}>", f"PREFIX {prefix}: <{namespace}>\n{text}"))
    for near in difflib.get_close_matches(prefix, PREFIXES, n=_NEAR, cutoff=0.5):
        tokens = [token for token in tokenize(text) if token.kind == "name" and token.text.startswith(f"{prefix}:")]
        edits = [Edit(token.start, token.start + len(prefix), near) for token in tokens]
        fixes.append(Fix(f"Write {near}: instead", apply(edits, text)))
    if not fixes:
        fixes.append(Fix(f"Declare {prefix}:, and give its namespace", f"PREFIX {prefix}: <>\n{text}"))
    return fixes


@cache
def well_known() -> dict[str, str]:
    """Return the namespaces of vocabularies that people use, by their usual prefixes; the library rdflib keeps them."""
    from rdflib import Graph  # noqa: PLC0415 - only where a prefix is missing

    return {prefix: str(namespace) for prefix, namespace in Graph(bind_namespaces="rdflib").namespaces() if prefix}


def declared(text: str) -> str:
    """Declare the prefixes of ours that a query uses and leaves to us, so that it can be asked of others, or kept.

    Args:
        text: The query; one that does not parse stays as it is.

    Returns:
        The query, with its own declarations first.
    """
    try:
        query = prepare(text)
    except TipgraphError:
        return text
    head = query.tokens[: query.first]
    own = {token.text for token in head if token.kind == "name"}
    used = {token.text.partition(":")[0] for token in query.tokens[query.first :] if token.kind == "name"}
    lines = [f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in sorted(used) if p in PREFIXES and f"{p}:" not in own]
    relative = any(_is_relative(token) for token in query.tokens)
    if relative and not any(token.word == "BASE" for token in head):
        lines.insert(0, f"BASE <{ID}>\n")
    return "".join(lines) + text


def _is_relative(token: Token) -> bool:
    if token.kind != "iri":
        return False
    try:
        NamedNode(token.text[1:-1])
    except ValueError:
        return True
    return False


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def _with(text: str, at: int, old: str, new: str) -> str:
    """Replace the words at a place, if they are there as they are read."""
    return f"{text[:at]}{new}{text[at + len(old) :]}" if text.startswith(old, at) else text
