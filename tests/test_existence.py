"""EXISTS and NOT EXISTS (SPARQL 1.1, 8.1): the same answers, asked in another way.

What is expected was worked out by hand from the data below. The forms are those for which negation is used: what has no
such thing, the last of several, sets that lie within others.
"""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store

from tests.random_queries import PREFIX, Writer, random_store, solutions
from tests.thorough import examples
from tipgraph.errors import MalformedError
from tipgraph.query import existence
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate
from tipgraph.query.spread import subjects_of_an_object

DATA = b"""
@prefix : <urn:t:> .
:report1 a :Report ; :lists :victims, :borders ; :event :e1 , :e2 ; :year 2009 .
:report2 a :Report ; :lists :victims ; :event :e3 ; :year 2011 .
:report3 a :Report ; :lists :labour ; :year 2011 .
:note a :Note ; :lists :victims, :labour, :borders .
:e1 :status :drafted ; :on 1 ; :by [ :name "a" ] .
:e2 :status :adopted ; :on 2 .
:e3 :status :drafted ; :on 3 .
:victims :broader :crime . :borders :broader :movement . :labour :broader :crime . :crime :broader :law .
:stages :order ( :drafted :adopted ) .
"""


@pytest.fixture(scope="module")
def data() -> Store:
    """Four documents, their topics and what became of them, in the default graph and in a named one."""
    store = Store()
    store.load(DATA, format=RdfFormat.TURTLE)
    store.extend([Quad(q.subject, q.predicate, q.object, NamedNode("urn:t:g")) for q in store])
    return store


def names(store: Store, text: str, *, rewrite: bool = True) -> list[str]:
    """Return the sorted rows of a query, each as its names with spaces between."""
    found = evaluate(store, prepare(PREFIX + text), rewrite=rewrite)
    assert isinstance(found, QuerySolutions)
    return sorted(" ".join("" if t is None else t.value.removeprefix("urn:t:") for t in row) for row in found)


