"""Literals: the engine gives back what the files say, or the build says which one it would change."""

import io
import json
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from tests.conftest import Run
from tipgraph.dataset.build import Build
from tipgraph.dataset.literals import Changed, ChangedLiteralError, changed
from tipgraph.dataset.store import open_record
from tipgraph.namespaces import RDF, XSD
from tipgraph.query.formats import named
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate, write
from tipgraph.record import Record

Form = tuple[str, str, str]
"""Words, language and datatype of a literal."""
STRING, LANGUAGE = XSD + "string", RDF + "langString"
LITERALS = "SELECT DISTINCT ?o { ?s ?p ?o FILTER (isLiteral(?o)) }"


def answer(store: Store, text: str, form: str) -> bytes:
    output = io.BytesIO()
    wanted = named(form)
    assert wanted is not None
    write(evaluate(store, prepare(text)), wanted, output)
    return output.getvalue()


def forms(literals: Iterable[object]) -> list[Form]:
    return sorted((o.value, o.language or "", o.datatype.value) for o in literals if isinstance(o, Literal))


@pytest.fixture(scope="module")
def written(build: Build) -> list[Form]:
    """The literals of the build's default graph, as its file has them."""
    return forms({triple.object for triple in parse(path=build.triples, format=RdfFormat.N_TRIPLES)})


def test_the_record_has_literals_of_many_types(written: list[Form]) -> None:
    assert len(written) > 5_000
    assert {datatype.removeprefix(XSD) for _, _, datatype in written} >= {
        "string", "integer", "decimal", "date", "dateTime", "gYear", "gYearMonth", "boolean",
    }  # fmt: skip


def test_every_literal_comes_back_in_json(store: Store, written: list[Form]) -> None:
    cells = [row["o"] for row in json.loads(answer(store, LITERALS, "json"))["results"]["bindings"]]
    languages = [cell.get("xml:lang", "") for cell in cells]
    found = [
        (cell["value"], language, cell.get("datatype", LANGUAGE if language else STRING))
        for cell, language in zip(cells, languages, strict=True)
    ]
    assert sorted(found) == written


def test_every_literal_comes_back_in_xml(store: Store, written: list[Form]) -> None:
    cells = ET.fromstring(answer(store, LITERALS, "xml")).iter("{http://www.w3.org/2005/sparql-results#}literal")
    found = []
    for cell in cells:
        language = cell.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        found.append((cell.text or "", language, cell.get("datatype", LANGUAGE if language else STRING)))
    assert sorted(found) == written


def test_every_literal_comes_back_in_tsv(store: Store, written: list[Form]) -> None:
    """A cell is a term as Turtle has it, numbers bare where they may be (SPARQL 1.1 CSV and TSV, section 4)."""
    cells = answer(store, LITERALS, "tsv").decode().split("\n")[1:-1]
    turtle = "".join(f"<urn:s> <urn:p> {cell} .\n" for cell in cells)
    assert forms(triple.object for triple in parse(turtle, format=RdfFormat.TURTLE)) == written


def test_every_literal_comes_back_in_csv(store: Store, written: list[Form]) -> None:
    import csv

    rows = list(csv.reader(io.StringIO(answer(store, LITERALS, "csv").decode(), newline="")))
    assert sorted(value for (value,) in rows[1:]) == sorted(value for value, _, _ in written)


def test_every_triple_comes_back_in_ntriples(store: Store, build: Build) -> None:
    found = answer(store, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "ntriples")
    assert sorted(found.splitlines()) == sorted(build.triples.read_bytes().splitlines())


def test_every_graph_comes_back_as_it_was_written(store: Store, build: Build) -> None:
    quads = {str(quad) for quad in store if isinstance(quad.graph_name, NamedNode)}
    assert quads == {str(quad) for quad in parse(path=build.quads, format=RdfFormat.N_QUADS)}


# ---- what a build refuses


