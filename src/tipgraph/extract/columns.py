"""Tables printed in columns of wrapped text."""

import re

from tipgraph.extract.labels import read_opening
from tipgraph.extract.lines import Layout, Line

_GAP = re.compile(r"(?<=\S) {3,}(?=\S)|\t+")
_LABEL_GAP = re.compile(r"(?:\S{1,6}) {2,}")


def cells_of(line: str) -> list[tuple[int, int]]:
    """Return the cells of a line as (start, end) within it: what tabulators or three and more spaces part."""
    cells, start = [], 0
    for match in _GAP.finditer(line):
        cells.append((start, match.start()))
        start = match.end()
    cells.append((start, len(line)))
    return [(begin, end) for begin, end in cells if line[begin:end].strip()]


def has_cells(line: str) -> bool:
    """Tell whether tabulators part a line into cells; one that only follows a label or a mark does not."""
    return "\t" in line[read_opening(line).length :]


def is_table_run(layout: Layout, number: int) -> bool:
    """Tell whether a line opens a table in columns: it and a later line of its run have a gap before the same column.

    Args:
        layout: The lines.
        number: The line, counted from 0.
    """
    lines = layout.lines
    first = _columns(lines[number])
    if not first or layout.width is None or number < _MASTHEAD_LINES:
        return False
    run = []
    for line in lines[number + 1 : number + 6]:
        if line.run != lines[number].run:
            break
        run.append(line)
    shared = [line for line in run if any(abs(a - b) <= 1 for a in _columns(line) | {line.indent} for b in first)]
    return len(shared) >= 2 or bool(run and len(shared) == len(run))


_MASTHEAD_LINES = 14


def _columns(line: Line) -> set[int]:
    """Return the columns at which cells after the first begin; a label and its words are one cell."""
    cells = cells_of(line.text)
    if len(cells) < 2 or (len(cells) == 2 and _LABEL_GAP.match(line.text) and len(line.text[: cells[0][1]]) <= 5):
        return set()
    return {line.indent + start for start, _ in cells[1:]}
