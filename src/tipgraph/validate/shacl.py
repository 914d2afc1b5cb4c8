"""SHACL: the shapes of the record, run by pyshacl over rdflib's own memory."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from tipgraph.errors import FileError
from tipgraph.namespaces import SH, SHAPES
from tipgraph.turtle import parse_turtle
from tipgraph.validate.facts import Facts
from tipgraph.validate.material import Material
from tipgraph.validate.report import Result, Severity

_SEVERITIES: Final = {
    SH + "Violation": Severity.VIOLATION,
    SH + "Warning": Severity.WARNING,
    SH + "Info": Severity.INFO,
}
_CLASS, _NODE, _SUBJECTS, _OBJECTS = (
    SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
)


def load_shapes(folder: Path) -> Any:
    """Read every shape below a folder.

    Args:
        folder: The folder that holds the Turtle files of shapes.

    Returns:
        An rdflib graph of them.

    Raises:
        tipgraph.errors.FileError: If there is none.
        tipgraph.errors.MalformedError: If one is not Turtle.
    """
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        raise FileError(folder, "there are no shapes here", "restore shapes/*.ttl")
    return _spread_targets(Material(data={path.name: parse_turtle(path) for path in paths}).graph)


def _spread_targets(shapes: Any) -> Any:
    """Give property shapes the targets of the node shapes that have them.

    This says the same, and pyshacl then checks a property of all things at once rather than all properties of one thing
    after the other: it is several times faster.
    """
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    targets = [URIRef(name) for name in (_CLASS, _NODE, _SUBJECTS, _OBJECTS)]
    owned = URIRef(SH + "property")
    for node in {node for target in targets for node in shapes.subjects(target)}:
        for part in list(shapes.objects(node, owned)):
            for target in targets:
                for thing in list(shapes.objects(node, target)):
                    shapes.add((part, target, thing))
            shapes.remove((node, owned, part))
    return shapes


def _narrow_targets(shapes: Any, facts: Facts, only: frozenset[str]) -> Any:
    """Aim shapes at some of the things that they are aimed at.

    pyshacl's own ``focus_nodes`` will not do: it skips values too, so that ``sh:or`` and ``sh:qualifiedValueShape`` pass.
    """
    from rdflib import Graph, URIRef  # noqa: PLC0415 - half a second to import

    find: dict[Any, Callable[[str], list[str]]] = {
        URIRef(_CLASS): facts.instances,
        URIRef(_NODE): lambda thing: [thing],
        URIRef(_SUBJECTS): facts.having,
        URIRef(_OBJECTS): facts.named_by,
    }
    aims: dict[Any, set[str]] = {}
    for target, look_up in find.items():
        for shape, thing in shapes.subject_objects(target):
            aims.setdefault(shape, set()).update(only.intersection(look_up(str(thing))))
    narrow = Graph(bind_namespaces="none")
    for subject, predicate, thing in shapes:
        # A shape that has nothing left to look at is left out; one without a target is there for others to name.
        if predicate not in find and (subject not in aims or aims[subject]):
            narrow.add((subject, predicate, thing))
    for shape, things in aims.items():
        for iri in things:
            narrow.add((shape, URIRef(_NODE), URIRef(iri)))
    return narrow


def check_shapes(material: Material, shapes: Any) -> Iterator[Result]:
    """Run shapes over the material.

    Args:
        material: What is checked.
        shapes: The graph of the shapes, as :func:`load_shapes` gives it.

    Yields:
        A result for each violation, under the name of the property shape it breaks, with the message of the shape.
    """
    from pyshacl import validate  # noqa: PLC0415 - half a second to import
    from rdflib import URIRef  # noqa: PLC0415 - the same

    if material.only is not None:
        shapes = _narrow_targets(shapes, material.facts, material.only)
    # rdflib tells of a literal that is no date with a trace of its own; the shapes tell of it with the line.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    _, report, _ = validate(material.graph, shacl_graph=shapes, inplace=True)
    for result in report.objects(None, URIRef(SH + "result")):
        yield _result(material, report, result)


def _result(material: Material, report: Any, node: Any) -> Result:
    """Turn a node of pyshacl's report into a result."""
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415 - see above

    def get(name: str) -> Any:
        return report.value(node, URIRef(SH + name))

    path, value = get("resultPath"), get("value")
    if isinstance(value, Literal):
        suffix = f"@{value.language}" if value.language else f"^^{value.datatype}" if value.datatype else ""
        written: str | None = f'"{value}"{suffix}'
    else:
        written = None if value is None else str(value)
    return material.result(
        str(get("sourceShape")).removeprefix(SHAPES),
        _SEVERITIES[str(get("resultSeverity"))],
        str(get("focusNode")),
        str(get("resultMessage")),
        path=None if path is None or isinstance(path, BNode) else str(path),
        value=written,
    )
