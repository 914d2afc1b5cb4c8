"""What a document is, whose, of which session and in which language, told by its form."""

from pathlib import Path

import pytest

from tests.extraction import REPORT, SLUGS, ask, extract_text, extraction, text_of
from tests.test_genre import scheme_concepts
from tipgraph.extract.facts.language import guess_language
from tipgraph.extract.run import Extraction

HEAD = """CTOC/COP/WG.9/2031/{number}

Conference of the Parties to the United Nations Convention against Transnational Organized Crime

Distr.: General
3 June 2031

Original: English

Working Group on Forged Timber
{session}
Vienna, 29 May-2 June 2031

Item 2 of the provisional agenda

Marks of timber

{title}

{body}
"""
PROSE = "1. The marks of timber are set out in the registers of those States that have any, and in no other place.\n"
FORMULA = "The Conference of the Parties to the United Nations Convention against Transnational Organized Crime,"
RESOLUTION = f"""{FORMULA}

*Bearing in mind* the needs of sawmills,

1. *Takes note with appreciation* of the registers;

2. *Urges* States parties to keep them."""


def document(
    folder: Path, title: str, body: str = PROSE, number: str = "4", session: str = "Second session"
) -> Extraction:
    return extract_text(folder, HEAD.format(title=title, body=body, number=number, session=session), "invented")


@pytest.mark.parametrize(
    ("title", "body", "number", "kind"),
    [
        (
            "Report on the meeting of the Working Group on Forged Timber held in Vienna in 2031",
            PROSE,
            "4",
            "report-of-a-meeting",
        ),
        ("Report of the Working Group on Forged Timber on its second session", PROSE, "4", "report-of-a-meeting"),
        (
            "Annotated provisional agenda",
            "1. Opening of the session.\n\n2. Other matters.",
            "1",
            "annotated-provisional-agenda",
        ),
        ("Provisional agenda", "1. Opening of the session.\n\n2. Other matters.", "1", "provisional-agenda"),
        ("Registers of marks\n\nBackground paper prepared by the Secretariat", PROSE, "4", "background-paper"),
        ("Registers of marks\n\nNote by the Secretariat", PROSE, "4", "note-by-the-secretariat"),
        ("Registers of marks\n\nReport of the Secretariat", PROSE, "4", "report-of-the-secretariat"),
        ("Registers of marks\n\nReport of the Executive Director", PROSE, "4", "report-of-the-executive-director"),
        ("Registers of marks", PROSE, "CRP.3", "conference-room-paper"),
        ("Registers of marks\n\nPaper submitted by Austria", PROSE, "4", "submitted-paper"),
        ("Austria: draft resolution\n\nRegisters of marks", RESOLUTION, "L.2", "draft-resolution"),
        ("Austria and Ghana: draft decision\n\nRegisters of marks", RESOLUTION, "L.2", "draft-decision"),
        ("Registers of marks", RESOLUTION, "4", "resolution"),
        ("Provisional list of participants", "Austria\n\nMs. Anna Beispiel, Attaché", "INF/1", "list-of-participants"),
        (
            "Report on the meeting\n\nCorrigendum",
            "Paragraph 3\n\n*Delete* the second sentence",
            "4/Corr.1",
            "corrigendum",
        ),
        ("Registers of marks", PROSE, "4", None),
    ],
)
def test_the_kind_is_told_by_the_form(tmp_path: Path, title: str, body: str, number: str, kind: str | None) -> None:
    found = document(tmp_path, title, body, number)
    assert found.kind == kind
    doubted = [doubt for doubt in found.doubts if "what kind of document" in doubt.reason]
    assert bool(doubted) is (kind is None)
    if kind:
        assert f"document-type/{kind}" in {iri.partition("id/")[2] for iri in scheme_concepts("document-type")}


@pytest.mark.parametrize("slug", SLUGS)
def test_no_document_of_the_record_is_in_doubt(slug: str) -> None:
    assert [doubt for doubt in extraction(slug).doubts if "document" in doubt.reason] == []


def test_a_body_and_a_session_that_the_record_does_not_know(tmp_path: Path) -> None:
    found = document(tmp_path, "Registers of marks")
    body = "body/working-group-on-forged-timber"
    assert ask(
        found, f"SELECT ?p ?s {{ <{body}> a tip:SubsidiaryBody ; tip:parentBody ?p ; tip:identifierStem ?s }}"
    ) == [("body/conference-of-the-parties", "wg9")]
    assert ask(found, f"SELECT ?r {{ <{body}> tip:needsReview true ; tip:reviewReason ?r }}") == [
        ("the record knows no body of this name",)
    ]
    sessions = ask(
        found,
        f"""SELECT ?s ?n ?first ?last ?place {{ ?s tip:ofBody <{body}> ; tip:ordinal ?n ; schema:startDate ?first ;
        schema:endDate ?last ; tip:place ?place }}""",
    )
    assert sessions == [("session/wg9-2", "2", "2031-05-29", "2031-06-02", "Vienna")]
    assert not [doubt for doubt in found.doubts if doubt.iri.endswith("session/wg9-2")]


