"""Queries whose answers differ from one time to the next, and those whose answers are always the same bytes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tipgraph.dataset.build import Build
from tipgraph.query.prepare import prepare
from tipgraph.query.questions import load_questions
from tipgraph.query.volatile import is_volatile
from tipgraph.record import Record

VOLATILE = [
    "SELECT (NOW() AS ?now) {}",
    "ASK { FILTER (rand() < 0.5) }",
    "SELECT (UUID() AS ?id) {}",
    "SELECT * { BIND (STRUUID() AS ?id) }",
    "SELECT (BNODE() AS ?n) {}",
    "SELECT (BNODE('a') AS ?n) {}",
    "SELECT * { ?s ?p ?o } ORDER BY RAND()",
    r"SELECT (\u004eOW() AS ?now) {}",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING(NOW()>MAX(?o))",
    "CONSTRUCT { _:a tip:x ?s } { ?s ?p ?o }",
    "CONSTRUCT { ?s tip:x [ tip:y ?o ] } { ?s ?p ?o }",
    "CONSTRUCT { [] tip:x ?o } { ?s ?p ?o }",
    "CONSTRUCT { ?s tip:x ( ?o ) } { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s tip:x _:b }",
    "CONSTRUCT FROM <x> WHERE { ?s tip:x [] }",
    "CONSTRUCT { ?s tip:x ?o {| tip:y 1 |} } { ?s ?p ?o }",
    "SELECT * { GRAPH ?g {} }",
    "SELECT * { ?g a ?x . GRAPH ?g { BIND (1 AS ?y) } }",
    "SELECT * { GRAPH ?g { OPTIONAL { ?s tip:x ?o } } }",
    "SELECT * { GRAPH ?g { { ?s ?p ?o } UNION {} } }",
    "SELECT * { { GRAPH ?g { { SELECT (1 AS ?x) {} } } } }",
]
STEADY = [
    "SELECT * { ?s ?p 'NOW()' }",
    "SELECT ?NOW { ?NOW <UUID> ?RAND } # RAND()",
    "PREFIX rand: <urn:r:> SELECT * { rand:RAND rand:NOW ?o }",
    "SELECT * { _:a ?p [ ?q ?o ] }",
    "CONSTRUCT { ?s tip:x ?o } { ?s ?p [ tip:y ?o ] ; tip:z ( 1 2 ) . _:b ?q ?o }",
    "CONSTRUCT { ?s tip:x '[' } { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p 1 } FROM <x> {}",
    "CONSTRUCT {} { ?s ?p [] }",
    "DESCRIBE ?s { ?s ?p [] }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { GRAPH ?g { FILTER (?s != ?o) ?s ?p ?o } }",
    "SELECT * { GRAPH ?g { { ?s tip:x ?o } UNION { ?s tip:y ?o } } }",
    "SELECT * { GRAPH ?g { SELECT ?s { ?s ?p ?o } } }",
    "SELECT * { GRAPH <x> {} }",
]


@pytest.mark.parametrize("text", VOLATILE)
def test_volatile(text: str) -> None:
    assert is_volatile(prepare(text))


@pytest.mark.parametrize("text", STEADY)
def test_steady(text: str) -> None:
    assert not is_volatile(prepare(text))


ANSWERS = """
import io, hashlib, json, sys
from pathlib import Path
from tipgraph.dataset.build import open_build
from tipgraph.dataset.store import open_store
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate, fitting, write

store = open_store(open_build(Path(sys.argv[1])))
for text in json.load(sys.stdin):
    query = prepare(text)
    output = io.BytesIO()
    write(evaluate(store, query), fitting(query)[0], output)
    print(len(output.getvalue()), hashlib.sha256(output.getvalue()).hexdigest())
"""
UNORDERED = [
    "SELECT * { ?s ?p ?o }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT DISTINCT ?g { GRAPH ?g { ?s a ?k } }",
    "SELECT DISTINCT ?p ?k { ?s ?p ?o ; a ?k }",
    "SELECT ?k (COUNT(*) AS ?n) (SAMPLE(?s) AS ?x) (GROUP_CONCAT(STR(?s)) AS ?c) { ?s a ?k } GROUP BY ?k",
    "SELECT * { { SELECT DISTINCT ?s { ?s tip:topic ?t } } { SELECT DISTINCT ?s { ?s rdfs:label ?e } } }",
    "SELECT * { ?s tip:topic ?t OPTIONAL { { ?s tip:hasStatusEvent ?e } UNION { ?s rdfs:label ?e } } }",
    "SELECT * { ?a a tip:WorkingGroupSession . ?b a tip:State }",
    "SELECT * { ?t skos:broader* ?b }",
    "SELECT * { GRAPH ?g { ?t (tip:topic|skos:broader)+ ?b } }",
    "SELECT * { ?a !(rdf:type|rdfs:label) ?b } LIMIT 3000",
    "SELECT ?s { ?s a tip:Provision MINUS { ?s tip:hasStatusEvent ?e } }",
    "SELECT ?s { ?s a ?k FILTER NOT EXISTS { ?s tip:topic ?t . ?t skos:broader ?b } }",
    "SELECT ?s ?k { ?s a ?k } ORDER BY ?k",
    "SELECT * { ?s ?p ?o FILTER (isBlank(?o)) }",
    "SELECT * FROM <https://w3id.org/tipgraph/graph/inferred> FROM <https://w3id.org/tipgraph/graph/ontology> { ?s ?p ?o }",
    "CONSTRUCT { ?s a ?k } { ?s a ?k }",
    "DESCRIBE ?k { ?s a ?k }",
]  # fmt: skip


def test_other_answers_are_the_same_bytes_in_every_process(build: Build, record: Record, tmp_path: Path) -> None:
    """Nothing but the build decides on the order of rows and the names of blank nodes."""
    import json

    texts = [*UNORDERED, *(question.text for question in load_questions(record))]
    assert not any(is_volatile(prepare(text)) for text in texts)
    (tmp_path / "answers.py").write_text(ANSWERS, encoding="utf-8")
    answers = []
    for seed in ("1", "2"):
        command = [sys.executable, tmp_path / "answers.py", build.directory]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            command, input=json.dumps(texts), env=environment, check=True, capture_output=True, text=True
        )
        answers.append(done.stdout.splitlines())
    assert len(answers[0]) == len(texts)
    assert answers[0] == answers[1]
