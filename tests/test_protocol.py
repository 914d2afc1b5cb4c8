"""The SPARQL 1.1 Protocol, section by section: how a query comes in, over which dataset, and what is refused.

The cases are those that the W3C's test suite has for query operations, in words of our own; its update operations are
here as refusals, for the data are read only.
"""

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest

from tests.conftest import write_small
from tests.server import Reply, Server, serving
from tipgraph.dataset.build import write_build
from tipgraph.namespaces import GRAPH, ID, RDFS

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
EXTRACTED, CURATED, SCHEMES = GRAPH + "document/report", GRAPH + "curated/status", GRAPH + "schemes"
NOWHERE = GRAPH + "nowhere"

REPORT = f"<{ID}document/report/15> a tip:Recommendation"  # in the extracted graph only
EVENT = f"<{ID}event/adopted> a tip:StatusEvent"  # in the curated graph only
CONCEPT = f"<{ID}status/adopted> rdfs:label ?label"  # in the schemes only
LABEL = f"<{ID}document/report/14> rdfs:label ?label"  # in the extracted and in the curated graph
COUNT = f"SELECT (COUNT(*) AS ?n) WHERE {{ {LABEL} }}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("protocol")
    record = write_small(folder / "record")
    build = write_build(record, folder / "built")
    with serving(build.directory, "--record", str(record.root)) as running:
        yield running


Pairs = list[tuple[str, str]]


def send(server: Server, how: str, query: str, dataset: Pairs | None = None, **headers: str) -> Reply:
    """Send a query in one of the ways that the protocol has for it."""
    pairs = dataset or []
    if how == "get":
        return server.get(f"/sparql?{urlencode([('query', query), *pairs])}", **headers)
    if how == "head":
        return server.ask("HEAD", f"/sparql?{urlencode([('query', query), *pairs])}", **headers)
    if how == "form":
        body = urlencode([("query", query), *pairs]).encode()
        return server.ask("POST", "/sparql", body, Content_Type=FORM, **headers)
    return server.ask("POST", f"/sparql?{urlencode(pairs)}", query.encode(), Content_Type=QUERY, **headers)


def holds(reply: Reply) -> bool:
    assert reply.status == 200, reply.text
    found: bool = json.loads(reply.body)["boolean"]
    return found


def counted(reply: Reply) -> int:
    assert reply.status == 200, reply.text
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


every_way = pytest.mark.parametrize("how", ["get", "form", "direct"])


def of(default: list[str], named: list[str]) -> Pairs:
    return [("default-graph-uri", iri) for iri in default] + [("named-graph-uri", iri) for iri in named]


# ---- section 2.1: the query operation


@every_way
def test_a_query_comes_in_three_ways(server: Server, how: str) -> None:
    assert holds(send(server, how, "ASK {}")) is True
    assert holds(send(server, how, f"ASK {{ {REPORT} . {EVENT} }}")) is True


def test_a_form_may_name_its_dataset_in_the_address(server: Server) -> None:
    address = f"/sparql?{urlencode(of([EXTRACTED], []))}"
    reply = server.ask("POST", address, urlencode({"query": f"ASK {{ {EVENT} }}"}).encode(), Content_Type=FORM)
    assert holds(reply) is False


def test_a_parameter_that_says_nothing_to_the_protocol_is_passed_over(server: Server) -> None:
    assert holds(server.get("/sparql?query=ASK%7B%7D&timeout=0&debug=on")) is True


@pytest.mark.parametrize(
    "media_type",
    [f"{QUERY}; charset=utf-8", f'{QUERY};charset="UTF-8"', f"{QUERY}; charset=us-ascii", "Application/SPARQL-Query"],
)
def test_parameters_and_case_of_the_media_type(server: Server, media_type: str) -> None:
    assert holds(server.ask("POST", "/sparql", b"ASK {}", Content_Type=media_type)) is True


def test_a_form_may_say_that_it_is_utf_8(server: Server) -> None:
    assert holds(server.ask("POST", "/sparql", b"query=ASK%7B%7D", Content_Type=f"{FORM}; charset=UTF-8")) is True


