"""Facts of the five documents, worked out by hand from the paragraphs named."""

import pytest

from tests.extraction import AGENDA, DRAFT, LETTER, PAPER, REPORT, SLUGS, ask, extraction
from tipgraph.documents.words import plain_words


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_unresolved(slug: str) -> None:
    assert extraction(slug).unresolved == ()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_anchor_quotes_what_stands_at_its_offsets(slug: str) -> None:
    found = extraction(slug)
    rows = ask(
        found, "SELECT ?exact ?start ?end { ?a oa:hasSelector [ oa:exact ?exact ], [ oa:start ?start ; oa:end ?end ] }"
    )
    assert rows
    assert all(found.source.text[int(start) : int(end)] == exact for exact, start, end in rows)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_blank_node_and_no_thing_without_a_label(slug: str) -> None:
    rows = ask(extraction(slug), "SELECT DISTINCT ?x { { ?x ?p ?o } UNION { ?s ?q ?x } FILTER(isBlank(?x)) }")
    assert rows == []
    unnamed = "SELECT DISTINCT ?x { ?x a ?t FILTER(STRSTARTS(STR(?t), STR(tip:))) MINUS { ?x rdfs:label ?l } }"
    assert ask(extraction(slug), unnamed) == []


def test_the_report_makes_46_recommendations() -> None:
    """Paragraphs 2-24, counted at the leaf."""
    found = {row[0] for row in ask(extraction(REPORT), "SELECT ?l { ?r a tip:Recommendation ; tip:paragraphLabel ?l }")}
    single = {"2", "3", "4", "5", "7", "9", "10", "14", "15", "16", "21", "22", "23"}
    items = {"6": "ab", "8": "abcd", "11": "ab", "12": "ab", "13": "abcdefgh", "17": "ab", "18": "abc", "19": "abc"}
    items |= {"20": "abcd", "24": "abc"}
    assert found == single | {f"{number}({letter})" for number, letters in items.items() for letter in letters}
    assert len(found) == 46


def test_no_other_document_makes_recommendations() -> None:
    for slug in (AGENDA, LETTER, PAPER, DRAFT):
        assert ask(extraction(slug), "SELECT ?r { ?r a tip:Recommendation }") == []


@pytest.mark.parametrize(
    ("addressee", "labels"),
    [
        ("addressee/states", ["2"]),
        ("addressee/states-not-yet-parties", ["3"]),
        ("body/conference-of-the-parties", ["18(a)", "18(b)", "18(c)", "20(a)", "20(b)", "20(c)", "20(d)", "21", "4"]),
        ("body/secretariat", ["10", "16", "19(a)", "19(b)", "19(c)", "22", "23", "5", "7"]),
    ],
)
def test_who_is_addressed(addressee: str, labels: list[str]) -> None:
    """The rest, 26, are for States parties."""
    pattern = "SELECT ?l { ?r a tip:Recommendation ; tip:paragraphLabel ?l ; tip:addressedTo <%s> }"
    assert [row[0] for row in ask(extraction(REPORT), pattern % addressee)] == labels
    assert len(ask(extraction(REPORT), pattern % "addressee/states-parties")) == 26


def test_who_is_addressed_through_another() -> None:
    pattern = "SELECT ?l ?who { ?r tip:indirectlyAddresses ?who ; tip:paragraphLabel ?l }"
    assert ask(extraction(REPORT), pattern) == [
        ("11(b)", "addressee/governments"),
        ("18(b)", "body/unodc"),
        ("18(c)", "addressee/states-parties"),
        ("20(b)", "body/intergovernmental-meeting-of-experts-of-decision-4-1"),
        ("20(d)", "body/secretariat"),
    ]


@pytest.mark.parametrize(
    ("label", "modalities", "verbs"),
    [
        ("2", ["recommended"], ["adopt"]),
        ("6(b)", ["should"], ["establish", "should enact"]),
        ("8(b)", ["should", "should-consider"], ["should consider making", "should launch"]),
        ("8(d)", ["should-explore"], ["should explore modalities to reinforce"]),
        ("13(c)", ["may", "should"], ["may include", "should ensure"]),
        ("13(e)", ["should"], ["should develop, disseminate to practitioners and systematically use"]),
        ("14", ["should-consider"], ["should consider the possibility of establishing"]),
        ("16", ["should-explore"], ["should evaluate"]),
        ("17(a)", ["could", "should"], ["could develop", "should establish"]),
        ("20(c)", ["should-consider"], ["increasing", "should consider establishing"]),
        ("20(d)", ["should-consider"], ["should consider requesting"]),
        ("21", ["consider-and-encourage"], ["should consider and encourage"]),
        ("24(c)", ["should"], ["should organize and participate in"]),
    ],
)
def test_how_strongly_it_is_put(label: str, modalities: list[str], verbs: list[str]) -> None:
    recommendation = f'?r a tip:Recommendation ; tip:paragraphLabel "{label}"'
    found = ask(extraction(REPORT), f"SELECT ?m {{ {recommendation} ; tip:modality ?m }}")
    assert [row[0] for row in found] == [f"modality/{modality}" for modality in modalities]
    assert [row[0] for row in ask(extraction(REPORT), f"SELECT ?v {{ {recommendation} ; tip:verbPhrase ?v }}")] == verbs


