"""What a validation found, as data and as text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from tipgraph.namespaces import BASE, ID, PREFIXES

_ORDER = {"violation": 0, "warning": 1, "info": 2}


class Severity(StrEnum):
    """How grave a result is; only a violation keeps the record from conforming."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


def short(term: str) -> str:
    """Write an IRI as a curator would: below ``id/`` relative, elsewhere with a prefix where one is known.

    Args:
        term: An IRI, or any other words, which come back as they are.

    Returns:
        ``document/cu-2009-92/p1``, ``tip:capacity``, or the IRI.
    """
    if term.startswith(ID):
        return term[len(ID) :]
    for prefix, namespace in PREFIXES.items():
        if term.startswith(namespace) and not namespace.startswith(BASE + "id/"):
            return f"{prefix}:{term[len(namespace) :]}"
    return term


@dataclass(frozen=True)
class Result:
    """One thing found: which shape, rule or check, how grave, about what, and what to write instead."""

    shape: str
    """The name of the shape, rule or check: for a shape the last part of its IRI."""
    severity: Severity
    focus: str
    """The IRI of the thing it is about, or the name of a file."""
    message: str
    path: str | None = None
    value: str | None = None
    file: str | None = None
    line: int | None = None

    @property
    def place(self) -> str:
        """Where the thing is described: file and line as far as they are known."""
        if not self.file:
            return ""
        return f"{self.file}:{self.line}: " if self.line else f"{self.file}: "

    @property
    def text(self) -> str:
        """The result in words, the way compilers write them, with the value that is wrong on a line below."""
        focus = "" if self.focus == self.file else f"{short(self.focus)}: "
        head = f"{self.place}{self.severity}: {focus}{self.message} [{self.shape}]"
        details = [short(self.path)] if self.path and self.value is not None else []
        if self.value is not None:
            details.append(short(self.value))
        return head + (f"\n    {' '.join(details)}" if details else "")


@dataclass(frozen=True)
class Report:
    """The results of all checks."""

    results: tuple[Result, ...]
    triples: int
    skipped: tuple[str, ...] = field(default=())
    """What was not checked, and why: one line each."""

    @classmethod
    def of(cls, results: Iterable[Result], triples: int, skipped: Iterable[str] = ()) -> "Report":
        """Sort results, the gravest first, and drop what was found twice."""
        ordered = sorted(
            dict.fromkeys(results),
            key=lambda r: (_ORDER[r.severity], r.file or "", r.line or 0, r.focus, r.shape, r.value or ""),
        )
        return cls(tuple(ordered), triples, tuple(skipped))

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and infos do not count."""
        return not self.count(Severity.VIOLATION)

    def count(self, severity: Severity) -> int:
        """Count the results of one severity."""
        return sum(result.severity is severity for result in self.results)

    def broken(self, severity: Severity | None = None) -> set[str]:
        """Return the names of the shapes, rules and checks that found something, of one severity or of any."""
        return {result.shape for result in self.results if severity in (None, result.severity)}

    def without(self, severity: Severity) -> "Report":
        """Return the report without the results of one severity."""
        kept = tuple(result for result in self.results if result.severity is not severity)
        return Report(kept, self.triples, self.skipped)

    @property
    def text(self) -> str:
        """All results, one below the other, then what was skipped, and the sum in one line."""
        lines = [result.text for result in self.results]
        lines += [f"not checked: {reason}" for reason in self.skipped]
        counts = ", ".join(
            f"{number} {name}{'' if number == 1 else 's'}"
            for severity, name in (
                (Severity.VIOLATION, "violation"),
                (Severity.WARNING, "warning"),
                (Severity.INFO, "note"),
            )
            if (number := self.count(severity))
        )
        verdict = "conforms" if self.conforms else "does not conform"
        lines.append(f"The record {verdict}: {counts or 'nothing found'} in {self.triples:,} triples.")
        return "\n".join(lines)
