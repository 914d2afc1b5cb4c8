"""Who took the floor, in whose name, under which item; who chaired, and who sat on a panel."""

from pathlib import Path

import pytest

from tests.extraction import ask, extract_text, names
from tests.invented import report
from tipgraph.extract.facts.floor import read_floor
from tipgraph.extract.facts.items import spoken_under


@pytest.mark.parametrize(
    ("sentence", "kind", "speakers"),
    [
        ("Statements were made by the representatives of Chad, Trinidad and Tobago and Peru under agenda item 2.",
         "statement", ["Chad", "Trinidad and Tobago", "Peru"]),
        ("Statements were also made by the observers for the African Union, INTERPOL and Hope Now.",
         "statement", ["African Union", "INTERPOL", "Hope Now"]),
        ("The observer for the Council of Europe also took the floor.", "statement", ["Council of Europe"]),
        ("The Working Group heard statements from Costa Rica, India and Kenya.", "statement", ["Costa Rica", "India", "Kenya"]),
        ("Under agenda item 3, the observer for Pakistan made a statement.", "statement", ["Pakistan"]),
        ("The Chair and a representative of the Secretariat made opening remarks.", "opening-remarks", ["Chair", "Secretariat"]),
        ("A presentation was made by the panellist from Chile, Ms. Jane Doe, on ports.", "presentation", ["Jane Doe"]),
        ("Concluding remarks were made by the Chair.", "closing-remarks", ["Chair"]),
        ("The representatives of Chad and Peru made statements, as did the observer for Hope Now.",
         "statement", ["Chad", "Peru", "Hope Now"]),
        ("Statements were made by the Chief of the Law and Order Section of UNODC and the representative of Chad.",
         "statement", ["Chief of the Law and Order Section of UNODC", "Chad"]),
        ("Introductory statements were made on behalf of the Secretariat by the Chief of the Law Section, UNODC, under item 2.",
         "statement", ["Chief of the Law Section"]),
        ("Opening remarks were made by the Secretary of the Conference of the Parties to the Organized Crime Convention.",
         "opening-remarks", ["Secretary of the Conference of the Parties to the Organized Crime Convention"]),
        ("Statements were made by the observers for the signatory State Chad, for the Holy See and for the African Union.",
         "statement", ["Chad", "Holy See", "African Union"]),
        ("The observers for Chad and Peru, signatory States, and for the International Organization for Migration made statements.",
         "statement", ["Chad", "Peru", "International Organization for Migration"]),
        ("Statements were made by the representatives of the States parties Chad and Peru and by the observer for Hope for Children.",
         "statement", ["Chad", "Peru", "Hope for Children"]),
        ("Statements were made by the representatives of Chad, the United Kingdom and the United States.",
         "statement", ["Chad", "United Kingdom", "United States"]),
        ("Presentations were made by the following panellists: Jane Doe (Chad) and Ali Bar, of the Hope Network.",
         "presentation", ["Jane Doe", "Ali Bar"]),
        ("A representative of the Secretariat introduced the item and presented the note.", "presentation", ["Secretariat"]),
        ("A representative of the Secretariat made an introductory statement.", "statement", ["Secretariat"]),
    ],
)  # fmt: skip
def test_who_takes_the_floor(sentence: str, kind: str, speakers: list[str]) -> None:
    turns = read_floor(names(), sentence)
    assert [turn.printed for turn in turns] == speakers
    assert {turn.kind for turn in turns} == {kind}


@pytest.mark.parametrize(
    "sentence",
    [
        "Several speakers made statements.",
        "The representative of one State expressed concern.",
        "Statements were made by panellists and by participants.",
        "In its resolution, the Conference made reference to statements.",
    ],
)
def test_no_speaker_is_invented(sentence: str) -> None:
    assert read_floor(names(), sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "A statement was made by the representative of Ecuador, speaking on behalf of the Group of 77 and China.",
        "On behalf of the Group of 77 and China, the representative of Ecuador made a statement.",
        "A statement was made by the representative of Ecuador (on behalf of the Group of 77 and China).",
        "A statement was made on behalf of the Group of 77 and China by the representative of Ecuador.",
    ],
)
def test_in_whose_name(tmp_path: Path, sentence: str) -> None:
    found = extract_text(tmp_path, report(f"I. Statements\n\n1. {sentence}"), "odd")
    pattern = "SELECT ?speaker ?group { ?s tip:speaker ?speaker OPTIONAL { ?s tip:onBehalfOf ?group } }"
    group = "body/group-of-77-and-china"
    assert ask(found, pattern) == [("state/ECU", group)]


