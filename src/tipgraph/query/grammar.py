"""Where a query departs from the grammar of SPARQL 1.1: the first token that cannot stand where it does.

The engine decides what is valid; its messages name a place that may be words away. For a query that it refuses, this
recogniser finds the place, and what could have stood there.

Source: https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from tipgraph.query.tokens import Token

_FUNCTION_WORDS: Final = """
STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI
CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5
SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR
REPLACE ADJUST TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE LANGDIR HASLANG HASLANGDIR STRLANGDIR
"""
FUNCTIONS: Final = frozenset(_FUNCTION_WORDS.split())
"""Functions that the engine knows by a word."""

# "words" and "marks" stand for themselves, names in capitals for kinds of token, other names for rules.
_GRAMMAR: Final = """
query      = prologue ( select | construct | describe | ask ) values? END
prologue   = ( "BASE" IRIREF | "PREFIX" NAMESPACE IRIREF | "VERSION" STRING )*
select     = columns from* where modifiers
subselect  = columns where modifiers values?
columns    = "SELECT" ( "DISTINCT" | "REDUCED" )? ( "*" | ( VARIABLE | "(" expr "AS" VARIABLE ")" )+ )
construct  = "CONSTRUCT" ( "{" triples? "}" from* where modifiers | from* "WHERE" "{" triples? "}" modifiers )
describe   = "DESCRIBE" ( "*" | varoriri+ ) from* where? modifiers
ask        = "ASK" from* where modifiers
from       = "FROM" "NAMED"? iri
where      = "WHERE"? group
modifiers  = grouping? having? order? limits?
grouping   = "GROUP" "BY" ( builtin | call | "(" expr ( "AS" VARIABLE )? ")" | VARIABLE )+
having     = "HAVING" constraint+
order      = "ORDER" "BY" ( ( "ASC" | "DESC" ) "(" expr ")" | constraint | VARIABLE )+
limits     = "LIMIT" NUMBER ( "OFFSET" NUMBER )? | "OFFSET" NUMBER ( "LIMIT" NUMBER )?
values     = "VALUES" data
group      = "{" ( subselect | triples? ( other "."? triples? )* ) "}"
triples    = same ( "." same )* "."?
same       = term properties | node properties?
properties = verb objects ( ";" ( verb objects )? )*
objects    = thing ( "," thing )*
thing      = term | node
node       = "(" thing+ ")" | "[" properties "]"
term       = VARIABLE | iri | literal | NODE | "[" "]" | "(" ")"
verb       = VARIABLE | path
path       = sequence ( "|" sequence )*
sequence   = step ( "/" step )*
step       = "^"? ( iri | "A" | "!" negated | "(" path ")" ) ( "?" | "*" | "+" )?
negated    = one | "(" ( one ( "|" one )* )? ")"
one        = "^"? ( iri | "A" )
other      = group ( "UNION" group )* | ( "OPTIONAL" | "MINUS" | "LATERAL" ) group | "GRAPH" varoriri group | service
           | "FILTER" constraint | "BIND" "(" expr "AS" VARIABLE ")" | "VALUES" data
service    = "SERVICE" "SILENT"? varoriri group
data       = VARIABLE "{" datum* "}" | "(" VARIABLE* ")" "{" ( "(" datum* ")" )* "}"
datum      = iri | literal | "UNDEF"
constraint = "(" expr ")" | builtin | call
call       = iri arguments
arguments  = "(" ( "DISTINCT"? expr ( "," expr )* )? ")"
expr       = and ( "||" and )*
and        = relation ( "&&" relation )*
relation   = sum ( ( "=" | "!=" | "<" | ">" | "<=" | ">=" ) sum | "NOT"? "IN" arguments )?
sum        = product ( ( "+" | "-" ) product )*
product    = unary ( ( "*" | "/" ) unary )*
unary      = ( "!" | "+" | "-" )? primary
primary    = "(" expr ")" | builtin | iri arguments? | literal | VARIABLE
builtin    = "COUNT" "(" "DISTINCT"? ( "*" | expr ) ")" | "NOT"? "EXISTS" group
           | ( "SUM" | "MIN" | "MAX" | "AVG" | "SAMPLE" ) "(" "DISTINCT"? expr ")"
           | "GROUP_CONCAT" "(" "DISTINCT"? expr ( ";" "SEPARATOR" "=" STRING )? ")" | FUNCTION arguments
