"""What a picture is made of; how it looks is the template's."""

from dataclasses import dataclass
from typing import Final

WIDTH: Final = 960
"""Units of all pictures, from left to right."""
CHARACTER: Final = 6.6
"""Units that a character of a label takes, about."""


@dataclass(frozen=True)
class Term:
    """A cell of the table behind a picture."""

    text: str
    iri: str = ""
    """Set for a thing."""


@dataclass(frozen=True)
class Label:
    """Words; they end at ``x`` if they stand on its left."""

    x: float
    y: float
    words: str
    iri: str = ""
    ends: bool = False
    is_quiet: bool = False
    """Whether they only help to read the others."""


@dataclass(frozen=True)
class Dot:
    """A mark."""

    x: float
    y: float
    radius: float
    title: str
    is_hollow: bool = False


@dataclass(frozen=True)
class Line:
    """A line; how thick it is says how much."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float = 1
    title: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar; how long it is says how much."""

    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Cell:
    """A field with a number in it, which leads to the recommendations that it counts."""

    x: float
    y: float
    width: float
    height: float
    number: int
    strength: float
    """From 0 to 1, of the largest number."""
    title: str
    topic: str
    addressee: str


@dataclass(frozen=True)
class Drawing:
    """A picture."""

    height: float
    labels: tuple[Label, ...] = ()
    dots: tuple[Dot, ...] = ()
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()
    cells: tuple[Cell, ...] = ()


def shortened(words: str, width: float) -> str:
    """Return words so that they fit into some units, with an ellipsis where something is left out."""
    most = max(int(width / CHARACTER), 2)
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
