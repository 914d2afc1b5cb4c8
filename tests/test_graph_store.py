"""The SPARQL 1.1 Graph Store HTTP Protocol, read only: whole graphs, direct by their IRIs and indirect by parameters.

The cases are the read operations of the W3C's test suite, in words of our own; its write operations are refusals here.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from urllib.parse import quote

import pytest
from rdflib import Graph

from tests.conftest import write_small
from tests.server import Reply, Server, serving
from tipgraph.dataset.build import write_build
from tipgraph.namespaces import BASE, GRAPH, ID
from tipgraph.query.formats import GRAPHS, Format

NAMES = ["document/report", "curated/status", "ontology", "schemes", "inferred", "metadata"]
PARSERS = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
WRITING = ["PUT", "POST", "DELETE", "PATCH"]

json_ld = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own reader uses what it deprecates


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("graphs")
    record = write_small(folder / "record")
    build = write_build(record, folder / "built")
    with serving(build.directory, "--record", str(record.root)) as running:
        yield running


def indirect(name: str) -> str:
    return f"/graphs?graph={quote(GRAPH + name, safe='')}"


def direct(name: str) -> str:
    return f"/graph/{name}"


def by_query(server: Server, name: str) -> Graph:
    reply = server.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH}{name}> {{ ?s ?p ?o }} }}")
    return Graph().parse(data=reply.body, format="turtle")


Address = Callable[[str], str]
both = pytest.mark.parametrize("address", [direct, indirect])


# ---- GET (section 5.2)


@both
@pytest.mark.parametrize("name", NAMES)
def test_a_graph_is_what_a_query_finds_in_it(server: Server, address: Address, name: str) -> None:
    reply = server.get(address(name), Accept="text/turtle")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    found = Graph().parse(data=reply.body, format="turtle")
    assert len(found) > 0
    assert found.isomorphic(by_query(server, name))


@json_ld
@both
@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_every_form(server: Server, address: Address, form: Format) -> None:
    reply = server.get(address("document/report"), Accept=form.media_type)
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, form.media_type)
    assert reply.headers["vary"] == "Accept, Accept-Encoding"
    found = Graph().parse(data=reply.body, format=PARSERS[form.name])
    assert found.isomorphic(by_query(server, "document/report"))


@json_ld
@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_every_form_has_an_address_of_its_own(server: Server, form: Format) -> None:
    reply = server.get(f"/graph/document/report.{form.suffix}", Accept=BROWSER)
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, form.media_type)
    assert "vary" not in reply.headers or "Accept" not in reply.headers["vary"].split(", ")
    assert reply.body == server.get("/graph/document/report", Accept=form.media_type).body


@both
@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        ("application/rdf+xml;q=0.5, application/n-triples;q=0.6", "application/n-triples"),
        ("application/trig", "application/trig"),
        ("application/n-quads", "application/n-quads"),
    ],
)
def test_what_a_client_likes_best(server: Server, address: Address, accept: str | None, media_type: str) -> None:
    reply = server.get(address("schemes"), **({"Accept": accept} if accept else {}))
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, media_type)


@both
def test_forms_that_are_not_offered(server: Server, address: Address) -> None:
    reply = server.get(address("schemes"), Accept="text/csv")
    assert reply.status == 406
    assert reply.text.startswith(
        "a graph is answered in one of text/turtle, application/n-triples, application/rdf+xml, "
    )


def test_a_form_named_in_the_address(server: Server) -> None:
    for path in (indirect("schemes") + "&", direct("schemes") + "?"):
        reply = server.get(path + "format=ntriples")
        assert (reply.status, reply.headers["content-type"]) == (200, "application/n-triples")
        assert server.get(path + "format=xls").status == 400


def test_the_default_graph_is_the_merge(server: Server) -> None:
    reply = server.get("/graphs?default", Accept="application/n-triples")
    assert reply.status == 200
    lines = reply.body.splitlines()
    assert sorted(lines) == server.get("/dumps/dataset.nt").body.splitlines()
    assert server.get("/graphs?default=", Accept="application/n-triples").body == reply.body


def test_the_iri_may_be_written_in_several_ways_and_is_decoded_once(server: Server) -> None:
    whole = server.get(indirect("document/report"))
    assert server.get(f"/graphs?graph={GRAPH}document/report").body == whole.body
    assert server.get(f"/graphs?graph={GRAPH}%64ocument/report").body == whole.body
    assert server.get(f"/graphs?graph={GRAPH}%2564ocument/report").status == 404, "another IRI, decoded once only"


def test_the_literal_of_a_graph_is_as_it_was_written(server: Server) -> None:
    found = server.get(direct("document/report.nt")).text
    assert f'<{ID}document/report/15> <{BASE}ns#heading> "J" .\n' in found


# ---- HEAD (section 5.6), validators, links


@both
def test_head_has_the_headers_of_get_and_no_body(server: Server, address: Address) -> None:
    for accept in ("text/turtle", "application/rdf+xml"):
        got, head = (
            server.get(address("inferred"), Accept=accept),
            server.ask("HEAD", address("inferred"), Accept=accept),
        )
        assert (head.status, head.body) == (200, b"")
        assert int(head.headers["content-length"]) == len(got.body) > 0
        assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


@both
def test_a_graph_that_the_client_has_is_not_sent_again(server: Server, address: Address) -> None:
    first = server.get(address("schemes"), Accept="text/turtle")
    again = server.get(address("schemes"), Accept="text/turtle", If_None_Match=first.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = server.get(address("schemes"), Accept="application/rdf+xml", If_None_Match=first.headers["etag"])
    assert other.status == 200


@both
def test_links_lead_to_the_iri_and_to_other_forms(server: Server, address: Address) -> None:
    links = server.get(address("schemes")).headers["link"].split(", ")
    here = f"http://127.0.0.1:{server.port}"
    assert f'<{GRAPH}schemes>; rel="canonical"' in links
    assert f'<{here}/.well-known/void>; rel="describedby"' in links
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in links
    dump = sha256(server.get("/dumps/named-graphs.nq").body).digest()
    version = f"<ni:///sha-256;{urlsafe_b64encode(dump).decode().rstrip('=')}>"
    assert f'{version}; rel="http://www.w3.org/ns/dcat#hasCurrentVersion"; anchor="{BASE}dataset"' in links
    for path in ("/.well-known/void", "/graphs?default", "/schema/ingest-report-1.json"):
        assert version in server.get(path).headers["link"]
        assert 'rel="license"' in server.get(path).headers["link"]
    assert f'<{here}/graph/schemes.html>; rel="alternate"; type="text/html"' in links
    for form in GRAPHS:
        assert f'<{here}/graph/schemes.{form.suffix}>; rel="alternate"; type="{form.media_type}"' in links


# ---- what is not there


@both
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("name", ["document/nothing", "Schemes", "schemes/", "schemes.xls", "document"])
def test_a_graph_that_does_not_exist(server: Server, address: Address, method: str, name: str) -> None:
    reply = server.ask(method, address(name))
    assert reply.status == 404
    if method == "GET":
        assert reply.text.startswith(
            f"there is no graph <{GRAPH}{name}>: http://127.0.0.1:{server.port}/.well-known/void"
        )


def test_a_form_is_no_part_of_an_iri(server: Server) -> None:
    assert server.get("/graph/schemes.ttl").status == 200
    assert server.get(indirect("schemes.ttl")).status == 404


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "no graph is named: give ?default, or ?graph= with the IRI of a named graph, url-encoded once\n"),
        ("?x=1", "no graph is named: "),
        (f"?default&graph={GRAPH}schemes", "more than one graph is named: "),
        (f"?graph={GRAPH}schemes&graph={GRAPH}schemes", "more than one graph is named: "),
        ("?default&default", "more than one graph is named: "),
        ("?default=yes", "default is 'yes', and it has no value: "),
        ("?graph=", "graph: '' is not an absolute IRI ("),
        ("?graph=schemes", "graph: 'schemes' is not an absolute IRI ("),
        ("?graph=/graph/schemes", "graph: '/graph/schemes' is not an absolute IRI ("),
        ("?graph=http://e.org/%20", "graph: 'http://e.org/ ' is not an absolute IRI ("),
        (f"?graph={GRAPH}%FF", "the parameters are not UTF-8, url-encoded: "),
    ],
)
def test_what_is_wrong_with_the_parameters(server: Server, query: str, message: str) -> None:
    reply = server.get(f"/graphs{query}")
    assert reply.status == 400
    assert reply.text.startswith(message)


@pytest.mark.parametrize("graph", ["> { ?s ?p ?o } } #", "urn:x> {} } DROP ALL #", f"{GRAPH}schemes> {{ ?s ?p ?o }}"])
def test_no_parameter_gets_into_a_query(server: Server, graph: str) -> None:
    assert server.get(f"/graphs?graph={quote(graph)}").status == 400
    assert server.get(f"/graph/{quote(graph)}").status == 404


# ---- writing is refused (sections 5.3 to 5.5 and 5.7)


def refused(reply: Reply, method: str) -> None:
    assert reply.status == 405
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert reply.text == (
        f"{method} is not answered here, GET, HEAD, OPTIONS are: the data are read only; they change in the files of "
        "the record, as CONTRIBUTING.md says\n"
    )


@pytest.mark.parametrize("method", WRITING)
@pytest.mark.parametrize(
    "path",
    [direct("schemes"), direct("person/1.ttl"), indirect("schemes"), indirect("new"), "/graphs?default", "/graphs"],
)
@pytest.mark.parametrize("media_type", ["text/turtle; charset=utf-8", "multipart/form-data; boundary=x"])
def test_writing_is_refused(server: Server, method: str, path: str, media_type: str) -> None:
    body = b"<urn:a> <urn:b> <urn:c> ." if "turtle" in media_type else b"--x--\r\n"
    refused(server.ask(method, path, body, Content_Type=media_type), method)


def test_after_a_refusal_everything_is_as_it_was(server: Server) -> None:
    before = server.get(direct("schemes")).body
    for method in WRITING:
        server.ask(method, direct("schemes"), b"<urn:a> <urn:b> <urn:c> .", Content_Type="text/turtle")
    assert server.get(direct("schemes")).body == before
    assert server.get(direct("person/1.ttl")).status == 404


@both
def test_options(server: Server, address: Address) -> None:
    reply = server.ask("OPTIONS", address("schemes"))
    assert reply.status in {200, 204}
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


# ---- a page for people


def test_a_browser_gets_a_page(server: Server) -> None:
    reply = server.get(direct("document/report"), Accept=BROWSER)
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<h1>Extracted from the document report</h1>" in reply.text
    assert "with 6 triples" in reply.text
    assert "/graph/document/report.jsonld" in reply.text
    named = server.get(direct("document/report.html"), Accept="text/turtle")
    assert (named.status, named.headers["content-type"], named.body) == (200, "text/html; charset=utf-8", reply.body)
    assert "Accept" not in named.headers["vary"].split(", ")


@pytest.mark.parametrize("accept", [BROWSER, "text/html"])
def test_a_browser_is_sent_to_the_page_of_a_graph(server: Server, accept: str) -> None:
    reply = server.get(indirect("schemes"), Accept=accept)
    assert (reply.status, reply.headers["location"]) == (303, "/graph/schemes")
    assert "Accept" in reply.headers["vary"]
