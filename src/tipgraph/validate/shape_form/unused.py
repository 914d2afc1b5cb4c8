"""Shapes that are never run: they are aimed at nothing, and no other shape refers to them."""

from collections.abc import Container, Iterator
from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import DCTERMS, OWL, RDFS, SH, SKOS, short
from tipgraph.validate.report import Result, Severity
from tipgraph.validate.shape_form.stated import Node, Stated

NAME: Final = "shape-in-use"
"""What results call it."""
_TARGETS: Final = tuple(
    SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
)
_CLASSES: Final = (RDFS + "Class", OWL + "Class")
_SHAPES: Final = (SH + "NodeShape", SH + "PropertyShape")
_REMARKS: Final = (RDFS, OWL, SKOS, DCTERMS)
"""Vocabularies by which something may be said of a shape without it being run."""


def unused(stated: Stated, wrong: Container[Node] = ()) -> Iterator[Result]:
    """Find the shapes that are never run: what they ask for is not asked, and nothing else tells of it.

    A shape that is deactivated is left out: somebody wants it not to be run. So is one of another kind than node and
    property shapes, as other languages of shapes have them.

    Args:
        stated: What the shapes say.
        wrong: Shapes that have faults, of which something else is told.

    Yields:
        A warning for each.
    """
    for node in stated.nodes():
        first = stated.first(node)
        if first and node not in wrong and _is_shape(stated, node) and not _is_run(stated, node):
            focus = node.value if isinstance(node, ox.NamedNode) else first.file
            result = Result(NAME, Severity.WARNING, focus, _message(stated, node))
            yield result.at(first.file, first.subject_place)


def _is_shape(stated: Stated, node: Node) -> bool:
    return any(stated.is_a(node, kind) for kind in _SHAPES) or bool(stated.of(node, SH + "path"))


def _is_run(stated: Stated, node: Node) -> bool:
    """Tell whether a shape is aimed at something, by a target or as a class, or something refers to it."""
    if any(stated.of(node, target) for target in _TARGETS) or any(stated.is_a(node, kind) for kind in _CLASSES):
        return True
    if any(str(one.object.value) in {"true", "1"} for one in stated.of(node, SH + "deactivated")):
        return True
    return any(not one.predicate.startswith(_REMARKS) for one in stated.leading_to(node) if one.subject != node)


def _message(stated: Stated, node: Node) -> str:
    """Say what to do; the shape that should have a property shape is often the one that it is called after."""
    if not stated.of(node, SH + "path"):
        return (
            "the shape has no target, and no other shape refers to it, so that it is never run: add sh:targetClass, name "
            "it under sh:node of another shape, or remove it"
        )
    called = node.value if isinstance(node, ox.NamedNode) else ""
    owners = [
        one.value
        for one in stated.nodes()
        if isinstance(one, ox.NamedNode)
        and stated.is_a(one, SH + "NodeShape")
        and called.startswith((f"{one.value}-", f"{one.value}."))
    ]
    owner = short(max(owners, key=len)) if owners else "a node shape"
    return (
        f"no node shape has it and it has no target, so that it is never run: name it under sh:property of {owner}, "
        "or remove it"
    )
