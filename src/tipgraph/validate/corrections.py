"""The line that somebody meant to write, where a name is nearly one that there is."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from tipgraph.validate.report import Result

_NEAR: Final = 80.0
"""How alike two names must be, of a hundred (rapidfuzz, ratio)."""
_UNKNOWN: Final = frozenset({"described", "term-declared"})
"""Checks that find names which there are not: the value has it, or, where there is none, the property."""


class Known:
    """The IRIs that there are, by what stands before their last slash or number sign."""

    def __init__(self, iris: Iterable[str]) -> None:
        """Sort them, so that of two that are equally near it is always the same that is offered."""
        self._names: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(iris):
            name = _name(iri)
            self._names[iri[: -len(name)]].append(name)
        self._nearest: dict[str, str] = {}

    def nearest(self, wrong: str) -> str:
        """Return the last part of the IRI that is nearest to one that there is not; nothing where none is near enough."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - for what is wrong alone

        if wrong not in self._nearest:
            name = _name(wrong)
            beside = self._names.get(wrong[: -len(name)], ())
            found = process.extractOne(name, beside, scorer=fuzz.ratio, score_cutoff=_NEAR)
            self._nearest[wrong] = str(found[0]) if found else ""
        return self._nearest[wrong]


def corrected(result: Result, known: Callable[[], Known], paths: Callable[[str], Path | None]) -> Result:
    """Give a result the line as it should be, where what it names is nearly something that there is.

    Args:
        result: What was found, with its place.
        known: The IRIs that there are.
        paths: Where a file lies.

    Returns:
        The result; without a correction where nothing is near enough, or the line does not have the name.
    """
    if result.correction or result.shape not in _UNKNOWN or not (result.file and result.line and result.column):
        return result
    wrong = result.value or result.path or ""
    right = known().nearest(wrong)
    path = paths(result.file)
    if right == _name(wrong):  # it is known, and gone: its name is no slip
        return result
    if not (right and path and result.end_column and result.end_line == result.line):
        return result
    line = path.read_text(encoding="utf-8", errors="replace").split("\n")[result.line - 1]
    start, end = result.column - 1, result.end_column - 1
    if _name(wrong) not in line[start:end]:
        return result
    better = right.join(line[start:end].rsplit(_name(wrong), 1))
    return replace(result, correction=(line[:start] + better + line[end:]).strip())


def _name(iri: str) -> str:
    """Return what stands behind the last slash or number sign."""
    return re.split(r"[/#]", iri)[-1] or iri
