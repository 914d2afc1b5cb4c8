"""The words of a paragraph of a Word file: its runs, fields, breaks, marks of notes and text boxes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tipgraph.reading.normal_pieces import Height, Piece
from tipgraph.reading.word_package import Element, attribute, switch, tag
from tipgraph.reading.word_styles import Look, Styles

_TRANSPARENT = frozenset(
    {
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "customXml",
        "dir",
        "bdo",
        "sdt",
        "sdtContent",
        "ruby",
        "rubyBase",
        "oMathPara",
    }
)
_OUT = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
_AUTONUM = re.compile(r"\s*AUTONUM(?:LGL|OUT)?\b", re.IGNORECASE)
_BAR_CODE_FONT = re.compile(r"bar ?code|3 ?of ?9|code ?(?:39|128)", re.IGNORECASE)
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "zapfdingbats")
_FIXED = {"tab": "\t", "ptab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "-", "softHyphen": ""}


@dataclass
class _Field:
    """A field that is open: its instruction so far, and whether its result has begun."""

    instruction: str = ""
    result: bool = False

    @property
    def shows(self) -> bool:
        return self.result and not _OUT.match(self.instruction)


@dataclass
class Story:
    """What goes on from paragraph to paragraph of one story (body, note, header): its open fields, what it has counted."""

    fields: list[_Field] = field(default_factory=list)
    counted: int = 0

    @property
    def shows(self) -> bool:
        """Whether words that stand here are printed: not in the instruction of a field, nor in a page number."""
        return all(open_field.shows for open_field in self.fields)

    @property
    def in_contents(self) -> bool:
        """Whether the result of a table of contents goes on here."""
        return any(_CONTENTS.match(open_field.instruction) for open_field in self.fields)


class Runs:
    """Reads the words of one paragraph.

    After :meth:`read`, ``pieces`` are its words, ``boxes`` its text boxes, ``notes`` the references to notes in it, each
    with its kind, its identifier, and its mark where the mark is typed.
    """

    def __init__(self, styles: Styles, style: str | None, story: Story, mark: Callable[[str, str], str]) -> None:
        self._styles = styles
        self._style = style
        self._story = story
        self._mark = mark
        self._typed_mark = -1
        self.pieces: list[Piece] = []
        self.boxes: list[Element] = []
        self.notes: list[tuple[str, str, str]] = []

    def read(self, parent: Element) -> None:
        """Read what stands in a paragraph or in one of its parts, in order; what was deleted or is hidden is left out."""
        for element in parent:
            name = tag(element)
            if name == "r":
                self._read_run(element)
            elif name in _TRANSPARENT and not is_placeholder(element):
                self.read(element)
            elif name == "fldSimple":
                if not _OUT.match(attribute(element, "instr") or ""):
                    self.read(element)
            elif name == "AlternateContent":
                self._read_alternative(element)
            elif name == "oMath":
                self._add("".join(text.text or "" for text in element.iter() if tag(text) == "t"), Look())

    def _read_run(self, run: Element) -> None:
        properties = next((element for element in run if tag(element) == "rPr"), None)
        look = self._styles.look(properties, self._style)
        for element in run:
            name = tag(element)
            if name == "fldChar":
                self._turn_field(attribute(element, "fldCharType"), look)
            elif name == "instrText":
                if self._story.fields and not self._story.fields[-1].result:
                    self._story.fields[-1].instruction += element.text or ""
            elif look.hidden:
                continue
            elif name == "t":
                self._add(_text(element), look)
            elif name in _FIXED:
                self._add(_FIXED[name], look)
            elif name == "sym":
                self._add(_sign(element), look)
            elif name in ("footnoteReference", "endnoteReference"):
                self._refer(element, name)
            elif name == "AlternateContent":
                self._read_alternative(element)
            elif name in ("drawing", "pict", "object"):
                self._find_boxes(element)
            elif name in _TRANSPARENT:
                self.read(element)

    def _add(self, words: str, look: Look) -> None:
        if not words or not self._story.shows or (look.font and _BAR_CODE_FONT.search(look.font)):
            return
        if look.font and look.font.lower().startswith(_SYMBOL_FONTS):
            words = "".join(chr(0xF000 + ord(sign)) if sign in "·§Øvnq" else sign for sign in words)
        if self._typed_mark >= 0 and words.strip():
            kind, identifier, mark = self.notes[self._typed_mark]
            self.notes[self._typed_mark] = (kind, identifier, mark + words.strip())
            self.pieces.append(Piece(words, False, Height.MARK))
            self._typed_mark = -1
            return
        height = Height.RAISED if look.raised else Height.LINE
        self.pieces.append(Piece(words, bool(look.italic) and not look.raised, height))

    def _refer(self, element: Element, name: str) -> None:
        """Add the mark of a note; where it is typed, the words that come next are the mark."""
        if not self._story.shows:
            return
        identifier = attribute(element, "id") or ""
        kind = name.removesuffix("Reference")
        if attribute(element, "customMarkFollows") in ("1", "true", "on"):
            self.notes.append((kind, identifier, ""))
            self._typed_mark = len(self.notes) - 1
            return
        mark = self._mark(kind, identifier)
        self.notes.append((kind, identifier, mark))
        self.pieces.append(Piece(mark, False, Height.MARK))

    def _turn_field(self, turn: str | None, look: Look) -> None:
        fields = self._story.fields
        if turn == "begin":
            fields.append(_Field())
        elif turn == "separate" and fields:
            fields[-1].result = True
        elif turn == "end" and fields:
            ended = fields.pop()
            if not ended.result and _AUTONUM.match(ended.instruction):
                self._story.counted += 1
                self._add(f"{self._story.counted}. ", look)

    def _read_alternative(self, element: Element) -> None:
        """Read one of several renderings of the same thing: the first, or that which has a text box."""
        choices = [found for found in element if tag(found) in ("Choice", "Fallback")]
        with_text = [found for found in choices if any(tag(inner) in ("txbxContent", "t") for inner in found.iter())]
        for chosen in with_text[:1]:
            for inner in chosen:
                if tag(inner) in ("drawing", "pict", "object"):
                    self._find_boxes(inner)
            self.read(chosen)

    def _find_boxes(self, element: Element) -> None:
        """Find the text boxes of a drawing; those inside another box are found when that is read."""
        for inner in element:
            if tag(inner) == "txbxContent":
                self.boxes.append(inner)
            elif tag(inner) == "AlternateContent":
                self._read_alternative(inner)
            elif tag(inner):
                self._find_boxes(inner)


def is_placeholder(element: Element) -> bool:
    """Tell a control whose content only asks for words (*Click here to enter text*)."""
    return tag(element) == "sdt" and bool(switch(element, "sdtPr", "showingPlcHdr"))


def _text(element: Element) -> str:
    """Return the characters of ``w:t``: white space at its ends counts only where the file says so."""
    text = str(element.text or "")
    kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return re.sub(r"[\t\n\r]", " ", text) if kept else re.sub(r"[\t\n\r]", " ", text.strip(" \t\n\r"))


def _sign(element: Element) -> str:
    """Return the character of ``w:sym``: signs of picture fonts as code points of their own, others as what they are."""
    code = attribute(element, "char") or ""
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    font = (attribute(element, "font") or "").lower()
    if (
        "\uf020" <= sign <= "\uf07e"
        and not font.startswith(_SYMBOL_FONTS[1:])
        and sign in "\uf028\uf029\uf02a\uf02b\uf02d\uf03d"
    ):
        return chr(ord(sign) - 0xF000)
    return "" if 0xD800 <= ord(sign) < 0xE000 else sign
