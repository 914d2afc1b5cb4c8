"""A block: the unit of a text that the later rules name."""

from dataclasses import dataclass, field
from functools import cached_property

from tipgraph.documents.words import plain_words
from tipgraph.extract.labels import Opening, Style
from tipgraph.extract.prose import is_closed, looks_like_prose, runs_on

_LONGEST_HEADING = 15
"""Words of a heading that ends with a bracket; a longer one that does is an entry of a list."""


@dataclass
class Block:
    """Consecutive characters that one rule places: ``text[start:end]``, without white space at either end.

    ``run`` counts the groups of lines between blank ones; ``after_break`` says that a page ended before the block;
    ``is_marked`` that a sign before it says it is a heading; ``goes_on`` that only what the printer put on a page parts it
    from the line before, which did not end a paragraph.
    """

    start: int
    end: int
    raw: str
    run: int
    after_break: bool
    opening: Opening
    is_table: bool = False
    indent: int = 0
    footnote: str | None = None
    pieces: list[tuple[int, int]] = field(default_factory=list)
    is_marked: bool = False
    goes_on: bool = False

    @cached_property
    def words(self) -> str:
        """The words of the block's first piece, without mark and label."""
        return plain_words([self.raw[self.opening.length :]])

    @property
    def is_closed(self) -> bool:
        """Whether the block ends as a sentence or an item of a list does."""
        return is_closed(self.words)

    @property
    def is_heading_like(self) -> bool:
        """Whether the block ends openly and has no verb that only a sentence has."""
        styles = {label.style for label in self.opening.readings}
        if runs_on(self.words):
            return False
        if styles & {Style.CAPITAL, Style.CAPITAL_ROMAN}:
            return not self.words.endswith((".", ";", ":", ",", ".”"))
        if self.words.endswith(")") and len(self.words.split()) <= _LONGEST_HEADING:
            return not looks_like_prose(self.words)
        return not (self.is_closed or self.words.endswith(",") or looks_like_prose(self.words))
