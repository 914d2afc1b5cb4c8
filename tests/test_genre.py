"""Rules speak of the genre: a text renamed, renumbered, reordered or reflowed gives the same facts under other labels."""

import re
import textwrap
from pathlib import Path

import pytest

from tests.extraction import AGENDA, DRAFT, LETTER, PAPER, REPORT, SLUGS, ask, extract_text, extraction, text_of
from tipgraph.extract.countries import state_names
from tipgraph.extract.facts import agenda, capacities, figures, modality, speakers
from tipgraph.extract.run import Extraction
from tipgraph.namespaces import ID
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle

RECOMMENDATIONS = """SELECT ?text ?to ?verb ?heading { ?r a tip:Recommendation ; tip:text ?text ; tip:addressedTo ?to ;
    tip:verbPhrase ?verb ; tip:underHeading/tip:heading ?heading }"""
ATTENDANCE = "SELECT ?who ?capacity ?name { ?a a tip:Attendance ; tip:participant ?who ; tip:capacity ?capacity ; tip:nameAsPrinted ?name }"
SPEAKERS = (
    "SELECT ?who ?item { ?s a tip:Statement ; tip:speaker ?who OPTIONAL { ?s tip:underItem/tip:itemNumber ?item } }"
)
TEXTS = "SELECT ?type ?text { ?p a ?type ; tip:paragraphLabel ?l ; tip:text ?text }"


KINDS = (
    "note-verbale",
    "draft-resolution",
    "background-paper",
    "annotated-provisional-agenda",
    "report-of-a-meeting",
    "resolution",
)


def scheme_concepts(scheme: str) -> set[str]:
    """Return the IRIs of the concepts of a scheme."""
    triples = parse_turtle(Record.find().schemes / f"{scheme}.ttl")
    return {t.subject.value for t in triples if t.subject.value.startswith(f"{ID}{scheme}/")}


def same(found: Extraction, original: Extraction, *patterns: str) -> None:
    assert found.coverage.unplaced() == []
    for pattern in patterns:
        assert ask(found, pattern) == ask(original, pattern)


def renumber(text: str, by: int) -> str:
    """Add to the number of each paragraph, but not to those of the adopted agenda, which begin again at 1."""
    highest = 0

    def shift(match: re.Match[str]) -> str:
        nonlocal highest
        number = int(match[1])
        if number < highest:
            return match[0]
        highest = number
        return f"{number + by}. "

    return re.sub(r"^(\d+)\. (?=\S)", shift, text, flags=re.MULTILINE)


def test_renumbered_paragraphs_change_labels_only(tmp_path: Path) -> None:
    found = extract_text(tmp_path, renumber(text_of(REPORT), 100))
    same(found, extraction(REPORT), RECOMMENDATIONS, ATTENDANCE, SPEAKERS, TEXTS)
    labels = {row[0] for row in ask(found, "SELECT ?l { ?r a tip:Recommendation ; tip:paragraphLabel ?l }")}
    original = {
        row[0] for row in ask(extraction(REPORT), "SELECT ?l { ?r a tip:Recommendation ; tip:paragraphLabel ?l }")
    }
    assert labels == {re.sub(r"^\d+", lambda number: str(int(number[0]) + 100), label) for label in original}


@pytest.mark.parametrize(
    ("first", "second", "after"), [("E", "F", "G"), ("H", "I", "J"), ("B", "C", "D"), ("O", "P", "Q")]
)
def test_reordered_sections_change_places_only(tmp_path: Path, first: str, second: str, after: str) -> None:
    text = text_of(REPORT)
    a, b, c = (text.index(f"\n\n{letter}. ", text.index("A. General")) + 2 for letter in (first, second, after))
    found = extract_text(tmp_path, text[:a] + text[b:c] + text[a:b] + text[c:])
    same(found, extraction(REPORT), RECOMMENDATIONS, ATTENDANCE, SPEAKERS)


def test_recommendations_may_stand_at_the_end(tmp_path: Path) -> None:
    text = text_of(REPORT)
    start, end = text.index("I. Recommendations adopted"), text.index("II. Introduction")
    moved = f"{text[:start]}{text[end:].rstrip()}\n\n{text[start:end]}"
    same(extract_text(tmp_path, moved), extraction(REPORT), RECOMMENDATIONS, ATTENDANCE, SPEAKERS)


def test_other_states_attend_and_speak(tmp_path: Path) -> None:
    """Each State is exchanged for one that the report does not name."""
    original = text_of(REPORT)
    strangers = ["Kenya", "Uruguay", "Fiji", "Bhutan", "Republic of Korea", "Bolivia (Plurinational State of)"]
    exchanged = dict(
        zip(["Namibia", "Peru", "Thailand", "Angola", "Spain", "Iran (Islamic Republic of)"], strangers, strict=True)
    )
    text = original
    for old, new in exchanged.items():
        text = text.replace(old, new)
    found = extract_text(tmp_path, text)
    codes = {f"state/{state_names()[old]}": f"state/{state_names()[new]}" for old, new in exchanged.items()}
    expected = sorted((codes.get(who, who), capacity) for who, capacity, _ in ask(extraction(REPORT), ATTENDANCE))
    assert sorted((who, capacity) for who, capacity, _ in ask(found, ATTENDANCE)) == expected
    assert sorted(ask(found, SPEAKERS)) == sorted((codes.get(w, w), i) for w, i in ask(extraction(REPORT), SPEAKERS))


