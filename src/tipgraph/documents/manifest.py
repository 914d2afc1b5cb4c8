"""The manifest of the source texts, as it is kept: one entry a file."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipgraph.errors import FileError, MalformedError
from tipgraph.files import read_text_strict, write_text_atomic

Entry = dict[str, Any]
"""``file``, ``sha256``, ``mediaType``; ``stated``, what the text says of itself, and ``recognised``, what that means;
``original``, the file that it was read from."""

_WAY_OUT = "restore it, or mend it"


def read_manifest(path: Path) -> dict[str, Entry]:
    """Read a manifest.

    Args:
        path: The file.

    Returns:
        What it says of each text, by the name of the text's file.

    Raises:
        tipgraph.errors.FileError: If the manifest is missing, or has an entry that is none.
        tipgraph.errors.MalformedError: If it is not JSON.
    """
    try:
        found = json.loads(read_text_strict(path))
    except json.JSONDecodeError as error:
        raise MalformedError(path, error.lineno, error.colno, f"this is not JSON: {error.msg}", _WAY_OUT) from None
    entries = found.get("documents") if isinstance(found, dict) else found
    if not isinstance(entries, list) or not all(_has(entry, "file", "sha256") for entry in entries):
        raise FileError(path, "this is no list of files with their SHA-256", _WAY_OUT)
    for entry in entries:
        wrong = _wrong(entry)
        if wrong:
            raise FileError(path, f"the entry of {entry['file']!r} has {wrong}", _WAY_OUT)
    return {entry["file"]: entry for entry in entries}


def _has(thing: object, *names: str) -> bool:
    """Tell whether something is an object of JSON with strings of these names."""
    return isinstance(thing, dict) and all(isinstance(thing.get(name), str) for name in names)


def _wrong(entry: Entry) -> str | None:
    """Return what is wrong with an entry, or None."""
    if Path(entry["file"]).name != entry["file"]:
        return "a file that does not lie beside the manifest"
    if not _has(entry.get("recognised", {})):
        return "a 'recognised' that is no object"
    if not _has(entry.get("original", {"sha256": "", "mediaType": ""}), "sha256", "mediaType"):
        return "an 'original' without 'sha256' or 'mediaType'"
    return None


def write_manifest(path: Path, entries: dict[str, Entry]) -> None:
    """Write a manifest, sorted by the names of the files.

    Raises:
        tipgraph.errors.FileError: If it cannot be written.
    """
    listing = [entries[name] for name in sorted(entries)]
    write_text_atomic(path, json.dumps({"documents": listing}, indent=2, ensure_ascii=False) + "\n")


def hashes_of(entry: Entry) -> list[str]:
    """Return the SHA-256 of a text, of its words, and of the file it was read from, as far as the entry tells them."""
    told = [entry["sha256"], entry.get("wordsSha256"), entry.get("original", {}).get("sha256")]
    return [digest for digest in told if digest]


@dataclass(frozen=True)
class Origin:
    """The file that a source text was read from, and the text of the same document that came before it.

    ``sha256`` and ``media_type`` are those of the file; ``later_text_of`` is the slug of the document's earlier text.
    """

    sha256: str
    media_type: str
    later_text_of: str | None = None

    @classmethod
    def of(cls, entry: Entry | None) -> "Origin | None":
        """Return the origin that an entry of the manifest tells, or None where it tells none."""
        original = entry.get("original") if entry else None
        if not entry or not original:
            return None
        return cls(original["sha256"], original["mediaType"], entry.get("laterTextOf"))
