"""Topics are proposed by the names of the scheme, marked for review, and only where no curator has chosen any."""

from pathlib import Path

import pytest

from tests.extraction import REPORT, ask, extract_text, extraction, names
from tipgraph.extract.facts.topics import TopicLabels
from tipgraph.namespaces import ID

REPORT_TEXT = """Working Group on Trafficking in Persons

Vienna, 5 and 6 May 2031

Report on the meeting of the Working Group on Trafficking in Persons held in Vienna on 5 and 6 May 2031

I. Recommendations

1. States parties should provide training courses and seminars for prosecutors.

2. States parties should attend the meetings of the Working Group on Trafficking in Persons.
"""


def proposed(words: str) -> list[tuple[str, str]]:
    found = TopicLabels(names()).find(words)
    return [(p.topic.removeprefix(f"{ID}topic/"), words[p.start : p.end]) for p in found]


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        ("should compensate and offer compensation for the victims", [("victim-compensation", "compensation for the victims")]),
        ("should protect victims as witnesses", [("witness-protection", "protect victims as witnesses")]),
        ("should train officers and support training", [("training", "train")]),
        ("should combat trafficking in persons", []),
        ("should pursue criminal cases", []),
        ("should act on extradition, mutual legal assistance and joint investigations", [
            ("extradition", "extradition"), ("mutual-legal-assistance", "mutual legal assistance"),
            ("joint-investigations", "joint investigations"),
        ]),
        ("should act on national matters. Legislation follows", []),
        ("should identify victims of trafficking in persons", [("victim-identification", "identify victims of trafficking in persons")]),
    ],
)  # fmt: skip
def test_a_topic_is_proposed_where_a_whole_name_of_it_stands(words: str, topics: list[tuple[str, str]]) -> None:
    assert proposed(words) == topics


def test_a_proposal_is_marked_and_is_no_topic(tmp_path: Path) -> None:
    found = extract_text(tmp_path, REPORT_TEXT, "invented")
    rows = ask(
        found,
        "SELECT ?f ?t ?w ?r { ?x a tip:TopicProposal ; tip:proposedFor ?f ; tip:statedIn ?f ; tip:proposedTopic ?t ; "
        "tip:matchedWords ?w ; tip:needsReview ?r }",
    )
    assert rows == [("document/invented/1", "topic/training", "training courses and seminars", "true")]
    assert ask(found, "SELECT ?t { ?x tip:topic ?t }") == []
    assert [doubt.words for doubt in found.doubts if "topic-proposal" in doubt.iri] == ["training courses and seminars"]


def test_recommendations_that_a_curator_has_read_get_no_proposal() -> None:
    assert ask(extraction(REPORT), "SELECT ?x { ?x a tip:TopicProposal }") == []
