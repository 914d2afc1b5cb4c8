"""A shape as queries for the things that it may find fault with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tipgraph.namespaces import SH
from tipgraph.validate.compiled import counts, pairs
from tipgraph.validate.compiled.judge import Judge
from tipgraph.validate.compiled.paths import Path, read_path
from tipgraph.validate.compiled.scope import Classes, Scope, instances
from tipgraph.validate.compiled.terms import Terms, Uncompilable
from tipgraph.validate.compiled.values import Condition, Values, all_of, one_of, queries

_VARIABLE: Final = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>|(\?[a-z]+[0-9]+)')
"""Strings and IRIs, which are left alone, and numbered variables."""
_LISTS: Final = ("and", "or")
_OF_WHAT_LACKS: Final = ("minCount", "hasValue", "qualifiedMaxCount", "qualifiedMinCount", "qualifiedValueShape")
"""Constraints that things break by what they have not: only the targets are known to be concerned."""
_DEEPEST: Final = 8
"""How deep shapes refer to others; pyshacl gives up at 15, and is to say so itself."""


@dataclass(frozen=True)
class Constraint:
    """One constraint of a shape."""

    name: str
    """The parameter that makes it one, without namespace."""
    component: Any
    """pyshacl's own."""
    given: list[Any]
    """The values of the parameter."""


@dataclass(frozen=True)
class Query:
    """A query for suspects, ``?f``."""

    text: str
    is_loose: bool = False
    """Whether it finds things that are no targets, too: most data are without fault, and so it is the faster one."""


def _named_anew(query: str) -> str:
    """Number the variables of a query by their order, so that the same question has the same words."""
    names: dict[str, str] = {}
    return _VARIABLE.sub(lambda m: names.setdefault(m[1], f"?v{len(names)}") if m[1] else m[0], query)


