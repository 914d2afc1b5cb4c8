"""EXISTS and NOT EXISTS asked so that the engine can use what it knows of the solution at hand.

The engine asks the group of an EXISTS anew for each solution, with the values of the solution in it, and does not arrange
what is in the group: of ``{ ?s :p ?x . ?x :q ?y }`` it finds the few triples of the first pattern for the ``?s`` at hand,
and every triple of the second. So the group is written in another way that means the same: as steps, each taken for the
solutions of those before it, in an order in which each step finds few triples. ``LATERAL``, which the engine knows beside
SPARQL 1.1, says so.

Why it means the same: to join with a basic graph pattern, or to try each solution with it, gives the same solutions, for
every variable of a basic graph pattern gets a value, and it has no other part that could look at one. The same holds of
OPTIONAL, GRAPH, UNION and a group in braces if there are only triple patterns and filters in them, and the filters look
at no variable of another part (those of an OPTIONAL may: they belong to the join). Nothing else is moved: neither BIND,
VALUES, MINUS nor a sub-query. FILTER holds for its whole group, wherever in it it stands.

Source: https://www.w3.org/TR/sparql11-query/#sparqlAlgebra, https://github.com/w3c/sparql-dev (SEP-0006, LATERAL)
"""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

from tipgraph.query.edit import Edit
from tipgraph.query.grammar import Node
from tipgraph.query.order import arrange
from tipgraph.query.prepare import Prepared
from tipgraph.query.triples import Expander, Pattern

_LONGEST: Final = 5_000
"""Tokens of a query beyond which it is asked as it is: to take it apart would take longer than it may gain."""
_EXISTENCE: Final = frozenset({"EXISTS", "NOT"})
_SEVERAL: Final = frozenset({"[", "(", "/"})
"""Marks in triples that stand for more triples than are written."""


def may_have(query: Prepared) -> bool:
    """Say whether a query may have groups that can be written as steps."""
    return len(query.tokens) <= _LONGEST and any(token.word == "EXISTS" for token in query.tokens)


def edits(query: Prepared, subjects: Callable[[str], float] | None = None) -> list[Edit]:
    """Find how the groups of EXISTS and NOT EXISTS are written as steps.

    Args:
        query: A query that the engine can parse.
        subjects: Tells how many subjects a property has for one object of it, on average.

    Returns:
        The changes, in the order of the text; none where there is nothing to gain, or the query cannot be taken apart.
    """
    if not may_have(query) or query.tree is None:
        return []
    return list(_Rewriter(query, subjects).changes(query.tree))


class _Steps:
    """The parts of a group, each to be tried for the solutions of those before it."""

    def __init__(self, known: frozenset[str], subjects: Callable[[str], float] | None) -> None:
        self._subjects = subjects
        self.known = known
        """Variables that may have a value behind the last step. A wrong guess costs time and changes no answer."""
        self.count = 0
        """How many steps are taken by LATERAL."""
        self._written: list[str] = []
        self._patterns: list[Pattern] = []

    def add_patterns(self, patterns: list[Pattern]) -> None:
        """Add triple patterns; those that follow each other are one basic graph pattern."""
        self._patterns += patterns

    def add(self, text: str, variables: frozenset[str], *, lateral: bool) -> None:
        """Add another part, as a step or as a part that stands for itself."""
        self._arrange()
        self._append(text, lateral=lateral)
        self.known |= variables

    def finish(self) -> list[str]:
        """Return all that was added, as it is written."""
        self._arrange()
        return self._written

    def _arrange(self) -> None:
        for pattern in arrange(self._patterns, self.known, self._subjects):
            self._append(pattern.text, lateral=True)
            self.known |= pattern.variables
        self._patterns = []

    def _append(self, text: str, *, lateral: bool) -> None:
        if lateral and self._written:
            self.count += 1
            text = f"LATERAL {{ {text} }}"
        # The full stop parts triples, and may stand behind anything else.
        self._written.append(f"{text} .")


