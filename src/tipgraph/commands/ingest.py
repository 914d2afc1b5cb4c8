"""``tipgraph ingest``."""

import shutil
import sys
import traceback
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tipgraph.cli import COULD_NOT_RUN, pass_record
from tipgraph.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.progress import Progress

    from tipgraph.ingest.report import Summary
    from tipgraph.ingest.run import Ingestion, Outcome

INTERRUPTED = 130
"""Exit status where the person at the keyboard stopped the run; so shells have it."""

_DETAILS_UP_TO = 20
"""Number of files up to which everything that is to be reviewed is listed; with more, `tipgraph review` lists it."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into", metavar="DIR", type=click.Path(path_type=Path), help="Where to write [default: data of the record]."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report [default: text]."
)
@click.option("--processes", type=click.IntRange(min=1), help="How many documents at once [default: one a core].")
@pass_record
def ingest(
    record: Record, files: tuple[Path, ...], into: Path | None, dry_run: bool, form: str, processes: int | None
) -> None:
    r"""Turn documents that nobody has seen before into texts, facts and an account of what is left to decide.

    FILES are plain text, PDF with a text layer, Word (.docx) or HTML; a folder stands for every file in it. Each becomes
    DIR/documents/SLUG.txt, an entry in DIR/documents/manifest.json, and DIR/extracted/SLUG.ttl, where SLUG is made of body,
    year and kind. What is uncertain is marked, and listed: `tipgraph review` lists it again and clears it. A file that is
    known already changes nothing; a run that was stopped goes on where it was.

    \b
    Example:      tipgraph ingest --dry-run report.pdf
    Exit status:  0 every file is in, 1 some could not be read, 2 none could, or a wrong option, 130 stopped with Ctrl-C.
    """
    from tipgraph.ingest.place import Place  # noqa: PLC0415 - heavy, and not for --help
    from tipgraph.ingest.processes import available  # noqa: PLC0415
    from tipgraph.ingest.report import Summary  # noqa: PLC0415
    from tipgraph.ingest.run import Ingestion  # noqa: PLC0415
    from tipgraph.ingest.sources import files_below  # noqa: PLC0415

    paths = files_below(files)
    run = Ingestion(record, Place(into or record.manifest.parents[1]), processes or available(), dry_run)
    summary = Summary()
    try:
        _tell(run, paths, summary, form)
    except KeyboardInterrupt:
        click.echo("\nStopped. What is written stays; the same command goes on from there.", err=True)
        raise SystemExit(INTERRUPTED) from None
    raise SystemExit(0 if not summary.failed else 1 if summary.done else COULD_NOT_RUN)


def _tell(run: "Ingestion", paths: list[Path], summary: "Summary", form: str) -> None:
    """Run with a progress bar on a terminal, and write each account as soon as it is there."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn  # noqa: PLC0415

    from tipgraph.ingest.report import JsonReport  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    progress = Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    write = partial(_write, progress)
    with progress, closing(run.run(paths)) as outcomes:
        bars = {stage: progress.add_task(stage.capitalize(), total=len(paths)) for stage in ("read", "drafted")}
        run.advance = lambda stage: progress.advance(bars[stage])
        if form == "json":
            with JsonReport(partial(write, end=""), summary) as report:
                for outcome in outcomes:
                    report.add(outcome)
        else:
            _as_text(outcomes, summary, write, details=len(paths) <= _DETAILS_UP_TO)
    if form == "text" and len(paths) > 1:
        click.echo(_table(summary))


def _write(progress: "Progress", words: str, *, end: str = "\n", err: bool = False) -> None:
    """Write where the bar stands, and set it anew below."""
    if not progress.disable:
        progress.stop()
    click.echo(words + end, nl=False, err=err)
    if not progress.disable:
        progress.start()


def _as_text(outcomes: "Iterable[Outcome]", summary: "Summary", write: "Callable[..., None]", *, details: bool) -> None:
    from tipgraph.ingest.report import as_text  # noqa: PLC0415

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    debug = click.get_current_context().find_root().params["debug"]
    for outcome in outcomes:
        summary.add(outcome)
        write(as_text(outcome, details=details, width=width), err=outcome.account is None)
        if debug and outcome.error:
            write("".join(traceback.format_exception(outcome.error)), err=True)


def _table(summary: "Summary") -> str:
    """Return the summary table: a line a count."""
    return "\n".join(["", *(f"{count:>9,}  {_WORDS.get(name, name)}" for name, count in summary.counts().items())])


_WORDS = {
    "added": "documents added",
    "changed": "documents added as later texts of known ones",
    "unchanged": "files known already",
    "failed": "files that could not be ingested",
    "attendance": "attendances",
    "needsReview": "facts to review",
    "unresolvedNames": "unresolved names",
    "unplacedLines": "unplaced lines",
}
