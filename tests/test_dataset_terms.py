"""The terms that a build lists: counted, named, and told by what they are."""

from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from tipgraph.dataset.build import Build
from tipgraph.dataset.terms import Term, collect_terms, open_terms, write_terms
from tipgraph.namespaces import ID, RDF, TIP

SMALL = f"""
@prefix rdf: <{RDF}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix tip: <{TIP}> .
@base <{ID}> .
<topic/a> a skos:Concept, tip:Topic ; skos:prefLabel "une"@fr , "one"@en .
<session/a> a tip:Session ; dcterms:title "A title" ; tip:topic <topic/a> , <topic/b> .
<document/a/1> a tip:Provision, tip:TextPart ; rdfs:label "A part" ; tip:topic <topic/a> ; tip:inSession <session/a> .
<topic/b> a tip:Topic .
[] a tip:Topic .
"""
ELSEWHERE = f'<{TIP}Topic> <http://www.w3.org/2000/01/rdf-schema#label> "topic"@en .'


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]


def test_everything_is_counted_the_most_used_first() -> None:
    found = collect_terms(triples(SMALL), {"urn:b": 2, "urn:a": 2, "urn:c": 5, "urn:empty": 0}, triples(ELSEWHERE))
    assert found.classes[0] == Term(TIP + "Topic", "topic", 3)
    assert [(term.iri.removeprefix(TIP), term.count) for term in found.properties][1] == ("topic", 3)
    assert [term.iri for term in found.graphs] == ["urn:c", "urn:a", "urn:b"]


def test_a_property_leads_to_what_most_of_its_values_are() -> None:
    (topic,) = (
        one for one in collect_terms(triples(SMALL), {}, triples(ELSEWHERE)).properties if one.iri == TIP + "topic"
    )
    assert topic.kind == "topic", "the narrowest class of ours, and not skos:Concept"


def test_things_have_names_and_parts_of_texts_are_none() -> None:
    found = collect_terms(triples(SMALL), {}, triples(ELSEWHERE)).things
    assert found == (Term(ID + "session/a", "A title"), Term(ID + "topic/a", "one", kind="topic"))


def test_the_order_of_the_triples_tells_nothing() -> None:
    there, back = triples(SMALL), triples(SMALL)[::-1]
    assert write_terms(collect_terms(there, {})) == write_terms(collect_terms(back, {}))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    found = collect_terms(triples(SMALL), {"urn:a": 1})
    (tmp_path / "terms.json").write_bytes(write_terms(found))
    assert open_terms(tmp_path / "terms.json") == found


def test_a_build_carries_the_terms_of_its_dataset(build: Build) -> None:
    (recommendations,) = (term for term in open_terms(build.terms).classes if term.iri == TIP + "Recommendation")
    assert (recommendations.label, recommendations.count) == ("recommendation", 46)
