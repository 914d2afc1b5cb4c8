"""Collecting triples by named graph, written as short as Turtle writes them."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.dataset.load import CURATED, DOCUMENT
from tipgraph.namespaces import ID, PREFIXES, XSD

Value = NamedNode | Literal
Said = dict[str, Value | Iterable[Value]]
"""Properties as prefixed names, each with one value or with several."""

CURATORS = NamedNode(ID + "agent/curators")


@cache
def term(curie: str) -> NamedNode:
    """Return the IRI that a prefixed name stands for."""
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def thing(path: str) -> NamedNode:
    """Return the IRI of a thing by its path below ``id/``."""
    return NamedNode(ID + path)


def below(node: NamedNode, path: str) -> NamedNode:
    """Return the IRI of a thing within another."""
    return NamedNode(f"{node.value}/{path}")


def english(words: str) -> Literal:
    return Literal(words, language="en")


def printed(words: object) -> Literal:
    """Return words as they stand in a document: a string without a language."""
    return Literal(str(words))


def typed(form: str, kind: str) -> Literal:
    return Literal(form, datatype=NamedNode(XSD + kind))


def number(value: int) -> Literal:
    return typed(str(value), "integer")


def day(value: date) -> Literal:
    return typed(value.isoformat(), "date")


def moment(value: datetime) -> Literal:
    return typed(value.isoformat(), "dateTime")


TRUE = typed("true", "boolean")


class Facts:
    """Triples by the IRI of their named graph."""

    def __init__(self) -> None:
        self.graphs: dict[str, set[Triple]] = {}

    def say(self, graph: str, subject: NamedNode, kinds: str, values: Said) -> NamedNode:
        """Add what is said of a thing.

        Args:
            graph: The IRI of the named graph.
            subject: The thing.
            kinds: Its classes as prefixed names, with spaces between them.
            values: Its properties as prefixed names, each with one value or with several.

        Returns:
            The thing.
        """
        triples = self.graphs.setdefault(graph, set())
        triples.update(Triple(subject, term("rdf:type"), term(kind)) for kind in kinds.split())
        for name, given in values.items():
            found = (given,) if isinstance(given, NamedNode | Literal) else given
            triples.update(Triple(subject, term(name), value) for value in found)
        return subject


def document_graph(slug: str) -> str:
    return DOCUMENT + slug


def curated(name: str) -> str:
    return CURATED + name