def test_conditions_are_quoted_as_printed() -> None:
    rows = ask(
        extraction(REPORT), "SELECT ?l ?c { ?r a tip:Recommendation ; tip:condition ?c ; tip:paragraphLabel ?l }"
    )
    assert rows == [
        (
            "12(b)",
            "as a direct consequence of their situation as trafficked persons or where they were compelled to commit such unlawful acts",
        ),
        ("12(b)", "in line with their domestic legislation"),
        ("13(c)", "in appropriate cases"),
        ("13(c)", "irrespective of their involvement in the criminal justice process"),
        ("15", "where appropriate"),
        ("17(a)", "taking into account the work of relevant national non-governmental organizations"),
        ("17(b)", "whenever possible"),
        ("18(b)", "based on the information collected through existing data collection mechanisms"),
        ("19(a)", "upon request"),
        ("19(b)", "in consultation with States parties"),
        ("19(c)", "in consultation with States parties"),
        ("21", "while avoiding duplication of effort in that regard"),
        (
            "23",
            "based on existing available contact points with which work could be done to promote timely regional and "
            "international cooperation",
        ),
        ("7", "in consultation with States parties"),
        ("8(b)", "taking into account local contexts"),
        ("9", "where appropriate and in line with national legislation"),
    ]


def test_a_recommendation_reads_lead_in_then_item() -> None:
    pattern = "SELECT ?text ?lead { <document/wg4-2009-report/6/1> tip:text ?text ; tip:leadIn ?lead }"
    assert ask(extraction(REPORT), pattern) == [
        (
            "States parties should: Criminalize conduct that facilitates and supports trafficking in persons;",
            "States parties should:",
        )
    ]


def test_verbs_and_addressees_of_the_draft() -> None:
    pattern = """SELECT ?l ?v ?a { ?p a tip:OperativeProvision ; tip:paragraphLabel ?l ; tip:verbPhrase ?v
        OPTIONAL { ?p tip:addressedTo ?a } }"""
    group = "body/working-group-on-trafficking-in-persons"
    assert sorted(ask(extraction(DRAFT), pattern), key=lambda row: int(row[0])) == [
        ("1", "Affirms", ""),
        ("2", "Urges", "addressee/member-states-not-yet-parties"),
        ("3", "Calls upon", "addressee/states-parties"),
        ("4", "Encourages", "addressee/member-states"),
        ("5", "Invites", "addressee/member-states"),
        ("6", "Urges", "addressee/states-parties"),
        ("7", "Requests", "addressee/states-parties"),
        ("8", "Urges", "body/secretariat"),
        ("9", "Decides", ""),
        ("10", "Decides also", group),
        ("11", "Decides further", group),
        ("12", "Requests", "body/secretariat"),
        ("13", "Also requests", "body/secretariat"),
        ("14", "Decides", "body/chair-of-the-working-group"),
        ("15", "Decides", ""),
    ]
    verbs = "SELECT ?v { ?p a tip:PreambularProvision ; tip:verbPhrase ?v }"
    assert [row[0] for row in ask(extraction(DRAFT), verbs)] == sorted(
        [
            "Recalling",
            "Recalling also",
            "Having considered",
            "Taking into account",
            "Welcoming",
            "Recalling",
            "Underlining",
            "Acknowledging",
        ]
    )


@pytest.mark.parametrize(
    ("capacity", "count"),
    [
        ("state-party", 40),
        ("regional-integration-organization-party", 1),
        ("signatory-observer", 7),
        ("observer-state", 10),
        ("un-entity-observer", 3),
        ("intergovernmental-observer", 10),
        ("permanent-observer-entity", 2),
    ],
)
def test_attendance_by_capacity(capacity: str, count: int) -> None:
    """Report, paragraphs 35-41, counted name by name."""
    pattern = "SELECT ?who { ?a a tip:Attendance ; tip:participant ?who ; tip:capacity <capacity/%s> }"
    assert len(ask(extraction(REPORT), pattern % capacity)) == count


def test_speakers_by_item() -> None:
    """Report, paragraph 49: 30 States and 3 others; paragraph 54: 28 States and 1 other."""
    pattern = """SELECT ?who { ?s tip:statementKind <statement-kind/statement> ; tip:speaker ?who ;
        tip:underItem <session/wg4-1/agenda/adopted/%s> }"""
    second = [row[0] for row in ask(extraction(REPORT), pattern % 2)]
    third = [row[0] for row in ask(extraction(REPORT), pattern % 3)]
    assert (len(second), len(third)) == (33, 29)
    assert [who for who in second if who.startswith("body/")] == [
        "body/african-union",
        "body/european-commission",
        "body/league-of-arab-states",
    ]
    assert {"state/AUS", "state/GBR", "state/IRN"} <= set(second)
    assert {"state/VEN", "state/CZE", "body/council-of-europe"} <= set(third)


