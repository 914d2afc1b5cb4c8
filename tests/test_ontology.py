"""The ontology and the concept schemes: each term is described, declared once, true in its example, and used as it is meant."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from tipgraph.namespaces import CONCEPT_SCHEMES, DCTERMS, ID, OWL, RDF, RDFS, SCHEME, SKOS, TIP
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle
from tipgraph.validate.every_layer import run_checks
from tipgraph.validate.hygiene import parse_example
from tipgraph.validate.material import gather
from tipgraph.validate.registry import CHECKS

ROOT = Path(__file__).parents[1]
RECORD = Record.find()
ONTOLOGY = RECORD.ontology / "tipgraph.ttl"
ALIGNMENTS = RECORD.ontology / "alignments.ttl"
RANGES = RECORD.ontology / "checks" / "ranges.ttl"
TYPE = ox.NamedNode(RDF + "type")
PROPERTY_KINDS = {OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty"}
PROPER_NAMES = (
    "State",
    "States",
    "United Nations",
    "Conference",
    "Bureau",
    "Treaty Series",
    "ISO 3166",
    "M49",
    "SHA-256",
)
UNUSED = {
    "Review",
    "TopicProposal",
    "addendumTo",
    "correctionOf",
    "givenBy",
    "laterTextOf",
    "matchedWords",
    "needsReview",
    "onBehalfOf",
    "originalFormat",
    "originalSha256",
    "proposedFor",
    "proposedTopic",
    "representedBy",
    "reviewOutcome",
    "reviewReason",
    "reviewedThing",
    "revisionOf",
}
"""Terms with nothing to stand on so far: their examples are made up."""

Properties = dict[str, list[ox.NamedNode | ox.Literal | ox.BlankNode]]


@cache
def about(path: Path) -> dict[str, Properties]:
    """What a file says, by subject and property."""
    found: dict[str, Properties] = defaultdict(lambda: defaultdict(list))
    for triple in parse_turtle(path):
        found[getattr(triple.subject, "value", "")][triple.predicate.value].append(triple.object)
    return found


def terms() -> list[str]:
    return sorted(iri for iri in about(ONTOLOGY) if iri.startswith(TIP))


def kinds(iri: str) -> set[str]:
    return {kind.value for kind in about(ONTOLOGY)[iri][RDF + "type"]}


def one(iri: str, prop: str, path: Path = ONTOLOGY) -> ox.Literal:
    values = about(path)[iri][prop]
    assert len(values) == 1, f"{iri} has {len(values)} values of {prop}"
    assert isinstance(values[0], ox.Literal)
    return values[0]


def concepts() -> Iterator[tuple[Path, str]]:
    for path in sorted(RECORD.schemes.glob("*.ttl")):
        for iri, facts in about(path).items():
            if ox.NamedNode(SKOS + "Concept") in facts[RDF + "type"]:
                yield path, iri


def says_itself(label: str, definition: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(label)}(?![\w-])", definition, re.IGNORECASE) is not None


@pytest.mark.parametrize("iri", terms(), ids=lambda iri: iri.removeprefix(TIP))
def test_a_term_is_described(iri: str) -> None:
    label, definition = one(iri, RDFS + "label"), one(iri, SKOS + "definition")
    assert label.language == definition.language == "en"
    rest = label.value
    for name in PROPER_NAMES:
        rest = rest.replace(name, "")
    assert rest == rest.lower(), "a label is in lower case, but for proper names"
    assert not says_itself(label.value, definition.value), "a definition stands in for its term and does not use it"
    assert not definition.value.endswith("."), "a definition is a phrase"
    assert definition.value[0].islower()


@pytest.mark.parametrize("name", ["hygiene", "owl-dl"])
def test_the_ontology_keeps_to_the_checks_of_a_layer(name: str) -> None:
    """Described, shown in use, unique, without circles, in OWL 2 DL; each check has its file in tests/invalid-ontology."""
    assert [check for check in CHECKS.values() if check.layer == name]
    material, faults = gather(RECORD)
    assert not [result.text for result in (*faults, *run_checks(material, name))]


@pytest.mark.parametrize("iri", terms(), ids=lambda iri: iri.removeprefix(TIP))
def test_an_example_has_no_blank_node(iri: str) -> None:
    triples = parse_example(one(iri, SKOS + "example").value)
    assert not any(isinstance(node, ox.BlankNode) for t in triples for node in (t.subject, t.object))


@pytest.mark.parametrize(
    "iri", [i for i in terms() if i.removeprefix(TIP) not in UNUSED], ids=lambda i: i.removeprefix(TIP)
)
def test_an_example_is_true(iri: str, store: ox.Store) -> None:
    for triple in parse_example(one(iri, SKOS + "example").value):
        quad = ox.Quad(triple.subject, triple.predicate, triple.object, ox.DefaultGraph())
        assert quad in store, f"the record does not say {triple}"


@pytest.mark.parametrize("name", sorted(UNUSED))
def test_an_unused_term_is_unused(name: str, store: ox.Store) -> None:
    found = store.quads_for_pattern(None, ox.NamedNode(TIP + name), None, None)
    assert next(iter(found), None) is None, f"tip:{name} is used now: take it out of UNUSED and give a true example"


def test_each_term_is_of_one_kind() -> None:
    for iri in terms():
        assert len(kinds(iri) & (PROPERTY_KINDS | {OWL + "Class"})) == 1, iri
        name = iri.removeprefix(TIP)
        assert name[0].isupper() == (OWL + "Class" in kinds(iri)), (
            f"{name}: classes begin with a capital, properties not"
        )


def test_whatever_leads_to_a_session_relates_to_it() -> None:
    below = {i for i in terms() if ox.NamedNode(TIP + "relatesToSession") in about(ONTOLOGY)[i][RDFS + "subPropertyOf"]}
    expected = ("inSession", "atSession", "forSession", "agendaOf", "madeAt", "adoptedAt")
    assert below == {TIP + name for name in expected}


@pytest.mark.parametrize("path", [ONTOLOGY, *sorted(RECORD.schemes.glob("*.ttl"))], ids=lambda path: path.stem)
def test_sources_are_parts_of_documents(path: Path, store: ox.Store) -> None:
    part = ox.NamedNode(TIP + "TextPart")
    for triple in parse_turtle(path):
        if triple.predicate.value == DCTERMS + "source":
            assert ox.Quad(triple.object, TYPE, part, ox.DefaultGraph()) in store, f"{triple.subject}: {triple.object}"


def used_terms() -> Iterator[tuple[str, str]]:
    """Each name in our namespace that a Turtle file or a query of the tests and the program uses, with the file."""
    folders = [ROOT / name for name in ("tests", "src")]
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.suffix in {".ttl", ".rq"}):
        text = path.read_text(encoding="utf-8")
        for name in re.findall(rf"(?<![\w:-])tip:([A-Za-z][\w-]*)|<{re.escape(TIP)}([\w-]+)>", text):
            yield name[0] or name[1], path.relative_to(ROOT).as_posix()


def test_every_term_that_the_tests_use_is_declared() -> None:
    known = {iri.removeprefix(TIP) for iri in terms()}
    unknown = {(name, path) for name, path in used_terms() if name not in known and "tests/invalid" not in path}
    assert not unknown
    assert len(set(used_terms())) > 100


def test_each_scheme_has_its_file_and_describes_itself() -> None:
    assert {path.stem for path in RECORD.schemes.glob("*.ttl")} == set(CONCEPT_SCHEMES)
    for name in CONCEPT_SCHEMES:
        path = RECORD.schemes / f"{name}.ttl"
        facts = about(path)[SCHEME + name]
        assert ox.NamedNode(SKOS + "ConceptScheme") in facts[RDF + "type"]
        assert one(SCHEME + name, DCTERMS + "title", path).language == "en"
        assert one(SCHEME + name, DCTERMS + "description", path).language == "en"
        assert facts[DCTERMS + "license"] == [ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")]


@pytest.mark.parametrize(("path", "iri"), list(concepts()), ids=lambda value: str(value).removeprefix(ID))
def test_a_concept_is_described(path: Path, iri: str) -> None:
    facts = about(path)[iri]
    label, definition = one(iri, SKOS + "prefLabel", path), one(iri, SKOS + "definition", path)
    assert label.language == definition.language == "en"
    assert label.value[0].isupper() or not says_itself(label.value, definition.value), "a proper name may stand in it"
    assert iri.startswith(f"{ID}{path.stem}/")
    assert facts[SKOS + "inScheme"] == [ox.NamedNode(SCHEME + path.stem)]
    broader = facts[SKOS + "broader"]
    assert bool(broader) != bool(facts[SKOS + "topConceptOf"]), "a concept is at the top or below another"
    assert all(other.value in about(path) for other in broader)
    assert label not in facts[SKOS + "altLabel"]


@pytest.mark.parametrize("path", sorted(RECORD.schemes.glob("*.ttl")), ids=lambda path: path.stem)
def test_labels_tell_the_concepts_of_a_scheme_apart(path: Path) -> None:
    labels = Counter(t.object.value for t in parse_turtle(path) if t.predicate.value == SKOS + "prefLabel")
    assert [label for label, n in labels.items() if n > 1] == []


def test_each_printed_form_of_a_verb_is_of_one_verb() -> None:
    path = RECORD.schemes / "verb.ttl"
    forms = Counter(
        t.object.value.casefold()
        for t in parse_turtle(path)
        if t.predicate.value in {SKOS + "prefLabel", SKOS + "altLabel"}
    )
    assert [form for form, n in forms.items() if n > 1] == []
    printed = ("Affirms", "affirmed", "Calls upon", "called upon", "Having considered", "Taking into account")
    printed += ("Decides also", "Decides further", "Also requests", "Recalling also", "drew the attention", "confirmed")
    assert [form for form in printed if form.casefold() not in forms] == []


def test_modalities_are_ordered_by_strength() -> None:
    path = RECORD.schemes / "modality.ttl"
    ranks = sorted(int(one(iri, SKOS + "notation", path).value) for where, iri in concepts() if where == path)
    assert ranks == list(range(1, len(ranks) + 1))


def test_statuses_the_record_promises_are_there() -> None:
    promised = [
        "invited",
        "proposed",
        "adopted",
        "submitted",
        "welcomed",
        "deferred",
        "raised",
        "discussed",
        "selected",
        "addressed",
        "suggested",
    ]
    path = RECORD.schemes / "status.ttl"
    labels = {one(iri, SKOS + "prefLabel", path).value for where, iri in concepts() if where == path}
    assert {*promised, "not selected", "not yet addressed"} <= labels


def test_the_catalogue_leads_to_the_ontologies() -> None:
    catalogue = ElementTree.parse(RECORD.ontology / "catalog-v001.xml").getroot()
    entries = {entry.attrib["name"]: entry.attrib["uri"] for entry in catalogue}
    for iri, uri in entries.items():
        assert ox.NamedNode(OWL + "Ontology") in about(RECORD.ontology / uri)[iri][RDF + "type"]
    found = {
        p.relative_to(RECORD.ontology).as_posix() for p in RECORD.ontology.rglob("*.ttl") if p.parent != RECORD.schemes
    }
    assert set(entries.values()) == found
