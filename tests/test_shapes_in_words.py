"""Shapes in words: each kind of constraint that SHACL has, on a shape as small as can be."""

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from tests.conftest import ROOT
from tipgraph.namespaces import ID, SH, SHAPES, TIP
from tipgraph.site.shapes import Rule, Shape, plain, read_shapes
from tipgraph.site.shapes.words import Word, capital, listed, say, with_article
from tipgraph.turtle import parse_turtle

PREFIXES = f"""
@base <{ID}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <{SH}> .
@prefix shape: <{SHAPES}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tip: <{TIP}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NAMES = {
    f"{TIP}Thing": "thing",
    f"{TIP}Event": "event",
    f"{TIP}a": "first",
    f"{TIP}b": "second",
    f"{ID}topic/x": "a topic",
}


def _parsed(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(text, RdfFormat.TURTLE)]


def read(text: str) -> tuple[Shape, ...]:
    return read_shapes(_parsed(PREFIXES + text), lambda iri: NAMES.get(iri, ""))


def of_property(constraints: str, path: str = "tip:a") -> Rule:
    (shape,) = read(
        f"shape:S a sh:NodeShape ; sh:targetClass tip:Thing ; sh:property [ sh:path {path} ; {constraints} ] ."
    )
    (rule,) = shape.rules
    return rule


def words(constraints: str, path: str = "tip:a") -> str:
    return " ".join(map(plain, of_property(constraints, path).sentences))


@pytest.mark.parametrize(
    ("constraints", "sentence"),
    [
        ("sh:minCount 1 ; sh:maxCount 1", "Every thing has exactly one “first”."),
        ("sh:minCount 3 ; sh:maxCount 3", "Every thing has exactly 3 “first”."),
        ("sh:minCount 1", "Every thing has at least one “first”."),
        ("sh:minCount 2", "Every thing has at least 2 “first”."),
        ("sh:maxCount 1", "Every thing has at most one “first”."),
        ("sh:maxCount 0", "Every thing has no “first”."),
        ("sh:minCount 2 ; sh:maxCount 4", "Every thing has between 2 and 4 “first”."),
        ("sh:minCount 0", "Every thing has any number of “first”."),
        ("", "Every thing may have “first”."),
    ],
)
def test_how_many(constraints: str, sentence: str) -> None:
    assert words(constraints) == sentence


@pytest.mark.parametrize(
    ("constraints", "what"),
    [
        ("sh:datatype xsd:string", "is a string without a language"),
        ("sh:datatype xsd:gYear", "is a year"),
        ("sh:datatype xsd:hexBinary", "is a value of the type xsd:hexBinary"),
        ("sh:class tip:Event", "is an event"),
        ("sh:class tip:Thing , tip:Event", "is an event and is a thing"),
        ("sh:nodeKind sh:IRI", "is a thing with an IRI"),
        ("sh:nodeKind sh:BlankNodeOrLiteral", "is a value or a thing without an IRI"),
        ('sh:in ( "x" <topic/x> 3 )', "is one of “x”, a topic or “3”"),
        ("sh:in ( true )", "is true"),
        ('sh:languageIn ( "en" "xx" )', "is in English or xx"),
        ("sh:minLength 1", "is not empty"),
        ("sh:minLength 2", "is at least 2 characters long"),
        ("sh:minLength 2 ; sh:maxLength 1000", "is at least 2 characters and at most 1,000 characters long"),
        ("sh:minLength 5 ; sh:maxLength 5", "is exactly 5 characters long"),
        ('sh:pattern "^[a-z]+$"', "matches the pattern ^[a-z]+$"),
        ('sh:pattern "x" ; sh:flags "i"', "matches the pattern x (flags: i)"),
        (f'sh:pattern "^{ID}topic/"', f"begins with {ID}topic/"),
        ("sh:minInclusive 1 ; sh:maxExclusive 9", "is at least 1 and is less than 9"),
        ("sh:minExclusive 1 ; sh:maxInclusive 9", "is more than 1 and is at most 9"),
        ("sh:equals tip:b", "is a value of “second” of the same thing too, and the other way round"),
        ("sh:disjoint tip:b", "is not a value of “second” of the same thing too"),
        ("sh:lessThan tip:b", "is less than each value of “second” of the same thing"),
        ("sh:lessThanOrEquals tip:b", "is at most as much as each value of “second” of the same thing"),
        ("sh:or ( [ sh:class tip:Event ] [ sh:datatype xsd:date ] )", "is an event or a day"),
        ("sh:or ( [ sh:class tip:Event ] [ sh:minLength 1 ; sh:pattern \"x\" ] [ sh:pattern \"y\" ] )",
         "is an event, is not empty and matches the pattern x or matches the pattern y"),
        ("sh:and ( [ sh:class tip:Event ] [ sh:class tip:Thing ] )", "is an event and a thing"),
        ("sh:xone ( [ sh:class tip:Event ] [ sh:class tip:Thing ] )", "is either an event or a thing but not both"),
        ("sh:not [ sh:class tip:Event ]", "is nothing that is an event"),
        ("sh:node [ sh:class tip:Event ]", "is an event"),
        ("sh:node [ sh:property [ sh:path tip:b ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] ]",
         "has exactly one “second”; it is a day"),
        ("sh:property [ sh:path tip:b ; sh:minCount 1 ]", "has at least one “second”"),
        ("sh:node [ sh:closed true ; sh:ignoredProperties ( tip:b ) ]",
         "has no properties besides those that this shape speaks of and “second”"),
        ('sh:sparql [ sh:message "no twins" ; sh:select "SELECT $this { }" ]',
         "is not found by the query SELECT $this { } (no twins)"),
    ],
)  # fmt: skip
def test_what_each_value_is(constraints: str, what: str) -> None:
    assert words(constraints) == f"Each “first” of a thing {what}."
    assert words(f"sh:minCount 1 ; {constraints}") == f"Every thing has at least one “first”; each {what}."
    assert words(f"sh:maxCount 1 ; {constraints}") == f"Every thing has at most one “first”; it {what}."


@pytest.mark.parametrize(
    ("constraints", "sentence"),
    [
        ("sh:hasValue <topic/x>", "Every thing has a topic as a value of “first”."),
        ("sh:uniqueLang true", "No two values of “first” of a thing are in the same language."),
        ("sh:qualifiedValueShape [ sh:class tip:Event ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1",
         "Every thing has exactly one “first” that is an event."),
        ("sh:minCount 2 ; sh:uniqueLang true",
         "Every thing has at least 2 “first”. No two values of “first” of a thing are in the same language."),
    ],
)  # fmt: skip
def test_what_all_values_are_together(constraints: str, sentence: str) -> None:
    assert words(constraints) == sentence


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("[ sh:inversePath tip:a ]", "(the other way round) “first”"),
        ("[ sh:alternativePath ( tip:a tip:b ) ]", "“first” or “second”"),
        ("( tip:a tip:b )", "“first” then “second”"),
        ("[ sh:zeroOrMorePath tip:a ]", "“first”, any number of steps,"),
        ("[ sh:oneOrMorePath tip:a ]", "“first”, one step or more,"),
        ("[ sh:zeroOrOnePath tip:a ]", "“first”, at most one step,"),
        ("[ tip:oddPath tip:a ]", "[ tip:oddPath tip:a ]"),
    ],
)
def test_paths(path: str, written: str) -> None:
    rule = of_property("sh:minCount 1", path)
    assert plain(rule.sentences[0]) == f"Every thing has at least one {written}."
    named = {f"{TIP}a"} if "odd" not in path else set()
    assert rule.properties - {f"{TIP}b"} == named


def test_what_is_not_known_is_shown_as_it_is_written() -> None:
    rule = of_property('sh:moods ( tip:a "x" ) ; tip:strange [ tip:b 3 ] ; sh:minCount 1')
    shown = '( tip:a "x" )'
    assert plain(rule.sentences[0]) == (
        f"Every thing has at least one “first”; each fits sh:moods {shown} and "
        'fits tip:strange [ tip:b "3"^^<http://www.w3.org/2001/XMLSchema#integer> ].'
    )
    assert Word(f"sh:moods {shown}", code=True) in rule.sentences[0]


@pytest.mark.parametrize(
    ("target", "every", "each"),
    [
        ("sh:targetClass tip:Event", "every event", "an event"),
        ("sh:targetClass tip:Thing , tip:Event", "every event or thing", "an event or a thing"),
        ("sh:targetSubjectsOf tip:b", "whatever has “second”", "whatever has “second”"),
        ("sh:targetObjectsOf tip:b", "whatever is a value of “second”", "whatever is a value of “second”"),
        ("sh:targetNode <topic/x>", "a topic", "a topic"),
        ("sh:target [ tip:b 1 ]", "what fits [ tip:b \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> ]", None),
    ],
)  # fmt: skip
def test_what_is_held_to_account(target: str, every: str, each: str | None) -> None:
    (shape,) = read(f"shape:S a sh:NodeShape ; {target} ; sh:property [ sh:path tip:a ; sh:class tip:Thing ] .")
    assert plain(shape.target) == every
    assert plain(shape.rules[0].sentences[0]) == f"Each “first” of {each or every} is a thing."


def test_a_class_that_is_a_shape_holds_its_own_things_to_account() -> None:
    (shape,) = read("tip:Event a sh:NodeShape , owl:Class ; sh:property [ sh:path tip:a ; sh:minCount 1 ] .")
    assert (plain(shape.target), shape.classes) == ("every event", (f"{TIP}Event",))


def test_what_is_asked_of_the_things_themselves() -> None:
    (shape,) = read(
        "shape:S a sh:NodeShape ; sh:targetSubjectsOf tip:a ; sh:nodeKind sh:IRI ; sh:class tip:Thing ; sh:closed true ."
    )
    assert [plain(one) for one in shape.rules[0].sentences] == [
        "Whatever has “first” is a thing.",
        "Whatever has “first” is a thing with an IRI.",
        "Whatever has “first” has no properties besides those that this shape speaks of.",
    ]


def test_a_shape_of_a_property_with_a_target_of_its_own() -> None:
    (shape,) = read("shape:S a sh:PropertyShape ; sh:targetClass tip:Thing ; sh:path tip:a ; sh:minCount 1 .")
    assert plain(shape.rules[0].sentences[0]) == "Every thing has at least one “first”."


def test_severity_messages_and_whether_it_is_in_force() -> None:
    rule = of_property('sh:minCount 1 ; sh:message "Give one."@en ; sh:name "the first" ; sh:severity sh:Warning')
    assert (rule.severity, rule.messages, rule.is_active) == ("warning", ("the first", "Give one."), True)
    assert of_property("sh:minCount 1").severity == "violation"
    assert of_property("sh:minCount 1 ; sh:severity sh:Info").severity == "info"
    assert of_property("sh:minCount 1 ; sh:severity tip:Odd").severity == f"{TIP}Odd"
    assert not of_property("sh:minCount 1 ; sh:deactivated true").is_active


def test_words_lead_to_what_they_name() -> None:
    (sentence,) = of_property("sh:minCount 1 ; sh:class tip:Event").sentences
    assert [(word.text, word.iri.removeprefix(TIP)) for word in sentence if word.iri] == [
        ("thing", "Thing"),
        ("first", "a"),
        ("event", "Event"),
    ]


def test_shapes_that_go_round_come_to_an_end() -> None:
    text = "shape:S a sh:NodeShape ; sh:targetClass tip:Thing ; sh:property shape:P ."
    text += (
        "shape:P sh:path tip:a ; sh:minCount 1 ; sh:node shape:S ; sh:property shape:P ; sh:or ( shape:S shape:P ) ."
    )
    (shape,) = read(text)
    assert "fits the shape shape:P" in plain(shape.rules[0].sentences[0])
    assert len(plain(shape.rules[0].sentences[0])) < 20_000
    loop = "shape:S a sh:NodeShape ; sh:targetClass tip:Thing ; sh:property [ sh:path _:l ; sh:minCount 1 ] ."
    (shape,) = read(f"{loop} _:l rdf:first tip:a ; rdf:rest _:l .")
    assert plain(shape.rules[0].sentences[0]) == "Every thing has at least one “first”."


def test_every_rule_of_the_record_is_told() -> None:
    triples = [triple for path in sorted((ROOT / "shapes").glob("*.ttl")) for triple in parse_turtle(path)]
    found = read_shapes(triples, lambda iri: "")
    told = [rule.iri for shape in found for rule in shape.rules]
    asked = {str(t.object.value) for t in triples if t.predicate.value == f"{SH}property"}  # type: ignore[union-attr]
    assert asked <= set(told)
    assert {shape.iri for shape in found} == {
        str(t.subject.value)  # type: ignore[union-attr]
        for t in triples
        if getattr(t.object, "value", "") == f"{SH}NodeShape"
    }
    sentences = [plain(one) for shape in found for rule in shape.rules for one in rule.sentences]
    assert not [one for one in sentences if " sh:" in one], "the record uses nothing that has no words"


def test_sentences() -> None:
    assert plain(listed([say("a"), say("b"), say("c")], "or")) == "a, b or c"
    assert plain(listed([])) == ""
    assert say("a ", "b", (), Word("c", "i")) == (Word("a b"), Word("c", "i"))
    assert plain(capital(say("every ", Word("x", "i")))) == "Every x"
    assert capital((Word("x", "i"),)) == (Word("x", "i"),)
    articles = {"agenda item": "an", "State": "a", "unit": "a", "European body": "a", "under item": "an", "use": "a"}
    assert {word: plain(with_article(Word(word))).split()[0] for word in articles} == articles
