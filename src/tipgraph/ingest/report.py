"""The account of ingested documents: for people, a document at a time; as JSON, one object for the whole run."""

import json
import textwrap
from collections import Counter
from collections.abc import Callable
from typing import Any, Final, Self

from tipgraph.errors import shown
from tipgraph.ingest.run import Outcome
from tipgraph.namespaces import ID

SCHEMA: Final = "https://w3id.org/tipgraph/schema/ingest-report-1.json"
"""Identifier of the JSON Schema that the report follows; the file is ``ingest-report.schema.json`` beside this module."""

_COUNTED: Final = ("provisions", "recommendations", "attendance", "statements", "citations", "footnotes")
_OPEN: Final = ("needsReview", "unresolvedNames", "unplacedLines")
_LONGEST: Final = 100
"""Characters of a quotation shown to a person; the JSON has it whole."""


class Summary:
    """What became of all files of a run."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Count a file."""
        account = outcome.account
        if account is None:
            self._counts["failed"] += 1
            return
        self._counts[account["outcome"]] += 1
        self._counts["facts"] += account.get("facts", 0)
        for name in (*_COUNTED, *_OPEN):
            self._counts[name] += len(account.get(name, ()))

    @property
    def failed(self) -> int:
        """How many files could not be ingested."""
        return self._counts["failed"]

    @property
    def done(self) -> int:
        """How many files were ingested or known already."""
        return sum(self._counts[name] for name in ("added", "changed", "unchanged"))

    def counts(self) -> dict[str, int]:
        """Return every count by its name: outcomes, facts, then what was found and what is open."""
        names = ("added", "changed", "unchanged", "failed", "facts", *_COUNTED, *_OPEN)
        return {name: self._counts[name] for name in names}


class JsonReport:
    """A run as one JSON object that follows :data:`SCHEMA`, written a document at a time; whole also where the run is stopped."""

    def __init__(self, write: Callable[[str], object], summary: Summary) -> None:
        self._write = write
        self._summary = summary
        self._failures: list[dict[str, str]] = []
        self._separator = "\n"

    def __enter__(self) -> Self:
        self._write(f'{{\n"$schema": {json.dumps(SCHEMA)},\n"documents": [')
        return self

    def add(self, outcome: Outcome) -> None:
        """Write what became of a file."""
        self._summary.add(outcome)
        if outcome.account is None:
            self._failures.append({"file": shown(outcome.path), "error": str(outcome.error)})
            return
        self._write(self._separator + json.dumps(outcome.account, ensure_ascii=False))
        self._separator = ",\n"

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        failures = json.dumps(self._failures, ensure_ascii=False)
        end = f'],\n"failures": {failures},\n"summary": {json.dumps(self._summary.counts())}'
        if error is not None:
            reason = "interrupted" if isinstance(error, KeyboardInterrupt) else f"{error}"
            end += f',\n"stopped": {json.dumps(reason, ensure_ascii=False)}'
        self._write(end + "\n}\n")


def as_text(outcome: Outcome, *, details: bool, width: int = 0) -> str:
    """Tell a person what became of a file.

    Args:
        outcome: What became of it.
        details: Whether everything that is still to decide is listed, or only counted.
        width: Columns into which lines are broken; 0 leaves each whole.

    Returns:
        One line, or with details several.
    """
    lines = _lines(outcome, details=details)
    if width:
        lines = [textwrap.fill(line, width, subsequent_indent="    ", break_on_hyphens=False) for line in lines]
    return "\n".join(lines)


def _lines(outcome: Outcome, *, details: bool) -> list[str]:
    account = outcome.account
    if account is None:
        return [f"failed     {outcome.error}"]
    first = f"{account['outcome']:<10} {account['slug']}  from {account['file']}"
    if account["outcome"] == "unchanged":
        return [first]
    still = sum(len(account[name]) for name in _OPEN)
    if not details:
        return [f"{first}: {account['facts']:,} facts, {still:,} points to review"]
    lines = [first, f"  {_recognised(account)}", f"  {_contents(account)}"]
    if "laterTextOf" in account:
        lines.append(f"  its text differs from that of {account['laterTextOf']}, which stays as it is")
    lines += _points(account)
    if not still:
        lines.append("  nothing is unplaced, nothing is unresolved, nothing needs review")
    return lines


def _recognised(account: dict[str, Any]) -> str:
    told = account["recognised"]
    names = ("kind", "body", "session", "symbol", "title")
    return "; ".join(f"{name}: {told.get(name, 'not recognised')}" for name in names)


def _contents(account: dict[str, Any]) -> str:
    counts = ", ".join(f"{len(account[name]):,} {name}" for name in _COUNTED)
    return f"{counts}; {account['facts']:,} facts"


def _points(account: dict[str, Any]) -> list[str]:
    lines = [
        f"  line {point['line']}: needs review: {_quoted(point['words'])}: {point['reason']} ({point['iri'].removeprefix(ID)})"
        for point in account["needsReview"]
    ]
    for point in account["unresolvedNames"]:
        near = ", ".join(f"{one['label']} ({one['iri'].removeprefix(ID)})" for one in point["candidates"])
        lines.append(
            f"  line {point['line']}: not resolved: {_quoted(point['name'])}: {point['reason']}"
            + (f"; nearest: {near}" if near else "")
        )
    lines += [f"  line {point['line']}: not placed: {_quoted(point['text'])}" for point in account["unplacedLines"]]
    return lines


def _quoted(words: str) -> str:
    one_line = " ".join(words.split())
    return repr(one_line if len(one_line) <= _LONGEST else f"{one_line[:_LONGEST]}...")
