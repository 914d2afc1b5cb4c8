"""The masthead: what stands before the text, and the letterhead, reference and date of a letter."""

import re

from tipgraph.documents.dates import DATE
from tipgraph.documents.words import plain_words
from tipgraph.extract.block import Block
from tipgraph.extract.coverage import Kind
from tipgraph.extract.furniture import JOB_NUMBER
from tipgraph.extract.headings import ANNEX
from tipgraph.extract.masthead_fields import (
    FIELDS,
    PREPARED,
    SPONSOR,
    Piecemeal,
    ends_with_item,
    is_weak,
    names_body,
    read_line,
)
from tipgraph.extract.masthead_names import Names, Words, name_words
from tipgraph.extract.model import Document
from tipgraph.extract.prose import looks_like_prose, runs_on

SALUTATION = re.compile(r"\bpresents? (?:its|his|her|their) compliments\b")
_CONTACT = re.compile(r"\b(?:Tel\.?|Fax|E-mail|www\.|PO Box|P\.O\. Box)\b|\|")
_FIRST_HEADING = re.compile(
    r"(?:[Ii]ntroduction|Summary|Background|(?:Provisional |Draft |Adopted )?[Aa]genda|Annotations|Recommendations?|"
    r"Executive summary|Introductory remarks|Overview|Corrections?)"
)
_BODY_FOLLOWS = re.compile(
    r"(?:(?:Provisional|Final|Revised|Draft) )?[Ll]ist of participants|Corrigend(?:um|a)(?: \d+)?", re.IGNORECASE
)
_SUBTITLE = re.compile(
    r"(?:held (?:in|at|from)|on its|Addendum|Corrigendum|Revision|Draft|prepared|submitted|Chair|Rapporteur|Part |Volume )\b|[a-z(*]"
)


def read_masthead(document: Document, blocks: list[Block]) -> list[Block]:
    """Read the masthead off the top of a document, and the letterhead, job number and closing date wherever they stand.

    Args:
        document: Receives its masthead fields.
        blocks: All blocks as they were cut: a line of the masthead never runs on in another block.

    Returns:
        The blocks that are left, in order: the body, with tables and footnotes.
    """
    letter = any(SALUTATION.search(block.words) for block in blocks)
    end = _body_start(blocks)
    names = Names(document)
    left: list[Block] = []
    words: list[Words] = []
    for block in blocks[:end]:
        if JOB_NUMBER.fullmatch(block.raw):
            names.add("job-number", [(block.start, block.end)])
        elif block.footnote or (block.is_table and not FIELDS.search(block.raw)):
            left.append(block)
        elif letter and not FIELDS.search(block.raw):
            names.add("letterhead", [(block.start, block.end)], Kind.LETTERHEAD)
        else:
            words += _read_block(names, block)
    name_words(names, words)
    closes = False
    for index, block in enumerate(blocks[end:], start=end):
        dated = letter and DATE.fullmatch(block.raw)
        closes = closes or bool(dated)
        if JOB_NUMBER.fullmatch(block.raw):
            names.add("job-number", [(block.start, block.end)])
        elif _is_sender(block, blocks[index + 1 : index + 4], letter, closes and not dated):
            names.add("letterhead", [(block.start, block.end)], Kind.LETTERHEAD)
        elif dated:
            names.add("date", [(block.start, block.end)])
        else:
            left.append(block)
    return left


def _is_sender(block: Block, following: list[Block], letter: bool, closed: bool) -> bool:
    """Tell lines that say who writes or who is written to; below the date of a letter nothing else stands."""
    if letter and closed and block.is_heading_like and not block.opening.readings:
        return True
    return (letter and _is_letterhead(block)) or _is_address(block, following)


def _is_letterhead(block: Block) -> bool:
    """Tell a motto in capitals or a line of addresses; a sentence that gives an address is neither."""
    return block.raw.isupper() or (bool(_CONTACT.search(block.raw)) and block.raw.count("|") >= 2)


def _read_block(names: Names, block: Block) -> list[Words]:
    """Name the fields of a block line by line; returns the words between them, which only their order names."""
    found: list[Words] = []
    offset, within = block.start, False
    for number, line in enumerate(block.raw.splitlines(keepends=True)):
        pieces = read_line(line, within)
        within = runs_on(plain_words([line]))
        for piece in pieces:
            start, end = offset + piece.start, offset + piece.end
            if piece.name:
                names.add(piece.name, [(start, end)])
                found.append(Words([], "", block.run, piece.name))
            else:
                _add_words(found, Words([(start, end)], names.words([(start, end)]), block.run), piece, number)
        offset += len(line)
    return found


