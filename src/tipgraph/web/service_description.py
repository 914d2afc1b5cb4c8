"""What the endpoint says of itself (SPARQL 1.1 Service Description): forms, features, dataset, limits, and its siblings."""

from collections.abc import Iterator, Mapping
from typing import Final

from flask import Response, current_app
from pyoxigraph import Literal, NamedNode

from tipgraph import __version__
from tipgraph.dataset.metadata import DATASET
from tipgraph.namespaces import DCAT, DCTERMS, GRAPH, RDF, RDFS, SCHEMA, VOID, XSD
from tipgraph.query.formats import GRAPHS, TABLES
from tipgraph.web.addresses import public
from tipgraph.web.documents import SD, Fact, document, english, graph_of, number
from tipgraph.web.pool import MOMENT, ResultLimitExceeded, Unavailable
from tipgraph.web.problems import status_of
from tipgraph.web.services import Services, services
from tipgraph.web.settings import Settings

CASTS: Final = tuple(
    XSD + name
    for name in (
        *("date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
        *("duration", "dayTimeDuration", "yearMonthDuration"),
    )
)
"""Casts that the engine offers beyond those of SPARQL 1.1 (Query Language, section 17.5)."""

_SPECIFICATION: Final = "https://www.w3.org/TR/"
_UNIT_CODES: Final = {"seconds": "SEC", "megabytes": "4L", "kilobytes": "2P", "": "C62"}
"""UN/CEFACT common codes of units (Recommendation 20), which schema:unitCode asks for."""

_TOO_MUCH: Final = status_of(Unavailable)
_TOO_LARGE: Final = status_of(ResultLimitExceeded)
"""What a query that goes beyond its limits, and one whose answer does, is answered with."""

Limit = tuple[str, float, str, str]


def answer(accept: str | None) -> Response:
    """Answer with the description of the service.

    Args:
        accept: What the client accepts.

    Returns:
        The response.

    Raises:
        tipgraph.web.negotiate.NotAcceptable: If the client accepts no form of RDF.
    """
    endpoint, store, void = public("sparql.endpoint"), public("graph_store.indirect"), public("void.description")
    found = services(current_app)
    return document(
        "the description of the service",
        ("service", endpoint),
        accept,
        lambda: graph_of(describe(found, endpoint, store, void)),
    )


def describe(found: Services, endpoint: str, store: str, void: str) -> Iterator[Fact]:
    """Describe the service.

    Args:
        found: The build and the settings.
        endpoint: The address that answers queries.
        store: The address of the Graph Store Protocol.
        void: The address of the dataset's description.

    Returns:
        The facts: each is true of this server as it runs.
    """
    service = endpoint + "#service"
    graphs: Mapping[str, int] = found.build.manifest["graphs"]
    yield from _service(service, endpoint, void)
    yield from _dataset(service, endpoint, graphs, found.build.manifest["triples"])
    yield from _limits(service, endpoint, found.settings)
    yield from _graph_store(store, void)


def _service(service: str, endpoint: str, void: str) -> Iterator[Fact]:
    yield service, RDF + "type", NamedNode(SD + "Service")
    yield service, RDF + "type", NamedNode(DCAT + "DataService")
    yield service, RDFS + "label", english("SPARQL endpoint of tipgraph")
    yield (
        service,
        RDFS + "comment",
        english(
            "Queries only: the data change in the files of the record. SERVICE is refused. The prefixes of the record "
            "need no declaration, and a relative IRI is that of a thing."
        ),
    )
    yield service, SD + "endpoint", NamedNode(endpoint)
    yield service, DCAT + "endpointURL", NamedNode(endpoint)
    yield service, DCAT + "servesDataset", NamedNode(DATASET)
    yield service, DCTERMS + "conformsTo", NamedNode(_SPECIFICATION + "sparql11-protocol/")
    yield service, DCAT + "version", Literal(__version__)
    yield service, RDFS + "seeAlso", NamedNode(void)
    yield service, SD + "supportedLanguage", NamedNode(SD + "SPARQL11Query")
    yield service, SD + "feature", NamedNode(SD + "UnionDefaultGraph")
    yield service, SD + "defaultEntailmentRegime", NamedNode("http://www.w3.org/ns/entailment/Simple")
    for form in (*TABLES, *GRAPHS):
        yield service, SD + "resultFormat", NamedNode(form.iri)
        yield form.iri, RDF + "type", NamedNode("http://www.w3.org/ns/formats/Format")
        yield form.iri, "http://www.w3.org/ns/formats/media_type", Literal(form.media_type)
    for function in CASTS:
        yield service, SD + "extensionFunction", NamedNode(function)
        yield function, RDF + "type", NamedNode(SD + "Function")


def _dataset(service: str, endpoint: str, graphs: Mapping[str, int], triples: int) -> Iterator[Fact]:
    """Describe the dataset; its default graph is what VoID calls the dataset, and each graph a subset of it."""
    dataset, available = endpoint + "#dataset", endpoint + "#graphs"
    yield service, SD + "defaultDataset", NamedNode(dataset)
    yield service, SD + "availableGraphs", NamedNode(available)
    yield dataset, RDF + "type", NamedNode(SD + "Dataset")
    yield available, RDF + "type", NamedNode(SD + "GraphCollection")
    yield dataset, SD + "defaultGraph", NamedNode(DATASET)
    yield DATASET, RDF + "type", NamedNode(SD + "Graph")
    yield DATASET, RDF + "type", NamedNode(VOID + "Dataset")
    yield DATASET, VOID + "triples", number(triples)
    for iri, size in graphs.items():
        named = f"{endpoint}#{iri.removeprefix(GRAPH)}"
        yield dataset, SD + "namedGraph", NamedNode(named)
        yield available, SD + "namedGraph", NamedNode(named)
        yield named, RDF + "type", NamedNode(SD + "NamedGraph")
        yield named, SD + "name", NamedNode(iri)
        yield named, SD + "graph", NamedNode(iri)
        yield iri, RDF + "type", NamedNode(SD + "Graph")
        yield iri, RDF + "type", NamedNode(VOID + "Dataset")
        yield iri, VOID + "triples", number(size)


def limits(settings: Settings) -> list[Limit]:
    """Return the limits that a client meets: name of the setting, its value, its unit, what it means."""
    return [
        ("timeout", settings.timeout, "seconds", f"time a query may take; beyond it {_TOO_MUCH}"),
        ("memory", settings.memory, "megabytes", f"memory a query may take beyond the dataset; beyond it {_TOO_MUCH}"),
        ("result", settings.result, "megabytes", f"size of an answer; beyond it {_TOO_LARGE}, never a part of it"),
        ("request", settings.request, "kilobytes", "size of a request; beyond it 413"),
        ("workers", settings.workers, "", "queries answered at a time, not counting slow ones"),
        (
            "slow",
            settings.slow,
            "",
            f"slow queries answered beside them: those that take longer than {MOMENT:g} seconds",
        ),
        ("queue", settings.queue, "", f"queries that may wait for their turn; beyond it {_TOO_MUCH} with Retry-After"),
        (
            "rate",
            settings.rate,
            "",
            "requests of a client in a minute; beyond it 429 with Retry-After; 0 for any number",
        ),
    ]


def _limits(service: str, endpoint: str, settings: Settings) -> Iterator[Fact]:
    """State the limits as schema.org's properties with a value and a unit: no vocabulary has words for each of them."""
    for name, value, unit, words in limits(settings):
        limit = f"{endpoint}#limit-{name}"
        yield service, SCHEMA + "additionalProperty", NamedNode(limit)
        yield limit, RDF + "type", NamedNode(SCHEMA + "PropertyValue")
        yield limit, SCHEMA + "propertyID", Literal(name)
        yield limit, SCHEMA + "name", english(words)
        yield limit, SCHEMA + "value", number(value)
        yield limit, SCHEMA + "unitCode", Literal(_UNIT_CODES[unit])
        if unit:
            yield limit, SCHEMA + "unitText", Literal(unit)


def _graph_store(store: str, void: str) -> Iterator[Fact]:
    service = store + "#service"
    yield service, RDF + "type", NamedNode(DCAT + "DataService")
    yield service, RDFS + "label", english("Graph store of tipgraph, read only: whole graphs by their IRIs")
    yield service, DCAT + "endpointURL", NamedNode(store)
    yield service, DCAT + "servesDataset", NamedNode(DATASET)
    yield service, DCTERMS + "conformsTo", NamedNode(_SPECIFICATION + "sparql11-http-rdf-update/")
    yield service, RDFS + "seeAlso", NamedNode(void)
