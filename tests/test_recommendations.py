"""What recommendations ask, of whom and how, in every arrangement of the genre; what is none."""

from pathlib import Path

import pytest

from tests.extraction import ask, extract_text, names
from tests.invented import report
from tipgraph.extract.facts import asking, modality
from tipgraph.validate import words

LABELS = "SELECT ?l { ?r a tip:Recommendation ; tip:paragraphLabel ?l }"


def labels(folder: Path, body: str) -> list[str]:
    return [row[0] for row in ask(extract_text(folder, report(body), "odd"), LABELS)]


def read(own: str, above: str = "", heading: str = "") -> tuple[str, list[str], str]:
    """Return the phrase that names who is asked, what it stands for, and the modal."""
    found = asking.ask(names(), own, above, heading)
    assert found
    entries = found.subject.entries if found.subject else ()
    return found.subject.printed if found.subject else "", [name.key for _, name in entries if name], found.modal


@pytest.mark.parametrize(
    ("words", "printed", "known", "modal"),
    [
        ("States parties and UNODC should act.", "States parties and UNODC", ["states-parties", "unodc"], "should"),
        (
            "The Secretariat and the States parties should act.",
            "Secretariat and the States parties",
            ["secretariat", "states-parties"],
            "should",
        ),
        (
            "States, as well as civil society, should act.",
            "States, as well as civil society",
            ["states", "civil-society"],
            "should",
        ),
        ("States, in cooperation with civil society, should act.", "States", ["states"], "should"),
        (
            "States parties, in particular States of transit, should act.",
            "States parties",
            ["states-parties"],
            "should",
        ),
        (
            "The United Nations Office on Drugs and Crime (UNODC), with others, should act.",
            "United Nations Office on Drugs and Crime (UNODC)",
            ["unodc"],
            "should",
        ),
        ("The Secretariat, in consultation with States parties, should act.", "Secretariat", ["secretariat"], "should"),
        ("The Secretariat of the Conference should act.", "Secretariat of the Conference", ["secretariat"], "should"),
        (
            "With regard to prevention, care and training, all States parties shall act.",
            "States parties",
            ["states-parties"],
            "shall",
        ),
        (
            "In order to assist States, the Secretariat should compile laws that should be used.",
            "Secretariat",
            ["secretariat"],
            "should",
        ),
        (
            "States parties to the Convention and its Protocols should act.",
            "States parties to the Convention and its Protocols",
            ["states-parties"],
            "should",
        ),
        (
            "States parties to the Arms Trade Treaty should act.",
            "States parties to the Arms Trade Treaty",
            [],
            "should",
        ),
        ("Each State party may wish to consider it.", "State party", ["states-parties"], "may wish to"),
        ("UNODC is requested, subject to its resources, to publish.", "UNODC", ["unodc"], "is requested to"),
        (
            "It was further recommended that the Conference consider it.",
            "Conference",
            ["conference-of-the-parties"],
            "recommended that",
        ),
        (
            "The Working Group recommends to the Conference that it meet.",
            "Conference",
            ["conference-of-the-parties"],
            "recommended that",
        ),
        ("The Working Group requested the Secretariat to report.", "Secretariat", ["secretariat"], "requested ... to"),
        ("Training should be provided by UNODC.", "UNODC", ["unodc"], "should"),
        ("States should be assisted by UNODC.", "UNODC", ["unodc"], "should"),
        ("Health authorities should not be obliged to report.", "Health authorities", [], "should"),
        ("Consideration should be given to a network.", "", [], "should"),
        ("States parties' laws should be amended.", "", [], "should"),
        ("The Task Force should meet.", "Task Force", [], "should"),
        ("Members of the Group are requested to comment.", "Members of the Group", [], "are requested to"),
        (
            "States of origin and destination should meet.",
            "States of origin and destination",
            ["states-of-origin", "states-of-destination"],
            "should",
        ),
        ("It is essential that States parties should act.", "States parties", ["states-parties"], "should"),
        ("Each party to the Convention should act.", "party to the Convention", ["parties"], "should"),
        (
            "States are encouraged, in line with article 5, paragraph 1 (a), of the Protocol, and where appropriate, to act.",
            "States",
            ["states"],
            "are encouraged to",
        ),
    ],
)
def test_whom_a_sentence_asks(words: str, printed: list[str], known: list[str], modal: str) -> None:
    assert read(words) == (printed, known, modal)


