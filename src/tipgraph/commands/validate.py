"""``tipgraph validate``."""

from pathlib import Path

import click

from tipgraph.cli import pass_record
from tipgraph.record import Record


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--no-owl", is_flag=True, help="Leave out the OWL consistency check, which needs Java and some seconds.")
@click.option("--quiet", is_flag=True, help="Leave out what is only a note.")
@pass_record
def validate(record: Record, files: tuple[Path, ...], no_owl: bool, quiet: bool) -> None:
    """Check FILES as part of the record, or the whole record where none are named.

    A file that bears the name of one of the record takes its place; what is reported is then about the things that FILES
    describe.

    \b
    Example:      tipgraph validate data/curated/status.ttl
    Exit status:  0 conforms, 1 a violation, 2 a wrong option or a file that cannot be read.
    """  # noqa: D301 - click wants the character, not its name
    from tipgraph.validate import Severity, check  # noqa: PLC0415 - heavy, and not for --help

    report = check(record, files, owl=not (no_owl or files))
    click.echo(report.without(Severity.INFO).text if quiet else report.text)
    raise SystemExit(0 if report.conforms else 1)
