"""A record into which documents nobody has seen were ingested: it conforms, it can be built, and it answers."""

import csv
import io
import shutil
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat

from tests.conftest import ROOT
from tests.ingesting import GENRE, ingest
from tests.several_sources import several_sources
from tipgraph.dataset.build import write_build
from tipgraph.dataset.store import open_store
from tipgraph.namespaces import ID
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate
from tipgraph.record import Record
from tipgraph.validate.check import check
from tipgraph.validate.material import gather
from tipgraph.validate.register import add_to_register
from tipgraph.validate.report import Report, Severity

AWAITING = {
    "extraction-placed",
    "extraction-resolved",
    "AgendaItem-title-known",
    "Recommendation-topic-known",
    "claim-in-record",
    "concept-has-source",
    "foreseen-overtaken",
    "name-printed",
    "needs-review",
    "sources-differ",
}
"""What is only a warning: somebody has still to read, or to decide."""
COUNTED = {"04-recommendations-by-addressee", "07-recommendations-by-modality"}
"""Questions that count over the whole record: with more documents the numbers are others."""
ADDRESSEES = """SELECT ?label ?to WHERE {
  ?recommendation a tip:Recommendation ; tip:inDocument <document/wg6-2013-report> ; tip:paragraphLabel ?label
  OPTIONAL { ?recommendation tip:addressedTo ?to }
}"""
CAPACITIES = """SELECT ?capacity WHERE {
  ?attendance a tip:Attendance ; tip:statedIn/tip:inDocument <document/wg6-2013-report> ; tip:capacity ?capacity
}"""
STATES_PARTIES = ("5(a)", "5(b)(i)", "5(b)(ii)", "5(c)", "6", "7", "9", "10(a)", "10(b)", "10(c)(i)", "10(c)(ii)")


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A copy of the record with every document of ``tests/genre``, and with several documents of one session."""
    root = tmp_path_factory.mktemp("ingested") / "record"
    others = tmp_path_factory.mktemp("several")
    for name, text in several_sources().items():
        (others / name).write_text(text, encoding="utf-8")
    for folder in ("data", "ontology", "queries", "shapes"):
        shutil.copytree(ROOT / folder, root / folder)
    record = Record.find(root)
    result = ingest("--processes", "1", "--into", record.documents.parent, GENRE, others)
    assert result.exit_code == 0, result.output
    add_to_register(record, gather(record)[0])
    return record


@pytest.fixture(scope="module")
def report(ingested: Record) -> Report:
    """What the checks find in it, all but OWL consistency, which takes minutes, and questions: more documents, more rows."""
    return check(ingested, skip=["consistency", "questions"])


@pytest.fixture(scope="module")
def answers(ingested: Record, tmp_path_factory: pytest.TempPathFactory) -> "Answers":
    """A build of it, to be asked."""
    return Answers(ingested, tmp_path_factory.mktemp("ingested-build") / "dataset")


class Answers:
    """The rows that a build gives to questions, header first."""

    def __init__(self, record: Record, directory: Path) -> None:
        self._store = open_store(write_build(record, directory))

    def __call__(self, question: str) -> list[list[str]]:
        found = evaluate(self._store, prepare(question)).serialize(format=QueryResultsFormat.CSV)
        return list(csv.reader(io.StringIO(found.decode(), newline="")))


def test_no_document_violates_a_rule(report: Report) -> None:
    violations = [result for result in report.results if result.severity is Severity.VIOLATION]
    assert violations == [], report.text


def test_warnings_only_ask_for_a_curator(report: Report) -> None:
    assert report.broken(Severity.WARNING) <= AWAITING, report.text


def test_a_build_answers_to_whom_an_ingested_report_recommends(answers: "Answers") -> None:
    """Worked out from tests/genre/firearms-report.txt; nobody in the record is called national focal points on firearms."""
    expected = dict.fromkeys(STATES_PARTIES, f"{ID}addressee/states-parties") | {
        "8": f"{ID}body/secretariat",
        "11": f"{ID}addressee/states-not-yet-parties",
        "12": f"{ID}body/conference-of-the-parties",
        "13": f"{ID}body/unodc",
        "14": f"{ID}addressee/member-states",
        "15": "",
    }
    assert sorted(answers(ADDRESSEES)[1:]) == sorted([label, to] for label, to in expected.items())


def test_a_build_answers_in_what_capacity_who_attended(answers: "Answers") -> None:
    """Counted in the lists of tests/genre/firearms-report.txt."""
    rows = Counter(capacity.rpartition("/")[2] for (capacity,) in answers(CAPACITIES)[1:])
    assert rows == {
        "state-party": 31,
        "observer-state": 14,
        "signatory-observer": 13,
        "intergovernmental-observer": 6,
        "un-entity-observer": 3,
        "non-governmental-observer": 3,
        "academic-observer": 2,
        "permanent-observer-entity": 1,
    }


def test_documents_of_one_session_tell_of_it_together(answers: "Answers") -> None:
    """Each keeps its words; what the agenda foresaw is past once there is a report; two symbols lead to one document."""
    printed = answers("SELECT ?name { <session/wg6-2019-05-02/attendance/VNM> tip:nameAsPrinted ?name }")
    assert sorted(name for (name,) in printed[1:]) == ["VIET NAM", "Viet Nam", "Vietnam"]
    assert answers("SELECT ?x { <session/wg6-2019-05-02> tip:foreseen ?x }") == [["x"]]
    bearers = answers('SELECT DISTINCT ?d { ?d tip:symbol "CTOC/COP/WG.2/2019/7" , "CTOC/COP/WG.3/2019/7" }')
    assert len(bearers) == 2
    cited = answers(f"SELECT ?p {{ ?p cito:cites <{bearers[1][0]}> }}")
    assert {row[0].rpartition("/")[2] for row in cited[1:]} == {"8", "p1"}


def test_the_questions_lose_no_row_by_it(ingested: Record, answers: "Answers") -> None:
    lost = {}
    for path in sorted(ingested.queries.glob("*.rq")):
        expected = csv.reader(io.StringIO(path.with_suffix(".csv").read_text(encoding="utf-8"), newline=""))
        found = answers(path.read_text(encoding="utf-8"))
        missing = [row for row in expected if row not in found]
        if missing and path.stem not in COUNTED:
            lost[path.stem] = missing
    assert lost == {}
