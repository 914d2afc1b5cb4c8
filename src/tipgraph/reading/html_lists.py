"""Lists of an HTML page: the labels that a browser prints before their items, in the form in which these documents print them."""

import re
from dataclasses import dataclass

from tipgraph.reading.html_tree import Element, name_of, style_of
from tipgraph.reading.word_numbering import format_number

_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "none": "none",
}
_IN_BRACKETS = ("lowerLetter", "lowerRoman")
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b")
_TYPED = re.compile(r"\s*(\d{1,3}[.)]|\([a-z\d]{1,5}\)|[A-Z]{1,5}\.|[-–—•▪◦·])\s")


@dataclass
class ListState:
    """A list that is open: how its items are labelled, and the number of the next one."""

    form: str
    following: int

    def label(self, item: Element) -> str:
        """Count an item and return its label: ``1.``, ``(a)``, ``A.``, ``•``, or nothing where the list prints none."""
        if self.form in ("bullet", "none"):
            return "•" if self.form == "bullet" else ""
        value = _number(item.get("value"))
        count = self.following if value is None else value
        self.following = count + 1
        form = _form_of(item, self.form)
        label = format_number(count, form)
        if not label:
            return ""
        return f"({label})" if form in _IN_BRACKETS else f"{label}."


def open_list(element: Element) -> ListState:
    """Begin a list: ``ol`` with its type and first number, ``ul`` with bullets."""
    if name_of(element) != "ol":
        return ListState("none" if _form_of(element, "bullet") == "none" else "bullet", 1)
    start = _number(element.get("start"))
    return ListState(_form_of(element, "decimal"), 1 if start is None else start)


def has_own_label(words: str, label: str) -> bool:
    """Tell whether the words of an item open with a label of their own, so that the list's would be a second one.

    Args:
        words: The words of the item.
        label: The label that its list gives it.

    Returns:
        True where the words open with the same label, with one in brackets, or with any where the list has bullets.
    """
    typed = _TYPED.match(f"{words} ")
    return typed is not None and (label == "•" or typed[1] == label or typed[1].startswith("("))


def _form_of(element: Element, otherwise: str) -> str:
    styled = _STYLE.search(style_of(element))
    if styled:
        return _FORMS[styled[1]]
    return _FORMS.get(element.get("type") or "", otherwise)


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,4}\s*", text, re.ASCII) else None
