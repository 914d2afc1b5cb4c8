"""Texts in normal form, and their blocks, for tests that write them as files and read them back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
DIGITS = str.maketrans(RAISED, "0123456789")
_NOTE = re.compile(rf"([{RAISED}]+|\*(?= [A-Z])) *")
LABEL = re.compile(r"(\d{1,3}\.|\([a-z]{1,5}\)|\([0-9]{1,2}\)|[A-Z]{1,6}\.|[-•]) ")
_INLINE = re.compile(
    rf"(?P<italic>(?<![\w)])\*(?=\S)[^*\n]+(?<=\S)\*(?!\w))|(?P<mark>(?<=\S)[{RAISED}]+)|(?P<star>(?<=[\w)”\"])\*(?!\w))"
)
_ROMAN = [
    "",
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
]

# A whole document in normal form, with all that the form has.
WHOLE = """Conference of the Parties to the Convention on Invented Matters

Distr.: General

4 June 2031

Original: English

Working Group on Invented Matters

Item 3 of the provisional agenda*

* CTOC/COP/WG.99/2031/1.

Report on the meeting of the Working Group held in Vienna

Contents

\t*Page*
I. Introduction\t2
II. Recommendations\t3
A. General\t3

I. Introduction

1. The Working Group met on 3 and 4 June 2031.

2. It recalled the Convention,¹ in particular article 9, paragraph 5, and the *Invented Series*.

¹ United Nations, *Treaty Series*, vol. 1, No. 2.

II. Recommendations

A. General

3. States parties should:

(a) Consider the following matters:

(i) The first matter;²

² *Ibid.*, vol. 3.

(ii) The second matter;

(b) *Also consider* the others.

4. The Secretariat should:

(a) Report on the work done;

(b) Collect examples, such as:

- A first example;

- A second one;

• A third one.

B. Attendance

5. The following States were represented: Austria and Belarus.

*Date*\t*Item*\t*Title*
Monday, 3 June\t\t
10 a.m.-1 p.m.\t1 (a)\tOpening of the meeting
\t1 (b)\tAdoption of the agenda³

³ See the annex.

Annex

1. A list that begins anew.

2. Its second item.

V.31-01234 (E)
"""


@dataclass
class Part:
    """A block of a text in normal form: what opens it, its words, and the notes that stand behind it."""

    words: str
    label: str = ""
    note: str = ""
    table: bool = False
    contents: bool = False
    notes: list["Part"] = field(default_factory=list)


def parts_of(text: str) -> list[Part]:
    """Cut a text in normal form into its blocks, each note with the block that holds its mark."""
    parts: list[Part] = []
    for raw in text.strip("\n").split("\n\n"):
        seen = parts[-1].words if parts else ""
        opening = _NOTE.match(raw)
        marked = [part for part in parts if opening and ("mark", opening[1]) in tokens(part.words, {opening[1]})]
        if opening and marked:
            marked[-1].notes.append(Part(raw[opening.end() :], note=opening[1]))
        elif "\t" in raw:
            parts.append(Part(raw, table=True, contents=seen == "Contents"))
        else:
            label = LABEL.match(raw)
            parts.append(Part(raw[label.end() :] if label else raw, label[1] if label else ""))
    return parts


def tokens(words: str, marks: set[str]) -> Iterator[tuple[str, str]]:
    """Give (kind, words) for each piece: ``text``, ``italic``, ``mark``."""
    position = 0
    for match in _INLINE.finditer(words):
        if match["italic"] is None and match[0] not in marks:
            continue
        if match.start() > position:
            yield "text", words[position : match.start()]
        yield ("italic", match[0][1:-1]) if match["italic"] else ("mark", match[0])
        position = match.end()
    if position < len(words):
        yield "text", words[position:]


def readings(label: str) -> list[tuple[str, int]]:
    """Return (style, value) of a label, for ``(i)`` and ``I.`` more than one."""
    inner = label.strip("().")
    if label in "-•":
        return [(label, 0)]
    if inner.isdigit():
        return [("(1)" if label.startswith("(") else "1.", int(inner))]
    found = []
    bracket = label.startswith("(")
    if inner.lower() in _ROMAN:
        found.append(("(i)" if bracket else "I.", _ROMAN.index(inner.lower())))
    if len(set(inner)) == 1:
        value = ord(inner[0].lower()) - 96 + 26 * (len(inner) - 1)
        found.append(("(a)" if bracket else "A.", value))
    return found
