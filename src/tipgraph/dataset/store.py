"""A build in the engine: named graphs, and their merge as the default graph."""

from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from tipgraph.dataset.assemble import Assembled, assemble
from tipgraph.dataset.build import Build, BuildOutputError, default_directory, ensure_build
from tipgraph.record import Record


def open_store(build: Build) -> Store:
    """Load a build into memory.

    Args:
        build: A build that was found whole.

    Returns:
        A store whose default graph is the merge of its named graphs, stored as such: a query over it counts a fact
        once, however many sources state it.
    """
    store = Store()
    # Parsed apart, for the engine's own loader gives blank nodes new names, others for each file.
    store.bulk_extend(parse(path=build.quads, format=RdfFormat.N_QUADS, lenient=True))
    store.bulk_extend(parse(path=build.triples, format=RdfFormat.N_TRIPLES, lenient=True))
    return store


def open_definitions(build: Build) -> Store:
    """Load the shapes and the axioms of the consistency check; as :func:`open_store` does with the dataset."""
    store = Store()
    quads = list(parse(path=build.definitions, format=RdfFormat.N_QUADS, lenient=True))
    store.bulk_extend(quads)
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def open_record(record: Record, directory: Path | None = None) -> Store:
    """Load a record, from its build where that is whole and up to date.

    Args:
        record: The record.
        directory: Where its build lies or goes; :func:`~tipgraph.dataset.build.default_directory` otherwise.

    Returns:
        As :func:`open_store`. A record whose build cannot be written is worked out in memory.

    Raises:
        tipgraph.errors.TipgraphError: If the record cannot be read.
    """
    place = directory or default_directory(record)
    try:
        return open_store(ensure_build(record, place))
    except BuildOutputError:
        return fill_store(assemble(record))


def fill_store(assembled: Assembled) -> Store:
    """Put an assembled dataset into the engine; as :func:`open_store`."""
    store = Store()
    for iri, graph in assembled.graphs.items():
        name = NamedNode(iri)
        store.bulk_extend(Quad(t.subject, t.predicate, t.object, name) for t in graph)
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in assembled.merged)
    return store
