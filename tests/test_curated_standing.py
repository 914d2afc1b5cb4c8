"""Curated status, mandate, links, discrepancies and questions: what became of things, and where the sources disagree."""

import re
from calendar import month_name
from collections import defaultdict
from difflib import SequenceMatcher

from tests.judgement import (
    DRAFT,
    OBJECT,
    PREDICATE,
    SUBJECT,
    THIRD_SET,
    claims_of_discrepancies,
    part,
    printed,
    recommendations,
    short,
    whole,
)
from tipgraph.namespaces import DCTERMS, ID, RDFS, SKOS, TIP

# --- status -------------------------------------------------------------------------------------------------------------


def events(status: str, of: str) -> list[str]:
    graph = part("status")
    return [e for e in graph.where(TIP + "statusOf", of) if graph.one(e, TIP + "status") == f"{ID}status/{status}"]


def test_the_third_set_was_proposed_and_neither_adopted_nor_welcomed() -> None:
    assert len(events("proposed", THIRD_SET)) == 1
    assert not events("adopted", THIRD_SET)
    assert not events("welcomed", THIRD_SET)
    questions = part("questions").where(TIP + "concerns", THIRD_SET)
    assert ID + "question/which-recommendations-were-welcomed" in questions


ANNOUNCED = {
    "submitted": re.compile(r"\bwould be submitted\b"),
    "selected": re.compile(r"\bwill choose\b"),
    "adopted": re.compile(r"\bis to adopt\b"),
    "made-available": re.compile(r"\bwould be made available\b"),
}


def test_what_is_only_announced_is_foreseen() -> None:
    graph = part("status")
    for event in graph.instances("StatusEvent"):
        [first, *_] = graph.values(event, TIP + "statedIn")
        announced = ANNOUNCED.get(graph.one(event, TIP + "status").rpartition("/")[2])
        is_announced = announced is not None and bool(announced.search(" ".join(printed(first))))
        assert (graph.values(event, TIP + "foreseen") == ["true"]) == is_announced, short(event)


def test_each_item_of_the_lists_of_2011_has_one_event_of_each_status() -> None:
    """A list of four topics not selected is four events, whatever else its items mention; so with what is suggested."""
    graph = part("status")
    paper = f"{ID}document/wg4-2011-future-work/"
    for status, items in {
        "not-selected": [f"11/{n}" for n in range(1, 5)],
        "proposed": [f"10/{n}" for n in (1, 2)] + [f"11/{n}" for n in range(1, 5)],
        "suggested": [f"10/{n}" for n in (1, 2)]
        + [f"11/{n}" for n in range(1, 5)]
        + [f"13/{heading}/{n}" for heading in range(1, 5) for n in (1, 2)]
        + ["9", "12"],
    }.items():
        events = [
            e for e in graph.where(TIP + "status", f"{ID}status/{status}") if not graph.values(e, TIP + "atSession")
        ]
        firsts = [graph.values(event, TIP + "statedIn")[0].removeprefix(paper) for event in events]
        assert sorted(f for f in firsts if not f.startswith(ID)) == sorted(items)


def test_an_event_of_a_listed_item_is_on_topics_of_its_listing() -> None:
    graph = part("status")
    for listing in part("listings").instances("TopicListing"):
        place = part("listings").one(listing, TIP + "listedIn")
        if not listing.endswith("/listing"):
            continue
        for event in graph.where(TIP + "statedIn", place):
            topics = [topic for topic in graph.values(event, TIP + "statusOf") if "/topic/" in topic]
            assert set(topics) <= set(part("listings").values(listing, TIP + "topic")), short(event)


def test_no_recommendation_is_said_to_be_adopted_by_the_conference() -> None:
    graph = part("status")
    for event in graph.where(TIP + "status", ID + "status/adopted"):
        if any(of.endswith("/recommendations") for of in graph.values(event, TIP + "statusOf")):
            assert graph.one(event, TIP + "byBody") == ID + "body/working-group-on-trafficking-in-persons"


def test_each_topic_of_the_note_verbale_can_be_followed() -> None:
    graph = part("status")
    offered = [
        topic
        for listing in part("listings").instances("TopicListing")
        if "cu-2009-92" in listing
        for topic in part("listings").values(listing, TIP + "topic")
    ]
    assert len(offered) == 8
    ends = {f"{ID}status/{status}" for status in ("addressed", "not-yet-addressed")}
    for topic in offered:
        chain = {graph.one(e, TIP + "status") for e in graph.where(TIP + "statusOf", topic)}
        assert ID + "status/invited" in chain
        assert len(ends & chain) == 1, short(topic)


def lead_ins(place: str) -> list[str]:
    """The paragraphs that an item stands in, from the nearest outwards."""
    found = whole().values(place, DCTERMS + "isPartOf")
    return found + [further for near in found for further in lead_ins(near)]


