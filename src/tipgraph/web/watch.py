"""Noticing that a new build has taken the place of the one that is served."""

import json
from pathlib import Path
from typing import Final

from tipgraph.dataset.version import version_of

# As tipgraph.dataset.build names it, which is not imported here: it brings the engine with it.
MANIFEST: Final = "manifest.json"

Signature = list[tuple[str, int, int, int]]


class BuildWatch:
    """A directory in which a new build may appear."""

    def __init__(self, directory: Path, version: str) -> None:
        """Watch a directory.

        Args:
            directory: Where the build lies.
            version: The version of the build that is served.
        """
        self._directory = directory
        self.version = version
        """The version of the build that is served: a digest of all its files."""
        self._seen: Signature | None = self._signature()
        self._known: Signature | None = None

    def look(self, *, now: bool = False) -> bool:
        """Say whether another build lies there that has not been tried.

        A build that is being written is none: it has no manifest, or no whole one, or its files were other ones at the
        last look.

        Args:
            now: Believe what is there at the first look, and try again what has been tried.
        """
        before, self._seen = self._seen, self._signature()
        if self._seen is None or not (now or (self._seen == before and self._seen != self._known)):
            return False
        found = self._version()
        if found:
            self._known = self._seen
        return found not in ("", self.version)

    def _signature(self) -> Signature | None:
        """Return what changes when a file does: its name, its number, its size, the time of its last change."""
        try:
            files = [(one.name, one.stat()) for one in self._directory.iterdir()]
        except OSError:
            return None
        return sorted((name, found.st_ino, found.st_size, found.st_mtime_ns) for name, found in files)

    def _version(self) -> str:
        try:
            manifest = json.loads((self._directory / MANIFEST).read_text(encoding="utf-8"))
            return version_of(manifest["outputs"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return ""
