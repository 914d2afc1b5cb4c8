"""Choosing a form of the answer by the Accept header, or by name (RFC 9110, section 12.5.1)."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import write_small
from tests.server import Reply, Server, serving
from tipgraph.dataset.build import write_build
from tipgraph.query.formats import GRAPHS, TABLES
from tipgraph.web.negotiate import UnknownFormat, accepted, choose, media_types, prefers_html

JSON, XML, CSV, TSV = (form.media_type for form in TABLES)
TURTLE, NTRIPLES, RDFXML, JSONLD = (form.media_type for form in GRAPHS)
TABLE_TYPES = list(media_types(TABLES))
GRAPH_TYPES = list(media_types(GRAPHS))
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "table", "graph"),
    [
        (None, JSON, TURTLE),
        ("", JSON, TURTLE),
        ("*/*", JSON, TURTLE),
        ("*/*;q=0.1", JSON, TURTLE),
        (CSV, CSV, None),
        (TURTLE, None, TURTLE),
        (f"{CSV};q=0.5, {TSV}", TSV, None),
        (f"{CSV};q=0.5, {TSV};q=0.4, */*;q=0.1", CSV, TURTLE),
        (f"{JSON};q=0, */*", XML, TURTLE),
        ("*/*;q=0", None, None),
        ("text/*", CSV, TURTLE),
        ("text/*, text/csv;q=0", TSV, TURTLE),
        ("application/*;q=0.2, text/*;q=0.1", JSON, NTRIPLES),
        (f"{JSON};charset=utf-8", JSON, None),
        (f"{JSONLD};profile=\"http://www.w3.org/ns/json-ld#compacted\";q=0.3, {RDFXML};q=0.2", None, JSONLD),
        (f"{JSONLD};profile=\"a, b;q=0\", {RDFXML};q=0.2", None, JSONLD),
        ("TEXT/Turtle ; Q=0.5", None, TURTLE),
        ("application/json", "application/json", "application/json"),
        ("application/xml", "application/xml", "application/xml"),
        (f"{TURTLE},,  ,", None, TURTLE),
        (f"nonsense, {TURTLE}", None, TURTLE),
        ("nonsense", JSON, TURTLE),
        (f"{CSV};q=2", CSV, None),
        (f"{CSV};q=0.12345, {TSV};q=0.5", CSV, None),
        ("image/png", None, None),
        (FIREFOX, "application/xml", "application/xml"),
        ("*/csv", None, None),
        (f"{CSV}, */*", CSV, TURTLE),
        (f"*/*, {RDFXML}", JSON, RDFXML),
        (f"application/*, {XML}", XML, NTRIPLES),
        ("application/trig", None, "application/trig"),
        ("application/n-quads, text/turtle;q=0.5", None, "application/n-quads"),
        (f'{CSV};x="a\\"b;q=0, c";q=0.5, {TSV};q=0.4', CSV, None),
        (f'{CSV};x="never closed, {TSV}', CSV, None),
        (",;" * 2000, JSON, TURTLE),
        ("a/b," * 2000 + CSV, JSON, TURTLE),
    ],
)  # fmt: skip
def test_what_a_client_gets(accept: str | None, table: str | None, graph: str | None) -> None:
    assert choose(accept, TABLE_TYPES) == table
    assert choose(accept, GRAPH_TYPES) == graph


def test_general_names_are_answered_by_the_form_that_fits() -> None:
    assert media_types(TABLES)["application/json"].name == "json"
    assert media_types(GRAPHS)["application/json"].name == "jsonld"
    assert media_types(TABLES)["application/xml"].name == "xml"
    assert media_types(GRAPHS)["application/xml"].name == "rdfxml"


def test_a_document_in_turtle_is_one_in_trig() -> None:
    assert media_types(GRAPHS)["application/trig"].name == "turtle"
    assert media_types(GRAPHS)["application/n-quads"].name == "ntriples"
    assert "application/trig" not in media_types(TABLES)


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        (FIREFOX, True),
        ("text/html", True),
        ("text/html;q=0.9, image/avif, */*;q=0.8", True),
        ("text/html, text/turtle;q=0.9", True),
        ("text/html;q=0.9, text/turtle", False),
        ("application/sparql-results+json, text/html;q=0.1", False),
        ("text/html, application/rdf+xml", False),
        ("text/*", False),
        ("*/*", False),
        ("", False),
        (None, False),
    ],
)
def test_who_prefers_a_page(accept: str | None, html: bool) -> None:
    assert prefers_html(accept) is html


@pytest.mark.parametrize(
    ("formats", "table", "graph"),
    [
        (["json"], JSON, JSONLD),
        (["xml"], XML, RDFXML),
        (["csv"], CSV, None),
        (["tsv", "text/tab-separated-values"], TSV, None),
        (["ttl"], None, TURTLE),
        (["json-ld", "application/ld+json,application/x-json+ld"], None, JSONLD),
        (["rdf+xml", "application/rdf+xml"], None, RDFXML),
        (["n3"], None, TURTLE),
        ([TURTLE], None, TURTLE),
        (["application/json"], "application/json", "application/json"),
        (["image/png"], None, None),
    ],
)
def test_a_form_may_be_named(formats: list[str], table: str | None, graph: str | None) -> None:
    assert choose(accepted(formats, "text/html"), TABLE_TYPES) == table
    assert choose(accepted(formats, "text/html"), GRAPH_TYPES) == graph


@pytest.mark.parametrize("name", ["", "JSON", "sparql", "rdf xml", "turtle;q=1"])
def test_a_name_that_is_none(name: str) -> None:
    with pytest.raises(UnknownFormat, match=f"^format is '{name}', which is no form of an answer: give one of csv, "):
        accepted(["json", name], None)


def test_without_a_name_the_header_decides() -> None:
    assert accepted([], CSV) == CSV
    assert accepted([], None) is None


@given(st.text(max_size=80))
def test_no_header_is_too_strange(accept: str) -> None:
    assert choose(accept, TABLE_TYPES) in {*TABLE_TYPES, None}


# ---- query form, Accept and method: what a running server answers

SELECT = "SELECT ?s { ?s a tip:Recommendation }"
ASK = "ASK { ?s a tip:Recommendation }"
CONSTRUCT = "CONSTRUCT { ?s a tip:Provision } WHERE { ?s a tip:Recommendation }"
DESCRIBE = "DESCRIBE <document/report/14>"
HTML = "text/html"
REQUESTS = "application/sparql-results+json, application/json;q=0.9, */*;q=0.1"

TABLE = [
    # Accept, what SELECT and ASK give, what CONSTRUCT and DESCRIBE give; nothing for 406
    (None, JSON, TURTLE),
    ("", JSON, TURTLE),
    ("*/*", JSON, TURTLE),
    (JSON, JSON, None),
    (XML, XML, None),
    (CSV, CSV, None),
    (TSV, TSV, None),
    (TURTLE, None, TURTLE),
    (NTRIPLES, None, NTRIPLES),
    (RDFXML, None, RDFXML),
    (JSONLD, None, JSONLD),
    ("application/json", "application/json", "application/json"),
    ("application/xml", "application/xml", "application/xml"),
    ("text/xml", "text/xml", None),
    ("application/trig", None, "application/trig"),
    ("application/n-quads", None, "application/n-quads"),
    (f"{CSV};q=0.5, {XML};q=0.8, {TURTLE};q=0.1", XML, TURTLE),
    (f"{RDFXML}, {TURTLE};q=0.9, {XML};q=0.2, */*;q=0.1", XML, RDFXML),
    (f"{JSON};q=0, */*;q=0.1", XML, TURTLE),
    (f"{TURTLE};q=0, {JSON};q=0, */*", XML, NTRIPLES),
    (f'{JSONLD};profile="http://www.w3.org/ns/json-ld#compacted"', None, JSONLD),
    (f"{CSV};charset=utf-8", CSV, None),
    (REQUESTS, JSON, "application/json"),
    ("application/n-triples, text/turtle", None, TURTLE),
    ("image/png", None, None),
    ("*/*;q=0", None, None),
    (HTML, HTML, HTML),
    (FIREFOX, HTML, HTML),
    (f"{HTML};q=0.4, {TURTLE};q=0.8", HTML, TURTLE),
    (f"{HTML};q=0.4, {CSV};q=0.8", CSV, HTML),
]
METHODS = ["GET", "HEAD", "form", "direct"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("negotiation")
    record = write_small(folder / "record")
    build = write_build(record, folder / "built")
    with serving(build.directory, "--record", str(record.root)) as running:
        yield running


def send(server: Server, method: str, query: str, accept: str | None) -> Reply:
    headers = {} if accept is None else {"Accept": accept}
    written = urlencode({"query": query})
    if method == "form":
        headers["Content_Type"] = "application/x-www-form-urlencoded"
        return server.ask("POST", "/sparql", written.encode(), **headers)
    if method == "direct":
        return server.ask("POST", "/sparql", query.encode(), Content_Type="application/sparql-query", **headers)
    return server.ask(method, f"/sparql?{written}", **headers)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("query", [SELECT, ASK, CONSTRUCT, DESCRIBE], ids=lambda query: query.split()[0])
@pytest.mark.parametrize(("accept", "table", "graph"), TABLE, ids=[str(row[0])[:40] for row in TABLE])
def test_status_and_media_type(
    server: Server, method: str, query: str, accept: str | None, table: str | None, graph: str | None
) -> None:
    reply = send(server, method, query, accept)
    wanted = table if query in {SELECT, ASK} else graph
    media_type, _, parameter = reply.headers["content-type"].partition("; ")
    assert "Accept" in reply.headers["vary"].split(", ")
    if wanted is None:
        assert (reply.status, media_type) == (406, "text/plain")
        if method != "HEAD":
            offered = reply.text.partition(" is answered in one of ")[2].partition(": name one of them")[0].split(", ")
            assert offered == [*(TABLE_TYPES if query in {SELECT, ASK} else GRAPH_TYPES), HTML]
        return
    assert (reply.status, media_type) == (200, wanted)
    assert parameter == ("charset=utf-8" if wanted.startswith("text/") else "")
    assert bool(reply.body) is (method != "HEAD")


@pytest.mark.parametrize("query", ["ASK {", "DROP ALL", "ASK { SERVICE <urn:a> {} }"])
def test_an_error_is_a_page_for_who_prefers_one_and_plain_text_for_all_others(server: Server, query: str) -> None:
    for accept, media_type in (
        (FIREFOX, HTML),
        (JSON, "text/plain"),
        (f"{CSV}, {HTML};q=0.1", "text/plain"),
        (None, "text/plain"),
    ):
        reply = send(server, "GET", query, accept)
        assert reply.status in {400, 403}
        assert reply.headers["content-type"] == f"{media_type}; charset=utf-8"
        assert "Accept" in reply.headers["vary"].split(", ")


def test_a_browser_gets_a_page_with_query_and_answer(server: Server) -> None:
    for method in ("GET", "form"):
        page = send(server, method, SELECT, FIREFOX).text
        assert "<textarea" in page
        assert "SELECT ?s { ?s a tip:Recommendation }</textarea>" in page
        assert "Answer: 2 rows" in page


def test_a_form_named_in_the_address_goes_before_the_header(server: Server) -> None:
    named = server.get(f"/sparql?{urlencode({'query': SELECT, 'format': 'csv'})}", Accept=FIREFOX)
    assert (named.status, named.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    page = server.get(f"/sparql?{urlencode({'query': SELECT, 'format': 'html'})}", Accept=JSON)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    unfit = server.get(f"/sparql?{urlencode({'query': SELECT, 'format': 'turtle'})}", Accept=JSON)
    assert unfit.status == 406
    unknown = server.get(f"/sparql?{urlencode({'query': SELECT, 'format': 'xls'})}", Accept=JSON)
    assert unknown.status == 400
    assert unknown.text.startswith("format is 'xls', which is no form of an answer: give one of csv, html, json, ")
    body = urlencode({"query": SELECT, "format": "tsv"}).encode()
    form = server.ask("POST", "/sparql", body, Content_Type="application/x-www-form-urlencoded")
    assert form.headers["content-type"] == "text/tab-separated-values; charset=utf-8"
