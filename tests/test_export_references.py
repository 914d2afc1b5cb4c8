"""References of the documents, read back by a library for BibTeX and held against the schema of CSL."""

import json
import re
from pathlib import Path

import bibtexparser
import jsonschema
import pytest

from tests.exporting import build_with, export
from tipgraph.dataset.build import Build
from tipgraph.namespaces import ID
from tipgraph.record import Record

CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string"},
            "type": {"enum": ["book", "document", "report", "treaty"]},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["literal"],
                    "additionalProperties": False,
                    "properties": {"literal": {"type": "string"}},
                },
            },
            "issued": {
                "type": "object",
                "required": ["date-parts"],
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
                    }
                },
            },
            **{
                name: {"type": "string"}
                for name in (
                    *("title", "number", "genre", "authority", "event-title", "event-place", "language", "URL"),
                    *("publisher", "volume", "container-title", "note"),
                )
            },
        },
    },
}
"""What the schema csl-data.json of CSL 1.0 asks of the fields that are used."""


def items(build: Build) -> dict[str, dict[str, object]]:
    found = json.loads(export(build, "references", "csl-json"))
    jsonschema.validate(found, CSL)
    return {item["URL"]: item for item in found}


def entries(build: Build) -> dict[str, dict[str, str]]:
    library = bibtexparser.parse_string(export(build, "references", "bibtex").decode())
    assert not library.failed_blocks
    return {
        entry.fields_dict["url"].value: {
            "ENTRYTYPE": entry.entry_type,
            "ID": entry.key,
            **{field.key: str(field.value) for field in entry.fields},
        }
        for entry in library.entries
    }


def test_every_document_is_in_both_forms(build: Build) -> None:
    told, parsed = items(build), entries(build)
    assert set(told) == set(parsed)
    slugs = ("cop4-revised-draft-resolution", "cu-2009-92", "wg4-2009-provisional-agenda", "wg4-2009-report")
    assert {f"{ID}document/{slug}" for slug in (*slugs, "wg4-2011-future-work")} <= set(told)
    assert len({item["id"] for item in told.values()}) == len(told)
    assert all(re.fullmatch(r"[A-Za-z0-9:.-]+", entry["ID"]) for entry in parsed.values())


UNREAD = {"arms-trade-treaty", "cedaw", "firearms-protocol", "slavery-convention"}
"""Instruments that the curators have entered ahead: none of the five texts has their names."""
READ = {"untoc", "tip-protocol", "smuggling-protocol", "uncac", "cop-decision-4-4", "ga-resolution-63-194"}


def test_what_no_text_of_the_record_cites_is_not_listed(build: Build) -> None:
    told = {iri.removeprefix(f"{ID}instrument/") for iri in items(build)}
    assert not UNREAD & told
    assert told >= READ


def test_the_report_is_cited_as_it_is_printed(build: Build) -> None:
    item = items(build)[ID + "document/wg4-2009-report"]
    assert item["type"] == "report"
    assert item["title"] == (
        "Report on the meeting of the Working Group on Trafficking in Persons held in Vienna on 14 and 15 April 2009"
    )
    assert item["number"] == "CTOC/COP/WG.4/2009/2"
    assert item["issued"] == {"date-parts": [[2009, 4, 21]]}
    assert item["event-place"] == "Vienna"
    assert item["authority"] == "Working Group on Trafficking in Persons"
    entry = entries(build)[ID + "document/wg4-2009-report"]
    assert entry["ENTRYTYPE"] == "techreport"
    assert entry["number"] == "CTOC/COP/WG.4/2009/2"
    assert (entry["year"], entry["month"], entry["day"]) == ("2009", "apr", "21")
    assert "date" not in entry
    assert entry["langid"] == "english"
    assert entry["institution"] == entry["author"] == "{Working Group on Trafficking in Persons}"


def test_who_prepared_or_submitted_a_document_is_its_author(build: Build) -> None:
    told = items(build)
    assert told[ID + "document/cop4-revised-draft-resolution"]["author"] == [{"literal": "Group of 77 and China"}]
    assert told[ID + "document/cop4-revised-draft-resolution"]["authority"] == (
        "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
    )
    assert told[ID + "document/wg4-2011-future-work"]["author"] == [
        {"literal": "Secretariat of the Conference of the Parties"}
    ]
    agenda = told[ID + "document/wg4-2009-provisional-agenda"]
    assert "author" not in agenda, "nobody says who prepared it; the masthead names the Working Group"
    assert agenda["publisher"] == "Working Group on Trafficking in Persons"


def test_a_note_verbale_is_its_senders_and_of_no_session(build: Build) -> None:
    """It is written for the Secretary-General, on the letterhead of the Office, and tells of a session to come."""
    entry = entries(build)[ID + "document/cu-2009-92"]
    assert entry["author"] == entry["institution"]
    assert entry["author"] == "{Secretary-General of the United Nations} and {United Nations Office on Drugs and Crime}"
    assert not {"eventtitle", "venue"} & set(entry)
    item = items(build)[ID + "document/cu-2009-92"]
    assert item["authority"] == "Secretary-General of the United Nations / United Nations Office on Drugs and Crime"
    assert not {"event-title", "event-place"} & set(item)


SERIES = {"untoc": ("2225", "39574"), "tip-protocol": ("2237", "39574"), "uncac": ("2349", "42146")}
"""Footnotes 1 to 3 of the report: volume and number."""


