"""Kinds of files: told by content, checked against the name, and named with a way out where they are not read."""

import io
import sys
import types
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.thorough import examples
from tests.word_files import WHOLE, write_html, write_word
from tipgraph.errors import FileError, TextError
from tipgraph.reading import read as reading
from tipgraph.reading.read import read_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
ACCEPTED = r"give a plain text \(.txt\), a PDF \(.pdf\), a Word document \(.docx\) or a web page \(.html\)"


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


def read_as(tmp_path: Path, name: str, raw: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(raw)
    return read_document(path).media_type


@pytest.mark.parametrize("name", ["text.txt", "text", "WG.4_2031_1", "text.TXT", "text.md"])
def test_a_text_may_have_any_name_that_says_nothing_else(tmp_path: Path, name: str) -> None:
    assert read_as(tmp_path, name, WHOLE.encode()) == "text/plain"


def test_content_tells_the_kind_where_the_name_does_not(tmp_path: Path) -> None:
    assert read_as(tmp_path, "a", write_html(tmp_path / "x.html", WHOLE).read_bytes()) == "text/html"
    assert read_as(tmp_path, "b.1", write_word(tmp_path / "x.docx", WHOLE).read_bytes()).endswith(
        "wordprocessingml.document"
    )
    assert read_as(tmp_path, "c.htm", b"<p>A fragment of a page.</p>") == "text/html"
    assert read_as(tmp_path, "d.txt", b"Words with <i>marks</i> in them.") == "text/plain"


def test_a_pdf_goes_to_the_reader_of_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("tipgraph.reading.pdf")
    module.read_pdf = lambda raw, path: f"Read from {path.name}.\n"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tipgraph.reading.pdf", module)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    assert read_document(path).text == "Read from a.pdf.\n"
    module.read_pdf = lambda raw, path: ""  # type: ignore[attr-defined]
    with pytest.raises(FileError, match="the file has no words: name a document that has a text, not only pictures"):
        read_document(path)


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "this is an old Word document .*: save it as .docx or PDF"),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "this is an old Word document"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "this is a spreadsheet"),
        (
            "a.docx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "this document is protected by a password: open it and save it without",
        ),
        ("a.msg", OLE, "this is a file of an old office program: save it as .docx or PDF"),
        ("a.rtf", b"{\\rtf1 x}", r"this is a text in Rich Text Format \(.rtf\): save it as .docx or PDF"),
        ("a.odt", archive("mimetype", "content.xml"), "this is an OpenDocument file .*: save it as .docx or PDF"),
        ("a.xlsx", archive("xl/workbook.xml"), "this is a spreadsheet: save it as .docx or PDF or plain text"),
        ("a.pptx", archive("ppt/presentation.xml"), "this is a presentation"),
        ("a.zip", archive("a.txt"), "this is an archive of files: unpack it and give the documents in it"),
        ("a.gz", b"\x1f\x8b\x08\x00", "this is an archive of files"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "this is a picture: recognize its text and save it as PDF or plain text"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "this is a picture"),
        ("a.mht", b"MIME-Version: 1.0\n", "this is a saved e-mail or web archive"),
        ("a.csv", b"a,b\n1,2\n", "this is a spreadsheet"),
        ("a.json", b"{}", "this is data or a program: give the document itself"),
        ("a.txt", b"<?xml version='1.0'?><pkg/>", f"this is an XML file: {ACCEPTED}"),
        ("a.pdf", b"Words.", f"its name says a PDF, but it is not one: {ACCEPTED}"),
        (
            "a.pdf",
            b"<!DOCTYPE html><p>Not found",
            f"its name says a PDF, but it is a web page: name it .html if that is the document, or {ACCEPTED}",
        ),
        ("a.docx", b"%PDF-1.4", r"its name says a Word document \(.docx\), but it is a PDF: name it .pdf"),
        ("a.docx", b"Words.", r"its name says a Word document \(.docx\), but it is not one"),
        ("a.html", b"Words.", "its name says a web page, but no HTML markup is in it: name it .txt"),
        ("a.txt", b"<html><p>Words", "its name says plain text, but it is a web page: name it .html"),
        (
            "a.doc",
            b"<html><p>Words",
            r"its name says an old Word document \(.doc\), but it is a web page: name it .html",
        ),
        ("a.bin", b"\x7fELF\x02\x01\0\0", f"this is no kind of document that is read: {ACCEPTED}"),
        ("a.txt", b"", "the file is empty: name a file that has a text"),
        (
            "a.docx",
            b"PK\x03\x04 damaged",
            "this Word file is damaged .*: open it in a word processor and save it anew as .docx",
        ),
        ("a", b"PK\x03\x04 damaged", "this is a damaged archive of files"),
    ],
)
def test_other_kinds_are_named_with_a_way_out(tmp_path: Path, name: str, raw: bytes, message: str) -> None:
    with pytest.raises(FileError, match=message):
        read_as(tmp_path, name, raw)


def test_files_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileError, match="there is no such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(FileError, match="this is a folder, not a file"):
        read_document(tmp_path)
    with pytest.raises(FileError, match="is no name of a file"):
        read_document(tmp_path / "a\0b")
    monkeypatch.setattr(reading, "LARGEST_FILE", 1024 * 1024)
    with pytest.raises(
        FileError, match="the file has more than 1 MB: save its text without pictures, or in several files"
    ):
        read_as(tmp_path, "large.txt", b"x" * (1024 * 1024 + 1))


_START = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"<html>",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<!DOCTYPE html><p>",
        b"<?xml version='1.0'?><html>",
        OLE,
    ]
)


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=_START, rest=st.binary(max_size=300), extension=st.sampled_from(["", ".txt", ".docx", ".html", ".xyz"]))
@example(start=b"<!--", rest=b"-->" * 50, extension=".html")
def test_any_bytes_are_read_or_refused(tmp_path: Path, start: bytes, rest: bytes, extension: str) -> None:
    assume(b"%PDF-" not in start + rest)  # another reader's
    path = tmp_path / f"any{extension}"
    path.write_bytes(start + rest)
    refusal = ""
    try:
        found = read_document(path)
    except (FileError, TextError) as error:
        refusal = str(error)
    if refusal:
        assert refusal.startswith(str(path))
    else:
        assert found.text.strip()
        assert found.size == len(start + rest)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_word_file_with_changed_bytes_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(write_word(tmp_path / "whole.docx", WHOLE).read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "changed.docx"
    path.write_bytes(bytes(raw))
    shown = str(path)
    try:
        shown += read_document(path).text
    except (FileError, TextError) as error:
        shown = str(error)
    assert len(shown) > len(str(path))
    assert shown.startswith(str(path))
