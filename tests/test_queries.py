"""The competency questions: each is told in plain English, and the record answers each with the rows worked out by hand."""

import csv
import io
import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from tipgraph.dataset.store import open_record
from tipgraph.record import Record
from tipgraph.validate.questions import check_question

ROOT = Path(__file__).resolve().parents[1]
RECORD = Record.find(ROOT)
QUERIES = sorted((ROOT / "queries").glob("*.rq"))
GUIDE = ROOT / "docs" / "questions.md"

GROUPS = (
    "recommendations",
    "status",
    "topics",
    "meetings",
    "people and attendance",
    "documents",
    "mandate",
    "figures",
    "contradictions",
)
HEADER = re.compile(
    r"\A# title: (?P<title>\S.*\?)\n# answers: (?P<answers>\S.*\.)\n# group: (?P<group>\S.*)\n"
    r"(?:# parameter: \S.*\n)*(?:# leads: \S.*\n)?(?!#)"
)

each_question = pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)


@pytest.fixture(scope="session")
def merged() -> Store:
    """The default graph of a build: what the files say and what follows from it."""
    return open_record(RECORD)


def header(path: Path) -> dict[str, str]:
    """Title, answers and group of a question."""
    match = HEADER.match(path.read_text(encoding="utf-8"))
    assert match, f"{path.name} does not begin with lines '# title: ...?', '# answers: ... .' and '# group: ...'"
    return match.groupdict()


def rows(text: str) -> list[list[str]]:
    """The records of a CSV result, header first, however its lines end."""
    return list(csv.reader(io.StringIO(text, newline="")))


def guide_entry(path: Path) -> str:
    """The line of the guide that lists a question."""
    return f"- `{path.stem.partition('-')[2]}`: [{header(path)['title']}](../queries/{path.name})"


def guide_list() -> str:
    """The list of all questions by group, as the guide has to show it."""
    sections = []
    for group in GROUPS:
        entries = [guide_entry(path) for path in QUERIES if header(path)["group"] == group]
        sections.append(f"### {group.capitalize()}\n\n" + "\n".join(entries) + "\n")
    return "\n".join(sections)


def test_there_are_at_least_forty_questions() -> None:
    assert len(QUERIES) >= 40


def test_numbers_and_names_are_unique() -> None:
    numbers, names = zip(*(path.stem.split("-", 1) for path in QUERIES), strict=True)
    assert all(re.fullmatch(r"\d\d", number) for number in numbers)
    assert len(set(numbers)) == len(QUERIES)
    assert len(set(names)) == len(QUERIES)


def test_every_group_has_a_question() -> None:
    assert {header(path)["group"] for path in QUERIES} == set(GROUPS)


def test_the_guide_lists_every_question() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert guide_list() in text, f"{GUIDE.name} must hold this list:\n{guide_list()}"


@each_question
def test_header_is_complete(path: Path) -> None:
    assert header(path)["group"] in GROUPS


@each_question
def test_query_is_one_that_others_can_learn_from(path: Path) -> None:
    """Columns are named, the order is fixed, and nothing is written that the engine answers slowly."""
    query = path.read_text(encoding="utf-8")
    assert "SELECT *" not in query
    assert "NOT EXISTS" not in query, "MINUS is many times faster on this engine"
    assert "GRAPH" not in query, "the questions are asked of the default graph"
    assert "ORDER BY" in query or len(rows(path.with_suffix(".csv").read_text(encoding="utf-8"))) == 2


@each_question
def test_columns_are_those_of_the_expected_rows(path: Path) -> None:
    """The query parses, and an empty store shows its columns."""
    solutions = Store().query(path.read_text(encoding="utf-8"))
    assert isinstance(solutions, QuerySolutions)
    expected = rows(path.with_suffix(".csv").read_text(encoding="utf-8"))[0]
    assert [variable.value for variable in solutions.variables] == expected


@each_question
def test_expected_rows_are_well_formed(path: Path) -> None:
    """At least one row, and each with a value or an empty place for every column."""
    columns, *expected = rows(path.with_suffix(".csv").read_text(encoding="utf-8"))
    assert expected
    assert all(len(row) == len(columns) for row in expected)


@each_question
def test_competency(path: Path, merged: Store) -> None:
    """The record answers the question with the rows worked out by hand from the documents."""
    assert not [result.text for result in check_question(RECORD, path, merged)]
