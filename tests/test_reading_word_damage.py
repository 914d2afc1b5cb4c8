"""Word files that are not what they should be."""

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.thorough import examples
from tests.word_files import (
    WHOLE,
    W,
    level,
    numbering,
    pack,
    plain_paragraph,
    read_body,
    table,
    write_word,
)
from tipgraph.errors import FileError
from tipgraph.reading import word_package
from tipgraph.reading.read import read_document


def read(path: Path) -> str:
    return read_document(path).text


def test_a_damaged_file_is_named_with_a_way_out(tmp_path: Path) -> None:
    path = write_word(tmp_path / "whole.docx", WHOLE)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(
        FileError, match=r"whole.docx: this Word file is damaged .*: open it in a word processor and save it anew"
    ):
        read(path)
    path.write_bytes(raw)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(FileError, match=r"damaged \(word/document.xml"):
        read(path)


def test_entities_and_a_document_type_are_refused(tmp_path: Path) -> None:
    path = write_word(tmp_path / "whole.docx", WHOLE)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p>'
            "</w:body></w:document>",
        )
    with pytest.raises(FileError, match="declares a document type"):
        read(path)


def test_a_file_that_expands_too_far_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "EXPANDED_BYTES", 1024 * 1024)
    path = pack(tmp_path / "bomb.docx", plain_paragraph("a " * 1_000_000))
    assert path.stat().st_size < 20_000
    with pytest.raises(FileError, match=r"its XML expands to more than 1 MB: save its text as \.txt"):
        read(path)


def test_a_file_without_words_or_with_another_file_in_it(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="the file has no words"):
        read_body(tmp_path, plain_paragraph("  \u00a0 "))
    with pytest.raises(FileError, match="part of its text is another file inside this one"):
        read_body(tmp_path, '<w:altChunk r:id="rId1"/>')


def test_deep_nesting_is_read_or_refused(tmp_path: Path) -> None:
    nested = plain_paragraph("deep")
    for _ in range(60):
        nested = table((nested,))
    assert read_body(tmp_path, nested) == "deep\n"
    for _ in range(200):
        nested = table((nested,))
    with pytest.raises(FileError, match="damaged"):
        read_body(tmp_path, nested)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_xml_of_the_vocabulary_breaks_the_reader(tmp_path: Path, data: st.DataObject) -> None:
    names = [
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "ins",
        "del",
        "sdt",
        "sdtContent",
        "pPr",
        "numPr",
        "numId",
        "ilvl",
        "fldChar",
        "br",
        "tab",
        "sym",
        "footnoteReference",
        "txbxContent",
        "drawing",
        "gridSpan",
        "tcPr",
        "rPr",
        "i",
        "sectPr",
    ]
    values = st.sampled_from(["", "1", "-1", "x", "begin", "separate", "end", "99999999999", "F0B7"])
    tree = st.recursive(
        st.sampled_from(["words", " ", ""]),
        lambda inner: st.builds(
            lambda name, val, content: (
                f'<w:{name} w:val="{val}" w:id="{val}" w:fldCharType="{val}" w:char="{val}">{"".join(content)}</w:{name}>'
            ),
            st.sampled_from(names),
            values,
            st.lists(inner, max_size=3),
        ),
        max_leaves=20,
    )
    try:
        text = read_body(tmp_path, data.draw(tree), numbering=numbering(level(0, "decimal", "%1.")))
    except FileError:
        return
    assert text.endswith("\n")
    assert not re.search(r"\n{3}|[ ]\n", text)


@pytest.mark.parametrize("number", ["--5", "9" * 5000, "-1", "²", "٣", ""])
def test_numbers_that_are_none_count_for_nothing(number: str, tmp_path: Path) -> None:
    properties = f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="{number}"/></w:numPr>'
    body = plain_paragraph("Words.", properties) + f'<w:p><w:pPr><w:outlineLvl w:val="{number}"/></w:pPr></w:p>'
    assert "Words." in read_body(tmp_path, body)
