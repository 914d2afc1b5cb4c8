"""Records for catalogues: whole by the rules of those who read them, every count true, every address one that there is."""

import json
from pathlib import Path
from typing import Any

import pytest
import rdflib
import yaml
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from tests import dcat_ap
from tests.conftest import ROOT, write_small
from tests.dcat_ap import DCAT, DCT, EU, FOAF
from tests.exporting import export
from tests.server import Server
from tipgraph.dataset.build import Build, write_build
from tipgraph.dataset.metadata import DATASET, NAMED_GRAPHS
from tipgraph.export.registry import exports
from tipgraph.export.source import Source, address
from tipgraph.namespaces import BASE, SKOS, VOID

HERE = BASE + "exports/catalogue/dcat#"
OLDEST, NEWEST = "2008-10-15", "2011-08-02"
"""The draft resolution is of 15 October 2008, the background paper of 2 August 2011."""


@pytest.fixture(scope="module")
def dcat(build: Build) -> Store:
    return loaded(export(build, "catalogue/dcat"))


def loaded(turtle: bytes) -> Store:
    store = Store()
    store.extend(parse(turtle, format=RdfFormat.TURTLE))
    return store


def values(store: Store, subject: str, prop: str) -> set[str]:
    return {q.object.value for q in store.quads_for_pattern(NamedNode(subject), NamedNode(prop), None)}  # type: ignore[union-attr]


def files(build: Build) -> dict[str, str]:
    """The addresses of all files of all exports, with their media types."""
    known = exports(Source(build)).values()
    return {address(one.name, form.suffix): form.media_type for one in known for form in one.forms}


# ---- DCAT


def test_it_keeps_the_rules_of_dcat_ap(dcat: Store) -> None:
    assert list(dcat_ap.faults(dcat)) == []
    for kind in ("Catalog", "Dataset", "DatasetSeries", "Distribution", "DataService"):
        assert any(dcat.quads_for_pattern(None, dcat_ap.TYPE, NamedNode(DCAT + kind))), kind


def test_the_rules_are_no_empty_ones() -> None:
    store = loaded(
        f"<x:c> a <{DCAT}Catalog> . <x:d> a <{DCAT}Distribution> ; <{DCT}license> <x:own>, <x:other> .".encode()
    )
    told = "\n".join(dcat_ap.faults(store))
    for expected in (
        f"<x:c> has 0 of {DCT}publisher",
        f"<x:c> has 0 of {DCT}title",
        f"<x:d> has 0 of {DCAT}accessURL",
        f"<x:d> has 2 of {DCT}license",
        f"<x:d> has {DCT}license <x:own>, which is not from licence/",
    ):
        assert expected in told


@pytest.mark.parametrize(
    ("prop", "iri"),
    [
        (DCT + "language", "language/ENG"),
        (DCT + "accrualPeriodicity", "frequency/IRREG"),
        (DCT + "accessRights", "access-right/PUBLIC"),
        (DCAT + "theme", "data-theme/JUST"),
        (DCT + "spatial", "country/AUT"),
    ],
)
def test_its_words_are_those_of_the_union(dcat: Store, prop: str, iri: str) -> None:
    assert EU + iri in values(dcat, DATASET, prop)


def test_every_file_of_the_data_is_a_distribution(build: Build, dcat: Store) -> None:
    kinds = {"text/turtle": "RDF_TURTLE", "application/n-quads": "RDF_N_QUADS", "application/ld+json": "JSON_LD"}
    about = (f"{BASE}exports/catalogue/", f"{BASE}exports/sitemap", f"{BASE}exports/w3id")
    expected = {iri: kind for iri, kind in files(build).items() if not iri.startswith(about)}
    found: dict[str, str] = {}
    for one in values(dcat, DATASET, DCAT + "distribution"):
        (download,) = values(dcat, one, DCAT + "downloadURL")
        (media_type,) = values(dcat, one, DCAT + "mediaType")
        found[download] = media_type.removeprefix("https://www.iana.org/assignments/media-types/")
        (access,) = values(dcat, one, DCAT + "accessURL")
        assert download.startswith(f"{access}.")
        (rights,) = values(dcat, one, DCT + "rights")
        if "/akoma-ntoso/" in download:
            assert values(dcat, one, DCT + "license") == set(), "nothing but the words of the United Nations"
            (label,) = values(dcat, rights, "http://www.w3.org/2000/01/rdf-schema#label")
            assert label.startswith("The words of the documents remain the United Nations'")
        else:
            assert values(dcat, one, DCT + "license") == {EU + "licence/CC_BY_4_0"}
        queried = {HERE + "sparql"} if "/dump." in download or "/canonical." in download else set()
        assert values(dcat, one, DCAT + "accessService") == queried, "the endpoint answers from all of it"
        if found[download] in kinds:
            assert values(dcat, one, DCT + "format") == {f"{EU}file-type/{kinds[found[download]]}"}
    assert found == {iri: kind.partition(";")[0] for iri, kind in expected.items()}
    assert address("dump", "nq") in found


