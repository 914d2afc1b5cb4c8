"""Plain texts: nothing but byte order mark, ends of lines and composed characters is changed."""

from pathlib import Path

import pytest

from tests.normal_texts import WHOLE
from tipgraph.errors import FileError, TextError
from tipgraph.reading.read import read_document

DOCUMENTS = sorted((Path(__file__).parents[1] / "data" / "documents").glob("*.txt"))


def read_bytes(tmp_path: Path, raw: bytes) -> str:
    path = tmp_path / "text.txt"
    path.write_bytes(raw)
    return read_document(path).text


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_texts_of_the_record_come_out_as_the_same_bytes(path: Path) -> None:
    reading = read_document(path)
    assert reading.text.encode() == path.read_bytes()
    assert reading.media_type == "text/plain"


def test_page_breaks_and_spaces_stay(tmp_path: Path) -> None:
    odd = "\n\n\n  1. Text \t x\n\f\n2\n\n\n\n\u00a0- end"
    assert read_bytes(tmp_path, odd.encode()) == odd


@pytest.mark.parametrize(
    "raw",
    [
        WHOLE.encode(),
        WHOLE.encode("utf-8-sig"),
        WHOLE.replace("\n", "\r\n").encode(),
        WHOLE.replace("\n", "\r").encode(),
        WHOLE.encode("utf-16"),
        b"\xfe\xff" + WHOLE.encode("utf-16-be"),
    ],
)
def test_marks_and_line_ends_are_brought_to_one_form(tmp_path: Path, raw: bytes) -> None:
    assert read_bytes(tmp_path, raw) == WHOLE


def test_characters_are_composed_and_superscripts_stay(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "e\u0301,¹ m²\n".encode()) == "é,¹ m²\n"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (
            b"one\ncaf\xe9",
            r"text.txt:2:4: byte 0xE9 is not UTF-8: convert the file, such as with: iconv -f WINDOWS-1252 -t UTF-8",
        ),
        (b"one\r\ntwo\0", r"text.txt:2:4: the character NUL stands in no text"),
        (b"\xff\xfea\0b", r"text.txt:1:2: byte 0x62 is not UTF-16"),
    ],
)
def test_what_is_no_text_names_the_place(tmp_path: Path, raw: bytes, message: str) -> None:
    with pytest.raises(TextError, match=message):
        read_bytes(tmp_path, raw)


@pytest.mark.parametrize("raw", [b" \n\t\n", b"\xef\xbb\xbf", "\u00a0\n".encode()])
def test_white_space_alone_is_no_document(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(FileError, match="the file has no words, only white space"):
        read_bytes(tmp_path, raw)
