"""Styles of a Word file: what a run or a paragraph inherits."""

import re
from dataclasses import dataclass

from tipgraph.reading.word_package import Element, attribute, child, children, number, switch, value

_HEADING = re.compile(r"(?:heading|title|subtitle|_?\s*h[ _]?(?:ch|m|\d))", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents|verzeichnis) ?\d", re.IGNORECASE)
_DEPTH = 20  # styles based on one another; more only where they go round in a circle


@dataclass(frozen=True)
class Look:
    """How words look: None where a style says nothing of it."""

    italic: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    font: str | None = None

    def over(self, other: "Look") -> "Look":
        """Return this look where it says something, the other where it does not."""
        return Look(
            other.italic if self.italic is None else self.italic,
            other.hidden if self.hidden is None else self.hidden,
            other.raised if self.raised is None else self.raised,
            self.font or other.font,
        )


def read_look(properties: Element | None) -> Look:
    """Read the look that properties of a run (``w:rPr``) give."""
    if properties is None:
        return Look()
    height = value(properties, "vertAlign")
    if height is None and (number(properties, "position") or 0) > 0:
        height = "superscript"
    fonts = child(properties, "rFonts")
    return Look(
        switch(properties, "i"),
        switch(properties, "vanish"),
        None if height is None else height == "superscript",
        attribute(fonts, "ascii") or attribute(fonts, "hAnsi"),
    )


class Styles:
    """The styles of a file by their identifier, each with what it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {attribute(style, "styleId") or "": style for style in children(root, "style")}
        self._default = next(
            (
                attribute(style, "styleId")
                for style in children(root, "style")
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")
            ),
            None,
        )
        self._base = read_look(child(root, "docDefaults", "rPrDefault", "rPr"))
        self._looks: dict[str | None, Look] = {}

    def chain(self, style: str | None) -> list[Element]:
        """Return a style and those it is based on, nearest first."""
        found: list[Element] = []
        while style in self._styles and len(found) < _DEPTH:
            found.append(self._styles[style])
            style = value(found[-1], "basedOn")
        return found

    def paragraph_style(self, properties: Element | None) -> str | None:
        """Return the identifier of a paragraph's style: its own, or that of all paragraphs."""
        return value(properties, "pStyle") or self._default

    def look(self, properties: Element | None, paragraph: str | None) -> Look:
        """Return how a run looks.

        Args:
            properties: The run's own properties.
            paragraph: The style of its paragraph.

        Returns:
            Its own look over that of its character style and that of the paragraph's style, all that the file says.
        Source: ECMA-376, part 1, 17.7.3: italics of a paragraph's and of a character's style undo one another. The italics
            of a heading's style are its form, not an emphasis.
        """
        of_paragraph = self._look(paragraph)
        if self.is_heading(paragraph):
            of_paragraph = Look(None, of_paragraph.hidden, of_paragraph.raised, of_paragraph.font)
        of_character = self._look(value(properties, "rStyle"))
        inherited = of_character.over(of_paragraph).over(self._base)
        if of_character.italic and of_paragraph.italic:
            inherited = Look(False, inherited.hidden, inherited.raised, inherited.font)
        return read_look(properties).over(inherited)

    def _look(self, style: str | None) -> Look:
        if style not in self._looks:
            look = Look()
            for element in self.chain(style):
                look = look.over(read_look(child(element, "rPr")))
            self._looks[style] = look
        return self._looks[style]

    def is_heading(self, style: str | None) -> bool:
        """Tell whether a style is that of a heading or a title, by its outline level or its name."""
        return any(
            number(element, "pPr", "outlineLvl") in range(9) or _HEADING.match(value(element, "name") or "")
            for element in self.chain(style)
        )

    def is_contents(self, style: str | None) -> bool:
        """Tell whether a style is that of the lines of a table of contents."""
        return any(_CONTENTS.match(value(element, "name") or "") for element in self.chain(style)[:1])

    def numbering(self, style: str | None) -> tuple[str, int | None, str] | None:
        """Return (list, level, style) of the numbering that a paragraph's style gives; level None where only the list says.

        The style is the one that names the list, which the list names in turn.
        """
        level: int | None = None
        for element in self.chain(style):
            properties = child(element, "pPr", "numPr")
            level = number(properties, "ilvl") if level is None else level
            found = value(properties, "numId")
            if found is not None:
                return found, level, attribute(element, "styleId") or ""
        return None
