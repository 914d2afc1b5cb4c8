"""SHACL: the shapes of the record, run by pyshacl over rdflib's own memory."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Triple

from tipgraph.errors import FileError, ShapesError
from tipgraph.namespaces import SH, SHAPES, XSD, short
from tipgraph.validate.compiled.runner import Runner, judged
from tipgraph.validate.compiled.scope import is_class
from tipgraph.validate.compiled.terms import silence_rdflib
from tipgraph.validate.material import Material
from tipgraph.validate.prefixes import import_prefixes
from tipgraph.validate.report import Result, Severity
from tipgraph.validate.shape_faults import refuse_recursion, refused
from tipgraph.validate.shape_form import Stated, faults, kept, told

_SEVERITIES: Final = {
    SH + "Violation": Severity.VIOLATION,
    SH + "Warning": Severity.WARNING,
    SH + "Info": Severity.INFO,
}
_CLASS, _NODE, _SUBJECTS, _OBJECTS = (
    SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
)

FEW: Final = 20_000
"""Triples up to which pyshacl looks at all of them: making queries would take longer."""


def load_shapes(folder: Path) -> Any:
    """Read every shape below a folder.

    Args:
        folder: The folder that holds the Turtle files of shapes.

    Returns:
        An rdflib graph of them.

    Raises:
        tipgraph.errors.FileError: If there is none.
        tipgraph.errors.MalformedError: If one is not Turtle.
        tipgraph.errors.ShapesError: If one is no shape, or refers to itself; with file, line and column.
    """
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        raise FileError(folder, "there are no shapes here", "restore shapes/*.ttl")
    stated = Stated({str(path): path for path in paths})
    for fault in faults(stated):
        result = told(fault)
        place = result.place.strip().rstrip(":")
        reason, _, way_out = result.message.rpartition(": ")
        raise ShapesError(f"{place}: {short(result.focus)}", reason, way_out)
    return read_shapes(kept(stated, ())[0])


def read_shapes(triples: Sequence[Triple]) -> Any:
    """Return the rdflib graph of shapes that have no fault of their form."""
    return _spread_targets(Material(data={"": triples}).graph)


def _spread_targets(shapes: Any) -> Any:
    """Give property shapes the targets of the node shapes that have them.

    This says the same, and pyshacl then checks a property of all things at once rather than all properties of one thing
    after the other: it is several times faster. Node shapes that mean more than their parts are left as they are: closed
    ones, those that others refer to, those that are not active, and those whose parts look at each other.
    """
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    targets = [URIRef(name) for name in (_CLASS, _NODE, _SUBJECTS, _OBJECTS)]
    owned = URIRef(SH + "property")
    for node in {node for target in targets for node in shapes.subjects(target)}:
        parts = list(shapes.objects(node, owned))
        if _is_more_than_its_parts(shapes, node, parts):
            continue
        for part in parts:
            for target in targets:
                for thing in list(shapes.objects(node, target)):
                    shapes.add((part, target, thing))
            shapes.remove((node, owned, part))
    return shapes


def _is_more_than_its_parts(shapes: Any, node: Any, parts: list[Any]) -> bool:
    from rdflib import RDF, URIRef  # noqa: PLC0415 - half a second to import

    telling = [URIRef(SH + name) for name in ("closed", "deactivated")]
    referring = {*(URIRef(SH + name) for name in ("node", "property", "not", "qualifiedValueShape")), RDF.first}
    beside = URIRef(SH + "qualifiedValueShapesDisjoint")
    return (
        any((node, name, None) in shapes for name in telling)
        or is_class(shapes, node)
        or any(predicate in referring for predicate in shapes.predicates(None, node))
        or any((part, beside, None) in shapes for part in parts)
    )


def check_shapes(material: Material, shapes: Any, *, plain: bool | None = None) -> Iterator[Result]:
    """Run shapes over the material.

    Args:
        material: What is checked.
        shapes: The graph of the shapes, as :func:`load_shapes` gives it.
        plain: Whether pyshacl looks at everything itself, or only at what queries suspect. The results are the same; by
            default the size of the data decides. Where only some things are checked, it looks at what can be seen from them.

    Raises:
        tipgraph.errors.ShapesError: If a shape refers to itself, or pyshacl refuses the shapes.

    Yields:
        A result for each violation, under the name of the property shape it breaks, with the message of the shape.
    """
    silence_rdflib()
    for report in reports(material, shapes, plain=plain):
        yield from _results(material, report)


def reports(material: Material, shapes: Any, *, plain: bool | None = None) -> Iterator[Any]:
    """Yield pyshacl's reports, as rdflib graphs; the arguments are those of :func:`check_shapes`."""
    refuse_recursion(shapes)
    import_prefixes(shapes)
    if plain is None:
        plain = len(material.triples) < FEW
    with refused():
        if plain and material.only is None:
            yield judged(material.graph, shapes)
        else:
            yield from Runner(material, shapes).reports()


def _results(material: Material, report: Any) -> Iterator[Result]:
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    for node in report.objects(None, URIRef(SH + "result")):
        yield _result(material, report, node)


def _result(material: Material, report: Any, node: Any) -> Result:
    """Turn a node of pyshacl's report into a result."""
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415 - see above

    def get(name: str) -> Any:
        return report.value(node, URIRef(SH + name))

    path, value = get("resultPath"), get("value")
    if isinstance(value, Literal):
        suffix = f"@{value.language}" if value.language else f"^^{value.datatype or XSD + 'string'}"
        written: str | None = f'"{value}"{suffix}'
    else:
        written = None if value is None else str(value)
    # English before other languages, where there are several.
    messages = sorted(report.objects(node, URIRef(SH + "resultMessage")), key=lambda m: (m.language != "en", str(m)))
    result = material.result(
        str(get("sourceShape")).removeprefix(SHAPES),
        _SEVERITIES.get(str(get("resultSeverity")), Severity.VIOLATION),
        str(get("focusNode")),
        str(messages[0]) if messages else "",
        path=None if path is None or isinstance(path, BNode) else str(path),
        value=written,
    )
    return replace(result, constraint=str(get("sourceConstraintComponent")))
