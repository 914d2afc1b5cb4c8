"""Constraints on single values: what a value that is at fault, or may be, is like (SHACL 4.1, 4.3, 4.4, 4.8.3).

A condition is a disjunction of conjunctions of parts; a value that fulfils none of these is not at fault. A part is an
expression that is never an error, or a pattern that the value must not fulfil.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import pyoxigraph as ox

from tipgraph.namespaces import SH, XSD
from tipgraph.validate.compiled.judge import Judge
from tipgraph.validate.compiled.scope import Classes, Scope, instances
from tipgraph.validate.compiled.terms import LANG_STRING, STRING, WELL, Terms, Uncompilable, iri

_INTEGER: Final = f"<{WELL}{XSD}integer>"
_KINDS: Final = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "!isLiteral({0})",
    "BlankNodeOrLiteral": "!isIRI({0})",
    "IRIOrLiteral": "!isBlank({0})",
}
_MOST: Final = 30
"""Conjunctions in a condition, and terms in a list; where there are more, pyshacl is asked."""


@dataclass(frozen=True)
class Part:
    """What one part of a condition adds to a query."""

    expression: str = ""
    excluded: str = ""

    @property
    def text(self) -> str:
        """The part as SPARQL writes it."""
        return f"FILTER({self.expression})" if self.expression else f"MINUS {{ {self.excluded} }}"


Condition = list[tuple[Part, ...]]


def one_of(conditions: list[Condition]) -> Condition:
    """Return the condition that one of several is fulfilled; expressions alone come together in one."""
    every = [parts for condition in conditions for parts in condition]
    plain = [parts for parts in every if all(part.expression for part in parts)]
    others = [parts for parts in every if parts not in plain]
    if plain:
        texts = [" && ".join(f"({part.expression})" for part in parts) for parts in plain]
        others.insert(0, (Part(" || ".join(f"({text})" for text in dict.fromkeys(texts))),))
    return others


def all_of(conditions: list[Condition]) -> Condition:
    """Return the condition that all of several are fulfilled.

    Raises:
        Uncompilable: If it would be long.
    """
    size = 1
    for condition in conditions:
        size *= len(condition)
    if size > _MOST:
        raise Uncompilable("sh:or of much")
    return [tuple(part for parts in chosen for part in parts) for chosen in product(*conditions)]


def queries(scope: Scope, condition: Condition) -> list[str]:
    """Return the patterns of the targets one of whose values fulfils a condition."""
    return [f"{{ {scope.pattern} }} {' '.join(part.text for part in parts)}" for parts in condition]


@dataclass(frozen=True)
class Values:
    """Makes conditions of constraints."""

    terms: Terms
    classes: Classes
    judge: Judge

    def condition(self, component: Any, name: str, given: list[Any], value: str) -> Condition | None:
        """Return when a value is at fault.

        Args:
            component: pyshacl's constraint.
            name: Its parameter, without namespace.
            given: The values of this parameter.
            value: The variable of the value.

        Returns:
            The condition, or None where the constraint is none on single values.

        Raises:
            Uncompilable: If no query can say it.
        """
        if name in ("pattern", "flags"):
            return [(Part(f"{self.judge.of_value(component)}({value})"),)]
        if name in ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive"):
            return [self._range(component, name, given, value)]
        if name == "class":
            return [(Part(excluded=instances(self.classes, str(kind), value)),) for kind in given]
        every: dict[str, Callable[[Any, str], str]] = {
            "datatype": self._datatype,
            "nodeKind": lambda one, v: _KINDS.get(str(one).removeprefix(SH), "false").format(v),
            "minLength": lambda one, v: f"STRLEN(STR({v})) >= {int(one.value)}",
            "maxLength": lambda one, v: f"STRLEN(STR({v})) <= {int(one.value)}",
            "languageIn": lambda _, v: self._languages(component, v),
            "in": lambda _, v: self._in(component, v),
        }
        make = every.get(name)
        if make is None:
            return None
        return [(Part(f"!COALESCE({make(given[0], value)}, false)"),)]

    def _range(self, component: Any, name: str, given: list[Any], value: str) -> tuple[Part, ...]:
        """Ask pyshacl of each value, but not of well-typed integers where a bound is one."""
        from rdflib import Literal  # noqa: PLC0415 - half a second to import

        asked = f"{self.judge.of_value(component)}({value})"
        bound = given[0]
        whole = isinstance(bound, Literal) and str(bound.datatype) == XSD + "integer" and isinstance(bound.value, int)
        if len(given) > 1 or not whole:
            return (Part(asked),)
        sign = {"minI": ">=", "minE": ">", "maxI": "<=", "maxE": "<"}[name[:4]]
        sure = f"DATATYPE({value}) = {_INTEGER} && <{XSD}integer>(STR({value})) {sign} {bound.value}"
        return (Part(f"!COALESCE({sure}, false) && {asked}"),)

    def _datatype(self, kind: Any, value: str) -> str:
        name = str(kind)
        if name in (STRING, LANG_STRING):
            return f"DATATYPE({value}) = <{name}>"
        return f"DATATYPE({value}) = {iri(WELL + name)}"

    def _languages(self, component: Any, value: str) -> str:
        """Match ranges as pyshacl does: the whole tag, or what stands before its first hyphen."""
        from rdflib import Literal  # noqa: PLC0415 - half a second to import

        found = [one for node in component.string_rules for one in component.shape.sg.graph.items(node)]
        if not found or not all(isinstance(one, Literal) and isinstance(one.value, str) for one in found):
            raise Uncompilable("sh:languageIn of no languages")
        if any(one.value == "*" for one in found):
            return f'LANG({value}) != ""'
        tags = ", ".join(str(ox.Literal(one.value.lower())) for one in found)
        return f'LANG({value}) != "" && (LANG({value}) IN ({tags}) || STRBEFORE(LANG({value}), "-") IN ({tags}))'

    def _in(self, component: Any, value: str) -> str:
        known = sorted(self.terms.written(one) for one in component.in_vals)
        if not 0 < len(known) <= _MOST:
            return f"!{self.judge.of_value(component)}({value})"
        return " || ".join(f"sameTerm({value}, {one})" for one in known)
