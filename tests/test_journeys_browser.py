"""What researchers come for, from the first page to the words of the documents, by mouse and by keyboard.

The words are those of ``data/documents``; a number before a test's words is that of their paragraph.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import OpenPage, overflow
from tests.server import Server
from tipgraph.web import ui

pytestmark = pytest.mark.browser

REPORT = "Report on the meeting of the Working Group on Trafficking in Persons held in Vienna on 14 and 15 April 2009"
CITED = f"“{REPORT}”, CTOC/COP/WG.4/2009/2, 2009-04-21, para. "
ADDRESS = "https://w3id.org/tipgraph/id/document/wg4-2009-report/"
FOCUSED = """(wanted) => {
  const host = document.activeElement, element = host.shadowRoot?.activeElement ?? host;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(host.closest(".editor") || element);
  return [element === wanted, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1 && box.width > 0,
          element.outerHTML.slice(0, 200)];
}"""


def home(server: Server, page: Page) -> None:
    page.goto(f"http://127.0.0.1:{server.port}/")


def tab_to(page: Page, wanted: Locator, most: int = 400) -> None:
    """Go on with the Tab key until something has the focus; wherever the focus is on the way, it can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        there, seen, element = wanted.evaluate(FOCUSED)
        assert seen, f"nothing shows that this has the focus: {element}"
        if there:
            return
    raise AssertionError(f"{wanted} is not among the first {most} stops of the Tab key")


