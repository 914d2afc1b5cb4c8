"""What happens in a worker process when a page of the site is made: the build is read, and :mod:`tipgraph.site` asked.

A worker can open no file: the fork server imports this module for it, as it does :mod:`tipgraph.web.worker`.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.query.lookup import TYPE, Lookup
from tipgraph.site.citations import Quotation, quotation
from tipgraph.site.entities import Section, load_sections
from tipgraph.site.recommendations import Recommendation, collect
from tipgraph.web import worker

_SECTIONS: Final = load_sections()  # read while files can be read
MOST_ROWS: Final = 25
"""Rows of a table on the page of a thing; the table has a page of its own with all of them."""


@dataclass(frozen=True)
class Part:
    """A table on the page of a thing."""

    section: Section
    table: worker.Rows


def own_words(directory: Path, iri: str) -> Quotation | None:
    """Return the words that a thing is, as :func:`tipgraph.site.citations.quotation`."""
    return quotation(Lookup(worker.load(directory).dataset), NamedNode(iri))


def parts(directory: Path, iri: str) -> tuple[Part, ...]:
    """Return the tables that tell of a thing, in their order.

    Args:
        directory: The build to ask.
        iri: The thing.

    Returns:
        Those tables that have rows.
    """
    store = worker.load(directory).dataset
    classes = {kind.value for kind in Lookup(store).nodes(NamedNode(iri), TYPE)}
    wanted = [section for section in _SECTIONS if section.is_of(classes)]
    found = [Part(section, worker.table(store, section.about(iri), MOST_ROWS)) for section in wanted]
    return tuple(Part(part.section, _telling_columns(part.table, iri)) for part in found if part.table.rows)


def _telling_columns(table: worker.Rows, iri: str) -> worker.Rows:
    """Leave out columns that have no value in any row, or none but the thing whose page it is."""
    used = [at for at in range(len(table.columns)) if any(_tells(row[at], iri) for row in table.rows)]
    columns, rows = [table.columns[at] for at in used], [[row[at] for at in used] for row in table.rows]
    return replace(table, columns=columns, rows=rows)


def _tells(cell: worker.Cell | None, iri: str) -> bool:
    return cell is not None and cell.iri != iri


@cache
def recommendations(directory: Path) -> tuple[Recommendation, ...]:
    """Return every recommendation of a build, as :func:`tipgraph.site.recommendations.collect`."""
    return collect(worker.load(directory).dataset)
