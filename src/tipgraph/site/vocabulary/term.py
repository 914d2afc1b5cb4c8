"""A term of the ontology with all that there is to know of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode

from tipgraph.export.vocabulary import Term as Defined
from tipgraph.namespaces import ID, OWL, RDFS, SKOS, TIP
from tipgraph.query.lookup import MERGED, TYPE
from tipgraph.query.thing import Named
from tipgraph.site.shapes import Rule, Word
from tipgraph.site.vocabulary.known import Known
from tipgraph.turtle import natural_key

T = TypeVar("T")
_EXAMPLES: Final = 5
_LOOKED_AT: Final = 2_000
"""Things or triples that examples are chosen from."""
_LONGEST: Final = 160
"""Characters of a value in an example."""
_ABOVE: Final = (RDFS + "subClassOf", RDFS + "subPropertyOf")
_MATCHES: Final = {
    **dict.fromkeys(_ABOVE, "a kind of"),
    **dict.fromkeys((OWL + "equivalentClass", OWL + "equivalentProperty", SKOS + "exactMatch"), "the same as"),
    SKOS + "closeMatch": "close to",
    SKOS + "broadMatch": "narrower than",
    SKOS + "narrowMatch": "broader than",
    SKOS + "relatedMatch": "related to",
}
"""How a term stands to those of others, in words."""


@dataclass(frozen=True)
class Governed:
    """What shapes ask of the things of a class, or of a property."""

    whose: Named
    """The class; of a property nothing."""
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Term:
    """The page of a term."""

    is_class: bool
    definition: str
    notes: tuple[str, ...]
    example: str
    """What the ontology gives as an example, in Turtle."""
    count: int
    above: tuple[Named, ...]
    below: tuple[Named, ...]
    inverse: tuple[Named, ...]
    stands_on: tuple[Named, ...]
    leads_to: tuple[Named, ...]
    """These two of a property."""
    properties: tuple[Named, ...]
    led_to_by: tuple[Named, ...]
    """These two of a class: the properties that stand on its things, those of broader classes too, and that lead to them."""
    elsewhere: tuple[tuple[str, Named], ...]
    """What it is in other vocabularies: the relation in words, and the term there."""
    governed: tuple[Governed, ...]
    """By the shapes: a class's own come first, then those of the classes above it."""
    examples: tuple[tuple[Word, ...], ...]
    """Things of the class; of a property the thing that has it, and what it leads to."""


def describe_term(known: Known, iri: str) -> Term | None:
    """Tell what there is to know of a term.

    Args:
        known: The vocabulary.
        iri: The term.

    Returns:
        The term; nothing if it is no class and no property of the ontology.
    """
    vocabulary = known.vocabulary
    is_class = iri in vocabulary.classes
    term = vocabulary.classes.get(iri) or vocabulary.properties.get(iri)
    if term is None:
        return None
    chain = {iri, *vocabulary.above(iri)} if is_class else set[str]()
    return Term(
        is_class,
        term.definition,
        term.notes,
        term.example,
        known.counts.get(iri, 0),
        tuple(one for one in known.stated(iri, *_ABOVE) if one.iri.startswith(TIP)),
        tuple(_below(known, iri)),
        tuple(_inverse(known, iri)),
        tuple(known.sorted(known.stands_on(iri))),
        tuple(known.sorted(vocabulary.ranges.get(iri, set()))),
        tuple(known.sorted({name for name in vocabulary.properties if known.stands_on(name) & chain})),
        tuple(known.sorted({name for name, classes in vocabulary.ranges.items() if classes & chain})),
        tuple(_elsewhere(known, iri)),
        tuple(_of_class(known, iri) if is_class else _of_property(known, iri)),
        tuple(_things(known, term) if is_class else _uses(known, iri)),
    )


def _below(known: Known, iri: str) -> list[Named]:
    terms = {**known.vocabulary.classes, **known.vocabulary.properties}
    return known.sorted({one for one, term in terms.items() if iri in term.above})


def _inverse(known: Known, iri: str) -> list[Named]:
    inverse = NamedNode(OWL + "inverseOf")
    back = {one.value for one in known.dataset.subjects(inverse, NamedNode(iri)) if isinstance(one, NamedNode)}
    return known.sorted(back | {one.iri for one in known.stated(iri, inverse.value)})


def _elsewhere(known: Known, iri: str) -> Iterable[tuple[str, Named]]:
    for relation, words in _MATCHES.items():
        for other in known.stated(iri, relation):
            if not other.iri.startswith(TIP):
                yield words, other


def _of_class(known: Known, iri: str) -> Iterable[Governed]:
    for cls in (iri, *known.vocabulary.above(iri)):
        rules = tuple(rule for shape in known.shapes if cls in shape.classes for rule in shape.rules)
        if rules:
            yield Governed(known.named(cls), rules)


def _of_property(known: Known, iri: str) -> Iterable[Governed]:
    rules = tuple(rule for shape in known.shapes for rule in shape.rules if iri in rule.properties)
    if rules:
        yield Governed(Named("", ""), rules)


def _things(known: Known, term: Defined) -> Iterable[tuple[Word, ...]]:
    """Choose things of a class: the one of the ontology's own example, and some from here and there."""
    store, node = known.dataset.store, NamedNode(term.iri)
    quads = islice(store.quads_for_pattern(None, TYPE, node, MERGED), _LOOKED_AT)
    found = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    ordered = sorted((iri for iri in found if iri.startswith(ID)), key=natural_key)
    told = term.example.partition(">")[0].removeprefix("<")
    first = [ID + told] if told and known.dataset.has(NamedNode(ID + told), TYPE, node) else []
    for iri in list(dict.fromkeys([*first, *_spread(ordered)]))[:_EXAMPLES]:
        yield (Word(known.named(iri).name, iri),)


def _uses(known: Known, iri: str) -> Iterable[tuple[Word, ...]]:
    """Choose triples with a property from here and there."""
    quads = islice(known.dataset.store.quads_for_pattern(None, NamedNode(iri), None, MERGED), _LOOKED_AT)
    found = [
        (quad.subject, quad.object)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ID)
    ]
    for subject, thing in _spread(sorted(found, key=lambda one: (natural_key(one[0].value), str(one[1])))):
        start = Word(known.named(subject.value).name, subject.value)
        if isinstance(thing, NamedNode):
            yield start, Word(known.named(thing.value).name, thing.value)
        elif isinstance(thing, Literal):
            yield start, Word(thing.value if len(thing.value) <= _LONGEST else thing.value[: _LONGEST - 2] + " …")


def _spread(found: Sequence[T]) -> list[T]:
    """Take some of a list, from its beginning to its end."""
    if len(found) <= _EXAMPLES:
        return list(found)
    return [found[at * (len(found) - 1) // (_EXAMPLES - 1)] for at in range(_EXAMPLES)]
