"""PDF documents come back as the texts they were drawn from, whatever their layout; what cannot be read says why."""

import difflib
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.pdf_layouts import JOB, LAYOUTS, NOTE, RAISED, Layout
from tests.pdfs import drawn
from tests.thorough import some
from tipgraph.errors import FileError
from tipgraph.reading import glyphs, pdf
from tipgraph.reading.pdf import read_pdf

INVENTED = (Path(__file__).parent / "reading" / "invented-report.txt").read_text("utf-8").strip()
DOCUMENTS = sorted((Path(__file__).parents[1] / "data" / "documents").glob("*.txt"))
LAYOUT = {layout.name: layout for layout in LAYOUTS}


def read(tmp_path: Path, data: bytes) -> str:
    return read_pdf(data, tmp_path / "document.pdf")


def page(*lines: tuple[float, float, str], font: str = "Times-Roman", size: float = 10) -> bytes:
    """A page with texts drawn at places."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.setFont(font, size)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.save()
    return buffer.getvalue()


def as_set(text: str, layout: Layout) -> list[str]:
    """The blocks of a text as a layout shows them."""
    blocks = text.strip().split("\n\n")
    if layout.italics:
        return blocks
    return [re.sub(r"\*([^*\s][^*]*?)\*", r"\1", block) for block in blocks]


def normal(text: str) -> list[str]:
    """A text of the record in normal form: no page breaks inside paragraphs, each line of the masthead a block."""
    lines = re.sub(r"\*\*|</?i>", "", text)
    parts = [
        part
        for block in re.split(r"\n\s*\n", lines.strip())
        for part in ([block] if "\t" in block else block.split("\n"))
    ]
    blocks: list[str] = []
    notes: list[str] = []
    for part in parts:
        block = re.sub(r"^ *- (?=\([a-z]+\)|[IVX]+\.)", "", part) if "\t" in part else " ".join(part.split())
        block = re.sub(r"^- (?=\([a-z]+\)|[IVX]+\.)", "", block)
        if NOTE.match(block) or JOB.match(block):
            notes.append(block)
        elif block[:1].islower() and blocks and not re.search(r"[.;:]$", blocks[-1]) and "\t" not in block + blocks[-1]:
            blocks[-1] += f" {block}"
        elif block:
            blocks.append(block)
    for note in [note for note in notes if not JOB.match(note)]:
        mark = re.escape(NOTE.match(note)[1])  # type: ignore[index]
        holder = next(
            i for i, block in enumerate(blocks) if re.search(rf"(?<=[^\s*{RAISED}]){mark}(?![{RAISED}*\w])", block)
        )
        while holder + 1 < len(blocks) and NOTE.match(blocks[holder + 1]):
            holder += 1
        blocks.insert(holder + 1, note)
    return blocks + [note for note in notes if JOB.match(note)]


def share(wanted: list[str], found: list[str]) -> float:
    """The share of blocks that come back exactly and in order."""
    wanted, found = ([block for block in blocks if not JOB.match(block)] for blocks in (wanted, found))
    matcher = difflib.SequenceMatcher(None, wanted, found, autojunk=False)
    return sum(match.size for match in matcher.get_matching_blocks()) / len(wanted)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_an_invented_report_comes_back_from_every_layout(tmp_path: Path, layout: Layout) -> None:
    wanted = as_set(INVENTED, layout)
    found = read(tmp_path, drawn(INVENTED if layout.italics else "\n\n".join(wanted), layout)).strip().split("\n\n")
    assert [block for block in found if not JOB.match(block)] == [block for block in wanted if not JOB.match(block)]
    assert sum(bool(JOB.match(block)) for block in found) == (1 if layout.furniture != "head" or layout.masthead else 0)


@pytest.mark.parametrize("layout", some(LAYOUTS, 4), ids=lambda layout: layout.name)
def test_the_texts_of_the_record_come_back(tmp_path: Path, layout: Layout) -> None:
    for path in DOCUMENTS:
        text = "\n\n".join(normal(path.read_text("utf-8")))
        wanted = as_set(text, layout)
        found = read(tmp_path, drawn("\n\n".join(wanted), layout)).strip().split("\n\n")
        assert share(wanted, found) >= 0.95, path.name


SENTENCE = st.lists(
    st.sampled_from(
        [
            "protection",
            "of",
            "victims",
            "article",
            "6",
            "awareness-raising",
            "*inter alia*",
            "the",
            "Secretariat,",
            "2,500",
        ]
    ),
    min_size=4,
    max_size=60,
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    paragraphs=st.lists(SENTENCE, min_size=2, max_size=12),
    layout=st.sampled_from([layout for layout in LAYOUTS if layout.italics]),
    size=st.sampled_from([9.0, 10.0, 11.5]),
)
def test_numbered_paragraphs_come_back(
    tmp_path: Path, paragraphs: list[list[str]], layout: Layout, size: float
) -> None:
    blocks = [f"{number}. The {' '.join(words)} ends here." for number, words in enumerate(paragraphs, 1)]
    text = "\n\n".join(["I. Introduction", *blocks])
    merged = re.sub(r"(?<=\w)\* \*(?=\w)", " ", text)  # neighbours in italics are one emphasis
    assert (
        read(tmp_path, drawn(merged, replace(layout, size=size, note_size=min(size - 1, layout.note_size)))).strip()
        == merged
    )


def test_lines_far_apart_are_one_paragraph_whatever_opens_them(tmp_path: Path) -> None:
    lines = (
        (72, 700, "1. The Working Group considered the forms that were sent in, among them"),
        (72, 685, "2,500 that were new."),
        (72, 660, "2. The Chair thanked all who were present."),
    )
    blocks = read(tmp_path, page(*lines)).strip().split("\n\n")
    assert [block.partition(" ")[0] for block in blocks] == ["1.", "2."]


def test_an_indent_as_wide_as_the_white_at_the_line_ends_does_not_centre_lines(tmp_path: Path) -> None:
    lines = (
        (72, 700, "1. The Working Group had received replies from as many as four of the States"),
        (96, 688, "that were asked, and had before it at its latest meeting the further"),
        (96, 676, "2,500 comments on the draft that had been made in the open meetings."),
    )
    blocks = read(tmp_path, page(*lines, font="Courier")).strip().split("\n\n")
    assert len(blocks) == 1


def test_figures_of_one_digit_stay_apart_where_no_space_is_drawn(tmp_path: Path) -> None:
    words = ["On", "6", "7", "8", "9", "and", "6", "7", "8", "9"]
    places = [72 + 6 * sum(len(word) + 1 for word in words[:at]) for at in range(len(words))]
    lines = [(x, 700, word) for x, word in zip(places, words, strict=True)]
    assert read(tmp_path, page(*lines, font="Courier")).strip() == " ".join(words)


def test_wide_spaces_that_stand_over_each_other_in_set_out_lines_are_no_columns(tmp_path: Path) -> None:
    rows = [["1. The", "implementation", "requires"], ["considerable", "assistance", "everywhere"]]
    lines = []
    for number, row in enumerate(rows):
        white = (234 - 6 * sum(map(len, row))) / (len(row) - 1)
        lines += [
            (72 + 6 * sum(map(len, row[:at])) + at * white, 700 - 12 * number, word) for at, word in enumerate(row)
        ]
    text = read(tmp_path, page(*lines, (72, 676, "and at every time."), font="Courier")).strip()
    assert text == "1. The implementation requires considerable assistance everywhere and at every time."


def test_a_line_that_had_no_room_in_the_left_column_follows_it(tmp_path: Path) -> None:
    left = [(72, 700 - 12 * at, f"{at}. The Group took note of number {at},") for at in range(1, 7)]
    text = read(tmp_path, page((72, 700, "Findings"), *left, (330, 700, "and of its annexes."), font="Courier"))
    assert text.strip().split("\n\n")[0] == "Findings"
    assert text.strip().endswith("6. The Group took note of number 6, and of its annexes.")


def test_a_page_with_one_line_goes_on_with_the_columns_of_the_page_before(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for side in (72, 330):
        canvas.setFont("Times-Roman", 10)
        for at in range(1, 7):
            canvas.drawString(side, 700 - 12 * at, "The Group took note of a report on its own work,")
    canvas.showPage()
    canvas.setFont("Times-Roman", 10)
    canvas.drawString(72, 700, "and on its outcome.")
    canvas.save()
    assert read(tmp_path, buffer.getvalue()).strip().endswith("work, and on its outcome.")


def test_the_parts_of_a_masthead_are_read_side_by_side(tmp_path: Path) -> None:
    text = read(tmp_path, drawn(INVENTED, LAYOUT["united-nations"]))
    assert text.split("\n\n")[:6] == [
        "United Nations", "CTOC/COP/WG.9/2013/4",
        "Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
        "Distr.: General", "18 June 2013", "Original: English",
    ]  # fmt: skip


def test_headings_repeated_at_the_head_of_pages_are_no_running_heads(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for number in (1, 2, 3):
        canvas.setFont("Times-Roman", 10)
        canvas.drawString(72, 800, "A/CONF.999/1" if number > 1 else "An invented agenda")
        canvas.drawString(72, 760, "Documentation" if number > 1 else "Annotations")
        canvas.drawString(
            72,
            742,
            f"Note by the Secretariat on item {number} of the agenda, with what the Secretariat has to say on it.",
        )
        canvas.drawCentredString(297, 40, str(number))
        canvas.showPage()
    canvas.save()
    blocks = read(tmp_path, buffer.getvalue()).strip().split("\n\n")
    assert blocks[:2] == ["An invented agenda", "Annotations"]
    assert [block for block in blocks if "Note" not in block][2:] == ["Documentation", "Documentation"]


def test_superscripts_that_are_no_marks_stay_plain(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.setFont("Times-Roman", 10)
    canvas.drawString(72, 700, "On the 1")
    canvas.drawString(80 + canvas.stringWidth("On the 1"), 700, "day of the session the Group met.")
    canvas.setFont("Times-Roman", 6)
    canvas.drawString(72 + canvas.stringWidth("On the 1", "Times-Roman", 10), 704, "st")
    canvas.save()
    assert read(tmp_path, buffer.getvalue()).strip() == "On the 1st day of the session the Group met."


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        ("The traf-", "ficking of persons", "The trafficking of persons"),
        ("The non-", "governmental organizations", "The non-governmental organizations"),
        ("An evidence-", "based approach", "An evidence-based approach"),
        ("The coor-", "dination of work", "The coordination of work"),
        ("The Asian-", "African Organization", "The Asian-African Organization"),
        ("short-", "and long-term aid", "short- and long-term aid"),
        ("See CTOC/COP/", "WG.4/2009/2 for more", "See CTOC/COP/WG.4/2009/2 for more"),
    ],
)
def test_words_cut_at_a_line_end_are_rejoined(tmp_path: Path, upper: str, lower: str, whole: str) -> None:
    filled = (
        f"The Working Group considered at length, and not without reservations on the part of some speakers, {upper}"
    )
    width = Canvas(io.BytesIO()).stringWidth(filled, "Times-Roman", 10)
    spare = "x" * int((440 - width) / 5)
    text = read(tmp_path, page((72, 700, f"{spare} {filled}"), (72, 688, f"{lower} was said.")))
    assert whole in text


def test_what_the_document_shows_elsewhere_decides_on_a_hyphen(tmp_path: Path) -> None:
    lines = (
        (72, 700, "The multistakeholder approach is a multi-"),
        (72, 688, "stakeholder approach, as it was said to be."),
    )
    assert "multistakeholder approach, as" in read(tmp_path, page(*lines))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no PDF document, or a damaged one"),
        (b"no PDF at all", "no PDF document, or a damaged one"),
        (
            b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R",
            "no PDF document, or a damaged one",
        ),
    ],
)
def test_what_is_no_pdf_says_so(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(FileError, match=reason):
        read(tmp_path, data)


def test_a_password_is_named(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt="secret")
    canvas.drawString(72, 700, "Nobody reads this.")
    canvas.save()
    with pytest.raises(FileError, match="locked with a password"):
        read(tmp_path, buffer.getvalue())


def scanned(*pages: str) -> bytes:
    """Pages with text, or with nothing but a picture where the text is empty."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for text in pages:
        if text:
            canvas.drawString(72, 700, text)
        else:
            canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_scans_name_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"scan without a text layer.*OCRmyPDF.*Tesseract"):
        read(tmp_path, scanned("", ""))
    with pytest.raises(FileError, match=r"pages 2, 4 are scanned without a text layer.*OCRmyPDF"):
        read(tmp_path, scanned("The first page.", "", "The third page.", ""))


