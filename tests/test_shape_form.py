"""Shapes that are none: each fault has its place and says what to write, and SHACL's own shapes find it too."""

import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran
from rdflib import Graph

from tests.test_shacl_suite import CHECKOUT, FOLDER, entries_below
from tests.thorough import some
from tipgraph.cli import cli
from tipgraph.namespaces import SHAPES
from tipgraph.record import Record
from tipgraph.validate.layers import Run
from tipgraph.validate.material import Material
from tipgraph.validate.report import Severity
from tipgraph.validate.shacl_layer import check_with_shapes
from tipgraph.validate.shape_form import Stated, faults, kept, told, unused

REAL = Record.find()
HEAD = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
"""
NAMED = "ex:S sh:targetClass ex:K ; sh:property ex:P .\nex:P sh:path ex:p ;\n  {} ."
NODE = "ex:S a sh:NodeShape ;\n  {} ."
# What is written in the place of {}, the column at which the fault stands in its line, what is said of it.
VALUES = {
    'sh:minCount "one"': (
        15,
        'sh:minCount takes a whole number, and "one" is none: write one without quotes, such as 1',
    ),
    "sh:minCount 1 , 2": (19, "a shape has one sh:minCount at most, and this has 2: keep one of them"),
    "sh:minCount 1.0": (15, "sh:minCount takes a whole number"),
    'sh:maxCount "x"^^xsd:integer': (15, "sh:maxCount takes a whole number"),
    "sh:datatype xsd:string , rdf:langString": (28, "a shape has one sh:datatype at most, and this has 2: keep one of"),
    'sh:datatype "xsd:string"': (15, 'sh:datatype takes an IRI, and "xsd:string" is none: write a name such as'),
    'sh:class "State"': (12, "sh:class takes an IRI"),
    "sh:class [ ]": (12, "sh:class takes an IRI, and a blank node is none"),
    "sh:nodeKind sh:Foo": (
        15,
        "sh:nodeKind takes a kind of nodes, and sh:Foo is none: write one of sh:IRI, sh:BlankNode",
    ),
    "sh:nodeKind sh:IRI , sh:Literal": (24, "a shape has one sh:nodeKind at most"),
    "sh:minLength ex:long": (16, "sh:minLength takes a whole number"),
    "sh:minInclusive ex:low": (19, "sh:minInclusive takes a literal"),
    'sh:pattern "a"@en': (14, "sh:pattern takes a string"),
    'sh:flags "i" , "s"': (18, "a shape has one sh:flags at most"),
    "sh:in ex:a": (9, "sh:in takes a list, and http://example.org/a is none: write one in round brackets"),
    "sh:in ( 1 ) , ( 2 )": (17, "a shape has one sh:in at most"),
    "sh:in [ rdf:first 1 ]": (9, "sh:in takes a list, and a node of this one has not exactly one rdf:first"),
    "sh:languageIn ( ex:en )": (
        19,
        'an item of sh:languageIn is a string, and http://example.org/en is none: write ( "en"',
    ),
    "sh:or ex:T": (9, "sh:or takes a list, and http://example.org/T is none"),
    'sh:uniqueLang "yes"': (17, "sh:uniqueLang takes a truth value"),
    'sh:severity "high"': (15, "sh:severity takes an IRI"),
    "sh:message 7": (14, "sh:message takes a text, and 7 is none"),
    "sh:deactivated 1": (18, "sh:deactivated takes a truth value, and 1 is none: write true or false, without quotes"),
    "sh:lessThan 3": (15, "sh:lessThan takes an IRI"),
    'sh:equals "p"': (13, "sh:equals takes an IRI"),
    "sh:path ex:q": (11, "a property shape has one sh:path, and this has 2: keep one of them"),
    "sh:node [ sh:path ex:q ]": (11, "sh:node leads to a node shape, and a blank node has an sh:path: use sh:property"),
    "sh:qualifiedValueShape [ ] ; sh:qualifiedMinCount true": (53, "sh:qualifiedMinCount takes a whole number"),
    "sh:property [ sh:minCount 1 ]": (
        15,
        "a property shape has an sh:path: add one with the property that it looks at",
    ),
    "sh:targetClass [ ]": (18, "sh:targetClass takes an IRI"),
    "sh:closed true ; sh:ignoredProperties ( 1 )": (43, "an item of sh:ignoredProperties is an IRI"),
}
PATHS = {
    '"ex:p"': 'this is no path: "ex:p" is a literal: write the IRI of a property',
    "( ex:p )": "this is no path: a sequence has two members or more, this one 1: add one, or write the property alone",
    "[ sh:inversePath ex:p ; sh:zeroOrMorePath ex:p ]": "this is no path: a path in brackets says one thing, this one sh:inv",
    "[ sh:inversePath ex:p , ex:q ]": "this is no path: sh:inversePath takes one path, and has 2: keep one of them",
    "[ sh:alternativePath ex:p ]": "this is no path: sh:alternativePath is a list, and http://example.org/p is none",
    "[ ]": "this is no path: a path in brackets says one thing, this one nothing",
}
WHOLE = {
    "ex:P a sh:PropertyShape ; sh:targetClass ex:K ; sh:minCount 1 .": (
        1,
        1,
        "a property shape has an sh:path: add one",
    ),
    "ex:S a sh:NodeShape ; sh:minCount 1 .": (
        1,
        35,
        "sh:minCount is about the values of a path, and this shape has none",
    ),
    "ex:S a sh:NodeShape ; sh:path ex:p .": (1, 31, "a node shape has no sh:path: call it a sh:PropertyShape"),
    "[] a sh:NodeShape , rdfs:Class ; sh:nodeKind sh:IRI .": (
        1,
        1,
        "a shape that is a class is aimed at its instances by",
    ),
}
# What pyshacl, or SHACL's own shapes, do not look at.
OURS = {
    "ex:S a sh:NodeShape ; sh:targetClass ex:K ; sh:property ex:Q .": (
        1,
        57,
        "there is no shape http://example.org/Q: descr",
    ),
    'ex:S a sh:NodeShape ; sh:pattern "(" .': (
        1,
        34,
        '"(" is no regular expression (missing ), unterminated subpattern',
    ),
    "ex:S a sh:NodeShape ;\n  sh:node ex:T .\nex:T sh:or ( ex:S ) .": (
        2,
        11,
        "the shape refers to itself: http://example.org/",
    ),
    "ex:S a sh:NodeShape ; sh:sparql [ sh:message 'x' ] .": (
        1,
        33,
        "a constraint in SPARQL has one sh:select, and this",
    ),
    "ex:S a sh:NodeShape ; sh:sparql [ sh:select 1 ] .": (1, 45, "sh:select takes a string"),
    "ex:S a sh:NodeShape ; sh:sparql [ sh:select '' ; sh:prefixes ex: ] .\nex: sh:declare\n  [ sh:prefix 'e' ] .": (
        *(3, 3),
        "a declaration of a prefix has one sh:namespace, a xsd:anyURI: write sh:namespace",
    ),
}
CASES = [
    *((NAMED.format(text), 3, column, said) for text, (column, said) in VALUES.items()),
    *((f"ex:P a sh:PropertyShape ;\n  sh:path {path} .", 2, 11, said) for path, said in PATHS.items()),
    *((text, *found) for text, found in WHOLE.items()),
]


def found(tmp_path: Path, text: str) -> list[tuple[int | None, int | None, str]]:
    path = tmp_path / "shapes.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    results = [told(fault) for fault in faults(Stated({"shapes.ttl": path}))]
    return [((one.line or 0) - HEAD.count("\n"), one.column, one.message) for one in results]


@pytest.mark.parametrize(("text", "line", "column", "said"), [*CASES, *((t, *f) for t, f in OURS.items())])
def test_a_fault_is_told_once_where_it_stands(tmp_path: Path, text: str, line: int, column: int, said: str) -> None:
    ((at, where, message),) = found(tmp_path, text)
    assert message.startswith(said)
    assert (at, where) == (line, column)


def refused(graph: Graph) -> bool:
    """Ask SHACL's own shapes for shapes."""
    from pyshacl.entrypoints import meta_validate

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return not meta_validate(graph, inference="none")[0]


