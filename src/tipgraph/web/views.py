"""Descriptions as pages show them: plain words and addresses, ready for a template."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from tipgraph.namespaces import GRAPH, OWL, RDF, RDFS, SKOS, TIP, XSD
from tipgraph.query.describe import Description, Fact
from tipgraph.query.evidence import PRINTED, Support, follows
from tipgraph.query.lookup import TYPE, Lookup, Node
from tipgraph.query.table import shorten
from tipgraph.query.thing import is_deprecated, successors
from tipgraph.turtle import natural_key

_FIRST: Final = tuple(
    NamedNode(iri)
    for iri in (
        *(RDF + "type", RDFS + "label", SKOS + "prefLabel", SKOS + "definition", TIP + "text"),
        *(RDFS + "comment", SKOS + "scopeNote"),
    )
)
"""What is told of a thing before all else."""
_LAST: Final = tuple(NamedNode(TIP + name) for name in ("statedIn", "assertedBy", "reason"))
"""What is told of it in the end."""
_LIST: Final = NamedNode(RDF + "first")
_REST: Final = NamedNode(RDF + "rest")
_NIL: Final = NamedNode(RDF + "nil")
_JOINTS: Final = {NamedNode(OWL + "unionOf"): " or ", NamedNode(OWL + "intersectionOf"): " and "}
_PLAIN: Final = frozenset({XSD + "string", RDF + "langString"})


@dataclass(frozen=True)
class Term:
    """A thing or a value."""

    text: str
    """What it is called, or the value's words."""
    iri: str = ""
    """Set for a thing."""
    language: str = ""
    datatype: str = ""
    """Of a value that is no string: the short form of its datatype."""


@dataclass(frozen=True)
class Structure:
    """A thing without a name: a list, or what is said of it."""

    members: tuple["Value", ...] = ()
    """Set for a list."""
    joint: str = ", "
    """What stands between the members."""
    facts: tuple[tuple[Term, "Value"], ...] = ()


Value = Term | Structure


@dataclass(frozen=True)
class Span:
    """Where words stand in a file."""

    words: str
    """The same in plain words."""
    start: str
    """The code point at which they begin, counted from 0."""
    end: str
    """The code point after the last of them."""


@dataclass(frozen=True)
class Passage:
    """A part of a text, quoted."""

    place: Term
    document: Term | None
    text: str
    spans: tuple[Span, ...]
    """Where the words stand in their files."""


@dataclass(frozen=True)
class Ground:
    """What facts rest upon."""

    passages: tuple[Passage, ...]
    printed: tuple[str, ...]
    """The words that say just this, where a claim singles them out."""
    claims: tuple[Term, ...]
    asserted_by: tuple[Term, ...]
    reasons: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.passages or self.claims or self.asserted_by)


@dataclass(frozen=True)
class Row:
    """A fact on a page."""

    subject: Term
    predicate: Term
    value: Value
    graphs: tuple[Term, ...]


@dataclass(frozen=True)
class Group:
    """Facts that rest upon the same."""

    rows: tuple[Row, ...]
    ground: Ground


@dataclass(frozen=True)
class Thing:
    """The page of a thing."""

    term: Term
    kinds: tuple[Term, ...]
    """What it is, in our own words where we have them."""
    said: tuple[Group, ...]
    leads: tuple[Group, ...]
    page: int
    pages: int
    total: int


