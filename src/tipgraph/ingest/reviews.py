"""Facts marked for review: which are open, and what a curator's decision changes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.documents.manifest import Origin
from tipgraph.documents.symbols import slug
from tipgraph.documents.text import SourceText
from tipgraph.errors import UsageError
from tipgraph.extract.decisions import REJECTED, Decisions
from tipgraph.extract.emit import english, iri, term, typed
from tipgraph.extract.run import extract
from tipgraph.files import write_text_atomic
from tipgraph.ingest.place import Place
from tipgraph.ingest.run import authority
from tipgraph.namespaces import ID, OA, RDF, RDFS, TIP
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle, write_turtle

_HEADER = "What curators decided about facts that were marked for review; written by 'tipgraph review', may be edited."
_FOUNDATION = re.compile(
    r"session/[^/]+|document/[^/]+(?:/(?!(?:.*/)?(?:citation|figure|treaty-status|topic-proposal|request|action)/).+)?"
)
"""What other facts stand on: sessions, documents and the parts of their texts, not what was read off their words."""


@dataclass(frozen=True, order=True)
class Point:
    """A fact to review: ``file`` and ``line`` of the text that states it, its IRI, the words in doubt and the reason."""

    file: Path
    line: int
    iri: str
    words: str
    reason: str


def open_points(place: Place, documents: Iterable[str] = ()) -> list[Point]:
    """Find the facts that are marked for review.

    Args:
        place: Where the documents lie.
        documents: Slugs of documents to look in; all without one.

    Returns:
        The points, by document and line.

    Raises:
        tipgraph.errors.UsageError: If there is no document of a slug.
        tipgraph.errors.FileError: If a text is missing.
    """
    wanted = list(documents) or sorted(path.stem for path in place.extracted.glob("*.ttl"))
    points: list[Point] = []
    for name in wanted:
        path = place.turtle(name)
        if not path.exists():
            raise UsageError(f"there is no document {name!r} in {place.extracted}: name one without its ending")
        if "tip:needsReview" in path.read_text(encoding="utf-8"):
            points += _points_of(path, SourceText.read(place.text(name)))
    return sorted(points)


def _points_of(path: Path, source: SourceText) -> list[Point]:
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    marked = []
    for triple in parse_turtle(path):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            values[triple.subject.value, triple.predicate.value].append(triple.object.value)
            if triple.predicate.value == TIP + "needsReview":
                marked.append(triple.subject.value)
    points = []
    for thing in marked:
        parts = values.get((thing, TIP + "statedIn"), [thing])
        line = min((source.line_of(start) for part in parts for start in _starts(values, part)), default=1)
        printed = [
            values.get((thing, TIP + name), [])
            for name in ("nameAsPrinted", "addresseeAsPrinted", "matchedWords", "text")
        ]
        words = next((found[0] for found in printed if found), (values.get((thing, RDFS + "label")) or [""])[0])
        reasons = values.get((thing, TIP + "reviewReason"), [""])
        points += [Point(source.path, line, thing, words, reason) for reason in reasons]
    return points


def _starts(values: dict[tuple[str, str], list[str]], part: str) -> list[int]:
    """Return where the anchors of a part start."""
    selectors = [
        s for anchor in values.get((part, TIP + "anchor"), []) for s in values.get((anchor, OA + "hasSelector"), [])
    ]
    return [int(start) for selector in selectors for start in values.get((selector, OA + "start"), [])]


def choose(points: Iterable[Point], patterns: Iterable[str]) -> list[Point]:
    """Choose points by the IRIs of their facts.

    Args:
        points: Open points.
        patterns: IRIs, whole or below ``id/``; ``*`` stands for any characters.

    Returns:
        The points chosen.

    Raises:
        tipgraph.errors.UsageError: If a pattern chooses nothing.
    """
    everything = list(points)
    chosen: dict[Point, None] = {}
    for pattern in patterns:
        below = pattern.removeprefix(ID)
        found = [point for point in everything if fnmatchcase(point.iri.removeprefix(ID), below)]
        if not found:
            raise UsageError(
                f"nothing that is marked for review is called {pattern!r}: 'tipgraph review' lists what is"
            )
        chosen |= dict.fromkeys(found)
    return list(chosen)


def decide(record: Record, place: Place, decided: Mapping[str, Iterable[Point]], reason: str) -> None:
    """Decide about facts: note the decisions, and write the facts of their documents again.

    Args:
        record: The record, whose names are the authority.
        place: Where the documents lie.
        decided: The outcome, :data:`~tipgraph.extract.decisions.CONFIRMED` or
            :data:`~tipgraph.extract.decisions.REJECTED`, to what is decided so.
        reason: Why, in a sentence.

    Raises:
        tipgraph.errors.UsageError: If a session, a document or a part of its text is to be rejected: what is printed cannot be
            taken away; if there is no reason; if two outcomes are given for one fact. Nothing is decided then.
        tipgraph.errors.FileError: If a file cannot be written, or another process writes there.
    """
    outcomes = _outcomes(decided)
    if not reason.strip():
        raise UsageError("a decision needs a reason: say it in a sentence after --reason, or leave the option out")
    with place.alone():
        known = set(parse_turtle(place.reviews)) if place.reviews.exists() else set()
        made = [triple for point, outcome in outcomes.items() for triple in _review(point, outcome, reason)]
        again = {triple.subject for triple in made}
        kept = {triple for triple in known if triple.subject not in again}
        write_text_atomic(place.reviews, write_turtle({*kept, *made}, _HEADER))
        names = authority(record, place)
        entries = place.entries()
        decisions = Decisions.read(place.reviews)
        for path in dict.fromkeys(point.file for point in outcomes):
            extraction = extract(SourceText.read(path), names, Origin.of(entries.get(path.name)), decisions)
            write_text_atomic(place.turtle(path.stem), extraction.turtle)


def _outcomes(decided: Mapping[str, Iterable[Point]]) -> dict[Point, str]:
    """Return the one outcome of each point."""
    outcomes: dict[Point, str] = {}
    for outcome, points in decided.items():
        for point in points:
            if outcomes.setdefault(point, outcome) != outcome:
                raise UsageError(f"{point.iri} cannot be cleared and rejected at once: name it after one option only")
            if outcome == REJECTED and _FOUNDATION.fullmatch(point.iri.removeprefix(ID)):
                raise UsageError(
                    f"{point.iri} is a session, a document or a part of its text, which cannot be rejected: confirm it, or mend "
                    "the names it needs in data/curated (sessions.ttl, agents.ttl, addressees.ttl) and run 'tipgraph extract'"
                )
    return outcomes


def _review(point: Point, outcome: str, reason: str) -> list[Triple]:
    """Return the triples of one decision."""
    below = point.iri.removeprefix(ID)
    node = iri(f"review/{slug(below)}-{slug(point.reason)}")
    word = outcome.rpartition("/")[2]
    rows: list[tuple[str, NamedNode | Literal]] = [
        (RDF + "type", term("tip:Review")),
        (RDFS + "label", english(f"{word.capitalize()}: {below}")),
        (TIP + "reviewedThing", typed(point.iri, "anyURI")),
        (TIP + "reviewReason", english(point.reason)),
        (TIP + "reviewOutcome", NamedNode(outcome)),
        (TIP + "date", typed(date.today().isoformat(), "date")),
        (TIP + "assertedBy", iri("agent/curators")),
        (TIP + "reason", english(reason)),
    ]
    return [Triple(node, NamedNode(predicate), value) for predicate, value in rows]
