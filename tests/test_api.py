"""The record from Python."""

import datetime
import subprocess
import sys
from decimal import Decimal

import pytest
import rdflib

import tipgraph
from tipgraph.api import Iri
from tipgraph.dataset.build import Build
from tipgraph.errors import MalformedError, TipgraphError, UsageError
from tipgraph.namespaces import GRAPH, ID, TIP
from tipgraph.record import Record


@pytest.fixture(autouse=True)
def built(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPGRAPH_BUILD", str(build.directory))


def test_a_question_by_its_name() -> None:
    rows = tipgraph.query("silent-states")
    assert len(rows) == 23
    assert rows[0] == ("Andorra", "AND", "other State, observer")
    assert rows[0].state == "Andorra"


def test_rows_have_python_values() -> None:
    rows = tipgraph.query("""
        SELECT ?session ?begins ?n ?class { ?session a tip:WorkingGroupSession ; schema:startDate ?begins ; tip:ordinal ?n
          OPTIONAL { ?session tip:nothing ?class } } ORDER BY ?n LIMIT 1
    """)
    assert rows == [(ID + "session/wg4-1", datetime.date(2009, 4, 14), 1, None)]
    assert isinstance(rows[0].session, Iri)
    assert rows[0].class_ is None


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("'word'", "word"),
        ("'mot'@fr", "mot"),
        ("1", 1),
        ("1.5", Decimal("1.5")),
        ("1e0", 1.0),
        ("true", True),
        ("'2009-04-14'^^xsd:date", datetime.date(2009, 4, 14)),
        ("'2009-04-14T10:00:00'^^xsd:dateTime", datetime.datetime(2009, 4, 14, 10)),
        ("'2012'^^xsd:gYear", "2012"),
        ("'-0044-03-15'^^xsd:date", "-0044-03-15"),
        ("'x'^^<urn:x>", "x"),
    ],
)
def test_values(term: str, value: object) -> None:
    [row] = tipgraph.query(f"SELECT ({term} AS ?x) {{}}")
    assert row.x == value
    assert type(row.x) is type(value)


def test_names_that_python_does_not_allow() -> None:
    [row] = tipgraph.query("SELECT (1 AS ?def) (2 AS ?_x) (3 AS ?2) (4 AS ?def_) {}")
    assert row._fields == ("def_", "column_x", "column_2", "def__")


def test_truth_values_and_graphs() -> None:
    assert tipgraph.query("ASK { ?x a tip:State }")[0].answer is True
    [fact] = tipgraph.query("CONSTRUCT { <x> tip:value 1 } {}")
    assert (fact.subject, fact.predicate, fact.object) == (ID + "x", TIP + "value", 1)


def test_what_is_wrong_is_told() -> None:
    with pytest.raises(UsageError, match="did you mean silent-states"):
        tipgraph.query("silent-state")
    with pytest.raises(MalformedError, match="query:1:10: unexpected '}'"):
        tipgraph.query("ASK { ?x }")
    with pytest.raises(TipgraphError, match="the query is empty"):
        tipgraph.query("")


def test_a_record_of_ones_own(small: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPGRAPH_BUILD", str(small.root / "built"))
    assert tipgraph.query("recommendations", small.root) == [(ID + "document/report/14",), (ID + "document/report/15",)]
    path = small.curated / "more.ttl"
    path.write_text(f"<{ID}document/report/16> a <{TIP}Recommendation> .", encoding="utf-8")
    assert len(tipgraph.query("recommendations", str(small.root))) == 3, "asked anew, the files are read anew"


def test_a_build_that_cannot_be_written_is_made_in_memory(small: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPGRAPH_BUILD", "/proc/nowhere/build")
    assert len(tipgraph.query("recommendations", small.root)) == 2


# rdflib warns of a part of its own that it still uses.
rdflib_warns = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")


@rdflib_warns
def test_an_rdflib_dataset() -> None:
    dataset = tipgraph.load()
    assert isinstance(dataset, rdflib.Dataset)
    count = "SELECT (COUNT(*) AS ?n) { ?x a tip:Recommendation }"
    assert [int(row.n) for row in dataset.query(count)] == [46]
    austria = rdflib.URIRef(ID + "state/AUT")
    assert (austria, rdflib.URIRef(TIP + "isoAlpha3"), rdflib.Literal("AUT")) in dataset
    assert len(dataset.graph(rdflib.URIRef(GRAPH + "curated/status"))) > 0
    assert len(dataset.graph(rdflib.URIRef(GRAPH + "document/wg4-2009-report"))) > 0


@rdflib_warns
def test_datasets_do_not_share() -> None:
    one, other = tipgraph.load(), tipgraph.load()
    before = len(other)
    one.add((rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.URIRef("urn:c")))
    assert len(one) == before + 1
    assert len(other) == before


def test_the_package_and_the_function_share_a_name() -> None:
    """However the package ``tipgraph.query`` was imported, ``tipgraph.query(...)`` asks."""
    program = "import tipgraph.query.run, tipgraph; print(tipgraph.query('ASK {}')[0].answer)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"True\n"
    with pytest.raises(AttributeError, match="has no attribute 'absent'"):
        _ = tipgraph.absent
