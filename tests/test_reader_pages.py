"""The reader, asked over HTTP: what a person sees, where links lead, what becomes of odd addresses and odd words."""

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from typing import Any
from urllib.parse import quote, unquote

import lxml.html
import pytest
from pyoxigraph import Store

from tests.conftest import TURTLE
from tests.server import Server, serving
from tipgraph.dataset.build import Build
from tipgraph.namespaces import ID
from tipgraph.record import Record

SLUGS = ("wg4-2009-report", "cu-2009-92", "cop4-revised-draft-resolution", "wg4-2009-provisional-agenda")
SLUGS += ("wg4-2011-future-work",)
Element = Any  # lxml has no types of its own


def page_at(server: Server, path: str, status: int = 200) -> Element:
    reply = server.get(path, Accept="text/html")
    assert reply.status == status, reply.text
    return lxml.html.document_fromstring(reply.body)


def by_id(page: Element, name: str) -> Element:
    (found,) = page.xpath("//*[@id=$name]", name=name)
    return found


def words_of(part: Element) -> str:
    """The words of a part on a page: without its number, the marks of footnotes and what stands beside."""
    (block,) = part.xpath("./p | ./h2 | ./h3 | ./h4 | ./td/p")
    for added in block.xpath(".//a[@class='label'] | .//sup | .//a[starts-with(@aria-label, 'Back to')]"):
        tail = added.tail or ""
        before = added.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            block_parent = added.getparent()
            block_parent.text = (block_parent.text or "") + tail
        added.getparent().remove(added)
    return " ".join(block.text_content().split())


# ---- reading


def test_every_part_of_every_document_is_a_target_with_its_words(server: Server, store: Store) -> None:
    pages = {slug: page_at(server, f"/read/{slug}") for slug in SLUGS}
    found = store.query(
        "PREFIX tip: <https://w3id.org/tipgraph/ns#> SELECT ?part ?document ?text ?lead ?heading WHERE {"
        " ?part tip:inDocument ?document"
        " OPTIONAL { ?part tip:text ?text } OPTIONAL { ?part tip:heading ?heading } OPTIONAL { ?part tip:leadIn ?lead } }"
    )
    count = 0
    for row in found:  # type: ignore[union-attr]
        slug = row["document"].value.removeprefix(f"{ID}document/")
        part = by_id(pages[slug], row["part"].value.removeprefix(f"{ID}document/{slug}/"))
        expected = (row["text"] or row["heading"]).value
        lead = f"{row['lead'].value} " if row["lead"] else ""
        assert lead + words_of(part) == expected
        count += 1
    assert count > 300
    for page in pages.values():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_links_within_the_pages_lead_somewhere(server: Server) -> None:
    for slug in SLUGS:
        page = page_at(server, f"/read/{slug}")
        ids = set(page.xpath("//@id"))
        within = {target[1:] for target in page.xpath("//a/@href") if target.startswith("#")}
        assert within <= ids
        sections = {target for target in page.xpath("//a/@href") if target.startswith("?section=")}
        for target in sorted({target.partition("#")[0] for target in sections}):
            part = page_at(server, f"/read/{slug}{target}")
            wanted = {unquote(one.partition("#")[2]) for one in sections if one.startswith(f"{target}#")}
            assert wanted <= set(part.xpath("//@id"))


def test_links_to_descriptions_lead_there(server: Server) -> None:
    page = page_at(server, "/read/wg4-2009-report?section=section/1/10")
    targets = {target for target in page.xpath("//main//a/@href") if target.startswith("/")}
    assert "/doc/addressee/states-parties" in targets
    assert "/doc/topic/victim-compensation" in targets
    assert "/doc/document/wg4-2009-report.ttl" in targets
    for target in targets:
        assert server.get(target).status == 200, target


def test_headings_are_in_order_and_landmarks_are_named(server: Server) -> None:
    for path in ("/read", *(f"/read/{slug}" for slug in SLUGS), "/read/instrument/untoc"):
        page = page_at(server, path)
        levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), path
        for one in page.xpath("//nav | //section | //*[@role='region']"):
            assert one.get("aria-label") or one.get("aria-labelledby")
        for table in page.xpath("//table"):
            assert table.xpath("./caption")
            assert all(one.get("scope") in {"row", "col"} for one in table.xpath(".//th"))
        assert not page.xpath("//script | //@style")