def enter(page: Page, wanted: Locator) -> None:
    """Follow a link, or press a button, from the keyboard alone."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def link(place: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return place.get_by_role("link", name=name, exact=isinstance(name, str)).first


def into_the_main_part(page: Page) -> None:
    """Take the first stop of the Tab key: past what every page begins with."""
    enter(page, link(page, "Skip to the content"))


def paragraph(page: Page, fragment: str) -> Locator:
    """A paragraph in the reader, where its own address leads."""
    expect(page).to_have_url(re.compile(rf"/read/[^#]*#{re.escape(fragment)}$"))
    found = page.locator(f'[id="{fragment}"]')
    expect(found).to_be_in_viewport()
    return found


# ---- by mouse


def test_a_lawyer_searches_for_what_is_recommended_on_compensation(server: Server, browser_page: Page) -> None:
    """Search box, a recommendation that is found, its place in the text, its citation."""
    page = browser_page
    home(server, page)
    page.get_by_role("searchbox", name="Search the record").fill("compensation")
    page.get_by_role("button", name="Search").click()
    found = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Paragraph 14", exact=True))
    expect(found).to_contain_text("States parties should consider the possibility")
    found.get_by_role("link", name="In the text").click()
    expect(paragraph(page, "14")).to_contain_text(
        "With regard to the compensation for victims of trafficking, States parties should consider the possibility of "
        "establishing appropriate procedures to allow victims to obtain compensation and restitution."
    )
    expect(page.locator(".citation")).to_contain_text(f"“{REPORT}”")
    expect(page.locator(".citation")).to_contain_text("CTOC/COP/WG.4/2009/2, 21 April 2009")


def test_a_delegate_narrows_the_table_down_to_what_the_conference_should_consider(
    server: Server, browser_page: Page
) -> None:
    """Table of recommendations, two facets, another order, the line to cite one with."""
    page = browser_page
    home(server, page)
    page.get_by_role("link", name="Read the recommendations").click()
    page.get_by_label("Conference of the Parties to the United Nations Convention").check()
    page.locator("summary", has_text="Modality").click()
    page.get_by_label("should consider", exact=False).first.check()
    page.get_by_label("Sort by").select_option("-place")
    page.get_by_role("button", name="Show").click()
    first = page.locator(".recommendation").first
    expect(first).to_contain_text(
        "Requesting the Secretariat to continue coordinating the Inter-Agency Cooperation Group"
    )
    first.get_by_text("Cite").click()
    expect(first.locator(".citation")).to_have_text(f"{CITED}20(d), {ADDRESS}20/4")


@pytest.mark.thorough
def test_a_trainer_follows_a_topic_to_what_is_recommended_on_it(server: Server, browser_page: Page) -> None:
    """List of topics, a topic, what became of it, the recommendation in its document."""
    page = browser_page
    home(server, page)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Topics").click()
    link(page.get_by_role("main"), "training").click()
    became = page.get_by_role("region", name="What became of it")
    became.get_by_role("row").filter(has_text="recommendation").get_by_role("link", name="paragraph 10").click()
    expect(paragraph(page, "10")).to_contain_text(
        "The Secretariat should step up the provision of capacity-building activities to requesting States by organizing "
        "training courses and seminars."
    )


def test_a_student_presses_a_number_of_a_picture(server: Server, browser_page: Page) -> None:
    """Picture of addressees and topics, a number in it, the recommendations that it counts: 18 (a), (b) and (c)."""
    page = browser_page
    home(server, page)
    page.get_by_role("link", name="Who is asked for what: addressees and topics").click()
    page.get_by_role("link", name=re.compile("^data collection, research and analysis, Conference of the Part")).click()
    expect(page.locator(".recommendation")).to_have_count(3)
    expect(page.locator(".recommendation .text").first).to_have_text(
        "With regard to data collection, research and analysis, the Conference should: Explore the advisability of "
        "developing a real-time online tool to assess trends and patterns in trafficking in persons;"
    )
    link(page.locator(".recommendation").first, "read it there").click()
    expect(paragraph(page, "18/1")).to_contain_text("Explore the advisability of developing a real-time online tool")


@pytest.mark.thorough
def test_a_historian_looks_at_where_two_documents_disagree(server: Server, browser_page: Page) -> None:
    """Session and its recommendations, a discrepancy, its claims side by side, the words of the later document."""
    page = browser_page
    home(server, page)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Sessions").click()
    link(page.get_by_role("main"), "First session of the Working Group on Trafficking in Persons").click()
    sets = page.get_by_role("region", name="Recommendations", exact=True)
    expect(sets.get_by_role("cell", name="46", exact=True)).to_be_visible()
    page.get_by_role("link", name="tipgraph", exact=True).click()
    link(page, "places where sources disagree").click()
    link(page, "The general recommendation: to States, or to States parties").click()
    claims = page.get_by_role("region", name="The claims side by side")
    expect(claims).to_contain_text(
        "the Working Group recommended that States adopt a comprehensive and balanced approach"
    )
    expect(claims).to_contain_text("that States parties adopt a comprehensive and balanced approach")
    link(claims, "Proposed areas for future work (background paper), paragraph 5").click()
    expect(paragraph(page, "5")).to_contain_text(
        "for consideration by the Conference at its fifth session that States parties"
    )


def test_an_official_reads_the_report_on_a_telephone(server: Server, open_page: OpenPage) -> None:
    """List of documents, contents, a paragraph, what is known from it; nothing is wider than the telephone."""
    page = open_page(width=360)
    home(server, page)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Documents").click()
    link(page, REPORT).click()
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="J Compensation").click()
    assert overflow(page) == 0
    words = page.locator('[id="14"]')
    expect(words).to_be_in_viewport()
    expect(words).to_contain_text(
        "States parties should consider the possibility of establishing appropriate procedures"
    )
    words.get_by_role("link", name=re.compile("more$")).click()
    expect(paragraph(page, "14")).to_contain_text("AsksStates parties")
    assert overflow(page) == 0


# ---- from the keyboard alone


@pytest.mark.thorough
def test_a_trade_unionist_chooses_among_what_a_search_finds(server: Server, browser_page: Page) -> None:
    """Search box, words side by side, a facet, a recommendation's own page, its place in the text."""
    page = browser_page
    home(server, page)
    tab_to(page, page.get_by_role("searchbox", name="Search the record"))
    page.keyboard.type('"trafficking for labour exploitation"')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("checkbox", name=re.compile("^Recommendation")))
    page.keyboard.press("Space")
    enter(page, page.get_by_role("button", name="Show what is chosen"))
    into_the_main_part(page)
    enter(page, link(page, "Paragraph 11(a)"))
    expect(page.get_by_role("main")).to_contain_text(
        "Strengthen partnerships with the private sector in order to effectively combat trafficking for labour exploitation;"
    )
    into_the_main_part(page)
    enter(page, link(page, "Read it in its text"))
    expect(paragraph(page, "11/1")).to_contain_text("Strengthen partnerships with the private sector")


