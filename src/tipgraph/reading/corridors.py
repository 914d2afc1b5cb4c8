"""Columns of a page, found by the corridors of white that go down between pieces of text."""

from dataclasses import dataclass, field
from itertools import pairwise

from tipgraph.reading.items import Row


@dataclass(slots=True)
class Corridor:
    """White between two columns, over rows *first* to *last*; *pairs* rows have text on both sides of it."""

    x0: float
    x1: float
    first: int
    last: int
    pairs: int = 1
    now: tuple[float, float] = (0, 0)


@dataclass(slots=True)
class Region:
    """Rows that stand in columns, with the corridors between them."""

    first: int
    last: int
    cuts: list[float] = field(default_factory=list)


def regions(rows: list[Row]) -> list[Region]:
    """Return the runs of rows that stand in columns, from the corridors of white that go down through them."""
    found: list[Region] = []
    wide = [corridor for corridor in corridors(rows) if wide_enough(corridor, rows)]
    for corridor in sorted(wide, key=lambda corridor: corridor.first):
        cut = (corridor.x0 + corridor.x1) / 2
        last = found[-1] if found else None
        if last and corridor.first <= last.last:
            last.last = max(last.last, corridor.last)
            if all(abs(cut - other) > 8 for other in last.cuts):
                last.cuts = sorted([*last.cuts, cut])
        else:
            found.append(Region(corridor.first, corridor.last, [cut]))
    return found


def wide_enough(corridor: Corridor, rows: list[Row]) -> bool:
    """Return whether a corridor is wide enough, for the rows it goes through, not to be the white between words."""
    size = max(piece.size for piece in rows[corridor.first])
    width = (corridor.x1 - corridor.x0) / size
    return width >= (6.0 if corridor.pairs == 1 else 1.5 if corridor.pairs == 2 else 0.9)


def corridors(rows: list[Row]) -> list[Corridor]:
    """Return all corridors of white with text on both sides."""
    found: list[Corridor] = []
    open_: list[Corridor] = []
    for index, row in enumerate(rows):
        gaps = [(a.x1, b.x0) for a, b in pairwise(row)]
        size = max(piece.size for piece in row)
        used: set[tuple[float, float]] = set()
        still: list[Corridor] = []
        for corridor in open_:
            far = index and rows[corridor.last][0].y - row[0].y > 12 * size
            if not far and _goes_on(corridor, row, gaps, index, used, 0.8 * size):
                still.append(corridor)
        open_ = still
        for gap in gaps:
            if gap not in used:
                new = Corridor(*gap, index, index, now=gap)
                open_.append(new)
                found.append(new)
    return found


def _goes_on(
    corridor: Corridor,
    row: Row,
    gaps: list[tuple[float, float]],
    index: int,
    used: set[tuple[float, float]],
    least: float,
) -> bool:
    """Narrow a corridor by one more row; false where the row's text leaves no way through."""
    left, right = corridor.now
    for gap in gaps:
        x0, x1 = max(left, gap[0]), min(right, gap[1])
        if x1 - x0 >= least:
            corridor.x0, corridor.x1, corridor.last = x0, x1, index
            corridor.now = (x0, x1)
            corridor.pairs += 1
            used.add(gap)
            return True
    for piece in row:
        if piece.x0 < right and piece.x1 > left:
            left, right = max(((left, piece.x0), (piece.x1, right)), key=lambda part: part[1] - part[0])
    corridor.now = (left, right)
    return right - left >= least
