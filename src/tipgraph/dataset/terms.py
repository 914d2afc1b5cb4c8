"""The terms of a dataset: its classes, properties, graphs and named things, counted once, when it is built."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.namespaces import DCTERMS, ID, RDF, RDFS, SKOS, TIP

MOST_THINGS: Final = 5_000
"""Things that are listed by their names; a list of more would take longer to load than to ask for what is in it."""
_LONGEST: Final = 160
"""Characters of a name; the rest tells nothing in a list."""
_TYPE: Final = RDF + "type"
_NAMING: Final = (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title")
"""The properties that give a thing its name, the first before the others."""
_LEFT_OUT: Final = frozenset({TIP + "Fact", TIP + "TextPart"})
"""Facts and parts of texts are found by what they say: nobody knows their names."""
_KINDS: Final = (TIP, SKOS)
"""Whose classes say what a thing is, the first before the second."""


@dataclass(frozen=True)
class Term:
    """Something that a query can speak of."""

    iri: str
    label: str
    """What it is called; nothing if it has no name."""
    count: int = 0
    """How many things are of the class, triples have the property or stand in the graph; for a thing 0."""
    kind: str = ""
    """What a thing is; what a property mostly leads to: the label of a class."""


@dataclass(frozen=True)
class Vocabulary:
    """All the terms."""

    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    graphs: tuple[Term, ...]
    """Each of the three: the most used first, then by IRI."""
    things: tuple[Term, ...]
    """Concepts, States, bodies, documents, meetings and so on, by label; at most :data:`MOST_THINGS`."""


def collect_terms(merged: Iterable[Triple], sizes: Mapping[str, int], definitions: Iterable[Triple] = ()) -> Vocabulary:
    """Find the terms of a dataset.

    Args:
        merged: The merge of its graphs, in any order.
        sizes: The number of triples in each graph, by its IRI.
        definitions: What knows the names of terms that come from elsewhere.

    Returns:
        The terms, always the same for the same triples.
    """
    return _Collector(list(merged), definitions).vocabulary(sizes)


def write_terms(found: Vocabulary) -> bytes:
    """Write terms as a JSON object."""
    return (json.dumps(asdict(found), ensure_ascii=False, indent=0) + "\n").encode("utf-8")


def open_terms(path: Path) -> Vocabulary:
    """Read what :func:`write_terms` wrote."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Vocabulary(**{name: tuple(Term(**term) for term in terms) for name, terms in found.items()})


class _Collector:
    def __init__(self, merged: list[Triple], definitions: Iterable[Triple]) -> None:
        """Pass over the triples once: what is of which class, what is called what, which property is used how often."""
        self._merged = merged
        self._classes: defaultdict[str, list[str]] = defaultdict(list)
        self._sizes: Counter[str] = Counter()
        self._properties: Counter[str] = Counter()
        for triple in merged:
            predicate, thing = triple.predicate.value, triple.object
            self._properties[predicate] += 1
            if predicate == _TYPE and isinstance(thing, NamedNode):
                self._sizes[thing.value] += 1
                if isinstance(triple.subject, NamedNode):
                    self._classes[triple.subject.value].append(thing.value)
        self._names = _names(definitions) | _names(merged)
        self._kinds = {iri: kind for iri, classes in self._classes.items() if (kind := self._kind(classes))}

    def vocabulary(self, sizes: Mapping[str, int]) -> Vocabulary:
        """Return all terms, given how many triples each graph has."""
        leads = self._leads()
        return Vocabulary(
            tuple(self._counted(self._sizes)),
            tuple(self._counted(self._properties, leads)),
            tuple(self._counted({iri: size for iri, size in sizes.items() if size})),
            tuple(sorted(islice(self._things(), MOST_THINGS), key=lambda term: (term.label.casefold(), term.iri))),
        )

    def _counted(self, counts: Mapping[str, int], kinds: Mapping[str, str] | None = None) -> Iterator[Term]:
        for iri, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            yield Term(iri, self._label(iri), count, self._label((kinds or {}).get(iri, "")))

    def _leads(self) -> dict[str, str]:
        """Return the class of most things that each property leads to."""
        found: Counter[tuple[str, str]] = Counter()
        for triple in self._merged:
            if isinstance(triple.object, NamedNode) and (kind := self._kinds.get(triple.object.value)):
                found[triple.predicate.value, kind] += 1
        least_first = sorted(found.items(), key=lambda item: (item[1], item[0][1]))
        return {predicate: kind for (predicate, kind), _ in least_first}

    def _things(self) -> Iterator[Term]:
        """Give the things that have names of their own, those of the smallest classes first."""
        by_class: defaultdict[str, list[str]] = defaultdict(list)
        for iri, kind in self._kinds.items():
            if iri.startswith(ID) and self._label(iri) and _LEFT_OUT.isdisjoint(self._classes[iri]):
                by_class[kind].append(iri)
        for kind in sorted(by_class, key=self._order):
            for iri in sorted(by_class[kind]):
                yield Term(iri, self._label(iri), kind=self._label(kind))

    def _label(self, iri: str) -> str:
        return self._names.get(iri, "")

    def _kind(self, classes: list[str]) -> str:
        """Return the narrowest of the classes of a thing that say what it is; nothing if none does."""
        ours = [one for one in classes if one.startswith(_KINDS)]
        return min(ours, key=self._order, default="")

    def _order(self, kind: str) -> tuple[int, int, str]:
        return next(at for at, space in enumerate(_KINDS) if kind.startswith(space)), self._sizes[kind], kind


def _names(triples: Iterable[Triple]) -> dict[str, str]:
    """Return what things are called: in English or no language if they are, by a label rather than by a title."""
    found: dict[str, tuple[int, bool, str]] = {}
    for triple in triples:
        if triple.predicate.value in _NAMING and isinstance(triple.subject, NamedNode):
            words = triple.object
            if isinstance(words, Literal):
                at = _NAMING.index(triple.predicate.value)
                one = (at, words.language not in {"en", None}, words.value)
                known = found.get(triple.subject.value)
                found[triple.subject.value] = one if known is None else min(known, one)
    return {iri: words[:_LONGEST] for iri, (_, _, words) in found.items()}
