"""Documents that are awkward to write as Akoma Ntoso."""

import hashlib
from pathlib import Path

from lxml import etree
from pyoxigraph import NamedNode

from tests.akoma_ntoso import AKN, check, name_of, part, words
from tests.exporting import build_with
from tipgraph.dataset.build import Build
from tipgraph.export.akoma_ntoso.document import document as write
from tipgraph.export.source import Source
from tipgraph.namespaces import ID
from tipgraph.record import Record

TEXT = 'Title¹\n1. Say "yes" 5 < 6 & مكافحة Cafe\u0301¹\n(a) one\nA. Head\n(b) two\u0001\n¹ A note.\n² A loose note.\n'
ODD = """
<document/odd> a tip:Document ; tip:hasSourceText <document/odd/source-text> ; dcterms:issued "2009-04"^^xsd:gYearMonth .
<document/odd/source-text> a tip:SourceText ; tip:fileName "odd.txt" ; tip:textOf <document/odd> .
"""


def anchored(path: str, kind: str, words: str, facts: str = "", text: str = TEXT) -> str:
    start = text.index(words)
    anchor = f"document/odd/{path}/anchor/1"
    exact = words.replace("\\", "\\\\").replace('"', '\\"').replace("\u0001", "\\u0001")
    return (
        f"<document/odd/{path}> a tip:{kind} ; tip:inDocument <document/odd> ; tip:anchor <{anchor}> {facts} .\n"
        f"<{anchor}> oa:hasSource <document/odd/source-text> ; oa:hasSelector <{anchor}/position>, <{anchor}/quote> .\n"
        f'<{anchor}/position> oa:start {start} ; oa:end {start + len(words)} . <{anchor}/quote> oa:exact "{exact}" .\n'
    )


def odd_build(small: Record, folder: Path) -> Build:
    facts = (
        ODD
        + anchored("masthead/title", "MastheadField", "Title¹", '; tip:fieldName "title"')
        + anchored("1", "Provision", 'Say "yes" 5 < 6 & مكافحة Cafe\u0301¹', '; tip:printedLabel "1"')
        + anchored("1/1", "Provision", "one", '; tip:printedLabel "(a)" ; dcterms:isPartOf <document/odd/1>')
        + anchored("section/1", "Section", "Head", '; tip:printedLabel "A"')
        + anchored(
            *("1/2", "Provision", "two\u0001"),
            '; tip:printedLabel "(b)" ; dcterms:isPartOf <document/odd/1> ; tip:underHeading <document/odd/section/1>',
        )
        + anchored(
            *("footnote/1", "Footnote", "A note."),
            '; tip:number "1" ; tip:attachedTo <document/odd/masthead/title>, <document/odd/1>',
        )
        + anchored("footnote/2", "Footnote", "A loose note.", '; tip:number "2"')
    )
    return build_with(small, facts, folder)


def test_awkward_documents_are_written_whole(small: Record, tmp_path: Path) -> None:
    document = etree.fromstring(write(Source(odd_build(small, tmp_path)), NamedNode(ID + "document/odd")))
    check(document)
    assert words(part(document, "odd", "1")) == 'Say "yes" 5 < 6 & مكافحة Cafe\u0301'
    assert words(part(document, "odd", "1/2")) == "two\ufffd"  # XML has no way to write the character
    # An item that comes below the next heading stands there, as the text has it.
    assert part(document, "odd", "1/1").getparent().get("GUID") == ID + "document/odd/1"
    assert part(document, "odd", "1/2").getparent().get("GUID") == ID + "document/odd/section/1"
    # The second mark of a footnote leads to where it stands.
    note = part(document, "odd", "footnote/1")
    [mark] = document.findall(f".//{AKN}noteRef")
    assert mark.get("href") == f"#{note.get('eId')}"
    # A note that no part bears the mark of stands at the end.
    assert part(document, "odd", "footnote/2").getparent().getparent().tag == f"{AKN}conclusions"


def test_a_date_without_a_day_says_so(small: Record, tmp_path: Path) -> None:
    document = etree.fromstring(write(Source(odd_build(small, tmp_path)), NamedNode(ID + "document/odd")))
    date = document.find(f".//{AKN}FRBRWork/{AKN}FRBRdate")
    assert (date.get("date"), date.get("name")) == ("2009-04-01", "issued-in-month")
    assert document.find(f".//{AKN}FRBRWork/{AKN}FRBRuri").get("value") == "/akn/un/doc/document/2009-04/odd"
    assert document.find(f".//{AKN}FRBRExpression/{AKN}FRBRuri").get("value").endswith("/und@")


