"""What kind of file a document is: told by its content first, then by its name; what cannot be read is named with a way out."""

import codecs
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tipgraph.errors import FileError

PLAIN = "text/plain"
HTML = "text/html"
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

ACCEPTED = "give a plain text (.txt), a PDF (.pdf), a Word document (.docx) or a web page (.html)"
_SAVE = "save it as .docx or PDF"
_EXTENSIONS = {
    ".txt": PLAIN, ".text": PLAIN, ".md": PLAIN, ".htm": HTML, ".html": HTML, ".xhtml": HTML, ".pdf": PDF,
    ".docx": WORD, ".docm": WORD, ".dotx": WORD,
}  # fmt: skip
_SHOWN = {PLAIN: "plain text", HTML: "a web page", PDF: "a PDF", WORD: "a Word document (.docx)"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class _Other:
    """A kind of file that is not read: what it is, and what to do."""

    what: str
    way_out: str


_PICTURE = _Other("a picture", "recognize its text and save it as PDF or plain text")
_ARCHIVE = _Other("an archive of files", "unpack it and give the documents in it")
_TABLES = _Other("a spreadsheet", f"{_SAVE} or plain text")
_MAIL = _Other("a saved e-mail or web archive", "save it as .html, .docx or PDF")
_OTHERS = (
    (re.compile(rb"\{\\rtf"), _Other("a text in Rich Text Format (.rtf)", _SAVE)),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|BM.{12}\x28\0|RIFF.{4}WEBP", re.DOTALL), _PICTURE),
    (re.compile(rb"\x1f\x8b|BZh|7z\xbc\xaf|Rar!|\xfd7zXZ|\x28\xb5\x2f\xfd"), _ARCHIVE),
    (re.compile(rb"%!PS"), _Other("a PostScript file", "convert it to PDF")),
    (re.compile(rb"MIME-Version:|From: |Received: "), _MAIL),
    (re.compile(rb"\xffWPC"), _Other("a WordPerfect document", _SAVE)),
)
_OTHER_EXTENSIONS = {
    ".doc": _Other("an old Word document (.doc)", _SAVE),
    ".dot": _Other("an old Word template (.dot)", _SAVE),
    ".rtf": _Other("a text in Rich Text Format (.rtf)", _SAVE),
    ".odt": _Other("an OpenDocument text (.odt)", _SAVE),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".csv", ".tsv"), _TABLES),
    **dict.fromkeys((".ppt", ".pptx", ".odp"), _Other("a presentation", _SAVE)),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp"), _PICTURE),
    **dict.fromkeys((".zip", ".gz", ".7z", ".rar", ".tar", ".epub"), _ARCHIVE),
    **dict.fromkeys((".eml", ".msg", ".mht", ".mhtml"), _MAIL),
    **dict.fromkeys(
        (".json", ".xml", ".ttl", ".nt", ".trig", ".rdf", ".jsonld", ".yaml", ".py", ".js", ".css"),
        _Other("data or a program", "give the document itself"),
    ),
}
_PAGE = re.compile(
    r"(?:\ufeff|\s|<\?xml[^>]{0,400}\?>|<!--(?:(?!-->).){0,20000}-->)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"<(?:!doctype|html|head|body|div|p|h[1-6]|table|ol|ul|article|main|section|span|br|pre)\b[^<>]*>", re.IGNORECASE
)
_XML = re.compile(r"\ufeff?\s*<\?xml")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LOOK = 64 * 1024  # bytes of a file among which a page shows that it is one


