"""The server, asked over HTTP: the endpoint, the pages, the errors, the figures to reach."""

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import RdfFormat, parse

from tests.server import Server, serving
from tipgraph.dataset.build import Build
from tipgraph.namespaces import ID, TIP

STATES = "SELECT ?code { ?state a tip:State ; tip:isoAlpha3 ?code } ORDER BY ?code LIMIT 3"
GRAPH = "CONSTRUCT { ?s tip:isoAlpha3 ?code } WHERE { ?s tip:isoAlpha3 ?code }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
HOW = f"send GET with ?query=, POST {FORM} with query=, or POST {QUERY} with the query as the body\n"


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Server]:
    with serving(build.directory) as running:
        yield running


# ---- the endpoint


def test_get_and_both_kinds_of_post(server: Server) -> None:
    got = server.query(STATES)
    form = server.ask("POST", "/sparql", urlencode({"query": STATES}).encode(), Content_Type=FORM)
    direct = server.ask("POST", "/sparql", STATES.encode(), Content_Type=f"{QUERY}; charset=utf-8")
    assert got.status == form.status == direct.status == 200
    assert got.body == form.body == direct.body
    assert len(json.loads(got.body)["results"]["bindings"]) == 3
    assert got.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json;q=0.9, text/csv;q=0.1", "application/json"),
    ],
)
def test_forms_of_a_table(server: Server, accept: str, media_type: str) -> None:
    reply = server.query(STATES, Accept=accept)
    assert (reply.status, reply.headers["content-type"]) == (200, media_type)
    if "json" in media_type:
        assert json.loads(reply.body)["head"] == {"vars": ["code"]}
    elif "xml" in media_type:
        assert len(ET.fromstring(reply.body)[1]) == 3
    elif "csv" in media_type:
        assert len(list(csv.reader(io.StringIO(reply.text)))) == 4
    else:
        assert reply.text.splitlines()[0] == "?code"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_forms_of_a_graph(server: Server, accept: str | None, form: RdfFormat) -> None:
    reply = server.query(GRAPH, **({"Accept": accept} if accept else {}))
    assert reply.headers["content-type"].startswith(form.media_type)
    triples = {str(quad) for quad in parse(reply.body, format=form)}
    assert f'<{ID}state/AUT> <{TIP}isoAlpha3> "AUT"' in triples
    assert len(triples) > 50


def test_describe_is_a_graph(server: Server) -> None:
    reply = server.query("DESCRIBE <state/AUT>", Accept="application/n-triples")
    assert f'<{ID}state/AUT> <{TIP}isoAlpha3> "AUT" .' in reply.text.splitlines()


def test_head(server: Server) -> None:
    reply = server.ask("HEAD", f"/sparql?{urlencode({'query': STATES})}")
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["content-type"] == "application/sparql-results+json"


def test_a_fact_counts_once(server: Server) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?r a tip:Recommendation }"
    assert server.query(count, Accept="text/csv").text == "n\r\n46\r\n"


