"""Every fault in the form of shapes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import RDFS, SH, XSD, short
from tipgraph.validate.hygiene import circles
from tipgraph.validate.report import Result, Severity
from tipgraph.validate.shape_form.parameters import PARAMETERS
from tipgraph.validate.shape_form.paths import why_no_path
from tipgraph.validate.shape_form.stated import LISTED, REFERENCES, Node, Said, Stated
from tipgraph.validate.shape_form.values import Found, written, wrong_value

NAME: Final = "shape-form"
"""What results call it."""
_PATH, _PROPERTY, _NODE = SH + "path", SH + "property", SH + "node"
_NODE_SHAPE, _PROPERTY_SHAPE = SH + "NodeShape", SH + "PropertyShape"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a shape, and what to write."""

    shape: Node
    """The shape, or the one in whose description it stands."""
    said: Said
    message: str


def faults(stated: Stated) -> list[Fault]:
    """Find every fault in the form of shapes, in the order in which they stand."""
    found = [*_rings(stated)]
    for node in stated.nodes():
        found += [(one, message) for one, message in _wrong(stated, node)]
    return [Fault(stated.owner(said.subject), said, message) for said, message in dict.fromkeys(found)]


def told(fault: Fault) -> Result:
    """Make a result of a fault."""
    said = fault.said
    focus = fault.shape.value if isinstance(fault.shape, ox.NamedNode) else said.file
    return Result(NAME, Severity.VIOLATION, focus, fault.message).at(said.file, said.place)


def _wrong(stated: Stated, node: Node) -> Iterator[Found]:
    """Find what is wrong with a node, if it is a shape."""
    is_shape = _is_shape(stated, node)
    if is_shape:
        yield from _wrong_kind(stated, node)
    for predicate in stated.predicates(node):
        parameter = PARAMETERS.get(predicate)
        if parameter is None or not (is_shape or parameter.makes_shape):
            continue
        given = stated.of(node, predicate)
        if parameter.is_single and len(given) > 1:
            yield given[1], _more_than_one(predicate, len(given))
        for said in given:
            bad = list(wrong_value(stated, said, parameter.takes))
            yield from bad or _wrong_reference(stated, said, parameter.takes)


def _more_than_one(predicate: str, number: int) -> str:
    way_out = "keep one of them"
    if predicate == SH + "datatype":
        way_out += ", or give the choice with sh:or ( [ sh:datatype ... ] [ sh:datatype ... ] )"
    return f"a shape has one {short(predicate)} at most, and this has {number}: {way_out}"


def _is_shape(stated: Stated, node: Node) -> bool:
    """Tell whether a node is a shape (SHACL 2.1, "Shapes")."""
    if stated.is_a(node, _NODE_SHAPE) or stated.is_a(node, _PROPERTY_SHAPE):
        return True
    said = stated.predicates(node)
    if any(name in PARAMETERS and PARAMETERS[name].makes_shape for name in said):
        return True
    ways = {one.predicate for one in stated.leading_to(node)}
    return bool(ways & {SH + name for name in REFERENCES}) or _is_listed(stated, node)


def _is_listed(stated: Stated, node: Node) -> bool:
    """Tell whether a node is an item of a list of shapes."""
    for item in stated.leading_to(node):
        head, seen = item.subject, set[Node]()
        while head not in seen:
            seen.add(head)
            leading = stated.leading_to(head)
            if any(one.predicate in {SH + name for name in LISTED} for one in leading):
                return True
            head = leading[0].subject if leading else head
    return False


def _wrong_kind(stated: Stated, node: Node) -> Iterator[Found]:
    """Find what keeps a shape from being a node shape or a property shape."""
    paths, first = stated.of(node, _PATH), stated.first(node)
    if first is None:  # whoever refers to it is told
        return
    at = Said(node, first.predicate, node, first.file, first.subject_place)
    if isinstance(node, ox.BlankNode) and stated.is_a(node, RDFS + "Class"):
        yield at, "a shape that is a class is aimed at its instances by its IRI, and this has none: give it one"
    if paths:
        if stated.is_a(node, _NODE_SHAPE):
            yield paths[0], "a node shape has no sh:path: call it a sh:PropertyShape, or remove the path"
        if len(paths) > 1:
            yield paths[1], f"a property shape has one sh:path, and this has {len(paths)}: keep one of them"
        for said in paths:
            if reason := why_no_path(stated, said.object):
                yield said, f"this is no path: {reason}"
        return
    if stated.is_a(node, _PROPERTY_SHAPE) or any(one.predicate == _PROPERTY for one in stated.leading_to(node)):
        yield at, "a property shape has an sh:path: add one with the property that it looks at"
        return
    for predicate in stated.predicates(node):
        if predicate in PARAMETERS and PARAMETERS[predicate].is_of_values:
            yield (
                stated.of(node, predicate)[0],
                f"{short(predicate)} is about the values of a path, and this shape has none: "
                "add sh:path, or move it into a shape that sh:property names",
            )


def _wrong_reference(stated: Stated, said: Said, takes: str) -> Iterator[Found]:
    """Find what is wrong with the shape that a value names."""
    if takes == "sparql":
        yield from _wrong_sparql(stated, said)
        return
    referred = stated.items(said.object) if takes == "shapes" else [said] if takes.endswith("shape") else []
    for one in referred:
        if one.object not in stated and isinstance(one.object, ox.NamedNode):
            yield one, f"there is no shape {written(one.object)}: describe it, or correct the name"
        elif takes == "node shape" and stated.of(one.object, _PATH):
            yield one, f"sh:node leads to a node shape, and {written(one.object)} has an sh:path: use sh:property"


def _wrong_sparql(stated: Stated, said: Said) -> Iterator[Found]:
    """Look at a constraint in SPARQL: one query, and prefixes that are declared in full (SHACL 5.2, 5.3)."""
    selects = stated.of(said.object, SH + "select")
    if len(selects) != 1 and not stated.of(said.object, SH + "ask"):
        yield said, f"a constraint in SPARQL has one sh:select, and this has {len(selects)}: write one"
    for one in selects:
        yield from wrong_value(stated, one, "string")
    for given in stated.of(said.object, SH + "prefixes"):
        for declared in stated.of(given.object, SH + "declare"):
            for name, datatype in (("prefix", "string"), ("namespace", "anyURI")):
                values = stated.of(declared.object, SH + name)
                right = [
                    v for v in values if isinstance(v.object, ox.Literal) and v.object.datatype.value == XSD + datatype
                ]
                if len(values) != 1 or len(right) != 1:
                    example = '"tip"' if name == "prefix" else '"https://w3id.org/tipgraph/ns#"^^xsd:anyURI'
                    yield (
                        declared,
                        f"a declaration of a prefix has one sh:{name}, a xsd:{datatype}: write sh:{name} {example}",
                    )


def _rings(stated: Stated) -> Iterator[Found]:
    """Find shapes that refer to themselves, which SHACL leaves undefined (3.4.3)."""
    ways = {str(node): {str(one.object): one for one in _followed(stated, node)} for node in stated.nodes()}
    for ring in circles({node: list(way) for node, way in ways.items()}):
        named = [name for name in ring if name.startswith("<")] or [str(stated.owner(ways[ring[-1]][ring[0]].subject))]
        names = [short(name.strip("<>")) for name in (*named, named[0])]
        yield (
            ways[ring[0]][ring[1 % len(ring)]],
            (f"the shape refers to itself: {' -> '.join(names)}: let one of these not refer to the next"),
        )


def _followed(stated: Stated, node: Node) -> list[Said]:
    return [one for one in stated.references(node) if not isinstance(one.object, ox.Literal)]
