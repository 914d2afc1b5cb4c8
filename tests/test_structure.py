"""The five documents taken apart: sections, provisions and footnotes as a reader counts them."""

import pytest

from tests.extraction import AGENDA, DRAFT, LETTER, PAPER, REPORT, SLUGS, document
from tipgraph.extract.coverage import RULES, Kind
from tipgraph.extract.model import Document


def paths(found: Document) -> list[str]:
    return [provision.path for provision in found.provisions]


def words(found: Document, path: str) -> str:
    parts = [*found.provisions, *found.sections, *found.footnotes, *found.masthead, *found.rows]
    return next(part for part in parts if part.path == path).words(found.source)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_character_is_of_exactly_one_kind(slug: str) -> None:
    found = document(slug)
    spans = found.coverage.spans()
    assert [span.start for span in spans] == [0, *(span.end for span in spans[:-1])]
    assert spans[-1].end == len(found.source.text)
    assert found.coverage.unplaced() == []
    assert sum(row[1] for row in found.coverage.account()) == len(found.source.text)


def test_every_kind_has_its_rule_and_none_is_for_the_rest() -> None:
    assert set(RULES) == set(Kind)
    assert not {kind for kind in Kind if kind.value in ("other", "unknown", "rest")}


def test_paragraphs_of_the_report_count_from_1_to_56() -> None:
    roots = [provision.path for provision in document(REPORT).provisions if not provision.parent]
    assert roots == [str(number) for number in range(1, 57)]


@pytest.mark.parametrize(
    ("slug", "parent", "items"),
    [
        (REPORT, "13", 8),
        (REPORT, "48", 10),
        (REPORT, "34", 4),
        (REPORT, "34/1", 2),
        (LETTER, "p9", 8),
        (LETTER, "p3", 4),
        (PAPER, "5", 16),
        (PAPER, "6", 5),
        (PAPER, "11", 4),
        (PAPER, "13", 4),
        (PAPER, "13/4", 2),
        (DRAFT, "10", 4),
        (AGENDA, "p9", 3),
        (AGENDA, "1", 2),
    ],
)
def test_items_are_counted_under_their_paragraph(slug: str, parent: str, items: int) -> None:
    provision = next(found for found in document(slug).provisions if found.path == parent)
    assert [child.path for child in provision.children] == [f"{parent}/{number}" for number in range(1, items + 1)]


def test_a_label_printed_twice_stays_two_items() -> None:
    labels = {p.path: p.label.shown for p in document(LETTER).provisions if p.label and p.path.startswith("p9/")}
    assert [labels[f"p9/{number}"] for number in (6, 7, 8)] == ["(f)", "(g)", "(f)"]


@pytest.mark.parametrize(
    ("slug", "path", "pieces", "opening", "ending"),
    [
        (REPORT, "4", 2, "In order to achieve", "the Organized Crime Convention and its Protocols."),
        (REPORT, "13/3", 2, "Ensure victims are provided", "in the territory where they are identified;"),
        (REPORT, "26", 2, "In its decision 4/4", "with regard to the Trafficking in Persons Protocol."),
        (REPORT, "43", 2, "The Chief of the Organized", "cooperation for the purposes of confiscation."),
        (REPORT, "47", 2, "The Working Group was briefed", "1,500 parliamentarians from around the world."),
        (REPORT, "49", 2, "Under item 2 of the agenda", "the African Union and the League of Arab States."),
        (AGENDA, "p3", 2, "In decision 4/4", "national, regional and international mechanisms."),
        (AGENDA, "p19", 2, "The Conference further decided", "implementation of the Trafficking in Persons Protocol."),
        (DRAFT, "10/1", 2, "Facilitate implementation", "identification of weaknesses, gaps and challenges;"),
        (LETTER, "p4", 2, "The Conference further decided", "working-group-on-trafficking-in-persons-protocol.html"),
    ],
)
def test_a_provision_cut_in_two_is_whole_again(slug: str, path: str, pieces: int, opening: str, ending: str) -> None:
    found = document(slug)
    provision = next(part for part in found.provisions if part.path == path)
    assert len(provision.pieces) == pieces
    assert provision.words(found.source).startswith(opening)
    assert provision.words(found.source).endswith(ending)


