"""What a description holds: all that is said and all that leads there, under its names, with the words that state it."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

from tipgraph.dataset.build import Build
from tipgraph.dataset.load import INFERRED
from tipgraph.dataset.store import open_definitions
from tipgraph.namespaces import BASE, GRAPH, ID, OA, RDF, RDFS, SKOS, TIP
from tipgraph.query.describe import PAGE, Description, Fact, describe, describe_ontology, describe_scheme
from tipgraph.query.lookup import Lookup
from tipgraph.record import Record

MERGED = DefaultGraph()
SESSION = NamedNode(ID + "session/wg4-1")
PARAGRAPH = NamedNode(ID + "document/wg4-2009-report/14")
HEADING = NamedNode(ID + "document/wg4-2009-report/section/1/10")


@pytest.fixture(scope="module")
def lookup(store: Store) -> Lookup:
    return Lookup(store)


def tip(name: str) -> NamedNode:
    return NamedNode(TIP + name)


def said_of(store: Store, subject: NamedNode) -> set[Triple]:
    return {quad.triple for quad in store.quads_for_pattern(subject, None, None, MERGED)}


def leading_to(store: Store, thing: NamedNode) -> set[Triple]:
    found = {quad.triple for quad in store.quads_for_pattern(None, None, thing, MERGED)}
    return {triple for triple in found if triple.subject != thing}


def triples(facts: Iterable[Fact]) -> list[Triple]:
    return [fact.triple for fact in facts]


def one(found: Description, predicate: NamedNode, thing: object = None) -> Fact:
    (fact,) = [f for f in found.outgoing if f.triple.predicate == predicate and thing in {None, f.triple.object}]
    return fact


def test_all_that_is_said_of_a_thing_once_with_its_sources(store: Store, lookup: Lookup) -> None:
    document = NamedNode(ID + "document/wg4-2009-report")
    found = describe(lookup, document)
    assert len(found.outgoing) == len(set(triples(found.outgoing)))
    assert set(triples(found.outgoing)) == said_of(store, document)
    kind = one(found, NamedNode(RDF + "type"), tip("Document"))
    assert kind.graphs == (GRAPH + "curated/documents", GRAPH + "document/wg4-2009-report")
    for fact in (*found.outgoing, *found.incoming):
        assert fact.graphs
        for graph in fact.graphs:
            triple = fact.triple
            found_there = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, NamedNode(graph))
            assert next(found_there, None), (triple, graph)


def test_all_that_leads_to_a_thing_page_by_page(store: Store, lookup: Lookup) -> None:
    expected = leading_to(store, SESSION)
    pages = [describe(lookup, SESSION, page) for page in range(1, 12)]
    assert len(expected) > 9 * PAGE
    assert {page.total for page in pages} == {len(expected)}
    assert {page.pages for page in pages} == {10}
    listed = [triple for page in pages for triple in triples(page.incoming)]
    assert len(listed) == len(set(listed))
    assert set(listed) == expected
    assert [len(page.incoming) for page in pages[:9]] == [PAGE] * 9
    assert not pages[10].incoming
    assert [triple.predicate.value for triple in listed] == sorted(triple.predicate.value for triple in listed)
    for page in pages[1:10]:
        assert not page.outgoing, "what is said of it is on the first page"
        assert set(triples(page.incoming)) <= page.triples
    again = [describe(Lookup(store), SESSION, page) for page in range(1, 11)]
    assert [triples(page.incoming) for page in again] == [triples(page.incoming) for page in pages[:10]]


def test_nothing_leads_to_a_claim(lookup: Lookup) -> None:
    found = describe(lookup, NamedNode(ID + "claim/topic-14-victim-compensation"))
    assert (found.total, found.pages, found.incoming) == (0, 1, ())


@pytest.mark.parametrize("name", ["session/wg4-1", "state/AUT", "document/wg4-2009-report/14", "topic/non-punishment"])
def test_everything_that_has_a_name_has_it_in_the_description(store: Store, lookup: Lookup, name: str) -> None:
    found = describe(lookup, NamedNode(ID + name))
    nodes = {t for triple in found.triples for t in (triple.subject, triple.predicate, triple.object)}
    named = 0
    for node in (node for node in nodes if isinstance(node, NamedNode)):
        for predicate in (RDFS + "label", SKOS + "prefLabel"):
            for quad in store.quads_for_pattern(node, NamedNode(predicate), None, MERGED):
                named += 1
                assert quad.triple in found.triples, node
    assert named > 20


def test_the_description_says_nothing_that_the_dataset_does_not(store: Store, lookup: Lookup) -> None:
    for name in ("session/wg4-1", "body/unodc", "document/wg4-2009-report/14/anchor/1"):
        for triple in describe(lookup, NamedNode(ID + name)).triples:
            assert next(store.quads_for_pattern(triple.subject, triple.predicate, triple.object, MERGED), None)


# ---- the words


def test_a_fact_of_a_paragraph_rests_upon_its_words(lookup: Lookup) -> None:
    found = describe(lookup, PARAGRAPH)
    assert one(found, tip("addressedTo")).support.places == (PARAGRAPH,)
    words = found.words[PARAGRAPH]
    assert words.text.startswith("With regard to the compensation for victims of trafficking, States parties should")
    (quote,) = words.quotes
    assert (quote.start, quote.end, quote.file) == ("7380", "7582", "wg4-2009-report.txt")
    assert words.document == NamedNode(ID + "document/wg4-2009-report")


def test_a_fact_with_a_claim_rests_upon_what_the_claim_names(lookup: Lookup) -> None:
    found = describe(lookup, PARAGRAPH)
    support = one(found, tip("topic")).support
    claim = NamedNode(ID + "claim/topic-14-victim-compensation")
    assert (support.claims, support.places) == ((claim,), (HEADING,))
    assert found.words[HEADING].text == "Compensation for victims of trafficking"
    assert Triple(claim, tip("statedIn"), HEADING) in found.triples
    assert Triple(claim, tip("valueAsPrinted"), Literal("Compensation for victims of trafficking")) in found.triples


def test_what_curators_assert_has_its_reason(lookup: Lookup) -> None:
    found = describe(lookup, NamedNode(ID + "state/AUT"))
    support = one(found, tip("isoAlpha3")).support
    assert support.asserted_by == (NamedNode(ID + "agent/curators"),)
    assert [reason.value.partition(",")[0] for reason in support.reasons] == ["Codes are those of ISO 3166-1"]
    assert not support.places


def test_a_source_vouches_for_what_it_says_and_no_other(lookup: Lookup) -> None:
    """The symbol comes from a footnote elsewhere, the date from the document's own masthead."""
    found = describe(lookup, NamedNode(ID + "document/wg4-2009-report"))
    footnote = NamedNode(ID + "document/wg4-2011-future-work/footnote/1")
    masthead = NamedNode(ID + "document/wg4-2009-report/masthead/date")
    assert one(found, tip("symbolStatedIn")).support.places == (footnote,)
    issued = one(found, NamedNode("http://purl.org/dc/terms/issued")).support
    assert masthead in issued.places
    assert footnote not in issued.places


