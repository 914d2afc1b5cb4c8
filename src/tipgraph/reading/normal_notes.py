"""Notes: which raised numbers are the marks of notes, which blocks the notes themselves, and where they are to stand."""

import re
from dataclasses import dataclass, replace

from tipgraph.documents.dates import DATE
from tipgraph.documents.words import SUPERSCRIPT_DIGITS
from tipgraph.reading.normal_pieces import Block, Height, Piece, plain, squeeze

_MARKS = re.compile(r"[\[(]?(\d{1,3}(?:\s*,\s*\d{1,3})*|\*{1,3}|[a-z])[\])]?/?")
_MARK = re.compile(r"\d+|\*+|[a-z]")
_RAISED = re.compile(rf"([{SUPERSCRIPT_DIGITS}]+)")
_ORDINARY = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")
_TYPED = re.compile(r"\[(?P<bracketed>\d{1,3})\] *|(?P<slashed>\d{1,3})/ +|(?P<plain>\d{1,3}) +(?=[A-Z“\"*])")
_STAR = re.compile(r"\[(?P<bracketed>\*{1,3})\] *(?=\S)|(?P<stars>\*{1,3}) *(?=\S)")
_STAR_MARK = re.compile(r"(?<=[\w)\"”])(\*{1,3})(?!\w)")


@dataclass(frozen=True)
class _Note:
    """A block that is, or may be, a note: its place among the blocks, its mark, and whether the mark is raised."""

    index: int
    mark: str
    certain: bool


def place_notes(blocks: list[Block]) -> list[Block]:
    """Tell marks and notes, and put each note behind the block that holds its mark.

    Args:
        blocks: All blocks of a document; notes that their file ties to a mark are in ``Block.notes``, others stand where
            they stand, at the foot of a page or at the end, opening with their mark.

    Returns:
        The blocks, with notes as blocks of their own: those tied to a mark or told by one that opens them behind the
        block of that mark, in order; where there is no such mark, where they stood. Raised numbers that are marks have
        ``Height.MARK``; others stand on the line (``m2``, ``10th``).
    """
    blocks = [_with_raised(block) for block in blocks]
    found = [note for index, block in enumerate(blocks) if (note := _opening(index, block))]
    places = _places(blocks, {note.index for note in found})
    homes = _homes(found, places)
    marks = {note.mark for note in found if note.certain or note.index in homes}
    notes = {
        note.index: _as_note(blocks[note.index], note.mark) for note in found if note.certain or note.index in homes
    }
    moved: dict[int, list[int]] = {}
    for index, home in homes.items():
        moved.setdefault(home, []).append(index)
    placed: list[Block] = []
    for index, block in enumerate(blocks):
        if index in homes:
            continue
        placed.append(_with_marks(notes.get(index, block), marks))
        placed += [_with_marks(_with_raised(note), marks) for note in block.notes]
        placed += [_with_marks(notes[other], marks) for other in moved.get(index, [])]
    return placed


def _opening(index: int, block: Block) -> _Note | None:
    """Read the mark that opens a block, raised or typed on the line; None where none does."""
    if block.rows is not None or block.verbatim is not None or block.label:
        return None
    if block.note is not None:
        return _Note(index, block.note, True)
    first = next((piece for piece in block.pieces if squeeze(piece.words)), None)
    if first is None:
        return None
    words = _digits(squeeze(first.words))
    if first.height is not Height.LINE:
        raised = _MARKS.fullmatch(words)
        return (
            _Note(index, raised[1], True)
            if raised and "," not in raised[1] and squeeze(first.words) != block.words
            else None
        )
    text = block.words
    typed = _TYPED.match(text)
    if typed and not DATE.match(text):
        return _Note(index, typed["bracketed"] or typed["slashed"] or typed["plain"], False)
    star = _STAR.match(text)
    return _Note(index, star["bracketed"] or star["stars"], False) if star and text[star.end()].isupper() else None


