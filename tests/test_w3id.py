"""The redirect rules for w3id.org, played by a local server: every kind of IRI ends where it is answered."""

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlsplit

import pytest

from tests.conftest import ROOT
from tests.exporting import export
from tests.rewriting import Rules
from tests.server import Server, serving
from tests.test_oai import odd_build  # noqa: F401 - a fixture
from tipgraph.dataset.build import Build
from tipgraph.export.w3id import HOST, htaccess, readme
from tipgraph.namespaces import BASE, ID

REGISTER = (ROOT / "data" / "register.txt").read_text(encoding="utf-8").split()
OTHERS = (
    *("", "ns", "shapes", "alignments", "checks/ranges", "dataset", "dataset/named-graphs"),
    *("scheme/topic", "graph/ontology", "graph/document/wg4-2009-report", "schema/ingest-report-1.json"),
    *("doc/document/wg4-2009-report/14", "doc/document/wg4-2009-report.ttl", "ns.ttl", "ns/Recommendation"),
    *("sparql", "oai?verb=Identify", "read/document/wg4-2009-report", "documentation/about", "sitemap.xml"),
)
"""What is published besides the things that the register lists."""


@pytest.fixture(scope="module")
def w3id(server: Server) -> Iterator[int]:
    """The port of a server that does what w3id.org would do with the rules, for a record served here."""
    yield from play(Rules(htaccess(f"http://127.0.0.1:{server.port}/")))


def play(rules: Rules) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = rules.redirect(self.requestline)
            self.send_response(found[0] if found else 404)
            if found:
                self.send_header("Location", found[1])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as played:
        thread = threading.Thread(target=played.serve_forever)
        thread.start()
        yield played.server_port
        played.shutdown()
        thread.join()


def follow(port: int, iri: str, accept: str = "text/turtle, text/html;q=0.5, */*;q=0.1") -> tuple[list[int], str]:
    """The statuses on the way from an IRI, fragments left out as clients do, and the path at its end."""
    written = quote(iri.partition("#")[0], safe="/:?#[]@!$&'()*+,;=-._~%")
    host, path = ("127.0.0.1", port), written.removeprefix("https://w3id.org")
    statuses = []
    for _ in range(5):
        connection = http.client.HTTPConnection(*host, timeout=30)
        connection.request("GET", path, headers={"Accept": accept})
        response = connection.getresponse()
        location = response.getheader("Location")
        response.read()
        connection.close()
        statuses.append(response.status)
        if not location:
            break
        parts = urlsplit(location)
        host = (parts.hostname or host[0], parts.port or host[1])
        path = parts.path + (f"?{parts.query}" if parts.query else "")
    return statuses, path


def test_every_kind_of_iri_in_the_register_is_answered(w3id: int) -> None:
    """The first and the last of each kind: a step from w3id.org, one more from a thing to its description."""
    by_kind: dict[str, list[str]] = {}
    for iri in REGISTER:
        name = iri.removeprefix(BASE)
        kind = "/".join(name.split("/")[:2]) if name.startswith("id/") else name.partition("/")[0].partition("#")[0]
        by_kind.setdefault(kind, []).append(iri)
    assert {"id/document", "id/state", "ns", "scheme"} <= set(by_kind)
    for kind, iris in by_kind.items():
        for iri in (iris[0], iris[-1]):
            statuses, _ = follow(w3id, iri)
            assert statuses == ([302, 303, 200] if kind.startswith("id/") else [302, 200]), iri


@pytest.mark.parametrize("path", OTHERS)
def test_what_else_is_published_is_answered(w3id: int, path: str) -> None:
    statuses, end = follow(w3id, BASE + path)
    assert statuses == [302, 200]
    assert end == f"/{path}", "the same path, and the same question behind it"


def test_the_form_is_chosen_where_the_record_is_served(w3id: int) -> None:
    thing = f"{ID}document/wg4-2009-report/14"
    assert follow(w3id, thing, "text/turtle")[1].endswith("/14.ttl")
    assert follow(w3id, thing, "text/html")[1].endswith("/14")


def test_names_come_through_to_the_letter(odd_build: Build) -> None:  # noqa: F811
    with serving(odd_build.directory, as_built="true", rate="0", log="false") as running:
        for port in play(Rules(htaccess(f"http://127.0.0.1:{running.port}/"))):
            for name in ("document/é", "document/(1),'2'%2F*;=@:~!$&+", "document/new"):
                assert follow(port, ID + name)[0] == [302, 303, 200], name
            assert follow(port, f"{ID}document/old")[0] == [302, 410], "what was given up is told to be so"


def test_every_address_below_the_folder_goes_to_the_same_below_the_target() -> None:
    rules = Rules(htaccess())
    for path in ("", "exports/dump.nq", "releases/0.1.0/", "context.jsonld", "id/a%2Fb?page=2", "doc/%C3%A9%20x%23"):
        assert rules.redirect(f"GET /tipgraph/{path} HTTP/1.1") == (302, HOST + path)
    assert rules.redirect("GET https://w3id.org/tipgraph/id/a HTTP/1.1") == (302, f"{HOST}id/a")


def test_the_files_are_as_w3id_wants_them(build: Build) -> None:
    rules, text = export(build, "w3id").decode(), export(build, "w3id", "readme").decode()
    assert (rules, text) == (htaccess(), readme())
    assert rules.count(HOST) == 1, "whoever moves the record changes one line"
    assert "## Contact" in text
    folder = ROOT / "w3id" / "tipgraph"
    if folder.is_dir():
        assert (folder / ".htaccess").read_text(encoding="utf-8") == rules
        assert (folder / "README.md").read_text(encoding="utf-8") == text