def test_what_follows_rests_upon_the_facts_it_follows_from(lookup: Lookup) -> None:
    found = describe(lookup, PARAGRAPH)
    adopted = NamedNode(ID + "event/wg4-1-recommendations-adopted")
    fact = one(found, tip("hasStatusEvent"), adopted)
    assert fact.graphs == (INFERRED,)
    assert NamedNode(ID + "document/wg4-2009-report/1") in fact.support.places
    assert not one(found, NamedNode(RDF + "type"), tip("TextPart")).support.places


def test_every_stated_fact_of_things_with_evidence_rests_upon_something(store: Store, lookup: Lookup) -> None:
    evident = {
        quad.subject
        for name in ("statedIn", "assertedBy", "anchor")
        for quad in store.quads_for_pattern(None, tip(name), None, MERGED)
    }
    assert len(evident) > 1500
    for subject in sorted(evident, key=str):
        for fact in describe(lookup, subject).outgoing:
            support = fact.support
            if fact.graphs != (INFERRED,):
                assert support.places or support.asserted_by, fact.triple


def test_evidence_can_be_read_to_the_last_word_from_the_description_alone(lookup: Lookup, record: Record) -> None:
    """From each place that supports a fact to the quotation, its offsets and its file; and the file has these words there."""
    texts: dict[str, str] = {}
    read = 0
    for name in ("document/wg4-2009-report/14", "body/unodc", "session/wg4-1", "state/AUT", "claim/on-the-day"):
        found = describe(lookup, NamedNode(ID + name))
        held = Lookup(_store(found.triples))
        for place in found.words:
            assert held.literals(place, NamedNode(RDFS + "label"))
            assert held.nodes(place, tip("inDocument"))
            assert held.literals(place, tip("text")) or held.literals(place, tip("heading"))
            for anchor in held.nodes(place, tip("anchor")):
                (file,) = held.nodes(anchor, NamedNode(OA + "hasSource"))
                (file_name,) = held.literals(file, tip("fileName"))
                selectors = held.nodes(anchor, NamedNode(OA + "hasSelector"))
                exact, start, end = (
                    next(v.value for s in selectors for v in held.literals(s, NamedNode(OA + part)))
                    for part in ("exact", "start", "end")
                )
                path = record.documents / file_name.value
                text = texts.setdefault(file_name.value, _text(path))
                assert text[int(start) : int(end)] == exact
                read += 1
    assert read > 40


