"""What a query looks at: whether statements that came or went can change its answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Triple

from tipgraph.errors import TipgraphError
from tipgraph.namespaces import RDF
from tipgraph.query.grammar import Node
from tipgraph.query.iris import resolve
from tipgraph.query.prepare import Prepared, prepare
from tipgraph.query.tokens import Token
from tipgraph.query.volatile import is_volatile

_TYPE: Final = RDF + "type"
_GRAPHS: Final = frozenset({"GRAPH", "FROM"})


@dataclass(frozen=True)
class Asked:
    """What a query looks at."""

    properties: frozenset[str] = frozenset()
    """The properties that it names in its patterns and paths."""
    classes: frozenset[str] | None = frozenset()
    """The classes whose instances it asks for; None where that may be any."""
    is_of_anything: bool = False
    """Whether it may look at any statement: its property is a variable, its path may be empty or goes round a property."""
    is_of_graphs: bool = False
    """Whether it asks which graph, and so which file, says something."""

    def may_match(self, triples: Iterable[Triple]) -> bool:
        """Tell whether any of some statements may be one that the query looks at."""
        return any(self._may_match(triple) for triple in triples)

    def _may_match(self, triple: Triple) -> bool:
        name = triple.predicate.value
        if self.is_of_anything or name in self.properties:
            return True
        if name != _TYPE:
            return False
        kind = triple.object
        return self.classes is None or (isinstance(kind, NamedNode) and kind.value in self.classes)


ANYTHING: Final = Asked(is_of_anything=True, is_of_graphs=True)


def asked_by(text: str) -> Asked:
    """Find what a query looks at.

    Args:
        text: The query.

    Returns:
        What it may look at, and in doubt more: of a query that is none, or cannot be taken apart, anything.
    """
    try:
        query = prepare(text)
    except TipgraphError:
        return ANYTHING
    if query.tree is None or is_volatile(query) or query.form == "DESCRIBE":
        return ANYTHING
    is_of_graphs = any(token.word in _GRAPHS for token in query.tokens)
    found = _Patterns(query)
    try:
        found.walk(query.tree)
    except _Anything:
        return Asked(is_of_anything=True, is_of_graphs=is_of_graphs)
    properties = resolve(query, found.properties)
    classes = None if found.classes is None else resolve(query, found.classes)
    if properties is None or (found.classes is not None and classes is None):
        return ANYTHING
    return Asked(frozenset(properties), None if classes is None else frozenset(classes), is_of_graphs=is_of_graphs)


class _Anything(Exception):  # noqa: N818 - no error: the query is of a kind that may look at any statement
    pass


class _Patterns:
    """The properties and classes in the patterns of a query, as tokens."""

    def __init__(self, query: Prepared) -> None:
        self._tokens = query.tokens
        self._bound: set[str] = set()
        self.properties: list[Token] = []
        self.classes: list[Token] | None = []

    def walk(self, node: Node) -> None:
        """Look at every pattern in a part of the query.

        Raises:
            _Anything: If one may match any statement.
        """
        if node.rule == "node" and self._tokens[node.start].text == "(":
            raise _Anything  # a list: patterns of rdf:first and rdf:rest
        if node.rule == "triples":
            self._bound = set(self._bound_by(node))
        if node.rule == "properties":
            self._said(node, is_of_one=False)
        elif node.rule == "same" and node.children[0].rule == "term" and len(node.children) > 1:
            self._said(node.children[1], is_of_one=self._is_one(node.children[0]))
            for child in node.children[1].children:
                self.walk(child)
            return
        for child in node.children:
            self.walk(child)

    def _said(self, properties: Node, *, is_of_one: bool) -> None:
        """Look at what is said of a subject, which may be one that the query names."""
        verb = properties.children[0]
        for child in properties.children:
            if child.rule == "verb":
                verb = child
                continue
            things = [thing.children[0] for thing in child.children]
            self._verb(verb, is_of_one=is_of_one or all(map(self._is_one, things)))
            if self._tokens[verb.start].word == "A" and verb.end == verb.start + 1:
                self._kinds(things)

    def _verb(self, verb: Node, *, is_of_one: bool) -> None:
        tokens = self._tokens[verb.start : verb.end]
        if tokens[0].kind == "variable" or any(token.text == "!" for token in tokens):
            raise _Anything
        path = verb.first("path")
        if path is None or (self._may_be_empty(path) and not is_of_one):
            raise _Anything  # from everything to itself
        self.properties += [token for token in tokens if token.kind in ("iri", "name")]
        if any(token.word == "A" for token in tokens) and len(tokens) > 1:
            self.classes = None

    def _kinds(self, things: Sequence[Node]) -> None:
        """Take in what comes behind ``a``."""
        for thing in things:
            token = self._tokens[thing.start]
            if thing.rule != "term" or token.kind not in ("iri", "name"):
                self.classes = None
            elif self.classes is not None:
                self.classes.append(token)

    def _is_one(self, thing: Node) -> bool:
        """Tell whether a query names a thing itself, or asks for it beside in a way that needs a statement about it."""
        token = self._tokens[thing.start]
        return thing.rule == "term" and (token.kind in ("iri", "name", "string", "number") or token.text in self._bound)

    def _bound_by(self, triples: Node) -> Iterator[str]:
        """Give the variables of a block of triples that stand in a pattern which needs a statement."""
        for same in triples.children:
            if same.children[0].rule != "term" or len(same.children) == 1:
                continue
            needs = False
            for child in same.children[1].children:
                if child.rule == "verb":
                    needs = not any(map(self._may_be_empty, child.children))
                elif needs:
                    terms = [same.children[0], *(thing.children[0] for thing in child.children)]
                    yield from (self._tokens[t.start].text for t in terms if self._tokens[t.start].kind == "variable")

    def _may_be_empty(self, node: Node) -> bool:
        """Tell whether a path, or a part of one, may lead from a thing to itself without a step."""
        if node.rule == "step":
            if self._tokens[node.end - 1].text in ("*", "?"):
                return True
            return any(self._may_be_empty(child) for child in node.children if child.rule == "path")
        if node.rule == "sequence":
            return all(map(self._may_be_empty, node.children))
        return any(map(self._may_be_empty, node.children))
