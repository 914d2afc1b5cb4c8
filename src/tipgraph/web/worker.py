"""What happens in a worker process: one query, within limits that the process cannot leave.

The fork server imports this module once and loads the dataset; the workers it forks share that memory.
"""

import gc
import io
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from tipgraph.dataset.build import open_build
from tipgraph.dataset.store import open_definitions, open_store
from tipgraph.dataset.terms import Vocabulary, open_terms
from tipgraph.dataset.texts import open_texts
from tipgraph.errors import FileError, TipgraphError
from tipgraph.namespaces import ID, RDFS, SKOS, XSD
from tipgraph.query.dataset import Graphs
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate, fitting, write
from tipgraph.query.table import shorten
from tipgraph.query.volatile import is_volatile
from tipgraph.site.search.index import Index, read_index
from tipgraph.web.negotiate import HTML, NotAcceptable, choose, media_types
from tipgraph.web.sandbox import confine

PRELOAD: Final = "TIPGRAPH_PRELOAD_BUILD"
"""The variable that tells a fork server which build to load: the process that starts it, the version, the directory."""

MOST_CELLS: Final = 20_000
MOST_CHARACTERS: Final = 2_000_000
"""How much a table for a browser holds: the server writes it as a page, and does nothing else meanwhile."""
LONGEST_CELL: Final = 10_000
"""Characters of a term in such a table; the rest of it is left out."""

_STRING: Final = XSD + "string"
_LABELS: Final = (NamedNode(RDFS + "label"), NamedNode(SKOS + "prefLabel"))


class ResultTooLarge(TipgraphError):  # noqa: N818 - what happened
    """An answer grew beyond the limit; ``args`` is (limit in bytes,)."""

    def __str__(self) -> str:
        return f"the answer is larger than {self.args[0]:,} bytes: ask for less, with LIMIT or fewer columns"


@dataclass(frozen=True)
class Reply:
    """An answer as it goes to the client."""

    content: bytes
    media_type: str
    volatile: bool = False
    """Whether the same query may be answered otherwise the next time."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names and values of the headers that belong to this answer."""


@dataclass(frozen=True)
class Cell:
    """A term in a table for a browser."""

    text: str
    iri: str = ""
    """Set for an IRI; the text is then its label, or its short form."""
    language: str = ""
    datatype: str = ""
    """Of a literal that is no plain string: its language, or the IRI of its datatype."""
    links: tuple[tuple[str, str], ...] = ()
    """Set where a page makes links of a plain text: its pieces, each with the address that it leads to or nothing."""


@dataclass(frozen=True)
class Rows:
    """An answer as a table for a browser."""

    columns: list[str]
    rows: list[list[Cell | None]]
    complete: bool
    """Whether these are all the rows."""
    graph: bool = False
    """Whether the rows are the triples of a graph."""
    volatile: bool = False
    """As for :class:`Reply`."""


