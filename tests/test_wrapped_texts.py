"""A text reset in another form has the same parts: wrapped, indented, paged, with plain figures for footnote marks."""

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.extraction import DRAFT, PAPER, REPORT, text_of
from tipgraph.documents.text import SourceText
from tipgraph.extract.coverage import Kind
from tipgraph.extract.model import Document
from tipgraph.extract.structure import take_apart

INVENTED = """CTOC/COP/WG.9/2031/4

Conference of the Parties to the United Nations Convention against Transnational Organized Crime

Distr.: Limited
3 June 2031

Original: English

Working Group on Forged Timber

Second session

Vienna, 29 May-2 June 2031

Report of the Working Group on Forged Timber on its second session

I. Recommendations

1. General matters

1. States parties should mark timber at the place where it was felled, and should keep records of the marks¹ for ten years.

¹ CTOC/COP/WG.9/2030/2, annex.

2. States parties are encouraged:

(a) To compare the marks of timber that crosses a border with those in the registers of the country of origin;

(b) To train those who inspect timber in:

(i) The reading of growth rings;

(ii) The use of scales;

(c) To publish the registers.

2. Cooperation

3. The Secretariat should collect good practices, in particular on:

- Awareness-raising among sawmills

- Cross-border inspections

II. Organization of the session

A. Opening of the session

4. The session was opened by the Chair, Ms. Example (Austria), who recalled the topics of the first session.

Annex I

List of questions

1. How is timber marked?

2. Who keeps the registers of marks, and for how long are they kept after the timber has been sold?
"""
_LABEL = re.compile(r"(?:\d+\.|\([a-z]+\)|-) ")


def parts(folder: Path, text: str) -> list[tuple[str, str, str]]:
    """Take a text apart: kind, label and words of each part, in order."""
    path = folder / "text.txt"
    path.write_bytes(text.encode())
    found = take_apart(SourceText.read(path))
    assert found.coverage.unplaced() == []
    return summary(found)


def summary(found: Document) -> list[tuple[str, str, str]]:
    words = [("section", section.label or "", section) for section in found.sections]
    words += [("provision", provision.shown, provision) for provision in found.provisions]
    words += [("footnote", footnote.number, footnote) for footnote in found.footnotes]
    words += [("masthead", field.name, field) for field in found.masthead]
    return [(kind, label, part.words(found.source)) for kind, label, part in words]


def blocks(text: str) -> list[str]:
    return [block for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip()]


