"""A build: the dataset written once, with the hashes that tell whether it is whole and whether it is still true."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from tipgraph import __version__
from tipgraph.dataset.assemble import Assembled, assemble
from tipgraph.dataset.load import METADATA, definitions, load_files, sources
from tipgraph.dataset.terms import collect_terms, write_terms
from tipgraph.dataset.texts import read_texts, text_files, write_texts
from tipgraph.dataset.version import version_of
from tipgraph.dataset.void import describe_counts
from tipgraph.errors import FileError
from tipgraph.files import sha256_of, write_bytes_atomic
from tipgraph.folders import staged
from tipgraph.record import Record

ENVIRONMENT: Final = "TIPGRAPH_BUILD"
QUADS: Final = "dataset.nq"
TRIPLES: Final = "merged.nt"
DESCRIPTION: Final = "void.nt"
DEFINITIONS: Final = "definitions.nq"
SEARCH: Final = "search.sqlite"
TERMS: Final = "terms.json"
TEXTS: Final = "texts.json"
OUTPUTS: Final = frozenset({QUADS, TRIPLES, DESCRIPTION, DEFINITIONS, SEARCH, TERMS, TEXTS})
MANIFEST: Final = "manifest.json"
_REBUILD: Final = "run 'tipgraph build'"


Graphs = Mapping[str, frozenset[Triple]]


class BuildOutputError(FileError):
    """The directory of a build cannot be written."""


@dataclass(frozen=True)
class Build:
    """A build directory that was found whole."""

    directory: Path
    manifest: dict[str, Any]

    @property
    def quads(self) -> Path:
        """The named graphs, sorted N-Quads."""
        return self.directory / QUADS

    @property
    def triples(self) -> Path:
        """The default graph, sorted N-Triples."""
        return self.directory / TRIPLES

    @property
    def description(self) -> Path:
        """What the dataset says of itself, and how large its parts are (VoID), sorted N-Triples."""
        return self.directory / DESCRIPTION

    @property
    def definitions(self) -> Path:
        """The shapes and the axioms of the consistency check, which are no part of the dataset: sorted N-Quads."""
        return self.directory / DEFINITIONS

    @property
    def search(self) -> Path:
        """The search index, an SQLite database."""
        return self.directory / SEARCH

    @property
    def terms(self) -> Path:
        """The terms that a query can speak of, counted: JSON."""
        return self.directory / TERMS

    @property
    def texts(self) -> Path:
        """The source texts, character for character: a JSON object, file name to text."""
        return self.directory / TEXTS

    @property
    def identity(self) -> str:
        """The SHA-256 of the dump of the named graphs: equal for equal data."""
        found: str = self.manifest["outputs"][QUADS]
        return found

    @property
    def version(self) -> str:
        """A digest of all files of the build: what is served may change though the dataset does not."""
        return version_of(self.manifest["outputs"])

    def is_of(self, record: Record) -> bool:
        """Say whether the record's files, and the program, are still those that the build was made from."""
        return bool(self.manifest["inputs"] == inputs(record) and self.manifest["program"] == program())


def default_directory(record: Record) -> Path:
    """Return where a record's build goes unless something else is said.

    Args:
        record: The record.

    Returns:
        What the setting ``TIPGRAPH_BUILD`` names, else ``build/dataset`` in a checkout, else a folder in the user's
        cache, since an installed package cannot be written to.
    """
    if os.environ.get(ENVIRONMENT):
        return Path(os.environ[ENVIRONMENT])
    if (record.root / "pyproject.toml").is_file():
        return record.root / "build" / "dataset"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "tipgraph" / sha256(str(record.root.resolve()).encode()).hexdigest()[:12]


def inputs(record: Record) -> dict[str, str]:
    """Return the SHA-256 of every file that goes into the build, by its path within the record."""
    files = [source.path for source in sources(record) + definitions(record)] + text_files(record)
    return {path.relative_to(record.root).as_posix(): sha256_of(path) for path in files}


def program() -> dict[str, str]:
    """Return the version of tipgraph and the SHA-256 of the code and the rules that make a build of the files."""
    here = Path(__file__).parent
    files = sorted(p for p in here.rglob("*") if p.suffix in {".py", ".rq"})
    digest = sha256()
    for path in files:
        digest.update(f"{path.relative_to(here).as_posix()} {sha256_of(path)}\n".encode())
    return {"version": __version__, "sha256": digest.hexdigest()}


def open_build(directory: Path) -> Build:
    """Open a build directory, if it is whole.

    Args:
        directory: A folder that :func:`write_build` wrote.

    Returns:
        The build; its files have the hashes that its manifest names.

    Raises:
        tipgraph.errors.FileError: If there is no build, or only a part of one, or a file in it was changed.
    """
    manifest = directory / MANIFEST
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))
        outputs = found["outputs"]
        complete = {"inputs", "program", "graphs"} <= set(found) and set(outputs) == OUTPUTS
    except FileNotFoundError:
        raise FileError(directory, "there is no build, or it was never finished", _REBUILD) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise FileError(manifest, "this is not the manifest of a build", _REBUILD) from None
    if not complete:
        raise FileError(manifest, "this is not the manifest of a build of this version", _REBUILD)
    for name, expected in outputs.items():
        path = directory / name
        if not path.is_file() or sha256_of(path) != expected:
            raise FileError(path, "this is not the file that the build's manifest describes", _REBUILD)
    return Build(directory, found)