def test_a_page_made_to_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (glyphs, pdf):
        monkeypatch.setattr(module, "MOST_CHARACTERS", 20)
    assert read(tmp_path, page((72, 700, "A few words."))).strip() == "A few words."
    with pytest.raises(
        FileError, match="its page 1 has more than 20 characters: save it with its text in several pages"
    ):
        read(tmp_path, page((72, 700, "Words and words and words and words.")))


def test_a_drawing_of_very_many_lines_is_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "_MOST_RULES", 3)
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for x in range(60, 400, 30):
        canvas.line(x, 600, x, 720)
    for y in (600, 640, 680, 720):
        canvas.line(60, y, 390, y)
    canvas.drawString(65, 690, "Words across the lines of a drawing.")
    canvas.save()
    assert read(tmp_path, buffer.getvalue()).strip() == "Words across the lines of a drawing."


def test_a_small_table_at_a_pages_foot_is_no_footnote(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.setFont("Times-Roman", 10)
    for number in range(1, 13):
        canvas.drawString(90, 714 - 14 * number, f"{number}. The Chair welcomed those who were present.")
    canvas.setFont("Times-Roman", 8)
    rows = [("10 a.m.-1 p.m.", "1 (a)", "Opening of the meeting"), ("3-6 p.m.", "2", "Exchange of forms")]
    for number, cells in enumerate(rows):
        for left, cell in zip((90, 200, 260), cells, strict=True):
            canvas.drawString(left, 110 - 22 * number, cell)
    canvas.save()
    text = read(tmp_path, buffer.getvalue())
    assert "10 a.m.-1 p.m." in text
    assert "Opening of the meeting" in text.partition("\t1 (a)")[2]
    assert "¹" not in text
