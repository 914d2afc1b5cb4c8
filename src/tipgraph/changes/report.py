"""The words for changes, gathered and put in order; written as text, Markdown or data."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from tipgraph.changes.words import Entry, Kind
from tipgraph.namespaces import short

_HEADINGS: Final = {Kind.WITHDRAWN: "Withdrawn", Kind.CORRECTION: "Corrections"}
_ORDER: Final = {kind: number for number, kind in enumerate(Kind)}
_SPECIAL: Final = "\\`*_[]<>#|~&!"


@dataclass
class Told:
    """What changed, in words."""

    entries: list[Entry] = field(default_factory=list)
    """Of things that have names: the withdrawn, the corrections, then class by class."""
    counts: Counter[tuple[str, Kind]] = field(default_factory=Counter)
    """How many things of a class came, went or changed, those without a name included."""

    @classmethod
    def of(cls, entries: Iterable[Entry], most: int | None = None) -> "Told":
        """Gather entries.

        Args:
            entries: In any order.
            most: How many to keep of those that came, went or changed, of each class and kind; all are counted, and
                what is withdrawn or corrected is always kept.
        """
        told = cls()
        for entry in entries:
            key = (entry.class_label, entry.kind)
            told.counts[key] += 1
            is_kept = entry.kind in _HEADINGS or most is None or told.counts[key] <= most
            if is_kept and (entry.label or entry.kind in _HEADINGS):
                told.entries.append(entry)
        told.entries.sort(key=_order)
        return told

    def to_data(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "counts": [
                {"class": name, "kind": kind.value, "count": count} for (name, kind), count in self._sorted_counts()
            ],
            "entries": [
                {"kind": e.kind.value, "iri": e.iri, "label": e.label, "class": e.class_label, "says": list(e.says)}
                for e in self.entries
            ],
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> "Told":
        """Read what :meth:`to_data` wrote."""
        entries = [Entry(Kind(e["kind"]), e["iri"], e["label"], e["class"], tuple(e["says"])) for e in data["entries"]]
        return cls(entries, Counter({(c["class"], Kind(c["kind"])): c["count"] for c in data["counts"]}))

    def markdown(self) -> Iterator[str]:
        """Write it as Markdown, line by line; nothing in the data can be taken for markup."""
        yield from self._lines("## ", "- **", "**", "  - ", _escaped)

    def text(self) -> Iterator[str]:
        """Write it as plain text, line by line."""
        yield from self._lines("", "  ", "", "      ", _one_line)

    def summary(self) -> str:
        """Return the counts in a sentence: ``recommendation: 2 came, 1 changed; topic: 1 came``."""
        parts = []
        for name, found in groupby(self._sorted_counts(), key=lambda one: one[0][0]):
            parts.append(f"{name}: " + ", ".join(f"{count:,} {_verb(kind)}" for (_, kind), count in found))
        return "; ".join(parts) or "nothing that anybody states"

    def _sorted_counts(self) -> list[tuple[tuple[str, Kind], int]]:
        return sorted(self.counts.items(), key=lambda one: (one[0][0], _ORDER[one[0][1]]))

    def _lines(self, head: str, item: str, after: str, below: str, clean: Any) -> Iterator[str]:
        yield clean(_capital(self.summary())) + "."
        for heading, entries in groupby(self.entries, key=_heading):
            yield ""
            yield head + clean(heading)
            yield ""
            for entry in entries:
                what = f" ({entry.class_label})" if entry.kind in _HEADINGS else f" {_verb(entry.kind)}"
                yield item + clean(entry.label or short(entry.iri)) + after + clean(what)
                for said in entry.says:
                    yield below + clean(said)


def as_json(told: Told) -> str:
    """Write what changed as JSON; the same gives the same bytes."""
    return json.dumps(told.to_data(), indent=1, ensure_ascii=False) + "\n"


def _verb(kind: Kind) -> str:
    return "corrected" if kind is Kind.CORRECTION else kind.value


def _heading(entry: Entry) -> str:
    return _HEADINGS.get(entry.kind) or _capital(entry.class_label)


def _capital(text: str) -> str:
    """Begin with a capital letter, unless with an IRI in short."""
    return text if ":" in text.partition(": ")[0] else text[:1].upper() + text[1:]


def _order(entry: Entry) -> tuple[int, str, int, str, str]:
    first = list(_HEADINGS).index(entry.kind) if entry.kind in _HEADINGS else len(_HEADINGS)
    return first, "" if entry.kind in _HEADINGS else entry.class_label, _ORDER[entry.kind], entry.label, entry.iri


def _one_line(text: str) -> str:
    return " ".join(text.split()) if text.strip() == text else " " + " ".join(text.split())


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in _one_line(text))
