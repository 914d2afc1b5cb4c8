"""The tables on the pages of things; what is expected was read in the documents."""

import csv
import io
from html import unescape
from pathlib import Path

import lxml.html
import pytest
from pyoxigraph import NamedNode, Store

from tests.server import Server
from tipgraph.dataset.build import Build, open_build
from tipgraph.dataset.store import open_store
from tipgraph.namespaces import ID, TIP
from tipgraph.query.lookup import TYPE
from tipgraph.site.entities import Section, load_lists, load_sections
from tipgraph.web import contents, worker

REPORT = f"{ID}document/wg4-2009-report/"


@pytest.fixture(scope="module")
def store(build: Build) -> Store:
    return open_store(open_build(build.directory))


def rows(store: Store, name: str, thing: str) -> list[list[str]]:
    (section,) = (one for one in load_sections() if one.name == name)
    found = worker.table(store, section.about(ID + thing), 1000)
    return [[(cell.iri.removeprefix(ID) or cell.text) if cell else "" for cell in row] for row in found.rows]


def test_agendas_stand_side_by_side(store: Store) -> None:
    found = rows(store, "agenda", "session/wg4-1")
    assert [(row[0], row[2], row[4]) for row in found] == [
        ("1", "1", "same words"),
        ("1 (a)", "1 (a)", "same words"),
        ("1 (b)", "1 (b)", "same words"),
        ("2", "2", "other words"),
        ("3", "3", "other words"),
        ("4", "4", "same words"),
    ]
    assert "facilitate and improve implementation" in found[3][1]
    assert "promote and support the implementation" in found[3][3]


def test_what_a_state_did(store: Store) -> None:
    session = "session/wg4-1"
    assert rows(store, "sessions-attended", "state/FRA") == [
        [session, "capacity/state-party", "France", "document/wg4-2009-report/35"]
    ]
    statements = [[row[0], row[1], row[4]] for row in rows(store, "statements-made", "state/FRA")]
    assert statements == [
        [session, "session/wg4-1/agenda/adopted/2", "document/wg4-2009-report/49"],
        [session, "session/wg4-1/agenda/adopted/3", "document/wg4-2009-report/54"],
    ]
    (standing,) = rows(store, "treaty-status", "state/FRA")
    assert standing[:3] == ["instrument/tip-protocol", "treaty-status/party", "2009-04-14"]


def test_the_fate_of_compensation(store: Store) -> None:
    found = rows(store, "fate-of-a-topic", "topic/victim-compensation")
    told = {(row[1], row[5].removeprefix("document/")) for row in found}
    assert ("recommendation", "wg4-2009-report/14") in told
    assert ("invited", "cu-2009-92/p9/5") in told
    assert ("listed", "wg4-2011-future-work/5/9") in told
    assert [row[0] for row in found] == sorted(row[0] for row in found), "by date"


def test_the_timetable_names_each_item_once(store: Store) -> None:
    found = [(row[0], row[2].rpartition("/")[2]) for row in rows(store, "timetable", "session/wg4-1")]
    assert found == sorted(set(found))
    assert ("2009-04-14T15:00:00", "2") in found
    assert ("2009-04-15T10:00:00", "3") in found


def test_what_falls_to_the_secretariat(store: Store) -> None:
    found = rows(store, "falls-to-it", "body/secretariat")
    recommended = {row[0].removeprefix("document/wg4-2009-report/") for row in found if row[1] == "directly"}
    assert {"5", "7", "10", "16", "19/1", "19/2", "19/3", "22", "23"} <= recommended
    through = {row[0].removeprefix("document/wg4-2009-report/") for row in found if row[1] == "through another"}
    assert "20/4" in through, "requesting the Secretariat to continue coordinating"


def test_claims_stand_side_by_side(store: Store) -> None:
    found = rows(store, "claims-side-by-side", "discrepancy/" + _first_of(store, "SourceDiscrepancy"))
    assert len(found) >= 1
    assert all(row[3] and row[4] for row in found), "each says something of something"


def _first_of(store: Store, kind: str) -> str:
    found = sorted(q.subject.value for q in store.quads_for_pattern(None, TYPE, NamedNode(TIP + kind), None))
    return found[0].removeprefix(f"{ID}discrepancy/")


