"""Every kind of page in a real browser: readable in either theme and on a telephone, by axe-core's rules too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage, axe, overflow
from tests.server import Server
from tests.thorough import some

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "search": "/search?q=compensation",
    "search, nothing found": "/search?q=zebra",
    "recommendations": "/recommendations?topic=topic/victims&group=addressee",
    "documents": "/read",
    "a document": "/read/wg4-2009-report",
    "a section": "/read/wg4-2009-report?section=section/1/5",
    "a quote": "/read/wg4-2009-report?start=7380&end=7582",
    "a session": "/doc/session/wg4-1",
    "a State": "/doc/state/EGY",
    "a topic": "/doc/topic/victim-compensation",
    "a body": "/doc/body/unodc",
    "a recommendation": "/doc/document/wg4-2009-report/8/2",
    "a treaty": "/doc/instrument/tip-protocol",
    "a vocabulary": "/alignments",
    "a class": "/ns/Recommendation",
    "a scheme": "/scheme/topic",
    "the ontology": "/ns",
    "a property": "/ns/topic",
    "the shapes": "/shapes",
    "a list": "/browse/discrepancies",
    "a table": "/tables/attendance?of=session/wg4-1",
    "the timeline": "/pictures/timeline",
    "the matrix": "/pictures/matrix",
    "the fate of topics": "/pictures/fate",
    "citations": "/pictures/citations",
    "States": "/pictures/states",
    "a question": "/questions/silent-states",
    "the editor": "/query?query=SELECT+*+%7B+%3Fs+a+tip%3AState+%7D",
    "the documentation": "/documentation/querying",
    "the dataset": "/.well-known/void",
    "the exports": "/exports",
    "an error": "/doc/state/ATLANTIS",
    "a request that cannot be read": "/recommendations?colour=red",
    "a provision with a discrepancy": "/doc/document/wg4-2009-report/2",
    "a discrepancy": "/doc/discrepancy/states-or-states-parties-in-the-general-recommendation",
    "an open question": "/browse/open-questions",
    "an agenda item": "/doc/session/wg4-1/agenda/provisional/2",
    "an attendance": "/doc/session/wg4-1/attendance/AGO",
    "a person": "/doc/person/dominika-krois",
    "a question about another": "/questions/victim-compensation?topic=topic/awareness-raising",
    "a question without an answer": "/questions/attendance-by-capacity?session=session/wg4-3",
    "recommendations, none chosen": "/recommendations?q=zebra",
}
PRINTED = {
    # What is printed of a page: its words, and what leads back to it.
    "recommendations": (
        "/recommendations?addressee=body/secretariat",
        "The Secretariat should step up the provision of capacity-building activities",
        "https://w3id.org/tipgraph/id/document/wg4-2009-report/10",
    ),
    "a document": (
        "/read/wg4-2009-report",
        "States parties should consider the possibility of establishing appropriate procedures",
        "https://w3id.org/tipgraph/id/document/wg4-2009-report",
    ),
    "a State": ("/doc/state/EGY", "Sessions attended", "https://w3id.org/tipgraph/id/state/EGY"),
    "a session": (
        "/doc/session/wg4-1",
        "Agenda, as proposed and as adopted",
        "https://w3id.org/tipgraph/id/session/wg4-1",
    ),
    "a question": (
        "/questions/victim-compensation",
        "allow victims to obtain compensation and restitution.",
        "question victim-compensation of https://w3id.org/tipgraph/dataset",
    ),
    "the matrix": ("/pictures/matrix", "awareness-raising", "The same as a table"),
}
UNANSWERED = {
    # Why there is no answer, as far as this record can tell.
    "/questions/attendance-by-capacity?session=session/wg4-3": "What the record does know of it: Third session",
    "/search?q=zebra": "Nothing in this record has zebra",
    "/recommendations?q=zebra": "No recommendation in this record fits all that is chosen",
    "/query?query=SELECT+*+%7B%3Fs+tip%3Atext+%27zebra%27%7D": "the record has no answer to this",
}
"""Questions that the record cannot answer, and what is said of each besides."""


@pytest.mark.parametrize(("name", "path"), some(list(PAGES.items()), 9))
def test_a_page_can_be_read_by_everybody(server: Server, open_page: OpenPage, name: str, path: str) -> None:
    page = open_page()
    page.goto(f"http://127.0.0.1:{server.port}{path}")
    assert page.locator("h1").count() == 1, name
    page.emulate_media(color_scheme="light")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")  # which changes colours, and nothing else
    assert axe(page, "color-contrast", "link-in-text-block") == []
    page.set_viewport_size({"width": 360, "height": 900})
    assert overflow(page) == 0


def test_the_editor_is_a_form_without_scripts(server: Server, open_page: OpenPage) -> None:
    page = open_page(scripts=False)
    page.goto(f"http://127.0.0.1:{server.port}/query")
    page.get_by_role("textbox", name="Query").fill("SELECT (COUNT(*) AS ?n) { ?r a tip:Recommendation }")
    page.get_by_role("button", name="Ask", exact=True).click()
    assert page.get_by_role("cell", name="46", exact=True).is_visible()


def test_nothing_is_lost_without_scripts(server: Server, open_page: OpenPage) -> None:
    """A page has the same words whether or not its scripts run; only the editor of queries adds what it can do."""
    with_scripts, without = open_page(), open_page(scripts=False)
    for path in some(list(PAGES.values()), 7):
        for page in (with_scripts, without):
            page.goto(f"http://127.0.0.1:{server.port}{path}")
        part = "#answer table" if path.startswith("/query") else "main"
        assert without.locator("h1").inner_text() == with_scripts.locator("h1").inner_text()
        assert without.locator(part).text_content() == with_scripts.locator(part).text_content(), path


def test_forms_work_without_scripts(server: Server, open_page: OpenPage) -> None:
    page = open_page(scripts=False)
    page.goto(f"http://127.0.0.1:{server.port}/")
    page.get_by_role("searchbox", name="Search the record").fill("compensation")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox", name=re.compile("^Recommendation")).check()
    page.get_by_role("button", name="Show what is chosen").click()
    expect(page.get_by_role("link", name="Paragraph 14", exact=True)).to_be_visible()
    page.goto(f"http://127.0.0.1:{server.port}/recommendations")
    page.get_by_label("Secretariat of the Conference of the Parties").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".recommendation")).to_have_count(9)  # 5, 7, 10, 16, 19 (a) to (c), 22 and 23
    page.goto(f"http://127.0.0.1:{server.port}/questions/attendance-by-capacity")
    page.get_by_label("Session").select_option("session/wg4-3")
    page.get_by_role("button", name="Ask about it").click()
    expect(page.get_by_role("main")).to_contain_text("Not in this record")


@pytest.mark.parametrize(("path", "words", "source"), PRINTED.values(), ids=PRINTED.keys())
def test_on_paper_there_is_what_one_reads_and_where_it_is_from(
    server: Server, open_page: OpenPage, path: str, words: str, source: str
) -> None:
    """As wide as a sheet of A4 at 96 pixels an inch; nothing to press, all words, the address or citation."""
    page = open_page(width=794)
    page.emulate_media(media="print")
    page.goto(f"http://127.0.0.1:{server.port}{path}")
    assert page.locator("nav:visible, button:visible, form:visible, input:visible").count() == 0
    expect(page.get_by_role("main").get_by_text(words).locator("visible=true").first).to_be_visible()
    expect(page.get_by_role("main").get_by_text(source).locator("visible=true").first).to_be_visible()
    assert overflow(page) == 0


@pytest.mark.parametrize(("path", "why"), UNANSWERED.items())
def test_what_the_record_cannot_answer_it_says_and_why(server: Server, browser_page: Page, path: str, why: str) -> None:
    page = browser_page
    page.goto(f"http://127.0.0.1:{server.port}{path}")
    expect(page.get_by_role("main")).to_contain_text(why)
    expect(page.get_by_role("main")).to_contain_text("An empty answer says only that it is not in this record")
    page.get_by_role("link", name="what the record cannot tell").click()
    expect(page.get_by_role("heading", name="What it cannot tell")).to_be_in_viewport()
