"""Markup in the data, in a real browser: on every kind of page it is seen as text, and nothing of it runs."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser import OpenPage, overflow
from tests.conftest import write_small
from tests.server import Server, serving
from tests.thorough import some
from tipgraph.dataset.build import write_build

pytestmark = pytest.mark.browser

SCRIPT = "<script>window.hit=1</script>"
LITERALS = (
    SCRIPT,
    '\\"><img src=x onerror=window.hit=1>',
    "</script><script>window.hit=1</script>",
    "{{ 7*7 }}{% raw %}",
    "\\u202e<svg onload=window.hit=1>\\u202c",
    "'-->]]><a href=javascript:window.hit=1>",
)
ALL = " ".join(f"hostile {one}" for one in LITERALS)
SHOWN = "hostile <script>window.hit=1</script>"
FACTS = f"""
<document/report/14> rdfs:label "{ALL}"@en ; tip:text "{ALL}" ; rdfs:comment "{ALL}" ;
  tip:addressedTo <body/hostile> ; tip:topic <topic/hostile> ; tip:inDocument <document/report> ;
  rdfs:seeAlso <javascript:window.hit=1> , <data:text/html,%3Cscript%3E> , <javascript:window.hit=1//%22%3E> .
<document/report/15> tip:inDocument <document/report> .
<event/adopted> tip:status <status/adopted> .
<attendance/hostile> a tip:Attendance ; tip:participant <state/AUT> ; tip:inSession <session/wg4-1> .
<document/report> a tip:Document ; rdfs:label "{ALL}"@en .
<body/hostile> a tip:Body ; rdfs:label "{ALL}"@en .
<topic/hostile> a tip:Topic ; rdfs:label "{ALL}"@en .
<state/AUT> a tip:State ; rdfs:label "{ALL}"@en .
<discrepancy/hostile> a tip:SourceDiscrepancy ; rdfs:label "{ALL}"@en .
"""
NUMBERS = "SELECT ?name (COUNT(?p) AS ?n) { ?s rdfs:label ?name ; ?p ?o } GROUP BY ?name"
PAGES = {
    "home": ("/", ""),
    "search": ("/search?q=hostile", SHOWN),
    "a search for markup": (f"/search?{urlencode({'q': SCRIPT})}", "script"),
    "recommendations": ("/recommendations", SHOWN),
    "recommendations by addressee": ("/recommendations?group=addressee", SHOWN),
    "a recommendation": ("/doc/document/report/14", SHOWN),
    "a State": ("/doc/state/AUT", SHOWN),
    "a topic": ("/doc/topic/hostile", SHOWN),
    "a body": ("/doc/body/hostile", SHOWN),
    "a list": ("/browse/states", SHOWN),
    "discrepancies": ("/browse/discrepancies", SHOWN),
    "documents": ("/read", ""),
    "a document": ("/read/report", SHOWN),
    "the matrix": ("/pictures/matrix", SHOWN),
    "States": ("/pictures/states", SHOWN),
    "the timeline": ("/pictures/timeline", ""),
    "a question": ("/questions/script", SHOWN),
    "an answer": (f"/query?{urlencode({'query': 'SELECT * { ?s rdfs:label ?o }'})}", SHOWN),
    "plain values": (f"/query?{urlencode({'query': 'SELECT * { ?s ?p ?o }', 'view': 'values'})}", SHOWN),
    "a chart": (f"/query?{urlencode({'query': NUMBERS, 'view': 'chart'})}", SHOWN),
    "a graph": (f"/query?{urlencode({'query': 'DESCRIBE <document/report/14>', 'view': 'graph'})}", SHOWN),
    "a fault": (f"/query?{urlencode({'query': f'SELECT {SCRIPT}'})}", ""),
    "nothing": (f"/doc/{SCRIPT}", ""),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a record with markup in every literal that a page may show, and scripts in place of addresses."""
    folder = tmp_path_factory.mktemp("hostile")
    small = write_small(folder / "record")
    with (small.root / "data" / "curated" / "status.ttl").open("a", encoding="utf-8") as file:
        file.write(FACTS)
    (small.root / "queries" / "02-script.rq").write_text(
        f"# title: What is {SCRIPT}?\n# answers: {SCRIPT}, one row.\n# group: {SCRIPT}\n"
        f"SELECT ?thing ?text {{ ?thing tip:text ?text }} # {SCRIPT}\n",
        encoding="utf-8",
    )
    write_build(small, folder / "built")
    with serving(folder / "built", "--record", str(small.root), rate="0", log="false") as running:
        yield running


@pytest.mark.parametrize(("path", "shown"), some(list(PAGES.values()), 4), ids=some(list(PAGES), 4))
def test_markup_in_the_data_is_text(server: Server, open_page: OpenPage, path: str, shown: str) -> None:
    page = open_page()
    page.goto(f"http://127.0.0.1:{server.port}{path}")
    if shown:
        expect(page.get_by_role("main")).to_contain_text(shown)
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main [onerror], main [onload]").count() == 0
    assert page.locator("script:not([src]):not([type='application/ld+json'])").count() == 0
    links = page.locator("a, form").evaluate_all(
        "(all) => all.map((one) => new URL(one.href?.baseVal ?? one.href ?? one.action, document.baseURI).protocol)"
    )
    assert set(links) <= {"http:", "https:"}
    assert overflow(page) == 0