class Compiler:
    """Makes queries of the shapes of a graph."""

    def __init__(self, shapes: Any, classes: Classes, terms: Terms) -> None:
        """Remember the shapes, pyshacl's ShapesGraph, and what the data say of classes."""
        self.judge = Judge(terms)
        self._shapes = shapes
        self._classes = classes
        self._terms = terms
        self._values = Values(terms, classes, self.judge)

    def queries(self, shape: Any, targets: list[str]) -> list[Query]:
        """Return the queries for the targets of a shape that it may find fault with.

        Args:
            shape: pyshacl's Shape.
            targets: The patterns of its targets.

        Raises:
            Uncompilable: If pyshacl has to look at all of them.
        """
        found = dict.fromkeys(one for target in targets for one in self._shape(shape, Scope(target), 0))
        return [Query(_named_anew(f"SELECT ?f {{ {pattern} }}"), is_loose) for pattern, is_loose in found]

    def constraints(self, shape: Any) -> list[Constraint]:
        """Return the constraints of a shape, as pyshacl understands them.

        Raises:
            Uncompilable: If pyshacl does not.
        """
        from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP  # noqa: PLC0415 - half a second to import
        from pyshacl.errors import ConstraintLoadWarning  # noqa: PLC0415 - the same

        if shape.find_custom_constraints():
            raise Uncompilable("a constraint component of the shapes' own")
        found: dict[Any, Constraint] = {}
        for parameter in sorted(set(shape.sg.graph.predicates(shape.node)) & set(CONSTRAINT_PARAMETERS_MAP)):
            kind = CONSTRAINT_PARAMETERS_MAP[parameter]
            if kind in found:
                continue
            try:
                component = kind(shape)
            except ConstraintLoadWarning:
                continue  # pyshacl looks past it too
            except Exception as error:  # whatever it is, pyshacl shall say it itself
                raise Uncompilable(str(error)) from None
            name = str(parameter).removeprefix(SH)
            found[kind] = Constraint(name, component, sorted(shape.objects(parameter)))
        return list(found.values())

    def path(self, shape: Any) -> Path | None:
        """Return the path of a property shape."""
        return read_path(shape.sg.graph, shape.path()) if shape.is_property_shape else None

    def _shape(self, shape: Any, scope: Scope, depth: int) -> Iterator[tuple[str, bool]]:
        """Yield the patterns of what a shape, looked at somewhere, may find fault with, and whether each is loose."""
        if shape.deactivated:
            return
        if depth > _DEEPEST:
            raise Uncompilable("shapes that refer to others again and again")
        path, conditions = self.path(shape), []
        # One predicate is looked through for faults without asking first whose it is.
        is_loose = depth == 0 and path is not None and path.is_single
        wide = Scope("") if is_loose else scope
        values = wide.along(path)
        for constraint in self.constraints(shape):
            if constraint.name in ("node", "property", "and"):
                for member in self._members(constraint):
                    yield from self._shape(member, scope.along(path), depth + 1)
            elif (condition := self._condition(constraint, values.thing, depth)) is not None:
                conditions.append(condition)
            else:
                at_targets = constraint.name in _OF_WHAT_LACKS
                patterns = self._of_all(constraint, scope if at_targets else wide, path)
                yield from ((pattern, is_loose and not at_targets) for pattern in patterns)
        yield from ((pattern, is_loose) for pattern in queries(values, one_of(conditions)))

    def _members(self, constraint: Constraint) -> list[Any]:
        """Return the shapes that a constraint refers to."""
        found = []
        for given in constraint.given:
            nodes = list(self._shapes.graph.items(given)) if constraint.name in _LISTS else [given]
            shapes = [constraint.component.shape.get_other_shape(node) for node in nodes]
            if not all(shapes):
                raise Uncompilable("a shape that is not there")
            found += shapes
        for one in found:
            if one.is_property_shape is not (constraint.name == "property") and constraint.name in ("node", "property"):
                raise Uncompilable("a shape of the wrong kind")
        return found

    def _condition(self, constraint: Constraint, value: str, depth: int) -> Condition | None:
        """Return when a value is at fault by a constraint, or None where that is none on single values."""
        if constraint.name != "or":
            return self._values.condition(constraint.component, constraint.name, constraint.given, value)
        every = []
        for given in constraint.given:
            members = self._members(Constraint("or", constraint.component, [given]))
            every.append(all_of([self._whole(member, value, depth + 1) for member in members]))
        return one_of(every)

    def _whole(self, shape: Any, value: str, depth: int) -> Condition:
        """Return when a value is at fault by a node shape that consists of constraints on it alone."""
        if shape.deactivated:
            return []
        if shape.is_property_shape or depth > _DEEPEST:
            raise Uncompilable("sh:or of property shapes")
        found = []
        for constraint in self.constraints(shape):
            if constraint.name in ("node", "and"):
                found += [self._whole(member, value, depth + 1) for member in self._members(constraint)]
                continue
            condition = self._condition(constraint, value, depth)
            if condition is None:
                raise Uncompilable(f"sh:or of sh:{constraint.name}")
            found.append(condition)
        return one_of(found)

    def _of_all(self, constraint: Constraint, scope: Scope, path: Path | None) -> list[str]:
        """Return the patterns for a constraint on all values together."""
        name, component, given = constraint.name, constraint.component, constraint.given
        if name in ("equals", "disjoint"):
            make = pairs.unequal if name == "equals" else pairs.shared
            return [pattern for other in given for pattern in make(scope, path, str(other))]
        if name == "hasValue":
            return counts.missing(scope, path, given, self._terms)
        if name in ("closed", "ignoredProperties"):
            return pairs.others(scope, path, self._allowed(component)) if component.is_closed else []
        if path is None:
            raise Uncompilable(f"sh:{name} without a path")
        if name == "minCount":
            return counts.too_few(scope, path, int(given[0].value))
        if name == "maxCount":
            return counts.too_many(scope, path, int(given[0].value))
        if name == "uniqueLang":
            return counts.language_twice(scope, path) if given[0].value else []
        if name in ("lessThan", "lessThanOrEquals"):
            return pairs.unordered(scope, path, component, self.judge, "<" if name == "lessThan" else "<=")
        if name.startswith("qualified"):
            return self._qualified(component, scope, path)
        raise Uncompilable(f"sh:{name}")

    def _allowed(self, component: Any) -> list[str]:
        """Return the properties that a closed shape allows."""
        from rdflib import URIRef  # noqa: PLC0415 - half a second to import

        shapes = [component.shape.get_other_shape(node) for node in component.property_shapes]
        if not all(shape and shape.is_property_shape for shape in shapes):
            raise Uncompilable("sh:closed with a shape that is not there")
        allowed = [*component.ignored_props, *(shape.path() for shape in shapes)]
        return sorted({str(one) for one in allowed if isinstance(one, URIRef)})

    def _qualified(self, component: Any, scope: Scope, path: Path) -> list[str]:
        """Count the values of one class; of other shapes, a count that may be too high or too low would not do."""
        if component.is_disjoint or len(component.value_shapes) != 1:
            raise Uncompilable("sh:qualifiedValueShape beside others")
        (node,) = component.value_shapes
        member = component.shape.get_other_shape(node)
        made = self.constraints(member) if member and not member.deactivated and not member.is_property_shape else []
        if [constraint.name for constraint in made] != ["class"] or len(made[0].given) != 1:
            raise Uncompilable("sh:qualifiedValueShape of more than a class")
        fit = instances(self._classes, str(made[0].given[0]), "?fitting")
        return counts.qualified(scope, path, fit, "?fitting", (component.min_count, component.max_count))
