"""Shapes and their rules, each as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Triple

from tipgraph.namespaces import OWL, RDF, RDFS, SH
from tipgraph.query.lookup import Node
from tipgraph.site.shapes.graph import Graph, Subject
from tipgraph.site.shapes.paths import Names
from tipgraph.site.shapes.phrases import Phrases
from tipgraph.site.shapes.words import Sentence, Word, capital, listed, plain, say, with_article

_TYPE: Final = RDF + "type"
_CLASSES: Final = frozenset({RDFS + "Class", OWL + "Class"})
_PROPERTY: Final = frozenset({SH + "property"})


@dataclass(frozen=True)
class Rule:
    """What a shape asks of one property, or of the things themselves."""

    iri: str
    """Of the shape that asks it; nothing if it has none."""
    sentences: tuple[Sentence, ...]
    messages: tuple[str, ...]
    """What the shape itself says where something does not fit."""
    severity: str
    """``violation``, ``warning`` or ``info``, or what else the shape has."""
    properties: frozenset[str] = field(default_factory=frozenset)
    """The IRIs of the properties that it speaks of."""
    is_active: bool = True


@dataclass(frozen=True)
class Shape:
    """A shape of things."""

    iri: str
    name: str
    target: Sentence
    """Which things it holds to account: ``every recommendation``; of a shape that others use, nothing."""
    heading: Sentence
    """The same with a capital letter."""
    classes: tuple[str, ...]
    """The IRIs of the classes whose members those are."""
    comments: tuple[str, ...]
    rules: tuple[Rule, ...]
    """What it asks of its things, then what it asks of their properties, by the name of the property."""


def read_shapes(triples: Iterable[Triple], names: Names) -> tuple[Shape, ...]:
    """Read every shape of things.

    Args:
        triples: The shapes.
        names: What gives a thing's name.

    Returns:
        The shapes by what they hold to account; those without a target, which others use, come last.
    """
    reader = _Reader(Graph(triples), names)
    found = [reader.shape(node) for node in reader.shapes()]
    return tuple(sorted(found, key=lambda shape: (not shape.target, plain(shape.target).casefold(), shape.iri)))


class _Reader:
    def __init__(self, graph: Graph, names: Names) -> None:
        self._graph = graph
        self._write = Phrases(graph, names)

    def shapes(self) -> list[Subject]:
        """Return the shapes that things can be held to: those of a kind, or with a target or a name of their own."""
        found = []
        for node in self._graph.subjects():
            kinds = {self._iri(kind) for kind in self._graph.values(node, _TYPE)}
            said = self._graph.predicates(node)
            targeted = any(predicate.startswith(SH + "target") for predicate in said)
            is_shape = SH + "NodeShape" in kinds or (SH + "property" in said and SH + "path" not in said)
            if targeted or (is_shape and isinstance(node, NamedNode)):
                found.append(node)
        return found

    def shape(self, node: Subject) -> Shape:
        """Read one shape."""
        classes = [self._iri(one) for one in self._graph.values(node, SH + "targetClass")]
        if {self._iri(kind) for kind in self._graph.values(node, _TYPE)} & _CLASSES:
            classes.append(self._iri(node))
        every, each = self._targets(node, classes)
        itself = self._graph.values(node, SH + "path")
        rules = [self._rule(node, every, each)] if itself else self._of_things(node, every)
        below = [self._rule(one, every, each) for one in self._graph.values(node, SH + "property")]
        below.sort(key=lambda rule: (plain(rule.sentences[0]).partition("“")[2].casefold(), rule.iri))
        iri = self._iri(node)
        comments = (*self._graph.words(node, RDFS + "comment"), *self._graph.words(node, SH + "description"))
        name = iri.rpartition("#")[2] or iri
        return Shape(iri, name, every, capital(every), tuple(classes), comments, (*rules, *below))

    def _targets(self, node: Subject, classes: list[str]) -> tuple[Sentence, Sentence]:
        """Say which things a shape holds to account, all of them and one of them."""
        things = [self._write.thing(NamedNode(one)) for one in classes]
        every: list[Sentence] = [say("every ", listed([(one,) for one in things], "or"))] if things else []
        each = [listed([with_article(one) for one in things], "or")] if things else []
        for name, before, after in (
            ("targetSubjectsOf", "whatever has ", ""),
            ("targetObjectsOf", "whatever is a value of ", ""),
        ):
            both = [say(before, self._write.path(one), after) for one in self._graph.values(node, SH + name)]
            every, each = every + both, each + both
        nodes = [say(self._write.thing(one)) for one in self._graph.values(node, SH + "targetNode")]
        for one in self._graph.values(node, SH + "target"):
            nodes.append(say("what fits ", Word(self._write.written(one), code=True)))
        return listed([*every, *nodes], "or"), listed([*each, *nodes], "or")

    def _of_things(self, node: Subject, every: Sentence) -> list[Rule]:
        """Read what a shape asks of the things themselves."""
        phrases = self._write.of(node, without=_PROPERTY)
        values = self._graph.values(node, SH + "hasValue")
        phrases += [say("is ", self._write.things(values))] if values else []
        sentences = [capital(say(every or "what fits it", " ", phrase, ".")) for phrase in phrases]
        return [self._made(node, sentences, frozenset())] if sentences else []

    def _rule(self, node: Node, every: Sentence, each: Sentence) -> Rule:
        """Read the shape of a property."""
        write, paths = self._write, self._graph.values(node, SH + "path")
        path = write.path(paths[0]) if paths else say("a path that is not given")
        every, each = every or say("what fits it"), each or say("what fits it")
        counts, phrases = write.counts(node), write.of(node)
        sentences = []
        if counts:
            sentences.append(say(every, " ", write.sentence(write.counted(*counts, path), phrases, counts), "."))
        elif phrases:
            sentences.append(say("each ", path, " of ", each, " ", listed(phrases), "."))
        sentences += self._of_all(node, every, each, path)
        sentences = sentences or [say(every, " may have ", path, ".")]
        properties = frozenset[str]().union(*map(write.properties, paths))
        return self._made(node, [capital(one) for one in sentences], properties)

    def _of_all(self, node: Node, every: Sentence, each: Sentence, path: Sentence) -> list[Sentence]:
        """Say what is asked of all values of a property together."""
        write = self._write
        found = [
            say(every, " has ", write.thing(one), " as a value of ", path, ".")
            for one in self._graph.values(node, SH + "hasValue")
        ]
        if "true" in self._graph.words(node, SH + "uniqueLang"):
            found.append(say("no two values of ", path, " of ", each, " are in the same language."))
        counts = write.counts(node, "qualifiedMinCount", "qualifiedMaxCount")
        for shape in self._graph.values(node, SH + "qualifiedValueShape"):
            phrases = write.of(shape) or [say("fits the shape ", write.thing(shape))]
            found.append(say(every, " ", write.counted(*(counts or (0, None)), path), " that ", listed(phrases), "."))
        return found

    def _made(self, node: Node, sentences: list[Sentence], properties: frozenset[str]) -> Rule:
        severity = next((self._iri(one) for one in self._graph.values(node, SH + "severity")), SH + "Violation")
        messages = (*self._graph.words(node, SH + "name"), *self._graph.words(node, SH + "message"))
        active = "true" not in self._graph.words(node, SH + "deactivated")
        shown = severity.removeprefix(SH).lower() if severity.startswith(SH) else severity
        return Rule(self._iri(node), tuple(sentences), messages, shown, properties, active)

    @staticmethod
    def _iri(node: Node) -> str:
        return node.value if isinstance(node, NamedNode) else ""
