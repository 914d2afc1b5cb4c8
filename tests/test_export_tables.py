"""The record as tables, read back by software of others; what they hold is counted by hand in data/documents."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from csvw import CSVW
from pyoxigraph import DefaultGraph, Store

from tests.exporting import build_with, export
from tipgraph.dataset.build import Build
from tipgraph.errors import TipgraphError
from tipgraph.export.tables.definition import read, tables
from tipgraph.namespaces import ID, TIP
from tipgraph.record import Record

NAMES = ("documents", "sessions", "recommendations", "attendance", "statements", "status-events")
FILES = (*NAMES, "links")
REPORT = ID + "document/wg4-2009-report"

ATTENDED = 40 + 1 + 7 + 10 + 3 + 10 + 2
"""Paragraphs 35 to 41 of the report name so many: parties, the European Community, signatories, other States, entities of
the United Nations, intergovernmental organizations, entities with permanent observer offices."""


@pytest.fixture(scope="session")
def folder(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CSV files and their metadata, as they lie on a server."""
    return write_files(build, tmp_path_factory.mktemp("tables"))


def write_files(build: Build, folder: Path) -> Path:
    for name in FILES:
        (folder / f"{name}.csv").write_bytes(export(build, f"tables/{name}"))
    (folder / "csv-metadata.json").write_bytes(export(build, "tables/csv-metadata"))
    return folder


def rows(build: Build, name: str) -> list[dict[str, str]]:
    text = export(build, f"tables/{name}").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def row_of(build: Build, name: str, path: str) -> dict[str, str]:
    return next(row for row in rows(build, name) if next(iter(row.values())) == ID + path)


def test_a_reader_of_csv_on_the_web_finds_every_file_valid(folder: Path) -> None:
    read_back = CSVW(str(folder / "csv-metadata.json"), validate=True)
    assert read_back.is_valid
    assert not read_back.warnings
    assert [str(table.url) for table in read_back.tables] == [f"{name}.csv" for name in FILES]


def test_a_reader_of_csv_on_the_web_makes_objects_of_the_rows(folder: Path) -> None:
    told = CSVW(str(folder / "csv-metadata.json")).to_json(minimal=True)
    row = next(row for row in told if row.get("@id") == f"{REPORT}/14")
    assert row["https://w3id.org/tipgraph/ns#inDocument"] == REPORT
    assert row["https://w3id.org/tipgraph/ns#paragraphLabel"] == "14"


def expanded(template: str, row: dict[str, str]) -> str:
    """Fill a template of CSV on the Web; those of the tables take cells as they stand."""
    return re.sub(r"\{\+(\w+)\}", lambda found: row[found[1]], template)