def test_the_chair_is_a_person_with_two_offices() -> None:
    pattern = """SELECT ?office ?body ?state { ?h tip:holder <person/dominika-krois> ; tip:office ?office ;
        tip:ofBody ?body ; tip:stateAsPrinted ?state }"""
    assert ask(extraction(REPORT), pattern) == [
        ("office/chair", "body/working-group-on-trafficking-in-persons", "Poland"),
        ("office/vice-president", "body/conference-of-the-parties", "Poland"),
    ]


def test_documents_listed_under_each_item() -> None:
    pattern = "SELECT ?item ?symbol { ?i tip:listsDocument ?d . ?d tip:symbol ?symbol . ?i tip:itemNumber ?item }"
    assert ask(extraction(AGENDA), pattern) == [
        ("2", "CTOC/COP/2005/3/Rev.2"),
        ("2", "CTOC/COP/2006/6/Rev.1"),
        ("2", "CTOC/COP/2008/6"),
        ("2", "CTOC/COP/2008/8"),
        ("2", "CTOC/COP/2008/CRP.11"),
        ("2", "CTOC/COP/2008/CRP.8"),
        ("2", "CTOC/COP/WG.4/2009/CRP.1"),
        ("3", "CTOC/COP/2008/10"),
        ("3", "CTOC/COP/2008/11"),
        ("3", "CTOC/COP/2008/9"),
        ("3", "CTOC/COP/2008/CRP.1"),
    ]


def test_the_symbol_under_an_asterisk_is_that_of_the_agenda_not_of_the_paper() -> None:
    assert ask(extraction(PAPER), "SELECT ?s { <document/wg4-2011-future-work> tip:symbol ?s }") == []


def test_ibid_is_resolved_to_the_treaty_series() -> None:
    pattern = "SELECT ?t ?v ?n { ?t tip:treatySeriesVolume ?v ; tip:treatySeriesNumber ?n }"
    assert ask(extraction(REPORT), pattern) == [
        ("instrument/tip-protocol", "2237", "39574"),
        ("instrument/uncac", "2349", "42146"),
        ("instrument/untoc", "2225", "39574"),
    ]


def test_figures_of_the_report() -> None:
    """Paragraphs 27, 43, 45, 46 and 47; the years, articles, volumes and ordinals beside them are no figures."""
    pattern = """SELECT ?v ?out ?c ?unit ?asOf { ?f tip:value ?v ; tip:comparator ?c ; tip:unit ?unit
        OPTIONAL { ?f tip:outOf ?out } OPTIONAL { ?f tip:asOf ?asOf } }"""
    assert ask(extraction(REPORT), pattern) == sorted(
        [
            ("1", "", "comparator/at-least", "intersessional meeting", ""),
            ("3", "", "comparator/exactly", "States", ""),
            ("127", "", "comparator/exactly", "States parties to the Protocol", ""),
            ("155", "", "comparator/exactly", "countries and territories", ""),
            ("98", "155", "comparator/exactly", "countries and territories", "2008-11"),
            ("40", "", "comparator/exactly", "per cent of States", "2008"),
            ("75", "", "comparator/more-than", "countries", ""),
            ("26", "", "comparator/exactly", "technical assistance projects", ""),
            ("1500", "", "comparator/more-than", "parliamentarians", ""),
        ]
    )


def test_the_deadline_of_the_note_verbale() -> None:
    assert ask(extraction(LETTER), "SELECT ?who ?day { ?r tip:deadline ?day ; tip:addressedTo ?who }") == [
        ("addressee/governments", "2009-07-31")
    ]


def test_the_proposed_timetable() -> None:
    pattern = "SELECT ?start ?end ?n { ?s tip:startsAt ?start ; tip:endsAt ?end ; tip:forItem/tip:itemNumber ?n }"
    assert ask(extraction(AGENDA), pattern) == [
        ("2009-04-14T10:00:00", "2009-04-14T13:00:00", "1 (a)"),
        ("2009-04-14T10:00:00", "2009-04-14T13:00:00", "1 (b)"),
        ("2009-04-14T15:00:00", "2009-04-14T18:00:00", "2"),
        ("2009-04-15T10:00:00", "2009-04-15T13:00:00", "3"),
        ("2009-04-15T15:00:00", "2009-04-15T18:00:00", "3"),
        ("2009-04-15T15:00:00", "2009-04-15T18:00:00", "4"),
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_text_of_a_provision_is_its_anchored_words(slug: str) -> None:
    found = extraction(slug)
    rows = ask(
        found,
        """SELECT ?p ?text ?lead ?n ?exact { ?p tip:paragraphLabel ?l ; tip:text ?text ; tip:anchor ?a .
           ?a tip:ordinal ?n ; oa:hasSelector/oa:exact ?exact OPTIONAL { ?p tip:leadIn ?lead } }""",
    )
    pieces: dict[tuple[str, str, str], list[str]] = {}
    for provision, text, lead, _, exact in sorted(rows, key=lambda row: (row[0], int(row[3]))):
        pieces.setdefault((provision, text, lead), []).append(exact)
    assert pieces
    assert all(text == f"{lead} {plain_words(quoted)}".strip() for (_, text, lead), quoted in pieces.items())
