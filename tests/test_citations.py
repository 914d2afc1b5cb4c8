"""Citations: symbols in every form, decisions and resolutions and whose they are, places within what is cited."""

from pathlib import Path

import pytest

from tests.extraction import ask, extract_text, names
from tipgraph.documents.symbols import find_symbols
from tipgraph.extract.library import Library
from tipgraph.extract.names import Names
from tipgraph.extract.run import Extraction
from tipgraph.namespaces import ID
from tipgraph.record import Record

HEAD = """CTOC/COP/WG.6/2031/9

Conference of the Parties to the United Nations Convention against Transnational Organized Crime

Working Group on Firearms

Vienna, 5 and 6 May 2031

Report on the meeting of the Working Group on Firearms held in Vienna on 5 and 6 May 2031

I. Introduction

"""


def read(folder: Path, *paragraphs: str) -> Extraction:
    text = HEAD + "\n\n".join(f"{number}. {words}" for number, words in enumerate(paragraphs, start=1)) + "\n"
    return extract_text(folder, text, "invented")


def cited(folder: Path, words: str) -> list[str]:
    rows = ask(read(folder, words), "SELECT ?c { <document/invented/1> cito:cites ?c }")
    return [row[0] for row in rows]


def located(folder: Path, words: str) -> list[tuple[str, ...]]:
    found = read(folder, words)
    return ask(found, "SELECT ?c ?l { ?x tip:citing <document/invented/1> ; tip:cited ?c ; tip:locator ?l }")


@pytest.mark.parametrize(
    "symbol",
    [
        "CTOC/COP/WG.4/2013/5/Corr.1", "A/RES/55/25", "A/64/L.12", "E/CN.15/2010/6", "UNODC/CCPCJ/EG.5/2013/2",
        "A/AC.254/4/Add.3/Rev.7", "ST/SGB/2013/4", "S/PRST/2015/25", "CAC/COSP/WG.2/2012/3", "A/C.3/64/L.12/Rev.1",
        "A/RES/S-26/2", "E/2010/30", "A/CONF.222/7", "CTOC/COP/2008/CRP.1",
    ],
)  # fmt: skip
def test_a_symbol_is_found_whole(symbol: str) -> None:
    for words in (f"in document {symbol}.", f"({symbol}),", f"{symbol}; and", f"see {symbol}", f"{symbol}¹"):
        assert [span.symbol for span in find_symbols(words)] == [symbol]


@pytest.mark.parametrize(
    "words",
    [
        "https://undocs.org/A/RES/55/25",
        "http://x.example/?id=A/RES/55/25",
        "AND/OR",
        "N/A",
        "TCP/IP 4",
        "HIV/AIDS",
        "10/12/2010",
    ],
)
def test_an_address_is_no_symbol(words: str) -> None:
    assert not find_symbols(words)


@pytest.mark.parametrize(
    ("words", "things"),
    [
        ("Conference resolution 5/2 was recalled.", ["instrument/cop-resolution-5-2"]),
        ("In its resolution 6/1, the Conference agreed.", ["instrument/cop-resolution-6-1"]),
        ("The Conference, in its decisions 3/2 and 4/6, agreed.", ["instrument/cop-decision-3-2", "instrument/cop-decision-4-6"]),
        ("The Conference met. In its resolution 7/1, it agreed.", ["instrument/cop-resolution-7-1"]),
        ("See General Assembly resolutions 64/293 and 65/190.", ["document/a-res-64-293", "instrument/ga-resolution-65-190"]),
        ("See Economic and Social Council resolution 2006/27.", ["instrument/ecosoc-resolution-2006-27"]),
        ("See decision 4/4, paragraph 3.", ["instrument/cop-decision-4-4"]),
        ("See Security Council resolution 2331 (2016).", ["instrument/sc-resolution-2331-2016"]),
        ("See resolution 55/25 of the General Assembly.", ["instrument/ga-resolution-55-25"]),
        ("See General Assembly resolution 55/25, annex II.", ["instrument/ga-resolution-55-25"]),
        ("See Commission on Crime Prevention and Criminal Justice resolution 22/7.", ["instrument/ccpcj-resolution-22-7"]),
        ("See document CTOC/COP/WG.4/2009/2.", ["document/wg4-2009-report"]),
        ("See document CTOC/COP/WG.6/2030/4.", ["document/ctoc-cop-wg-6-2030-4"]),
        ("See article 5 of the Protocol.", ["instrument/firearms-protocol"]),
        ("See the Palermo Protocol and the Convention.", ["instrument/tip-protocol", "instrument/untoc"]),
    ],
)  # fmt: skip
def test_what_is_cited(tmp_path: Path, words: str, things: list[str]) -> None:
    assert cited(tmp_path, words) == things


