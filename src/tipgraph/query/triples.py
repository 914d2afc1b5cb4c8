"""The triple patterns of a query, one by one: what stands behind ``;``, ``,``, ``[...]``, ``(...)`` and ``/``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tipgraph.namespaces import RDF
from tipgraph.query.grammar import Node
from tipgraph.query.tokens import Token

_FIRST: Final = f"<{RDF}first>"
_REST: Final = f"<{RDF}rest>"
_NIL: Final = f"<{RDF}nil>"


@dataclass(frozen=True)
class Pattern:
    """A triple pattern; each part as it is written in SPARQL."""

    subject: str
    verb: str
    """A variable, an IRI or a property path; a sequence only where it is to stay whole."""
    thing: str

    @property
    def variables(self) -> frozenset[str]:
        """The variables in it."""
        return frozenset(part[1:] for part in (self.subject, self.verb, self.thing) if part[0] in "?$")

    @property
    def text(self) -> str:
        """The pattern as it can stand in a group."""
        return f"{self.subject} {self.verb} {self.thing}"


@dataclass
class Expander:
    """Takes triples apart, with variables in the place of blank nodes: a label may stand in one block only.

    A blank node of a pattern is a variable that nobody can name. The steps of a sequence path are patterns joined by one,
    too.

    Source: https://www.w3.org/TR/sparql11-query/#QSynBlankNodes, section 18.2.2.4
    """

    tokens: Sequence[Token]
    text: Callable[[Node], str]
    """Gives the text of a node."""
    fresh: Iterator[str]
    """Variables that occur nowhere in the query."""
    labels: dict[str, str] = field(default_factory=dict)
    """The variable that stands for each label of a blank node."""
    whole: bool = False
    """Whether a path that is a sequence stays one verb."""

    def expand(self, triples: Node) -> list[Pattern]:
        """Return the patterns of a node of the rule ``triples``, in an order in which they can be read."""
        return [pattern for same in triples.children for pattern in self._same(same)]

    def _same(self, same: Node) -> Iterator[Pattern]:
        """Follow what is said of one subject."""
        subject, patterns = self._thing(same.children[0])
        yield from patterns
        for properties in same.children[1:]:
            yield from self._properties(subject, properties)

    def _properties(self, subject: str, properties: Node) -> Iterator[Pattern]:
        verbs: list[str] = []
        for child in properties.children:
            if child.rule == "verb":
                verbs = self._steps(child)
                continue
            for wrapped in child.children:
                thing, patterns = self._thing(wrapped.children[0])
                yield from self._walk(subject, verbs, thing)
                yield from patterns

    def _walk(self, subject: str, verbs: Sequence[str], thing: str) -> Iterator[Pattern]:
        """Go from a subject to a thing by way of one verb or several."""
        for verb in verbs[:-1]:
            between = next(self.fresh)
            yield Pattern(subject, verb, between)
            subject = between
        yield Pattern(subject, verbs[-1], thing)

    def _steps(self, verb: Node) -> list[str]:
        """Return the steps of a verb that is a sequence, else the verb."""
        path = verb.first("path")
        if path is not None and len(path.children) == 1 and not self.whole:
            return [self.text(step) for step in path.children[0].children]
        return [self.text(verb)]

    def _thing(self, node: Node) -> tuple[str, list[Pattern]]:
        """Return the term of a subject or an object, and the patterns written within it."""
        first = self.tokens[node.start]
        if node.rule == "term":
            if first.text == "[":
                return next(self.fresh), []
            if first.kind == "node":
                return self._labelled(first.text), []
            return self.text(node), []
        if first.text == "[":
            subject = next(self.fresh)
            return subject, list(self._properties(subject, node.children[0]))
        head = rest = next(self.fresh)
        patterns: list[Pattern] = []
        for at, wrapped in enumerate(node.children, 1):
            thing, within = self._thing(wrapped.children[0])
            following = next(self.fresh) if at < len(node.children) else _NIL
            patterns += [Pattern(rest, _FIRST, thing), *within, Pattern(rest, _REST, following)]
            rest = following
        return head, patterns

    def _labelled(self, label: str) -> str:
        if label not in self.labels:
            self.labels[label] = next(self.fresh)
        return self.labels[label]
