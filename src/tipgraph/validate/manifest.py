"""The manifest of the source texts: every text is in it, and none has changed a byte."""

from hashlib import sha256
from pathlib import Path

from tipgraph.documents.manifest import read_manifest
from tipgraph.errors import TextError, TipgraphError
from tipgraph.record import Record
from tipgraph.validate.material import Material
from tipgraph.validate.report import Place, Result, Severity


def check_manifest(record: Record, material: Material) -> list[Result]:
    """Compare the manifest with the source texts.

    Args:
        record: The record whose manifest is read.
        material: The source texts as they were read.

    Returns:
        A result for each text that has changed, is missing, or is not in the manifest.
    """
    name = record.manifest.relative_to(record.root).as_posix()
    if not record.manifest.exists():
        return [Result("manifest", Severity.VIOLATION, name, "there is no manifest: restore it", file=name)]
    try:
        entries = read_manifest(record.manifest)
    except TextError as error:
        _, line, column, reason, way_out = error.args
        return [Result("manifest", Severity.VIOLATION, name, f"{reason}: {way_out}").at(name, Place(line, column))]
    except TipgraphError as error:
        return [
            Result("manifest", Severity.VIOLATION, name, str(error).removeprefix(f"{record.manifest}: "), file=name)
        ]
    results = []
    for file in sorted(entries.keys() | material.texts.keys()):
        place = f"{record.documents.relative_to(record.root).as_posix()}/{file}"
        text = material.texts.get(file)
        if file not in entries:
            message = "the manifest does not know this text: add an entry with its SHA-256, or remove the file"
            results.append(Result("manifest-complete", Severity.VIOLATION, place, message, file=place))
        elif text is None and not (record.documents / file).exists():
            message = f"the manifest names {file}, and there is no such text: restore it"
            results.append(Result("manifest-file", Severity.VIOLATION, place, message, file=place))
        elif text is not None and text.sha256 != entries[file]["sha256"]:
            message = _changed(record.documents / file, text.sha256, entries[file]["sha256"])
            results.append(Result("manifest-hash", Severity.VIOLATION, place, message, file=place))
    return results


def _changed(path: Path, found: str, known: str) -> str:
    """Say that a text is another, or that nothing but the ends of its lines are."""
    if sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest() == known:
        return "its lines end otherwise than they did, and nothing else has changed: save it with line feeds alone (LF)"
    return (
        f"its SHA-256 is {found[:12]}..., the manifest has {known[:12]}...: restore the text; a source is never edited"
    )
