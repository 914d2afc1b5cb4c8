"""The pages of vocabularies: an ontology term by term, a concept scheme as the tree that it is."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from tipgraph.dataset.load import CHECKS
from tipgraph.namespaces import OWL, RDF, RDFS, SKOS
from tipgraph.query.describe import Description, Fact, axioms
from tipgraph.query.evidence import Support
from tipgraph.query.lookup import TYPE, Lookup
from tipgraph.query.thing import is_deprecated
from tipgraph.web.views import Ground, Group, Row, Term, Value, Viewer

_KINDS: Final = {
    "Classes": (OWL + "Class", RDFS + "Class"),
    "Properties that lead to things": (OWL + "ObjectProperty",),
    "Properties that lead to values": (OWL + "DatatypeProperty", OWL + "AnnotationProperty", RDF + "Property"),
}
"""The headings of a vocabulary, and the kinds of terms below each."""
_OTHERS: Final = "Others"
_NARROWER: Final = (RDFS + "subClassOf", RDFS + "subPropertyOf")
_RANGES: Final = CHECKS + "ranges"
_FITS: Final = tuple(NamedNode(RDFS + name) for name in ("domain", "range"))
_IN_HEADING: Final = frozenset(NamedNode(RDFS + name) for name in ("label", "isDefinedBy"))
"""What need not be told of a term in its section: its heading and the page say it."""
_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")
_BROADER: Final = NamedNode(SKOS + "broader")
_DEFINITION: Final = NamedNode(SKOS + "definition")
_OTHER_NAME: Final = NamedNode(SKOS + "altLabel")


@dataclass(frozen=True)
class Section:
    """A term of a vocabulary."""

    anchor: str
    """Its name within the document, where it has one."""
    term: Term
    rows: tuple[Row, ...]
    ground: Ground
    narrower: tuple[Term, ...]
    """The classes or properties right below it."""
    uses: int
    successors: tuple[Term, ...]
    """What has taken its place, where it was given up."""
    given_up: bool


@dataclass(frozen=True)
class Head:
    """What a page says of an ontology itself, whose terms are told elsewhere."""

    term: Term
    about: tuple[Group, ...]
    axioms: tuple[Value, ...]
    """What is said of several terms together."""
    leads: tuple[Group, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class Vocabulary:
    """The page of an ontology, term by term."""

    term: Term
    about: tuple[Group, ...]
    headings: tuple[tuple[str, tuple[Section, ...]], ...]
    axioms: tuple[Value, ...]
    """What is said of several terms together."""
    leads: tuple[Group, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class Concept:
    """A concept in its scheme."""

    anchor: str
    term: Term
    definition: str
    others: tuple[Term, ...]
    """Its other names."""
    narrower: tuple["Concept", ...]
    successors: tuple[Term, ...]
    given_up: bool


@dataclass(frozen=True)
class Scheme:
    """The page of a concept scheme."""

    term: Term
    about: tuple[Group, ...]
    concepts: tuple[Concept, ...]
    count: int
    leads: tuple[Group, ...]
    page: int
    pages: int
    total: int


def show_head(lookup: Lookup, found: Description, graph: str) -> Head:
    """Write what is said of an ontology itself and of its terms together, and what leads to it.

    Args:
        lookup: The dataset that the description is of.
        found: The description.
        graph: The graph that the ontology is written in.

    Returns:
        The page, without the terms.
    """
    viewer = Viewer(lookup)
    quads = lookup.within(graph) if found.page == 1 else []
    within = {quad.object for quad in quads}
    starts = {quad.subject for quad in quads if isinstance(quad.subject, BlankNode)} - within
    return Head(
        viewer.term(found.subjects[0]),
        viewer.groups(found.outgoing, found),
        tuple(viewer.value(node) for node in sorted(starts, key=lambda node: node.value)),
        viewer.groups(found.incoming, found),
        *(found.page, found.pages, found.total),
    )


def show_vocabulary(lookup: Lookup, definitions: Lookup, found: Description, used: Mapping[str, int]) -> Vocabulary:
    """Write an ontology as a page shows it.

    Args:
        lookup: The dataset that the description is of.
        definitions: Where the domains and ranges are.
        found: The description.
        used: How often each class and property is used, by IRI.

    Returns:
        The page: every term with what is said of it, under the heading of its kind; on pages after the first, none.
    """
    viewer, fitting = Viewer(lookup), Viewer(definitions)
    main, *terms = found.subjects
    facts: dict[object, list[Fact]] = {}
    for fact in found.outgoing:
        facts.setdefault(fact.triple.subject, []).append(fact)
    home = {graph for fact in facts.get(main, ()) if fact.triple.predicate == TYPE for graph in fact.graphs}
    narrower = _narrower(viewer, found)
    headings: dict[str, list[Section]] = {}
    for term in terms if found.outgoing else ():
        about = facts.get(term, [])
        told = [fact for fact in about if fact.triple.predicate not in _IN_HEADING]
        section = Section(
            term.value.partition(f"{main.value}#")[2],
            viewer.term(term),
            (*(_without(row, home) for row in viewer.rows(told)), *_fits(fitting, definitions, term)),
            viewer.ground(_whole(about), found),
            tuple(narrower.get(term, ())),
            used.get(term.value, 0),
            viewer.successors(term),
            is_deprecated(lookup, term),
        )
        headings.setdefault(_heading(lookup, term), []).append(section)
    return Vocabulary(
        viewer.term(main),
        viewer.groups(facts.get(main, []), found),
        tuple((heading, tuple(headings[heading])) for heading in (*_KINDS, _OTHERS) if heading in headings),
        tuple(viewer.value(node) for node in axioms(found)),
        viewer.groups(found.incoming, found),
        *(found.page, found.pages, found.total),
    )


def _narrower(viewer: Viewer, found: Description) -> dict[object, list[Term]]:
    """Return the classes and properties right below each."""
    below: dict[object, list[Term]] = {}
    for fact in found.outgoing:
        if fact.triple.predicate.value in _NARROWER and isinstance(fact.triple.subject, NamedNode):
            below.setdefault(fact.triple.object, []).append(viewer.term(fact.triple.subject))
    return below


def show_scheme(lookup: Lookup, found: Description) -> Scheme:
    """Write a concept scheme as a page shows it: its concepts below those that are broader."""
    viewer = Viewer(lookup)
    scheme, *concepts = found.subjects
    about = [fact for fact in found.outgoing if fact.triple.subject == scheme]
    return Scheme(
        viewer.term(scheme),
        viewer.groups(about, found),
        _forest(viewer, lookup, scheme, concepts) if found.page == 1 else (),
        len(concepts),
        viewer.groups(found.incoming, found),
        *(found.page, found.pages, found.total),
    )


def _forest(viewer: Viewer, lookup: Lookup, scheme: NamedNode, concepts: Sequence[NamedNode]) -> tuple[Concept, ...]:
    """Put concepts below those that are broader; what is below a concept of several places is shown in the first."""
    below: dict[NamedNode, list[NamedNode]] = {}
    tops = []
    for concept in concepts:
        broader = [one for one in lookup.nodes(concept, _BROADER) if lookup.has(one, _IN_SCHEME, scheme)]
        for one in broader:
            below.setdefault(one, []).append(concept)
        if not broader:
            tops.append(concept)
    shown: set[NamedNode] = set()

    def show(concept: NamedNode) -> Concept:
        again = concept in shown
        shown.add(concept)
        return Concept(
            "" if again else concept.value.rpartition("/")[2],
            viewer.term(concept),
            next((words.value for words in lookup.literals(concept, _DEFINITION)), ""),
            tuple(viewer.term(name) for name in lookup.literals(concept, _OTHER_NAME)),
            () if again else tuple(sorted(map(show, below.get(concept, ())), key=_name)),
            viewer.successors(concept),
            is_deprecated(lookup, concept),
        )

    trees = [show(one) for one in tops]
    trees += [show(one) for one in concepts if one not in shown]  # those that are broader than themselves
    return tuple(sorted(trees, key=_name))


def _name(concept: Concept) -> str:
    return concept.term.text.casefold()


def _heading(lookup: Lookup, term: NamedNode) -> str:
    kinds = {kind.value for kind in lookup.nodes(term, TYPE)}
    return next((heading for heading, of in _KINDS.items() if kinds & set(of)), _OTHERS)


def _without(row: Row, graphs: Set[str]) -> Row:
    """Leave out that a fact is in the graph of the document in which it is shown."""
    return replace(row, graphs=tuple(graph for graph in row.graphs if graph.iri not in graphs))


def _whole(facts: Iterable[Fact]) -> Support:
    """Return what a term rests upon as a whole: the parts of texts that it was taken from."""
    supports = [fact.support for fact in facts]
    places = {place: None for support in supports for place in support.places}
    asserted = {who: None for support in supports for who in support.asserted_by}
    reasons = {reason: None for support in supports for reason in support.reasons}
    return Support(tuple(places), (), tuple(asserted), tuple(reasons))


def _fits(viewer: Viewer, definitions: Lookup, term: NamedNode) -> list[Row]:
    """Return which things a property stands on and leads to."""
    source = (Term(_RANGES.removeprefix(CHECKS), _RANGES),)
    return [
        Row(viewer.term(term), viewer.term(predicate), viewer.value(thing), source)
        for predicate in _FITS
        for thing in definitions.objects(term, predicate)
    ]
