"""Printed words: what the record gives as printed is printed, there where it says."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from tipgraph.documents.dates import find_dates
from tipgraph.documents.numbers import CARDINALS, SCALES
from tipgraph.documents.symbols import find_symbols
from tipgraph.documents.words import plain_words
from tipgraph.namespaces import DCTERMS, OA, RDFS, SKOS, TIP, short
from tipgraph.validate.facts import Facts
from tipgraph.validate.material import Material
from tipgraph.validate.registry import Found, named
from tipgraph.validate.report import Severity

SOURCES: Final = (TIP + "statedIn", TIP + "listedIn", TIP + "citing")
"""The properties that lead from a fact to the words that state it."""

PRINTED: Final = (
    TIP + "addresseeAsPrinted",
    TIP + "asPrinted",
    TIP + "condition",
    TIP + "locator",
    TIP + "matchedWords",
    TIP + "nameAsPrinted",
    TIP + "stateAsPrinted",
    TIP + "valueAsPrinted",
    TIP + "verbPhrase",
)
"""The properties whose values are printed words."""

_NUMBER: Final = re.compile(
    r"(?:(?<![\d.,])(?P<grouped>\d{1,3}(?:,\d{3})+(?:\.\d+)?)|(?<![\d.])(?P<plain>\d+(?:\.\d+)?))"
    rf"(?: (?P<scale>{'|'.join(SCALES)})\b)?"
)
_ASIDE: Final = r"(?:, [^;.]{1,300}?,)? "
_ASIDE_OF_LEAD_IN: Final = re.compile(r"(, [^,;:.]{1,300}):")
_WORDS: Final = {Decimal(value): word for word, value in {"zero": 0, **CARDINALS}.items()}


def quoted(facts: Facts, part: str) -> str | None:
    """Join the words that a text part's anchors quote, in their order, as a person reads them; None if one quotes none."""
    pieces = []
    for anchor in facts.objects(part, TIP + "anchor"):
        number = facts.value(anchor, TIP + "ordinal") or ""
        exact = [words for s in facts.objects(anchor, OA + "hasSelector") for words in facts.objects(s, OA + "exact")]
        if len(exact) != 1:
            return None
        pieces.append((int(number) if number.isdecimal() else 0, exact[0]))
    return plain_words(words for _, words in sorted(pieces)) if pieces else None


def words_of(facts: Facts, part: str) -> str:
    """Return the words of a text part as they are printed: its label or number, then its heading or text."""
    return " ".join(facts.objects(part, TIP + "printedLabel", TIP + "number", TIP + "heading", TIP + "text"))


def clean(words: str) -> str:
    """Make every run of white space one blank."""
    return " ".join(words.split())


def _joined(words: str) -> str:
    """Read a lead-in and its item as one sentence: "should: Establish" as "should establish"."""
    return clean(words.replace(":", "")).casefold()


def occurs(words: str, text: str, form: Callable[[str], str] = clean) -> bool:
    """Tell whether words occur in a text, both brought to a form; an ellipsis in the words stands for any others."""
    position, whole = 0, form(text)
    for piece in re.split(r"\s*(?:\.\.\.|…)\s*", form(words)):
        position = whole.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return True


def occurs_around_asides(words: str, text: str) -> bool:
    """Tell whether a verb phrase occurs in a text, a lead-in and its item read as one sentence.

    What is set between commas may stand between its words: "should consider" in "should, where appropriate, consider";
    the colon of a lead-in may be the second of them: "should, where appropriate: Consider".
    """
    if occurs(words, text, _joined):
        return True
    pattern = re.compile(rf"(?<!\w){_ASIDE.join(re.escape(word) for word in _joined(words).split())}(?!\w)")
    return any(pattern.search(_joined(read)) for read in (text, _ASIDE_OF_LEAD_IN.sub(r"\1,", text)))


