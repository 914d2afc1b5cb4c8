"""Headings: which blocks are headings."""

import re

from tipgraph.documents.symbols import find_symbols
from tipgraph.extract.block import Block
from tipgraph.extract.labels import Label, Style
from tipgraph.extract.persons import lists_persons, names_person
from tipgraph.extract.prose import looks_like_prose

ANNEX = re.compile(
    r"(?:Annex(?:es)?|Appendix|Appendices|Enclosure|Attachment)(?: (?:[IVX]+|[A-Z]|\d{1,2}))?", re.IGNORECASE
)
_BOX = r"(?:Box|Figure) (?:[IVX]+|\d{1,2})"
ANNEX_WITH_TITLE = re.compile(rf"(?P<label>{ANNEX.pattern})(?:[.:]| ?[–—-])\s+(?=[A-Z“])", re.IGNORECASE)
TITLED = re.compile(rf"(?P<label>{ANNEX.pattern}|{_BOX})(?:[.:]| ?[–—-])\s+(?=[A-Z“])", re.IGNORECASE)
LABEL_ALONE = re.compile(rf"{ANNEX.pattern}|{_BOX}", re.IGNORECASE)
CHAPTER = re.compile(r"(?:Chapter|Part|Section) (?:[IVX]+|[A-Z]|\d{1,2}|one|two|three|four|five)\b[.:]?", re.IGNORECASE)
NUMBERED_WORD = re.compile(
    r"(?:Recommendation|Conclusion|Finding|Box|Topic|Issue|Question|Panel|Session) (?:No\. )?\d{1,3}\b(?:[.:–—-].*)?"
)
LISTING = re.compile(r"Documentation|Documents|Documents before .*|References|Notes|List of documents.*", re.IGNORECASE)
_HEADING_STYLES = frozenset({Style.CAPITAL_ROMAN, Style.CAPITAL})
_NESTED_STYLES = frozenset({Style.NUMBER, Style.LETTER, Style.ROMAN, Style.DIGIT})
_INSTRUCTION = re.compile(
    r"[*_]+(?:For|Delete|After|Before|Replace|Insert|Add|Read|Remove|Substitute|Should read)\b[^*_]*[*_]+",
    re.IGNORECASE,
)
"""How a corrigendum opens what it corrects, in italics."""
_LONGEST = 40
"""Words of a heading at most."""


def agenda_titles(blocks: list[Block]) -> set[str]:
    """Return the titles of the lists' numbered and lettered blocks that end as items do: what headings may repeat."""
    return {
        _plain_title(block.words) for block in blocks if block.opening.label and block.is_closed and not block.footnote
    }


def _plain_title(words: str) -> str:
    return re.sub(r"[.:;]+$", "", words).casefold()


def find_headings(blocks: list[Block]) -> set[int]:
    """Tell which blocks are headings.

    Args:
        blocks: Blocks of the body before broken paragraphs are joined.

    Returns:
        Starts of the headings: blocks with a capital letter or numeral as label, blocks that repeat an item listed before
        but end without a stop, numbered ones that paragraphs follow, and short blocks without label that no sentence
        continues.
    """
    return _Finder([block for block in blocks if not block.footnote]).find()


