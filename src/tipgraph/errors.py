"""Errors that tipgraph raises: one base class to catch, the built-in type beside it, a message for the person who reads it."""

import unicodedata
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
        return f"{shown(path)}: {reason}: {way_out}"


class TextError(TipgraphError, ValueError):
    """A source text is not one that can be read; ``args`` is (file, line, column, reason, way out); line and column from 1."""

    def __init__(self, file: Path | str, line: int, column: int, reason: str, way_out: str) -> None:
        super().__init__(str(file), line, column, reason, way_out)

    def __str__(self) -> str:
        file, line, column, reason, way_out = self.args
        return f"{shown(file)}:{line}:{column}: {reason}: {way_out}"


class MalformedError(TextError):
    """An RDF file or a SPARQL query does not parse; ``args`` as in :class:`TextError`."""


class ShapesError(TipgraphError, ValueError):
    """Shapes are themselves wrong; ``args`` is (shape or its place, reason, way out), the first empty where it is not known."""

    def __str__(self) -> str:
        where, reason, way_out = self.args
        return f"{where}: {reason}: {way_out}" if where else f"{reason}: {way_out}"


def shown(name: Path | str) -> str:
    r"""Return the name of a file for people and for JSON: bytes that are no UTF-8 as ``\xff``, control characters as ``\n``."""
    return "".join(_escaped(character) for character in str(name))


def _escaped(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # how Python keeps such a byte
        return f"\\x{ord(character) - 0xDC00:02x}"
    unseen = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
    return character.encode("unicode_escape").decode() if unseen else character
