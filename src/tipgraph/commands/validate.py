"""``tipgraph validate``."""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tipgraph.cli import pass_record
from tipgraph.errors import UsageError
from tipgraph.record import ENVIRONMENT, Record

if TYPE_CHECKING:
    from tipgraph.validate import Report
    from tipgraph.validate.bounded import Told

_FORMATS = ("text", "json", "sarif", "junit", "github", "shacl")
_OF_REPOSITORY = ("sarif", "github")
"""The forms whose readers look for files from the root of the repository."""
_SEVERITIES = ("violation", "warning", "info")


@click.command()
@click.argument("files", nargs=-1, metavar="[FILES]...")
@click.option("--only", multiple=True, metavar="LAYER", help="Run this layer alone; may be given again.")
@click.option("--skip", multiple=True, metavar="LAYER", help="Leave out a layer; may be given again.")
@click.option(
    "--format", "-f", "form", type=click.Choice(_FORMATS), default="text", help="The form of the report [text]."
)
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to a file.")
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default="violation",
    help="How grave what is found must be for status 1.",
)
@click.option("--shapes", multiple=True, type=click.Path(path_type=Path), metavar="PLACE", help="Use these shapes too.")
@click.option(
    "--ontology", multiple=True, type=click.Path(path_type=Path), metavar="PLACE", help="Use this ontology too."
)
@click.option("--replace", is_flag=True, help="Use what --shapes and --ontology name instead of the record's.")
@click.option("--allow-remote-contexts", is_flag=True, help="Fetch the contexts that JSON-LD names.")
@click.option("--changed", is_flag=True, help="FILES have changed: check also what depends on them.")
@click.option("--full", is_flag=True, help="Validate everything, not only what changed since the last time.")
@click.option(
    "--timeout", type=click.FloatRange(min=0), default=900.0, help="Seconds that it may take; 0 for any time [900]."
)
@click.option("--quiet", is_flag=True, help="Leave out what is only a note.")
@click.option("--verbose", is_flag=True, help="Show every result, with its line of the file.")
@pass_record
def validate(record: Record, /, files: tuple[str, ...], form: str, output: Path | None, **options: Any) -> None:
    """Check FILES as part of the record, or the whole record where none are named.

    FILES are files of RDF, folders of such, or addresses of dumps. A file that bears the name of one of the record takes
    its place; what is reported is then about the things that FILES describe. Rules and questions of the record (.rq, .csv)
    are asked of the whole of it. Where none of the things is the record's, the data are other people's, and are checked by
    themselves against the ontology and the shapes, --shapes and --ontology added. With --changed it is also about what
    depends on these things, or on those that FILES described when last committed, in the record that FILES lie in; its
    whole, where FILES are of its ontology, shapes, texts or lists.

    Where the whole record was validated before, only what has changed since and what that can affect is validated again;
    the report is the same as with --full.

    The layers are hygiene, owl-dl, inference, shacl, rules, terms, anchors, external-iris, register, extraction, questions
    and consistency.

    \b
    Example:      tipgraph validate data/curated/status.ttl
                  tipgraph validate --skip consistency
                  tipgraph validate --changed data/curated/status.ttl
                  tipgraph validate --format sarif -o report.sarif
    Exit status:  0 conforms, 1 something as grave as --fail-on was found, 2 a wrong option, a file that cannot be read, or
                  not to its end within --timeout.
    """  # noqa: D301 - click wants the character, not its name
    from tipgraph.validate import Severity, check  # noqa: PLC0415 - heavy, and not for --help
    from tipgraph.validate.bounded import within  # noqa: PLC0415 - the same
    from tipgraph.validate.incremental.again import default_state  # noqa: PLC0415 - the same
    from tipgraph.validate.layers import chosen as layers_of  # noqa: PLC0415 - the same
    from tipgraph.validate.others import Given  # noqa: PLC0415 - the same
    from tipgraph.validate.sources import Reading  # noqa: PLC0415 - the same

    chosen = layers_of(options["only"], options["skip"])
    with ExitStack() as stack:
        names = _paths(files, stack, changed=options["changed"])
        paths = list(names)
        if options["changed"]:
            record = record if _is_named() else next(filter(None, map(Record.around, paths)), record)
        given = Given(
            options["shapes"], options["ontology"], options["replace"], Reading(options["allow_remote_contexts"])
        )

        def work(told: "Told") -> "Report":
            layers = {"only": options["only"], "skip": options["skip"], "told": told}
            if options["changed"]:
                return _of_change(record, paths, layers)
            return check(record, paths, **layers, given=given, state=default_state(record), full=options["full"])

        limit = options["timeout"]
        report = within(limit, work, chosen) if limit else work(lambda name, results: None)
        report = report.renamed({str(path): name for path, name in names.items()})
    shown = report.without(Severity.INFO) if options["quiet"] else report
    named = {str(path): path for path in paths}
    _tell(report, verbose=options["verbose"])
    _write(shown, form, output, lambda name: _lies(name, record, named), verbose=options["verbose"])
    raise SystemExit(1 if report.worst_is(Severity(options["fail_on"])) else 0 if report.complete else 2)


