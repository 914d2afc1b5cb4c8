"""The forms in which an answer can be given."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

_W3C: Final = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True)
class Format:
    """A form of an answer."""

    name: str
    """Its name on the command line and in ``?format=``."""
    media_type: str
    suffix: str
    engine: QueryResultsFormat | RdfFormat
    iri: str
    """What the W3C calls it (https://www.w3.org/ns/formats/); a description of the service names it so."""


TABLES: Final = (
    Format("json", "application/sparql-results+json", "srj", QueryResultsFormat.JSON, _W3C + "SPARQL_Results_JSON"),
    Format("xml", "application/sparql-results+xml", "srx", QueryResultsFormat.XML, _W3C + "SPARQL_Results_XML"),
    Format("csv", "text/csv", "csv", QueryResultsFormat.CSV, _W3C + "SPARQL_Results_CSV"),
    Format("tsv", "text/tab-separated-values", "tsv", QueryResultsFormat.TSV, _W3C + "SPARQL_Results_TSV"),
)
"""For SELECT and ASK; the first is given where nothing is asked for."""

GRAPHS: Final = (
    Format("turtle", "text/turtle", "ttl", RdfFormat.TURTLE, _W3C + "Turtle"),
    Format("ntriples", "application/n-triples", "nt", RdfFormat.N_TRIPLES, _W3C + "N-Triples"),
    Format("rdfxml", "application/rdf+xml", "rdf", RdfFormat.RDF_XML, _W3C + "RDF_XML"),
    Format("jsonld", "application/ld+json", "jsonld", RdfFormat.JSON_LD, _W3C + "JSON-LD"),
)
"""For CONSTRUCT and DESCRIBE; the first is given where nothing is asked for."""


def named(name: str) -> Format | None:
    """Return the form of a name, if there is one."""
    return next((found for found in (*TABLES, *GRAPHS) if found.name == name), None)
