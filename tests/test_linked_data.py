"""Every IRI that the project has minted answers, in every form, with what the record says of it."""

import base64
import gc
import http.client
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

import lxml.html
import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from tests.link_headers import link_headers
from tests.server import Reply, Server, serving
from tests.thorough import some
from tipgraph.dataset.build import Build
from tipgraph.namespaces import BASE, ID, RDF, TIP
from tipgraph.record import Record

FORMS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE, "turtle"),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES, "nt"),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML, "xml"),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD, "json-ld"),
}
"""By suffix: media type, the engine's parser, rdflib's parser."""
CLIENTS = 3

# rdflib's reader of JSON-LD uses what rdflib itself has given up.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@dataclass
class Minted:
    """The IRIs below the record's base, with the triples that the build has about each, as lines of N-Triples."""

    about: dict[str, set[bytes]]
    types: dict[str, set[str]]

    def below(self, space: str) -> list[str]:
        return sorted(iri for iri in self.about if iri.startswith(space))


def lines(triples: Iterable[Triple]) -> list[bytes]:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").split(b"\n")[:-1]


@pytest.fixture(scope="module")
def minted(build: Build) -> Minted:
    about: dict[str, set[Triple]] = defaultdict(set)
    types: dict[str, set[str]] = defaultdict(set)
    quads = parse(path=build.quads, format=RdfFormat.N_QUADS, lenient=True)
    more = parse(path=build.definitions, format=RdfFormat.N_QUADS, lenient=True)
    for quad in chain(quads, more):
        terms = [quad.subject, quad.predicate, quad.object, quad.graph_name, getattr(quad.object, "datatype", None)]
        for iri in (term.value for term in terms if isinstance(term, NamedNode)):
            if iri.startswith(BASE):
                about[iri]
        subject = quad.subject.value
        if not (isinstance(quad.subject, NamedNode) and subject.startswith(BASE)):
            continue
        if quad.predicate.value == RDF + "type":
            types[subject].add(quad.object.value)
        # The axioms of the check speak of terms, and are a document of their own.
        if not (subject.startswith(TIP) and quad.graph_name.value.startswith(f"{BASE}checks/")):
            about[subject].add(quad.triple)
    return Minted({iri: set(lines(triples)) for iri, triples in about.items()}, types)


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Server]:
    with serving(build.directory, rate="0", cache="1", log="false") as running:
        yield running


class Client:
    """A client that keeps its connection."""

    def __init__(self, server: Server) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.close = self._connection.close

    def get(self, path: str, **headers: str) -> Reply:
        self._connection.request("GET", path, headers=headers)
        response = self._connection.getresponse()
        return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())


def check_forms(client: Client, path: str, suffixes: Iterable[str] = FORMS, *, others: bool = True) -> set[bytes]:
    """Fetch a document in some forms of RDF, which say the same; and have another library read them, if it is to."""
    said: dict[str, list[bytes]] = {}
    for suffix in suffixes:
        media_type, engine, name = FORMS[suffix]
        reply = client.get(f"/{path}.{suffix}")
        assert reply.status == 200, (path, suffix, reply.text[:200])
        assert reply.headers["content-type"].partition(";")[0] == media_type
        said[suffix] = sorted(lines(quad.triple for quad in parse(reply.body, format=engine, base_iri=BASE)))
        if others:
            graph = rdflib.Graph().parse(data=reply.body, format=name, publicID=BASE)
            assert len(graph) == len(said[suffix]), (path, suffix)
    same = {tuple(line for line in found if b"_:" not in line) for found in said.values()}
    assert len(same) == len({len(found) for found in said.values()}) == 1, path
    return set(next(iter(said.values())))


def check_page(client: Client, path: str, iri: str, expected: set[bytes]) -> None:
    """Fetch the page of a thing and have another library read it: it has a row for every triple."""
    reply = client.get(f"/{path}.html")
    assert reply.status == 200, path
    page = lxml.html.document_fromstring(reply.body)
    assert page.find(".//h1").text_content().strip(), path
    assert iri in [code.text_content() for code in page.findall(".//code")], path
    rows = page.xpath("(//table[@class='facts'])[1]/tbody/tr")
    assert len(rows) == len(expected), path
    scripts = page.findall(".//script")
    assert {script.get("type") for script in scripts} <= {"application/ld+json"}, "data, nothing that runs"
    for script in scripts:
        embedded = rdflib.Graph().parse(data=script.text, format="json-ld")
        assert {str(subject) for subject in embedded.subjects() if isinstance(subject, rdflib.URIRef)} == {iri}, path


def check_thing(
    client: Client, minted: Minted, iri: str, suffixes: Iterable[str] = FORMS, *, others: bool = True
) -> None:
    path = f"doc/{iri.removeprefix(ID)}"
    assert minted.about[iri], f"nothing is said of {iri}"
    assert minted.about[iri] <= check_forms(client, path, suffixes, others=others), path
    check_page(client, path, iri, minted.about[iri])


