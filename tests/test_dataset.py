"""The dataset: one named graph a source, their merge, what follows, and a description with true counts."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store, Triple, parse

from tipgraph.dataset.assemble import Assembled, assemble
from tipgraph.dataset.build import Build
from tipgraph.dataset.derive import derive, rules
from tipgraph.dataset.infer import infer
from tipgraph.dataset.metadata import DATASET, NAMED_GRAPHS
from tipgraph.dataset.store import fill_store, open_store
from tipgraph.namespaces import BASE, DCTERMS, GRAPH, ID, OWL, PREFIXES, RDF, RDFS, TIP, VOID, XSD
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle


@pytest.fixture
def assembled(small: Record) -> Assembled:
    return assemble(small)


@pytest.fixture(scope="module")
def whole(record: Record) -> Assembled:
    return assemble(record)


@pytest.fixture(scope="module")
def merge(whole: Assembled) -> Store:
    return fill_store(whole)


def triple(subject: str, predicate: str, thing: str) -> Triple:
    return Triple(NamedNode(ID + subject), NamedNode(predicate), NamedNode(thing))


def ask(store: Store, query: str) -> bool:
    answer = store.query(query, prefixes=PREFIXES, base_iri=ID)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def count(store: Store, pattern: str) -> int:
    answer = store.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", prefixes=PREFIXES, base_iri=ID)
    assert isinstance(answer, QuerySolutions)
    return int(next(answer)["n"].value)


def test_one_named_graph_a_source(assembled: Assembled) -> None:
    assert sorted(iri.removeprefix(GRAPH) for iri in assembled.graphs) == [
        "curated/status",
        "document/report",
        "inferred",
        "metadata",
        "ontology",
        "schemes",
    ]


def test_the_default_graph_counts_a_fact_once(assembled: Assembled) -> None:
    """Two sources state the label; the union of named graphs has it twice, the merge once."""
    store = fill_store(assembled)
    assert count(store, "<document/report/14> rdfs:label ?label") == 1
    assert count(store, "GRAPH ?source { <document/report/14> rdfs:label ?label }") == 2


def test_a_build_and_the_memory_hold_the_same(merge: Store, build: Build) -> None:
    assert {str(quad) for quad in merge} == {str(quad) for quad in open_store(build)}


def test_what_follows(assembled: Assembled) -> None:
    inferred = assembled.graphs[GRAPH + "inferred"]
    assert triple("document/report/14", RDF + "type", TIP + "Provision") in inferred
    assert triple("document/report/14", TIP + "sameTaskAs", ID + "document/report/15") in inferred
    assert triple("event/adopted", TIP + "relatesToSession", ID + "session/wg4-1") in inferred
    assert triple("document/report/14", TIP + "hasStatusEvent", ID + "event/adopted") in inferred
    assert Triple(NamedNode(ID + "document/report/15"), NamedNode(TIP + "title"), Literal("J")) in inferred


def test_nothing_that_tells_nothing(whole: Assembled) -> None:
    inferred = whole.graphs[GRAPH + "inferred"]
    assert not inferred & whole.stated
    for fact in inferred:
        assert fact.subject.value.startswith(BASE), f"said of somebody else's IRI: {fact}"
        assert fact.predicate.value != OWL + "sameAs", fact
        assert not (isinstance(fact.object, NamedNode) and fact.object.value.startswith(OWL)), fact
        assert fact.subject != fact.object or fact.predicate.value.startswith(TIP), fact


def test_no_literal_is_changed(record: Record, build: Build) -> None:
    """Every lexical form of the files stands in the build as it is written in them, and the store keeps it."""
    stated = {t.object for path in (*record.extracted.glob("*.ttl"), *record.curated.glob("*.ttl"))
              for t in parse_turtle(path) if isinstance(t.object, Literal)}  # fmt: skip
    built = {quad.object for quad in parse(path=build.quads, format=RdfFormat.N_QUADS)}
    kept = {quad.object for quad in open_store(build)}
    assert stated <= built
    assert stated <= kept, sorted(map(str, stated - kept))[:5]


def test_the_reasoner_is_given_no_literal() -> None:
    fact = Triple(NamedNode(ID + "a"), NamedNode(TIP + "value"), Literal("1.50", datatype=NamedNode(XSD + "decimal")))
    assert infer([fact]) == set()


@pytest.mark.parametrize("path", rules(), ids=lambda path: path.stem)
def test_every_rule_says_what_it_is_for_and_finds_something(path: Path, merge: Store) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"# title: \S", text)
    assert next(iter(merge.query(text, prefixes=PREFIXES)), None), f"{path.name} finds nothing"  # type: ignore[arg-type]


def derived(text: str) -> set[str]:
    """What the rules add to a few facts, as N-Triples."""
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    quads = parse(f"@base <{ID}> .\n{head}{text}", format=RdfFormat.TURTLE)
    found = derive(Triple(q.subject, q.predicate, q.object) for q in quads)
    return {
        str(t).replace(ID, "").replace("http://www.w3.org/ns/", "").replace("https://schema.org/", "") for t in found
    }


def test_memberships() -> None:
    text = "<office/1> a tip:OfficeHolding ; tip:office <o> ; tip:ofBody <b> ; tip:holder <p> ."
    assert derived(text) >= {
        "<office/1> <org#role> <o>",
        "<office/1> <org#organization> <b>",
        "<office/1> <org#member> <p>",
    }


def test_an_office_without_a_name_is_a_membership_too() -> None:
    found = derived("<office/1> a tip:OfficeHolding ; tip:office <o> ; tip:ofBody <b> .")
    assert "<office/1> <org#role> <o>" in found
    assert not any("member>" in fact for fact in found)


def test_the_secretariat_is_a_post() -> None:
    assert derived("<body/a> tip:actsAs <body/s> . <body/s> tip:parentBody <body/c> .") >= {
        "<body/a> <org#holds> <body/s>",
        "<body/s> <org#postIn> <body/c>",
    }


def test_places_and_slots() -> None:
    slot = "<slot/1> a tip:ScheduledSlot ; tip:inSession <s> ; tip:startsAt '10' ; tip:endsAt '13' ."
    found = derived(f"<s> a tip:Session ; tip:place 'Vienna' . {slot}")
    assert found >= {'<s> <location> "Vienna"', "<s> <subEvent> <slot/1>", "<slot/1> <superEvent> <s>"}


def test_symbols_are_identifiers() -> None:
    assert f'<d> <{DCTERMS}identifier> "A/RES/64/293"' in derived("<d> tip:symbol 'A/RES/64/293' .")


def test_the_description_counts_truly(whole: Assembled, merge: Store) -> None:
    sizes = {
        row["graph"].value: int(row["size"].value)
        for row in merge.query("SELECT ?graph ?size { ?graph void:triples ?size }", prefixes=PREFIXES)  # type: ignore[union-attr]
    }
    assert sizes.pop(DATASET) == len(whole.merged)
    assert sizes.pop(NAMED_GRAPHS) == sum(map(len, whole.graphs.values()))
    assert sizes == {iri: len(graph) for iri, graph in whole.graphs.items()}


def test_the_description_tells_the_licences(whole: Assembled, merge: Store) -> None:
    store = merge
    cc_by = "<https://creativecommons.org/licenses/by/4.0/>"
    assert ask(
        store, f"ASK {{ <{DATASET}> dcterms:license {cc_by} ; dcterms:rights ?r FILTER (CONTAINS(?r, 'Apache')) }}"
    )
    for graph in whole.graphs:
        kind = graph.removeprefix(GRAPH).partition("/")[0]
        if kind in {"curated", "ontology", "schemes", "alignments"}:
            assert ask(store, f"ASK {{ <{graph}> dcterms:license {cc_by} }}"), graph
        if kind == "document":
            assert ask(store, f"ASK {{ <{graph}> dcterms:rights ?words FILTER (CONTAINS(?words, 'United Nations')) }}")
            assert not ask(store, f"ASK {{ <{graph}> dcterms:license ?any }}"), "their words are not ours to license"


def test_every_graph_has_a_name(whole: Assembled) -> None:
    named = {t.subject.value for t in whole.graphs[GRAPH + "metadata"] if t.predicate.value == RDFS + "label"}
    assert named == {DATASET, NAMED_GRAPHS, *whole.graphs}
    assert VOID + "triples" in {t.predicate.value for t in whole.graphs[GRAPH + "metadata"]}