def test_pages_are_light(server: Server) -> None:
    for slug in SLUGS:
        assert len(server.get(f"/read/{slug}").body) < 100_000, slug
    assert len(server.get("/read").body) < 100_000


def test_the_list_of_documents(server: Server) -> None:
    page = page_at(server, "/read")
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows[1] == [
        "Provisional agenda and annotations",
        "5 March 2009",
        "annotated provisional agenda",
        "",
        "First session of the Working Group on Trafficking in Persons",
    ]
    assert [row[3] for row in rows] == ["", "", "CTOC/COP/WG.4/2009/2", "CU 2009/92", ""]  # no number of a print job
    assert [row[1] for row in rows] == [
        "15 October 2008",
        "5 March 2009",
        "21 April 2009",
        "8 July 2009",
        "2 August 2011",
    ]
    for target in page.xpath("//tbody/tr/th/a/@href"):
        assert server.get(target).status == 200
    assert "/doc/instrument/untoc" in page.xpath("//details//a/@href")


def test_from_one_document_to_the_next(server: Server) -> None:
    page = page_at(server, "/read/wg4-2009-report")
    assert page.xpath("//a[@rel='prev']/@href") == ["/read/wg4-2009-provisional-agenda"]
    assert page.xpath("//a[@rel='next']/@href") == ["/read/cu-2009-92"]


def test_how_to_cite(server: Server) -> None:
    (words,) = page_at(server, "/read/wg4-2009-report").xpath("//*[@class='citation']/text()")
    assert words.endswith(", 21 April 2009. In: tipgraph, https://w3id.org/tipgraph/id/document/wg4-2009-report")


def test_a_document_known_by_citation_only(server: Server) -> None:
    for path, description in (
        ("/read/instrument/untoc", "/doc/instrument/untoc"),
        ("/read/ctoc-cop-2008-9/transmitted", "/doc/document/ctoc-cop-2008-9/transmitted"),
    ):
        page = page_at(server, path)
        assert "does not have the text of this document" in page.text_content()
        assert description in page.xpath("//main//a/@href")


def test_footnotes_lead_to_their_marks_and_back(server: Server) -> None:
    page = page_at(server, "/read/wg4-2009-report")
    (mark,) = by_id(page, "3").xpath(".//a[@href='#footnote/1']")
    assert mark.get("id") == "3/mark/1"
    assert by_id(page, "footnote/1").xpath(".//a[@href='#3/mark/1']")


def test_pages_are_kept(server: Server) -> None:
    for path in ("/read", "/read/cu-2009-92", "/read/cu-2009-92?start=4&end=9"):
        first = server.get(path)
        tag = first.headers["etag"]
        assert server.get(path, If_None_Match=tag).status == 304
    tags = {server.get(path).headers["etag"] for path in ("/read/cu-2009-92", "/read/cu-2009-92?start=4&end=9")}
    assert len(tags) == 2
    assert server.ask("HEAD", "/read/cu-2009-92").status == 200
    assert server.ask("POST", "/read/cu-2009-92", b"").status == 405


# ---- quotes


def test_a_quote_is_marked_in_its_place(server: Server) -> None:
    page = page_at(server, "/read/wg4-2009-report?start=3358&end=3392")
    mark = by_id(page, "quote")
    assert mark.tag == "mark"
    assert mark.text_content() == "Launch awareness-raising campaigns"
    assert mark.xpath("ancestor::*[@id='8/2']")
    (note,) = page.xpath("//*[@class='shown']")
    words = " ".join(note.text_content().split())
    where = "characters 3,358–3,392 of wg4-2009-report.txt, in paragraph 8(b)"
    assert words == f"Marked below: {where}. Go to the words. How to cite them."


def test_a_quote_over_a_page_break_with_footnotes(server: Server) -> None:
    page = page_at(server, "/read/wg4-2009-report?start=1657&end=1924")
    marks = page.xpath("//mark")
    assert [one.get("id") for one in marks] == ["quote", None, None]
    assert [one.xpath("ancestor::*[@id][1]/@id")[0] for one in marks] == ["footnote/1", "footnote/2", "4"]
    assert "may have in becoming parties to" in marks[2].text_content()


def test_a_quote_of_what_is_in_no_part(server: Server) -> None:
    page = page_at(server, "/read/cu-2009-92?start=4937&end=4960")
    (mark,) = page.xpath("//mark")
    assert mark.get("id") == "quote"
    assert mark.text_content() == "A handwritten signature"
    assert "8 July 2009" in mark.getparent().text_content()
    assert "in no part that is shown below" in page.text_content()