def write_build(record: Record, directory: Path) -> Build:
    """Build a record's dataset into a directory.

    The files are written to a folder beside it, which takes its place when all is on the disk.

    Args:
        record: The record.
        directory: Where the build goes; a build that lies there is replaced, anything else is not.

    Returns:
        The new build. The same record gives the same bytes.

    Raises:
        BuildOutputError: If the directory cannot be written.
        tipgraph.errors.FileError: If it holds something else than a build.
        tipgraph.errors.TipgraphError: As :func:`~tipgraph.dataset.assemble.assemble` does.
    """
    _refuse_other_folders(directory)
    described = {"inputs": inputs(record), "program": program()}
    assembled = assemble(record)
    texts = read_texts(record, assembled)
    return write_assembled(assembled, load_files(definitions(record)), directory, described, texts)


def write_assembled(
    assembled: Assembled,
    defined: Graphs,
    directory: Path,
    described: dict[str, Any],
    texts: Mapping[str, str] | None = None,
) -> Build:
    """Write a dataset that is assembled already; as :func:`write_build`.

    Args:
        assembled: The dataset.
        defined: What says how the data should be, and is no part of them; by the IRI it is published as.
        directory: Where the build goes.
        described: What it was made from: ``inputs`` and ``program`` of the manifest.
        texts: The source texts by the names of their files.
    """
    _refuse_other_folders(directory)
    with staged(directory, BuildOutputError, "name a folder that can be written to with --output") as stage:
        _write_files(assembled, defined, stage, described, texts or {})
    return open_build(directory)


def ensure_build(record: Record, directory: Path) -> Build:
    """Open a build that is whole and up to date, making it where it is not; as :func:`write_build`."""
    return _up_to_date(record, directory) or write_build(record, directory)


def _up_to_date(record: Record, directory: Path) -> Build | None:
    with suppress(FileError):
        build = open_build(directory)
        if build.is_of(record):
            return build
    return None


@contextmanager
def current_build(record: Record) -> Iterator[Build]:
    """Open the build of a record where it is whole and up to date; else make one that is gone when the block ends.

    What lies in the place of the record's build is left as it is: a server may be showing it.
    """
    if build := _up_to_date(record, default_directory(record)):
        yield build
        return
    with tempfile.TemporaryDirectory(prefix="tipgraph-") as folder:
        yield write_build(record, Path(folder) / "dataset")


def _refuse_other_folders(directory: Path) -> None:
    """Refuse to replace what is neither empty nor a build."""
    if directory.exists() and not (
        directory.is_dir() and {p.name for p in directory.iterdir()} <= OUTPUTS | {MANIFEST}
    ):
        raise FileError(directory, "this is not a build of tipgraph's", "name a new folder, or an earlier build")


def _write_files(
    assembled: Assembled, defined: Graphs, folder: Path, described: dict[str, Any], texts: Mapping[str, str]
) -> None:
    """Write the dumps, the search index, the terms and the texts, and the manifest last: a folder without one is no build."""
    from tipgraph.dataset.search.write import write_index  # noqa: PLC0415 - only needed where a build is written

    outputs = {QUADS: _quad_lines(assembled.graphs), TRIPLES: _triple_lines(assembled.merged)}
    counts = describe_counts(outputs[QUADS], outputs[TRIPLES])
    outputs[DESCRIPTION] = _triple_lines(assembled.graphs[METADATA] | counts)
    outputs[DEFINITIONS] = _quad_lines(defined)
    outputs[SEARCH] = write_index(assembled.merged)
    sizes = {iri: len(graph) for iri, graph in sorted(assembled.graphs.items())}
    outputs[TERMS] = write_terms(collect_terms(assembled.merged, sizes, frozenset().union(*defined.values())))
    outputs[TEXTS] = write_texts(texts)
    for name, content in outputs.items():
        write_bytes_atomic(folder / name, content)
    manifest = {
        **described,
        "outputs": {name: sha256(content).hexdigest() for name, content in outputs.items()},
        "graphs": sizes,
        "quads": sum(sizes.values()),
        "triples": len(assembled.merged),
    }
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    write_bytes_atomic(folder / MANIFEST, text.encode("utf-8"))


def _quad_lines(graphs: Graphs) -> bytes:
    """Write the named graphs, graph by graph, the lines of each sorted."""
    return b"".join(
        _sorted_lines(
            serialize((Quad(t.subject, t.predicate, t.object, NamedNode(iri)) for t in graph), format=RdfFormat.N_QUADS)
        )
        for iri, graph in sorted(graphs.items())
    )


def _triple_lines(triples: Iterable[Triple]) -> bytes:
    return _sorted_lines(serialize(triples, format=RdfFormat.N_TRIPLES))


def _sorted_lines(written: bytes | None) -> bytes:
    # Split at line feeds only: other line ends stand unescaped within literals.
    lines = sorted((written or b"").split(b"\n"))
    return b"".join(line + b"\n" for line in lines if line)
