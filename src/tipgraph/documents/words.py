"""From the raw characters of a source text to the words a person reads."""

import re
from collections.abc import Iterable

from tipgraph.documents.hyphens import rejoin

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
MERGE_PLACEHOLDER = re.compile(r"\[\[\[[^\[\]]*\]\]\]")
EMPHASIS = re.compile(r"</?[ib]>|\*+")
ADDRESS_MARK = re.compile(r"<(?=(?:https?://|mailto:))|(?<=\S)(?<!<[ib])(?<!</[ib])>(?!\w)")
FOOTNOTE_MARK = re.compile(
    rf"(?<=\S)[{SUPERSCRIPT_DIGITS}]+(?:[,;]? ?[{SUPERSCRIPT_DIGITS}]+)*|(?<=[^\s\[(])\[\d{{1,3}}\](?:\[\d{{1,3}}\])*"
)
"""Marks behind a word: superscripts, also several with commas between them, and numbers in square brackets."""
_SPACE = re.compile(r"\s+")


_NUMERALS = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")


def footnote_number(mark: str) -> str:
    """Return the number of a footnote mark in ordinary digits; an asterisk stays one."""
    return mark.translate(_NUMERALS)


def plain_words(pieces: Iterable[str]) -> str:
    """Join the anchored pieces of a text part into its words.

    Args:
        pieces: Raw substrings of a source text, in order: what the part's anchors quote.

    Returns:
        The words with every run of white space as one space, without merge placeholders, footnote marks, marks of
        emphasis and the angle brackets around addresses; a word that the end of a line has parted is whole again.
    Source: DESIGN, section 4, ``tip:text``.
    """
    raw = rejoin(" ".join(pieces))
    for pattern in (MERGE_PLACEHOLDER, ADDRESS_MARK, EMPHASIS, FOOTNOTE_MARK):
        raw = pattern.sub("", raw)
    return _SPACE.sub(" ", raw).strip()


_SENTENCE_END = re.compile(r"[.!?][”\"’)]?\s+(?=[“\"A-Z])")
_ABBREVIATIONS = frozenset(
    {"No", "Nos", "vol", "Op", "Mr", "Mrs", "Ms", "Dr", "St", "p", "pp", "para", "paras", "art", "e.g", "i.e", "cf"}
)


def sentences(text: str) -> list[tuple[int, str]]:
    """Cut running text into sentences.

    Args:
        text: Words as :func:`plain_words` returns them.

    Returns:
        (offset, sentence) in order; a full stop ends a sentence only where a capital or a quotation mark follows and the
        word before it is neither an abbreviation (``No.``, ``vol.``, ``Mr.``) nor a single letter.
    """
    found: list[tuple[int, str]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        word = text[max(0, match.start() - 10) : match.start()].rpartition(" ")[2].lstrip("(“")
        initial = len(word.rpartition(".")[2]) == 1 and word[-1:].isupper()
        if word in _ABBREVIATIONS or initial or word.endswith(("a.m", "p.m")):
            continue
        found.append((start, text[start : match.end()].strip()))
        start = match.end()
    if text[start:].strip():
        found.append((start, text[start:].strip()))
    return found
