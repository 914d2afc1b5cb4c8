"""What SPARQL 1.1 says where the engine alone would say something else (docs/querying.md, "What to know when you count").

The expected rows were worked out by hand from the data below, and for paths at random by :mod:`tests.path_algebra`, which
follows section 18.4 of the specification.
"""

from collections import Counter
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store

from tests import path_algebra
from tests.random_queries import PREFIX, Writer, random_store
from tests.thorough import examples
from tipgraph.errors import MalformedError
from tipgraph.query.dataset import Graphs
from tipgraph.query.departures import write_out
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate

DATA = b"""
@prefix : <urn:t:> .
:g { :a :p :b ; :q :b . :a :name "one"@en . }
:h { :b :p :c . :a :q :c . :b :name "two"@en . }
:k { :c :p :a . }
"""


@pytest.fixture(scope="module")
def store() -> Store:
    """Three graphs, and their merge as the default graph."""
    filled = Store()
    filled.load(DATA, format=RdfFormat.TRIG)
    filled.extend([Quad(q.subject, q.predicate, q.object) for q in filled])
    return filled


def rows(store: Store, text: str) -> list[str]:
    found = evaluate(store, prepare(PREFIX + text))
    assert isinstance(found, QuerySolutions)
    return sorted(" ".join("-" if t is None else t.value.removeprefix("urn:t:") for t in row) for row in found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # each way counts (18.2.2.4: an alternative is a union)
        ("SELECT * { :a :p|:q ?y }", ["b", "b", "c"]),
        ("SELECT (COUNT(?y) AS ?n) { :a :p|:q ?y }", ["3"]),
        ("SELECT * { :a (:p|:q)/:p ?y }", ["a", "c", "c"]),
        ("SELECT * { ?y ^(:p|:q) :a }", ["b", "b", "c"]),
        ("SELECT * { :b ^(:p/(:p|^:q)) ?y }", ["c"]),
        ("SELECT * { :c ^(:p/(:p|:q)) ?y }", ["a", "c"]),
        ("SELECT * { :a !(:name|^:name) ?y }", ["b", "b", "c", "c"]),
        ("SELECT ?x { :a !:name :b BIND (1 AS ?x) }", ["1", "1"]),
        ("SELECT * { :a :p ?x ; :p|:q ?y }", ["b b", "b b", "b c"]),
        ("SELECT * { [] :p :b ; :p|:q ?y }", ["b", "b", "c"]),
        ("SELECT * { _:s :p :b FILTER (true) _:s :p|:q ?y }", ["b", "b", "c"]),
        ("SELECT (COUNT(DISTINCT *) AS ?n) { :a :p|:q [ :p|:q ?y ] }", ["2"]),
        ("SELECT * { :a :p|:p ?y }", ["b", "b"]),
        # once each way: what counts once stays so
        ("SELECT * { :a (:p|:q)+ ?y }", ["a", "b", "c"]),
        ("SELECT * { :a (:p|:q)? ?y }", ["a", "b", "c"]),
        # no step needs no triple (18.4, ZeroLengthPath)
        ("SELECT * { :nowhere :p* ?y }", ["nowhere"]),
        ("SELECT * { :nowhere :p? ?y }", ["nowhere"]),
        ("SELECT * { ?x (:p|:q)* :nowhere }", ["nowhere"]),
        ("SELECT * { :nowhere (:p*)+ ?y }", ["nowhere"]),
        ("SELECT * { :nowhere :p*|:q* ?y }", ["nowhere", "nowhere"]),
        ("SELECT * { 'word' :p* ?y }", ["word"]),
        ("SELECT * { () :p* ?y }", ["http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"]),
        ("SELECT ?y { :nowhere :p* :nowhere BIND (1 AS ?y) }", ["1"]),
        ("SELECT ?y { :nowhere :p?/:q* :nowhere BIND (1 AS ?y) }", ["1"]),
        ("SELECT ?y { :nowhere :p?/:q*/:p? :nowhere BIND (1 AS ?y) }", []),
        ("SELECT ?y { :nowhere :p* <urn:t:elsewhere> BIND (1 AS ?y) }", []),
        ("SELECT ?y { :a :p* <urn:t:c> BIND (1 AS ?y) }", ["1"]),
        # a variable takes the things of the graph only
        ("SELECT * { VALUES ?x { :nowhere } ?x :p* ?y }", []),
        ("SELECT * { :nowhere :p*/:q? ?y }", []),
        ("SELECT * { :nowhere :p+ ?y }", []),
        ("SELECT ?y { :a :p ?y FILTER EXISTS { :nowhere :p* :nowhere } }", ["b"]),
        ("SELECT ?y { :b :p ?y FILTER EXISTS { ?s :p|:q ?y } }", ["c"]),
        (
            "SELECT ?y { :b :p ?y FILTER EXISTS { { SELECT (COUNT(*) AS ?y2) { :a :p|:q ?o } } FILTER (?y2 = 3) } }",
            ["c"],
        ),
        # the graph that is asked is the one that may not mention a thing
        ("SELECT ?g ?y { GRAPH ?g { :c :p* ?y } }", ["g c", "h c", "k a", "k c"]),
        ("SELECT ?g { GRAPH ?g { :c :p* :c } }", ["g", "h", "k"]),
        ("SELECT ?g ?y { GRAPH ?g { [] :p|:q ?y } }", ["g b", "g b", "h c", "h c", "k a"]),
        ("SELECT ?y { GRAPH :g { :c :p* ?y } }", ["c"]),
        ("SELECT ?y { GRAPH :k { :c :p* ?y } }", ["a", "c"]),
    ],
)
def test_a_path(store: Store, query: str, found: list[str]) -> None:
    assert rows(store, query) == found
    written = write_out(prepare(PREFIX + query), lambda: ["urn:t:g", "urn:t:h"], lambda _: False)
    assert "{}" not in written.text, "GRAPH ?g {} gives the graphs in another order in each process"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }", ["g 3", "h 3", "k 1"]),
        ("SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s :q ?o } } }", ["g 1", "h 1", "k 0"]),
        ("SELECT ?g ?s { GRAPH ?g { ?s :p ?o { SELECT ?o { ?x :q ?o } } } }", ["g a", "h b"]),
        ("SELECT ?g ?x { GRAPH ?g { VALUES ?x { 1 } } }", ["g 1", "h 1", "k 1"]),
        ("SELECT ?g ?x { GRAPH ?g { BIND (1 AS ?x) } }", ["g 1", "h 1", "k 1"]),
        ("SELECT ?g ?a { GRAPH ?g { ?a :p ?b MINUS { ?x :q ?y } } }", ["g a", "h b", "k c"]),
        ("SELECT ?g ?a { GRAPH ?g { ?a :p ?b MINUS { ?a :q ?y } } }", ["h b", "k c"]),
        ("SELECT ?g { GRAPH ?g { FILTER (BOUND(?g)) } }", []),
        ("SELECT ?g ?a { GRAPH ?g { ?a :p ?b FILTER (?g = :g) } }", []),
        ("SELECT ?g ?a { GRAPH ?g { ?a :p ?b } FILTER (?g = :g) }", ["g a"]),
        ("SELECT ?g ?b { VALUES ?g { :g :none } GRAPH ?g { _:s :p ?b { SELECT ?b { ?b ?p _:o } } } }", []),
        ("SELECT ?g ?n { GRAPH ?g { _:s :name ?x . { SELECT (COUNT(*) AS ?n) { _:o ?p [] } } } }", ["g 3", "h 3"]),
        ("SELECT ?g ?h { GRAPH ?g { :a :p ?x GRAPH ?h { SELECT * { BIND (1 AS ?y) } } } }", ["g g", "g h", "g k"]),
        ("SELECT ?g ?n FROM NAMED :k FROM NAMED :none { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }", ["k 1"]),
        ("SELECT ?g ?n FROM :k { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }", []),
    ],
)
def test_a_group_is_asked_of_each_graph(store: Store, query: str, found: list[str]) -> None:
    assert rows(store, query) == found


