"""Footnotes and endnotes of a Word file: how they are numbered, and where their words are.

Source: ECMA-376, part 1, 17.11.
"""

from dataclasses import dataclass

from tipgraph.reading.word_numbering import format_number
from tipgraph.reading.word_package import Element, attribute, child, children, number, tag, value

_SIGNS = "*†‡§"
_WITHOUT_WORDS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass(frozen=True)
class _Form:
    """How one kind of notes is numbered: the format, the first number, and whether each section starts anew."""

    form: str
    start: int
    each_section: bool


class Notes:
    """The notes of a file; marks must be asked for in the order in which their references stand."""

    def __init__(
        self, footnotes: Element | None, endnotes: Element | None, settings: Element | None, sections: list[Element]
    ) -> None:
        self._bodies = {"footnote": _bodies(footnotes, "footnote"), "endnote": _bodies(endnotes, "endnote")}
        self._settings = settings
        self._sections = sections
        self._section = 0
        self._counts: dict[str, int] = {}

    def body(self, kind: str, identifier: str) -> Element | None:
        """Return the element that holds the words of a note, or None."""
        return self._bodies[kind].get(identifier)

    def is_typed(self, body: Element | None) -> bool:
        """Tell whether the mark that opens a note is typed: no automatic one stands in it."""
        return body is not None and not any(tag(element) in ("footnoteRef", "endnoteRef") for element in body.iter())

    def mark(self, kind: str, identifier: str) -> str:
        """Count one reference and return its mark: a number, or an asterisk and the signs that follow it.

        Letters and Roman numerals are given as numbers, for only these are told from words where they are raised; endnotes
        beside footnotes are counted on from the last footnote, so that no mark means two notes.
        """
        del identifier  # the order alone gives the number
        form = self._form(kind)
        self._counts[kind] = count = self._counts.get(kind, form.start - 1) + 1
        if form.form == "chicago":
            return _SIGNS[(count - 1) % len(_SIGNS)] * ((count - 1) // len(_SIGNS) + 1)
        if kind == "endnote":
            count += len(self._bodies["footnote"])
        return format_number(count, "decimal")

    def end_section(self) -> None:
        """Say that a section ends, for numbering that each section starts anew."""
        for kind in list(self._counts):
            if self._form(kind).each_section:
                del self._counts[kind]
        self._section += 1

    def _form(self, kind: str) -> _Form:
        section = self._sections[self._section] if self._section < len(self._sections) else None
        places = [child(section, f"{kind}Pr"), child(self._settings, f"{kind}Pr")]
        form = next((found for place in places if (found := value(place, "numFmt"))), "decimal")
        starts = [start for place in places if (start := number(place, "numStart")) is not None]
        restart = next((found for place in places if (found := value(place, "numRestart"))), "continuous")
        return _Form(form, starts[0] if starts else 1, restart == "eachSect")


def _bodies(root: Element | None, kind: str) -> dict[str, Element]:
    """Return the notes of one part by their identifier, without the rules that separate them from the text."""
    return {
        attribute(note, "id") or "": note
        for note in children(root, kind)
        if attribute(note, "type") not in _WITHOUT_WORDS
    }
