"""Choosing a form of the answer by the Accept header (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE: Final = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*((?:;[^,]*)?)$")
_QUALITY: Final = re.compile(r";\s*q\s*=\s*(?:(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$))?", re.IGNORECASE)
_COMMA: Final = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')

T = TypeVar("T")


@dataclass(frozen=True)
class Offer[T]:
    """A media type that can be had, and what stands behind it."""

    media_type: str
    thing: T
