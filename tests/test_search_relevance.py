"""Searches, and the results that a person expects on top, worked out from the documents by hand."""

import pytest

from tipgraph.dataset.build import Build
from tipgraph.namespaces import ID
from tipgraph.site.search.find import find, find_all
from tipgraph.site.search.index import Index, read_index
from tipgraph.site.search.request import Request

REPORT = "document/wg4-2009-report"
NOTE = "document/cu-2009-92"
PAPER = "document/wg4-2011-future-work"
DRAFT = "document/cop4-revised-draft-resolution"

EXPECTED = {
    # A subject: the topic, then the recommendations made under its heading.
    "training": ["topic/training", f"{REPORT}/9", f"{REPORT}/10"],
    "compensation": ["topic/victim-compensation", f"{REPORT}/14"],
    "victim compensation": ["topic/victim-compensation", f"{REPORT}/14"],
    "witness protection": ["topic/witness-protection", f"{REPORT}/15", f"{REPORT}/16"],
    "labour exploitation": ["topic/labour-exploitation", f"{REPORT}/11/1", f"{REPORT}/11/2"],
    "data collection": ["topic/data-collection-research-and-analysis", f"{REPORT}/18/1", f"{REPORT}/18/2"],
    "extradition": ["topic/extradition", "mechanism/extradition", f"{REPORT}/24/2"],
    "smuggling of migrants": ["topic/smuggling-of-migrants", "instrument/smuggling-protocol"],
    "Global Plan of Action": ["topic/global-plan-of-action", "document/a-res-64-293", f"{PAPER}/12"],
    "public education": ["topic/public-education", f"{REPORT}/8/1"],
    "joint investigations": ["topic/joint-investigations", "mechanism/joint-investigation-team", f"{REPORT}/24/1"],
    "child trafficking": ["topic/child-trafficking", f"{REPORT}/13/8"],
    # A subject that no recommendation has: where it is listed.
    "Islamic law": ["topic/islamic-law", f"{NOTE}/p9/1", f"{PAPER}/10/1"],
    "risk assessment": ["topic/risk-assessment", f"{NOTE}/p9/7", f"{PAPER}/10/2"],
    "consent": ["topic/consent", f"{PAPER}/11/1"],
    "money laundering": ["topic/money-laundering", f"{PAPER}/13/3/2", f"{REPORT}/6/2"],
    # Words of one recommendation.
    "soap operas": [f"{REPORT}/8/2"],
    "predicate offence": [f"{REPORT}/6/2"],
    '"joint investigation teams"': [
        "topic/joint-investigations",
        "mechanism/joint-investigation-team",
        f"{REPORT}/24/1",
    ],
    "shelter": ["mechanism/shelter", f"{REPORT}/15"],
    "contact points": ["mechanism/network-of-national-contact-points", f"{REPORT}/23"],
    "real-time online tool": ["mechanism/online-tool-on-trends-and-patterns", f"{REPORT}/18/1"],
    "right to stay": ["topic/stay-of-victims", f"{REPORT}/13/3"],
    "8(b)": [f"{REPORT}/8/2"],
    # Words of another provision.
    "spearhead": [f"{DRAFT}/1"],
    '"first aid kit"': ["product/first-aid-kit", f"{REPORT}/46"],
    "INTERPOL": ["body/international-criminal-police-organization", f"{REPORT}/40"],
    # A name, in any form that it has.
    "UNODC": ["body/unodc"],
    "Austria": ["state/AUT"],
    "Autriche": ["state/AUT"],
    "Австрия": ["state/AUT"],
    "奥地利": ["state/AUT"],
    "النمسا": ["state/AUT"],
    "Iran": ["state/IRN", f"{REPORT}/38"],
    "Krois": ["person/dominika-krois", f"{REPORT}/31"],
    "Palermo Protocol": ["instrument/tip-protocol"],
    "decision 4/4": ["instrument/cop-decision-4-4"],
    "CTOC/COP/WG.4/2009/2": [REPORT, f"{PAPER}/footnote/1"],
    "first session of the Working Group": ["session/wg4-1"],
    "handbook for parliamentarians": ["document/sales-no-e-09-v-5", f"{REPORT}/47"],
}
"""The first is the very first result; the others are among the next four."""


@pytest.fixture(scope="module")
def index(build: Build) -> Index:
    return read_index(build)


def top(index: Index, text: str) -> list[str]:
    return [hit.iri.removeprefix(ID) for hit in find(index, Request(text)).hits[:5]]


@pytest.mark.parametrize("text", EXPECTED)
def test_what_is_expected_is_on_top(index: Index, text: str) -> None:
    first, *others = EXPECTED[text]
    found = top(index, text)
    assert found[0] == first
    assert set(others) <= set(found), found


def test_everything_is_found_by_what_it_is_called(index: Index) -> None:
    """Parts of texts are left aside, for many have the same number; of other things six share a name at most."""
    kinds = set(index.facets["kind"]) - {"recommendation", "provision", "footnote", "agenda-item"}
    for hit in find_all(index, Request().choosing({"kind": kinds})):
        assert hit.iri in [one.iri for one in find(index, Request(hit.shown)).hits[:6]], hit.shown


def test_a_recommendation_comes_before_the_lead_in_that_it_repeats(index: Index) -> None:
    found = [hit.iri.removeprefix(ID) for hit in find(index, Request("non-punishment")).hits]
    assert found.index(f"{REPORT}/12/1") < found.index(f"{REPORT}/12")
    assert found.index(f"{REPORT}/12/2") < found.index(f"{REPORT}/12")


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("training", ["9", "10", "24/3"]),  # bodies and manuals for training come after all three
        ("extradition", ["24/2"]),
        ("public education", ["8/1"]),
        ("data collection", ["18/1", "18/2", "18/3"]),
    ],
)
def test_recommendations_on_a_topic_come_right_after_what_is_called_so(
    index: Index, text: str, paragraphs: list[str]
) -> None:
    hits = find(index, Request(text)).hits
    kinds = [hit.kind for hit in hits]
    first = kinds.index("recommendation")
    assert {"topic", "mechanism"} >= set(kinds[:first])
    found = [hit.iri.removeprefix(f"{ID}{REPORT}/") for hit in hits[first : first + len(paragraphs)]]
    assert sorted(found) == sorted(paragraphs)


def test_the_match_is_marked(index: Index) -> None:
    (hit,) = find(index, Request("soap operas")).hits
    assert [words for words, is_match in hit.snippet if is_match] == ["soap", "operas"]
    assert hit.shown == "Paragraph 8(b)"
    assert "".join(words for words, _ in hit.title) == "Prevention and awareness-raising"


def test_a_word_that_is_not_known_leads_to_the_nearest(index: Index) -> None:
    found = find(index, Request("witnes protecton"))
    assert found.total == 0
    assert [(one.words, one.nearest[0]) for one in found.unknown] == [
        ("witnes", "witness"),
        ("protecton", "protection"),
    ]
    assert found.corrected == "witness AND protection"
    assert find(index, Request(found.corrected)).total > 0


def test_words_that_never_meet_are_told_apart(index: Index) -> None:
    """“Soap” is said in paragraph 8 of the report only, and “extradition” is not said there."""
    found = find(index, Request("soap extradition"))
    assert found.total == 0
    assert [one.words for one in found.unknown if one.items] == ["soap", "extradition"]
    assert found.corrected == ""
