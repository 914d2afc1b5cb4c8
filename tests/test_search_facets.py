"""Facets: their counts are those of the documents, and stay true as choices combine."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipgraph.dataset.build import Build
from tipgraph.dataset.search.facets import FACETS
from tipgraph.errors import UsageError
from tipgraph.namespaces import ID
from tipgraph.site.search.find import find, find_all
from tipgraph.site.search.index import Index, read_index
from tipgraph.site.search.outline import Branch, outline
from tipgraph.site.search.request import Request

REPORT = "document/wg4-2009-report"


@pytest.fixture(scope="module")
def index(build: Build) -> Index:
    return read_index(build)


def ask(text: str = "", *, exact: bool = False, **chosen: str) -> Request:
    return Request(text, exact=exact).choosing({facet: keys.split() for facet, keys in chosen.items()})


def counts(index: Index, facet: str, request: Request) -> dict[str, int]:
    return {value.key: value.count for value in find(index, request).facets[facet]}


def found(index: Index, request: Request) -> set[str]:
    return {hit.iri.removeprefix(ID) for hit in find_all(index, request)}


def test_who_the_recommendations_are_addressed_to(index: Index) -> None:
    """Counted in paragraphs 2 to 24 of the report, items apart."""
    assert counts(index, "addressee", ask(kind="recommendation")) == {
        "addressee/states-parties": 26,  # 6 (2), 8 (4), 9, 11 (2), 12 (2), 13 (8), 14, 15, 17 (2), 24 (3)
        "body/secretariat": 9,  # 5, 7, 10, 16, 19 (3), 22, 23
        "body/conference-of-the-parties": 9,  # 4, 18 (3), 20 (4), 21
        "addressee/states": 1,  # 2
        "addressee/states-not-yet-parties": 1,  # 3
    }


def test_the_facets_of_a_word(index: Index) -> None:
    """Training: paragraphs 9 and 24 (c) for States parties, 10 for the Secretariat."""
    words = ask("training", kind="recommendation")
    assert found(index, words) == {f"{REPORT}/9", f"{REPORT}/10", f"{REPORT}/24/3"}
    assert counts(index, "addressee", words) == {"addressee/states-parties": 2, "body/secretariat": 1}
    chosen = ask("training", kind="recommendation", addressee="body/secretariat")
    assert found(index, chosen) == {f"{REPORT}/10"}
    assert counts(index, "addressee", chosen) == counts(index, "addressee", words), "its own choice does not count"
    assert counts(index, "kind", chosen)["recommendation"] == 1


def test_a_word_and_its_other_name(index: Index) -> None:
    """“Victims” stand in 9, 12 (a), 13, 14, 15, 19 (c) and over 16; 12 (b) says “trafficked persons”."""
    victims = {9, 14, 15, 16, "12/1", "19/3", *(f"13/{item}" for item in range(1, 9))}
    assert found(index, ask("victims", exact=True, kind="recommendation")) == {f"{REPORT}/{one}" for one in victims}
    both = {f"{REPORT}/{one}" for one in (*victims, "12/2")}
    assert found(index, ask("victims", kind="recommendation")) == both


def test_a_broader_topic_has_what_is_below_it(index: Index) -> None:
    """Prevention: the heading E has 8 (a) to (d); discouraging demand, 11 (b), lies below prevention."""
    chosen = ask(kind="recommendation", topic="topic/prevention")
    assert found(index, chosen) == {f"{REPORT}/8/{item}" for item in range(1, 5)} | {f"{REPORT}/11/2"}
    by_topic = counts(index, "topic", ask(kind="recommendation"))
    assert by_topic["topic/prevention"] == 5
    assert by_topic["topic/demand-reduction"] < 5


def test_several_values_of_one_facet_are_either_and_several_facets_both(index: Index) -> None:
    one, other = (
        ask(kind="recommendation", modality="modality/could"),
        ask(kind="recommendation", modality="modality/may"),
    )
    either = ask(kind="recommendation", modality="modality/could modality/may")
    assert found(index, either) == found(index, one) | found(index, other)
    secretariat = ask(kind="recommendation", addressee="body/secretariat")
    assert found(index, ask(kind="recommendation", modality="modality/could", addressee="body/secretariat")) == (
        found(index, one) & found(index, secretariat)
    )


def test_what_is_only_foreseen_is_told_apart(index: Index) -> None:
    """The report says that the recommendations would be submitted; none is said to have been."""
    by_status = counts(index, "status", ask(kind="recommendation"))
    assert by_status["status/submitted/foreseen"] == 46
    assert "status/submitted" not in by_status
    assert by_status["status/adopted"] == 46


def test_a_state_is_found_by_the_session_that_it_took_part_in(index: Index) -> None:
    """Paragraphs 35, 37 and 38 of the report list 40, 7 and 10 States; of the speakers only Australia is not among them."""
    taking_part = found(index, ask(kind="state", session="session/wg4-1"))
    assert {"state/AUT", "state/BDI", "state/SDN", "state/AUS"} <= taking_part
    assert len(taking_part) == 40 + 7 + 10 + 1


@settings(max_examples=6)
@given(
    text=st.sampled_from(["", "training", "victims", "States parties", "police OR demand", "NOT trafficking"]),
    chosen=st.dictionaries(
        st.sampled_from(["kind", "addressee", "topic", "status", "document", "year"]),
        st.sampled_from([0, 1, 2, 5]),
        max_size=3,
    ),
)
def test_a_count_is_what_one_gets_who_chooses_it(index: Index, text: str, chosen: dict[str, int]) -> None:
    keys = {facet: tuple(index.facets[facet])[number % len(index.facets[facet])] for facet, number in chosen.items()}
    request = ask(text, **keys)
    answered = find(index, request)
    for facet in FACETS:
        listed = {value.key: value.count for value in answered.facets[facet]}
        for key in index.facets[facet]:
            alone = request.choosing({**request.chosen, facet: (key,)})
            assert find(index, alone).total == listed.get(key, 0), (facet, key)


def test_a_value_that_nothing_has_is_refused(index: Index) -> None:
    with pytest.raises(UsageError, match="no kind 'x'"):
        find(index, ask(kind="x"))


def test_pages_are_the_whole_in_order(index: Index) -> None:
    request = ask("trafficking")
    pages = find(index, request).pages
    assert pages > 2
    shown = [hit.iri for page in range(1, pages + 1) for hit in find(index, request.changed(page=page)).hits]
    assert shown == [hit.iri for hit in find_all(index, request)]
    assert len(shown) == len(set(shown)) == find(index, request).total


def test_topics_are_listed_below_broader_ones_and_once(index: Index) -> None:
    def keys(branches: tuple[Branch, ...]) -> list[str]:
        return [key for branch in branches for key in (branch.value.key, *keys(branch.below))]

    values = find(index, ask(kind="recommendation")).facets["topic"]
    whole = outline(values)
    assert sorted(keys(whole.branches)) == sorted(value.key for value in values)
    (root,) = whole.branches
    assert root.value.key == "topic/trafficking-in-persons"
    (prevention,) = (branch for branch in root.below if branch.value.key == "topic/prevention")
    assert "topic/awareness-raising" in keys(prevention.below)
