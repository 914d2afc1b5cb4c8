"""The whole dataset, a graph of it, or the answer of a query, in each form of RDF, written as it is read."""

import re
import shutil
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, RdfFormat, Triple, parse, serialize

from tipgraph.errors import FileError, UsageError
from tipgraph.export.context import context_of
from tipgraph.export.jsonld import write_jsonld
from tipgraph.export.registry import Export, Form
from tipgraph.export.source import Selection, Source
from tipgraph.namespaces import PREFIXES
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate
from tipgraph.serialization import write_rdfxml

_STEP: Final = 10_000
"""Statements between two reports of progress."""
_CHUNK: Final = 1 << 20
"""Bytes that are copied at a time."""

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 has no way to write."""


def quads(source: Source, selection: Selection) -> Iterator[Quad]:
    """Give what is wanted of the named graphs.

    Args:
        source: The build.
        selection: All graphs, or one; of a query the triples of its answer, in the default graph.

    Returns:
        The quads in the order of the build's own file: by graph, subject, property, object.

    Raises:
        tipgraph.errors.UsageError: If there is no such graph, or the query does not make a graph.
    """
    if selection.query:
        return (Quad(t.subject, t.predicate, t.object) for t in _answer(source, selection.query))
    if selection.graph and selection.graph not in source.build.manifest["graphs"]:
        known = ", ".join(f"<{graph}>" for graph in source.build.manifest["graphs"])
        raise UsageError(f"there is no graph <{selection.graph}> in this build: name one of {known}")
    read = parse(path=source.build.quads, format=RdfFormat.N_QUADS, lenient=True)
    counted = _counted(read, source.build.manifest["quads"], selection)
    if not selection.graph:
        return counted
    wanted = NamedNode(selection.graph)
    return (quad for quad in counted if quad.graph_name == wanted)


def triples(source: Source, selection: Selection) -> Iterator[Triple]:
    """Give what is wanted as one graph: the merge of all, each triple once; otherwise as :func:`quads`."""
    if selection.query or selection.graph:
        return (quad.triple for quad in quads(source, selection))
    read = parse(path=source.build.triples, format=RdfFormat.N_TRIPLES, lenient=True)
    return (quad.triple for quad in _counted(read, source.build.manifest["triples"], selection))


def _answer(source: Source, text: str) -> Iterable[Triple]:
    found = evaluate(source.store, prepare(text))
    if not isinstance(found, QueryTriples):
        raise UsageError("a query whose answer is exported makes a graph: begin it with CONSTRUCT or DESCRIBE")
    return sorted(found, key=str)


def _counted(found: Iterable[Quad], total: int, selection: Selection) -> Iterator[Quad]:
    for number, quad in enumerate(found):
        if number % _STEP == 0:
            selection.progress(number, total)
        yield quad
    selection.progress(total, total)


def _write_triples(source: Source, out: BinaryIO, selection: Selection, *, form: RdfFormat) -> None:
    serialize(triples(source, selection), out, format=form, prefixes=PREFIXES)


def _write_xml(source: Source, out: BinaryIO, selection: Selection) -> None:
    write_rdfxml((_sayable(triple) for triple in triples(source, selection)), out, PREFIXES)


def _sayable(triple: Triple) -> Triple:
    if isinstance(triple.object, Literal) and (found := _NOT_XML.search(triple.object.value)):
        raise UsageError(
            f"XML cannot hold the character U+{ord(found[0]):04X}, which a text of {triple.subject} has: ask for turtle"
        )
    return triple


def _write_quads(source: Source, out: BinaryIO, selection: Selection, *, form: RdfFormat) -> None:
    serialize(quads(source, selection), out, format=form, prefixes=PREFIXES)


def _write_jsonld(source: Source, out: BinaryIO, selection: Selection) -> None:
    write_jsonld(quads(source, selection), out, context_of(source.build))


def _write_lines(source: Source, out: BinaryIO, selection: Selection, *, form: RdfFormat) -> None:
    """Write N-Quads or N-Triples: of all the very bytes of the build, which need not be read to be the same."""
    is_quads = form.supports_datasets
    if selection.graph or selection.query:
        (_write_quads if is_quads else _write_triples)(source, out, selection, form=form)
        return
    _copy(source.build.quads if is_quads else source.build.triples, out)
    total = source.build.manifest["quads" if is_quads else "triples"]
    selection.progress(total, total)


def _copy(path: Path, out: BinaryIO) -> None:
    try:
        opened = path.open("rb")
    except OSError as error:
        raise FileError(path, f"cannot be read ({error.strerror})", "run 'tipgraph build'") from error
    with opened:
        shutil.copyfileobj(opened, out, _CHUNK)


def _form(name: str, suffix: str, media_type: str, form: RdfFormat) -> Form:
    is_lines = form in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES)
    write = _write_lines if is_lines else _write_quads if form.supports_datasets else _write_triples
    return Form(name, suffix, media_type, partial(write, form=form), is_selective=True)


EXPORTS: Final = (
    Export(
        "dump",
        "The whole dataset",
        "Every statement: with the graph that it stands in, or merged, each once, in forms that know no graphs.",
        (
            _form("nquads", "nq", "application/n-quads", RdfFormat.N_QUADS),
            _form("trig", "trig", "application/trig", RdfFormat.TRIG),
            _form("ntriples", "nt", "application/n-triples", RdfFormat.N_TRIPLES),
            _form("turtle", "ttl", "text/turtle", RdfFormat.TURTLE),
            Form("jsonld", "jsonld", "application/ld+json", _write_jsonld, is_selective=True),
            Form("rdfxml", "rdf", "application/rdf+xml", _write_xml, is_selective=True),
        ),
    ),
)
