"""What a shape asks of a value, as the rest of a sentence that begins with ``it``: ``is a string``."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.namespaces import RDF, RDFS, SH, XSD
from tipgraph.query.lookup import Node
from tipgraph.query.table import shorten
from tipgraph.site.shapes.graph import Graph
from tipgraph.site.shapes.paths import Names, Writer
from tipgraph.site.shapes.words import Sentence, Word, listed, say, with_article

_DATATYPES: Final = {
    XSD + "string": "a string without a language",
    RDF + "langString": "a string with a language",
    XSD + "boolean": "true or false",
    XSD + "integer": "a whole number",
    XSD + "decimal": "a decimal number",
    XSD + "double": "a floating-point number",
    XSD + "date": "a day",
    XSD + "dateTime": "a time of a day",
    XSD + "gYearMonth": "a month",
    XSD + "gYear": "a year",
    XSD + "anyURI": "an IRI written as a value",
}
_KINDS: Final = {
    "IRI": "is a thing with an IRI",
    "Literal": "is a value, not a thing",
    "BlankNode": "is a thing without an IRI",
    "BlankNodeOrIRI": "is a thing, not a value",
    "BlankNodeOrLiteral": "is a value or a thing without an IRI",
    "IRIOrLiteral": "is a value or a thing with an IRI",
}
_LANGUAGES: Final = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}
_BOUNDS: Final = {
    "minInclusive": "is at least",
    "minExclusive": "is more than",
    "maxInclusive": "is at most",
    "maxExclusive": "is less than",
}
_PAIRS: Final = {
    "equals": ("is a value of ", " too, and the other way round"),
    "disjoint": ("is not a value of ", " too"),
    "lessThan": ("is less than each value of ", ""),
    "lessThanOrEquals": ("is at most as much as each value of ", ""),
}
_BEGINNING: Final = re.compile(r"\^([\w:/#-]|\.(?=[\w]))+")
"""A pattern that says how something begins, and no more: a full stop between letters stands for itself."""
_DEEPEST: Final = 4

COUNTS: Final = frozenset(SH + name for name in ("minCount", "maxCount"))
QUALIFIED: Final = frozenset(
    SH + name
    for name in ("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint")
)
OF_ALL: Final = frozenset(SH + name for name in ("hasValue", "uniqueLang"))
"""What is asked of all values together."""
_ASIDE: Final = frozenset(
    {
        *(
            SH + name
            for name in ("path", "severity", "message", "name", "description", "order", "group", "defaultValue")
        ),
        *(
            SH + name
            for name in ("target", "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "deactivated")
        ),
        *(RDF + "type", RDFS + "label", RDFS + "comment", RDFS + "isDefinedBy"),
        *(SH + "flags", SH + "ignoredProperties"),
        *COUNTS,
        *QUALIFIED,
        *OF_ALL,
    }
)
"""What asks nothing by itself, or is told elsewhere."""


class Phrases(Writer):
    """Writes what shapes ask."""

    def __init__(self, graph: Graph, names: Names) -> None:
        """Write the shapes of a graph, with the names of things."""
        super().__init__(graph, names)
        self._known: Mapping[str, Callable[[Node, int], Sequence[Sentence]]] = {
            SH + "datatype": self._datatype,
            SH + "class": self._class,
            SH + "nodeKind": self._kind,
            SH + "in": self._in,
            SH + "languageIn": self._language,
            SH + "minLength": self._length,
            SH + "maxLength": self._length,
            SH + "pattern": self._pattern,
            **{SH + name: self._bounds for name in _BOUNDS},
            **{SH + name: self._pairs for name in _PAIRS},
            **{SH + name: self._logic for name in ("or", "and", "xone", "not")},
            SH + "node": self._node,
            SH + "property": self._property,
            SH + "sparql": self._sparql,
            SH + "closed": self._closed,
        }

    def of(self, shape: Node, depth: int = 0, without: frozenset[str] = frozenset()) -> list[Sentence]:
        """Say what a shape asks of each value.

        Args:
            shape: The shape.
            depth: How many shapes it stands in.
            without: Properties to leave out.

        Returns:
            The phrases; what has no words here is given as it is written.
        """
        found: list[Sentence] = []
        told = []
        for predicate in self._known:
            known = self._known[predicate]
            if known not in told and predicate not in without and self.graph.values(shape, predicate):
                told.append(known)
                found += known(shape, depth)
        for predicate in self.graph.predicates(shape):
            if predicate not in self._known and predicate not in _ASIDE:
                values = " , ".join(self.written(value) for value in self.graph.values(shape, predicate))
                found.append(say("fits ", Word(f"{shorten(predicate)} {values}", code=True)))
        return found

    def counted(self, least: int, most: int | None, path: Sentence) -> Sentence:
        """Say how many values of a path something has."""
        if most is not None and most == least:
            words = "no " if not most else "exactly one " if most == 1 else f"exactly {most:,} "
        elif most is not None:
            words = f"between {least:,} and {most:,} " if least else f"at most {'one' if most == 1 else f'{most:,}'} "
        else:
            words = f"at least {'one' if least == 1 else f'{least:,}'} " if least else "any number of "
        return say("has ", words, path)

    def counts(self, shape: Node, least: str = "minCount", most: str = "maxCount") -> tuple[int, int | None] | None:
        """Return the least and the most values that a shape asks for, if it asks for any number."""
        lowest = [int(words) for words in self.graph.words(shape, SH + least)]
        highest = [int(words) for words in self.graph.words(shape, SH + most)]
        return (max(lowest, default=0), min(highest) if highest else None) if lowest or highest else None

    def _datatype(self, shape: Node, _: int) -> Sequence[Sentence]:
        return [
            say("is ", Word(_DATATYPES[one.value]))
            if isinstance(one, NamedNode) and one.value in _DATATYPES
            else say("is a value of the type ", self.thing(one))
            for one in self.graph.values(shape, SH + "datatype")
        ]

    def _class(self, shape: Node, _: int) -> Sequence[Sentence]:
        return [say("is ", with_article(self.thing(one))) for one in self.graph.values(shape, SH + "class")]

    def _kind(self, shape: Node, _: int) -> Sequence[Sentence]:
        kinds = [self.written(one) for one in self.graph.values(shape, SH + "nodeKind")]
        return [say(_KINDS.get(kind.removeprefix("sh:"), f"is of the kind {kind}")) for kind in kinds]

    def _in(self, shape: Node, _: int) -> Sequence[Sentence]:
        lists = [list(self.graph.members(head)) for head in self.graph.values(shape, SH + "in")]
        return [say("is ", "one of " if len(one) > 1 else "", self.things(one)) for one in lists]

    def _language(self, shape: Node, _: int) -> Sequence[Sentence]:
        heads = self.graph.values(shape, SH + "languageIn")
        tags = [[self.written(tag).strip('"') for tag in self.graph.members(head)] for head in heads]
        return [say("is in ", listed([say(_LANGUAGES.get(tag, tag)) for tag in one], "or")) for one in tags]

    def _length(self, shape: Node, _: int) -> Sequence[Sentence]:
        least, most = self.counts(shape, "minLength", "maxLength") or (0, None)
        if most == least:
            return [say(f"is exactly {_characters(least)} long")]
        if least == 1 and most is None:
            return [say("is not empty")]
        words = [f"at least {_characters(least)}"] if least else []
        words += [f"at most {_characters(most)}"] if most is not None else []
        return [say(f"is {' and '.join(words)} long")]

    def _pattern(self, shape: Node, _: int) -> Sequence[Sentence]:
        flags = "".join(self.graph.words(shape, SH + "flags"))
        found = []
        for pattern in self.graph.words(shape, SH + "pattern"):
            start = not flags and _BEGINNING.fullmatch(pattern)
            words, shown = ("begins with ", pattern[1:]) if start else ("matches the pattern ", pattern)
            found.append(say(words, Word(shown, code=True), f" (flags: {flags})" if flags else ""))
        return found

    def _bounds(self, shape: Node, _: int) -> Sequence[Sentence]:
        return [
            say(f"{words} {value}") for name, words in _BOUNDS.items() for value in self.graph.words(shape, SH + name)
        ]

    def _pairs(self, shape: Node, _: int) -> Sequence[Sentence]:
        return [
            say(before, self.path(other), " of the same thing", after)
            for name, (before, after) in _PAIRS.items()
            for other in self.graph.values(shape, SH + name)
        ]

    def _logic(self, shape: Node, depth: int) -> Sequence[Sentence]:
        found = []
        for name, before, joint in (("or", "", "or"), ("and", "", "and"), ("xone", "either ", "or")):
            for head in self.graph.values(shape, SH + name):
                found.append(self._joined([self._inner(one, depth) for one in self.graph.members(head)], before, joint))
        for one in self.graph.values(shape, SH + "not"):
            found.append(say("is nothing that ", self._inner(one, depth)))
        return found

    def _joined(self, every: list[Sentence], before: str, joint: str) -> Sentence:
        """Join phrases; where all begin with ``is``, it is said once."""
        alike = all(one and one[0].text.startswith("is ") and one[0] == Word(one[0].text) for one in every)
        if not alike:
            return say(before, listed(every, joint))
        rest = [say(one[0].text.removeprefix("is "), one[1:]) for one in every]
        return say("is ", before, listed(rest, joint), " but not both" if before and len(rest) == 2 else "")

    def _inner(self, shape: Node, depth: int) -> Sentence:
        """Say what a shape within another asks; of one that is too deep, or asks nothing, its name."""
        phrases = self.of(shape, depth + 1) if depth < _DEEPEST else []
        if counted := self.counts(shape):
            path = next((self.path(one) for one in self.graph.values(shape, SH + "path")), ())
            return self.sentence(self.counted(*counted, path), phrases, counted)
        return listed(phrases) if phrases else say("fits the shape ", self.thing(shape))

    def _node(self, shape: Node, depth: int) -> Sequence[Sentence]:
        return [self._inner(one, depth) for one in self.graph.values(shape, SH + "node")]

    def _property(self, shape: Node, depth: int) -> Sequence[Sentence]:
        """Say what the shapes of properties within a shape ask; those of a shape of things are told one by one."""
        found = []
        for one in self.graph.values(shape, SH + "property"):
            path = next((self.path(one) for one in self.graph.values(one, SH + "path")), ())
            counted = self.counts(one)
            phrases = self.of(one, depth + 1) if depth < _DEEPEST else [say("fits the shape ", self.thing(one))]
            found.append(self.sentence(self.counted(*(counted or (0, None)), path), phrases, counted))
        return found

    def sentence(self, counted: Sentence, phrases: list[Sentence], counts: tuple[int, int | None] | None) -> Sentence:
        """Join how many values there are, and what each is."""
        if not phrases:
            return counted
        one = bool(counts and counts[1] == 1)
        return say(counted, "; it " if one else "; each ", listed(phrases))

    def _sparql(self, shape: Node, _: int) -> Sequence[Sentence]:
        found = []
        for one in self.graph.values(shape, SH + "sparql"):
            texts = [" ".join(words.split()) for words in self.graph.words(one, SH + "select")]
            code = [Word(text, code=True) for text in texts] or [Word(self.written(one), code=True)]
            words = "; ".join(self.graph.words(one, SH + "message"))
            found.append(say("is not found by the query ", code, f" ({words})" if words else ""))
        return found

    def _closed(self, shape: Node, _: int) -> Sequence[Sentence]:
        if "true" not in self.graph.words(shape, SH + "closed"):
            return []
        heads = self.graph.values(shape, SH + "ignoredProperties")
        others = [self.path(one) for head in heads for one in self.graph.members(head)]
        named = say(" and ", listed(others)) if others else ()
        return [say("has no properties besides those that this shape speaks of", named)]


def _characters(number: int) -> str:
    return f"{number:,} character{'' if number == 1 else 's'}"
