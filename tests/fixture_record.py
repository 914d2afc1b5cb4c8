"""The small record of ``tests/invalid``: what conforms, and files that break one rule each when read together with it."""

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from tipgraph.documents.text import SourceText
from tipgraph.namespaces import RDF, RDFS
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle
from tipgraph.validate.check import run_checks
from tipgraph.validate.material import Material, read_externals
from tipgraph.validate.report import Report
from tipgraph.validate.rules import Rule, load_rules
from tipgraph.validate.shacl import check_shapes, load_shapes

FOLDER = Path(__file__).parent / "invalid"
RECORD = Record.find()


@cache
def shapes() -> object:
    return load_shapes(RECORD.shapes)


@cache
def rules() -> list[Rule]:
    return load_rules(RECORD.shapes / "rules")


@cache
def base() -> list[ox.Triple]:
    return parse_turtle(FOLDER / "_base.ttl")


@cache
def background() -> list[ox.Triple]:
    """What shapes and checks need of the ontology: which terms there are, and which class lies below which."""
    needed = {RDF + "type", RDFS + "subClassOf", RDFS + "subPropertyOf"}
    return [t for t in parse_turtle(RECORD.ontology / "tipgraph.ttl") if t.predicate.value in needed]


@cache
def texts() -> dict[str, SourceText]:
    return {"_base.txt": SourceText.read(FOLDER / "_base.txt")}


@cache
def externals() -> frozenset[str]:
    return read_externals(RECORD.root / "data" / "external-iris.txt")


def material(extra: list[ox.Triple], name: str = "extra.ttl") -> Material:
    data = {"_base.ttl": base(), name: extra}
    return Material(
        data, {"tipgraph.ttl": background()}, texts(), externals(), paths={"_base.ttl": FOLDER / "_base.ttl"}
    )


def check_extra(extra: list[ox.Triple]) -> Report:
    """Check the base together with further triples: shapes, rules and named checks."""
    whole = material(extra)
    # Triples that are added can break a shape only for the things they are said of: shapes need not look at others.
    whole.only = frozenset(triple.subject.value for triple in extra) if extra else None
    broken = list(check_shapes(whole, shapes()))
    whole.only = None
    results = [
        *broken,
        *(result for rule in rules() for result in rule.run(whole)),
        *run_checks(whole),
    ]
    return Report.of(results, len(whole.triples))