@pytest.mark.parametrize("text", some([text for text, *_ in CASES], 2))
def test_the_shapes_for_shapes_refuse_the_same(text: str) -> None:
    assert refused(Graph().parse(data=HEAD + text, format="turtle"))


def test_the_shapes_of_the_record_are_shapes() -> None:
    paths = {path.name: path for path in sorted(REAL.shapes.glob("*.ttl"))}
    assert faults(Stated(paths)) == []


@pytest.mark.skipif(CHECKOUT is None, reason="TIPGRAPH_SHACL_TESTS names no checkout of w3c/data-shapes")
def test_no_shape_of_the_tests_of_the_w3c_is_refused_that_may_be_run() -> None:
    every = {test.shapes: test.expected is None for test in entries_below(FOLDER / "manifest.ttl")}
    assert len(every) > 100
    wrong = {path.name for path, fails in every.items() if not fails and faults(Stated({path.name: path}))}
    assert wrong == set()


def test_what_hangs_on_a_wrong_shape_is_left_out_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        HEAD
        + """ex:Open sh:targetClass ex:K ; sh:property ex:Wrong , ex:Right .
        ex:Closed sh:targetClass ex:K ; sh:closed true ; sh:property ex:Wrong .
        ex:Choice sh:targetClass ex:K ; sh:or ( ex:Right [ sh:property ex:Wrong ] ) .
        ex:Right sh:path ex:p ; sh:minCount 1 .
        ex:Wrong sh:path ex:q ; sh:minCount "1" .""",
        encoding="utf-8",
    )
    stated = Stated({"shapes.ttl": tmp_path / "shapes.ttl"})
    triples, gone = kept(stated, {fault.shape for fault in faults(stated)})
    assert [iri.rpartition("/")[2] for iri in gone] == ["Choice", "Closed", "Wrong"]
    assert {str(triple.subject) for triple in triples} == {"<http://example.org/Open>", "<http://example.org/Right>"}
    assert not any("Wrong" in str(triple.object) for triple in triples)