def test_facts_lead_to_their_words(server: Server) -> None:
    page = page_at(server, "/doc/topic/victim-compensation")
    targets = [one for one in page.xpath("//a/@href") if one.startswith("/read/") and one.endswith("#quote")]
    assert "/read/wg4-2009-report?start=7335&end=7374#quote" in targets
    for target in targets:
        shown = page_at(server, target.partition("#")[0])
        assert by_id(shown, "quote").tag == "mark"
    recommendations = page_at(server, "/recommendations").xpath("//a/@href")
    assert {"/read/wg4-2009-report#2", "/read/wg4-2009-report#8/2"} <= set(recommendations)
    part = page_at(server, "/doc/document/wg4-2009-report/8/2")
    assert "/read/wg4-2009-report#8/2" in part.xpath("//a/@href")
    assert "/read/cu-2009-92" in page_at(server, "/doc/document/cu-2009-92").xpath("//a/@href")
    assert not page_at(server, "/doc/instrument/untoc").xpath("//a[text()='Read it in its text']")


@pytest.mark.parametrize(
    "parameters",
    [
        "start=1",
        "end=1",
        "start=&end=",
        "start=a&end=b",
        "start=-1&end=5",
        "start=1.5&end=5",
        "start=5&end=5",
        "start=9&end=5",
        "start=0&end=5039",
        "start=0&end=99999999999999999999",
        "start=1&start=1&end=5",
        "start=%D9%A1&end=%D9%A2",
        "start=%00&end=5",
        "start=1%0A&end=5",
        "start=<script>&end=5",
        "section=nowhere",
        "section=a&section=b",
        "section=%00",
        "section=<script>alert(1)</script>",
    ],
)
def test_parameters_that_name_nothing(server: Server, parameters: str) -> None:
    for accept in ("text/html", "*/*"):
        reply = server.get(f"/read/cu-2009-92?{quote(parameters, safe='=&%')}", Accept=accept)
        assert reply.status == 400
        assert "<script" not in reply.text or reply.headers["content-type"].startswith("text/plain")
        assert len(reply.text.split()) > 5, "it says why"


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "cu-2009-92/",
        "cu-2009-92//",
        "/cu-2009-92",
        "../etc/passwd",
        "%2e%2e/x",
        "cu-2009-92%00",
        "%3Cscript%3E",
        "body/unodc",
        "cu-2009-92/p1",
        "a" * 3000,
        "%FF%FE",
        "x%20y",
    ],
)
def test_documents_that_are_none(server: Server, path: str) -> None:
    reply = server.get(f"/read/{path}", Accept="text/html")
    assert reply.status in {400, 404}
    assert "<script" not in reply.text


# ---- odd words