literal    = STRING ( LANGUAGE | "^^" iri )? | ( "+" | "-" )? NUMBER | "TRUE" | "FALSE"
iri        = IRIREF | NAME
varoriri   = VARIABLE | iri
"""
_NEWER: Final = frozenset({"<<", "<<(", ">>", ")>>", "{|", "|}", "~"})
"""Marks of RDF 1.2, which the engine knows and this grammar does not."""

Expression = tuple[object, ...]


@dataclass
class Departure:
    """The furthest point that the grammar leads to."""

    index: int = 0
    """Which token could not be used; the number of tokens if the query ends too early."""
    expected: set[str] = field(default_factory=set)
    """What could stand there: words, marks, and kinds of token in capitals."""


def find_departure(tokens: Sequence[Token]) -> Departure | None:
    """Find where a query departs from the grammar.

    Args:
        tokens: The tokens of the query.

    Returns:
        The place, or ``None`` where the grammar has nothing against the query, or does not know a construct in it, or
        it nests too deep to be followed.
    """
    departure = Departure()
    try:
        _Matcher(tokens, departure).rule("query", 0)
    except RecursionError:
        return None
    if departure.index > len(tokens):
        return None
    if departure.index < len(tokens) and tokens[departure.index].text in _NEWER:
        return None
    return departure


def keywords() -> frozenset[str]:
    """Return every word that means something in SPARQL."""
    return frozenset(re.findall(r'"([A-Z_]+)"', _GRAMMAR)) | FUNCTIONS


class _Matcher:
    """Follows the grammar as far as it goes. SPARQL needs one token to decide, so the first choice that fits is right."""

    def __init__(self, tokens: Sequence[Token], departure: Departure) -> None:
        self._tokens = tokens
        self._departure = departure
        self._rules = _rules()

    def rule(self, name: str, at: int) -> int | None:
        return self._match(self._rules[name], at)

    def _match(self, expression: Expression, at: int) -> int | None:
        """Return the index behind what an expression matches, or ``None``."""
        kind, *parts = expression
        if kind == "terminal":
            return self._terminal(str(parts[0]), at)
        if kind == "rule":
            return self.rule(str(parts[0]), at)
        if kind == "sequence":
            position: int | None = at
            for part in parts:
                position = None if position is None else self._match(part, position)  # type: ignore[arg-type]
            return position
        if kind == "choice":
            found = (self._match(part, at) for part in parts)  # type: ignore[arg-type]
            return next((position for position in found if position is not None), None)
        return self._repeat(expression, at)

    def _repeat(self, expression: Expression, at: int) -> int | None:
        kind, part = expression
        count = 0
        while kind != "?" or count == 0:
            position = self._match(part, at)  # type: ignore[arg-type]
            if position is None or position == at:
                break
            at, count = position, count + 1
        return None if kind == "+" and count == 0 else at

    def _terminal(self, wanted: str, at: int) -> int | None:
        fits = _fits(wanted, self._tokens[at]) if at < len(self._tokens) else wanted == "END"
        if fits:
            self._reach(at + 1)
            return at + 1
        self._reach(at)
        if at == self._departure.index:
            self._departure.expected.add(wanted)
        return None

    def _reach(self, at: int) -> None:
        if at > self._departure.index:
            self._departure.index = at
            self._departure.expected = set()


def _fits(wanted: str, token: Token) -> bool:
    """Say whether a token is of a kind, or is a word or a mark."""
    kinds = {
        "IRIREF": token.kind == "iri",
        "NAME": token.kind == "name",
        "NAMESPACE": token.kind == "name" and token.text.endswith(":"),
        "VARIABLE": token.kind == "variable",
        "NODE": token.kind == "node",
        "STRING": token.kind == "string",
        "LANGUAGE": token.kind == "language",
        "NUMBER": token.kind == "number",
        "FUNCTION": token.word in FUNCTIONS,
        "END": False,
    }
    if wanted in kinds:
        return kinds[wanted]
    return token.word == wanted or (token.kind == "mark" and token.text == wanted)


@cache
def _rules() -> dict[str, Expression]:
    """Read the grammar."""
    joined = re.sub(r"\n\s+\|", " |", _GRAMMAR.strip())
    rules = {}
    for line in joined.splitlines():
        name, _, body = line.partition(" = ")
        rules[name.strip()] = _choice(re.findall(r'"[^"]+"|\w+|[()|?*+]', body))
    return rules


def _choice(items: list[str]) -> Expression:
    """Read alternatives up to a closing bracket or the end, using the items up."""
    alternatives: list[list[Expression]] = [[]]
    while items and items[0] != ")":
        item = items.pop(0)
        if item == "|":
            alternatives.append([])
        elif item in {"?", "*", "+"}:
            alternatives[-1][-1] = (item, alternatives[-1][-1])
        elif item == "(":
            alternatives[-1].append(_choice(items))
            items.pop(0)
        elif item.startswith('"'):
            alternatives[-1].append(("terminal", item.strip('"')))
        else:
            alternatives[-1].append(("terminal" if item.isupper() else "rule", item))
    sequences: list[Expression] = [("sequence", *alternative) for alternative in alternatives]
    return sequences[0] if len(sequences) == 1 else ("choice", *sequences)
