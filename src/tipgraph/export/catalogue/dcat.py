"""The dataset for catalogues of open data: DCAT 3, as its application profile for data portals in Europe wants it.

Sources: Data Catalog Vocabulary 3 (https://www.w3.org/TR/vocab-dcat-3/), DCAT-AP 3.0
(https://semiceu.github.io/DCAT-AP/releases/3.0.0/).
"""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.dataset.metadata import DATASET, LICENSE
from tipgraph.export.catalogue import dataset as about
from tipgraph.export.catalogue.dataset import Dataset, Fact, describe, distributed, statements
from tipgraph.export.graphs import forms
from tipgraph.export.registry import Export, Form, exports
from tipgraph.export.source import EXPORTS as ADDRESS
from tipgraph.export.source import Source, address
from tipgraph.namespaces import BASE, DCAT, DCTERMS, OWL, RDF, RDFS, SKOS, VOID, XSD

NAME: Final = "catalogue/dcat"
_HERE: Final = address(NAME) + "#"
CATALOGUE: Final = _HERE + "catalogue"
SERIES: Final = _HERE + "series"
_CONTACT: Final = _HERE + "contact"
_RIGHTS: Final = _HERE + "rights"
_QUOTED: Final = _HERE + "rights-of-the-words"
_PERIOD: Final = _HERE + "period"

EU: Final = "http://publications.europa.eu/resource/authority/"
"""The controlled vocabularies of the European Union."""
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_ADMS: Final = "http://www.w3.org/ns/adms#"
_DCATAP: Final = "http://data.europa.eu/r5r/"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_VCARD: Final = "http://www.w3.org/2006/vcard/ns#"

_FILE_TYPES: Final = {
    "application/gzip": "GZIP",
    "application/json": "JSON",
    "application/ld+json": "JSON_LD",
    "application/n-quads": "RDF_N_QUADS",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "RDF_TRIG",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/xml": "XML",
    "application/zip": "ZIP",
    "text/csv": "CSV",
    "text/html": "HTML",
    "text/xml": "XML",
    "text/plain": "TXT",
    "text/turtle": "RDF_TURTLE",
}
_THEMES: Final = {"JUST": "Justice, legal system and public safety", "INTR": "International issues"}
_STATUTES: Final = {
    "language": (EU + "language/ENG", DCTERMS + "LinguisticSystem"),
    "frequency": (EU + "frequency/IRREG", DCTERMS + "Frequency"),
    "access": (EU + "access-right/PUBLIC", DCTERMS + "RightsStatement"),
    "licence": (EU + "licence/CC_BY_4_0", DCTERMS + "LicenseDocument"),
}
_LANGUAGE, _FREQUENCY, _ACCESS, _LICENCE = (NamedNode(iri) for iri, _ in _STATUTES.values())


def catalogue(source: Source) -> set[Triple]:
    """Describe the catalogue, the series, the dataset and its version, their distributions and the services.

    Args:
        source: The build.

    Returns:
        The description. Every export that holds data is a distribution, in each of its forms; of those that lie written
        beside it, the size and the hash are told. In a release, the distributions of the version are those of the
        release, which stay as they are; those of the dataset are always the newest.
    """
    said = describe(source)
    version, newest = _version(said, source), Source(source.build)
    files = [(export, form) for export in distributed(exports(source)) for form in export.forms]
    facts = [*_catalogue(said, version), *_dataset(said, version, source), *_services(), *_shared(said)]
    for export, form in files:
        held = source.address(export.name, form.suffix)
        facts += [*_distribution(source, export, form)]
        facts.append((version, DCAT + "distribution", NamedNode(_part(held))))
        latest = newest.address(export.name, form.suffix)
        if latest != held:
            facts += _distribution(newest, export, form)
        facts.append((DATASET, DCAT + "distribution", NamedNode(_part(latest))))
    return statements(facts)


def _catalogue(said: Dataset, version: str) -> Iterator[Fact]:
    yield CATALOGUE, RDF + "type", NamedNode(DCAT + "Catalog")
    yield CATALOGUE, DCTERMS + "title", _english("The catalogue of tipgraph")
    yield CATALOGUE, DCTERMS + "description", _english(f"The dataset that tipgraph publishes. {said.description}")
    yield CATALOGUE, _FOAF + "homepage", NamedNode(BASE)
    yield BASE, RDF + "type", NamedNode(_FOAF + "Document")
    yield CATALOGUE, DCTERMS + "license", _LICENCE
    yield CATALOGUE, DCAT + "themeTaxonomy", NamedNode(EU + "data-theme")
    yield EU + "data-theme", RDF + "type", NamedNode(SKOS + "ConceptScheme")
    yield EU + "data-theme", DCTERMS + "title", _english("Data theme")
    for one in (DATASET, SERIES, version):
        yield CATALOGUE, DCAT + "dataset", NamedNode(one)
    for name in ("sparql", "oai-pmh"):
        yield CATALOGUE, DCAT + "service", NamedNode(_HERE + name)
    yield from _common(CATALOGUE, said)
    yield SERIES, RDF + "type", NamedNode(DCAT + "DatasetSeries")
    yield SERIES, DCTERMS + "title", _english("tipgraph, version by version")
    yield (
        SERIES,
        DCTERMS + "description",
        _english("The versions of the dataset of tipgraph, each as it was published."),
    )
    yield SERIES, DCTERMS + "accrualPeriodicity", _FREQUENCY
    yield from _common(SERIES, said)


