"""The search page over HTTP: its results, its facets, its addresses, and what nothing is found says."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tests.server import Server
from tests.thorough import examples


def page(server: Server, **parameters: str | list[str]) -> html.HtmlElement:
    reply = server.get(f"/search?{urlencode(parameters, doseq=True)}")
    assert reply.status == 200, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    return html.fromstring(reply.text)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def first(found: html.HtmlElement, path: str) -> html.HtmlElement:
    elements = found.xpath(path)
    assert elements, path
    return elements[0]


def hits(found: html.HtmlElement) -> list[html.HtmlElement]:
    return found.xpath("//li[@class='hit']")


def test_a_search(server: Server) -> None:
    found = page(server, q="soap operas")
    (hit,) = hits(found)
    assert text(first(hit, ".//p[@class='kind']")) == "Recommendation, 2009"
    link = first(hit, ".//h3/a")
    assert (text(link), link.get("href")) == ("Paragraph 8(b)", "/doc/document/wg4-2009-report/8/2")
    assert [text(one) for one in hit.xpath(".//mark")] == ["soap", "operas"]
    assert "In the text: Report on the meeting of the Working Group" in text(first(hit, ".//p[@class='place']"))
    told = {text(one): text(first(one.getparent(), "./dd")) for one in hit.xpath(".//dt")}
    assert told["Addressee"] == "States parties"
    assert told["Modality"] == "should; should consider"
    assert told["Status"] == "adopted; submitted (foreseen); welcomed"
    assert text(first(found, "//h2[@id='results']")) == "1 result"
    assert server.get(link.get("href")).status == 200
    place = first(hit, ".//p[@class='place']/a").get("href")
    assert place == "/read/wg4-2009-report#8/2"
    assert html.fromstring(server.get(place).text).xpath("//*[@id='8/2']")


def test_the_form_keeps_what_was_asked_and_chosen(server: Server) -> None:
    found = page(server, q='"labour', kind="recommendation")
    assert first(found, "//form[@id='search']//input[@name='q']").get("value") == '"labour'
    (box,) = found.xpath("//input[@type='checkbox'][@checked]")
    assert (box.get("name"), box.get("value"), box.get("form")) == ("kind", "recommendation", "search")
    assert first(found, "//form[@id='search']").get("method") == "get"
    assert "a quotation mark without another was left out" in text(found)
    assert text(first(found, "//code")) != ""


def test_facets_count_and_choosing_gives_the_count(server: Server) -> None:
    found = page(server, q="training", kind="recommendation")
    boxes = found.xpath("//input[@type='checkbox'][@name='addressee']")
    listed = {box.get("value"): int(text(first(box.getparent(), "./span[@class='count']"))) for box in boxes}
    assert listed == {"addressee/states-parties": 2, "body/secretariat": 1}
    for value, count in listed.items():
        assert len(hits(page(server, q="training", kind="recommendation", addressee=value))) == count
    both = page(server, q="training", kind="recommendation", addressee=list(listed))
    assert len(hits(both)) == 3


def test_what_is_chosen_can_be_given_up(server: Server) -> None:
    found = page(server, q="training", kind="recommendation", addressee="body/secretariat")
    links = found.xpath("//ul[@class='tags']//a/@href")
    assert [parse_qs(urlsplit(link).query) for link in links] == [
        {"q": ["training"], "addressee": ["body/secretariat"]},
        {"q": ["training"], "kind": ["recommendation"]},
    ]
    assert len(hits(html.fromstring(server.get(links[1]).text))) == 3


def test_names_of_the_same_are_found_and_told(server: Server) -> None:
    found = page(server, q="Autriche")
    assert text(first(found, "//li[@class='hit']//h3")) == "Austria"
    assert "for autriche: Austria" in text(first(found, "//div[@class='synonyms']"))
    link = first(found, "//div[@class='synonyms']//a").get("href")
    exact = html.fromstring(server.get(link).text)
    assert [text(hit) for hit in exact.xpath("//li[@class='hit']//h3")] == ["Austria"], "no document is in French"
    assert [text(name) for name in exact.xpath("//p[@class='names']/bdi/mark")] == ["Autriche", "Autriche"]


def test_nothing_found_says_so_and_leads_on(server: Server) -> None:
    found = page(server, q="witnes protecton")
    assert text(first(found, "//h2[@id='results']")) == "Nothing was found"
    assert "Nothing in this record has witnes." in text(found)
    proposed = first(found, "//p[starts-with(., 'Did you mean')]/a")
    assert text(proposed) == "witness AND protection"
    assert hits(html.fromstring(server.get(proposed.get("href")).text))


def test_nothing_found_for_what_is_chosen(server: Server) -> None:
    found = page(server, q="Krois", kind="recommendation")
    assert "There are 2 results for these words, but none has all that is chosen." in text(found)
    assert (
        len(hits(html.fromstring(server.get(first(found, "//section//div[@class='note']//a").get("href")).text))) == 2
    )


def test_words_that_never_meet(server: Server) -> None:
    found = page(server, q="soap extradition")
    assert "Each word is in this record, but not all of them together: soap 1 time, extradition" in text(found)


def test_pages_lead_to_one_another(server: Server) -> None:
    found = page(server, kind="state")
    assert len(hits(found)) == 20
    second = html.fromstring(server.get(first(found, "//a[@rel='next']").get("href")).text)
    assert text(first(second, "//h2[@id='results']")) == "60 results, page 2"
    assert first(second, "//a[@rel='prev']").get("href") == "/search?kind=state"
    last = page(server, kind="state", page="3")
    assert not last.xpath("//a[@rel='next']")
    assert server.get("/search?kind=state&page=4").status == 404


def test_an_answer_is_not_sent_twice(server: Server) -> None:
    reply = server.get("/search?q=training")
    assert server.get("/search?q=training", If_None_Match=reply.headers["etag"]).status == 304
    assert server.get("/search?q=training&page=1&kind=").headers["etag"] == reply.headers["etag"], (
        "it is the same search"
    )


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("x=1", "'x' is nothing to search by"),
        ("page=0", "page is the number"),
        ("page=two", "page is the number"),
        ("q=a&q=b", "q is given more than once"),
        ("exact=yes", "exact is 1"),
        ("kind=nothing", "the record has no kind 'nothing'"),
        ("q=%ff", "not UTF-8"),
    ],
)
def test_what_cannot_be_asked_is_refused(server: Server, query: str, says: str) -> None:
    for path in ("/search", "/search.csv"):
        reply = server.get(f"{path}?{query}")
        if path == "/search" or not query.startswith("page"):
            assert reply.status == 400
            assert says in reply.text


def test_what_is_written_is_shown_as_text(server: Server) -> None:
    wicked = '<script>alert(1)</script>" onfocus="x'
    reply = server.get(f"/search?{urlencode({'q': wicked})}")
    found = html.fromstring(reply.text)
    assert not found.xpath("//script")
    assert first(found, "//form[@id='search']//input[@name='q']").get("value") == wicked
    assert "<script>" not in reply.text


def test_pages_are_light_and_need_nothing_from_elsewhere(server: Server) -> None:
    for query in ("", "?q=trafficking", "?q=the&kind=recommendation&topic=topic/victims"):
        reply = server.get(f"/search{query}")
        assert len(reply.body) < 100_000
        found = html.fromstring(reply.text)
        assert not found.xpath("//script | //@style | //@onclick")
        sources = found.xpath("//link[@rel='stylesheet']/@href | //img/@src")
        assert all(source.startswith("/static/") for source in sources)


@settings(max_examples=examples(60))
@given(words=st.text(max_size=60) | st.text(alphabet="()\"*-+^:{}\\'AND OR", max_size=40))
def test_nothing_that_is_written_is_an_error(server: Server, words: str) -> None:
    reply = server.get(f"/search?{urlencode({'q': words.encode('utf-8', 'surrogatepass')})}")
    assert reply.status == (400 if any("\ud800" <= c <= "\udfff" for c in words) else 200)
