"""The normal form of a text: what all readers of Word and HTML have in common once they have found the blocks.

One block a paragraph, heading, item, note or table, one blank line between blocks, labels first, footnote marks as
superscript digits, italics between asterisks, the rows of a table as lines with tabulators between cells.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from tipgraph.documents.words import SUPERSCRIPT_DIGITS
from tipgraph.reading.normal_lines import contents_tables, separate_lines
from tipgraph.reading.normal_notes import place_notes
from tipgraph.reading.normal_pieces import Block, Height, Piece, plain, squeeze, visible

SUPERSCRIPT = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", f"{SUPERSCRIPT_DIGITS}ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_LABEL = re.compile(r"\s*(?:[-–—•▪◦·]\s+)?(?:(?:\d{1,3}\.|\([a-z]{1,5}\)|\(\d{1,2}\)|[A-Z]{1,6}\.)\s+)?")
_BARE_LABEL = re.compile(r"\s*(?:\d{1,3}\.|\([a-z\d]{1,5}\)|[A-Z]{1,6}\.)")
_JOB_NUMBER = re.compile(r"((?:[A-Z]{1,2}\.\d\d-\d{4,6}|\d\d-\d{5}) \([A-Z]\))(?: \d{6}| ?\*\d{6,}\*)*")
_BAR_CODE = re.compile(r"\*\d{6,}\*")


def normal_text(blocks: Iterable[Block]) -> str:
    """Write blocks in the normal form of a text.

    Args:
        blocks: The blocks of a document in the order in which they are read.

    Returns:
        The text, ending with one newline; empty where no block has words.
    """
    separated = [part for block in contents_tables(list(blocks)) for part in separate_lines(block)]
    return join_blocks(_once(show(block) for block in place_notes(separated)))


def _once(texts: Iterable[str]) -> Iterator[str]:
    """Leave out bar codes, and the job number, without the days of typing behind it, but where it first stands."""
    seen: set[str] = set()
    for text in texts:
        job = _JOB_NUMBER.fullmatch(text)
        shown = job[1] if job else text
        if shown not in seen and not _BAR_CODE.fullmatch(text):
            yield shown
        if job:
            seen.add(shown)


def join_blocks(texts: Iterable[str]) -> str:
    """Join the texts of blocks, one blank line between two, in Unicode's normal form C; empty ones are left out."""
    joined = "\n\n".join(text for text in texts if text.strip())
    return unicodedata.normalize("NFC", joined) + "\n" if joined else ""


def show(block: Block) -> str:
    """Write one block: its mark or label, then its words; a table line by line."""
    if block.verbatim is not None:
        return _show_verbatim(block.verbatim)
    if block.rows is not None:
        lines = ["\t".join(show_pieces(cell) for cell in row) for row in block.rows]
        return "\n".join(line for line in lines if line.strip())
    words = show_pieces(_apart_from_label(block.pieces))
    opening = block.label if block.note is None else superscript(block.note)
    return f"{opening} {words}".strip() if words else ""


def _apart_from_label(pieces: list[Piece]) -> list[Piece]:
    """Put a space behind a label that is a piece of its own, set apart by its place on the page alone."""
    if len(pieces) > 1 and _BARE_LABEL.fullmatch(pieces[0].words) and pieces[1].words[:1].isalpha():
        return [pieces[0], Piece(" "), *pieces[1:]]
    return pieces


def superscript(mark: str) -> str:
    """Write the mark of a note: digits and letters raised, an asterisk as it is."""
    return mark.translate(SUPERSCRIPT)


def _show_verbatim(text: str) -> str:
    """Keep the lines of preformatted text, without white space at their ends and without blank lines around them."""
    lines = [re.sub(r"\s+$", "", visible(line)) for line in text.replace("\u00a0", " ").splitlines()]
    return re.sub(r"\A(?:[ \t]*\n)+", "", "\n".join(lines)).rstrip()


def show_pieces(pieces: list[Piece]) -> str:
    """Write the words of pieces: marks raised, italics between asterisks, any white space as one space.

    A label is never part of an emphasis, nor is white space at its ends, nor a mark: an emphasis that meets an asterisk,
    the mark of a note, is left out, for the two could not be told apart.
    """
    runs = _runs(pieces)
    shown: list[str] = []
    for index, (words, italic) in enumerate(runs):
        following = runs[index + 1][0] if index + 1 < len(runs) else ""
        before = shown[-1] if shown else ""
        if not italic or "*" in words or following.startswith("*") or before.endswith("*"):
            shown.append(words)
            continue
        core = words.strip()
        start = words.index(core)
        shown.append(f"{words[:start]}*{core}*{words[start + len(core) :]}")
    return squeeze("".join(shown))


def _runs(pieces: list[Piece]) -> list[tuple[str, bool]]:
    """Return (words, whether italic): neighbours of one form joined, the label and what has no letter never italic alone."""
    pieces = [Piece(visible(piece.words), piece.italic, piece.height) for piece in pieces]
    label = _LABEL.match(plain(pieces))
    upright = label.end() if label else 0
    runs: list[tuple[str, bool]] = []

    def add(words: str, italic: bool) -> None:
        if runs and runs[-1][1] == italic:
            runs[-1] = (runs[-1][0] + words, italic)
        elif words:
            runs.append((words, italic))

    for piece in pieces:
        if piece.height is Height.MARK:
            if runs:
                runs[-1] = (runs[-1][0].rstrip(), runs[-1][1])
            add(superscript(_without_space(piece.words)), False)
            add(piece.words[len(piece.words.rstrip()) :], False)
            continue
        head = max(0, min(upright, len(piece.words)))
        upright -= len(piece.words)
        add(piece.words[:head], False)
        add(piece.words[head:], piece.italic)
    return _join_over_space(runs)


def _without_space(words: str) -> str:
    return re.sub(r"[\s\[\]()]+", "", words)


def _join_over_space(runs: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Make italic what has no letter between italics, upright what has no letter and stands alone, and join neighbours."""
    joined: list[tuple[str, bool]] = []
    for index, (words, italic) in enumerate(runs):
        form = italic
        if not any(character.isalnum() for character in words):
            after = index + 1 < len(runs) and runs[index + 1][1]
            form = bool(joined) and joined[-1][1] and after and not words.strip()
        if joined and joined[-1][1] == form:
            joined[-1] = (joined[-1][0] + words, form)
        else:
            joined.append((words, form))
    return joined