def _add_words(found: list[Words], words: Words, piece: Piecemeal, number: int) -> None:
    """Add words, to those of the line before where they are of the same group of lines."""
    before = next((other for other in reversed(found) if not other.after or not piece.is_left), None)
    if number and before and not before.after and before.joins(words):
        before.pieces += words.pieces
        before.text = f"{before.text} {words.text}"
        return
    found.append(words)


def _is_address(block: Block, following: list[Block]) -> bool:
    """Tell the lines below a text that say where its writer is found: a group of lines with a way to write or call."""
    if block.footnote or block.opening.readings or block.is_table or block.is_closed or looks_like_prose(block.words):
        return False
    group = [block, *(other for other in following if other.run == block.run)]
    return any(_MAIL.search(other.raw) for other in group)


_MAIL = re.compile(r"\S+@\S+\.\w+|\b(?:Tel(?:ephone)?|Fax)\.?: ?\(?\+?\d")


def _body_start(blocks: list[Block]) -> int:
    """Return the index of the first block of the body: a salutation, a label, a formula, or a heading before a label."""
    last_field = _last_field(blocks)
    for index, block in enumerate(blocks):
        if block.footnote or (block.is_table and index < last_field):
            continue
        if index and _BODY_FOLLOWS.fullmatch(blocks[index - 1].words):
            return index
        if (
            SALUTATION.search(block.words)
            or (block.opening.readings and not (index < last_field and is_weak(block.words)))
            or _is_formula(block)
            or (looks_like_prose(block.words) and (block.is_closed or index > last_field) and index > last_field)
            or (block.is_table and index > last_field)
            or (ANNEX.fullmatch(block.words) and index > last_field)
        ):
            return _heading_before(blocks, index, last_field)
    return len(blocks)


def _last_field(blocks: list[Block]) -> int:
    """Return the index of the last block of fields before anything that can only be of the body, or -1."""
    last = -1
    for index, block in enumerate(blocks[:_LONGEST_MASTHEAD]):
        if SALUTATION.search(block.words) or _is_formula(block) or _BODY_FOLLOWS.fullmatch(block.words):
            break
        if block.opening.readings and not is_weak(block.words):
            break
        if not block.is_closed and _is_field_block(block):
            last = index
    return last


_LONGEST_MASTHEAD = 25


def _is_field_block(block: Block) -> bool:
    if block.footnote or block.opening.readings or JOB_NUMBER.fullmatch(block.raw):
        return False
    return bool(FIELDS.search(block.raw)) and not looks_like_prose(block.words)


def _heading_before(blocks: list[Block], index: int, last_field: int) -> int:
    """Move the body's start back over the heading of its first list or paragraph, where a title stands before it."""
    titles = [
        number
        for number, block in enumerate(blocks[:index])
        if number > last_field and not (block.footnote or block.is_table or PREPARED.fullmatch(block.words))
    ]
    if not titles or titles[-1] != index - 1 or SALUTATION.search(blocks[index].words) or _is_formula(blocks[index]):
        return index
    previous = blocks[index - 1]
    untitled = 1 if last_field >= 0 and ends_with_item(blocks[last_field].words) else 0
    others = [number for number in titles[:-1] if _can_be_title(blocks[number])][untitled:]
    prepared = any(PREPARED.fullmatch(block.words) for block in blocks[:index])
    if _FIRST_HEADING.fullmatch(previous.words) and (others or prepared):
        return index - 1
    opens_list = any(label.value == 1 for label in blocks[index].opening.readings)
    first_page_ends = index >= 2 and (blocks[index - 2].footnote or JOB_NUMBER.fullmatch(blocks[index - 2].raw))
    if first_page_ends and titles[:-1]:
        return index - 1
    if not opens_list or blocks[index].is_heading_like or not others or _SUBTITLE.match(previous.words):
        return index
    return index - 1


def _can_be_title(block: Block) -> bool:
    """Tell words that are no sponsor's and name no body."""
    return not (SPONSOR.fullmatch(block.words) or names_body(block.words))


def _is_formula(block: Block) -> bool:
    return bool(re.fullmatch(r"The [A-Z][^.;:]*,", block.words)) and not looks_like_prose(block.words)