def test_sections_of_the_report_nest_as_their_labels_do() -> None:
    sections = {section.path: section for section in document(REPORT).sections}
    assert [sections[f"section/{number}"].label for number in range(1, 7)] == ["I", "II", "III", "IV", "V", "VI"]
    assert [sections[f"section/1/{number}"].label for number in range(1, 18)] == list("ABCDEFGHIJKLMNOPQ")
    assert sections["section/1/10"].heading == "Compensation for victims of trafficking"
    assert [sections[f"section/3/{number}"].label for number in range(1, 4)] == ["A", "B", "C"]


def test_headings_of_the_annotations_repeat_the_agenda() -> None:
    sections = {section.path: (section.label, section.heading) for section in document(AGENDA).sections}
    assert sections["section/2/1/2"] == ("(b)", "Adoption of the agenda and organization of work")
    assert sections["section/2/2/1"] == (None, "Documentation")
    assert sections["section/3"] == ("Annex", "Proposed organization of work")


def test_preamble_and_operative_part_of_the_draft() -> None:
    found = document(DRAFT)
    roots = [provision.path for provision in found.provisions if not provision.parent]
    assert roots == ["formula", *(f"p{n}" for n in range(1, 9)), *(str(n) for n in range(1, 16))]
    assert words(found, "p8").startswith("Acknowledging that the Trafficking in Persons Protocol is the principal")


def test_footnotes_are_tied_to_the_words_they_stand_behind() -> None:
    found = document(PAPER)
    tied = {}
    for footnote in found.footnotes:
        part = found.part_at(footnote.marks[0])
        assert part
        tied[footnote.path] = part.path
    assert tied == {
        "footnote/asterisk": "masthead/agenda-item",
        "footnote/1": "5",
        "footnote/2": "6",
        "footnote/3": "7",
        "footnote/4": "8",
        "footnote/5": "12",
    }


def test_the_masthead_of_the_draft_is_told_apart_though_it_runs_on_in_one_line() -> None:
    found = document(DRAFT)
    fields = {field.name: field.words(found.source) for field in found.masthead}
    assert fields["distribution"] == "Distr.: Limited"
    assert fields["date"] == "15 October 2008"
    assert fields["session"] == "Fourth session"
    assert fields["place-and-date"] == "Vienna, 8-17 October 2008"
    assert fields["agenda-item"] == "Agenda item 2 (d)"
    assert fields["sponsor"] == "Group of 77 and China: revised draft resolution"
    assert fields["title"] == "Trafficking in human beings"
    assert fields["job-number"] == "V.08-57345 (E)"


def test_letterhead_and_form_letter_residue_are_no_words_of_the_letter() -> None:
    found = document(LETTER)
    assert "[[[" not in " ".join(provision.words(found.source) for provision in found.provisions)
    assert [p.path for p in found.provisions if not p.parent] == [f"p{number}" for number in range(1, 11)]
    kinds = {
        found.source.line_of(span.start): span.kind for span in found.coverage.spans() if span.kind is not Kind.SPACE
    }
    assert kinds[len(found.source.line_starts)] is Kind.PICTURE  # the last line describes the signature


def test_rows_of_the_organization_of_work() -> None:
    rows = [(row.day, row.time, row.item) for row in document(AGENDA).rows]
    assert rows == [
        ("Tuesday, 14 April", "10 a.m.-1 p.m.", "1 (a)"),
        ("Tuesday, 14 April", "10 a.m.-1 p.m.", "1 (b)"),
        ("Tuesday, 14 April", "3-6 p.m.", "2"),
        ("Tuesday, 14 April", "3-6 p.m.", "2"),
        ("Wednesday, 15 April", "10 a.m.-1 p.m.", "3"),
        ("Wednesday, 15 April", "3-6 p.m.", "3"),
        ("Wednesday, 15 April", "3-6 p.m.", "4"),
    ]
