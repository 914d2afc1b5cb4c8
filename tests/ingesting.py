"""Helpers of the tests of ingestion: the command run as a person runs it, and what lies in the folder afterwards."""

import hashlib
import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from tipgraph.cli import cli
from tipgraph.ingest import report as reporting

GENRE = Path(__file__).parent / "genre"
"""Fictitious documents in the genre's forms, each beside what a careful reader finds in it."""
FIREARMS = GENRE / "firearms-report.txt"
SCHEMA = json.loads((Path(reporting.__file__).parent / "ingest-report.schema.json").read_text())


def ingest(*arguments: str | Path) -> Result:
    """Run ``tipgraph ingest``."""
    return CliRunner().invoke(cli, ["ingest", *map(str, arguments)], prog_name="tipgraph")


def ingest_json(*arguments: str | Path) -> dict[str, Any]:
    """Run ``tipgraph ingest --format json`` and return what it prints."""
    result = ingest(*arguments, "--format", "json", "--processes", "1")
    assert result.exit_code == 0, result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def review(*arguments: str | Path) -> Result:
    """Run ``tipgraph review``."""
    return CliRunner().invoke(cli, ["review", *map(str, arguments)], prog_name="tipgraph")


def contents(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by its path in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the entries of the manifest by the names of their files."""
    listed = json.loads((folder / "documents" / "manifest.json").read_text())["documents"]
    return {entry["file"]: entry for entry in listed}
