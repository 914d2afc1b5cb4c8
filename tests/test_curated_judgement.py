"""Curated topics, listings and sets, and what every file of judgements must keep to."""

import re
from collections import Counter, defaultdict

import pyoxigraph as ox
import pytest

from tests.judgement import (
    COMPENSATION,
    DRAFT,
    FILES,
    OBJECT,
    PREDICATE,
    RECORD,
    REPORT,
    SUBJECT,
    claims_of_discrepancies,
    part,
    printed,
    recommendations,
    short,
    whole,
)
from tipgraph.namespaces import DCTERMS, ID, RDF, SCHEME, SKOS, TIP

_NAMES = tuple(SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel"))

# --- every file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_file_says_what_it_is_and_has_no_blank_nodes(name: str) -> None:
    path = RECORD.curated / f"{name}.ttl"
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert not [
        t for t in part(name).triples if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)
    ]


@pytest.mark.parametrize("name", [*FILES, "topic"])
def test_every_thing_named_is_described_somewhere(name: str) -> None:
    named = {
        value.value
        for triple in part(name).triples
        for value in (triple.subject, triple.object)
        if isinstance(value, ox.NamedNode) and value.value.startswith(ID)
    }
    assert sorted(map(short, named - whole().described)) == []


@pytest.mark.parametrize("name", FILES)
def test_every_source_is_a_part_of_a_text(name: str) -> None:
    sources = {t.object.value for t in part(name).triples if t.predicate.value == TIP + "statedIn"}
    assert sorted(short(source) for source in sources if not whole().values(source, TIP + "inDocument")) == []


@pytest.mark.parametrize("name", FILES)
def test_values_are_quoted_word_for_word_from_each_place_that_states_them(name: str) -> None:
    graph = part(name)
    wrong = [
        (short(claim), value, short(source))
        for claim in graph.where(RDF + "type", TIP + "Claim")
        for value in graph.values(claim, TIP + "valueAsPrinted")
        for source in graph.values(claim, TIP + "statedIn")
        if not any(value in words for words in printed(source))
    ]
    assert wrong == []


def test_a_claim_supports_a_triple_of_the_record_or_is_a_side_of_a_discrepancy() -> None:
    graph, sides = whole(), claims_of_discrepancies()
    loose = [
        short(claim)
        for name in FILES
        for claim in part(name).where(RDF + "type", TIP + "Claim")
        if claim not in sides
        and (graph.one(claim, SUBJECT), graph.one(claim, PREDICATE), graph.one(claim, OBJECT)) not in graph.keys
    ]
    assert loose == []


# --- the scheme of topics -----------------------------------------------------------------------------------------------


def ancestors(topic: str) -> set[str]:
    found: set[str] = set()
    above = set(part("topic").values(topic, SKOS + "broader"))
    while above:
        found |= above
        above = {b for a in above for b in part("topic").values(a, SKOS + "broader")} - found
    return found


def test_topics_form_one_tree_that_reads_both_ways() -> None:
    graph = part("topic")
    topics = graph.instances("Topic")
    tops = [topic for topic in topics if not graph.values(topic, SKOS + "broader")]
    assert tops == graph.values(SCHEME + "topic", SKOS + "hasTopConcept")
    for topic in topics:
        assert topic not in ancestors(topic)
        assert topic in tops or tops[0] in ancestors(topic)
        assert {n for n in topics if topic in graph.values(n, SKOS + "broader")} == set(
            graph.values(topic, SKOS + "narrower")
        )
        related = graph.values(topic, SKOS + "related")
        assert not set(related) & ancestors(topic)
        assert all(topic in graph.values(other, SKOS + "related") for other in related)


def test_no_two_topics_share_a_name() -> None:
    names = Counter(t.object.value.casefold() for t in part("topic").triples if t.predicate.value in _NAMES)
    assert [name for name, count in names.items() if count > 1] == []


def test_other_names_of_topics_are_printed() -> None:
    words = " ".join(
        " ".join(re.sub(r"</?i>|[*¹²³⁴⁵]", "", path.read_text(encoding="utf-8")).split())
        for path in sorted(RECORD.documents.glob("*.txt"))
    ).casefold()
    names = {t.object.value for t in part("topic").triples if t.predicate.value in _NAMES[1:]}
    assert names
    assert sorted(name for name in names if name.casefold() not in words) == []


def test_every_topic_has_a_source_or_a_note() -> None:
    graph = part("topic")
    bare = [t for t in graph.instances("Topic") if not graph.values(t, DCTERMS + "source", SKOS + "editorialNote")]
    assert bare == []


# --- topics of recommendations ------------------------------------------------------------------------------------------


