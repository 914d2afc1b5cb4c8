"""What the manifest says of each source text, and how a new text comes into it."""

import json
from pathlib import Path

from tipgraph.documents.manifest import Entry, read_manifest
from tipgraph.errors import FileError
from tipgraph.extract.model import Document
from tipgraph.files import write_text_atomic

_STATED = (
    "title", "reference", "date", "session", "place-and-date", "agenda-item", "distribution", "original-language", "job-number",
)  # fmt: skip


def describe(document: Document) -> Entry:
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


def update(path: Path, documents: list[Document]) -> None:
    """Add texts to a manifest; one that has changed since it was added is refused.

    Args:
        path: The manifest; written only if something was added.
        documents: Texts, taken apart.

    Raises:
        tipgraph.errors.FileError: If a text is not the one the manifest knows under its name.
    """
    entries = read_manifest(path) if path.exists() else {}
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
