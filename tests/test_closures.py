"""Paths without end from or to one thing are asked first, and the answers stay what they were."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from tests.random_queries import PREFIX, THINGS, random_store, solutions
from tests.thorough import examples
from tipgraph.query.closures import edits, may_have
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate

HIERARCHY = (("b", "a"), ("c", "b"), ("d", "b"), ("e", "x"))


@pytest.fixture(scope="module")
def hierarchy() -> Store:
    """Of topics: a has b below it, and b has c and d; each is the topic of one recommendation, d of two."""
    store = Store()
    for narrower, broader in HIERARCHY:
        store.add(Quad(NamedNode(f"urn:t:{narrower}"), NamedNode("urn:t:broader"), NamedNode(f"urn:t:{broader}")))
    for recommendation, topic in (("1", "a"), ("2", "b"), ("3", "c"), ("4", "d"), ("5", "d"), ("6", "e"), ("4", "b")):
        store.add(Quad(NamedNode(f"urn:t:{recommendation}"), NamedNode("urn:t:topic"), NamedNode(f"urn:t:{topic}")))
    return store


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("?t :broader* :a . ?r :topic ?t", ["a 1", "b 2", "b 4", "c 3", "d 4", "d 5"]),
        ("?r :topic ?t . ?t :broader+ :a", ["b 2", "b 4", "c 3", "d 4", "d 5"]),
        ("?t :broader+ :b ; ^:topic ?r .", ["c 3", "d 4", "d 5"]),
        ("?r :topic ?t ; :topic/:broader+ :b .", ["b 4", "c 3", "d 4", "d 5"]),
        (":c :broader* ?t . ?r :topic ?t", ["a 1", "b 2", "b 4", "c 3"]),
        ("?r :topic ?t . :c :broader+ ?t .", ["a 1", "b 2", "b 4"]),
        ("?r :topic ?t . ?t :broader+ :nothing", []),
        ("?r :topic ?t ; :topic/:broader* :b FILTER EXISTS { ?r :topic/:broader :a }", ["b 2", "b 4", "d 4"]),
        ("?r :topic ?t MINUS { ?t :broader* :b }", ["a 1", "e 6"]),
    ],
)
def test_the_answers_are_those_of_the_documents_that_say_so(hierarchy: Store, group: str, found: list[str]) -> None:
    query = prepare(f"{PREFIX}SELECT ?t ?r {{ {group} }}")
    assert edits(query, hierarchy.query), "the path is asked first"
    rows = {f"{row[0].value[-1]} {row[1].value[-1]}" for row in evaluate(hierarchy, query)}  # type: ignore
    assert sorted(rows) == found


@pytest.mark.parametrize(
    "group",
    [
        "GRAPH ?g { ?t :broader* :a }",
        "?t :broader ?b FILTER EXISTS { ?t :broader* :a }",
        "?t :broader* ?b",
        "?t :broader/:topic :a",
        "?t (:broader*|:topic) :a",
        "?t :broader* 'a'",
        "_:x :broader ?t . ?t :broader* :a . _:x :topic ?r",
    ],
)
def test_what_is_left_to_the_engine(hierarchy: Store, group: str) -> None:
    query = prepare(f"{PREFIX}SELECT ?t {{ {group} }}")
    assert not (may_have(query) and edits(query, hierarchy.query))
    assert solutions(evaluate(hierarchy, query)) == solutions(evaluate(hierarchy, query, rewrite=False))


PATHS = st.sampled_from([":p*", ":p+", "^:p*", "(:p|:q)+", "(:p/^:q)*", ":r/:p*", ":p/:q/:r+", "!:p*", ":q/^:p+"])
ENDS = st.sampled_from(["?a", "?b", "?c", *(f":{name}" for name in THINGS)])


@st.composite
def groups(draw: st.DrawFn, depth: int = 2) -> str:
    """A group with paths at every place where triples can stand."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        first, second = f"{draw(PATHS)} {draw(ENDS)}", f"{draw(PATHS)} {draw(ENDS)}"
        kind = draw(st.integers(0, 8 if depth else 2))
        parts.append(
            {
                0: lambda a=first: f"{draw(ENDS)} {a} .",
                1: lambda a=first, b=second: f"{draw(ENDS)} {a} ; {b} .",
                2: lambda a=first: f"{draw(ENDS)} :p ?b ; {a} , ?c ; :q ?a .",
                3: lambda: f"OPTIONAL {draw(groups(depth - 1))}",
                4: lambda: f"MINUS {draw(groups(depth - 1))}",
                5: lambda: f"{draw(groups(depth - 1))} UNION {draw(groups(depth - 1))}",
                6: lambda: f"FILTER NOT EXISTS {draw(groups(depth - 1))}",
                7: lambda: f"GRAPH ?g {draw(groups(depth - 1))}",
                8: lambda: f"{{ SELECT DISTINCT ?a {draw(groups(depth - 1))} }}",
            }[kind]()
        )
    return f"{{ {' '.join(parts)} }}"


@settings(deadline=None, max_examples=examples(150))
@given(
    group=groups(),
    form=st.sampled_from(["SELECT *", "SELECT DISTINCT ?a ?b", "SELECT (COUNT(*) AS ?n)", "ASK"]),
    seed=st.integers(0, 9999),
)
def test_any_query_has_the_answer_that_it_had(group: str, form: str, seed: int) -> None:
    store, query = random_store(Random(seed)), prepare(f"{PREFIX}{form} {group}")
    assert solutions(evaluate(store, query)) == solutions(evaluate(store, query, rewrite=False))