@named(
    "text-agrees", "The text of a part is its anchored words, for a recommendation after its lead-in.", layer="anchors"
)
def text_agrees(material: Material) -> Iterator[Found]:
    """Compare tip:text, or tip:heading, with the anchored words."""
    facts = material.facts
    for part in facts.instances(TIP + "TextPart"):
        predicate = TIP + "heading" if facts.is_a(part, TIP + "Section") else TIP + "text"
        stated, words = facts.value(part, predicate), quoted(facts, part)
        if stated is None or words is None:
            continue  # a shape speaks of what is missing
        expected = " ".join([*facts.objects(part, TIP + "leadIn"), words])
        if stated != expected:
            yield part, _difference(predicate, stated, expected), predicate, stated


def _difference(predicate: str, stated: str, expected: str) -> str:
    """Say where two texts part."""
    at = next(
        (i for i, (a, b) in enumerate(zip(stated, expected, strict=False)) if a != b), min(len(stated), len(expected))
    )
    start = max(0, at - 20)
    return (
        f"{short(predicate)} is not what the anchors quote: from character {at} it has {stated[start : at + 20]!r}, "
        f"they {expected[start : at + 20]!r}: run 'tipgraph extract' again"
    )


@named(
    "lead-in-agrees", "The lead-in of a recommendation is the text of the provision it is an item of.", layer="anchors"
)
def lead_in_agrees(material: Material) -> Iterator[Found]:
    """Look for each lead-in in the text of the parent; of an item of an item, in the texts of all above it."""
    facts = material.facts
    for part in facts.having(TIP + "leadIn"):
        above = _above(facts, part)
        for lead_in in facts.objects(part, TIP + "leadIn"):
            if not occurs(lead_in, above):
                message = (
                    "its lead-in is not in the text of the provision it is an item of: copy the words of the parent"
                )
                yield part, message, TIP + "leadIn", lead_in


def _above(facts: Facts, part: str) -> str:
    """Join the texts of all that a part is an item of, the outermost first."""
    texts: list[str] = []
    seen = {part}
    parents = facts.objects(part, DCTERMS + "isPartOf")
    while parents and parents[0] not in seen:
        seen.add(parents[0])
        texts.insert(0, " ".join(facts.objects(parents[0], TIP + "text")))
        parents = facts.objects(parents[0], DCTERMS + "isPartOf")
    return " ".join(texts)


@named("printed-words", "What is given as printed occurs in the words that are named as its source.", layer="anchors")
def printed_words(material: Material) -> Iterator[Found]:
    """Look for everything that is given as printed in the text of its sources."""
    facts = material.facts
    for predicate in (*PRINTED, TIP + "text"):
        found = occurs_around_asides if predicate == TIP + "verbPhrase" else occurs
        for subject in facts.having(predicate):
            sources = _sources(facts, subject, predicate)
            texts = [words_of(facts, source) for source in sources]
            if not any(texts):
                continue
            for words in facts.objects(subject, predicate):
                if not any(found(words, text) for text in texts):
                    places = ", ".join(short(source) for source in sources)
                    message = f"{short(predicate)} is not printed in {places}: copy the words, or name their source"
                    yield subject, message, predicate, words


def _sources(facts: Facts, subject: str, predicate: str) -> list[str]:
    """Find the text parts that should have a printed value: the subject itself if it is one."""
    if facts.is_a(subject, TIP + "TextPart"):
        return [] if predicate == TIP + "text" else [subject]
    return list(dict.fromkeys(facts.objects(subject, *SOURCES)))


