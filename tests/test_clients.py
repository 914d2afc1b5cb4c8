"""The clients that people use, as they come: SPARQLWrapper, rdflib's SPARQLStore, curl, and Comunica from npm."""

import csv
import io
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError

import pytest
import SPARQLWrapper
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.server import Server
from tipgraph.namespaces import GRAPH, ID, TIP

STATES = f"SELECT ?code WHERE {{ ?state <{TIP}isoAlpha3> ?code }} ORDER BY ?code LIMIT 3"
CODES = ["AGO", "AND", "ARE"]
AUSTRIA = URIRef(f"{ID}state/AUT")
STATED = (AUSTRIA, URIRef(f"{TIP}isoAlpha3"), Literal("AUT"))
DESCRIBE = f"DESCRIBE <{AUSTRIA}>"
CONSTRUCT = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER (?s = <{AUSTRIA}>) }}"
RECOMMENDATIONS = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?r a <{TIP}Recommendation> }}"


@pytest.fixture
def endpoint(server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("no_proxy", "*")
    return f"http://127.0.0.1:{server.port}/sparql"


# ---- SPARQLWrapper


def wrapped(endpoint: str, query: str, form: str, method: str = SPARQLWrapper.GET, how: str = SPARQLWrapper.URLENCODED):
    client = SPARQLWrapper.SPARQLWrapper(endpoint)
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    client.setRequestMethod(how)
    return client


ways = pytest.mark.parametrize(
    ("method", "how"),
    [
        (SPARQLWrapper.GET, SPARQLWrapper.URLENCODED),
        (SPARQLWrapper.POST, SPARQLWrapper.URLENCODED),
        (SPARQLWrapper.POST, SPARQLWrapper.POSTDIRECTLY),
    ],
)


def _json(found) -> list[str]:
    return [row["code"]["value"] for row in found["results"]["bindings"]]


def _xml(found) -> list[str]:
    return [node.firstChild.data for node in found.getElementsByTagName("literal")]


def _rows(delimiter: str) -> Callable[[bytes], list[str]]:
    return lambda found: [row[0] for row in csv.reader(io.StringIO(found.decode()), delimiter=delimiter)][1:]


@ways
@pytest.mark.parametrize(
    ("form", "read"),
    [
        (SPARQLWrapper.JSON, _json),
        (SPARQLWrapper.XML, _xml),
        (SPARQLWrapper.CSV, _rows(",")),
        (SPARQLWrapper.TSV, _rows("\t")),
    ],
    ids=["json", "xml", "csv", "tsv"],
)
def test_sparqlwrapper_reads_tables(endpoint: str, method: str, how: str, form: str, read) -> None:
    assert read(wrapped(endpoint, STATES, form, method, how).queryAndConvert()) == CODES


@ways
@pytest.mark.parametrize("form", [SPARQLWrapper.JSON, SPARQLWrapper.XML])
def test_sparqlwrapper_asks(endpoint: str, method: str, how: str, form: str) -> None:
    found = wrapped(endpoint, f"ASK {{ <{AUSTRIA}> ?p ?o }}", form, method, how).queryAndConvert()
    if form == SPARQLWrapper.JSON:
        assert found["boolean"] is True
    else:
        assert found.getElementsByTagName("boolean")[0].firstChild.data == "true"


@pytest.mark.filterwarnings("ignore::DeprecationWarning:SPARQLWrapper")  # it makes what rdflib deprecates
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@ways
@pytest.mark.parametrize("query", [DESCRIBE, CONSTRUCT], ids=["describe", "construct"])
@pytest.mark.parametrize(
    "form", [SPARQLWrapper.XML, SPARQLWrapper.RDFXML, SPARQLWrapper.TURTLE, SPARQLWrapper.N3, SPARQLWrapper.JSONLD]
)
def test_sparqlwrapper_reads_graphs(endpoint: str, method: str, how: str, query: str, form: str) -> None:
    found = wrapped(endpoint, query, form, method, how).queryAndConvert()
    graph = Graph().parse(data=found, format="turtle") if isinstance(found, bytes) else found
    assert STATED in graph
    assert (AUSTRIA, RDF.type, URIRef(f"{TIP}State")) in graph


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
def test_sparqlwrapper_names_a_dataset(endpoint: str, method: str) -> None:
    client = wrapped(endpoint, RECOMMENDATIONS, SPARQLWrapper.JSON, method)
    client.addDefaultGraph(f"{GRAPH}document/wg4-2009-report")
    (row,) = client.queryAndConvert()["results"]["bindings"]
    assert row["n"]["value"] == "46"
    client.resetQuery()
    client.setQuery(RECOMMENDATIONS)
    client.setReturnFormat(SPARQLWrapper.JSON)
    client.addParameter("named-graph-uri", f"{GRAPH}document/wg4-2009-report")
    (row,) = client.queryAndConvert()["results"]["bindings"]
    assert row["n"]["value"] == "0", "the default graph is empty"


def test_sparqlwrapper_is_told_what_is_wrong(endpoint: str) -> None:
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match=r"query:1:12: unexpected '\}'"):
        wrapped(endpoint, "ASK { ?s a }", SPARQLWrapper.JSON).query()
    with pytest.raises(HTTPError, match="403"):
        wrapped(endpoint, "INSERT DATA { <urn:a> <urn:b> 1 }", SPARQLWrapper.JSON, SPARQLWrapper.POST).query()