@pytest.mark.parametrize("name", SERIES)
def test_a_treaty_stands_in_the_treaty_series(build: Build, name: str) -> None:
    volume, number = SERIES[name]
    item = items(build)[f"{ID}instrument/{name}"]
    assert (item["type"], item["container-title"], item["publisher"]) == ("treaty", "Treaty Series", "United Nations")
    assert (item["volume"], item["number"]) == (volume, number)
    entry = entries(build)[f"{ID}instrument/{name}"]
    assert entry["ENTRYTYPE"] == "misc"
    assert entry["note"] == f"United Nations, Treaty Series, vol. {volume}, No. {number}"


def test_a_treaty_whose_place_in_the_series_no_text_prints_has_none(build: Build) -> None:
    item = items(build)[ID + "instrument/smuggling-protocol"]
    assert item["type"] == "treaty"
    assert not {"volume", "number", "note", "publisher"} & set(item)


def test_a_book_of_the_united_nations(build: Build) -> None:
    """The report, footnote 4: "United Nations publication, Sales No. E.09.V.5"."""
    entry = entries(build)[ID + "document/sales-no-e-09-v-5"]
    assert (entry["ENTRYTYPE"], entry["publisher"]) == ("book", "{United Nations}")
    assert entry["note"] == "Sales No. E.09.V.5"
    item = items(build)[ID + "document/sales-no-e-09-v-5"]
    assert (item["type"], item["publisher"], item["note"]) == ("book", "United Nations", "Sales No. E.09.V.5")
    assert "author" not in item, "the report says who launched it, not who wrote it"


def test_papers_and_resolutions_are_reports_with_a_number(build: Build) -> None:
    told, parsed = items(build), entries(build)
    for path, number, body in (
        ("document/ctoc-cop-2010-17", "CTOC/COP/2010/17", "United Nations"),
        ("document/ctoc-cop-2008-crp-8", "CTOC/COP/2008/CRP.8", "United Nations"),
        ("document/a-res-64-293", "A/RES/64/293", "General Assembly"),
        ("instrument/ga-resolution-61-144", "61/144", "General Assembly"),
    ):
        entry, item = parsed[ID + path], told[ID + path]
        assert (entry["ENTRYTYPE"], entry["number"], entry["institution"]) == ("techreport", number, f"{{{body}}}")
        assert (item["type"], item["number"], item["publisher"]) == ("report", number, body)


def test_a_decision_is_of_the_year_of_its_session_where_that_is_printed(build: Build) -> None:
    """The provisional agenda: decision 4/4 was adopted at the fourth session, 8 to 17 October 2008."""
    told = items(build)
    assert told[ID + "instrument/cop-decision-4-4"]["issued"] == {"date-parts": [[2008]]}
    assert "issued" not in told[ID + "instrument/cop-resolution-5-2"], "no text prints when the fifth session was"
    assert entries(build)[ID + "instrument/cop-decision-4-4"]["year"] == "2008"


@pytest.mark.parametrize("form", ["bibtex", "csl-json"])
def test_the_same_build_gives_the_same_bytes(build: Build, form: str) -> None:
    assert export(build, "references", form) == export(build, "references", form)


ODD = r"""
<document/odd(1)> tip:statedIn <document/report/14> .
<document/odd.281> tip:statedIn <document/report/14> .
<document/odd(1)> a tip:Document ; dcterms:title "A {brace, 50 % & $5 #1 \\alpha_2 ~x^2 \"quoted\" <b>\nline"@en ;
  dcterms:issued "2009-04"^^xsd:gYearMonth ; tip:symbol "A/{/1" ; tip:preparedBy <body/this-and-that> .
<document/odd.281> a tip:Document ; dcterms:title "وثيقة Cafe\u0301"@ar-Arab-EG ; dcterms:issued "-0044"^^xsd:gYear .
<document/odd/x> a tip:Document ; tip:statedIn <document/report/14> ; dcterms:issued "someday" .
<document/unread> a tip:Document ; tip:symbol "A/2" .
<body/this-and-that> rdfs:label "This and That"@en .
"""


def test_awkward_titles_come_back(small: Record, tmp_path: Path) -> None:
    build = build_with(small, ODD, tmp_path)
    item = items(build)[ID + "document/odd(1)"]
    assert item["title"] == 'A {brace, 50 % & $5 #1 \\alpha_2 ~x^2 "quoted" <b>\nline'
    assert item["issued"] == {"date-parts": [[2009, 4]]}
    entry = entries(build)[ID + "document/odd(1)"]
    assert entry["title"] == (
        r"{A \textbraceleft{}brace, 50 \% \& \$5 \#1 \textbackslash{}alpha\_2 \textasciitilde{}x\textasciicircum{}2 "
        r'"quoted" \textless{}b\textgreater{} line}'
    )
    assert entry["number"] == r"A/\textbraceleft{}/1"
    assert entry["author"] == "{This and That}"
    assert (entry["year"], entry["month"]) == ("2009", "apr")
    assert not {"date", "day"} & set(entry)


def test_a_date_before_our_era_and_one_that_is_none(small: Record, tmp_path: Path) -> None:
    build = build_with(small, ODD, tmp_path)
    item = items(build)[ID + "document/odd.281"]
    assert item["issued"] == {"date-parts": [[-44]]}
    assert item["title"] == "وثيقة Cafe\u0301"
    entry = entries(build)[ID + "document/odd.281"]
    assert entry["date"] == "-0044"
    assert "year" not in entry
    assert "issued" not in items(build)[ID + "document/odd/x"]


def test_no_two_documents_have_the_same_key(small: Record, tmp_path: Path) -> None:
    keys = [entry["ID"] for entry in entries(build_with(small, ODD, tmp_path)).values()]
    assert len(keys) == len(set(keys)) == 3