def test_the_version_is_one_of_a_series(build: Build, dcat: Store) -> None:
    (version,) = values(dcat, DATASET, DCAT + "hasCurrentVersion")
    assert build.identity[:16] in version
    assert values(dcat, version, DCAT + "version") == {"0.1.0"}
    assert values(dcat, version, DCAT + "isVersionOf") == {DATASET}
    assert values(dcat, version, DCAT + "inSeries") == {HERE + "series"}
    assert values(dcat, HERE + "catalogue", DCAT + "dataset") == {DATASET, HERE + "series", version}


def test_what_it_says_is_counted(build: Build, dcat: Store) -> None:
    merged = build.triples.read_bytes().splitlines()
    things = {line.split(b" ")[0] for line in merged if line.startswith(f"<{BASE}id/".encode())}
    assert values(dcat, DATASET, VOID + "triples") == {str(len(merged))}
    assert values(dcat, DATASET, VOID + "entities") == {str(len(things))}
    (period,) = values(dcat, DATASET, DCT + "temporal")
    assert (values(dcat, period, DCAT + "startDate"), values(dcat, period, DCAT + "endDate")) == ({OLDEST}, {NEWEST})


def test_its_services_answer(build: Build, server: Server, dcat: Store) -> None:
    endpoints = {iri for name in ("sparql", "oai-pmh") for iri in values(dcat, HERE + name, DCAT + "endpointURL")}
    assert endpoints == {BASE + "sparql", BASE + "oai"}
    told = {iri for name in ("sparql", "oai-pmh") for iri in values(dcat, HERE + name, DCAT + "endpointDescription")}
    pages = values(dcat, HERE + "catalogue", FOAF + "homepage") | values(dcat, DATASET, FOAF + "page")
    parts = values(dcat, DATASET, DCT + "hasPart")
    assert parts == set(build.manifest["graphs"])
    for iri in endpoints | told | pages | parts | {DATASET}:
        assert server.get("/" + iri.removeprefix(BASE)).status == 200, iri
    (publisher,) = values(dcat, DATASET, DCT + "publisher")
    assert server.get("/" + publisher.removeprefix(BASE)).status == 303, "a thing: it leads to what is written about it"


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", ["catalogue/dcat", "catalogue/void"])
def test_each_form_says_the_same(build: Build, name: str) -> None:
    forms = {"turtle": "turtle", "rdfxml": "xml", "jsonld": "json-ld"}
    read = {
        form: set(rdflib.Graph().parse(data=export(build, name, form), format=theirs)) for form, theirs in forms.items()
    }
    assert read["turtle"] == read["rdfxml"] == read["jsonld"] != set()
    assert export(build, name) == export(build, name), "the same bytes each time"


# ---- VoID


def test_links_to_other_datasets_are_counted(build: Build) -> None:
    void = loaded(export(build, "catalogue/void"))
    lines = build.triples.read_text(encoding="utf-8").splitlines()
    for kind, there in (("exactMatch", "http://eurovoc.europa.eu/"), ("closeMatch", "http://www.wikidata.org/entity/")):
        begins, leads = f"<{BASE}id/", f"> <{SKOS}{kind}> <{there}"
        expected = sum(1 for line in lines if line.startswith(begins) and leads in line)
        part = f"{DATASET}#links/skos:{kind}/{there}"
        assert values(void, part, VOID + "triples") == {str(expected)} != {"0"}
        assert values(void, part, VOID + "objectsTarget") == {f"{DATASET}#of/{there}"}


