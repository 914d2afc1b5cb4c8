"""The triples of a dataset that search needs, at hand by subject: one pass over the merge, no engine."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.namespaces import DCTERMS, RDF, RDFS, SCHEMA, SKOS, TIP
from tipgraph.turtle import natural_key

LABELS: Final = (SKOS + "prefLabel", RDFS + "label")
_OWN: Final = (
    *("text", "heading", "underHeading", "inDocument", "paragraphLabel", "itemNumber", "number", "symbol", "reference"),
    *("inSet", "madeAt", "addressedTo", "modality", "topic", "hasStatusEvent", "status", "foreseen", "atSession"),
    *("forSession", "participant", "inSession", "holder", "nameAsPrinted", "speaker", "listedIn", "isoAlpha3"),
    *("relatesToSession", "agendaOf", "publishedIn"),
)
_WANTED: Final = frozenset(
    {
        RDF + "type",
        *LABELS,
        *(SKOS + name for name in ("altLabel", "hiddenLabel", "definition", "scopeNote", "broader")),
        *(DCTERMS + name for name in ("title", "issued", "identifier", "isPartOf")),
        *(RDFS + "comment", SCHEMA + "startDate"),
        *(TIP + name for name in _OWN),
    }
)


class Facts:
    """What is said of things with an IRI, as far as search needs it."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Read the triples of a merge, in any order."""
        found: dict[str, dict[str, set[tuple[bool, str]]]] = defaultdict(lambda: defaultdict(set))
        for triple in triples:
            subject, thing = triple.subject, triple.object
            if isinstance(subject, NamedNode) and triple.predicate.value in _WANTED:
                if isinstance(thing, Literal) and thing.language in (None, "en"):
                    found[triple.predicate.value][subject.value].add((True, thing.value))
                elif isinstance(thing, NamedNode):
                    found[triple.predicate.value][subject.value].add((False, thing.value))
        self._found = {predicate: dict(of) for predicate, of in found.items()}

    def things(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs that a property of a thing leads to, as a reader counts."""
        found = self._found.get(predicate, {}).get(subject, ())
        return sorted((value for literal, value in found if not literal), key=natural_key)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the words that a property of a thing has, in English or in no language, sorted."""
        return sorted(value for literal, value in self._found.get(predicate, {}).get(subject, ()) if literal)

    def value(self, subject: str, *predicates: str) -> str:
        """Return the first words of the first of several properties that has any; nothing if none has."""
        return next((found[0] for predicate in predicates if (found := self.values(subject, predicate))), "")

    def subjects(self, predicate: str) -> list[str]:
        """Return what has a property, as a reader counts."""
        return sorted(self._found.get(predicate, ()), key=natural_key)

    def label(self, iri: str) -> str:
        """Return what a thing is called: by the last part of its IRI if it has no name."""
        return self.value(iri, *LABELS, DCTERMS + "title") or iri.rpartition("/")[2].rpartition("#")[2]