def _store(triples: Iterable[Triple]) -> Store:
    from pyoxigraph import Quad

    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return store


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def test_an_anchor_comes_with_its_words(lookup: Lookup) -> None:
    found = describe(lookup, NamedNode(f"{PARAGRAPH.value}/anchor/1"))
    assert [t for t in found.triples if t.predicate.value == OA + "exact"]
    assert [t for t in found.triples if t.predicate.value == OA + "start"]


def test_a_claim_that_leads_to_a_thing_is_told_whole(lookup: Lookup, store: Store) -> None:
    found = describe(lookup, PARAGRAPH)
    claims = [t.subject for t in triples(found.incoming) if t.predicate.value == RDF + "subject"]
    assert claims
    for claim in claims:
        assert isinstance(claim, NamedNode)
        assert said_of(store, claim) <= found.triples


# ---- vocabularies and schemes


def test_the_ontology_with_all_its_terms(store: Store, lookup: Lookup) -> None:
    found = describe_ontology(lookup, NamedNode(BASE + "ns"), GRAPH + "ontology")
    written = {quad.triple for quad in lookup.within(GRAPH + "ontology")}
    assert written <= found.triples
    terms = {t.subject for t in written if isinstance(t.subject, NamedNode) and t.subject.value.startswith(TIP)}
    assert len(terms) > 190
    for term in terms:
        assert isinstance(term, NamedNode)
        assert said_of(store, term) <= found.triples, "what is inferred and mapped too"
    blank = {t.object for t in found.triples if isinstance(t.object, BlankNode)}
    assert blank <= {t.subject for t in found.triples}, "no structure is cut off"
    assert all(triple.predicate.value != RDF + "type" for triple in triples(found.incoming)), "uses are told elsewhere"


def test_a_term_with_what_uses_it(store: Store, lookup: Lookup) -> None:
    topic = tip("topic")
    found = describe(lookup, topic, uses=True)
    used = {quad.triple for quad in store.quads_for_pattern(None, topic, None, MERGED)}
    assert found.total == len(used | leading_to(store, topic))
    assert found.total > describe(lookup, topic).total


def test_the_shapes_with_names_from_the_record(build: Build, lookup: Lookup) -> None:
    definitions = Lookup(open_definitions(build), lookup)
    found = describe_ontology(definitions, NamedNode(BASE + "shapes"), BASE + "shapes")
    assert {quad.triple for quad in definitions.within(BASE + "shapes")} <= found.triples
    assert Triple(tip("topic"), NamedNode(RDFS + "label"), Literal("topic", language="en")) in found.triples


def test_a_scheme_with_its_concepts(store: Store, lookup: Lookup) -> None:
    scheme = NamedNode(BASE + "scheme/topic")
    found = describe_scheme(lookup, scheme)
    concepts = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(SKOS + "inScheme"), scheme, MERGED)}
    assert len(concepts) == len(found.subjects) - 1 == 75
    for concept in concepts:
        assert isinstance(concept, NamedNode)
        assert said_of(store, concept) <= found.triples
