"""``tipgraph query``."""

import io
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tipgraph.cli import pass_record
from tipgraph.errors import UsageError
from tipgraph.record import Record

if TYPE_CHECKING:
    from tipgraph.query.formats import Format
    from tipgraph.query.prepare import Prepared

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "rdfxml", "jsonld")
_WIDTH = 100  # of a table where there is no terminal


@click.command()
@click.argument("file", required=False, metavar="FILE|-")
@click.option("--name", "-n", metavar="NAME", help="Ask one of the record's own questions.")
@click.option("--list", "listing", is_flag=True, help="List the record's own questions.")
@click.option("--format", "-f", "form", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
@pass_record
def query(
    record: Record, file: str | None, name: str | None, listing: bool, form: str | None, output: Path | None
) -> None:
    r"""Ask the record in SPARQL: a query in FILE, on standard input (-), or a question of its own by NAME.

    \b
    Tables (SELECT, ASK):            table (the default), csv, tsv, json, xml
    Graphs (CONSTRUCT, DESCRIBE):    turtle (the default), ntriples, rdfxml, jsonld

    The prefixes of the record (tip:, rdfs:, skos:, topic:, body: and so on) need no declaration, and a relative IRI is
    that of a thing: <session/wg4-1>. SERVICE and updates are refused.

    \b
    Example:      tipgraph query --name victim-compensation
                  echo 'SELECT * { ?r a tip:Recommendation ; tip:text ?text }' | tipgraph query - --format csv
    Exit status:  0 answered, 2 the query or an option is wrong, or a file cannot be read or written.
    """
    from tipgraph.query.prepare import prepare  # noqa: PLC0415 - heavy, and not for --help

    if listing:
        _list(record)
        return
    text, called = _read(record, file, name)
    prepared = prepare(text, called)
    answer = _answer(record, prepared, _choose(prepared, form))
    if output is None:
        sys.stdout.buffer.write(answer)
        sys.stdout.flush()
        return
    from tipgraph.files import write_bytes_atomic  # noqa: PLC0415

    write_bytes_atomic(output, answer)


def _list(record: Record) -> None:
    """Print the names and titles of the questions."""
    from tipgraph.query.questions import load_questions  # noqa: PLC0415

    questions = load_questions(record)
    longest = max((len(question.name) for question in questions), default=0)
    for question in questions:
        click.echo(f"{question.name:<{longest}}  {question.title}")


def _read(record: Record, file: str | None, name: str | None) -> tuple[str, str]:
    """Return the query and what it is called in messages."""
    from tipgraph.files import decode, read_text_strict  # noqa: PLC0415
    from tipgraph.query.questions import find_question  # noqa: PLC0415

    if (file is None) == (name is None):
        raise UsageError("name one query: a FILE, - for standard input, or --name; 'tipgraph query --help' shows how")
    if name is not None:
        question = find_question(record, name)
        return question.text, str(question.path)
    if file == "-":
        return decode(sys.stdin.buffer.read(), "standard input"), "standard input"
    path = Path(str(file))
    return read_text_strict(path), str(path)


def _choose(prepared: "Prepared", form: str | None) -> "Format | None":
    """Return the form of the answer, ``None`` for a table drawn on the terminal."""
    from tipgraph.query.formats import named  # noqa: PLC0415
    from tipgraph.query.run import fitting  # noqa: PLC0415

    fits = fitting(prepared)
    if form is None:
        return fits[0] if prepared.is_graph else None
    if form not in FORMATS:
        raise UsageError(f"there is no format '{form}': use one of {', '.join(FORMATS)}")
    wanted = named(form)
    if wanted in fits or (wanted is None and not prepared.is_graph):
        return wanted
    names = [*([] if prepared.is_graph else ["table"]), *(fit.name for fit in fits)]
    raise UsageError(f"{prepared.form} has no answer in the format '{form}': use one of {', '.join(names)}")


def _answer(record: Record, prepared: "Prepared", wanted: "Format | None") -> bytes:
    """Put the query to the record's build, which is made if it is missing, and write the answer."""
    from tipgraph.dataset.store import open_record  # noqa: PLC0415
    from tipgraph.query.run import evaluate, write  # noqa: PLC0415
    from tipgraph.query.table import draw_table  # noqa: PLC0415

    found = evaluate(open_record(record), prepared)
    if wanted is not None:
        raw = io.BytesIO()
        write(found, wanted, raw)
        written = raw.getvalue()
        return written if written.endswith(b"\n") else written + b"\n"
    width = shutil.get_terminal_size((_WIDTH, 0)).columns
    return draw_table(found, width).encode("utf-8")  # type: ignore[arg-type]
