"""Lines inside a paragraph: which of them are blocks of their own, and which make up a table of contents."""

import re

from tipgraph.documents.dates import DATE
from tipgraph.documents.numbers import ORDINALS
from tipgraph.documents.symbols import find_symbols
from tipgraph.reading.normal_pieces import Block, Height, Piece, join_pieces, plain, split_pieces, squeeze

_DATE = re.sub(r"\?P<\w+>", "?:", DATE.pattern)
_ORDINAL = (
    "(?:" + "|".join(word.capitalize() for word in sorted(ORDINALS, key=len, reverse=True)) + r"|\d+(?:st|nd|rd|th))"
)
_FIELD = re.compile(
    rf"Distr\.: ?\w+(?: {_DATE})?|Original: ?[A-Z]\w+(?:(?:, | and |/)[A-Z]\w+)*|{_DATE}|[A-Z][\w .'’-]{{1,60}}?, {_DATE}"
    rf"|{_ORDINAL} (?:(?:special|resumed|regular|extraordinary) )?(?:session|meeting)"
    r"|(?:Agenda item|Item) \d+(?: \([a-z]\))?(?: of the (?:provisional )?agenda)?[*¹]?|United Nations"
)
_PERSON = re.compile(r"(?:Mr|Ms|Mrs|Miss|Mme|Dr|Prof|H\. ?E|S\. ?E|Sra?|M)\. ?[A-Z]|(?:Mr|Ms|Mrs|Dr|HE) [A-Z]")
_NUMBER_LABEL = re.compile(r"(?:\d{1,3}|[A-Z]|[IVX]+)\. +[A-Z“\"*]|[•▪◦] |[-–—] +[A-Z]")
_LETTER_LABEL = re.compile(r"\((?:[a-z]{1,5}|\d{1,2})\) +\S")
_NOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+ ?\S|\*+ [A-Z]")
_CLOSED = re.compile(r"[.;:?!][”\"’)]*(?: and| or)?$")
_CONTENTS_LINE = re.compile(r"[^\t].*\t *(?:\d{1,4}|[ivxl]{1,7})(?:[-–]\d{1,4})?\s*")
_LEADERS = re.compile(r"[ \t]*(?:\. ?){4,}[ \t]*(?=[\divxl]{1,7}\s*$)|[ \t]*…{2,}[ \t]*(?=[\divxl]{1,7}\s*$)")
_COLUMN = re.compile(r"(?:Page|Pages|Paragraph|Paragraphs|Para\.|Paras\.)\*?")
_PAGE = re.compile(r"(?:\d{1,4}|[ivxl]{1,7})(?:[-–]\d{1,4})?")
_LABEL = re.compile(r"(?:[\dA-Z]{1,6}\.|\([a-z\d]{1,5}\)|[IVX]+)")


def is_field(line: str) -> bool:
    """Tell whether a line is a whole field of a masthead: symbol, distribution, language, date, session, agenda item."""
    symbols = find_symbols(line)
    return bool(_FIELD.fullmatch(line)) or bool(symbols and symbols[0].symbol == line and "/" in line)


def separate_lines(block: Block) -> list[Block]:
    """Cut a paragraph at those of its line breaks that separate blocks; the others become spaces.

    Args:
        block: A block as its reader found it.

    Returns:
        One block or more; label and notes stay with the first. A break separates before a label, a field of a masthead,
        a person's name with its title, and where an empty line is left, a sentence ends, or capitals begin or end; a
        tabulator separates the fields of a masthead.
    """
    if block.rows is not None or block.verbatim is not None:
        return [block]
    if block.note is not None or not any("\n" in piece.words or "\t" in piece.words for piece in block.pieces):
        return [block]
    parts: list[list[Piece]] = []
    gap = True
    for line in split_pieces(block.pieces, "\n"):
        fields = _fields(line)
        for piece_list in fields:
            words = squeeze(plain(piece_list))
            if not words:
                gap = True
                continue
            if gap or not parts or len(fields) > 1 or separates(squeeze(plain(parts[-1])), _with_mark(piece_list)):
                parts.append(piece_list)
            else:
                parts[-1] = join_pieces([parts[-1], piece_list])
            gap = False
    if not parts:
        return []
    first = Block(parts[0], block.label, block.note, block.notes, contents=block.contents)
    return [first, *(Block(part) for part in parts[1:])]


def _with_mark(pieces: list[Piece]) -> str:
    """Return the words of a line; a raised number that opens it reads as the mark of a note."""
    words = squeeze(plain(pieces))
    first = next(piece for piece in pieces if piece.words.strip())
    return f"¹ {words}" if first.height is not Height.LINE else words


