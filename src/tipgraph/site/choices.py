"""What a question can be asked about: the things that may take the place of a parameter's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from tipgraph.namespaces import ID, PREFIXES, SCHEME, SKOS
from tipgraph.query.lookup import MERGED, TYPE, Lookup
from tipgraph.query.table import shorten
from tipgraph.turtle import natural_key

_IN_SCHEME = NamedNode(SKOS + "inScheme")


@dataclass(frozen=True)
class Choice:
    """A thing on a form."""

    value: str
    """Its IRI, relative to the base of things where it lies below it: what an address has."""
    iri: str
    label: str


def choices(lookup: Lookup, source: str) -> tuple[Choice, ...]:
    """Find what may take the place of a parameter's own thing.

    Args:
        lookup: The dataset.
        source: As for :class:`tipgraph.query.questions.Parameter`.

    Returns:
        Things with an IRI, by label; a number in it counts as a number. Nothing where the source names nothing.
    """
    found = {one for one in _named(lookup, source) if isinstance(one, NamedNode)}
    labelled = [Choice(one.value.removeprefix(ID), one.value, _label(lookup, one)) for one in found]
    return tuple(sorted(labelled, key=lambda choice: (natural_key(choice.label.casefold()), choice.value)))


def _named(lookup: Lookup, source: str) -> Iterable[object]:
    if source.startswith("scheme/"):
        return lookup.subjects(_IN_SCHEME, NamedNode(SCHEME + source.removeprefix("scheme/")))
    prefix, _, local = source.removeprefix("^").partition(":")
    term = NamedNode(PREFIXES[prefix] + local)
    if source.startswith("^"):
        return (quad.object for quad in lookup.store.quads_for_pattern(None, term, None, MERGED))
    return lookup.subjects(TYPE, term)


def _label(lookup: Lookup, node: NamedNode) -> str:
    name = lookup.name(node)
    return name.value if name else shorten(node.value)
