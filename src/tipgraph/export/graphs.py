"""Exports that are a small graph, in the forms of RDF that harvesters read."""

from collections.abc import Callable, Set
from functools import partial
from typing import BinaryIO

from pyoxigraph import RdfFormat, Triple

from tipgraph.export.registry import Form
from tipgraph.export.source import Selection, Source
from tipgraph.namespaces import BASE
from tipgraph.serialization import CATALOGUE_PREFIXES, write_graph

Make = Callable[[Source], Set[Triple]]


def forms(make: Make) -> tuple[Form, ...]:
    """Return the forms of a graph that a function makes of a build: Turtle, JSON-LD, RDF/XML."""
    return (
        Form("turtle", "ttl", "text/turtle", partial(_write, make=make, form=RdfFormat.TURTLE)),
        Form("jsonld", "jsonld", "application/ld+json", partial(_write, make=make, form=RdfFormat.JSON_LD)),
        Form("rdfxml", "rdf", "application/rdf+xml", partial(_write, make=make, form=RdfFormat.RDF_XML)),
    )


def _write(source: Source, out: BinaryIO, selection: Selection, *, make: Make, form: RdfFormat) -> None:
    del selection  # such a graph is always whole
    out.write(write_graph(make(source), form, CATALOGUE_PREFIXES, BASE))
