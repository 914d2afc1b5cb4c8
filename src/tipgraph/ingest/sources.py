"""The files that are to be ingested: which ones a name on the command line stands for, and what tells one from another."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NoReturn

from tipgraph.errors import FileError

KINDS: Final = (".txt", ".pdf", ".docx", ".html", ".htm")
"""Endings of the files that are taken from a folder; a file that is named itself is told by its content."""


def files_below(paths: Iterable[Path]) -> list[Path]:
    """Return the files that paths name; of a folder those that by their names are documents, sorted, hidden ones left out.

    Raises:
        tipgraph.errors.FileError: If a path does not exist or is neither file nor folder, such as a pipe; if a folder cannot
            be read, or holds no document.
    """
    found = []
    for path in paths:
        try:
            path.stat()
        except FileNotFoundError:
            raise FileError(path, "there is no such file", "name a document") from None
        except (OSError, ValueError) as error:
            reason = f"cannot be read ({getattr(error, 'strerror', None) or error})"
            raise FileError(path, reason, "name a document") from error
        if path.is_dir():
            below = sorted(_documents_in(path))
            if not below:
                reason = f"there is no file in this folder that ends in {', '.join(KINDS)}"
                raise FileError(path, reason, "name another")
            found += below
        elif path.is_file():
            found.append(path)
        else:
            raise FileError(path, "this is neither a file nor a folder", "save what it gives in a file, and name that")
    return found


def _documents_in(folder: Path) -> Iterator[Path]:
    """Walk through a folder and those below it; links to other folders are not followed, for they may lead in a circle."""
    for root, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(root, name) for name in names if not name.startswith("."))
        yield from (path for path in paths if path.suffix.lower() in KINDS and path.is_file())


def _unreadable(error: OSError) -> NoReturn:
    raise FileError(error.filename, f"cannot be read ({error.strerror})", "see to its permissions") from error


def digest_of(path: Path) -> str | None:
    """Return the SHA-256 of a file, or None where it cannot be read: the reader will say why."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
