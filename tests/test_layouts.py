"""A document set again in the ways of other programs is taken apart into the same parts, in time."""

import re
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests import layouts
from tests.ingesting import GENRE
from tipgraph.documents.text import SourceText
from tipgraph.extract.structure import take_apart
from tipgraph.reading.read import read_document

DOCUMENTS = (
    "firearms-agenda",
    "firearms-report",
    "resolution-thirty",
    "smuggling-report-two-lists",
    "technical-assistance-report-annex",
    "tip-background-paper",
    "tip-report-numbered",
)
FORMS: dict[str, Callable[[str], str]] = {
    "wrapped": layouts.wrapped,
    "double spaced": layouts.double_spaced,
    "hanging": layouts.hanging,
    "indented": layouts.all_indented,
    "tabulators": layouts.with_tabulators,
    "labels apart": layouts.labels_in_lines_of_their_own,
    "from Windows": layouts.from_windows,
    "unbreakable spaces": layouts.unbreakable_spaces,
    "typewriter quotes": layouts.typewriter_quotes,
    "other bullets": layouts.other_bullets,
    "headings in bold": layouts.headings_as(lambda heading: f"**{heading[0]}**"),
    "headings in Markdown": layouts.headings_as(lambda heading: f"## **{heading[0]}**"),
    "headings without stop": layouts.headings_as(lambda heading: f"{heading['label']} {heading['title']}"),
    "headings in capitals": layouts.headings_as(
        lambda heading: heading[0].upper() if heading["numeral"] else heading[0]
    ),
    "contents": layouts.with_contents,
    "paged": layouts.paged,
    "marks in brackets": layouts.marks_in_brackets,
    "marks of Markdown": layouts.marks_of_markdown,
    "marks in plain figures": layouts.marks_in_plain_figures,
}


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.translate(str.maketrans("‘’“”", "''\"\""))).strip().casefold()


def _parts(path: Path) -> Counter[tuple[str, str, str]]:
    found = take_apart(SourceText.of(read_document(path).text, "text"))
    assert found.coverage.unplaced() == []
    parts = [("section", section.label or "", section) for section in found.sections]
    parts += [("provision", provision.shown, provision) for provision in found.provisions]
    parts += [("footnote", footnote.number, footnote) for footnote in found.footnotes]
    parts += [("masthead", field.name, field) for field in found.masthead]
    parts += [("row", row.item, row) for row in found.rows]
    return Counter((kind, label, _plain(part.words(found.source))) for kind, label, part in parts)


@cache
def _wanted(name: str) -> Counter[tuple[str, str, str]]:
    return _parts(GENRE / f"{name}.txt")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_document_set_again_has_the_same_parts(form: Callable[[str], str], tmp_path: Path) -> None:
    for name in DOCUMENTS:
        path = tmp_path / f"{name}.txt"
        text = form((GENRE / f"{name}.txt").read_text(encoding="utf-8"))
        path.write_bytes(text.encode())
        found = _parts(path)
        assert (name, sorted(_wanted(name) - found), sorted(found - _wanted(name))) == (name, [], [])


def test_a_text_of_many_pages_takes_time_in_proportion(tmp_path: Path) -> None:
    """Ten times the pages take about ten times as long: a hundred times would be a fault."""
    body = layouts.marks_in_plain_figures((GENRE / "firearms-report.txt").read_text(encoding="utf-8"))

    def seconds(times: int) -> float:
        source = SourceText.of(body * times, "long")
        begun = time.process_time()
        take_apart(source)
        return time.process_time() - begun

    few = min(seconds(3) for _ in range(3))
    assert seconds(30) < 60 * few
