"""United Nations document symbols and numbers of decisions and resolutions."""

import re
import unicodedata
from dataclasses import dataclass

_ELEMENT = r"(?:(?:Rev|Add|Corr|Amend)\.[0-9]+|[A-Z]+-[0-9]+|[A-Z]+(?:\.[0-9]+)?|[0-9]+)"
_SYMBOL = re.compile(rf"(?<![\w/=%&?.-])[A-Z]+(?:\.[0-9]+)?(?:/{_ELEMENT}){{2,}}(?![A-Za-z0-9_/-])")


@dataclass(frozen=True)
class SymbolSpan:
    """A symbol and where it stands: ``text[start:end] == symbol``."""

    start: int
    end: int
    symbol: str


def find_symbols(text: str) -> list[SymbolSpan]:
    """Find every document symbol printed in a text.

    Args:
        text: Running text; a symbol ends where its last element does, before any full stop of the sentence.

    Returns:
        Spans in order of appearance, offsets in code points, end exclusive. A symbol has a number in it, so that
        ``and/or`` or ``AND/OR`` is none, and two slashes at least; one within an address of the Web is none either.
    Source: https://research.un.org/en/docs/symbols
    """
    return [
        SymbolSpan(match.start(), match.end(), match[0])
        for match in _SYMBOL.finditer(text)
        if any(character.isdigit() for character in match[0])
    ]


def slug(text: str) -> str:
    """Turn a symbol or a name into the last part of an IRI.

    Args:
        text: ``CTOC/COP/WG.4/2009/CRP.1`` or ``Côte d'Ivoire``.

    Returns:
        Lower-case ASCII letters, digits and hyphens: ``ctoc-cop-wg-4-2009-crp-1``, ``cote-d-ivoire``.
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
