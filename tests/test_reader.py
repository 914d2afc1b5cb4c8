"""The model of a document's page: its structure and its words, against what one reads in the documents by hand."""

from collections.abc import Sequence

import hypothesis.strategies as st
import pytest
from hypothesis import given
from pyoxigraph import Store

from tipgraph.dataset.build import Build
from tipgraph.dataset.texts import open_texts
from tipgraph.documents.words import plain_words
from tipgraph.namespaces import ID
from tipgraph.query.lookup import Lookup
from tipgraph.query.thing import NoSuchThing
from tipgraph.site.reader.beside import Beside
from tipgraph.site.reader.catalogue import catalogue
from tipgraph.site.reader.compose import read
from tipgraph.site.reader.page import NoSuchSection, Page, Shown, Table, Textless, only
from tipgraph.site.reader.words import Mark, Span, trace

REPORT, NOTE, DRAFT = "wg4-2009-report", "cu-2009-92", "cop4-revised-draft-resolution"
AGENDA, PAPER = "wg4-2009-provisional-agenda", "wg4-2011-future-work"
ALL = (REPORT, NOTE, DRAFT, AGENDA, PAPER)


@pytest.fixture(scope="module")
def lookup(store: Store) -> Lookup:
    return Lookup(store)


@pytest.fixture(scope="module")
def pages(build: Build, lookup: Lookup) -> dict[str, Page]:
    found = {slug: read(lookup, open_texts(build.texts), slug) for slug in ALL}
    return {slug: page for slug, page in found.items() if isinstance(page, Page)}


def of_kind(page: Page, *kinds: str) -> list[Shown]:
    return [part for part in page.parts if part.kind in kinds]


def named(page: Page, fragment: str) -> Shown:
    (found,) = (part for part in page.parts if part.fragment == fragment)
    return found


def told(beside: Beside) -> dict[str, list[str]]:
    return {group.heading: [entry.text for entry in group.entries] for group in (*beside.asked, *beside.groups)}


def items(top: str, count: int) -> list[str]:
    return [top, *(f"{top}/{number}" for number in range(1, count + 1))]


# ---- structure


def test_the_sections_of_the_report(pages: dict[str, Page]) -> None:
    headings = [(one.depth, one.label, one.words) for one in pages[REPORT].contents]
    assert headings == [
        (0, "I", "Recommendations adopted by the Working Group"),
        (1, "A", "General recommendations"),
        (1, "B", "Universal adherence"),
        (1, "C", "Adequate national legislation"),
        (1, "D", "Definition of concepts"),
        (1, "E", "Prevention and awareness-raising"),
        (1, "F", "Training"),
        (1, "G", "Trafficking for labour exploitation"),
        (1, "H", "Non-punishment and non-prosecution of trafficked persons"),
        (1, "I", "Victim protection and assistance"),
        (1, "J", "Compensation for victims of trafficking"),
        (1, "K", "Protection of victims as witnesses"),
        (1, "L", "Coordination of efforts at the national level"),
        (1, "M", "Data collection, research and analysis"),
        (1, "N", "Provision of technical assistance to implement the Trafficking in Persons Protocol"),
        (
            1,
            "O",
            "The role of the Conference of the Parties in coordinating international action against trafficking in persons",
        ),
        (1, "P", "Regional approach to combating trafficking in persons"),
        (1, "Q", "International cooperation at the operational level"),
        (0, "II", "Introduction"),
        (0, "III", "Organization of the meeting"),
        (1, "A", "Opening of the meeting"),
        (1, "B", "Adoption of the agenda"),
        (1, "C", "Attendance"),
        (
            0,
            "IV",
            "Consideration of ways to promote and support the implementation of the Protocol to Prevent, Suppress and "
            "Punish Trafficking in Persons, Especially Women and Children, supplementing the United Nations Convention "
            "against Transnational Organized Crime",
        ),
        (
            0,
            "V",
            "Consideration of ways to improve the coordination with relevant bodies and entities combating trafficking in "
            "persons",
        ),
        (0, "VI", "Other matters"),
    ]


def test_the_paragraphs_of_the_report(pages: dict[str, Page]) -> None:
    lettered = {6: 2, 8: 4, 11: 2, 12: 2, 13: 8, 17: 2, 18: 3, 19: 3, 20: 4, 24: 3, 33: 4, 48: 10}
    expected = [one for number in range(1, 57) for one in items(str(number), lettered.get(number, 0))]
    at = expected.index("34") + 1
    expected[at:at] = ["34/1", "34/1/1", "34/1/2", "34/2", "34/3", "34/4"]
    assert [one.fragment for one in of_kind(pages[REPORT], "provision")] == expected


