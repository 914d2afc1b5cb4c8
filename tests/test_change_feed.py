"""The change feed: whoever follows it from nothing has exactly the current graph, after any edits; any web server can serve it."""

import functools
import http.server
import random
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pyoxigraph as ox
import pytest
import rdflib

from tests.releasing import Workshop, contents
from tipgraph.release.feed import write_feed
from tipgraph.release.folder import Release
from tipgraph.release.news import write_news

AS = "https://www.w3.org/ns/activitystreams#"
LDES = "https://w3id.org/ldes#"
TREE = "https://w3id.org/tree#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
POSITION = "https://schema.org/position"
GENID = "/.well-known/genid/"


class Consumer:
    """Follows an event stream as the specification says, and knows nothing of tipgraph."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.position = 0
        self.things: dict[str, list[ox.Quad]] = {}
        self.fetched: list[str] = []
        self.kinds: list[str] = []

    def follow(self) -> None:
        """Apply every member that was not known yet."""
        index = self.fetch(self.address, ox.RdfFormat.TURTLE)
        for page in self.pages(index):
            self.apply(self.fetch(page, ox.RdfFormat.TRIG))

    def fetch(self, address: str, form: ox.RdfFormat) -> ox.Store:
        self.fetched.append(address)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=10) as answer:
            store = ox.Store()
            store.extend(ox.parse(answer.read(), format=form, base_iri=address, lenient=True))
            return store

    def pages(self, index: ox.Store) -> list[str]:
        """Find the pages that may have members beyond the last one known."""
        found = index.query(
            f"""SELECT ?node ?most {{
              ?stream a <{LDES}EventStream> ; <{TREE}view> ?root .
              ?root <{TREE}relation> [ a <{TREE}LessThanOrEqualToRelation> ; <{TREE}path> <{POSITION}> ;
                <{TREE}node> ?node ; <{TREE}value> ?most ] }} ORDER BY ?most"""
        )
        return [row["node"].value for row in found if int(row["most"].value) > self.position]

    def apply(self, page: ox.Store) -> None:
        members = page.query(
            f"""SELECT ?position ?kind ?thing {{ ?stream <{TREE}member> ?member .
              ?member a ?kind ; <{AS}object> ?thing ; <{POSITION}> ?position }} ORDER BY ?position"""
        )
        for row in members:
            position, kind, thing = int(row["position"].value), row["kind"].value.removeprefix(AS), row["thing"]
            if position <= self.position:
                continue
            assert position == self.position + 1
            assert (thing.value in self.things) == (kind != "Create")
            quads = page.quads_for_pattern(thing, None, None, None)
            said = [quad for quad in quads if quad.graph_name != ox.DefaultGraph()]
            assert bool(said) == (kind != "Delete")
            self.things[thing.value] = said
            if kind == "Delete":
                del self.things[thing.value]
            self.position = position
            self.kinds.append(kind)

    def dataset(self) -> ox.Dataset:
        return canonical(quad for said in self.things.values() for quad in said)


def canonical(quads: Iterator[ox.Quad]) -> ox.Dataset:
    """The statements with blank nodes for the IRIs that stand for such (RDF 1.1 Concepts, 3.5), in canonical form."""

    def blank(term: ox.NamedNode) -> ox.NamedNode | ox.BlankNode:
        is_genid = isinstance(term, ox.NamedNode) and GENID in term.value
        return ox.BlankNode(term.value.rpartition("/")[2]) if is_genid else term

    found = ox.Dataset(ox.Quad(blank(q.subject), q.predicate, blank(q.object), q.graph_name) for q in quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def dump(release: Release) -> ox.Dataset:
    return canonical(ox.parse(path=release.dump, format=ox.RdfFormat.N_QUADS, lenient=True))


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def address(workshop: Workshop) -> Iterator[str]:
    """Where a web server that knows nothing but files has the stream."""
    workshop.releases.mkdir()
    handler = functools.partial(Quiet, directory=workshop.releases)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/feed/index.ttl"
        server.shutdown()


AWKWARD = (
    'a "quoted" word',
    "two\\nlines\\r\\nand a tab\\t",
    "<angle> & ampersand </as:Delete>",
    "הקבוצה العربية",
    "e\\u0301 combining",
    "back\\\\slash",
    "long " * 2000,
    "\\u2028 a line separator and \\u0085",
)
ENDS = ("@en", "@zh-Hant-TW", "", "^^xsd:string")
DATES = ('"2009-04"^^xsd:gYearMonth', '"-0044-03-15"^^xsd:date', '"2009"^^xsd:gYear', '"40"^^xsd:decimal')


def edit(workshop: Workshop, chance: random.Random, things: dict[str, str]) -> None:
    """Change the record in one of the ways in which records change; what has an IRI of ours never just goes."""
    way = chance.choice(["add", "change", "withdraw", "mark", "axiom", "move"])
    number = len(things)
    words = chance.choice(AWKWARD).replace('"', '\\"')
    value = f'"{words}"{chance.choice(ENDS)}'
    known = [name for name in things if "owl:deprecated" not in things[name]]
    if way == "add" or not known:
        things[f"topic/t{number}"] = f"a tip:Topic ; rdfs:label {value} ; tip:date {chance.choice(DATES)}"
    elif way == "change":
        things[chance.choice(known)] = f"a tip:Topic ; rdfs:label {value} ; skos:note {chance.choice(DATES)}"
    elif way == "withdraw":
        things[chance.choice(known)] = "a tip:Topic ; owl:deprecated true ; dcterms:isReplacedBy <document/report/14>"
    others = f"<http://example.org/a_(b)/{number}> rdfs:label {value} .\n" if chance.random() < 0.5 else ""
    workshop.write("curated/awkward", "".join(f"<{n}> {f} .\n" for n, f in things.items()) + others)
    marked = f"<topic/marked-{number}> tip:needsReview true ; rdfs:label {value} .\n" if way == "mark" else ""
    workshop.write("curated/marked", marked + "<set/1> a tip:RecommendationSet .\n")
    members = " ".join(f"tip:C{chance.randrange(4)}" for _ in range(chance.randrange(1, 4)))
    workshop.write_classes(
        f"[] a owl:AllDisjointClasses ; owl:members ( {members} ) .\n"
        "tip:A owl:unionOf ( tip:C1 tip:C2 ) . tip:B owl:unionOf ( tip:C1 tip:C2 ) .\n"
    )


def test_a_consumer_that_starts_from_nothing_has_the_current_graph_and_keeps_it(
    workshop: Workshop, address: str
) -> None:
    chance = random.Random(20261122)
    first = workshop.release("1.0.0", "2026-01-01")
    consumer = Consumer(address)
    consumer.follow()
    assert consumer.dataset() == dump(first)
    assert set(consumer.kinds) == {"Create"}
    things: dict[str, str] = {}
    for number in range(1, 11):
        edit(workshop, chance, things)
        made = workshop.release(f"1.{number}.0", f"2026-02-{number:02}")
        consumer.follow()
        assert consumer.dataset() == dump(made), f"after edit {number}"
    assert set(consumer.kinds) == {"Create", "Update", "Delete"}
    late = Consumer(address)
    late.follow()
    assert late.dataset() == dump(made), "who comes late reads the same"
    pages = [page for page in consumer.fetched if page != address]
    assert len(pages) == len(set(pages)), "no page is fetched twice"
    assert not [page for page in late.fetched if page not in consumer.fetched]


def test_the_consumer_in_the_documentation_does_the_same(
    workshop: Workshop, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    text = (Path(__file__).parents[1] / "docs" / "releasing.md").read_text(encoding="utf-8")
    known: dict[str, Any] = {}
    exec(text.partition("```python\n")[2].partition("```\n")[0], known)
    chance, things = random.Random(3), dict[str, str]()
    copy, position = ox.Store(), 0
    for number in range(4):
        made = workshop.release(f"1.{number}.0", f"2026-02-0{number + 1}")
        position = known["follow"](address, copy, position)
        assert canonical(iter(copy)) == dump(made)
        edit(workshop, chance, things)


def test_the_feeds_depend_on_nothing_but_the_releases(workshop: Workshop, tmp_path: Path) -> None:
    chance, things = random.Random(7), dict[str, str]()
    for number in range(3):
        workshop.release(f"1.{number}.0", f"2026-02-0{number + 1}")
        edit(workshop, chance, things)
    grown = contents(workshop.releases)
    for path in (workshop.releases / "feed").rglob("*"):
        if path.is_file():
            path.unlink()
    (workshop.releases / "feed.atom").unlink()
    write_feed(workshop.releases)
    write_news(workshop.releases)
    assert contents(workshop.releases) == grown


def test_pages_that_are_published_stay_as_they_are(workshop: Workshop) -> None:
    workshop.release("1.0.0")
    before = contents(workshop.releases / "feed" / "1.0.0")
    workshop.write("curated/topics", "<topic/new> a tip:Topic ; rdfs:label 'New'@en .\n")
    workshop.release("1.1.0")
    assert contents(workshop.releases / "feed" / "1.0.0") == before


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own
def test_another_program_reads_the_stream(workshop: Workshop) -> None:
    workshop.release("1.0.0", "2026-02-01")
    workshop.write("curated/topics", "<topic/new> a tip:Topic ; rdfs:label 'New'@en .\n")
    workshop.release("1.1.0", "2026-02-02")
    page = rdflib.Dataset(default_union=True)
    page.parse(data=(workshop.releases / "feed" / "1.1.0" / "00001.trig").read_text(encoding="utf-8"), format="trig")
    thing = rdflib.URIRef("https://w3id.org/tipgraph/id/topic/new")
    (member,) = page.subjects(rdflib.URIRef(AS + "object"), thing)
    assert (member, rdflib.RDF.type, rdflib.URIRef(AS + "Create")) in page
    (published,) = page.objects(member, rdflib.URIRef(AS + "published"))
    assert published.toPython().isoformat() == "2026-02-02T00:00:00+00:00"
    assert list(page.objects(thing, rdflib.RDFS.label)) == [rdflib.Literal("New", lang="en")]
    (graph,) = {str(q[3]) for q in page.quads((thing, rdflib.RDFS.label, None, None))}
    assert graph == "https://w3id.org/tipgraph/graph/curated/topics"


def test_people_read_what_changed_in_an_atom_feed(workshop: Workshop) -> None:
    workshop.write("curated/topics", "<topic/old> a tip:Topic ; rdfs:label 'Old <b>name</b>'@en .\n")
    workshop.write_classes("tip:Topic rdfs:label 'topic'@en . tip:Document rdfs:label 'document'@en .\n")
    workshop.release("1.0.0", "2026-02-01")
    workshop.write(
        "curated/topics",
        "<topic/old> a tip:Topic ; rdfs:label 'Old <b>name</b>'@en ; owl:deprecated true ; "
        "dcterms:isReplacedBy <topic/new> .\n<topic/new> a tip:Topic ; rdfs:label 'New'@en .\n"
        "<document/report/corr> a tip:Document ; rdfs:label 'Report, corrigendum'@en ; "
        "tip:correctionOf <document/report/14> .\n",
    )
    workshop.release("1.1.0", "2026-02-02")
    feed = feedparser.parse((workshop.releases / "feed.atom").read_bytes())
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [
        "Release 1.1.0",
        "Withdrawn: Old <b>name</b>",
        "Correction: Report, corrigendum",
        "Release 1.0.0",
    ]
    assert len({entry.id for entry in feed.entries}) == 4
    assert [entry.updated[:10] for entry in feed.entries] == ["2026-02-02"] * 3 + ["2026-02-01"]
    told, withdrawn, corrected, _ = (entry.content[0].value for entry in feed.entries)
    assert "<strong>New</strong> came" in told
    assert "replaced by New" in withdrawn
    assert "&lt;b&gt;name" in withdrawn, "words of the data are no markup"
    assert "tip:correctionOf: Report, 14<" in corrected