# ---- rdflib's SPARQLStore


@pytest.fixture(params=["GET", "POST", "POST_FORM"])
def remote(endpoint: str, request: pytest.FixtureRequest) -> Graph:
    return Graph(SPARQLStore(endpoint, method=request.param))


def test_rdflib_walks_the_remote_graph(remote: Graph) -> None:
    assert STATED in remote
    assert set(remote.objects(AUSTRIA, RDFS.label)) == {Literal("Austria", lang="en")}
    assert len(set(remote.subjects(RDF.type, URIRef(f"{TIP}Recommendation")))) == 46


def test_rdflib_counts_and_queries_the_remote_graph(remote: Graph) -> None:
    assert [str(row.code) for row in remote.query(STATES)] == CODES
    assert remote.query("ASK { ?s a <urn:x:nothing> }").askAnswer is False
    assert STATED in remote.query(CONSTRUCT).graph


def test_rdflib_reads_one_named_graph(endpoint: str) -> None:
    store = SPARQLStore(endpoint, context_aware=True)
    report = Graph(store, URIRef(f"{GRAPH}document/wg4-2009-report"))
    other = Graph(store, URIRef(f"{GRAPH}curated/status"))
    kind = URIRef(f"{TIP}Recommendation")
    assert len(list(report.subjects(RDF.type, kind))) == 46
    assert list(other.subjects(RDF.type, kind)) == []
    assert [int(row.n) for row in report.query(RECOMMENDATIONS)] == [46]
    assert [int(row.n) for row in other.query(RECOMMENDATIONS)] == [0]


def test_rdflib_loads_a_graph_by_its_address(server: Server) -> None:
    here = f"http://127.0.0.1:{server.port}"
    by_negotiation = Graph().parse(f"{here}/graph/document/cu-2009-92")
    by_suffix = Graph().parse(f"{here}/graph/document/cu-2009-92.nt")
    assert len(by_negotiation) > 100
    assert set(by_negotiation) == set(by_suffix)


# ---- curl


@pytest.fixture(scope="module")
def curl() -> Callable[..., str]:
    program = shutil.which("curl")
    if program is None:
        pytest.skip("curl is not installed")

    def run(*arguments: str) -> str:
        command = [program, "--silent", "--show-error", "--noproxy", "*", *arguments]
        return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode("utf-8")

    return run


TABLE = "code\r\nAGO\r\nAND\r\nARE\r\n"