@named(
    "name-printed",
    "A body, person or group is named in the words that are given as its source.",
    Severity.WARNING,
    layer="anchors",
)
def name_printed(material: Material) -> Iterator[Found]:
    """Look for a name of each agent in the text of each of its sources."""
    facts = material.facts
    for kind in ("Body", "Person", "AddresseeGroup"):
        for agent in facts.instances(TIP + kind):
            names = facts.objects(agent, RDFS + "label", SKOS + "altLabel", SKOS + "hiddenLabel")
            for source in facts.objects(agent, TIP + "statedIn"):
                text = clean(words_of(facts, source)).casefold()
                if text and not any(clean(name).casefold() in text for name in names):
                    message = (
                        f"none of its names is printed in {short(source)}: add the name as skos:altLabel, or remove it"
                    )
                    yield agent, message, TIP + "statedIn", source


@named("symbol-printed", "A symbol is printed in the words that are named as its source.", layer="anchors")
def symbol_printed(material: Material) -> Iterator[Found]:
    """Look for a symbol of each document in the text of each of its sources, and for each symbol in one of them."""
    facts = material.facts
    for document in facts.having(TIP + "symbol"):
        symbols = facts.objects(document, TIP + "symbol")
        sources = [s for s in facts.objects(document, TIP + "symbolStatedIn") if words_of(facts, s)]
        printed = {source: {span.symbol for span in find_symbols(words_of(facts, source))} for source in sources}
        for symbol in symbols:
            missing = [source for source, found in printed.items() if found.isdisjoint(symbols)]
            if sources and not any(symbol in found for found in printed.values()):
                missing = sources
            for source in missing:
                message = f"the symbol {symbol} is not printed in {short(source)}: correct one of them, or remove both"
                yield document, message, TIP + "symbol", symbol


@named(
    "figure-printed", "The number of a figure is printed in the words that are named as its source.", layer="anchors"
)
def figure_printed(material: Material) -> Iterator[Found]:
    """Look for the value and the total of each figure in the text of its sources, in digits or as a word."""
    facts = material.facts
    for figure in facts.instances(TIP + "StatedFigure"):
        text = " ".join(words_of(facts, source) for source in facts.objects(figure, *SOURCES))
        for predicate in (TIP + "value", TIP + "outOf"):
            for number in facts.objects(figure, predicate):
                if text and not prints_number(text, number):
                    message = f"the number {number} is not printed in the words of its source: correct one of them"
                    yield figure, message, predicate, number


def prints_number(text: str, number: str) -> bool:
    """Tell whether a text prints a number: in digits, with commas or a word such as million, or as a word below a hundred."""
    try:
        wanted = Decimal(number)
    except InvalidOperation:
        return True  # a shape speaks of what is no number
    for found in _NUMBER.finditer(text):
        value = Decimal((found["grouped"] or found["plain"]).replace(",", ""))
        if wanted in (value, value * SCALES.get(found["scale"] or "", 1)):
            return True
    word = _WORDS.get(wanted)
    return word is not None and re.search(rf"(?<![\w-]){word}(?![\w-])", text, re.IGNORECASE) is not None


@named("weekday", "A printed weekday is that of its date.", layer="anchors")
def weekday(material: Material) -> Iterator[Found]:
    """Compare printed weekdays with the calendar, unless a discrepancy is recorded about the words."""
    facts = material.facts
    known = set(_concerned(facts))
    for part in facts.instances(TIP + "TextPart"):
        documents = facts.objects(part, TIP + "inDocument")
        issued = [date for document in documents for date in facts.objects(document, DCTERMS + "issued")]
        year = int(issued[0][:4]) if issued and issued[0][:4].isdecimal() else None
        text = words_of(facts, part)
        for date in find_dates(text, year):
            if not date.weekday_agrees and part not in known:
                message = (
                    f"it prints {text[date.start : date.end]!r}, which was a {date.first:%A}: if the document has it so, "
                    "record a tip:SourceDiscrepancy of kind <discrepancy-kind/date-or-period> that concerns it"
                )
                yield part, message


def _concerned(facts: Facts) -> Iterable[str]:
    """Find everything that a discrepancy concerns."""
    for discrepancy in facts.instances(TIP + "SourceDiscrepancy"):
        yield from facts.objects(discrepancy, TIP + "concerns")
