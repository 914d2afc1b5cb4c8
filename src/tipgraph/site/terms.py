"""The terms that a query can be written with: what an editor offers for completion."""

from collections.abc import Iterable
from dataclasses import dataclass

from tipgraph.dataset.terms import Term, Vocabulary
from tipgraph.namespaces import PREFIXES
from tipgraph.query.unknown import written
from tipgraph.query.words import FUNCTIONS, KEYWORDS


@dataclass(frozen=True)
class Entry:
    """Something that can stand in a query."""

    name: str
    """As it is written: ``tip:Recommendation``, ``<session/wg4-1>``."""
    label: str
    count: int
    kind: str = ""
    """These three as :class:`~tipgraph.dataset.terms.Term` has them."""


@dataclass(frozen=True)
class Terms:
    """All that can stand in a query."""

    prefixes: dict[str, str]
    """Those that need no declaration, with their namespaces."""
    classes: tuple[Entry, ...]
    properties: tuple[Entry, ...]
    graphs: tuple[Entry, ...]
    things: tuple[Entry, ...]
    """Each of the four in the order of :class:`~tipgraph.dataset.terms.Vocabulary`."""
    keywords: tuple[str, ...]
    functions: tuple[str, ...]


def terms(known: Vocabulary) -> Terms:
    """Write the terms of a dataset as they stand in queries, and add what the language has."""
    return Terms(
        dict(sorted(PREFIXES.items())),
        _entries(known.classes),
        _entries(known.properties),
        _entries(known.graphs),
        _entries(known.things),
        tuple(sorted(KEYWORDS)),
        tuple(sorted(FUNCTIONS)),
    )


def _entries(known: Iterable[Term]) -> tuple[Entry, ...]:
    return tuple(Entry(written(term.iri), term.label, term.count, term.kind) for term in known)
