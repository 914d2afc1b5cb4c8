"""Saying in our own words, and at the right place, why the engine refused a query."""

import difflib
import re
from itertools import pairwise
from typing import Final

from tipgraph.errors import MalformedError
from tipgraph.query.grammar import Departure, find_departure
from tipgraph.query.iris import resolve
from tipgraph.query.misuse import find_misuse
from tipgraph.query.prepare import Prepared
from tipgraph.query.words import FUNCTIONS, KEYWORDS

_PLACE: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_FUNCTION: Final = re.compile(r"The custom function <(.*)> is not supported")
_FUNCTIONS: Final = "use the functions of SPARQL 1.1, section 17.4, and its casts (xsd:integer, xsd:date, ...)"
_SENTENCE: Final = re.compile(r"(?:^|, )([A-Z][a-zA-Z]*(?: [^\s,\[\"]+){2,})")
_KINDS: Final = {
    "IRIREF": "an IRI",
    "NAME": "an IRI",
    "VARIABLE": "a variable",
    "NODE": "a blank node",
    "STRING": "a literal",
    "NUMBER": "a number",
    "TRUE": "a literal",
    "FALSE": "a literal",
    "LANGUAGE": "a language tag",
    "NAMESPACE": "a prefix with its colon",
    "FUNCTION": "a function",
    "END": "the end of the query",
    "A": "'a'",
}
_ORDER: Final = ("a variable", "an IRI", "a literal", "a number", "a function", "the end of the query")
_OPERATORS: Final = frozenset({"=", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-", "*", "/", "!", "^", "|", "?"})
_MOST: Final = 7
_SPECIFICATION: Final = "see https://www.w3.org/TR/sparql11-query/"
_NEAR: Final = 40
"""Characters of the query that are quoted from a place on."""


def explain(query: Prepared, error: SyntaxError) -> MalformedError:
    """Turn the engine's refusal into a message for the person who wrote the query.

    Args:
        query: The query that was refused.
        error: What the engine raised.

    Returns:
        Line, column, the words that cannot stand there, and what could. Where neither the grammar nor its notes have
        anything against the query, the engine's own sentence and the words at the place that it names.
    """
    departure = find_departure(query.tokens)
    if departure is None:
        misuse = find_misuse(query)
        if misuse is None:
            return _by_the_engine(query, error)
        place = query.place(query.tokens[misuse.at].start)
        return MalformedError(query.name, *place, misuse.reason, misuse.way_out)
    expected = _expected(departure)
    if departure.index >= len(query.tokens):
        end = query.tokens[-1].end
        return MalformedError(query.name, *query.place(end), "the query ends too early", f"expected {expected}")
    token = query.tokens[departure.index]
    if token.text == "<" and "IRIREF" in departure.expected:
        reason, way_out = "the IRI that begins here has a space or a sign in it that no IRI has", "write it with %20"
        return MalformedError(query.name, *query.place(token.start), reason, way_out)
    near = difflib.get_close_matches(token.word, sorted(KEYWORDS | FUNCTIONS), n=1, cutoff=0.7) if token.word else []
    way_out = f"did you mean {near[0]}?" if near and near[0] != token.word else f"expected {expected}"
    rest = query.text[token.start : token.start + _NEAR].split("\n")[0].strip()
    where = f" in '{rest}'" if rest != token.text else ""
    return MalformedError(query.name, *query.place(token.start), f"unexpected '{token.text}'{where}", way_out)


def unknown_function(query: Prepared, error: RuntimeError) -> MalformedError | None:
    """Find where a query calls a function that the engine does not know.

    Args:
        query: A query that parses.
        error: What the engine raised when it was asked.

    Returns:
        Line, column and name of the first such call; ``None`` if that is not what the engine says.
    """
    match = _FUNCTION.match(str(error))
    if match is None:
        return None
    names = [one for one, bracket in pairwise(query.tokens) if one.kind in {"iri", "name"} and bracket.text == "("]
    for token, iri in zip(names, resolve(query, names) or [], strict=False):
        if iri == match[1]:
            reason = f"'{token.text}' is a function that is not known here"
            return MalformedError(query.name, *query.place(token.start), reason, _FUNCTIONS)
    return None


def _expected(departure: Departure) -> str:
    """Say what could stand at a place: kinds of words, then marks, then keywords if they are few."""
    kinds = {_KINDS[wanted] for wanted in departure.expected if wanted in _KINDS}
    if "a literal" in kinds:
        kinds.discard("a number")
    ordered = sorted(kinds, key=lambda kind: (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), kind))
    others = departure.expected - set(_KINDS)
    words = sorted(wanted for wanted in others if wanted[0].isalpha())
    # An operator can follow any value: named only where nothing else could stand there.
    marks = sorted(f"'{wanted}'" for wanted in others if not wanted[0].isalpha() and wanted not in _OPERATORS)
    named = ordered if len(ordered) > 2 else ordered + marks
    if len(named) + len(words) <= _MOST:
        named = named + words
    named = named or words[:_MOST] or ["an operator"]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"


def _by_the_engine(query: Prepared, error: SyntaxError) -> MalformedError:
    """Take place and sentence from the engine's message."""
    match = _PLACE.match(str(error))
    if match is None:
        return MalformedError(query.name, 1, 1, str(error).split("\n")[0], _SPECIFICATION)
    lines = query.text.split("\n")[: int(match[1]) - 1]
    offset = sum(len(line) + 1 for line in lines) + int(match[2]) - 1
    found = [token for token in query.tokens if token.end > offset] or query.tokens[-1:]
    words = query.text[found[0].start : found[0].start + _NEAR].split("\n")[0].strip()
    sentence = _SENTENCE.search(match[3])
    reason = sentence[1].rstrip(".") if sentence else "the query is not SPARQL"
    return MalformedError(query.name, *query.place(found[0].start), f"{reason}, at or before '{words}'", _SPECIFICATION)
