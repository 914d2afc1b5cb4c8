"""The folder into which documents are ingested, and the journal that lets a killed run go on."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tipgraph.documents.manifest import Entry, read_manifest, write_manifest
from tipgraph.errors import FileError
from tipgraph.files import locked, write_text_atomic


@dataclass(frozen=True)
class Place:
    """``documents``, ``extracted`` and ``curated`` below one folder, as below ``data`` of the record."""

    root: Path

    @property
    def documents(self) -> Path:
        """The texts and their manifest."""
        return self.root / "documents"

    @property
    def manifest(self) -> Path:
        """The manifest of the texts."""
        return self.documents / "manifest.json"

    @property
    def extracted(self) -> Path:
        """One Turtle file a document."""
        return self.root / "extracted"

    @property
    def reviews(self) -> Path:
        """What curators have decided about facts marked for review."""
        return self.root / "curated" / "reviews.ttl"

    @property
    def journal(self) -> Path:
        """One line of JSON a document that a run wrote; gone when the run is over, however many runs that took."""
        return self.documents / ".ingested.jsonl"

    @property
    def staging(self) -> Path:
        """What a run has read and not yet written; gone when the run is over."""
        return self.documents / ".ingest"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other process of tipgraph from writing here, and remove what a killed one had half written.

        Raises:
            tipgraph.errors.FileError: If another process writes here, or nobody can.
        """
        with locked(self.documents / ".lock"):
            for folder in (self.documents, self.staging, self.extracted, self.reviews.parent):
                for half_written in folder.glob(".*.part"):
                    half_written.unlink(missing_ok=True)
            yield

    def text(self, slug: str) -> Path:
        """Return the file of a document's text."""
        return self.documents / f"{slug}.txt"

    def turtle(self, slug: str) -> Path:
        """Return the file of a document's facts."""
        return self.extracted / f"{slug}.ttl"

    def entries(self) -> dict[str, Entry]:
        """Return what is known of each text, by the name of its file: the manifest, and what a killed run left behind.

        Raises:
            tipgraph.errors.FileError: If the manifest cannot be read.
        """
        known = read_manifest(self.manifest) if self.manifest.exists() else {}
        for entry in self.journalled():
            known.setdefault(entry["file"], entry)
        return known

    def journalled(self) -> list[Entry]:
        """Return the entries of the documents that a run wrote which is not over."""
        if not self.journal.exists():
            return []
        found: list[Entry] = []
        for line in self.journal.read_bytes().splitlines():
            try:
                found.append(json.loads(line))
            except (
                ValueError
            ):  # a kill, a full disk or a power cut left less than a line: its document is written again
                break
        return found

    def note(self, entry: Entry) -> None:
        """Note in the journal that a document is written.

        Raises:
            tipgraph.errors.FileError: If the journal cannot be written.
        """
        try:
            with self.journal.open("a", encoding="utf-8") as stream:
                stream.write(_line(entry))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise FileError(self.journal, f"cannot be written ({error.strerror})", "see to its folder") from error

    def settle(self) -> None:
        """Take what the journal holds into the manifest; the journal stays, without what a kill or a full disk cut off."""
        if self.journal.exists():
            write_manifest(self.manifest, self.entries())
            write_text_atomic(self.journal, "".join(map(_line, self.journalled())))

    def finish(self) -> None:
        """Remove journal and staging: everything that follows from the documents is written."""
        self.journal.unlink(missing_ok=True)
        shutil.rmtree(self.staging, ignore_errors=True)


def _line(entry: Entry) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"
