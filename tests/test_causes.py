"""A cause is told once, and says how much follows from it; nothing else is left out."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tipgraph.namespaces import ID
from tipgraph.validate import Result, Severity
from tipgraph.validate.causes import told_once

A, B, C = (f"{ID}topic/{name}" for name in "abc")
TEXT, EXTRACTED = "data/documents/wg4-2009-report.txt", "data/extracted/wg4-2009-report.ttl"


def result(shape: str, focus: str, layer: str = "shacl", value: str | None = None, file: str = "x.ttl") -> Result:
    return Result(shape, Severity.VIOLATION, focus, "no", value=value, file=file, layer=layer)


def shown(*results: Result) -> list[tuple[str, str, int]]:
    return [(one.shape, one.focus, one.follows) for one in told_once(results)]


def test_what_names_a_thing_that_is_gone_follows_from_its_loss() -> None:
    gone = result("register-kept", A, "register", file="data/register.txt")
    naming = [
        result("described", B, "rules", A),
        result("Topic-broader", B, value=A),
        result("described", C, "rules", A),
    ]
    assert shown(*naming, gone) == [("register-kept", A, 3)]


def test_a_thing_that_is_nowhere_is_told_once() -> None:
    results = [
        result("described", B, "rules", A),
        result("Topic-broader", B, value=A),
        result("described", C, "rules", A),
    ]
    assert shown(*results, result("Topic-label", B)) == [("described", B, 2), ("Topic-label", B, 0)]


def test_what_rests_on_a_changed_text_follows_from_it() -> None:
    changed = result("manifest-hash", TEXT, "anchors", file=TEXT)
    anchors = [
        result("anchor-words", B, "anchors", file=EXTRACTED),
        result("extraction", EXTRACTED, "extraction", file=EXTRACTED),
    ]
    assert shown(changed, *anchors, result("Topic-label", C, file=EXTRACTED)) == [("manifest-hash", TEXT, 3)]
    other = result("anchor-words", C, "anchors", file="data/extracted/other.ttl")
    assert shown(changed, other)[1:] == [("anchor-words", C, 0)]


def test_what_stands_in_an_edited_extract_follows_from_the_edit() -> None:
    edited = result("extraction", EXTRACTED, "extraction", file=EXTRACTED)
    assert shown(result("Topic-label", A, file=EXTRACTED), edited) == [("extraction", EXTRACTED, 1)]


def test_answers_follow_from_the_data() -> None:
    answer = result("question-rows", "queries/01-a.csv", "questions", file="queries/01-a.csv")
    assert shown(answer) == [("question-rows", "queries/01-a.csv", 0)]
    assert shown(answer, result("Topic-label", A)) == [("Topic-label", A, 1)]


def test_a_slip_in_an_extracted_name_is_told_once() -> None:
    """The register lacks what the file calls the thing, and has what it should be called."""
    iri = f"{ID}document/wg4-2009-report/4"
    edited = replace(
        result("extraction-agrees", EXTRACTED, "extraction", file=EXTRACTED),
        message="the file has '<document/wg4-2009-report/44>', the rules produce '<document/wg4-2009-report/4>'",
    )
    gone = result("register-kept", iri, "register", file="data/register.txt")
    new = replace(
        result("register-complete", "data/register.txt", "register", file="data/register.txt"),
        message="document/wg4-2009-report/44 is not in the register: run 'tipgraph register'",
    )
    naming = result("described", B, "rules", iri, file="data/curated/topics.ttl")
    assert shown(gone, new, naming, edited) == [("extraction-agrees", EXTRACTED, 3)]
    other = result("register-kept", f"{ID}document/cu-2009-92/4", "register", file="data/register.txt")
    assert (other.shape, other.focus, 0) in shown(edited, other), "that is another document's"


def test_a_slip_in_a_curated_name_is_told_once() -> None:
    """The rules look names up, so that they make another one of the same text."""
    gone = result("register-kept", f"{ID}body/unodc", "register", file="data/register.txt")
    edited = replace(
        result("extraction-agrees", EXTRACTED, "extraction", file=EXTRACTED),
        message="the file has 'tip:indirectlyAddresses body:unodc ;', the rules produce 'tip:indirectlyAddresses body:unocd ;'",
    )
    new = replace(
        result("register-complete", "data/register.txt", "register", file="data/register.txt"),
        message="body/unocd is not in the register: run 'tipgraph register'",
    )
    assert shown(edited, new, gone) == [("register-kept", f"{ID}body/unodc", 2)]
    two = replace(new, message="body/unocd and 2 others are not in the register: run 'tipgraph register'")
    unlike = replace(new, message="body/icrc is not in the register: run 'tipgraph register'")
    apart = replace(edited, message=edited.message.replace("body:unodc ", "body:unodc-office "))
    assert len(shown(gone, two)) == len(shown(gone, unlike)) == len(shown(gone, apart)) == 2


def test_what_says_nothing_of_the_data_hides_no_answer() -> None:
    answer = result("question-rows", "queries/01-a.csv", "questions", file="queries/01-a.csv")
    assert len(shown(answer, result("shape-form", "shapes/a.ttl"), result("rule-runs", "a.rq", "rules"))) == 3
    unasked = result("question-parses", "queries/01-a.rq", "questions", file="queries/01-a.rq")
    assert len(shown(unasked, result("Topic-label", A))) == 2, "a question that is none has no other cause"


RESULTS = st.builds(
    result,
    st.sampled_from(["register-kept", "described", "manifest-hash", "extraction", "Topic-label"]),
    st.sampled_from([A, B, C]),
    st.sampled_from(["shacl", "rules", "anchors", "extraction", "questions", "register"]),
    st.sampled_from([None, A, B, C]),
    st.sampled_from([TEXT, EXTRACTED, "x.ttl"]),
)


@given(st.lists(RESULTS, unique=True, max_size=12))
def test_nothing_is_lost_from_the_count(results: list[Result]) -> None:
    """Whatever follows from whatever: it ends, something is told, and all the rest is counted."""
    told = told_once(results)
    assert bool(told) == bool(results)
    assert len(told) + sum(one.follows for one in told) == len(results)


def test_an_answer_follows_from_what_its_question_looks_at_alone() -> None:
    answers = [result("question-rows", f"queries/0{n}-a.csv", "questions", file=f"queries/0{n}-a.csv") for n in (1, 2)]
    broken = result("Topic-label", B)
    told = told_once([broken, *answers], lambda answer, cause: answer.focus == answers[0].focus and cause == broken)
    assert [(one.shape, one.focus, one.follows) for one in told] == [
        ("Topic-label", B, 1),
        ("question-rows", "queries/02-a.csv", 0),
    ]


def test_all_that_is_wrong_with_a_literal_follows_from_its_being_no_value() -> None:
    wrong = [replace(result(shape, A), path="urn:p") for shape in ("Event-date", "literal-value", "day-printed")]
    other = replace(result("Event-date", A), path="urn:q")
    assert shown(*wrong, other) == [("literal-value", A, 2), ("Event-date", A, 0)]


def test_a_thing_that_the_rules_still_make_is_missed_in_the_extracted_file() -> None:
    message = (
        "the file has '<claim/b>', the rules produce '<claim/a>': run 'tipgraph extract' and commit what it writes"
    )
    differs = result("extraction-agrees", EXTRACTED, "extraction", file=EXTRACTED)
    missed = replace(differs, message=message, correction="<claim/a>")
    gone = result("register-kept", f"{ID}claim/a", "register", file="data/register.txt")
    assert shown(gone, missed) == [("extraction-agrees", EXTRACTED, 1)]
