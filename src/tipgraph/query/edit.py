"""Changes to the text of a query."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """A change to the text of a query."""

    start: int
    """Offset of the first character that is replaced."""
    end: int
    """Offset behind the last one."""
    text: str


def apply(changes: Sequence[Edit], text: str) -> str:
    """Change a text, from its end to its beginning, so that every offset is still right."""
    for change in sorted(changes, key=lambda change: (-change.start, -change.end)):
        text = f"{text[: change.start]}{change.text}{text[change.end :]}"
    return text
