"""The items of the search index: every thing that a person may look for, with its names and its words."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from tipgraph.dataset.search import states
from tipgraph.dataset.search.facets import Facets
from tipgraph.dataset.search.facts import Facts
from tipgraph.dataset.search.kinds import KINDS, Kind, kind_of
from tipgraph.namespaces import BASE, DCTERMS, RDF, RDFS, SCHEMA, SKOS, TIP
from tipgraph.turtle import natural_key

_PARTS: Final = frozenset({"recommendation", "provision", "footnote"})
"""Kinds whose text is what a document says; their label only names the place."""
_DESCRIBED: Final = (SKOS + "definition", SKOS + "scopeNote", RDFS + "comment", TIP + "text")
_DATES: Final = (DCTERMS + "issued", SCHEMA + "startDate")
_SYMBOLS: Final = (TIP + "symbol", TIP + "reference")
_HIDDEN: Final = (SKOS + "hiddenLabel", TIP + "isoAlpha3")
_PRINTED: Final = tuple(TIP + name for name in ("participant", "speaker", "holder"))


@dataclass(frozen=True)
class Name:
    """Another name of a thing."""

    text: str
    language: str = ""
    """Without one where it is English, or not known."""
    hidden: bool = False
    """Whether it only leads to the thing: a code, or words that mean it in one place and something else in another."""


@dataclass(frozen=True)
class Item:
    """Something that can be found."""

    iri: str
    kind: Kind
    shown: str
    """What it is called on a page."""
    title: str
    """The words that count as its title: those of the heading it stands under, for a part of a document."""
    names: tuple[Name, ...]
    """Its other names, the best known first."""
    text: str
    document: str = ""
    """The IRI of the document that it is a part of."""
    place: str = ""
    """Where in which document it stands, in words."""
    date: str = ""
    """When it, or its document, was issued, or it took place, as far as that is known."""
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The keys of its values by facet."""
    topics: tuple[str, ...] = ()
    """The keys of the topics that it is said to have, without those above them."""


def collect(facts: Facts) -> list[Item]:
    """Find the items of a dataset.

    Args:
        facts: What the dataset says.

    Returns:
        The items by kind, and within a kind as a reader counts.
    """
    facets, printed = Facets(facts), _printed_names(facts)
    found = [_item(facts, facets, printed, iri, kind) for iri, kind in _things(facts)]
    return sorted(found, key=lambda item: (KINDS.index(item.kind), natural_key(item.iri)))


def _things(facts: Facts) -> Iterator[tuple[str, Kind]]:
    for iri in facts.subjects(RDF + "type"):
        kind = kind_of(facts.things(iri, RDF + "type")) if iri.startswith(BASE) else None
        if kind is not None:
            yield iri, kind


def _item(facts: Facts, facets: Facets, printed: dict[str, set[str]], iri: str, kind: Kind) -> Item:
    label = facts.label(iri)
    document = next(iter(facts.things(iri, TIP + "inDocument")), "")
    of_document = facts.label(document) if document else ""
    heading = " ".join(facts.value(part, TIP + "heading") for part in facts.things(iri, TIP + "underHeading"))
    shown = label.removeprefix(f"{of_document}, ") if of_document else label
    is_part = kind.name in _PARTS
    title = heading if is_part else label
    return Item(
        iri,
        kind,
        _clean(_capital(shown) if is_part else shown),
        _clean(title),
        _names(facts, iri, shown if is_part else "", printed.get(iri, set()) - {label}),
        _clean(_text(facts, iri, label)),
        document,
        _clean(", ".join(words for words in (of_document, heading) if words)),
        facts.value(iri, *_DATES) or facts.value(document, *_DATES),
        facets.of(iri, kind),
        tuple(facets.direct_topics(iri)),
    )


def _names(facts: Facts, iri: str, place: str, printed: set[str]) -> tuple[Name, ...]:
    """Return the other names of a thing, its best known first."""
    found = [Name(place)] if place else []
    found += [Name(name) for name in facts.values(iri, SKOS + "altLabel")]
    found += [Name(name) for predicate in _SYMBOLS for name in facts.values(iri, predicate)]
    found += [Name(name) for name in sorted(printed)]
    found += [Name(name, hidden=True) for predicate in _HIDDEN for name in facts.values(iri, predicate)]
    for code in facts.values(iri, TIP + "isoAlpha3"):
        found += [Name(name, "" if language == "en" else language) for language, name in states.names(code)]
    first = {(name.language, name.text): name for name in reversed(found)}
    kept = [first.pop((name.language, name.text)) for name in found if (name.language, name.text) in first]
    return tuple(replace(name, text=_clean(name.text)) for name in kept)


def _text(facts: Facts, iri: str, label: str) -> str:
    titles = [title for title in facts.values(iri, DCTERMS + "title") if title != label]
    return "\n".join([*titles, *(words for predicate in _DESCRIBED for words in facts.values(iri, predicate))])


def _printed_names(facts: Facts) -> dict[str, set[str]]:
    """Return how the lists of documents print the names of those who attended or spoke, by their IRIs."""
    found = defaultdict(set)
    for predicate in _PRINTED:
        for fact in facts.subjects(predicate):
            for who in facts.things(fact, predicate):
                found[who].update(facts.values(fact, TIP + "nameAsPrinted"))
    return dict(found)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _clean(text: str) -> str:
    """Leave out characters that mean something to the index or to those who show it: controls, and private ones."""
    return "".join(c for c in text if c in "\n\t" or (c >= " " and not "\ue000" <= c <= "\uf8ff" and c != "\x7f"))
