"""Statements as people write them: a triple, or all the triples around blank nodes that one statement is made of."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

import pyoxigraph as ox

from tipgraph.namespaces import ID, PREFIXES, RDF
from tipgraph.turtle import TermWriter
from tipgraph.validate.facts import TYPE, Facts

_FIRST, _REST = RDF + "first", RDF + "rest"


class Statement(Protocol):
    """What has the three parts of a triple."""

    @property
    def subject(self) -> object: ...  # noqa: D102 - said above
    @property
    def predicate(self) -> ox.NamedNode: ...  # noqa: D102
    @property
    def object(self) -> object: ...  # noqa: D102


Part = TypeVar("Part", bound=Statement)


def units(statements: Iterable[Part]) -> list[list[Part]]:
    """Group triples into statements.

    Args:
        statements: Triples, or triples with their places.

    Returns:
        One group for each triple without blank nodes, and one for all triples that share blank nodes with one another,
        in the order in which they begin.
    """
    ordered = list(statements)
    parent: dict[object, object] = {}

    def root(node: object) -> object:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for one in ordered:
        if isinstance(one.subject, ox.BlankNode) and isinstance(one.object, ox.BlankNode):
            parent[root(one.subject)] = root(one.object)
    groups: dict[object, list[Part]] = defaultdict(list)
    for number, one in enumerate(ordered):
        blank = next((node for node in (one.subject, one.object) if isinstance(node, ox.BlankNode)), None)
        groups[number if blank is None else root(blank)].append(one)
    return list(groups.values())


def key(unit: Sequence[Statement]) -> frozenset[str]:
    """Return what two statements have in common that say the same, whatever their blank nodes are called."""
    return frozenset(
        " ".join(
            "_" if isinstance(term, ox.BlankNode) else str(term) for term in (one.subject, one.predicate, one.object)
        )
        for one in unit
    )


def written(unit: Sequence[ox.Triple]) -> str:
    """Write a statement as one line of Turtle."""
    facts = Facts(unit)
    writer = TermWriter(PREFIXES, ID)

    def node(term: object) -> str:
        if not isinstance(term, ox.BlankNode):
            return writer.term(term)
        if facts.terms(term.value, _FIRST):
            return f"( {' '.join(items(term))} )"
        return f"[ {' ; '.join(said(term.value))} ]"

    def items(term: object) -> list[str]:
        found = []
        while isinstance(term, ox.BlankNode) and (first := facts.terms(term.value, _FIRST)):
            found.append(node(first[0]))
            term = next(iter(facts.terms(term.value, _REST)), None)
        return found

    def said(subject: str) -> list[str]:
        triples = sorted(
            (t for t in unit if getattr(t.subject, "value", "") == subject), key=lambda t: t.predicate.value != TYPE
        )
        return [
            f"{'a' if t.predicate.value == TYPE else writer.iri(t.predicate.value)} {node(t.object)}" for t in triples
        ]

    inner = {t.object for t in unit if isinstance(t.object, ox.BlankNode)}
    heads = dict.fromkeys(t.subject for t in unit if t.subject not in inner)
    lines = (
        f"{'[]' if isinstance(head, ox.BlankNode) else writer.term(head)} {' ; '.join(said(getattr(head, 'value', '')))} ."
        for head in heads
    )
    return " ".join(lines)