@pytest.mark.parametrize("section", load_sections(), ids=lambda section: section.name)
def test_each_table_has_rows_for_something(store: Store, section: Section) -> None:
    kinds = sorted(section.kinds) or [TIP + "Body"]
    things = sorted(
        {q.subject.value for kind in kinds for q in store.quads_for_pattern(None, TYPE, NamedNode(kind), None)}
    )
    assert things, f"there is nothing of the kinds {kinds}"
    assert any(worker.table(store, section.about(thing), 1).rows for thing in things)


@pytest.mark.parametrize("found", [load_sections(), load_lists()], ids=["sections", "lists"])
def test_names_and_numbers_are_used_once(found: tuple[Section, ...]) -> None:
    assert len({section.name for section in found}) == len({section.number for section in found}) == len(found)


def test_a_column_without_values_is_left_out(build: Build) -> None:
    parts = {part.section.name: part.table for part in contents.parts(Path(build.directory), f"{ID}state/FRA")}
    assert parts["statements-made"].columns == ["session", "item", "kind", "words"]


def test_the_page_of_a_thing_has_its_tables(server: Server) -> None:
    page = unescape(server.get("/doc/session/wg4-1", Accept="text/html").text)
    for title in ("Agenda, as proposed and as adopted", "Proposed timetable", "Attendance", "Statements", "Officers"):
        assert f">{title}</h2>" in page
    assert 'href="/tables/attendance?of=session/wg4-1"' in page


def test_a_state_has_its_names_in_six_languages(server: Server) -> None:
    page = unescape(server.get("/doc/state/EGY", Accept="text/html").text)
    for name in (
        'lang="fr">Égypte<',
        'lang="es">Egipto<',
        'lang="ru">Египет<',
        'lang="zh">埃及<',
        'lang="ar" dir="rtl">مصر<',
    ):
        assert name in page
    assert 'id="names"' not in server.get("/doc/body/unodc", Accept="text/html").text


def test_words_are_shown_in_their_text(server: Server) -> None:
    page = unescape(server.get("/doc/state/FRA", Accept="text/html").text)
    assert '<a href="/read/wg4-2009-report#49">' in page


def test_a_table_has_a_page_and_forms_of_its_own(server: Server) -> None:
    page = unescape(server.get("/tables/attendance?of=session/wg4-1").text)
    assert "73 rows" in page
    assert "VALUES ?this { <https://w3id.org/tipgraph/id/session/wg4-1> }" in page
    found = list(csv.reader(io.StringIO(server.get("/tables/attendance.csv?of=session/wg4-1").text)))
    assert found[0] == ["capacity", "participant", "name_as_printed", "words"]
    assert len(found) == 74
    assert [f"{ID}capacity/state-party", f"{ID}state/FRA", "France", REPORT + "35"] in found


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/tables/nothing?of=session/wg4-1", 404, "there is no table 'nothing'"),
        ("/tables/attendance.doc?of=session/wg4-1", 404, "there is no table 'attendance.doc'"),
        ("/tables/attendance", 400, "is not the path of a thing"),
        ("/tables/attendance?of=a%3E%20b", 400, "of=a> b is not the path of a thing"),
    ],
)
def test_tables_that_are_not_there(server: Server, path: str, status: int, message: str) -> None:
    reply = server.get(path, Accept="text/plain")
    assert reply.status == status
    assert message in reply.text


def test_a_thing_that_nobody_knows_has_an_empty_table(server: Server) -> None:
    reply = server.get("/tables/attendance?of=session/none")
    assert reply.status == 200
    assert "Not in this record" in reply.text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(
            ("documents", "Document"),
            ("sessions", "Session"),
            ("topics", "Topic"),
            ("states", "State"),
            ("bodies", "Body"),
        ),
        *(("people", "Person"), ("mechanisms", "Mechanism"), ("discrepancies", "SourceDiscrepancy")),
        *(("open-questions", "OpenQuestion"), ("status-events", "StatusEvent")),
    ],
)
def test_a_list_has_all_things_of_its_kind(server: Server, store: Store, name: str, kind: str) -> None:
    every = {q.subject.value for q in store.quads_for_pattern(None, TYPE, NamedNode(TIP + kind), None)}
    (section,) = (one for one in load_lists() if one.name == name)
    found = list(csv.DictReader(io.StringIO(server.get(f"/browse/{name}.csv").text)))
    if name == "status-events":  # its rows are about what the events are events of
        assert len(found) >= len(every)
    else:
        assert {next(iter(row.values())) for row in found} == every
    page = server.get(f"/browse/{name}")
    assert page.status == 200
    assert f"<h1>{section.title}</h1>" in page.text