def test_things_as_pages_and_in_a_form_of_rdf(server: Server, minted: Minted) -> None:
    """Both hold all that the build says of it; the four forms take turns, since they are the same for all of a kind."""
    every = minted.below(ID)
    assert len(every) > 3000
    things = some(every, 25)
    suffixes = tuple(FORMS)
    gc.collect()  # what other tests left of the engine's answers may be dropped by the thread that made it, and no other

    def check(first: int) -> int:
        mine = range(first, len(things), CLIENTS)
        with closing(Client(server)) as client:
            for number in mine:
                check_thing(client, minted, things[number], [suffixes[number % len(suffixes)]], others=False)
        return len(mine)

    with ThreadPoolExecutor(CLIENTS) as clients:
        assert sum(clients.map(check, range(CLIENTS))) == len(things)


def test_a_thing_of_every_kind_in_every_form_by_another_library(server: Server, minted: Minted) -> None:
    one_of = {kind: iri for iri in minted.below(ID) for kind in minted.types[iri]}
    assert len(one_of) > 50
    with closing(Client(server)) as client:
        for iri in some(sorted(set(one_of.values())), 3):
            check_thing(client, minted, iri)


def documents(minted: Minted) -> list[str]:
    """What answers at its own address; named graphs, which answer with their triples, left out."""
    return sorted({iri.partition("#")[0] for iri in minted.about if not iri.startswith((ID, BASE + "graph/"))})


def test_every_vocabulary_scheme_and_dataset_in_every_form(server: Server, minted: Minted) -> None:
    found = documents(minted)
    assert {BASE + name for name in ("ns", "shapes", "alignments", "checks/ranges", "dataset", "scheme/topic")} <= set(
        found
    )
    for iri in found:
        path = iri.removeprefix(BASE)
        with closing(Client(server)) as client:
            said = check_forms(client, path)
        for one in [iri, *minted.below(f"{iri}#")]:
            about = {line for line in minted.about[one] if b" _:" not in line}
            assert about, f"nothing is said of {one}"
            assert about <= said, one


def test_every_named_graph_in_every_form(server: Server, minted: Minted) -> None:
    """It answers with its triples; what the record says of the graph itself is in the description of the dataset."""
    graphs = minted.below(f"{BASE}graph/")
    assert len(graphs) > 25
    described = set(server.get("/dataset/named-graphs.nt").body.splitlines())
    for iri in graphs:
        path = f"/{iri.removeprefix(BASE)}"
        sizes = set()
        for media_type, engine, _ in FORMS.values():
            reply = server.get(path, Accept=media_type)
            assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, media_type)
            sizes.add(len(list(parse(reply.body, format=engine, base_iri=BASE))))
        assert len(sizes) == 1
        page = lxml.html.document_fromstring(server.get(path, Accept="text/html").body)
        assert iri in page.text_content()
        assert any(f"<{iri}>".encode() in line for line in described)


def test_every_term_and_shape_has_its_place_on_a_page(server: Server, minted: Minted) -> None:
    for iri in ("ns", "shapes"):
        page = lxml.html.document_fromstring(server.get(f"/{iri}", Accept="text/html").body)
        anchors = [element.get("id") for element in page.xpath("//*[@id]")]
        assert len(anchors) == len(set(anchors))
        terms = {term.partition("#")[2] for term in minted.below(f"{BASE}{iri}#")}
        assert terms <= set(anchors)
        assert len(terms) > 150


def test_every_iri_of_the_register_answers(server: Server, minted: Minted, record: Record) -> None:
    """What was published once is among what has been tried above, or was given up."""
    registered = record.register.read_text(encoding="utf-8").split()
    for iri in registered:
        if iri not in minted.about:
            assert server.get(urlsplit(iri).path.removeprefix("/tipgraph")).status == 410, iri
    assert set(registered) & set(minted.about)


def test_the_schemas_that_are_published(server: Server) -> None:
    path = "/schema/ingest-report-1.json"
    for accept in ("application/schema+json", "application/json", "text/html", "*/*"):
        reply = server.get(path, Accept=accept)
        assert (reply.status, reply.headers["content-type"]) == (200, "application/schema+json")
        assert json.loads(reply.body)["$id"] == BASE + path[1:]
    assert server.get("/schema/nothing.json").status == 404


# ---- redirection and negotiation

WANTED = {
    "text/html": "",
    "text/turtle": ".ttl",
    "application/n-triples": ".nt",
    "application/rdf+xml": ".rdf",
    "application/ld+json": ".jsonld",
    "application/json": ".jsonld",
    "application/xml": ".rdf",
    "*/*": "",
    "text/*;q=0.3, text/turtle": ".ttl",
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted", text/html;q=0.9': ".jsonld",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "",
    "application/rdf+xml,text/turtle;q=0.9": ".rdf",
}


