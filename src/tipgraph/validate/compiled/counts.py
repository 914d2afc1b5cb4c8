"""Constraints on all values together: how many, one for a language, one that must be there (SHACL 4.2, 4.4.5, 4.7, 4.8.2)."""

from typing import Any

from tipgraph.validate.compiled.paths import Path
from tipgraph.validate.compiled.scope import Scope, fresh
from tipgraph.validate.compiled.terms import Terms


def too_few(scope: Scope, path: Path, least: int) -> list[str]:
    """Return the patterns of the targets with less than so many values (sh:minCount)."""
    if least <= 0:
        return []
    if least == 1:
        if path.is_nullable:
            return []
        there = f"{scope.thing} {path.text} {fresh('o')}"
        # What leads far, or to many, is followed from the targets alone.
        return [f"{scope.pattern} MINUS {{ {there if path.steps == 1 else f'{scope.pattern} {there}'} }}"]
    return [f"{scope.pattern} MINUS {{ {_having(scope, scope.along(path), f'>= {least}')} }}"]


def too_many(scope: Scope, path: Path, most: int) -> list[str]:
    """Return the patterns of the targets with more than so many values (sh:maxCount)."""
    return [f"{{ {_having(scope, scope.along(path), f'> {most}')} }}"]


def _having(scope: Scope, values: Scope, test: str) -> str:
    things = " ".join(dict.fromkeys(["?f", scope.thing]))
    # Of anything at all one predicate leads to a value but once, which is the faster to count.
    which = f"DISTINCT {values.thing}" if scope.pattern else "*"
    return f"SELECT {things} {{ {values.pattern} }} GROUP BY {things} HAVING(COUNT({which}) {test})"


def language_twice(scope: Scope, path: Path) -> list[str]:
    """Return the patterns of the targets with two values of one language (sh:uniqueLang)."""
    values, tag = scope.along(path), fresh("l")
    things = " ".join(dict.fromkeys(["?f", scope.thing]))
    tagged = f"{{ {values.pattern} }} BIND(COALESCE(LANG({values.thing}), '') AS {tag}) FILTER({tag} != '')"
    return [f"{{ SELECT {things} {{ {tagged} }} GROUP BY {things} {tag} HAVING(COUNT(DISTINCT {values.thing}) > 1) }}"]


def missing(scope: Scope, path: Path | None, wanted: list[Any], terms: Terms) -> list[str]:
    """Return the patterns of the targets that lack one of some values (sh:hasValue)."""
    values = scope.along(path)
    found = []
    for one in map(terms.written, wanted):
        same = f"FILTER(sameTerm({values.thing}, {one}))"
        if path is None:
            found.append(f"{{ {scope.pattern} }} FILTER(!sameTerm({scope.thing}, {one}))")
        elif path.is_nullable:
            found.append(f"{scope.pattern} MINUS {{ {{ {values.pattern} }} {same} }}")
        else:
            found.append(f"{scope.pattern} MINUS {{ {scope.pattern} {scope.thing} {path.text} {one} }}")
    return found


def qualified(scope: Scope, path: Path, fit: str, value: str, limits: tuple[int | None, int | None]) -> list[str]:
    """Return the patterns of the targets with too few or too many values of one kind (sh:qualifiedValueShape).

    Args:
        scope: Where it is looked.
        path: The path to the values.
        fit: The pattern of a value of that kind.
        value: The variable of the value in *fit*.
        limits: sh:qualifiedMinCount and sh:qualifiedMaxCount.
    """
    values = scope.along(path)
    fitting = Scope(f"{{ {values.pattern} }} {fit.replace(value, values.thing)}", values.thing)
    least, most = limits
    found = []
    if least:
        found.append(f"{scope.pattern} MINUS {{ {_having(scope, fitting, f'>= {least}')} }}")
    if most is not None:
        found.append(f"{{ {_having(scope, fitting, f'> {most}')} }}")
    return found