def _places(blocks: list[Block], openings: set[int]) -> dict[str, list[int]]:
    """Return for each mark, in order, the places of the blocks in whose words it stands."""
    places: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        for pieces in _all_pieces(block):
            opened = index not in openings
            for piece in pieces:
                if piece.height is Height.LINE:
                    found = _STAR_MARK.findall(piece.words) if "*" in piece.words else []
                else:
                    raised = _MARKS.fullmatch(_digits(squeeze(piece.words)))
                    found = _MARK.findall(raised[1]) if raised and opened else []
                opened = opened or bool(squeeze(piece.words))
                for mark in found:
                    places.setdefault(mark, []).append(index)
    return places


def _all_pieces(block: Block) -> list[list[Piece]]:
    return [cell for row in block.rows for cell in row] if block.rows is not None else [block.pieces]


def _homes(found: list[_Note], places: dict[str, list[int]]) -> dict[int, int]:
    """Return for each note that has a mark in the text the place of the block behind which it belongs.

    Where numbering starts anew, the first note of a number belongs to its first mark, and so on. A typed number or
    asterisk opens a note only where a mark comes before it, and an asterisk only where no list has them for bullets.
    """
    homes: dict[int, int] = {}
    by_mark: dict[str, list[_Note]] = {}
    for note in found:
        by_mark.setdefault(note.mark, []).append(note)
    for mark, notes in by_mark.items():
        certain = [note for note in notes if note.certain]
        chosen = certain or notes
        if not certain and mark.startswith("*") and len(notes) > 1:
            continue
        marked = list(dict.fromkeys(places.get(mark, [])))
        pairs = zip(chosen, marked, strict=False) if len(chosen) <= len(marked) else ()
        own = {note.index for note in chosen}
        for note, place in pairs:
            if place not in own and (note.certain or place < note.index):
                homes[note.index] = place
    return homes


def _as_note(block: Block, mark: str) -> Block:
    """Make a block that opens with its mark a note."""
    return block if block.note is not None else replace(block, pieces=without_opening(block.pieces, mark), note=mark)


def without_opening(pieces: list[Piece], mark: str) -> list[Piece]:
    """Take the mark that opens a note, as ``1``, ``[1]`` or ``1/``, and the space behind it off its words."""
    opening = re.match(rf"\s*[\[(]?{re.escape(mark)}[\])]?/?\s*", _digits(plain(pieces)))
    drop = opening.end() if opening else 0
    kept: list[Piece] = []
    for piece in pieces:
        kept.append(replace(piece, words=piece.words[drop:]))
        drop = max(0, drop - len(piece.words))
    kept = [piece for piece in kept if piece.words]
    repeated = bool(kept) and kept[0].height is not Height.LINE and _digits(squeeze(kept[0].words)) == mark
    return kept[1:] if repeated else kept


def _digits(words: str) -> str:
    """Write raised digits as ordinary ones; the length stays the same."""
    return words.translate(_ORDINARY)


def _with_raised(block: Block) -> Block:
    """Make digits that are raised characters, ``¹``, pieces of their own, as digits that a file raises are."""
    if block.rows is not None:
        return replace(block, rows=[[_raise(cell) for cell in row] for row in block.rows])
    return replace(block, pieces=_raise(block.pieces))


def _raise(pieces: list[Piece]) -> list[Piece]:
    parts: list[Piece] = []
    for piece in pieces:
        if piece.height is not Height.LINE or not _RAISED.search(piece.words):
            parts.append(piece)
            continue
        for part in _RAISED.split(piece.words):
            if part:
                parts.append(replace(piece, words=part, height=Height.RAISED if _RAISED.match(part) else Height.LINE))
    return parts


def _with_marks(block: Block, marks: set[str]) -> Block:
    """Say of each raised number whether it is a mark: that of a note, and not the only sign of a measure or a date."""
    if block.rows is not None:
        return replace(block, rows=[[_marked(cell, marks) for cell in row] for row in block.rows])
    return replace(block, pieces=_marked(block.pieces, marks))


def _marked(pieces: list[Piece], marks: set[str]) -> list[Piece]:
    told: list[Piece] = []
    for piece in pieces:
        raised = _MARKS.fullmatch(_digits(squeeze(piece.words))) if piece.height is Height.RAISED else None
        if raised and all(mark in marks for mark in _MARK.findall(raised[1])):
            behind = piece.words[len(piece.words.rstrip()) :]
            told.append(Piece(raised[1].replace(" ", "") + behind, False, Height.MARK))
        else:
            told.append(piece)
    return told