@pytest.mark.parametrize(
    "words",
    [
        "The Working Group recalled its resolution 2/9.",
        "See resolution 55/25.",
        "See Narnian Council resolution 5/2.",
        "The Conference and the General Assembly, in its resolution 7/7, agreed.",
    ],
)
def test_what_is_nobodys_is_reported_and_not_cited(tmp_path: Path, words: str) -> None:
    found = read(tmp_path, words)
    assert ask(found, "SELECT ?c { <document/invented/1> cito:cites ?c }") == []
    assert [one.reason for one in found.unresolved if "resolution" in one.words] == [
        "whose decision or resolution this is cannot be told"
    ]


def test_a_number_is_told_by_another_mention(tmp_path: Path) -> None:
    found = read(tmp_path, "General Assembly resolution 55/25 was recalled.", "Resolution 55/25 was recalled.")
    assert ask(found, "SELECT ?c { <document/invented/2> cito:cites ?c }") == [("instrument/ga-resolution-55-25",)]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("under article 6, paragraph 3 (b), of the Protocol, States act", "article 6, paragraph 3 (b)"),
        ("under articles 5, 6 and 9 of the Protocol, States act", "articles 5, 6 and 9"),
        ("under paragraph 3 of article 6 of the Protocol, States act", "paragraph 3 of article 6"),
        (
            "under article 32, paragraphs 3 (a) and (b), of the Protocol, States act",
            "article 32, paragraphs 3 (a) and (b)",
        ),
        ("under article 11 (a) of the Protocol, States act", "article 11 (a)"),
    ],
)
def test_a_place_within_a_treaty(tmp_path: Path, words: str, place: str) -> None:
    assert located(tmp_path, words) == [("instrument/firearms-protocol", place)]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("in Conference decision 4/4, paragraph 3, it was agreed", "paragraph 3"),
        ("in paragraph 5 of Conference decision 4/4 it was agreed", "paragraph 5"),
        ("in Conference decision 4/4, annex II, it was agreed", "annex II"),
        ("in paragraph 5 of decision 4/4 it was agreed", "paragraph 5"),
    ],
)
def test_a_place_within_a_decision(tmp_path: Path, words: str, place: str) -> None:
    assert located(tmp_path, words) == [("instrument/cop-decision-4-4", place)]


def test_documents_are_known_by_an_index_of_symbols() -> None:
    index = {"CTOC/COP/WG.6/2031/1": f"{ID}document/an-agenda", "CTOC/COP/WG.4/2009/2": f"{ID}document/wrong"}
    authority = Names.of(Record.find(), Library(index))
    assert authority.document_of_symbol("CTOC/COP/WG.6/2031/1") == f"{ID}document/an-agenda"
    assert authority.document_of_symbol("CTOC/COP/WG.4/2009/2") == f"{ID}document/wg4-2009-report"
    assert names().document_of_symbol("CTOC/COP/2099/8") is None


def test_a_place_within_one_is_not_one_within_the_next(tmp_path: Path) -> None:
    words = "recalling article 30, paragraph 2 (c), of the Organized Crime Convention and Conference decision 4/3"
    assert located(tmp_path, words) == [("instrument/untoc", "article 30, paragraph 2 (c)")]
