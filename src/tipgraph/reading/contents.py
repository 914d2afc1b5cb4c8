"""Lists of contents: lines with a leader of dots before the number of a page."""

import re

from tipgraph.reading.items import Row, Table, one_piece
from tipgraph.reading.lines import Piece, glued
from tipgraph.reading.typography import Span

_LEADER = re.compile(r"(?:\s?[.\u2026_]){4,}\s*")
_CONTENTS = re.compile(rf"^(?P<words>.*?\w.*?){_LEADER.pattern}(?P<page>[0-9]{{1,4}}|[ivxl]{{1,6}}|[IVXL]{{1,6}})?$")


def _contents_row(row: Row) -> list[Piece]:
    """The cells of a line of a list of contents: words, and what stands behind the leader of dots."""
    text = one_piece(row).text
    leader = _LEADER.search(text)
    if not leader or not _CONTENTS.match(text) or not any(character.isalpha() for character in text[: leader.start()]):
        return []
    cells: list[Piece] = []
    seen = False
    for piece in row:
        before, dots, behind = piece.text, "", ""
        match = _LEADER.search(piece.text)
        if match:
            before, dots, behind = piece.text[: match.start()].rstrip(), match[0], piece.text[match.end() :].strip()
        if before and cells and not seen:
            cells[0] = glued(cells[0], _with_text(piece, before), cells[0].text_x)
        elif before:
            cells.append(_with_text(piece, before))
        seen = seen or bool(dots)
        if behind:
            cells.append(_with_text(piece, behind))
    return cells


def _with_text(piece: Piece, text: str) -> Piece:
    """A piece of the same place with a part of its text."""
    spans, at = [], piece.text.find(text)
    end, here = at + len(text), 0
    for span in piece.spans:
        start, stop = max(at, here), min(end, here + len(span.text))
        if start < stop:
            spans.append(Span(span.text[start - here : stop - here], span.bold, span.italic, span.raised))
        here += len(span.text)
    return Piece(
        spans, piece.x0, piece.x1, piece.y, piece.size, piece.order, piece.text_x, piece.first_word, piece.page
    )


def contents(rows: list[Row], page: int) -> tuple[list[tuple[float, Table]], set[int]]:
    """Find the lists of contents among a page's rows.

    Args:
        rows: The rows, from top to bottom.
        page: The page's number from 0.

    Returns:
        Each list with the level of its first row, and the numbers of the rows that they take: those with leaders, the upper
        lines of wrapped entries, and a heading over the numbers.
    """
    listed = {index: cells for index, row in enumerate(rows) if (cells := _contents_row(row))}
    done: set[int] = set()
    lists: list[tuple[float, Table]] = []
    for run in _runs(rows, listed):
        table = Table([], page, [], contents=True)
        edge = min(listed[index][-1].x0 for index in run)
        head = run[0] - 1
        if (
            head >= 0
            and len(rows[head]) <= 2
            and rows[head][0].x0 > 0.75 * edge
            and len(one_piece(rows[head]).text) < 30
        ):
            table.rows.append([[], *[[piece] for piece in rows[head]]])
            done.add(head)
        waiting: list[Piece] = []
        for index in range(run[0], run[-1] + 1):
            done.add(index)
            if index not in listed:
                waiting.append(one_piece(rows[index]))
                continue
            cells = listed[index]
            table.rows.append([[*waiting, cells[0]], *[[cell] for cell in cells[1:]]])
            waiting = []
        lists.append((rows[run[0]][0].y, table))
    return lists, done


def _runs(rows: list[Row], listed: dict[int, list[Piece]]) -> list[list[int]]:
    """The numbers of the listed rows, those of one list together."""
    runs: list[list[int]] = []
    for index in sorted(listed):
        near = (
            runs
            and all(_belongs(rows, between, listed) for between in range(runs[-1][-1] + 1, index))
            and index - runs[-1][-1] < 5
        )
        if near:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _belongs(rows: list[Row], index: int, listed: dict[int, list[Piece]]) -> bool:
    """Whether a row between two listed ones is the upper line of a wrapped entry."""
    return index in listed or (len(rows[index]) == 1 and not rows[index][0].bold)
