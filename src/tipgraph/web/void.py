"""The dataset's own description (VoID), where harvesters look for it: ``/.well-known/void``."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, current_app, render_template
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from tipgraph.dataset.build import DESCRIPTION
from tipgraph.dataset.metadata import DATASET, NAMED_GRAPHS
from tipgraph.namespaces import GRAPH, RDF, RDFS, VOID
from tipgraph.web import dumps, links, parameters
from tipgraph.web.addresses import public
from tipgraph.web.documents import Fact, document, english, graph_of
from tipgraph.web.services import services

blueprint = Blueprint("void", __name__)

_PRIMARY_TOPIC: Final = "http://xmlns.com/foaf/0.1/primaryTopic"
_SHOWN: Final = ("triples", "entities", "distinctSubjects", "distinctObjects", "properties", "classes")


@blueprint.get("/.well-known/void")
def description() -> Response:
    """Describe the dataset: what it is, how large its parts are, where it can be asked and had as a whole."""
    endpoint = public("sparql.endpoint")
    accept = parameters.of_address().accept
    response = document("the description of the dataset", ("void", endpoint), accept, describe, _page)
    response.headers.extend(links.of_dataset(services(current_app).build.identity))
    return response


def describe() -> list[Triple]:
    """Return what the build says of the dataset, and beside it what only a server can say: where it answers."""
    return built() + list(graph_of(_access()))


def built() -> list[Triple]:
    """Return what the build says of the dataset, its counts included."""
    lines = bytes(dumps.content(DESCRIPTION))
    return [Triple(q.subject, q.predicate, q.object) for q in parse(lines, format=RdfFormat.N_TRIPLES)]


def _access() -> Iterator[Fact]:
    here = public("void.description")
    yield here, RDF + "type", NamedNode(VOID + "DatasetDescription")
    yield here, RDFS + "label", english("VoID description of tipgraph")
    yield here, _PRIMARY_TOPIC, NamedNode(DATASET)
    for part, view in ((DATASET, "dumps.triples"), (NAMED_GRAPHS, "dumps.quads")):
        yield part, VOID + "sparqlEndpoint", NamedNode(public("sparql.endpoint"))
        yield part, VOID + "dataDump", NamedNode(public(view))


def _page() -> str:
    """Show the figures of the dataset and of each named graph."""
    values: dict[str, dict[str, str]] = {}
    for triple in built():
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            values.setdefault(triple.subject.value, {})[triple.predicate.value] = triple.object.value
    graphs = services(current_app).build.manifest["graphs"]
    rows = [(iri, values[iri][RDFS + "label"], [int(values[iri][VOID + name]) for name in _SHOWN]) for iri in graphs]
    whole = [int(values[DATASET][VOID + name]) for name in _SHOWN]
    endpoint = public("sparql.endpoint")
    return render_template("void.html", columns=_SHOWN, whole=whole, rows=rows, space=GRAPH, endpoint=endpoint)
