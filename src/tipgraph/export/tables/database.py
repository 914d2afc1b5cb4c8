"""All tables as one SQLite file."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

from tipgraph.dataset.search.write import PROGRAM_VERSION
from tipgraph.export.source import Selection, Source
from tipgraph.export.tables.definition import Column, Table, tables
from tipgraph.export.tables.rows import Cell, Value, joined_row, rows

_TYPES: Final = {"integer": "INTEGER", "boolean": "INTEGER"}


def write_database(source: Source, out: BinaryIO, selection: Selection) -> None:
    """Write the tables, and for each list of IRIs, numbers or texts one more with a row for each value.

    The file is made on disk first: memory does not grow with the tables. The same build gives the same bytes, with the
    same version of SQLite.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tables.sqlite"
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA page_size = 4096")
            for table in tables():
                database.execute(_definition(table))
                for column in _lists(table):
                    database.execute(_list_definition(table, column))
            database.execute("BEGIN")
            for number, table in enumerate(tables()):
                selection.progress(number, len(tables()))
                _fill(database, source, table)
            database.execute("COMMIT")
        with path.open("r+b") as made:
            made.seek(PROGRAM_VERSION.start)
            made.write(bytes(PROGRAM_VERSION.stop - PROGRAM_VERSION.start))
        with path.open("rb") as made:
            shutil.copyfileobj(made, out)
    selection.progress(len(tables()), len(tables()))


def _lists(table: Table) -> Iterator[Column]:
    return (column for column in table.columns if column.is_list and not column.names_of)


def _definition(table: Table) -> str:
    return f"CREATE TABLE {table.sql_name} ({', '.join(_column(table, column) for column in table.columns)})"


def _column(table: Table, column: Column) -> str:
    kind = "TEXT" if column.is_list else _TYPES.get(column.kind, "TEXT")
    key = " NOT NULL PRIMARY KEY" if column is table.key else ""
    refers = f" REFERENCES {column.refers_to.replace('-', '_')}" if column.refers_to else ""
    return f'"{column.name}" {kind}{key}{refers}'


def _list_name(table: Table, column: Column) -> str:
    return f"{table.sql_name}_{column.name}"


def _list_definition(table: Table, column: Column) -> str:
    key = table.key.name
    return (
        f"CREATE TABLE {_list_name(table, column)} ({key} TEXT NOT NULL REFERENCES {table.sql_name}, "
        f"position INTEGER NOT NULL, value {_TYPES.get(column.kind, 'TEXT')} NOT NULL, "
        f"PRIMARY KEY ({key}, position)) WITHOUT ROWID"
    )


def _fill(database: sqlite3.Connection, source: Source, table: Table) -> None:
    places = ", ".join("?" * len(table.columns))
    for row in rows(source, table):
        # The names of tables and columns are the program's own, and the values are bound.
        database.execute(f"INSERT INTO {table.sql_name} VALUES ({places})", tuple(joined_row(table, row)))  # noqa: S608
        for column, cell in zip(table.columns, row, strict=True):
            if column.is_list and not column.names_of:
                database.executemany(
                    f"INSERT INTO {_list_name(table, column)} VALUES (?, ?, ?)",  # noqa: S608
                    _values(row[0], cell),
                )


def _values(key: Cell, cell: Cell) -> Iterator[tuple[Cell, int, Value]]:
    assert isinstance(cell, tuple)
    return ((key, position, value) for position, value in enumerate(cell, 1))
