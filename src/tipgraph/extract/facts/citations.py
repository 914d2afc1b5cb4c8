"""Citations: documents by symbol, decisions and resolutions by number, treaties by name, footnotes resolved."""

import re
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from tipgraph.documents.dates import find_dates
from tipgraph.documents.symbols import find_symbols, slug
from tipgraph.documents.words import plain_words
from tipgraph.extract.emit import Emitter, english, iri, typed
from tipgraph.extract.facts.numbered import NUMBERED, find_numbered
from tipgraph.extract.model import Footnote, Part
from tipgraph.extract.names import Name, Names
from tipgraph.namespaces import ID

_ITEM = r"(?:[0-9]+(?: ?\([a-z]{1,4}\))*|\([a-z]{1,4}\))"
_ITEMS = rf"{_ITEM}(?:(?:, and |, | and | or | to |[-–]){_ITEM})*"
_UNIT = (
    r"(?:[Aa]rticles?|[Rr]ules?|[Ss]ections?|[Cc]hapters?|(?:[Oo]perative )?[Pp]aragraphs?|[Ss]ubparagraphs?|[Aa]nnex(?:es)?"
    r"|[Aa]rts?\.|[Pp]aras?\.)"
)
_WHERE = rf"{_UNIT} (?:{_ITEMS}|[IVXL]+(?:(?:, | and )[IVXL]+)*)"
_LOCATOR = re.compile(
    rf"(?<!\w)(?P<locator>{_WHERE}(?:(?:, (?:of )?| of (?:the )?){_WHERE}){{0,3}}),? ?(?:(?:of|to) (?:the |its |that |both the )?)?$"
)
_BEFORE = 240
"""Characters before what is cited in which the place within it may be named."""
_TITLE = re.compile(r"\b(?:Part(?:y|ies) to the|supplementing the)\s+$")
"""What stands before the name of a treaty that is part of the name of a body or of another treaty."""
_LONGEST_TITLE = 250
"""Characters before a mark in which the title of a treaty begins; no title is as long."""
_SERIES = re.compile(r"vols?\. (?P<volume>[0-9]+)(?P<more>(?:(?:, | and )[0-9]+)*), No\. (?P<number>[0-9]+)")
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
    if any(field.name == "symbol" and emitter.words(field) == symbol for field in emitter.document.masthead):
        return emitter.iri  # a document that names itself
    known = emitter.names.document_of_symbol(symbol)
    node = iri(known or f"document/{slug(symbol)}")
    if is_cited_only(emitter, node, symbol):
        emitter.node(node, "tip:Document", symbol, part)
        emitter.add(node, "tip:symbol", symbol)
        emitter.add(node, "tip:symbolStatedIn", emitter.part(part))
    if title:
        emitter.claim(node, "dcterms:title", english(title), part, title, plain=not has_own_text(emitter, node, symbol))
    return node


def is_cited_only(emitter: Emitter, document: NamedNode, symbol: str) -> bool:
    """Tell a document that has to be described where it is cited: no curated file and no text of its own does that."""
    return document == iri(f"document/{slug(symbol)}") and emitter.names.type_of(document.value) is None


def has_own_text(emitter: Emitter, document: NamedNode, symbol: str) -> bool:
    """Tell a document of the record whose own text says what it is called and of what kind it is."""
    return emitter.names.type_of(document.value) is None and document != iri(f"document/{slug(symbol)}")


def find_cited(emitter: Emitter, words: str, part: Part) -> list[Cited]:
    """Find everything that words cite.

    Args:
        emitter: Its names are the authority; an unknown symbol, decision or resolution becomes a document of its own.
        words: The words of a part.
        part: The part.

    Returns:
        What is cited, in order; a document does not cite itself.
    """
    symbols = [(span.start, span.end, symbol_node(emitter, span.symbol, part)) for span in find_symbols(words)]
    found = [Cited(start, end, node.value) for start, end, node in symbols if node != emitter.iri]
    for one in find_numbered(emitter, words, part):
        before = _LOCATOR.search(_ahead(emitter, words[max(0, one.start - _BEFORE) : one.start]))
        locator = one.locator or (before["locator"] if before else None)
        found.append(Cited(one.start, one.end, one.iri, locator, one.dated))
    numbers = [match.span() for match in NUMBERED.finditer(words)] + [(cited.start, cited.end) for cited in found]
    for name in emitter.names.find(words, "instrument", "document"):
        overlaps = any(start < name.end and name.start < end for start, end in numbers)
        if (
            overlaps
            or _TITLE.search(words[: name.start])
            or name.iri == emitter.iri.value
            or emitter.names.type_of(name.iri) == "DraftResolution"
        ):
            continue
        locator = _LOCATOR.search(words[max(0, name.start - _BEFORE) : name.start])
        found.append(Cited(name.start, name.end, name.iri, locator["locator"] if locator else None))
    return sorted(found, key=lambda cited: cited.start)


def _ahead(emitter: Emitter, before: str) -> str:
    """Return what stands before a decision or resolution without its kind and the name of its body."""
    bare = re.sub(r"(?:\b(?:its|the) )?(?:[Dd]ecision|[Rr]esolution)s? $", "", before)
    body = emitter.names.ending(bare, "body") if bare.endswith(" ") else None
    return bare.rstrip()[: -len(body.printed)] if body else bare


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
            start = min(words.rindex(cited.locator, 0, cited.end), cited.start)
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
    treaty = _treaty_before(emitter.names, plain_words([_before_mark(emitter, footnote)]))
    if not treaty:
        emitter.report(footnote, words, "no treaty is named before the mark of this footnote")
        return
    node = iri(treaty.iri)
    emitter.add(emitter.part(footnote), "cito:cites", node)
    if not match["more"]:
        emitter.claim(node, "tip:treatySeriesVolume", Literal(match["volume"]), footnote, match[0])
    emitter.claim(node, "tip:treatySeriesNumber", Literal(match["number"]), footnote, match[0])
    _citation(emitter, footnote, 1, treaty.iri, match[0], words)


def _treaty_before(names: Names, words: str) -> Name | None:
    """Return the treaty that words end with, with or without a short name in brackets, also within a body's name.

    In "the Conference of the Parties to the Convention¹" the mark stands behind the Convention's name.
    """
    for ending in (words.rstrip(" ,;.:"), re.sub(r" \([^()]*\)$", "", words.rstrip(" ,;.:"))):
        found = names.ending(ending, "instrument")
        starts = [match.start() for match in re.finditer(r"\b[A-Z]", ending[-_LONGEST_TITLE:])]
        tail = ending[-_LONGEST_TITLE:]
        whole = (names.resolve(tail[start:], "instrument") for start in starts)
        found = found or next((name for name in whole if name), None)
        if found:
            return found
    return None


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
        named = english(plain_words([title[1]]))
        emitter.add(node, "dcterms:title", emitter.first(node, "dcterms:title", named))
    emitter.add(node, "tip:reference", match[0])
    emitter.add(node, "tip:documentType", iri("document-type/publication"))
    emitter.add(emitter.part(footnote), "cito:cites", node)