class _Limited(io.BytesIO):
    """A buffer that refuses to grow beyond a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self._limit:
            raise ResultTooLarge(self._limit)
        return super().write(data)


@dataclass(frozen=True)
class Loaded:
    """A build in memory."""

    dataset: Store
    definitions: Store
    """What it has besides its dataset: the shapes, and the axioms of the check."""
    search: Index
    terms: Vocabulary
    texts: Mapping[str, str]
    """The source texts by the names of their files."""


_loaded: dict[Path, Loaded] = {}


def load(directory: Path, version: str = "") -> Loaded:
    """Return a build, read only the first time: another build may lie in the directory by now."""
    if directory not in _loaded:
        build = open_build(directory)
        if version not in ("", build.version):
            raise replaced(directory)
        stores = open_store(build), open_definitions(build)
        _loaded[directory] = Loaded(*stores, read_index(build), open_terms(build.terms), open_texts(build.texts))
    return _loaded[directory]


def replaced(directory: Path) -> FileError:
    """Return the error that says that a directory holds another build than the one that was found there."""
    return FileError(directory, "another build has taken its place", "the next server process will serve it")


def preload(wanted: str) -> None:
    """Load a build into the fork server; what is wrong with it is one line in the log, and the end of the process.

    Args:
        wanted: As :data:`PRELOAD` says. What was meant for another process's fork server, and inherited, is passed over.
    """
    starter, version, directory = wanted.split(" ", 2)
    if int(starter) != os.getppid():
        return
    try:
        load(Path(directory), version)
        gc.freeze()  # the collector would touch, and so copy, what the workers share
    except Exception as error:  # whatever it is, there is nobody else to say it
        sys.exit(f"the dataset cannot be loaded: {error}")


def start(directory: Path, memory: int, version: str = "") -> None:
    """Make a new process a worker: it has the dataset, so much memory, and can open no file and no connection."""
    load(directory, version).search.open()
    confine(memory)


def serve(connection: Connection, directory: Path, version: str, memory: int) -> None:
    """Be a worker: do what is asked for, one thing after the other, until the server ends or ends this process.

    Args:
        connection: Where calls come from, as (function, arguments), and where (True, value) or (False, error) go.
        directory: The build to ask.
        version: Which build that must be.
        memory: Bytes that this process may take beyond the dataset.
    """
    load(directory, version)
    with Path(os.devnull).open(
        "wb"
    ) as nothing:  # where it runs out of memory, the engine writes what is no line of a log
        os.dup2(nothing.fileno(), 2)
    start(directory, memory, version)
    while True:
        try:
            function, arguments = connection.recv()
            outcome = _outcome(function, directory, arguments)
            try:
                connection.send(outcome)
            except MemoryError:  # nothing has been sent yet: it is put together first
                connection.send((False, MemoryError()))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _outcome(function: Callable[..., object], directory: Path, arguments: tuple[Any, ...]) -> tuple[bool, object]:
    try:
        return True, function(directory, *arguments)
    except TipgraphError as error:
        return False, error
    except MemoryError:
        return False, MemoryError()
    except BaseException as error:  # a panic of the engine is no Exception; the server tells of it
        return False, RuntimeError(f"{error!r}\n{traceback.format_exc()}")


def answer(
    directory: Path, text: str, accept: str | None, limit: int, graphs: Graphs | None = None, page: bool = False
) -> Reply:
    """Answer a query in the form that a client likes best.

    Args:
        directory: The build to ask.
        text: The query.
        accept: The client's Accept header.
        limit: How many bytes the answer may have.
        graphs: The dataset to ask, whatever FROM the query has; its own, or the whole one, otherwise.
        page: Whether a page can be had too.

    Returns:
        The whole answer with its media type; nothing but the media type where a page is liked best.

    Raises:
        tipgraph.errors.TipgraphError: If the query is not SPARQL, may not be asked, cannot be answered, is not
            acceptable in any form, or has too large an answer.
    """
    query = prepare(text)
    forms = media_types(fitting(query))
    offers = [*forms, HTML] if page else list(forms)
    media_type = choose(accept, offers)
    if media_type is None:
        raise NotAcceptable(query.form, offers)
    if media_type == HTML:
        return Reply(b"", HTML, is_volatile(query))
    output = _Limited(limit)
    write(evaluate(load(directory).dataset, query, graphs), forms[media_type], output)
    return Reply(output.getvalue(), media_type, is_volatile(query))


def rows(directory: Path, text: str, most: int, graphs: Graphs | None = None) -> Rows:
    """Answer a query as a table for a browser, IRIs with their labels.

    Args:
        directory: The build to ask.
        text: The query.
        most: How many rows to return at most.
        graphs: As for :func:`answer`.

    Returns:
        The table, as far as a page holds it; for CONSTRUCT and DESCRIBE the triples.

    Raises:
        tipgraph.errors.TipgraphError: As :func:`answer`.
    """
    return table(load(directory).dataset, text, most, graphs)


def table(store: Store, text: str, most: int, graphs: Graphs | None = None) -> Rows:
    """Answer a query as :func:`rows`, from a dataset at hand."""
    query = prepare(text)
    found, volatile = evaluate(store, query, graphs), is_volatile(query)
    if isinstance(found, QueryBoolean):
        return Rows(["answer"], [[Cell("yes" if found else "no")]], complete=True, volatile=volatile)
    if isinstance(found, QueryTriples):
        triples = sorted(set(found), key=str)
        columns = ["subject", "predicate", "object"]
        terms: Iterable[Iterable[object]] = ((t.subject, t.predicate, t.object) for t in triples)
        return Rows(columns, *_table(store, 3, terms, most), graph=True, volatile=volatile)
    assert isinstance(found, QuerySolutions)
    columns = [variable.value for variable in found.variables]
    return Rows(columns, *_table(store, len(columns), found, most), volatile=volatile)


def _table(
    store: Store, columns: int, found: Iterable[Iterable[object]], most: int
) -> tuple[list[list[Cell | None]], bool]:
    """Return as many rows as a page holds, one at least, and whether these are all."""
    table: list[list[Cell | None]] = []
    longest = min(LONGEST_CELL, MOST_CHARACTERS // max(columns, 1))  # so that the first row is never too much
    characters = 0
    for terms in found:
        if len(table) == most or (table and (len(table) + 1) * columns > MOST_CELLS):
            return table, False
        row = [_cell(store, term, longest) for term in terms]
        characters += sum(len(cell.text) + len(cell.iri) for cell in row if cell)
        if table and characters > MOST_CHARACTERS:
            return table, False
        table.append(row)
    return table, True


def _cell(store: Store, term: object, longest: int) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return Cell(_cut(label(store, term), longest), term.value if len(term.value) <= longest else "")
    if not isinstance(term, Literal):
        return Cell(_cut(str(term), longest))
    datatype = "" if term.language or term.datatype.value == _STRING else term.datatype.value
    return Cell(_cut(term.value, longest), "", term.language or "", datatype[:longest])


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def label(store: Store, node: NamedNode) -> str:
    """Return what a thing is called, or the short form of its IRI."""
    if node.value.startswith(ID):
        for predicate in _LABELS:
            for quad in store.quads_for_pattern(node, predicate, None):
                if isinstance(quad.object, Literal):
                    return quad.object.value
    return shorten(node.value)


if os.environ.get(PRELOAD):
    preload(os.environ[PRELOAD])
