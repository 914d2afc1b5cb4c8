"""The account that ``tipgraph extract --report`` prints, and the first difference that ``--check`` finds."""

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from tipgraph.extract.candidates import Candidates
from tipgraph.extract.doubts import Unresolved
from tipgraph.extract.run import Extraction
from tipgraph.namespaces import ID


def account(extraction: Extraction, candidates: Candidates | None = None) -> str:
    """Give account of a text.

    Args:
        extraction: What the rules made of it.
        candidates: Gives the nearest known names to those that could not be resolved; none without it.

    Returns:
        A line for each kind of span with its characters and the lines it touches, then each line that could not be
        placed, then each name that could not be resolved, with its line.
    """
    name = extraction.source.path.name
    rows = extraction.coverage.account()
    lines = [f"{name}: {extraction.kind or 'kind not recognised'}, {len(extraction.source.text):,} characters"]
    lines.append(f"  {'characters':>10}  {'lines':>5}  kind")
    lines += [f"  {characters:>10,}  {touched:>5,}  {kind}" for kind, characters, touched in rows]
    unplaced = extraction.coverage.unplaced()
    lines += [f"  {name}:{line}: not placed: {words}" for line, words in unplaced]
    unresolved = candidates.fill(extraction.unresolved) if candidates else extraction.unresolved
    lines += [f"  {name}:{u.line}: not resolved: {u.words!r}: {u.reason}{_nearest(u)}" for u in unresolved]
    lines += [f"  {name}:{d.line}: needs review: {d.words!r}: {d.reason}" for d in extraction.doubts]
    if not unplaced and not extraction.unresolved:
        lines.append("  nothing is unplaced, nothing is unresolved")
    return "\n".join(lines)


def _nearest(unresolved: Unresolved) -> str:
    """Return the nearest known names in words."""
    shown = [f"{c.label} ({c.iri.removeprefix(ID)}, {c.score:g})" for c in unresolved.candidates]
    return f"; nearest: {', '.join(shown)}" if shown else ""


@dataclass(frozen=True)
class Difference:
    """The first line in which a committed file is not what the rules produce."""

    path: Path
    message: str
    """What differs, and the way out."""
    line: int | None = None
    wanted: str | None = None
    """What the rules produce there; None where they produce nothing."""
    column: int | None = None
    """The character of the line, from 1, at which it begins to differ."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.message}"


def differs_at(line: str, other: str) -> int:
    """Return the character of a line, from 1, at which another begins to differ."""
    shorter = min(len(line), len(other))
    return next((n for n in range(shorter) if line[n] != other[n]), shorter) + 1


def first_difference(path: Path, expected: str) -> Difference | None:
    """Compare a committed file with what the rules produce.

    Args:
        path: The committed file.
        expected: What the rules produce; empty where they produce no such file.

    Returns:
        None where they agree; otherwise the first line that differs, with both lines and the way out in words.
    """
    if not expected:
        return Difference(path, "no source text bears this name: remove the file, or restore its text")
    if not path.exists():
        return Difference(path, "the file is missing: run 'tipgraph extract' and commit what it writes")
    committed = path.read_bytes().decode("utf-8", errors="replace")
    if committed == expected:
        return None
    pairs = zip_longest(committed.split("\n"), expected.split("\n"))
    number, (found, wanted) = next((n, pair) for n, pair in enumerate(pairs, start=1) if pair[0] != pair[1])
    message = (
        f"the file has {_shown(found)}, the rules produce {_shown(wanted)}: "
        "run 'tipgraph extract' and commit what it writes"
    )
    return Difference(path, message, number, wanted, differs_at(found or "", wanted or ""))


def _shown(line: str | None) -> str:
    return "nothing" if line is None else repr(line.strip())
