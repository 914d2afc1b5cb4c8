"""From the answer of a question to the words that state it, and to the pages of what it names; places by the documents."""

import csv
import html
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from tests.thorough import some
from tipgraph.dataset.build import Build
from tipgraph.errors import MalformedError
from tipgraph.query.leads import ask_along
from tipgraph.query.prepare import prepare
from tipgraph.query.questions import Question, load_questions
from tipgraph.query.run import evaluate
from tipgraph.record import Record
from tipgraph.web.app import create_app
from tipgraph.web.services import services
from tipgraph.web.settings import Settings

QUESTIONS = load_questions(Record.find(Path(__file__).resolve().parents[1]))
WITH_LEADS = [question for question in QUESTIONS if question.leads]
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')

each_question = pytest.mark.parametrize("question", WITH_LEADS, ids=lambda question: question.name)


@pytest.fixture(scope="module")
def client(build: Build) -> Iterator[FlaskClient]:
    app = create_app(Settings(build=build.directory, log=False, rate=0))
    try:
        yield app.test_client()
    finally:
        services(app).pool.close()


def rows(store: Store, text: str) -> list[list[str]]:
    """The answer as CSV, its columns first."""
    found = evaluate(store, prepare(text))
    assert isinstance(found, QuerySolutions)
    answer = found.serialize(format=QueryResultsFormat.CSV)
    assert answer is not None
    return list(csv.reader(io.StringIO(answer.decode("utf-8"), newline="")))


def expected(question: Question) -> list[list[str]]:
    return list(csv.reader(io.StringIO(question.path.with_suffix(".csv").read_text(encoding="utf-8"), newline="")))


def cells(client: FlaskClient, path: str) -> list[list[str]]:
    """The rows of the table of a page, each cell as HTML."""
    body = client.get(path).text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def plain(cell: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", cell))


def in_words(value: str) -> str:
    """What a page writes for a value: a truth value in words, a time without the T and seconds that are none."""
    when = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):00", value)
    return f"{when[1]} {when[2]}" if when else {"true": "yes", "false": "no"}.get(value, value)


def headings(client: FlaskClient, path: str) -> list[str]:
    return re.findall(r'<th scope="col">(.*?)</th>', client.get(path).text)


def test_nearly_every_question_has_leads() -> None:
    assert len(WITH_LEADS) >= 75


@each_question
def test_the_rows_are_the_same_when_the_things_are_asked_for_along(store: Store, question: Question) -> None:
    along = ask_along(question.text, question.leads)
    columns, *found = rows(store, along.text)
    own = [at for at, column in enumerate(columns) if column not in {trail.column for trail in along.trails}]
    assert [[row[at] for at in own] for row in (columns, *found)] == expected(question)


@each_question
def test_in_a_group_a_thing_is_the_only_one(store: Store, question: Question) -> None:
    along = ask_along(question.text, question.leads).text
    text, sampled = re.subn(r"IF\(COUNT\(DISTINCT (\?\w+)\) = 1, SAMPLE\(\1\), 1 / 0\)", r"COUNT(DISTINCT \1)", along)
    columns, *found = rows(store, text)
    counted = [at for at, column in enumerate(columns) if column.endswith("_one")]
    assert len(counted) == sampled
    assert {row[at] for row in found for at in counted} <= {"0", "1"}


@each_question
def test_a_page_has_the_rows_of_the_answer_and_leads_from_all_of_them(client: FlaskClient, question: Question) -> None:
    """Each cell that has a text and a lead is a link, or a list of links; a page leaves only the place of a quote out."""
    path = f"/questions/{question.name}"
    shown = headings(client, path)
    columns, *answer = expected(question)
    kept = [column for column in columns if column.replace("_", " ") in shown]
    assert set(columns) - set(kept) in (set(), {"start", "end"})
    assert set(shown) - {column.replace("_", " ") for column in columns} <= {"words"}
    led = {lead.column for lead in question.leads}
    page = cells(client, path)
    assert len(page) == len(answer)
    for row, wanted in zip(page, answer, strict=True):
        assert any("<a href" in cell for cell in row)
        for at, column in enumerate(kept):
            text = wanted[columns.index(column)]
            assert plain(row[at]) == in_words(text)
            assert ("<a href" in row[at]) == bool(column in led and text)


@pytest.mark.thorough
def test_every_link_leads_somewhere(client: FlaskClient) -> None:
    """The page is there, and the place on it."""

    @cache
    def places(path: str) -> set[str]:
        reply = client.get(path)
        assert reply.status_code == 200, path
        return set(re.findall(r'\bid="([^"]*)"', reply.text))

    found = {
        html.unescape(link)
        for question in WITH_LEADS
        for row in cells(client, f"/questions/{question.name}")
        for cell in row
        for link, _ in LINK.findall(cell)
    }
    assert len(found) > 500
    for link in some(sorted(found), 4):
        path, fragment = urldefrag(link)
        assert path.startswith(("/doc/", "/read/")), link
        assert unquote(fragment) in {"", *places(path)}, link


