"""Who attended, as prose and as lists, and who is in a list of participants."""

from pathlib import Path

import pytest

from tests.extraction import ask, extract_text
from tests.invented import participants, report

ATTENDED = "SELECT ?name ?capacity { ?a a tip:Attendance ; tip:nameAsPrinted ?name ; tip:capacity ?capacity }"
STATUS = "SELECT ?party ?status { ?s a tip:TreatyStatus ; tip:party ?party ; tip:status ?status }"


def attended(folder: Path, sentence: str) -> list[tuple[str, str]]:
    found = extract_text(folder, report(f"I. Attendance\n\n1. {sentence}"), "odd")
    return [(name, capacity.rpartition("/")[2]) for name, capacity in ask(found, ATTENDED)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The following States parties to the Convention were represented at the meeting: Chad and Peru.",
         [("Chad", "state-party"), ("Peru", "state-party")]),
        ("Also represented by observers were the following States that are not parties or signatories to the Protocol: Palau.",
         [("Palau", "observer-state")]),
        ("The following State that is not a Party or signatory to the Protocol was represented by an observer: Palau.",
         [("Palau", "observer-state")]),
        ("The following non-signatory State was represented by an observer: Palau.", [("Palau", "observer-state")]),
        ("The European Union, a regional economic integration organization that is a party to the Protocol, was represented.",
         [("European Union", "regional-integration-organization-party")]),
        ("The European Union, a regional economic integration organization that is a signatory to the Protocol, was represented.",
         [("European Union", "signatory-observer")]),
        ("Representatives of the following States parties attended the meeting: Bosnia and Herzegovina, Chad and Trinidad and Tobago.",
         [("Bosnia and Herzegovina", "state-party"), ("Chad", "state-party"), ("Trinidad and Tobago", "state-party")]),
        ("Observers for the following academic institutions were also present: Kestrel School of Law.",
         [("Kestrel School of Law", "academic-observer")]),
        ("The following specialized agencies of the United Nations were represented: International Labour Organization.",
         [("International Labour Organization", "un-entity-observer")]),
        ("The following non-governmental organizations in consultative status with the Economic and Social Council were "
         "represented: Law and Care Abroad, Hope Now and Union for Order.",
         [("Hope Now", "non-governmental-observer"), ("Law and Care Abroad", "non-governmental-observer"),
          ("Union for Order", "non-governmental-observer")]),
        ("The following parties to the Protocol were represented: Chad and European Union.",
         [("Chad", "state-party"), ("European Union", "regional-integration-organization-party")]),
        ("The following signatory States to the Protocol were represented by observers: Chad, Peru and Palau.",
         [("Chad", "signatory-observer"), ("Palau", "signatory-observer"), ("Peru", "signatory-observer")]),
        ("A list of participants is contained in document CTOC/COP/WG.4/2018/INF.1.", []),
        ("The meeting was attended by 45 States parties.", []),
        ("Many States parties to the Protocol attended the meeting.", []),
        ("UNODC was also represented at the Vienna Forum.", []),
    ],
)  # fmt: skip
def test_a_sentence_of_attendance(tmp_path: Path, sentence: str, expected: list[tuple[str, str]]) -> None:
    assert attended(tmp_path, sentence) == expected


def test_an_attendance_in_no_stated_capacity_is_marked(tmp_path: Path) -> None:
    words = "The Harbour Network of Judges participated at the invitation of the Secretariat."
    found = extract_text(tmp_path, report(f"I. Attendance\n\n1. {words}"), "odd")
    rows = ask(
        found, "SELECT ?name ?review { ?a a tip:Attendance ; tip:nameAsPrinted ?name ; tip:needsReview ?review }"
    )
    assert rows == [("Harbour Network of Judges", "true")]
    assert ask(found, "SELECT ?c { ?a tip:capacity ?c }") == []


def test_lists_below_a_sentence_and_below_headings(tmp_path: Path) -> None:
    body = """
I. Attendance

1. The following were represented by observers:

(a) States signatories: Japan and Thailand;

(b) Intergovernmental organizations: African Union;

(c) States that are neither parties to nor signatories of the Protocol: Palau.

States parties to the Protocol

Chad, Peru and Uganda
"""
    found = extract_text(tmp_path, report(body), "odd")
    assert [(name, capacity.rpartition("/")[2]) for name, capacity in ask(found, ATTENDED)] == [
        ("African Union", "intergovernmental-observer"),
        ("Chad", "state-party"),
        ("Japan", "signatory-observer"),
        ("Palau", "observer-state"),
        ("Peru", "state-party"),
        ("Thailand", "signatory-observer"),
        ("Uganda", "state-party"),
    ]


def test_a_treaty_status_only_where_the_words_say_to_what(tmp_path: Path) -> None:
    said = "The following States parties to the Trafficking in Persons Protocol were represented: Chad."
    unsaid = "The following States parties were represented: Chad."
    for sentence, expected in ((said, [("state/TCD", "treaty-status/party")]), (unsaid, [])):
        found = extract_text(tmp_path, report(f"I. Attendance\n\n1. {sentence}"), "odd")
        assert ask(found, STATUS) == expected


def test_a_list_of_participants(tmp_path: Path) -> None:
    body = """
States parties

Austria

Ms. Anna Beispiel, Head of Division, Federal Ministry

Mr. Karl Muster, Adviser

Non-signatories

Palau

Ms. Anna Beispiel, Attaché

Non-governmental organizations

Hope Now

Jane Brown or somebody else

Secretariat

Mr. Peter Roe, Secretary
"""
    found = extract_text(tmp_path, participants(body), "odd")
    pattern = """SELECT ?name ?capacity ?person { ?a a tip:Attendance ; tip:nameAsPrinted ?name ; tip:capacity ?capacity
        OPTIONAL { ?a tip:representedBy ?person } }"""
    rows = ask(found, pattern)
    assert ("Austria", "capacity/state-party", "person/anna-beispiel") in rows
    assert ("Austria", "capacity/state-party", "person/karl-muster") in rows
    assert ("Palau", "capacity/observer-state", "person/anna-beispiel-plw") in rows
    assert ("Hope Now", "capacity/non-governmental-observer", "") in rows
    assert ask(found, "SELECT ?p { ?p a tip:Person ; rdfs:label ?l FILTER(STRSTARTS(?l, 'Peter')) }") == []
