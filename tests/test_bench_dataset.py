"""The generated dataset of the benchmark: of the record's shape, always the same, and no query of the mix is empty."""

import io
import json
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store, Triple
from rdflib.plugins.sparql import prepareQuery

from tests.bench.mix import Query, load_mix
from tests.bench.synthetic.generate import generate, sessions_for
from tests.bench.synthetic.words import WORDS, name
from tipgraph.dataset.assemble import Assembled
from tipgraph.dataset.build import Build, write_assembled
from tipgraph.dataset.derive import derive
from tipgraph.dataset.infer import infer
from tipgraph.dataset.load import DOCUMENT, INFERRED, METADATA, ONTOLOGY
from tipgraph.dataset.store import fill_store, open_store
from tipgraph.namespaces import RDF, TIP
from tipgraph.query.formats import GRAPHS, TABLES
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate, write
from tipgraph.record import Record
from tipgraph.validate.material import Material
from tipgraph.validate.shacl import check_shapes, load_shapes

SESSIONS = 2  # the mix asks for things of the first two
TYPE = NamedNode(RDF + "type")
MIX = load_mix()


@pytest.fixture(scope="module")
def single(record: Record) -> Assembled:
    return generate(record, 1)


@pytest.fixture(scope="module")
def small(record: Record) -> Assembled:
    return generate(record, SESSIONS)


@pytest.fixture(scope="module")
def filled(small: Assembled) -> Store:
    return fill_store(small)


def terms(triples: frozenset[Triple]) -> set[str]:
    """The classes and the properties that triples use."""
    found = {triple.predicate.value for triple in triples}
    return found | {triple.object.value for triple in triples if triple.predicate == TYPE}


def test_the_same_seed_gives_the_same_dataset(record: Record, single: Assembled) -> None:
    assert generate(record, 1).graphs == single.graphs
    assert generate(record, 1, seed=2).graphs != single.graphs


def test_every_term_of_ours_is_in_the_ontology_and_every_other_in_the_record(
    small: Assembled, record: Record, store: Store
) -> None:
    declared = {t.subject.value for t in small.graphs[ONTOLOGY] if isinstance(t.subject, NamedNode)}
    in_the_record = terms(frozenset(Triple(q.subject, q.predicate, q.object) for q in store))
    used = terms(small.merged)
    assert {term for term in used if term.startswith(TIP)} <= declared
    assert used <= in_the_record | declared


def test_nearly_every_term_of_the_record_is_in_the_dataset(small: Assembled, store: Store) -> None:
    in_the_record = terms(frozenset(Triple(q.subject, q.predicate, q.object) for q in store))
    missing = in_the_record - terms(small.merged)
    assert len(missing) < len(in_the_record) / 20, sorted(missing)


def test_it_keeps_every_shape(record: Record, single: Assembled) -> None:
    stated = {iri: list(graph) for iri, graph in single.graphs.items() if iri not in {INFERRED, METADATA}}
    material = Material(data=stated)
    material.inferred = list(single.graphs[INFERRED])
    assert [(found.shape, found.focus) for found in check_shapes(material, load_shapes(record.shapes))] == []


def test_what_follows_session_by_session_is_what_follows_from_all(small: Assembled) -> None:
    inferred = infer(small.stated)
    assert small.graphs[INFERRED] == inferred | derive(small.stated | inferred)


def test_the_size_is_about_what_was_asked_for(small: Assembled) -> None:
    assert sessions_for(len(small.merged)) == SESSIONS
    assert sessions_for(1) == 1


def test_every_session_has_five_documents_with_graphs_of_their_own(small: Assembled) -> None:
    assert sum(iri.startswith(DOCUMENT) for iri in small.graphs) == 5 * SESSIONS
    assert sum(map(len, small.graphs.values())) > len(small.merged), "States are named by more than one document"


def test_it_is_a_build_that_opens(small: Assembled, tmp_path: Path) -> None:
    described = {"inputs": {"seed": "1"}, "program": {}}
    build: Build = write_assembled(small, {}, tmp_path / "built", described)
    assert build.manifest["triples"] == len(small.merged)
    assert len(open_store(build)) == len(small.merged) + sum(map(len, small.graphs.values()))


def test_no_two_names_and_no_two_words_are_the_same() -> None:
    assert len({name(number) for number in range(5000)}) == 5000
    assert len(set(WORDS)) == len(WORDS)


@pytest.mark.parametrize("query", MIX, ids=[query.name for query in MIX])
def test_a_query_of_the_mix_has_an_answer(query: Query, filled: Store) -> None:
    prepareQuery(query.text)  # rdflib takes it too: nothing in it is one engine's own
    output = io.BytesIO()
    write(evaluate(filled, prepare(query.text)), GRAPHS[1] if query.is_graph else TABLES[0], output)
    if query.is_graph:
        assert output.getvalue().count(b" .\n") > 5
    elif query.text.startswith("ASK") or "\nASK" in query.text:
        assert "boolean" in json.loads(output.getvalue())
    else:
        assert json.loads(output.getvalue())["results"]["bindings"]


def test_a_mark_makes_a_request_unlike_any_other_and_changes_nothing_else() -> None:
    for query in MIX:
        assert query.marked(1) != query.marked(2)
        assert query.marked(1).removesuffix("# 1\n") == query.text
        assert query.text.endswith("\n"), "a comment behind it begins a line"
