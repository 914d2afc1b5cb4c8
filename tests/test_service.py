"""SERVICE is refused in every form, by what a query says; and where the engine reads it though the query does not say it.

Port 9 is one of those that the engine refuses by itself, with an error of its own, when it is about to connect.
"""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from tests.thorough import examples
from tipgraph.errors import MalformedError, TipgraphError
from tipgraph.query.disguise import disguise
from tipgraph.query.prepare import ServiceRefused, prepare
from tipgraph.query.run import evaluate

EMPTY = Store()
ELSEWHERE = "<http://127.0.0.1:9/>"


@pytest.fixture(scope="module")
def full() -> Store:
    """A store in which every pattern of these tests finds something: nothing is left out for want of solutions."""
    store = Store()
    store.load(b"<urn:a> <urn:b> <urn:a>, <http://e.org:>, 1 .", format=RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://e.org/> { } }",
        "ASK { service silent <http://e.org/> { } }",
        "ASK { SERVICE?endpoint { } }",
        "ASK { SERVICESILENT<http://e.org/>{ } }",
        "ASK { ?s ?p trueSERVICE<http://e.org/>{ } }",
        "ASK { ?s ?p 1.SERVICE<http://e.org/>{ } }",
        "ASK { # a comment\r SERVICE <http://e.org/> { } }",
        "ASK { FILTER(?a<?b)SERVICE<http://e.org/>#>\n{ } }",
        "ASK { FILTER(?a<'>')SERVICE<http://e.org/>{ } FILTER('x'='x') }",
        "ASK { FILTER<urn:f>(?a<'>')SERVICE<http://e.org/>{ } FILTER('x'='x') }",
        "ASK { FILTER(EXISTS{ ?a ?b ?c }<'>')SERVICE<http://e.org/>{ } FILTER('x'='x') }",
        "PREFIX : <urn:x:> ASK { ?s ?p :a.b.SERVICE<http://e.org/>{ } }",
        "ASK { ?s ?p _:a.SERVICE<http://e.org/>{ } }",
        "SELECT * { ?x <p> (<b> <c>) } ORDER BY EXISTS{ ?x <c> <d> } (?a<'>')(EXISTS{SERVICE<x>{}})('x')",
    ],
)
def test_every_service_is_refused(text: str) -> None:
    with pytest.raises(ServiceRefused):
        prepare(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'SERVICE <http://e.org/> { }' }",
        'ASK { ?s ?p """a "SERVICE" <http://e.org/>""" }',
        "ASK { ?s ?p ?o # SERVICE <http://e.org/> { }\n }",
        "ASK { ?SERVICE <http://e.org/SERVICE> ?o }",
        "PREFIX service: <urn:service:> ASK { service:SERVICE ?service service:a.service }",
        "ASK { ?s ?p 'it''s' . ?s ?p \"\\\"SERVICE\" }" .replace("'it''s'", "'its'"),
        "ASK { ?s <p>/<service> (<service> <b>) }",
    ],
)  # fmt: skip
def test_the_word_service_elsewhere_is_a_word(text: str) -> None:
    assert evaluate(EMPTY, prepare(text)) is not None


PIECES = (
    """
FILTER(?a<|'>'|)|?b|<p>|SERVICE<http://127.0.0.1:9/>{}|{|}|'x'|"|'|#>@| |.|FILTER(|(|>|?s ?p ?o|true|1|BIND(1<2 AS ?z)
|EXISTS|UNION|MINUS|ORDER BY |&&|<
""".replace("\n", "")
    .replace("@", "\n")
    .split("|")
)


@settings(max_examples=examples(400))
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_service_reaches_the_engine(pieces: list[str]) -> None:
    """What we let pass never makes the engine open a connection, however the words are glued together."""
    text = f"SELECT * {{ {''.join(pieces)} }}"
    raised = ""
    try:
        list(evaluate(EMPTY, prepare(text)))  # type: ignore[arg-type]
    except TipgraphError as error:
        raised = str(error)
    assert "port" not in raised, "the engine refuses this port only when it is about to connect"


# ---- what a text says only to an engine that does not cut it into tokens first


