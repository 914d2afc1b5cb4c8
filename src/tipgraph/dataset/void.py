"""How large the dataset is, counted when it is built: the figures of its VoID description.

Source: Describing Linked Datasets with the VoID Vocabulary, sections 4.6 and 5 (https://www.w3.org/TR/void/).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.dataset.metadata import DATASET
from tipgraph.namespaces import BASE, ID, PREFIXES, RDF, SKOS, TIP, VOID, XSD

_END: Final = b" .\n"
_TYPE: Final = f"<{RDF}type>".encode()
_MATCHES: Final = {f"<{SKOS}{kind}Match>".encode() for kind in ("exact", "close", "broad", "narrow", "related")}
_THING: Final = f"<{ID}".encode()
_OURS: Final = f"<{BASE}".encode()
_EXAMPLES: Final = {f"<{TIP}{kind}>".encode() for kind in ("Document", "Recommendation", "Topic")}

Fact = tuple[str, str, NamedNode | Literal]


@dataclass(frozen=True)
class Counts:
    """What VoID asks of a set of triples."""

    triples: int
    entities: int
    """Subjects whose IRI lies in the dataset's void:uriSpace."""
    subjects: int
    objects: int
    """Distinct ones, literals included."""
    properties: Mapping[str, int]
    """Every predicate with the number of its triples."""
    classes: Mapping[str, int]
    """Every class with the number of its instances; one without a name is there as a blank node."""
    links: Mapping[tuple[str, str], int]
    """Mappings of things to those of others: their property and the namespace they lead to, with their number."""
    examples: Mapping[str, str]
    """The first instance of each class that is worth a look."""


def describe_counts(quads: bytes, triples: bytes) -> set[Triple]:
    """Count a dataset and describe it.

    Args:
        quads: The named graphs as N-Quads, the lines of a graph together.
        triples: Their merge as N-Triples, each triple once.

    Returns:
        Triples, entities, distinct subjects and objects, properties and classes of the whole and of each named graph;
        of the whole also a partition for each property and class, and a linkset for each way in which its things are mapped to
        those of another dataset.
    """
    facts = list(_whole(count(BytesIO(triples), _END)))
    for graph, lines in groupby(BytesIO(quads), key=_graph):
        facts.extend(_size(_name_of(graph), count(lines, b" " + graph + _END)))
    return {Triple(NamedNode(s), NamedNode(p), o) for s, p, o in facts}


def _graph(line: bytes) -> bytes:
    """Return the graph of a line of N-Quads: no IRI has a space in it."""
    return line[line.rindex(b" ", 0, -len(_END)) + 1 : -len(_END)]


def count(lines: Iterable[bytes], end: bytes) -> Counts:
    """Count triples.

    They are counted as they are written: two terms are one if they are written alike, as the dumps write them.

    Args:
        lines: N-Triples, or N-Quads of one graph: each triple once, with one space between its terms.
        end: What follows an object: the graph, if there is one, the full stop and the line feed.

    Returns:
        The counts.
    """
    total, subjects, objects = 0, set(), set()
    properties: Counter[bytes] = Counter()
    classes: Counter[bytes] = Counter()
    links: Counter[tuple[bytes, bytes]] = Counter()
    examples: dict[bytes, bytes] = {}
    for line in lines:
        subject, predicate, thing = line[: -len(end)].split(b" ", 2)
        total += 1
        subjects.add(subject)
        objects.add(thing)
        properties[predicate] += 1
        if predicate == _TYPE:
            classes[thing] += 1
            if thing in _EXAMPLES and subject.startswith(_THING):
                examples.setdefault(thing, subject)
        elif predicate in _MATCHES and subject.startswith(_THING) and not thing.startswith(_OURS):
            links[predicate, thing] += 1
    mapped: Counter[tuple[str, str]] = Counter()
    for (predicate, thing), size in links.items():
        mapped[_name_of(predicate), _namespace(_name_of(thing))] += size
    return Counts(
        triples=total,
        entities=sum(subject.startswith(_THING) for subject in subjects),
        subjects=len(subjects),
        objects=len(objects),
        properties={_name_of(term): size for term, size in properties.items()},
        classes={_name_of(term): size for term, size in classes.items()},
        links=mapped,
        examples={_name_of(term): _name_of(subject) for term, subject in examples.items()},
    )


def _name_of(term: bytes) -> str:
    """Return the IRI of a term as it is written, or the label of a blank node."""
    return term.decode("utf-8").strip("<>")


def _namespace(iri: str) -> str:
    return iri[: (max(iri.rfind("/"), iri.rfind("#")) + 1) or (iri.rfind(":") + 1)]


def _whole(counts: Counts) -> Iterator[Fact]:
    """Describe the dataset with its partitions, its links and what it is written with."""
    yield from _size(DATASET, counts)
    for iri in counts.examples.values():
        yield DATASET, VOID + "exampleResource", NamedNode(iri)
    for space in {_namespace(iri) for iri in (*counts.properties, *counts.classes) if not iri.startswith(("_:", BASE))}:
        yield DATASET, VOID + "vocabulary", NamedNode(space)
    for iri, size in counts.properties.items():
        part = f"{DATASET}#property/{_name(iri)}"
        yield DATASET, VOID + "propertyPartition", NamedNode(part)
        yield part, VOID + "property", NamedNode(iri)
        yield part, VOID + "triples", _number(size)
    for iri, size in counts.classes.items():
        if iri.startswith("_:"):
            continue
        part = f"{DATASET}#class/{_name(iri)}"
        yield DATASET, VOID + "classPartition", NamedNode(part)
        yield part, VOID + "class", NamedNode(iri)
        yield part, VOID + "entities", _number(size)
    for (predicate, namespace), size in counts.links.items():
        part = f"{DATASET}#links/{_name(predicate)}/{_name(namespace)}"
        target = f"{DATASET}#of/{_name(namespace)}"
        yield DATASET, VOID + "subset", NamedNode(part)
        yield part, RDF + "type", NamedNode(VOID + "Linkset")
        yield part, VOID + "linkPredicate", NamedNode(predicate)
        yield part, VOID + "subjectsTarget", NamedNode(DATASET)
        yield part, VOID + "objectsTarget", NamedNode(target)
        yield part, VOID + "triples", _number(size)
        yield target, RDF + "type", NamedNode(VOID + "Dataset")
        yield target, VOID + "uriSpace", Literal(namespace)


def _size(iri: str, counts: Counts) -> Iterator[Fact]:
    """Say how large a set of triples is."""
    yield iri, VOID + "triples", _number(counts.triples)
    yield iri, VOID + "entities", _number(counts.entities)
    yield iri, VOID + "distinctSubjects", _number(counts.subjects)
    yield iri, VOID + "distinctObjects", _number(counts.objects)
    yield iri, VOID + "properties", _number(len(counts.properties))
    yield iri, VOID + "classes", _number(len(counts.classes))


def _name(iri: str) -> str:
    """Name a part of the description after an IRI: short where a prefix is known, and never the same for two."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.isidentifier():
            return f"{prefix}:{local}"
    return iri.replace("#", "%23")


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=NamedNode(XSD + "integer"))
