"""The dataset as VoID: how large it is and its parts are, where it leads to, and where it is to be had."""

from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from tipgraph.dataset.metadata import DATASET, NAMED_GRAPHS
from tipgraph.export.catalogue import dataset as about
from tipgraph.export.catalogue.dataset import Fact, statements
from tipgraph.export.graphs import forms
from tipgraph.export.registry import Export, exports
from tipgraph.export.source import Source, address
from tipgraph.namespaces import BASE, RDF, RDFS, VOID

NAME: Final = "catalogue/void"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FEATURES: Final = {
    "application/ld+json": "JSON-LD",
    "application/n-quads": "N-Quads",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "text/turtle": "Turtle",
}
_OF_GRAPHS: Final = frozenset({"application/n-quads", "application/trig"})


def description(source: Source) -> set[Triple]:
    """Return what the build has counted, linksets included, with the addresses of the dumps and of the endpoint."""
    counted = {
        Triple(q.subject, q.predicate, q.object)
        for q in parse(path=source.build.description, format=RdfFormat.N_TRIPLES)
    }
    here = address(NAME)
    facts: list[Fact] = [
        (here, RDF + "type", NamedNode(VOID + "DatasetDescription")),
        (here, RDFS + "label", Literal("VoID description of tipgraph", language="en")),
        (here, "http://xmlns.com/foaf/0.1/primaryTopic", NamedNode(DATASET)),
        (DATASET, "http://xmlns.com/foaf/0.1/homepage", NamedNode(BASE)),
        *((part, VOID + "sparqlEndpoint", NamedNode(about.SPARQL)) for part in (DATASET, NAMED_GRAPHS)),
    ]
    for form in exports(source)["dump"].forms:
        part = NAMED_GRAPHS if form.media_type in _OF_GRAPHS else DATASET
        facts.append((part, VOID + "dataDump", NamedNode(source.address("dump", form.suffix))))
        if feature := _FEATURES.get(form.media_type):
            facts.append((part, VOID + "feature", NamedNode(_FORMATS + feature)))
    return counted | statements(facts)


EXPORTS: Final = (
    Export(
        NAME,
        "The record for linked data",
        "VoID: counts by graph, class and property, linksets to other datasets, dumps and endpoint; for who asks in SPARQL.",
        forms(description),
        holds_data=False,
    ),
)
