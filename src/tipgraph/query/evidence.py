"""The words behind facts: which parts of which texts state them, who answers for what no text states, and why."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.dataset.load import INFERRED
from tipgraph.namespaces import DCTERMS, OA, RDF, RDFS, TIP
from tipgraph.query.lookup import TYPE, Lookup, Node, Subject

ANCHOR: Final = NamedNode(TIP + "anchor")
STATED_IN: Final = NamedNode(TIP + "statedIn")
TAKEN_FROM: Final = NamedNode(DCTERMS + "source")
"""Of a term or a concept: the part of a text that it comes from."""
ASSERTED_BY: Final = NamedNode(TIP + "assertedBy")
REASON: Final = NamedNode(TIP + "reason")
PRINTED: Final = NamedNode(TIP + "valueAsPrinted")
_FACT: Final = NamedNode(TIP + "Fact")
_SUBJECT: Final = NamedNode(RDF + "subject")
_PREDICATE: Final = NamedNode(RDF + "predicate")
_OBJECT: Final = NamedNode(RDF + "object")
_OF_A_CLAIM: Final = frozenset({_SUBJECT, _PREDICATE, _OBJECT})
_READ: Final = 1000
"""Parts of texts that a process keeps in mind."""
_DOCUMENT: Final = NamedNode(TIP + "inDocument")
_WORDS: Final = (NamedNode(TIP + "text"), NamedNode(TIP + "heading"))
_SELECTOR: Final = NamedNode(OA + "hasSelector")
_SOURCE: Final = NamedNode(OA + "hasSource")
_FILE: Final = NamedNode(TIP + "fileName")
_LEADING_TO_WORDS: Final = frozenset(
    NamedNode(iri)
    for iri in (
        *(TIP + name for name in ("statedIn", "symbolStatedIn", "wordedIn", "inProvision", "listedIn")),
        DCTERMS + "source",
    )
)
"""Properties that say where something is worded: the words there are what supports them."""
_OF_A_PART: Final = frozenset(
    NamedNode(iri)
    for iri in (
        *(RDF + "type", RDFS + "label", DCTERMS + "title"),
        *(TIP + name for name in ("anchor", "fieldName", "heading", "inDocument", "number", "paragraphLabel")),
        *(TIP + name for name in ("printedLabel", "text", "fileName", "sha256", "textOf", "symbol")),
    )
)
"""What is told of a part of a text, of its document and of the file, wherever its words are evidence."""


@dataclass(frozen=True)
class Support:
    """What a fact rests upon; all of it empty where it follows from other facts."""

    places: tuple[NamedNode, ...] = ()
    """Parts of texts whose words state it."""
    claims: tuple[NamedNode, ...] = ()
    """The claims that say which words state it."""
    asserted_by: tuple[NamedNode, ...] = ()
    """Who answers for it where no document states it in so many words."""
    reasons: tuple[Literal, ...] = ()


@dataclass(frozen=True)
class Quote:
    """Words as they stand in a file."""

    exact: str
    start: str
    """The code point at which they begin, counted from 0."""
    end: str
    """The code point after the last of them."""
    file: str


@dataclass(frozen=True)
class Words:
    """A part of a text, as evidence."""

    place: NamedNode
    document: NamedNode | None
    text: str
    """Its words without line breaks and printed labels."""
    quotes: tuple[Quote, ...]
    """The same, character for character; several where a page break or a footnote comes between."""


class Evidence:
    """Finds what facts rest upon, and remembers which triples somebody needs who is to read it."""

    def __init__(self, lookup: Lookup) -> None:
        """Look for evidence.

        Args:
            lookup: The dataset.
        """
        self._lookup = lookup
        self._own: dict[Subject, dict[str, Support]] = {}
        self._claims: dict[Subject, dict[tuple[NamedNode, object], list[NamedNode]]] = {}
        self.triples: set[Triple] = set()
        """All that says which words state the facts asked for, and what these words are."""
        self.words: dict[NamedNode, Words] = {}
        """The parts of texts that support a fact asked for."""

    def support(self, fact: Triple, graphs: tuple[str, ...]) -> Support:
        """Say what a fact rests upon.

        Args:
            fact: The fact.
            graphs: The named graphs that hold it: what its subject is stated in, in the same graph, is its evidence.

        Returns:
            Of several reasons to believe it the nearest one: the part of a text that it leads to; the claims of this
            very fact; the words of the text that it is a fact of; what its subject rests upon.
        """
        found = self._find(fact, graphs)
        for place in found.places:
            if place not in self.words:
                self.words[place], triples = _read(self._lookup, place)
                self.triples |= triples
        told = (fact.subject,) if fact.predicate in _OF_A_CLAIM else found.claims
        for claim in told:
            if not isinstance(claim, Triple):
                self.triples.update(self._lookup.about(claim))
        return found

    def _find(self, fact: Triple, graphs: tuple[str, ...]) -> Support:
        subject, thing = fact.subject, fact.object
        if isinstance(subject, Triple):
            return Support()
        if fact.predicate in _LEADING_TO_WORDS and isinstance(thing, NamedNode) and self._is_part(thing):
            return Support((thing,))
        claims = self._claims_of(subject).get((fact.predicate, thing), [])
        if claims:
            return _join([self._all_of(claim) for claim in claims], tuple(claims))
        if follows(graphs):
            told = (node for node in (subject, thing) if isinstance(node, NamedNode) and self._is_fact(node))
            return next((self._all_of(node) for node in told), Support())
        if isinstance(subject, NamedNode) and self._is_part(subject):
            return Support((subject,))
        own = self._own_of(subject)
        here = [own[graph] for graph in graphs if graph in own]
        return _join(here or list(own.values()))

    def _is_part(self, node: Node) -> bool:
        return isinstance(node, NamedNode) and (node in self.words or self._lookup.has(node, ANCHOR))

    def _is_fact(self, node: NamedNode) -> bool:
        return self._lookup.has(node, TYPE, _FACT)

    def _claims_of(self, subject: Subject) -> dict[tuple[NamedNode, object], list[NamedNode]]:
        """Return the claims about a thing by property and object."""
        if subject not in self._claims:
            found = self._claims[subject] = {}
            for claim in self._lookup.subjects(_SUBJECT, subject):
                for predicate in self._lookup.nodes(claim, _PREDICATE):
                    for thing in self._lookup.objects(claim, _OBJECT):
                        if isinstance(claim, NamedNode):
                            found.setdefault((predicate, thing), []).append(claim)
        return self._claims[subject]

    def _own_of(self, subject: Subject) -> dict[str, Support]:
        """Return what a thing says it is stated in, and why it is asserted, graph by graph."""
        if subject not in self._own:
            by_graph: dict[str, Support] = {}
            for predicate in (STATED_IN, TAKEN_FROM, ASSERTED_BY, REASON):
                for triple, graphs in self._lookup.stated(subject, predicate).items():
                    if predicate == TAKEN_FROM and not self._is_part(triple.object):
                        continue
                    self.triples.add(triple)
                    for graph in graphs:
                        by_graph[graph] = _join([by_graph.get(graph, Support()), _as_support(triple)])
            self._own[subject] = by_graph
        return self._own[subject]

    def _all_of(self, subject: NamedNode) -> Support:
        return _join(list(self._own_of(subject).values()))


@lru_cache(_READ)
def _read(lookup: Lookup, place: NamedNode) -> tuple[Words, frozenset[Triple]]:
    """Read the words of a part of a text, and the triples that hold them; many facts lead to the same."""
    documents = lookup.nodes(place, _DOCUMENT)
    triples = {triple for node in (place, *documents) for triple in _told(lookup, node)}
    quotes = []
    for anchor in lookup.nodes(place, ANCHOR):
        quote, about = _quote(lookup, anchor)
        quotes.append(quote)
        triples |= about
    quotes.sort(key=lambda quote: (quote.file, len(quote.start), quote.start))
    text = next((found.value for p in _WORDS for found in lookup.literals(place, p)), "")
    spoken = " ".join(" ".join(quote.exact.split()) for quote in quotes)
    document = documents[0] if documents else None
    return Words(place, document, text or spoken, tuple(quotes)), frozenset(triples)


def _quote(lookup: Lookup, anchor: NamedNode) -> tuple[Quote, set[Triple]]:
    """Read an anchor: the words, and where they stand."""
    about = lookup.about(anchor)
    for selector in lookup.nodes(anchor, _SELECTOR):
        about += lookup.about(selector)
    files = lookup.nodes(anchor, _SOURCE)
    found = {triple.predicate.value: triple.object.value for triple in about if isinstance(triple.object, Literal)}
    names = [name.value for file in files for name in lookup.literals(file, _FILE)]
    exact, start, end = (found.get(OA + name, "") for name in ("exact", "start", "end"))
    told = {triple for file in files for triple in _told(lookup, file)}
    return Quote(exact, start, end, names[0] if names else ""), told.union(about)


def _told(lookup: Lookup, node: NamedNode) -> list[Triple]:
    return [triple for triple in lookup.about(node) if triple.predicate in _OF_A_PART]


def follows(graphs: tuple[str, ...]) -> bool:
    """Say whether a fact is stated nowhere and follows from others, by the graphs that hold it."""
    return set(graphs) <= {INFERRED}


def _as_support(triple: Triple) -> Support:
    thing = triple.object
    if isinstance(thing, NamedNode):
        return Support(asserted_by=(thing,)) if triple.predicate == ASSERTED_BY else Support(places=(thing,))
    return Support(reasons=(thing,)) if isinstance(thing, Literal) else Support()


def _join(supports: list[Support], claims: tuple[NamedNode, ...] = ()) -> Support:
    """Put together what several facts rest upon, each once and in order."""

    def each(name: str) -> tuple[NamedNode, ...]:
        return tuple(sorted({node for support in supports for node in getattr(support, name)}, key=lambda n: n.value))

    reasons = dict.fromkeys(reason for support in supports for reason in support.reasons)
    return Support(each("places"), claims, each("asserted_by"), tuple(sorted(reasons, key=lambda r: r.value)))