def test_curl_asks_in_every_way(curl: Callable[..., str], endpoint: str) -> None:
    text_csv = ("--header", "Accept: text/csv")
    direct = ("--header", "Content-Type: application/sparql-query", "--data-binary", STATES)
    assert curl("--get", endpoint, *text_csv, "--data-urlencode", f"query={STATES}") == TABLE
    assert curl(endpoint, *text_csv, "--data-urlencode", f"query={STATES}") == TABLE
    assert curl(endpoint, *text_csv, *direct) == TABLE
    assert curl("--compressed", f"{endpoint}?format=csv", *direct) == TABLE
    assert curl("--http1.0", endpoint, *text_csv, "--data-urlencode", f"query={STATES}") == TABLE
    chunked = ("--header", "Transfer-Encoding: chunked")
    assert curl(endpoint, *text_csv, *chunked, *direct) == TABLE


def test_curl_is_told_the_headers(curl: Callable[..., str], endpoint: str) -> None:
    shown = curl("--head", f"{endpoint}?query=ASK%7B%7D").lower()
    assert shown.startswith("http/1.1 200 ok\r\n")
    assert "content-length: " in shown
    assert curl("--output", os.devnull, "--write-out", "%{http_code}", "--request", "OPTIONS", endpoint) in {
        "200",
        "204",
    }
    expecting = curl(endpoint, "--header", "Expect: 100-continue", "--data-urlencode", "query=ASK {}")
    assert json.loads(expecting)["boolean"] is True


# ---- Comunica

COMUNICA = "@comunica/query-sparql@4.5.0"


@pytest.fixture(scope="module")
def comunica() -> Callable[..., str]:
    """Comunica's command line, installed once into the user's cache."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Comunica needs node and npm")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tipgraph-tests"
    folder = cache / COMUNICA.replace("/", "-").removeprefix("@")
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as part:
            _install(npm, Path(part) / "whole")
            (Path(part) / "whole").rename(folder)  # whole, or not there
    program = folder / "node_modules" / ".bin" / "comunica-sparql"

    def run(*arguments: str) -> str:
        command = [node, str(program), *arguments]
        environment = {**os.environ, "no_proxy": "*"}
        return subprocess.run(command, capture_output=True, check=True, timeout=60, env=environment).stdout.decode()

    return run


def _install(npm: str, folder: Path) -> None:
    flags = ("--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error")
    command = [npm, "install", *flags, "--fetch-retries=1", "--prefix", str(folder), COMUNICA]
    folder.mkdir()
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm did not install Comunica within three minutes")
    if done.returncode:
        pytest.skip(f"npm cannot install Comunica: {done.stderr.strip()[-300:]}")


@pytest.mark.parametrize("kind", ["sparql@", ""], ids=["as an endpoint", "by its description"])
def test_comunica_finds_the_endpoint_and_asks_it(comunica: Callable[..., str], endpoint: str, kind: str) -> None:
    found = json.loads(comunica(kind + endpoint, STATES, "-t", "application/sparql-results+json"))
    assert [row["code"]["value"] for row in found["results"]["bindings"]] == CODES


def test_comunica_asks_and_constructs(comunica: Callable[..., str], endpoint: str) -> None:
    asked = comunica(f"sparql@{endpoint}", "ASK { ?s ?p ?o }", "-t", "application/sparql-results+json")
    assert json.loads(asked)["boolean"] is True
    constructed = comunica(f"sparql@{endpoint}", CONSTRUCT, "-t", "application/n-triples")
    assert STATED in Graph().parse(data=constructed, format="nt")


def test_comunica_joins_the_endpoint_with_a_graph_of_its_store(
    comunica: Callable[..., str], server: Server, endpoint: str
) -> None:
    query = f"SELECT (COUNT(DISTINCT ?r) AS ?n) WHERE {{ ?r a <{TIP}Recommendation> }}"
    graph = f"http://127.0.0.1:{server.port}/graph/document/wg4-2009-report"
    found = json.loads(comunica(graph, query, "-t", "application/sparql-results+json"))
    assert found["results"]["bindings"][0]["n"]["value"] == "46"