# ---- decoding: once, and strictly


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("%2525", "%25"),
        ("%25", "%"),
        ("a+b", "a b"),
        ("a%2Bb", "a+b"),
        ("a%20b", "a b"),
        ("a%26query%3Db", "a&query=b"),
        ("%C3%A9", "é"),
        ("%F0%9F%98%80", "😀"),
        ("a;b", "a;b"),
    ],
)
def test_parameters_are_decoded_exactly_once(server: Server, written: str, meant: str) -> None:
    query = f"SELECT%20('{written}'%20AS%20?x)%20%7B%7D"
    for reply in (
        server.get(f"/sparql?query={query}"),
        server.ask("POST", "/sparql", f"query={query}".encode(), Content_Type=FORM),
    ):
        assert reply.status == 200, reply.text
        assert json.loads(reply.body)["results"]["bindings"][0]["x"]["value"] == meant


def test_a_query_in_the_body_is_not_decoded_at_all(server: Server) -> None:
    reply = server.ask("POST", "/sparql", "SELECT ('%41+é' AS ?x) {}".encode(), Content_Type=QUERY)
    assert json.loads(reply.body)["results"]["bindings"][0]["x"]["value"] == "%41+é"


def test_the_iri_of_a_graph_is_decoded_once_too(server: Server) -> None:
    once = quote(EXTRACTED, safe="")
    assert holds(server.get(f"/sparql?query={quote(f'ASK {{ {REPORT} }}')}&default-graph-uri={once}")) is True
    reply = server.get(f"/sparql?query=ASK%7B%7D&default-graph-uri={quote(once)}")
    assert reply.status == 400
    assert reply.text.startswith(f"default-graph-uri: '{once}' is not an absolute IRI (")


@pytest.mark.parametrize("bad", ["%FF", "%C3", "%C0%AF", "%ED%A0%80"])
def test_bytes_that_are_no_utf_8_are_refused(server: Server, bad: str) -> None:
    for reply in (
        server.get(f"/sparql?query=ASK%7B%7D%23{bad}"),
        server.ask("POST", "/sparql", f"query=ASK%7B%7D%23{bad}".encode(), Content_Type=FORM),
    ):
        assert (reply.status, reply.text) == (400, "the parameters are not UTF-8, url-encoded: encode them again\n")


def test_a_body_that_is_no_utf_8_is_refused(server: Server) -> None:
    reply = server.ask("POST", "/sparql", b"ASK {} # \xff", Content_Type=QUERY)
    assert (reply.status, reply.text) == (400, "the query is not UTF-8: byte 9 cannot be read\n")


# ---- section 2.1.4: the dataset


@every_way
def test_a_default_graph(server: Server, how: str) -> None:
    assert holds(send(server, how, f"ASK {{ {REPORT} }}", of([EXTRACTED], []))) is True
    assert holds(send(server, how, f"ASK {{ {EVENT} }}", of([EXTRACTED], []))) is False
    assert holds(send(server, how, "ASK { GRAPH ?g { ?s ?p ?o } }", of([EXTRACTED], []))) is False


@every_way
def test_several_default_graphs_are_merged(server: Server, how: str) -> None:
    both = of([EXTRACTED, CURATED], [])
    assert holds(send(server, how, f"ASK {{ {REPORT} . {EVENT} }}", both)) is True
    assert holds(send(server, how, f"ASK {{ {CONCEPT} }}", both)) is False


@every_way
def test_named_graphs(server: Server, how: str) -> None:
    query = f"ASK {{ GRAPH ?a {{ {REPORT} }} GRAPH ?b {{ {EVENT} }} }}"
    assert holds(send(server, how, query, of([], [EXTRACTED, CURATED]))) is True
    assert holds(send(server, how, query, of([], [EXTRACTED]))) is False
    assert holds(send(server, how, "ASK { ?s ?p ?o }", of([], [EXTRACTED]))) is False, "the default graph is empty"


@every_way
def test_default_and_named_graphs(server: Server, how: str) -> None:
    query = f"ASK {{ {CONCEPT} GRAPH ?a {{ {REPORT} }} GRAPH ?b {{ {EVENT} }} }}"
    assert holds(send(server, how, query, of([SCHEMES], [EXTRACTED, CURATED]))) is True


@every_way
def test_the_dataset_of_the_request_goes_before_the_one_of_the_query(server: Server, how: str) -> None:
    query = f"ASK FROM <{SCHEMES}> FROM NAMED <{SCHEMES}> {{ GRAPH ?a {{ {REPORT} }} GRAPH ?b {{ {EVENT} }} }}"
    assert holds(send(server, how, query)) is False
    assert holds(send(server, how, query, of([], [EXTRACTED, CURATED]))) is True
    assert holds(send(server, how, f"ASK FROM <{SCHEMES}> {{ {CONCEPT} }}", of([], [EXTRACTED]))) is False


