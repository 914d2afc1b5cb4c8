"""What the tables are: each a question with the properties that fill its columns."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from tipgraph.errors import TipgraphError
from tipgraph.namespaces import PREFIXES

_ORDER: Final = ("documents", "sessions", "recommendations", "attendance", "statements", "status-events")
"""What others refer to comes first."""
_HEAD: Final = re.compile(r"# (title|says|only|column): *(.*)")
_KIND: Final = re.compile(
    r"(anyURI|string|date|integer|boolean)(?: of (\S+))?( list)?(?: in (\S+))?( required)?|names? of (\S+)"
)
_NATURAL: Final = re.compile(r"NATURAL\((\?\w+)\)")
_AS_COUNTED: Final = (
    r'REPLACE(REPLACE(REPLACE(STR(\1), "/", " "), "([0-9]+)", "!000000000$1"), "![0-9]*([0-9]{10})", "!$1")'
)
"""Sorts IRIs as :func:`tipgraph.turtle.natural_key` does, within the engine, which need not hold the rows for it."""


@dataclass(frozen=True)
class Column:
    """A column; the first of a table is the IRI of what a row tells of."""

    name: str
    """As the heading has it; nothing but small letters and ``_``."""
    kind: str
    """``anyURI``, ``string``, ``date`` (a day, a month or a year), ``integer`` or ``boolean``."""
    is_list: bool
    refers_to: str
    """The table whose rows the values are; nothing for values of any kind."""
    is_required: bool
    """Whether every row has a value."""
    names_of: str
    """The column whose values are named here in words; nothing where the cell has values of its own."""
    placed_in: str
    """The column in whose text the values stand, which is their order; nothing where they have an order of their own."""
    properties: tuple[str, ...]
    """What the values are taken from, the first that has any; none where the question finds them. Each is the IRI of a
    property, or several with a space between, one after the other; ``^`` stands before one that is followed backwards."""
    says: str

    @property
    def leading(self) -> str:
        """The IRI of the property that leads from the thing to the values; nothing where none does alone."""
        first = self.properties[0] if self.properties else ""
        return "" if first.startswith("^") or " " in first else first

    @property
    def is_links(self) -> bool:
        """Whether a cell has several IRIs that a property leads to: CSV on the Web can only say so a row each."""
        return self.kind == "anyURI" and self.is_list and bool(self.leading)

    @property
    def separator(self) -> str:
        """What parts the values of a cell: IRIs, dates and the like have no space in them, texts no line break."""
        return ("\n" if self.kind == "string" else " ") if self.is_list else ""


@dataclass(frozen=True)
class Table:
    """A table."""

    name: str
    """As addresses have it: ``status-events``."""
    title: str
    says: str
    columns: tuple[Column, ...]
    only: str
    """Which of what the question finds have a row, by the name of a test; nothing for all."""
    query: str
    """Finds the rows in their order, by the IRI of what each tells of."""

    @property
    def key(self) -> Column:
        """The column that tells the rows apart."""
        return self.columns[0]

    @property
    def sql_name(self) -> str:
        """Its name where a hyphen would be a minus."""
        return self.name.replace("-", "_")


@cache
def tables() -> tuple[Table, ...]:
    """Return the tables; what others refer to comes before them.

    Raises:
        TipgraphError: If the head of one cannot be read.
    """
    return tuple(read(name, (files(__package__) / f"{name}.rq").read_text(encoding="utf-8")) for name in _ORDER)


def read(name: str, text: str) -> Table:
    """Read a table.

    Args:
        name: Its name.
        text: A query whose head has ``# title:``, ``# says:``, ``# only:`` where not all have a row and, for each column,
            ``# column: name | kind | properties | says``: the kind may be a list (``string list``, ``string list in text``
            for words in the order of another column's), rows of another table (``anyURI of documents``), ``required``,
            or the names of another column's values (``names of topics``); of several properties the first that has
            values counts, and one may be a path (``^tip:listsDocument/tip:inAgenda``). ``NATURAL(?x)`` in the query is
            the IRI as a reader sorts it.

    Returns:
        The table.

    Raises:
        TipgraphError: If a line of the head says something else.
    """
    heads = [match.groups() for line in text.splitlines() if (match := _HEAD.fullmatch(line))]
    told = {key: words for key, words in heads if key != "column"}
    columns: list[Column] = []
    for key, words in heads:
        if key == "column":
            columns.append(_column(name, words, columns))
    return Table(
        name, told["title"], told["says"], tuple(columns), told.get("only", ""), _NATURAL.sub(_AS_COUNTED, text)
    )


def _column(table: str, words: str, before: list[Column]) -> Column:
    parts = [part.strip() for part in words.split("|")]
    kind = _KIND.fullmatch(parts[1]) if len(parts) == 4 else None
    known = {one.name: one for one in before}
    if kind is None or (kind[6] and kind[6] not in known) or (kind[4] and kind[4] not in known):
        raise TipgraphError(f"{table}.rq: the column '{words}' is not name | kind | properties | says")
    return Column(
        name=parts[0],
        kind=kind[1] or "string",
        is_list=known[kind[6]].is_list if kind[6] else bool(kind[3]),
        refers_to=kind[2] or "",
        is_required=bool(kind[5]),
        names_of=kind[6] or "",
        placed_in=kind[4] or "",
        properties=tuple(_path(one.strip()) for one in parts[2].split(",") if one.strip()),
        says=parts[3],
    )


def _path(names: str) -> str:
    return " ".join(_iri(name) for name in names.split("/"))


def _iri(name: str) -> str:
    prefix, _, local = name.removeprefix("^").partition(":")
    return f"{'^' if name.startswith('^') else ''}{PREFIXES[prefix]}{local}"
