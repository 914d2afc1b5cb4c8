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
    from pyoxigraph import Store

    from tipgraph.query.formats import Format
    from tipgraph.query.prepare import Prepared

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "rdfxml", "jsonld")
_WIDTH = 100  # of a table where there is no terminal
_NOTHING = {
    "json": b'"bindings":[]}}',
    "xml": b"<results></results></sparql>",
    "rdfxml": b'">\n</rdf:RDF>',
    "jsonld": b"[]",
}
"""How an answer ends that holds nothing."""


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
    that of a thing: <session/wg4-1>. SERVICE and updates are refused. Terms and things that the record does not have
    are named on standard error, with the nearest ones.

    \b
    Example:      tipgraph query --name victim-compensation
                  echo 'SELECT * { ?r a tip:Recommendation ; tip:text ?text }' | tipgraph query - --format csv
    Exit status:  0 answered, 2 the query or an option is wrong, or a file cannot be read or written.
    """
    if listing:
        _list(record)
        return
    from tipgraph.dataset.store import open_record  # noqa: PLC0415 - heavy, and not for --help
    from tipgraph.files import write_bytes_atomic  # noqa: PLC0415
    from tipgraph.query.prepare import prepare  # noqa: PLC0415

    text, called = _read(record, file, name)
    prepared = prepare(text, called)
    wanted = _choose(prepared, form)
    store = open_record(record)
    answer = _answer(store, prepared, wanted)
    if output is None:
        sys.stdout.buffer.write(answer)
        sys.stdout.flush()
    else:
        write_bytes_atomic(output, answer)
    _warn(store, prepared, empty=_is_empty(answer, wanted), told=wanted is None and output is None)


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
    if form.lower() not in FORMATS:
        raise UsageError(f"there is no format '{form}': use one of {', '.join(FORMATS)}")
    wanted = named(form.lower())
    if wanted in fits or (wanted is None and not prepared.is_graph):
        return wanted
    names = [*([] if prepared.is_graph else ["table"]), *(fit.name for fit in fits)]
    raise UsageError(f"{prepared.form} has no answer in the format '{form}': use one of {', '.join(names)}")


def _answer(store: "Store", prepared: "Prepared", wanted: "Format | None") -> bytes:
    """Put the query to the engine and write the answer."""
    from tipgraph.query.run import evaluate, write  # noqa: PLC0415
    from tipgraph.query.table import draw_table  # noqa: PLC0415

    found = evaluate(store, prepared)
    if wanted is not None:
        raw = io.BytesIO()
        write(found, wanted, raw)
        written = raw.getvalue()
        return written if written.endswith(b"\n") else written + b"\n"
    width = shutil.get_terminal_size((_WIDTH, 0)).columns
    return draw_table(found, width).encode("utf-8")  # type: ignore[arg-type]


def _is_empty(answer: bytes, wanted: "Format | None") -> bool:
    """Say whether an answer that was written has no row and no triple."""
    from tipgraph.query.table import NO_ROWS  # noqa: PLC0415

    if wanted is None:
        return answer == NO_ROWS.encode("utf-8")
    if wanted.name in {"csv", "tsv"}:
        return answer.count(b"\n") == 1 and answer.strip() not in {b"true", b"false"}
    return answer.rstrip().endswith(_NOTHING.get(wanted.name, b"\0")) or not answer.strip()


def _warn(store: "Store", prepared: "Prepared", *, empty: bool, told: bool) -> None:
    """Say on standard error what a table in a file, or for a program, cannot: that it is empty, and why that may be."""
    from tipgraph.query.unknown import warnings  # noqa: PLC0415

    for warning in warnings(store, prepared, empty=empty):
        click.echo(f"Warning: {warning}", err=True)
    if empty and not told:
        what = "triples" if prepared.is_graph else "rows"
        click.echo(f"no {what}: the record has no answer to this", err=True)
