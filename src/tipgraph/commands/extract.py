"""``tipgraph extract``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tipgraph.cli import pass_record
from tipgraph.record import Record

if TYPE_CHECKING:
    from tipgraph.extract.run import Extraction


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; say where a committed file is not what the rules produce.")
@click.option("--report", is_flag=True, help="Write nothing; give account of every character of each text.")
@click.option(
    "--into", metavar="DIR", type=click.Path(path_type=Path), help="Where to write [default: data/extracted]."
)
@pass_record
def extract(record: Record, files: tuple[Path, ...], check: bool, report: bool, into: Path | None) -> None:
    r"""Turn source texts into Turtle: FILES, or all of data/documents where none are named.

    A text of the record that has changed since it came into data/documents/manifest.json is refused.

    \b
    Example:      tipgraph extract --report data/documents/cu-2009-92.txt
    Exit status:  0 done, 1 a difference (--check), or something not placed or resolved (--report), 2 could not run.
    """
    extractions = _extract(record, files)
    folder = into or record.extracted
    if report:
        _report(record, extractions)
    elif check:
        _check(folder, extractions, everything=not files)
    else:
        _write(record, folder, extractions)


def _extract(record: Record, files: tuple[Path, ...]) -> "list[Extraction]":
    """Extract with a progress bar on a terminal."""
    from rich.console import Console  # noqa: PLC0415 - heavy, and not for --help
    from rich.progress import track  # noqa: PLC0415

    from tipgraph.ingest.again import extract_again, texts_of  # noqa: PLC0415

    paths = texts_of(record, files)
    console = Console(stderr=True)
    steps = extract_again(record, paths)
    return list(
        track(steps, "Extracting", len(paths), console=console, disable=not console.is_terminal, transient=True)
    )


def _report(record: Record, extractions: "list[Extraction]") -> None:
    from tipgraph.extract.candidates import Candidates  # noqa: PLC0415
    from tipgraph.extract.names import Names  # noqa: PLC0415
    from tipgraph.extract.report import account  # noqa: PLC0415

    candidates = Candidates(Names.of(record))
    click.echo("\n\n".join(account(extraction, candidates) for extraction in extractions))
    complete = all(not e.coverage.unplaced() and not e.unresolved for e in extractions)
    raise SystemExit(0 if complete else 1)


def _check(folder: Path, extractions: "list[Extraction]", *, everything: bool) -> None:
    from tipgraph.ingest.again import differences  # noqa: PLC0415

    found, compared = differences(folder, extractions, everything=everything)
    if found:
        click.echo(found[0], err=True)
        raise SystemExit(1)
    click.echo(f"{compared} files are what the rules produce")


def _write(record: Record, folder: Path, extractions: "list[Extraction]") -> None:
    from tipgraph.extract.manifest import update  # noqa: PLC0415
    from tipgraph.files import locked, write_text_atomic  # noqa: PLC0415

    own = [e for e in extractions if e.source.path.resolve().parent == record.documents.resolve()]
    if own:
        with locked(record.documents / ".lock"):
            update(record.manifest, own)
    for extraction in extractions:
        path = folder / f"{extraction.source.slug}.ttl"
        write_text_atomic(path, extraction.turtle)
        open_points = len(extraction.coverage.unplaced()) + len(extraction.unresolved)
        rest = f", {open_points} not placed or resolved: see --report" if open_points else ""
        click.echo(f"{len(extraction.triples):>7,} triples  {path}{rest}")
