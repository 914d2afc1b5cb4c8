"""A query by the grammar of SPARQL 1.1: its parts, or the first token that cannot stand where it does.

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
from tipgraph.query.words import FUNCTIONS

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


@dataclass
class Departure:
    """The furthest point that the grammar leads to."""

    index: int = 0
    """Which token could not be used; the number of tokens if the query ends too early."""
    expected: set[str] = field(default_factory=set)
    """What could stand there: words, marks, and kinds of token in capitals."""


@dataclass(frozen=True)
class Node:
    """A part of a query: what one rule of the grammar has matched."""

    rule: str
    start: int
    """The index of its first token."""
    end: int
    """The index behind its last token."""
    children: tuple["Node", ...]
    """The parts of it that other rules have matched, in their order."""

    def first(self, rule: str) -> "Node | None":
        """Return the first of its children that a rule has matched."""
        return next((child for child in self.children if child.rule == rule), None)


def parse(tokens: Sequence[Token]) -> Node | None:
    """Find the parts of a query.

    Args:
        tokens: The tokens of the query.

    Returns:
        The node of the rule ``query``; ``None`` if the grammar has something against the query, does not know a
        construct in it, or it nests too deep to be followed.
    """
    matcher = _Matcher(tokens, Departure())
    try:
        end = matcher.rule("query", 0)
    except RecursionError:
        return None
    return matcher.nodes[0] if end is not None and end > len(tokens) else None


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


class _Matcher:
    """Follows the grammar as far as it goes. SPARQL needs one token to decide, so the first choice that fits is right."""

    def __init__(self, tokens: Sequence[Token], departure: Departure) -> None:
        self._fitting = [*map(_terminals, tokens), frozenset({"END"}), frozenset[str]()]
        self._departure = departure
        self._rules = _rules()
        self.nodes: list[Node] = []
        """What has been matched so far, as children of the rule that is being followed."""

    def rule(self, name: str, at: int) -> int | None:
        before = len(self.nodes)
        end = self._match(self._rules[name], at)
        if end is not None:
            self.nodes[before:] = [Node(name, at, end, tuple(self.nodes[before:]))]
        return end

    def _match(self, expression: "_Expression", at: int) -> int | None:
        """Return the index behind what an expression matches, or ``None``."""
        if expression.first.isdisjoint(self._fitting[at]):
            self._miss(expression.first, at)
            return at if expression.can_be_empty else None
        match expression.kind:
            case "terminal":
                self._reach(at + 1)
                return at + 1
            case "rule":
                return self.rule(expression.name, at)
            case "sequence":
                return self._sequence(expression.parts, at)
            case "choice":
                return self._choice(expression.parts, at)
        return self._repeat(expression, at)

    def _sequence(self, parts: Sequence["_Expression"], at: int) -> int | None:
        before = len(self.nodes)
        for part in parts:
            reached = self._match(part, at)
            if reached is None:
                del self.nodes[before:]
                return None
            at = reached
        return at

    def _choice(self, parts: Sequence["_Expression"], at: int) -> int | None:
        for part in parts:
            reached = self._match(part, at)
            if reached is not None:
                return reached
        return None

    def _repeat(self, expression: "_Expression", at: int) -> int | None:
        count = 0
        while expression.kind != "?" or count == 0:
            position = self._match(expression.parts[0], at)
            if position is None or position == at:
                break
            at, count = position, count + 1
        return None if expression.kind == "+" and count == 0 else at

    def _miss(self, wanted: frozenset[str], at: int) -> None:
        self._reach(at)
        if at == self._departure.index:
            self._departure.expected |= wanted

    def _reach(self, at: int) -> None:
        if at > self._departure.index:
            self._departure.index = at
            self._departure.expected = set()


def _terminals(token: Token) -> frozenset[str]:
    """Return the terminals of the grammar that a token can be."""
    fitting = {_KINDS[token.kind]} if token.kind in _KINDS else {token.word or token.text}
    if token.kind == "name" and token.text.endswith(":"):
        fitting.add("NAMESPACE")
    if token.word in FUNCTIONS:
        fitting.add("FUNCTION")
    return frozenset(fitting)


_KINDS: Final = {
    "iri": "IRIREF",
    "name": "NAME",
    "variable": "VARIABLE",
    "node": "NODE",
    "string": "STRING",
    "language": "LANGUAGE",
    "number": "NUMBER",
}


@dataclass
class _Expression:
    """The right side of a rule, or a part of one."""

    kind: str
    """``terminal``, ``rule``, ``sequence``, ``choice``, ``?``, ``*`` or ``+``."""
    name: str = ""
    parts: Sequence["_Expression"] = ()
    first: frozenset[str] = frozenset()
    """The terminals with which it can begin."""
    can_be_empty: bool = False

    def learn(self, rules: dict[str, "_Expression"]) -> None:
        """Find what it can begin with, and what its parts can; the grammar has no rule that begins with itself."""
        for part in self.parts:
            part.learn(rules)
        self._find_first(rules)

    def _find_first(self, rules: dict[str, "_Expression"]) -> None:
        if self.first:
            return
        self.first = frozenset({self.name} if self.kind == "terminal" else ())
        self.can_be_empty = self.kind in {"?", "*", "sequence"}
        for part in [rules[self.name]] if self.kind == "rule" else self.parts:
            part._find_first(rules)
            self.first |= part.first
            if self.kind == "sequence" and not part.can_be_empty:
                self.can_be_empty = False
                break
            self.can_be_empty = self.can_be_empty or part.can_be_empty


@cache
def _rules() -> dict[str, _Expression]:
    """Read the grammar."""
    joined = re.sub(r"\n\s+\|", " |", _GRAMMAR.strip())
    rules = {}
    for line in joined.splitlines():
        name, _, body = line.partition(" = ")
        rules[name.strip()] = _read(re.findall(r'"[^"]+"|\w+|[()|?*+]', body))
    for rule in rules.values():
        rule.learn(rules)
    return rules


def _read(items: list[str]) -> _Expression:
    """Read alternatives up to a closing bracket or the end, using the items up."""
    alternatives: list[list[_Expression]] = [[]]
    while items and items[0] != ")":
        item = items.pop(0)
        if item == "|":
            alternatives.append([])
        elif item in {"?", "*", "+"}:
            alternatives[-1][-1] = _Expression(item, parts=(alternatives[-1][-1],))
        elif item == "(":
            alternatives[-1].append(_read(items))
            items.pop(0)
        elif item.startswith('"'):
            alternatives[-1].append(_Expression("terminal", item.strip('"')))
        else:
            alternatives[-1].append(_Expression("terminal" if item.isupper() else "rule", item))
    sequences = [one[0] if len(one) == 1 else _Expression("sequence", parts=one) for one in alternatives]
    return sequences[0] if len(sequences) == 1 else _Expression("choice", parts=sequences)