def test_words_put_together_have_no_language(store: Store) -> None:
    query = "SELECT (GROUP_CONCAT(?n; SEPARATOR=' ') AS ?all) { { SELECT ?n { ?s :name ?n } ORDER BY ?n } }"
    found = evaluate(store, prepare(PREFIX + query))
    assert [str(row[0]) for row in found] == ['"one two"']  # type: ignore[union-attr]


def test_a_path_with_too_many_ways_is_refused_with_its_place(store: Store) -> None:
    query = f"{PREFIX}\nASK {{ :a {'/'.join(['(:p|:q)'] * 9)} ?y }}"
    with pytest.raises(MalformedError, match=r"query:2:74: .*more than 256 ways.*: write it as several paths"):
        evaluate(store, prepare(query))


def test_a_group_that_would_be_asked_of_too_many_graphs_is_refused() -> None:
    many = Store()
    many.extend(Quad(*[NamedNode("urn:t:x")] * 3, NamedNode(f"urn:t:{number}")) for number in range(1_001))
    with pytest.raises(MalformedError, match=r"query:1:\d+: .*each of 1001 graphs.*FROM NAMED"):
        evaluate(many, prepare(f"{PREFIX}SELECT * {{ GRAPH ?g {{ SELECT (COUNT(*) AS ?number) {{ ?s ?p ?o }} }} }}"))


