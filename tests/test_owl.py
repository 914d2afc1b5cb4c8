"""Consistency: the reasoner finds the record free of contradiction, and finds each individual that is deliberately wrong."""

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest

from tests.thorough import some
from tipgraph.dataset.load import load_graphs
from tipgraph.namespaces import ID, OWL, TIP
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle
from tipgraph.validate import conflict, consistency, owl
from tipgraph.validate.conflict import Conflict, culprits, smallest
from tipgraph.validate.consistency import check_with_reasoner
from tipgraph.validate.layers import Run
from tipgraph.validate.material import Material
from tipgraph.validate.owl import JAVA_PACKAGE, RANGES, OwlResult, check_consistency
from tipgraph.validate.reasoner import ReasonerError
from tipgraph.validate.statements import key, units, written

RECORD = Record.find()
ONTOLOGY = parse_turtle(RECORD.ontology / "tipgraph.ttl")
AXIOMS = parse_turtle(RECORD.ontology / RANGES)
WRONG = sorted((Path(__file__).parent / "invalid-owl").glob("*.ttl"))


@pytest.fixture
def java() -> None:
    """Skip where there is no Java, but not in continuous integration, which installs it."""
    if shutil.which("java") is None:
        if os.environ.get("CI"):
            pytest.fail(f"continuous integration has to install {JAVA_PACKAGE}")
        pytest.skip(f"HermiT needs Java: install {JAVA_PACKAGE}")


def parse(text: str) -> list[ox.Triple]:
    head = f"@base <{ID}> . @prefix tip: <{TIP}> . @prefix owl: <{OWL}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
    return [quad.triple for quad in ox.parse(head + text, format=ox.RdfFormat.TURTLE)]


@pytest.mark.thorough
@pytest.mark.java
def test_the_record_is_consistent(java: None) -> None:
    stated = [triple for graph in load_graphs(RECORD).values() for triple in graph]
    result = check_consistency(stated, AXIOMS)
    assert result == OwlResult(True), result.text
    assert result.text == "consistent"


@pytest.mark.thorough
@pytest.mark.java
def test_a_wrong_individual_among_the_data_is_found(java: None) -> None:
    stated = [triple for graph in load_graphs(RECORD).values() for triple in graph]
    assert not check_consistency([*stated, *parse_turtle(WRONG[0])], AXIOMS, explain=False).consistent


@pytest.mark.java
@pytest.mark.parametrize("path", some(WRONG, 4), ids=lambda path: path.stem)
def test_a_wrong_individual_is_found_and_named(path: Path, java: None) -> None:
    named = re.match(r"# culprits: (.*)", path.read_text(encoding="utf-8"))
    assert named, f"{path}: the first line says who is to blame"
    result = check_consistency([*ONTOLOGY, *parse_turtle(path)], AXIOMS)
    assert not result.consistent
    assert set(result.culprits) == {ID + name for name in named[1].split()}
    assert result.text == f"inconsistent: what is said of these cannot all be true: {', '.join(result.culprits)}"


@pytest.mark.java
def test_a_class_nothing_can_belong_to_is_named(java: None) -> None:
    impossible = parse(
        "tip:Impossible a owl:Class ; <http://www.w3.org/2000/01/rdf-schema#subClassOf> tip:State , tip:Body ."
    )
    result = check_consistency([*ONTOLOGY, *impossible])
    assert (result.consistent, result.unsatisfiable) == (True, (TIP + "Impossible",))
    assert result.text == f"unsatisfiable: nothing can be a {TIP}Impossible"


@pytest.mark.java
def test_axioms_that_contradict_one_another_need_no_data(java: None) -> None:
    result = check_consistency(
        [*ONTOLOGY, *parse("owl:Thing <http://www.w3.org/2000/01/rdf-schema#subClassOf> owl:Nothing .")]
    )
    assert (result.consistent, result.culprits) == (False, ())
    assert result.text == "inconsistent: the axioms of the ontology contradict one another"


@pytest.mark.java
def test_what_is_not_declared_is_left_out_and_said(java: None) -> None:
    strange = parse("<state/XXA> a tip:State , <https://example.org/Strange> ; <https://example.org/odd> 1 .")
    result = check_consistency([*ONTOLOGY, *strange])
    assert result.consistent
    assert result.left_out == ("https://example.org/Strange", "https://example.org/odd")


@pytest.mark.thorough
@pytest.mark.java
def test_the_reasoner_has_a_world_of_its_own(java: None) -> None:
    before = len(owlready2.default_world.graph)
    check_consistency([*ONTOLOGY, *parse("<state/XXA> a tip:State .")])
    assert len(owlready2.default_world.graph) == before


def test_without_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    result = check_consistency(ONTOLOGY)
    assert not result.consistent
    assert result.text == (
        "OWL consistency not checked: HermiT needs Java, and none is installed: install default-jre-headless"
    )


def test_a_reasoner_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/java")
    monkeypatch.setattr(owlready2, "JAVA_EXE", "/nowhere/java")
    with pytest.raises(
        ReasonerError, match=r"^HermiT gave no answer \(.*/nowhere/java.*\): see whether 'java -version' works"
    ):
        check_consistency(ONTOLOGY)


