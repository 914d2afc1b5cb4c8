"""What a person has still to decide: names that stand for nothing known, and facts that are not certain."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Unresolved:
    """A name or a line that the rules could not resolve; ``line`` counts from 1."""

    line: int
    words: str
    reason: str


@dataclass(frozen=True, order=True)
class Doubt:
    """A fact below full certainty: ``iri`` carries ``tip:needsReview``; ``line`` counts from 1."""

    line: int
    iri: str
    words: str
    reason: str
