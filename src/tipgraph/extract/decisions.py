"""What curators have decided about facts that the rules marked for review: confirmed facts lose the mark, rejected ones go."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.extract.doubts import Doubt
from tipgraph.namespaces import ID, TIP
from tipgraph.turtle import parse_turtle

CONFIRMED, REJECTED = f"{ID}review-outcome/confirmed", f"{ID}review-outcome/rejected"


@dataclass(frozen=True)
class Decisions:
    """Decisions by the IRI of the fact: reason of the doubt to outcome (``CONFIRMED`` or ``REJECTED``)."""

    outcomes: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Decisions":
        """Read decisions.

        Args:
            path: ``curated/reviews.ttl``; where there is none, nothing has been decided.

        Returns:
            The decisions.

        Raises:
            tipgraph.errors.MalformedError: If the file is no Turtle.
        """
        if not path.exists():
            return cls()
        reviews: dict[str, dict[str, str]] = defaultdict(dict)
        for triple in parse_turtle(path):
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                reviews[triple.subject.value][triple.predicate.value.removeprefix(TIP)] = triple.object.value
        outcomes: dict[str, dict[str, str]] = defaultdict(dict)
        for review in reviews.values():
            if {"reviewedThing", "reviewReason", "reviewOutcome"} <= set(review):
                outcomes[review["reviewedThing"]][review["reviewReason"]] = review["reviewOutcome"]
        return cls(dict(outcomes))

    def outcome(self, thing: str, reason: str) -> str | None:
        """Return what was decided about a thing, or None; a doubt for another reason than the one decided is open."""
        return self.outcomes.get(thing, {}).get(reason)

    def of(self, doubt: Doubt) -> str | None:
        """Return the outcome of a doubt, or None where it is open."""
        return self.outcome(doubt.iri, doubt.reason)

    def apply(self, triples: Iterable[Triple], doubts: Iterable[Doubt]) -> tuple[set[Triple], list[Doubt]]:
        """Carry decisions out.

        Args:
            triples: The facts of a document.
            doubts: Those of them that are marked for review.

        Returns:
            The facts without those rejected and what hangs on them, and without the marks of those confirmed; the doubts
            that are open.
        """
        everything = list(doubts)
        if not self.outcomes:
            return set(triples), everything
        rejected = {doubt.iri for doubt in everything if self.of(doubt) == REJECTED}
        left = [doubt for doubt in everything if self.of(doubt) is None and doubt.iri not in rejected]
        open_reasons = {(doubt.iri, doubt.reason) for doubt in left}
        still = {doubt.iri for doubt in left}
        kept = set()
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            if _names(subject, rejected) or _names(value, rejected):
                continue
            if predicate == TIP + "needsReview" and getattr(subject, "value", "") not in still:
                continue
            if predicate == TIP + "reviewReason" and (getattr(subject, "value", ""), value.value) not in open_reasons:  # type: ignore[union-attr]
                continue
            kept.add(triple)
        return kept, left


def _names(term: object, things: set[str]) -> bool:
    """Tell whether a term is one of some things, or lies below one."""
    if not things or not isinstance(term, NamedNode):
        return False
    return term.value in things or any(term.value.startswith(f"{thing}/") for thing in things)
