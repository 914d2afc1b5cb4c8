"""Reading a document of whatever kind: the one door through which files come in."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tipgraph.errors import FileError
from tipgraph.reading.html import read_html
from tipgraph.reading.media import HTML, PDF, WORD, media_type
from tipgraph.reading.plain import read_plain
from tipgraph.reading.word import read_word

LARGEST_FILE = 100 * 1024 * 1024
"""How many bytes a file may have: the largest documents of the United Nations, with pictures, have about 30 MB."""


@dataclass(frozen=True)
class Reading:
    """A document as it was read.

    Attributes:
        text: Its text in normal form, ended by one line feed; a plain text as it is, ended as it is.
        media_type: What kind of file it is, ``application/pdf``.
        sha256: The SHA-256 of the file's own bytes, in hexadecimal digits.
        size: How many bytes the file has.
    """

    text: str
    media_type: str
    sha256: str
    size: int


def read_document(path: Path) -> Reading:
    """Read a document: plain text, PDF, Word (.docx) or HTML.

    Args:
        path: The file.

    Returns:
        Its text, what kind of file it is, and what identifies its bytes.

    Raises:
        tipgraph.errors.FileError: If there is no such file, or it is empty, too large, damaged, protected, of another kind,
            or without words; the message says what to do.
        tipgraph.errors.TextError: If its characters cannot be decoded, with line and column.
    """
    raw = _read_bytes(path)
    kind = media_type(raw, path)
    if kind == PDF:
        from tipgraph.reading.pdf import read_pdf  # noqa: PLC0415 - heavy, and only PDF needs it

        text = read_pdf(raw, path)
    elif kind == WORD:
        text = read_word(raw, path)
    elif kind == HTML:
        text = read_html(raw, path)
    else:
        text = read_plain(raw, path)
    if not text.strip():
        raise FileError(path, "the file has no words", "name a document that has a text, not only pictures")
    return Reading(text, kind, hashlib.sha256(raw).hexdigest(), len(raw))


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise FileError(path, "there is no such file", "name a file that exists") from None
    except IsADirectoryError:
        raise FileError(path, "this is a folder, not a file", "name a file in it") from None
    except OSError as error:
        raise FileError(path, f"cannot be read ({error.strerror})", "see to its permissions") from error
    except ValueError as error:
        raise FileError(path, f"is no name of a file ({error})", "name a file that exists") from None
    if not raw:
        raise FileError(path, "the file is empty", "name a file that has a text")
    if len(raw) > LARGEST_FILE:
        reason = f"the file has more than {LARGEST_FILE // (1024 * 1024)} MB"
        raise FileError(path, reason, "save its text without pictures, or in several files")
    return raw
