"""A dataset as sorted lines of N-Quads on the disk: two of them are compared by reading both once."""

import gzip
import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from tipgraph.changes.blanks import has_blank, named, skolem
from tipgraph.dataset.build import MANIFEST, open_build
from tipgraph.errors import FileError, UsageError

_CHUNK: Final = 100_000
"""Statements that are sorted in memory at a time."""
RELEASE: Final = "release.json"
DUMP: Final = Path("exports/dump.nq")
"""Within a release: the whole dataset."""


class Statements:
    """The statements of a dataset, each once, sorted by subject; they lie in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[str]:
        """Give the lines of N-Quads, without their line ends."""
        with self._path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield line[:-1]

    def by_subject(self) -> Iterator[tuple[str, list[str]]]:
        """Give each subject, as N-Quads writes it, with its lines."""
        for subject, lines in groupby(self, key=subject_of):
            yield subject, list(lines)


def subject_of(line: str) -> str:
    """Return the subject of a line of N-Quads."""
    return line[: line.index(" ")]


@contextmanager
def sorted_statements(place: Path | None, *, skolemized: bool = False) -> Iterator[Statements]:
    """Sort the statements of a dataset; memory does not grow with them, those with blank nodes excepted.

    Args:
        place: A build, a release, or a file of RDF, which may be compressed by gzip; None for an empty dataset.
        skolemized: Whether blank nodes have IRIs instead of names.

    Yields:
        The statements, until the block ends. Blank nodes have names that equal structures share.

    Raises:
        tipgraph.errors.FileError: If there is nothing of the kind, or it cannot be read as RDF.
    """
    with tempfile.TemporaryDirectory(prefix="tipgraph-") as folder:
        sorted_file = Path(folder) / "sorted.nq"
        chunks = _chunks(_lines(place, skolemized=skolemized) if place else (), Path(folder))
        with sorted_file.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(f"{line}\n" for line, _ in groupby(heapq.merge(*chunks)))
        yield Statements(sorted_file)


def dump_of(place: Path) -> Path:
    """Return the file that holds a dataset's statements: of a build, of a release, or the file itself."""
    if (place / RELEASE).is_file():
        return place / DUMP
    if (place / MANIFEST).is_file():
        return open_build(place).quads
    if place.is_dir():
        raise FileError(place, "this is neither a build nor a release", "name one, or a file of RDF")
    if not place.is_file():
        raise FileError(place, "there is no such file", "name a build, a release, or a file of RDF")
    return place


def _lines(place: Path, *, skolemized: bool) -> Iterator[str]:
    aside: list[Quad] = []
    for quad in _read(dump_of(place)):
        line = line_of(quad)
        if "_:" in line and has_blank(quad):
            aside.append(quad)
        else:
            yield line
    for quad in named(aside):
        yield line_of(_skolemized(quad) if skolemized else quad)


def refuse_unlike(old: Statements, new: Statements) -> None:
    """Refuse to compare a dataset of named graphs with one that has none: every statement would differ.

    Raises:
        tipgraph.errors.UsageError: If the statements of one stand in named graphs, and those of the other in none.
    """
    kinds = [_is_named(next(iter(one), "")) for one in (old, new)]
    if set(kinds) == {True, False}:
        which, other = ("first", "second") if kinds[0] else ("second", "first")
        raise UsageError(
            f"the {which} has its statements in named graphs and the {other} has none: compare two dumps of one kind, "
            "such as 'tipgraph export dump --format ntriples' writes of the merged dataset"
        )


def _is_named(line: str) -> bool | None:
    """Say whether a statement stands in a named graph; nothing of an empty dataset."""
    return any(isinstance(quad.graph_name, NamedNode) for quad in quads_of([line])) if line else None


def line_of(quad: Quad) -> str:
    """Write a statement as a line of N-Quads."""
    return f"{quad} ."


def quads_of(lines: Iterable[str]) -> Iterator[Quad]:
    """Read lines of N-Quads."""
    return parse("\n".join(lines).encode(), format=RdfFormat.N_QUADS, lenient=True)


def _skolemized(quad: Quad) -> Quad:
    def iri(term: object) -> object:
        return skolem(term.value) if isinstance(term, BlankNode) else term

    return Quad(iri(quad.subject), quad.predicate, iri(quad.object), iri(quad.graph_name))  # type: ignore[arg-type]


def _read(path: Path) -> Iterator[Quad]:
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    form = RdfFormat.from_extension(plain.suffix[1:])
    if form is None:
        raise FileError(
            path, "the end of its name is that of no form of RDF", "name a file such as dump.nq or dump.ttl"
        )
    base = NamedNode(path.resolve().as_uri()).value
    try:
        with gzip.open(path) if path != plain else path.open("rb") as stream:
            yield from parse(stream, format=form, base_iri=base, lenient=True)  # type: ignore[arg-type]
    except (SyntaxError, EOFError, gzip.BadGzipFile) as error:
        raise FileError(path, f"cannot be read as RDF ({error})", "mend it, or fetch it again") from error
    except OSError as error:
        raise FileError(path, f"cannot be read ({error.strerror})", "see to its permissions") from error


def _chunks(lines: Iterable[str], folder: Path) -> list[Iterator[str]]:
    """Sort lines by chunks, all but the last of which go to the disk."""
    chunks: list[Iterator[str]] = []
    chunk: list[str] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == _CHUNK:
            path = folder / f"{len(chunks)}.nq"
            path.write_text("".join(f"{line}\n" for line in sorted(chunk)), encoding="utf-8", newline="\n")
            chunks.append(iter(Statements(path)))
            chunk.clear()
    return [*chunks, iter(sorted(chunk))]