class Viewer:
    """Writes what a lookup finds as a page shows it."""

    def __init__(self, lookup: Lookup) -> None:
        """Write descriptions of things in a dataset."""
        self._lookup = lookup
        self._terms: dict[NamedNode, Term] = {}

    def thing(self, found: Description) -> Thing:
        """Write the description of one thing."""
        (subject,) = found.subjects
        types = self._lookup.stated(subject, TYPE)
        ordered = sorted(types, key=lambda triple: (follows(types[triple]), str(triple.object)))
        kinds = [self.term(triple.object) for triple in ordered]
        own = [kind for kind in kinds if kind.iri.startswith(TIP)]
        said = sorted(found.outgoing, key=lambda fact: (follows(fact.graphs), self._rank(fact)))
        return Thing(
            self.term(subject),
            tuple(own or kinds),
            self.groups(said, found),
            self.groups(found.incoming, found),
            found.page,
            found.pages,
            found.total,
        )

    def groups(self, facts: Iterable[Fact], found: Description) -> tuple[Group, ...]:
        """Put facts together that rest upon the same, in the order in which they come."""
        grouped: dict[Support, list[Row]] = {}
        for fact in facts:
            grouped.setdefault(fact.support, []).append(self.row(fact))
        return tuple(Group(tuple(rows), self.ground(support, found)) for support, rows in grouped.items())

    def row(self, fact: Fact) -> Row:
        """Write a fact."""
        subject, predicate, thing = fact.triple.subject, fact.triple.predicate, fact.triple.object
        graphs = tuple(Term(graph.removeprefix(GRAPH), graph) for graph in fact.graphs)
        start = self.term(subject) if isinstance(subject, NamedNode) else Term("a list or an axiom")
        return Row(start, self.term(predicate), self.value(thing), graphs)

    def rows(self, facts: Iterable[Fact]) -> tuple[Row, ...]:
        """Write what is said of a thing, the most important first."""
        return tuple(self.row(fact) for fact in sorted(facts, key=self._rank))

    def ground(self, support: Support, found: Description) -> Ground:
        """Write what facts rest upon, with the words."""
        passages = tuple(self._passage(place, found) for place in support.places if place in found.words)
        quoted = {passage.text for passage in passages}
        printed = [words.value for claim in support.claims for words in self._lookup.literals(claim, PRINTED)]
        return Ground(
            passages,
            tuple(words for words in dict.fromkeys(printed) if words not in quoted),
            tuple(self.term(claim) for claim in support.claims),
            tuple(self.term(who) for who in support.asserted_by),
            tuple(reason.value for reason in support.reasons),
        )

    def _passage(self, place: NamedNode, found: Description) -> Passage:
        words = found.words[place]
        spans = tuple(
            Span(f"{q.file}, characters {q.start}–{q.end}", q.start, q.end) for q in words.quotes if q.file and q.end
        )
        document = self.term(words.document) if words.document else None
        return Passage(self.term(place), document, words.text, spans)

    def term(self, node: Node) -> Term:
        """Write a thing or a value."""
        if isinstance(node, NamedNode):
            if node not in self._terms:
                name = self._lookup.name(node)
                self._terms[node] = Term(name.value if name else shorten(node.value), node.value)
            return self._terms[node]
        if not isinstance(node, Literal):
            return Term(str(node))
        datatype = node.datatype.value
        return Term(node.value, "", node.language or "", "" if datatype in _PLAIN else shorten(datatype))

    def value(self, node: Node, depth: int = 0) -> Value:
        """Write what a property leads to; a thing without a name as what is said of it."""
        if not isinstance(node, BlankNode) or depth > 8:
            return self.term(node)
        for predicate, joint in _JOINTS.items():
            for thing in self._lookup.objects(node, predicate):
                joined = self.value(thing, depth + 1)
                if isinstance(joined, Structure):
                    return replace(joined, joint=joint)
        items: list[Value] = []
        link: Node = node
        while isinstance(link, BlankNode) and self._lookup.has(link, _LIST):
            items += [self.value(item, depth + 1) for item in self._lookup.objects(link, _LIST)]
            link = next(iter(self._lookup.objects(link, _REST)), _NIL)
        if items:
            return Structure(members=tuple(items))
        about = sorted(self._lookup.about(node), key=str)
        return Structure(facts=tuple((self.term(t.predicate), self.value(t.object, depth + 1)) for t in about))

    def successors(self, node: NamedNode) -> tuple[Term, ...]:
        """Write what has taken the place of a thing, if it was given up."""
        given_up = is_deprecated(self._lookup, node)
        return tuple(self.term(one) for one in successors(self._lookup, node)) if given_up else ()

    def _rank(self, fact: Fact) -> tuple[int, str, tuple[str, str]]:
        predicate = fact.triple.predicate
        rank = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
        if predicate in _LAST:
            rank += 1 + _LAST.index(predicate)
        return rank, self.term(predicate).text, natural_key(_text(fact.triple))


def _text(triple: Triple) -> str:
    thing = triple.object
    return thing.value if isinstance(thing, NamedNode | Literal | BlankNode) else str(thing)
