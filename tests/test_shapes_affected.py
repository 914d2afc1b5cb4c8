"""After a change, shapes run over the things that it concerns give, with what was found of the others, what they give over all."""

import random
import warnings
from dataclasses import replace
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import random_shapes
from tests.test_shapes_compiled import found, triples
from tests.thorough import examples
from tipgraph.validate.incremental.reach import concerned
from tipgraph.validate.material import Material
from tipgraph.validate.report import Result
from tipgraph.validate.shacl import check_shapes

EX = "http://example.org/"


def again(
    before: list[ox.Triple], after: list[ox.Triple], made: list[ox.Triple], known: set[Result]
) -> set[Result] | str:
    """What is found of data that were others before, of which it is known what was found: looking at what they changed."""
    shapes, data = Material({"shapes.ttl": made}).graph, Material({"data.ttl": after})
    changed = set(before) ^ set(after)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # as in found
        try:
            only = concerned(shapes, data.in_engine, changed)
            data.only = only
            fresh = check_shapes(data, shapes) if only is None or only else ()
            kept = {result for result in known if only is not None and result.focus not in only}
            return kept | {result for result in fresh if only is None or result.focus in only}
        except Exception as error:
            return type(error).__name__


def told(results: set[Result] | str) -> set[Result] | str:
    """Results without words that pyshacl chose by the order of its work: those for blank nodes that lead to themselves."""
    if isinstance(results, str):
        return results
    return {replace(one, message="") if "recursion.too.deep" in one.message else one for one in results}


def one_after_the_other(states: list[list[ox.Triple]], made: list[ox.Triple]) -> None:
    known = found(states[0], made, plain=True)
    for before, after in pairwise(states):
        whole = found(after, made, plain=True)
        if not isinstance(known, str):
            assert told(again(before, after, made, known)) == told(whole)
        known = whole


@settings(max_examples=examples(200), deadline=None)
@given(
    data=random_shapes.data(),
    other=random_shapes.data(),
    text=random_shapes.shapes(),
    seed=st.integers(0, 2**32),
)
def test_generated_shapes_and_changes(data: str, other: str, text: str, seed: int) -> None:
    chance, made = random.Random(seed), triples(text)
    now, others = triples(data), triples(other)
    states = [now]
    for _ in range(3):
        gone = chance.sample(now, min(len(now), chance.choice((0, 1, 1, 2))))
        come = chance.sample(others, min(len(others), chance.choice((0, 1, 1, 2))))
        # An axiom about classes concerns everything, and is tried by itself.
        if chance.random() < 0.8:
            gone, come = ([t for t in some if not t.predicate.value.endswith("subClassOf")] for some in (gone, come))
        now = [t for t in now if t not in gone] + come
        states.append(now)
    one_after_the_other(states, made)


DATA = """
ex:a a ex:K ; ex:p ex:b . ex:b a ex:L ; ex:q ex:c . ex:c a ex:M ; ex:r "c" .
ex:z a ex:K ; ex:p ex:y . ex:y a ex:L ; ex:q ex:x . ex:x a ex:M ; ex:r "x" .
ex:hub a ex:Hub . ex:a ex:in ex:hub . ex:z ex:in ex:hub .
"""
WAYS = {  # a shape of ex:K, and to what a change of ex:c's ex:r or type leads
    "sh:property [ sh:path ( ex:p ex:q ex:r ) ; sh:maxCount 1 ]": {"a"},
    "sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ; sh:minCount 1 ]": set(),
    "sh:property [ sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:class ex:M ] ] ]": set(),
    "sh:property [ sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:node [ sh:property "
    "[ sh:path ex:r ; sh:minCount 1 ] ] ] ] ]": {"a"},
    "sh:property [ sh:path ( ex:p ex:q ) ; sh:node [ sh:closed true ; sh:ignoredProperties ( rdf:type ) ] ]": {"a"},
    "sh:property [ sh:path ex:in ; sh:class ex:Hub ]": set(),
    'sh:sparql [ sh:select "SELECT $this WHERE { $this <http://example.org/p> 1 }" ]': {"a", "z"},
}


