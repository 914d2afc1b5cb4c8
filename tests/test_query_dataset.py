"""The dataset of a query: FROM, FROM NAMED, and what the protocol names in their place (SPARQL 1.1, 13.2).

What is expected was worked out by hand from the four graphs below: ``a`` and ``b`` share one triple, ``c`` shares none.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store

from tipgraph.dataset.build import Build
from tipgraph.errors import MalformedError, UsageError
from tipgraph.namespaces import GRAPH, ID
from tipgraph.query.dataset import Graphs, named_by_protocol, named_by_query
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate

DATA = b"""
@prefix : <urn:t:> .
:a { :one :is :shared . :one :is :first . }
:b { :one :is :shared . :two :is :second . :two :near :one . }
:c { :three :is :third . :two :near :three . }
:d { :four :is [ :is :nested ] . }
"""
A, B, C, D = (f"urn:t:{name}" for name in "abcd")
PREFIX = "PREFIX : <urn:t:> "
COUNT = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"


@pytest.fixture(scope="module")
def graphs() -> Store:
    """Four named graphs, and their merge as the default graph: eight triples, for one of nine is in two graphs."""
    store = Store()
    store.load(DATA, format=RdfFormat.TRIG)
    store.extend([Quad(quad.subject, quad.predicate, quad.object) for quad in store])
    return store


def rows(store: Store, text: str, asked: Graphs | None = None) -> list[tuple[str, ...]]:
    """Answer a query: for SELECT the sorted rows, for a graph the sorted triples, for ASK one word."""
    found = evaluate(store, prepare(PREFIX + text), asked)
    if isinstance(found, QueryBoolean):
        return [(str(bool(found)),)]
    if isinstance(found, QueryTriples):
        return sorted((_short(t.subject), _short(t.predicate), _short(t.object)) for t in found)
    assert isinstance(found, QuerySolutions)
    return sorted(tuple(_short(term) for term in solution) for solution in found)


def _short(term: object) -> str:
    return "_" if isinstance(term, BlankNode) else getattr(term, "value", "").removeprefix("urn:t:")


def count(store: Store, clauses: str, asked: Graphs | None = None) -> int:
    return int(rows(store, COUNT.format(clauses), asked)[0][0])


# ---- the clauses of the query


@pytest.mark.parametrize(
    ("clauses", "triples"),
    [
        ("", 8),
        ("FROM :a", 2),
        ("FROM :a FROM :a", 2),
        ("FROM :a FROM :b", 4),  # the shared triple counts once
        ("FROM :a FROM :b FROM :b FROM :c", 6),
        ("FROM :b FROM :c", 5),
        ("FROM :a FROM :unknown", 2),
        ("FROM :a FROM :b FROM :unknown", 4),
        ("FROM :unknown", 0),
        ("FROM NAMED :a", 0),  # the default graph is empty where only named graphs are named
        ("FROM NAMED :a FROM :c", 2),
        ("FROM :a FROM :b FROM :c FROM :d", 8),
        ("FROM :a FROM :b FROM :c FROM :d FROM :unknown", 8),
    ],
)
def test_a_triple_of_several_graphs_counts_once(graphs: Store, clauses: str, triples: int) -> None:
    assert count(graphs, clauses) == triples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?s FROM :a FROM :b { ?s :is :shared }", [("one",)]),
        ("SELECT * FROM :a FROM :b { ?z :near ?o . ?o :is ?y }", [("two", "one", "first"), ("two", "one", "shared")]),
        ("SELECT ?o FROM :a FROM :b { { SELECT ?o { ?s :is ?o } } }", [("first",), ("second",), ("shared",)]),
        ("SELECT ?o FROM :a FROM :b { :two :near/:is ?o }", [("first",), ("shared",)]),
        ("SELECT ?s FROM :a FROM :b { ?s ?p ?o FILTER NOT EXISTS { ?s :near ?x } }", [("one",), ("one",)]),
        ("ASK FROM :a FROM :b { :two :near :one . :one :is :first }", [("True",)]),
        ("ASK FROM :a FROM :b { :three ?p ?o }", [("False",)]),
        ("CONSTRUCT { ?o :of ?s } FROM :a FROM :b { ?s :near ?o }", [("one", "of", "two")]),
        ("CONSTRUCT FROM :b FROM :c WHERE { :two :near ?o }", [("two", "near", "one"), ("two", "near", "three")]),
        ("DESCRIBE :one FROM :c", []),
        ("DESCRIBE :two FROM :c", [("two", "near", "three")]),
        ("DESCRIBE :one FROM :a FROM :b", [("one", "is", "first"), ("one", "is", "shared")]),
        ("DESCRIBE ?x FROM :a FROM :b { ?x :near :one }", [("two", "is", "second"), ("two", "near", "one")]),
        ("DESCRIBE :two FROM NAMED :c", []),
    ],
)
def test_every_form_is_asked_of_the_merge(graphs: Store, text: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(graphs, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", [("a",), ("b",), ("c",), ("d",)]),
        ("SELECT ?g FROM :a { GRAPH ?g { ?s ?p ?o } }", []),
        ("SELECT ?g FROM NAMED :c { GRAPH ?g { ?s :near ?o } }", [("c",)]),
        ("SELECT ?g FROM NAMED :c FROM NAMED :c { GRAPH ?g { ?s :near ?o } }", [("c",)]),
        ("SELECT ?g FROM NAMED :a { GRAPH :b { ?s ?p ?o } BIND (1 AS ?g) }", []),
        ("SELECT ?g FROM NAMED :a FROM NAMED :b { GRAPH ?g { ?s :is :shared } }", [("a",), ("b",)]),
        (
            "SELECT ?g ?x FROM :a FROM :b FROM NAMED :c { GRAPH ?g { ?s :near :three } ?s :is ?x }",
            [("c", "second")],
        ),
        ("SELECT ?g FROM :a FROM :b FROM NAMED :b FROM NAMED :c { GRAPH ?g { :two :near ?o } }", [("b",), ("c",)]),
        ("SELECT ?o FROM :a FROM :b FROM NAMED :unknown { GRAPH ?g { ?s ?p ?o } }", []),
    ],
)
def test_graph_finds_the_named_graphs_only(graphs: Store, text: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(graphs, text) == expected


def test_blank_nodes_of_a_merge_are_those_of_its_graphs(graphs: Store) -> None:
    joined = "SELECT ?y FROM :a FROM :b FROM :d FROM NAMED :d { :four :is ?x . GRAPH ?g { ?x :is ?y } }"
    assert rows(graphs, joined) == [("nested",)]


def test_columns_keep_their_order(graphs: Store) -> None:
    found = evaluate(graphs, prepare(PREFIX + "SELECT * FROM :a FROM :b { ?z :near ?a }"))
    assert isinstance(found, QuerySolutions)
    assert [variable.value for variable in found.variables] == ["z", "a"]


# ---- where a clause stands, and which IRI it names


@pytest.mark.parametrize(
    ("text", "default", "named"),
    [
        ("SELECT * FROM <urn:t:a> { }", ["urn:t:a"], []),
        ("SELECT*FROM<urn:t:a>FROMNAMED<urn:t:b>{}", ["urn:t:a"], ["urn:t:b"]),
        ("ASKFROM<urn:t:a>{}", ["urn:t:a"], []),
        ("ask from named <urn:t:a> {}", [], ["urn:t:a"]),
        (r"SELECT * FR\u004fM <urn:t:\u0061> {}", ["urn:t:a"], []),
        (r"PREFIX \u0061: <urn:t:> ASK FROM a:\u0061 {}", ["urn:t:a"], []),
        ("BASE <http://e.org/x/y> ASK FROM <z> FROM NAMED <../w?q#f> {}", ["http://e.org/x/z"], ["http://e.org/w?q#f"]),
        ("BASE <http://e.org/x/> PREFIX p: <y/> BASE <http://f.org/> ASK FROM p:z FROM <z#> {}",
         ["http://e.org/x/y/z", "http://f.org/z#"], []),
        ("PREFIX : <urn:t:> ASK FROM : FROM :a\\-b {}", ["urn:t:", "urn:t:a-b"], []),
        ("VERSION '1.2' ASK FROM <urn:t:a> {}", ["urn:t:a"], []),
        ("ASK FROM <session/wg4-1> FROM tip:x {}", [ID + "session/wg4-1", "https://w3id.org/tipgraph/ns#x"], []),
        ("DESCRIBE <urn:t:x> FROM <urn:t:a>", ["urn:t:a"], []),
        ("CONSTRUCT { <urn:t:x> <urn:t:y> 1 } FROM <urn:t:a> {}", ["urn:t:a"], []),
        ("CONSTRUCT FROM <urn:t:a> WHERE {}", ["urn:t:a"], []),
        ("SELECT (CONCAT('FROM <urn:t:b>', \"}\") AS ?x) FROM <urn:t:a> {}", ["urn:t:a"], []),
    ],
)  # fmt: skip
def test_clauses_are_found(graphs: Store, text: str, default: list[str], named: list[str]) -> None:
    found = named_by_query(prepare(text))
    assert found == Graphs(tuple(default), tuple(named))
    evaluate(graphs, prepare(text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'FROM <urn:t:a>' }",
        "SELECT * # FROM <urn:t:a>\n { ?s ?p ?o }",
        "SELECT * { <urn:FROM> ?p ?FROM }",
        "PREFIX FROM: <urn:t:> SELECT * { FROM:FROM FROM:NAMED ?o }",
        "SELECT ?xFROM { ?xFROM ?p \"\"\"FROM <urn:t:a>\"\"\" }",
        "SELECT (1<2 AS ?x) { FILTER(?FROM<3) }",
    ],
)  # fmt: skip
def test_the_word_from_elsewhere_is_no_clause(graphs: Store, text: str) -> None:
    assert named_by_query(prepare(text)) is None
    evaluate(graphs, prepare(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK FROM {}", "query:1:10: unexpected '{' in '{}': expected an IRI or NAMED"),
        ("ASK FROM NAMED ?g {}", "query:1:16: unexpected '?g' in '?g {}': expected an IRI"),
        ("ASK { ?x ?y ?z FROM <urn:t:a> }", "query:1:16: unexpected 'FROM' in 'FROM <urn:t:a> }'"),
    ],
)
def test_a_clause_that_is_not_sparql(graphs: Store, text: str, message: str) -> None:
    with pytest.raises(MalformedError) as caught:
        evaluate(graphs, prepare(text))
    assert str(caught.value).startswith(message)


# ---- the parameters of the protocol


@pytest.mark.parametrize(
    ("clauses", "asked", "triples"),
    [
        ("", Graphs((A,)), 2),
        ("", Graphs((A, B)), 4),
        ("", Graphs((A, A)), 2),
        ("FROM :c", Graphs((A, B)), 4),
        ("FROM :a FROM NAMED :b", Graphs((), (C,)), 0),
        ("FROM :a", Graphs(("urn:t:unknown",)), 0),
    ],
)
def test_the_protocol_replaces_what_the_query_names(graphs: Store, clauses: str, asked: Graphs, triples: int) -> None:
    assert count(graphs, clauses, asked) == triples


def test_the_named_graphs_of_the_protocol(graphs: Store) -> None:
    which = "SELECT DISTINCT ?g FROM NAMED :a { GRAPH ?g { ?s ?p ?o } }"
    assert rows(graphs, which, Graphs((), (B, C))) == [("b",), ("c",)]
    assert rows(graphs, which, Graphs((A, B))) == []


def test_parameters_become_a_dataset() -> None:
    assert named_by_protocol([], []) is None
    assert named_by_protocol([A, B], [C]) == Graphs((A, B), (C,))
    assert named_by_protocol([], [C, D]) == Graphs((), (C, D))


@pytest.mark.parametrize("value", ["", "graph/inferred", "urn:t:a b", "<urn:t:a>", "http://[x", "urn:t:\n"])
def test_a_parameter_that_is_no_iri(value: str) -> None:
    for default, named, parameter in (([value], [], "default-graph-uri"), ([A], [value], "named-graph-uri")):
        with pytest.raises(UsageError, match=f"^{parameter}: '.*' is not an absolute IRI") as caught:
            named_by_protocol(default, named)
        assert str(caught.value).endswith("give the whole IRI of a graph, percent-encoded once")


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 4), max_size=12), st.lists(st.sampled_from("abcd"), max_size=4))
def test_any_graphs_merge(quads: list[tuple[str, str, str, str]], wanted: list[str]) -> None:
    """Every solution is there as often as the set of all triples of the graphs gives it."""
    store = Store()
    for s, p, o, g in quads:
        triple = (NamedNode(f"urn:t:{s}"), NamedNode(f"urn:t:{p}"), NamedNode(f"urn:t:{o}"))
        store.add(Quad(*triple, NamedNode(f"urn:t:{g}")))
        store.add(Quad(*triple))
    merged = {(s, p, o) for s, p, o, g in quads if g in wanted}
    clauses = " ".join(f"FROM :{g}" for g in wanted) or "FROM :none"
    assert rows(store, f"SELECT ?s ?p ?o {clauses} {{ ?s ?p ?o }}") == sorted(merged)
    joined = sorted((s, z) for s, _, o in merged for y, _, z in merged if o == y)
    assert rows(store, f"SELECT ?s ?z {clauses} {{ ?s ?p ?o . ?o ?q ?z }}") == joined


# ---- the record itself


def test_every_two_graphs_of_the_record(store: Store, build: Build) -> None:
    """The merge of two graphs has as many triples as the set of both."""
    names = sorted(build.manifest["graphs"])
    sets = {
        name: {(q.subject, q.predicate, q.object) for q in store.quads_for_pattern(None, None, None, NamedNode(name))}
        for name in names
    }
    sharing = [(one, two) for one in names for two in names if one < two and sets[one] & sets[two]]
    assert sharing, "the record states some facts in two sources"
    for one, two in [*sharing, (GRAPH + "ontology", GRAPH + "schemes")]:
        assert count(store, f"FROM <{one}> FROM <{two}>") == len(sets[one] | sets[two])
    everything = " ".join(f"FROM <{name}>" for name in names)
    assert count(store, everything) == build.manifest["triples"]
