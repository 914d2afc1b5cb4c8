"""The manifest of the source texts: file, SHA-256, media type, and what each text says of itself."""

import json
from pathlib import Path
from typing import Any

from tipgraph.errors import FileError
from tipgraph.extract.model import Document
from tipgraph.files import read_text_strict, write_text_atomic

_STATED = (
    "title", "reference", "date", "session", "place-and-date", "agenda-item", "distribution", "original-language", "job-number",
)  # fmt: skip


def describe(document: Document) -> dict[str, Any]:
    """Describe a text for the manifest.

    Args:
        document: The text, taken apart.

    Returns:
        ``file``, ``sha256``, ``mediaType`` and, under ``stated``, the words of the masthead fields that the text has,
        by their names; what a text does not print is not there.
    """
    stated = {name: words for name in _STATED if (words := document.field_words(name))}
    source = document.source
    return {
        "file": source.path.name,
        "sha256": source.sha256,
        "mediaType": "text/plain; charset=utf-8",
        "stated": stated,
    }


def read_entries(path: Path) -> list[dict[str, Any]]:
    """Return the entries of a manifest, none where there is no manifest yet."""
    if not path.exists():
        return []
    try:
        entries: list[dict[str, Any]] = json.loads(read_text_strict(path))["documents"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise FileError(path, "this is no manifest of source texts", "restore data/documents/manifest.json") from error
    return entries


def update(path: Path, documents: list[Document]) -> None:
    """Add texts to a manifest; one that has changed since it was added is refused.

    Args:
        path: The manifest; written only if something was added.
        documents: Texts, taken apart.

    Raises:
        tipgraph.errors.FileError: If a text is not the one the manifest knows under its name.
    """
    entries = {entry["file"]: entry for entry in read_entries(path)}
    for document in documents:
        source = document.source
        known = entries.get(source.path.name)
        if known and known["sha256"] != source.sha256:
            reason = f"its SHA-256 is {source.sha256[:12]}..., the manifest has {known['sha256'][:12]}..."
            raise FileError(source.path, reason, "restore the text: a source is never edited")
    fresh = {document.source.path.name: describe(document) for document in documents}
    merged = entries | fresh
    if merged != entries:
        listing = [merged[name] for name in sorted(merged)]
        write_text_atomic(path, json.dumps({"documents": listing}, indent=2, ensure_ascii=False) + "\n")