PROPERTY = "ex:S-p a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1 .\n"
IN_USE = [
    "ex:S a sh:NodeShape ; sh:targetClass ex:K ; sh:property ex:S-p .",
    "ex:S-p sh:targetNode ex:thing .",
    "ex:S-p sh:deactivated true .",
    "ex:S a sh:NodeShape , rdfs:Class ; sh:property ex:S-p .",
    "ex:S a sh:NodeShape , <http://www.w3.org/2002/07/owl#Class> ; sh:property ex:S-p .",
    "ex:S sh:targetClass ex:K ; sh:and ( [ sh:not ex:S-p ] [ sh:property ex:S-p ] ) .",
    "ex:S sh:targetClass ex:K ; sh:or ( ex:Other ex:S-p ) . ex:Other a sh:NodeShape .",
    "ex:S sh:targetClass ex:K ; sh:node ex:T . ex:T a sh:NodeShape ; sh:property ex:S-p .",
    "ex:S sh:targetSubjectsOf ex:q ; sh:property [ sh:path ex:q ; sh:qualifiedValueShape ex:S-p ] .",
]


@pytest.mark.parametrize("text", IN_USE)
def test_a_shape_that_is_run_or_switched_off_is_in_use(tmp_path: Path, text: str) -> None:
    (tmp_path / "shapes.ttl").write_text(HEAD + PROPERTY + text, encoding="utf-8")
    assert list(unused(Stated({"shapes.ttl": tmp_path / "shapes.ttl"}))) == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("ex:S a sh:NodeShape ; sh:targetClass ex:K .", 6, "sh:property of http://example.org/S, or remove it"),
        ("ex:S rdfs:seeAlso ex:S-p .", 6, "sh:property of a node shape, or remove it"),
        (
            "ex:T a sh:NodeShape ;\n  sh:property ex:S-p .",
            7,
            "the shape has no target, and no other shape refers to it",
        ),
    ],
)
def test_a_shape_that_is_never_run_is_told(tmp_path: Path, text: str, line: int, message: str) -> None:
    (tmp_path / "shapes.ttl").write_text(HEAD + PROPERTY + text, encoding="utf-8")
    (result,) = unused(Stated({"shapes.ttl": tmp_path / "shapes.ttl"}))
    assert (result.shape, result.file, result.line, result.column) == ("shape-in-use", "shapes.ttl", line, 1)
    assert message in result.message
    assert result.severity is Severity.WARNING


