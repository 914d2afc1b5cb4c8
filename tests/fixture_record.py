"""What conforms, and files that break one rule each when read together with it.

``tests/invalid`` has a small record with files of data, ``tests/invalid-ontology`` files that are read with the ontology.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from tipgraph.documents.text import SourceText
from tipgraph.namespaces import ID, RDF, RDFS
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle
from tipgraph.validate.check import placed
from tipgraph.validate.material import Material, gather, read_externals
from tipgraph.validate.registry import CHECKS, Check
from tipgraph.validate.report import Report
from tipgraph.validate.rules import Rule, load_rules
from tipgraph.validate.shacl import check_shapes, load_shapes

FOLDER = Path(__file__).parent / "invalid"
ONTOLOGY_FOLDER = Path(__file__).parent / "invalid-ontology"
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
    """What shapes and checks need of the ontology: which terms there are, where from, and which class lies below which."""
    needed = {RDF + "type", RDFS + "subClassOf", RDFS + "subPropertyOf", RDFS + "isDefinedBy"}
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


def ontology_checks() -> list[Check]:
    """The checks of what the ontology says, for which the whole of it is needed."""
    return [one for one in CHECKS.values() if one.layer in {"hygiene", "owl-dl"} and one.name != "term-declared"]


@cache
def real() -> Material:
    found, faults = gather(RECORD)
    assert not faults
    return found


def check_ontology(extra: list[ox.Triple]) -> Report:
    """Check the ontology together with further triples: those about things of the record are data, the others axioms."""
    about_things = [t for t in extra if t.subject.value.startswith(ID)]
    data = {name: triples for name, triples in real().data.items() if name.startswith("ontology/")}
    axioms = [*real().background["ontology/tipgraph.ttl"], *(t for t in extra if t not in about_things)]
    whole = replace(
        real(),
        data={**data, "extra.ttl": about_things},
        background={**real().background, "ontology/tipgraph.ttl": axioms},
    )
    results = [result for one in ontology_checks() for result in one.run(whole)]
    return Report.of(placed(whole, results), len(whole.triples))


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
        *(result for one in CHECKS.values() if one not in ontology_checks() for result in one.run(whole)),
    ]
    return Report.of(results, len(whole.triples))
