"""The query editor in a real browser: what a person does with it, by mouse and by keyboard."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import OpenPage, axe, overflow
from tests.server import Server
from tests.thorough import some
from tipgraph.web import ui

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not ui.version(), reason="the scripts of the pages were not built"),
]

BY_ADDRESSEE = (
    "SELECT ?addressee (COUNT(DISTINCT ?r) AS ?count) { ?r a tip:Recommendation ; tip:addressedTo/rdfs:label ?addressee }"
    " GROUP BY ?addressee ORDER BY DESC(?count)"
)
VIEWS = {
    "nothing asked": {},
    "a table": {"question": "silent-states"},
    "plain values": {"query": "SELECT * { ?s a tip:State ; rdfs:label ?name } LIMIT 5", "view": "values"},
    "a chart": {"query": BY_ADDRESSEE, "view": "chart"},
    "a graph": {"query": "DESCRIBE <session/wg4-1/recommendations>", "view": "graph"},
    "a fault": {"query": "SELECT ?n {\n  ?x foaf:name ?n\n}"},
    "no answer": {"query": "SELECT ?r { ?r a tip:Recomendation }"},
}


def address(server: Server, **parameters: str) -> str:
    return f"http://127.0.0.1:{server.port}/query?{urlencode(parameters)}"


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Query")


def asked(page: Page) -> str:
    """The query that the form would send."""
    return page.locator("#query").input_value()


def write(page: Page, words: str) -> None:
    page.keyboard.type(words)


def offered(page: Page) -> Locator:
    return page.locator(".cm-tooltip-autocomplete li")


def choose(page: Page, words: str, name: str) -> None:
    """Write some letters, and take what is offered first."""
    write(page, words)
    expect(offered(page).first).to_contain_text(name)
    page.wait_for_timeout(100)  # the list takes no key in the moment in which it appears
    page.keyboard.press("Enter")


def test_a_query_is_written_with_what_the_graph_has(server: Server, browser_page: Page) -> None:
    """Classes after ``a``, properties behind a subject, things behind a property: by their names, from the keyboard alone."""
    page = browser_page
    page.goto(address(server))
    editor(page).focus()
    write(page, "SELECT ?text WHERE { ?r a ")
    choose(page, "recomm", "tip:Recommendation")
    write(page, " ; ")
    choose(page, "topi", "tip:topic")
    write(page, "/skos:broader* ")
    choose(page, "compens", "topic:victim-compensation")
    write(page, " ; ")
    choose(page, "tip:text", "tip:text")
    write(page, " ?te")
    page.keyboard.press("Escape")
    write(page, "xt")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    expect(page.get_by_role("cell")).to_contain_text(["With regard to the compensation for victims of trafficking"])
    assert "tip:topic/skos:broader* topic:victim-compensation" in parse_qs(urlsplit(page.url).query)["query"][0]


def test_what_is_offered_has_a_label_and_a_count(server: Server, browser_page: Page) -> None:
    page = browser_page
    page.goto(address(server))
    editor(page).focus()
    write(page, "ASK { ?r a tip:Recomm")
    expect(offered(page).first).to_have_text("tip:Recommendationrecommendation · 46 things")
    page.keyboard.press("Escape")
    for _ in "tip:Recomm":
        page.keyboard.press("Backspace")
    write(page, "tip:State ; ")
    page.keyboard.press("Control+Space")
    expect(offered(page).first).to_have_text("ais of the class")
    assert not any(text.startswith("tip:Recommendation") for text in offered(page).all_inner_texts())


def test_a_fault_is_marked_while_it_is_written_and_mended_with_a_click(server: Server, browser_page: Page) -> None:
    page = browser_page
    page.goto(address(server))
    editor(page).click()
    write(page, "ASK { ?x foaf:name ?n ")
    expect(page.locator(".cm-lintRange-error")).to_have_text("foaf:name")
    told = page.locator("#faults")
    expect(told).to_contain_text("Line 1, column 10: The prefix 'foaf:' of 'foaf:name' is not declared")
    page.get_by_role("button", name="Declare foaf: as").click()
    assert asked(page).startswith("PREFIX foaf: <http://xmlns.com/foaf/0.1/>\nASK")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    expect(told).to_be_empty()
    page.keyboard.press("Control+z")
    assert asked(page).startswith("ASK"), "it can be undone"


def test_the_place_is_marked_after_letters_beyond_the_basic_plane(server: Server, browser_page: Page) -> None:
    browser_page.goto(address(server, query="ASK { ?x rdfs:label '𝒜𝒷' ; foaf:name ?n }"))
    expect(browser_page.locator(".cm-lintRange-error")).to_have_text("foaf:name")


def test_the_keyboard_is_not_trapped(server: Server, browser_page: Page) -> None:
    page = browser_page
    page.goto(address(server))
    editor(page).focus()
    write(page, "ASK {}")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ask")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor(page)).to_be_focused()
    outline = page.locator(".editor").evaluate("(frame) => getComputedStyle(frame).outlineStyle")
    assert outline == "solid", "where the focus is can be seen"


def test_history_is_kept_in_the_browser_and_cleared(server: Server, browser_page: Page) -> None:
    page = browser_page
    page.goto(address(server, query="ASK { state:AUT a tip:State }"))
    page.goto(address(server))
    page.get_by_text("Your queries").click()
    page.get_by_role("link", name="ASK { state:AUT a tip:State }").click()
    expect(page.get_by_role("cell", name="yes")).to_be_visible()
    page.get_by_text("Your queries").click()
    page.get_by_role("button", name="Clear the history").click()
    page.goto(address(server))
    expect(page.get_by_text("Your queries")).to_have_count(0)


def test_from_a_question_to_its_chart_and_its_link(server: Server, browser_page: Page) -> None:
    page = browser_page
    page.goto(address(server))
    page.get_by_role("link", name="How many recommendations are addressed to whom?").click()
    page.get_by_role("link", name="Chart").click()
    expect(page.locator("svg.chart rect")).to_have_count(5)
    link = page.get_by_role("link", name="Link to this query and its answer").get_attribute("href")
    page.goto(f"http://127.0.0.1:{server.port}{link}")
    expect(page.locator("svg.chart rect")).to_have_count(5)


def test_an_answer_is_downloaded(server: Server, browser_page: Page) -> None:
    browser_page.goto(address(server, query=BY_ADDRESSEE))
    with browser_page.expect_download() as waiting:
        browser_page.get_by_role("link", name="CSV").click()
    assert waiting.value.path().read_text(encoding="utf-8").splitlines()[1] == "States parties,26"


def test_without_scripts_it_is_a_form(server: Server, open_page: OpenPage) -> None:
    page = open_page(scripts=False)
    page.goto(address(server))
    page.get_by_label("Query").fill("SELECT (COUNT(*) AS ?n) { ?r a tip:Recommendation }")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("cell", name="46")).to_be_visible()
    page.goto(f"http://127.0.0.1:{server.port}/questions/where-compensation-is-only-listed")
    page.get_by_label("Topic").select_option("training")
    page.get_by_role("button", name="Ask about it").click()
    expect(page.get_by_role("cell", name="training on trafficking in persons", exact=True)).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", some(list(VIEWS), 4))
def test_nobody_is_shut_out(server: Server, open_page: OpenPage, theme: str, view: str) -> None:
    page = open_page(theme=theme)
    page.goto(address(server, **VIEWS[view]))
    expect(page.locator(".cm-content")).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("view", some(list(VIEWS), 3))
def test_it_fits_a_telephone(server: Server, open_page: OpenPage, view: str) -> None:
    page = open_page(width=360)
    page.goto(address(server, **VIEWS[view]))
    expect(page.locator(".cm-content")).to_be_visible()
    assert overflow(page) == 0
    assert axe(page) == []


def test_the_list_of_terms_is_no_obstacle(server: Server, browser_page: Page) -> None:
    browser_page.goto(address(server))
    editor(browser_page).focus()
    write(browser_page, "ASK { ?r a tip:Rec")
    expect(offered(browser_page).first).to_be_visible()
    assert axe(browser_page) == []