@pytest.mark.parametrize(
    "text",
    [
        f"PREFIX : {ELSEWHERE} PREFIX SERVICE: <urn:x:> ASK {{ SERVICE:a {{}} }}",
        f"PREFIX : {ELSEWHERE} PREFIX service: <urn:x:> SELECT * {{ ?s ?p ?o . service:a {{ ?s ?p ?o }} }}",
        f"PREFIX a: {ELSEWHERE} PREFIX SERVICEa: <urn:x:> SELECT * {{ ?s ?p ?o . SERVICEa:b {{ ?s ?p ?o }} }}",
        f"PREFIX : {ELSEWHERE} PREFIX SERVICESILENT: <urn:x:> SELECT * {{ ?s ?p ?o . SERVICESILENT:b {{ ?s ?p ?o }} }}",
        f"PREFIX x: <http://e.org:> SELECT * {{ ?s ?p x:SERVICE{ELSEWHERE}{{}} }}",
        f"PREFIX x: <http://e.org:> SELECT * {{ ?s ?p x:SERVICE {ELSEWHERE} {{ ?a ?b ?c }} }}",
        f"PREFIX x: <http://e.org:> SELECT * {{ VALUES ?y {{ {ELSEWHERE} }} ?s ?p x:SERVICE?y {{ ?a ?b ?c }} }}",
        f"PREFIX x: <http://e.org:> ASK {{ ?s ?p ?o FILTER EXISTS {{ ?s ?p x:service{ELSEWHERE}{{}} }} }}",
        f"PREFIX : {ELSEWHERE} PREFIX SERVICE: <http://e.org:> PREFIX qzxjkvw: <urn:x:> "
        "SELECT * { ?s ?p SERVICE:SERVICE:a { ?a ?b ?c } }",
        rf"PREFIX : {ELSEWHERE} PREFIX \u0053ERVICE: <urn:x:> ASK {{ \u0053ERVICE:a {{}} }}",
    ],
)
def test_a_service_that_only_the_engine_reads_is_malformed(full: Store, text: str) -> None:
    with pytest.raises(MalformedError, match=r"query:1:\d+: "):
        evaluate(full, prepare(text))


def test_a_query_that_leaves_no_letters_to_disguise_it_with(full: Store) -> None:
    comment = " ".join("".join(letters) for letters in permutations("qzxjkvw"))
    with pytest.raises(ServiceRefused):
        evaluate(full, prepare(f"ASK {{ ?service ?p ?o }} # {comment}"))
    assert evaluate(full, prepare(f"ASK {{ ?s ?p ?o }} # {comment}"))


@pytest.mark.parametrize(
    ("text", "disguised"),
    [
        ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o }"),
        ("ASK { ?Service ?p 'a SERVICE' } # services", "ASK { ?Qzxjkvw ?p 'a QZXJKVW' } # qzxjkvws"),
        ("ASK { ?service ?qzxjkvw ?o }", "ASK { ?qzxjkwv ?qzxjkvw ?o }"),
        ("ASK { ?ſervice ?p ?o }", "ASK { ?ſervice ?p ?o }"),
    ],
)
def test_the_disguise(text: str, disguised: str) -> None:
    assert disguise(text) == disguised


NAMES = st.text("servicSERVIC_", max_size=3)


@given(st.lists(st.tuples(NAMES, st.sampled_from(["service", "SERVICE", "Service"]), NAMES), min_size=2, max_size=4))
def test_names_that_differ_go_on_to_differ(pieces: list[tuple[str, str, str]]) -> None:
    names = ["".join(piece) for piece in pieces]
    disguised = (disguise(" ".join(names)) or "").split(" ")
    assert len(set(disguised)) == len(set(names))
    assert [len(name) for name in disguised] == [len(name) for name in names]


HEADS = (
    "",
    f"PREFIX : {ELSEWHERE} ",
    "PREFIX SERVICE: <urn:x:> ",
    "PREFIX x: <http://e.org:> ",
    "PREFIX x.y: <urn:x:> ",
)
TRICKS = (
    f"SERVICE{ELSEWHERE}{{}}|SERVICE:a{{}}|:SERVICE|x:SERVICE|x:|SERVICE|SILENT|{ELSEWHERE}|{{}}|{{|}}|?s ?p |?o|.| |"
    "x.y:a.SERVICE|_:a.SERVICE|1.|'x'|@en|^^|<a>|(|)|FILTER|EXISTS|GRAPH|?g|UNION|VALUES ?v|a|true|;|,|[|]|/|*|#\n|\\"
).split("|")


@settings(max_examples=examples(500))
@given(st.sets(st.sampled_from(HEADS)), st.lists(st.sampled_from(TRICKS), max_size=12))
def test_no_trick_with_names_reaches_the_engine(full: Store, heads: set[str], pieces: list[str]) -> None:
    text = f"{''.join(sorted(heads))}SELECT * {{ ?s ?p {''.join(pieces)} }}"
    raised = ""
    try:
        list(evaluate(full, prepare(text)))  # type: ignore[arg-type]
    except TipgraphError as error:
        raised = str(error)
    assert "The port 9" not in raised
