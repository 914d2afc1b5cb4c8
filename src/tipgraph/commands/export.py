"""``tipgraph export``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import GzipFile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from tipgraph.cli import pass_record
from tipgraph.commands.progress import shown
from tipgraph.errors import UsageError
from tipgraph.record import Record

if TYPE_CHECKING:
    from tipgraph.dataset.build import Build
    from tipgraph.export.registry import Export, Form
    from tipgraph.export.source import Source


_OTHER_COMPRESSIONS = frozenset({".zst", ".bz2", ".xz", ".br", ".zip"})


@click.command()
@click.argument("what", required=False, metavar="WHAT")
@click.option(
    "--format",
    "-f",
    "form",
    metavar="FORMAT",
    help="One of its forms; else that which the name of the file ends with, else the first.",
)
@click.option("--graph", metavar="IRI", help="One named graph alone.")
@click.option("--query", metavar="FILE", help="The answer of a CONSTRUCT or DESCRIBE query instead of all.")
@click.option(
    "--build", "directory", type=click.Path(path_type=Path), metavar="DIR", help="The build; else the record's."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to a file, with gzip if it ends in .gz; - is the screen.",
)
@pass_record
def export(
    record: Record,
    what: str | None,
    form: str | None,
    graph: str | None,
    query: str | None,
    directory: Path | None,
    output: Path | None,
) -> None:
    r"""Write the dataset, or a part of it, in the form that somebody else takes; without WHAT, list what there is.

    WHAT 'all' is every export in every form, in a folder (beside the build, unless -o names one); the server hands
    them out from there.

    \b
    Example:      tipgraph export
                  tipgraph export dump --format nquads -o dump.nq.gz
                  tipgraph export dump --graph https://w3id.org/tipgraph/graph/schemes -f turtle -o schemes.ttl
                  tipgraph export all
    Exit status:  0 written, 2 an option is wrong, or a file cannot be read or written.
    """
    from tipgraph.dataset.build import default_directory, ensure_build, open_build  # noqa: PLC0415 - not for --help
    from tipgraph.export.registry import exports  # noqa: PLC0415
    from tipgraph.export.source import Source  # noqa: PLC0415

    build = open_build(directory) if directory else ensure_build(record, default_directory(record))
    if what == "all":
        _write_everything(build, output, wants_part=bool(form or graph or query))
        return
    source = Source(build)
    known = exports(source)
    if what is None:
        _list(known)
        return
    if what not in known:
        raise UsageError(f"there is no export '{what}': 'tipgraph export' lists those that there are")
    chosen = known[what].form(form) if form else _form_of(known[what], output)
    if (graph or query) and not chosen.is_selective:
        raise UsageError(f"'{what}' as {chosen.name} is always whole: --graph and --query are for 'dump'")
    if graph and query:
        raise UsageError("name a graph or a query, not both: a query can say GRAPH itself")
    if output is None:
        raise UsageError("name the file to write with -o FILE, or -o - for standard output")
    if output.suffix in _OTHER_COMPRESSIONS:
        raise UsageError(f"{output.name}: files are compressed with gzip only, as {output.with_suffix('.gz').name}")
    _write(source, chosen, graph or "", query, output)


def _form_of(export: "Export", output: Path | None) -> "Form":
    """Choose the form that the end of the file's name says, else the first."""
    name = output.name.removesuffix(".gz") if output else ""
    fitting = (form for form in export.forms if name.endswith(f".{form.suffix}"))
    return next(fitting, export.forms[0])


def _write_everything(build: "Build", output: Path | None, *, wants_part: bool) -> None:
    from tipgraph.export.everything import default_exports, write_everything  # noqa: PLC0415

    if wants_part:
        raise UsageError("'all' has every form of everything: --format, --graph and --query are for one export")
    directory = output or default_exports(build.directory)
    with shown(directory.name) as progress:
        written = write_everything(build, directory, progress)
    click.echo(f"Wrote {len(written.files)} files to {directory}")


def _list(known: "dict[str, Export]") -> None:
    for one in known.values():
        click.echo(f"{one.name}: {one.title} ({', '.join(form.name for form in one.forms)})\n    {one.says}")


def _write(source: "Source", form: "Form", graph: str, query: str | None, output: Path) -> None:
    from tipgraph.export.source import Selection  # noqa: PLC0415
    from tipgraph.files import open_atomic, read_text_strict, remove_leftovers  # noqa: PLC0415

    text = read_text_strict(Path(query)) if query else ""
    with shown(output.name) as progress:
        selection = Selection(graph, text, progress)
        if str(output) == "-":
            form.write(source, sys.stdout.buffer, selection)
            sys.stdout.flush()
            return
        remove_leftovers(output)
        with open_atomic(output) as stream, _packed(stream, output) as out:
            form.write(source, out, selection)


@contextmanager
def _packed(stream: BinaryIO, output: Path) -> Iterator[BinaryIO]:
    """Compress what is written, if the name of the file says so; without a name or a time in it, so that bytes repeat."""
    if output.suffix != ".gz":
        yield stream
        return
    with GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0) as packed:
        yield cast(BinaryIO, packed)