def prints_one_of(names: list[str], place: str) -> bool:
    words = " ".join(printed(place)).casefold()
    return any(re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", words) for name in names)


def words_of(status: str) -> list[str]:
    return whole().values(status, SKOS + "prefLabel", SKOS + "hiddenLabel")


def test_every_place_of_an_event_reports_the_deed() -> None:
    """It tells the status by its name or by other words of the documents, or is an item of a list that such words lead in."""
    silent = []
    for event in part("status").instances("StatusEvent"):
        names = words_of(part("status").one(event, TIP + "status"))
        silent += [
            (short(event), short(place))
            for place in part("status").values(event, TIP + "statedIn")
            if not any(prints_one_of(names, near) for near in [place, *lead_ins(place)])
        ]
    assert silent == []


def test_words_for_a_status_tell_it_somewhere() -> None:
    graph, told = whole(), defaultdict(set)
    for event in part("status").instances("StatusEvent"):
        for place in graph.values(event, TIP + "statedIn"):
            told[graph.one(event, TIP + "status")] |= {place, *lead_ins(place)}
    unused = [
        (short(status), name)
        for status, places in told.items()
        for name in graph.values(status, SKOS + "hiddenLabel")
        if not any(prints_one_of([name], place) for place in places)
    ]
    assert unused == []


def places_of(event: str, predicate: str) -> list[str]:
    """Where the value of an event's property may be printed: in the places of the event, and in those of claims on it."""
    graph = whole()
    claims = [c for c in graph.where(SUBJECT, event) if graph.one(c, PREDICATE) == predicate]
    return [place for node in (event, *claims) for place in graph.values(node, TIP + "statedIn")]


def test_dates_of_events_are_printed_where_they_are_stated() -> None:
    graph = part("status")
    for event in graph.instances("StatusEvent"):
        for date in graph.values(event, TIP + "date"):
            _, month, day = (int(value) for value in date.split("-"))
            words = " ".join(w for place in places_of(event, TIP + "date") for w in printed(place))
            assert f"{day} {month_name[month]}" in words, short(event)


def test_an_event_dated_by_its_document_says_so() -> None:
    """A reason that the date is that of a document stands with the claim, and in the comment of the event it dates."""
    graph = part("status")
    undated = [
        short(event)
        for claim in graph.where(PREDICATE, TIP + "date")
        for reason in graph.values(claim, TIP + "reason")
        for event in graph.values(claim, SUBJECT)
        if "date is that of the" in reason and "date" not in " ".join(graph.values(event, RDFS + "comment"))
    ]
    assert undated == []


# --- mandate ------------------------------------------------------------------------------------------------------------


def test_the_four_functions_are_worded_by_four_documents_each() -> None:
    graph = part("mandate")
    functions = graph.instances("MandateFunction")
    assert [int(graph.one(f, TIP + "ordinal")) for f in functions] == [1, 2, 3, 4]
    for function in functions:
        documents = {whole().one(p, TIP + "inDocument") for p in graph.values(function, TIP + "wordedIn")}
        assert len(documents) == len(graph.values(function, TIP + "wordedIn")) == 4


def test_what_no_source_restates_of_the_draft() -> None:
    graph = whole()
    own = [*graph.instances("PreambularProvision"), *graph.instances("OperativeProvision")]
    restated = {p for r in part("mandate").instances("Restatement") for p in graph.values(r, TIP + "restates")}
    silent = {p.removeprefix(DRAFT) for p in own if p.startswith(DRAFT) and p not in restated}
    assert silent == {"p1", "p2", "p3", "p4", "2", "5", "7", "8"}


def shared(ours: str, theirs: str) -> float:
    """The share of the words of one text that stand, in the same order, in another."""
    a, b = (re.findall(r"\w+", text.casefold()) for text in (ours, theirs))
    return sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()) / len(a)


def test_agreement_of_restatements_with_the_words() -> None:
    graph, reached = whole(), defaultdict(list)
    for restatement in part("mandate").instances("Restatement"):
        agreement = short(graph.one(restatement, TIP + "agreement")).removeprefix("agreement/")
        inside = graph.one(graph.one(restatement, TIP + "inProvision"), TIP + "text")
        for restated in graph.values(restatement, TIP + "restates"):
            texts = graph.values(restated, TIP + "text")
            assert bool(texts) == (agreement != "not-known"), short(restatement)
            reached[agreement] += [(shared(text, inside), short(restatement)) for text in texts]
    assert min(reached["same-words"])[0] > 0.75, min(reached["same-words"])
    identical = [slug for share, slug in reached["other-words"] + reached["other-substance"] if share == 1]
    assert identical == []


# --- agenda and links ---------------------------------------------------------------------------------------------------


