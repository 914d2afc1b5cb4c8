"""The server's settings, from the environment: every one is ``TIPGRAPH_`` and its name in capitals."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from tipgraph.errors import UsageError

PREFIX: Final = "TIPGRAPH_"


@dataclass(frozen=True)
class Settings:
    """What can be set; sizes are in megabytes of a million bytes, unless they say otherwise."""

    record: Path | None = None
    """The record to serve; the one this program came with otherwise."""
    build: Path | None = None
    """Where its build lies or goes; as :func:`tipgraph.dataset.build.default_directory` otherwise."""
    workers: int = 2
    """Processes that answer queries, one query at a time each."""
    queue: int = 8
    """Queries that may wait for a worker; one more is told to come back."""
    timeout: float = 20.0
    """Seconds a query may take."""
    memory: int = 512
    """Memory a query may take, on top of the dataset."""
    result: int = 50
    """How large an answer may be."""
    request: int = 256
    """How large a request may be, in thousands of bytes."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings.

        Args:
            environment: The variables of the environment; an empty one counts as not set.

        Returns:
            The settings; what is not set has its default.

        Raises:
            tipgraph.errors.UsageError: If a value is not of its kind, or not above zero.
        """
        given: dict[str, object] = {}
        for field in fields(cls):
            name = PREFIX + field.name.upper()
            if value := environment.get(name, "").strip():
                given[field.name] = Path(value) if field.default is None else _number(name, value, type(field.default))
        return cls(**given)  # type: ignore[arg-type]


def _number(name: str, value: str, kind: type) -> object:
    try:
        number = kind(value)
    except ValueError:
        number = 0
    if not 0 < number < 1e9:
        what = "a whole number" if kind is int else "a number"
        raise UsageError(f"{name} is '{value}': give {what} above 0, or leave it unset")
    return number