def test_a_triple_of_two_graphs_counts_once(server: Server) -> None:
    assert counted(send(server, "get", COUNT)) == 1
    assert counted(send(server, "get", COUNT, of([EXTRACTED, CURATED], []))) == 1
    assert counted(send(server, "get", COUNT.replace("WHERE", f"FROM <{EXTRACTED}> FROM <{CURATED}> WHERE"))) == 1
    in_each = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {LABEL} }} }}"
    assert counted(send(server, "get", in_each, of([], [EXTRACTED, CURATED]))) == 2


def test_a_graph_that_the_record_does_not_have_is_empty(server: Server) -> None:
    assert holds(send(server, "get", "ASK {}", of([NOWHERE], []))) is True
    assert holds(send(server, "get", "ASK { ?s ?p ?o }", of([NOWHERE], []))) is False
    assert holds(send(server, "get", f"ASK {{ {REPORT} }}", of([NOWHERE, EXTRACTED], []))) is True


def test_answers_over_different_datasets_are_kept_apart(server: Server) -> None:
    query = "ASK { GRAPH ?g { ?s ?p ?o } }"
    as_default, as_named = of([EXTRACTED], []), of([], [EXTRACTED])
    replies = [send(server, "get", query, dataset) for dataset in (as_default, as_named, as_default, as_named, [])]
    assert [holds(reply) for reply in replies] == [False, True, False, True, True]
    assert len({reply.headers["etag"] for reply in replies}) == 3


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["", "document/report", "//e.org/x", "http://e.org/a b", "http://e.org/%zz"])
def test_a_graph_is_named_by_an_absolute_iri(server: Server, name: str, iri: str) -> None:
    reply = send(server, "get", "ASK {}", [(name, iri)])
    assert reply.status == 400
    assert reply.text.startswith(f"{name}: '{iri}' is not an absolute IRI (")


# ---- section 2.1.5 and 2.1.6: what comes back


@every_way
@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("SELECT (1 AS ?value) {}", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+json"),
        ("DESCRIBE <http://example.org/>", "text/turtle; charset=utf-8"),
        (f"DESCRIBE <{ID}event/adopted>", "text/turtle; charset=utf-8"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "text/turtle; charset=utf-8"),
    ],
)
def test_the_media_type_is_that_of_the_kind_of_answer(server: Server, how: str, query: str, media_type: str) -> None:
    reply = send(server, how, query)
    assert (reply.status, reply.headers["content-type"]) == (200, media_type)


def test_head_has_the_headers_of_get_and_no_body(server: Server) -> None:
    for query in ("SELECT * { ?s ?p ?o }", f"DESCRIBE <{ID}event/adopted>"):
        got, head = send(server, "get", query), send(server, "head", query)
        assert (head.status, head.body) == (200, b"")
        assert int(head.headers["content-length"]) == len(got.body) > 0
        assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


def test_head_of_what_is_refused(server: Server) -> None:
    head = server.ask("HEAD", "/sparql?query=ASK")
    assert (head.status, head.body) == (400, b"")


def test_options_names_the_methods(server: Server) -> None:
    reply = server.ask("OPTIONS", "/sparql")
    assert reply.status in {200, 204}
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert reply.body == b""


# ---- what is not a query


def test_a_query_is_there_once(server: Server) -> None:
    form = {"Content_Type": FORM}
    for reply, what in (
        (server.get("/sparql?query=ASK%7B%7D&query=SELECT%20*%7B%7D"), "there are several queries"),
        (server.ask("POST", "/sparql", b"query=ASK%7B%7D&query=ASK%7B%7D", **form), "there are several queries"),
        (server.ask("POST", "/sparql?query=ASK%7B%7D", b"query=ASK%7B%7D", **form), "there are several queries"),
        (server.get("/sparql?x=ASK%7B%7D"), "there is no query"),
        (server.get(f"/sparql?{urlencode(of([EXTRACTED], []))}"), "there is no query"),
        (server.ask("POST", "/sparql", b"", **form), "there is no query"),
        (server.ask("POST", "/sparql", b"Query=ASK%7B%7D", **form), "there is no query"),
        (
            server.ask("POST", "/sparql?query=ASK%7B%7D", b"ASK {}", Content_Type=QUERY),
            "there are two queries, one in the address and one in the body",
        ),
    ):
        assert reply.status == 400, what
        assert reply.text == (
            f"{what}: send GET with ?query=, POST {FORM} with query=, or POST {QUERY} with the query as the body\n"
        )