def test_each_item_corresponds_to_one_and_the_claim_says_whether_it_was_reworded() -> None:
    graph, agendas = whole(), defaultdict(set)
    for item in graph.instances("AgendaItem"):
        agendas[graph.one(item, TIP + "inAgenda")].add(item)
    provisional, adopted = (agendas[f"{ID}session/wg4-1/agenda/{status}"] for status in ("provisional", "adopted"))
    pairs = {
        (t.subject.value, t.object.value) for t in part("agenda").triples if t.predicate.value == TIP + "correspondsTo"
    }
    assert {a for a, _ in pairs} == provisional | adopted
    assert {(b, a) for a, b in pairs} == pairs
    assert len(pairs) == 2 * len(provisional) == 2 * len(adopted)
    for claim in part("agenda").instances("Claim"):
        titles = {graph.one(graph.one(claim, end), DCTERMS + "title") for end in (SUBJECT, OBJECT)}
        assert (graph.one(claim, RDFS + "comment") == "Same words.") == (len(titles) == 1)


def test_links_between_recommendations_have_reasons_and_hold_their_definition() -> None:
    graph = part("related")
    links = {
        (t.subject.value, t.predicate.value, t.object.value)
        for t in graph.triples
        if t.object.value in recommendations()
    }
    claims = {tuple(graph.one(c, p) for p in (SUBJECT, PREDICATE, OBJECT)) for c in graph.instances("Claim")}
    links = {link for link in links if not link[0].startswith(ID + "claim/")}
    assert links == claims
    assert all(
        graph.values(c, TIP + "reason") and graph.values(c, TIP + "assertedBy") for c in graph.instances("Claim")
    )
    assert {(b, p, a) for a, p, b in links} & links == set()
    for a, predicate, b in links:
        if predicate == TIP + "sameTaskAs":
            assert set(whole().values(a, TIP + "addressedTo")) != set(whole().values(b, TIP + "addressedTo"))


# --- discrepancies and questions ----------------------------------------------------------------------------------------


def test_discrepancies_have_two_sides_a_kind_and_an_explanation() -> None:
    graph = part("discrepancies")
    found = graph.instances("SourceDiscrepancy")
    assert len(found) >= 25
    for discrepancy in found:
        sides = graph.values(discrepancy, TIP + "claim")
        assert len(sides) >= 2 or (sides and graph.values(discrepancy, TIP + "silentSource")), short(discrepancy)
        assert len(graph.values(discrepancy, TIP + "discrepancyKind")) == 1
        assert len(graph.values(discrepancy, RDFS + "comment")) == len(graph.values(discrepancy, RDFS + "label")) == 1
        assert graph.values(discrepancy, TIP + "concerns")


def test_a_kind_of_discrepancy_has_its_source_where_one_of_the_kind_shows() -> None:
    graph, shown = whole(), defaultdict(set)
    for discrepancy in part("discrepancies").instances("SourceDiscrepancy"):
        kind = graph.one(discrepancy, TIP + "discrepancyKind")
        shown[kind] |= set(graph.values(discrepancy, TIP + "statedIn", TIP + "silentSource"))
    assert shown
    assert [(short(k), set(graph.values(k, DCTERMS + "source")) - places) for k, places in shown.items()] == [
        (short(k), set()) for k in shown
    ]


def test_sides_of_a_discrepancy_do_not_say_the_same_in_the_same_place() -> None:
    graph = whole()
    for discrepancy in part("discrepancies").instances("SourceDiscrepancy"):
        sides = [
            (tuple(graph.values(c, TIP + "valueAsPrinted")), tuple(sorted(graph.values(c, TIP + "statedIn"))))
            for c in graph.values(discrepancy, TIP + "claim")
        ]
        assert len(set(sides)) == len(sides), short(discrepancy)


def test_every_claim_of_the_discrepancies_is_a_side_and_quotes_its_source() -> None:
    graph = part("discrepancies")
    sides = claims_of_discrepancies()
    for claim in graph.instances("Claim"):
        assert claim in sides, short(claim)
        is_label = graph.one(claim, PREDICATE) == TIP + "printedLabel"  # the value itself is what is printed
        assert len(graph.values(claim, TIP + "valueAsPrinted")) == (0 if is_label else 1)
        assert graph.values(claim, TIP + "statedIn")


def test_what_is_silent_does_not_print_the_words() -> None:
    """Where a part of a text is silent, none of the words of the claim's value stand there."""
    graph = whole()
    for discrepancy in part("discrepancies").instances("SourceDiscrepancy"):
        for silent in graph.values(discrepancy, TIP + "silentSource"):
            values = [
                v for c in graph.values(discrepancy, TIP + "claim") for v in graph.values(c, TIP + "valueAsPrinted")
            ]
            assert not [v for v in values for words in printed(silent) if v in words], short(discrepancy)


def test_questions_are_explained_and_raised_by_words() -> None:
    graph = part("questions")
    found = graph.instances("OpenQuestion")
    assert len(found) >= 20
    for question in found:
        assert graph.one(question, RDFS + "label").endswith("?")
        assert graph.values(question, TIP + "concerns")
        assert graph.values(question, TIP + "statedIn")
