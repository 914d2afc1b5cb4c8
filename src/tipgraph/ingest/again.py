"""Extracting again what lies in a folder: what the rules make of its texts now, and where committed files differ from it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from tipgraph.documents.manifest import Origin
from tipgraph.documents.text import SourceText
from tipgraph.errors import FileError
from tipgraph.extract.decisions import Decisions
from tipgraph.extract.report import Difference, first_difference
from tipgraph.extract.run import Extraction, extract
from tipgraph.ingest.place import Place
from tipgraph.ingest.run import authority
from tipgraph.record import Record


def texts_of(record: Record, files: Sequence[Path] = ()) -> list[Path]:
    """List the texts to extract: some files, or all of a record where none are named.

    Raises:
        tipgraph.errors.FileError: If there is none.
    """
    paths = sorted(files or record.documents.glob("*.txt"))
    if not paths:
        raise FileError(record.documents, "there is no text in this folder", "put the texts of documents in it")
    return paths


def extract_again(record: Record, paths: Sequence[Path]) -> Iterator[Extraction]:
    """Extract texts.

    Args:
        record: Where the names come from.
        paths: The texts; what lies beside the first of them tells where each came from and what was decided.

    Yields:
        What the rules make of each, in their order.

    Raises:
        tipgraph.errors.TipgraphError: If one cannot be read.
    """
    place = Place(paths[0].resolve().parent.parent)
    entries, decisions = place.entries(), Decisions.read(place.reviews)
    names = authority(record, place)
    for path in paths:
        yield extract(SourceText.read(path), names, Origin.of(entries.get(path.name)), decisions)


def differences(
    folder: Path, extractions: Iterable[Extraction], *, everything: bool, only: Collection[str] | None = None
) -> tuple[list[Difference], int]:
    """Compare committed files with what the rules produce.

    Args:
        folder: Where the files lie.
        extractions: What the rules produce.
        everything: Whether a file that no extraction has written is one too many.
        only: The names of the files that are looked at, without their ends; all of them otherwise.

    Returns:
        The first difference of each file that is not what the rules produce, and how many files were compared.
    """
    produced = {folder / f"{one.source.slug}.ttl": one.turtle for one in extractions}
    committed = (path for path in folder.glob("*.ttl") if only is None or path.stem in only)
    paths = sorted({*produced, *committed} if everything else produced)
    found = (first_difference(path, produced.get(path, "")) for path in paths)
    return [one for one in found if one], len(paths)
