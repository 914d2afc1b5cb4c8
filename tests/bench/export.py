"""One writer in a process of its own: ``python -m tests.bench.export BUILD WRITER FORM FILE [LINES]``.

It loads what it needs, prints a line, waits for one, writes, and prints the seconds that took; so the process that
started it can look at its memory before and meanwhile. Writers: ``tipgraph``; ``engine``, pyoxigraph's own dump of its
store; ``rdflib``, of the first LINES of the build's file.
"""

import itertools
import sys
import time
from collections.abc import Callable
from pathlib import Path


def of_tipgraph(folder: Path, form: str, file: Path, _: int) -> Callable[[], None]:
    """An export; its name stands before a slash, if it is not the dump."""
    from tipgraph.dataset.build import open_build
    from tipgraph.export.registry import exports
    from tipgraph.export.source import Selection, Source

    source = Source(open_build(folder))
    name, named = form.split("/") if "/" in form else ("dump", form)
    chosen = exports(source)[name].form(named)

    def write() -> None:
        with file.open("wb") as out:
            chosen.write(source, out, Selection())

    return write


def of_engine(folder: Path, form: str, file: Path, _: int) -> Callable[[], None]:
    """What the engine writes of a store that is loaded."""
    from pyoxigraph import DefaultGraph, RdfFormat, Store

    from tipgraph.dataset.build import QUADS, TRIPLES

    store, written = Store(), RdfFormat.from_extension(form)
    assert written is not None
    graphs = written.supports_datasets
    store.bulk_load(path=folder / (QUADS if graphs else TRIPLES), lenient=True)
    return lambda: store.dump(file, written, from_graph=None if graphs else DefaultGraph())


def of_rdflib(folder: Path, form: str, file: Path, lines: int) -> Callable[[], None]:
    """What rdflib writes of a part that is loaded."""
    import rdflib

    from tests.read_back import rdflib_dataset
    from tipgraph.dataset.build import QUADS

    with (folder / QUADS).open("rb") as stream:
        read = rdflib_dataset(b"".join(itertools.islice(stream, lines)), "nquads")
    merged = rdflib.Graph()
    for s, p, o, _graph in read.quads():
        merged.add((s, p, o))
    chosen = read if form in ("nquads", "trig", "json-ld") else merged
    return lambda: file.write_bytes(chosen.serialize(format=form, encoding="utf-8")) and None


def main(folder: str, writer: str, form: str, file: str, lines: str = "0") -> None:
    write = globals()[f"of_{writer}"](Path(folder), form, Path(file), int(lines))
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    write()
    print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