def test_the_paragraphs_of_the_other_documents(pages: dict[str, Page]) -> None:
    note = [one for number in range(1, 11) for one in items(f"p{number}", {3: 4, 9: 8}.get(number, 0))]
    assert [one.fragment for one in of_kind(pages[NOTE], "provision")] == note
    draft = ["formula", *(f"p{number}" for number in range(1, 9))]
    draft += [one for number in range(1, 16) for one in items(str(number), {10: 4}.get(number, 0))]
    assert [one.fragment for one in of_kind(pages[DRAFT], "provision")] == draft
    bullets = {5: 16, 6: 5, 10: 2, 11: 4}
    paper = [one for number in range(1, 13) for one in items(str(number), bullets.get(number, 0))]
    paper += ["13", *(one for heading in range(1, 5) for one in items(f"13/{heading}", 2))]
    assert [one.fragment for one in of_kind(pages[PAPER], "provision")] == paper


def test_sections_stand_before_their_paragraphs(pages: dict[str, Page]) -> None:
    blocks = [one.fragment for one in pages[REPORT].blocks if isinstance(one, Shown)]
    at = blocks.index("section/1/5")
    assert blocks[at - 1 : at + 7] == ["7", "section/1/5", "8", "8/1", "8/2", "8/3", "8/4", "section/1/6"]


def test_items_of_items(pages: dict[str, Page]) -> None:
    first, second, third = (named(pages[PAPER], one) for one in ("13", "13/4", "13/4/2"))
    assert [one.depth for one in (first, second, third)] == [0, 1, 2]
    assert (second.label, second.words) == ("IV", "Strengthening of partnerships against trafficking in persons")
    assert (third.label, third.words) == ("", "Cooperation among law enforcement agencies (Op. 54)")


def test_two_items_with_the_same_letter(pages: dict[str, Page]) -> None:
    sixth, eighth = named(pages[NOTE], "p9/6"), named(pages[NOTE], "p9/8")
    assert sixth.label == eighth.label == "(f)"
    assert sixth.words == (
        "good practices and tools for front line law enforcement officers in responding to trafficking in persons;"
    )
    assert eighth.words == "case management in human trafficking investigations and prosecutions."


@pytest.mark.parametrize(
    ("slug", "fragment", "words"),
    [
        (REPORT, "13/3", "Such support may include the right to stay temporarily or, in appropriate cases,"),
        (REPORT, "4", "may have in becoming parties to the Trafficking in Persons Protocol, the Conference should"),
        (REPORT, "26", "article 32, paragraph 3, of the Organized Crime Convention, and rule 2, paragraph 2,"),
        (REPORT, "43", "reference was also made to a new initiative for the development of a model law"),
        (REPORT, "49", "Peru, Philippines, Russian Federation, Spain,"),
        (DRAFT, "10/1", "between experts and practitioners in this area, including by contributing"),
        (AGENDA, "p3", "and other relevant international instruments and underlined the need"),
    ],
)
def test_paragraphs_that_a_page_break_cuts_are_whole(
    pages: dict[str, Page], slug: str, fragment: str, words: str
) -> None:
    assert words in named(pages[slug], fragment).words


def test_the_footnotes(pages: dict[str, Page]) -> None:
    notes = {(one.label, one.words): one.marked_in for one in of_kind(pages[REPORT], "footnote")}
    assert notes == {
        ("1", "United Nations, Treaty Series, vol. 2237, No. 39574."): (("paragraph 3", "3"),),
        ("2", "Ibid., vol. 2225, No. 39574."): (("paragraph 3", "3"),),
        ("3", "Ibid., vol. 2349, No. 42146."): (("paragraph 43", "43"),),
        ("4", "United Nations publication, Sales No. E.09.V.5."): (("paragraph 47", "47"),),
    }
    third = named(pages[REPORT], "3")
    assert [one.fragment for one in third.notes] == ["footnote/1", "footnote/2"]
    before = ""
    marks = {}
    for cut in third.segments:
        if cut.note:
            marks[cut.note] = before[-40:]
        else:
            before += cut.text
    assert marks == {
        "footnote/1": "on against Transnational Organized Crime",
        "footnote/2": "on against Transnational Organized Crime",
    }
    assert before.startswith("With regard to achieving universal adherence")


def test_a_footnote_whose_mark_is_an_asterisk(pages: dict[str, Page]) -> None:
    (bearer,) = (one for one in pages[PAPER].masthead if one.notes)
    assert [one.words for one in bearer.notes] == ["CTOC/COP/WG.4/2011/1."]
    assert [cut.note for cut in bearer.segments if cut.note] == ["footnote/asterisk"]


def test_the_masthead(pages: dict[str, Page]) -> None:
    fields = [(one.label, one.words) for one in pages[REPORT].masthead]
    assert fields == [
        ("body", "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"),
        ("distribution", "Distr.: General"),
        ("date", "21 April 2009"),
        ("original language", "Original: English"),
        ("working group", "Working Group on Trafficking in Persons"),
        ("place and date", "Vienna, 14 and 15 April 2009"),
        (
            "title",
            "Report on the meeting of the Working Group on Trafficking in Persons held in Vienna on 14 and 15 April 2009",
        ),
    ]