@pytest.mark.parametrize("accept", WANTED)
def test_a_thing_leads_to_what_is_written_about_it(server: Server, accept: str) -> None:
    reply = server.get("/id/state/AUT", Accept=accept)
    assert (reply.status, reply.headers["location"]) == (303, f"/doc/state/AUT{WANTED[accept]}")
    assert "Accept" in reply.headers["vary"].split(", ")
    assert "public" in reply.headers["cache-control"]
    document = server.get(reply.headers["location"], Accept=accept)
    negotiated = server.get("/doc/state/AUT", Accept=accept)
    assert document.status == negotiated.status == 200
    assert document.body == negotiated.body
    named = {"application/json", "application/xml"} & {accept}
    assert negotiated.headers["content-type"] == (named.pop() if named else document.headers["content-type"])
    assert negotiated.headers["content-location"] == f"/doc/state/AUT{WANTED[accept] or '.html'}"
    assert "Accept" in negotiated.headers["vary"].split(", ")


@pytest.mark.parametrize("path", ["/id/state/AUT", "/doc/state/AUT", "/ns", "/shapes", "/scheme/topic", "/dataset"])
def test_a_form_that_there_is_not(server: Server, path: str) -> None:
    reply = server.get(path, Accept="image/png, text/csv")
    assert reply.status == 406
    for media_type in ("text/html", *(media_type for media_type, _, _ in FORMS.values())):
        assert media_type in reply.text


def test_a_suffix_goes_before_the_header(server: Server) -> None:
    for path in ("/doc/state/AUT", "/ns", "/scheme/status", "/dataset/named-graphs"):
        for suffix, (media_type, _, _) in FORMS.items():
            reply = server.get(f"{path}.{suffix}", Accept="text/html, image/png")
            assert reply.headers["content-type"].partition(";")[0] == media_type
        assert server.get(f"{path}.html", Accept="text/turtle").headers["content-type"].startswith("text/html")


def test_head_and_validators(server: Server) -> None:
    full = server.get("/doc/state/AUT.ttl")
    head = server.ask("HEAD", "/doc/state/AUT.ttl")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(full.body))
    again = server.get("/doc/state/AUT.ttl", If_None_Match=full.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "cache-control", "content-location", "link", "vary"):  # RFC 9110, section 15.4.5
        assert again.headers.get(name) == full.headers.get(name)
    tags = {server.get(f"/doc/state/AUT.{suffix}").headers["etag"] for suffix in (*FORMS, "html")}
    assert len(tags) == 5, "each form has its own"
    assert server.ask("POST", "/doc/state/AUT").status == 405
    assert server.ask("HEAD", "/id/state/AUT").status == 303


def test_links_of_a_document(server: Server, build: Build) -> None:
    found = link_headers(server, "/doc/document/wg4-2009-report/14.ttl")
    assert found["canonical", ""] == [f"{BASE}doc/document/wg4-2009-report/14"]
    assert found["latest-version", ""] == [f"{BASE}doc/document/wg4-2009-report/14"]
    assert found["describes", ""] == [f"{ID}document/wg4-2009-report/14"]
    assert found["license", ""] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found["copyright", ""] == [f"{BASE}dataset"], "it quotes the United Nations"
    assert found["describedby", ""] == ["/dataset"]
    alternates = {media_type: paths for (relation, media_type), paths in found.items() if relation == "alternate"}
    assert alternates == {
        media_type: [f"/doc/document/wg4-2009-report/14.{suffix}"]
        for suffix, media_type in (("html", "text/html"), *((s, m) for s, (m, _, _) in FORMS.items()))
        if suffix != "ttl"
    }
    (version,) = found["http://www.w3.org/ns/dcat#hasCurrentVersion", ""]
    assert version.startswith("ni:///sha-256;")
    assert base64.urlsafe_b64decode(version.partition(";")[2] + "=").hex() == build.identity
    for paths in alternates.values():
        assert server.get(paths[0]).status == 200


def test_links_of_a_thing_and_of_a_vocabulary(server: Server) -> None:
    found = link_headers(server, "/id/state/AUT", Accept="text/turtle")
    assert found["canonical", ""] == [f"{ID}state/AUT"]
    assert found["describedby", "text/turtle"] == ["/doc/state/AUT.ttl"]
    found = link_headers(server, "/ns", Accept="text/turtle")
    assert found["canonical", ""] == [f"{BASE}ns"]
    assert found["alternate", "text/html"] == ["/ns.html"]
    assert ("describes", "") not in found, "it is the vocabulary itself"
    assert link_headers(server, "/ns/topic")["describes", ""] == [f"{TIP}topic"]


def test_alternates_in_the_head_of_a_page(server: Server) -> None:
    page = lxml.html.document_fromstring(server.get("/doc/state/AUT").body)
    found = {link.get("type"): link.get("href") for link in page.xpath("//head/link[@rel='alternate']")}
    assert found == {media_type: f"/doc/state/AUT.{suffix}" for suffix, (media_type, _, _) in FORMS.items()}
