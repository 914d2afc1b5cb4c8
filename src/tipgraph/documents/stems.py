"""English words without their endings, so that "trafficked" and "trafficking" are one."""

from functools import cache
from typing import Final

from snowballstemmer import stemmer

_ENGLISH: Final = stemmer("english")


@cache
def stem(word: str) -> str:
    """Return the stem of a word in lower case, as Snowball's English stemmer has it."""
    found: str = _ENGLISH.stemWord(word)
    return found