@pytest.mark.parametrize(
    ("words", "printed", "known", "narrowing"),
    [
        (
            "States parties that keep no records should begin.",
            "States parties that keep no records",
            "states-parties",
            "that keep no records",
        ),
        (
            "States that send, receive or return migrants should act.",
            "States that send, receive or return migrants",
            "states",
            "that send, receive or return migrants",
        ),
        (
            "Member States in a position to do so are invited to pay.",
            "Member States in a position to do so",
            "member-states",
            "in a position to do so",
        ),
        (
            "The Working Group urged States in a position to do so to pay.",
            "States in a position to do so",
            "states",
            "in a position to do so",
        ),
        ("Interested States parties should act.", "Interested States parties", "states-parties", "Interested"),
        (
            "States parties of origin and of transit should act.",
            "States parties of origin and of transit",
            "states-parties",
            "of origin and of transit",
        ),
        (
            "Member States of the European Union should act.",
            "Member States of the European Union",
            "member-states",
            "of the European Union",
        ),
        (
            "States parties that had not yet done so should reply.",
            "States parties that had not yet done so",
            "states-parties",
            "that had not yet done so",
        ),
        (
            "States that have not yet done so should designate an authority.",
            "States that have not yet done so",
            "states",
            "that have not yet done so",
        ),
        (
            "States that have not yet done so should ratify the Convention against Corruption.",
            "States that have not yet done so",
            "states",
            "that have not yet done so",
        ),
        (
            "States that have not yet done so should ratify the Convention.",
            "States that have not yet done so",
            "states-not-yet-parties",
            "",
        ),
        (
            "It was recommended that States which have not yet done so accede to the Protocol.",
            "States which have not yet done so",
            "states-not-yet-parties",
            "",
        ),
        (
            "Member States that have not yet acceded to the Protocol should do so.",
            "Member States that have not yet acceded to the Protocol",
            "member-states-not-yet-parties",
            "",
        ),
    ],
)
def test_only_some_of_a_group(words: str, printed: str, known: str, narrowing: str) -> None:
    found = asking.ask(names(), words)
    assert found
    assert found.subject
    assert found.subject.printed == printed
    assert [name.key for name in found.subject.known] == [known]
    assert " ".join(found.subject.narrowing) == narrowing


def test_only_some_of_a_group_is_marked(tmp_path: Path) -> None:
    found = extract_text(tmp_path, report("II. Recommendations\n\n1. Interested States parties should meet."), "odd")
    rows = ask(found, "SELECT ?p ?c ?why { ?r tip:addresseeAsPrinted ?p ; tip:condition ?c ; tip:reviewReason ?why }")
    assert rows == [("Interested States parties", "Interested", "the words ask only some of this group")]


@pytest.mark.parametrize(
    ("own", "above", "slug", "phrase"),
    [
        ("Consider joint patrols;", "States parties should, in accordance with their law:", "should-consider", "should consider"),
        ("Evaluate it;", "UNODC should, subject to the availability of resources:", "should-explore", "should evaluate"),
        ("Assist States;", "UNODC should continue, subject to its resources, to:", "should", "should continue to assist"),
        ("Report;", "States are called upon:", "called-upon", "are called upon report"),
        ("Fully apply the law;", "States parties should:", "should", "should fully apply"),
        ("Apply the law;", "States parties should:", "should", "should apply"),
        ("States should not, under any circumstances, return them.", "", "should", "should not return"),
        ("To report;", "The Group requested the Secretariat, subject to its resources:", "requested", "requested ... to report"),
        ("To report;", "States are urged:", "urged", "are urged to report"),
        ("The Working Group requested the Secretariat to report.", "", "requested", "requested ... to report"),
    ],
)  # fmt: skip
def test_how_strongly_it_is_asked(own: str, above: str, slug: str, phrase: str) -> None:
    found = asking.ask(names(), own, above)
    assert found
    assert modality.modalities(found) == [slug]
    assert modality.verb_phrases(found) == [phrase]
    assert words.occurs_around_asides(phrase, f"{above} {own}")


def test_an_item_that_asks_somebody_itself_is_not_asked_of_whom_its_lead_in_names() -> None:
    above = "The Conference may wish to endorse the following recommendations:"
    assert read("The Secretariat should report;", above) == ("Secretariat", ["secretariat"], "should")
    assert read("Keep records;", "States parties are encouraged:")[1:] == (["states-parties"], "are encouraged")
    assert read("Keep records;", "", "Recommendations for the Secretariat") == ("Secretariat", ["secretariat"], "")
    assert read("Keep records;", "The following action should be taken:") == ("", [], "should")


