"""Tables: those that hold figures and those that only arrange a page, such as the masthead of a document."""

import re

from tipgraph.reading.normal_lines import is_field
from tipgraph.reading.normal_pieces import Block, Piece, join_pieces

Cell = list[Block]
_MASTHEAD = re.compile(r"(?:Distr\.:|Original:|United Nations\b)")
_BARE_LABEL = re.compile(r"(?:\d{1,3}\.|\([a-z\d]{1,5}\)|[A-Z]{1,5}\.|[-–—•▪◦·])")
_LONG_CELL = 1500  # characters; a cell of a table of figures or of a timetable is shorter


def table_blocks(rows: list[list[Cell]]) -> list[Block]:
    """Turn a table into blocks.

    Args:
        rows: The cells of each row, each as its blocks; a cell that spans several columns is followed by empty ones.

    Returns:
        One block with rows for a table proper; for one that only arranges a page, the blocks of its cells in the order
        in which they are read, a label in a cell of its own before the words beside it. Notes stand behind the table.
    """
    rows = [row for row in rows if any(_has_words(cell) for cell in row)]
    if not rows:
        return []
    if all(_is_list_row(row) for row in rows):
        return [block for row in rows for block in _list_item(row)]
    if _only_arranges(rows):
        return [block for row in rows for cell in row for block in cell]
    notes = [note for row in rows for cell in row for block in cell for note in block.notes]
    return [Block(rows=[[_cell_pieces(cell) for cell in row] for row in rows], notes=notes)]


def _has_words(cell: Cell) -> bool:
    return any(block.rows is not None or block.verbatim is not None or block.words for block in cell)


def _only_arranges(rows: list[list[Cell]]) -> bool:
    """Tell a table that arranges a page: one column, tables or long texts in cells, or the fields of a masthead."""
    if all(sum(_has_words(cell) for cell in row) <= 1 for row in rows):
        return True
    cells = [cell for row in rows for cell in row]
    if any(block.rows is not None or block.verbatim is not None for cell in cells for block in cell):
        return True
    if any(len(cell) >= 3 and sum(len(block.words) for block in cell) > _LONG_CELL for cell in cells):
        return True
    if len(rows) > 8:
        return False
    lines = [block.words for cell in cells for block in cell]
    if any(_MASTHEAD.match(line) for line in lines):
        return True
    return len(rows) <= 2 and any(is_field(line) and "/" in line for line in lines)


def _is_list_row(row: list[Cell]) -> bool:
    """Tell a row that is an item of a list: a label alone in one cell, words in the next."""
    full = [cell for cell in row if _has_words(cell)]
    return (
        len(full) == 2
        and len(full[0]) == 1
        and bool(_BARE_LABEL.fullmatch(full[0][0].words))
        and full[1][0].rows is None
    )


def _list_item(row: list[Cell]) -> list[Block]:
    label, words = (cell for cell in row if _has_words(cell))
    first, *others = words
    return [Block([*label[0].pieces, Piece(" "), *first.pieces], notes=first.notes), *others]


def _cell_pieces(cell: Cell) -> list[Piece]:
    return join_pieces([[Piece(f"{block.label} ".lstrip()), *block.pieces] for block in cell if block.words])
