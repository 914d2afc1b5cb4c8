"""The record as tables: CSV on the Web, a workbook, and a database."""

from functools import partial
from typing import Final

from tipgraph.export.registry import Export, Form
from tipgraph.export.tables import links
from tipgraph.export.tables.database import write_database
from tipgraph.export.tables.definition import tables
from tipgraph.export.tables.metadata import write_metadata
from tipgraph.export.tables.sheets import write_workbook
from tipgraph.export.tables.written import write_csv, write_json
from tipgraph.export.workbook import MEDIA_TYPE

EXPORTS: Final = (
    *(
        Export(
            f"tables/{table.name}",
            f"Table: {table.title}",
            table.says,
            (
                Form("csv", "csv", "text/csv", partial(write_csv, table=table)),
                Form("json", "json", "application/json", partial(write_json, table=table)),
            ),
        )
        for table in tables()
    ),
    Export(
        f"tables/{links.NAME}",
        f"Table: {links.TITLE}",
        links.SAYS,
        (Form("csv", "csv", "text/csv", links.write_csv), Form("json", "json", "application/json", links.write_json)),
    ),
    Export(
        "tables/csv-metadata",
        "Tables: their metadata",
        "What the columns of the CSV files are, for readers of CSV on the Web, who look for it beside them by this name.",
        (Form("csvm", "json", "application/csvm+json", write_metadata),),
    ),
    Export(
        "tables/workbook",
        "All tables as a workbook",
        "One sheet a table, for spreadsheets; every text is a text, whatever it begins with.",
        (Form("xlsx", "xlsx", MEDIA_TYPE, write_workbook),),
    ),
    Export(
        "tables/database",
        "All tables as a database",
        "One SQLite file with primary and foreign keys, and a table for each list of values.",
        (Form("sqlite", "sqlite", "application/vnd.sqlite3", write_database),),
    ),
)
