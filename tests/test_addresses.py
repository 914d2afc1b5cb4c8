"""Addresses: under which base they work, what happens to those that lead nowhere, and that no page links to such."""

import random
import socket
from collections.abc import Iterator
from urllib.parse import quote, urldefrag, urljoin

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from tests.link_headers import link_headers
from tests.server import Server, serving
from tests.thorough import THOROUGH, examples, some
from tipgraph.dataset.build import Build
from tipgraph.namespaces import BASE, ID
from tipgraph.web.links import link

PUBLIC = "https://data.example.org/tip/"
PAGES = 300 if THOROUGH else 100
"""Pages that the crawler reads, besides the first one and those that it links to."""


@pytest.fixture(scope="module")
def elsewhere(build: Build) -> Iterator[Server]:
    """A server that the public reaches by another name and below a path."""
    with serving(build.directory, rate="0", base=PUBLIC) as running:
        yield running


def targets(body: bytes) -> list[str]:
    page = lxml.html.document_fromstring(body)
    return [str(target) for target in page.xpath("//@href | //@action")]


# ---- no link leads nowhere


def test_every_link_on_a_page_leads_to_a_page(server: Server) -> None:
    """From the first page over its links, and over a choice of theirs; where a link names a place on a page, it is there."""
    anchors: dict[str, set[str]] = {}
    wanted: set[str] = set()

    def read(path: str) -> list[str]:
        reply = server.get(path, Accept="text/html")
        assert reply.status == 200, path
        if not reply.headers["content-type"].startswith("text/html"):
            anchors[path] = set()
            return []
        anchors[path] = {str(name) for name in lxml.html.document_fromstring(reply.body).xpath("//@id")}
        found = []
        for target in targets(reply.body):
            absolute = urljoin(path, target)
            if absolute.startswith("/"):
                wanted.add(absolute)
                found.append(urldefrag(absolute).url)
        return found

    first = sorted(set(read("/")))
    choice = random.Random(20090421)
    for path in first:
        read(path)
    queue = sorted({urldefrag(link).url for link in wanted} - set(anchors))
    for _ in range(PAGES):
        path = queue.pop(choice.randrange(len(queue)))
        queue = sorted({*queue, *read(path)} - set(anchors))
    assert len(anchors) > PAGES + 30
    for one in wanted:
        path, fragment = urldefrag(one)
        if fragment and path in anchors:
            assert fragment in anchors[path], one


# ---- under another base


def test_links_work_under_another_base(elsewhere: Server) -> None:
    for root in ("", "/tip"):  # whether or not a proxy takes the path away
        reply = elsewhere.get(f"{root}/id/state/AUT", Accept="text/turtle", Host="127.0.0.1")
        assert (reply.status, reply.headers["location"]) == (303, "/tip/doc/state/AUT.ttl")
        page = elsewhere.get(f"{root}/doc/state/AUT", Accept="text/html")
        assert page.headers["content-location"] == "/tip/doc/state/AUT.html"
        found = link_headers(elsewhere, f"{root}/doc/state/AUT")
        assert found["alternate", "text/turtle"] == ["/tip/doc/state/AUT.ttl"]
        assert found["canonical", ""] == [f"{BASE}doc/state/AUT"]
        for target in targets(page.body):
            assert target.startswith(("/tip/", "https://", "http://", "#")), target
    assert elsewhere.get("/tip/").status == elsewhere.get("/").status == 200
    assert elsewhere.get("/tip").headers["location"].endswith("/tip/")
    assert f"{PUBLIC}sparql" in elsewhere.get("/").text
    links = [target for target in targets(elsewhere.get("/").body) if target.startswith("/tip/")]
    assert len(links) > 50
    for target in some(links, 5):
        assert elsewhere.get(target, Accept="text/html").status == 200, target


def test_iris_stay_what_they_are_under_another_base(server: Server, elsewhere: Server) -> None:
    for path in ("/doc/state/AUT", "/ns", "/shapes", "/dataset"):
        for suffix in ("ttl", "nt", "rdf", "jsonld"):
            assert server.get(f"{path}.{suffix}").body == elsewhere.get(f"{path}.{suffix}").body
    body = elsewhere.get("/doc/state/AUT.nt").body
    assert b"example.org" not in body
    assert f"{ID}state/AUT" in elsewhere.get("/doc/state/AUT").text
    assert any(q.subject.value == f"{BASE}doc/state/AUT" for q in parse(body, format=RdfFormat.N_TRIPLES))


def test_a_link_header_cannot_be_broken_out_of() -> None:
    name, value = link('https://e.org/a>; rel="evil"\r\nX-Evil: 1 é', "canonical")
    assert name == "Link"
    assert value == '<https://e.org/a%3E;%20rel=%22evil%22%0D%0AX-Evil:%201%20%C3%A9>; rel="canonical"'


