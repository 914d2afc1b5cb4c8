"""Reading the record's Turtle files, each into the named graph of its source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from tipgraph.errors import FileError
from tipgraph.namespaces import BASE, GRAPH
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle

ONTOLOGY: Final = GRAPH + "ontology"
ALIGNMENTS: Final = GRAPH + "alignments"
SCHEMES: Final = GRAPH + "schemes"
DOCUMENT: Final = GRAPH + "document/"
CURATED: Final = GRAPH + "curated/"
INFERRED: Final = GRAPH + "inferred"
METADATA: Final = GRAPH + "metadata"
SHAPES: Final = BASE + "shapes"
CHECKS: Final = BASE + "checks/"


@dataclass(frozen=True)
class Source:
    """One file of the record and the named graph its triples go to."""

    path: Path
    graph: str


def sources(record: Record) -> list[Source]:
    """List the Turtle files of a record that make up the dataset.

    Args:
        record: Where they lie.

    Returns:
        The ontology's files, the schemes, the extracted documents and the curated files, each sorted by name. Several
        files may share a graph, as the schemes do.

    Raises:
        tipgraph.errors.FileError: If the ontology, the extracted documents or the curated files are missing altogether.
    """
    ontology = [Source(p, ALIGNMENTS if p.stem == "alignments" else ONTOLOGY) for p in _turtle(record.ontology)]
    schemes = [Source(p, SCHEMES) for p in _turtle(record.schemes)]
    extracted = [Source(p, DOCUMENT + p.stem) for p in _turtle(record.extracted)]
    curated = [Source(p, CURATED + p.stem) for p in _turtle(record.curated)]
    for folder, found, way_out in (
        (record.ontology, ontology, "restore the ontology"),
        (record.extracted, extracted, "run 'tipgraph extract'"),
        (record.curated, curated, "restore the curated files"),
    ):
        if not found:
            raise FileError(folder, "no Turtle file lies here", way_out)
    return ontology + schemes + extracted + curated


def definitions(record: Record) -> list[Source]:
    """List the Turtle files that say what the data should be, and are no data themselves.

    Args:
        record: Where they lie.

    Returns:
        The shapes, and the axioms of the consistency check, each with the IRI of the document that it is published as.
    """
    shapes = [Source(p, SHAPES) for p in _turtle(record.shapes)]
    return shapes + [Source(p, CHECKS + p.stem) for p in _turtle(record.ontology / "checks")]


def _turtle(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ttl"))


def load_graphs(record: Record) -> dict[str, frozenset[Triple]]:
    """Read every file of a record; as :func:`load_files` does with :func:`sources`."""
    return load_files(sources(record))


def load_files(files: Iterable[Source]) -> dict[str, frozenset[Triple]]:
    """Read files of a record.

    Args:
        files: What :func:`sources` or :func:`definitions` lists.

    Returns:
        The IRI of each named graph with its triples. Blank nodes, which only the ontology and the shapes may have, are
        named after the graph's canonical form, so that every run gives them the same names.

    Raises:
        tipgraph.errors.TipgraphError: As :func:`parse_turtle` does.
    """
    graphs: dict[str, list[Triple]] = {}
    for source in files:
        graphs.setdefault(source.graph, []).extend(parse_turtle(source.path))
    return {iri: frozenset(_name_blank_nodes(iri, triples)) for iri, triples in graphs.items()}


def _name_blank_nodes(graph: str, triples: list[Triple]) -> Iterator[Triple]:
    """Give blank nodes names that depend on nothing but the graph they are in."""
    if not any(isinstance(term, BlankNode) for t in triples for term in (t.subject, t.object)):
        yield from triples
        return
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    stem = graph.removeprefix(GRAPH).removeprefix(BASE).replace("/", "-")

    def named(term: NamedNode | BlankNode | Literal | Triple) -> NamedNode | BlankNode | Literal | Triple:
        return BlankNode(f"{stem}-{term.value}") if isinstance(term, BlankNode) else term

    for quad in dataset:
        yield Triple(named(quad.subject), quad.predicate, named(quad.object))  # type: ignore[arg-type]
