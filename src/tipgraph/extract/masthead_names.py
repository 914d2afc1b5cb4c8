"""The words of a masthead that only their order names: body, group, agenda item's title, title, who prepared it."""

import re
from dataclasses import dataclass, field

from tipgraph.documents.words import plain_words
from tipgraph.extract.coverage import Kind
from tipgraph.extract.masthead_fields import PREPARED, SPONSOR, names_body
from tipgraph.extract.model import Document, MastheadField, Piece
from tipgraph.extract.prose import runs_on

_WORKING_GROUP = re.compile(r"(?:\S+ ){0,4}(?:Working Group|Expert Group|Group of (?:Governmental )?Experts)\b")

_LONGEST = 500
"""Characters of words that say who prepared a document; longer ones say something else."""
_WITH_SUBJECT = re.compile(r" by .* (?:on|concerning|regarding) ")


@dataclass
class Words:
    """Words between fields; ``after`` names the field that stands here instead, without words of its own."""

    pieces: list[Piece]
    text: str
    run: int
    after: str = ""
    indent: int = field(default=0)

    def joins(self, following: "Words") -> bool:
        """Tell whether words of the next line go on with these."""
        if following.text[:1].islower() or runs_on(self.text):
            return True
        if PREPARED.fullmatch(following.text) or SPONSOR.fullmatch(following.text) or names_body(following.text):
            return False
        if len(self.text) > _LONGEST:
            return True
        return not (PREPARED.fullmatch(self.text) or SPONSOR.fullmatch(self.text))


class Names:
    """Adds masthead fields, counting those of one name: ``body``, ``body-2``."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._seen: dict[str, int] = {}

    def add(self, name: str, pieces: list[Piece], kind: Kind = Kind.MASTHEAD) -> None:
        """Add a field and place its characters; lines that only white space parts are one piece."""
        pieces = _adjoined(self._document.source.text, pieces)
        count = self._seen[name] = self._seen.get(name, 0) + 1
        path = f"masthead/{name}" if count == 1 else f"masthead/{name}-{count}"
        self._document.masthead.append(MastheadField(path, pieces, name))
        for start, end in pieces:
            self._document.coverage.assign(start, end, kind)

    def has(self, name: str) -> bool:
        """Tell whether a field of a name was added."""
        return name in self._seen

    def words(self, pieces: list[Piece]) -> str:
        """Return the words of pieces."""
        return plain_words(self._document.source.text[start:end] for start, end in pieces)


def _adjoined(text: str, pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for start, end in pieces:
        if joined and not text[joined[-1][1] : start].strip() and joined[-1][1] <= start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def name_words(names: Names, found: list[Words]) -> None:
    """Name the words of a masthead.

    Args:
        names: Receives the fields.
        found: Words in order, with the fields among them.
    """
    rest: list[Words] = []
    item_title: Words | None = None
    prepared: list[Words] = []
    before = ""
    for words in _merge(found):
        if words.after:
            before = words.after
            continue
        if SPONSOR.fullmatch(words.text):
            names.add("sponsor", words.pieces)
        elif PREPARED.fullmatch(words.text):
            prepared.append(words)
        elif not rest and not item_title and names_body(words.text) and not words.text.endswith("."):
            is_group = _WORKING_GROUP.match(words.text) and not words.text.startswith("Conference")
            names.add("working-group" if is_group else "body", words.pieces)
        elif before == "agenda-item" and not item_title and not rest:
            item_title = words
        else:
            rest.append(words)
            before = ""
    if not rest and prepared and _WITH_SUBJECT.search(prepared[0].text):
        rest.append(prepared.pop(0))
    for words in prepared:
        names.add("prepared-by", words.pieces)
    if item_title and rest:
        names.add("agenda-item-title", item_title.pieces)
    elif item_title:
        rest.append(item_title)
    for words in rest:
        names.add("title" if not names.has("title") else "subtitle", words.pieces)


def _merge(found: list[Words]) -> list[Words]:
    """Join words that end where no name or title can with the next ones, also over a blank line."""
    merged: list[Words] = []
    for words in found:
        before = next((other for other in reversed(merged) if not other.after), None)
        near = before is not None and (merged[-1] is before or before.run == words.run)
        follows = _joins_in_run if before and merged[-1] is before and before.run == words.run else _goes_on
        if before and near and not words.after and follows(before, words):
            before.pieces += words.pieces
            before.text = f"{before.text} {words.text}"
        else:
            merged.append(words)
    return merged


def _joins_in_run(before: Words, words: Words) -> bool:
    """Tell whether words go on with those of the line before, from which no blank line parts them."""
    return before.joins(words)


_UNFINISHED = re.compile(r"\b(?:Transnational|Organized|United|Intergovernmental|International|Working|Parties to)$")


def _goes_on(before: Words, words: Words) -> bool:
    """Tell whether words end where no name or title can: with an article, a preposition, an adjective of a name."""
    return (
        runs_on(before.text)
        or bool(_UNFINISHED.search(before.text[-40:]))
        or (words.text[:1].islower() and not before.text.endswith("."))
    )
