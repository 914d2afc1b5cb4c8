"""Where in the data a shape is looked at: the things it is aimed at, and how its values are reached from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

from tipgraph.namespaces import RDF, RDFS, SH
from tipgraph.validate.compiled.paths import Path
from tipgraph.validate.compiled.terms import Terms, iri

_numbers = count(1)


def fresh(name: str) -> str:
    """Return a variable that no query has had."""
    return f"?{name}{next(_numbers)}"


@dataclass(frozen=True)
class Scope:
    """A pattern that binds ``?f``, a target, and beside it one of the things that a shape is to look at for it.

    The empty pattern is anything at all, and goes with a path of one predicate.
    """

    pattern: str
    thing: str = "?f"

    def along(self, path: Path | None) -> "Scope":
        """Return the scope of the values of a shape: along its path, or, for a node shape, the things themselves."""
        if path is None:
            return self
        value = fresh("v")
        walked = f"{self.pattern} {self.thing} {path.text} {value} ."
        if path.is_nullable:
            walked = f"{{ {walked} }} UNION {{ {self.pattern} BIND({self.thing} AS {value}) }}"
        return Scope(walked, value)


class Classes:
    """Which class lies below which, in the data (SHACL 1.1, "SHACL instance")."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._directly: dict[str, list[str]] = {}
        for below, above in pairs:
            self._directly.setdefault(above, []).append(below)

    def below(self, name: str) -> str:
        """Return a class and all below it, as SPARQL lists them."""
        return " ".join(iri(one) for one in self.all_below(name))

    def all_below(self, name: str) -> list[str]:
        """Return a class and all below it."""
        found, waiting = {name: None}, [name]
        while waiting:
            for below in self._directly.get(waiting.pop(), ()):
                if below not in found:
                    found[below] = None
                    waiting.append(below)
        return list(found)


def instances(classes: Classes, name: str, variable: str) -> str:
    """Return the pattern of the instances of a class."""
    kind = fresh("k")
    return f"VALUES {kind} {{ {classes.below(name)} }} {variable} <{RDF}type> {kind} ."


def aimed(shapes: Any, shape: Any, classes: Classes, terms: Terms) -> list[str]:
    """Return the patterns that bind ``?f`` to the targets of a shape (SHACL 2.1.3), one for each kind of target.

    Args:
        shapes: The rdflib graph of the shapes.
        shape: The IRI or blank node of the shape.
        classes: Which class lies below which.
        terms: Writes terms.

    Raises:
        Uncompilable: If a target cannot be named.
    """
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    def objects(name: str) -> list[Any]:
        return sorted(shapes.objects(shape, URIRef(SH + name)))

    found = []
    kinds = [str(name) for name in objects("targetClass")]
    kinds += [str(shape)] if is_class(shapes, shape) else []
    if kinds:
        kind = fresh("k")
        below = " ".join(dict.fromkeys(" ".join(classes.below(name) for name in kinds).split(" ")))
        found.append(f"{{ SELECT DISTINCT ?f {{ VALUES {kind} {{ {below} }} ?f <{RDF}type> {kind} }} }}")
    if nodes := objects("targetNode"):
        found.append(f"VALUES ?f {{ {' '.join(terms.written(node) for node in nodes)} }}")
    for name, pattern in (("targetSubjectsOf", "?f {} ?o"), ("targetObjectsOf", "?s {} ?f")):
        found += [f"{{ SELECT DISTINCT ?f {{ {pattern.format(terms.written(p))} }} }}" for p in objects(name)]
    return found


def is_class(shapes: Any, shape: Any) -> bool:
    """Tell whether a shape is a class too, and so aimed at its own instances (SHACL 2.1.3.3)."""
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    if not isinstance(shape, URIRef):
        return False
    return any((shape, URIRef(RDF + "type"), kind) in shapes for kind in kinds_of_class(shapes))


def kinds_of_class(shapes: Any) -> set[Any]:
    """Return what makes a shape a class: rdfs:Class, and what the shapes say lies directly below it, as pyshacl has it."""
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    whole = URIRef(RDFS + "Class")
    return {whole, *shapes.subjects(URIRef(RDFS + "subClassOf"), whole)}
