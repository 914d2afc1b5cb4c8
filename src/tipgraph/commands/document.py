"""``tipgraph document``."""

from pathlib import Path

import click

from tipgraph.cli import pass_record
from tipgraph.record import Record


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; say where the committed file is not what would be written.")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where to write [default: docs/ontology.md].",
)
@pass_record
def document(record: Record, check: bool, output: Path | None) -> None:
    r"""Write the documentation of the ontology, from the ontology, the shapes and the data.

    Every class with its properties, what they lead to, an example and a count; every concept; how a fact leads to its
    words; complete queries with the rows they give.

    \b
    Example:      tipgraph document --check
    Exit status:  0 written, or (--check) as it should be, 1 a difference, 2 could not run.
    """
    from tipgraph.export.ontology_docs import document as write  # noqa: PLC0415 - heavy, and not for --help
    from tipgraph.export.ontology_docs import first_difference  # noqa: PLC0415
    from tipgraph.files import write_text_atomic  # noqa: PLC0415

    path = output or record.root / "docs" / "ontology.md"
    text = write(record)
    if not check:
        write_text_atomic(path, text)
        click.echo(f"Wrote {path}")
        return
    difference = first_difference(path, text)
    if difference:
        click.echo(difference, err=True)
        raise SystemExit(1)
    click.echo(f"{path} is what the ontology, the shapes and the data give")
