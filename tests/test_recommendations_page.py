"""The table of recommendations; what is expected was counted in the report of the first session, paragraphs 2 to 24."""

import csv
import io
import json
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server import Server
from tipgraph.dataset.build import Build, open_build
from tipgraph.dataset.store import open_store
from tipgraph.site.recommendations import FACETS, GROUPS, SORTS, Choice, Recommendation, Selected, collect, select

CONFERENCE, SECRETARIAT, STATES_PARTIES = (
    "body/conference-of-the-parties",
    "body/secretariat",
    "addressee/states-parties",
)


@pytest.fixture(scope="module")
def every(build: Build) -> tuple[Recommendation, ...]:
    return collect(open_store(open_build(build.directory)))


def labels(selected: Selected) -> list[str]:
    return [one.label for group in selected.groups for one in group.members]


def counts(selected: Selected, facet: str) -> dict[str, int]:
    (found,) = (one for one in selected.facets if one.name == facet)
    return {value.name: value.count for value in found.values}


def chosen(**facets: str) -> Choice:
    return Choice(chosen={name: frozenset(values.split()) for name, values in facets.items()})


def test_all_are_there_in_the_order_of_their_places(every: tuple[Recommendation, ...]) -> None:
    found = labels(select(every, Choice()))
    assert len(found) == 46
    assert found[:9] == ["2", "3", "4", "5", "6(a)", "6(b)", "7", "8(a)", "8(b)"]
    assert found[-3:] == ["24(a)", "24(b)", "24(c)"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("compensation", ["14"]),
        ("RESTITUTION victims", ["14"]),
        ("soap operas", ["8(b)"]),
        ("consultation with States parties", ["7", "19(b)", "19(c)"]),
        ("sóap", ["8(b)"]),
        ("nothing of the kind", []),
    ],
)
def test_every_word_must_be_there(every: tuple[Recommendation, ...], words: str, found: list[str]) -> None:
    assert labels(select(every, Choice(words=words))) == found


def test_whom_they_address_and_how(every: tuple[Recommendation, ...]) -> None:
    conference = select(every, chosen(addressee=CONFERENCE))
    assert labels(conference) == ["4", "18(a)", "18(b)", "18(c)", "20(a)", "20(b)", "20(c)", "20(d)", "21"]
    expected = {"should consider": 6, "should": 1, "should explore or evaluate": 1, "should consider and encourage": 1}
    assert counts(conference, "modality") == expected
    assert labels(select(every, chosen(addressee=f"{CONFERENCE} {SECRETARIAT}", modality="modality/should"))) == [
        *("5", "7", "10", "18(c)", "19(a)", "19(b)", "19(c)", "22", "23")
    ]
    consider = select(every, chosen(modality="modality/should-consider", addressee=STATES_PARTIES))
    assert labels(consider) == ["8(a)", "8(b)", "8(c)", "12(b)", "14"]
    # what else could be chosen in the same facet is counted as if nothing were chosen in it
    short = {name.split(" of ")[0]: count for name, count in counts(consider, "addressee").items()}
    assert short == {"Conference": 6, "States parties": 5}


def test_a_topic_brings_those_below_it(every: tuple[Recommendation, ...]) -> None:
    assert labels(select(every, chosen(topic="topic/victim-compensation"))) == ["14"]
    assert "14" in labels(select(every, chosen(topic="topic/victims")))
    assert len(labels(select(every, chosen(topic="topic/trafficking-in-persons")))) == 46


def test_what_is_only_foreseen_is_told_apart(every: tuple[Recommendation, ...]) -> None:
    assert counts(select(every, Choice()), "status") == {"adopted": 46, "welcomed": 46, "submitted (only foreseen)": 46}
    assert select(every, chosen(status="status/submitted")).count == 0
    assert select(every, chosen(status="status/submitted/foreseen")).count == 46
    standing = [(event.status.name, event.foreseen) for event in every[0].standing]
    assert standing == [("adopted", False), ("welcomed", False), ("submitted", True)]


