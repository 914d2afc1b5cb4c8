"""From the raw characters of a source text to the words a person reads."""

import re
from collections.abc import Iterable

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
MERGE_PLACEHOLDER = re.compile(r"\[\[\[[^\[\]]*\]\]\]")
EMPHASIS = re.compile(r"</?[ib]>|\*+")
ADDRESS_MARK = re.compile(r"<(?=(?:https?://|mailto:))|(?<=\S)(?<!<[ib])(?<!</[ib])>(?!\w)")
_FOOTNOTE_MARK = re.compile(rf"(?<=\S)[{SUPERSCRIPT_DIGITS}]+")
_SPACE = re.compile(r"\s+")


def plain_words(pieces: Iterable[str]) -> str:
    """Join the anchored pieces of a text part into its words.

    Args:
        pieces: Raw substrings of a source text, in order: what the part's anchors quote.

    Returns:
        The words with every run of white space as one space, without merge placeholders, footnote marks, marks of
        emphasis and the angle brackets around addresses.
    Source: DESIGN, section 4, ``tip:text``.
    """
    raw = " ".join(pieces)
    for pattern in (MERGE_PLACEHOLDER, ADDRESS_MARK, EMPHASIS, _FOOTNOTE_MARK):
        raw = pattern.sub("", raw)
    return _SPACE.sub(" ", raw).strip()


def sentences(text: str) -> list[tuple[int, str]]:
    """Cut running text into sentences.

    Args:
        text: Words as :func:`plain_words` returns them.

    Returns:
        (offset, sentence) in order; a full stop ends a sentence only where a capital or a quotation mark follows and the
        word before it is not an abbreviation (``No.``, ``vol.``, ``a.m.``, ``etc.`` or a single letter).
    """
    found: list[tuple[int, str]] = []
    start = 0
    for match in re.finditer(r"(?<!\b[A-Z])(?<!\bNo)(?<!\bvol)(?<!\bOp)(?<!\.[mOg])[.!?][”\"’)]?\s+(?=[“\"A-Z])", text):
        found.append((start, text[start : match.end()].strip()))
        start = match.end()
    if text[start:].strip():
        found.append((start, text[start:].strip()))
    return found
