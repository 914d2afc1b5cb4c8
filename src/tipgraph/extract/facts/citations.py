"""Citations: documents by symbol, decisions and resolutions by number, treaties by name, footnotes resolved."""

import re
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from tipgraph.documents.dates import find_dates
from tipgraph.documents.symbols import find_symbols, slug
from tipgraph.documents.words import plain_words
from tipgraph.extract.emit import Emitter, english, iri, typed
from tipgraph.extract.model import Footnote, Part
from tipgraph.namespaces import ID

_LOCATOR = re.compile(
    r"(?P<locator>(?:[Aa]rticles?|[Rr]ules?|[Ss]ection|[Cc]hapter|[Pp]aragraphs?) [0-9]+(?:, (?:sub)?paragraphs? [0-9]+(?: \([a-z]\))?)?)"
    r",? ?(?:of (?:the )?|to the )?$"
)
_TITLE = re.compile(r"\b(?:Part(?:y|ies) to the|supplementing the)\s+$")
"""What stands before the name of a treaty that is part of the name of a body or of another treaty."""
_NUMBERED = re.compile(
    r"\b(?P<kind>[Dd]ecision|[Rr]esolution)s? "
    r"(?P<list>[0-9]{1,3}/[0-9]{1,3}(?: of [0-9]{1,2} \w+ [0-9]{4})?(?:(?:, | and )[0-9]{1,3}/[0-9]{1,3}(?: of [0-9]{1,2} \w+ [0-9]{4})?)*)"
)
_WHOSE = re.compile(r"(?:^|[^\w.])(?P<whose>[A-Z][\w-]*(?: (?:of|on|for|and|the|[A-Z][\w-]*))*) $")
_NOBODY = ("In", "The", "Its", "Their", "By", "See", "And", "Pursuant", "Under")
_NUMBER = re.compile(r"([0-9]+)/([0-9]+)(?: of ([0-9]{1,2} \w+ [0-9]{4}))?")
_SERIES = re.compile(r"vol\. (?P<volume>[0-9]+), No\. (?P<number>[0-9]+)")
_SALES = re.compile(r"Sales No\. (?P<number>[A-Z]+\.[0-9][0-9]\.[A-Z0-9.]*[0-9])")
_EMPHASISED = re.compile(r"(?:\*|<i>)([^*<>]+)(?:\*|</i>)[^\w\s]*$")


@dataclass(frozen=True)
class Cited:
    """Something cited: ``words[start:end]`` names ``iri``; ``locator`` is the place within it, where one is printed."""

    start: int
    end: int
    iri: str
    locator: str | None = None
    dated: str | None = None


def symbol_node(emitter: Emitter, symbol: str, part: Part, title: str | None = None) -> NamedNode:
    """Add a document that is known by its symbol.

    Args:
        emitter: Receives the document, its symbol and where that is printed.
        symbol: As printed.
        part: The part that prints it.
        title: The title printed before it in a list of documents.

    Returns:
        The document: one the record already knows by this symbol, or ``document/<slug of the symbol>``.
    """
    known = emitter.names.document_of_symbol(symbol)
    node = iri(known or f"document/{slug(symbol)}")
    described = emitter.names.type_of(node.value) is not None
    if not described:
        emitter.node(node, "tip:Document", symbol, part)
        emitter.add(node, "tip:symbol", symbol)
        emitter.add(node, "tip:symbolStatedIn", emitter.part(part))
    if title:
        emitter.claim(node, "dcterms:title", english(title), part, title)
    return node


def find_cited(emitter: Emitter, words: str, part: Part) -> list[Cited]:
    """Find everything that words cite.

    Args:
        emitter: Its names are the authority; an unknown symbol, decision or resolution becomes a document of its own.
        words: The words of a part.
        part: The part.

    Returns:
        What is cited, in order; a document does not cite itself.
    """
    found: list[Cited] = [
        Cited(span.start, span.end, symbol_node(emitter, span.symbol, part).value) for span in find_symbols(words)
    ]
    for match in _NUMBERED.finditer(words):
        found += _numbered(emitter, words, match, part)
    numbers = [match.span() for match in _NUMBERED.finditer(words)] + [(cited.start, cited.end) for cited in found]
    for name in emitter.names.find(words, "instrument", "document"):
        overlaps = any(start < name.end and name.start < end for start, end in numbers)
        if (
            overlaps
            or _TITLE.search(words[: name.start])
            or name.iri == emitter.iri.value
            or emitter.names.type_of(name.iri) == "DraftResolution"
        ):
            continue
        locator = _LOCATOR.search(words[: name.start])
        found.append(Cited(name.start, name.end, name.iri, locator["locator"] if locator else None))
    return sorted(found, key=lambda cited: cited.start)