@settings(deadline=None, max_examples=examples(150))
@given(path=path_algebra.paths(), seed=st.integers(0, 9999), ends=st.tuples(path_algebra.ENDS, path_algebra.ENDS))
def test_any_path_is_what_the_algebra_says(path: path_algebra.Path, seed: int, ends: tuple[str, str]) -> None:
    store = random_store(Random(seed))
    triples = [
        (str(q.subject), q.predicate.value[-1], str(q.object))
        for q in store.quads_for_pattern(None, None, None)
        if q.graph_name.__class__.__name__ == "DefaultGraph"
    ]
    columns = sorted({end for end in ends if end[0] == "?"})
    query = f"SELECT {' '.join(columns) or '(1 AS ?one)'} {{ {ends[0]} {path_algebra.write(path)} {ends[1]} }}"
    found = _solutions(store, query, None)
    got = Counter(tuple((name, term) for name, term in solution.items() if name != "one") for solution in found)
    assert got == path_algebra.solutions(path, triples, *ends), query


@settings(deadline=None, max_examples=examples(150))
@given(seed=st.integers(0, 10**9), variable=st.sampled_from(["graph", "graph", "a"]))
def test_any_group_in_graph_is_what_it_is_in_each(seed: int, variable: str) -> None:
    random = Random(seed)
    store, group = random_store(random), Writer(random).group()
    assume("?" in group or "$" in group)  # how many rows a table without columns has is left to the engine
    named = tuple(g.value for g in store.named_graphs() if isinstance(g, NamedNode))
    expected: Counter[tuple[tuple[str, str], ...]] = Counter()
    for graph in named:
        for solution in _solutions(store, f"SELECT * {group}", Graphs((graph,), named)):
            if solution.setdefault(variable, f"<{graph}>") == f"<{graph}>":
                expected[tuple(sorted(solution.items()))] += 1
    found = _solutions(store, f"SELECT * {{ GRAPH ?{variable} {group} }}", None)
    assert Counter(tuple(sorted(solution.items())) for solution in found) == expected, group


def _solutions(store: Store, text: str, graphs: Graphs | None) -> list[dict[str, str]]:
    found = evaluate(store, prepare(PREFIX + text), graphs)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: str(term) for name, term in zip(names, row, strict=True) if term is not None} for row in found]
