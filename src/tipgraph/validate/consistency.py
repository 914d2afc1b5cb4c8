"""Consistency as a layer: what the reasoner finds, told by the statements that cannot all be true and where they stand."""

from collections.abc import Iterator

from pyoxigraph import Triple

from tipgraph.errors import TipgraphError
from tipgraph.namespaces import ID
from tipgraph.validate.conflict import Conflict, Unit
from tipgraph.validate.layers import Run
from tipgraph.validate.material import Material
from tipgraph.validate.owl import OwlResult, check_consistency, explain_conflict
from tipgraph.validate.report import Place, Result, Severity
from tipgraph.validate.statements import written

_HEAD = "these statements cannot all be true at once: correct or withdraw one of them"
_HEAD_LONG = "among these statements are some that cannot all be true at once: correct or withdraw one of them"


def check_with_reasoner(run: Run) -> Iterator[Result]:
    """Ask the reasoner; where it was not asked, or gave no answer, that is noted as not checked."""
    material = run.material
    stated = [t for group in (material.data, material.background) for triples in group.values() for t in triples]
    ranges = [t for name, triples in material.definitions.items() if name.startswith("ontology/") for t in triples]
    try:
        found = check_consistency(stated, ranges)
        if found.skipped:
            run.skipped.append(f"OWL consistency: {found.skipped}")
        elif not found.consistent:
            yield _told(material, found, explain_conflict(stated, ranges, found.culprits))
    except TipgraphError as error:
        run.skipped.append(f"OWL consistency: {error}")
        return
    for iri in found.unsatisfiable:
        message = "nothing can belong to this class: mend its axioms"
        yield material.result("owl-satisfiable", Severity.VIOLATION, iri, message)


def _told(material: Material, found: OwlResult, conflict: Conflict) -> Result:
    """Tell of a contradiction: one result, about the first thing that is to blame, at the first of its statements."""
    files = _files(material)
    statements = (*conflict.data, *conflict.axioms)
    lines = [_HEAD if conflict.is_smallest else _HEAD_LONG]
    places = [_place(material, files, unit) for unit in statements]
    for unit, (name, place) in zip(statements, places, strict=True):
        lines.append(f"{name}:{f'{place.line}:' if place else ''} {written(unit)}")
    name, place = places[0] if places else (next(iter(material.background), "ontology"), None)
    subject = getattr(conflict.data[0][0].subject, "value", "") if conflict.data else ""
    focus = subject if subject.startswith(ID) else next(iter(found.culprits), name)
    return Result("owl-consistency", Severity.VIOLATION, focus, "\n    ".join(lines)).at(name, place)


def _files(material: Material) -> dict[Triple, str]:
    """Say in which file each triple stands."""
    groups = (material.definitions, material.background, material.data)
    return {triple: name for group in groups for name, triples in group.items() for triple in triples}


def _place(material: Material, files: dict[Triple, str], unit: Unit) -> tuple[str, Place | None]:
    """Find the place of a statement."""
    name = files.get(unit[0], "ontology")
    return name, material.places.statement(name, unit)