def test_every_recommendation_has_a_topic() -> None:
    with_topic = {t.subject.value for t in part("topics").triples if t.predicate.value == TIP + "topic"}
    assert len(recommendations()) == 46
    assert set(recommendations()) <= with_topic


def test_what_else_has_a_topic_is_a_paragraph_of_the_draft_on_the_crime() -> None:
    with_topic = {t.subject.value for t in part("topics").triples if t.predicate.value == TIP + "topic"}
    others = with_topic - set(recommendations())
    assert others == {f"{DRAFT}{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 12)}
    assert others <= set(whole().instances("OperativeProvision"))


def test_every_topic_of_a_recommendation_or_a_set_has_a_claim() -> None:
    for name in ("topics", "sets"):
        graph = part(name)
        claimed = {(graph.one(c, SUBJECT), graph.one(c, OBJECT)) for c in graph.instances("Claim")}
        given = {(t.subject.value, t.object.value) for t in graph.triples if t.predicate.value == TIP + "topic"}
        assert given - claimed == set()


def test_a_topic_of_a_heading_holds_for_all_beneath_it() -> None:
    graph = whole()
    by_heading: dict[str, set[str]] = defaultdict(set)
    for claim in part("topics").instances("Claim"):
        for source in graph.values(claim, TIP + "statedIn"):
            if graph.values(source, TIP + "heading"):
                by_heading[source].add(graph.one(claim, OBJECT))
    assert len(by_heading) == 16
    for recommendation in recommendations():
        heading = graph.one(recommendation, TIP + "underHeading")
        assert by_heading[heading] <= set(graph.values(recommendation, TIP + "topic"))


def test_compensation_is_the_topic_of_those_that_speak_of_it_and_of_no_other() -> None:
    graph = whole()
    speak = [r for r in recommendations() if "compensat" in graph.one(r, TIP + "text")]
    assert speak == [REPORT + "14"]
    assert [r for r in recommendations() if COMPENSATION in graph.values(r, TIP + "topic")] == speak


# --- listings and sets --------------------------------------------------------------------------------------------------


def test_listings_stand_word_for_word_where_they_are_listed() -> None:
    graph = part("listings")
    for listing in graph.instances("TopicListing"):
        place = graph.one(listing, TIP + "listedIn")
        assert listing.startswith(place + "/listing")
        assert any(graph.one(listing, TIP + "text") in words for words in printed(place)), short(listing)
        assert graph.values(listing, TIP + "printedLabel") in ([], whole().values(place, TIP + "printedLabel"))
        locator = graph.values(listing, TIP + "locator")
        assert all(any(f"({value})" in words for words in printed(place)) for value in locator)


def test_every_item_of_a_list_of_topics_is_listed() -> None:
    listed = {
        place
        for listing in part("listings").instances("TopicListing")
        for place in whole().values(listing, TIP + "listedIn")
    }
    parents = {parent for place in listed for parent in whole().values(place, DCTERMS + "isPartOf")}
    assert len(parents) == 11
    kinds = {TIP + "Provision", TIP + "Section"}
    for parent in parents:
        items = {i for i in whole().where(DCTERMS + "isPartOf", parent) if kinds & set(whole().values(i, RDF + "type"))}
        # Heading A of the report is general: it names no topic.
        assert items - listed <= {REPORT + "section/1/1"}, sorted(map(short, items - listed))


def test_ordinals_of_listings_are_those_of_their_parts_or_run_through_the_list() -> None:
    lists: dict[str, list[int]] = defaultdict(list)
    for listing in part("listings").instances("TopicListing"):
        place = part("listings").one(listing, TIP + "listedIn")
        ordinal = part("listings").one(listing, TIP + "ordinal")
        if listing.endswith("/listing") and whole().values(place, DCTERMS + "isPartOf"):
            assert ordinal == whole().one(place, TIP + "ordinal"), short(listing)
        else:
            lists[place].append(int(ordinal))
    assert all(sorted(ordinals) == list(range(1, len(ordinals) + 1)) for ordinals in lists.values())


def test_sets_of_three_sessions() -> None:
    graph = whole()
    sets = {
        graph.one(s, TIP + "madeAt"): graph.one(s, TIP + "publishedIn") for s in graph.instances("RecommendationSet")
    }
    assert {short(session): graph.one(document, TIP + "symbol") for session, document in sets.items()} == {
        "session/wg4-1": "CTOC/COP/WG.4/2009/2",
        "session/wg4-2": "CTOC/COP/WG.4/2010/6",
        "session/wg4-3": "CTOC/COP/WG.4/2010/7",
    }
