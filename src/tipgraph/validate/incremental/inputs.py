"""What a validation looks at, so that two validations can be compared: files, statements, and tipgraph itself."""

import sys
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize

from tipgraph.files import sha256_of
from tipgraph.record import Record
from tipgraph.validate.material import Material

_PACKAGE = Path(__file__).resolve().parents[2]
_NOT_OURS = frozenset({"__pycache__", "static", "record"})
"""Folders of the package that no check is made of: what Python writes, scripts of pages, the record of an installation."""

Lines = frozenset[bytes]


def files_of(record: Record) -> dict[str, str]:
    """Return the SHA-256 of every file of a record by its name below the record's root, whatever the file is for.

    Raises:
        tipgraph.errors.FileError: If one cannot be read.
    """
    folders = (record.ontology, record.shapes, record.root / "data", record.queries)
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(record.root).as_posix(): sha256_of(path) for path in paths}


def statements_of(material: Material) -> tuple[Lines, Lines]:
    """Return the statements that are stated or inferred, as lines of N-Triples: those that shapes look at, and the others.

    Those of the ontology are left out: what files of it change concerns everything.
    """
    shown: list[Triple] = [*material.triples]
    others: list[Triple] = []
    for triple in material.inferred:
        (shown if material.is_shown(triple) else others).append(triple)
    return _lines(shown), _lines(others)


def _lines(triples: Iterable[Triple]) -> Lines:
    return frozenset((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines())


@cache
def program() -> str:
    """Return a digest of whatever makes results of a record: tipgraph's code, Python, and everything installed with it."""
    digest = sha256(sys.version.encode())
    for path in sorted(path for path in _PACKAGE.rglob("*") if path.is_file() and not _is_not_ours(path)):
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {sha256_of(path)}\n".encode())
    for name, version in sorted({(one.name, one.version) for one in metadata.distributions()}):
        digest.update(f"{name} {version}\n".encode())
    return digest.hexdigest()


def _is_not_ours(path: Path) -> bool:
    return not _NOT_OURS.isdisjoint(path.relative_to(_PACKAGE).parts)