def converted(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Convert the tables as "Generating RDF from Tabular Data on the Web" says; of texts and dates only the words."""
    for table in json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))["tables"]:
        columns = [column for column in table["tableSchema"]["columns"] if not column.get("suppressOutput")]
        text = (folder / table["url"]).read_text(encoding="utf-8-sig")
        for row in csv.DictReader(io.StringIO(text, newline="")):
            for column in columns:
                cell = row[column["name"]]
                values = cell.split(column["separator"]) if "separator" in column else [cell]
                about, told = table["tableSchema"]["aboutUrl"], column.get("propertyUrl", "")
                for value in filter(None, values):
                    whole = expanded(column["valueUrl"], row) if "valueUrl" in column else value
                    yield expanded(about, row), expanded(told, row), whole


def test_a_conversion_gives_statements_of_the_graph(folder: Path, store: Store) -> None:
    graph = {(q.subject.value, q.predicate.value, q.object.value) for q in store if q.graph_name == DefaultGraph()}
    one_line = {(s, p, " ".join(o.split())) for s, p, o in graph}
    made = set(converted(folder))
    assert {(s, p, " ".join(o.split())) for s, p, o in made} <= one_line
    wanted = {TIP + name for name in ("addressedTo", "indirectlyAddresses", "modality", "topic", "callsFor")}
    asked = {iri for iri, prop, kind in graph if prop.endswith("#type") and kind == TIP + "Recommendation"}
    assert {one for one in graph if one[0] in asked and one[1] in wanted} <= made
    assert (f"{REPORT}/23", TIP + "callsFor", ID + "mechanism/network-of-national-contact-points") in made
    for name in ("speaker", "capacity", "statusOf"):
        assert any(prop == TIP + name for _, prop, _ in made)


def test_counts_are_those_of_the_documents(build: Build) -> None:
    assert len(rows(build, "recommendations")) == 46
    assert sum(row["has_text"] == "true" for row in rows(build, "documents")) == 5
    assert len(rows(build, "attendance")) == ATTENDED


def test_a_recommendation_has_its_words_and_what_they_say(build: Build) -> None:
    row = row_of(build, "recommendations", "document/wg4-2009-report/14")
    assert row["document"] == REPORT
    assert row["paragraph"] == "14"
    assert row["text"] == (
        "With regard to the compensation for victims of trafficking, States parties should consider the possibility of "
        "establishing appropriate procedures to allow victims to obtain compensation and restitution."
    )
    assert row["section"] == "Compensation for victims of trafficking"
    assert row["session"] == ID + "session/wg4-1"
    assert row["addressee_names"] == "States parties"
    assert row["modalities"] == ID + "modality/should-consider"
    assert row["lead_in"] == ""


@pytest.mark.parametrize(
    ("paragraph", "column", "words"),
    [
        ("6/2", "verb_phrases", ["should enact", "establish"]),
        ("8/2", "verb_phrases", ["should launch", "should consider making"]),
        ("13/3", "verb_phrases", ["should ensure", "may include"]),
        (
            "13/3",
            "conditions",
            ["irrespective of their involvement in the criminal justice process", "in appropriate cases"],
        ),
        ("17/1", "verb_phrases", ["should establish", "could develop"]),
    ],
)
def test_words_of_a_recommendation_stand_in_its_order(
    build: Build, paragraph: str, column: str, words: list[str]
) -> None:
    row = row_of(build, "recommendations", f"document/wg4-2009-report/{paragraph}")
    assert row[column].split("\n") == words


def test_issues_are_counted_as_the_report_letters_them(build: Build) -> None:
    """Paragraph 48 has (a) to (j); 53 is told in three sentences."""
    found = [row["statement"].rpartition("/")[2] for row in rows(build, "statements")]
    counted = [one for one in found if one.startswith("issue-")]
    assert counted == [f"issue-{n}" for n in range(1, 11)] + [f"issue-{n}" for n in range(1, 4)]


def test_only_documents_that_a_text_of_the_record_cites_have_a_row(build: Build) -> None:
    found = {row["document"].removeprefix(ID) for row in rows(build, "documents")}
    assert not {"instrument/arms-trade-treaty", "instrument/cedaw", "instrument/firearms-protocol"} & found
    assert {"instrument/uncac", "document/ctoc-cop-2010-17", "document/ctoc-cop-2008-9/transmitted"} <= found
    assert found == {item["URL"].removeprefix(ID) for item in json.loads(export(build, "references", "csl-json"))}


def test_a_title_is_one_that_is_printed(build: Build) -> None:
    row = row_of(build, "documents", "document/ctoc-cop-2010-17")
    assert (row["title"], row["label"]) == ("", "CTOC/COP/2010/17")
    row = row_of(build, "documents", "instrument/cop-decision-4-4")
    assert (row["title"], row["label"], row["numbers"]) == (
        "Trafficking in human beings",
        "Conference decision 4/4",
        "4/4",
    )


def test_a_document_says_where_it_can_be_had_and_who_lists_it(build: Build) -> None:
    """The note verbale, p4, prints the address; the provisional agenda lists the paper under "Documentation" of item 2."""
    row = row_of(build, "documents", "document/wg4-2009-report")
    assert row["available_at"] == (
        "http://www.unodc.org/unodc/en/treaties/CTOC/working-group-on-trafficking-in-persons-protocol.html"
    )
    assert row["listed_under"] == ""
    row = row_of(build, "documents", "document/ctoc-cop-2008-8")
    assert row["listed_under"] == ID + "session/wg4-1/agenda/provisional/2"
    assert row["listed_for_sessions"] == ID + "session/wg4-1"
    assert row["for_sessions"] == "", "nobody says that it was made for the first session"


def test_recommendations_stand_in_the_order_of_the_report(build: Build) -> None:
    paragraphs = [row["paragraph"] for row in rows(build, "recommendations")]
    assert paragraphs[0] == "2"
    assert paragraphs[-1] == "24(c)"
    assert paragraphs.index("8(b)") == paragraphs.index("8(a)") + 1
    assert paragraphs.index("9") < paragraphs.index("10") < paragraphs.index("14")


def test_a_document_says_its_kind_and_its_day(build: Build) -> None:
    row = row_of(build, "documents", "document/cop4-revised-draft-resolution")
    assert row["title"] == "Trafficking in human beings"
    assert row["issued"] == "2008-10-15"
    assert row["sponsor_names"] == "Group of 77 and China"
    assert row["type_names"] == "draft resolution"
    two = row_of(build, "documents", "document/cu-2009-92")
    assert set(two["prepared_by_names"].split("\n")) == {
        "Secretary-General of the United Nations",
        "United Nations Office on Drugs and Crime",
    }


def test_a_session_says_its_days(build: Build) -> None:
    row = row_of(build, "sessions", "session/wg4-1")
    assert (row["start_date"], row["end_date"], row["places"]) == ("2009-04-14", "2009-04-15", "Vienna")


def test_an_attendance_says_who_was_there_and_how(build: Build) -> None:
    row = row_of(build, "attendance", "session/wg4-1/attendance/VEN")
    assert row["names_as_printed"] == "Venezuela (Bolivarian Republic of)"
    assert row["capacity_names"] == "State party"
    assert row["stated_in"] == REPORT + "/35"


def test_what_is_only_announced_says_so(build: Build) -> None:
    foreseen = [row for row in rows(build, "status-events") if row["foreseen"] == "true"]
    assert foreseen
    assert len(foreseen) < len(rows(build, "status-events"))


def test_the_lines_are_those_of_rfc_4180(build: Build) -> None:
    content = export(build, "tables/documents")
    assert content.startswith(b"\xef\xbb\xbfdocument,title,")  # the mark by which a spreadsheet knows UTF-8
    assert content.endswith(b"\r\n")


def test_the_metadata_say_whose_the_tables_are_and_how_they_hang_together(build: Build) -> None:
    told = json.loads(export(build, "tables/csv-metadata"))
    assert told["@context"][0] == "http://www.w3.org/ns/csvw"
    assert told["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    schema = told["tables"][2]["tableSchema"]
    assert schema["primaryKey"] == "recommendation"
    assert {key["reference"]["resource"] for key in schema["foreignKeys"]} == {"documents.csv", "sessions.csv"}
    columns = {column["name"]: column for column in schema["columns"]}
    assert columns["topics"]["separator"] == " "
    assert columns["topics"]["propertyUrl"] == "https://w3id.org/tipgraph/ns#topic"
    assert "links.csv" in columns["topics"]["dc:description"]
    assert columns["conditions"]["separator"] == "\n"
    assert all(column["titles"] and column["dc:description"] for column in columns.values())


def test_json_has_lists_where_a_cell_has_several_values(build: Build) -> None:
    found = {row["recommendation"]: row for row in json.loads(export(build, "tables/recommendations", "json"))}
    assert len(found) == 46
    row = found[REPORT + "/8/2"]
    assert row["modality_names"] == ["should", "should consider"]
    assert "mechanisms" not in row


def test_the_workbook_has_a_sheet_for_each_table(build: Build) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(build, "tables/workbook")), read_only=True)
    assert [sheet.title for sheet in book.worksheets] == [table.title for table in tables()]
    sheet = list(book["Recommendations"].iter_rows(values_only=True))
    assert len(sheet) == 46 + 1
    assert sheet[0][0] == "recommendation"


def test_the_database_has_keys_that_hold(build: Build, tmp_path: Path) -> None:
    path = tmp_path / "tables.sqlite"
    path.write_bytes(export(build, "tables/database"))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT COUNT(*) FROM recommendations").fetchone() == (46,)
        asked = database.execute(
            "SELECT d.symbols, r.paragraph FROM recommendations r JOIN documents d ON d.document = r.document "
            "JOIN recommendations_topics t ON t.recommendation = r.recommendation WHERE t.value = ?",
            (ID + "topic/victim-compensation",),
        ).fetchall()
        assert asked == [("CTOC/COP/WG.4/2009/2", "14")]


@pytest.mark.parametrize(
    "name", ["tables/workbook", "tables/database", "tables/recommendations", "tables/csv-metadata"]
)
def test_the_same_build_gives_the_same_bytes(build: Build, name: str) -> None:
    assert export(build, name) == export(build, name)


HOSTILE = {
    "quotes": 'She said ""no"", \'never\'; and left,',
    "lines": "one\ntwo\r\nthree\rfour",
    "brackets": "<script>alert(1)</script> & <b>",
    "right-to-left": "مكافحة الاتجار \u202eبالأشخاص\u202c",
    "combining": "Cafe\u0301 Z\u0335a\u0300\u0301\u0302lgo",
    "equals": '=HYPERLINK("https://example.org";"x")',
    "plus": "+1+1",
    "minus": "-2",
    "at": "@SUM(A1)",
    "spaces": "  two before,  two between  ",
    "pipe": "a | b; c / d \t e",
    "long": "words without end " * 6_000,
}


def literal(words: str) -> str:
    return json.dumps(words)  # Turtle has the escapes of JSON


def hostile_build(small: Record, folder: Path) -> Build:
    facts = "".join(
        f"<document/odd/{name}> a tip:Recommendation ; tip:inDocument <document/odd> ; tip:inSet <set/odd> ; "
        f"tip:text {literal(words)} ; tip:condition {literal(words)}, 'second' .\n"
        for name, words in HOSTILE.items()
    )
    facts += (
        "<document/odd> a tip:Document ; dcterms:issued '2009-04'^^xsd:gYearMonth, '-0044'^^xsd:gYear ; "
        "dcterms:title 'Zuerst'@de, 'Title'@en, 'عنوان'@ar-Arab-EG ; tip:documentType <document-type/a(b)c> .\n"
        "<set/odd> tip:madeAt <session/odd> . <session/odd> a tip:Session ; schema:startDate '2009'^^xsd:gYear .\n"
    )
    return build_with(small, facts, folder)


def test_awkward_texts_come_back_as_they_are(small: Record, tmp_path: Path) -> None:
    found = {row["recommendation"]: row for row in rows(hostile_build(small, tmp_path), "recommendations")}
    for name, words in HOSTILE.items():
        row = found[f"{ID}document/odd/{name}"]
        assert row["text"] == words
        one_line = words.replace("\r\n", "\n").replace("\n", " ")
        assert sorted(row["conditions"].split("\n")) == sorted([one_line, "second"])


def test_awkward_rows_are_valid_csv_on_the_web(small: Record, tmp_path: Path) -> None:
    build = hostile_build(small, tmp_path)
    for bare in ("14", "15"):  # the small record's own recommendations are in no document
        assert row_of(build, "recommendations", f"document/report/{bare}")["document"] == ""
    (tmp_path / "files").mkdir()
    read_back = CSVW(str(write_files(build, tmp_path / "files") / "csv-metadata.json"), validate=False)
    [table] = [one for one in read_back.tables if str(one.url) == "documents.csv"]
    [row] = list(table)
    assert row["issued"] == ["-0044", "2009-04"]
    assert row["title"] == "Title"
    [texts] = [one for one in read_back.tables if str(one.url) == "status-events.csv"]
    assert len(list(texts)) == 1


def test_no_text_becomes_a_formula_in_a_workbook(small: Record, tmp_path: Path) -> None:
    content = export(hostile_build(small, tmp_path), "tables/workbook")
    sheets = [zipfile.ZipFile(io.BytesIO(content)).read(f"xl/worksheets/sheet{n}.xml") for n in range(1, 7)]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    book = openpyxl.load_workbook(io.BytesIO(content))
    column = [row[3] for row in book["Recommendations"].iter_rows(values_only=True)]
    assert {HOSTILE[name] for name in ("equals", "plus", "minus", "at", "right-to-left")} <= set(column)


def test_the_database_keeps_every_value_of_a_list_as_it_is(small: Record, tmp_path: Path) -> None:
    path = tmp_path / "tables.sqlite"
    path.write_bytes(export(hostile_build(small, tmp_path), "tables/database"))
    with closing(sqlite3.connect(path)) as database:
        asked = "SELECT value FROM recommendations_conditions WHERE recommendation = ? AND value <> 'second'"
        for name, words in HOSTILE.items():
            assert database.execute(asked, (f"{ID}document/odd/{name}",)).fetchall() == [(words,)]


def test_a_table_without_rows_has_its_heading(small: Record, tmp_path: Path) -> None:
    build = build_with(small, "", tmp_path)
    assert export(build, "tables/statements").decode("utf-8-sig").startswith("statement,session,item,")
    assert json.loads(export(build, "tables/statements", "json")) == []


def test_the_head_of_a_table_that_says_something_else_is_refused() -> None:
    with pytest.raises(TipgraphError, match="is not name"):
        read("odd", "# title: Odd\n# says: Odd\n# column: thing | number | | Odd\nSELECT ?thing {}")
    with pytest.raises(TipgraphError, match="is not name"):
        read("odd", "# title: Odd\n# says: Odd\n# column: thing | names of nothing | | Odd\nSELECT ?thing {}")
    with pytest.raises(TipgraphError, match="is not name"):
        read("odd", "# title: Odd\n# says: Odd\n# column: thing | string list in nothing | | Odd\nSELECT ?thing {}")