def test_the_timetable(pages: dict[str, Page]) -> None:
    (table,) = (one for one in pages[AGENDA].blocks if isinstance(one, Table))
    assert [row.fragment for row in table.rows] == [f"table/1/row/{number}" for number in range(1, 8)]
    assert table.rows[0].words == "Tuesday, 14 April 10 a.m.-1 p.m. 1 (a) Opening of the meeting"
    assert table.rows[6].words == "Wednesday, 15 April 3-6 p.m. 4 Adoption of the report"


def test_what_is_no_part_of_the_text_is_left_out(pages: dict[str, Page]) -> None:
    words = " ".join(one.words for page in pages.values() for one in page.parts)
    for residue in ("[[[", "**", "<i>", "handwritten signature", "Page", "¹", "⁵"):
        assert residue not in words


# ---- words


def test_every_provision_of_the_record_is_shown_with_its_words(pages: dict[str, Page], store: Store) -> None:
    found = store.query(
        "PREFIX tip: <https://w3id.org/tipgraph/ns#> SELECT ?part ?document ?text ?lead WHERE {"
        " ?part tip:inDocument ?document ; tip:text ?text OPTIONAL { ?part tip:leadIn ?lead } }"
    )
    count = 0
    for row in found:  # type: ignore[union-attr]
        slug = row["document"].value.removeprefix(f"{ID}document/")
        part = named(pages[slug], row["part"].value.removeprefix(f"{ID}document/{slug}/"))
        lead = row["lead"].value if row["lead"] else ""
        assert f"{lead} {part.words}".strip() == row["text"].value
        assert part.iri == row["part"].value
        count += 1
    assert count == sum(len(of_kind(page, "provision", "footnote", "field", "row")) for page in pages.values())


def test_the_anchors_are_those_of_the_files(pages: dict[str, Page], build: Build) -> None:
    texts = open_texts(build.texts)
    assert sorted(texts) == sorted(f"{slug}.txt" for slug in ALL)
    for page in pages.values():
        for part in page.parts:
            assert part.spans
            assert [texts[page.file][span.start : span.end] for span in part.spans] == [one.exact for one in part.spans]


def test_footnote_marks_and_parted_words_keep_their_places() -> None:
    found = trace([Span(100, 121, "the *traf-\nficking*¹ in"), Span(200, 204, "so\n ")])
    assert found.text == "the trafficking in so"
    assert found.marks == (Mark(15, "1"),)
    assert [found.places[index] for index in (0, 4, 8, 15, 16, 19)] == [100, 105, 111, 120, 121, 200]


PIECES = st.lists(st.text(alphabet="abA -–\n\t*<>/i¹²³[]19.,;:()h\u00ad", max_size=30), min_size=1, max_size=3)


@given(PIECES)
def test_the_words_are_those_of_the_record(pieces: Sequence[str]) -> None:
    start, spans = 10, []
    for piece in pieces:
        spans.append(Span(start, start + len(piece), piece))
        start += len(piece) + 7
    found = trace(spans)
    assert found.text == plain_words(pieces)
    assert len(found.places) == len(found.text)
    raw = {span.start + index: character for span in spans for index, character in enumerate(span.exact)}
    for character, place in zip(found.text, found.places, strict=True):
        assert character == raw.get(place, " ") or (character == " " and raw[place].isspace())


# ---- what stands beside


def test_a_recommendation_with_all_it_asks(pages: dict[str, Page]) -> None:
    known = told(named(pages[REPORT], "14").beside)
    assert known["Asks"] == ["States parties"]
    assert known["How strongly"] == ["should consider"]
    assert known["Topics"] == ["victim compensation"]
    assert known["Status"] == ["adopted", "welcomed"], "the report, 1; the background paper, 8, of a day nobody tells"
    (said,) = known["Said again"]
    assert said.startswith("The background paper, 5")


def test_conditions_and_modalities(pages: dict[str, Page]) -> None:
    known = told(named(pages[REPORT], "8/2").beside)
    assert known["Only"] == ["“taking into account local contexts”"]
    assert known["How strongly"] == ["should", "should consider"]


def test_figures_people_and_works(pages: dict[str, Page]) -> None:
    known = told(named(pages[REPORT], "47").beside)
    assert known["Figures"] == ["more than 1500 parliamentarians"]
    assert known["People"] == ["Sheikha Sabeeka Bint Ibrahim Al-Khalifa"]
    assert "Conference “Human Trafficking at the Crossroads”" in known["Meetings and occasions"]
    assert "International Labour Organization" in known["Bodies and groups"]


