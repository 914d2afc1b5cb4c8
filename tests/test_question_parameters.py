"""Questions about another thing than their own, on a form that needs no script; rows worked out from the documents."""

import csv
import io
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.server import Server
from tipgraph.dataset.build import Build
from tipgraph.errors import FileError
from tipgraph.query.questions import Question, load_questions
from tipgraph.record import Record
from tipgraph.web import pages
from tipgraph.web.app import create_app
from tipgraph.web.services import services
from tipgraph.web.settings import Settings

WITH_PARAMETERS = {
    "victim-compensation": "topic",
    "addressed-to-the-secretariat": "asked",
    "what-falls-to-unodc": "asked",
    "status-of-one-recommendation": "recommendation",
    "where-compensation-is-only-listed": "topic",
    "compensation-through-the-years": "topic",
    "attendance-by-capacity": "session",
    "who-held-which-office": "session",
    "who-cites-decision-4-4": "cited",
}


@pytest.fixture(scope="module")
def questions(record: Record) -> dict[str, Question]:
    return {question.name: question for question in load_questions(record)}


def rows(server: Server, name: str, **about: str) -> list[dict[str, str]]:
    reply = server.get(f"/questions/{name}.csv?{urlencode(about)}")
    assert reply.status == 200, reply.text
    return list(csv.DictReader(io.StringIO(reply.text, newline="")))


def test_these_questions_can_be_asked_about_others(questions: dict[str, Question]) -> None:
    found = {name: [one.name for one in question.parameters] for name, question in questions.items()}
    assert {name: names for name, names in found.items() if names} == {
        name: [parameter] for name, parameter in WITH_PARAMETERS.items()
    }


@pytest.mark.parametrize(("name", "parameter"), WITH_PARAMETERS.items())
def test_about_their_own_thing_they_answer_as_they_stand(
    server: Server, questions: dict[str, Question], name: str, parameter: str
) -> None:
    page = server.get(f"/questions/{name}").text
    (own,) = re.findall(r'<option value="([^"]*)" selected>', page)
    expected = questions[name].path.with_suffix(".csv").read_text(encoding="utf-8")
    assert rows(server, name, **{parameter: own}) == list(csv.DictReader(io.StringIO(expected, newline="")))


def test_what_is_addressed_to_the_conference(server: Server) -> None:
    """The report: "the Conference should" in paras 4, 18 and 20 with their items, and 21."""
    found = rows(server, "addressed-to-the-secretariat", asked="body/conference-of-the-parties")
    assert [row["paragraph"] for row in found] == [
        *("4", "18(a)", "18(b)", "18(c)"),
        *("20(a)", "20(b)", "20(c)", "20(d)", "21"),
    ]
    assert {row["addressee"] for row in found} == {"Conference"}


def test_where_training_is_listed(server: Server) -> None:
    """Heading F of the report, "training on trafficking in persons" in its para 50, the fifth bullet of para 5 in 2011."""
    found = rows(server, "where-compensation-is-only-listed", topic="topic/training")
    assert [(row["document"], row["place"], row["label"]) for row in found] == [
        ("wg4-2009-report", "section/1/6", "F"),
        ("wg4-2009-report", "50", ""),
        ("wg4-2011-future-work", "5[5]", ""),
    ]
    assert found[1]["words"] == "training on trafficking in persons"


def test_who_cites_decision_4_1(server: Server) -> None:
    """One place in all five documents: "the intergovernmental meeting of experts referred to in Conference decision 4/1"."""
    found = rows(server, "who-cites-decision-4-4", cited="instrument/cop-decision-4-1")
    assert found == [{"document": "wg4-2009-report", "part": "20(b)"}]


def test_what_is_said_of_the_set_holds_for_each_recommendation(server: Server) -> None:
    name = "status-of-one-recommendation"
    assert rows(server, name, recommendation="document/wg4-2009-report/2") == rows(server, name)


def test_the_form(server: Server) -> None:
    page = unescape(server.get("/questions/victim-compensation?topic=topic/training").text)
    assert '<label for="topic">Topic</label>' in page
    assert '<option value="topic/training" selected>training</option>' in page
    assert "Asked here about another: <strong>training</strong> (topic)" in page
    assert '<a href="/questions/victim-compensation.csv?topic=topic/training">' in page
    assert "VALUES ?topic { <https://w3id.org/tipgraph/id/topic/training> }" in page
    assert "topic:victim-compensation }" not in page
    assert "<form" not in server.get("/questions/silent-states").text.partition("<main")[2]


@pytest.mark.parametrize(
    "value",
    [
        "topic/nothing",
        "state/AUT",
        "> } ASK {}",
        "topic:training",
        "https://w3id.org/tipgraph/id/topic/training> ",
        "\u0000",
    ],
)
def test_only_what_the_record_offers_is_accepted(server: Server, value: str) -> None:
    for suffix in ("", ".csv"):
        reply = server.get(f"/questions/victim-compensation{suffix}?topic={quote(value)}")
        assert reply.status == 400
        assert "is nothing that this question can be asked about: topic takes what the form offers" in reply.text


def test_the_answer_about_another_has_another_entity_tag(server: Server) -> None:
    one, other = (server.get(f"/questions/victim-compensation?topic={t}") for t in ("topic/training", "topic/victims"))
    assert one.headers["etag"] != other.headers["etag"]


def test_too_many_for_a_list(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of one is written then; what is accepted stays the same."""
    monkeypatch.setattr(pages, "_MOST_CHOICES", 10)
    app = create_app(Settings(build=build.directory, log=False))
    try:
        page = app.test_client().get("/questions/victim-compensation?topic=topic/training").text
        assert '<input id="topic" name="topic" value="topic/training"' in page
        assert "<option" not in page
    finally:
        services(app).pool.close()


QUESTION = '# title: Which?\n# answers: rows.\n# parameter: topic topic/training "Topic" {source}\nASK {{ {body} }}\n'


@pytest.mark.parametrize(
    ("source", "body", "reason"),
    [
        ("scheme/topic", "?r tip:topic topic:training", "the parameter 'topic' has no place of its own in the query"),
        (
            "scheme/topic",
            "VALUES ?topic { topic:victims }",
            "the parameter 'topic' has no place of its own in the query",
        ),
        ("nothing", "VALUES ?topic { topic:training }", "'nothing' says not what 'topic' may be"),
        ("other:Class", "VALUES ?topic { topic:training }", "'other:Class' says not what 'topic' may be"),
        ("", "VALUES ?topic { topic:training }", "a '# parameter:' line cannot be read"),
    ],
)
def test_a_parameter_that_is_none(small: Record, source: str, body: str, reason: str) -> None:
    (Path(small.queries) / "02-other.rq").write_text(QUESTION.format(source=source, body=body), encoding="utf-8")
    with pytest.raises(FileError, match=re.escape(reason)):
        load_questions(small)
