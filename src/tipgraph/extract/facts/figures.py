"""Figures as stated: value, what it is out of, what it counts, as of when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import NamedNode

from tipgraph.documents.dates import MONTHS, find_moment
from tipgraph.documents.numbers import CARDINALS, SCALES
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri, moment, typed
from tipgraph.extract.model import Provision

_COMPARATORS = {
    "more than": "more-than", "over": "more-than", "above": "more-than", "exceeding": "more-than",
    "at least": "at-least", "no fewer than": "at-least", "not fewer than": "at-least",
    "no less than": "at-least", "not less than": "at-least", "a minimum of": "at-least",
    "no more than": "at-most", "not more than": "at-most", "not exceeding": "at-most", "a maximum of": "at-most",
    "less than": "less-than", "fewer than": "less-than", "under": "less-than", "up to": "at-most", "at most": "at-most",
    "about": "about", "approximately": "about", "some": "about", "nearly": "about", "almost": "about",
}  # fmt: skip
_CARDINAL = "|".join(sorted(CARDINALS, key=len, reverse=True))
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?"
_FIGURE = re.compile(
    rf"(?:(?P<comparator>(?i:{'|'.join(sorted(_COMPARATORS, key=len, reverse=True))})) )?"
    rf"(?<![0-9],)(?<![\w/.-])(?P<value>{_NUMBER}|(?:{_CARDINAL})(?: more)?(?![\w-]))(?![0-9/A-Za-z]|\.[0-9]| [ap]\.m\.)"
    rf"(?: (?P<scale>{'|'.join(SCALES)})\b)?(?P<cent> per cent)?(?: of the (?P<outof>{_NUMBER}))?(?P<ofthe> of the\b)? ?"
    r"(?P<unit>[A-Za-z][\w-]*(?: [a-z][\w-]*| [A-Z][a-z]\w*){0,11})"
)
_TOTAL = re.compile(
    rf"\bthe (?:total )?number of (?P<unit>[\w ]{{1,80}}?) (?:to|was|is|stood at|reached) (?P<value>{_NUMBER})\b"
)
_STOP = re.compile(
    r" (?:in|on|before|prior|after|until|from|at|for|by|with|had|has|have|was|were|is|are|which|that|who|covered|carried|"
    r"around|to|under|during|gave|became|reported|replied|responded|stated|said|indicated|noted|made|took|adopted|ratified|acceded|"
    r"the|they|laid|read|signed|submitted|attended|participated|spoke|led|would|will|could|each|not|of the)\b"
)
_NOT_UNITS = re.compile(
    rf"(?:{'|'.join(MONTHS)}|and|to|or|of|paragraph|a\.m|p\.m|in|on|at|as|pursuant|the|"
    r"has|have|had|was|were|is|are|will|would|can|could|may|might|should|shall|did|led|said|reported|replied|stated)\b"
)
_REFERENCE = re.compile(
    r"(?:\b(?:age of|[Aa]rticles?|[Pp]aragraphs?|[Rr]ules?|items?|decisions?|resolutions?|No|vol|Op|Box|chapter|Fax)\.?|"
    r"[0-9][^ ]* (?:and|to)|[+(-]) ?$"
)
_AS_OF = re.compile(r"\b(?:[Bb]y|[Aa]s (?:of|at)|[Uu]p until|[Uu]ntil) ((?:[0-9]{1,2} )?(?:[A-Z][a-z]+ )?[0-9]{4})\b")
_PERIOD = re.compile(r"\bfrom [0-9]{4} to [0-9]{4}\b")


@dataclass(frozen=True)
class Figure:
    """A figure read off a sentence."""

    value: str
    unit: str
    comparator: str
    out_of: str | None


def read_figures(sentence: str) -> list[Figure]:
    """Read the figures stated in a sentence.

    Args:
        sentence: One sentence of running text.

    Returns:
        Figures in order; numbers that are dates, labels, symbols, places in a text or ordinals are none.
    """
    found = [
        (match.start("value"), Figure(_plain(match["value"]), match["unit"].strip(), "exactly", None))
        for match in _TOTAL.finditer(sentence)
    ]
    taken = {start for start, _ in found}
    for match in _figures(sentence):
        if match.start("value") in taken or _is_reference(sentence, match):
            continue
        unit = re.sub(r" (?:and|or|but|of|the|as|per|than)$", "", _STOP.split(match["unit"])[0])
        value = Decimal(_plain(match["value"])) * SCALES.get(match["scale"] or "", 1)
        if match["cent"]:
            unit = f"per cent of {unit}" if match["ofthe"] else "per cent"
        found.append(
            (
                match.start("value"),
                Figure(
                    f"{value:f}", unit, _COMPARATORS.get((match["comparator"] or "").lower(), "exactly"), match["outof"]
                ),
            )
        )
    return [figure for _, figure in sorted(found, key=lambda pair: pair[0])]


def _figures(sentence: str) -> Iterator[re.Match[str]]:
    """Find every number with a unit behind it, the next one looked for from the end of the number itself."""
    position = 0
    while match := _FIGURE.search(sentence, position):
        yield match
        position = match.end("outof") if match["outof"] else match.end("value")


def _is_reference(sentence: str, match: re.Match[str]) -> bool:
    before = sentence[: match.start("value")]
    if match["value"] == "one" and not match["comparator"]:
        return True
    if re.fullmatch(r"[0-9]{4}", match["value"]) and match["unit"][0].isupper():
        return True  # a postal code, or a year
    if _NOT_UNITS.match(match["unit"]) and not match["cent"] and not match["outof"]:
        return True
    if match["outof"] or match["cent"]:
        return False
    if _REFERENCE.search(before[-25:]):
        return True
    return bool(re.match(r"(?:19|20)[0-9][0-9]$", match["value"]))


def _plain(value: str) -> str:
    word = value.removesuffix(" more")
    return str(CARDINALS[word]) if word in CARDINALS else value.replace(",", "")


def emit_figures(emitter: Emitter) -> None:
    """Add the figures that each provision states."""
    for provision in emitter.document.provisions:
        number = 0
        for _, sentence in sentences(emitter.words(provision)):
            as_of, period = _AS_OF.search(sentence), _PERIOD.search(sentence)
            when = moment(find_moment(f"in {as_of[1]}")) if as_of else None
            for figure in read_figures(sentence):
                number += 1
                node = _figure(emitter, provision, number, figure)
                emitter.add(node, "tip:measures", sentence)
                emitter.add(node, "tip:asOf", when)
                emitter.add(node, "tip:period", period[0] if period else None)


def _figure(emitter: Emitter, provision: Provision, number: int, figure: Figure) -> NamedNode:
    path = f"document/{emitter.slug}/{provision.path}/figure/{number}"
    comparator = "" if figure.comparator == "exactly" else figure.comparator.replace("-", " ") + " "
    label = f"{emitter.quoted(provision)}: {comparator}{figure.value} {figure.unit}"
    node = emitter.node(path, "tip:StatedFigure", label, provision)
    emitter.add(node, "tip:value", typed(figure.value, "decimal"))
    emitter.add(node, "tip:outOf", typed(figure.out_of.replace(",", ""), "decimal") if figure.out_of else None)
    emitter.add(node, "tip:comparator", iri(f"comparator/{figure.comparator}"))
    emitter.add(node, "tip:unit", figure.unit)
    return node
