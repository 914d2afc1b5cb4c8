"""The server, asked over HTTP: the endpoint, the pages, the errors, the figures to reach."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import RdfFormat, parse

from tests.server import Server
from tipgraph.namespaces import ID, TIP

STATES = "SELECT ?code { ?state a tip:State ; tip:isoAlpha3 ?code } ORDER BY ?code LIMIT 3"
GRAPH = "CONSTRUCT { ?s tip:isoAlpha3 ?code } WHERE { ?s tip:isoAlpha3 ?code }"
QUERY = "application/sparql-query"


# ---- the endpoint


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
        ("DROP ALL", 403, "query:1:1: DROP is refused: the data are read only; they change in the files of the record"),
        ("ASK { SERVICE <http://e.org/> {} }", 403, "query:1:7: SERVICE is refused: this endpoint asks no other; ask"),
        ("SELECT (<urn:f>(1) AS ?x) {}", 400, "query:1:9: '<urn:f>' is a function that is not known here: use the functions"),
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


def test_too_large_a_request(server: Server) -> None:
    body = b"ASK {} # " + b"x" * 256_000
    reply = server.ask("POST", "/sparql", body, Content_Type=QUERY)
    assert (reply.status, reply.text) == (413, "the request is larger than 256,000 bytes: send a shorter query\n")


# ---- headers


@pytest.mark.parametrize("path", ["/", "/sparql", "/nothing", "/static/style.css", "/questions/silent-states.csv"])
def test_security_headers(server: Server, path: str) -> None:
    headers = server.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


def test_a_browser_that_brings_no_query_is_shown_where_to_write_one(server: Server) -> None:
    reply = server.ask("GET", "/sparql", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (reply.status, reply.headers["location"]) == (303, "/query")
    assert reply.headers["vary"] == "Accept, Accept-Encoding"
