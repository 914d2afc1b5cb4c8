"""The ways that a property path has: sequences of steps, each of which counts.

``(:p|:q)/:r`` has two: ``:p/:r`` and ``:q/:r``. Within ``*``, ``+`` and ``?`` each end counts once, so that these are one
step, whatever is in them.

Source: https://www.w3.org/TR/sparql11-query/#sparqlTranslatePathExpressions (section 18.2.2.4)
"""

from dataclasses import dataclass
from typing import Final

from tipgraph.errors import MalformedError
from tipgraph.namespaces import RDF
from tipgraph.query.grammar import Node
from tipgraph.query.prepare import Prepared

_MOST: Final = 256
"""Ways that one path may have."""
_REPEATS: Final = frozenset({"?", "*", "+"})


@dataclass(frozen=True)
class Step:
    """A step of a path: an IRI, all but some IRIs, or a path in ``*``, ``+`` or ``?``."""

    text: str
    """The step in SPARQL; of all but some IRIs these, with commas between."""
    may_be_none: bool = False
    """Whether it leads from a thing to the same thing without any triple."""
    all_but: bool = False
    """Whether it is a negated property set."""
    backwards: bool = False
    """Whether it goes from object to subject; only of a negated property set."""

    @property
    def is_plain(self) -> bool:
        """Whether the engine needs no help with it, wherever it stands."""
        return not self.may_be_none and not self.all_but


Way = tuple[Step, ...]


class Ways:
    """Takes the paths of a query apart."""

    def __init__(self, query: Prepared) -> None:
        self._query = query
        self._tokens = query.tokens

    def of(self, verb: Node) -> list[Way]:
        """Return the ways of a verb, in the order in which they are written.

        Raises:
            tipgraph.errors.MalformedError: If there are more than 256.
        """
        path = verb.first("path")
        return [(Step(self._slice(verb)),)] if path is None else self._path(path, backwards=False)

    def _path(self, path: Node, *, backwards: bool) -> list[Way]:
        found: list[Way] = []
        for sequence in path.children:
            joined: list[Way] = [()]
            for step in reversed(sequence.children) if backwards else sequence.children:
                joined = [before + after for before in joined for after in self._step(step, backwards=backwards)]
                self._check_number(step, len(found) + len(joined))
            found += joined
        return found

    def _step(self, step: Node, *, backwards: bool) -> list[Way]:
        inverse = self._tokens[step.start].text == "^"
        backwards ^= inverse
        path, negated = step.first("path"), step.first("negated")
        repeated = self._tokens[step.end - 1].text in _REPEATS
        if path and not repeated:
            return self._path(path, backwards=backwards)
        if negated and not repeated:
            return self._negated(negated, backwards=backwards)
        body = self._query.text[self._tokens[step.start + inverse].start : self._tokens[step.end - 1].end]
        return [(Step(f"{'^' if backwards else ''}{body}", may_be_none=self._may_be_none(step)),)]

    def _negated(self, negated: Node, *, backwards: bool) -> list[Way]:
        """Part what a negated set looks for in one direction from what it looks for in the other."""
        ones = [self._slice(one) for one in negated.children]
        forwards, inverse = [one for one in ones if one[0] != "^"], [one[1:].lstrip() for one in ones if one[0] == "^"]
        parted = ((forwards, backwards), (inverse, not backwards))
        return [
            (Step(", ".join(f"<{RDF}type>" if one == "a" else one for one in some), all_but=True, backwards=direction),)
            for some, direction in parted
            if some
        ]

    def _may_be_none(self, step: Node) -> bool:
        if self._tokens[step.end - 1].text in _REPEATS - {"+"}:
            return True
        path = step.first("path")
        return path is not None and any(all(map(self._may_be_none, way.children)) for way in path.children)

    def _check_number(self, step: Node, number: int) -> None:
        if number > _MOST:
            place = self._query.place(self._tokens[step.start].start)
            reason = f"the path has more than {_MOST} ways up to '{self._slice(step)}'"
            raise MalformedError(self._query.name, *place, reason, "write it as several paths, with variables between")

    def _slice(self, node: Node) -> str:
        return self._query.text[self._tokens[node.start].start : self._tokens[node.end - 1].end]
