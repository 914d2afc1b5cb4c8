"""What happens in a worker process: one query, within limits that the process cannot leave.

The fork server imports this module once and loads the dataset; the workers it forks share that memory.
"""

import io
import os
import resource
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from tipgraph.dataset.build import open_build
from tipgraph.dataset.store import open_store
from tipgraph.errors import TipgraphError
from tipgraph.namespaces import ID, RDFS, SKOS
from tipgraph.query.formats import GRAPHS, TABLES, Format
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate, fitting, write
from tipgraph.query.table import shorten
from tipgraph.web.negotiate import choose

PRELOAD: Final = "TIPGRAPH_PRELOAD_BUILD"
"""The variable that tells the fork server which build to load."""

ALIASES: Final = {
    "application/json": ("json", "jsonld"),
    "application/xml": ("xml", "rdfxml"),
    "text/xml": ("xml",),
}
"""Media types that clients ask for by a general name, and the forms that answer to it."""

_LABELS: Final = (NamedNode(RDFS + "label"), NamedNode(SKOS + "prefLabel"))


class NotAcceptable(TipgraphError):  # noqa: N818 - the name HTTP has for it
    """A client accepts no form in which its query can be answered; ``args`` is (form of the query, media types)."""

    def __str__(self) -> str:
        form, offered = self.args
        return f"{form} is answered in one of {', '.join(offered)}: name one of them in the Accept header"


class ResultTooLarge(TipgraphError):  # noqa: N818 - what happened
    """An answer grew beyond the limit; ``args`` is (limit in bytes,)."""

    def __str__(self) -> str:
        return f"the answer is larger than {self.args[0]:,} bytes: ask for less, with LIMIT or fewer columns"


@dataclass(frozen=True)
class Reply:
    """An answer as it goes to the client."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Cell:
    """A term in a table for a browser."""

    text: str
    iri: str = ""
    """Set for an IRI; the text is then its label, or its short form."""


@dataclass(frozen=True)
class Rows:
    """An answer as a table for a browser."""

    columns: list[str]
    rows: list[list[Cell | None]]
    complete: bool
    """Whether these are all the rows."""
    graph: bool = False
    """Whether the rows are the triples of a graph."""


class _Limited(io.BytesIO):
    """A buffer that refuses to grow beyond a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self._limit:
            raise ResultTooLarge(self._limit)
        return super().write(data)


_loaded: dict[Path, Store] = {}


def _load(directory: Path) -> Store:
    if directory not in _loaded:
        _loaded[directory] = open_store(open_build(directory))
    return _loaded[directory]


def start(directory: Path, memory: int) -> None:
    """Make a new process a worker: it has the dataset, so much memory, and can open no file and no connection."""
    _load(directory)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    _take_every_descriptor()


def _take_every_descriptor() -> None:
    """Leave no file descriptor for a socket: the second wall, behind the refusal of SERVICE."""
    last = os.open(os.devnull, os.O_RDONLY)
    resource.setrlimit(resource.RLIMIT_NOFILE, (last + 1, last + 1))
    with suppress(OSError):
        while True:  # whatever number below the limit is still free
            os.dup(last)


def _address_space() -> int:
    """Return how many bytes of address space this process has taken."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def answer(directory: Path, text: str, accept: str | None, limit: int) -> Reply:
    """Answer a query in the form that a client likes best.

    Args:
        directory: The build to ask.
        text: The query.
        accept: The client's Accept header.
        limit: How many bytes the answer may have.

    Returns:
        The whole answer with its media type.

    Raises:
        tipgraph.errors.TipgraphError: If the query is not SPARQL, may not be asked, cannot be answered, is not
            acceptable in any form, or has too large an answer.
    """
    query = prepare(text)
    offers = media_types(fitting(query))
    media_type = choose(accept, list(offers))
    if media_type is None:
        raise NotAcceptable(query.form, list(offers))
    output = _Limited(limit)
    write(evaluate(_load(directory), query), offers[media_type], output)
    return Reply(output.getvalue(), media_type)


def media_types(forms: tuple[Format, ...]) -> dict[str, Format]:
    """Return every media type under which forms can be had, the favourite first."""
    offers = {form.media_type: form for form in forms}
    names = {form.name: form for form in forms}
    offers.update((alias, names[name]) for alias, answering in ALIASES.items() for name in answering if name in names)
    return offers


def rows(directory: Path, text: str, most: int) -> Rows:
    """Answer a query as a table for a browser, IRIs with their labels.

    Args:
        directory: The build to ask.
        text: The query.
        most: How many rows to return at most.

    Returns:
        The table; for CONSTRUCT and DESCRIBE the triples.

    Raises:
        tipgraph.errors.TipgraphError: As :func:`answer`.
    """
    store = _load(directory)
    found = evaluate(store, prepare(text))
    if isinstance(found, QueryBoolean):
        return Rows(["answer"], [[Cell("yes" if found else "no")]], complete=True)
    table: list[list[Cell | None]] = []
    if isinstance(found, QueryTriples):
        triples = sorted(set(found), key=str)
        table = [[_cell(store, term) for term in (t.subject, t.predicate, t.object)] for t in triples[:most]]
        return Rows(["subject", "predicate", "object"], table, len(triples) <= most, graph=True)
    assert isinstance(found, QuerySolutions)
    columns = [variable.value for variable in found.variables]
    for solution in found:
        if len(table) == most:
            return Rows(columns, table, complete=False)
        table.append([_cell(store, term) for term in solution])
    return Rows(columns, table, complete=True)


def _cell(store: Store, term: object) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return Cell(label(store, term), term.value)
    return Cell(term.value if isinstance(term, Literal) else str(term))


def label(store: Store, node: NamedNode) -> str:
    """Return what a thing is called, or the short form of its IRI."""
    if node.value.startswith(ID):
        for predicate in _LABELS:
            for quad in store.quads_for_pattern(node, predicate, None):
                if isinstance(quad.object, Literal):
                    return quad.object.value
    return shorten(node.value)


ALL_MEDIA_TYPES: Final = tuple(media_types(TABLES)) + tuple(media_types(GRAPHS))

if os.environ.get(PRELOAD):
    _load(Path(os.environ[PRELOAD]))
