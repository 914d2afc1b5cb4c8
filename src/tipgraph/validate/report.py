"""What a validation found, as data and as text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tipgraph.namespaces import short

_ORDER = {"violation": 0, "warning": 1, "info": 2}


class Severity(StrEnum):
    """How grave a result is; only a violation keeps the record from conforming."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Place:
    """Where something stands in a file; lines and columns from 1, columns in characters, the end behind the last."""

    line: int
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


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
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    layer: str = ""
    """The layer that found it: ``shacl``."""
    label: str = ""
    """What the thing it is about is called."""
    constraint: str = ""
    """The IRI of the kind of constraint that is broken (``sh:MinCountConstraintComponent``), for a shape."""
    correction: str = ""
    """A line that could be written instead, where one is known."""
    follows: int = 0
    """How many other findings follow from it, and are not told."""

    @property
    def place(self) -> str:
        """Where the thing is described: file, line and column as far as they are known."""
        parts = [self.file, self.line, self.column if self.line else None]
        return "".join(f"{part}:" for part in parts if part) + " " if self.file else ""

    def at(self, file: str | None, place: Place | None = None) -> "Result":
        """Return the result with the place where it stands."""
        if place is None:
            return replace(self, file=file)
        return replace(
            self,
            file=file,
            line=place.line,
            column=place.column,
            end_line=place.end_line,
            end_column=place.end_column,
        )

    @property
    def order(self) -> tuple[int | str, ...]:
        """What results are ordered by: the gravest first, then file and line."""
        first = (_ORDER[self.severity], self.file or "", self.line or 0, self.focus, self.shape, self.value or "")
        return (*first, self.path or "", self.message, self.column or 0, self.constraint, self.layer)

    @property
    def told(self) -> str:
        """What it is about, the message, the value and the correction, without the place."""
        label = f" ({self.label})" if self.label else ""
        parts = ["" if self.focus == self.file else f"{short(self.focus)}{label}: ", self.message]
        details = [short(part) for part in (self.path, self.value) if part is not None and self.value is not None]
        parts += [f"\n{' '.join(details)}"] if details else []
        parts += [f"\nwrite: {self.correction}"] if self.correction else []
        others = "1 other finding follows" if self.follows == 1 else f"{self.follows:,} other findings follow"
        parts += [f"\n{others} from it"] if self.follows else []
        return "".join(parts)

    @property
    def text(self) -> str:
        """The result in words, the way compilers write them, with the value that is wrong on a line below."""
        first, *others = self.told.split("\n", 1)
        head = f"{self.place}{self.severity}: {first} [{self.shape}]"
        return "\n".join([head, *(f"    {line}" for part in others for line in part.split("\n"))])


@dataclass(frozen=True)
class Report:
    """The results of all checks."""

    results: tuple[Result, ...]
    triples: int
    skipped: tuple[str, ...] = field(default=())
    """What was not checked, and why: one line each."""
    layers: tuple[str, ...] = field(default=())
    """The names of the layers that ran to their end."""
    complete: bool = True
    """Whether there was time for all of them."""
    again: str = field(default="", compare=False)
    """What was validated again, in a line, where the rest was taken over from an earlier validation."""
    why_whole: str = field(default="", compare=False)
    """Why nothing was taken over, where it might have been."""

    @classmethod
    def of(
        cls, results: Iterable[Result], triples: int, skipped: Iterable[str] = (), layers: Iterable[str] = ()
    ) -> "Report":
        """Sort results, the gravest first, and drop what was found twice."""
        ordered = sorted(
            dict.fromkeys(results),
            key=lambda result: result.order,
        )
        return cls(tuple(ordered), triples, tuple(skipped), tuple(layers))

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and infos do not count."""
        return not self.count(Severity.VIOLATION)

    def worst_is(self, least: Severity) -> bool:
        """Tell whether anything as grave as a severity was found, or graver."""
        return any(_ORDER[result.severity] <= _ORDER[least] for result in self.results)

    def count(self, severity: Severity) -> int:
        """Count the results of one severity."""
        return sum(result.severity is severity for result in self.results)

    def broken(self, severity: Severity | None = None) -> set[str]:
        """Return the names of the shapes, rules and checks that found something, of one severity or of any."""
        return {result.shape for result in self.results if severity in (None, result.severity)}

    def renamed(self, names: Mapping[str, str]) -> "Report":
        """Return the report with other names for files, also where a result is about a file."""
        named = (
            replace(r, file=names.get(r.file or "", r.file), focus=names.get(r.focus, r.focus)) for r in self.results
        )
        return replace(self, results=tuple(named))

    def without(self, severity: Severity) -> "Report":
        """Return the report without the results of one severity."""
        kept = tuple(result for result in self.results if result.severity is not severity)
        return replace(self, results=kept)

    @property
    def text(self) -> str:
        """All results, one below the other, then what was skipped, and the sum in one line."""
        lines = [result.text for result in self.results]
        lines += [f"not checked: {reason}" for reason in self.skipped]
        return "\n".join([*lines, self.summary])

    @property
    def summary(self) -> str:
        """Whether it conforms, and what was found in all, in one line."""
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
        if not self.complete and self.conforms:
            verdict = "was not checked to the end"
        return f"The record {verdict}: {counts or 'nothing found'} in {self.triples:,} triples."