# ---- addresses that lead nowhere


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/id/state/AUX", "'state/AUS'"),
        ("/doc/state/aut", "'state/AUT'"),
        ("/doc/document/wg4-2009-reprot/14", "'document/wg4-2009-report/14'"),
        ("/doc/document/wg4-2009-report/999", "'document/wg4-2009-report'"),
        ("/id/session/wg4-1/", "'session/wg4-1'"),
        ("/doc/topic/victim-compensatoin.ttl", "'topic/victim-compensation'"),
        ("/scheme/topics", "'scheme/topic'"),
        ("/ns/Recomendation", "'ns#Recommendation'"),
        ("/dataset/named-graph", "'dataset/named-graphs'"),
        ("/id/qqqqqqqq", "the first page leads to what there is"),
    ],
)
def test_what_is_not_there_comes_with_what_is_near(server: Server, path: str, hint: str) -> None:
    reply = server.get(path, Accept="text/turtle")
    assert (reply.status, reply.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert reply.text.startswith("the record has nothing by the name '")
    assert hint in reply.text
    page = server.get(path, Accept="text/html")
    assert page.status == 404
    for target in targets(page.body):
        if target.startswith("/"):
            assert server.get(target).status == 200


def test_pages_of_a_description_that_there_are_not(server: Server) -> None:
    missing = server.get("/doc/session/wg4-1?page=99")
    assert (missing.status, missing.text) == (404, "there is no page 99: the last one is 10\n")
    assert server.get("/doc/state/AUT.ttl?page=2").text == "there is no page 2: there is one only\n"
    for page in ("0", "-1", "1.0", "1e3", "x", "", "%D9%A3", "99999999999999999999", "1&page=2", "1%00"):
        reply = server.get(f"/doc/session/wg4-1?page={page}")
        assert (reply.status, reply.text) == (400, "page is the number of a page, once, from 1\n"), page


HOSTILE = [
    "/doc/../../../etc/passwd",
    "/doc/..%2f..%2f..%2fetc%2fpasswd",
    "/doc/%2e%2e/%2e%2e/etc/passwd",
    "/doc/%252e%252e%252fetc%252fpasswd",
    "/doc/....//....//etc/passwd",
    "/id/..\\..\\windows\\win.ini",
    "/id/%5c..%5c",
    "/id/file:///etc/passwd",
    "/doc/%00",
    "/doc/state/AUT%00.ttl",
    "/doc/state/AUT%0d%0aX-Evil:%201",
    "/doc/%ff%fe",
    "/doc/%ED%A0%80",
    "/doc/%",
    "/doc/%zz",
    "/doc/state%2FAUT",
    "/doc/state/AUT;jsessionid=1",
    "/doc/state//AUT/.",
    "/doc/.ttl",
    "/doc/..ttl",
    "/doc/state/.html",
    "/doc/%E2%80%AEABC",
    "/doc/💥",
    "/doc/" + "a" * 20_000,
    "/doc/" + "a/" * 5_000,
    "/id/" + "%2e%2e/" * 1_000,
    "/scheme/../ns",
    "/ns/../../etc/passwd",
    "/ns.exe",
    "/schema/../../report.py",
    "/schema/..%2freport.py",
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%2fapp.py",
    "//example.org/doc/state/AUT",
    "///etc/passwd",
]


def status_of(server: Server, path: bytes) -> tuple[int, bytes]:
    """Send a path as it stands, which no client library would."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return int(answer.split()[1]), answer


@pytest.mark.parametrize("path", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_paths_lead_nowhere(server: Server, path: str) -> None:
    status, answer = status_of(server, path.encode("utf-8"))
    assert status in {308, 400, 404, 414, 431}, answer[:300]
    assert b"root:" not in answer
    assert b"\r\nX-Evil" not in answer
    if status == 308:
        (location,) = [line for line in answer.split(b"\r\n") if line.lower().startswith(b"location:")]
        assert location.partition(b" ")[2].startswith((b"http://localhost/", b"/")), "it stays on this server"
    assert server.get("/doc/state/AUT").status == 200


@pytest.mark.thorough
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    space=st.sampled_from(["id", "doc", "ns", "scheme", "dataset", "checks", "schema", "static"]),
    name=st.text(max_size=60) | st.sampled_from(["state/AUT", "session/wg4-1"]).map(lambda name: name + "\x85"),
    suffix=st.sampled_from(["", ".ttl", ".html", ".rdf"]),
)
def test_no_path_is_too_much_for_the_server(server: Server, space: str, name: str, suffix: str) -> None:
    written = quote(f"{name}{suffix}".encode("utf-8", "surrogatepass"), safe="/.~:@!$&'()*+,;=")
    status, answer = status_of(server, f"/{space}/{written}".encode("ascii"))
    assert status in {200, 303, 308, 400, 404}, answer[:300]