def test_groups_and_orders(every: tuple[Recommendation, ...]) -> None:
    by_heading = select(every, Choice(words="victim", group="heading"))
    groups = {group.named.name: [one.label for one in group.members] for group in by_heading.groups if group.named}
    (protection,) = (found for name, found in groups.items() if name.endswith("Victim protection and assistance"))
    assert protection == ["13(a)", "13(b)", "13(c)", "13(d)", "13(e)", "13(f)", "13(g)", "13(h)"]
    by_modality = select(every, Choice(group="modality"))
    assert sum(len(group.members) for group in by_modality.groups) == 49, "three have two modalities"
    assert by_modality.count == 46
    assert labels(select(every, Choice(sort="place", descending=True))) == labels(select(every, Choice()))[::-1]
    texts = [one.text for group in select(every, Choice(sort="text")).groups for one in group.members]
    assert texts[0].startswith("In order to achieve a better understanding")
    backwards = [
        one.text for group in select(every, Choice(sort="text", descending=True)).groups for one in group.members
    ]
    assert backwards == texts[::-1]


@given(
    facet=st.sampled_from(sorted(FACETS)),
    words=st.sampled_from(["", "victims", "training", "none at all"]),
    sort=st.sampled_from(sorted(SORTS)),
    group=st.sampled_from(["", *sorted(GROUPS)]),
    data=st.data(),
)
def test_a_count_is_what_choosing_gives(
    every: tuple[Recommendation, ...], facet: str, words: str, sort: str, group: str, data: st.DataObject
) -> None:
    start = select(every, Choice(words, sort=sort, group=group))
    values = next(one.values for one in start.facets if one.name == facet)
    if values:
        value = data.draw(st.sampled_from(values))
        then = select(every, Choice(words, {facet: frozenset({value.path})}, sort, group=group))
        assert then.count == value.count


def test_the_page(server: Server) -> None:
    reply = server.get(f"/recommendations?{urlencode({'topic': 'topic/victim-compensation'})}")
    page = unescape(reply.text)
    assert reply.status == 200
    assert "1 of 46 recommendations" in page
    assert "to allow victims to obtain compensation and restitution." in page
    assert 'href="/doc/document/wg4-2009-report/14"' in page
    cited = re.search(r'<p class="citation">([^<]+)</p>', page)
    assert cited
    assert cited[1] == (
        "“Report on the meeting of the Working Group on Trafficking in Persons held in Vienna on 14 and 15 April 2009”, "
        "CTOC/COP/WG.4/2009/2, 2009-04-21, para. 14, https://w3id.org/tipgraph/id/document/wg4-2009-report/14"
    )
    assert re.search(r'name="topic" value="topic/victim-compensation" checked', page)
    assert "etag" in reply.headers
    assert (
        server.get("/recommendations", **{"If-None-Match": server.get("/recommendations").headers["etag"]}).status
        == 304
    )


def test_all_that_is_chosen_as_a_table_for_programs(server: Server) -> None:
    found = list(csv.DictReader(io.StringIO(server.get("/recommendations.csv?topic=topic/victim-compensation").text)))
    assert [(row["place"], row["addressed to"], row["modality"]) for row in found] == [
        ("14", "States parties", "should consider")
    ]
    assert found[0]["status"] == "adopted; welcomed; submitted (only foreseen)"
    assert len(json.loads(server.get("/recommendations.json").body)["rows"]) == 46
    assert server.get("/recommendations.xlsx").body[:2] == b"PK"
    assert server.get("/recommendations.doc").status == 404


def test_no_page_is_heavy(server: Server) -> None:
    assert len(server.get("/recommendations").text.encode()) < 100_000


def test_what_does_not_fit_says_so(server: Server) -> None:
    page = server.get("/recommendations?q=zebra").text
    assert "0 of 46 recommendations" in page
    assert "No recommendation in this record fits all that is chosen" in page


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("sort=size", 400, "recommendations cannot be sorted by 'size': use place, addressee"),
        ("group=size", 400, "recommendations cannot be grouped by 'size': use addressee"),
        ("page=0", 400, "page is the number of a page, from 1"),
        ("page=99", 404, "there is no page 99: the last one is 1"),
        ("colour=red", 400, "'colour' is nothing that recommendations can be chosen by: use addressee"),
        (f"q={'x' * 501}", 400, "q has 501 characters: search for 500 at most"),
    ],
)
def test_what_cannot_be_wanted(server: Server, query: str, status: int, message: str) -> None:
    reply = server.get(f"/recommendations?{query}", Accept="text/plain")
    assert reply.status == status
    assert message in unescape(reply.text)


def test_hostile_words_are_shown_as_text(server: Server) -> None:
    words = "<script>alert(1)</script>\"' onfocus=x"
    page = server.get(f"/recommendations?{urlencode({'q': words, 'topic': words})}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
