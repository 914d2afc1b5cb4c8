"""Where statements stand in files: the same statements as a parser gives, each part where its words are."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from tests.test_turtle import TRIPLES
from tests.thorough import some
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.positions import Positions, placed_statements
from tipgraph.record import Record
from tipgraph.turtle import write_turtle

RECORD = Record.find()
FILES = sorted(path for part in ("ontology", "shapes", "data") for path in (RECORD.root / part).rglob("*.ttl"))
SUITE = os.environ.get("TIPGRAPH_RDF_TESTS")
"""A checkout of https://github.com/w3c/rdf-tests."""
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
}


def canonical(quads: object) -> set[str]:
    found = Dataset(quads)  # type: ignore[arg-type]
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, found))


def read_placed(text: str, base: str) -> list[Quad]:
    return [
        Quad(one.subject, one.predicate, one.object, one.graph or DefaultGraph())
        for one in placed_statements(text, base)
    ]


def agrees(text: str, form: RdfFormat, base: str) -> bool:
    return canonical(parse(text, format=form, base_iri=base)) == canonical(read_placed(text, base))


@pytest.mark.parametrize("path", some(FILES, 4), ids=lambda path: path.name)
def test_the_files_of_the_record(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert agrees(text, RdfFormat.TURTLE, ID)


@pytest.mark.skipif(not SUITE, reason="TIPGRAPH_RDF_TESTS names no checkout of github.com/w3c/rdf-tests")
@pytest.mark.parametrize("suffix", FORMATS)
def test_the_suite_of_the_w3c(suffix: str) -> None:
    """Every file of the suite that is well-formed."""
    compared, differing = 0, []
    for path in sorted(Path(str(SUITE)).joinpath("rdf", "rdf11").rglob(f"*{suffix}")):
        base = f"https://w3c.github.io/rdf-tests/{path.name}"
        try:
            text = path.read_bytes().decode()
            canonical(parse(text, format=FORMATS[suffix], base_iri=base))
        except (SyntaxError, UnicodeDecodeError):
            continue
        compared += 1
        if not agrees(text, FORMATS[suffix], base):
            differing.append(path.name)
    assert compared > 50
    assert not differing


@given(st.lists(TRIPLES, max_size=8))
def test_whatever_is_written(triples: list[Triple]) -> None:
    assert agrees(write_turtle(triples), RdfFormat.TURTLE, ID)
    for form in (RdfFormat.N_TRIPLES, RdfFormat.TURTLE):
        written = (
            serialize(triples, format=form, prefixes=PREFIXES if form is RdfFormat.TURTLE else None) or b""
        ).decode()
        assert agrees(written, form, ID)


AWKWARD = """\
@base <http://example.org/> . @prefix : <#> .
PREFIX ex: <http://example.org/ns/>  # no full stop
:s ex:p 'it', "a \\"quoted\\" . ; , word" ; # . ; not the end
   ex:q \"\"\"two
lines with "quotes" and a # sign\"\"\"@en-GB , 1.5e3 , -.5 , +7 , true ; ; .
ex:a\\,b ex:%41 ex:c.d , ex: , <../up> , [] , ( 1 ( 2 ) [ ex:r :x ] ) .
[ ex:p :o ] . [] ex:p "𝒜"^^ex:type .
<s> a <\\u0041> .
"""


def test_awkward_turtle() -> None:
    assert agrees(AWKWARD, RdfFormat.TURTLE, ID)


def test_each_part_stands_where_it_is_said() -> None:
    """Cut out of the text by their places, the parts of a statement are its words."""
    cut = [
        tuple(AWKWARD[slice(*at)] for at in (one.subject_at, one.predicate_at, one.object_at))
        for one in placed_statements(AWKWARD)
    ]
    assert cut[:7] == [
        (":s", "ex:p", "'it'"),
        (":s", "ex:p", '"a \\"quoted\\" . ; , word"'),
        (":s", "ex:q", '"""two\nlines with "quotes" and a # sign"""@en-GB'),
        (":s", "ex:q", "1.5e3"),
        (":s", "ex:q", "-.5"),
        (":s", "ex:q", "+7"),
        (":s", "ex:q", "true"),
    ]
    assert ("ex:a\\,b", "ex:%41", "<../up>") in cut
    assert ("[", "ex:p", ":o") in cut
    assert ("[]", "ex:p", '"𝒜"^^ex:type') in cut
    assert cut[-1] == ("<s>", "a", "<\\u0041>")


def test_lines_and_columns_are_those_of_editors() -> None:
    text = "# a 𝒜\r\n<http://e.org/s>\t<http://e.org/p>\r <http://e.org/o> .\n"
    positions = Positions(text)
    (one,) = placed_statements(text)
    assert [positions.of(at[0]) for at in (one.subject_at, one.predicate_at, one.object_at)] == [
        (2, 1),
        (2, 18),
        (3, 2),
    ]
    assert positions.of(one.object_at[1]) == (3, 18)
    assert positions.of(text.index("𝒜")) == (1, 5)


def test_graphs_are_told() -> None:
    text = "@prefix : <http://e.org/> . :g { :s :p :o } GRAPH :h { :s :p :o . } { :s :p :o , :q } :s :p :r ."
    graphs = [one.graph.value.rpartition("/")[2] if one.graph else "" for one in placed_statements(text)]
    assert graphs == ["g", "h", "", "", ""]
    (quad,) = placed_statements("<http://e.org/s> <http://e.org/p> _:o <http://e.org/g> .")
    assert quad.graph == NamedNode("http://e.org/g")


@given(st.text(alphabet='<>"\\.;,[](){}:@#ab \n^_1', max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    """What is not well-formed ends the statements, and raises nothing."""
    assert len(list(placed_statements("@prefix : <http://e.org/> . :a :b :c .\n" + text))) >= 1
