"""What a reference manager is told of a document; nothing that the record does not say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.export.documents import authors_of, issuers_of, known_documents, session_of
from tipgraph.export.source import Source
from tipgraph.namespaces import DCTERMS, ID, SCHEMA, TIP
from tipgraph.query.lookup import TYPE, Lookup
from tipgraph.site.reader.names import name_of, title_of

UNITED_NATIONS: Final = "United Nations"
SERIES: Final = "Treaty Series"
_SYMBOL: Final = NamedNode(TIP + "symbol")
_REFERENCE: Final = NamedNode(TIP + "reference")
_NUMBERS: Final = (_SYMBOL, _REFERENCE, NamedNode(TIP + "instrumentNumber"))
_VOLUME, _REGISTERED = NamedNode(TIP + "treatySeriesVolume"), NamedNode(TIP + "treatySeriesNumber")
_TREATY: Final = NamedNode(TIP + "Treaty")
_KIND: Final = NamedNode(TIP + "documentType")
_PUBLICATION: Final = NamedNode(ID + "document-type/publication")
_ISSUED: Final = NamedNode(DCTERMS + "issued")
_LANGUAGE: Final = NamedNode(DCTERMS + "language")
_ADOPTED_AT: Final = NamedNode(TIP + "adoptedAt")
_DAYS: Final = (NamedNode(SCHEMA + "startDate"), NamedNode(SCHEMA + "endDate"))
_PLACE: Final = NamedNode(TIP + "place")
_DATE: Final = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_SALES: Final = re.compile(r"Sales No\. \S+")
_SAFE: Final = re.compile(r"[^A-Za-z0-9/-]")


class Form(Enum):
    """What a document is to a reference manager."""

    PAPER = auto()
    """A paper of a body, resolutions and decisions among them."""
    TREATY = auto()
    BOOK = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Entry:
    """A document as it is cited; a text is empty, a list has nothing, where the record does not say it."""

    iri: str
    key: str
    """Of letters, digits, full stops, hyphens and colons; no two documents have the same."""
    form: Form
    title: str
    """As printed, else what it is called: a reference cannot be without."""
    authors: tuple[str, ...]
    """Who prepared it, else who submitted it, else who adopted it."""
    bodies: tuple[str, ...]
    """Whose paper it is, or who published it."""
    kind: str
    """What kind of document it is, in words."""
    number: str
    """Its symbol, else its reference, else its number; of a treaty the one under which it is registered."""
    volume: str
    """Of the Treaty Series."""
    date: tuple[int, ...]
    """Year, month and day, as far as they are known."""
    language: str
    session: str
    place: str
    """Where the session was held."""

    @property
    def series(self) -> str:
        """Where a treaty is printed, as footnotes of the United Nations say it."""
        if self.form != Form.TREATY or not self.number:
            return ""
        parts = (UNITED_NATIONS, SERIES, f"vol. {self.volume}" if self.volume else "", f"No. {self.number}")
        return ", ".join(part for part in parts if part)


def entries(source: Source) -> Iterator[Entry]:
    """Give the documents that the record has or cites, in the order of their IRIs."""
    return (_entry(source.lookup, node) for node in known_documents(source.lookup))


def _entry(lookup: Lookup, node: NamedNode) -> Entry:
    session = session_of(lookup, node)
    form, bodies = _form(lookup, node)
    return Entry(
        node.value,
        _key(node.value),
        form,
        title_of(lookup, node),
        tuple(name_of(lookup, one) for one in authors_of(lookup, node)),
        bodies,
        ", ".join(name_of(lookup, one) for one in lookup.nodes(node, _KIND)),
        _first(lookup, node, *((_REGISTERED,) if form == Form.TREATY else _NUMBERS)),
        _first(lookup, node, _VOLUME),
        _date(_first(lookup, node, _ISSUED)) or _year_of_adoption(lookup, node),
        _first(lookup, node, _LANGUAGE),
        name_of(lookup, session) if session else "",
        _first(lookup, session, _PLACE) if session else "",
    )


def _form(lookup: Lookup, node: NamedNode) -> tuple[Form, tuple[str, ...]]:
    """Tell what a document is, and whose: symbols and sales numbers are given by the United Nations only."""
    if lookup.has(node, TYPE, _TREATY):
        return Form.TREATY, ()
    references = lookup.literals(node, _REFERENCE)
    if lookup.has(node, _KIND, _PUBLICATION) and any(_SALES.fullmatch(one.value) for one in references):
        return Form.BOOK, (UNITED_NATIONS,)
    bodies = tuple(name_of(lookup, one) for one in issuers_of(lookup, node))
    if not bodies and lookup.has(node, _SYMBOL):
        bodies = (UNITED_NATIONS,)
    return (Form.PAPER if bodies else Form.OTHER), bodies


def _year_of_adoption(lookup: Lookup, node: NamedNode) -> tuple[int, ...]:
    """Return the year of the session that adopted a document, where all of it was in one."""
    session = next(iter(lookup.nodes(node, _ADOPTED_AT)), None)
    days = [_date(_first(lookup, session, way)) for way in _DAYS] if session else []
    years = {day[:1] for day in days}
    return years.pop() if len(years) == 1 else ()


def _first(lookup: Lookup, node: NamedNode, *ways: NamedNode) -> str:
    found = (min(values) for way in ways if (values := [one.value for one in lookup.literals(node, way)]))
    return next(found, "")


def _date(words: str) -> tuple[int, ...]:
    match = _DATE.fullmatch(words)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def _key(iri: str) -> str:
    """Make a key of an IRI; what a key cannot have is written as its code, so that no two are alike."""
    path = _SAFE.sub(lambda match: "".join(f".{byte:02x}" for byte in match[0].encode()), iri.removeprefix(ID))
    return path.replace("/", ":")