def test_a_quote_leads_to_the_reader_where_it_is_marked(client: FlaskClient) -> None:
    """Para 14 of the report, code points 7380 to 7582 of its file; the numbers themselves are in the downloads only."""
    path = "/questions/victim-compensation"
    first = cells(client, path)[0]
    links = [link for cell in first for link, _ in LINK.findall(cell)]
    assert [html.unescape(link) for link in links] == [
        "/doc/session/wg4-1",
        "/doc/document/wg4-2009-report",
        "/read/wg4-2009-report#14",
        "/read/wg4-2009-report?start=7380&end=7582#quote",
    ]
    marked = re.findall(
        r"<mark[^>]*>(.*?)</mark>", client.get(html.unescape(links[-1]).partition("#")[0]).text, re.DOTALL
    )
    assert " ".join(plain("".join(marked)).split()).startswith(
        "With regard to the compensation for victims of trafficking"
    )
    assert headings(client, path)[-2:] == ["paragraph", "quote"]
    assert "with the columns start and end, to which a quote leads here" in client.get(path).text
    assert client.get(f"{path}.csv").text.splitlines()[0].endswith(",paragraph,quote,start,end")


def test_a_row_without_a_place_has_the_words_in_a_column_of_their_own(client: FlaskClient) -> None:
    """Andorra is listed in para 38 of the report, among the other States that attended as observers."""
    path = "/questions/silent-states"
    assert headings(client, path) == ["state", "code", "capacity", "words"]
    andorra = cells(client, path)[0]
    assert andorra[0] == '<a href="/doc/state/AND">Andorra</a>'
    assert LINK.findall(andorra[3])[0][0] == "/read/wg4-2009-report#38"
    assert client.get(f"{path}.csv").text.splitlines()[0] == "state,code,capacity"


def test_each_entry_of_a_list_leads_to_its_own_place(client: FlaskClient) -> None:
    """The background paper, first bullet of para 5, restates paras 3 and 4 of the report."""
    row = next(row for row in cells(client, "/questions/restated-by-a-heading") if plain(row[0]) == "5[1]")
    assert LINK.findall(row[2]) == [("/read/wg4-2009-report#3", "3"), ("/read/wg4-2009-report#4", "4")]
    assert plain(row[2]) == "3; 4"


def test_a_question_about_another_thing_leads_on_as_well(client: FlaskClient) -> None:
    """Heading F of the report, the sixth section of its chapter I."""
    row = cells(client, "/questions/where-compensation-is-only-listed?topic=topic/training")[0]
    assert LINK.findall(row[1]) == [("/read/wg4-2009-report#section/1/6", "section/1/6")]


QUESTION = "# title: Which?\n# answers: rows.\n# leads:{leads}\n{query}\n"
PLAIN = "SELECT ?place { ?part tip:paragraphLabel ?place MINUS { ?other tip:inSet ?part } }"
LISTS = 'SELECT (GROUP_CONCAT(DISTINCT ?place; separator=", ") AS ?places) { ?part tip:paragraphLabel ?place }'


@pytest.mark.parametrize(
    ("leads", "query", "column", "reason"),
    [
        (" place", PLAIN, 9, "a lead cannot be read: write one line: # leads: column ?variable, column ?variable"),
        (" place ?part,", PLAIN, 22, "a lead cannot be read"),
        ("", PLAIN, 9, "a lead cannot be read"),
        (" place ?part", "ASK { ?part a tip:Provision }", 9, "a lead cannot be read"),
        (" place ?part\n# title: Which?\n# leads: place ?part", PLAIN, 9, "a lead cannot be read"),
        (" places ?part", PLAIN, 9, "the answer has no column 'places': name one of place"),
        (" place ?part, place ?part", PLAIN, 22, "the column 'place' leads to something already"),
        (" place ?thing", PLAIN, 9, "the query has no variable '?thing' that can be asked for"),
        (" place ?other", PLAIN, 9, "the query has no variable '?other' that can be asked for"),
        (" place ?place", PLAIN, 9, "'?place' is a column of the answer itself"),
        (" places ?part", LISTS, 9, "the list 'places' leaves entries out"),
    ],
)
def test_a_lead_that_is_none(small: Record, leads: str, query: str, column: int, reason: str) -> None:
    path = Path(small.queries) / "02-other.rq"
    path.write_text(QUESTION.format(leads=leads, query=query), encoding="utf-8")
    with pytest.raises(MalformedError, match=re.escape(f"{path}:{3 + leads.count(chr(10))}:{column}: {reason}")):
        load_questions(small)
