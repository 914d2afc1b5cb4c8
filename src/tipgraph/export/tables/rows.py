"""The rows of a table, one after the other."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions

from tipgraph.export.documents import is_known
from tipgraph.export.source import Source
from tipgraph.export.tables.definition import Column, Table
from tipgraph.query.lookup import Lookup, Node
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate

Value = str | int | bool
Cell = Value | tuple[Value, ...] | None
"""One value, several in an order of their own, or none."""
_TESTS: Final[dict[str, Callable[[Lookup, NamedNode], bool]]] = {"known documents": is_known}
_WORD: Final = re.compile(r"\w+")
_ENGLISH: Final = ("en", None, "")


def rows(source: Source, table: Table) -> Iterator[tuple[Cell, ...]]:
    """Give the rows of a table.

    Args:
        source: The build.
        table: The table.

    Returns:
        For each thing one row, with a cell for each column; a column that is a list has a tuple, empty if there is
        nothing. Where a column that is none finds several values, it has the English one, then the first.
    """
    found = evaluate(source.store, prepare(table.query))
    assert isinstance(found, QuerySolutions)
    has_row, last = _TESTS.get(table.only), None
    for solution in found:
        thing = solution[table.key.name]
        # Several values of what the rows are ordered by make several solutions.
        if isinstance(thing, NamedNode) and thing != last and (has_row is None or has_row(source.lookup, thing)):
            yield _row(source.lookup, table, thing, solution)
        last = thing


def _row(lookup: Lookup, table: Table, thing: NamedNode, solution: QuerySolution) -> tuple[Cell, ...]:
    terms: dict[str, list[Node]] = {}
    cells: list[Cell] = []
    for column in table.columns:
        if column.names_of:
            named = [_name(lookup, term) for term in terms[column.names_of]]
            cells.append(tuple(named) if column.is_list else next(iter(named), None))
            continue
        chosen = _terms(lookup, column, thing, solution)
        if column.placed_in and terms[column.placed_in]:
            text = _words(_text(terms[column.placed_in][0]))
            chosen = sorted(chosen, key=lambda term: _place(_words(_text(term)), text))
        terms[column.name] = chosen
        values = tuple(_value(column, term) for term in chosen)
        cells.append(values if column.is_list else next(iter(values), None))
    return tuple(cells)


def _terms(lookup: Lookup, column: Column, thing: NamedNode, solution: QuerySolution) -> list[Node]:
    if not column.properties:
        told = solution[column.name]
        return [] if told is None else [told]
    for one in column.properties:
        found = sorted(_follow(lookup, thing, one), key=_rank)
        if found:
            return found if column.is_list else found[:1]
    return []


def _follow(lookup: Lookup, thing: NamedNode, path: str) -> set[Node]:
    """Return where the properties of a path lead, one after the other."""
    found: set[Node] = {thing}
    for step in path.split(" "):
        way, backwards = NamedNode(step.removeprefix("^")), step.startswith("^")
        here = [node for node in found if isinstance(node, NamedNode | BlankNode)]
        led = (lookup.subjects(way, node) if backwards else lookup.objects(node, way) for node in here)
        found = {one for several in led for one in several}
    return found


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _place(words: list[str], text: list[str]) -> int:
    """Return the place in a text where words end: together, else one after the other; what is not there comes last."""
    for start in range(len(text) - len(words) + 1):
        if text[start : start + len(words)] == words:
            return start + len(words)
    at = 0
    for word in words:
        if word not in text[at:]:
            return len(text) + 1
        at = text.index(word, at) + 1
    return at


def _rank(term: Node) -> tuple[bool, str, str]:
    language = term.language if isinstance(term, Literal) else None
    return language not in _ENGLISH, _text(term), language or ""


def _text(term: Node) -> str:
    return term.value if isinstance(term, Literal | NamedNode | BlankNode) else str(term)


def _value(column: Column, term: Node) -> Value:
    text = _text(term)
    if column.kind == "boolean" and text in ("true", "false", "1", "0"):
        return text in ("true", "1")
    if column.kind == "integer" and text.removeprefix("-").isdecimal():
        return int(text)
    return text


def _name(lookup: Lookup, term: Node) -> str:
    name = lookup.name(term) if isinstance(term, NamedNode) else None
    return " ".join((name.value if name else _text(term)).split())


def joined(column: Column, cell: Cell) -> Value | None:
    """Write a cell as one value: those of a list with the separator of the column between them, and a space within them."""
    if isinstance(cell, tuple):
        values = (plain(value).replace("\r\n", "\n").replace(column.separator, " ") for value in cell)
        return column.separator.join(values) if cell else None
    return cell


def plain(value: Value) -> str:
    """Write a value as XML Schema does."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def joined_row(table: Table, row: Sequence[Cell]) -> Iterator[Value | None]:
    """Write every cell of a row as one value."""
    return (joined(column, cell) for column, cell in zip(table.columns, row, strict=True))
