"""How each picture is drawn from the rows of its table."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Final

from tipgraph.site.pictures.shapes import (
    CHARACTER,
    WIDTH,
    Bar,
    Cell,
    Dot,
    Drawing,
    Label,
    Line,
    Term,
    shortened,
)

Row = Mapping[str, Term | None]
"""A row of the table: what stands in each column."""

_LINE: Final = 20.0
"""Units from a line of words to the next."""
_SIDE: Final = 250.0
"""Units that labels at a side have."""
_MONTHS: Final = 12


def _text(row: Row, column: str) -> str:
    found = row.get(column)
    return found.text if found else ""


def timeline(rows: Sequence[Row]) -> Drawing:
    """Draw marks over an axis of years, in a lane for each kind: columns ``date``, ``lane``, ``what``, ``foreseen``."""
    dates = [_years(_text(row, "date")) for row in rows]
    if not dates:
        return Drawing(_LINE)
    first, last = int(min(dates)), int(max(dates)) + 1
    scale = (WIDTH - 120 - 20) / (last - first)
    labels: list[Label] = []
    dots: list[Dot] = []
    y = _LINE
    for lane in dict.fromkeys(
        sorted((_text(row, "lane") for row in rows), key=["sessions", "documents", "events"].index)
    ):
        labels.append(Label(0, y + 4, lane))
        ends: list[float] = []  # how far the words on each line of the lane reach
        within = [row for row in rows if _text(row, "lane") == lane]
        for date, group in groupby(within, key=lambda row: _text(row, "date")):
            same = list(group)
            x = 120 + (_years(date) - first) * scale
            words, iri = _words(same, lane)
            words = shortened(words, WIDTH - x - 30)
            reach = x + 12 + CHARACTER * len(words)
            line = next((at for at, end in enumerate(ends) if end < x - 8), len(ends))
            ends[line : line + 1] = [reach]
            title = f"{date}: " + "; ".join(_text(row, "what") for row in same)
            hollow = all(_text(row, "foreseen") == "true" for row in same)
            dots.append(Dot(x, y + line * _LINE, min(4 + len(same) / 4, 9), title, hollow))
            labels.append(Label(x + 12, y + line * _LINE + 4, words, iri))
        y += len(ends) * _LINE + _LINE / 2
    years = range(first, last + 1)
    lines = tuple(Line(120 + (year - first) * scale, 8, 120 + (year - first) * scale, y) for year in years)
    labels += [Label(120 + (year - first) * scale + 3, y + 14, str(year), is_quiet=True) for year in years[:-1]]
    return Drawing(y + _LINE, tuple(labels), tuple(dots), lines)


def _words(same: Sequence[Row], lane: str) -> tuple[str, str]:
    """Return what is written beside a mark, and where it leads."""
    what = same[0].get("what")
    if len(same) == 1 and what:
        return shortened(what.text, 300), what.iri
    return f"{len(same)} {lane}", ""


def _years(date: str) -> float:
    """Return a date, a month or a year as years."""
    year, month, day, *_ = [*map(int, date[:10].split("-")), 1, 1]
    return year + (month - 1) / _MONTHS + (day - 1) / 372


def matrix(rows: Sequence[Row]) -> Drawing:
    """Draw a field with a number for each pair: columns ``topic``, ``addressee``, ``recommendations``."""
    numbers = {(row["topic"], row["addressee"]): int(_text(row, "recommendations")) for row in rows}
    topics, addressees = Counter[Term](), Counter[Term]()
    for (topic, addressee), number in numbers.items():
        if topic and addressee:
            topics[topic] += number
            addressees[addressee] += number
    if not topics:
        return Drawing(_LINE)
    width = (WIDTH - _SIDE - 20) / len(addressees)
    most = max(numbers.values())
    columns = [addressee for addressee, _ in addressees.most_common()]
    lines = sorted(topics, key=lambda topic: (-topics[topic], topic.text))
    labels = [Label(_SIDE + 20 + at * width, 14, shortened(one.text, width), one.iri) for at, one in enumerate(columns)]
    cells = []
    for line, topic in enumerate(lines):
        y = 28 + line * _LINE
        labels.append(Label(_SIDE, y + 14, shortened(topic.text, _SIDE), topic.iri, ends=True))
        for at, addressee in enumerate(columns):
            number = numbers.get((topic, addressee), 0)
            if number:
                title = f"{topic.text}, {addressee.text}: {number}"
                x = _SIDE + 20 + at * width
                cells.append(Cell(x, y, width - 2, _LINE - 2, number, number / most, title, topic.iri, addressee.iri))
    return Drawing(28 + len(lines) * _LINE, tuple(labels), cells=tuple(cells))


def fate(rows: Sequence[Row]) -> Drawing:
    """Draw what was done about each topic at each date: columns ``topic``, ``date``, ``what``, ``foreseen``."""
    done: defaultdict[Term, defaultdict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        topic = row.get("topic")
        if topic and _text(row, "date"):
            done[topic][_text(row, "date")].append(row)
    dates = sorted({date for by_date in done.values() for date in by_date})
    if not dates:
        return Drawing(_LINE)
    width = (WIDTH - _SIDE - 20) / len(dates)
    labels = [Label(_SIDE + 20 + at * width, 14, date, is_quiet=True) for at, date in enumerate(dates)]
    dots, lines, y = [], [], 34.0
    for topic in sorted(done, key=lambda one: (min(done[one]), one.text)):
        labels.append(Label(_SIDE, y + 4, shortened(topic.text, _SIDE), topic.iri, ends=True))
        for date, same in done[topic].items():
            x = _SIDE + 20 + dates.index(date) * width
            for at, row in enumerate(same):
                announced = _text(row, "foreseen") == "true"
                words = _text(row, "what") + (" (announced)" if announced else "")
                dots.append(Dot(x + 4, y + at * 14, 4, f"{topic.text}, {date}: {words}", announced))
                labels.append(Label(x + 12, y + at * 14 + 4, shortened(words, width - 12)))
        y += 14 * max(map(len, done[topic].values())) + 8
        lines.append(Line(0, y - 9, WIDTH, y - 9))
    return Drawing(y, tuple(labels), tuple(dots), tuple(lines))


def citations(rows: Sequence[Row]) -> Drawing:
    """Draw what cites a document on its left, what it cites on its right: columns ``citing``, ``cited``, ``places``."""
    citing = [row for row in rows if _text(row, "citing")]
    counts = Counter(term for row in rows for term in (row.get("citing"), row.get("cited")) if term)
    if not citing:
        return Drawing(_LINE)
    centre = counts.most_common(1)[0][0]
    left = [row for row in citing if row["citing"] != centre]
    right = [row for row in citing if row["citing"] == centre]
    most = max(int(_text(row, "places")) for row in rows)
    height = max(len(left), len(right), 1) * _LINE + _LINE
    middle = WIDTH / 2
    labels = [Label(middle - 100, height / 2 - 10, shortened(centre.text, 200), centre.iri)]
    dots, lines = [Dot(middle, height / 2, 7, centre.text)], []
    for side, column, x in ((left, "citing", 300.0), (right, "cited", WIDTH - 300.0)):
        for at, row in enumerate(side):
            term, number = row[column], int(_text(row, "places"))
            if term is None:
                continue
            y = (at + 0.75) * height / max(len(side), 1) if len(side) > 1 else height / 2
            outwards = -8 if column == "citing" else 8
            labels.append(
                Label(x + outwards, y + 4, shortened(f"({number}) {term.text}", 285), term.iri, column == "citing")
            )
            dots.append(Dot(x, y, 4, term.text))
            lines.append(Line(x, y, middle, height / 2, 1 + 5 * number / most, f"{term.text}: {number}"))
    return Drawing(height, tuple(labels), tuple(dots), tuple(lines))


def states(rows: Sequence[Row]) -> Drawing:
    """Draw how often each State spoke, as a bar, and attended, as dots: columns ``state``, ``sessions``, ``statements``."""
    most = max((int(_text(row, "statements")) for row in rows), default=0) or 1
    labels, bars, dots = (
        [Label(_SIDE + 20, 14, "statements", is_quiet=True), Label(WIDTH - 180, 14, "sessions", is_quiet=True)],
        [],
        [],
    )
    for at, row in enumerate(rows):
        state, y = row.get("state"), 24 + at * _LINE
        spoken, attended = int(_text(row, "statements")), int(_text(row, "sessions"))
        if state is None:
            continue
        labels.append(Label(_SIDE, y + 13, shortened(state.text, _SIDE), state.iri, ends=True))
        length = spoken / most * (WIDTH - _SIDE - 260)
        if spoken:
            bars.append(Bar(_SIDE + 20, y + 3, length, _LINE - 8, f"{state.text}: {spoken} statements"))
            labels.append(Label(_SIDE + 26 + length, y + 13, str(spoken)))
        dots += [
            Dot(WIDTH - 170 + 14 * n, y + 9, 4, f"{state.text}: {attended} sessions") for n in range(min(attended, 11))
        ]
        labels.append(Label(WIDTH - 20, y + 13, str(attended), ends=True))
    return Drawing(24 + len(rows) * _LINE, tuple(labels), tuple(dots), bars=tuple(bars))


DRAWINGS: Final[dict[str, Callable[[Sequence[Row]], Drawing]]] = {
    "timeline": timeline,
    "matrix": matrix,
    "fate": fate,
    "citations": citations,
    "states": states,
}
"""The pictures by the names of their queries."""
