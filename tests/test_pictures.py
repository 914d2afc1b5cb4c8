"""Pictures of the record: each shows what its table says, and can be had as SVG and as data."""

import csv
import io
from html import unescape
from itertools import pairwise

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server import Server
from tipgraph.namespaces import ID
from tipgraph.site.entities import load_pictures
from tipgraph.site.pictures import DRAWINGS
from tipgraph.site.pictures.draw import citations, fate, matrix, states, timeline
from tipgraph.site.pictures.shapes import WIDTH, Term, shortened

NAMES = [picture.name for picture in load_pictures()]
SVG = "{http://www.w3.org/2000/svg}"


def table(server: Server, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(server.get(f"/pictures/{name}.csv").text)))


def test_each_query_has_a_drawing() -> None:
    assert sorted(NAMES) == sorted(DRAWINGS)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_with_its_table_and_its_forms(server: Server, name: str) -> None:
    page = server.get(f"/pictures/{name}")
    assert page.status == 200
    assert '<svg class="picture"' in page.text
    assert "The same as a table" in page.text
    assert "style=" not in page.text
    alone = server.get(f"/pictures/{name}.svg")
    assert alone.headers["content-type"] == "image/svg+xml"
    drawing = lxml.etree.fromstring(alone.body)
    assert drawing.tag == f"{SVG}svg"
    assert drawing.findtext(f"{SVG}title")
    assert table(server, name)


def test_the_matrix_leads_to_what_it_counts(server: Server) -> None:
    numbers = {(row["topic"], row["addressee"]): row["recommendations"] for row in table(server, "matrix")}
    assert numbers[f"{ID}topic/victim-compensation", f"{ID}addressee/states-parties"] == "1", "the report, para. 14"
    assert numbers[f"{ID}topic/universal-adherence", f"{ID}addressee/states-not-yet-parties"] == "1", "para. 3"
    page = unescape(server.get("/pictures/matrix").text)
    target = "/recommendations?topic=topic/victim-compensation&addressee=addressee/states-parties"
    assert f'<a href="{target}">' in page
    assert "1 of 46 recommendations" in server.get(target).text


def test_the_fate_of_compensation(server: Server) -> None:
    told = {
        (row["date"], row["what"]) for row in table(server, "fate") if row["topic"] == f"{ID}topic/victim-compensation"
    }
    assert {("2009-04-14", "recommended"), ("2009-07-08", "invited"), ("2010-10-19", "addressed")} <= told


def test_states_by_what_they_said(server: Server) -> None:
    said = {
        row["state"].removeprefix(f"{ID}state/"): (row["sessions"], row["statements"])
        for row in table(server, "states")
    }
    assert said["FRA"] == ("1", "2"), "the report, paras 35, 49, 54"
    assert said["DEU"] == ("1", "0")


def test_the_citations_of_another_document(server: Server) -> None:
    page = unescape(server.get("/pictures/citations?of=document/wg4-2011-future-work").text)
    assert '<option value="document/wg4-2011-future-work" selected>' in page
    assert "Report on the meeting" in page
    reply = server.get("/pictures/citations?of=%3E", Accept="text/plain")
    assert reply.status == 400


def test_a_picture_that_is_not_there(server: Server) -> None:
    reply = server.get("/pictures/sunset", Accept="text/plain")
    assert reply.status == 404
    assert "there is no picture 'sunset': there is timeline, matrix, fate" in reply.text


def terms(row: dict[str, str]) -> dict[str, Term | None]:
    return {name: Term(words, f"urn:x:{words}") if words else None for name, words in row.items()}


def test_marks_of_one_day_are_one_and_words_do_not_overlap() -> None:
    rows = [
        {"date": date, "lane": lane, "what": f"{lane} {at}", "foreseen": foreseen}
        for at, (date, lane, foreseen) in enumerate(
            [
                ("2009-04-14", "events", ""),
                ("2009-04-14", "events", "true"),
                ("2009-05", "events", "true"),
                ("2010", "sessions", ""),
            ]
        )
    ]
    drawing = timeline([terms(row) for row in rows])
    assert [dot.is_hollow for dot in drawing.dots] == [False, False, True]
    assert drawing.dots[1].title == "2009-04-14: events 0; events 1"
    assert {label.words for label in drawing.labels} >= {"2 events", "events 2", "sessions 3", "2009", "2010"}


@given(
    dates=st.lists(st.dates().map(str), min_size=1, max_size=30),
    lanes=st.lists(st.sampled_from(["sessions", "documents", "events"]), min_size=30, max_size=30),
)
def test_nothing_stands_outside_of_the_picture(dates: list[str], lanes: list[str]) -> None:
    rows = [
        terms({"date": date, "lane": lane, "what": "w" * 50}) for date, lane in zip(sorted(dates), lanes, strict=False)
    ]
    drawing = timeline(rows)
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= drawing.height for dot in drawing.dots)
    for y in {label.y for label in drawing.labels}:
        on_line = sorted(
            (label.x, label.x + 6 * len(label.words)) for label in drawing.labels if label.y == y and not label.is_quiet
        )
        assert all(one[1] <= other[0] + 1 for one, other in pairwise(on_line))


@pytest.mark.parametrize("draw", [timeline, matrix, fate, citations, states])
def test_nothing_is_drawn_of_nothing(draw: object) -> None:
    drawing = draw([])  # type: ignore[operator]
    assert not drawing.dots
    assert not drawing.cells
    assert not drawing.bars


def test_words_that_are_too_long_are_shortened() -> None:
    assert shortened("compensation", 200) == "compensation"
    assert shortened("compensation for victims", 66) == "compensat…"
