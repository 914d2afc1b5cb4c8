"""Source texts: read strictly, never changed."""

import bisect
import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tipgraph.documents.symbols import slug
from tipgraph.errors import FileError, TextError
from tipgraph.files import read_text_strict


@dataclass(frozen=True)
class SourceText:
    """A source text; offsets everywhere are Unicode code points of ``text``, from 0, end exclusive."""

    path: Path
    text: str
    sha256: str
    slug: str = field(default="")

    @classmethod
    def read(cls, path: Path) -> "SourceText":
        """Read a text file.

        Args:
            path: A UTF-8 file.

        Returns:
            The decoded text (line ends untouched), its SHA-256, and the slug: the file's name without its ending, in
            small letters, digits and hyphens.

        Raises:
            tipgraph.errors.FileError: If the file is missing, cannot be read, is empty, or has a name without letters.
            tipgraph.errors.TextError: If it is not UTF-8 or holds a NUL; names line and column.
        """
        text = read_text_strict(path)
        if "\0" in text:
            at = text.index("\0")
            line = text.count("\n", 0, at) + 1
            raise TextError(path, line, at - text.rfind("\n", 0, at), "a NUL character", "save the file as plain text")
        name = slug(path.stem)
        if not name:
            raise FileError(path, "its name has no letter or digit to name the document by", "rename the file")
        return cls(path, text, hashlib.sha256(text.encode()).hexdigest(), name)

    @classmethod
    def of(cls, text: str, name: str) -> "SourceText":
        """Return a text that was read already, as if it stood in ``<name>.txt``."""
        return cls(Path(f"{name}.txt"), text, hashlib.sha256(text.encode()).hexdigest(), slug(name))

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first character of each line."""
        starts = [0]
        starts.extend(index + 1 for index, character in enumerate(self.text) if character == "\n")
        return starts

    def line_of(self, offset: int) -> int:
        """Return the number of the line, from 1, in which *offset* lies."""
        return bisect.bisect_right(self.line_starts, offset)