def test_another_chair(tmp_path: Path) -> None:
    text = text_of(REPORT).replace("Dominika Krois (Poland)", "Ana María López (Costa Rica)")
    rows = ask(
        extract_text(tmp_path, text),
        "SELECT ?name ?state { ?h tip:holder/rdfs:label ?name ; tip:stateAsPrinted ?state }",
    )
    assert set(rows) == {("Ana María López", "Costa Rica")}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_text_wrapped_at_72_columns_says_the_same(tmp_path: Path, slug: str) -> None:
    lines = text_of(slug).split("\n")
    wrapped = (
        "\n".join(textwrap.wrap(line, 72, break_on_hyphens=False, break_long_words=False))
        if len(line) > 90 and "\t" not in line
        else line
        for line in lines
    )
    found = extract_text(tmp_path, "\n".join(wrapped), slug)
    assert ask(found, TEXTS) == ask(extraction(slug), TEXTS)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("line_end", ["\r\n", "\n\n"], ids=["carriage returns", "double spacing"])
def test_line_ends_change_nothing(tmp_path: Path, slug: str, line_end: str) -> None:
    text = text_of(slug)
    changed = text.replace("\n", line_end) if line_end == "\r\n" else re.sub(r"\n(?=\n)", "\n\n", text)
    assert ask(extract_text(tmp_path, changed, slug), TEXTS) == ask(extraction(slug), TEXTS)


def test_page_breaks_may_be_form_feeds_with_page_numbers(tmp_path: Path) -> None:
    text = text_of(REPORT).replace(
        "\n\n\n\nparties to the Trafficking", "\n\n3\n\f\nCTOC/COP/WG.4/2009/9\n\nparties to the Trafficking"
    )
    same(extract_text(tmp_path, text), extraction(REPORT), RECOMMENDATIONS, TEXTS)


def test_items_may_be_marked_otherwise(tmp_path: Path) -> None:
    text = text_of(LETTER).replace("- (", "• (")
    assert ask(extract_text(tmp_path, text, LETTER), TEXTS) == ask(extraction(LETTER), TEXTS)
    numerals = dict(zip("abcd", ["i", "ii", "iii", "iv"], strict=True))
    text = re.sub(r"^\(([a-d])\) ", lambda match: f"({numerals[match[1]]}) ", text_of(DRAFT), flags=re.MULTILINE)
    found = extract_text(tmp_path, text, DRAFT)
    labels = [row[0] for row in ask(found, "SELECT ?l { ?p dcterms:isPartOf ?q ; tip:paragraphLabel ?l }")]
    assert labels == ["10(i)", "10(ii)", "10(iii)", "10(iv)"]


def test_a_symbol_in_the_masthead_is_the_documents_own(tmp_path: Path) -> None:
    text = f"CTOC/COP/WG.4/2012/5\n\n{text_of(PAPER).lstrip()}"
    found = extract_text(tmp_path, text, PAPER)
    rows = ask(found, f"SELECT ?symbol ?where {{ <document/{PAPER}> tip:symbol ?symbol ; tip:symbolStatedIn ?where }}")
    assert rows == [("CTOC/COP/WG.4/2012/5", f"document/{PAPER}/masthead/symbol")]


def test_an_unknown_name_is_reported_and_nothing_is_guessed(tmp_path: Path) -> None:
    text = (
        text_of(REPORT)
        .replace("Zimbabwe", "Freedonia")
        .replace("10. The Secretariat should", "10. The Task Force should")
    )
    found = extract_text(tmp_path, text)
    assert {"Freedonia", "Task Force"} <= {name.words for name in found.unresolved}
    marked = ask(found, "SELECT ?x { ?x tip:needsReview true }")
    assert marked == [(f"document/{REPORT}/10",), ("session/wg4-1/attendance/freedonia",)]


def test_another_session_is_added_and_reported(tmp_path: Path) -> None:
    text = text_of(REPORT).replace("14 and 15 April 2009", "3 and 4 May 2013")
    found = extract_text(tmp_path, text)
    assert ask(found, "SELECT ?s ?day { ?s tip:needsReview true ; schema:startDate ?day }") == [
        ("session/wg4-2013-05-03", "2013-05-03")
    ]
    assert [name.words for name in found.unresolved] == ["Vienna, 3 and 4 May 2013"]


def test_marks_without_words_are_left_unplaced_with_their_line(tmp_path: Path) -> None:
    text = text_of(AGENDA).replace("\n\nAnnotations\n", "\n\n§§ 4711 §§\n\nAnnotations\n")
    line = text[: text.index("§§ 4711")].count("\n") + 1
    assert extract_text(tmp_path, text, AGENDA).coverage.unplaced()[0] == (line, "§§")


@pytest.mark.parametrize(
    "scheme", ["document-type", "capacity", "statement-kind", "comparator", "treaty-status", "modality"]
)
def test_the_rules_name_no_concept_that_its_scheme_lacks(scheme: str) -> None:
    """The slugs that the modules of facts write as literals, each in the scheme it is written for."""
    named = {
        "document-type": {kind for _, kind in agenda._DOCUMENT_KINDS}
        | {"conference-room-paper", "publication", *KINDS},
        "capacity": {slug for _, slug in (*capacities.CAPACITIES, *capacities.STATE_CAPACITIES)},
        "statement-kind": {kind for _, kind in speakers._KINDS} | {"statement"},
        "comparator": set(figures._COMPARATORS.values()) | {"exactly"},
        "treaty-status": set(capacities.TREATY_CAPACITIES.values()) | {"acceded", "ratified"},
        "modality": {slug for _, slug in modality._STRENGTHS} | {"recommended", "may", "could", "should-consider"},
    }
    concepts = {iri.rpartition("/")[2] for iri in scheme_concepts(scheme)}
    assert named[scheme] <= concepts
