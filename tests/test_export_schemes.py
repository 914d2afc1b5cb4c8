"""Concept schemes, each by itself: whole, and within the integrity conditions of SKOS."""

from itertools import product
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from tests.exporting import build_with, export
from tipgraph.dataset.build import Build
from tipgraph.namespaces import CONCEPT_SCHEMES, ID, SCHEME
from tipgraph.record import Record


def graph(build: Build, name: str, form: str = "turtle") -> Graph:
    return Graph().parse(data=export(build, f"schemes/{name}", form), format="xml" if form == "rdfxml" else form)


def breaches(found: Graph) -> set[str]:
    """The integrity conditions of "SKOS Simple Knowledge Organization System Reference" that a graph does not keep."""
    broken = set()
    if set(found.subjects(RDF.type, SKOS.Concept)) & set(found.subjects(RDF.type, SKOS.ConceptScheme)):
        broken.add("S9")
    things = set(found.subjects())
    kinds = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    for thing in things:
        labels = [set(found.objects(thing, kind)) for kind in kinds]
        if any(one & other for i, one in enumerate(labels) for other in labels[:i]):
            broken.add("S13")
        languages = [label.language for label in found.objects(thing, SKOS.prefLabel)]
        if len(languages) != len(set(languages)):
            broken.add("S14")
        above = set(found.transitive_objects(thing, SKOS.broader)) - {thing}
        if above & set(found.objects(thing, SKOS.related)):
            broken.add("S27")
        exact = set(found.objects(thing, SKOS.exactMatch))
        if exact & {*found.objects(thing, SKOS.broadMatch), *found.objects(thing, SKOS.relatedMatch)}:
            broken.add("S46")
    return broken


def circles(found: Graph) -> bool:
    return any(
        one in found.transitive_objects(above, SKOS.broader) for one, above in found.subject_objects(SKOS.broader)
    )


@pytest.mark.parametrize("name", CONCEPT_SCHEMES)
def test_a_scheme_is_whole(build: Build, name: str) -> None:
    found = graph(build, name)
    scheme = URIRef(SCHEME + name)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in found
    assert any(title.language == "en" for title in found.objects(scheme, DCTERMS.title))
    concepts = set(found.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        assert set(found.objects(concept, SKOS.inScheme)) == {scheme}
        assert "en" in {label.language for label in found.objects(concept, SKOS.prefLabel)}
        above = set(found.objects(concept, SKOS.broader))
        assert bool(above) != ((scheme, SKOS.hasTopConcept, concept) in found)
        assert above <= concepts
    assert {(b, a) for a, b in found.subject_objects(SKOS.broader)} == set(found.subject_objects(SKOS.narrower))
    assert {(b, a) for a, b in found.subject_objects(SKOS.hasTopConcept)} == set(
        found.subject_objects(SKOS.topConceptOf)
    )
    assert not breaches(found)
    assert not circles(found)


def test_topics_stand_as_the_curators_put_them(build: Build) -> None:
    found = graph(build, "topic")
    topic = URIRef(ID + "topic/victim-compensation")
    assert list(found.objects(topic, SKOS.prefLabel)) == [Literal("victim compensation", lang="en")]
    assert list(found.objects(topic, SKOS.broader)) == [URIRef(ID + "topic/victim-protection-and-assistance")]
    assert Literal("compensation and restitution", lang="en") in set(found.objects(topic, SKOS.altLabel))


def test_both_forms_say_the_same(build: Build) -> None:
    for name in ("topic", "modality"):
        assert set(graph(build, name)) == set(graph(build, name, "rdfxml"))


def test_the_same_build_gives_the_same_bytes(build: Build) -> None:
    for name, form in product(("topic", "verb"), ("turtle", "rdfxml")):
        assert export(build, f"schemes/{name}", form) == export(build, f"schemes/{name}", form)


BROKEN = """
<https://w3id.org/tipgraph/scheme/topic> a skos:ConceptScheme ; skos:prefLabel 'odd "topics" <b>'@en .
<topic/a> a skos:Concept ; skos:inScheme <https://w3id.org/tipgraph/scheme/topic> ; skos:prefLabel 'a'@en, 'another a'@en ;
  skos:altLabel 'a'@en, 'z'@en ; skos:hiddenLabel 'z'@en ; skos:broader <topic/b> ; skos:related <topic/c>, <topic/a> ;
  skos:exactMatch <https://example.org/(1)> ; skos:broadMatch <https://example.org/(1)>, <https://example.org/2> .
<topic/b> a skos:Concept ; skos:inScheme <https://w3id.org/tipgraph/scheme/topic> ; skos:prefLabel 'b' ; skos:broader <topic/c> .
<topic/c> a skos:Concept ; skos:inScheme <https://w3id.org/tipgraph/scheme/topic> ; skos:broader <topic/a> ;
  skos:prefLabel 'مفهوم'@ar-Arab-EG .
<topic/d> a skos:Concept ; skos:inScheme <https://w3id.org/tipgraph/scheme/topic> ; skos:related <topic/a> .
"""


def test_what_breaks_the_conditions_of_skos_is_left_out(small: Record, tmp_path: Path) -> None:
    build = build_with(small, BROKEN, tmp_path)
    found = graph(build, "topic")
    assert not breaches(found)
    assert not circles(found)
    a, b, d = (URIRef(f"{ID}topic/{name}") for name in "abd")
    assert set(found.objects(a, SKOS.prefLabel)) == {Literal("a", lang="en")}
    assert set(found.objects(a, SKOS.altLabel)) == {Literal("another a", lang="en"), Literal("z", lang="en")}
    assert set(found.objects(b, SKOS.prefLabel)) == {Literal("b", lang="en")}
    assert set(found.objects(a, SKOS.broadMatch)) == {URIRef("https://example.org/2")}
    assert (d, SKOS.related, a) in found
    assert (a, SKOS.related, d) in found
    assert set(found.objects(d, SKOS.prefLabel)) == {Literal("d", lang="en")}
    assert set(found.objects(URIRef(SCHEME + "topic"), DCTERMS.title)) == {Literal('odd "topics" <b>', lang="en")}
