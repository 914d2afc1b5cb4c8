"""The words that mean something in SPARQL, and where one ends that is written without a space behind it."""

import re
from functools import lru_cache
from typing import Final

_WORDS_OF_QUERIES: Final = """
A AS ASC ASK AVG BASE BIND BY CONSTRUCT COUNT DESC DESCRIBE DISTINCT EXISTS FALSE FILTER FROM GRAPH GROUP GROUP_CONCAT
HAVING IN LATERAL LIMIT MAX MIN MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SAMPLE SELECT SEPARATOR SERVICE
SILENT SUM TRUE UNDEF UNION VALUES VERSION WHERE
"""
KEYWORDS: Final = frozenset(_WORDS_OF_QUERIES.split())
"""The keywords that a query can have, in capitals."""
_WORDS_OF_UPDATES: Final = """
ADD ALL CLEAR COPY CREATE DATA DEFAULT DELETE DROP INSERT INTO LOAD MOVE TO USING WITH
"""
_FUNCTION_WORDS: Final = """
STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI
CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5
SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR
REPLACE ADJUST TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE LANGDIR HASLANG HASLANGDIR STRLANGDIR
"""
FUNCTIONS: Final = frozenset(_FUNCTION_WORDS.split())
"""Functions that the engine knows by a word."""

_LONGEST: Final = 100
"""Characters of a word beyond which it is not looked into, nor kept: all keywords that can stand in a row are shorter."""


def first_word(word: str) -> str:
    """Find the first of several keywords that are written without spaces.

    White space is needed only between what would be read as one terminal otherwise, and no terminal of SPARQL is a bare
    word: ``ASKFROM <g>`` is ``ASK FROM <g>``, and ``LIMIT5`` is ``LIMIT 5``.

    Args:
        word: Letters, digits, hyphens and underscores that stand together.

    Returns:
        The first keyword or function, the longest that leaves nothing unknown behind it; the word itself where it is
        one, or where no such cut is found.

    Source: https://www.w3.org/TR/sparql11-query/#whitespace
    """
    return word if len(word) > _LONGEST else _first_word(word)


@lru_cache(maxsize=1024)
def _first_word(word: str) -> str:
    capitals = word.upper()
    if capitals in _ALL or len(capitals) != len(word):
        return word
    return word[: _cuts(capitals).get(0, len(word))]


def _cuts(word: str) -> dict[int, int]:
    """Return for each place from which a word is known to its end where the keyword ends that begins there."""
    cuts: dict[int, int] = {}
    for start in reversed(range(len(word))):
        number = _NO_WORD.match(word, start)
        ends = [number.end()] if number else _ends_of_words(word, start)
        found = next((end for end in ends if end == len(word) or end in cuts), None)
        if found:
            cuts[start] = found
    return cuts


def _ends_of_words(word: str, start: int) -> list[int]:
    """Return where the words end that begin at a place, the longest first; ``a`` is never written without a space."""
    return [end for end in range(len(word), start + 1, -1) if word[start:end] in _ALL]


_ALL: Final = KEYWORDS | FUNCTIONS | frozenset(_WORDS_OF_UPDATES.split())
_NO_WORD: Final = re.compile(r"[0-9]+|-")