ODD_TEXT = """A title

1. First <script>alert(1)</script>then & "more"\u2028 words.

(a) مرحبا بالعالم

2. Without an anchor.
"""
ODD = """
<document/odd> a tip:Document ; rdfs:label "<script>alert(2)</script>"@en ; tip:hasSourceText <document/odd/source-text> ;
    tip:symbol "A/<b>1</b>" ; dcterms:issued "2020-13"^^xsd:gYearMonth ; dcterms:language "ar" .
<document/odd/source-text> a tip:SourceText ; tip:textOf <document/odd> ; tip:fileName "odd.txt" ; tip:sha256 "{hash}" .
<document/odd/1> a tip:Provision ; rdfs:label "one"@en ; tip:inDocument <document/odd> ; tip:printedLabel "<i>1" ;
    tip:paragraphLabel "1\\" onclick=\\"x" ; tip:ordinal 1 ; dcterms:isPartOf <document/odd/1/1> ;
    tip:text "..." ; tip:anchor <document/odd/1/anchor/1> .
<document/odd/1/anchor/1> a oa:SpecificResource ; oa:hasSource <document/odd/source-text> ; tip:ordinal 1 ;
    oa:hasSelector <document/odd/1/anchor/1/quote> .
<document/odd/1/anchor/1/quote> oa:start {start} ; oa:end {end} ; oa:exact {exact} .
<document/odd/1/1> a tip:Provision ; tip:inDocument <document/odd> ; dcterms:isPartOf <document/odd/1> ; tip:text "round" .
<document/odd/é%2F&'> a tip:Provision ; tip:inDocument <document/odd> ; tip:text "an odd name" .
<document/odd/2> a tip:Provision ; tip:inDocument <document/odd> ; tip:text "Without an anchor." .
<document/odd/note> a tip:Footnote ; tip:inDocument <document/odd> ; tip:attachedTo <document/odd/note> ; tip:text "itself" .
<fact/1> a tip:Claim ; rdfs:label "' onmouseover='alert(3)"@en ; tip:statedIn <document/odd/1> ; tip:valueAsPrinted "<img>" .
<document/changed> a tip:Document ; rdfs:label "another text"@en ; tip:hasSourceText <document/changed/source-text> .
<document/changed/source-text> a tip:SourceText ; tip:fileName "changed.txt" ; tip:sha256 "00" .
<document/old> a tip:Document ; rdfs:label "old"@en ; owl:deprecated true ; dcterms:isReplacedBy <document/odd> .
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("odd") / "record"
    exact = ODD_TEXT[ODD_TEXT.index("First") : ODD_TEXT.index("\n\n(a)")]
    start = ODD_TEXT.index(exact)
    written = '"' + exact.replace('"', '\\"').replace("\u2028", "\\u2028") + '"'
    data = ODD
    for name, value in (("hash", sha256(ODD_TEXT.encode()).hexdigest()), ("start", str(start)), ("exact", written)):
        data = data.replace(f"{{{name}}}", value)
    data = data.replace("{end}", str(start + len(exact)))
    prefixes = (
        f"{TURTLE}@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix oa: <http://www.w3.org/ns/oa#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    )
    for name, text in (
        ("ontology/tipgraph.ttl", TURTLE),
        ("data/curated/none.ttl", TURTLE),
        ("data/extracted/odd.ttl", prefixes + data),
        ("data/documents/odd.txt", ODD_TEXT),
        ("data/documents/changed.txt", "It was another text."),
        ("data/documents/stray.txt", "\0"),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "shapes").mkdir()
    (root / "queries").mkdir()
    with serving(root.parent / "build", "--record", str(root)) as running:
        yield running


def test_script_in_the_data_is_nothing_but_words(odd: Server) -> None:
    for path in ("/read", "/read/odd", "/read/odd?start=3&end=6", "/read/odd?section=1"):
        reply = odd.get(path)
        assert reply.status == 200
        page = lxml.html.document_fromstring(reply.body)
        assert not page.xpath("//script | //img | //main//b | //@onclick | //@onmouseover | //@style")
    page = page_at(odd, "/read/odd")
    assert page.find(".//h1").text_content() == "<script>alert(2)</script>"
    assert "A/<b>1</b>" in page.text_content()
    assert words_of(by_id(page, "1")) == 'First <script>alert(1)</script>then & "more" words.'
    assert page.xpath("//div[@class='text']/@lang") == ["ar"]


def test_parts_without_a_place_or_in_a_circle(odd: Server) -> None:
    page = page_at(odd, "/read/odd")
    assert words_of(by_id(page, "2")) == "Without an anchor."
    assert words_of(by_id(page, "1/1")) == "round"
    assert words_of(by_id(page, "note")) == "itself"
    name = "é%2F&'"
    assert by_id(page, name).xpath(".//a[@class='label']/@href") == [f"#{name}"]
    assert words_of(by_id(page, name)) == "an odd name"


def test_a_quote_of_odd_words(odd: Server) -> None:
    start = ODD_TEXT.index("<script>")
    page = page_at(odd, f"/read/odd?start={start}&end={start + 8}")
    assert by_id(page, "quote").text_content() == "<script>"
    start = ODD_TEXT.index("مرحبا")
    page = page_at(odd, f"/read/odd?start={start}&end={start + 5}")
    assert by_id(page, "quote").text_content() == "مرحبا"


def test_a_text_that_has_changed_is_not_shown(odd: Server) -> None:
    page = page_at(odd, "/read/changed")
    assert "another text" in page.text_content()
    assert odd.get("/read/changed?start=0&end=5").status == 400


def test_a_document_that_was_given_up(odd: Server) -> None:
    reply = odd.get("/read/old")
    assert reply.status == 410
    assert "document/odd" in reply.text


def test_the_build_carries_the_texts(build: Build, record: Record) -> None:
    files = sorted(path.name for path in record.documents.glob("*.txt"))
    assert files
    for name in files:
        assert f"data/documents/{name}" in build.manifest["inputs"]
    assert re.fullmatch("[0-9a-f]{64}", build.manifest["outputs"]["texts.json"])
