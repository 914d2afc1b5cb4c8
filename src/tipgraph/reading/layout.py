"""The reading order of a page: columns, tables and lists of contents told apart by the white between pieces."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from tipgraph.reading.contents import contents
from tipgraph.reading.corridors import Region, regions
from tipgraph.reading.glyphs import Rule
from tipgraph.reading.grids import grids
from tipgraph.reading.items import Line, Row, Table, justified, one_piece, rows_of
from tipgraph.reading.lines import Piece


def arrange(pieces: list[Piece], rules: list[Rule], page: int, column: int = 0) -> list[Line | Table]:
    """Put a page's pieces in the order in which they are read.

    Args:
        pieces: The page's pieces, without running heads, feet and footnotes.
        rules: Its ruling lines.
        page: Its number from 0.
        column: The number of the column on the page, if the pieces are those of one column.

    Returns:
        Lines and tables; the edges of lines outside columns are zero and set when all pages are known.
    """
    parts = _columns_of_page(pieces)
    if parts:
        return _in_columns(parts, rules, page, column)
    items: list[tuple[float, list[Line | Table]]] = []
    rest = pieces
    for grid in grids(rules):
        inside = [piece for piece in rest if grid.holds(piece)]
        if len({grid.column(piece) for piece in inside}) > 1:
            rest = [piece for piece in rest if not grid.holds(piece)]
            items.append((max(piece.y for piece in inside), [Table(grid.rows(inside), page, grid.columns[:-1])]))
    rows = justified(rows_of(rest))
    lists, listed = contents(rows, page)
    items.extend((y, [table]) for y, table in lists)
    free = [row for index, row in enumerate(rows) if index not in listed]
    following = 10 * column + 1
    done: set[int] = set()
    for region in regions(free):
        chosen, found = _region_items(free, region, page, following)
        if not found:
            continue
        following += len(region.cuts) + 1
        done |= chosen
        items.append((max(piece.y for index in chosen for piece in free[index]), found))
    for index, row in enumerate(free):
        if index not in done:
            items.append((row[0].y, [Line(one_piece(row), 0, 0, (page, column))]))
    items.sort(key=lambda item: -item[0])
    return [item for _, found in items for item in found]


@dataclass(slots=True)
class _Two:
    """Two columns drawn one after the other: their rows *first* to *last*, the white between them, each column's pieces.

    ``end`` is where the drawing of the left one ends, ``start`` where that of the right one begins, ``pairs`` how many rows have
    text in both.
    """

    first: int
    last: int
    x0: float
    x1: float
    sides: tuple[Row, Row]
    end: int
    start: int
    pairs: int = 1

    def grow(self, rows: list[Row]) -> None:
        """Go on down the page, then up as far as the right column reaches."""
        while self.last + 1 < len(rows) and self._take(rows[self.last + 1], False):
            self.last += 1
        while self.first and self._take(rows[self.first - 1], True):
            self.first -= 1

    def _take(self, row: Row, up: bool) -> bool:
        """Add a row if white parts what is drawn with the left column from what is drawn after all of that.

        What is drawn between the pieces of both goes on with the left one down the page, and opens the right one up the page.
        """
        left: Row = []
        right: Row = []
        for piece in row:
            early = piece.order <= self.end or (not up and piece.order < self.start)
            (left if early else right).append(piece)
        x0 = max([self.x0, *(piece.x1 for piece in left)])
        x1 = min([self.x1, *(piece.x0 for piece in right)])
        if x1 - x0 < 0.8 * max(piece.size for piece in row) or (up and not right):
            return False
        self.x0, self.x1 = x0, x1
        self.end = max([self.end, *(piece.order for piece in left)])
        self.start = min([self.start, *(piece.order for piece in right)])
        self.sides[0].extend(left)
        self.sides[1].extend(right)
        self.pairs += bool(left and right)
        return True

    def alike(self) -> bool:
        """Whether the parts are columns: of like width, or a full one with the few lines that had no room there."""
        widths = [max(piece.x1 for piece in side) - min(piece.x0 for piece in side) for side in self.sides]
        if self.pairs >= 4:
            return min(widths) > 0.3 * max(widths)
        lines = rows_of(self.sides[0])
        filled = sum(line[-1].x1 - line[0].x0 for line in lines) / (len(lines) * widths[0])
        return len(lines) >= 4 and filled > 0.6 and widths[1] < 1.15 * widths[0]


def _columns_of_page(pieces: list[Piece]) -> list[list[Piece]]:
    """The parts of a page that is set in two columns drawn one after the other: over them, left, right, under them."""
    rows = rows_of(pieces)
    found: list[_Two] = []
    tried: list[list[_Two]] = [[] for _ in rows]
    for index, row in enumerate(rows):
        ends = list(accumulate((piece.order for piece in row), max))
        starts = list(accumulate((piece.order for piece in reversed(row)), min))[::-1]
        for at in range(1, len(row)):
            x0, x1 = row[at - 1].x1, row[at].x0
            if ends[at - 1] > starts[at] or any(two.x1 > x0 and x1 > two.x0 for two in tried[index]):
                continue
            two = _Two(index, index, x0, x1, (row[:at], row[at:]), ends[at - 1], starts[at])
            two.grow(rows)
            for each in range(index + 1, two.last + 1):
                tried[each].append(two)
            if two.alike():
                found.append(two)
    if not found:
        return []
    two = max(found, key=lambda two: two.pairs)
    over = [piece for row in rows[: two.first] for piece in row]
    under = [piece for row in rows[two.last + 1 :] for piece in row]
    return [over, *two.sides, under]


def _in_columns(parts: list[list[Piece]], rules: list[Rule], page: int, column: int) -> list[Line | Table]:
    """The parts of a page one after the other, each arranged for itself."""
    items: list[Line | Table] = []
    width = max(max(piece.x1 for piece in part) - min(piece.x0 for piece in part) for part in parts[1:3])
    for number, part in enumerate(parts):
        inner = number in (1, 2)
        found = arrange(part, rules, page, 10 * column + number if inner else column)
        for item in found:
            if inner and isinstance(item, Line) and item.right == 0:
                item.left = min(piece.x0 for piece in part)
                item.right = item.left + width
        items.extend(found)
    return items


def _region_items(rows: list[Row], region: Region, page: int, column: int) -> tuple[set[int], list[Line | Table]]:
    """What a region is (columns or table) in reading order, and which rows it takes; nothing if it is plain text."""
    chosen = set(range(region.first, region.last + 1))
    cells = [[_column(piece, region.cuts) for piece in rows[index]] for index in sorted(chosen)]
    inside = [piece for index in sorted(chosen) for piece in rows[index]]
    if len(chosen) == 1 and len(set(cells[0])) < 2:
        return set(), []
    flowing = _flows(inside, region.cuts)
    chosen = _extended(rows, region, chosen, flowing)
    inside = [piece for index in sorted(chosen) for piece in rows[index]]
    if flowing:
        return chosen, list(_columns(inside, region.cuts, page, column))
    return chosen, [_table([rows[index] for index in sorted(chosen)], region.cuts, page)]


def _column(piece: Piece, cuts: list[float]) -> int:
    return sum(cut <= piece.x0 + 1 for cut in cuts)


def _flows(pieces: list[Piece], cuts: list[float]) -> bool:
    """Whether text flows down one column and then the next: by the order of drawing, else by columns alike and full."""
    order = [_column(piece, cuts) for piece in sorted(pieces, key=lambda piece: piece.order)]
    changes = sum(a != b for a, b in pairwise(order))
    least = min(order.count(column) for column in range(len(cuts) + 1))
    if changes <= len(cuts) and least >= 2:
        return True
    if least < 8 or len(cuts) > 2:
        return False
    parts = [[piece for piece in pieces if _column(piece, cuts) == column] for column in range(len(cuts) + 1)]
    widths = [max(p.x1 for p in part) - min(p.x0 for p in part) for part in parts]
    fill = [sum(p.x1 - p.x0 for p in part) / (len(part) * width) for part, width in zip(parts, widths, strict=True)]
    return max(widths) < 1.15 * min(widths) and min(fill) > 0.8


def _extended(rows: list[Row], region: Region, chosen: set[int], flowing: bool) -> set[int]:
    """The region's rows with those directly over and under it that lie in one column and stand close."""
    result = set(chosen)
    for step, start in ((1, region.last), (-1, region.first)):
        index = start
        while 0 <= index + step < len(rows) and len(rows[index + step]) == 1:
            piece = rows[index + step][0]
            column = _column(piece, region.cuts)
            own = [other for at in result for other in rows[at] if _column(other, region.cuts) == column]
            near = min(own, key=lambda other: abs(other.y - piece.y))
            distance = (near.y - piece.y) * step / max(piece.size, near.size)
            wraps = distance < 1.6 and piece.text[:1].islower() and step == 1
            most = 1.75 if flowing or wraps else 1.6 if column else 0
            if any(piece.x0 < cut < piece.x1 for cut in region.cuts) or distance > most or piece.bold > near.bold:
                break
            index += step
            result.add(index)
    return result


