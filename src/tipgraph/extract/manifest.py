"""What the manifest says of each source text, and how a new text comes into it."""

from pathlib import Path

from tipgraph.documents.manifest import Entry, read_manifest, write_manifest
from tipgraph.errors import FileError
from tipgraph.extract.run import Extraction

_STATED = (
    "title", "symbol", "reference", "date", "session", "place-and-date", "agenda-item", "distribution", "original-language", "job-number",
)  # fmt: skip


def describe(extraction: Extraction) -> Entry:
    """Describe a text for the manifest.

    Args:
        extraction: What the rules made of it.

    Returns:
        ``file``, ``sha256``, ``mediaType``; under ``stated`` the words of the masthead fields that the text has, by their
        names; under ``recognised`` what document it is. What a text does not print is not there.
    """
    source = extraction.source
    stated = {name: words for name in _STATED if (words := extraction.document.field_words(name))}
    return {
        "file": source.path.name,
        "sha256": source.sha256,
        "mediaType": "text/plain; charset=utf-8",
        "stated": stated,
        "recognised": extraction.identity.recognised(),
    }


def update(path: Path, extractions: list[Extraction]) -> None:
    """Add texts to a manifest; one that has changed since it was added is refused.

    Args:
        path: The manifest; written only if something was added. What it tells of a text's origin stays.
        extractions: Texts and what the rules made of them.

    Raises:
        tipgraph.errors.FileError: If a text is not the one the manifest knows under its name.
    """
    entries = read_manifest(path) if path.exists() else {}
    merged = dict(entries)
    for extraction in extractions:
        source = extraction.source
        known = entries.get(source.path.name, {})
        if known and known["sha256"] != source.sha256:
            reason = f"its SHA-256 is {source.sha256[:12]}..., the manifest has {known['sha256'][:12]}..."
            raise FileError(source.path, reason, "restore the text: a source is never edited")
        merged[source.path.name] = known | describe(extraction)
    if merged != entries:
        write_manifest(path, merged)
