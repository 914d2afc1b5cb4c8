"""The account that ``tipgraph extract --report`` prints, and the first difference that ``--check`` finds."""

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


def first_difference(path: Path, expected: str) -> str | None:
    """Compare a committed file with what the rules produce.

    Args:
        path: The committed file.
        expected: What the rules produce; empty where they produce no such file.

    Returns:
        None where they agree; otherwise a sentence with file, line, both lines and the way out.
    """
    if not expected:
        return f"{path}: no source text bears this name: remove the file, or restore its text"
    if not path.exists():
        return f"{path}: the file is missing: run 'tipgraph extract' and commit what it writes"
    committed = path.read_bytes().decode("utf-8", errors="replace")
    if committed == expected:
        return None
    pairs = zip_longest(committed.split("\n"), expected.split("\n"))
    number, (found, wanted) = next((n, pair) for n, pair in enumerate(pairs, start=1) if pair[0] != pair[1])
    return (
        f"{path}:{number}: the file has {_shown(found)}, the rules produce {_shown(wanted)}: "
        "run 'tipgraph extract' and commit what it writes"
    )


def _shown(line: str | None) -> str:
    return "nothing" if line is None else repr(line.strip())