class _Rewriter:
    """Writes the groups of a query anew."""

    def __init__(self, query: Prepared, subjects: Callable[[str], float] | None) -> None:
        self._subjects = subjects
        self._text = query.text
        self._tokens = query.tokens
        self._count = 0
        self._fresh = self._unused()

    def _unused(self) -> Iterator[str]:
        """Give names of variables that the query does not have."""
        names = self._variables(0, len(self._tokens))
        return (f"?_{number}" for number in count() if f"_{number}" not in names)

    def changes(self, node: Node) -> Iterator[Edit]:
        """Change the group of each EXISTS that is in no other."""
        if node.rule != "builtin" or self._tokens[node.start].word not in _EXISTENCE:
            for child in node.children:
                yield from self.changes(child)
            return
        group = node.children[0]
        known = self._variables(0, node.start) | self._variables(node.end, len(self._tokens))
        before = self._count
        written = self._group(group, known, in_subquery=False)
        if self._count > before:
            yield Edit(self._tokens[group.start].start, self._tokens[group.end - 1].end, written)

    def _variables(self, start: int, end: int) -> frozenset[str]:
        return frozenset(token.text[1:] for token in self._tokens[start:end] if token.kind == "variable")

    def _slice(self, node: Node) -> str:
        return self._text[self._tokens[node.start].start : self._tokens[node.end - 1].end]

    def _write(self, node: Node, known: frozenset[str], *, in_subquery: bool) -> str:
        """Write a part of an EXISTS, with the groups in it as steps."""
        if node.rule == "subselect":
            known, in_subquery = self._projected(node, known), True
        pieces: list[str] = []
        at = self._tokens[node.start].start
        for child in (child for child in node.children if child.start < child.end):
            write = self._group if child.rule == "group" else self._write
            pieces += [self._text[at : self._tokens[child.start].start], write(child, known, in_subquery=in_subquery)]
            at = self._tokens[child.end - 1].end
        return "".join([*pieces, self._text[at : self._tokens[node.end - 1].end]])

    def _projected(self, subquery: Node, known: frozenset[str]) -> frozenset[str]:
        """Return those of some variables that a sub-query gives to the outside."""
        columns = subquery.children[0]
        if any(token.text == "*" for token in self._tokens[columns.start : columns.start + 3]):
            return known
        return known & self._variables(columns.start, columns.end)

    def _group(self, group: Node, known: frozenset[str], *, in_subquery: bool) -> str:
        """Write a group as steps; *known* are the variables that may have a value where it is asked."""
        if group.first("subselect"):
            return self._write(group, known, in_subquery=in_subquery)
        steps = _Steps(known, self._subjects)
        expander = Expander(self._tokens, self._slice, self._fresh)
        filters: list[Node] = []
        for child in group.children:
            if self._tokens[child.start].word == "FILTER":
                filters.append(child)
            elif child.rule != "triples":
                self._add_other(steps, child, group, known, in_subquery=in_subquery)
            elif in_subquery and self._stands_for_several(child):
                # A sub-query may count solutions or take every variable: none is brought in.
                steps.add(self._slice(child).rstrip("."), self._variables(child.start, child.end), lateral=False)
            else:
                steps.add_patterns(expander.expand(child))
        written = steps.finish()
        self._count += steps.count
        written += [self._write(one, steps.known, in_subquery=in_subquery) for one in filters]
        return f"{{ {' '.join(written)} }}"

    def _add_other(self, steps: _Steps, other: Node, group: Node, known: frozenset[str], *, in_subquery: bool) -> None:
        """Add a part of a group that is neither triples nor a filter."""
        elsewhere = self._variables(group.start, other.start) | self._variables(other.end, group.end)
        lateral = self._is_step(other, elsewhere)
        # What is not a step is asked without what the other parts have found, but for the expression of a BIND.
        seen = steps.known | elsewhere if lateral or self._tokens[other.start].word == "BIND" else known
        text = self._write(other, seen, in_subquery=in_subquery)
        steps.add(text, self._variables(other.start, other.end), lateral=lateral)

    def _stands_for_several(self, triples: Node) -> bool:
        tokens = self._tokens[triples.start : triples.end]
        return any(token.kind == "node" or token.text in _SEVERAL for token in tokens)

    def _is_step(self, other: Node, elsewhere: frozenset[str]) -> bool:
        """Say whether a part of a group means the same if it is tried for each solution of the others."""
        first = self._tokens[other.start]
        if first.word not in {"OPTIONAL", "GRAPH"} and first.text != "{":
            return False
        foreign = elsewhere | self._variables(other.start, other.start + 2) if first.word != "OPTIONAL" else frozenset()
        return all(self._is_simple(child, foreign) for child in other.children if child.rule == "group")

    def _is_simple(self, group: Node, foreign: frozenset[str]) -> bool:
        """Say whether a group has triples and filters only, and these look at no foreign variable that is not its own."""
        triples = [child for child in group.children if child.rule == "triples"]
        others = [child for child in group.children if child.rule != "triples"]
        own = frozenset[str]().union(*(self._variables(child.start, child.end) for child in triples))
        return bool(triples) and all(
            self._tokens[other.start].word == "FILTER" and not (self._variables(other.start, other.end) & foreign) - own
            for other in others
        )
