"""Days and places: those of a fact stand in the words that are named as its source, a claim's day in what it quotes."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from tipgraph.documents.dates import find_dates
from tipgraph.namespaces import DCTERMS, RDF, SCHEMA, TIP, short
from tipgraph.validate.facts import Facts
from tipgraph.validate.material import Material
from tipgraph.validate.registry import Found, named
from tipgraph.validate.words import clean, words_of

DAYS: Final = (TIP + "date", TIP + "deadline", DCTERMS + "issued", SCHEMA + "startDate", SCHEMA + "endDate")
"""The properties whose days must be printed; what is given as of a day says in tip:reason where the day comes from."""

_PLACE: Final = TIP + "place"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def prints_day(words: str, day: date) -> bool:
    """Tell whether words print a day, alone or within a span of days, with its year or without one."""
    return any(found.first <= day <= found.last for found in find_dates(words, day.year))


def day_of(value: str) -> date | None:
    """Read an xsd:date; None where a value is none, of which a shape speaks."""
    try:
        return date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        return None


@named(
    "day-printed",
    "The day of a fact is printed in the words that are named as its source, or in those of a claim about it.",
    layer="anchors",
)
def day_printed(material: Material) -> Iterator[Found]:
    """Look for each day in the text parts that state the fact, and in those of claims about the same property of it."""
    facts = material.facts
    for predicate in DAYS:
        for subject in facts.having(predicate):
            places = [*facts.objects(subject, TIP + "statedIn"), *_claimed_places(facts, subject, predicate)]
            words = [words for place in places if (words := words_of(facts, place))]
            for value in facts.objects(subject, predicate):
                day = day_of(value)
                if day and words and not any(prints_day(text, day) for text in words):
                    message = (
                        f"no place that is named for it prints this day ({', '.join(short(place) for place in places)}): "
                        f"correct {short(predicate)}, or say with a tip:Claim about it where the day is printed"
                    )
                    yield subject, message, predicate, value


def prints_place(words: str, place: str) -> bool:
    """Tell whether words print the name of a place, in capitals or not, and not as a part of a longer word."""
    return re.search(rf"(?<!\w){re.escape(clean(place))}(?!\w)", clean(words), re.IGNORECASE) is not None


@named(
    "place-printed",
    "The place of a fact is printed in the words that are named as its source, or in those of a claim about it.",
    layer="anchors",
)
def place_printed(material: Material) -> Iterator[Found]:
    """Look for the words of each place where those of a day are looked for.

    What an agent asserts is left out: tip:reason says how that is known.
    """
    facts = material.facts
    for subject in facts.having(_PLACE):
        if facts.objects(subject, TIP + "assertedBy"):
            continue
        sources = [*facts.objects(subject, TIP + "statedIn"), *_claimed_places(facts, subject, _PLACE)]
        texts = [words for source in sources if (words := words_of(facts, source))]
        for place in facts.objects(subject, _PLACE):
            if texts and not any(prints_place(words, place) for words in texts):
                message = (
                    f"no text that is named for it prints this place ({', '.join(short(one) for one in sources)}): "
                    "correct tip:place as it is printed, or name in tip:statedIn where it is"
                )
                yield subject, message, _PLACE, place


def _claimed_places(facts: Facts, subject: str, predicate: str) -> list[str]:
    claims = facts.subjects(RDF + "subject", subject)
    about = [claim for claim in claims if predicate in facts.objects(claim, RDF + "predicate")]
    return [place for claim in about for place in facts.objects(claim, TIP + "statedIn")]


@named("claimed-day-quoted", "The day that a claim gives is the one in the words that it quotes.", layer="anchors")
def claimed_day_quoted(material: Material) -> Iterator[Found]:
    """Compare the day that is the object of a claim with the days in its ``tip:valueAsPrinted``."""
    facts = material.facts
    for claim in facts.having(TIP + "valueAsPrinted"):
        for value in facts.objects(claim, RDF + "object"):
            day = day_of(value)
            for quoted in facts.objects(claim, TIP + "valueAsPrinted") if day else ():
                if day and find_dates(quoted, day.year) and not prints_day(quoted, day):
                    message = (
                        f"the words it quotes print another day, {quoted!r}: correct rdf:object, or quote other words"
                    )
                    yield claim, message, RDF + "object", value
