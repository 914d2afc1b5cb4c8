"""Errors that tipgraph raises: one base class to catch, the built-in type beside it, a message for the person who reads it."""

from pathlib import Path


class TipgraphError(Exception):
    """Something a person can mend: the message names the value, the place, what was expected and what to do."""


class UsageError(TipgraphError, ValueError):
    """A value given on the command line, in the environment or to a function is not one that is accepted."""


class FileError(TipgraphError, OSError):
    """A file is missing, unreadable, empty, or cannot be written; ``args`` is (path, reason, way out)."""

    def __init__(self, path: Path | str, reason: str, way_out: str) -> None:
        super().__init__(str(path), reason, way_out)
        self.args = (str(path), reason, way_out)  # OSError keeps only two of three

    def __str__(self) -> str:
        path, reason, way_out = self.args
        return f"{path}: {reason}: {way_out}"


class TextError(TipgraphError, ValueError):
    """A source text is not one that can be read; ``args`` is (file, line, column, reason, way out); line and column from 1."""

    def __init__(self, file: Path | str, line: int, column: int, reason: str, way_out: str) -> None:
        super().__init__(str(file), line, column, reason, way_out)

    def __str__(self) -> str:
        file, line, column, reason, way_out = self.args
        return f"{file}:{line}:{column}: {reason}: {way_out}"


class MalformedError(TextError):
    """An RDF file or a SPARQL query does not parse; ``args`` as in :class:`TextError`."""
