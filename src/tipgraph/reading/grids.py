"""Tables with ruling lines: the grid of columns and rows that crossing lines make."""

from bisect import bisect_right
from dataclasses import dataclass

from tipgraph.reading.glyphs import Rule
from tipgraph.reading.lines import Piece

_TOUCH = 3.0  # points by which lines that meet may miss each other


@dataclass(frozen=True, slots=True)
class Grid:
    """The edges of a table's columns from left to right and of its rows from top to bottom."""

    columns: list[float]
    levels: list[float]

    def holds(self, piece: Piece) -> bool:
        """Whether the piece lies inside the grid."""
        middle = (piece.top + piece.bottom) / 2
        return self.columns[0] - _TOUCH <= piece.x0 <= self.columns[-1] and self.levels[-1] <= middle <= self.levels[0]

    def column(self, piece: Piece) -> int:
        """Return the number of the column in which the piece begins."""
        return max(0, min(bisect_right(self.columns, piece.x0 + 1) - 1, len(self.columns) - 2))

    def rows(self, pieces: list[Piece]) -> list[list[list[Piece]]]:
        """Return the cells of each row, each with its lines from top to bottom; rows without text are left out."""
        table: list[list[list[Piece]]] = [[[] for _ in self.columns[:-1]] for _ in self.levels[:-1]]
        for piece in sorted(pieces, key=lambda piece: (-round(piece.y), piece.x0)):
            middle = (piece.top + piece.bottom) / 2
            row = max(0, min(sum(level > middle for level in self.levels) - 1, len(table) - 1))
            table[row][self.column(piece)].append(piece)
        return [row for row in table if any(row)]


def grids(rules: list[Rule]) -> list[Grid]:
    """Find the grids that a page's ruling lines make.

    Args:
        rules: Horizontal and vertical lines.

    Returns:
        A grid for each group of touching lines with at least one inner vertical line and two rows.
    """
    found = []
    for group in _groups(rules):
        columns = _distinct([(rule.x0 + rule.x1) / 2 for rule in group if not rule.flat])
        levels = _distinct([(rule.y0 + rule.y1) / 2 for rule in group if rule.flat])[::-1]
        if len(columns) >= 3 and len(levels) >= 2:
            found.append(Grid(columns, levels))
        elif len(columns) in (1, 2) and len(levels) >= 3:  # open at the sides
            ends = _distinct([*columns, *[end for rule in group if rule.flat for end in (rule.x0, rule.x1)]])
            if len(ends) >= 3:
                found.append(Grid(ends, levels))
    return found


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """Lines that touch, directly or through others."""
    groups: list[tuple[list[float], list[Rule]]] = []
    for rule in rules:
        if max(rule.x1 - rule.x0, rule.y1 - rule.y0) < 6:
            continue
        box, members = [rule.x0, rule.y0, rule.x1, rule.y1], [rule]
        apart = []
        for other, theirs in groups:
            touches = (
                other[0] - _TOUCH <= box[2]
                and box[0] <= other[2] + _TOUCH
                and other[1] - _TOUCH <= box[3]
                and box[1] <= other[3] + _TOUCH
            )
            if touches:
                box = [min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])]
                members = theirs + members
            else:
                apart.append((other, theirs))
        groups = [*apart, (box, members)]
    return [members for _, members in groups]


def _distinct(values: list[float]) -> list[float]:
    """The values in rising order, those closer than a touch taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _TOUCH:
            found.append(value)
    return found
