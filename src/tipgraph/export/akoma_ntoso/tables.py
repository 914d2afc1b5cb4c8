"""Tables as they are printed: which cells stand in which line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tipgraph.export.akoma_ntoso.printed import Line
from tipgraph.site.reader.parts import Part
from tipgraph.site.reader.words import Span

_LINE: Final = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Row:
    """A line of a table."""

    cells: tuple[Span | None, ...]
    """Where the words of each cell stand; nothing for an empty one."""
    part: Part | None
    """The first row of the record with words in it; nothing for a heading."""
    is_own: bool
    """Whether it is the line of this row; one that only gives what governs rows below, such as a day, is no row's own."""
    is_head: bool
    start: int = 0
    end: int = 0
    """The line, as far as it was found."""


def rows_of(text: str, parts: Sequence[Part], lines: Sequence[Line]) -> list[Row]:
    """Put the rows of a table together as they are printed.

    Args:
        text: The source text, or nothing where it is not at hand.
        parts: The rows that the record has, in their order.
        lines: What stands before and among them and belongs to no part.

    Returns:
        Where cells are parted by tabulators, a row for each line, with all its cells; the lines above the first row are
        headings. Elsewhere a row for each part with a cell for each piece, empty where the piece stands in a row above.
    """
    printed = list(_printed(text, parts, lines)) if text else []
    own = [row.part for row in printed if row.is_own]
    return printed if own == list(parts) and any(len(row.cells) > 1 for row in printed) else list(_by_pieces(parts))


def _printed(text: str, parts: Sequence[Part], lines: Sequence[Line]) -> Iterator[Row]:
    spans = [(span, part) for part in parts for span in part.spans]
    start = min([span.start for span, _ in spans] + [line.start for line in lines if "\t" in line.raw], default=0)
    end = text.find("\n", max((span.end for span, _ in spans), default=0))
    begun = False
    for match in _LINE.finditer(text, text.rfind("\n", 0, start) + 1, len(text) if end < 0 else end):
        here = [part for span, part in spans if match.start() <= span.start < span.end <= match.end()]
        loose = any(match.start() <= line.start < match.end() for line in lines)
        if not here and not loose:
            continue
        begun = begun or bool(here)
        own = [part for part in here if match.start() <= part.spans[-1].start < match.end()]
        part = next(iter(own or here), None)
        yield Row(tuple(_cells(match)), part, bool(own), not begun, *match.span())


def _cells(line: re.Match[str]) -> Iterator[Span | None]:
    at = line.start()
    for raw in line[0].split("\t"):
        yield Span(at, at + len(raw), raw) if raw.strip() else None
        at += len(raw) + 1


def _by_pieces(parts: Sequence[Part]) -> Iterator[Row]:
    met: set[Span] = set()
    for part in parts:
        yield Row(tuple(None if span in met else span for span in part.spans) or (None,), part, True, False)
        met.update(part.spans)
