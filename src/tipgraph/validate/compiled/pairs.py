"""Constraints between the values of a shape and other properties of the same thing (SHACL 4.5 and 4.8.1)."""

from typing import Any

from tipgraph.namespaces import XSD
from tipgraph.validate.compiled.judge import Judge
from tipgraph.validate.compiled.paths import Path
from tipgraph.validate.compiled.scope import Scope, fresh
from tipgraph.validate.compiled.terms import WELL, iri


def unequal(scope: Scope, path: Path | None, other: str) -> list[str]:
    """Return the patterns of the targets whose values are not just those of another property (sh:equals)."""
    values, known = scope.along(path), fresh("o")
    if path is None:
        one, name = scope.thing, iri(other)
        return [
            f"{scope.pattern} MINUS {{ {one} {name} {one} }}",
            f"{{ {scope.pattern} {one} {name} {known} }} FILTER(!sameTerm({known}, {one}))",
        ]
    # The same variable in both patterns: MINUS takes away what agrees in thing and value.
    there = f"{scope.pattern} {scope.thing} {iri(other)} {values.thing} ."
    return [f"{{ {values.pattern} }} MINUS {{ {there} }}", f"{{ {there} }} MINUS {{ {values.pattern} }}"]


def shared(scope: Scope, path: Path | None, other: str) -> list[str]:
    """Return the patterns of the targets that have a value under another property too (sh:disjoint)."""
    values = scope.along(path)
    return [f"{{ {values.pattern} }} {scope.thing} {iri(other)} {values.thing} ."]


def unordered(scope: Scope, path: Path, component: Any, judge: Judge, sign: str) -> list[str]:
    """Return the patterns of the targets with a value not below one of another property (sh:lessThan, with *sign* ``<``).

    pyshacl is asked of each pair, but not of well-typed integers in order.
    """
    found = []
    integer = f"<{WELL}{XSD}integer>"
    for other in component.property_compare_set:
        values, known = scope.along(path), fresh("o")
        first, second = (f"<{XSD}integer>(STR({name}))" for name in (values.thing, known))
        kinds = f"DATATYPE({values.thing}) = {integer} && DATATYPE({known}) = {integer}"
        sure = f"!COALESCE({kinds} && {first} {sign} {second}, false)"
        asked = f"{judge.of_pair(component)}({values.thing}, {known})"
        found.append(
            f"{{ {values.pattern} }} {scope.thing} {iri(str(other))} {known} FILTER({sure} && {asked})",
        )
    return found


def others(scope: Scope, path: Path | None, allowed: list[str]) -> list[str]:
    """Return the patterns of the targets with a value that has other properties than some (sh:closed)."""
    values, name = scope.along(path), fresh("p")
    listed = ", ".join(iri(one) for one in allowed)
    test = f"FILTER({name} NOT IN ({listed}))" if listed else ""
    return [f"{{ {values.pattern} }} {values.thing} {name} {fresh('o')} . {test}"]
