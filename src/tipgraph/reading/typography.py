"""What printing did to words, undone: ligatures, odd spaces, hyphens at line ends, italics and raised marks."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf076\uf0d8\uf0fc\u25cf\u25aa\u25a0\u2219\u2023\u25e6", "\u2022")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n",
            " ",
        ),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\x00\ufffe\uffff", ""),
        **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
        "\u2010": "-",
        "\u2011": "-",
        **_BULLETS,
    }
)


def word_set(words: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(words.split())


# First and last parts of compounds that the United Nations' editorial rules write with a hyphen.
_KEEPS_AFTER = word_set(
    "non self anti ex quasi cross counter well long short medium high low all half vice state user data evidence gender "
    "victim child age open follow full part multi post pre one two three four five six eight ten twenty thirty forty fifty "
    "sixty seventy eighty ninety co mid real decision policy law labour capacity awareness"
)
_KEEPS_BEFORE = word_set(
    "based related centred centered raising building sharing specific sensitive making term wide scale oriented led free "
    "governmental agency level laundering punishment refoulement discrimination ended prosecution friendly country "
    "existing keeping standing being general in up to date border time driven owned effective efficient depth range "
    "called line site trafficking corruption terrorism paid generating first second third stop step"
)
# Beginnings that are words of their own but grow together with what follows.
_GROWS = word_set("over under with where there here some any every up out in for fore inter re un dis mis sub be")
# Compounds of these first parts are written together unless the document shows the hyphen.
_MOSTLY_JOINED = {"multi": "agency stakeholder country year sectoral faceted", "co": "chair chairs sponsor sponsored chaired hosted host",
                  "post": "trafficking conflict release trial", "pre": "trial departure session existing", "mid": "term year"}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+(?:[-’'][^\W\d_]+)*)-$")
_FIRST = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
_CLOSING = re.compile(r"[\s,;:]+$")
_OPENING = re.compile(r"^[\s(“\"]+")


def plain(text: str) -> str:
    """Return the text with ligatures, non-breaking spaces and other printing characters made plain, in Unicode NFC."""
    return unicodedata.normalize("NFC", text.translate(_PLAIN))


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False


class Words:
    """The words of one document, counted: the evidence for how a word cut at a line end is written."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        for line in lines:
            words = _WORD.findall(line.lower().rstrip("-\u00ad "))
            if words and line.rstrip().endswith(("-", "\u00ad")):
                words.pop()
            self.counts.update(words)

    def seam(self, before: str, after: str) -> tuple[str, str]:
        """Say how two lines of one paragraph join.

        Args:
            before: The end of the upper line.
            after: The beginning of the lower line.

        Returns:
            The upper line's end as it stays, and what stands between it and the lower line.
        """
        before = before.rstrip(" ")
        if before.endswith("\u00ad"):
            return before[:-1], ""
        if _ADDRESS.search(before) and re.match(r"\S*[/.=&?_%]\w|[-\w]+\.html?\b", after):
            return before, ""
        if before.endswith("-"):
            return self._hyphened(before, after)
        if before.endswith(("/", "\u2013", "\u2014")) and len(before) > 1 and not before[-2].isspace():
            return before, ""
        return before, " "

    def _hyphened(self, before: str, after: str) -> tuple[str, str]:
        left, right = _LAST.search(before), _FIRST.match(after)
        if left is None or right is None:
            spaced = before == "-" or before.endswith(" -")
            return before, " " if spaced else ""
        first, second = left[1].lower(), right[0].lower()
        if not right[0][0].islower():
            return before, "" if left[1].isupper() or not right[0].isupper() or len(right[0]) > 1 else " "
        if second in ("and", "or", "to"):  # "short- and long-term"
            return before, " " if not self.counts[first + second] else ""
        whole, apart = self.counts[first + second], self.counts[f"{first}-{second}"]
        if whole or apart:
            return (before, "") if apart > whole else (before[:-1], "")
        return (before, "") if self._compound(first, second) else (before[:-1], "")

    def _compound(self, first: str, second: str) -> bool:
        """Whether two parts that the document shows neither together nor with a hyphen are a compound."""
        head, tail = first.rpartition("-")[2], second.partition("-")[0]
        if head in _MOSTLY_JOINED:
            return tail in _MOSTLY_JOINED[head].split()
        if head in _KEEPS_AFTER and len(tail) > 2:
            return head in ("non", "self", "anti") or tail in _KEEPS_BEFORE or self.counts[tail] > 0
        if tail in _KEEPS_BEFORE and (self.counts[head] or len(head) > 3) and len(tail) > 3:
            return self.counts[head] > 0 or f"{head}s" in self.counts
        known = self.counts[head] > 0 and self.counts[tail] > 0
        return known and len(head) > 2 and len(tail) > 3 and head not in _GROWS


def joined(upper: list[Span], lower: list[Span], words: Words) -> list[Span]:
    """Return the spans of two lines of a paragraph as one run of text, with the word at the seam put together."""
    if not upper or not lower:
        return upper + lower
    before, after = "".join(span.text for span in upper), "".join(span.text for span in lower)
    kept, between = words.seam(before, after)
    result = list(upper)
    surplus = len(before) - len(kept)
    while surplus > 0 and result:
        last = result.pop()
        if len(last.text) > surplus:
            result.append(Span(last.text[:-surplus], last.bold, last.italic, last.raised))
            break
        surplus -= len(last.text)
    if between and result:
        both = result[-1].italic and lower[0].italic
        result.append(Span(between, result[-1].bold and lower[0].bold, both))
    return result + list(lower)


def rendered(spans: list[Span], emphasis: bool = True) -> str:
    """Return spans as text: raised digits as superscripts, italics as ``*words*`` if *emphasis*, one space between words.

    Args:
        spans: The runs of one block or cell.
        emphasis: Whether italics are marked.
    """
    runs: list[tuple[str, bool]] = []
    for span in spans:
        text = span.text.translate(SUPERSCRIPTS) if span.raised else span.text
        mark = span.raised and bool(re.fullmatch(rf"[{RAISED_DIGITS}*†,\s]+", text))
        if mark and runs:
            if text.strip() != ",":
                runs[-1] = (runs[-1][0].rstrip(" "), runs[-1][1])
            text = text.strip()
        italic = span.italic and emphasis and not mark
        if runs and text[:1].isalpha() and runs[-1][0][-1:] in RAISED_DIGITS:
            text = f" {text}"  # no space is drawn behind a raised mark
        if runs and (runs[-1][1] == italic or not text.strip()):
            runs[-1] = (runs[-1][0] + text, runs[-1][1])
        else:
            runs.append((text, italic))
    return (
        re.sub(r" {2,}", " ", "".join(_emphasized(text) if italic else text for text, italic in runs))
        .replace("\u00ad", "")
        .strip()
    )


def _emphasized(text: str) -> str:
    """A run in italics between asterisks, which stand at its words; white space and closing commas stay outside."""
    if not any(character.isalpha() for character in text):
        return text
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(text)
    end = closing.start() if closing else len(text)
    return f"{text[:start]}*{text[start:end]}*{text[end:]}"
