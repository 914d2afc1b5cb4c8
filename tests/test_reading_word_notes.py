"""Notes of Word files: marks, and the notes behind the block that holds them."""

from pathlib import Path

from tests.word_files import paragraph, plain_paragraph, read_body, run, table

RAISE = '<w:vertAlign w:val="superscript"/>'


def test_raised_digits_are_marks_only_where_there_is_such_a_note(tmp_path: Path) -> None:
    body = (
        paragraph(
            run("An area of 40 m")
            + run("2", RAISE)
            + run(" on the 5")
            + run("th", RAISE)
            + run(" day, as agreed ")
            + run("1", RAISE)
            + run(" there.")
        )
        + plain_paragraph("Next.")
        + paragraph(run("1", RAISE) + run(" See the report."))
    )
    assert (
        read_body(tmp_path, body)
        == "An area of 40 m2 on the 5th day, as agreed¹ there.\n\n¹ See the report.\n\nNext.\n"
    )


def test_a_note_typed_on_the_line_matches_its_raised_mark(tmp_path: Path) -> None:
    body = (
        paragraph(run("As agreed.") + run("1", RAISE)) + plain_paragraph("Next.") + plain_paragraph("1 See the report.")
    )
    assert read_body(tmp_path, body) == "As agreed.¹\n\n¹ See the report.\n\nNext.\n"


def test_letters_mark_the_notes_of_a_table_where_there_are_such(tmp_path: Path) -> None:
    body = (
        table(
            (plain_paragraph("State"), plain_paragraph("Day")),
            (paragraph(run("Austria") + run("a", RAISE)), plain_paragraph("1")),
        )
        + paragraph(run("a", RAISE) + run(" By note.") + run("b", RAISE))
        + plain_paragraph("1 March 2031")
    )
    assert read_body(tmp_path, body) == "State\tDay\nAustriaᵃ\t1\n\nᵃ By note.b\n\n1 March 2031\n"


def test_raised_characters_are_marks_as_raised_digits_are(tmp_path: Path) -> None:
    body = (
        plain_paragraph("As agreed.¹ It has 40 m².") + plain_paragraph("Next.") + plain_paragraph("¹ See the report.")
    )
    assert read_body(tmp_path, body) == "As agreed.¹ It has 40 m².\n\n¹ See the report.\n\nNext.\n"


def test_a_list_with_asterisks_is_no_list_of_notes(tmp_path: Path) -> None:
    body = plain_paragraph("The agenda*") + plain_paragraph("* One thing") + plain_paragraph("* Another")
    assert read_body(tmp_path, body) == "The agenda*\n\n* One thing\n\n* Another\n"


def test_numbering_of_notes_may_start_anew_and_endnotes_go_on_behind_footnotes(tmp_path: Path) -> None:
    def refer(kind: str, identifier: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{identifier}"/></w:r>'

    def note(kind: str, identifier: int, words: str) -> str:
        first = paragraph(f"<w:r><w:{kind}Ref/></w:r>" + run(f" {words}"))
        return f'<w:{kind} w:id="{identifier}">{first}{plain_paragraph("More.")}</w:{kind}>'

    body = (
        paragraph(run("One") + refer("footnote", 1), "<w:sectPr/>")
        + paragraph(run("Two") + refer("footnote", 2) + run(" three") + refer("endnote", 1))
        + "<w:sectPr/>"
    )
    text = read_body(
        tmp_path,
        body,
        footnotes=note("footnote", 1, "First.") + note("footnote", 2, "2 Second."),
        endnotes=note("endnote", 1, "Third."),
        settings='<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>',
    )
    assert text == "One¹\n\n¹ First. More.\n\nTwo¹ three³\n\n¹ 2 Second. More.\n\n³ Third. More.\n"
