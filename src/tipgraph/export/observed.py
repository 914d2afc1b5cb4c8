"""What the data do with the vocabulary: which things there are, and which properties they have."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.export.vocabulary import Vocabulary
from tipgraph.namespaces import ID, RDF, RDFS, SKOS, TIP
from tipgraph.turtle import natural_key

_TYPE: Final = RDF + "type"
_OF_CONCEPTS: Final = (SKOS,)
_ROOTS: Final = 3
"""A property found on things of so many unrelated kinds belongs to none of them."""


@dataclass(frozen=True)
class Use:
    """How a property is used on the things of a class."""

    things: int
    """How many of them have it."""
    values: int
    kinds: tuple[str, ...]
    """Classes and datatypes of the values, and schemes of the concepts among them as ``id/<scheme>/``."""


def broadest(vocabulary: Vocabulary, kinds: set[str]) -> set[str]:
    """Leave out classes that another of them is above."""
    return {k for k in kinds if k not in vocabulary.classes or not kinds & set(vocabulary.above(k))}


class Observed:
    """An index of a dataset by class and property."""

    def __init__(self, vocabulary: Vocabulary, merged: Iterable[Triple], stated: Iterable[Triple]) -> None:
        self._vocabulary = vocabulary
        self._about: dict[str, list[Triple]] = defaultdict(list)
        self._values: dict[tuple[str, str], list[object]] = defaultdict(list)
        self._own: dict[str, set[str]] = defaultdict(set)
        self._types: dict[str, set[str]] = defaultdict(set)
        self.instances: dict[str, list[str]] = {}
        self.cited: Counter[str] = Counter()
        """How often a thing is the value of a property, but for those between concepts."""
        instances: dict[str, set[str]] = defaultdict(set)
        for triple in merged:
            thing, prop = triple.subject, triple.predicate.value
            if not isinstance(thing, NamedNode):
                continue
            if prop == _TYPE:
                instances[triple.object.value].add(thing.value)  # type: ignore[union-attr]
            else:
                self._values[thing.value, prop].append(triple.object)
                if prop.startswith(TIP):
                    self._own[thing.value].add(prop)
        for triple in stated:
            self._add(triple)
        for cls, members in instances.items():
            self.instances[cls] = sorted(members, key=natural_key)
        self._direct = {thing: self._most_specific(types) for thing, types in self._types.items()}

    def _add(self, triple: Triple) -> None:
        if not isinstance(triple.subject, NamedNode):
            return
        if triple.predicate.value == _TYPE:
            self._types[triple.subject.value].add(triple.object.value)  # type: ignore[union-attr]
        elif isinstance(triple.object, NamedNode) and not triple.predicate.value.startswith(_OF_CONCEPTS):
            self.cited[triple.object.value] += 1
        self._about[triple.subject.value].append(triple)

    def _most_specific(self, types: set[str]) -> tuple[str, ...]:
        own = {cls for cls in types if cls in self._vocabulary.classes}
        above = {parent for cls in own for parent in self._vocabulary.above(cls)}
        return tuple(sorted(own - above)) or tuple(sorted(types))

    def about(self, thing: str) -> Sequence[Triple]:
        """Return what the files state of a thing."""
        return self._about.get(thing, [])

    def narrowest(self, thing: str) -> tuple[str, ...]:
        """Name the narrowest classes that the files give a thing."""
        return self._direct.get(thing, ())

    def direct(self, cls: str) -> list[str]:
        """Name the things whose narrowest class this is."""
        return [thing for thing in self.instances.get(cls, []) if cls in self._direct.get(thing, ())]

    def properties(self, things: Iterable[str]) -> set[str]:
        """Name the properties that things have: those the files state, and inferred ones of the vocabulary."""
        return {
            prop
            for thing in things
            for prop in ({t.predicate.value for t in self.about(thing)} | self._own.get(thing, set())) - {_TYPE}
        }

    def having(self, prop: str) -> int:
        """Count the things that have a property."""
        return sum(1 for thing, of in self._values if of == prop and thing.startswith(ID))

    def use(self, cls: str, prop: str) -> Use:
        """Look how a property is used on the things of a class."""
        having, values, kinds = 0, 0, set()
        for thing in self.instances.get(cls, []):
            found = self._values.get((thing, prop), [])
            having += bool(found)
            values += len(found)
            kinds |= {kind for value in found for kind in self._kinds(value)}
        return Use(having, values, tuple(sorted(broadest(self._vocabulary, kinds))))

    def _kinds(self, value: object) -> tuple[str, ...]:
        if isinstance(value, Literal):
            return (value.datatype.value,)
        name = value.value if isinstance(value, NamedNode) else ""
        kinds = self._direct.get(name, ())
        if SKOS + "Concept" in kinds:
            return (ID + name.removeprefix(ID).split("/")[0] + "/",)
        return kinds

    def common(self) -> list[str]:
        """Name the properties that things of many unrelated kinds have: labels, notes, support."""
        roots: dict[str, set[str]] = defaultdict(set)
        for cls in self._vocabulary.classes:
            root = [cls, *self._vocabulary.above(cls)][-1]
            for prop in self.properties(self.direct(cls)):
                roots[prop].add(root)
        candidates = self._vocabulary.annotations | self._vocabulary.general
        return sorted(p for p in candidates if len(roots[p]) >= _ROOTS and p.startswith((RDFS, SKOS, TIP)))
