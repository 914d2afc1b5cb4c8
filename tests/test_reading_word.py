"""Word files: what a word processor prints is what is read."""

from pathlib import Path

import pytest

from tests.word_files import WHOLE, level, numbering, paragraph, plain_paragraph, read_body, run, write_word
from tipgraph.reading.read import read_document


def read(path: Path) -> str:
    return read_document(path).text


@pytest.mark.parametrize("labels", ["automatic", "typed"])
@pytest.mark.parametrize("notes", ["automatic", "typed"])
def test_a_whole_text_comes_back_as_it_was_written(tmp_path: Path, labels: str, notes: str) -> None:
    assert read(write_word(tmp_path / "whole.docx", WHOLE, labels=labels, notes=notes)) == WHOLE


def test_the_reading_names_kind_size_and_hash_of_the_file_itself(tmp_path: Path) -> None:
    import hashlib

    path = write_word(tmp_path / "whole.docx", WHOLE)
    reading = read_document(path)
    assert reading.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert reading.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert reading.size == path.stat().st_size


def test_a_file_of_another_program_is_read(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("II. Recommendations", 1)
    document.add_paragraph("First item", style="List Number")
    document.add_paragraph("Second item", style="List Number")
    document.add_paragraph("A bullet", style="List Bullet")
    words = document.add_paragraph("See the ")
    words.add_run("Treaty").italic = True
    words.add_run(" Series", style="Emphasis")
    words.add_run(".")
    table = document.add_table(2, 2)
    for index, text in enumerate(("Date", "Item", "3 June", "1")):
        table.cell(index // 2, index % 2).text = text
    document.save(str(tmp_path / "library.docx"))
    assert read(tmp_path / "library.docx") == (
        "II. Recommendations\n\n1. First item\n\n2. Second item\n\n• A bullet\n\nSee the *Treaty Series*.\n\nDate\tItem\n3 June\t1\n"
    )


def test_what_is_written_is_a_file_that_others_read_too(tmp_path: Path) -> None:
    import docx

    document = docx.Document(str(write_word(tmp_path / "whole.docx", WHOLE)))
    assert any("The Working Group met" in found.text for found in document.paragraphs)


def test_changes_are_accepted_and_hidden_text_and_comments_left_out(tmp_path: Path) -> None:
    body = (
        "<w:p>"
        + run("States ")
        + f"<w:ins>{run('parties ')}</w:ins><w:del><w:r><w:delText>may </w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run('moved ')}</w:moveFrom><w:moveTo>{run('should ')}</w:moveTo>"
        + run("secretly ", "<w:vanish/>")
        + '<w:commentRangeStart w:id="1"/>'
        + run("report.")
        + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )
    assert read_body(tmp_path, body) == "States parties should report.\n"


def test_a_deleted_end_joins_two_paragraphs_and_counts_once(tmp_path: Path) -> None:
    xml = numbering(level(0, "decimal", "%1."))
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        plain_paragraph("One ", f"{number}<w:rPr><w:del/></w:rPr>")
        + plain_paragraph("sentence.", number)
        + paragraph(f"<w:del>{run('x')}</w:del>", f"{number}<w:rPr><w:del/></w:rPr>")
        + plain_paragraph("Two.", number)
    )
    assert read_body(tmp_path, body, numbering=xml) == "1. One sentence.\n\n2. Two.\n"


def field_of(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_fields_show_their_result_but_page_numbers(tmp_path: Path) -> None:
    body = paragraph(
        run("See ")
        + field_of('HYPERLINK "https://example.org"', "the page")
        + field_of("PAGE", "7")
        + f'<w:fldSimple w:instr=" NUMPAGES "> {run("9")}</w:fldSimple><w:fldSimple w:instr="DATE">{run(" of today")}</w:fldSimple>'
    )
    assert read_body(tmp_path, body) == "See the page of today\n"


def test_a_contents_field_gives_lines_with_page_numbers(tmp_path: Path) -> None:
    begin = field_of("TOC \\o", "").removesuffix('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    body = (
        plain_paragraph("Contents")
        + plain_paragraph("\tParagraphs\tPage")
        + paragraph(begin + run("\tI.\tIntroduction\t1-3\t") + field_of("PAGEREF _Toc1 \\h", "2"))
        + paragraph(run("\tII.\tOther matters\t4\t3") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + plain_paragraph("I.\tIntroduction")
    )
    assert read_body(tmp_path, body) == (
        "Contents\n\n\tParagraphs\tPage\nI. Introduction\t1-3\t2\nII. Other matters\t4\t3\n\nI. Introduction\n"
    )


def test_white_space_hyphens_and_signs(tmp_path: Path) -> None:
    body = paragraph(
        run("10\u00a0000  co\u00adoperation,")
        + "<w:r><w:t>anti</w:t><w:noBreakHyphen/><w:t>traf</w:t><w:softHyphen/><w:t>ficking</w:t></w:r>"
        + run(" e\u0301t\u00e9 \u2011 ")
        + '<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>'
    )
    assert read_body(tmp_path, body) == "10 000 cooperation,anti-trafficking été - •\n"


def test_line_breaks_separate_what_stands_on_lines_of_its_own(tmp_path: Path) -> None:
    body = (
        plain_paragraph("Conference of the Parties to the\nUnited Nations Convention\nagainst Invented Matters")
        + plain_paragraph("Distr.: General\n5 March 2031\n\nOriginal: English")
        + plain_paragraph("Working Group on Invented Matters\nVienna, 14 and 15 April 2031")
        + plain_paragraph("Agenda:\n(a) Opening of the meeting;\n(b) Adoption of\nthe report.")
        + plain_paragraph("AUSTRIA\nMs. Anna Beispiel\nMr. Max Muster")
    )
    assert read_body(tmp_path, body).strip().split("\n\n") == [
        "Conference of the Parties to the United Nations Convention against Invented Matters",
        "Distr.: General",
        "5 March 2031",
        "Original: English",
        "Working Group on Invented Matters",
        "Vienna, 14 and 15 April 2031",
        "Agenda:",
        "(a) Opening of the meeting;",
        "(b) Adoption of the report.",
        "AUSTRIA",
        "Ms. Anna Beispiel",
        "Mr. Max Muster",
    ]


def test_italics_by_run_and_style_never_hold_a_label_or_space(tmp_path: Path) -> None:
    italic, style = "<w:i/>", '<w:rStyle w:val="Emphasis"/>'
    body = (
        paragraph(run("(a) Opening ", italic) + run("of it ", style) + run("(") + run("continued", italic) + run(")"))
        + paragraph(run("A heading"), '<w:pStyle w:val="Heading1"/>')
        + paragraph(run("Provisional agenda*", italic))
        + paragraph(run("Upright", f'{style}<w:i w:val="0"/>'))
    )
    assert read_body(tmp_path, body).strip().split("\n\n") == [
        "(a) *Opening of it* (*continued*)",
        "A heading",
        "Provisional agenda*",
        "Upright",
    ]
