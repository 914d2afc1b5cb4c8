"""What the server says of itself and of its data: SPARQL 1.1 Service Description and VoID, every word of it true."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS, VOID
from rdflib.term import Node

from tests.conftest import write_small
from tests.server import Server, serving
from tipgraph.dataset.build import Build, write_build
from tipgraph.namespaces import BASE, GRAPH, ID
from tipgraph.query.formats import GRAPHS, TABLES, Format

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
SCHEMA = Namespace("https://schema.org/")
DATASET = URIRef(BASE + "dataset")
NAMED_GRAPHS = URIRef(BASE + "dataset/named-graphs")
PARSERS = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
ADDRESSES = ["/sparql", "/.well-known/void"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Server]:
    with serving(build.directory, timeout="7.5", request="9", rate="0") as running:
        yield running


def read(server: Server, path: str, **headers: str) -> Graph:
    reply = server.get(path, **headers)
    assert reply.status == 200, reply.text
    return Graph().parse(data=reply.body, format="turtle")


@pytest.fixture(scope="module")
def service(server: Server) -> Graph:
    return read(server, "/sparql")


@pytest.fixture(scope="module")
def void(server: Server) -> Graph:
    return read(server, "/.well-known/void")


def the_service(graph: Graph) -> URIRef:
    (found,) = graph.subjects(RDF.type, SD.Service)
    assert isinstance(found, URIRef)
    return found


# ---- both are RDF, by content negotiation


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own reader of JSON-LD uses what it deprecates
@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_every_form_of_rdf(server: Server, path: str, form: Format) -> None:
    by_header = server.get(path, Accept=form.media_type)
    by_name = server.get(f"{path}?format={form.name}", Accept=BROWSER)
    assert by_header.status == by_name.status == 200
    assert by_header.headers["content-type"].partition(";")[0] == form.media_type
    assert by_header.body == by_name.body
    found = Graph().parse(data=by_header.body, format=PARSERS[form.name])
    assert set(found) == set(read(server, path))


@pytest.mark.parametrize("path", ADDRESSES)
def test_turtle_unless_something_else_is_asked_for(server: Server, path: str) -> None:
    for headers in ({}, {"Accept": "*/*"}, {"Accept": ""}):
        reply = server.get(path, **headers)
        assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
        assert reply.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("path", ADDRESSES)
def test_forms_that_are_not_offered(server: Server, path: str) -> None:
    reply = server.get(path, Accept="text/csv")
    assert reply.status == 406
    assert " is answered in one of text/turtle, application/n-triples, " in reply.text
    assert server.get(f"{path}?format=xls").status == 400


@pytest.mark.parametrize("path", ADDRESSES)
def test_head_and_validators(server: Server, path: str) -> None:
    got, head = server.get(path), server.ask("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["content-length"]) == len(got.body)
    again = server.get(path, If_None_Match=got.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", got.headers["etag"])


def test_a_browser_gets_pages(server: Server) -> None:
    reply = server.get("/sparql", Accept=BROWSER)
    assert (reply.status, reply.headers["location"]) == (303, "/query")
    page = server.get("/.well-known/void", Accept=BROWSER)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f"http://127.0.0.1:{server.port}/sparql</code>" in page.text
    assert "Extracted from the document wg4-2009-report</a>" in page.text


# ---- the endpoint that they name is the one that answers


def test_the_endpoint_is_the_address_that_was_asked(server: Server, service: Graph, void: Graph) -> None:
    endpoint = URIRef(f"http://127.0.0.1:{server.port}/sparql")
    assert set(service.objects(the_service(service), SD.endpoint)) == {endpoint}
    assert set(void.objects(DATASET, VOID.sparqlEndpoint)) == {endpoint}


def test_under_another_name_it_is_that_name(server: Server) -> None:
    for path, predicate in (("/sparql", SD.endpoint), ("/.well-known/void", VOID.sparqlEndpoint)):
        for host in ("data.example.org", "other.example.org:8080"):
            found = read(server, path, Host=host)
            assert set(found.objects(None, predicate)) == {URIRef(f"http://{host}/sparql")}


@pytest.mark.parametrize("host", ["a b", "a/b?c#d", "<script>", 'x"; rel="y', "a@b", "%zz", "x:port"])
@pytest.mark.parametrize("path", [*ADDRESSES, "/graph/schemes"])
def test_what_is_no_name_of_a_host_gets_into_no_description(server: Server, path: str, host: str) -> None:
    reply = server.get(path, Host=host)
    assert (reply.status, reply.text) == (
        400,
        "the Host header is not the name of a host: send the one of the address you ask\n",
    )
    assert server.get("/sparql?query=ASK%7B%7D", Host=host).status == 200


def test_a_base_that_is_set_goes_before_the_name_that_was_asked(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("based")
    record = write_small(folder / "record")
    build = write_build(record, folder / "built")
    with serving(build.directory, "--record", str(record.root), base="https://data.example.org/tip/") as running:
        service, void = read(running, "/sparql"), read(running, "/.well-known/void")
    endpoint = URIRef("https://data.example.org/tip/sparql")
    assert set(service.objects(None, SD.endpoint)) == set(void.objects(None, VOID.sparqlEndpoint)) == {endpoint}
    own = {str(node) for graph in (service, void) for triple in graph for node in triple if isinstance(node, URIRef)}
    assert not any("127.0.0.1" in iri for iri in own)
    assert set(void.subjects(RDF.type, VOID.DatasetDescription)) == {
        URIRef("https://data.example.org/tip/.well-known/void")
    }


def test_everything_on_this_server_that_they_name_answers(server: Server, service: Graph, void: Graph) -> None:
    here = f"http://127.0.0.1:{server.port}/"
    named = {str(node) for graph in (service, void) for triple in graph for node in triple if isinstance(node, URIRef)}
    paths = {iri.removeprefix(here).partition("#")[0] for iri in named if iri.startswith(here)}
    assert paths == {"sparql", "graphs", ".well-known/void", "dumps/dataset.nt", "dumps/named-graphs.nq"}
    for path in paths:
        assert server.get(f"/{path}" + ("?default" if path == "graphs" else "")).status == 200


# ---- the service description conforms to its vocabulary (section 3)

CLASSES = {  # what has a property, and what it has: domain and range of each property used
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, SD.Feature),
    SD.supportedLanguage: (SD.Service, SD.Language),
    SD.resultFormat: (SD.Service, FORMATS.Format),
    SD.extensionFunction: (SD.Service, SD.Function),
    SD.defaultEntailmentRegime: (SD.Service, SD.EntailmentRegime),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.availableGraphs: (SD.Service, SD.GraphCollection),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.GraphCollection, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}
BROADER = {SD.Dataset: SD.GraphCollection}
KNOWN = {  # instances that the vocabularies themselves define
    SD.SPARQL11Query: SD.Language,
    SD.UnionDefaultGraph: SD.Feature,
    URIRef("http://www.w3.org/ns/entailment/Simple"): SD.EntailmentRegime,
}


def test_it_conforms_to_its_vocabulary(service: Graph) -> None:
    used = {predicate for predicate in service.predicates() if str(predicate).startswith(SD)}
    assert used == set(CLASSES)
    for predicate, (has, had) in CLASSES.items():
        for subject, thing in service.subject_objects(predicate):
            for node, wanted in ((subject, has), (thing, had)):
                kinds = set(service.objects(node, RDF.type)) | {KNOWN.get(node)}
                kinds |= {BROADER[kind] for kind in kinds if kind in BROADER}
                assert wanted is None or wanted in kinds, f"{node} is no {wanted}"
    for one in (SD.endpoint, SD.defaultDataset, SD.availableGraphs, SD.defaultEntailmentRegime):
        assert len(list(service.objects(the_service(service), one))) == 1
    for named in service.subjects(RDF.type, SD.NamedGraph):
        assert len(list(service.objects(named, SD.name))) == len(list(service.objects(named, SD.graph))) == 1


def test_it_promises_nothing_that_it_does_not_do(service: Graph) -> None:
    assert set(service.objects(None, SD.feature)) == {SD.UnionDefaultGraph}
    assert set(service.objects(None, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert not list(service.objects(None, SD.propertyFeature))
    assert not list(service.objects(None, SD.extensionAggregate))


def test_every_result_format_is_given(server: Server, service: Graph) -> None:
    formats = set(service.objects(the_service(service), SD.resultFormat))
    assert formats == {URIRef(form.iri) for form in (*TABLES, *GRAPHS)}
    for iri in formats:
        media_type = str(service.value(iri, FORMATS.media_type))
        found = [
            server.query(query, Accept=media_type) for query in ("SELECT * { ?s a tip:State }", "DESCRIBE <state/AUT>")
        ]
        given = [reply for reply in found if reply.status == 200]
        assert [reply.headers["content-type"].partition(";")[0] for reply in given] == [media_type]


def test_every_extension_function_is_there(server: Server, service: Graph) -> None:
    examples = {
        XSD.date: "2009-04-14",
        XSD.time: "10:00:00",
        XSD.gYear: "2009",
        XSD.gYearMonth: "2009-04",
        XSD.gMonth: "--04",
        XSD.gMonthDay: "--04-14",
        XSD.gDay: "---14",
        XSD.duration: "P1Y2D",
        XSD.dayTimeDuration: "P2D",
        XSD.yearMonthDuration: "P1Y",
    }
    functions = set(service.objects(the_service(service), SD.extensionFunction))
    assert functions == set(examples)
    for function, value in examples.items():
        reply = server.query(f"SELECT (<{function}>('{value}') AS ?x) (<{function}>('nonsense') AS ?none) {{}}")
        assert json.loads(reply.body)["results"]["bindings"] == [
            {"x": {"type": "literal", "value": value, "datatype": str(function)}}
        ]


def test_the_dataset_is_the_one_that_queries_find(server: Server, service: Graph) -> None:
    (dataset,) = service.objects(the_service(service), SD.defaultDataset)
    described = {
        str(service.value(named, SD.name)): service.value(service.value(named, SD.graph), VOID.triples).toPython()
        for named in service.objects(dataset, SD.namedGraph)
    }
    reply = server.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    rows = json.loads(reply.body)["results"]["bindings"]
    assert described == {row["g"]["value"]: int(row["n"]["value"]) for row in rows}
    (available,) = service.objects(the_service(service), SD.availableGraphs)
    assert set(service.objects(available, SD.namedGraph)) == set(service.objects(dataset, SD.namedGraph))


def test_the_default_graph_is_the_union_of_the_named_graphs(server: Server, service: Graph) -> None:
    (dataset,) = service.objects(the_service(service), SD.defaultDataset)
    said = service.value(service.value(dataset, SD.defaultGraph), VOID.triples).toPython()
    union = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
    for query in ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", union):
        assert int(json.loads(server.query(query).body)["results"]["bindings"][0]["n"]["value"]) == said
    both = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o MINUS { GRAPH ?g { ?s ?p ?o } } }"
    assert int(json.loads(server.query(both).body)["results"]["bindings"][0]["n"]["value"]) == 0


def test_the_limits_are_those_that_are_set(server: Server, service: Graph) -> None:
    limits = {
        str(service.value(limit, SCHEMA.propertyID)): (
            service.value(limit, SCHEMA.value).toPython(),
            str(service.value(limit, SCHEMA.unitCode)),
        )
        for limit in service.objects(the_service(service), SCHEMA.additionalProperty)
    }
    assert set(limits) == {"timeout", "memory", "result", "request", "workers", "slow", "queue", "rate"}
    (result,) = (one for one in service.subjects(SCHEMA.propertyID, Literal("result")))
    assert "beyond it 422" in str(service.value(result, SCHEMA.name))
    assert float(limits["timeout"][0]) == 7.5
    assert (limits["timeout"][1], limits["memory"][1], limits["request"][1]) == ("SEC", "4L", "2P")
    assert limits["rate"][0] == 0
    assert limits["request"][0] == 9
    for size, status in ((9000, 200), (9001, 413)):
        body = b"ASK {} #" + b"x" * (size - 8)
        assert server.ask("POST", "/sparql", body, Content_Type="application/sparql-query").status == status


def test_the_graph_store_is_named(server: Server, service: Graph) -> None:
    stores = set(service.subjects(DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-http-rdf-update/")))
    (store,) = stores
    assert service.value(store, DCAT.endpointURL) == URIRef(f"http://127.0.0.1:{server.port}/graphs")


# ---- VoID: the counts are true


Triples = set[tuple[Node, ...]]


@pytest.fixture(scope="module")
def dump(server: Server, void: Graph) -> dict[URIRef, Triples]:
    """The named graphs of the dump that the description leads to, read by another library."""
    (address,) = void.objects(NAMED_GRAPHS, VOID.dataDump)
    lines: dict[bytes, list[bytes]] = defaultdict(list)
    for line in server.get(urlsplit(str(address)).path).body.splitlines():
        triple, graph, _ = line.rsplit(b" ", 2)
        lines[graph].append(triple + b" .")
    return {
        URIRef(graph.decode().strip("<>")): set(Graph().parse(data=b"\n".join(triples), format="nt"))
        for graph, triples in lines.items()
    }


@pytest.fixture(scope="module")
def merged(dump: dict[URIRef, Triples]) -> Triples:
    return set().union(*dump.values())


def count(triples: Triples) -> dict[URIRef, int]:
    subjects = {s for s, _, _ in triples}
    return {
        VOID.triples: len(triples),
        VOID.entities: sum(isinstance(s, URIRef) and s.startswith(ID) for s in subjects),
        VOID.distinctSubjects: len(subjects),
        VOID.distinctObjects: len({o for _, _, o in triples}),
        VOID.properties: len({p for _, p, _ in triples}),
        VOID.classes: len({o for _, p, o in triples if p == RDF.type}),
    }


def said(void: Graph, iri: URIRef, names: dict[URIRef, int]) -> dict[URIRef, int]:
    return {name: void.value(iri, name, any=False).toPython() for name in names}


def test_counts_of_the_whole(void: Graph, dump: dict[URIRef, Triples], merged: Triples) -> None:
    assert len(merged) > 10_000
    counted = count(merged)
    assert said(void, DATASET, counted) == counted
    assert void.value(NAMED_GRAPHS, VOID.triples).toPython() == sum(map(len, dump.values()))


def test_counts_of_each_named_graph(void: Graph, dump: dict[URIRef, Triples]) -> None:
    assert set(void.objects(NAMED_GRAPHS, VOID.subset)) == set(dump)
    for iri, triples in dump.items():
        counted = count(triples)
        assert said(void, iri, counted) == counted, iri


def test_partitions_by_property_and_by_class(void: Graph, merged: Triples) -> None:
    properties = {
        void.value(part, VOID.property): void.value(part, VOID.triples).toPython()
        for part in void.objects(DATASET, VOID.propertyPartition)
    }
    assert properties == Counter(p for _, p, _ in merged)
    classes = {
        void.value(part, VOID["class"]): void.value(part, VOID.entities).toPython()
        for part in void.objects(DATASET, VOID.classPartition)
    }
    assert classes == Counter(o for _, p, o in merged if p == RDF.type and isinstance(o, URIRef))


def test_links_to_other_datasets(void: Graph, merged: Triples) -> None:
    linked: Counter[tuple[URIRef, str]] = Counter()
    for link in void.subjects(RDF.type, VOID.Linkset):
        assert void.value(link, VOID.subjectsTarget) == DATASET
        assert (DATASET, VOID.subset, link) in void
        space = str(void.value(void.value(link, VOID.objectsTarget), VOID.uriSpace))
        linked[void.value(link, VOID.linkPredicate), space] = void.value(link, VOID.triples).toPython()
    matches = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
    found = {
        (predicate, space): sum(
            p == predicate and s.startswith(ID) and o.startswith(space) for s, p, o in merged if p in matches
        )
        for predicate, space in linked
    }
    assert linked == found
    assert sum(linked.values()) == sum(
        p in matches and s.startswith(ID) and not o.startswith(BASE) for s, p, o in merged
    )
    assert linked[SKOS.closeMatch, "http://www.wikidata.org/entity/"] > 0


def test_it_says_what_the_dataset_is(server: Server, void: Graph) -> None:
    (here,) = void.subjects(RDF.type, VOID.DatasetDescription)
    assert str(here) == f"http://127.0.0.1:{server.port}/.well-known/void"
    assert void.value(here, FOAF.primaryTopic) == DATASET
    assert void.value(DATASET, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert void.value(DATASET, VOID.uriSpace) == Literal(ID)
    examples = list(void.objects(DATASET, VOID.exampleResource))
    assert len(examples) == 3
    for example in examples:
        assert server.get(f"/id/{example.removeprefix(ID)}", Accept="text/turtle").status == 303
    assert URIRef("http://www.w3.org/2004/02/skos/core#") in set(void.objects(DATASET, VOID.vocabulary))


def test_it_says_what_a_query_over_the_metadata_says(server: Server, void: Graph) -> None:
    """The description that is served adds to the one in the dataset, and does not differ from it."""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH}metadata> {{ ?s ?p ?o }} }}"
    inside = Graph().parse(data=server.query(query, Accept="text/turtle").body, format="turtle")
    assert len(inside) > 100
    assert set(inside) <= set(void)


# ---- the dumps


def test_the_dumps_are_the_files_of_the_build(server: Server, build: Build) -> None:
    for path, file, media_type in (
        ("/dumps/named-graphs.nq", build.quads, "application/n-quads"),
        ("/dumps/dataset.nt", build.triples, "application/n-triples"),
    ):
        reply = server.get(path)
        assert (reply.status, reply.headers["content-type"]) == (200, media_type)
        assert reply.body == file.read_bytes()
        assert 'rel="license"' in reply.headers["link"]
        assert 'rel="describedby"' in reply.headers["link"]
        head = server.ask("HEAD", path)
        assert (head.status, head.body, int(head.headers["content-length"])) == (200, b"", len(reply.body))
        again = server.get(path, If_None_Match=reply.headers["etag"])
        assert (again.status, again.body) == (304, b"")


def test_a_dump_stays_what_it_is_when_the_build_is_replaced(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("replaced")
    record = write_small(folder / "record")
    build = write_build(record, folder / "built")
    before = build.quads.read_bytes()
    with serving(build.directory, "--record", str(record.root), watch="0") as running:
        (record.curated / "more.ttl").write_text("<urn:x:a> <urn:x:b> <urn:x:c> .\n", encoding="utf-8")
        write_build(record, folder / "built")
        assert build.quads.read_bytes() != before
        assert running.get("/dumps/named-graphs.nq").body == before
        void = read(running, "/.well-known/void")
    assert URIRef(GRAPH + "curated/more") not in set(void.subjects())