def _fields(line: list[Piece]) -> list[list[Piece]]:
    """Cut a line at its tabulators where what stands between two of them is a field of a masthead."""
    if not any("\t" in piece.words for piece in line):
        return [line]
    parts = [part for part in split_pieces(line, "\t") if squeeze(plain(part))]
    if len(parts) > 1 and any(is_field(squeeze(plain(part))) for part in parts):
        return parts
    return [line]


def separates(before: str, after: str) -> bool:
    """Tell whether a line break between two lines separates two blocks.

    Args:
        before: The words before the break.
        after: The words of the line behind it.

    Returns:
        Whether they belong to two blocks; false where a title or a sentence runs on.
    """
    if is_field(before) or is_field(after) or _PERSON.match(after) or _NOTE.match(after):
        return True
    if _NUMBER_LABEL.match(after):
        return True
    closed = bool(_CLOSED.search(before))
    if _LETTER_LABEL.match(after):
        return closed or after[after.index(")") + 1 :].strip()[:1].isupper()
    if closed and not after[:1].islower():
        return True
    return _in_capitals(before) != _in_capitals(after)


def _in_capitals(line: str) -> bool:
    """Tell a line in capitals, as the names of countries in a list of participants are; not an abbreviation."""
    return line.isupper() and sum(character.isalpha() for character in line) >= 4


def contents_tables(blocks: list[Block]) -> list[Block]:
    """Join the lines of a table of contents into one block whose cells are words and page numbers.

    Args:
        blocks: Blocks in order; lines of a table of contents are told by ``contents`` or by their form, words, tabulator
            and page number, twice or more in a row.

    Returns:
        The blocks, with one table for each run of such lines; a line that heads its columns (``Page``) is its first row.
    """
    joined: list[Block] = []
    index = 0
    while index < len(blocks):
        end = index
        while end < len(blocks) and _is_contents_line(blocks[end]):
            end += 1
        run = blocks[index:end]
        if len(run) >= 2 or (run and run[0].contents):
            rows = [_contents_row(block) for block in run]
            if joined and _is_column_heading(joined[-1]):
                rows.insert(0, [[], *_cells(joined.pop())])
            joined.append(Block(rows=rows, notes=[note for block in run for note in block.notes]))
            index = end
        else:
            joined.append(blocks[index])
            index += 1
    return joined


def _is_contents_line(block: Block) -> bool:
    if block.rows is not None or block.verbatim is not None or block.note is not None:
        return False
    if block.contents:
        return bool(block.words)
    text = plain(_without_leaders(block.pieces)).strip()
    return "\n" not in text and len(text) < 400 and bool(_CONTENTS_LINE.fullmatch(text))


def _without_leaders(pieces: list[Piece]) -> list[Piece]:
    """Turn dots that lead to a page number into a tabulator."""
    text = plain(pieces)
    leaders = _LEADERS.search(text) if len(text) < 400 else None
    if not leaders:
        return pieces
    shown: list[Piece] = []
    offset = 0
    for piece in pieces:
        start, end = leaders.start() - offset, leaders.end() - offset
        offset += len(piece.words)
        before, after = piece.words[: max(0, start)], piece.words[max(0, end) :]
        tabulator = "\t" if 0 <= start < len(piece.words) else ""
        shown.append(Piece(before + tabulator + after, piece.italic, piece.height))
    return shown


def _cells(block: Block) -> list[list[Piece]]:
    cells = split_pieces(_without_leaders(block.pieces), "\t")
    return [cell for cell in cells if squeeze(plain(cell))]


def _contents_row(block: Block) -> list[list[Piece]]:
    """Return the cells of a line of contents: label and words in the first, numbers of paragraphs and pages behind."""
    cells = _cells(block)
    words = [[Piece(block.label)]] if block.label else []
    while cells and (not words or not _PAGE.fullmatch(squeeze(plain(cells[0]))) or _is_bare_label(words)):
        words.append(cells.pop(0))
    return [join_pieces(words), *cells]


def _is_bare_label(cells: list[list[Piece]]) -> bool:
    return len(cells) == 1 and bool(_LABEL.fullmatch(squeeze(plain(cells[0]))))


def _is_column_heading(block: Block) -> bool:
    if block.rows is not None or block.verbatim is not None:
        return False
    cells = [squeeze(plain(cell)) for cell in _cells(block)]
    return bool(cells) and all(_COLUMN.fullmatch(cell) for cell in cells)
