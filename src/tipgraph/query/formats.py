"""The forms in which an answer can be given."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True)
class Format:
    """A form of an answer."""

    name: str
    """Its name on the command line and in ``?format=``."""
    media_type: str
    suffix: str
    engine: QueryResultsFormat | RdfFormat


TABLES: Final = (
    Format("json", "application/sparql-results+json", "srj", QueryResultsFormat.JSON),
    Format("xml", "application/sparql-results+xml", "srx", QueryResultsFormat.XML),
    Format("csv", "text/csv", "csv", QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", "tsv", QueryResultsFormat.TSV),
)
"""For SELECT and ASK; the first is given where nothing is asked for."""

GRAPHS: Final = (
    Format("turtle", "text/turtle", "ttl", RdfFormat.TURTLE),
    Format("ntriples", "application/n-triples", "nt", RdfFormat.N_TRIPLES),
    Format("rdfxml", "application/rdf+xml", "rdf", RdfFormat.RDF_XML),
    Format("jsonld", "application/ld+json", "jsonld", RdfFormat.JSON_LD),
)
"""For CONSTRUCT and DESCRIBE; the first is given where nothing is asked for."""


def named(name: str) -> Format | None:
    """Return the form of a name, if there is one."""
    return next((found for found in (*TABLES, *GRAPHS) if found.name == name), None)
