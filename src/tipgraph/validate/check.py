"""All checks of the record, one after the other: syntax, shapes, rules, named checks, files, register, consistency."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from tipgraph.dataset.derive import derive
from tipgraph.dataset.infer import InferenceError, infer
from tipgraph.errors import TipgraphError
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle
from tipgraph.validate import anchors, manifest, printed_dates, register, terms, words
from tipgraph.validate.material import Material, gather
from tipgraph.validate.registry import CHECKS
from tipgraph.validate.report import Report, Result, Severity
from tipgraph.validate.rules import load_rules
from tipgraph.validate.shacl import check_shapes, load_shapes

NAMED = (anchors, printed_dates, terms, words)
"""The modules that define the named checks: importing them registers these."""


def check(record: Record, files: Sequence[Path] = (), *, owl: bool = True) -> Report:
    """Check the record.

    Args:
        record: What is checked.
        files: Turtle files to check as part of it: one that is a file of the record, or bears the name of one, takes
            its place. Where any is named, only what is said of the things that these describe is reported.
        owl: Whether HermiT is asked for the consistency of the whole; it takes some seconds and needs Java.

    Returns:
        What was found, the gravest first.

    Raises:
        tipgraph.errors.TipgraphError: If a file of *files*, the shapes or the lists cannot be read.
    """
    material, results = gather(record, files)
    if results:  # what else would be found is but the consequence of what could not be read
        return Report.of(results, len(material.triples), ["all else: it rests on the files above; mend them first"])
    clashes: list[Result] = []
    if not files:  # what follows from the whole is a matter of the whole
        material.inferred, clashes = _infer(material)
    results += clashes
    results += check_material(material, record)
    if not files:
        results += manifest.check_manifest(record, material)
        results += register.check_register(record, material)
    skipped = []
    if not owl:
        skipped.append("OWL consistency, which concerns the whole record and was not asked for")
    elif not clashes:
        found, reason = _consistency(record, material)
        results += found
        skipped += reason
    return Report.of(results, len(material.triples), skipped)


def check_material(material: Material, record: Record) -> list[Result]:
    """Run the shapes, the rules and the named checks over what was gathered."""
    return [
        *check_shapes(material, load_shapes(record.shapes)),
        *(result for rule in load_rules(record.shapes / "rules") for result in rule.run(material)),
        *run_checks(material),
    ]


def run_checks(material: Material) -> Iterator[Result]:
    """Run every named check."""
    for named in CHECKS.values():
        yield from named.run(material)


def _infer(material: Material) -> tuple[list[ox.Triple], list[Result]]:
    """Infer and derive what a build would, or say why it cannot."""
    stated = {t for group in (material.data, material.background) for triples in group.values() for t in triples}
    try:
        inferred = infer(stated)
    except InferenceError as error:
        return [], [material.result("inference", Severity.VIOLATION, str(error.args[0]), str(error))]
    return [*inferred, *derive(stated | inferred)], []


def _consistency(record: Record, material: Material) -> tuple[list[Result], list[str]]:
    """Ask the reasoner; give what it found, or why it was not asked."""
    from tipgraph.validate.owl import RANGES, check_consistency  # noqa: PLC0415 - heavy, and often not wanted

    ranges = record.ontology / RANGES
    try:
        stated = [t for group in (material.data, material.background) for triples in group.values() for t in triples]
        found = check_consistency(stated, parse_turtle(ranges) if ranges.is_file() else ())
    except TipgraphError as error:
        return [], [f"OWL consistency: {error}"]
    if found.skipped:
        return [], [f"OWL consistency: {found.skipped}"]
    message = (
        "what is said of it cannot all be true with the axioms of the ontology: see the kinds of the things it names"
    )
    results = [material.result("owl-consistency", Severity.VIOLATION, iri, message) for iri in found.culprits]
    if not found.consistent and not found.culprits:
        name = next(iter(material.background), "ontology")
        results.append(Result("owl-consistency", Severity.VIOLATION, name, found.text, file=name))
    results += [
        material.result("owl-satisfiable", Severity.VIOLATION, iri, "nothing can belong to this class: mend its axioms")
        for iri in found.unsatisfiable
        if found.consistent or not found.culprits
    ]
    return results, []