def test_lists_count_what_the_documents_say(server: Server) -> None:
    sessions = {row["session"]: row for row in csv.DictReader(io.StringIO(server.get("/browse/sessions.csv").text))}
    first = sessions[f"{ID}session/wg4-1"]
    assert (first["from"], first["until"], first["place"]) == ("2009-04-14", "2009-04-15", "Vienna")
    assert first["participants"] == "73"
    topics = {row["topic"]: row for row in csv.DictReader(io.StringIO(server.get("/browse/topics.csv").text))}
    assert topics[f"{ID}topic/victim-compensation"]["recommendations"] == "1"
    assert topics[f"{ID}topic/trafficking-in-persons"]["recommendations"] == "46"


def test_a_list_that_is_not_there(server: Server) -> None:
    reply = server.get("/browse/ships", Accept="text/plain")
    assert reply.status == 404
    assert "there is no list 'ships': there is documents, sessions" in reply.text


def test_the_page_of_a_paragraph_begins_with_its_words_and_how_to_cite_them(server: Server) -> None:
    page = lxml.html.document_fromstring(server.get("/doc/document/wg4-2009-report/8/2", Accept="text/html").body)
    (words,) = page.xpath("//blockquote[@class='own']")
    lead_in = "With regard to prevention and awareness-raising, States parties should:"
    assert words.text_content().startswith(
        f"{lead_in} Launch awareness-raising campaigns directed at the general public"
    )
    (citation,) = page.xpath("//p[@class='citation']")
    assert citation.text_content() == (
        "“Report on the meeting of the Working Group on Trafficking in Persons held in Vienna on 14 and 15 April 2009”, "
        f"CTOC/COP/WG.4/2009/2, 2009-04-21, para. 8(b), {ID}document/wg4-2009-report/8/2"
    )


def test_the_page_of_a_document_says_how_to_cite_it_and_that_of_a_body_does_not(server: Server) -> None:
    page = server.get("/doc/document/cu-2009-92", Accept="text/html").text
    assert f"2009-07-08, <code>{ID}document/cu-2009-92</code></p>" in page
    assert 'class="citation"' not in server.get("/doc/body/unodc", Accept="text/html").text


def test_a_table_is_headed_by_the_name_of_the_thing_it_is_about(server: Server) -> None:
    page = server.get("/tables/attendance?of=session/wg4-1", Accept="text/html").text
    assert ">First session of the Working Group on Trafficking in Persons</a></p>" in page


def test_times_and_truth_values_are_in_plain_words(server: Server) -> None:
    """The meeting was opened on Tuesday, 14 April 2009, at 10 a.m.; that it would submit was announced (para. 29)."""
    assert ">2009-04-14 10:00</td>" in server.get("/tables/timetable?of=session/wg4-1", Accept="text/html").text
    standing = server.get("/tables/standing?of=document/wg4-2009-report/8/2", Accept="text/html").text
    assert "<td>yes</td>" in standing
    assert "true</td>" not in standing


def test_events_without_a_date_come_after_those_with_one(server: Server) -> None:
    page = server.get("/tables/standing?of=document/wg4-2009-report/8/2", Accept="text/html").text
    assert page.index(">adopted</a>") < page.index(">welcomed</a>") < page.index(">submitted</a>")


def test_a_recommendation_says_in_words_how_another_is_near_to_it(server: Server) -> None:
    """Paragraph 8 (c) has campaigns discussed that 8 (b) has launched."""
    first = server.get("/tables/related-recommendations?of=document/wg4-2009-report/8/2", Accept="text/html").text
    assert ">taken further there</td>" in first
    second = server.get("/tables/related-recommendations?of=document/wg4-2009-report/8/3", Accept="text/html").text
    assert ">this one goes further</td>" in second


def test_a_column_that_only_names_the_thing_itself_is_left_out(build: Build) -> None:
    parts = contents.parts(Path(build.directory), f"{ID}topic/victim-compensation")
    fate = next(part.table for part in parts if part.section.name == "fate-of-a-topic")
    assert "topic" not in fate.columns
    assert {"date", "what", "words"} <= set(fate.columns)
