"""The manifest of the source texts: every text is in it, and none has changed a byte."""

from tipgraph.documents.manifest import read_manifest
from tipgraph.errors import TipgraphError
from tipgraph.record import Record
from tipgraph.validate.material import Material
from tipgraph.validate.report import Result, Severity


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
            message = (
                f"its SHA-256 is {text.sha256[:12]}..., the manifest has {entries[file]['sha256'][:12]}...: restore the "
                "text; a source is never edited"
            )
            results.append(Result("manifest-hash", Severity.VIOLATION, place, message, file=place))
    return results
