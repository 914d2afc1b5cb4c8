"""Tables, text boxes and headers of Word files."""

from pathlib import Path

import pytest

from tests.word_files import W, paragraph, plain_paragraph, read_body, run, table


def test_a_table_that_arranges_the_masthead_gives_blocks(tmp_path: Path) -> None:
    p = plain_paragraph
    body = table(
        (p("United Nations"), p("CTOC/COP/WG.99/2031/1")),
        (p(""), p("Conference of the Parties"), p("Distr.: General") + p("5 March 2031")),
    )
    assert read_body(tmp_path, body).strip().split("\n\n") == [
        "United Nations",
        "CTOC/COP/WG.99/2031/1",
        "Conference of the Parties",
        "Distr.: General",
        "5 March 2031",
    ]


def test_spanned_and_merged_cells_are_empty_cells(tmp_path: Path) -> None:
    p = plain_paragraph
    body = table(
        (f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Monday")}', p("Room A")),
        (f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("10 a.m.")}', p("1 (a)") + p("1 (b)"), p("Opening\nof it")),
        (f"<w:tcPr><w:vMerge/></w:tcPr>{p('')}", p("2"), p("")),
    )
    assert read_body(tmp_path, body) == "Monday\t\tRoom A\n10 a.m.\t1 (a) 1 (b)\tOpening of it\n\t2\t\n"


def test_a_list_laid_out_as_a_table_gives_items(tmp_path: Path) -> None:
    p = plain_paragraph
    body = table((p("(a)"), p("First;")), (p("(b)"), p("Second.")))
    assert read_body(tmp_path, body) == "(a) First;\n\n(b) Second.\n"


def test_text_boxes_stand_before_their_paragraph_and_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{plain_paragraph('CTOC/COP/2031/9')}</w:txbxContent>"
    space = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    drawing = (
        f"<w:r><mc:AlternateContent {space}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read_body(tmp_path, paragraph(run("The title") + drawing)) == "CTOC/COP/2031/9\n\nThe title\n"


SECTION = (
    '<w:sectPr><w:headerReference w:type="{}" r:id="rId1"/><w:footerReference w:type="{}" r:id="rId2"/>{}</w:sectPr>'
)


@pytest.mark.parametrize(("kind", "first"), [("first", "<w:titlePg/>"), ("default", "")])
def test_the_masthead_may_stand_in_the_header_of_the_first_page(tmp_path: Path, kind: str, first: str) -> None:
    masthead = plain_paragraph("United Nations\tCTOC/COP/2031/9")
    header = f'<w:hdr xmlns:w="{W}">{masthead}</w:hdr>'
    footer = f'<w:ftr xmlns:w="{W}">{plain_paragraph("V.31-01234 (E)    010231")}{plain_paragraph("*3101234*")}</w:ftr>'
    others = {"rId1": ("header", header), "rId2": ("footer", footer)}
    section = SECTION.format(kind, kind, first)
    text = read_body(tmp_path, plain_paragraph("The title") + section, others=others)
    assert text == "United Nations\n\nCTOC/COP/2031/9\n\nThe title\n\nV.31-01234 (E)\n"
    text = read_body(
        tmp_path, plain_paragraph("CTOC/COP/2031/9") + plain_paragraph("The title") + section, others=others
    )
    assert text == "CTOC/COP/2031/9\n\nThe title\n\nV.31-01234 (E)\n"
