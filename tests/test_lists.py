"""Lists whose lead-in, headings, pages or neighbours stand in their way, and what is told of footnotes that have no mark."""

from pathlib import Path

import pytest

from tests.extraction import ask, extract_text
from tests.invented import report
from tipgraph.documents.text import SourceText
from tipgraph.extract.facts.agenda import items_of
from tipgraph.extract.model import Document
from tipgraph.extract.structure import take_apart


def document(body: str) -> Document:
    return take_apart(SourceText.of(report(body), "text"))


def labels(found: Document) -> list[str]:
    return [provision.shown for provision in found.provisions]


RUNNING_ON = """
II. Recommendations

3. The Working Group adopted the following recommendations:

A. Trains

(a) States parties should inspect trains;

(b) States parties should protect conductors;

B. Payments

(c) States parties should, in particular:

(i) Look for patterns;

(ii) Ask for receipts;

(d) The Secretariat should report.

III. Summary

4. The Working Group met.
"""


def test_a_list_goes_on_below_sub_headings() -> None:
    found = document(RUNNING_ON)
    assert labels(found) == ["3", "3(a)", "3(b)", "3(c)", "3(c)(i)", "3(c)(ii)", "3(d)", "4"]
    under = {p.shown: p.section.heading if p.section else "" for p in found.provisions}
    assert [under[label] for label in ("3", "3(a)", "3(b)", "3(c)", "3(c)(ii)", "3(d)")] == [
        "Recommendations",
        "Trains",
        "Trains",
        "Payments",
        "Payments",
        "Payments",
    ]


def test_lists_below_sub_headings_may_each_begin_anew() -> None:
    found = document(RUNNING_ON.replace("(d) The", "(b) The").replace("(c) States", "(a) States"))
    assert labels(found) == ["3", "3(a)", "3(b)", "3(a)", "3(a)(i)", "3(a)(ii)", "3(b)", "4"]
    assert [provision.path for provision in found.provisions][3] == "3/3"


def test_a_list_without_lead_in_is_one_of_siblings() -> None:
    body = "I. Questions\n\n(a) Who pays?\n\n(b) Who is paid:\n\n(i) At once?\n\n(ii) Later?\n\n(c) Why?\n\nII. End\n\n1. It ended."
    found = document(body)
    assert labels(found) == ["p1", "p2", "p2(i)", "p2(ii)", "p3", "1"]
    printed = [provision.label.shown for provision in found.provisions if provision.label]
    assert printed == ["(a)", "(b)", "(i)", "(ii)", "(c)", "1"]


def test_a_list_does_not_go_on_in_a_section_of_its_own() -> None:
    body = RUNNING_ON.replace("4. The Working Group met.", "(a) Who pays?\n\n(b) Who is paid?")
    assert labels(document(body))[-2:] == ["p1", "p2"]


def test_words_of_a_paragraph_behind_its_items_are_a_paragraph_without_number() -> None:
    body = "I. One\n\n1. States should:\n\n(a) Pay;\n\n(b) Ask;\n\nand should tell the others about it.\n\n(c) Wait.\n\n2. It ended."
    found = document(body)
    assert labels(found)[:3] == ["1", "1(a)", "1(b)"]
    words = [provision.words(found.source) for provision in found.provisions]
    assert "and should tell the others about it." in words
    assert labels(found)[-2:] == ["1(c)", "2"]


def test_a_year_at_the_end_of_a_wrapped_title_is_no_page_number() -> None:
    body = """I. Introduction

1. The Working Group met in Vienna and decided, after long debates about
the places where it might meet, to meet there again in the spring of
2019

II. End

2. The Working Group heard those who spoke and those who did not, which
took time.
"""
    found = document(body)
    assert found.provisions[0].words(found.source).endswith("in the spring of 2019")
    assert [section.label for section in found.sections] == ["I", "II"]


NOTES = """
I. One

1. The Working Group on victims and other persons1, met (in Vienna)2 and heard about 2013/453.

1 CTOC/COP/WG.4/2017/1.

2 Ibid.

3 Ibid., annex.

2. It ended.
"""


def test_marks_in_plain_figures_stand_before_a_comma_or_behind_a_bracket() -> None:
    found = document(NOTES)
    assert labels(found) == ["1", "2"]
    words = found.provisions[0].words(found.source)
    assert words == "The Working Group on victims and other persons , met (in Vienna) and heard about 2013/453."
    assert [(note.number, bool(note.marks)) for note in found.footnotes] == [("1", True), ("2", True), ("3", False)]


def test_a_footnote_whose_mark_cannot_be_told_is_reported(tmp_path: Path) -> None:
    found = extract_text(tmp_path, report(NOTES), "notes")
    assert ("footnote 3", "no mark in the text points to it") in [(u.words, u.reason) for u in found.unresolved]
    alone = NOTES.replace("persons1", "persons").replace(")2", ")").replace("2 Ibid.\n\n3 Ibid., annex.\n\n", "")
    found = extract_text(tmp_path, report(alone), "note")
    reasons = {u.words: u.reason for u in found.unresolved}
    assert reasons["1 CTOC/COP/WG.4/2017/1."] == "it may be a footnote: no mark in the text points to it"


@pytest.mark.parametrize(
    ("printed", "above", "items"),
    [
        ("1 (a) and (b)", "", ["1 (a)", "1 (b)"]),
        ("Items 3 and 4", "", ["3", "4"]),
        ("2-4", "", ["2", "3", "4"]),
        ("2 (a)–(c)", "", ["2 (a)", "2 (b)", "2 (c)"]),
        ("1 (a), 1 (b) and 2", "", ["1 (a)", "1 (b)", "2"]),
        ("(b)", "1", ["1 (b)"]),
        ("(b)", "", []),
    ],
)
def test_numbers_of_items_in_a_cell(printed: str, above: str, items: list[str]) -> None:
    assert items_of(printed, above) == items


AGENDA = """CTOC/COP/WG.4/2018/1

Distr.: General
3 May 2018

Working Group on Trafficking in Persons
Vienna, 2 and 3 July 2018

Annotated provisional agenda

Provisional agenda

1. Ferries.

2. Other matters.

Annotations

1. Ferries

The Working Group may wish to discuss ferries.

Documentation

Symbol\tTitle
CTOC/COP/WG.4/2018/2\tBackground paper on ferries
CTOC/COP/WG.4/2018/3\tNote by the Secretariat on lifeboats

2. Other matters

No matter is known as yet.

Documentation

None
"""


def test_documents_in_a_table_below_an_item_are_listed_for_it(tmp_path: Path) -> None:
    found = extract_text(tmp_path, AGENDA, "agenda")
    rows = ask(found, "SELECT ?i ?d { ?i tip:listsDocument ?d }")
    assert sorted((item[-13:], listed.rpartition("/")[2]) for item, listed in rows) == [
        ("provisional/1", "ctoc-cop-wg-4-2018-2"),
        ("provisional/1", "ctoc-cop-wg-4-2018-3"),
    ]
    assert [name.reason for name in found.unresolved if "listed document" in name.reason] == []


def test_a_group_that_only_the_title_names_is_the_one_that_met(tmp_path: Path) -> None:
    text = report("I. One\n\n1. It met.").replace(
        "Working Group on Trafficking in Persons\nVienna, 2 and 3 July 2018\n\n", ""
    )
    assert extract_text(tmp_path, text, "titled").identity.body == "body/working-group-on-trafficking-in-persons"
    other = text.replace("Trafficking in Persons held", "Stolen Ferries held")
    found = extract_text(tmp_path, other, "other")
    assert found.identity.body == "body/working-group-on-stolen-ferries"
