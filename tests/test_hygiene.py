"""Hygiene of the ontology: what is found outside its own files, and where a result says it stands."""

from dataclasses import replace

import pytest

from tests.fixture_record import check_ontology, ontology_checks, real
from tipgraph.namespaces import ID, SKOS, TIP
from tipgraph.validate.check import placed
from tipgraph.validate.hygiene import circles, own_terms
from tipgraph.validate.material import Material
from tipgraph.validate.report import Result


def found(material: Material, name: str) -> list[Result]:
    """Run one check of the ontology."""
    (check,) = (one for one in ontology_checks() if one.name == name)
    return placed(material, check.run(material))


def test_a_shape_that_names_no_term_is_told_with_its_place() -> None:
    name = "shapes/topics.ttl"
    without = [t for t in real().background["ontology/tipgraph.ttl"] if t.subject.value != TIP + "TopicListing"]
    material = replace(real(), background={**real().background, "ontology/tipgraph.ttl": without})
    (result,) = (one for one in found(material, "term-defined") if one.file == name)
    assert result.message.startswith("the ontology declares no term tip:TopicListing: correct its name")
    text = material.paths[name].read_text().splitlines()
    assert text[result.line - 1][result.column - 1 : result.end_column - 1] == "tip:TopicListing"


def test_what_a_term_lacks_is_told_where_it_is_declared() -> None:
    name, term = "ontology/tipgraph.ttl", TIP + "Event"
    assert any(t.subject.value == term for t in real().background["ontology/alignments.ttl"]), (
        "which comes first by name"
    )
    left = [
        triple
        for triple in real().background[name]
        if (triple.subject.value, triple.predicate.value) != (term, SKOS + "definition")
    ]
    (result,) = found(replace(real(), background={**real().background, name: left}), "term-definition")
    assert (result.focus, result.file) == (term, name)
    assert real().paths[name].read_text().splitlines()[(result.line or 0) - 1].startswith("tip:Event a owl:Class")


@pytest.mark.parametrize(
    ("query", "check", "message"),
    [
        ("SELECT * {\n  ?s tip:topik ?o }", "term-defined", "the ontology declares no term tip:topik"),
        (
            "SELECT * {\n  ?s schema:startdate ?o }",
            "external-term-known",
            "nobody has seen schema:startdate: correct its",
        ),
        ("SELECT * {\n  ?s rdfs:lable ?o }", "external-term-known", "nobody has seen rdfs:lable: correct its name"),
        ("SELECT * {\n  ?s ?p <topic/nothing> }", "concept-defined", "no scheme has topic/nothing"),
    ],
)
def test_a_query_that_names_nothing_is_told_with_its_place(query: str, check: str, message: str) -> None:
    (result,) = found(replace(real(), queries={"queries/99-test.rq": query}), check)
    assert result.message.startswith(message)
    assert (result.file, result.line) == ("queries/99-test.rq", 2)
    told = query.splitlines()[1][result.column - 1 : result.end_column - 1]
    assert told.strip("<>") in message


def test_a_query_that_does_not_parse_is_for_others_to_tell() -> None:
    assert found(replace(real(), queries={"queries/99-test.rq": "SELECT nothing:at all"}), "term-defined") == []


def test_a_circle_is_told_once_however_it_is_entered() -> None:
    assert circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}) == [("a", "b", "c")]
    assert circles({"a": ["a"]}) == [("a",)]
    assert circles({"a": ["b", "c"], "b": ["c"], "c": []}) == []


def test_a_deep_hierarchy_is_no_trouble() -> None:
    assert circles({str(n): [str(n + 1)] for n in range(5000)}) == []


def test_the_ontology_has_terms() -> None:
    assert len(own_terms(real().ontology)) > 150
    assert not check_ontology([]).results
    assert not [iri for iri in own_terms(real().ontology) if iri.startswith(ID)]
