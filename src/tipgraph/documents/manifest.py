"""The manifest of the source texts, as it is kept: one entry a file."""

import json
from pathlib import Path
from typing import Any

from tipgraph.errors import FileError
from tipgraph.files import read_text_strict

Entry = dict[str, Any]
"""``file``, ``sha256``, ``mediaType`` and ``stated``, what the text says of itself."""

_WAY_OUT = "restore data/documents/manifest.json"


def read_manifest(path: Path) -> dict[str, Entry]:
    """Read a manifest.

    Args:
        path: The file.

    Returns:
        What it says of each text, by the name of the text's file.

    Raises:
        tipgraph.errors.FileError: If the manifest is missing, is not JSON, or has an entry without file or hash.
    """
    try:
        found = json.loads(read_text_strict(path))
    except json.JSONDecodeError as error:
        raise FileError(path, f"line {error.lineno} is not JSON: {error.msg}", _WAY_OUT) from None
    entries = found.get("documents") if isinstance(found, dict) else found
    if not isinstance(entries, list) or not all(isinstance(e, dict) and {"file", "sha256"} <= set(e) for e in entries):
        raise FileError(path, "this is no list of files with their SHA-256", _WAY_OUT)
    return {entry["file"]: entry for entry in entries}