def test_an_empty_query_is_malformed(server: Server) -> None:
    for how in ("get", "form", "direct"):
        reply = send(server, how, "")
        assert (reply.status, reply.text) == (400, "query:1:1: the query is empty: write a SPARQL query\n")


@every_way
def test_what_is_malformed_is_said_with_its_place(server: Server, how: str) -> None:
    reply = send(server, how, "ASK {\n  ?s ?p }")
    assert reply.status == 400
    assert reply.text.startswith("query:2:9: unexpected '}': expected ")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/json", "application/sparql-results+json", "text/turtle", "nonsense", ""]
)
def test_a_body_of_another_media_type(server: Server, media_type: str) -> None:
    reply = server.ask("POST", "/sparql", b"ASK {}", Content_Type=media_type)
    assert reply.status == 415
    assert reply.text.startswith(f"a query cannot come as '{media_type or 'no media type'}': send GET with ?query=")
    assert {QUERY, FORM} == set(reply.headers["accept"].split(", "))


def test_a_body_without_a_media_type(server: Server) -> None:
    for body in (b"ASK {}", b"query=ASK%7B%7D", b"update=CLEAR%20NAMED"):
        reply = server.ask("POST", "/sparql", body)
        assert reply.status == 415
        assert reply.text.startswith("a query cannot come as 'no media type': ")


def test_multipart_is_refused(server: Server) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="query"\r\n\r\nASK {}\r\n--x--\r\n'
    reply = server.ask("POST", "/sparql", body, Content_Type="multipart/form-data; boundary=x")
    assert reply.status == 415
    assert reply.text.startswith("a query cannot come as 'multipart/form-data': ")


@pytest.mark.parametrize(("media_type", "body"), [(QUERY, "ASK {}"), (FORM, "query=ASK%7B%7D")])
def test_another_charset_is_refused(server: Server, media_type: str, body: str) -> None:
    for charset in ("UTF-16", "iso-8859-1"):
        sent = body.encode(charset)
        reply = server.ask("POST", "/sparql", sent, Content_Type=f"{media_type}; charset={charset}")
        assert reply.status == 415
        assert reply.text.startswith(f"the body is sent as charset {charset}: send it in UTF-8; ")


def test_a_compressed_body_is_refused(server: Server) -> None:
    reply = server.ask("POST", "/sparql", b"\x1f\x8b", Content_Type=QUERY, Content_Encoding="gzip")
    assert reply.status == 415
    assert reply.text.startswith("the body is sent with Content-Encoding gzip: send it as it is; ")


def test_too_many_parameters(server: Server) -> None:
    reply = server.get("/sparql?query=ASK%7B%7D" + "&a=b" * 100)
    assert (reply.status, reply.text) == (400, "there are more than 100 parameters: send fewer\n")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(server: Server, method: str) -> None:
    reply = server.ask(method, "/sparql?query=ASK%7B%7D", b"ASK {}", Content_Type=QUERY)
    assert reply.status == 405
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert reply.text == (
        f"{method} is not answered here, GET, HEAD, OPTIONS, POST are: the data are read only; they change in the files "
        "of the record, as CONTRIBUTING.md says\n"
    )


# ---- section 2.2: updates are refused, with why and what to do

REFUSED = "the data are read only; they change in the files of the record, as CONTRIBUTING.md says\n"
UPDATES = [
    "CLEAR ALL",
    "INSERT DATA { <urn:a> <urn:b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "PREFIX dc: <http://purl.org/dc/terms/> CLEAR ALL ; INSERT { ?s a dc:Agent } WHERE { ?s ?p ?o }",
    "WITH <urn:g> DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }",
    "LOAD <file:///etc/passwd>",
    "LOAD SILENT <http://127.0.0.1/> INTO GRAPH <urn:g>",
    "CLEAR XYZ",
]