@pytest.mark.parametrize(("shape", "reached"), WAYS.items())
def test_the_way_back_leads_to_those_that_look_at_the_change(shape: str, reached: set[str]) -> None:
    made = Material({"s": triples(f"{random_shapes.PREFIXES} ex:S a sh:NodeShape ; sh:targetClass ex:K ; {shape} .")})
    data = Material({"d": triples(random_shapes.PREFIXES + DATA)})
    changed = triples(random_shapes.PREFIXES + 'ex:c ex:r "d" .')
    found = concerned(made.graph, data.in_engine, changed) or set()
    assert {name.removeprefix(EX) for name in found} & {"a", "z", "hub"} == reached


def test_what_names_the_same_hub_is_not_concerned_by_what_is_said_of_it() -> None:
    shape = "sh:property [ sh:path ex:in ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:class ex:Hub ]"
    made = Material({"s": triples(f"{random_shapes.PREFIXES} ex:S a sh:NodeShape ; sh:targetClass ex:K ; {shape} .")})
    many = "".join(f"ex:n{number} a ex:K ; ex:in ex:hub . " for number in range(500))
    data = Material({"d": triples(random_shapes.PREFIXES + DATA + many)})
    said = triples(random_shapes.PREFIXES + "ex:hub ex:p ex:b . ex:n7 ex:in ex:hub .")
    assert concerned(made.graph, data.in_engine, said) == {f"{EX}n7"}
    # What it is, they all look at.
    assert len(concerned(made.graph, data.in_engine, triples(random_shapes.PREFIXES + "ex:hub a ex:K .")) or ()) == 503


def test_an_axiom_about_classes_concerns_everything() -> None:
    made = Material({"s": triples(f"{random_shapes.PREFIXES} ex:S a sh:NodeShape ; sh:targetClass ex:K .")})
    data = Material({"d": triples(random_shapes.PREFIXES + DATA)})
    assert (
        concerned(made.graph, data.in_engine, triples(random_shapes.PREFIXES + "ex:L rdfs:subClassOf ex:K .")) is None
    )


def test_siblings_that_must_not_share_values_look_at_each_others_shapes() -> None:
    text = """ex:S a sh:NodeShape ; sh:targetClass ex:K ; sh:property ex:P , ex:Q .
        ex:P sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:L ] ; sh:qualifiedMinCount 1 ;
            sh:qualifiedValueShapesDisjoint true .
        ex:Q sh:path ex:q ; sh:qualifiedValueShape [ sh:property [ sh:path ex:r ; sh:minCount 1 ] ] ; sh:qualifiedMinCount 0 ."""
    before = triples(random_shapes.PREFIXES + "ex:a a ex:K ; ex:p ex:b . ex:b a ex:L .")
    after = [*before, *triples(random_shapes.PREFIXES + "ex:b ex:r 1 .")]
    one_after_the_other([before, after, before], triples(random_shapes.PREFIXES + text))


@pytest.mark.parametrize(
    "constraint", ["sh:equals ex:q", "sh:closed true", "sh:property [ sh:path ex:p ; sh:disjoint ex:q ]"]
)
def test_a_message_writes_out_what_is_said_of_a_blank_node_now(constraint: str) -> None:
    made = triples(f"{random_shapes.PREFIXES} ex:S a sh:NodeShape ; sh:targetNode ex:a ; {constraint} .")
    before = triples(random_shapes.PREFIXES + "ex:a ex:p _:d ; ex:q _:d . _:d ex:r 1 .")
    same = [ox.Triple(t.subject, t.predicate, ox.Literal("2")) if t.predicate.value == f"{EX}r" else t for t in before]
    told_of = found(before, made, plain=True)
    assert not isinstance(told_of, str)
    assert told_of
    one_after_the_other([before, same, before[:2]], made)
