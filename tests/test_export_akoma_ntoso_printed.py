"""The documents in Akoma Ntoso beside the source texts: every word, in its place, as it is printed."""

import re
from pathlib import Path

import pytest

from tests.akoma_ntoso import AKN, NAMES, name_of, parse, part, words
from tests.conftest import ROOT
from tipgraph.dataset.build import Build
from tipgraph.namespaces import ID

FOOTNOTE = re.compile(r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\*) (.+)", re.DOTALL)
LEFT_OUT = re.compile(
    r"^ ?-(?: |$)|"  # the dash that the text files put before every item, before those with a letter too
    r"\*|</?i>|"  # marks of emphasis; the asterisk that is the mark of a footnote
    r"[⁰¹²³⁴⁵⁶⁷⁸⁹]|"  # marks of footnotes: the footnote stands there
    r"<(?=http)|>$",  # the brackets around an address
    re.MULTILINE,
)


def printed(path: Path) -> tuple[list[str], list[list[str]]]:
    """Give the words of a source text, and of each of its footnotes, read without the record."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    notes = [LEFT_OUT.sub("", one[1]).split() for block in blocks if (one := FOOTNOTE.fullmatch(block.strip()))]
    body = "\n\n".join(block for block in blocks if not FOOTNOTE.fullmatch(block.strip()))
    return LEFT_OUT.sub("", body).split(), notes


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_source_text_is_there_in_its_order(build: Build, name: str) -> None:
    document = parse(build, name)
    document[0].remove(document[0][0])  # what it says of itself
    notes = []
    for note in list(document.iter(f"{AKN}authorialNote")):
        notes.append("".join(note.itertext()).split())
        note.text, note[:] = "", []
    body, footnotes = printed(ROOT / "data" / "documents" / f"{name}.txt")
    assert "".join(document.itertext()).split() == body
    assert notes == footnotes


PLACEHOLDERS = """
FunctionalTitle2
AddressLine1
AddressLine2
AddressLine3
City
Postal Code
CountryAddressName
"""


def test_the_placeholders_of_a_form_letter_are_shown(build: Build) -> None:
    letter = parse(build, "cu-2009-92")
    shown = [(one.get("originalText"), one.text) for one in letter.iter(f"{AKN}placeholder")]
    assert shown == [(f"[[[{name}]]]", f"[[[{name}]]]") for name in PLACEHOLDERS.strip().splitlines()]
    opening = "".join(part(letter, "cu-2009-92", "p1").itertext()).strip()
    assert opening.startswith("The Secretary-General of the United Nations presents his compliments to the [[[")
    assert "to the [[[FunctionalTitle2]]] and has the honour" in opening


def test_what_stands_around_a_letter_keeps_its_place(build: Build) -> None:
    letter = parse(build, "cu-2009-92")
    cover = letter.find(f".//{AKN}coverPage")
    assert [one.get("name") for one in cover.iter(f"{AKN}block")] == ["letterhead", "letterhead-2", "reference"]
    # The foot of the first page stands between the third and the fourth paragraph.
    third, foot, fourth = letter.find(f".//{AKN}mainBody")[2:5]
    assert (third.get("GUID"), fourth.get("GUID")) == tuple(f"{ID}document/cu-2009-92/p{one}" for one in (3, 4))
    lines = [words(line) for line in foot[0]]
    assert lines[5] == "MAKING THE WORLD SAFER FROM DRUGS, CRIME AND TERRORISM"
    assert ["".join(line.itertext()) for line in foot[0]][3] == "[[[City]]] [[[Postal Code]]]"
    date, signature = letter.find(f".//{AKN}conclusions")
    assert (date.get("name"), date.text) == ("date", "8 July 2009")
    assert signature[0].tag == f"{AKN}remark"  # nobody wrote that the signature is in black ink


def test_the_job_number_stands_at_the_foot_of_its_page(build: Build) -> None:
    draft = parse(build, "cop4-revised-draft-resolution")
    first, foot, second = draft.find(f".//{AKN}preamble")[1:]
    assert [len(one) for one in (first, second)] == [6, 2]
    assert [(one.get("name"), one.text) for one in foot] == [("job-number", "V.08-57345 (E)")]


def test_numbers_are_as_they_are_printed(build: Build) -> None:
    paper = parse(build, "wg4-2011-future-work")
    numbers = " ".join(one.text for one in paper.iter(f"{AKN}num"))
    of_paragraph_13 = "I. II. III. IV."
    assert numbers == f"I. 1. 2. 3. 4. II. 5. 6. 7. 8. III. 9. 10. 11. 12. 13. {of_paragraph_13}"
    agenda = parse(build, "wg4-2009-provisional-agenda")
    annotations = "1. (a) (b) 2. (i) (ii) (iii) 3. 4. Annex"
    assert " ".join(one.text for one in agenda.iter(f"{AKN}num")) == f"1. (a) (b) 2. 3. 4. {annotations}"


def test_the_table_of_contents_leads_to_the_sections(build: Build) -> None:
    paper = parse(build, "wg4-2011-future-work")
    contents = paper.find(f".//{AKN}coverPage//{AKN}toc")
    assert [" ".join("".join(item.itertext()).split()) for item in contents] == [
        "I. Introduction 2",
        "II. Summary of the work of the Working Group 2",
        "III. Proposed areas for future work 4",
    ]
    assert [item.get("level") for item in contents] == ["1", "1", "1"]
    sections = {f"#{one.get('eId')}": one.get("GUID") for one in paper.iter(f"{AKN}section")}
    expected = [f"{ID}document/wg4-2011-future-work/section/{number}" for number in (1, 2, 3)]
    assert [sections[item.get("href")] for item in contents] == expected


def test_the_identifier_of_a_footnote_is_its_mark(build: Build) -> None:
    notes = parse(build, "wg4-2011-future-work").iter(f"{AKN}authorialNote")
    assert {note.get("marker"): note.get("eId") for note in notes} == {
        "*": "authorialNote_asterisk",
        **{mark: f"authorialNote_{mark}" for mark in "12345"},
    }


def test_the_annex_of_the_agenda_has_its_table_as_it_is_printed(build: Build) -> None:
    rows = parse(build, "wg4-2009-provisional-agenda").findall(f".//{AKN}tr")
    assert [name_of(cell) for cell in rows[0]] == ["th", "th", "th"]
    assert [words(cell) for cell in rows[0]] == ["Date and time", "Agenda item", "Title or description"]
    assert {name_of(cell) for row in rows[1:] for cell in row} == {"td"}
    assert [[words(cell) for cell in row][:2] for row in rows[1:]] == [
        ["Tuesday, 14 April", ""],
        ["10 a.m.-1 p.m.", "1 (a)"],
        ["", "1 (b)"],
        ["3-6 p.m.", "2"],
        ["", "2"],
        ["Wednesday, 15 April", ""],
        ["10 a.m.-1 p.m.", "3"],
        ["3-6 p.m.", "3"],
        ["", "4"],
    ]
    assert words(rows[2][2]) == "Opening of the meeting"
    assert words(rows[8][2]).endswith("combating trafficking in persons (continued)")
    numbered = [row.get("GUID", "").rpartition("/")[2] for row in rows]
    assert numbered == ["", "", "1", "2", "3", "4", "", "5", "6", "7"]  # heading and days are no rows of the record