@pytest.mark.parametrize("update", UPDATES)
def test_an_update_is_refused_however_it_comes(server: Server, update: str) -> None:
    written = urlencode({"update": update})
    for reply in (
        server.ask("POST", "/sparql", update.encode(), Content_Type=UPDATE),
        server.ask("POST", "/sparql", update.encode("utf-16"), Content_Type=f"{UPDATE}; charset=UTF-16"),
        server.ask("POST", "/sparql?using-named-graph-uri=http%3A%2F%2Fe.org%2F", update.encode(), Content_Type=UPDATE),
        server.ask("POST", "/sparql", written.encode(), Content_Type=FORM),
        server.ask("POST", "/sparql", f"{written}&{written}".encode(), Content_Type=FORM),
        server.ask("POST", "/sparql?using-graph-uri=http%3A%2F%2Fe.org%2F", written.encode(), Content_Type=FORM),
        server.ask("POST", f"/sparql?{written}", b"ASK {}", Content_Type=QUERY),
        server.get(f"/sparql?{written}"),
        server.get(f"/sparql?query=ASK%7B%7D&{written}"),
    ):
        assert (reply.status, reply.text) == (403, f"an update is refused: {REFUSED}")


@every_way
@pytest.mark.parametrize("update", UPDATES)
def test_an_update_sent_as_a_query_is_refused_with_its_place(server: Server, how: str, update: str) -> None:
    reply = send(server, how, update)
    assert reply.status == 403
    assert reply.text.startswith("query:1:")
    assert reply.text.endswith(f" is refused: {REFUSED}")


@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
def test_the_dataset_of_an_update_has_no_place_in_a_query(server: Server, name: str) -> None:
    reply = send(server, "get", "ASK {}", [(name, EXTRACTED)])
    assert reply.status == 400
    assert reply.text.startswith(f"{name} belongs to an update, and this is a query: give default-graph-uri or ")


def test_nothing_has_changed(server: Server) -> None:
    """After all of the above: an update that was refused was not done."""
    for update in UPDATES:
        server.ask("POST", "/sparql", update.encode(), Content_Type=UPDATE)
    assert holds(send(server, "get", f"ASK {{ {REPORT} . {EVENT} . {CONCEPT} }}")) is True
    assert holds(send(server, "get", "ASK { <urn:a> <urn:b> 1 }")) is False


# ---- SERVICE


@every_way
@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "ASK { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { VALUES ?where { <http://127.0.0.1/> } SERVICE ?where { ?s ?p ?o } }",
        "SELECT * { { SELECT ?s { SERVICE <http://127.0.0.1/> { ?s ?p ?o } } } }",
        f"ASK {{ ?s <{RDFS}label> ?l FILTER EXISTS {{ SERVICE <http://127.0.0.1/> {{ ?s ?p ?o }} }} }}",
    ],
)
def test_another_endpoint_is_never_asked(server: Server, how: str, query: str) -> None:
    reply = send(server, how, query)
    assert reply.status == 403
    assert reply.text.endswith(
        ": SERVICE is refused: this endpoint asks no other; ask the other endpoint yourself, and give its answer to "
        "this one in VALUES\n"
    )


# ---- pages of other origins (Fetch Standard, section 3.2)


def test_a_page_of_another_origin_may_ask(server: Server) -> None:
    reply = send(server, "get", "ASK {}", Origin="https://example.org")
    assert reply.headers["access-control-allow-origin"] == "*"
    exposed = reply.headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Link", "Retry-After", "Tipgraph-Limit"} <= set(exposed)
    assert "access-control-allow-credentials" not in reply.headers


def test_an_error_can_be_read_by_a_page_of_another_origin(server: Server) -> None:
    reply = send(server, "get", "ASK", Origin="https://example.org")
    assert (reply.status, reply.headers["access-control-allow-origin"]) == (400, "*")


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/graphs?default", "/graph/schemes"])
def test_a_preflight_allows_any_header(server: Server, path: str) -> None:
    reply = server.ask(
        "OPTIONS",
        path,
        Origin="https://example.org",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type, x-requested-with, authorization",
    )
    assert reply.status in {200, 204}
    assert reply.headers["access-control-allow-origin"] == "*"
    assert set(reply.headers["access-control-allow-methods"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    allowed = {name.strip().lower() for name in reply.headers["access-control-allow-headers"].split(",")}
    assert allowed >= {"content-type", "x-requested-with", "authorization"} or allowed == {"*"}
