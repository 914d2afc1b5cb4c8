"""Queries and pyshacl find together what plain pyshacl finds, node for node."""

import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from tests import random_shapes
from tests.fixture_record import FOLDER, material, shapes
from tests.thorough import examples
from tipgraph.errors import ShapesError
from tipgraph.turtle import parse_turtle
from tipgraph.validate.material import Material
from tipgraph.validate.report import Result
from tipgraph.validate.shacl import check_shapes, load_shapes

INVALID = sorted(path for path in FOLDER.glob("*.ttl") if not path.name.startswith("_"))


def triples(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def found(data: list[ox.Triple], made: list[ox.Triple], *, plain: bool) -> set[Result] | str:
    """What shapes find in data, or the kind of error."""
    graph = Material({"shapes.ttl": made}).graph
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's, of literals that it cannot read
        try:
            return set(check_shapes(Material({"data.ttl": data}), graph, plain=plain))
        except Exception as error:
            return type(error).__name__


def test_the_record_with_every_fault_at_once() -> None:
    whole = material([triple for path in INVALID for triple in parse_turtle(path)])
    plain = set(check_shapes(whole, shapes(), plain=True))
    assert set(check_shapes(whole, shapes(), plain=False)) == plain
    assert len({result.shape for result in plain}) > 100
    assert len({result.constraint for result in plain}) > 10


@pytest.mark.parametrize("part", range(8))
def test_the_record_with_some_faults(part: int) -> None:
    whole = material([triple for path in INVALID[part::8] for triple in parse_turtle(path)])
    assert set(check_shapes(whole, shapes(), plain=False)) == set(check_shapes(whole, shapes(), plain=True))


@settings(max_examples=examples(400), deadline=None)
@given(data=random_shapes.data(), text=random_shapes.shapes())
def test_generated_shapes_and_data(data: str, text: str) -> None:
    """pyshacl is also to fail alike: some shapes compare what it refuses to compare."""
    stated, made = triples(data), triples(text)
    assert found(stated, made, plain=False) == found(stated, made, plain=True)


def test_narrowed_to_some_things() -> None:
    wrong = [triple for path in INVALID[::9] for triple in parse_turtle(path)]
    whole = material(wrong)
    everything = set(check_shapes(whole, shapes(), plain=False))
    whole.only = frozenset(str(triple.subject.value) for triple in wrong[:40])
    assert set(check_shapes(whole, shapes(), plain=False)) == {r for r in everything if r.focus in whole.only}
    assert 0 < len({r for r in everything if r.focus in whole.only}) < len(everything)


@pytest.mark.parametrize("plain", [True, False])
def test_a_constraint_in_sparql_sees_everything(plain: bool) -> None:
    made = triples(
        random_shapes.PREFIXES
        + """ex:S sh:targetClass ex:K ; sh:sparql [ sh:message "far" ;
        sh:select "SELECT $this WHERE { ?any <http://example.org/far> 1 . $this <http://example.org/p> ?v }" ] ."""
    )
    data = triples(random_shapes.PREFIXES + "ex:a a ex:K ; ex:p 1 . ex:b a ex:K . ex:z ex:far 1 .")
    found_now = found(data, made, plain=plain)
    assert not isinstance(found_now, str)
    assert [result.focus for result in found_now] == ["http://example.org/a"]


@pytest.mark.parametrize("plain", [True, False])
def test_a_constraint_in_sparql_knows_strings_and_the_prefixes_that_are_imported(plain: bool) -> None:
    made = triples(
        random_shapes.PREFIXES
        + """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        ex:S sh:targetClass ex:K ; sh:sparql [ sh:prefixes ex:Mine ; sh:select "SELECT $this { $this e:p 'x' }" ] .
        ex:Mine owl:imports ex:Others . ex:Others owl:imports ex:Far .
        ex:Far sh:declare [ sh:prefix "e" ; sh:namespace "http://example.org/"^^xsd:anyURI ] ."""
    )
    data = triples(random_shapes.PREFIXES + "ex:a a ex:K ; ex:p 'x' . ex:b a ex:K ; ex:p 'y' , 'x'@en .")
    found_now = found(data, made, plain=plain)
    assert not isinstance(found_now, str), found_now
    assert [result.focus for result in found_now] == ["http://example.org/a"]


RECURSIVE = (
    "ex:S a sh:NodeShape ; sh:targetClass ex:K ;\n  sh:property [ sh:path ex:p ; sh:node ex:T ] ."
    "\nex:T a sh:NodeShape ; sh:or ( ex:S ) ."
)
WRONG = {
    RECURSIVE: r"one\.ttl:\d+:\d+: http://example.org/S: the shape refers to itself: http://example.org/S -> .* -> http://example.org/S",
    "ex:S a sh:NodeShape ; sh:nodeKind sh:Foo .": r"one\.ttl:8:35: http://example.org/S: sh:nodeKind takes a kind of nodes",
    'ex:S a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCount "x" ] .': r"one\.ttl:8:64: .*sh:minCount takes a whole",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_shapes_that_are_wrong_are_refused_where_they_stand(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "one.ttl").write_text(random_shapes.PREFIXES + "\n" + text)
    with pytest.raises(ShapesError, match=said):
        load_shapes(tmp_path)


@pytest.mark.parametrize("plain", [True, False])
def test_shapes_that_cannot_be_run_are_refused(plain: bool) -> None:
    data = triples(random_shapes.PREFIXES + "ex:a a ex:K ; ex:p ex:a .")
    for text in (
        RECURSIVE,
        "ex:S a sh:PropertyShape ; sh:targetClass ex:K ; sh:minCount 1 .",
        'ex:S a sh:PropertyShape ; sh:targetClass ex:K ; sh:path ex:p ; sh:minCount "x" .',
    ):
        assert found(data, triples(random_shapes.PREFIXES + text), plain=plain) == "ShapesError", text


def test_spread_targets_keep_what_a_closed_shape_and_one_that_others_name_say(tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text(
        random_shapes.PREFIXES
        + "ex:S a sh:NodeShape ; sh:targetClass ex:K ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property ex:P .\n"
        "ex:P a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1 .\n"
        "ex:T a sh:PropertyShape ; sh:targetClass ex:L ; sh:path ex:q ; sh:node ex:S ."
    )
    data = Material({"d": triples(random_shapes.PREFIXES + "ex:a a ex:K ; ex:p 1 . ex:b a ex:L ; ex:q ex:c .")})
    for plain in (True, False):
        results = {(r.focus, r.shape) for r in check_shapes(data, load_shapes(tmp_path), plain=plain)}
        assert results == {("http://example.org/b", "http://example.org/T")}