@pytest.mark.parametrize("audience", ["Working Group", "working group", "participants"])
def test_what_the_chair_tells_those_who_meet_is_a_briefing(tmp_path: Path, audience: str) -> None:
    whom = audience if audience == "participants" else f"the {audience}"
    told = f"The Chairperson informed {whom} that the report would be submitted to the Conference."
    found = extract_text(
        tmp_path, report(f"I. Introduction\n\n1. {told}\n\n2. The meeting was informed that a note was late."), "odd"
    )
    pattern = "SELECT ?k ?o ?w { ?s tip:statementKind ?k ; tip:speakingAs ?h ; tip:text ?w . ?h tip:office ?o }"
    rows = ask(found, pattern)
    assert rows == [("statement-kind/briefing", "office/chair", told)]


def test_the_members_of_a_group_are_no_group(tmp_path: Path) -> None:
    words = "A statement was made by the representative of the European Union, on behalf of its member States."
    found = extract_text(tmp_path, report(f"I. Statements\n\n1. {words}"), "odd")
    assert ask(found, "SELECT ?speaker { ?s tip:speaker ?speaker }") == [("body/european-union",)]
    assert ask(found, "SELECT ?group { ?s tip:onBehalfOf ?group }") == []


def test_the_item_goes_on_until_the_next(tmp_path: Path) -> None:
    body = """
I. Statements

1. A statement was made by the representative of Peru.

2. Under agenda item 2, a statement was made by the representative of Chad.

3. Under the same item, a statement was made by the observer for Kenya.

4. The observer for the African Union also made a statement.

5. Under item 3, a statement was made by the representative of Chad.
"""
    found = extract_text(tmp_path, report(body), "odd")
    pattern = "SELECT ?who ?item { ?s tip:speaker ?who OPTIONAL { ?s tip:underItem ?i BIND(REPLACE(STR(?i), '.*/', '') AS ?item) } }"
    assert sorted(ask(found, pattern)) == [
        ("body/african-union", "2"),
        ("state/KEN", "2"),
        ("state/PER", ""),
        ("state/TCD", "2"),
        ("state/TCD", "3"),
    ]


@pytest.mark.parametrize(
    ("sentence", "item"),
    [
        ("Under agenda item 2, statements were made.", "2"),
        ("At its 3rd meeting, the Working Group considered agenda item 1 (b).", "1 (b)"),
        ("The discussion on agenda item 3 was led by panellists.", "3"),
        ("The Working Group considered agenda items 2 and 3 together.", "2"),
        ("The Working Group adopted its report.", None),
    ],
)
def test_the_item_of_a_sentence(sentence: str, item: str | None) -> None:
    assert spoken_under(sentence) == item


def test_an_item_is_known_by_the_heading_that_repeats_its_title(tmp_path: Path) -> None:
    body = """
I. Prevention of trafficking

1. The observer for Peru made a statement.

II. Adoption of the agenda

2. The Working Group adopted the following agenda:

1. Organizational matters.

2. Prevention of trafficking.
"""
    pattern = "SELECT ?item { ?s tip:speaker <state/PER> ; tip:underItem ?item }"
    assert ask(extract_text(tmp_path, report(body), "odd"), pattern) == [("session/wg4-2018-07-02/agenda/adopted/2",)]


def test_chairs_and_panellists(tmp_path: Path) -> None:
    body = """
I. Opening

1. Ms. Ana López (Chile), Vice-President of the Conference, presided over the meeting.

2. The discussion was led by the following panellists: Mr. Luc Martin (Chad) and Ms. Eva de la Cruz (Peru).
"""
    pattern = "SELECT ?office ?holder ?state { ?h tip:office ?office ; tip:holder ?holder ; tip:stateAsPrinted ?state }"
    assert ask(extract_text(tmp_path, report(body), "odd"), pattern) == [
        ("office/chair", "person/ana-lopez", "Chile"),
        ("office/panellist", "person/eva-de-la-cruz", "Peru"),
        ("office/panellist", "person/luc-martin", "Chad"),
        ("office/vice-president", "person/ana-lopez", "Chile"),
    ]
