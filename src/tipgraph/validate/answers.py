"""Whether the answer of a question can be otherwise because of something that is wrong with the data."""

from collections import defaultdict
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.namespaces import RDFS
from tipgraph.validate.facts import subject_of
from tipgraph.validate.incremental.queries import Asked, asked_by
from tipgraph.validate.material import Material
from tipgraph.validate.report import Result

_ANY: Final = NamedNode("urn:any")
"""Of what something is said makes no difference to whether a question looks at it."""
_LABEL, _BELOW = RDFS + "label", RDFS + "subPropertyOf"


class Answers:
    """The questions of a record, and what each looks at."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._known: dict[tuple[str | None, Result], bool] = {}

    def may_follow(self, answer: Result, cause: Result) -> bool:
        """Tell whether a question may have another answer because of a fault of the data.

        Args:
            answer: What was found of the rows of a question; its file is that of the rows.
            cause: What is wrong with the data.

        Returns:
            Whether the question looks at the property that is wrong, or, where it is the thing or a property that there
            is not, at anything that is said of the thing but its name.
        """
        key = (answer.file, cause)
        if key not in self._known:
            self._known[key] = self._may_follow(answer, cause)
        return self._known[key]

    def _may_follow(self, answer: Result, cause: Result) -> bool:
        if cause.layer == "extraction" or cause.shape == "register-kept":  # the statements themselves are not known
            return True
        return asked_for(self._material, answer).may_match(self._concerned(cause))

    def _concerned(self, cause: Result) -> list[Triple]:
        properties = self._upwards(cause.path) if cause.path else set()
        if properties:
            value = cause.value or ""
            other = NamedNode(value) if value.startswith("http") else Literal(value)
            return [Triple(_ANY, NamedNode(name), other) for name in sorted(properties)]
        return [triple for triple in self._about[cause.focus] if triple.predicate.value != _LABEL]

    def _upwards(self, name: str) -> set[str]:
        """Return a property with those that it is a kind of; nothing where the ontology does not have it."""
        facts, found, edge = self._material.ontology, set[str](), {name}
        if not facts.objects(name, RDFS + "label"):
            return set()
        while edge:
            found |= edge
            edge = {other for one in edge for other in facts.objects(one, _BELOW)} - found
        return found

    @cached_property
    def _about(self) -> dict[str, list[Triple]]:
        found: dict[str, list[Triple]] = defaultdict(list)
        for triple in self._material.triples:
            found[subject_of(triple)].append(triple)
        return found


def asked_for(material: Material, answer: Result) -> Asked:
    """Return what the question looks at of whose rows something was found; in doubt anything."""
    return _asked(material.queries.get(PurePosixPath(answer.file or "").with_suffix(".rq").as_posix(), ""))


_asked = lru_cache(maxsize=200)(asked_by)