@pytest.mark.thorough
def test_the_secretariat_looks_for_its_tasks(server: Server, browser_page: Page) -> None:
    """Table of recommendations: nine ask the Secretariat; by heading; the one on witnesses in its place."""
    page = browser_page
    home(server, page)
    enter(page, link(page, "Recommendations"))
    tab_to(page, page.get_by_label("Secretariat of the Conference of the Parties"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Group by"))
    page.keyboard.type("heading")
    enter(page, page.get_by_role("button", name="Show"))
    expect(page.locator(".recommendation")).to_have_count(9)
    heading = page.locator("h2", has_text="Protection of victims as witnesses")
    into_the_main_part(page)
    enter(page, link(heading.locator("+ ol"), "read it there"))
    expect(paragraph(page, "16")).to_contain_text(
        "The Secretariat should evaluate whether its work on good practices for the protection of witnesses in criminal "
        "proceedings involving organized crime could be supplemented"
    )


@pytest.mark.thorough
def test_a_diplomat_asks_when_her_state_spoke(server: Server, browser_page: Page) -> None:
    """List of States, a State, its statements, the words that say so: 49."""
    page = browser_page
    home(server, page)
    enter(page, link(page, "States"))
    into_the_main_part(page)
    enter(page, link(page.get_by_role("main"), "Egypt"))
    into_the_main_part(page)
    enter(page, link(page.get_by_role("region", name="Statements"), f"{REPORT}, paragraph 49"))
    expect(paragraph(page, "49")).to_contain_text(
        re.compile("heard statements from the following States: Angola, .*, Croatia, Egypt, France")
    )


@pytest.mark.thorough
def test_a_campaigner_asks_a_question_about_another_topic(server: Server, browser_page: Page) -> None:
    """Question, another topic, an answer's row, its words marked in the document: 8 (b)."""
    page = browser_page
    home(server, page)
    into_the_main_part(page)
    enter(page, link(page, re.compile("^Which recommendations reference victim compensation")))
    tab_to(page, page.get_by_label("Topic"))
    page.keyboard.type("awareness")
    enter(page, page.get_by_role("button", name="Ask about it"))
    expect(page.get_by_text("Asked here about another: awareness-raising")).to_be_visible()
    into_the_main_part(page)
    words = "Launch awareness-raising campaigns directed at the general public, at specific groups and at communities"
    enter(page, link(page, re.compile(f"^{words}")))
    expect(page.locator("#quote")).to_contain_text(words)
    expect(page.locator("#quote")).to_be_in_viewport()


@pytest.mark.skipif(not ui.version(), reason="the scripts of the pages were not built")
def test_a_programmer_writes_a_query(server: Server, browser_page: Page) -> None:
    """Query editor, an answer, the thing in it, its words: 22."""
    page = browser_page
    home(server, page)
    enter(page, link(page, "SPARQL"))
    tab_to(page, page.get_by_role("textbox", name="Query"))
    page.keyboard.type("SELECT ?r { ?r tip:text ?text FILTER CONTAINS(?text, 'regional and other international")
    page.keyboard.press("Control+Enter")  # what was opened was closed by the editor
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    tab_to(page, page.get_by_role("textbox", name="Query"))
    page.keyboard.press("Escape")  # the Tab key indents: this says that it is to go on
    enter(page, link(page, f"{REPORT}, paragraph 22"))
    into_the_main_part(page)
    expect(page.get_by_role("main")).to_contain_text(
        "The Secretariat should exchange more information with regional and other international organizations involved in "
        "fighting trafficking in persons."
    )


def test_without_scripts_a_body_finds_what_falls_to_it(server: Server, open_page: OpenPage) -> None:
    """List of bodies, a body, a recommendation to it under another name: 19 (b); from the keyboard, without scripts."""
    page = open_page(scripts=False)
    home(server, page)
    into_the_main_part(page)
    enter(page, link(page, "bodies and organizations"))
    into_the_main_part(page)
    enter(page, link(page.get_by_role("main"), "United Nations Office on Drugs and Crime"))
    into_the_main_part(page)
    enter(page, link(page.get_by_role("region", name="What falls to it"), f"{REPORT}, paragraph 19(b)"))
    into_the_main_part(page)
    enter(page, link(page, "Read it in its text"))
    expect(paragraph(page, "19/2")).to_contain_text(
        "Prepare a list of cost-efficient measures and tools, in consultation with States parties, to respond to "
        "trafficking in persons;"
    )
