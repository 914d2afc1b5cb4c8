"""What the record's own rules add: the sessions of reported actions, and which functions are restated."""

from tests.test_dataset import derived

ACTION = "<a> a tip:ReportedAction ; tip:byBody <body/c> ; tip:inInstrument <i> ."
INSTRUMENT = "<i> tip:adoptedAt <session/4> ; tip:adoptedBy <body/c> ."
NS = "https://w3id.org/tipgraph/ns#"


def test_an_action_in_a_decision_was_done_where_it_was_adopted() -> None:
    found = {f"<a> <{NS}atSession> <session/4>", f"<a> <{NS}relatesToSession> <session/4>"}
    assert derived(ACTION + INSTRUMENT) == found
    assert derived(ACTION + "<i> tip:adoptedAt <session/4> .") == found


def test_another_body_or_another_session_keeps_its_own() -> None:
    assert derived(ACTION + "<i> tip:adoptedAt <session/4> ; tip:adoptedBy <body/other> .") == set()
    assert derived(ACTION + INSTRUMENT + "<a> tip:atSession <session/5> .") == set()
    assert derived(ACTION) == set()


def test_a_function_is_restated_by_what_restates_its_words() -> None:
    function = "<f> a tip:MandateFunction ; tip:wordedIn <draft/10/1> , <other/1> ."
    assert derived(function + "<r> tip:restates <draft/10/1> . <s> tip:restates <draft/9> .") == {
        f"<r> <{NS}restates> <f>"
    }