def test_every_shape_of_the_record_is_run() -> None:
    assert list(unused(Stated({path.name: path for path in REAL.shapes.glob("*.ttl")}))) == []


# ---- the command

DATA = """\
@prefix tip: <https://w3id.org/tipgraph/ns#> .
<http://example.org/a> a <http://example.org/K> .
"""
MADE = """\
ex:S a sh:NodeShape ; sh:targetClass ex:K ; sh:property ex:Founded , ex:Named .
ex:Founded sh:path ex:founded ; sh:minCount "one" ; sh:message "It has ex:founded." .
ex:Named sh:path ex:name ; sh:minCount 1 ; sh:message "It has ex:name." .
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.ttl").write_text(DATA, encoding="utf-8")
    (tmp_path / "founded.ttl").write_text(HEAD + MADE, encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(cli, ["--record", str(REAL.root), "validate", *map(str, arguments)])


def test_a_wrong_shape_of_others_is_a_result_and_the_others_are_run(run: Callable[..., Ran]) -> None:
    ran = run("mine.ttl", "--shapes", "founded.ttl", "--replace")
    assert ran.exit_code == 1
    assert sorted(ran.stdout.splitlines()[:2]) == [
        'founded.ttl:7:45: violation: http://example.org/Founded: sh:minCount takes a whole number, and "one" is none: '
        "write one without quotes, such as 1 [shape-form]",
        "mine.ttl:2:1: violation: http://example.org/a: It has ex:name. [http://example.org/Named]",
    ]
    assert "not checked: shacl: http://example.org/Founded: wrong, or hanging on what is; mend the shapes" in ran.stdout


def test_shapes_of_others_that_are_not_well_formed_are_told(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "founded.ttl").write_text(HEAD + "ex:S sh:targetClass ;", encoding="utf-8")
    ran = run("mine.ttl", "--shapes", "founded.ttl", "--replace")
    assert ran.exit_code == 1
    assert ran.stdout.startswith("founded.ttl:6:21: violation: ")
    assert "not checked: shacl: founded.ttl cannot be read; mend it first" in ran.stdout


def test_a_wrong_shape_of_the_record_is_told_with_its_file(tmp_path: Path) -> None:
    shutil.copytree(REAL.shapes, tmp_path / "shapes")
    path = tmp_path / "shapes" / "meetings.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sh:minInclusive 1 ;", "sh:minInclusive 1 , 2 ;", 1), encoding="utf-8")
    checked = Run(Material({}), Record(tmp_path), shapes=tuple(sorted(path.parent.glob("*.ttl"))))
    (result,) = check_with_shapes(checked)
    assert (result.file, result.line, result.column) == ("shapes/meetings.ttl", 24, 51)
    assert result.focus == SHAPES + "Session-ordinal"
    assert result.message == "a shape has one sh:minInclusive at most, and this has 2: keep one of them"
    assert checked.skipped == ["shacl: shape:Session-ordinal: wrong, or hanging on what is; mend the shapes first"]
