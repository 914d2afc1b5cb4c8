"""The pages, asked over HTTP: what a person sees, and where its links lead."""

import json
import re
from html import unescape
from urllib.parse import quote, urlencode

from tests.server import Server
from tipgraph.dataset.build import Build, open_build
from tipgraph.namespaces import ID
from tipgraph.query.questions import load_questions
from tipgraph.record import Record


def links(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<a href="([^"]*)"', page)]


def test_the_first_page(server: Server, record: Record) -> None:
    reply = server.get("/")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert '<strong>46</strong> <a href="/recommendations">recommendations</a>' in reply.text
    assert '<strong>5</strong> <a href="/read">source texts</a>' in reply.text
    for question in load_questions(record):
        assert f"/questions/{question.name}" in links(reply.text)
    for words in ("Found a wrong fact?", "CC BY 4.0", "Apache License 2.0", "remain the United Nations’", "/sparql"):
        assert words in reply.text
    assert "<script" not in reply.others
    assert reply.text.count('role="search"') == 1, "the large one, and none in the header"


def test_every_question_can_be_asked_with_a_click(server: Server) -> None:
    for path in links(server.get("/").text):
        if path.startswith("/questions/"):
            reply = server.get(path)
            assert reply.status == 200, path
            assert "Not in this record" not in reply.text, f"{path} has no answer"


def test_the_page_of_a_question(server: Server, record: Record) -> None:
    page = server.get("/questions/silent-states").text
    question = next(q for q in load_questions(record) if q.name == "silent-states")
    assert question.title in unescape(page)
    assert question.text.strip() in unescape(page)
    assert '<td><a href="/doc/state/AND">Andorra</a></td>' in page
    downloads = [link for link in links(page) if link.startswith("/questions/silent-states.")]
    assert downloads == [f"/questions/silent-states.{form}" for form in ("json", "xml", "csv", "tsv")]
    expected = question.path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
    reply = server.get("/questions/silent-states.csv")
    assert reply.text.splitlines() == expected
    assert reply.headers["content-disposition"] == 'inline; filename="silent-states.csv"'


def test_pages_that_are_not_there(server: Server) -> None:
    for path, message in (
        ("/questions/nothing", "there is no question 'nothing': the first page lists them all\n"),
        ("/questions/silent-states.doc", "there is no question 'silent-states.doc': the first page lists them all\n"),
        ("/doc/%3Cscript%3E", "the record has nothing by the name '<script>': the first page leads to what there is\n"),
    ):
        reply = server.get(path)
        assert (reply.status, reply.text) == (404, message)
    page = server.get("/doc/%3Cscript%3E", Accept="text/html")
    assert page.status == 404
    assert "&lt;script&gt;" in page.text
    assert "<script>" not in page.text


def test_a_query_of_ones_own_as_a_page(server: Server) -> None:
    shown = server.get(f"/query?{urlencode({'query': 'SELECT * { ?x tip:isoAlpha3 ?c } ORDER BY ?c LIMIT 1'})}").text
    assert f'title="{ID}state/' in shown
    wrong = server.get(f"/query?{urlencode({'query': '<b>'})}")
    assert wrong.status == 400
    assert "&lt;b&gt;" in wrong.text
    assert "<b>" not in wrong.text
    assert server.get("/query").status == 200


def test_nothing_from_the_data_is_markup(server: Server) -> None:
    query = "SELECT ('<script>alert(1)</script>' AS ?x) (<javascript:alert(1)> AS ?y) (<http://e.org/\"> AS ?z) {}"
    page = server.get(f"/query?{urlencode({'query': query.replace(chr(34), '%22')})}").text
    assert "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>" in page
    assert "<script>" not in page
    assert not any(link.startswith("javascript") for link in links(page))


def test_the_page_of_a_thing(server: Server) -> None:
    page = server.get("/doc/state/AUT").text
    assert "<h1>Austria</h1>" in page
    assert f"<code>{ID}state/AUT</code>" in page
    assert '<a href="/ns#isoAlpha3"' in page
    assert "Asserted by" in page
    assert "Codes are those of ISO 3166-1" in page
    assert "What leads to it" in page
    assert "/doc/state/AUT.ttl" in links(page)


def test_the_words_stand_beside_the_fact(server: Server) -> None:
    page = unescape(server.get("/doc/document/wg4-2009-report/14").text)
    row = re.findall(r"<tr>(?:(?!</tr>).)*>victim compensation</a>.*?</tr>", page, re.DOTALL)[0]
    assert "<q>Compensation for victims of trafficking</q>" in row
    assert "wg4-2009-report.txt, characters 7335–7374" in row
    assert '<a href="/graph/curated/topics">' in row


def test_the_first_page_leads_to_the_vocabularies(server: Server) -> None:
    found = links(server.get("/").text)
    assert {"/ns", "/shapes", "/alignments", "/scheme/topic", "/dataset"} <= set(found)


def test_a_page_of_many(server: Server) -> None:
    first, second = (unescape(server.get(f"/doc/session/wg4-1?page={number}").text) for number in (1, 2))
    assert "facts; page 1 of 10" in first
    assert "facts; page 2 of 10" in second
    assert [link for link in links(first) if link.startswith("?")] == ["?page=1", "?page=2", "?page=10"]
    assert '<a href="?page=3" rel="next">' in second


def test_the_page_of_a_vocabulary(server: Server) -> None:
    page = unescape(server.get("/checks/ranges").text)
    (section,) = re.findall(r'<section class="term">\s*<h3>topic</h3>.*?</section>', page, re.DOTALL)
    for words in (f"{ID.removesuffix('id/')}ns#topic", '<a href="/ns#Topic"', '<a href="/ns#Recommendation"'):
        assert words in section
    assert " or <a" in section, "what it may stand on"


def test_every_link_of_an_answer_leads_somewhere(server: Server) -> None:
    query = "SELECT ?r { ?r a tip:Recommendation } ORDER BY ?r LIMIT 5"
    inner = [link for link in links(server.get(f"/query?query={quote(query)}").text) if link.startswith("/doc/")]
    assert len(inner) == 5
    for link in inner:
        assert server.get(link).status == 200


def test_health(server: Server, build: Build) -> None:
    found = json.loads(server.get("/health").body)
    assert found["status"] == "ok"
    served = open_build(build.directory)
    assert found["build"] == served.identity
    assert found["triples"] == served.manifest["triples"]
