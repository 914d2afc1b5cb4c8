"""Documents that no rule was made for, as text, Word, HTML and PDF: everything a careful reader finds, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import expectations
from tests.ingesting import ingest_json
from tests.pdfs import Layout, drawn
from tests.thorough import some
from tests.word_files import write_html, write_word


def _as_text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _as_pdf(path: Path, text: str) -> Path:
    blocks = (block if "\t" in block else block.replace("\n", "\n\n") for block in text.strip().split("\n\n"))
    path.write_bytes(drawn("\n\n".join(blocks), Layout("plain")))
    return path


FORMS: dict[str, Callable[[Path, str], Path]] = {
    "txt": _as_text,
    "docx": write_word,
    "html": write_html,
    "pdf": _as_pdf,
}
CASES = [
    (name, form)
    for name in expectations.documents()
    for form in FORMS
    if form == "txt" or name not in expectations.IN_TEXT_ONLY
    if form != "pdf" or name not in expectations.NOT_DRAWN
]


@pytest.mark.parametrize(("name", "form"), some(CASES, 3), ids=["-".join(case) for case in some(CASES, 3)])
def test_a_document_is_understood(name: str, form: str, tmp_path: Path) -> None:
    text = expectations.master(name).read_text(encoding="utf-8")
    file = FORMS[form](tmp_path / f"{name}.{form}", text)
    (account,) = ingest_json(file, "--into", tmp_path / "into")["documents"]
    assert expectations.differences(expectations.expected(name), account) == []


@pytest.mark.parametrize("name", expectations.documents())
def test_every_expectation_is_marked_as_fiction_and_stands_in_its_document(name: str) -> None:
    wanted = expectations.expected(name)
    assert wanted["fictitious"] is True
    text = expectations.master(name).read_text(encoding="utf-8")
    for one in wanted.get("attendance", ()):
        assert one["name"].split()[0] in text
