"""Words as the search index has them: without case and accents, cut where anything but letters and digits stands."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
EVERY: Final = "\ue000"
"""A word that every item has and nobody can write: what all items are found by, so that some can be left out."""


def words(text: str) -> list[str]:
    """Cut a text into words.

    Args:
        text: Any text.

    Returns:
        The runs of letters and digits, in small letters, without accents, in their order.

    Source: the tokenizer ``unicode61 remove_diacritics 2`` (https://www.sqlite.org/fts5.html#unicode61_tokenizer).
    """
    return [_bare(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def key(text: str) -> str:
    """Return what two ways to write the same label have in common: its words, with a space between."""
    return " ".join(words(text))


@lru_cache(maxsize=50_000)
def _bare(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(character for character in apart if not unicodedata.combining(character)) or word