def _paths(names: tuple[str, ...], stack: ExitStack, *, changed: bool) -> dict[Path, str]:
    """Return the files that are named with their names: of folders those of RDF, of addresses what is fetched meanwhile."""
    from tipgraph.validate.sources import downloaded, files_below, is_address  # noqa: PLC0415 - not for --help

    found: dict[Path, str] = {}
    for name in names:
        if is_address(name):
            found[stack.enter_context(downloaded(name))] = name
        else:
            is_one = changed or Path(name).is_file()
            found |= {path: str(path) for path in ([Path(name)] if is_one else files_below(Path(name)))}
    return found


def _of_change(record: Record, files: list[Path], layers: dict[str, Any]) -> "Report":
    """Check changed files, or the whole record where all of it depends on one of them."""
    from tipgraph.validate import Report, check  # noqa: PLC0415 - heavy, and not for --help
    from tipgraph.validate.changed import files_to_check  # noqa: PLC0415 - the same

    if not files:
        raise UsageError("--changed is about files, and none is named: name those that have changed")
    data = files_to_check(record, files)
    if data is not None and not data:
        return Report.of([], 0, ["FILES: none of them holds data, and nothing that is checked depends on them"])
    return check(record, data or (), **layers, changed=True)


def _lies(name: str, record: Record, named: dict[str, Path]) -> Path | None:
    """Tell where a file lies that results name: one of FILES, one of the record, or one of --shapes and --ontology."""
    places = (named.get(name), record.root / name, Path(name))
    return next((path for path in places if path and path.is_file()), None)


def _tell(report: "Report", *, verbose: bool) -> None:
    """Say beside the report how much of it is of this time."""
    if report.again:
        click.echo(report.again, err=True)
    elif report.why_whole and verbose:
        click.echo(f"everything was validated: {report.why_whole}", err=True)


def _is_named() -> bool:
    """Tell whether somebody said which record it is: otherwise it is the one that this program came with."""
    return bool(os.environ.get(ENVIRONMENT) or click.get_current_context().find_root().params.get("folder"))


def _write(
    report: "Report", form: str, output: Path | None, paths: Callable[[str], Path | None], *, verbose: bool
) -> None:
    from tipgraph.files import write_text_atomic  # noqa: PLC0415 - not for --help
    from tipgraph.validate.formats import FORMATS, text  # noqa: PLC0415 - the same
    from tipgraph.validate.formats.repository import in_repository  # noqa: PLC0415 - the same

    if form in _OF_REPOSITORY:
        report = in_repository(report, paths)
    if form != "text":
        written = FORMATS[form](report)
    else:
        colour = output is None and sys.stdout.isatty()
        written = text.write(report, verbose=verbose, colour=colour, paths=paths) + "\n"
    if output is None:
        click.echo(written, nl=False)
    else:
        write_text_atomic(output, written)
        click.echo(report.summary)
