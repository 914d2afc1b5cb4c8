"""A report for people: what repeats is grouped, and on a terminal coloured."""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

import click

from tipgraph.namespaces import short
from tipgraph.validate.layers import LAYERS
from tipgraph.validate.report import Report, Result, Severity

_SHOWN: Final = 3
"""Results that say the same of different things, of which so many are shown whole."""
_ROWS: Final = "question-rows"
"""Results of one question say the same: its answer is another."""
_NAMED: Final = 5
"""Things that are named of the others."""
_COLOURS: Final = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def write(report: Report, *, verbose: bool = False, colour: bool = False, paths: Callable[[str], Path | None]) -> str:
    """Write a report for people.

    Args:
        report: What was found.
        verbose: Whether every result is shown, each with its line of the file and a mark under the place.
        colour: Whether severities are coloured.
        paths: Where a file lies that results name; nothing where it is not to be read.

    Returns:
        The results, the gravest first; then what was not checked, and the sum.
    """
    lines: list[str] = []
    for _, group in groupby(sorted(report.results, key=_rank), key=_kind):
        found = list(group)
        shown = found if verbose or len(found) <= _SHOWN + 1 else found[:_SHOWN]
        for result in shown:
            lines.append(_coloured(result) if colour else result.text)
            lines += _marked(result, paths) if verbose else ()
        lines += _others(found[len(shown) :])
    lines += [f"not checked: {reason}" for reason in report.skipped]
    return "\n".join([*lines, report.summary])


def _kind(result: Result) -> tuple[int, int, str, str]:
    """What results say: the gravest first, and what is wrong with the ontology before what the data make of it."""
    layers = ["syntax", *LAYERS]  # a file that cannot be read is the cause of much
    layer = layers.index(result.layer) if result.layer in layers else 0
    said = (result.file or "") if result.shape == _ROWS else result.message
    return list(Severity).index(result.severity), layer, result.shape, said


def _rank(result: Result) -> tuple[tuple[int, int, str, str], str, int]:
    return _kind(result), result.file or "", result.line or 0


def _others(results: list[Result]) -> Iterator[str]:
    if results and results[0].shape == _ROWS:
        yield f"    and {len(results):,} more rows of it (--verbose shows all)"
    elif results:
        named = ", ".join(short(result.focus) for result in results[:_NAMED])
        more = ", ..." if len(results) > _NAMED else ""
        yield f"    and {len(results):,} more say the same: {named}{more} (--verbose shows all)"


def _coloured(result: Result) -> str:
    name = f"{result.severity}: "
    return result.text.replace(name, click.style(name, fg=_COLOURS[result.severity], bold=True), 1)


def _marked(result: Result, paths: Callable[[str], Path | None]) -> Iterator[str]:
    """Give the line of the file, and a mark under the place."""
    path = paths(result.file) if result.file and result.line else None
    if path is None or not result.line:
        return
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return
    if result.line > len(lines):
        return
    line = lines[result.line - 1].rstrip("\r")
    yield f"    {result.line:>5} | {line}"
    if result.column:
        before = "".join("\t" if c == "\t" else " " for c in line[: result.column - 1])
        end = result.end_column if result.end_line == result.line and result.end_column else len(line) + 1
        yield f"          | {before}{'^' * max(end - result.column, 1)}"
