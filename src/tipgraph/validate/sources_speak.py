"""Sources: the words that are named as the source of a fact have to do with it."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final

from tipgraph.documents.numbers import ORDINALS
from tipgraph.namespaces import DCTERMS, RDFS, SKOS, TIP, short
from tipgraph.validate.facts import Facts
from tipgraph.validate.material import Material
from tipgraph.validate.printed_dates import day_of, prints_day
from tipgraph.validate.registry import Found, named
from tipgraph.validate.words import clean, occurs, words_of

_NAMES: Final = (
    *(SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel")),
    *(TIP + name for name in ("asPrinted", "nameAsPrinted", "stateAsPrinted", "valueAsPrinted", "text")),
    *(TIP + name for name in ("instrumentNumber", "place", "printedLabel", "reference", "symbol")),
    RDFS + "label",
    DCTERMS + "title",
)
"""What words may call a thing."""
_SHORTEST: Final = 3
"""Characters of a name that is looked for: a mark such as "(a)" has so many."""
_ORDINALS: Final = {str(value): word for word, value in ORDINALS.items()}
_ELSEWHERE: Final = (
    *("AddresseeGroup", "Body", "OpenQuestion", "Person", "RecommendationSet", "StatedFigure", "TextPart"),
)
"""What other checks look at more closely, and questions, which may be asked of words that do not answer them."""
_NAMED: Final = (
    *(
        "AgendaItem",
        "Attendance",
        "Citation",
        "Document",
        "Event",
        "Instrument",
        "ReportedAction",
        "Request",
        "Session",
    ),
    *("Statement", "TopicListing", "WorkProduct"),
)
"""What a source of it calls by a name, a number or a day of its own."""
_GATHERED: Final = ("Agenda", "SourceDiscrepancy")
"""What has the sources of what it brings together."""


class _Printed:
    """What text parts print; each is read once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.words = cache(lambda part: clean(words_of(facts, part)))
        self._folded = cache(lambda part: self.words(part).casefold())
        self._names = cache(self._names_of)

    def _names_of(self, thing: str) -> list[str]:
        names = [name.casefold() for name in self._facts.objects(thing, *_NAMES) if len(name) >= _SHORTEST]
        if self._facts.is_a(thing, TIP + "Session"):
            number = self._facts.value(thing, TIP + "ordinal") or ""
            names += [f"{_ORDINALS[number]} {word}" for word in ("session", "meeting") if number in _ORDINALS]
        return names

    def names(self, thing: str, part: str) -> bool:
        """Tell whether a text part prints a name of a thing, or a day that it has."""
        text = self._folded(part)
        if any(name in text or occurs(name, text) for name in self._names(thing)):
            return True
        return any(prints_day(self.words(part), day) for day in self._days(thing))

    def _days(self, thing: str) -> Iterator[date]:
        return (day for value in self._facts.literals(thing) if (day := day_of(value)))

    def speaks_of(self, concept: str, part: str) -> bool:
        """Tell whether a text part has all words of a name of a concept, in any order, or of one directly below it."""
        words = set(re.findall(r"\w+", self._folded(part)))
        below = self._facts.subjects(SKOS + "broader", concept)
        return any(words.issuperset(re.findall(r"\w+", name)) for one in (concept, *below) for name in self._names(one))


@named(
    "source-speaks",
    "Each source of a fact prints a name or a day of it, or of what it links to.",
    layer="anchors",
)
def source_speaks(material: Material) -> Iterator[Found]:
    """Look in the words of each source for something that has to do with the fact."""
    facts, printed = material.facts, _Printed(material.facts)
    for fact in facts.having(TIP + "statedIn"):
        if any(facts.is_a(fact, TIP + kind) for kind in _ELSEWHERE):
            continue
        linked = [one for one in facts.links(fact, TIP + "statedIn") if one in facts]
        for source in facts.objects(fact, TIP + "statedIn"):
            is_own = fact in facts.objects(source, TIP + "inDocument")
            if printed.words(source) and not is_own and not _speaks(facts, printed, fact, linked, source):
                yield (
                    fact,
                    f"nothing in the words of {short(source)} has to do with it, no name or day of it or of what it links "
                    "to: name the place that states it, or add the name that is printed there",
                    TIP + "statedIn",
                    source,
                )


def _speaks(facts: Facts, printed: _Printed, fact: str, linked: list[str], source: str) -> bool:
    if printed.names(fact, source):
        return True
    if any(facts.is_a(fact, TIP + kind) for kind in _NAMED):
        return False
    if source in linked or any(printed.names(one, source) for one in linked):
        return True
    if any(facts.is_a(one, SKOS + "Concept") and printed.speaks_of(one, source) for one in linked):
        return True
    return any(facts.is_a(fact, TIP + kind) for kind in _GATHERED) and _states_a_part(facts, fact, linked, source)


def _states_a_part(facts: Facts, fact: str, linked: list[str], source: str) -> bool:
    near = [*linked, *facts.leading_to(fact)]
    places = {source, *facts.objects(source, DCTERMS + "isPartOf")}
    return any(not places.isdisjoint(facts.links(one)) for one in near)
