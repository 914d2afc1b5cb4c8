"""Property paths written so that the engine finds what SPARQL 1.1 says, where it would not by itself.

- ``?x :p|:q ?y`` gives a pair once for each of the two that leads there; the engine gives it once. It is written as
  ``UNION``, and so is ``!(:p|^:q)``, which looks in both directions.
- ``?x !:p ?y`` gives a pair once for each triple; the engine gives it once where it knows both ends beforehand. It is
  written as a triple pattern with a filter.
- ``:x :p* ?y`` and ``:x :p? ?y`` find ``:x`` itself, whether or not the data mention it; the engine finds it only if they
  do. A path of no steps from a thing that the data do not mention is written as that thing.

Within ``*``, ``+`` and ``?`` each end counts once, and all is left to the engine.

Source: https://www.w3.org/TR/sparql11-query/#sparqlTranslatePathExpressions (section 18.2.2.4), section 18.4
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import count, pairwise
from typing import Final

from tipgraph.namespaces import RDF
from tipgraph.query.edit import Edit
from tipgraph.query.grammar import Node
from tipgraph.query.prepare import Prepared
from tipgraph.query.scope import in_scope
from tipgraph.query.tokens import Token
from tipgraph.query.triples import Expander, Pattern
from tipgraph.query.ways import Step, Way, Ways

_REPEATS: Final = frozenset({"?", "*", "+"})
_OPERATORS: Final = frozenset({"&&", "||", "!", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", ","})
_SIGILS: Final = frozenset({"?", "$"})
_CERTAIN: Final = "{}"


def may_have(query: Prepared) -> bool:
    """Say whether a query is worth looking through: to take a long one apart takes longer than to answer it."""
    return any(_may_be_of_path(one, two) for one, two in pairwise(query.tokens))


def _may_be_of_path(before: Token, mark: Token) -> bool:
    """Tell the marks of paths from those of expressions, as far as what stands before them tells."""
    if mark.kind != "mark":
        return False
    if mark.text in _REPEATS:
        return before.kind in {"iri", "name"} or before.text in {"a", ")"}
    return mark.text == "|" or (mark.text == "!" and before.text not in _OPERATORS)


def edits(query: Prepared, graphs: Callable[[], Sequence[str]], ask: Callable[[str], bool]) -> list[Edit]:
    """Find how the paths of a query are written so that the engine finds what they say.

    Args:
        query: A query that the engine can parse.
        graphs: Tells the IRIs of the named graphs of its dataset, sorted.
        ask: Asks the dataset of the query an ASK.

    Returns:
        The changes; none where the engine finds the same, or the query cannot be taken apart.

    Raises:
        tipgraph.errors.MalformedError: If a path has more than 256 ways.
    """
    if not may_have(query) or query.tree is None:
        return []
    return list(_Writer(query, graphs, ask).within(query.tree, ""))


class _Writer:
    """Writes the triples of a query that have such paths."""

    def __init__(self, query: Prepared, graphs: Callable[[], Sequence[str]], ask: Callable[[str], bool]) -> None:
        self._query = query
        self._tokens = query.tokens
        self._graphs = graphs
        self._ask = ask
        self._ways = Ways(query)
        self._taken: list[str] = []
        names = {token.text[1:] for token in query.tokens if token.kind == "variable"}
        self._fresh = self._unused(names)
        self._any = next(f"?_any{number}" for number in count() if f"_any{number}" not in names)

    def _unused(self, names: Collection[str]) -> Iterator[str]:
        """Give variables that the query does not have."""
        for number in count():
            if f"_way{number}" not in names:
                self._taken.append(f"?_way{number}")
                yield self._taken[-1]

    def within(self, node: Node, graph: str, *, counted: bool = True) -> Iterator[Edit]:
        """Change a part of the query.

        Args:
            node: The part.
            graph: How the graph is named that it asks; empty for the default graph.
            counted: Whether it matters how often a solution is found: to EXISTS it does not, but for its sub-queries.
        """
        if node.rule == "other" and self._tokens[node.start].word == "GRAPH":
            graph = self._slice(node.children[0])
        if node.rule == "builtin" and self._tokens[node.start].word in {"EXISTS", "NOT"}:
            counted = False
        if node.rule == "group":
            for block in _blocks(node, self._tokens):
                yield from self._of(block, graph, counted=counted)
        for child in (child for child in node.children if child.rule != "triples"):
            yield from self.within(child, graph, counted=counted or child.rule == "subselect")

    def _of(self, block: Sequence[Node], graph: str, *, counted: bool) -> Iterator[Edit]:
        """Write the triples of a basic graph pattern anew if a path in them needs it."""
        ways = {self._slice(verb): self._ways.of(verb) for triples in block for verb in _verbs(triples)}
        if not counted:
            ways = {
                verb: found for verb, found in ways.items() if any(step.may_be_none for way in found for step in way)
            }
        if all(len(found) == 1 and all(step.is_plain for step in found[0]) for found in ways.values()):
            return
        taken = len(self._taken)
        expander = Expander(self._tokens, self._slice, self._fresh, whole=True)
        patterns = [pattern for triples in block for pattern in expander.expand(triples)]
        # The verbs of a list are written nowhere.
        written = [self._write(one, ways.get(one.verb, [(Step(one.verb),)]), graph) for one in patterns]
        if all(new == pattern.text for new, pattern in zip(written, patterns, strict=True)):
            return
        text = " . ".join(written)
        variables = frozenset[str]().union(*(in_scope(triples, self._tokens) for triples in block))
        columns = [*(f"?{name}" for name in sorted(variables)), *([graph] if graph[:1] in _SIGILS else [])]
        if columns and len(self._taken) > taken:
            # What is new is no column of SELECT *, and is not counted by COUNT(DISTINCT *).
            text = f"{{ SELECT {' '.join(columns)} {{ {text} }} }}"
        yield Edit(self._tokens[block[0].start].start, self._tokens[block[0].end - 1].end, f"{text} .")
        for triples in block[1:]:
            yield Edit(self._tokens[triples.start].start, self._tokens[triples.end - 1].end, "")

    def _write(self, pattern: Pattern, ways: Sequence[Way], graph: str) -> str:
        """Write a pattern as the ways that its path has."""
        written = [self._way(pattern, way, graph) for way in ways]
        return written[0] if len(written) == 1 else " UNION ".join(f"{{ {way} }}" for way in written)

    def _way(self, pattern: Pattern, way: Way, graph: str) -> str:
        """Write one way from the subject to the object of a pattern."""
        if any(step.all_but for step in way):
            return self._walk(pattern, way)
        subject, thing = pattern.subject, pattern.thing
        plain = f"{subject} {'/'.join(step.text for step in way)} {thing}"
        start = self._constant(subject) if way[0].may_be_none else None
        end = self._constant(thing) if way[-1].may_be_none else None
        if len(way) == 1 and start and end:
            # Whatever the data say: from a thing to itself without a step, or to another by the path.
            any_graph = f"{self._any_graph(graph)} " if graph[:1] in _SIGILS else ""
            itself = f"{any_graph}FILTER sameTerm({start}, {end})"
            return f"{{ {plain} FILTER (!sameTerm({start}, {end})) }} UNION {{ {itself} }}"
        if len(way) <= len((start, end)) and start and end:
            itself = f"FILTER sameTerm({start}, {end})"
        elif len(way) == 1 and (start or end) and (thing if start else subject)[0] in _SIGILS:
            itself = f"VALUES {thing if start else subject} {{ {start or end} }}"
        else:
            return plain
        nowhere = self._unmentioned(start or end or "", graph)
        if nowhere == _CERTAIN:
            return itself if itself.startswith("VALUES") else f"{{ {itself} }}"
        return f"{{ {plain} }} UNION {{ {nowhere} {itself} }}" if nowhere else plain

    def _walk(self, pattern: Pattern, way: Way) -> str:
        """Write a way step by step, a negated set as a triple with any verb but those."""
        subject, written = pattern.subject, []
        for at, step in enumerate(way, 1):
            thing = pattern.thing if at == len(way) else next(self._fresh)
            if step.all_but:
                verb = next(self._fresh)
                triple = f"{thing} {verb} {subject}" if step.backwards else f"{subject} {verb} {thing}"
                written.append(f"{{ {triple} FILTER ({verb} NOT IN ({step.text})) }}")
            else:
                written.append(f"{subject} {step.text} {thing}")
            subject = thing
        return " . ".join(written)

    def _unmentioned(self, constant: str, graph: str) -> str:
        """Write that a graph does not mention a thing; nothing if it does for certain."""
        mentions = f"{{ {constant} {self._any} [] }} UNION {{ [] {self._any} {constant} }}"
        if graph[:1] in _SIGILS:
            return f"{self._any_graph(graph)} FILTER NOT EXISTS {{ GRAPH {graph} {{ {mentions} }} }}"
        asked = f"GRAPH {graph} {{ {mentions} }}" if graph else mentions
        return "" if self._ask(f"{self._query.declarations} ASK {{ {asked} }}") else _CERTAIN

    def _any_graph(self, variable: str) -> str:
        """Write that a variable is any graph; in an order that is the same in every process, as the engine's is not."""
        return f"VALUES {variable} {{ {' '.join(f'<{graph}>' for graph in self._graphs())} }}"

    def _constant(self, term: str) -> str | None:
        """Return a term as an expression can name it; ``None`` for a variable."""
        if term[0] in _SIGILS:
            return None
        return f"<{RDF}nil>" if term[0] == "(" else term

    def _slice(self, node: Node) -> str:
        return self._query.text[self._tokens[node.start].start : self._tokens[node.end - 1].end]


def _blocks(group: Node, tokens: Sequence[Token]) -> Iterator[list[Node]]:
    """Give the triples of each basic graph pattern of a group: a FILTER within one does not end it."""
    block: list[Node] = []
    for child in group.children:
        if child.rule == "triples":
            block.append(child)
        elif tokens[child.start].word != "FILTER" and block:
            yield block
            block = []
    if block:
        yield block


def _verbs(node: Node) -> Iterator[Node]:
    """Give the verbs of triples, those in brackets included."""
    if node.rule == "verb":
        yield node
        return
    for child in node.children:
        yield from _verbs(child)