def media_type(raw: bytes, path: Path) -> str:
    """Tell what kind of document the bytes of a file are.

    Args:
        raw: All bytes of the file.
        path: Its name, whose extension says what it is meant to be.

    Returns:
        One of ``PLAIN``, ``HTML``, ``PDF``, ``WORD``.

    Raises:
        tipgraph.errors.FileError: If the file is of another kind, if its extension names another kind than its content,
            or if it is a Word document behind a password; the message names the kinds that are accepted or the way out.
    """
    extension = path.suffix.lower()
    found = _content(raw, path, extension)
    meant = _EXTENSIONS.get(extension)
    other = _OTHER_EXTENSIONS.get(extension)
    if found == PLAIN and not meant and not other and b"\0" in raw[:_LOOK] and not raw.startswith(_UTF_16):
        raise FileError(path, "this is no kind of document that is read", ACCEPTED)
    if found == PLAIN and meant in (PDF, WORD):
        raise FileError(path, f"its name says {_SHOWN[meant]}, but it is not one", ACCEPTED)
    if found == PLAIN and other:
        raise FileError(path, f"this is {other.what}", other.way_out)
    if found == PLAIN and meant == HTML:
        raise FileError(
            path,
            "its name says a web page, but no HTML markup is in it",
            f"name it .txt if it is a plain text, or {ACCEPTED}",
        )
    if (meant and meant != found) or (other and found != PLAIN):
        said = _SHOWN[meant] if meant else other.what if other else ""
        ending = {PLAIN: ".txt", HTML: ".html", PDF: ".pdf", WORD: ".docx"}[found]
        reason = f"its name says {said}, but it is {_SHOWN[found]}"
        raise FileError(path, reason, f"name it {ending} if that is the document, or {ACCEPTED}")
    return found


def _content(raw: bytes, path: Path, extension: str) -> str:
    """Tell the kind of a file by its bytes alone; the extension tells only what a damaged one was meant to be."""
    if b"%PDF-" in raw[:1024]:
        return PDF
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_content(raw, path, extension)
    if raw.startswith(_OLE):
        raise _old_office(raw, path)
    for pattern, other in _OTHERS:
        if pattern.match(raw):
            raise FileError(path, f"this is {other.what}", other.way_out)
    start = _beginning(raw)
    if _PAGE.match(start) or (_EXTENSIONS.get(extension) == HTML and _FRAGMENT.search(start)):
        return HTML
    if _XML.match(start):
        raise FileError(path, "this is an XML file", ACCEPTED)
    return PLAIN


def _beginning(raw: bytes) -> str:
    """Return the characters of a file's beginning, as far as they are needed to tell a web page."""
    if raw.startswith(_UTF_16):
        return raw[:_LOOK].decode("utf-16", errors="replace")
    return raw[:_LOOK].decode("utf-8", errors="replace")


def _zip_content(raw: bytes, path: Path, extension: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if _EXTENSIONS.get(extension) == WORD:
            way_out = "open it in a word processor and save it anew as .docx"
            raise FileError(path, f"this Word file is damaged ({error})", way_out) from error
        raise FileError(path, f"this is a damaged archive of files ({error})", ACCEPTED) from error
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return WORD
    for kind, what in (("xl/", _TABLES), ("ppt/", _OTHER_EXTENSIONS[".pptx"])):
        if any(name.startswith(kind) for name in names):
            raise FileError(path, f"this is {what.what}", what.way_out)
    if "content.xml" in names and "mimetype" in names:
        other = _OTHER_EXTENSIONS[".odt"]
        raise FileError(path, "this is an OpenDocument file (.odt, .ods, .odp)", other.way_out)
    raise FileError(path, f"this is {_ARCHIVE.what}", _ARCHIVE.way_out)


def _old_office(raw: bytes, path: Path) -> FileError:
    """Return the error for a file of the kind in which old office programs store theirs, and new ones encrypted files."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return FileError(path, "this document is protected by a password", "open it and save it without one")
    for stream, extension in (("WordDocument", ".doc"), ("Workbook", ".xls"), ("PowerPoint Document", ".ppt")):
        if stream.encode("utf-16-le") in raw:
            other = _OTHER_EXTENSIONS[extension]
            return FileError(path, f"this is {other.what}", other.way_out)
    return FileError(path, "this is a file of an old office program", _SAVE)
