"""The documents in Akoma Ntoso: valid as the standard says, every part there with its words, and none besides."""

import pytest
from pyoxigraph import NamedNode

from tests.akoma_ntoso import AKN, NAMES, check, name_of, parse, part, words
from tests.exporting import export
from tipgraph.dataset.build import Build
from tipgraph.export.source import Source
from tipgraph.namespaces import ID, TIP


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_as_the_standard_says(build: Build, name: str) -> None:
    check(parse(build, name))


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_there_with_its_words_and_no_others(build: Build, name: str) -> None:
    lookup = Source(build).lookup
    document = parse(build, name)
    told = {element.get("GUID"): words(element) for element in document.iter() if element.get("GUID")}
    parts = lookup.subjects(NamedNode(TIP + "inDocument"), NamedNode(f"{ID}document/{name}"))
    expected = {}
    for node in parts:
        assert isinstance(node, NamedNode)
        text = " ".join(one.value for way in ("text", "heading") for one in lookup.literals(node, NamedNode(TIP + way)))
        lead_in = "".join(one.value for one in lookup.literals(node, NamedNode(TIP + "leadIn")))
        expected[node.value] = " ".join(text.removeprefix(lead_in).split())
        if "/row/" in node.value:  # the day and the hour are printed once, above the first row that they govern
            assert told[node.value]
            assert expected[node.value].endswith(told[node.value])
            del told[node.value], expected[node.value]
    assert told == expected


def test_the_draft_resolution_has_its_preamble_and_its_operative_paragraphs(build: Build) -> None:
    document = parse(build, "cop4-revised-draft-resolution")
    assert name_of(document[0]) == "statement"
    formula = document.find(f".//{AKN}formula")
    assert words(formula) == (
        "The Conference of the Parties to the United Nations Convention against Transnational Organized Crime,"
    )
    assert len(document.findall(f".//{AKN}recital")) == 8
    paragraphs = document.findall(f".//{AKN}mainBody/{AKN}paragraph")
    assert [one.findtext(f"{AKN}num") for one in paragraphs] == [f"{number}." for number in range(1, 16)]
    tenth = paragraphs[9]
    assert words(tenth) == "Decides also that the working group shall perform the following functions:"
    assert [one.findtext(f"{AKN}num") for one in tenth.findall(f"{AKN}point")] == ["(a)", "(b)", "(c)", "(d)"]
    assert [one.get("eId") for one in tenth.findall(f"{AKN}point")][1] == "para_10__point_b"
    # Page and footnotes part the words of the first item.
    assert "between experts and practitioners in this area, including by" in words(tenth.find(f"{AKN}point"))


def test_a_footnote_stands_where_its_mark_is_printed(build: Build) -> None:
    document = parse(build, "cop4-revised-draft-resolution")
    first = part(document, "cop4-revised-draft-resolution", "footnote/1")
    assert first.get("marker") == "1"
    assert words(first) == "United Nations, Treaty Series, vol. 2225, No. 39574."
    assert first.getparent().text.endswith("United Nations Convention against Transnational Organized Crime,")
    third = part(document, "cop4-revised-draft-resolution", "footnote/3")
    assert third.getparent().text.endswith("to the United Nations Convention against Transnational Organized Crime")
    assert third.tail.startswith(" and, in particular, the Protocol to Prevent")


def test_two_items_with_the_same_letter_are_told_apart(build: Build) -> None:
    points = parse(build, "cu-2009-92").findall(f".//{AKN}point")
    letters = [point for point in points if point.findtext(f"{AKN}num") == "(f)"]  # the letter prints (f), (g), (f)
    assert len(letters) == 2
    assert words(letters[0]).startswith("good practices and tools for front line law enforcement officers")
    assert words(letters[1]).startswith("case management in human trafficking investigations")
    assert letters[1].get("eId") == letters[0].get("eId") + "-2"


def test_sections_hold_what_stands_below_their_headings(build: Build) -> None:
    document = parse(build, "wg4-2009-report")
    section = part(document, "wg4-2009-report", "section/1/10")
    assert section.findtext(f"{AKN}num") == "J."
    assert section.findtext(f"{AKN}heading") == "Compensation for victims of trafficking"
    assert [one.findtext(f"{AKN}num") for one in section.findall(f"{AKN}paragraph")] == ["14."]
    assert section.getparent().get("GUID") == f"{ID}document/wg4-2009-report/section/1"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_build_gives_the_same_bytes(build: Build, name: str) -> None:
    assert export(build, f"akoma-ntoso/{name}") == export(build, f"akoma-ntoso/{name}")
