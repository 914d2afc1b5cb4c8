"""``tipgraph review``."""

import json
from pathlib import Path

import click

from tipgraph.cli import pass_record
from tipgraph.errors import shown
from tipgraph.record import Record


@click.command()
@click.argument("documents", nargs=-1)
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where the documents lie [default: data of the record].",
)
@click.option("--clear", metavar="IRI", multiple=True, help="Confirm a fact: it was read against its words, and holds.")
@click.option("--reject", metavar="IRI", multiple=True, help="Reject a fact: the words do not say it, and it goes.")
@click.option(
    "--reason", default="Read against the words of the document.", help="Why, in a sentence.", show_default=True
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to list [default: text]."
)
@pass_record
def review(
    record: Record,
    documents: tuple[str, ...],
    into: Path | None,
    clear: tuple[str, ...],
    reject: tuple[str, ...],
    reason: str,
    form: str,
) -> None:
    r"""List what is marked for review in DOCUMENTS, or in all of them, and decide about it.

    An IRI may be given whole or from behind `id/`, and `*` in it stands for any characters. A decision is kept in
    DIR/curated/reviews.ttl, with its day and its reason, and the document's facts are written again.

    \b
    Example:      tipgraph review --clear 'document/wg4-2013-report/5/*' wg4-2013-report
    Exit status:  0 done, 2 could not run.
    """
    from tipgraph.extract.decisions import CONFIRMED, REJECTED  # noqa: PLC0415
    from tipgraph.ingest.place import Place  # noqa: PLC0415
    from tipgraph.ingest.reviews import choose, decide, open_points  # noqa: PLC0415
    from tipgraph.namespaces import ID  # noqa: PLC0415

    place = Place(into or record.manifest.parents[1])
    points = open_points(place, documents)
    decided = {CONFIRMED: choose(points, clear), REJECTED: choose(points, reject)}
    if clear or reject:
        decide(record, place, decided, reason)
        for outcome, chosen in decided.items():
            if chosen:
                click.echo(f"{len(chosen)} {outcome.rpartition('/')[2]}", err=form == "json")
        points = open_points(place, documents)
    if form == "json":
        rows = [
            {"file": shown(p.file), "line": p.line, "iri": p.iri, "words": p.words, "reason": p.reason} for p in points
        ]
        click.echo(json.dumps({"needsReview": rows}, indent=2, ensure_ascii=False))
    else:
        for p in points if not (clear or reject) else ():
            click.echo(f"{shown(p.file)}:{p.line}: {p.iri.removeprefix(ID)}: {p.words!r}: {p.reason}")
        click.echo(f"{len(points)} to review")
