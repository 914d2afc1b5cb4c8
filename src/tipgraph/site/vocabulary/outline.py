"""The index of an ontology: its classes as a tree, its properties by what they stand on."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.export.vocabulary import Term
from tipgraph.namespaces import SKOS, TIP
from tipgraph.query.lookup import TYPE
from tipgraph.query.thing import Named, is_deprecated, successors
from tipgraph.site.vocabulary.known import Known

_SCHEME: Final = NamedNode(SKOS + "ConceptScheme")
_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")
_SEVERAL: Final = Named("", "things of several kinds")
_ANY: Final = Named("", "anything")


@dataclass(frozen=True)
class Entry:
    """A term in the index."""

    iri: str
    name: str
    """What it is called in the ontology's namespace; of a term of others its short form."""
    label: str
    definition: str
    count: int
    """How many things are of the class, or triples have the property."""
    below: tuple["Entry", ...] = ()
    """The classes right below it; of one in several places they are told in the first."""
    is_first: bool = True
    """Whether this is the only place, or the first of several."""
    given_up: bool = False
    successors: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Outline:
    """The index of an ontology."""

    classes: tuple[Entry, ...]
    number: int
    """How many classes there are."""
    properties: tuple[tuple[Named, tuple[Entry, ...]], ...]
    """By the class of the things that they stand on, in the order of the alphabet; the rest comes last."""
    borrowed: tuple[Entry, ...]
    """Properties of others that the record uses."""
    schemes: tuple[Entry, ...]
    """The concept schemes; what is counted of them is their concepts."""


def outline(known: Known) -> Outline:
    """Put the terms of an ontology in the order in which a person would tell them.

    Args:
        known: The vocabulary.

    Returns:
        The index.
    """
    return Outline(
        _classes(known), len(known.vocabulary.classes), _properties(known), _borrowed(known), _schemes(known)
    )


def _classes(known: Known) -> tuple[Entry, ...]:
    classes = known.vocabulary.classes
    below: defaultdict[str, list[str]] = defaultdict(list)
    for iri, term in classes.items():
        for parent in term.above:
            below[parent].append(iri)
    shown: set[str] = set()

    def show(iri: str) -> Entry:
        again = iri in shown
        shown.add(iri)
        inner = () if again else tuple(map(show, sorted(below[iri], key=order)))
        return _entry(known, classes[iri], inner, is_first=not again)

    def order(iri: str) -> tuple[str, str]:
        return classes[iri].label.casefold(), iri

    tops = sorted((iri for iri, term in classes.items() if not set(term.above) & set(classes)), key=order)
    trees = [show(iri) for iri in tops]
    trees += [show(iri) for iri in sorted(classes, key=order) if iri not in shown]  # those that are below themselves
    return tuple(trees)


def _properties(known: Known) -> tuple[tuple[Named, tuple[Entry, ...]], ...]:
    groups: defaultdict[Named, list[Entry]] = defaultdict(list)
    for iri, term in known.vocabulary.properties.items():
        domains = known.stands_on(iri)
        head = _ANY if not domains else known.named(min(domains)) if len(domains) == 1 else _SEVERAL
        groups[head].append(_entry(known, term))
    last = [_SEVERAL, _ANY]
    heads = sorted(groups, key=lambda one: (last.index(one) + 1 if one in last else 0, one.name.casefold(), one.iri))
    return tuple((head, tuple(sorted(groups[head], key=lambda one: one.label.casefold()))) for head in heads)


def _borrowed(known: Known) -> tuple[Entry, ...]:
    others = known.vocabulary.others
    found = [
        Entry(iri, known.named(iri).name, known.named(iri).name, words, known.counts.get(iri, 0))
        for iri, words in others.items()
    ]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _schemes(known: Known) -> tuple[Entry, ...]:
    found = [one for one in known.dataset.subjects(TYPE, _SCHEME) if isinstance(one, NamedNode)]
    living = [one.value for one in found if not is_deprecated(known.dataset, one)]
    return tuple(
        Entry(one.iri, one.iri, one.name, "", len(known.dataset.subjects(_IN_SCHEME, NamedNode(one.iri))))
        for one in known.sorted(set(living))
    )


def _entry(known: Known, term: Term, below: tuple[Entry, ...] = (), *, is_first: bool = True) -> Entry:
    node = NamedNode(term.iri)
    given_up = is_deprecated(known.dataset, node)
    return Entry(
        term.iri,
        term.iri.removeprefix(TIP),
        term.label or term.name,
        term.definition,
        known.counts.get(term.iri, 0),
        below,
        is_first,
        given_up,
        tuple(known.named(one.value) for one in successors(known.dataset, node)) if given_up else (),
    )