# ---- what the endpoint refuses


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("ASK {\n?x a }", 400, "query:2:6: unexpected '}': expected a variable, an IRI, a literal or a blank node\n"),
        ("", 400, "query:1:1: the query is empty: write a SPARQL query\n"),
        ("ASK { ?x a foaf:Person }", 400, "query:1:12: the prefix 'foaf:' of 'foaf:Person' is not declared: add PREFIX"),
        ("DROP ALL", 400, "query:1:1: DROP is refused: the data are read only; they change in the files of the record"),
        ("ASK { SERVICE <http://e.org/> {} }", 403, "query:1:7: SERVICE is refused: this endpoint asks no other; ask"),
        ("SELECT (<urn:f>(1) AS ?x) {}", 400, "query: the engine cannot answer this query: The custom function <urn:f>"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_query(server: Server, query: str, status: int, message: str) -> None:
    reply = server.query(query)
    assert reply.status == status, reply.text
    assert reply.text.startswith(message)
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"


def test_the_word_service_in_a_literal_or_a_comment_is_fine(server: Server) -> None:
    query = "ASK { # SERVICE <http://e.org/> {}\n ?s rdfs:label ?o FILTER (?o != 'SERVICE <http://e.org/> {}') }"
    assert json.loads(server.query(query).body)["boolean"] is True


def test_no_query_or_several(server: Server) -> None:
    for path, what in (("/sparql", "no query"), ("/sparql?q=x", "no query"), ("/sparql?query=a&query=b", "several")):
        reply = server.get(path)
        assert reply.status == 400
        assert what in reply.text
        assert reply.text.endswith(HOW)
    reply = server.ask("POST", "/sparql?query=ASK{}", b"query=ASK{}", Content_Type=FORM)
    assert (reply.status, reply.text) == (400, f"there are several queries: {HOW}")
    reply = server.ask("POST", "/sparql?query=ASK{}", b"ASK {}", Content_Type=QUERY)
    assert (reply.status, reply.text.split(":")[0]) == (
        400,
        "there are two queries, one in the address and one in the body",
    )


def test_updates(server: Server) -> None:
    update = "INSERT DATA { <urn:a> <urn:b> 1 }"
    for reply in (
        server.ask("POST", "/sparql", urlencode({"update": update}).encode(), Content_Type=FORM),
        server.ask("POST", "/sparql", update.encode(), Content_Type="application/sparql-update"),
        server.get(f"/sparql?{urlencode({'update': update})}"),
    ):
        assert reply.status == 400
        assert reply.text == (
            "updates are refused: the data are read only; they change in the files of the record\n"
        )  # fmt: skip


def test_a_dataset_of_the_request_is_not_passed_over(server: Server) -> None:
    reply = server.get(f"/sparql?{urlencode({'query': 'ASK {}', 'default-graph-uri': 'urn:x'})}")
    assert reply.status == 400
    assert reply.text == "default-graph-uri is not offered: name the graph in the query, with GRAPH or FROM\n"


@pytest.mark.parametrize("media_type", ["text/plain", "application/json", "multipart/form-data; boundary=x"])
def test_other_bodies(server: Server, media_type: str) -> None:
    reply = server.ask("POST", "/sparql", b"ASK {}", Content_Type=media_type)
    assert reply.status == 415
    assert reply.text == f"a query cannot come as '{media_type.split(';', maxsplit=1)[0]}': {HOW}"
    assert reply.headers["accept"] == f"{QUERY}, {FORM}"


def test_a_body_of_no_kind(server: Server) -> None:
    reply = server.ask("POST", "/sparql", b"ASK {}")
    assert (reply.status, reply.text) == (415, f"a query cannot come as 'no media type': {HOW}")


def test_forms_that_are_not_offered(server: Server) -> None:
    reply = server.query("ASK {}", Accept="text/turtle")
    assert reply.status == 406
    assert reply.text.startswith("ASK is answered in one of application/sparql-results+json, ")
    assert "text/csv" in reply.text
    reply = server.query(GRAPH, Accept="text/csv")
    assert reply.status == 406
    assert reply.text.startswith("CONSTRUCT is answered in one of text/turtle, application/n-triples, ")


def test_an_answer_that_the_form_cannot_say(server: Server) -> None:
    reply = server.query("CONSTRUCT { <urn:a> <http://e.org/> 2 } {}", Accept="application/rdf+xml")
    assert reply.status == 406
    assert reply.text.startswith("the answer cannot be written as rdfxml (")


def test_other_methods(server: Server) -> None:
    reply = server.ask("PUT", "/sparql", b"x")
    assert reply.status == 405
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_too_large_a_request(server: Server) -> None:
    body = b"ASK {} # " + b"x" * 256_000
    reply = server.ask("POST", "/sparql", body, Content_Type=QUERY)
    assert (reply.status, reply.text) == (413, "the request is larger than 256,000 bytes: send a shorter query\n")


def test_bytes_that_are_not_utf_8(server: Server) -> None:
    reply = server.get("/sparql?query=ASK%20%7B%7D%20%23%FF")
    assert (reply.status, reply.text) == (400, "the parameters are not UTF-8, url-encoded: encode them again\n")
    reply = server.ask("POST", "/sparql", b"ASK {} # \xff", Content_Type=QUERY)
    assert (reply.status, reply.text) == (400, "the query is not UTF-8: byte 9 cannot be read\n")


# ---- headers


def test_pages_of_other_origins_may_ask(server: Server) -> None:
    reply = server.query("ASK {}", Origin="https://example.org")
    assert reply.headers["access-control-allow-origin"] == "*"
    preflight = server.ask(
        "OPTIONS",
        "/sparql",
        Origin="https://example.org",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type",
    )
    assert preflight.status == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert preflight.headers["access-control-allow-headers"] == "content-type"


@pytest.mark.parametrize("path", ["/", "/sparql", "/nothing", "/static/style.css", "/questions/silent-states.csv"])
def test_security_headers(server: Server, path: str) -> None:
    headers = server.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


def test_a_browser_that_brings_no_query_is_shown_where_to_write_one(server: Server) -> None:
    reply = server.ask("GET", "/sparql", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (reply.status, reply.headers["location"]) == (303, "/query")
    assert server.ask("GET", "/sparql", Accept="application/json").status == 400