def test_who_attended_and_who_spoke(pages: dict[str, Page]) -> None:
    known = told(named(pages[REPORT], "37").beside)
    (attended,) = (names for heading, names in known.items() if heading.startswith("Attended"))
    assert attended == ["Burundi", "Czechia", "Greece", "Indonesia", "Ireland", "Japan", "Thailand"]
    spoke = told(named(pages[REPORT], "54").beside)
    (states,) = (names for heading, names in spoke.items() if heading.startswith("Took the floor"))
    assert len(states) == 29, "28 States and the Council of Europe"
    assert {"Algeria", "Council of Europe"} <= set(states)


def test_citations_with_their_places(pages: dict[str, Page]) -> None:
    (group,) = (one for one in named(pages[DRAFT], "9").beside.asked if one.heading == "Cites")
    assert {(one.iri.removeprefix(ID), one.detail) for one in group.entries} >= {
        ("instrument/untoc", "article 32, paragraph 3"),
        ("instrument/rules-of-procedure-of-the-conference", "rule 2, paragraph 2"),
    }


def test_disagreements_and_open_questions(pages: dict[str, Page]) -> None:
    assert told(named(pages[REPORT], "35").beside)["Left open"] == ["Did Australia attend the first session?"]
    known = told(named(pages[PAPER], "8").beside)
    assert any("above recommendations" in words for words in known["Sources disagree"])


def test_nothing_that_is_stated_in_a_part_is_left_out(pages: dict[str, Page], store: Store) -> None:
    found = store.query(
        "PREFIX tip: <https://w3id.org/tipgraph/ns#> SELECT DISTINCT ?fact ?part ?document WHERE {"
        " ?fact tip:statedIn ?part . ?part tip:inDocument ?document FILTER (?fact != ?document)"
        " FILTER NOT EXISTS { ?fact a tip:Citation } }"
    )
    shown = {
        part.iri: {entry.iri for group in (*part.beside.asked, *part.beside.groups) for entry in group.entries}
        for page in pages.values()
        for part in page.parts
    }
    missing = {(row["fact"].value, row["part"].value) for row in found}  # type: ignore[union-attr]
    assert {(fact, part) for fact, part in missing if fact not in shown[part]} == set()


# ---- pages


def test_long_documents_have_pages_of_their_sections(pages: dict[str, Page]) -> None:
    assert {slug for slug, page in pages.items() if page.long} == {REPORT, PAPER}
    for page in pages.values():
        homes = {part.home for part in page.parts}
        assert sorted(one.fragment for home in homes for one in only(page, home).parts) == sorted(
            one.fragment for one in page.parts
        )
    section = only(pages[REPORT], "section/1/5")
    assert [one.fragment for one in section.parts] == ["section/1/5", *items("8", 4)]
    with pytest.raises(NoSuchSection, match="no section 'section/9'"):
        only(pages[REPORT], "section/9")


def test_how_to_cite(pages: dict[str, Page]) -> None:
    assert pages[REPORT].citation == (
        "“Report on the meeting of the Working Group on Trafficking in Persons held in Vienna on 14 and 15 April 2009”, "
        "report of a meeting, CTOC/COP/WG.4/2009/2, 21 April 2009. In: tipgraph, "
        "https://w3id.org/tipgraph/id/document/wg4-2009-report"
    ), "its symbol is printed in footnote 1 of the background paper"
    assert pages[NOTE].citation == (
        "“Note verbale CU 2009/92”, 8 July 2009. In: tipgraph, https://w3id.org/tipgraph/id/document/cu-2009-92"
    )


def test_the_documents_in_the_order_of_their_dates(pages: dict[str, Page], lookup: Lookup) -> None:
    assert [(one.path, one.date) for one in catalogue(lookup).read] == [
        (DRAFT, "15 October 2008"),
        (AGENDA, "5 March 2009"),
        (REPORT, "21 April 2009"),
        (NOTE, "8 July 2009"),
        (PAPER, "2 August 2011"),
    ]
    middle = pages[REPORT]
    assert middle.previous is not None
    assert middle.next is not None
    assert (middle.previous.path, middle.next.path) == (AGENDA, NOTE)
    assert pages[DRAFT].previous is None
    assert pages[PAPER].next is None


def test_documents_without_a_text(lookup: Lookup) -> None:
    for path, title in (
        ("instrument/untoc", "United Nations Convention against Transnational Organized Crime"),
        ("ctoc-cop-2010-17", "CTOC/COP/2010/17"),
    ):
        found = read(lookup, {}, path)
        assert isinstance(found, Textless)
        assert found.document.title == title
    with pytest.raises(NoSuchThing):
        read(lookup, {}, "cu-2009-93")
    with pytest.raises(NoSuchThing):
        read(lookup, {}, "body/unodc")