def test_dumps_and_endpoint_are_named(build: Build) -> None:
    void = loaded(export(build, "catalogue/void"))
    assert {address("dump", suffix) for suffix in ("ttl", "nt", "rdf")} <= values(void, DATASET, VOID + "dataDump")
    assert {address("dump", suffix) for suffix in ("nq", "trig")} <= values(void, NAMED_GRAPHS, VOID + "dataDump")
    dumps = values(void, DATASET, VOID + "dataDump") | values(void, NAMED_GRAPHS, VOID + "dataDump")
    assert dumps <= set(files(build))
    assert values(void, DATASET, VOID + "sparqlEndpoint") == {BASE + "sparql"}


def test_each_part_has_its_licence(build: Build) -> None:
    void = loaded(export(build, "catalogue/void"))
    graphs = build.manifest["graphs"]
    for graph in graphs:
        has = (values(void, graph, DCT + "license"), values(void, graph, DCT + "rights"))
        assert bool(has[0]) != bool(has[1]), graph
    assert values(void, BASE + "graph/schemes", DCT + "license") == {"https://creativecommons.org/licenses/by/4.0/"}
    (rights,) = values(void, BASE + "graph/document/wg4-2009-report", DCT + "rights")
    assert "remain the United Nations'" in rights


# ---- schema.org, DataCite, CFF


def test_search_engines_find_what_they_ask_for(build: Build) -> None:
    """https://developers.google.com/search/docs/appearance/structured-data/dataset: required and recommended properties."""
    found = json.loads(export(build, "catalogue/schema-org"))
    assert (found["@context"], found["@type"], found["@id"]) == ("https://schema.org/", "Dataset", DATASET)
    assert 50 <= len(found["description"]) <= 5000
    assert found["temporalCoverage"] == f"{OLDEST}/{NEWEST}"
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {"name", "creator", "url", "identifier", "keywords", "version", "isAccessibleForFree"} <= set(found)
    assert {one["contentUrl"]: one["encodingFormat"] for one in found["distribution"]}.items() <= files(build).items()
    assert found["size"].startswith(f"{build.manifest['triples']} statements")


def test_datacite_has_what_is_mandatory(build: Build) -> None:
    """DataCite Metadata Schema 4: identifier, creator, title, publisher, year of publication, type of resource."""
    found: dict[str, Any] = json.loads(export(build, "catalogue/datacite"))
    assert found["schemaVersion"] == "http://datacite.org/schema/kernel-4"
    assert found["identifiers"] == [{"identifier": DATASET, "identifierType": "URL"}]
    assert [one["name"] for one in found["creators"]] == ["the curators of tipgraph"]
    assert found["titles"][0]["title"].startswith("tipgraph")
    assert found["publisher"] == {"name": "the curators of tipgraph"}
    assert found["publicationYear"].isdigit()
    assert len(found["publicationYear"]) == 4
    assert found["types"]["resourceTypeGeneral"] == "Dataset"
    assert {"date": f"{OLDEST}/{NEWEST}", "dateType": "Coverage"} in found["dates"]
    assert found["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"


def test_the_citation_is_that_of_the_repository(build: Build) -> None:
    written = export(build, "catalogue/citation")
    found = yaml.safe_load(written)
    assert (found["cff-version"], found["type"], found["version"]) == ("1.2.0", "dataset", "0.1.0")
    assert {"message", "title", "authors", "abstract", "license", "url"} <= set(found)
    assert found["authors"] == [{"name": "the curators of tipgraph"}]
    if (ROOT / "CITATION.cff").is_file():
        assert (ROOT / "CITATION.cff").read_bytes() == written, (
            "run: tipgraph export catalogue/citation -o CITATION.cff"
        )


# ---- a record that says little


def test_a_record_without_dates_or_states(tmp_path: Path) -> None:
    built = write_build(write_small(tmp_path / "record"), tmp_path / "built")
    store = loaded(export(built, "catalogue/dcat"))
    assert values(store, DATASET, DCT + "temporal") == set()
    assert values(store, DATASET, VOID + "triples") == {str(built.manifest["triples"])}
    assert "temporalCoverage" not in json.loads(export(built, "catalogue/schema-org"))
    for name in ("catalogue/void", "catalogue/datacite", "catalogue/citation"):
        assert export(built, name)
