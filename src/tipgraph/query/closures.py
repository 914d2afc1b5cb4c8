"""Paths without end from or to one thing, asked first: what they lead to stands in the query in their place.

The engine tries ``?topic skos:broader* topic:x`` for each topic that the rest of the query finds, or the rest for each.
A path that ends in ``*`` or ``+`` gives each thing once, whatever else is asked, so ``VALUES`` with these things is the same
as the path. Of a sequence, the last step is such a path.

Source: https://www.w3.org/TR/sparql11-query/#PropertyPathPatterns, section 18.4 (ALP)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Final

from pyoxigraph import BlankNode, QuerySolutions, Triple

from tipgraph.query.edit import Edit
from tipgraph.query.grammar import Node
from tipgraph.query.prepare import Prepared

_LONGEST: Final = 1_000
"""Tokens of a query beyond which it is asked as it is."""
_MOST: Final = 2_000
"""Things beyond which a path is left to the engine."""
_ENDLESS: Final = frozenset({"*", "+"})
_ELSEWHERE: Final = frozenset({"GRAPH", "SERVICE", "LATERAL"})
"""What asks other triples than the rest of the query, or looks at its solutions."""
_ALL: Final = frozenset({"SELECT", "DISTINCT", "REDUCED", "DESCRIBE"})


@dataclass(frozen=True)
class _Closure:
    """A path that can be asked first."""

    variable: str
    pattern: str
    """The path with its two ends."""
    start: int
    """Offset of the triples that it stands in."""
    cut: Edit
    """What is done to these triples, which no longer need the path."""


def may_have(query: Prepared) -> bool:
    """Say whether a query is worth looking through."""
    # A label of a blank node may stand in one block of triples only, and a block is cut in two.
    labels = any(token.kind == "node" for token in query.tokens)
    return not labels and len(query.tokens) <= _LONGEST and any(token.text in _ENDLESS for token in query.tokens)


def edits(query: Prepared, ask: Callable[[str], object]) -> list[Edit]:
    """Ask the paths of a query that lead from or to one thing, and find how their answers are written into it.

    Args:
        query: A query that the engine can parse, and that may have such paths.
        ask: Asks the dataset of the query, as :meth:`pyoxigraph.Store.query`.

    Returns:
        The changes; none where there is no such path, it leads to a blank node or to very many things, or the query
        cannot be taken apart.
    """
    found = list(_Finder(query).within(query.tree)) if may_have(query) and query.tree else []
    changes: list[Edit] = []
    for closure in found:
        things = ask(
            f"{query.declarations} SELECT DISTINCT {closure.variable} {{ {closure.pattern} }} LIMIT {_MOST + 1}"
        )
        assert isinstance(things, QuerySolutions)
        terms = [solution[0] for solution in things]
        if len(terms) > _MOST or any(isinstance(term, BlankNode | Triple) for term in terms):
            continue
        values = f"VALUES {closure.variable} {{ {' '.join(map(str, terms))} }} "
        changes += [Edit(closure.start, closure.start, values), closure.cut]
    return changes


class _Finder:
    """Walks through the groups of a query."""

    def __init__(self, query: Prepared) -> None:
        self._text = query.text
        self._tokens = query.tokens
        names = {token.text[1:] for token in query.tokens if token.kind == "variable"}
        # Not the names that the groups of EXISTS get: those are given without a look at these.
        self._fresh = (f"?_path{number}" for number in count() if f"_path{number}" not in names)
        # A variable of ours would be one of all that are asked for.
        self._all_named = not any(a.word in _ALL and b.text == "*" for a, b in pairwise(query.tokens))

    def within(self, node: Node) -> Iterator[_Closure]:
        """Find the paths in a part of the query, one for each subject at most."""
        first = self._tokens[node.start].word if node.start < node.end else ""
        if node.rule == "builtin" or (node.rule == "other" and first in _ELSEWHERE):
            return
        if node.rule == "group":
            for triples in (child for child in node.children if child.rule == "triples"):
                for same in triples.children:
                    closure = self._of(same)
                    if closure:
                        yield closure
        for child in node.children:
            if child.rule != "triples":
                yield from self.within(child)

    def _of(self, same: Node) -> _Closure | None:
        """Find a path in what is said of one subject."""
        if len(same.children) != 2 or same.children[0].rule != "term":
            return None
        properties = same.children[1]
        parts = properties.children
        for at in range(0, len(parts), 2):
            verb, objects = parts[at], parts[at + 1]
            path = verb.first("path")
            if path is None or len(path.children) != 1 or objects.end - objects.start != 1:
                continue
            steps = path.children[0].children
            if self._tokens[steps[-1].end - 1].text not in _ENDLESS:
                continue
            only = len(steps) == 1
            found = self._only_step(same, properties, at) if only else self._last_step(same, steps[-1], objects)
            if found:
                return found
        return None

    def _only_step(self, same: Node, properties: Node, at: int) -> _Closure | None:
        """Take a whole path between a variable and a thing."""
        subject = same.children[0]
        verb, objects = properties.children[at], properties.children[at + 1]
        ends = (self._kind(subject), self._kind(objects))
        if sorted(ends) != ["iri", "variable"]:
            return None
        variable = self._slice(subject if ends[0] == "variable" else objects)
        pattern = f"{self._slice(subject)} {self._slice(verb)} {self._slice(objects)}"
        return _Closure(variable, pattern, self._start(same), self._without(same, properties, at))

    def _last_step(self, same: Node, step: Node, objects: Node) -> _Closure | None:
        """Take the last step of a sequence that ends at a thing."""
        if self._kind(objects) != "iri" or not self._all_named:
            return None
        variable = next(self._fresh)
        slash = self._tokens[step.start - 1]
        cut = Edit(slash.start, self._end(objects), f" {variable}")
        pattern = f"{variable} {self._slice(step)} {self._slice(objects)}"
        return _Closure(variable, pattern, self._start(same), cut)

    def _without(self, same: Node, properties: Node, at: int) -> Edit:
        """Leave out a verb with its object, and the semicolon that parts it from another."""
        parts = properties.children
        if len(parts) == 2:
            return Edit(self._start(same), self._end(same), "")
        if at == 0:
            return Edit(self._start(parts[0]), self._start(parts[2]), "")
        return Edit(self._end(parts[at - 1]), self._end(parts[at + 1]), "")

    def _kind(self, node: Node) -> str:
        """Say what a term of one token is."""
        if node.end - node.start != 1:
            return ""
        kind = self._tokens[node.start].kind
        return "iri" if kind == "name" else kind

    def _start(self, node: Node) -> int:
        return self._tokens[node.start].start

    def _end(self, node: Node) -> int:
        return self._tokens[node.end - 1].end

    def _slice(self, node: Node) -> str:
        return self._text[self._start(node) : self._end(node)]
