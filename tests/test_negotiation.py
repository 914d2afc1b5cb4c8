"""Choosing a form of the answer by the Accept header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipgraph.query.formats import GRAPHS, TABLES
from tipgraph.web.negotiate import choose
from tipgraph.web.worker import media_types

JSON, XML, CSV, TSV = (form.media_type for form in TABLES)
TURTLE, NTRIPLES, RDFXML, JSONLD = (form.media_type for form in GRAPHS)
TABLE_TYPES = list(media_types(TABLES))
GRAPH_TYPES = list(media_types(GRAPHS))
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "table", "graph"),
    [
        (None, JSON, TURTLE),
        ("", JSON, TURTLE),
        ("*/*", JSON, TURTLE),
        ("*/*;q=0.1", JSON, TURTLE),
        (CSV, CSV, None),
        (TURTLE, None, TURTLE),
        (f"{CSV};q=0.5, {TSV}", TSV, None),
        (f"{CSV};q=0.5, {TSV};q=0.4, */*;q=0.1", CSV, TURTLE),
        (f"{JSON};q=0, */*", XML, TURTLE),
        ("*/*;q=0", None, None),
        ("text/*", CSV, TURTLE),
        ("text/*, text/csv;q=0", TSV, TURTLE),
        ("application/*;q=0.2, text/*;q=0.1", JSON, NTRIPLES),
        (f"{JSON};charset=utf-8", JSON, None),
        (f"{JSONLD};profile=\"http://www.w3.org/ns/json-ld#compacted\";q=0.3, {RDFXML};q=0.2", None, JSONLD),
        (f"{JSONLD};profile=\"a, b;q=0\", {RDFXML};q=0.2", None, JSONLD),
        ("TEXT/Turtle ; Q=0.5", None, TURTLE),
        ("application/json", "application/json", "application/json"),
        ("application/xml", "application/xml", "application/xml"),
        (f"{TURTLE},,  ,", None, TURTLE),
        (f"nonsense, {TURTLE}", None, TURTLE),
        ("nonsense", JSON, TURTLE),
        (f"{CSV};q=2", CSV, None),
        (f"{CSV};q=0.12345, {TSV};q=0.5", CSV, None),
        ("image/png", None, None),
        (FIREFOX, "application/xml", "application/xml"),
        ("*/csv", None, None),
        ("a/b," * 2000 + CSV, JSON, TURTLE),
    ],
)  # fmt: skip
def test_what_a_client_gets(accept: str | None, table: str | None, graph: str | None) -> None:
    assert choose(accept, TABLE_TYPES) == table
    assert choose(accept, GRAPH_TYPES) == graph


def test_general_names_are_answered_by_the_form_that_fits() -> None:
    assert media_types(TABLES)["application/json"].name == "json"
    assert media_types(GRAPHS)["application/json"].name == "jsonld"
    assert media_types(TABLES)["application/xml"].name == "xml"
    assert media_types(GRAPHS)["application/xml"].name == "rdfxml"


@given(st.text(max_size=80))
def test_no_header_is_too_strange(accept: str) -> None:
    assert choose(accept, TABLE_TYPES) in {*TABLE_TYPES, None}
