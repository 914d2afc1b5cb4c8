"""Extraction: the committed facts are what the rules make of the source texts, and of every character of them."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from tipgraph.errors import TextError
from tipgraph.extract.run import Extraction
from tipgraph.ingest.again import differences, extract_again, texts_of
from tipgraph.positions import Positions
from tipgraph.record import Record
from tipgraph.validate.report import Place, Result, Severity

RUNS: Final = "extraction-runs"
"""What a result is called of a text that the rules cannot be run over; then nothing is known of the others."""


def check_extraction(record: Record, only: Collection[str] | None = None) -> Iterator[Result]:
    """Extract texts again, and compare.

    Args:
        record: Where texts and extracted facts lie; a record without texts has nothing to compare.
        only: The names of the texts, without the ends of their files; all of them otherwise.

    Yields:
        A result for each file that is not what the rules produce, at the first line that differs; one for each run of
        characters that no rule places, and one for each name that is not resolved.

    Raises:
        tipgraph.errors.TipgraphError: If a text, the manifest or a decision cannot be read.
    """
    try:
        texts = [path for path in texts_of(record) if only is None or path.stem in only]
        extractions = list(extract_again(record, texts)) if texts else []
    except TextError as error:  # two rules claim a character, or a text is none
        file, line, column, reason, way_out = error.args
        name = record.name_of(Path(file))
        yield Result(RUNS, Severity.VIOLATION, name, f"{reason}: {way_out}").at(name, Place(line, column))
        return
    for one in differences(record.extracted, extractions, everything=True, only=only)[0]:
        name = record.name_of(one.path)
        place = Place(one.line, one.column) if one.line else None
        wanted = (one.wanted or "").strip()
        yield Result("extraction-agrees", Severity.VIOLATION, name, one.message, correction=wanted).at(name, place)
    for extraction in extractions:
        yield from _incomplete(record, extraction)


def _incomplete(record: Record, extraction: Extraction) -> Iterator[Result]:
    """Tell what the rules left open, as ``tipgraph extract --report`` does."""
    name = record.name_of(extraction.source.path)
    positions = Positions(extraction.source.text)
    for span in extraction.coverage.spans():
        if span.kind is None:
            run = extraction.source.text[span.start : span.end]
            start = positions.of(span.start + len(run) - len(run.lstrip()))
            message = f"no rule places {run.strip()!r}: write one, with a test, as docs/extraction.md says"
            place = Place(start.line, start.column)
            yield Result("extraction-placed", Severity.WARNING, name, message).at(name, place)
    for one in extraction.unresolved:
        message = f"{one.words!r} is not resolved: {one.reason}"
        yield Result("extraction-resolved", Severity.WARNING, name, message).at(
            name, _place(extraction, one.line, one.words)
        )


def _place(extraction: Extraction, line: int, words: str) -> Place:
    """Return the place of words in a text; without column where they stand otherwise, as across a break of the line."""
    at = extraction.source.text.split("\n")[line - 1].find(words)
    return Place(line, at + 1, line, at + 1 + len(words)) if at >= 0 else Place(line)
