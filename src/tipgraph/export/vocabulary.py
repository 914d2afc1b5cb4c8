"""The vocabulary as data: its terms, and what the shapes say a property of a class leads to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from tipgraph.namespaces import ID, OWL, RDF, RDFS, SH, SKOS, TIP

_TYPE: Final = RDF + "type"
_CONCEPT: Final = re.compile(rf"\^?{re.escape(ID)}([a-z-]+)/")
_FEW: Final = 3
"""A shape with more target classes than this speaks of things in general."""

Node = NamedNode | BlankNode | Literal | Triple
Properties = dict[str, list[Node]]


@dataclass(frozen=True)
class Term:
    """A class or a property of the vocabulary."""

    iri: str
    label: str
    definition: str
    notes: tuple[str, ...]
    example: str
    above: tuple[str, ...]
    """The classes or properties of the vocabulary, and of others, right above it."""

    @property
    def name(self) -> str:
        """The name without its namespace."""
        return self.iri.removeprefix(TIP)


@dataclass
class Rule:
    """What a property of a class leads to, and how often."""

    values: set[str] = field(default_factory=set)
    """IRIs of classes and datatypes, and of concept schemes' concepts as ``id/<scheme>/``."""
    least: int = 0
    most: int | None = None

    @property
    def times(self) -> str:
        """How often, in words as short as ``1``, ``0..1`` or ``1..n``."""
        most = "n" if self.most is None else str(self.most)
        return most if most == str(self.least) else f"{self.least}..{most}"


@dataclass(frozen=True)
class Vocabulary:
    """What the ontology, the ranges and the shapes say together."""

    classes: dict[str, Term]
    properties: dict[str, Term]
    others: dict[str, str]
    """Properties of other vocabularies that the record uses, with what for."""
    annotations: frozenset[str]
    """Properties whose values are words about a thing: labels, notes, comments."""
    rules: dict[str, dict[str, Rule]]
    """By class and property, from the shapes."""
    general: frozenset[str]
    """Properties that the shapes expect of things of many kinds."""
    ranges: dict[str, set[str]]
    """By property, from the ontology, for want of a shape."""
    domains: dict[str, set[str]]
    """By property, the classes whose things it stands on."""

    def above(self, iri: str) -> list[str]:
        """Name every class of the vocabulary above one, nearest first."""
        found: list[str] = []
        queue = [iri]
        while queue:
            for parent in self.classes[queue.pop(0)].above:
                if parent in self.classes and parent not in found:
                    found.append(parent)
                    queue.append(parent)
        return found

    def below(self, iri: str) -> list[str]:
        """Name the classes right below one, by label."""
        return sorted((c.iri for c in self.classes.values() if iri in c.above), key=lambda c: self.classes[c].label)

    def rule(self, cls: str, prop: str) -> Rule | None:
        """Find the rule for a property of a class, or of the nearest class above it that has one."""
        return next((self.rules[c][prop] for c in [cls, *self.above(cls)] if prop in self.rules.get(c, {})), None)


def read_vocabulary(ontology: Iterable[Triple], ranges: Iterable[Triple], shapes: Iterable[Triple]) -> Vocabulary:
    """Read the vocabulary.

    Args:
        ontology: ``ontology/tipgraph.ttl``.
        ranges: ``ontology/checks/ranges.ttl``.
        shapes: The files of ``shapes/``.

    Returns:
        Its terms and rules.
    """
    own, shape, checks = _by_subject(ontology), _by_subject(shapes), _by_subject(ranges)
    terms = {iri: _term(iri, about) for iri, about in own.items() if iri.startswith(TIP)}
    kinds = {iri: {kind.value for kind in about[_TYPE] if isinstance(kind, NamedNode)} for iri, about in own.items()}
    rules, general = _rules(shape)
    return Vocabulary(
        classes={iri: term for iri, term in terms.items() if OWL + "Class" in kinds[iri]},
        properties={iri: term for iri, term in terms.items() if any("Property" in kind for kind in kinds[iri])},
        others={
            iri: _term(iri, about).notes[0]
            for iri, about in own.items()
            if SKOS + "scopeNote" in about and not iri.startswith(TIP) and OWL + "Ontology" not in kinds[iri]
        },
        annotations=frozenset(i for i, kind in kinds.items() if OWL + "AnnotationProperty" in kind)
        | {RDFS + "label", RDFS + "comment", RDFS + "seeAlso"},
        rules=rules,
        general=general,
        ranges=_classes(own, checks, RDFS + "range"),
        domains=_classes(own, checks, RDFS + "domain"),
    )


