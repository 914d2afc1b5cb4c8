"""``tipgraph diff``."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tipgraph.changes.statements import Statements

FORMS = ("text", "markdown", "json", "nquads")


@click.command()
@click.argument("before", metavar="A", type=click.Path(path_type=Path))
@click.argument("after", metavar="B", type=click.Path(path_type=Path))
@click.option("--format", "-f", "form", type=click.Choice(FORMS), default=FORMS[0], help="How to tell it [text].")
def diff(before: Path, after: Path, form: str) -> None:
    r"""Tell what changed from A to B: builds, releases, or files of RDF.

    As text or markdown in words: what came, went, changed, was withdrawn or corrected, class by class. As nquads
    statement by statement: a line '- ...' for each that is gone, '+ ...' for each that is new; equal structures of blank
    nodes have equal names. As json both.

    \b
    Example:      tipgraph diff releases/0.1.0 releases/0.2.0 --format markdown
    Exit status:  0 no difference, 1 differences, 2 A or B cannot be read.
    """
    from tipgraph.changes.statements import refuse_unlike, sorted_statements  # noqa: PLC0415 - heavy, and not for --help

    with sorted_statements(before) as old, sorted_statements(after) as new:
        refuse_unlike(old, new)
        written = 0
        for written, line in enumerate(_lines(old, new, form), 1):  # noqa: B007 - the last number counts
            click.echo(line)
    raise SystemExit(1 if written else 0)


def _lines(old: "Statements", new: "Statements", form: str) -> Iterator[str]:
    """Give the lines that tell of the differences; none where there are none."""
    from tipgraph.changes.compare import changes  # noqa: PLC0415

    if next(changes(old, new), None) is None:
        return
    if form == "nquads":
        for change in changes(old, new):
            yield from sorted(
                [f"- {line}" for line in change.removed] + [f"+ {line}" for line in change.added], key=_by_statement
            )
        return
    from tipgraph.changes.names import names_of  # noqa: PLC0415
    from tipgraph.changes.report import Told  # noqa: PLC0415
    from tipgraph.changes.words import told  # noqa: PLC0415

    with names_of(old, new) as names:
        report = Told.of(told(changes(old, new), names))
    if form != "json":
        yield from report.markdown() if form == "markdown" else report.text()
        return
    yield from _json(old, new, json.dumps(report.to_data(), ensure_ascii=False))


def _json(old: "Statements", new: "Statements", words: str) -> Iterator[str]:
    """Give one JSON object, a line for each thing that changed."""
    from tipgraph.changes.compare import changes  # noqa: PLC0415

    yield f'{{"words": {words},'
    yield '"changes": ['
    comma = ""
    for change in changes(old, new):
        one = {"subject": change.iri or change.subject, "removed": change.removed, "added": change.added}
        yield comma + json.dumps(one, ensure_ascii=False)
        comma = ","
    yield "]}"


def _by_statement(line: str) -> tuple[str, str]:
    return line[2:], line[0]