def _numbered(emitter: Emitter, words: str, match: re.Match[str], part: Part) -> list[Cited]:
    """Return each decision or resolution of a printed list of numbers; one the record does not know is added."""
    kind = match["kind"].lower()
    body = _adopting_body(emitter, words, match)
    stem = emitter.names.stem_of(body) if body else None
    found = []
    offset = match.start("list")
    for number in _NUMBER.finditer(match["list"]):
        known = emitter.names.resolve(f"{kind} {number[1]}/{number[2]}", "instrument") if body is None else None
        if not stem and not known:
            emitter.report(part, match[0], "whose decision or resolution this is cannot be told")
            continue
        node = iri(known.iri if known else f"instrument/{stem}-{kind}-{number[1]}-{number[2]}")
        if emitter.names.type_of(node.value) is None:
            label = f"{emitter.names.label_of(body or '') or stem}, {kind} {number[1]}/{number[2]}"
            emitter.node(node, f"tip:{kind.capitalize()}", label, part)
            emitter.add(node, "tip:instrumentNumber", f"{number[1]}/{number[2]}")
        found.append(Cited(offset + number.start(), offset + number.end(), node.value, dated=number[3]))
    return found


def _adopting_body(emitter: Emitter, words: str, match: re.Match[str]) -> str | None:
    """Return the body whose decision or resolution it is: named before it or behind it, or else the document's own.

    An empty string stands for a body that is named but not known.
    """
    whose = _WHOSE.search(words[max(0, match.start() - 200) : match.start()])
    if whose and whose["whose"] not in _NOBODY:
        name = emitter.names.ending(whose["whose"], "body")
        return name.iri if name else ""
    behind = re.match(r" of the ", words[match.end() :])
    names = emitter.names.find(words[match.end() + behind.end() :][:400], "body") if behind else []
    if names and names[0].start == 0:
        return names[0].iri
    if emitter.body is None:
        return None
    return emitter.names.parent_of(emitter.body.value) or emitter.body.value


def emit_citations(emitter: Emitter) -> None:
    """Add what each provision and footnote cites, citations that say where, and what footnotes say of treaties and books."""
    for provision in emitter.document.provisions:
        _cite(emitter, provision, emitter.words(provision))
    series = ""
    for footnote in emitter.document.footnotes:
        words = emitter.words(footnote)
        series = words if not words.startswith("Ibid") else series
        _cite(emitter, footnote, words)
        _treaty_series(emitter, footnote, words, series)
        _sales_number(emitter, footnote, words)


def _cite(emitter: Emitter, part: Part, words: str) -> None:
    subject = emitter.part(part)
    count = 0
    for cited in find_cited(emitter, words, part):
        emitter.add(subject, "cito:cites", iri(cited.iri))
        if cited.dated:
            days = find_dates(cited.dated)
            if days:
                issued = typed(days[0].first.isoformat(), "date")
                emitter.claim(iri(cited.iri), "dcterms:issued", issued, part, cited.dated)
            else:
                emitter.report(part, cited.dated, "this is no date")
        if cited.locator:
            count += 1
            start = words.rindex(cited.locator, 0, cited.start)
            _citation(emitter, part, count, cited.iri, cited.locator, words[start : cited.end])


def _citation(emitter: Emitter, part: Part, number: int, cited: str, locator: str, printed: str) -> None:
    path = emitter.part(part).value.removeprefix(ID)
    node = emitter.node(f"{path}/citation/{number}", "tip:Citation", f"{emitter.quoted(part)}: {printed}", part)
    emitter.add(node, "tip:citing", emitter.part(part))
    emitter.add(node, "tip:cited", iri(cited))
    emitter.add(node, "tip:locator", locator)
    emitter.add(node, "tip:asPrinted", printed)


def _before_mark(emitter: Emitter, footnote: Footnote) -> str:
    """Return the raw text before the mark that points to a footnote, from the start of its paragraph."""
    mark = footnote.marks[0] if footnote.marks else 0
    text = emitter.document.source.text
    return text[text.rfind("\n\n", 0, mark) + 1 : mark]


def _treaty_series(emitter: Emitter, footnote: Footnote, words: str, series: str) -> None:
    """Give a treaty the volume and number of the Treaty Series that its footnote prints; "Ibid." repeats the series."""
    match = _SERIES.search(words)
    if not match or "Treaty Series" not in series:
        return
    treaty = emitter.names.ending(plain_words([_before_mark(emitter, footnote)]), "instrument")
    if not treaty:
        emitter.report(footnote, words, "no treaty is named before the mark of this footnote")
        return
    node = iri(treaty.iri)
    emitter.add(emitter.part(footnote), "cito:cites", node)
    emitter.claim(node, "tip:treatySeriesVolume", Literal(match["volume"]), footnote, match[0])
    emitter.claim(node, "tip:treatySeriesNumber", Literal(match["number"]), footnote, match[0])
    _citation(emitter, footnote, 1, treaty.iri, match[0], words)


def _sales_number(emitter: Emitter, footnote: Footnote, words: str) -> None:
    """Add the publication of a sales number under the emphasised title before the footnote's mark."""
    match = _SALES.search(words)
    if not match:
        return
    title = _EMPHASISED.search(_before_mark(emitter, footnote))
    node = iri(f"document/sales-no-{slug(match['number'])}")
    if emitter.names.type_of(node.value) is None:
        emitter.node(node, "tip:Document", title[1] if title else match[0], footnote)
    if title:
        emitter.add(node, "dcterms:title", english(plain_words([title[1]])))
    emitter.add(node, "tip:reference", match[0])
    emitter.add(node, "tip:documentType", iri("document-type/publication"))
    emitter.add(emitter.part(footnote), "cito:cites", node)