def fill(block: str, width: int, first: str = "", rest: str = "") -> str:
    lines = (
        textwrap.fill(line, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
        for line in block.split("\n")
    )
    return "\n".join(lines)


def wrapped(text: str) -> str:
    return "\n\n".join(fill(block, 72) for block in blocks(text))


def broken_at_hyphens(text: str) -> str:
    return "\n\n".join(textwrap.fill(block, 41) if len(block) > 70 else block for block in blocks(text))


def indented(text: str) -> str:
    """Headings in the middle, items further in than paragraphs."""
    found = []
    for block in blocks(text):
        if _LABEL.match(block) and block[0] in "(-":
            found.append(fill(block, 76, " " * 8, " " * 8))
        elif len(block) < 60 and "\n" not in block and not block.endswith((".", ";", ":", ",", "?")):
            found.append(block.center(76).rstrip())
        else:
            found.append(fill(block, 76, " " * 4, " " * 4))
    return "\n\n".join(found)


def without_blank_lines(text: str) -> str:
    return "\n".join(blocks(text))


def with_tabulators(text: str) -> str:
    return re.sub(r"(?m)^(\d+\.|\([a-z]+\)) ", lambda label: f"{label[1]}\t", text)


def paged(text: str) -> str:
    """A page ends in the middle of a paragraph, with number, running head and form feed."""
    lines = wrapped(text).split("\n")
    found: list[str] = []
    for number, line in enumerate(lines):
        found.append(line)
        inside = number + 1 < len(lines) and line and lines[number + 1] and not line.endswith((".", ":", ";"))
        if number > 24 and inside and number % 3 == 0 and lines[number + 1][:1].islower():
            found += ["", f"{number}/99", "", "\fCTOC/COP/WG.9/2031/4", ""]
    return "\n".join(found)


@pytest.mark.parametrize("form", [wrapped, broken_at_hyphens, indented, without_blank_lines, with_tabulators, paged])
def test_an_invented_report_has_the_same_parts_in_every_form(tmp_path: Path, form: Callable[[str], str]) -> None:
    assert parts(tmp_path, form(INVENTED)) == parts(tmp_path, INVENTED)


@pytest.mark.parametrize("slug", [REPORT, DRAFT])
@pytest.mark.parametrize("form", [wrapped, with_tabulators])
def test_documents_of_the_record_have_the_same_parts(tmp_path: Path, slug: str, form: Callable[[str], str]) -> None:
    assert parts(tmp_path, form(text_of(slug))) == parts(tmp_path, text_of(slug))


def test_the_parts_of_the_invented_report(tmp_path: Path) -> None:
    found = parts(tmp_path, INVENTED)
    assert [(label, words) for kind, label, words in found if kind == "section"] == [
        ("I", "Recommendations"),
        ("1", "General matters"),
        ("2", "Cooperation"),
        ("II", "Organization of the session"),
        ("A", "Opening of the session"),
        ("Annex I", "List of questions"),
    ]
    labels = [label for kind, label, _ in found if kind == "provision"]
    assert labels == "1 2 2(a) 2(b) 2(b)(i) 2(b)(ii) 2(c) 3 3[1] 3[2] 4 1 2".split()  # noqa: SIM905
    fields = {label: words for kind, label, words in found if kind == "masthead"}
    assert fields["symbol"] == "CTOC/COP/WG.9/2031/4"
    assert fields["session"] == "Second session"
    assert fields["place-and-date"] == "Vienna, 29 May-2 June 2031"
    assert fields["working-group"] == "Working Group on Forged Timber"
    assert fields["title"] == "Report of the Working Group on Forged Timber on its second session"


@pytest.mark.parametrize(
    ("mark", "opening"), [("[1]", "[1] "), (" 1/", "1/ "), ("1", "1 ")], ids=["brackets", "slash", "figure"]
)
def test_footnotes_may_have_plain_figures(tmp_path: Path, mark: str, opening: str) -> None:
    text = INVENTED.replace("marks¹ for", f"marks{mark} for").replace("¹ CTOC", f"{opening}CTOC")
    assert parts(tmp_path, text) == parts(tmp_path, INVENTED)


def test_a_masthead_may_have_two_columns(tmp_path: Path) -> None:
    masthead = """United Nations                                   CTOC/COP/WG.9/2031/4
Conference of the Parties to the                 Distr.: Limited
United Nations Convention against                3 June 2031
Transnational Organized Crime
                                                 Original: English

"""
    text = masthead + INVENTED[INVENTED.index("Working Group on Forged") :]
    found = parts(tmp_path, text)
    extra = [part for part in found if part not in parts(tmp_path, INVENTED)]
    assert extra == [("masthead", "organization", "United Nations")]
    assert len(found) == len(parts(tmp_path, INVENTED)) + 1


def test_printers_marks_are_no_words(tmp_path: Path) -> None:
    text = INVENTED.replace(
        "I. Recommendations", "V.31-01234 (E)    030631    040631\n*3101234*\n\nPlease recycle\n\nI. Recommendations", 1
    )
    path = tmp_path / "text.txt"
    path.write_text(text)
    found = take_apart(SourceText.read(path))
    assert found.coverage.unplaced() == []
    assert Kind.PRINTER in {span.kind for span in found.coverage.spans()}
    assert found.field_words("job-number") == "V.31-01234 (E) 030631 040631"


def test_a_list_of_contents_is_neither_heading_nor_provision(tmp_path: Path) -> None:
    contents = "Contents\n\nI. Recommendations ............. 2\n\nII. Organization of the session .......... 4\n\nAnnex I ....... 5\n\n"
    text = INVENTED.replace("I. Recommendations", f"{contents}I. Recommendations", 1)
    assert parts(tmp_path, text) == parts(tmp_path, INVENTED)


def test_columns_of_a_wrapped_table(tmp_path: Path) -> None:
    text = f"""{wrapped(INVENTED)}

Annex II

Proposed organization of work

Date and time          Agenda item     Title or description
Monday, 29 May
10 a.m.-1 p.m.         1 (a)           Opening of the session
                       1 (b)           Adoption of the agenda and
                                       organization of work
3-6 p.m.               2               Marks of timber
"""
    path = tmp_path / "text.txt"
    path.write_text(text)
    rows = [(row.day, row.time, row.item) for row in take_apart(SourceText.read(path)).rows]
    assert rows == [
        ("Monday, 29 May", "10 a.m.-1 p.m.", "1 (a)"),
        ("Monday, 29 May", "10 a.m.-1 p.m.", "1 (b)"),
        ("Monday, 29 May", "3-6 p.m.", "2"),
    ]


def test_the_paper_wrapped_keeps_its_bullets(tmp_path: Path) -> None:
    def provisions(text: str) -> list[tuple[str, str, str]]:
        return [part for part in parts(tmp_path, text) if part[0] == "provision"]

    text = "\n".join(line if "\t" in line else fill(line, 72) for line in text_of(PAPER).split("\n"))
    assert provisions(text) == provisions(text_of(PAPER))
