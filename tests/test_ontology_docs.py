"""The documentation of the ontology: complete, the same every time, and true to the record."""

import re
from pathlib import Path
from string import Template

import pytest
from pyoxigraph import QuerySolutions, Store

from tests.conftest import Run
from tipgraph.errors import TipgraphError
from tipgraph.export.examples import ExampleError, show_queries
from tipgraph.export.markdown import fill, table
from tipgraph.export.ontology_docs import document, first_difference
from tipgraph.namespaces import CONCEPT_SCHEMES, PREFIXES, SKOS, TIP
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate
from tipgraph.query.unknown import warnings
from tipgraph.record import Record

RECORD = Record.find()
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def page() -> str:
    return document(RECORD)


def test_the_committed_page_is_what_the_record_gives(page: str) -> None:
    assert first_difference(ROOT / "docs" / "ontology.md", page) is None


def test_every_term_scheme_and_concept_is_there(page: str, store: object) -> None:
    for term in re.findall(
        r"^tip:(\w+) a owl:", (RECORD.ontology / "tipgraph.ttl").read_text(encoding="utf-8"), re.MULTILINE
    ):
        heading = f"### tip:{term}\n" if term[0].isupper() else f"### Property tip:{term}\n"
        assert heading in page
    for name in CONCEPT_SCHEMES:
        assert f"### scheme:{name}\n" in page
    found = store.query(f"SELECT ?label {{ ?c a <{SKOS}Concept> ; <{SKOS}prefLabel> ?label }}")  # type: ignore[attr-defined]
    assert [row["label"].value for row in found if row["label"].value not in page] == []
    assert all(f"@prefix {prefix}: <{iri}> ." in page for prefix, iri in PREFIXES.items())


def test_counts_are_those_of_the_build(page: str, store: object) -> None:
    for name, label, count in re.findall(r"^### tip:(\w+)\n\n\*\*([^*]+)\*\* \(([\d,]+)\)", page, re.MULTILINE):
        rows = store.query(f"SELECT (COUNT(*) AS ?n) {{ ?x a <{TIP}{name}> }}")  # type: ignore[attr-defined]
        assert int(next(iter(rows))["n"].value) == int(count.replace(",", "")), label


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    headings = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE)
    places = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert len(places) == len(set(places)), "two headings have one place"
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(places)


def test_every_query_on_the_page_gives_rows(page: str, store: Store) -> None:
    queries = re.findall(r"^```sparql\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(queries) > 8
    for query in queries:
        prepared = prepare(query)
        found = evaluate(store, prepared)
        assert isinstance(found, QuerySolutions)
        assert next(iter(found), None), query
        assert warnings(store, prepared, empty=False) == []


def test_the_command_writes_and_checks(run: Run, tmp_path: Path, page: str) -> None:
    path = tmp_path / "ontology.md"
    written = run("document", "--output", path)
    assert (written.exit_code, written.output) == (0, f"Wrote {path}\n")
    assert path.read_text(encoding="utf-8") == page
    checked = run("document", "--check", "--output", path)
    assert (checked.exit_code, checked.output) == (0, f"{path} is what the ontology, the shapes and the data give\n")
    path.write_text(page.replace("# The ontology of tipgraph", "# Ontology", 1), encoding="utf-8")
    differs = run("document", "--check", "--output", path)
    assert differs.exit_code == 1
    assert differs.output == (
        f"{path}:1: the file has '# Ontology', it should have '# The ontology of tipgraph': "
        "run 'tipgraph document' and commit what it writes\n"
    )


def test_a_missing_page_and_a_shorter_one_are_differences(tmp_path: Path) -> None:
    path = tmp_path / "ontology.md"
    assert (
        first_difference(path, "a\n")
        == f"{path}: the file is missing: run 'tipgraph document' and commit what it writes"
    )
    path.write_text("a", encoding="utf-8")
    assert first_difference(path, "a\nb") == (
        f"{path}:2: the file has no such line, it should have 'b': run 'tipgraph document' and commit what it writes"
    )


def test_an_example_query_without_rows_is_an_error() -> None:
    from pyoxigraph import Store

    with pytest.raises(
        ExampleError, match=r"\.rq: the example query gives no rows: mend the query, or the data it asks for$"
    ):
        show_queries(Store())


def test_a_template_and_its_writer_that_differ_are_an_error() -> None:
    with pytest.raises(TipgraphError, match=r"the template and the writer differ in \['a', 'b'\]: mend either"):
        fill(Template("${a}"), b="")


def test_a_cell_stays_within_its_table() -> None:
    assert table(["a"], [["one | two\nthree"]]) == "| a |\n| --- |\n| one \\| two three |"