LETTER = """Office

To [[[Name]]] [[[Town]]] of [[[Land]]]

Contents
A. First\t1
B. Second ........ 2
C. Nowhere\t3

A. First
1) Whole.
a line between
(a) Item one;

- 3 -

Item  Speaker
* A bullet.
B. Second
See [[[Day]]] [[[Hour]]], or [[[Never]]].

10 a.m.  Opening
11 a.m.  Closing

A round seal of the office.
"""


def letter_build(small: Record, folder: Path, text: str = LETTER) -> Build:
    pieces = (
        ("masthead/letterhead", "MastheadField", "Office", '; tip:fieldName "letterhead"'),
        ("section/1", "Section", "First\n", '; tip:printedLabel "A" ; tip:heading "First"'),
        ("1", "Provision", "Whole.", '; tip:printedLabel "1" ; tip:underHeading <document/odd/section/1>'),
        ("1/1", "Provision", "Item one;", '; tip:printedLabel "(a)" ; dcterms:isPartOf <document/odd/1>'),
        ("1/2", "Provision", "A bullet.", "; dcterms:isPartOf <document/odd/1>"),
        ("section/2", "Section", "Second\n", '; tip:printedLabel "B" ; tip:heading "Second"'),
        ("p2", "Provision", "See [[[Day]]] [[[Hour]]], or [[[Never]]].", "; tip:underHeading <document/odd/section/2>"),
        ("table/1/row/1", "TableRow", "10 a.m.  Opening", ""),
        ("table/1/row/2", "TableRow", "11 a.m.  Closing", ""),
    )
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    facts = ODD + f'<document/odd/source-text> tip:sha256 "{digest}" .\n'
    facts += "".join(anchored(path, kind, words.strip(), more, ANCHORS) for path, kind, words, more in pieces)
    return build_with(small, facts, folder, {"odd.txt": text})


ANCHORS = LETTER.replace("First\t", "-----\t").replace("Second .", "------ .")
"""The letter, with other words where its contents repeat the headings."""


def test_what_no_part_has_stands_where_the_text_has_it(small: Record, tmp_path: Path) -> None:
    document = etree.fromstring(write(Source(letter_build(small, tmp_path)), NamedNode(ID + "document/odd")))
    check(document)
    cover = document.find(f".//{AKN}coverPage/{AKN}container")
    # An entry of the contents leads to its section; what looks like one, and is the heading of none, is a line.
    lines = [(name_of(one), " ".join("".join(one.itertext()).split())) for one in cover]
    assert lines == [
        ("block", "Office"),
        ("p", "To [[[Name]]] [[[Town]]] of [[[Land]]]"),
        ("p", "Contents"),
        ("toc", "A. First 1 B. Second 2"),
        ("p", "C. Nowhere 3"),
    ]
    assert [one.get("href") for one in cover.iter(f"{AKN}tocItem")] == ["#sec_A", "#sec_B"]
    # The number of the page is the printer's.
    first = part(document, "odd", "1")
    assert [name_of(one) for one in first] == ["num", "intro", "hcontainer", "point", "hcontainer", "indent"]
    assert (first[0].text, words(first[2]), words(first[4][0])) == ("1)", "a line between", "Item Speaker")
    assert first[5].find(f"{AKN}num") is None
    second = "".join(part(document, "odd", "p2").itertext()).strip()
    assert second == "See [[[Day]]] [[[Hour]]], or [[[Never]]]."
    # Without tabulators the cells are what the record quotes.
    assert [words(row) for row in document.iter(f"{AKN}tr")] == ["10 a.m. Opening", "11 a.m. Closing"]
    assert document.find(f".//{AKN}conclusions/{AKN}p/{AKN}remark").text == "A round seal of the office."


def test_without_the_text_that_is_quoted_numbers_are_those_of_the_record(small: Record, tmp_path: Path) -> None:
    build = letter_build(small, tmp_path, "\n" + LETTER)
    document = etree.fromstring(write(Source(build), NamedNode(ID + "document/odd")))
    check(document)
    assert [one.text for one in document.iter(f"{AKN}num")] == ["A", "1", "(a)", "B"]
    assert words(part(document, "odd", "1/1")) == "Item one;"
