"""All checks of the record, layer by layer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tipgraph.errors import MalformedError
from tipgraph.namespaces import RDF, RDFS, SKOS
from tipgraph.record import Record
from tipgraph.validate import every_layer  # noqa: F401 - registers the layers
from tipgraph.validate.answers import Answers
from tipgraph.validate.bounded import Told
from tipgraph.validate.causes import told_once
from tipgraph.validate.changed import touched
from tipgraph.validate.compiled.terms import silence_rdflib
from tipgraph.validate.corrections import corrected
from tipgraph.validate.facts import subject_of
from tipgraph.validate.incremental.again import Again
from tipgraph.validate.layers import Layer, Run, chosen
from tipgraph.validate.material import Material, gather
from tipgraph.validate.named_files import Named, defines, joined, layers_of_queries, sorted_out
from tipgraph.validate.others import Given, are_others, gather_others
from tipgraph.validate.register import read_register
from tipgraph.validate.report import Place, Report, Result, Severity
from tipgraph.validate.since import Since

Finding = Callable[[Layer], Iterable[Result]]
"""Runs a layer."""
_NAMES: Final = (SKOS + "prefLabel", RDFS + "label")


def check(  # noqa: PLR0913 - what the command can be asked for
    record: Record,
    files: Sequence[Path] = (),
    *,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    changed: bool = False,
    given: Given | None = None,
    state: Path | None = None,
    full: bool = False,
    told: Told = lambda name, results: None,
) -> Report:
    """Check the record.

    Args:
        record: What is checked.
        files: Files of RDF to check as part of it: one that is a file of the record, or bears the name of one, takes
            its place. Where any is named, only what is said of the things that these describe is reported, and layers
            that concern the whole record do not run. Files that describe nothing below the record's own address are
            other people's: they are checked by themselves, against ontology and shapes. A rule or a question of the
            record is asked of the whole of it.
        only: The names of the layers that run; all of them otherwise.
        skip: The names of layers that do not.
        changed: Whether what depends on the things that *files* describe, or described when last committed, is reported
            too.
        given: Shapes and ontology that others bring, and how their files are read.
        state: Where a validation of the whole record leaves what it looked at and found, so that the next one looks only
            at what a change can affect; the report is the same.
        full: Whether everything is looked at nevertheless.
        told: Told of each layer that has ended.

    Returns:
        What was found, the gravest first, each with the place where it stands.

    Raises:
        tipgraph.errors.TipgraphError: If a file of *files*, the shapes or the lists cannot be read, or a layer's name is
            none.
    """
    silence_rdflib()
    layers, given = chosen(only, skip), given or Given()
    given = replace(given, reading=replace(given.reading, record=record))
    named = sorted_out(record, files)
    if named.rules or named.questions:
        asked = _asked(record, named, layers, told)
        only_rdf = {"only": only, "skip": skip, "changed": changed, "given": given, "told": told}
        return joined(asked, check(record, named.rdf, **only_rdf)) if named.rdf else asked  # type: ignore[arg-type]
    is_ours = any(defines(record, file) for file in files)
    if files and (given or (not is_ours and are_others(files, given.reading))):
        run, faults = gather_others(record, files, given)
        return _report(run, faults, layers, told, is_part=True)
    material, faults = gather(record, files, given.reading)
    if changed and files:
        material.only = touched(material, files)
    run = Run(material, record, tuple(sorted(record.shapes.glob("*.ttl"))), (record.shapes / "rules",))
    run.skipped += named.unseen
    if not files:
        _see_the_whole(run, faults, layers)
    if state is None or files or faults or run.clashes:
        return _report(run, faults, layers, told, is_part=bool(files or faults))
    again = Again(run, record, state, full=full)
    report = _report(run, faults, layers, told, is_part=False, find=again.find)
    again.keep()
    return replace(report, again=again.told, why_whole="" if again.told else again.why_whole)


def _see_the_whole(run: Run, faults: list[Result], layers: list[Layer]) -> None:
    """Infer what follows from the record; or, where a part of it cannot be read, note what cannot be checked."""
    run.material.damaged |= _lost(run, faults, layers)
    if not faults:
        run.infer()
        return
    run.unread = faults
    if names := [one.name for one in layers if one.of_whole and not one.takes_parts]:
        run.skipped.append(f"{', '.join(names)}: they look at the whole, of which a part cannot be read; mend it first")


def _lost(run: Run, faults: list[Result], layers: list[Layer]) -> frozenset[str]:
    """Return the things that were published and are described nowhere, where a whole file is lost, which is told itself.

    That is a file of which nothing can be read, or the facts of a source text, where the layer runs that misses them.
    """
    record, material = run.record, run.material
    if record is None:
        return frozenset()
    texts = record.documents.glob("*.txt") if any(one.name == "extraction" for one in layers) else ()
    missing = any(not (record.extracted / f"{text.stem}.ttl").exists() for text in texts)
    files = {**material.data, **material.background, **material.definitions}
    if not any(fault.file in files and not files[fault.file] for fault in faults) and not missing:
        return frozenset()
    described = {subject_of(triple) for triple in material.triples if triple.predicate.value == RDF + "type"}
    return frozenset(read_register(record.register)) - described


def _asked(record: Record, named: Named, layers: list[Layer], told: Told) -> Report:
    """Check the rules and the questions that are named, against the whole of the record."""
    material, faults = gather(record)
    run = Run(material, record, skipped=list(named.unseen))
    _see_the_whole(run, faults, [])
    return _report(run, faults, layers_of_queries(record, named, layers), told, is_part=False)


def _report(
    run: Run, faults: list[Result], layers: list[Layer], told: Told, *, is_part: bool, find: Finding | None = None
) -> Report:
    material = run.material
    results = check_layers(run, layers, only_files=is_part, told=told, find=find)
    kept = told_once((one for one in results if not _is_consequence(one, material)), Answers(material).may_follow)
    kept = Since(run.record, material).told(kept)
    return Report.of([*faults, *kept], len(material.triples), run.skipped, run.done)


def _is_consequence(result: Result, material: Material) -> bool:
    """Tell whether a result comes of what could not be read, which has a result of its own."""
    return result.focus in material.damaged or result.value in material.damaged


def _malformed(run: Run, layer: Layer, error: MalformedError) -> Result:
    file, line, column, reason, way_out = error.args
    name = run.record.name_of(Path(file)) if run.record else str(file)
    result = Result("list-form", Severity.VIOLATION, name, f"{reason}: {way_out}", layer=layer.name)
    return result.at(name, Place(line, column))


def check_layers(
    run: Run,
    layers: Iterable[Layer],
    *,
    only_files: bool = False,
    told: Told = lambda name, results: None,
    find: Finding | None = None,
) -> list[Result]:
    """Run layers, and find the places of their results; those of a layer come in an order that does not depend on chance."""
    everything: list[Result] = []
    for one in layers:
        is_out = only_files and one.of_whole and not (run.unread and one.takes_parts)
        if is_out or (one.of_record and run.record is None):
            continue
        try:
            results = sorted(placed(run.material, find(one) if find else one.run(run)), key=lambda result: result.order)
        except MalformedError as error:  # of a list that the layer reads: the others run all the same
            results = [_malformed(run, one, error)]
        told(one.name, results)
        everything += results
        run.done.append(one.name)
    return everything


def placed(material: Material, results: Iterable[Result]) -> list[Result]:
    """Return results with the places where they stand, and with what the things are called that they are about."""
    found = (replace(material.places.found(result), label=_label(material, result.focus)) for result in results)
    return [corrected(result, lambda: material.known, material.paths.get) for result in found]


def _label(material: Material, focus: str) -> str:
    names = (material.facts.value(focus, name) for name in _NAMES)
    return next((name for name in names if name), "")
