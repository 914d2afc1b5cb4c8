"""Choosing a media type by the Accept header (RFC 9110, section 12.5.1), or by the parameter ``format``."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from tipgraph.errors import TipgraphError
from tipgraph.query.formats import GRAPHS, TABLES, Format

HTML: Final = "text/html"

ALIASES: Final = {
    "application/json": ("json", "jsonld"),
    "application/xml": ("xml", "rdfxml"),
    "text/xml": ("xml",),
    # A document in Turtle is one in TriG, and one in N-Triples one in N-Quads: a dataset with a default graph only.
    "application/trig": ("turtle",),
    "application/n-quads": ("ntriples",),
}
"""Media types that clients ask for by another name, and the forms that answer to it."""

_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE: Final = re.compile(rf"\s*({_NAME})/({_NAME})\s*(?:;(.*))?\s*")
_QUALITY: Final = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)
_ELEMENT: Final = re.compile(r'(?:[^,"]|"(?:\\.|[^"\\])*+"?)++')
_PARAMETER: Final = re.compile(r'(?:[^;"]|"(?:\\.|[^"\\])*+"?)++')
_LONGEST: Final = 4096
"""No client has a longer header; what is longer counts as absent."""


class NotAcceptable(TipgraphError):  # noqa: N818 - the name HTTP has for it
    """A client accepts no form in which it can be answered; ``args`` is (what it asked for, media types)."""

    def __str__(self) -> str:
        form, offered = self.args
        return f"{form} is answered in one of {', '.join(offered)}: name one of them in the Accept header"


class UnknownFormat(TipgraphError, ValueError):  # noqa: N818 - what happened
    """The parameter ``format`` names no form; ``args`` is (name,)."""

    def __str__(self) -> str:
        names = ", ".join(sorted(_ACCEPTED))
        return f"format is '{self.args[0]}', which is no form of an answer: give one of {names}, or a media type"


def media_types(forms: Iterable[Format]) -> dict[str, Format]:
    """Return every media type under which forms can be had, the favourite first."""
    offers = {form.media_type: form for form in forms}
    names = {form.name: form for form in offers.values()}
    offers.update((alias, names[name]) for alias, answering in ALIASES.items() for name in answering if name in names)
    return offers


_EVERY: Final = (*media_types(TABLES), *media_types(GRAPHS))


def _accepted() -> dict[str, str]:
    """Return for every name that ``format`` may have the Accept header that says the same."""
    found = {name: form.media_type for form in (*TABLES, *GRAPHS) for name in (form.name, form.suffix)}
    # One name for a table and for a graph, whichever the query gives; and names that clients send of their own accord.
    found["json"] = f"{TABLES[0].media_type}, {GRAPHS[3].media_type}"
    found["xml"] = f"{TABLES[1].media_type}, {GRAPHS[2].media_type}"
    found |= {"json-ld": found["jsonld"], "rdf+xml": found["rdfxml"], "n3": found["turtle"], "html": HTML}
    return found


_ACCEPTED: Final = _accepted()


def accepted(formats: Sequence[str], accept: str | None) -> str | None:
    """Say what a client accepts, which may name a form in the address instead of the header.

    Args:
        formats: The values of the parameter ``format``: each the name of a form or its suffix, or media types as the
            Accept header has them. Several are as good as each other (SPARQLWrapper sends two).
        accept: The Accept header.

    Returns:
        An Accept header; that of the request if there is no such parameter.

    Raises:
        UnknownFormat: If a value is neither.
    """
    if not formats:
        return accept
    for value in formats:
        if value not in _ACCEPTED and not _ranges(value):
            raise UnknownFormat(value)
    return ", ".join(_ACCEPTED.get(value, value) for value in formats)


def prefers_html(accept: str | None) -> bool:
    """Say whether a client likes a page better than anything that a program reads, as a browser does."""
    return choose(accept, (*_EVERY, "text/plain", HTML)) == HTML


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Choose the media type that a client likes best.

    Parameters of a range other than its quality (``charset``, ``profile``) make no difference: each type is offered in
    one way only. An absent or empty header, or one in which nothing can be read, accepts everything. Of types that the
    client likes equally the one that it names comes before one that a ``*`` stands for, then the server's favourite.

    Args:
        accept: The Accept header.
        offers: Media types, the server's favourite first.

    Returns:
        One of *offers*, or ``None`` if the client accepts none of them.
    """
    ranges = _ranges(accept or "")
    if not ranges:
        return offers[0]
    qualities = [_quality(offer, ranges) for offer in offers]
    best = max(qualities)
    return offers[qualities.index(best)] if best[0] > 0 else None


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    """Read a header as (type, sub-type, quality); parts that cannot be read are passed over."""
    found = []
    for part in _ELEMENT.findall(accept) if len(accept) <= _LONGEST else ():
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        quality = 1.0
        for parameter in _PARAMETER.findall(match[3] or ""):
            if given := _QUALITY.fullmatch(parameter):
                quality = float(given[1])
                break
        found.append((match[1].lower(), match[2].lower(), quality))
    return found


def _quality(offer: str, ranges: Sequence[tuple[str, str, float]]) -> tuple[float, int]:
    """Return how much a client likes a type, and how exactly it names it: the most specific range that fits decides."""
    main, _, sub = offer.partition("/")
    for exactness, wanted in ((2, (main, sub)), (1, (main, "*")), (0, ("*", "*"))):
        qualities = [quality for a, b, quality in ranges if (a, b) == wanted]
        if qualities:
            return max(qualities), exactness
    return 0.0, 0