def _dataset(said: Dataset, version: str, source: Source) -> Iterator[Fact]:
    """Describe the dataset, which is always the newest, and this version of it."""
    yield DATASET, VOID + "triples", _number(said.triples)
    yield DATASET, VOID + "entities", _number(said.entities)
    yield DATASET, DCAT + "hasVersion", NamedNode(version)
    yield DATASET, DCAT + "hasCurrentVersion", NamedNode(version)
    yield version, DCAT + "isVersionOf", NamedNode(DATASET)
    yield version, DCAT + "inSeries", NamedNode(SERIES)
    if source.edition:
        yield version, DCTERMS + "issued", _day(source.edition.date)
        if previous := source.edition.previous:
            yield version, DCAT + "previousVersion", NamedNode(previous)
            yield version, DCAT + "prev", NamedNode(previous)
            yield previous, RDF + "type", NamedNode(DCAT + "Dataset")
    for one, title in ((DATASET, said.title), (version, f"{said.title}, version {said.version}")):
        yield one, RDF + "type", NamedNode(DCAT + "Dataset")
        yield one, DCTERMS + "title", _english(title)
        yield one, DCTERMS + "description", _english(said.description)
        yield one, DCTERMS + "identifier", Literal(one)
        yield one, DCTERMS + "accrualPeriodicity", _FREQUENCY
        yield one, DCTERMS + "accessRights", _ACCESS
        yield one, DCAT + "version", Literal(said.version)
        yield one, DCAT + "landingPage", NamedNode(BASE)
        yield one, _FOAF + "page", NamedNode(about.ABOUT)
        for keyword in about.KEYWORDS:
            yield one, DCAT + "keyword", _english(keyword)
        for theme in _THEMES:
            yield one, DCAT + "theme", NamedNode(f"{EU}data-theme/{theme}")
        for graph in source.build.manifest["graphs"]:
            if one == DATASET:
                yield one, DCTERMS + "hasPart", NamedNode(graph)
        yield from _common(one, said)


def _common(iri: str, said: Dataset) -> Iterator[Fact]:
    """Say what is true of the catalogue, the series, the dataset and its version alike."""
    yield iri, DCTERMS + "publisher", NamedNode(about.PUBLISHER)
    yield iri, DCTERMS + "language", _LANGUAGE
    yield iri, DCAT + "contactPoint", NamedNode(_CONTACT)
    for code in said.countries:
        yield iri, DCTERMS + "spatial", NamedNode(f"{EU}country/{code}")
    if said.first:
        yield iri, DCTERMS + "temporal", NamedNode(_PERIOD)
    if said.released:
        yield iri, DCTERMS + "modified", _day(said.released)


def _distribution(source: Source, export: Export, form: Form) -> Iterator[Fact]:
    """Describe a file that an export gives."""
    download = source.address(export.name, form.suffix)
    iri, media_type = _part(download), form.media_type.partition(";")[0]
    file_type = _FILE_TYPES.get(media_type) or _FILE_TYPES.get(f"application/{media_type.rpartition('+')[2]}")
    yield iri, RDF + "type", NamedNode(DCAT + "Distribution")
    yield iri, DCTERMS + "title", _english(f"{export.title}: {form.name}")
    yield iri, DCTERMS + "description", _english(export.says)
    yield iri, DCAT + "accessURL", NamedNode(download if source.edition else address(export.name))
    yield iri, DCAT + "downloadURL", NamedNode(download)
    yield iri, DCAT + "mediaType", NamedNode(_IANA + media_type)
    yield _IANA + media_type, RDF + "type", NamedNode(DCTERMS + "MediaType")
    if file_type:
        yield iri, DCTERMS + "format", NamedNode(f"{EU}file-type/{file_type}")
        yield f"{EU}file-type/{file_type}", RDF + "type", NamedNode(DCTERMS + "MediaTypeOrExtent")
    yield iri, DCTERMS + "language", _LANGUAGE
    if not export.is_quoted:
        yield iri, DCTERMS + "license", _LICENCE
    yield iri, DCTERMS + "rights", NamedNode(_QUOTED if export.is_quoted else _RIGHTS)
    yield iri, _DCATAP + "availability", NamedNode(EU + "planned-availability/STABLE")
    yield iri, _ADMS + "status", NamedNode(EU + "distribution-status/COMPLETED")
    if form.is_selective and not source.edition:
        yield iri, DCAT + "accessService", NamedNode(_HERE + "sparql")
    if written := source.written.get(f"{export.name}.{form.suffix}"):
        checksum = f"{iri}-checksum"
        yield iri, DCAT + "byteSize", Literal(str(written.size), datatype=NamedNode(XSD + "nonNegativeInteger"))
        yield iri, _SPDX + "checksum", NamedNode(checksum)
        yield checksum, RDF + "type", NamedNode(_SPDX + "Checksum")
        yield checksum, _SPDX + "algorithm", NamedNode(_SPDX + "checksumAlgorithm_sha256")
        yield checksum, _SPDX + "checksumValue", Literal(written.sha256, datatype=NamedNode(XSD + "hexBinary"))


