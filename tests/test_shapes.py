"""Shapes, rules and named checks: each is well made, and each is broken by its own file and by no other."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

from tests.fixture_record import (
    FOLDER,
    ONTOLOGY_FOLDER,
    RECORD,
    base,
    check_extra,
    check_ontology,
    material,
    ontology_checks,
    rules,
    shapes,
)
from tipgraph.errors import FileError, MalformedError
from tipgraph.namespaces import ID, OWL, RDF, RDFS, SH, SHAPES, TIP
from tipgraph.turtle import parse_turtle
from tipgraph.validate.facts import Facts
from tipgraph.validate.hygiene import parse_example
from tipgraph.validate.material import Material
from tipgraph.validate.registry import CHECKS
from tipgraph.validate.report import Severity
from tipgraph.validate.rules import Rule, load_rules, run_rules
from tipgraph.validate.shacl import check_shapes, load_shapes

INVALID_ONTOLOGY = sorted(ONTOLOGY_FOLDER.glob("*.ttl"))
INVALID = sorted(path for path in FOLDER.glob("*.ttl") if not path.name.startswith("_"))
WARNINGS = {
    "AgendaItem-title-known",
    "Recommendation-topic-known",
    "claim-in-record",
    "concept-has-source",
    "concept-spelling",
    "foreseen-overtaken",
    "name-printed",
    "sources-differ",
    "needs-review",
}
NOTES = {"concept-used"}
TELLS = re.compile(
    r"\b(add|write|give|remove|let|name|put|use|say|count|correct|mend|keep|state|leave|describe|look|tell|make|read|number|"
    r"restore|copy|record|run)\b",
    re.IGNORECASE,
)


def written() -> Facts:
    """The shapes as their files have them."""
    return Facts(triple for path in sorted(RECORD.shapes.glob("*.ttl")) for triple in parse_turtle(path))


SHAPE_FACTS = written()
NODE_SHAPES = SHAPE_FACTS.subjects(RDF + "type", SH + "NodeShape")
PROPERTY_SHAPES = SHAPE_FACTS.subjects(RDF + "type", SH + "PropertyShape")
TARGETS = [SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")]
AIMED = [shape for shape in NODE_SHAPES if SHAPE_FACTS.objects(shape, *TARGETS)]


def names() -> set[str]:
    """Every shape, rule and check that a file of triples can break."""
    checks = set(CHECKS) - {check.name for check in ontology_checks()}
    return {iri.removeprefix(SHAPES) for iri in PROPERTY_SHAPES} | {rule.name for rule in rules()} | checks


def test_the_base_conforms() -> None:
    report = check_extra([])
    assert not report.results, report.text


def test_each_shape_rule_and_check_has_its_file() -> None:
    assert {path.stem for path in INVALID} == names()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_file_breaks_the_shape_it_is_named_for_and_no_other(path: Path) -> None:
    report = check_extra(parse_turtle(path))
    assert report.broken() == {path.stem}, report.text
    severity = (
        Severity.WARNING if path.stem in WARNINGS else Severity.INFO if path.stem in NOTES else Severity.VIOLATION
    )
    assert {result.severity for result in report.results} == {severity}
    assert all(TELLS.search(result.message) for result in report.results), report.text


def test_the_ontology_conforms() -> None:
    report = check_ontology([])
    assert not report.results, report.text


def test_each_check_of_the_ontology_has_its_file() -> None:
    assert {path.stem for path in INVALID_ONTOLOGY} == {check.name for check in ontology_checks()}


@pytest.mark.parametrize("path", INVALID_ONTOLOGY, ids=lambda path: path.stem)
def test_a_file_breaks_the_check_it_is_named_for_and_no_other(path: Path) -> None:
    report = check_ontology(parse_turtle(path))
    assert report.broken(Severity.VIOLATION) == {path.stem}, report.text
    assert report.broken() == {path.stem}, report.text
    assert all(TELLS.search(result.message) for result in report.results), report.text


def test_a_file_says_what_it_breaks() -> None:
    for path in (*INVALID, *INVALID_ONTOLOGY):
        assert path.read_text().startswith(f"# Breaks {path.stem} and nothing else: "), path.name


@pytest.mark.thorough  # test_shape_form looks for the same in less than a second
def test_shapes_are_shapes_to_shacl_itself() -> None:
    from pyshacl import validate

    graph = Graph()
    for path in sorted(RECORD.shapes.glob("*.ttl")):
        graph.parse(path)
    conforms, _, text = validate(Graph(), shacl_graph=graph, meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=lambda iri: iri.removeprefix(SHAPES))
def test_a_property_shape_is_well_made(shape: str) -> None:
    owners = SHAPE_FACTS.subjects(SH + "property", shape)
    assert len(owners) == 1
    assert shape.startswith(f"{owners[0]}-")
    assert len(SHAPE_FACTS.terms(shape, SH + "path")) == 1
    (severity,) = SHAPE_FACTS.objects(shape, SH + "severity")
    assert severity in {SH + name for name in ("Violation", "Warning", "Info")}
    (message,) = SHAPE_FACTS.terms(shape, SH + "message")
    assert isinstance(message, ox.Literal)
    assert message.language == "en"
    assert TELLS.search(message.value)
    assert message.value.endswith(".")


def test_a_node_shape_has_a_target_or_says_what_a_value_may_be() -> None:
    for shape in set(NODE_SHAPES) - set(AIMED):
        assert shape.startswith(SHAPES + "is-")
        assert SHAPE_FACTS.objects(shape, SH + "datatype", SH + "class")


def test_no_shape_is_anonymous() -> None:
    triples = [triple for path in RECORD.shapes.glob("*.ttl") for triple in parse_turtle(path)]
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            assert triple.predicate.value in {RDF + "first", RDF + "rest", SH + "alternativePath"}


def test_every_class_of_the_ontology_has_a_shape() -> None:
    ontology = Facts(parse_turtle(RECORD.ontology / "tipgraph.ttl"))
    aimed = {name for shape in AIMED for name in SHAPE_FACTS.objects(shape, SH + "targetClass")}
    covered = {below for name in aimed for below in ontology.classes_below(name)}
    classes = {iri for iri in ontology.subjects(RDF + "type", OWL + "Class") if iri.startswith(TIP)}
    assert classes
    assert classes <= covered


def test_every_property_that_a_shape_names_is_declared() -> None:
    ontology = Facts(parse_turtle(RECORD.ontology / "tipgraph.ttl"))
    paths = {p for shape in PROPERTY_SHAPES for p in SHAPE_FACTS.objects(shape, SH + "path") if p.startswith("http")}
    known = {p for p in paths if ontology.objects(p, RDF + "type")} | {
        RDF + name for name in ("subject", "predicate", "object")
    }
    assert paths - known <= {RDFS + "label", RDFS + "comment", RDFS + "isDefinedBy"}


@pytest.mark.parametrize(
    "kind", SHAPE_FACTS.objects(SHAPES + "Supported", SH + "targetClass"), ids=lambda iri: iri.removeprefix(TIP)
)
def test_nothing_stands_without_support(kind: str) -> None:
    thing = ox.NamedNode(ID + "thing/unsupported")
    report = check_extra([ox.Triple(thing, ox.NamedNode(RDF + "type"), ox.NamedNode(kind))])
    assert "Supported-support" in report.broken(Severity.VIOLATION)


def test_each_document_may_give_a_thing_a_label_of_its_own() -> None:
    one, other = parse_turtle(FOLDER / "label-once.ttl"), "<occasion/another> rdfs:label 'Elsewhere another'@en ."
    single = [triple for triple in one if triple.object != ox.Literal("Forum two", language="en")]
    elsewhere = parse_example(other)
    check = CHECKS["label-once"]
    assert not list(check.run(Material({"data/curated/a.ttl": single, "data/extracted/b.ttl": elsewhere})))
    (result,) = check.run(Material({"data/curated/a.ttl": single, "data/curated/b.ttl": elsewhere}))
    assert result.message == 'it has a label already, "Another forum"@en: keep one of them'
    assert len(list(check.run(Material({"data/extracted/b.ttl": [*single, *elsewhere]})))) == 1


def test_spreading_the_targets_changes_no_verdict() -> None:
    wrong = [triple for path in INVALID[::9] for triple in parse_turtle(path)]
    plain = Material({path.name: parse_turtle(path) for path in RECORD.shapes.glob("*.ttl")}).graph
    whole = material(wrong)
    assert plain.value(URIRef(SHAPES + "Attendance"), URIRef(SH + "property"))
    expected, found = set(check_shapes(whole, plain)), set(check_shapes(whole, load_shapes(RECORD.shapes)))
    assert found == expected
    assert len(found) > 10


def test_narrowing_the_targets_changes_no_verdict() -> None:
    wrong = [triple for path in INVALID[::9] for triple in parse_turtle(path)]
    whole = material(wrong)
    everything = set(check_shapes(whole, shapes()))
    whole.only = frozenset(triple.subject.value for triple in wrong)
    assert set(check_shapes(whole, shapes())) == {result for result in everything if result.focus in whole.only}


def test_a_rule_says_what_is_wrong_with_its_head(tmp_path: Path) -> None:
    rule = tmp_path / "some-rule.rq"
    head = "# title: T\n# rule: some-rule\n# severity: violation\n# message: {?value} is wrong\n"
    for text, expected in (
        (head.replace("# severity: violation\n", ""), "has no header '# severity:'"),
        (head.replace("some-rule", "another"), "calls itself 'another'"),
        (head.replace("violation", "fatal"), "there is no severity 'fatal'"),
        (head + "SELECT ?thing WHERE { ?thing ?p ?o }", "selects no ?focus"),
    ):
        rule.write_text(text + "\nSELECT ?focus WHERE { ?focus a ?c }" * ("?thing" not in text))
        with pytest.raises((FileError, MalformedError)) as raised:
            Rule.read(rule)
        assert expected in str(raised.value)


@pytest.mark.parametrize(
    ("head", "line", "column", "message"),
    [
        ("# rule: some-rule\n# severity: violaton\n# message: m", 3, 13, "there is no severity 'violaton': write"),
        ("# rule: another\n# severity: info\n# message: m", 2, 9, "the rule calls itself 'another': name it 'some-r"),
        (
            "# rule: some-rule\n# severity: info\n# message: {?focus} has {?vlaue}",
            *(4, 25),
            "the message names ?vlaue, which the query does not select: select it, or name one of ?focus, ?value",
        ),
    ],
)
def test_a_fault_in_the_head_of_a_rule_has_its_place(
    tmp_path: Path, head: str, line: int, column: int, message: str
) -> None:
    rule = tmp_path / "some-rule.rq"
    rule.write_text(f"# title: T\n{head}\nSELECT ?focus ?value WHERE {{ ?focus a ?value FILTER(false) }}")
    (result,) = run_rules([rule], material([]))
    assert (result.shape, result.line, result.column) == ("rule-runs", line, column)
    assert result.message.startswith(message)


def test_a_rule_that_is_not_sparql_is_named(tmp_path: Path) -> None:
    rule = tmp_path / "some-rule.rq"
    rule.write_text("# title: T\n# rule: some-rule\n# severity: info\n# message: m\nSELECT ?focus WHERE { ?focus a }")
    with pytest.raises(MalformedError, match=r"some-rule\.rq:\d+:\d+: the rule is not SPARQL"):
        list(Rule.read(rule).run(material([])))


def test_a_folder_without_rules_or_shapes_is_refused(tmp_path: Path) -> None:
    for load in (load_rules, load_shapes):
        with pytest.raises(FileError):
            load(tmp_path)


def test_a_rule_puts_the_row_into_its_message() -> None:
    report = check_extra(parse_turtle(FOLDER / "symbol-means-one.ttl"))
    (result,) = report.results
    assert result.message.startswith("it bears the symbol CTOC/COP/9999/1 that document/")
    assert result.value == "CTOC/COP/9999/1"


def test_the_base_has_one_thing_of_each_class_that_has_a_shape() -> None:
    facts = material([]).facts
    for shape in AIMED:
        for kind in SHAPE_FACTS.objects(shape, SH + "targetClass"):
            assert facts.instances(kind), f"tests/invalid/_base.ttl has no {kind}"
    assert len(base()) > 500
