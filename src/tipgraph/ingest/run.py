"""``tipgraph ingest``: files in; texts, facts and an account of each out; what is finished is never done again."""

import gc
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tipgraph.documents.manifest import Entry, Origin, hashes_of
from tipgraph.documents.symbols import find_symbols
from tipgraph.documents.text import SourceText
from tipgraph.errors import TipgraphError, shown
from tipgraph.extract.decisions import Decisions
from tipgraph.extract.library import Library, symbols_of
from tipgraph.extract.names import Names
from tipgraph.extract.run import extract
from tipgraph.files import write_text_atomic
from tipgraph.ingest.draft import Draft, draft
from tipgraph.ingest.place import Place
from tipgraph.ingest.plan import Step, plan
from tipgraph.ingest.processes import over_processes
from tipgraph.ingest.sources import digest_of
from tipgraph.ingest.survey import Survey, survey
from tipgraph.record import Record

Advance = Callable[[str], None]
Recognised = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of a file: ``account`` as in ``ingest-report.schema.json``, or the error that kept it from being read."""

    path: Path
    account: dict[str, Any] | None = None
    error: TipgraphError | None = None


@dataclass
class Ingestion:
    """Documents on their way into a place.

    ``processes`` work at once; ``dry_run`` writes nothing; ``advance`` is called with ``read`` and ``drafted`` for each file.
    """

    record: Record
    place: Place
    processes: int = 1
    dry_run: bool = False
    advance: Advance = field(default=lambda stage: None)

    def run(self, files: Iterable[Path]) -> Generator[Outcome, None, None]:
        """Ingest files.

        Args:
            files: Files; a file named twice is ingested once.

        Yields:
            First the files that are known already or cannot be read, then the others, each in the order named, as soon as
            it is written. Memory is bounded by the largest document, whatever their number.

        Raises:
            tipgraph.errors.FileError: If the place cannot be read or written, or another process writes there.
        """
        paths = list(dict.fromkeys(files))
        if self.dry_run:
            with TemporaryDirectory(prefix="tipgraph-") as scratch:
                yield from self._run(paths, self.place.entries(), Path(scratch))
            return
        with self.place.alone():
            self.place.settle()
            yield from self._run(paths, self.place.entries(), self.place.staging)
            self.place.finish()

    def _run(self, paths: list[Path], entries: dict[str, Entry], staging: Path) -> Iterator[Outcome]:
        surveys: list[Survey] = []
        finished = {digest: slug for slug, entry in entries.items() for digest in hashes_of(entry)}
        fresh = []
        for path in paths:
            slug = finished.get(digest_of(path) or "")
            if slug:
                self.advance("read")
                self.advance("drafted")
                yield Outcome(path, _unchanged(path, slug.removesuffix(".txt")))
            else:
                fresh.append(path)
        known = _recognised(entries)
        look = partial(_survey, staging=staging)
        for path, found in over_processes(look, fresh, self.processes, _prepare, (self.record, known)):
            self.advance("read")
            if isinstance(found, TipgraphError):
                self.advance("drafted")
                yield Outcome(path, error=found)
            else:
                surveys.append(found)
        steps = plan(surveys, entries, self._strangers(entries, surveys))
        for step in steps:
            if step.outcome == "unchanged":
                self.advance("drafted")
                yield Outcome(step.survey.path, _unchanged(step.survey.path, step.slug))
        yield from self._draft([step for step in steps if step.outcome != "unchanged"], entries, staging)

    def _draft(self, steps: list[Step], entries: dict[str, Entry], staging: Path) -> Iterator[Outcome]:
        documents = _recognised(entries) | {step.slug: step.survey.identity.recognised() for step in steps}
        decisions = Decisions.read(self.place.reviews)
        work = partial(_draft, staging=staging)
        prepared = (self.record, documents, decisions)
        try:
            for step, made in over_processes(work, steps, self.processes, _prepare, prepared):
                self.advance("drafted")
                if isinstance(made, TipgraphError):
                    yield Outcome(step.survey.path, error=made)
                    continue
                if not self.dry_run:
                    self._write(made)
                yield Outcome(step.survey.path, made.account)
        finally:
            if not self.dry_run:
                self.place.settle()
        if not self.dry_run:
            self._relink(entries, documents, decisions)

    def _strangers(self, entries: dict[str, Entry], surveys: list[Survey]) -> list[str]:
        """Return the slugs of texts in the place that nobody entered in the manifest and that are none of ours."""
        if not self.place.documents.exists():
            return []
        # A run that was killed between text and journal left one of ours.
        ours = {found.text_sha256 for found in surveys}
        strangers = (path for path in self.place.documents.glob("*.txt") if path.name not in entries)
        return [path.stem for path in strangers if digest_of(path) not in ours]

    def _write(self, made: Draft) -> None:
        write_text_atomic(self.place.text(made.slug), made.text)
        write_text_atomic(self.place.turtle(made.slug), made.turtle)
        self.place.note(made.entry)

    def _relink(self, entries: dict[str, Entry], documents: dict[str, Recognised], decisions: Decisions) -> None:
        """Write again the facts of earlier documents that cite one that has come, or that tell of its session.

        What has come is what the journal holds: a run that was stopped before this point wrote some of it.
        """
        come = [entry.get("recognised", {}) for entry in self.place.journalled()]
        symbols = {symbol for told in come for symbol in symbols_of(told)}
        occasions = {(told["body"], told["first_day"]) for told in come if {"body", "first_day"} <= set(told)}
        if not symbols and not occasions:
            return
        concerned = []
        for name, entry in entries.items():
            path, told = self.place.documents / name, entry.get("recognised", {})
            if path.exists() and (
                (told.get("body"), told.get("first_day")) in occasions or symbols & _symbols_in(SourceText.read(path))
            ):
                concerned.append((path, Origin.of(entry)))
        prepared = (self.record, documents, decisions)
        for (path, _), turtle in over_processes(_extract_again, concerned, self.processes, _prepare, prepared):
            if isinstance(turtle, TipgraphError):
                raise turtle
            write_text_atomic(self.place.turtle(path.stem), turtle)


def _unchanged(path: Path, slug: str) -> dict[str, Any]:
    return {"file": shown(path), "outcome": "unchanged", "slug": slug}


def _recognised(entries: dict[str, Entry]) -> dict[str, Recognised]:
    """Return what is known of each document of a manifest, by its slug; later texts of a document stand behind it."""
    ordered = sorted(entries.items(), key=lambda pair: "laterTextOf" in pair[1])
    return {name.removesuffix(".txt"): entry.get("recognised", {}) for name, entry in ordered}


def authority(record: Record, place: Place) -> Names:
    """Return the authority for names with the documents of a place."""
    return Names.of(record, Library.of(_recognised(place.entries())))


def _symbols_in(source: SourceText) -> set[str]:
    return {span.symbol for span in find_symbols(source.text)}


# ---- in each process ----

_shared: list[tuple[Names, Decisions]] = []


def _prepare(record: Record, documents: dict[str, Recognised], decisions: Decisions | None = None) -> None:
    """Read the authority for names, once a process, and keep what curators have decided."""
    gc.set_threshold(
        100_000, 50, 100
    )  # a document leaves few rings of objects, and looking for them takes a tenth of the time
    _shared[:] = [(Names.of(record, Library.of(documents)), decisions or Decisions())]


def _survey(path: Path, staging: Path) -> Survey:
    names, _ = _shared[0]
    return survey(path, names, staging)


def _draft(step: Step, staging: Path) -> Draft:
    names, decisions = _shared[0]
    return draft(step, names, decisions, staging)


def _extract_again(text: tuple[Path, Origin | None]) -> str:
    path, origin = text
    names, decisions = _shared[0]
    return extract(SourceText.read(path), names, origin, decisions).turtle
