"""A small graph as a picture: things as points in columns, from what leads to others to what is led to."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tipgraph.site.charts import Cell

MOST_NODES: Final = 60
"""Things that a picture can hold and still be read."""
COLUMN: Final = 400
ROW: Final = 34
_MARGIN: Final = 18
_LONGEST: Final = 26
"""Characters of a name that find room."""
_NAMED: Final = 120
"""How long a line runs straight below the name of its property."""
_CHARACTER: Final = 8
"""How wide a character is, about."""
_LINK: Final = 16
"""Characters of the name of a property that find room."""


@dataclass(frozen=True)
class Point:
    """A thing."""

    name: str
    short: str
    iri: str
    """Nothing for a thing without one."""
    x: int
    y: int
    property: str = ""
    """What leads here from the column before, named at the point: lines meet there and names would cover each other."""


@dataclass(frozen=True)
class Line:
    """A link from one thing to another."""

    name: str
    """In words: subject, property, object."""
    path: str
    """As the attribute ``d`` of an SVG path."""
    aside: bool
    """Whether it is not one of those by which the things are put in order."""


@dataclass(frozen=True)
class Network:
    """The picture of a graph."""

    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    values: int
    """Facts that are not drawn, for what they lead to is a value."""
    width: int
    height: int


def network(rows: Sequence[Sequence[Cell | None]]) -> Network | None:
    """Draw the links between things.

    Args:
        rows: Subject, predicate and object of each triple.

    Returns:
        The picture; ``None`` if no thing leads to another, or there are too many for a picture.
    """
    links = [(s, p, o) for s, p, o in rows if s and p and o and _key(o)]
    names = {_key(cell): cell.text for s, _, o in links for cell in (s, o)}
    if not links or len(names) > MOST_NODES:
        return None
    tree = _tree([(_key(s), p.text, _key(o)) for s, p, o in links])
    places = _places(tree)
    iris = {_key(cell): cell.iri for s, _, o in links for cell in (s, o)}
    points = {
        key: Point(names[key], _cut(names[key], _LONGEST), iris[key], x, y, _cut(tree[key][1], _LINK))
        for key, (x, y) in places.items()
    }
    lines = [
        Line(
            f"{s.text} – {p.text} – {o.text}",
            _path(points[_key(s)], points[_key(o)]),
            _key(s) != tree[_key(o)][0] and _key(o) != tree[_key(s)][0],
        )
        for s, p, o in links
    ]
    width = max(x for x, _ in places.values()) + COLUMN
    height = max(y for _, y in places.values()) + _MARGIN
    return Network(tuple(points.values()), tuple(lines), len(rows) - len(links), width, height)


def _key(cell: Cell) -> str:
    """Return what tells a thing from others; nothing for a value."""
    return cell.iri or (cell.text if cell.text.startswith("_:") else "")


def _tree(links: list[tuple[str, str, str]]) -> dict[str, tuple[str, str, int]]:
    """Put things in order: each below the one from which it is reached first.

    Returns:
        By thing: the one before it, or nothing, the property between them, and the column. Each comes after all that is
        below the things that come before it.
    """
    beside: dict[str, list[tuple[str, str]]] = {}
    for subject, predicate, thing in links:
        beside.setdefault(subject, []).append((predicate, thing))
        beside.setdefault(thing, []).append((f"‹ {predicate}", subject))
    degree = Counter(subject for subject, _, _ in links)
    found: dict[str, tuple[str, str, int]] = {}
    for start in sorted(beside, key=lambda key: -degree[key]):
        if start in found:
            continue
        found[start] = ("", "", 0)
        waiting = deque([start])
        while waiting:
            key = waiting.popleft()
            for predicate, other in beside[key]:
                if other not in found:
                    found[other] = (key, predicate, found[key][2] + 1)
                    waiting.append(other)
    return found


def _places(tree: dict[str, tuple[str, str, int]]) -> dict[str, tuple[int, int]]:
    """Give each thing a place: a line of its own for each that leads no further, in the middle of them for the others."""
    below: dict[str, list[str]] = {}
    for key, (before, _, _) in tree.items():
        below.setdefault(before, []).append(key)
    order: list[str] = []
    waiting = list(reversed(below[""]))
    while waiting:
        key = waiting.pop()
        order.append(key)
        waiting.extend(reversed(below.get(key, [])))
    lines: dict[str, float] = {}
    leaves = 0
    for key in order:
        if key not in below:
            lines[key] = leaves
            leaves += 1
    for key in reversed(order):
        if key in below:
            lines[key] = (lines[below[key][0]] + lines[below[key][-1]]) / 2
    return {key: (_MARGIN + tree[key][2] * COLUMN, _MARGIN + round(lines[key] * ROW)) for key in order}


def _path(start: Point, end: Point) -> str:
    """Draw a line from behind the name of one thing to another, or around the names of a column."""
    if start.x > end.x:
        start, end = end, start
    (a, b), (c, d) = (start.x, start.y), (end.x, end.y)
    if a == c:
        return f"M{a} {b}C{a - ROW} {b} {c - ROW} {d} {c} {d}"
    behind = a + 16 + len(start.short) * _CHARACTER
    before = max(c - _NAMED, behind)
    middle = (behind + before) // 2
    return f"M{behind} {b}C{middle} {b} {middle} {d} {before} {d}H{c}"


def _cut(text: str, longest: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"
