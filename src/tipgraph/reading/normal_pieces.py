"""What a reader of Word or HTML finds before it is a text: pieces of words, and the blocks they make up."""

import re
from dataclasses import dataclass, field
from enum import Enum

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACE = re.compile(rf"[\s\x00-\x1f\x7f\x85{SPACES}]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_PRIVATE = {
    ord(private): shown
    for private, shown in zip(
        "\uf0b7\uf0a7\uf0a8\uf0d8\uf076\uf06e\uf071\uf02d\uf02a\uf0fc\uf0e0\u2011", "•••••••-*✓→-", strict=True
    )
}


class Height(Enum):
    """Where a piece stands: on the line, raised, or raised as the mark of a note whose number is known."""

    LINE = "line"
    RAISED = "raised"
    MARK = "mark"


@dataclass(frozen=True)
class Piece:
    """Words in one form; a tabulator and a line break stand in them as such."""

    words: str
    italic: bool = False
    height: Height = Height.LINE


@dataclass
class Block:
    """A paragraph, heading, item, note or table, as its reader found it.

    Attributes:
        pieces: Its words; of a table none.
        label: The label that a list gives it, ``(a)``; empty where the label, if any, is among the words.
        note: The mark of the note that it is, ``1`` or ``*``; None for what is no note.
        notes: The notes whose marks stand in it, where the file itself says so.
        rows: The cells of a table, row by row, each as its pieces; None for what is no table.
        verbatim: Lines that are kept as they are; None for what is no such block.
        contents: Whether it is a line of a table of contents.
    """

    pieces: list[Piece] = field(default_factory=list)
    label: str = ""
    note: str | None = None
    notes: list["Block"] = field(default_factory=list)
    rows: list[list[list[Piece]]] | None = None
    verbatim: str | None = None
    contents: bool = False

    @property
    def words(self) -> str:
        """The words of the block's pieces with every white space as one space."""
        return squeeze(plain(self.pieces))


def visible(text: str) -> str:
    """Leave out soft hyphens and what else has no width, and turn signs of picture fonts into the character they show."""
    return _INVISIBLE.sub("", text).translate(_PRIVATE)


def squeeze(text: str) -> str:
    """Return a text with visible characters only and every run of white space of any kind as one space."""
    return _SPACE.sub(" ", visible(text)).strip()


def plain(pieces: list[Piece]) -> str:
    """Return the words of pieces one after the other."""
    return "".join(piece.words for piece in pieces)


def split_pieces(pieces: list[Piece], separator: str) -> list[list[Piece]]:
    """Split pieces at a character, which is left out: ``["a/b"]`` at the stroke gives ``[["a"], ["b"]]``."""
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.words.split(separator)
        if first:
            parts[-1].append(Piece(first, piece.italic, piece.height))
        for other in others:
            parts.append([Piece(other, piece.italic, piece.height)] if other else [])
    return parts


def join_pieces(parts: list[list[Piece]], separator: str = " ") -> list[Piece]:
    """Join lists of pieces with a character between them; empty ones are passed over."""
    joined: list[Piece] = []
    for part in parts:
        if joined and part:
            joined.append(Piece(separator))
        joined += part
    return joined
