"""Reading plain text: characters from bytes, and nothing else changed but what no reader of the text sees."""

import codecs
import unicodedata
from pathlib import Path

from tipgraph.errors import FileError, TextError
from tipgraph.files import decode

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WAY_OUT = "convert the file, such as with: iconv -f WINDOWS-1252 -t UTF-8"


def read_plain(raw: bytes, path: Path) -> str:
    """Read a plain text.

    Args:
        raw: Its bytes: UTF-8, with or without a byte order mark, or UTF-16 with one.
        path: What the file is called in an error.

    Returns:
        The text as it is but for the byte order mark, ends of lines (one line feed each) and Unicode's normal form C; a
        text that has these comes out as the same bytes, whether or not a line feed ends it.

    Raises:
        tipgraph.errors.FileError: If it has nothing but white space.
        tipgraph.errors.TextError: If it is not UTF-8, or holds the character NUL; line and column are those of the place.
    """
    text = decode_text(raw, path)
    if not text.strip():
        raise FileError(path, "the file has no words, only white space", "name a file that has a text")
    return text


def decode_text(raw: bytes, path: Path) -> str:
    """Decode the bytes of a text and bring it to one form; as :func:`read_plain`, but white space alone is accepted."""
    text = unicodedata.normalize("NFC", decode_marked(raw, path).replace("\r\n", "\n").replace("\r", "\n"))
    if "\0" in text:
        before = text[: text.index("\0")]
        column = len(before) - (before.rfind("\n") + 1) + 1
        reason = "the character NUL stands in no text"
        raise TextError(path, before.count("\n") + 1, column, reason, "save the document as text, .docx or PDF")
    return text


def decode_marked(raw: bytes, path: Path) -> str:
    """Decode UTF-8, or UTF-16 that a byte order mark announces; the mark is left out."""
    if raw.startswith(_UTF_16):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError as error:
            before = raw[: error.start].decode("utf-16", errors="replace")
            line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
            reason = f"byte 0x{raw[error.start]:02X} is not UTF-16, which the mark at the start announces"
            raise TextError(path, line, column, reason, "save the file as UTF-8") from None
    try:
        return decode(raw, path).removeprefix("\ufeff")
    except TextError as error:
        name, line, column, reason, _ = error.args
        raise TextError(name, line, column, reason, _WAY_OUT) from None
