"""What the grammar allows and its notes do not: every refusal names the word, its line and its column."""

import pytest
from pyoxigraph import Store

from tipgraph.errors import MalformedError
from tipgraph.query.grammar import find_departure
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate

EMPTY = Store()
OTHER_NAME = "choose another name"
ADD = "is neither grouped nor in an aggregate: add it to GROUP BY, or ask for SAMPLE"
IN_A_GROUP = "is in another group already: use a variable, or another label if another thing is meant"
NO_GROUPS = "group in a sub-query: { SELECT ... { ... } GROUP BY ... }"
AGAIN = (
    "is named by AS in the same SELECT, beside an aggregate, where the engine does not know it: "
    "write its expression again, or group in a sub-query"
)


def refusal(text: str) -> str:
    with pytest.raises(MalformedError) as caught:
        evaluate(EMPTY, prepare(text))
    return str(caught.value).removeprefix("query:")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # variables beside an aggregate (11.4)
        ("SELECT ?x { ?x a ?y } GROUP BY ?y", f"1:8: ?x {ADD}(?x)"),
        ("SELECT ?y\n  $x (COUNT(*) AS ?n)\n{ ?x a ?y } GROUP BY ?y", f"2:3: $x {ADD}($x)"),
        ("SELECT (COUNT(*) AS ?n) ?y { ?x a ?y }", f"1:25: ?y {ADD}(?y)"),
        ("SELECT (SUM(?x) + ?y AS ?n) { ?x a ?y }", f"1:19: ?y {ADD}(?y)"),
        ("SELECT (IF(?y, 1, 2) AS ?n) { ?x a ?y } HAVING (MAX(?x) > 1)", f"1:12: ?y {ADD}(?y)"),
        ("SELECT (STR(?x) AS ?s) { ?x a ?y } GROUP BY (STR(?x) AS ?t)", f"1:13: ?x {ADD}(?x)"),
        ("ASK { ?a ?b ?c . { SELECT ?x { ?x a ?y } GROUP BY ?y } }", f"1:27: ?x {ADD}(?x)"),
        ("SELECT ?y { ?x a ?y } ORDER BY COUNT(?x)", f"1:8: ?y {ADD}(?y)"),
        ("SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) {}", f"1:26: ?n {AGAIN}"),
        ("SELECT * { ?x a ?y } GROUP BY ?y", "1:8: * cannot stand beside GROUP BY or an aggregate: name the columns"),
        ("CONSTRUCT { ?x a 1 } { ?x a ?y } GROUP BY ?x",
         f"1:34: the engine does not group in a query of the form CONSTRUCT: {NO_GROUPS}"),
        ("ASK { ?x a ?y } HAVING (COUNT(*) > 1)", f"1:25: the engine does not group in a query of the form ASK: {NO_GROUPS}"),
        ("ASK { ?x a ?y FILTER (COUNT(?x) > 1) }",
         "1:23: COUNT cannot stand in FILTER: there is no group yet: use HAVING, or count in a sub-query"),
        # names that have a value already (18.2.1)
        ("SELECT (1 AS ?x) { ?x a ?y }", f"1:14: ?x has a value already, and AS cannot give it another: {OTHER_NAME}"),
        ("SELECT (1 AS ?x) {} VALUES ?x { 2 }", f"1:14: ?x has a value already, and AS cannot give it another: {OTHER_NAME}"),
        ("SELECT (1 AS ?x) { { SELECT ?x { ?x ?y ?z } } }",
         f"1:14: ?x has a value already, and AS cannot give it another: {OTHER_NAME}"),
        ("SELECT (1 AS ?z) (2 AS ?z) {}", "1:24: ?z is a column already: name it once, or give another name behind AS"),
        ("SELECT ?x ?x { ?x a ?y }", "1:11: ?x is a column already: name it once, or give another name behind AS"),
        ("ASK { GRAPH ?g { ?x a ?y } BIND (1 AS ?g) }",
         f"1:39: ?g has a value already, and BIND cannot give it another: {OTHER_NAME} behind AS, or compare with FILTER"),
        ("ASK {\n\tOPTIONAL { ?x a ?y } FILTER (?z) BIND (1 AS ?y) }",
         f"2:46: ?y has a value already, and BIND cannot give it another: {OTHER_NAME} behind AS, or compare with FILTER"),
        # blank nodes
        ("ASK { _:a ?p ?o . OPTIONAL { _:a ?q ?r } }", f"1:30: the blank node _:a {IN_A_GROUP}"),
        ("CONSTRUCT { _:a ?p 1 } { _:a ?p ?o { _:a ?q ?r } }", f"1:38: the blank node _:a {IN_A_GROUP}"),
        # VALUES
        ("ASK { VALUES (?x ?x) { (1 2) } }", "1:18: ?x is named twice in VALUES: name it once"),
        ("ASK { VALUES (?x ?y) { (1 2) (UNDEF) } }",
         "1:30: a row of VALUES has 1 value for 2 variables: write UNDEF where there is no value"),
        ("SELECT ?x {} VALUES (?x) { ('a'@en 2) }",
         "1:28: a row of VALUES has 2 values for 1 variable: write UNDEF where there is no value"),
        # terms
        ("ASK { ?x a <http://[x> }", "1:12: <http://[x> is not an IRI: percent-encode what no IRI can have in this place"),
        ("PREFIX x: <http://e.org:> ASK { ?a x:1 ?c . ?a x:y ?b }",
         "1:48: x:y is not an IRI: percent-encode what no IRI can have in this place"),
        (r"ASK { ?x ?y 'a\x' }", r"1:13: \x in 'a\x' is not an escape: write \\ for a backslash"),
        (r'ASK { ?x ?y "\n\uD800" }', r'1:13: \uD800 in "\n\uD800" is not an escape: write \\ for a backslash'),
        ("ASK { ?x ?y 'a'@abcdefghijkl }", "1:16: @abcdefghijkl is not a language tag: write one as @en or @zh-hant"),
        ("ASK { ?x A ?y }", "1:10: unexpected 'A': write a small a for rdf:type"),
        # numbers
        ("SELECT * {} LIMIT 1.5", "1:19: LIMIT cannot be 1.5: write a whole number"),
        ("SELECT * {} LIMIT 1 OFFSET 99999999999999999999", "1:28: OFFSET cannot be 99999999999999999999: write a whole number"),
        ("ASK { FILTER (REGEX(?x)) }",
         "1:15: REGEX has 1 argument and takes 2 or 3: see https://www.w3.org/TR/sparql11-query/#SparqlOps"),
        ("ASK { FILTER (now(1, 2) > 1) }",
         "1:15: NOW has 2 arguments and takes 0: see https://www.w3.org/TR/sparql11-query/#SparqlOps"),
        # the first of several
        ("SELECT ?x { ?x a ?y BIND (1 AS ?y) VALUES (?a ?b) { (1) } } GROUP BY ?y", f"1:8: ?x {ADD}(?x)"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(text: str, message: str) -> None:
    assert find_departure(prepare(text).tokens) is None
    assert refusal(text) == message


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("CONSTRUCT WHERE { ?x tip:a/tip:b ?y }", "1:27", "at or before '/tip:b ?y }'"),
        ("ASK { ?x a ?o LATERAL { BIND(1 AS ?o) } }", "1:41", "at or before '}'"),
        ("SELECT * {\n  ?x a ?y {| ?p ?q } }", "2:20", "at or before '} }'"),
    ],
)
def test_what_only_the_engine_knows_has_its_place_and_its_words(text: str, place: str, words: str) -> None:
    message = refusal(text)
    assert message.startswith(f"{place}: ")
    assert f"{words}: see https://www.w3.org/TR/sparql11-query/" in message


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (BOUND(?y) AS ?b) (COALESCE(?y, 1) AS ?c) (COUNT(*) AS ?n) { ?x a ?y }",
        "SELECT ?z (MAX(?x) AS ?m) { ?x a ?y } GROUP BY (STR(?x) AS ?z) ?y",
        "SELECT (STR(?y) AS ?s) { ?x a ?y } GROUP BY ?y",
        "SELECT ?y { ?x a ?y } GROUP BY (?y)",
        "SELECT (1 AS ?z) { ?x a ?y MINUS { ?z ?p ?o } FILTER NOT EXISTS { ?z ?q ?r } }",
        "SELECT (1 AS ?z) { { SELECT ?x { ?x a ?z } } }",
        "ASK { ?x a ?y MINUS { ?z ?p ?o } BIND (1 AS ?z) }",
        "ASK { { BIND (1 AS ?z) } UNION { BIND (2 AS ?z) } }",
        "ASK { _:a ?p ?o . FILTER (?o > 1) _:a ?q ?r }",
        "CONSTRUCT { _:a ?p ?o } { _:a ?p ?o }",
        "SELECT * { ?x a TRUE, False , true }",
        "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a ?y } HAVING (COUNT(?x) > 1) ORDER BY SUM(?x)",
    ],
)
def test_what_looks_like_it_and_is_right(text: str) -> None:
    assert evaluate(EMPTY, prepare(text)) is not None
