"""Reading the curated judgements for the tests that hold them to the words."""

from collections import defaultdict
from functools import cache

import pyoxigraph as ox

from tipgraph.namespaces import ID, RDF, TIP
from tipgraph.record import Record

RECORD = Record.find()
FILES = ("agenda", "discrepancies", "listings", "mandate", "questions", "related", "sets", "status", "topics")
SUBJECT, PREDICATE, OBJECT = RDF + "subject", RDF + "predicate", RDF + "object"
REPORT = ID + "document/wg4-2009-report/"
DRAFT = ID + "document/cop4-revised-draft-resolution/"
COMPENSATION = ID + "topic/victim-compensation"
THIRD_SET = ID + "session/wg4-3/recommendations"


class Graph:
    """Triples by subject and predicate, and back."""

    def __init__(self, triples: list[ox.Triple]) -> None:
        self.triples = triples
        self.keys = {(t.subject.value, t.predicate.value, t.object.value) for t in triples}
        self._objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for triple in triples:
            self._objects[triple.subject.value, triple.predicate.value].append(triple.object.value)
            self._subjects[triple.predicate.value, triple.object.value].append(triple.subject.value)
        self.described = {triple.subject.value for triple in triples}

    def values(self, subject: str, *predicates: str) -> list[str]:
        return [value for predicate in predicates for value in self._objects.get((subject, predicate), ())]

    def one(self, subject: str, predicate: str) -> str:
        [value] = self.values(subject, predicate)
        return value

    def where(self, predicate: str, value: str) -> list[str]:
        return self._subjects.get((predicate, value), [])

    def instances(self, name: str) -> list[str]:
        found = sorted(set(self.where(RDF + "type", TIP + name)))
        assert found, f"no {name} in the record"
        return found


def parse(name: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=RECORD.root / name, format=ox.RdfFormat.TURTLE)]


@cache
def whole() -> Graph:
    paths = [*RECORD.extracted.glob("*.ttl"), *RECORD.curated.glob("*.ttl"), *RECORD.schemes.glob("*.ttl")]
    assert any(path.parent == RECORD.extracted for path in paths), "data/extracted is empty: run 'tipgraph extract'"
    return Graph([triple for path in sorted(paths) for triple in parse(str(path.relative_to(RECORD.root)))])


@cache
def part(name: str) -> Graph:
    return Graph(parse("ontology/schemes/topic.ttl" if name == "topic" else f"data/curated/{name}.ttl"))


def printed(text_part: str) -> list[str]:
    """What is printed at a text part: its words, heading, or label."""
    names = ("text", "heading", "printedLabel", "number")
    return whole().values(text_part, *(TIP + name for name in names))


def short(iri: str) -> str:
    return iri.removeprefix(ID)


def recommendations() -> list[str]:
    return whole().instances("Recommendation")


def claims_of_discrepancies() -> set[str]:
    return {t.object.value for t in part("discrepancies").triples if t.predicate.value == TIP + "claim"}
