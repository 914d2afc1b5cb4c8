"""Choosing a media type by the Accept header (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Sequence
from typing import Final

_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE: Final = re.compile(rf"\s*({_NAME})/({_NAME})\s*(?:;(.*))?\s*")
_QUALITY: Final = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)
_COMMA: Final = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')
_LONGEST: Final = 4096
"""No client has a longer header; what is longer counts as absent."""


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Choose the media type that a client likes best.

    Parameters of a range other than its quality (``charset``, ``profile``) make no difference: each type is offered in
    one way only. An absent or empty header, or one in which nothing can be read, accepts everything.

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
    return offers[qualities.index(best)] if best > 0 else None


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    """Read a header as (type, sub-type, quality); parts that cannot be read are passed over."""
    found = []
    for part in _COMMA.split(accept) if len(accept) <= _LONGEST else ():
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        quality = 1.0
        for parameter in (match[3] or "").split(";"):
            if given := _QUALITY.fullmatch(parameter):
                quality = float(given[1])
                break
        found.append((match[1].lower(), match[2].lower(), quality))
    return found


def _quality(offer: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """Return how much a client likes a type: the most specific range that fits it decides."""
    main, _, sub = offer.partition("/")
    for wanted in ((main, sub), (main, "*"), ("*", "*")):
        qualities = [quality for a, b, quality in ranges if (a, b) == wanted]
        if qualities:
            return max(qualities)
    return 0.0
