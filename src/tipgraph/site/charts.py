"""A table of names and numbers as bars: what a page draws, with no more arithmetic to do."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from tipgraph.namespaces import XSD

MOST_BARS: Final = 60
"""Bars that a picture can hold and still be read."""
WIDTH: Final = 640
_NAMES: Final = 240
"""Of it, what the names take."""
_NUMBERS: Final = 56
"""Of it, what the numbers take, behind the longest bar."""
ROW: Final = 28
_LONGEST: Final = 30
"""Characters of a name that find room."""
_NUMERIC: Final = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


class Cell(Protocol):
    """What stands in a table."""

    @property
    def text(self) -> str:
        """What it is called, or the words of a value."""

    @property
    def iri(self) -> str:
        """Set for a thing."""

    @property
    def datatype(self) -> str:
        """Set for a value that is no string."""


@dataclass(frozen=True)
class Bar:
    """A row."""

    name: str
    """The whole of it."""
    short: str
    """As much as finds room."""
    number: str
    """As the table has it."""
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Chart:
    """Bars from left to right, one below the other."""

    names: str
    numbers: str
    """The columns that are drawn."""
    bars: tuple[Bar, ...]
    more: int
    """Rows that have no bar: there are too many, or they have no number."""
    axis: float
    """Where zero is."""
    width: int
    height: int


def chart(columns: Sequence[str], rows: Sequence[Sequence[Cell | None]]) -> Chart | None:
    """Draw the first column that holds numbers only, named by the first one that does not.

    Args:
        columns: Their names.
        rows: The cells of each row, ``None`` where there is no value.

    Returns:
        The chart, its bars in the order of the rows; ``None`` if no column holds numbers, or none holds anything else.
    """
    numeric = [at for at in range(len(columns)) if _is_numeric([row[at] for row in rows])]
    others = [at for at in range(len(columns)) if at not in numeric and any(row[at] for row in rows)]
    if not numeric or not others:
        return None
    at, named = numeric[-1], others[0]
    found = [(row[named], row[at]) for row in rows]
    drawn = [(name.text if name else "", cell.text) for name, cell in found if cell][:MOST_BARS]
    values = [float(number) for _, number in drawn]
    low, high = min(0.0, *values), max(0.0, *values)
    room = WIDTH - _NAMES - _NUMBERS
    scale = room / (high - low) if high > low else 0.0
    axis = _NAMES - low * scale
    bars = [
        Bar(
            name,
            _short(name),
            number,
            round(axis + min(0.0, value) * scale, 1),
            float(index * ROW),
            round(max(abs(value) * scale, 0.5), 1),
        )
        for index, ((name, number), value) in enumerate(zip(drawn, values, strict=True))
    ]
    more = len(rows) - len(bars)
    return Chart(columns[named], columns[at], tuple(bars), more, round(axis, 1), WIDTH, len(bars) * ROW)


def _is_numeric(cells: Sequence[Cell | None]) -> bool:
    """Say whether a column holds numbers, and nothing else."""
    found = [cell for cell in cells if cell is not None]
    return bool(found) and all(cell.datatype in _NUMERIC and _is_finite(cell.text) for cell in found)


def _is_finite(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and math.isfinite(float(text))


def _short(name: str) -> str:
    flat = " ".join(name.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"
