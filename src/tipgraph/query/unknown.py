"""What a query names that the record does not have: a mistyped term gives no error in SPARQL, only no rows."""

import difflib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from tipgraph.namespaces import BASE, ID, PREFIXES, RDFS, SKOS
from tipgraph.query.iris import behind_declarations, resolve
from tipgraph.query.prepare import Prepared
from tipgraph.query.run import evaluate
from tipgraph.query.tokens import Token

_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_NAMES: Final = frozenset({RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel"})
_KIND: Final = re.compile(rf"{re.escape(BASE)}(?:id/[^/]+/|[^/#]+[/#])")
"""What things of one kind begin with, or the terms, or the graphs."""
_NEAR: Final = 3
_ALIKE: Final = 0.7


def warnings(store: Store, query: Prepared, *, empty: bool, known: Collection[str] | None = None) -> list[str]:
    """Find what may be why a query does not give what was meant.

    Args:
        store: The dataset.
        query: A query that the engine has answered.
        empty: Whether the answer holds nothing.
        known: As for :func:`missing`.

    Returns:
        Sentences for the person who asked, each with line and column, in the order of the query: terms and things of
        the record that it does not have, each once, with the nearest ones; of an empty answer, also names written without their
        language; and columns that no row fills, since they join what is no string.
    """
    found = [(one.token.start, one.words) for one in missing(store, query, known)]
    found += _without_language(store, query, dict(_resolved(query))) if empty else _unjoined(store, query)
    return [f"{query.name}:{_place(query, at)}: {words}" for at, words in sorted(found)]


@dataclass(frozen=True)
class Missing:
    """An IRI in a query that the record does not have."""

    token: Token
    words: str
    """What is to be said of it."""
    near: tuple[str, ...]
    """The nearest ones that there are, as they would be written."""


def missing(store: Store, query: Prepared, known: Collection[str] | None = None) -> list[Missing]:
    """Find the terms and things of the record that a query names and the record does not have.

    Args:
        store: The dataset.
        query: A query that parses.
        known: The IRIs among which the nearest are looked for; all that there are otherwise, for which everything in the
            dataset has to be gone through.

    Returns:
        Each once, where it stands first.
    """
    named = _resolved(query)
    first = {iri: token for token, iri in reversed(named)}
    absent = {iri: token for iri, token in first.items() if _is_missing(store, iri)}
    if known is None:
        known = _iris(store) if absent else ()
    found = [
        Missing(token, _unknown(store, token, iri, known), tuple(written(one) for one in _nearest(store, iri, known)))
        for iri, token in absent.items()
    ]
    return sorted(found, key=lambda one: one.token.start)


def _place(query: Prepared, at: int) -> str:
    line, column = query.place(at)
    return f"{line}:{column}"


# ---- IRIs


def _resolved(query: Prepared) -> list[tuple[Token, str]]:
    """Give every IRI that a query asks for, in full; those of its declarations and of what it constructs left out."""
    tokens = [
        token for token in _asked(query.tokens[behind_declarations(query.tokens) :]) if token.kind in {"iri", "name"}
    ]
    return list(zip(tokens, resolve(query, tokens) or [], strict=False))


def _asked(tokens: Iterable[Token]) -> Iterator[Token]:
    """Leave out the template of a CONSTRUCT: what it makes need not be there."""
    left = list(tokens)
    if left[0].word == "CONSTRUCT" and left[1].text == "{":
        depth, end = 1, 2
        while depth:
            depth += {"{": 1, "}": -1}.get(left[end].text, 0)
            end += 1
        left = left[end:]
    yield from left


def _unescape(words: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else m[3], words)


def _is_missing(store: Store, iri: str) -> bool:
    """Say whether an IRI is one of the record's by its looks, and occurs nowhere."""
    if not iri.startswith(BASE) or iri.endswith(("/", "#")):
        return False  # a namespace is asked for by FILTER, and is no thing
    node = NamedNode(iri)
    places = ((node, None, None, None), (None, node, None, None), (None, None, node, None), (None, None, None, node))
    return not any(next(store.quads_for_pattern(*pattern), None) for pattern in places)


def _unknown(store: Store, token: Token, iri: str, known: Collection[str]) -> str:
    """Say that an IRI occurs nowhere, and which ones come near to it."""
    near = [written(other) for other in _nearest(store, iri, known)]
    meant = f"did you mean {' or '.join(near)}?" if near else "docs/ontology.md names what there is"
    in_full = f" ({iri})" if token.kind == "iri" and not token.text.startswith(f"<{BASE}") else ""
    return f"{token.text}{in_full} occurs nowhere in the record: {meant}"


def _nearest(store: Store, iri: str, known: Collection[str]) -> list[str]:
    """Name the IRIs of the record that come nearest to one: elsewhere by the same path, or alike among its fellows."""
    elsewhere = BASE + iri.removeprefix(ID)
    if iri.startswith(ID) and not _is_missing(store, elsewhere):
        return [elsewhere]  # graphs and schemes do not lie below id/
    kind = _KIND.match(iri)
    space = kind[0] if kind and any(one.startswith(kind[0]) for one in known) else BASE
    wanted = iri.removeprefix(space).casefold()
    # As many steps as it has: a paragraph is not meant by the name of an anchor.
    alike: dict[str, list[str]] = defaultdict(list)
    for one in sorted(one for one in known if one.startswith(space)):
        alike[one.removeprefix(space).casefold()].append(one)
    names = [name for name in alike if name.count("/") == wanted.count("/")]
    near = [wanted] if wanted in alike else difflib.get_close_matches(wanted, names, n=_NEAR, cutoff=_ALIKE)
    return [one for name in near for one in alike[name]]


def _iris(store: Store) -> set[str]:
    """Collect the IRIs of the record's own: of whatever is said, and of the graphs it is said in."""
    found = {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    for quad in store:
        found.update(term.value for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, NamedNode))
    return {iri for iri in found if iri.startswith(BASE)}


def written(iri: str) -> str:
    """Write an IRI so that it can stand in a query of ours: with a prefix, or relative to the base of things."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        local = iri.removeprefix(namespace)
        if local != iri and re.fullmatch(r"\w[\w-]*", local):
            return f"{prefix}:{local}"
    return f"<{iri.removeprefix(ID)}>"


# ---- literals and columns


def _without_language(store: Store, query: Prepared, named: dict[Token, str]) -> Iterator[tuple[int, str]]:
    """Find names given as plain strings that the record has in a language only."""
    for before, token, after in zip(query.tokens, query.tokens[1:], query.tokens[2:], strict=False):
        tagged = after.kind == "language" or after.text == "^^"
        if token.kind != "string" or tagged or not (named.get(before) in _NAMES or before.text == "="):
            continue
        words = _unescape(token.text.strip("\"'"))
        if _is_name(store, Literal(words, language="en")) and not _is_name(store, Literal(words)):
            yield token.start, f'names have their language: write "{words}"@en, or compare STR() of the name'


def _is_name(store: Store, words: Literal) -> bool:
    return any(next(store.quads_for_pattern(None, NamedNode(name), words), None) for name in _NAMES)


def _unjoined(store: Store, query: Prepared) -> Iterator[tuple[int, str]]:
    """Find columns that no row fills, for GROUP_CONCAT joins strings only."""
    tokens = query.tokens
    columns = {}
    for at, token in enumerate(tokens):
        inner = at + 2 + (at + 2 < len(tokens) and tokens[at + 2].word == "DISTINCT")
        if token.word == "GROUP_CONCAT" and tokens[inner].kind == "variable":
            alias = next((i for i in range(inner, len(tokens) - 1) if tokens[i].word == "AS"), None)
            if alias:
                columns[tokens[alias + 1].text[1:]] = (token.start, tokens[inner].text)
    if not columns:
        return
    solutions = evaluate(store, query)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    rows = list(solutions)
    for column, (start, joined) in columns.items():
        if column in names and all(row[column] is None for row in rows):
            yield start, f"?{column} is empty in every row: GROUP_CONCAT joins strings only, write STR({joined}) in it"
