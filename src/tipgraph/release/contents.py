"""The files of a release."""

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tipgraph.changes.compare import changes
from tipgraph.changes.names import names_of
from tipgraph.changes.report import Told, as_json
from tipgraph.changes.statements import RELEASE, sorted_statements
from tipgraph.changes.words import told
from tipgraph.export.everything import write_files
from tipgraph.export.registry import exports
from tipgraph.export.source import Edition, Progress, Source, silent
from tipgraph.files import sha256_of
from tipgraph.namespaces import BASE, GRAPH, OWL
from tipgraph.record import Record
from tipgraph.release.folder import CHANGES, SUMS, Release, iri_of
from tipgraph.release.versions import Version

ONTOLOGY: Final = "ontology/tipgraph.ttl"
_CANONICAL: Final = "canonical"
"""The export whose hash two people compare, where there is one."""
_COPIED: Final = (
    "ontology/**/*.ttl",
    "shapes/**/*.ttl",
    "shapes/**/*.rq",
    "queries/*",
    "data/register.txt",
    "data/documents/*",
)
_COMPRESSED: Final = {".gz", ".zst", ".zip", ".xlsx"}
MEDIA_TYPES: Final = {
    "": "text/plain",
    ".atom": "application/atom+xml",
    ".csv": "text/csv",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".md": "text/markdown",
    ".nq": "application/n-quads",
    ".rq": "application/sparql-query",
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".txt": "text/plain",
}
_MOST_FIRST: Final = 0
_MOST: Final = 500
"""Things of a class that came, went or changed whose words a release keeps; all are counted."""


def write_contents(
    record: Record,
    source: Source,
    version: Version,
    date: str,
    previous: Release | None,
    to: Path,
    progress: Progress = silent,
) -> None:
    """Write everything that a release holds.

    Args:
        record: The record that was built.
        source: Its build.
        version: The release's version.
        date: The day it shall bear.
        previous: The release before, if there is one.
        to: An empty folder. The same arguments give the same bytes.
        progress: Told how many exports are written.
    """
    edition = Edition(iri_of(version), str(version), date, previous.iri if previous else "")
    of_edition = replace(source, edition=edition, written={})
    types = {f"exports/{one.path}": one.media_type for one in write_files(of_edition, to / "exports", progress)}
    write_graphs(source.build.quads, to / "graphs")
    for folder in ("exports", "graphs"):
        compress(to / folder)
    for pattern in _COPIED:
        for path in sorted(record.root.glob(pattern)):
            if path.is_file():
                _copy(path, to / path.relative_to(record.root))
    _version_ontology(to / ONTOLOGY, version, previous)
    _write_changes(source, previous, to)
    manifest = _manifest(source, version, date, previous, to)
    manifest["files"] = list(_files(to, types))
    _write_json(to / RELEASE, manifest)
    hashes = {entry["path"]: entry["sha256"] for entry in manifest["files"]} | {RELEASE: sha256_of(to / RELEASE)}
    sums = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))
    (to / SUMS).write_text(sums, encoding="utf-8", newline="\n")


def write_graphs(quads: Path, to: Path) -> None:
    """Write each named graph of a build into a file of its own: ``graphs/curated/topics.nq``."""
    path, out = None, None
    try:
        with quads.open("rb") as lines:
            for line in lines:
                wanted = to / f"{_file_name(line)}.nq"
                if wanted != path:  # the build is sorted by graph
                    if out:
                        out.close()
                    wanted.parent.mkdir(parents=True, exist_ok=True)
                    path, out = wanted, wanted.open("wb")
                out.write(line)  # type: ignore[union-attr]
    finally:
        if out:
            out.close()


def compress(folder: Path) -> None:
    """Write a file by gzip beside each that has none and is not compressed itself."""
    for path in sorted(folder.rglob("*")):
        beside = path.with_name(path.name + ".gz")
        if path.is_file() and path.suffix not in _COMPRESSED and not beside.exists():
            with (
                path.open("rb") as plain,
                beside.open("wb") as raw,
                gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as out,
            ):
                shutil.copyfileobj(plain, out)


def _file_name(line: bytes) -> str:
    graph = line.rstrip()[:-1].rstrip().rpartition(b" ")[2][1:-1].decode()
    return graph.removeprefix(GRAPH) if graph.startswith(GRAPH) else sha256(graph.encode()).hexdigest()


def _copy(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(path.read_bytes())


def _version_ontology(path: Path, version: Version, previous: Release | None) -> None:
    """Say in the ontology which version it is of, and which came before."""
    facts = f"\n<{BASE}ns> <{OWL}versionIRI> <{iri_of(version)}{ONTOLOGY}> .\n"
    if previous:
        facts += f"<{BASE}ns> <{OWL}priorVersion> <{previous.iri}{ONTOLOGY}> .\n"
    with path.open("a", encoding="utf-8", newline="\n") as out:
        out.write(facts)


def _write_changes(source: Source, previous: Release | None, to: Path) -> None:
    """Tell in words what the release changes; of the first, which only brings, no more than counts."""
    with (
        sorted_statements(previous.dump if previous else None) as old,
        sorted_statements(source.build.quads) as new,
        names_of(old, new) as names,
    ):
        words = Told.of(told(changes(old, new), names), _MOST if previous else _MOST_FIRST)
    (to / CHANGES).write_text(as_json(words), encoding="utf-8", newline="\n")
    heading = f"# Changes since {previous.version}" if previous else "# The first release"
    text = "\n".join([heading, "", *words.markdown()]) + "\n"
    (to / "CHANGES.md").write_text(text, encoding="utf-8", newline="\n")


def _manifest(source: Source, version: Version, date: str, previous: Release | None, to: Path) -> dict[str, Any]:
    build = source.build
    manifest: dict[str, Any] = {
        "version": str(version),
        "date": date,
        "iri": iri_of(version),
        "previous": previous and {"version": str(previous.version), "iri": previous.iri, "sha256": previous.identity},
        "build": {
            "identity": build.identity,
            "version": build.version,
            "program": build.manifest["program"],
            "quads": build.manifest["quads"],
            "triples": build.manifest["triples"],
            "graphs": build.manifest["graphs"],
        },
    }
    canonical = exports(source).get(_CANONICAL)
    if canonical:
        path = f"exports/{canonical.name}.{canonical.forms[0].suffix}"
        manifest["canonical"] = {"algorithm": "RDFC-1.0", "path": path, "sha256": sha256_of(to / path)}
    return manifest


def _files(folder: Path, types: dict[str, str]) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != SUMS:
            media_type = types.get(name) or MEDIA_TYPES.get(path.suffix, "application/octet-stream")
            yield {"path": name, "size": path.stat().st_size, "sha256": sha256_of(path), "media_type": media_type}


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
