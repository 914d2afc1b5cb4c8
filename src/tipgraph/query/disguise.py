"""A query without the letters of SERVICE: what the engine then still reads does not ask another endpoint.

The tokens of a query tell where a SERVICE stands. Yet the engine does not cut a text into tokens before it reads it: with
the right prefixes declared it takes ``SERVICE:x { }`` for ``SERVICE :x { }``, and where ``p:`` stands for
``http://example.org:`` and nothing can follow that colon, it takes ``p:SERVICE <x> { }`` for ``p: SERVICE <x> { }``. So
whatever has the letters in it, in whatever place, is parsed once without them. If it is then no query, they were needed.
"""

import re
from itertools import permutations
from typing import Final

_LETTERS: Final = re.compile("service", re.IGNORECASE | re.ASCII)
# Consonants of which no keyword, escape or number is made, and all different, so that a word with them in it can have
# come from one word only, and names that differ go on to differ.
_OTHERS: Final = "qzxjkvw"


def disguise(text: str) -> str | None:
    """Write other letters for those of SERVICE, wherever they stand: in words, names, literals and comments.

    Args:
        text: A query.

    Returns:
        A text of the same length that names the same things apart and has the letters nowhere; ``None`` if the letters
        that would take their place are all in the query already, which no query has by chance.
    """
    if not _LETTERS.search(text):
        return text
    lower = text.lower()
    others = next((word for word in map("".join, permutations(_OTHERS)) if word not in lower), None)
    if others is None:
        return None
    return _LETTERS.sub(lambda match: _in_case_of(match[0], others), text)


def _in_case_of(word: str, others: str) -> str:
    """Write capitals where a word has them."""
    return "".join(other.upper() if letter.isupper() else other for letter, other in zip(word, others, strict=True))
