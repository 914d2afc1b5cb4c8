"""The answer of a competency question as a page shows it: from a row to the words that state it, and to its things."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tipgraph.query.leads import WORDS, Along, Trail
from tipgraph.web.paths import href
from tipgraph.web.reader import words_href
from tipgraph.web.worker import Cell, Rows

_QUOTE: Final = "quote"
_SPAN: Final = ("start", "end")
"""Columns that say where a quote stands, in code points of its file."""


@dataclass(frozen=True)
class Shown:
    """An answer on a page."""

    table: Rows
    left_out: tuple[str, ...]
    """Columns of the answer that the page has not: where a quote leads to its place, the numbers of that place."""
    added: bool
    """Whether the page has a column of words that the answer has not."""


def things(found: Rows, along: Along) -> frozenset[str]:
    """Return the IRIs of the things that an answer has along; arguments as for :func:`follow`."""
    at = [(found.columns.index(trail.column), trail) for trail in along.trails]
    cells = ((row[index], trail) for row in found.rows for index, trail in at)
    return frozenset(iri for cell, trail in cells if cell for iri in _iris(cell, trail) if iri)


def follow(found: Rows, along: Along, parts: Container[str]) -> Shown:
    """Make links of the cells of an answer: a part of a document is shown in its text, anything else on its page.

    Args:
        found: The answer of the query that asks for the things along.
        along: That query.
        parts: Which of the things are parts of documents.

    Returns:
        The rows, in their order, without the columns of the things; each cell of a column with a lead has its ``links``.
    """
    further = {trail.column for trail in along.trails}
    own = [column for column in found.columns if column not in further]
    added = next((trail for trail in along.trails if trail.lead.column == WORDS and WORDS not in own), None)
    quoted = any(trail.lead.column == _QUOTE for trail in along.trails) and set(_SPAN) <= set(own)
    left_out = _SPAN if quoted else ()
    shown = [column for column in own if column not in left_out]
    trails = {trail.lead.column: trail for trail in along.trails if trail != added}
    rows = []
    for row in found.rows:
        cells = dict(zip(found.columns, row, strict=True))
        linked = [_linked(column, cells, trails.get(column), parts) for column in shown]
        rows.append([*linked, cells[added.column]] if added else linked)
    columns = [*shown, WORDS] if added else shown
    return Shown(replace(found, columns=columns, rows=rows), left_out, added is not None)


def _linked(column: str, cells: Mapping[str, Cell | None], trail: Trail | None, parts: Container[str]) -> Cell | None:
    """Return a cell with its links, if it leads anywhere."""
    cell = cells[column]
    thing = cells[trail.column] if trail else None
    if cell is None or thing is None or trail is None:
        return cell
    span = [one.text for name in _SPAN if column == _QUOTE and (one := cells.get(name))]
    addresses = [words_href(iri, *span) if iri in parts else href(iri) for iri in _iris(thing, trail)]
    texts = cell.text.split(trail.separator) if trail.separator else [cell.text]
    if len(texts) != len(addresses):  # a name has the separator in it: nothing tells which thing is whose
        return cell
    pieces = (piece for pair in zip(texts, addresses, strict=True) for piece in ((trail.separator, ""), pair))
    return replace(cell, links=tuple(pieces)[1:])


def _iris(thing: Cell, trail: Trail) -> list[str]:
    return thing.text.split(trail.separator) if trail.separator else [thing.iri]
