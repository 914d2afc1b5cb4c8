"""The account of a text: every character belongs to exactly one span of a named kind."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from tipgraph.documents.text import SourceText
from tipgraph.errors import TextError


class Kind(StrEnum):
    """What a span of a text is. The value is the name printed in reports."""

    MASTHEAD = "masthead field"
    LETTERHEAD = "letterhead"
    HEADING = "heading"
    LABEL = "printed label"
    WORDS = "words of a provision"
    FORMULA = "enacting formula"
    TABLE_HEAD = "table heading"
    TABLE_CELL = "table cell"
    CONTENTS = "contents entry"
    FOOTNOTE = "footnote"
    MARK = "footnote mark"
    EMPHASIS = "emphasis mark"
    ADDRESS = "address mark"
    BULLET = "list mark"
    PLACEHOLDER = "merge placeholder"
    PICTURE = "picture description"
    END_RULE = "end rule"
    PAGE_NUMBER = "page number"
    RUNNING_HEAD = "running head"
    PRINTER = "printer's mark"
    SPACE = "white space"
    PAGE_BREAK = "page break"


RULES: dict[Kind, str] = {
    Kind.MASTHEAD: "a block before the first heading, paragraph or salutation, or the date and reference of a letter",
    Kind.LETTERHEAD: "the sender's name before the reference of a letter, or a line of capitals, addresses or telephone numbers",
    Kind.HEADING: "a short block without a full stop that no sentence continues",
    Kind.LABEL: "the number or letter that opens a heading, a paragraph, an item or a footnote",
    Kind.WORDS: "a paragraph or an item of a list, with what continues it after a break",
    Kind.FORMULA: "the name of the body, with a comma, from which every provision of a resolution runs on",
    Kind.TABLE_HEAD: "cells in italics that open a table, its number and title, its source",
    Kind.TABLE_CELL: "text between tabulators below a table's heading",
    Kind.CONTENTS: "a heading and a page number between 'Contents' and the first heading",
    Kind.FOOTNOTE: "a block that opens with a mark that also stands behind a word of the text",
    Kind.MARK: "a superscript number, a plain one or an asterisk behind a word, with a footnote that opens with it",
    Kind.EMPHASIS: "asterisks or tags around words, number signs before a heading",
    Kind.ADDRESS: "angle brackets around an address",
    Kind.BULLET: "a dash, dot or asterisk that opens an item",
    Kind.PLACEHOLDER: "a field of a form letter that was never filled in",
    Kind.PICTURE: "a sentence that describes a signature, stamp, seal or logo",
    Kind.END_RULE: "a line of dashes or underscores that closes a text",
    Kind.PAGE_NUMBER: "a number that stands alone in its block",
    Kind.RUNNING_HEAD: "the symbol, or the name of the body, that is printed again at the head or foot of a page",
    Kind.PRINTER: "a bar code, the request to recycle, or a job number printed again",
    Kind.SPACE: "white space",
    Kind.PAGE_BREAK: "a form feed, or three and more line ends with nothing between them",
}
"""Kind to the rule that recognises it; there is no kind for the rest."""


@dataclass(frozen=True)
class Span:
    """``text[start:end]`` is of one kind; ``kind`` is None where no rule placed it."""

    start: int
    end: int
    kind: Kind | None


class CoverageError(TextError):
    """Two rules claim one character: a fault of the rules, not of the text; ``args`` as in the base class."""


class Coverage:
    """Which kind each character is of; a character is given a kind once."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self._kinds: list[Kind | None] = [None] * len(source.text)
        self._spans: list[Span] = []

    def kind_at(self, offset: int) -> Kind | None:
        """Return the kind of one character."""
        return self._kinds[offset]

    def assign(self, start: int, end: int, kind: Kind) -> None:
        """Give every character of a span that has no kind yet its kind.

        Characters of inner marks (footnote marks, emphasis, placeholders, white space) are placed first and keep
        their kind; anything else that is already placed is a fault.

        Raises:
            CoverageError: If two rules claim a character.
        """
        self._spans = []
        for offset in range(start, end):
            present = self._kinds[offset]
            if present is None:
                self._kinds[offset] = kind
            elif present not in _INNER and present is not kind:
                line = self.source.line_of(offset)
                column = offset - self.source.line_starts[line - 1] + 1
                reason = f"two rules claim this character, as {present} and as {kind}"
                raise CoverageError(self.source.path, line, column, reason, "report it, as CONTRIBUTING.md says")

    def places_of(self, kind: Kind, start: int, end: int) -> list[slice]:
        """Return where characters of a kind stand together between two offsets."""
        places: list[slice] = []
        for offset in range(start, end):
            if self._kinds[offset] is kind:
                if places and places[-1].stop == offset:
                    places[-1] = slice(places[-1].start, offset + 1)
                else:
                    places.append(slice(offset, offset + 1))
        return places

    def spans(self) -> list[Span]:
        """Return the whole text as consecutive spans."""
        if self._spans:
            return self._spans
        spans, start = [], 0
        for _, run in groupby(self._kinds, key=id):  # kinds are one object each: quicker than to compare their names
            kinds = list(run)
            spans.append(Span(start, start + len(kinds), kinds[0]))
            start += len(kinds)
        self._spans = spans
        return spans

    def unplaced(self) -> list[tuple[int, str]]:
        """Return (line number, words) for each run of characters that no rule placed."""
        return [
            (self.source.line_of(span.start), self.source.text[span.start : span.end].strip())
            for span in self.spans()
            if span.kind is None
        ]

    def account(self) -> list[tuple[str, int, int]]:
        """Return (kind, characters, lines touched) in the order of :class:`Kind`, then what is unplaced."""
        characters = Counter(self._kinds)
        lines: dict[Kind | None, set[int]] = {}
        for span in self.spans():
            first, last = self.source.line_of(span.start), self.source.line_of(span.end - 1)
            lines.setdefault(span.kind, set()).update(range(first, last + 1))
        rows = [(str(kind), characters[kind], len(lines[kind])) for kind in Kind if kind in characters]
        if None in characters:
            rows.append(("unplaced", characters[None], len(lines[None])))
        return rows


_INNER = frozenset(
    {Kind.SPACE, Kind.PAGE_BREAK, Kind.MARK, Kind.EMPHASIS, Kind.ADDRESS, Kind.PLACEHOLDER, Kind.LABEL, Kind.BULLET}
)
