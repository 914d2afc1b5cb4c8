"""``tipgraph release``."""

from pathlib import Path

import click

from tipgraph.cli import pass_record
from tipgraph.commands.progress import shown
from tipgraph.record import Record


@click.command()
@click.argument("version")
@click.option("--date", metavar="YYYY-MM-DD", help="The day that it bears [today].")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default=Path("releases"),
    help="The folder of releases [releases].",
)
@click.option(
    "--previous", type=click.Path(path_type=Path), metavar="DIR", help="The release before [the latest in the folder]."
)
@click.option("--no-owl", is_flag=True, help="Validate without the OWL consistency check, which needs Java.")
@pass_record
def release(record: Record, version: str, date: str | None, into: Path, previous: Path | None, no_owl: bool) -> None:
    r"""Turn the build into a release: everything that can be taken, dated, in DIR/VERSION, to stay as it is.

    The record must validate. Where its build is missing or older than its files, another is made for the release alone:
    what a server shows is not touched. An IRI that was published before must be described still, or be
    deprecated with its successor. The feeds of the folder, feed/index.ttl for machines and feed.atom for people, are
    extended. The same build, version and date give the same bytes; a release that is there is never changed.

    \b
    Example:      tipgraph release 0.2.0 --date 2026-11-22 --into /srv/releases
    Exit status:  0 released, or there already with the same bytes; 1 refused, and every reason is named; 2 could not run.
    """
    from tipgraph.dataset.build import current_build  # noqa: PLC0415 - heavy, and not for --help
    from tipgraph.release.gate import RefusedError  # noqa: PLC0415
    from tipgraph.release.versions import Version, day  # noqa: PLC0415
    from tipgraph.release.write import plan, write_release  # noqa: PLC0415

    wanted = Version(version)
    with current_build(record) as build:
        try:
            planned = plan(record, build, wanted, day(date) if date else None, into, previous)
            with shown(f"release {wanted}") as progress:
                made = write_release(planned, owl=not no_owl, progress=progress)
        except RefusedError as error:
            click.echo(f"Refused: {error}", err=True)
            raise SystemExit(1) from None
    how = "is there already, with the same bytes" if planned.is_there else f"of {made.date} written"
    click.echo(f"Release {made.version} {how}: {made.directory}")
