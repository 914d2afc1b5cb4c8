"""What the grammar of SPARQL allows and its notes do not: names used twice, variables that are not grouped, wrong numbers.

The engine refuses these, too, and says of most neither which word is wrong nor where it stands.

Source: https://www.w3.org/TR/sparql11-query/#sparqlGrammar (the notes before the table), section 11.4, section 18.2.1
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import RdfFormat
from pyoxigraph import parse as parse_rdf

from tipgraph.query.grammar import Node
from tipgraph.query.iris import resolve
from tipgraph.query.prepare import Prepared
from tipgraph.query.scope import in_scope, walk_outside_groups
from tipgraph.query.tokens import Token

_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_TAKES_UNBOUND: Final = frozenset({"BOUND", "COALESCE"})
_ONE: Final = """
STR LANG DATATYPE BOUND IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI YEAR MONTH DAY HOURS MINUTES
SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512 ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC
"""
_TWO: Final = "LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT SAMETERM"
_TAKES: Final = {
    **dict.fromkeys(_ONE.split(), (1,)),
    **dict.fromkeys(_TWO.split(), (2,)),
    **dict.fromkeys(("RAND", "NOW", "UUID", "STRUUID"), (0,)),
    "BNODE": (0, 1),
    "IF": (3,),
    "REGEX": (2, 3),
    "SUBSTR": (2, 3),
    "REPLACE": (3, 4),
}
"""How many arguments a function takes; section 17.4."""
_ESCAPE: Final = re.compile(r"""\\(?:[tbnrf"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|(.))""", re.DOTALL)


@dataclass(frozen=True)
class Misuse:
    """A word that may not stand where it does."""

    at: int
    """The index of its token."""
    reason: str
    way_out: str


def find_misuse(query: Prepared) -> Misuse | None:
    """Find what is wrong with a query that the grammar has nothing against.

    Args:
        query: A query that the engine has refused.

    Returns:
        The first misuse in the order of the text, or ``None`` if none is found that is known here.
    """
    found = list(_of_terms(query))
    if query.tree is not None:
        found += _Finder(query.tokens).misuses(query.tree)
    return min(found, key=lambda misuse: misuse.at, default=None)


def _of_terms(query: Prepared) -> Iterator[Misuse]:
    """Find terms that are none: IRIs, strings, language tags, and blank nodes that two groups name."""
    named = [token for token in query.tokens if token.kind in {"iri", "name"} and not token.text.endswith(":")]
    all_are_iris = resolve(query, named) is not None
    for at, token in enumerate(query.tokens):
        if not all_are_iris and token in named and resolve(query, [token]) is None:
            yield Misuse(at, f"{token.text} is not an IRI", "percent-encode what no IRI can have in this place")
        elif token.kind == "string":
            wrong = next((m for m in _ESCAPE.finditer(token.text) if m[1] or _is_surrogate(m[0])), None)
            if wrong:
                yield Misuse(at, f"{wrong[0]} in {token.text} is not an escape", r"write \\ for a backslash")
        elif token.kind == "language" and not _is_language(token.text):
            yield Misuse(at, f"{token.text} is not a language tag", "write one as @en or @zh-hant")
        elif token.text == "A" and token.kind == "word":
            yield Misuse(at, "unexpected 'A'", "write a small a for rdf:type")
    yield from _shared_labels(query)


def _count(number: int, things: str) -> str:
    return f"{number} {things}{'' if number == 1 else 's'}"


def _is_surrogate(escape: str) -> bool:
    return escape[1:2] in {"u", "U"} and 0xD800 <= int(escape[2:], 16) <= 0xDFFF


def _is_language(tag: str) -> bool:
    try:
        list(parse_rdf(f"<urn:s> <urn:p> ''{tag} .", format=RdfFormat.TURTLE))
    except SyntaxError:
        return False
    return True


def _shared_labels(query: Prepared) -> Iterator[Misuse]:
    """Find labels of blank nodes in two groups; those of the template of a CONSTRUCT are others."""
    blocks: dict[str, int] = {}
    block = 0
    in_template = query.form == "CONSTRUCT"
    for at, token in enumerate(query.tokens):
        if token.kind == "mark" and token.text in "{}":
            block += 1
            in_template = in_template and token.text != "}"
        elif token.kind == "node" and not in_template and blocks.setdefault(token.text, block) != block:
            reason = f"the blank node {token.text} is in another group already"
            yield Misuse(at, reason, "use a variable, or another label if another thing is meant")


class _Finder:
    """Walks through the parts of a query."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens

    def misuses(self, node: Node) -> Iterator[Misuse]:
        """Find every misuse in a part of a query."""
        match node.rule:
            case "query" | "subselect":
                yield from self._of_columns(node.first("select") or node, node.first("values"))
            case "construct" | "describe" | "ask":
                yield from self._of_groups_without_columns(node)
            case "group":
                yield from self._of_group(node)
            case "data":
                yield from self._of_data(node)
            case "builtin":
                yield from self._of_call(node)
            case "limits":
                yield from self._of_limits(node)
        for child in node.children:
            yield from self.misuses(child)

    # ---- columns

    def _of_columns(self, select: Node, values: Node | None) -> Iterator[Misuse]:
        """Look at the columns of a SELECT: what AS names, and what may be asked beside an aggregate."""
        columns, where = select.first("columns"), select.first("where")
        if columns is None or where is None:
            return
        grouping = self._grouping(select)
        grouped = grouping is not None or any(self._aggregates(select))
        known = self._grouped(grouping) if grouped else in_scope(where.children[0], self._tokens)
        known |= self._variables(values.start, values.end) if values else frozenset()
        star = next((at for at in range(columns.start, min(columns.start + 3, columns.end)) if self._is(at, "*")), None)
        if grouped and star is not None:
            yield Misuse(star, "* cannot stand beside GROUP BY or an aggregate", "name the columns")
        named: set[str] = set()
        for expression, at in self._columns(columns):
            name = self._tokens[at].text[1:]
            if expression and grouped:
                yield from self._ungrouped(expression, known, named)
            if name in named:
                yield Misuse(at, f"?{name} is a column already", "name it once, or give another name behind AS")
            elif expression and name in known:
                yield Misuse(at, f"?{name} has a value already, and AS cannot give it another", "choose another name")
            elif not expression and grouped and name not in known:
                yield self._not_grouped(at)
            named.add(name)

    def _columns(self, columns: Node) -> Iterator[tuple[Node | None, int]]:
        """Give for each column its expression, if it has one, and the index of its variable."""
        within = {at for expression in columns.children for at in range(expression.start, expression.end)}
        ends = {expression.end: expression for expression in columns.children}
        for at in range(columns.start, columns.end):
            if at not in within and self._tokens[at].kind == "variable":
                yield ends.get(at - 1), at  # AS stands between

    def _ungrouped(self, expression: Node, known: frozenset[str], named: set[str]) -> Iterator[Misuse]:
        """Find variables of an expression that are not grouped and not within an aggregate."""
        if expression.rule == "builtin" and self._word(expression) in _AGGREGATES | _TAKES_UNBOUND | {"EXISTS", "NOT"}:
            return
        for child in expression.children:
            yield from self._ungrouped(child, known, named)
        if expression.rule == "primary" and not expression.children and self._is_unknown(expression.start, known):
            if self._tokens[expression.start].text[1:] in named:
                name = self._tokens[expression.start].text
                reason = (
                    f"{name} is named by AS in the same SELECT, beside an aggregate, where the engine does not know it"
                )
                yield Misuse(expression.start, reason, "write its expression again, or group in a sub-query")
            else:
                yield self._not_grouped(expression.start)

    def _is_unknown(self, at: int, known: frozenset[str]) -> bool:
        return self._tokens[at].kind == "variable" and self._tokens[at].text[1:] not in known

    def _not_grouped(self, at: int) -> Misuse:
        name = self._tokens[at].text
        return Misuse(
            at, f"{name} is neither grouped nor in an aggregate", f"add it to GROUP BY, or ask for SAMPLE({name})"
        )

    def _of_groups_without_columns(self, query: Node) -> Iterator[Misuse]:
        """Find a GROUP BY, or an aggregate, in a query that has no columns to be grouped."""
        grouping = self._grouping(query)
        at = grouping.start if grouping else next((one.start for one in self._aggregates(query)), None)
        if at is not None:
            reason = f"the engine does not group in a query of the form {query.rule.upper()}"
            yield Misuse(at, reason, "group in a sub-query: { SELECT ... { ... } GROUP BY ... }")

    def _grouping(self, query: Node) -> Node | None:
        modifiers = query.first("modifiers")
        return modifiers.first("grouping") if modifiers else None

    def _grouped(self, grouping: Node | None) -> frozenset[str]:
        """Return the variables that GROUP BY names: by themselves, or behind AS."""
        if grouping is None:
            return frozenset()
        within = {at for child in grouping.children for at in range(child.start, child.end)}
        named = (self._tokens[at] for at in range(grouping.start, grouping.end) if at not in within)
        alone = (child.start for child in grouping.children if child.rule == "expr" and child.end - child.start == 1)
        simple = (self._tokens[at] for at in alone)
        return frozenset(token.text[1:] for token in (*named, *simple) if token.kind == "variable")

    def _aggregates(self, query: Node) -> Iterator[Node]:
        """Give the aggregates of a query, those of its sub-queries left out."""
        for part in query.children:
            if part.rule in {"columns", "modifiers"}:
                yield from (
                    node
                    for node in walk_outside_groups(part)
                    if node.rule == "builtin" and self._word(node) in _AGGREGATES
                )

    # ---- groups

    def _of_group(self, group: Node) -> Iterator[Misuse]:
        """Look at the parts of a group: BIND over what has a value, aggregates where nothing is grouped."""
        for at, child in enumerate(group.children):
            word = self._word(child)
            if word == "BIND":
                before = frozenset[str]().union(*(in_scope(part, self._tokens) for part in group.children[:at]))
                variable = child.end - 2
                if self._tokens[variable].text[1:] in before:
                    reason = f"{self._tokens[variable].text} has a value already, and BIND cannot give it another"
                    yield Misuse(variable, reason, "choose another name behind AS, or compare with FILTER")
            if word in {"BIND", "FILTER"}:
                for node in walk_outside_groups(child):
                    if node.rule == "builtin" and self._word(node) in _AGGREGATES:
                        reason = f"{self._word(node)} cannot stand in {word}: there is no group yet"
                        yield Misuse(node.start, reason, "use HAVING, or count in a sub-query")

    def _of_data(self, data: Node) -> Iterator[Misuse]:
        """Look at the rows of VALUES."""
        if self._tokens[data.start].text != "(":
            return
        opening = next(at for at in range(data.start, data.end) if self._is(at, "{"))
        names = [self._tokens[at].text[1:] for at in range(data.start + 1, opening - 1)]
        for at, name in enumerate(names):
            if name in names[:at]:
                yield Misuse(data.start + 1 + at, f"?{name} is named twice in VALUES", "name it once")
        row, count = opening, 0
        values = {datum.start for datum in data.children}
        for at in range(opening + 1, data.end):
            if self._is(at, "("):
                row, count = at, 0
            elif at in values:
                count += 1
            elif self._is(at, ")") and count != len(names):
                reason = f"a row of VALUES has {_count(count, 'value')} for {_count(len(names), 'variable')}"
                yield Misuse(row, reason, "write UNDEF where there is no value")

    def _of_call(self, call: Node) -> Iterator[Misuse]:
        """Count the arguments of a function."""
        arguments = call.first("arguments")
        word = self._word(call)
        if arguments is None or word not in _TAKES or len(arguments.children) in _TAKES[word]:
            return
        takes = " or ".join(map(str, _TAKES[word]))
        reason = f"{word} has {_count(len(arguments.children), 'argument')} and takes {takes}"
        yield Misuse(call.start, reason, "see https://www.w3.org/TR/sparql11-query/#SparqlOps")

    def _of_limits(self, limits: Node) -> Iterator[Misuse]:
        for at in range(limits.start, limits.end):
            token = self._tokens[at]
            if token.kind == "number" and not (token.text.isdecimal() and int(token.text) < 2**63):
                reason = f"{self._tokens[at - 1].word} cannot be {token.text}"
                yield Misuse(at, reason, "write a whole number")

    # ---- tokens

    def _word(self, node: Node) -> str:
        return self._tokens[node.start].word if node.start < node.end else ""

    def _is(self, at: int, mark: str) -> bool:
        return self._tokens[at].kind == "mark" and self._tokens[at].text == mark

    def _variables(self, start: int, end: int) -> frozenset[str]:
        return frozenset(token.text[1:] for token in self._tokens[start:end] if token.kind == "variable")