class _Finder:
    """Tells headings one after the other, because what stands before a block says what it can be."""

    def __init__(self, body: list[Block]) -> None:
        self._body = body
        self._titles = agenda_titles(body)
        self._found: set[int] = set()
        self._listing = False
        self._persons = lists_persons(body)

    def find(self) -> set[int]:
        for index, block in enumerate(self._body):
            if self._is_heading(index, block):
                self._found.add(block.start)
                self._listing = bool(LISTING.fullmatch(block.words))
        return self._found

    def _is_heading(self, index: int, block: Block) -> bool:
        words = block.words
        if block.is_table or not has_letters(words):
            return False
        if block.is_marked or words[:1].islower() or len(words.split()) > _LONGEST:
            return block.is_marked
        if LABEL_ALONE.fullmatch(words) or TITLED.match(words) or NUMBERED_WORD.fullmatch(words):
            return not block.opening.readings and not words.endswith((";", ".", ","))
        following = self._body[index + 1] if index + 1 < len(self._body) else None
        if following and not following.opening.readings and _continues(following):
            return False
        if not self._ends_as_heading(block):
            return False
        styles = {label.style for label in block.opening.readings}
        if not styles:
            return self._is_unlabelled(index, block)
        repeats = _plain_title(words) in self._titles
        if styles & _HEADING_STYLES:
            return repeats or _leads_list(following) or not self._listed_in_sentence(index)
        return repeats or self._is_numbered(index, block, following)

    def _ends_as_heading(self, block: Block) -> bool:
        """Tell by its end; in a list of participants the name of a State, or of those listed below, needs no more."""
        if self._persons and not block.opening.readings:
            return not block.raw.endswith((".", ";", ":", ","))
        return block.is_heading_like and not any(label.bulleted for label in block.opening.readings)

    def _listed_in_sentence(self, index: int) -> bool:
        """Tell the first of a list that a sentence with a colon introduces from a heading with a letter."""
        before = self._body[index - 1] if index else None
        return bool(
            before and before.words.endswith((":", ",")) and before.start not in self._found and not before.is_table
        )

    def _is_unlabelled(self, index: int, block: Block) -> bool:
        if (
            find_symbols(block.words)
            or _INSTRUCTION.match(block.raw)
            or names_person(block.words)
            or self._continues_line(index, block)
        ):
            return False
        if self._listing:
            return _plain_title(block.words) in self._titles or bool(LISTING.fullmatch(block.words))
        return True

    def _continues_line(self, index: int, block: Block) -> bool:
        """Tell words that a page's end parted from an open sentence."""
        before = self._body[index - 1] if index else None
        return bool(
            before
            and (block.after_break and before.run == block.run)
            and before.start not in self._found
            and looks_like_prose(before.words)
            and not before.is_closed
        )

    def _is_numbered(self, index: int, block: Block, following: Block | None) -> bool:
        """Tell a numbered heading: paragraphs stand under it, and it is no entry of a list."""
        label = block.opening.readings[0]
        if label.style not in _NESTED_STYLES or following is None or following.is_table:
            return False
        if index and self._is_entry(self._body[index - 1], label):
            return False
        if following.after_break and not following.opening.readings:
            return False  # a paragraph that the page's end has cut
        if label.style is not Style.NUMBER and not (index and self._body[index - 1].start in self._found):
            return False
        if not following.opening.readings:
            return (following.is_closed and len(following.words.split()) > 5 and label.style is Style.NUMBER) or (
                looks_like_prose(following.words)
            )
        if following.opening.readings[0].style is not Style.NUMBER:
            return False
        return looks_like_prose(following.words) or (
            following.is_closed and following.opening.readings[0].value != label.value + 1
        )

    def _is_entry(self, before: Block, label: Label) -> bool:
        """Tell whether the block before is the entry of a list that a label goes on with, or leads in a list."""
        if before.start in self._found:
            return False
        if before.words.endswith(":"):
            return True
        same = [reading for reading in before.opening.readings if reading.style is label.style]
        return bool(same) and same[0].value + 1 == label.value and not looks_like_prose(before.words)


def _leads_list(following: Block | None) -> bool:
    """Tell by the block behind it what has a list of letters or numbers below it."""
    return following is not None and any(label.style in _NESTED_STYLES for label in following.opening.readings)


def _continues(block: Block) -> bool:
    """Tell a block that goes on with the words before it: with a small letter, or on the next page with a figure."""
    first = block.words[:1]
    return first.islower() or block.goes_on or (block.after_break and first.isdigit())


def has_letters(words: str) -> bool:
    """Tell words from marks: at least two letters stand together."""
    return bool(re.search(r"[^\W\d_]{2,}", words))