CASES = [
    # nothing of the kind
    ("{ ?d :lists ?t FILTER NOT EXISTS { ?d :event ?e . ?e :status ?s } }", ["note"] * 3 + ["report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { ?e :status :adopted . ?d :event ?e } }", ["report2", "report3"]),
    ("{ ?d a :Report FILTER EXISTS { ?e :status :adopted . ?d :event ?e } }", ["report1"]),
    ("{ ?d a :Report FILTER NOT EXISTS { ?d :event [ :status :adopted ; :on ?n ] } }", ["report2", "report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { ?d :event _:e . _:e :status :drafted . _:e :on 1 } }", ["report2", "report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { ?d :event/:by/:name ?n } }", ["report2", "report3"]),
    ("{ ?d a ?k FILTER NOT EXISTS { ?d :lists/:broader+ :movement } }", ["report2", "report3"]),
    ("{ ?d :event ?e . ?e :status ?s FILTER NOT EXISTS { ?x :order ( ?s ?s2 ) } }", ["report1"]),
    ("{ ?d a ?k FILTER NOT EXISTS { ?x :none ?y . ?d :lists ?y } }", ["note", "report1", "report2", "report3"]),
    # the last of several, the first of several
    ("{ ?d :event ?e . ?e :on ?n FILTER NOT EXISTS { ?d :event ?f . ?f :on ?m FILTER (?m > ?n) } }", ["report1", "report2"]),
    ("{ ?d :year ?y FILTER NOT EXISTS { ?o :year ?z ; a :Report FILTER (?z < ?y) } }", ["report1"]),
    # sets: all topics of ?d are topics of ?o; the same topics; none in common
    ("{ ?d a :Report . ?o a ?k FILTER NOT EXISTS { ?d :lists ?t . ?d a ?k2 FILTER NOT EXISTS { ?o :lists ?t . ?o a ?k } } "
     "FILTER (?d != ?o) }", ["report1", "report2", "report2", "report3"]),
    ("{ ?d a :Report . ?o a :Note FILTER NOT EXISTS { ?o :lists ?t . ?t :broader ?b FILTER NOT EXISTS { ?d :lists ?u . "
     "?u :broader* ?b } } }", ["report1"]),
    ("{ ?d a :Report . ?o a :Report FILTER (?d != ?o) FILTER NOT EXISTS { ?d :lists ?t . ?o :lists ?t } }",
     ["report1", "report2", "report3", "report3"]),
    # what else may be in the group
    ("{ ?d a :Report FILTER NOT EXISTS { ?d :event ?e OPTIONAL { ?e :by ?b . ?b :name ?n } FILTER (!BOUND(?n)) } }",
     ["report3"]),
    ("{ ?d a :Report FILTER EXISTS { ?d :event ?e OPTIONAL { ?e :by ?b . ?b :name ?n } FILTER (BOUND(?n)) } }", ["report1"]),
    ("{ ?d a :Report FILTER NOT EXISTS { { ?d :event ?e . ?e :on 1 } UNION { ?d :event ?e . ?e :on 3 } } }", ["report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { ?d :event ?e { ?e :on ?n FILTER (?n = 3) } UNION { ?e :status :adopted } } }",
     ["report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { GRAPH ?g { ?d :event ?e . ?e :status :adopted } } }", ["report2", "report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { ?d :event ?e GRAPH :g { ?e :status ?s . ?e :by ?b } } }", ["report2", "report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { GRAPH :none { ?d :event ?e . ?e :status ?s } } }", ["report1", "report2", "report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { ?d :event ?e . ?e :on ?n MINUS { ?e :status :drafted } } }", ["report2", "report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { ?d :event ?e . ?e :on ?n BIND (?n + 1 AS ?m) FILTER (?m = 2) } }",
     ["report2", "report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { VALUES ?s { :adopted } ?d :event ?e . ?e :status ?s } }", ["report2", "report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { ?d :event ?e . { SELECT ?e { ?e :on ?n . ?e :by [] } } } }", ["report2", "report3"]),
    ("{ ?d a :Report FILTER NOT EXISTS { { SELECT ?d (COUNT(*) AS ?n) { ?d :event ?e . ?e :on ?o } GROUP BY ?d } "
     "FILTER (?n > 1) } }", ["report2", "report3"]),
    # a filter looks at variables of its own group and of the solution, and at no other
    ("{ ?d a :Report FILTER EXISTS { ?d :event ?e . { ?x :on ?n FILTER (?x = ?e) } } }", []),
    ("{ ?d a :Report FILTER EXISTS { ?d :lists ?t . { ?o :lists ?t FILTER (?o != ?d && ?o != :note) } } }",
     ["report1", "report2"]),
    ("{ ?d a :Report FILTER EXISTS { ?d :event ?e OPTIONAL { ?x :on ?n FILTER (?x = ?e && ?n = 2) } FILTER (BOUND(?x)) } }",
     ["report1"]),
    # where an EXISTS can stand
    ("{ ?d a :Report OPTIONAL { ?d :year ?y FILTER EXISTS { ?d :event ?e . ?e :status :adopted } } FILTER (BOUND(?y)) }",
     ["report1"]),
    ("{ ?d a :Report BIND (EXISTS { ?d :event ?e . ?e :status :adopted } AS ?b) FILTER (?b) }", ["report1"]),
    ("{ ?d a ?k FILTER (?k = :Note || EXISTS { ?d :event ?e . ?e :status :adopted }) }", ["note", "report1"]),
    ("{ GRAPH ?g { ?d a :Report FILTER NOT EXISTS { ?d :event ?e . ?e :on ?n } } }", ["report3"]),
    ("{ ?d a :Report } GROUP BY ?d HAVING (EXISTS { ?d :event ?e . ?e :status :adopted })", ["report1"]),
]  # fmt: skip


@pytest.mark.parametrize(("group", "expected"), CASES)
def test_the_answer_is_what_sparql_says(data: Store, group: str, expected: list[str]) -> None:
    assert names(data, f"SELECT ?d {group}") == sorted(expected)
    assert names(data, f"SELECT ?d {group}", rewrite=False) == sorted(expected)


def test_nearly_all_of_these_are_asked_in_another_way() -> None:
    changed = [group for group, _ in CASES if existence.edits(prepare(f"{PREFIX} SELECT ?d {group}"))]
    assert len(changed) > len(CASES) - 4


@settings(max_examples=examples(300))
@given(st.integers(0, 2**32))
def test_any_query_has_the_same_solutions(seed: int) -> None:
    random = Random(seed)
    store = random_store(random)
    query = prepare(Writer(random).query())
    as_it_is = solutions(evaluate(store, query, rewrite=False))
    assert solutions(evaluate(store, query)) == as_it_is


# ---- how it is asked


@pytest.mark.parametrize(
    ("group", "steps"),
    [
        ("{ ?e :status ?x . ?d :event ?e }", "{ ?d :event ?e . LATERAL { ?e :status ?x } . }"),
        ("{ ?e a :Event ; :of ?d }", "{ ?e :of ?d . LATERAL { ?e a :Event } . }"),
        ("{ ?x :p ?y . :a :q ?y . ?d :r 1 }", "{ ?d :r 1 . LATERAL { :a :q ?y } . LATERAL { ?x :p ?y } . }"),
        ("{ ?d :p/:q* ?y }", "{ ?d :p ?_0 . LATERAL { ?_0 :q* ?y } . }"),
        ("{ ?d :p [ :q ?y ] }", "{ ?d :p ?_0 . LATERAL { ?_0 :q ?y } . }"),
        ("{ ?d :p ?x FILTER (?x > 1) ?d :q 1, 2 }",
         "{ ?d :q 1 . LATERAL { ?d :q 2 } . LATERAL { ?d :p ?x } . FILTER (?x > 1) }"),
        ("{ ?d :p ?x OPTIONAL { ?x :q ?y } ?y :r ?d }",
         "{ ?d :p ?x . LATERAL { OPTIONAL { ?x :q ?y . } } . LATERAL { ?y :r ?d } . }"),
        ("{ ?d :p ?x OPTIONAL { ?x :q ?y BIND (1 AS ?z) } ?d :p ?y }",
         "{ ?d :p ?x . OPTIONAL { ?x :q ?y . BIND (1 AS ?z) . } . LATERAL { ?d :p ?y } . }"),
        ("{ ?d :p ?x { SELECT * { ?x :q [] ; :r ?d } } }", ""),
        ("{ ?d :p ?x }", ""),
        ("{ ?d :p ?x FILTER (?x > 1) BIND (1 AS ?y) }", ""),
        ("{ }", ""),
        ("{ ?d :p ?x , ?y {| :q ?z |} }", ""),
    ],
)  # fmt: skip
def test_steps(group: str, steps: str) -> None:
    text = f"{PREFIX} SELECT * {{ ?d a :Document FILTER NOT EXISTS {group} }}"
    found = existence.edits(prepare(text))
    assert [edit.text for edit in found] == ([steps] if steps else [])
    assert all(text[edit.start : edit.end] == group for edit in found)


SESSIONS = Store()
SESSIONS.extend(
    Quad(NamedNode(f"urn:t:statement{number}"), NamedNode(f"urn:t:{verb}"), NamedNode(f"urn:t:{verb}{number % many}"))
    for number in range(100)
    for verb, many in (("in", 2), ("by", 50))
)


def test_a_property_leads_back_to_so_many_subjects() -> None:
    query = prepare(f"{PREFIX}# a comment\nPREFIX other: <urn:t:> ASK {{}}")
    subjects = subjects_of_an_object(SESSIONS, query)
    assert (subjects(":in"), subjects(":by"), subjects("<urn:t:by>"), subjects("other:in")) == (50, 2, 2, 50)
    assert subjects(":nothing") == 0
    assert {subjects(path) for path in (":in/:by", "^:by", ":in+", "(:in|:by)", "!:in", "?in")} == {1_000}


@pytest.mark.parametrize("text", ["?s :in ?x ; :by ?y", "?s :by ?y ; :in ?x"])
def test_the_property_that_leads_back_to_fewer_is_tried_first(text: str) -> None:
    query = prepare(f"{PREFIX} SELECT * {{ ?x ^:in/:by ?y FILTER NOT EXISTS {{ ?s a :Statement ; {text[3:]} }} }}")
    (found,) = existence.edits(query, subjects_of_an_object(SESSIONS, query))
    assert found.text.startswith("{ ?s :by ?y . LATERAL { ")
    (otherwise,) = existence.edits(query)
    assert otherwise.text.startswith(f"{{ {text.partition(' ;')[0]} . LATERAL {{ ")


def test_names_that_are_brought_in_are_new() -> None:
    found = existence.edits(prepare(f"{PREFIX} ASK {{ ?_0 a ?_1 FILTER EXISTS {{ ?_0 :p [ :q $_3 ], [] }} }}"))
    assert found[0].text == "{ ?_0 :p ?_2 . LATERAL { ?_2 :q $_3 } . LATERAL { ?_0 :p ?_4 } . }"


def test_columns_keep_their_order_and_no_new_one_appears(data: Store) -> None:
    text = PREFIX + "SELECT * { ?z :event ?e FILTER EXISTS { ?e :by [ :name ?n ] ; :status ?a } ?z :year ?b }"
    found = evaluate(data, prepare(text))
    assert isinstance(found, QuerySolutions)
    assert [variable.value for variable in found.variables] == ["z", "e", "b"]
    assert len(list(found)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?a ?b _:x FILTER EXISTS { _:x ?c ?d . ?d ?e ?f } }",  # one label in two groups
        "ASK {\n ?a ?b ?c FILTER EXISTS { ?a ?d ?c . ?c ?e ?d BIND (1 AS ?d) } }",
        "SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c FILTER EXISTS { ?a ?d ?c . ?c ?e ?d } }",
    ],
)
def test_what_is_not_sparql_is_told_as_ever(data: Store, text: str) -> None:
    messages = []
    for rewrite in (True, False):
        with pytest.raises(MalformedError) as caught:
            evaluate(data, prepare(text), rewrite=rewrite)
        messages.append(str(caught.value))
    assert messages[0] == messages[1]


def test_a_long_query_is_asked_as_it_is() -> None:
    things = ", ".join(["1"] * 5_000)
    assert existence.edits(prepare(f"ASK {{ ?a ?b ?c FILTER EXISTS {{ ?a ?d {things} }} }}")) == []
