"""An answer as a table for people, on a terminal."""

import io
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions

from tipgraph.namespaces import ID, PREFIXES

NO_ROWS: Final = "no rows: the record has no answer to this\n"
_COMFORTABLE: Final = 28
"""As wide as a column need be for its words to be read easily."""
_NAMESPACES: Final = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def shorten(iri: str) -> str:
    """Write an IRI as a person would: with a prefix, or as the path of a thing."""
    for prefix, namespace in _NAMESPACES:
        local = iri.removeprefix(namespace)
        if local and local != iri and "/" not in local:
            return f"{prefix}:{local}"
    return f"<{iri.removeprefix(ID)}>"


def show(term: object) -> str:
    """Write a term for a cell: the words of a literal, the short form of an IRI, nothing where there is none."""
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        return shorten(term.value)
    return f"_:{term.value}" if isinstance(term, BlankNode) else "" if term is None else str(term)


def draw_table(found: QuerySolutions | QueryBoolean, width: int) -> str:
    """Draw an answer.

    Args:
        found: The rows, or a truth value, which is written as ``yes`` or ``no``.
        width: How many columns the lines may have.

    Returns:
        A table; where its columns would become too narrow to read, each row by itself, a line or more a column.
    """
    if isinstance(found, QueryBoolean):
        return "yes\n" if found else "no\n"
    names = [variable.value for variable in found.variables]
    rows = [[show(term) for term in solution] for solution in found]
    if not rows:
        return NO_ROWS
    widths = [max(len(cell) for cell in column) for column in zip(names, *rows, strict=True)] if names else []
    comfortable = sum(min(natural, _COMFORTABLE) + 2 for natural in widths)
    drawn = _draw_rows(names, rows, width) if comfortable <= width else _draw_one_by_one(names, rows, width)
    return f"{drawn}\n{len(rows)} row{'' if len(rows) == 1 else 's'}\n"


def _draw_rows(names: list[str], rows: list[list[str]], width: int) -> str:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only for a table
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return _print(table, width)


def _draw_one_by_one(names: list[str], rows: list[list[str]], width: int) -> str:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawn = []
    for row in rows:
        table = Table.grid(padding=(0, 2))
        table.add_column(min_width=max(map(len, names)), no_wrap=True)
        table.add_column(overflow="fold")
        for name, cell in zip(names, row, strict=True):
            if cell:
                table.add_row(Text(name), Text(cell))
        drawn.append(_print(table, width))
    return "\n".join(drawn)


def _print(table: object, width: int) -> str:
    """Draw with rich, without the blanks it puts behind short lines."""
    from rich.console import Console  # noqa: PLC0415

    output = io.StringIO()
    Console(file=output, width=width, highlight=False).print(table)
    return "".join(f"{line.rstrip()}\n" for line in output.getvalue().splitlines())