@pytest.mark.parametrize(
    ("words", "datatype", "kept"),
    [
        ("01", "integer", '"1"^^xsd:integer'),
        ("+1", "integer", '"1"^^xsd:integer'),
        ("-0", "integer", '"0"^^xsd:integer'),
        ("1.50", "decimal", '"1.5"^^xsd:decimal'),
        (".5", "decimal", '"0.5"^^xsd:decimal'),
        ("1.0", "decimal", '"1"^^xsd:decimal'),
        ("1e3", "double", '"1000"^^xsd:double'),
        ("1", "boolean", '"true"^^xsd:boolean'),
        ("3", "nonNegativeInteger", '"3"^^xsd:integer'),
        ("3", "int", '"3"^^xsd:integer'),
        ("2009-01-27T10:00:00.000Z", "dateTime", '"2009-01-27T10:00:00Z"^^xsd:dateTime'),
        ("2009-01-27T10:00:00+00:00", "dateTime", '"2009-01-27T10:00:00Z"^^xsd:dateTime'),
        ("2009-01-27T24:00:00", "dateTime", '"2009-01-28T00:00:00"^^xsd:dateTime'),
        ("10:00:00.0", "time", '"10:00:00"^^xsd:time'),
        ("P12M", "duration", '"P1Y"^^xsd:duration'),
    ],
)
def test_a_build_refuses_what_the_engine_would_change(
    small: Record, run: Run, tmp_path: Path, words: str, datatype: str, kept: str
) -> None:
    file = small.curated / "status.ttl"
    lines = file.read_text(encoding="utf-8").count("\n")
    with file.open("a", encoding="utf-8") as stream:
        stream.write(f"# {words}\n\n<event/adopted>\n    tip:note 'n' ;\n")
        stream.write(f"    tip:value '{words}'^^<{XSD}{datatype}> .\n")
    result = run("--record", small.root, "build", "--output", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr == (
        f'Error: {file}:{lines + 5}: <event/adopted> tip:value "{words}"^^xsd:{datatype} in graph/curated/status: '
        f"the engine would give back {kept}: write {kept}, or a string if it is the form that matters\n"
    )
    assert not (tmp_path / "out").exists()


def test_bare_numbers_and_several_of_them(small: Record) -> None:
    file = small.extracted / "report.ttl"
    file.write_text(
        file.read_text(encoding="utf-8")
        + "tip:x tip:ordinal 1 , 007 .\ntip:y\n  tip:ordinal 1.50 ;\n tip:ordinal 007 .\n",
        encoding="utf-8",
    )
    with pytest.raises(ChangedLiteralError) as caught:
        open_record(small, small.root / "out")
    message = str(caught.value)
    assert message.startswith(f'{file}:6: tip:x tip:ordinal "007"^^xsd:integer in graph/document/report: ')
    assert message.endswith("(2 more like it)")


def test_a_place_that_cannot_be_told_is_left_out(small: Record) -> None:
    """The literal is within a blank node, and written with an escape."""
    file = small.ontology / "tipgraph.ttl"
    file.write_text(
        file.read_text(encoding="utf-8") + 'tip:x tip:y [ tip:z "\\u0030\\u0031"^^<' + XSD + "integer> ] .\n",
        encoding="utf-8",
    )
    with pytest.raises(ChangedLiteralError) as caught:
        open_record(small, small.root / "out")
    assert str(caught.value).startswith(f"{file}: _:ontology-c14n")


def test_a_literal_that_a_rule_derives_is_told_too(small: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyoxigraph import Triple

    from tipgraph.dataset import assemble as assembling

    derived = Triple(NamedNode("urn:x:s"), NamedNode("urn:x:p"), Literal("2.0", datatype=NamedNode(XSD + "decimal")))
    monkeypatch.setattr(assembling, "derive", lambda _: {derived})
    with pytest.raises(ChangedLiteralError) as caught:
        assembling.assemble(small)
    assert str(caught.value).startswith('<urn:x:s> <urn:x:p> "2.0"^^xsd:decimal in graph/inferred: the engine would')


TYPES = st.sampled_from(
    ["integer", "decimal", "double", "boolean", "date", "dateTime", "gYear", "int", "string", "token"]
)


@given(st.lists(st.tuples(st.text("0123456789.-+eTZ:tru", max_size=12), TYPES), max_size=8))
def test_what_is_not_told_does_come_back(pairs: list[tuple[str, str]]) -> None:
    literals = [Literal(words, datatype=NamedNode(XSD + datatype)) for words, datatype in pairs]
    found = {one.written: one.kept for one in changed(literals)}
    store = Store()
    for literal in literals:
        store.clear()
        store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), literal))
        assert next(iter(store)).object == found.get(literal, literal)


def test_words_and_languages_are_kept() -> None:
    kept = [
        Literal(""),
        Literal("\x00\ufeffe\u0301"),
        Literal("x" * 1000),
        Literal("01"),
        Literal("01", language="en-gb"),
    ]
    assert changed(kept) == []
    nought = Literal("01", datatype=NamedNode(XSD + "integer"))
    assert changed([*kept, nought, nought]) == [Changed(nought, Literal("1", datatype=NamedNode(XSD + "integer")))]
