"""What a search finds as CSV, workbook, JSON and Atom: whole, harmless, the same each time, read back by other programs."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import feedparser
import openpyxl
import pytest

from tests.server import Server, serving
from tipgraph.dataset.build import Build
from tipgraph.errors import UsageError
from tipgraph.export import workbook as workbooks
from tipgraph.web import feeds, tables
from tipgraph.web.worker import ResultTooLarge

SEARCH = "q=training&kind=recommendation"
ATOM = "{http://www.w3.org/2005/Atom}"
FORMS = ["csv", "xlsx", "json", "atom"]


def sheet(content: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


class TestOfASearch:
    def test_csv(self, server: Server) -> None:
        reply = server.get(f"/search.csv?{SEARCH}")
        assert reply.headers["content-type"] == "text/csv; charset=utf-8"
        assert reply.headers["content-disposition"] == 'inline; filename="tipgraph-training.csv"'
        found = {row["iri"].rpartition("wg4-2009-report/")[2]: row for row in rows(reply.body)}
        assert set(found) == {"9", "10", "24/3"}
        assert found["10"] == {
            "kind": "Recommendation",
            "title": "Paragraph 10",
            "place": "Report on the meeting of the Working Group on Trafficking in Persons held in Vienna on 14 and 15 "
            "April 2009, Training",
            "text": "The Secretariat should step up the provision of capacity-building activities to requesting States by "
            "organizing training courses and seminars.",
            "session": "First session of the Working Group on Trafficking in Persons",
            "addressee": "Secretariat of the Conference of the Parties",
            "topic": found["10"]["topic"],
            "modality": "should",
            "status": "adopted; submitted (foreseen); welcomed",
            "year": "2009",
            "iri": "https://w3id.org/tipgraph/id/document/wg4-2009-report/10",
        }
        assert "training" in found["10"]["topic"].split("; ")

    def test_every_form_has_the_same(self, server: Server) -> None:
        whole = rows(server.get(f"/search.csv?{SEARCH}").body)
        heading, *lines = sheet(server.get(f"/search.xlsx?{SEARCH}").body)
        assert [{k: str(v or "") for k, v in zip(heading, line, strict=True)} for line in lines] == whole
        table = json.loads(server.get(f"/search.json?{SEARCH}").body)
        assert [{k: str(v or "") for k, v in row.items()} for row in table["rows"]] == whole
        assert table["columns"] == list(heading)
        assert [row["year"] for row in table["rows"]] == [2009, 2009, 2009]
        feed = feedparser.parse(server.get(f"/search.atom?{SEARCH}").body)
        assert [entry.id for entry in feed.entries] == [row["iri"] for row in whole]

    def test_all_pages_are_in_it(self, server: Server) -> None:
        assert len(rows(server.get("/search.csv").body)) > 1000
        assert len(rows(server.get("/search.csv?kind=state").body)) == 60

    @pytest.mark.parametrize("form", FORMS)
    def test_it_is_not_sent_twice(self, server: Server, form: str) -> None:
        reply = server.get(f"/search.{form}?q=training")
        assert server.get(f"/search.{form}?q=training", If_None_Match=reply.headers["etag"]).status == 304

    def test_it_is_the_same_from_every_server(self, build: Build, server: Server) -> None:
        with serving(build.directory, rate="0", log="false") as other:
            for form in FORMS:
                one, same = (each.get(f"/search.{form}?q=training", Host="example.org") for each in (server, other))
                assert one.body == same.body

    def test_no_other_form(self, server: Server) -> None:
        reply = server.get("/search.pdf?q=training")
        assert reply.status == 404
        assert "csv, xlsx, json, atom" in reply.text

    def test_the_page_leads_to_all_forms(self, server: Server) -> None:
        page = server.get(f"/search?{SEARCH}").text
        for form in FORMS:
            assert f'href="/search.{form}?q=training&amp;kind=recommendation"' in page


class TestFeed:
    """RFC 4287: what must be there, once, and in which form."""

    def test_a_feed(self, server: Server) -> None:
        reply = server.get(f"/search.atom?{SEARCH}", Host="example.org")
        assert reply.headers["content-type"] == "application/atom+xml"
        feed = feedparser.parse(reply.body)
        assert not feed.bozo
        assert feed.version == "atom10"
        assert feed.feed.id == f"http://example.org/search?{SEARCH}"
        assert feed.feed.title == "tipgraph: training"
        assert feed.feed.updated == "2009-04-21T00:00:00+00:00", "the report was issued then"
        (tenth,) = (entry for entry in feed.entries if entry.id.endswith("/10"))
        assert tenth.title.startswith("Paragraph 10: Report on the meeting")
        assert tenth.link == tenth.id
        assert tenth.content[0].value.startswith("The Secretariat should step up")
        assert "training" in [tag.term for tag in tenth.tags]

    def test_it_has_what_the_standard_asks_for(self, server: Server) -> None:
        root = ET.fromstring(server.get("/search.atom?q=Austria").body)
        assert root.tag == f"{ATOM}feed"
        entries = root.findall(f"{ATOM}entry")
        for element in (root, *entries):
            for name in ("id", "title", "updated"):
                (one,) = element.findall(f"{ATOM}{name}")
                assert one.text
        assert root.find(f"{ATOM}author/{ATOM}name") is not None
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) > 1
        dates = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
        assert root.findtext(f"{ATOM}updated") == max(dates)

    def test_signs_that_xml_cannot_have(self) -> None:
        entry = feeds.Entry("https://example.org/1", "a\x00<b>\x0b", "c\ufffe&", "2009-04", ["<d>"])
        (found,) = feedparser.parse(feeds.write("x\x01", "https://example.org/", [entry]).content).entries
        assert (found.title, found.content[0].value, found.tags[0].term) == ("a<b>", "c&", "<d>")
        assert found.updated == "2009-04-01T00:00:00+00:00"

    def test_a_feed_without_entries(self) -> None:
        feed = feedparser.parse(feeds.write("x", "https://example.org/", []).content)
        assert not feed.bozo
        assert feed.entries == []


WICKED = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://example.org","x")']


class TestTables:
    @pytest.mark.parametrize("wicked", WICKED)
    def test_formulas_are_texts(self, wicked: str) -> None:
        written = tables.write("csv", "t", ["a"], [[wicked]]).content.decode("utf-8")
        assert next(iter(csv.DictReader(io.StringIO(written, newline=""))))["a"] == f"'{wicked}"
        workbook = openpyxl.load_workbook(io.BytesIO(tables.write("xlsx", "t", ["a"], [[wicked]]).content))
        cell = workbook.active["A2"]
        assert cell.data_type == "s"
        assert cell.hyperlink is None
        assert cell.value.replace("_x000D_", "\r") == wicked

    def test_headings_too(self) -> None:
        assert tables.write("csv", "t", ["=a"], []).content == b"'=a\r\n"

    def test_cells_of_every_kind(self) -> None:
        content = [['a, "b"\nc', 1, None], ["é", -2, ""]]
        columns = ["text", "number", "nothing"]
        assert tables.write("csv", "t", columns, content).content.decode() == (
            'text,number,nothing\r\n"a, ""b""\nc",1,\r\né,-2,\r\n'
        )
        assert sheet(tables.write("xlsx", "t", columns, content).content)[1:] == [
            ('a, "b"\nc', 1, None),
            ("é", -2, None),
        ]
        assert json.loads(tables.write("json", "t", columns, content).content)["rows"] == [
            {"text": 'a, "b"\nc', "number": 1, "nothing": None},
            {"text": "é", "number": -2, "nothing": ""},
        ]

    def test_signs_that_a_workbook_cannot_have(self) -> None:
        (_, (cell,)) = sheet(tables.write("xlsx", "[a]:*?/\\'" * 9, ["a"], [["x\x00y\x0bz"]]).content)
        assert isinstance(cell, str)
        assert cell[0] + cell[-1] == "xz"

    def test_a_text_that_no_cell_holds(self) -> None:
        (_, (cell,)) = sheet(tables.write("xlsx", "t", ["a"], [["x" * 40_000]]).content)
        assert isinstance(cell, str)
        assert len(cell) == 32_767
        assert cell.endswith("the CSV has it whole)")

    @pytest.mark.parametrize("form", tables.MEDIA_TYPES)
    def test_the_same_rows_give_the_same_bytes(self, form: str) -> None:
        first, second = (tables.write(form, "t", ["a"], [["x"], [1]]) for _ in range(2))
        assert first == second

    @pytest.mark.parametrize("form", tables.MEDIA_TYPES)
    def test_no_more_than_the_limit(self, form: str) -> None:
        endless = iter(lambda: ["x" * 1000], None)
        with pytest.raises(ResultTooLarge):
            tables.write(form, "t", ["a"], endless, limit=100_000)

    def test_no_more_rows_than_a_sheet_holds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks, "_MOST_ROWS", 2)
        with pytest.raises(UsageError, match="CSV"):
            tables.write("xlsx", "t", ["a"], [[1], [2], [3]])