def _services() -> Iterator[Fact]:
    for name, endpoint, told, title, standard in (
        (
            "sparql",
            about.SPARQL,
            BASE + "sparql",
            "SPARQL endpoint of tipgraph",
            "https://www.w3.org/TR/sparql11-protocol/",
        ),
        (
            "oai-pmh",
            about.OAI,
            f"{about.OAI}?verb=Identify",
            "tipgraph for harvesters (OAI-PMH 2.0)",
            "http://www.openarchives.org/OAI/openarchivesprotocol.html",
        ),
    ):
        iri = _HERE + name
        yield iri, RDF + "type", NamedNode(DCAT + "DataService")
        yield iri, DCTERMS + "title", _english(title)
        yield iri, DCAT + "endpointURL", NamedNode(endpoint)
        yield iri, DCAT + "endpointDescription", NamedNode(told)
        yield iri, DCAT + "servesDataset", NamedNode(DATASET)
        yield iri, DCTERMS + "conformsTo", NamedNode(standard)
        yield standard, RDF + "type", NamedNode(DCTERMS + "Standard")
        yield iri, DCTERMS + "publisher", NamedNode(about.PUBLISHER)
        yield iri, DCAT + "contactPoint", NamedNode(_CONTACT)
        yield iri, DCTERMS + "accessRights", _ACCESS
        yield iri, DCTERMS + "license", _LICENCE


def _shared(said: Dataset) -> Iterator[Fact]:
    """Describe what the others refer to, so that the ranges of the profile can be told without a second request."""
    for iri, kind in _STATUTES.values():
        yield iri, RDF + "type", NamedNode(kind)
    yield _LICENCE.value, OWL + "sameAs", NamedNode(LICENSE)
    for theme, label in _THEMES.items():
        yield f"{EU}data-theme/{theme}", RDF + "type", NamedNode(SKOS + "Concept")
        yield f"{EU}data-theme/{theme}", SKOS + "prefLabel", _english(label)
        yield f"{EU}data-theme/{theme}", SKOS + "inScheme", NamedNode(EU + "data-theme")
    for code in said.countries:
        yield f"{EU}country/{code}", RDF + "type", NamedNode(DCTERMS + "Location")
    for iri in (EU + "planned-availability/STABLE", EU + "distribution-status/COMPLETED"):
        yield iri, RDF + "type", NamedNode(SKOS + "Concept")
        yield iri, SKOS + "prefLabel", _english(iri.rpartition("/")[2].lower())
    yield about.ABOUT, RDF + "type", NamedNode(_FOAF + "Document")
    yield about.PUBLISHER, RDF + "type", NamedNode(_FOAF + "Agent")
    yield about.PUBLISHER, _FOAF + "name", _english(about.PUBLISHER_NAME)
    yield _CONTACT, RDF + "type", NamedNode(_VCARD + "Kind")
    yield _CONTACT, _VCARD + "fn", _english(about.PUBLISHER_NAME)
    yield _CONTACT, _VCARD + "hasURL", NamedNode(about.ABOUT)
    yield _RIGHTS, RDF + "type", NamedNode(DCTERMS + "RightsStatement")
    yield _RIGHTS, RDFS + "label", _english(said.rights)
    yield _QUOTED, RDF + "type", NamedNode(DCTERMS + "RightsStatement")
    yield _QUOTED, RDFS + "label", _english(about.WORDS)
    if said.first:
        yield _PERIOD, RDF + "type", NamedNode(DCTERMS + "PeriodOfTime")
        yield _PERIOD, DCAT + "startDate", _day(said.first)
        yield _PERIOD, DCAT + "endDate", _day(said.last)


def _version(said: Dataset, source: Source) -> str:
    """Name this version: the release where there is one, else after its number and its content, equal for equal data."""
    return source.edition.iri if source.edition else f"{_HERE}version/{said.version}/{said.identity[:16]}"


def _part(download: str) -> str:
    """Name the distribution that is downloaded from an address."""
    return f"{_HERE}distribution/{download.removeprefix(ADDRESS).removeprefix(BASE)}"


def _english(words: str) -> Literal:
    return Literal(words, language="en")


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=NamedNode(XSD + "integer"))


def _day(day: str) -> Literal:
    return Literal(day, datatype=NamedNode(XSD + "date"))


EXPORTS: Final = (
    Export(
        NAME,
        "The record for data catalogues",
        "DCAT 3 and DCAT-AP 3: the dataset, its version, each file it can be had as, its services; for open data portals.",
        forms(catalogue),
        holds_data=False,
    ),
)