def _by_subject(triples: Iterable[Triple]) -> dict[str, Properties]:
    found: dict[str, Properties] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        found[_name(triple.subject)][triple.predicate.value].append(triple.object)
    return dict(found)


def _name(node: Node) -> str:
    return node.value if isinstance(node, NamedNode | BlankNode) else str(node)


def _term(iri: str, about: Properties) -> Term:
    def words(prop: str) -> list[str]:
        return [value.value for value in about.get(prop, []) if isinstance(value, Literal)]

    above = [*about.get(RDFS + "subClassOf", []), *about.get(RDFS + "subPropertyOf", [])]
    return Term(
        iri=iri,
        label=next(iter(words(RDFS + "label")), ""),
        definition=next(iter(words(SKOS + "definition")), ""),
        notes=tuple(sorted(words(SKOS + "scopeNote"))),
        example=next(iter(words(SKOS + "example")), ""),
        above=tuple(sorted(node.value for node in above if isinstance(node, NamedNode))),
    )


def _members(shape: dict[str, Properties], head: Node) -> Iterator[Node]:
    """Walk an RDF list."""
    while _name(head) in shape and shape[_name(head)].get(RDF + "first"):
        yield shape[_name(head)][RDF + "first"][0]
        head = shape[_name(head)][RDF + "rest"][0]


def _rules(shape: dict[str, Properties]) -> tuple[dict[str, dict[str, Rule]], frozenset[str]]:
    """Read the rules of the shapes by class and property, and the properties that any kind of thing may have."""
    rules: dict[str, dict[str, Rule]] = defaultdict(lambda: defaultdict(Rule))
    general: set[str] = set()
    for about in shape.values():
        classes = [_name(c) for c in about.get(SH + "targetClass", [])]
        for node in about.get(SH + "property", []):
            constraint = shape.get(_name(node), {})
            paths = [path for value in constraint.get(SH + "path", []) for path in _paths(shape, value)]
            if len(classes) > _FEW or SH + "targetSubjectsOf" in about:
                general.update(paths)
            elif len(paths) == 1:
                for cls in classes:
                    _narrow(rules[cls][paths[0]], shape, constraint)
    return {cls: dict(found) for cls, found in rules.items()}, frozenset(general)


def _paths(shape: dict[str, Properties], path: Node) -> list[str]:
    """Name the properties of a path: itself, or its alternatives."""
    if isinstance(path, NamedNode):
        return [path.value]
    alternatives = shape.get(_name(path), {}).get(SH + "alternativePath", [])
    return [_name(member) for head in alternatives for member in _members(shape, head)]


def _narrow(rule: Rule, shape: dict[str, Properties], constraint: Properties) -> None:
    """Add to a rule what one property shape says."""
    rule.values |= _values(shape, constraint)
    for count in constraint.get(SH + "minCount", []):
        rule.least = max(rule.least, int(_literal(count)))
    for count in constraint.get(SH + "maxCount", []):
        most = int(_literal(count))
        rule.most = most if rule.most is None else min(rule.most, most)


def _literal(node: Node) -> str:
    return node.value if isinstance(node, Literal) else "0"


def _values(shape: dict[str, Properties], constraint: Properties) -> set[str]:
    """Name what a property shape, or one of the shapes it chooses from, lets a value be."""
    found = {_name(value) for value in constraint.get(SH + "datatype", [])}
    schemes = {m[1] for p in constraint.get(SH + "pattern", []) if (m := _CONCEPT.match(_literal(p)))}
    for value in constraint.get(SH + "class", []):
        of_scheme = {f"{ID}{scheme}/" for scheme in schemes} if _name(value) == SKOS + "Concept" else set()
        found |= of_scheme or {_name(value)}
    for head in constraint.get(SH + "or", []):
        for member in _members(shape, head):
            found |= _values(shape, shape.get(_name(member), {}))
    return found


def _classes(own: dict[str, Properties], checks: dict[str, Properties], which: str) -> dict[str, set[str]]:
    """Read the domains or the ranges of properties, those of a union member by member."""
    found: dict[str, set[str]] = defaultdict(set)
    for graph in (own, checks):
        for iri, about in graph.items():
            for value in about.get(which, []):
                heads = graph.get(_name(value), {}).get(OWL + "unionOf", []) if isinstance(value, BlankNode) else []
                union = {_name(member) for head in heads for member in _members(graph, head)}
                found[iri] |= union or {_name(value)}
    return dict(found)
