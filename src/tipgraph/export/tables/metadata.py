"""What the tables are, for machines: the metadata of CSV on the Web."""

import json
from typing import Any, BinaryIO, Final

from tipgraph import __version__
from tipgraph.dataset.metadata import DATASET, LICENSE
from tipgraph.export.source import Selection, Source
from tipgraph.export.tables import links
from tipgraph.export.tables.definition import Column, Table, tables
from tipgraph.namespaces import RDFS

_DATE: Final = r"-?[0-9]{4,}(-[0-9]{2}(-[0-9]{2})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
"""A day, a month or a year: CSV on the Web has no datatype for one of several, only texts of a form."""
_ENGLISH: Final = (RDFS + "label", RDFS + "comment")
"""Properties whose texts are the curators' own, and in English."""
_RIGHTS: Final = "The words of the documents remain the United Nations' and are quoted with their source."


def write_metadata(source: Source, out: BinaryIO, _: Selection) -> None:
    """Write the metadata of all tables; the addresses of the files are relative to its own."""
    out.write((json.dumps(describe(source), ensure_ascii=False, indent=1) + "\n").encode())


def describe(source: Source) -> dict[str, Any]:
    """Describe the tables.

    Args:
        source: The build that they are made of.

    Returns:
        A table group as "Metadata Vocabulary for Tabular Data" has it.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "tipgraph: the record of the Working Group on Trafficking in Persons, as tables",
        "dc:license": {"@id": LICENSE},
        "dc:rights": _RIGHTS,
        "dc:source": {"@id": DATASET},
        "dc:identifier": f"sha256:{source.build.identity}",
        "schema:version": __version__,
        "prov:wasDerivedFrom": {"@id": DATASET},
        "dialect": {
            "encoding": "utf-8",
            "lineTerminators": ["\r\n"],
            "header": True,
            "doubleQuote": True,
            "trim": False,
        },
        "tables": [*(_table(table) for table in tables()), links.describe()],
    }


def _table(table: Table) -> dict[str, Any]:
    keys = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.refers_to}.csv", "columnReference": _named(column.refers_to).key.name},
        }
        for column in table.columns
        if column.refers_to and column.is_required  # a foreign key of CSV on the Web is never empty
    ]
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "dc:description": table.says,
        "tableSchema": {
            "columns": [_column(column) for column in table.columns],
            "primaryKey": table.key.name,
            "rowTitles": table.key.name,
            "aboutUrl": f"{{+{table.key.name}}}",
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _named(name: str) -> Table:
    return next(table for table in tables() if table.name == name)


def _column(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"name": column.name, "titles": column.name, "dc:description": column.says}
    is_one = column.kind == "anyURI" and not column.is_list
    told["datatype"] = {"base": "string", "format": _DATE} if column.kind == "date" else column.kind
    if is_one:
        told["datatype"] = "string"  # templates take texts as they stand; readers take addresses apart first
    told |= {"separator": column.separator} if column.is_list else {}
    told |= {"required": True} if column.is_required else {}
    told |= {"propertyUrl": column.leading} if column.leading else {}
    told |= {"lang": "en"} if column.leading in _ENGLISH else {}
    if is_one and column.leading:
        told["valueUrl"] = f"{{+{column.name}}}"
    elif column.is_links:
        told["suppressOutput"] = True  # a list of IRIs would become texts
        told["dc:description"] += f" What each is to the row, {links.NAME}.csv says, for who makes RDF of the tables."
    elif not column.leading or column.kind == "anyURI":
        told["suppressOutput"] = True  # names of other things, and what more than one property leads to
    return told
