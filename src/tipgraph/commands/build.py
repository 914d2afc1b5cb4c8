"""``tipgraph build``."""

from pathlib import Path

import click

from tipgraph.cli import pass_record
from tipgraph.record import Record


@click.command()
@click.option(
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where the build goes [default: TIPGRAPH_BUILD, else build/dataset in a checkout].",
)
@pass_record
def build(record: Record, output: Path | None) -> None:
    r"""Load the record, infer, merge, and write an immutable build.

    A build holds dataset.nq (the named graphs), merged.nt (the default graph), void.nt (what the dataset is, and counts
    of its parts), definitions.nq (the shapes, and the axioms of the consistency check, which are no part of the dataset),
    search.sqlite (the search index) and manifest.json (hashes and counts). The same record gives the same bytes. A build
    that lies in DIR is replaced when the new one is complete.

    \b
    Example:      tipgraph build --output /srv/tipgraph
    Exit status:  0 built, 2 a file cannot be read or parsed, or DIR cannot be written.
    """
    from tipgraph.dataset.build import default_directory, write_build  # noqa: PLC0415 - heavy, and not for --help

    made = write_build(record, output or default_directory(record))
    for graph, size in made.manifest["graphs"].items():
        click.echo(f"{size:>8,}  {graph}")
    click.echo(f"{made.manifest['quads']:>8,}  in all named graphs; {made.manifest['triples']:,} in the default graph")
    click.echo(f"Built {made.directory}")
