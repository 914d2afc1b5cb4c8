"""The cells with several IRIs, one value a row: CSV on the Web can say no other way that a property leads to each."""

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from tipgraph.export.source import Selection, Source
from tipgraph.export.tables.definition import tables
from tipgraph.export.tables.rows import rows
from tipgraph.export.tables.written import write_lines, write_objects

NAME: Final = "links"
TITLE: Final = "Links"
SAYS: Final = (
    "One row for each value of a cell of the other tables that has several IRIs: what it is of, by which property."
)
COLUMNS: Final = {
    "thing": "The permanent IRI of what the row of the other table tells of.",
    "property": "The IRI of the property that leads to the value.",
    "value": "The IRI that the cell of the other table has.",
}


def links(source: Source) -> Iterator[tuple[str, str, str]]:
    """Give the statements that the lists of IRIs make, table by table, in the order of the rows and of the cells."""
    for table in tables():
        for row in rows(source, table):
            for column, cell in zip(table.columns, row, strict=True):
                if column.is_links and isinstance(cell, tuple):
                    yield from ((str(row[0]), column.leading, str(value)) for value in cell)


def write_csv(source: Source, out: BinaryIO, _: Selection) -> None:
    """Write the links as CSV, as the other tables are."""
    write_lines(out, COLUMNS, links(source))


def write_json(source: Source, out: BinaryIO, _: Selection) -> None:
    """Write the links as a list of objects."""
    write_objects(out, (dict(zip(COLUMNS, link, strict=True)) for link in links(source)))


def describe() -> dict[str, Any]:
    """Describe the table of links: each row is one statement, whose three terms are its cells."""
    columns = [
        {"name": name, "titles": name, "dc:description": says, "datatype": "string", "required": True}
        for name, says in COLUMNS.items()
    ]
    for column in columns[:2]:
        column["suppressOutput"] = True
    columns[2] |= {"propertyUrl": "{+property}", "valueUrl": "{+value}"}
    return {
        "url": f"{NAME}.csv",
        "dc:title": TITLE,
        "dc:description": SAYS,
        "tableSchema": {"columns": columns, "primaryKey": list(COLUMNS), "aboutUrl": "{+thing}"},
    }
