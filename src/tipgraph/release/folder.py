"""Releases as they lie in a folder."""

import json
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Final

from tipgraph.changes.statements import DUMP, RELEASE
from tipgraph.errors import FileError, UsageError
from tipgraph.namespaces import BASE
from tipgraph.release.versions import Version

RELEASES: Final = BASE + "releases/"
"""Below this lie the permanent addresses of releases, their files, and their feeds."""
SUMS: Final = "SHA256SUMS"
CHANGES: Final = "changes.json"
REGISTER: Final = "data/register.txt"


@dataclass(frozen=True)
class Release:
    """A release in a folder of its own."""

    directory: Path
    manifest: dict[str, Any]

    @property
    def version(self) -> Version:
        """Its version, by which its folder is called."""
        return Version(self.manifest["version"])

    @property
    def date(self) -> str:
        """The day that it bears."""
        return str(self.manifest["date"])

    @property
    def iri(self) -> str:
        """Its permanent address."""
        return iri_of(self.version)

    @property
    def identity(self) -> str:
        """The SHA-256 of its ``release.json``, which names the hash of every other file."""
        return sha256((self.directory / RELEASE).read_bytes()).hexdigest()

    @property
    def dump(self) -> Path:
        """The whole dataset, N-Quads."""
        return self.directory / DUMP

    def verify(self) -> None:
        """Compare the dump, on which the next release and the feed rest, with what the manifest says of it.

        Raises:
            tipgraph.errors.FileError: If it was changed, or is not there.
        """
        wanted = next((f["sha256"] for f in self.manifest["files"] if f["path"] == DUMP.as_posix()), "")
        try:
            with self.dump.open("rb") as stream:
                is_whole = file_digest(stream, "sha256").hexdigest() == wanted
        except OSError:
            is_whole = False
        if not is_whole:
            raise FileError(self.dump, f"this is not the file that {RELEASE} names", "restore the release from a copy")


def iri_of(version: Version) -> str:
    """Return the permanent address of a release."""
    return f"{RELEASES}{version}/"


def open_release(directory: Path) -> Release:
    """Open a release.

    Args:
        directory: Its folder.

    Raises:
        tipgraph.errors.FileError: If it is none, or not readable.
    """
    path = directory / RELEASE
    try:
        release = Release(directory, json.loads(path.read_text(encoding="utf-8")))
        if release.version and release.date:
            return release
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileError(directory, f"this is no release ({path.name} cannot be read)", "name a release") from error
    raise FileError(directory, "this is no release", "name a release")


def releases_in(folder: Path) -> list[Release]:
    """Open every release that lies in a folder, the oldest version first."""
    if not folder.is_dir():
        return []
    found = [open_release(path) for path in folder.iterdir() if _is_release(path)]
    return sorted(found, key=lambda release: release.version)


def _is_release(path: Path) -> bool:
    try:
        Version(path.name)
    except UsageError:
        return False
    return (path / RELEASE).is_file()
