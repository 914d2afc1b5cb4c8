"""The pages, asked over HTTP: what a person sees, and where its links lead."""

import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, urlencode

import pytest

from tests.server import Server, serving
from tipgraph.dataset.build import Build, open_build
from tipgraph.namespaces import ID
from tipgraph.query.questions import load_questions
from tipgraph.record import Record


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Server]:
    with serving(build.directory) as running:
        yield running


def links(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<a href="([^"]*)"', page)]


def test_the_first_page(server: Server, record: Record) -> None:
    reply = server.get("/")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "<strong>46</strong> recommendations" in reply.text
    assert "<strong>5</strong> source texts" in reply.text
    for question in load_questions(record):
        assert f"/questions/{question.name}" in links(reply.text)
    for words in ("Found a wrong fact?", "CC BY 4.0", "Apache License 2.0", "remain the United Nations’", "/sparql"):
        assert words in reply.text
    assert "<script" not in reply.text


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
    assert "<td>Andorra</td>" in page
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
        ("/doc/state/XXX", "the record knows nothing by the name 'state/XXX'\n"),
        ("/doc/%3Cscript%3E", "there is nothing by the name '<script>'\n"),
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
    assert "<script" not in page
    assert not any(link.startswith("javascript") for link in links(page))


def test_things_have_addresses(server: Server) -> None:
    reply = server.get("/id/state/AUT", Accept="text/html")
    assert (reply.status, reply.headers["location"]) == (303, "/doc/state/AUT")
    page = server.get("/doc/state/AUT").text
    assert "<h1>Austria</h1>" in page
    assert "What leads to it" in page
    for accept, suffix in (("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("application/n-triples", "nt")):
        reply = server.get("/id/state/AUT", Accept=accept)
        assert (reply.status, reply.headers["location"]) == (303, f"/doc/state/AUT.{suffix}")
        assert server.get(f"/doc/state/AUT.{suffix}").headers["content-type"] == f"{accept}; charset=utf-8"
    assert server.get("/id/state/AUT", Accept="image/png").status == 406


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
