"""Layouts in which the tests of the reader of PDF set their documents, and words as they are set."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfbase.pdfmetrics import stringWidth

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
PLAIN = str.maketrans(RAISED, "0123456789")
TOKEN = re.compile(rf"\*[^*\s][^*]*?\*(?=[^\w*]|$)|[{RAISED}]+|[^*{RAISED}]+|\*+")
LABEL = re.compile(r"^(\d{1,3}\.|\([a-z]{1,2}\)|\([ivx]+\)|[IVX]+\.|[A-Z]\.|[•-]) (?=\S)")
NOTE = re.compile(rf"^([{RAISED}]+|\*+) (?=\S)")
HEADING = re.compile(r"^(?:[IVX]+\.|[A-Z]\.) [^;]*[^.;:,]$|^(?:Annex|Annotations|Documentation|Contents)\b[^.]{0,40}$")
JOB = re.compile(r"^V\.\d{2}-\d{5} \([A-Z]\)$")


@dataclass(frozen=True)
class Layout:
    """How a document is set."""

    name: str
    page: tuple[float, float] = A4
    family: str = "Times"
    size: float = 10
    note_size: float = 8
    spacing: float = 1.2
    gap: float = 6
    indent: float = 0
    hanging: bool = False
    tab: float = 28
    justified: bool = False
    columns: int = 1
    bold: bool = True
    italics: bool = True
    draw: str = "spans"  # spans, words (no space is drawn), letters
    furniture: str = "united-nations"
    note_rule: str = "rule"
    hyphens: bool = False
    masthead: bool = True
    split_notes: bool = False
    table_rules: bool = False
    margin: float = 90

    @property
    def width(self) -> float:
        return (self.page[0] - 2 * self.margin - (self.columns - 1) * 24) / self.columns


LAYOUTS = [
    Layout("united-nations"),
    Layout("justified", justified=True, spacing=1.15, size=11, draw="words", furniture="numbers"),
    Layout(
        "letter",
        page=LETTER,
        family="Helvetica",
        size=11,
        spacing=1.5,
        gap=11,
        hanging=True,
        furniture="centre",
        note_rule="none",
    ),
    Layout(
        "indented",
        gap=0,
        indent=24,
        justified=True,
        size=12,
        note_size=9,
        furniture="head",
        note_rule="none",
        margin=72,
    ),
    Layout(
        "typewriter",
        family="Courier",
        size=10,
        note_size=10,
        bold=False,
        italics=False,
        furniture="dashes",
        note_rule="line",
        margin=60,
    ),
    Layout(
        "two-columns", columns=2, margin=50, size=9, note_size=7.5, justified=True, furniture="numbers", masthead=False
    ),
    Layout("letters", draw="letters", hanging=True, gap=8, furniture="of", split_notes=True),
    Layout("hyphenated", justified=True, hyphens=True, draw="words", split_notes=True, margin=130),
    Layout("plain", bold=False, note_size=10, note_rule="none", furniture="none", gap=10, margin=72),
    Layout("ruled", table_rules=True, family="Helvetica", size=9, note_size=7, furniture="head", spacing=1.3),
]


@dataclass(frozen=True)
class Word:
    """A word as runs of (text, italic, raised)."""

    runs: tuple[tuple[str, bool, bool], ...]


@dataclass
class Set:
    """A line ready to draw: (x, word) pairs, and the marks of notes in it."""

    words: list[tuple[float, Word]]
    bold: bool
    size: float
    marks: list[str] = field(default_factory=list)


@lru_cache(maxsize=100_000)
def measure(text: str, font: str, size: float) -> float:
    return float(stringWidth(text, font, size))


def words_of(text: str, italics: bool = True) -> list[Word]:
    """Split marked text into words."""
    runs: list[tuple[str, bool, bool]] = []
    for token in TOKEN.findall(text):
        if len(token) > 2 and token[0] == token[-1] == "*" and token[1] != "*":
            runs.append((token[1:-1], italics, False))
        elif token[0] in RAISED:
            runs.append((token.translate(PLAIN), False, True))
        else:
            runs.append((token, False, False))
    words: list[list[tuple[str, bool, bool]]] = [[]]
    for text_, italic, raised in runs:
        parts = re.split(r"( +)", text_)
        for part in parts:
            if part.isspace():
                words.append([])
            elif part:
                words[-1].append((part, italic, raised))
    return [Word(tuple(word)) for word in words if word]
