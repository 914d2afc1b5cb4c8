"""Versions of releases: semantic (1.4.0, 2.0.0-rc.1) or by the calendar (2026.11, 2026-11-22), and their order."""

import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Final

from tipgraph.errors import UsageError

_SEMANTIC: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9a-z]+(?:[.-][0-9a-z]+)*))?")
_CALENDAR: Final = re.compile(r"([12]\d{3})([.-])(0?[1-9]|1[0-2])(?:\2(\d{1,2}))?")


@total_ordering
@dataclass(frozen=True, eq=False)
class Version:
    """A version; later ones are greater."""

    text: str

    def __post_init__(self) -> None:
        if not _SEMANTIC.fullmatch(self.text) and not _CALENDAR.fullmatch(self.text):
            raise UsageError(
                f"'{self.text}' is no version: give one such as 1.4.0, 2.0.0-rc.1, 2026.11, 2026.11.2 or 2026-11-22"
            )

    def __str__(self) -> str:
        return self.text

    @property
    def _key(self) -> tuple[tuple[int, ...], bool, list[tuple[bool, int, str]]]:
        """The order of semver.org, 11: number by number; before a version come those that lead up to it."""
        if found := _CALENDAR.fullmatch(self.text):
            return (int(found[1]), int(found[3]), int(found[4] or 0)), True, []
        numbers, _, before = self.text.partition("-")
        parts = before.split(".") if before else []
        steps = [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]
        return tuple(map(int, numbers.split("."))), not before, [(*s[:2], s[2] if s[0] else "") for s in steps]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key[0])

    def __lt__(self, other: "Version") -> bool:
        return self._key < other._key


def day(text: str) -> str:
    """Check a day.

    Args:
        text: ``2026-11-22``.

    Returns:
        The same.

    Raises:
        tipgraph.errors.UsageError: If it is none.
    """
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise UsageError(f"'{text}' is no day: write it as 2026-11-22")