def _columns(pieces: list[Piece], cuts: list[float], page: int, column: int) -> Iterator[Line]:
    """Columns of flowing text, one after the other."""
    parts = [[piece for piece in pieces if _column(piece, cuts) == number] for number in range(len(cuts) + 1)]
    width = max(max(p.x1 for p in part) - min(p.x0 for p in part) for part in parts if part)
    for number, part in enumerate(parts):
        if not part:
            continue
        left = min(piece.x0 for piece in part)
        for row in rows_of(part):
            yield Line(one_piece(row), left, left + width, (page, column + number))


def _table(rows: list[Row], cuts: list[float], page: int) -> Table:
    """A table without ruling lines: a line that opens no cell of the first column and stands close continues its row."""
    steps = sorted(a[0].y - b[0].y for a, b in pairwise(rows))
    tight = steps[0] * 1.12 + 0.5 if steps else 0.0
    mixed = bool(steps) and steps[-1] > tight
    table = Table([], page, [])
    last: Row | None = None
    everything = [piece for row in rows for piece in row]
    ends = [max((p.x1 for p in everything if _column(p, cuts) == index), default=0.0) for index in range(len(cuts) + 1)]
    for row in rows:
        cells: list[list[Piece]] = [[] for _ in range(len(cuts) + 1)]
        for piece in row:
            cells[_column(piece, cuts)].append(piece)
        close = last is not None and last[0].y - row[0].y <= tight
        if close and table.rows and _continues(table.rows[-1], cells, mixed, ends):
            for index, cell in enumerate(cells):
                table.rows[-1][index].extend(cell)
        else:
            table.rows.append(cells)
        last = row
    table.edges = [min((p.x0 for row in table.rows for p in row[index]), default=0.0) for index in range(len(cuts) + 1)]
    return table


def _continues(upper: list[list[Piece]], cells: list[list[Piece]], mixed: bool, ends: list[float]) -> bool:
    """Whether a close line wraps the cells of the row above: it fills only cells that are filled there.

    Where rows stand no further apart than lines (*mixed* is false), each cell must go on in small letters or with a word that
    had no room on the line above; *ends* are the right edges of the columns.
    """
    filled = [index for index, cell in enumerate(cells) if cell]
    if not all(upper[index] for index in filled):
        return False
    if mixed:
        return True
    return all(
        cells[index][0].text[:1].islower()
        or upper[index][-1].x1 + 0.27 * upper[index][-1].size + cells[index][0].first_word > ends[index] + 1
        for index in filled
    )
