"""Graphs as bytes, always the same for the same graph, and readable again as what they were."""

from collections.abc import Iterable, Mapping
from typing import BinaryIO, Final, cast

from pyoxigraph import RdfFormat, Triple, serialize

from tipgraph.namespaces import PREFIXES
from tipgraph.turtle import write_turtle

_REFERENCE: Final = b"&#xD;"
_FURTHER: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
CATALOGUE_PREFIXES: Final = {**PREFIXES, **_FURTHER}
"""Those of the record, and those that descriptions for catalogues use."""


def write_graph(triples: Iterable[Triple], form: RdfFormat, prefixes: dict[str, str], base: str) -> bytes:
    """Write a graph.

    Args:
        triples: The graph, in any order.
        form: A form of RDF for a single graph.
        prefixes: Those that may be used.
        base: What Turtle writes IRIs relative to.

    Returns:
        The same bytes for the same triples.
    """
    if form == RdfFormat.TURTLE:
        return write_turtle(triples, prefixes=prefixes, base=base).encode("utf-8")
    written = serialize(sorted(triples, key=str), format=form, prefixes=dict(prefixes)) or b""
    return written.replace(b"\r", _REFERENCE) if form == RdfFormat.RDF_XML else written


def write_rdfxml(triples: Iterable[Triple], out: BinaryIO, prefixes: Mapping[str, str]) -> None:
    """Write RDF/XML as the triples come."""
    serialize(triples, referring(out), format=RdfFormat.RDF_XML, prefixes=dict(prefixes))


def referring(out: BinaryIO) -> BinaryIO:
    """Return a stream for XML that writes carriage returns as references: parsers read bare ones as line feeds (XML, 2.11)."""
    return cast(BinaryIO, _Referring(out))


class _Referring:
    """A stream as the engine needs it, which writes carriage returns as they are."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, content: bytes) -> int:
        self._out.write(content.replace(b"\r", _REFERENCE))
        return len(content)

    def flush(self) -> None:
        self._out.flush()