def test_further_sentences_and_clauses_ask_others() -> None:
    found = asking.ask(
        names(), "Member States are invited to pay, and UNODC is requested to report. They could do more."
    )
    assert found
    assert [later.modal for later in found.later] == ["is requested to", "could"]
    assert [name.key for later in found.later if later.subject for name in later.subject.known] == ["unodc"]


@pytest.mark.parametrize(
    "words",
    [
        "Several speakers recommended that States parties should act.",
        "It was suggested that States should act.",
        "Trafficking in persons is a grave crime.",
        "The Chair welcomed the participants.",
    ],
)
def test_what_asks_nobody_anything(words: str) -> None:
    assert asking.ask(names(), words) is None


def test_arrangements(tmp_path: Path) -> None:
    body = """
I. Introduction

1. In its resolution 5/3, the Conference recommended that States parties should act.

II. Recommendations

2. The Working Group adopted the recommendations below, which should be considered by the Conference.

Recommendation 1

States parties should keep records.

Recommendation 2

UNODC is encouraged to assist.

III. Summary by the Chair

3. States parties should meet more often. The Working Group recommended that States should act.

IV. Consideration of technical assistance

4. The Working Group recommended that UNODC develop a tool.

V. Implementation of previous recommendations

5. States parties should report.

VI. Outcome

6. At its 3rd meeting, the Working Group adopted the following recommendations:

(a) States should exchange information;

(b) The Secretariat is invited to report.
"""
    assert labels(tmp_path, body) == ["4", "6(a)", "6(b)", "p1", "p2"]


def test_a_report_without_headings(tmp_path: Path) -> None:
    body = """
1. The Working Group on Trafficking in Persons, which met in Vienna, recommended that States parties:

(a) Keep records;

(b) Exchange them.

2. The Secretariat should assist.

3. The Working Group held two meetings.
"""
    assert labels(tmp_path, body) == ["1(a)", "1(b)", "2"]


def test_a_leaf_among_recommendations_that_asks_nobody_is_marked(tmp_path: Path) -> None:
    body = """
I. Conclusions and recommendations

1. Trafficking in persons is a grave crime.

2. States parties should act.

3. Measures should be taken.
"""
    found = extract_text(tmp_path, report(body), "odd")
    assert [row[0] for row in ask(found, LABELS)] == ["2", "3"]
    marked = [row[0] for row in ask(found, "SELECT ?x { ?x tip:needsReview true ; tip:paragraphLabel ?l }")]
    assert marked == ["document/odd/1", "document/odd/3"]
    assert ask(found, "SELECT ?a { <document/odd/3> tip:addresseeAsPrinted ?a }") == []


def test_conditions_stand_also_in_the_lead_in_and_end_with_a_name(tmp_path: Path) -> None:
    body = """
II. Recommendations

1. UNODC should, subject to the availability of resources:

(a) Prepare a study, in line with article 5, paragraph 1 (a), of the Protocol;

(b) Publish it.

2. The Working Group recommended that the Secretariat prepare a course that would include:

(a) Exercises based on cases.
"""
    rows = ask(
        extract_text(tmp_path, report(body), "odd"), "SELECT ?l ?c { ?r tip:condition ?c ; tip:paragraphLabel ?l }"
    )
    assert rows == [
        ("1(a)", "in line with article 5, paragraph 1 (a)"),
        ("1(a)", "subject to the availability of resources"),
        ("1(b)", "subject to the availability of resources"),
    ]


def test_acts_of_earlier_sessions_are_not_of_this_one(tmp_path: Path) -> None:
    body = """
I. Introduction

1. By 1 March 2009, the Working Group had held two meetings. In 2005, the Working Group adopted a plan.

2. In its decision 4/4, the Conference decided that the Working Group should meet.

3. At its 1st meeting, the Working Group adopted its report.
"""
    found = extract_text(tmp_path, report(body), "odd")
    pattern = "SELECT ?l ?verb { ?a tip:atSession ?s ; tip:statedIn/tip:paragraphLabel ?l ; tip:verbPhrase ?verb }"
    assert ask(found, pattern) == [("3", "adopted")]
