"""What a person has still to decide: names that stand for nothing known, and facts that are not certain."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Candidate:
    """A known thing whose name is near to one that is not known; ``score`` from 0 to 100."""

    label: str
    iri: str
    score: float


@dataclass(frozen=True, order=True)
class Unresolved:
    """A name or a line that the rules could not resolve; ``line`` counts from 1.

    ``candidates`` are the nearest known names, filled in by :class:`tipgraph.extract.candidates.Candidates` when a report
    is written; they take no part in comparisons.
    """

    line: int
    words: str
    reason: str
    candidates: tuple[Candidate, ...] = field(default=(), compare=False)


@dataclass(frozen=True, order=True)
class Doubt:
    """A fact below full certainty: ``iri`` carries ``tip:needsReview``; ``line`` counts from 1."""

    line: int
    iri: str
    words: str
    reason: str
