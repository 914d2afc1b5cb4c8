"""Elements of Akoma Ntoso and their identifiers."""

import re
import unicodedata
from typing import Any, Final

from lxml import etree

Element = Any
"""An element of lxml, which tells no types."""
NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_SHORT: Final = {"section": "sec", "paragraph": "para", "recital": "rec", "recitals": "recs", "blockList": "list"}
"""Abbreviations of the naming convention; other elements have their whole name."""
_OF_WORDS: Final = frozenset({"block", "heading", "num", "p", "tocItem"})
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def root() -> Element:
    """Begin a document."""
    return etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})


def add(parent: Element, kind: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element behind the last; characters that XML has no way to write are replaced (U+FFFD)."""
    safe = {key: _NOT_XML.sub("\ufffd", value) for key, value in attributes.items()}
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{kind}", safe)
    if text:
        append_text(made, text)
    return made


def append_text(element: Element, text: str) -> None:
    """Add words behind everything that an element holds."""
    safe = _NOT_XML.sub("\ufffd", text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + safe
    else:
        element.text = (element.text or "") + safe


def indent(element: Element, depth: int = 0) -> None:
    """Put elements on lines of their own, but for those with words: white space among words would be more of them."""
    if not len(element) or etree.QName(element).localname in _OF_WORDS:
        return
    line = "\n" + "  " * depth
    element.text = line + "  "
    for child in element:
        indent(child, depth + 1)
        child.tail = line + "  "
    element[-1].tail = line


def _named(mark: str) -> str:
    """Call a mark by the names of its characters."""
    names = [unicodedata.name(character, "").lower() for character in mark if not character.isspace()]
    return "-".join(re.sub(r"[^a-z0-9]+", "-", name) for name in names if name)


class Identifiers:
    """Gives elements their ``eId``: that of the element around them, the name of their kind, and their number."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._counts: dict[tuple[str, str], int] = {}

    def give(self, name: str, number: str = "", within: str = "") -> str:
        """Make an identifier that no other element has.

        Args:
            name: The name of the element.
            number: What is printed before it; without one it is counted among its like.
            within: The identifier of the element around it.

        Returns:
            Such as ``sec_2__para_8__point_b``; where two bear the same number, the second has ``-2`` behind it. A mark
            without letter or digit has the name of its characters: ``authorialNote_asterisk``.
        """
        short = _SHORT.get(name, name)
        count = self._counts[within, short] = self._counts.get((within, short), 0) + 1
        wanted = re.sub(r"\W|_", "", number) or _named(number) or str(count)
        stem = f"{within}__{short}_{wanted}" if within else f"{short}_{wanted}"
        found, again = stem, 1
        while found in self._given:
            again += 1
            found = f"{stem}-{again}"
        self._given.add(found)
        return found