def test_the_search_for_culprits_names_what_is_needed_and_no_more() -> None:
    """Any contradiction of three things is found among many, in few questions."""
    triples = [t for n in range(200) for t in parse(f"<thing/{n}> a tip:State .")]
    wanted = {f"{ID}thing/{n}" for n in (3, 77, 150)}
    asked = []

    def contradicts(subset: list[ox.Triple]) -> bool:
        asked.append(len(subset))
        return wanted <= {t.subject.value for t in subset}

    assert set(culprits(triples, contradicts)) == wanted
    assert len(asked) < 60


def test_claims_and_annotations_are_left_aside() -> None:
    claim = parse(
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . <claim/x> a tip:Claim ; rdf:subject <state/XXA> ; "
        'rdf:predicate tip:m49 ; rdf:object "999" ; skos:altLabel "x"@en .'
    )
    kept = owl._view([*ONTOLOGY, *claim]).triples
    assert [t.predicate.value.rsplit("#")[-1] for t in kept if t.subject == ox.NamedNode(ID + "claim/x")] == ["type"]


CONTRADICTION = """<thing/a> a tip:State , tip:Body .
<thing/a> tip:m49 "999" .
<thing/b> a tip:State .
"""


def contradicts_by_axiom(triples: Sequence[ox.Triple]) -> bool:
    """Stands for the reasoner: State and Body are disjoint, as an axiom among many says."""
    said = {str(t) for t in triples}
    disjoint = any("AllDisjointClasses" in line for line in said) and any(
        f"<{TIP}State>" in str(t.object) for t in triples
    )
    return disjoint and all(str(t) in said for t in parse("<thing/a> a tip:State , tip:Body ."))


def test_the_search_for_statements_names_what_is_needed_and_no_more() -> None:
    found = smallest([*ONTOLOGY, *AXIOMS, *parse(CONTRADICTION)], {ID + "thing/a"}, contradicts_by_axiom)
    assert [written(unit) for unit in found.data] == ["<thing/a> a tip:State .", "<thing/a> a tip:Body ."]
    assert [unit[0].predicate.value for unit in found.axioms]
    assert all("owl:AllDisjointClasses" in written(unit) for unit in found.axioms)
    assert found.is_smallest


def test_a_search_that_takes_too_long_names_more_than_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflict, "_RUNS", 3)
    found = smallest([*ONTOLOGY, *AXIOMS, *parse(CONTRADICTION)], {ID + "thing/a"}, contradicts_by_axiom)
    assert not found.is_smallest
    assert {written(unit) for unit in found.data} >= {"<thing/a> a tip:State .", "<thing/a> a tip:Body ."}


def test_a_statement_is_written_as_one_line() -> None:
    text = "[] a owl:AllDisjointClasses ; owl:members ( tip:State tip:Body ) . tip:host owl:hasKey ( tip:m49 ) , ( tip:value ) ."
    assert [written(unit) for unit in units(parse(text))] == [
        "[] a owl:AllDisjointClasses ; owl:members ( tip:State tip:Body ) .",
        "tip:host owl:hasKey ( tip:m49 ) .",
        "tip:host owl:hasKey ( tip:value ) .",
    ]
    union = "tip:host tip:x [ a owl:Class ; owl:unionOf ( tip:State [ owl:complementOf tip:Body ] ) ] ."
    (unit,) = units(parse(union))
    assert written(unit) == union
    assert key(unit) == key(units(parse(union))[0])


def test_each_statement_of_a_contradiction_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wrong.ttl"
    path.write_text(f"@base <{ID}> .\n@prefix tip: <{TIP}> .\n\n<thing/a> a tip:State ,\n    tip:Body .\n")
    ontology = RECORD.ontology / "tipgraph.ttl"
    material = Material(
        {"wrong.ttl": parse_turtle(path)},
        {"ontology.ttl": ONTOLOGY},
        paths={"wrong.ttl": path, "ontology.ttl": ontology},
    )
    axiom = next(list(unit) for unit in units(ONTOLOGY) if "AllDisjoint" in written(unit))
    said = Conflict(tuple((t,) for t in material.data["wrong.ttl"]), (tuple(axiom),))
    monkeypatch.setattr(consistency, "check_consistency", lambda *_: OwlResult(False, culprits=(ID + "thing/a",)))
    monkeypatch.setattr(consistency, "explain_conflict", lambda *_: said)
    (result,) = check_with_reasoner(Run(material, RECORD))
    head, first, second, third = result.message.split("\n    ")
    assert head == "these statements cannot all be true at once: correct or withdraw one of them"
    assert first == "wrong.ttl:4: <thing/a> a tip:State ."
    assert second == "wrong.ttl:5: <thing/a> a tip:Body ."
    line = next(n for n, words in enumerate(ontology.read_text().splitlines(), 1) if "AllDisjointClasses" in words)
    assert third.startswith(f"ontology.ttl:{line}: [] a owl:AllDisjointClasses ; owl:members ( tip:Agenda ")
    assert (result.focus, result.file, result.line, result.column) == (ID + "thing/a", "wrong.ttl", 4, 13)


@pytest.mark.java
def test_the_reasoner_finds_the_smallest_set_of_statements(java: None) -> None:
    stated = [*ONTOLOGY, *parse('<state/XXA> a tip:State ; tip:ordinal 1 , 2 ; tip:isoAlpha3 "XXA" .')]
    found = owl.explain_conflict(stated, AXIOMS, [ID + "state/XXA"])
    assert {written(unit) for unit in (*found.data, *found.axioms)} == {
        "state:XXA tip:ordinal 1 .",
        "state:XXA tip:ordinal 2 .",
        "tip:ordinal a owl:FunctionalProperty .",
    }