def test_a_session_without_ordinal_is_named_by_its_first_day_and_in_doubt(tmp_path: Path) -> None:
    found = document(tmp_path, "Registers of marks", session="")
    assert ask(found, "SELECT ?s { ?s a tip:WorkingGroupSession ; tip:needsReview true }") == [
        ("session/wg9-2031-05-29",)
    ]


def test_the_days_may_stand_in_the_title_only(tmp_path: Path) -> None:
    text = text_of(REPORT).replace("\nVienna, 14 and 15 April 2009\n", "\n", 1)
    found = extract_text(tmp_path, text)
    assert ask(found, f"SELECT ?s {{ <document/{REPORT}> tip:forSession ?s }}") == [("session/wg4-1",)]


TEXTS = {
    "en": text_of(REPORT),
    "fr": "Les États parties devraient mettre en place des registres des marques du bois et les publier dans un délai de "
    "dix ans, pour que les autorités qui en ont la charge soient en mesure de les consulter par voie électronique.",
    "es": "Los Estados parte deberían establecer registros de las marcas de la madera y publicarlos en un plazo de diez "
    "años, para que las autoridades que se encargan de su control puedan consultarlos por vía electrónica.",
    "ru": "Государствам-участникам следует создать реестры клейм древесины и опубликовать их.",
    "ar": "ينبغي للدول الأطراف أن تنشئ سجلات لعلامات الأخشاب وأن تنشرها",
    "zh": "缔约国应当建立木材标记登记册并予以公布。",
    None: "Timber, marks.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_the_language_of_a_text(language: str | None, text: str) -> None:
    assert guess_language(text) == language


def test_from_a_text_in_another_language_no_facts_are_read(tmp_path: Path) -> None:
    found = document(
        tmp_path, "Rapport", f"1. {TEXTS['fr']}\n\n2. {TEXTS['fr']}\n\n3. {TEXTS['fr']}\n\n4. {TEXTS['fr']}"
    )
    assert ask(found, "SELECT ?l { <document/invented> dcterms:language ?l }") == [("fr",)]
    assert ask(found, "SELECT ?x { ?x a tip:Recommendation }") == []
    assert len(ask(found, "SELECT ?x { ?x a tip:Provision }")) == 4
    assert [doubt.reason for doubt in found.doubts if "English" in doubt.reason]


def test_a_decision_has_its_operative_items(tmp_path: Path) -> None:
    body = """The Conference of the Parties, recalling its decision 4/4:

(a) Decides to keep registers of marks;

(b) Requests the Secretariat to publish them."""
    found = document(tmp_path, "Austria: draft decision\n\nRegisters of marks", body, "L.2")
    rows = ask(found, "SELECT ?l ?v { ?p a tip:OperativeProvision ; tip:paragraphLabel ?l ; tip:verbPhrase ?v }")
    assert rows == [("p1(a)", "Decides"), ("p1(b)", "Requests")]


def test_the_verbs_of_a_resolution_are_as_printed(tmp_path: Path) -> None:
    found = document(tmp_path, "Registers of marks", RESOLUTION)
    rows = ask(found, "SELECT ?l ?v { ?p tip:paragraphLabel ?l ; tip:verbPhrase ?v }")
    assert rows == [("1", "Takes note with appreciation"), ("2", "Urges"), ("p1", "Bearing in mind")]


@pytest.mark.parametrize(
    "sentence",
    [
        "3. The Working Group adopted by consensus the following agenda:",
        "3. The following agenda was adopted:",
        "3. The Working Group adopted the agenda as follows:",
    ],
)
def test_an_adopted_agenda_is_told_by_its_sentence(tmp_path: Path, sentence: str) -> None:
    title = "Report of the Working Group on Forged Timber on its second session"
    lists = "1. Organizational matters:\n\n(a) Opening;\n\n(b) Adoption of the agenda.\n\n2. Marks of timber."
    found = document(tmp_path, title, f"Agenda\n\n{sentence}\n\n{lists}")
    rows = ask(
        found, "SELECT ?n ?t { ?i tip:itemNumber ?n ; dcterms:title ?t ; tip:inAgenda <session/wg9-2/agenda/adopted> }"
    )
    assert rows == [("1", "Organizational matters"), ("1 (a)", "Opening"), ("1 (b)", "Adoption of the agenda"),
                    ("2", "Marks of timber")]  # fmt: skip
