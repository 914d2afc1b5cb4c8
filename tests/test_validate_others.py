"""Other people's data: any RDF against the ontology and the shapes, without a record of theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran
from pyoxigraph import RdfFormat, parse, serialize

from tests.test_validate_sources import running, web  # noqa: F401 - a fixture
from tipgraph.cli import cli
from tipgraph.record import Record
from tipgraph.validate import check
from tipgraph.validate.others import Given

REAL = Record.find()
DATA = """\
@prefix tip: <https://w3id.org/tipgraph/ns#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <http://example.org/body/> .
ex:question a tip:OpenQuestion ;
    rdfs:label "What was meant?"@en ;
    tip:concerns ex:body ;
    foaf:page ex:page .
ex:body a tip:Body ;
    rdfs:label "A body"@en .
"""
SHAPE = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/body/> .
ex:Shape a sh:NodeShape ;
    sh:targetClass <https://w3id.org/tipgraph/ns#Body> ;
    sh:property ex:Shape-founded .
ex:Shape-founded sh:path ex:founded ; sh:minCount 1 ; sh:message "A body has ex:founded." .
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.ttl").write_text(DATA, encoding="utf-8")
    (tmp_path / "founded.ttl").write_text(SHAPE, encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(cli, ["--record", str(REAL.root), "validate", *map(str, arguments)])


def shapes(ran: Ran) -> set[str]:
    return {line.rpartition("[")[2].rstrip("]") for line in ran.stdout.splitlines() if ": violation: " in line}


def test_their_data_are_held_to_the_shapes_and_to_no_custom_of_ours(run: Callable[..., Ran]) -> None:
    """They lack a comment and support; that they are another's, name other vocabularies and are on no list is no fault."""
    ran = run("mine.ttl")
    assert ran.exit_code == 1
    assert shapes(ran) == {"OpenQuestion-comment", "Supported-support"}
    assert "mine.ttl:5:1: violation: http://example.org/body/question (What was meant?): " in ran.stdout


def test_a_term_of_ours_that_there_is_not_is_named(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(DATA.replace("tip:concerns", "tip:concern"), encoding="utf-8")
    ran = run("mine.ttl", "--only", "hygiene")
    assert shapes(ran) == {"term-declared"}
    assert "mine.ttl:7:5: violation: " in ran.stdout
    assert "write: tip:concerns ex:body ;" in ran.stdout


@pytest.mark.parametrize(
    ("suffix", "form"), [("jsonld", RdfFormat.JSON_LD), ("rdf", RdfFormat.RDF_XML), ("nt", RdfFormat.N_TRIPLES)]
)
def test_every_form_gives_the_same(run: Callable[..., Ran], tmp_path: Path, suffix: str, form: RdfFormat) -> None:
    (tmp_path / f"mine.{suffix}").write_bytes(
        serialize([quad.triple for quad in parse(DATA, format=RdfFormat.TURTLE)], format=form) or b""
    )
    ran = run(f"mine.{suffix}")
    assert shapes(ran) == shapes(run("mine.ttl"))
    assert f"mine.{suffix}:" in ran.stdout


def test_shapes_of_theirs_are_added_or_take_the_place(run: Callable[..., Ran], tmp_path: Path) -> None:
    assert shapes(run("mine.ttl", "--shapes", "founded.ttl")) == {
        *shapes(run("mine.ttl")),
        "http://example.org/body/Shape-founded",
    }
    alone = run("mine.ttl", "--shapes", "founded.ttl", "--replace")
    assert shapes(alone) == {"http://example.org/body/Shape-founded"}
    # A file that bears the name of one of the record's takes its place.
    (tmp_path / "status.ttl").write_text(SHAPE, encoding="utf-8")
    assert "http://example.org/body/Shape-founded" in shapes(run("mine.ttl", "--shapes", tmp_path / "status.ttl"))


def test_an_ontology_of_theirs_is_added(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(DATA.replace("a tip:Body", "a ex:Group"), encoding="utf-8")
    assert "http://example.org/body/Shape-founded" not in shapes(run("mine.ttl", "--shapes", "founded.ttl"))
    (tmp_path / "groups.ttl").write_text(
        "<http://example.org/body/Group> <http://www.w3.org/2000/01/rdf-schema#subClassOf> "
        "<https://w3id.org/tipgraph/ns#Body> .",
        encoding="utf-8",
    )
    ran = run("mine.ttl", "--shapes", "founded.ttl", "--ontology", "groups.ttl")
    assert "http://example.org/body/Shape-founded" in shapes(ran), "a group is a body"


def test_a_folder_is_checked_though_one_file_is_broken(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for number in range(20):
        text = DATA.replace("body/>", f"body/{number}/>").replace("A body", f"Body {number}")
        (tmp_path / "data" / f"{number:02}.ttl").write_text(
            text.replace(" tip:concerns", " ???") if number == 7 else text, encoding="utf-8"
        )
    ran = run("data", "--verbose")
    assert shapes(ran) == {"OpenQuestion-comment", "Supported-support", "syntax"}
    assert ran.stdout.count("[OpenQuestion-comment]") == 19, "of the broken one the cause alone is told"
    assert "data/07.ttl:7:" in ran.stdout


def test_a_dump_is_named_by_its_address(
    run: Callable[..., Ran],
    web: dict[str, tuple[int, str, bytes]],  # noqa: F811 - the fixture
) -> None:
    address = f"http://127.0.0.1:{web[''][0]}/dump.ttl"
    web["/dump.ttl"] = (200, "text/turtle", DATA.encode())
    ran = run(address)
    assert shapes(ran) == {"OpenQuestion-comment", "Supported-support"}
    assert f"{address}:5:1: violation: " in ran.stdout


def test_a_shape_that_is_none_is_told(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "founded.ttl").write_text(
        SHAPE.replace("sh:property ex:Shape-founded", "sh:node ex:Shape"), encoding="utf-8"
    )
    ran = run("mine.ttl", "--shapes", "founded.ttl", "--replace")
    assert ran.exit_code == 1
    assert "founded.ttl:5:13: violation: http://example.org/body/Shape: the shape refers to itself" in ran.stdout


def test_what_is_described_below_our_address_is_part_of_the_record(tmp_path: Path) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(
        DATA.replace("http://example.org/body/", "https://w3id.org/tipgraph/id/question/"), encoding="utf-8"
    )
    assert "external-iri-seen" in check(REAL, [path]).broken() or check(REAL, [path]).layers.count("anchors") == 1
    assert "anchors" not in check(REAL, [path], given=Given(shapes=(REAL.shapes,))).layers
