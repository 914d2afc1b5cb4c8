"""Automatic numbering of Word files: the labels are those that a word processor prints."""

from pathlib import Path

from tests.word_files import STYLES, level, numbering, plain_paragraph, read_body


def item(index: int, name: int = 1) -> str:
    return plain_paragraph("Words.", f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{name}"/></w:numPr>')


def labels_of(text: str) -> list[str]:
    return [block.removesuffix("Words.").strip() for block in text.strip().split("\n\n")]


def test_levels_count_by_themselves_and_start_anew_below_a_higher_one(tmp_path: Path) -> None:
    xml = numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + level(2, "lowerRoman", "(%3)"))
    body = "".join(item(index) for index in (0, 1, 1, 2, 2, 1, 0, 1, 2))
    assert labels_of(read_body(tmp_path, body, numbering=xml)) == [
        "1.",
        "(a)",
        "(b)",
        "(i)",
        "(ii)",
        "(c)",
        "2.",
        "(a)",
        "(i)",
    ]


def test_labels_of_several_numbers_and_with_words(tmp_path: Path) -> None:
    xml = numbering(
        level(0, "upperRoman", "Chapter %1.")
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + level(2, "decimalZero", "%3)", '<w:lvlRestart w:val="0"/>')
    )
    body = "".join(item(index) for index in (0, 1, 2, 1, 2, 0, 1, 2))
    expected = ["Chapter I.", "1.1", "01)", "1.2", "02)", "Chapter II.", "2.1", "03)"]
    assert labels_of(read_body(tmp_path, body, numbering=xml)) == expected


def test_starts_overrides_and_lists_that_share_a_definition(tmp_path: Path) -> None:
    instances = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    xml = numbering(level(0, "decimal", "%1.", start=5), instances)
    body = "".join(item(0, name) for name in (1, 1, 2, 3, 3, 1))
    assert labels_of(read_body(tmp_path, body, numbering=xml)) == ["5.", "6.", "7.", "1.", "2.", "3."]


def test_letters_run_past_z_and_numerals_past_ten(tmp_path: Path) -> None:
    xml = numbering(level(0, "lowerLetter", "(%1)", start=26) + level(1, "upperRoman", "%2.", start=39))
    body = item(0) + item(0) + item(1) + item(1)
    assert labels_of(read_body(tmp_path, body, numbering=xml)) == ["(z)", "(aa)", "XXXIX.", "XL."]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_refuse(tmp_path: Path) -> None:
    styles = STYLES.replace(
        "</w:styles>",
        '<w:style w:type="paragraph" w:styleId="Para"><w:name w:val="Para"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Para"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style></w:styles>',
    )
    xml = numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)"))
    none = '<w:pStyle w:val="Para"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(
        plain_paragraph("Words.", properties)
        for properties in ('<w:pStyle w:val="Para"/>', '<w:pStyle w:val="Sub"/>', none, '<w:pStyle w:val="Para"/>')
    )
    assert labels_of(read_body(tmp_path, body, numbering=xml, styles=styles)) == ["1.", "(a)", "", "2."]


def test_bullets_of_picture_fonts_are_bullets(tmp_path: Path) -> None:
    xml = numbering(level(0, "bullet", "\uf0b7") + level(1, "bullet", "–") + level(2, "bullet", "o"))
    assert labels_of(read_body(tmp_path, item(0) + item(1) + item(2), numbering=xml)) == ["•", "-", "•"]
