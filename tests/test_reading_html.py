"""Web pages: the document in them is read as a browser shows it, the site around it is not."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.normal_texts import WHOLE
from tests.page_files import write_html
from tests.thorough import examples
from tipgraph.errors import FileError, TextError
from tipgraph.reading import html_tree
from tipgraph.reading.read import read_document


def read_page(tmp_path: Path, page: str | bytes, name: str = "page.html") -> str:
    path = tmp_path / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read_document(path).text


def blocks_of(tmp_path: Path, body: str) -> list[str]:
    return read_page(tmp_path, f"<html><body>{body}</body></html>").removesuffix("\n").split("\n\n")


@pytest.mark.parametrize("labels", ["automatic", "typed"])
@pytest.mark.parametrize("notes", ["linked", "typed"])
def test_a_whole_text_comes_back_as_it_was_written(tmp_path: Path, labels: str, notes: str) -> None:
    path = write_html(tmp_path / "whole.html", WHOLE, labels=labels, notes=notes)
    reading = read_document(path)
    assert reading.text == WHOLE
    assert reading.media_type == "text/html"


def test_the_site_around_the_document_is_left_out(tmp_path: Path) -> None:
    document = "<h1>A report</h1>" + "<p>A sentence of the document.</p>" * 20
    site = (
        "<header>Site</header><nav>Home</nav><div class='breadcrumb'>Home > Here</div><div id='cookie-banner'>Cookies</div>"
        "<div role='search'>Find</div><script>let x = '<p>no</p>'</script><style>p {}</style><noscript>On</noscript>"
        "<div style='display: none'>Hidden</div><p hidden>Hidden</p><aside>See also</aside><footer>Imprint</footer><!-- no -->"
    )
    expected = "A report\n\n" + "\n\n".join(["A sentence of the document."] * 20) + "\n"
    assert (
        read_page(tmp_path, f"<html><head><title>T</title></head><body>{site}{document}{site}</body></html>")
        == expected
    )
    assert (
        read_page(tmp_path, f"<html><body>{site}<p>Old</p><main><nav>Home</nav>{document}</main></body></html>")
        == expected
    )
    assert (
        read_page(tmp_path, f"<html><body><form>{site}<div id='menu'>{document}</div></form></body></html>") == expected
    )


def test_a_header_inside_the_document_is_part_of_it(tmp_path: Path) -> None:
    body = "<article><header><p>Distr.: General</p></header><p>Words of the text.</p><footer><p>* Note.</p></footer></article>"
    assert blocks_of(tmp_path, body) == ["Distr.: General", "Words of the text.", "* Note."]


def test_lists_print_their_labels(tmp_path: Path) -> None:
    body = (
        "<ol start=3><li>Three:<ol type=a><li>first;</li><li><p>second:</p><ol type=i><li>one;</li><li>two.</li></ol></ol>"
        "<li value=7><p>Seven.</p><p>More of it.</p></li></ol>"
        "<ol type=A><li>Upper</li></ol><ol style='list-style-type: upper-roman'><li>Roman</li></ol>"
        "<ul><li>bullet</li><li>(a) labelled</li></ul><ul style='list-style: none'><li>bare</li></ul><ol><li>1. typed</li></ol>"
    )
    assert blocks_of(tmp_path, body) == [
        "3. Three:",
        "(a) first;",
        "(b) second:",
        "(i) one;",
        "(ii) two.",
        "7. Seven.",
        "More of it.",
        "A. Upper",
        "I. Roman",
        "• bullet",
        "(a) labelled",
        "bare",
        "1. typed",
    ]


def test_text_without_elements_of_its_own_and_in_nested_divisions(tmp_path: Path) -> None:
    body = (
        "Bare <b>words</b> here<div>one<div>two</div>three</div>end &amp; &eacute;&nbsp;&shy;x<br><br>new <q>said</q>"
    )
    assert blocks_of(tmp_path, body) == ["Bare words here", "one", "two", "three", "end & é x", "new “said”"]


def test_breaks_separate_lines_of_a_masthead_and_not_a_sentence(tmp_path: Path) -> None:
    body = "<p>Distr.: General<br>5 March 2031<br>Original: English</p><p>The Working Group<br>met in Vienna.</p>"
    assert blocks_of(tmp_path, body) == [
        "Distr.: General",
        "5 March 2031",
        "Original: English",
        "The Working Group met in Vienna.",
    ]


def test_labels_set_apart_and_job_numbers(tmp_path: Path) -> None:
    body = (
        "<p><span>42.</span><span style='width: 9pt'></span><span>The Committee met.</span></p><p><b>A.</b><b>General</b></p>"
        "<p>V.31-01234 (E)&nbsp;&nbsp; 010231 020231<br>*3101234*</p><p>It was <b>A.</b>B.</p><p>V.31-01234 (E)</p>"
    )
    assert blocks_of(tmp_path, body) == ["42. The Committee met.", "A. General", "V.31-01234 (E)", "It was A.B."]


def test_italics_by_element_and_style(tmp_path: Path) -> None:
    upright = "<span style='font-style:normal'>1</span>"
    body = (
        "<p><i>Recalling</i> <em>also</em> the <cite>Series</cite><i>,</i> "
        f"<span style='font-style: italic'>vol. {upright}</span></p>"
    )
    assert blocks_of(tmp_path, body) == ["*Recalling also* the *Series, vol.* 1"]


def test_notes_of_a_page_saved_by_a_word_processor(tmp_path: Path) -> None:
    body = (
        "<p class=MsoNormal>1.<span style='font:7.0pt'>&nbsp;&nbsp; </span>It met.<a style='mso-footnote-id:ftn1' href='#_ftn1' "
        "name='_ftnref1'><span class=MsoFootnoteReference><sup><![if !supportFootnotes]>[1]<![endif]></sup></span></a> It ended.</p>"
        "<p class=MsoNormal>2. Next.</p><hr><div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>"
        "<p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'><span class=MsoFootnoteReference>[1]</span></a> See "
        "<i>Series</i>.</p><p>More.</p></div></div>"
        "<div style='mso-element:header'><p>CTOC/COP/2031/9</p></div>"
    )
    assert blocks_of(tmp_path, body) == ["1. It met.¹ It ended.", "¹ See *Series*. More.", "2. Next."]


def test_notes_in_a_list_and_with_a_way_back(tmp_path: Path) -> None:
    body = (
        "<p>One.<sup id='fnref:1'><a href='#fn:1'>1</a></sup> Two<a href='#fn:2' class='note'>2</a></p><p>Next.</p>"
        "<section role='doc-endnotes'><ol><li id='fn:1'><p>First. <a href='#fnref:1'>↩</a></p></li>"
        "<li id='fn:2'>Second.</li></ol></section>"
    )
    assert blocks_of(tmp_path, body) == ["One.¹ Two²", "¹ First.", "² Second.", "Next."]


def test_links_with_numbers_are_no_notes(tmp_path: Path) -> None:
    body = "<p>Chapter <a href='#c1'>1</a>, 40 m<sup>2</sup></p><h2 id='c1'>The chapter</h2>"
    assert blocks_of(tmp_path, body) == ["Chapter 1, 40 m2", "The chapter"]


def test_tables_give_rows_and_tables_that_arrange_give_blocks(tmp_path: Path) -> None:
    body = (
        "<table><caption>Timetable</caption><thead><tr><th>Date<th>Item</thead><tr><td rowspan=2>3 June<td>1<br>(a)</tr><tr><td>2</tr>"
        "<tr><td colspan=2>End</table>"
        "<table><tr><td><h1>Report</h1><p>Long text.</p><table><tr><td>A<td>B</tr><tr><td>C<td>D</tr></table></td>"
        "<td>Side</td></tr></table>"
        "<table><tr><td>United Nations<td>CTOC/COP/2031/9</tr></table>"
    )
    assert blocks_of(tmp_path, body) == [
        "Timetable",
        "Date\tItem\n3 June\t1 (a)\n\t2\nEnd\t",
        "Report",
        "Long text.",
        "A\tB\nC\tD",
        "Side",
        "United Nations",
        "CTOC/COP/2031/9",
    ]


def test_preformatted_text_keeps_its_lines(tmp_path: Path) -> None:
    body = "<p>Before</p><pre>\n1. First line\n   runs on.   \n\n2. Second <b>item</b>.\n</pre>"
    assert blocks_of(tmp_path, body) == ["Before", "1. First line\n   runs on.", "2. Second item."]


@pytest.mark.parametrize(
    "page",
    [
        b"<html><meta charset=windows-1252><p>caf\xe9 \x96 x",
        b"<html><head><meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'></head><p>caf\xe9 \x96 x",
        "\ufeff<!DOCTYPE html><p>café – x".encode(),
        "<html><p>café – x".encode(),
        "<html><p>café – x".encode("utf-16"),
        "<?xml version='1.0' encoding='utf-8'?><html><head><title/><script src='x'/></head><body><p>café – x</p></body></html>".encode(),
    ],
)
def test_character_sets(tmp_path: Path, page: bytes) -> None:
    assert read_page(tmp_path, page) == "café – x\n"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (b"<html>\n<p>caf\xe9", r"page.html:2:7: byte 0xE9 is not UTF-8: convert the file, such as with: iconv"),
        (
            b"<html><meta charset=windows-1252>\n<p>\x81",
            r"page.html:2:4: byte 0x81 is not windows-1252, which the page names",
        ),
        (
            b"<html><meta charset=rot13>\n<p>x",
            r"page.html:1:21: the character set 'rot13' is not known: save the page as UTF-8",
        ),
        (b"<html><p>a\0b", r"page.html:1:11: the character NUL"),
    ],
)
def test_pages_that_cannot_be_decoded_name_the_place(tmp_path: Path, page: bytes, message: str) -> None:
    with pytest.raises(TextError, match=message):
        read_page(tmp_path, page)


@pytest.mark.parametrize("body", ["", "<p>&nbsp;</p>", "<nav>Home</nav><script>x</script>", "<img src=x.png>"])
def test_a_page_without_text(tmp_path: Path, body: str) -> None:
    with pytest.raises(FileError, match="the file has no words"):
        read_page(tmp_path, f"<html><body>{body}</body></html>")


def test_deep_nesting_is_read_or_refused(tmp_path: Path) -> None:
    for kind in ("div", "ul><li", "i"):
        assert "deep" in read_page(tmp_path, "<html><body>" + f"<{kind}>" * 600 + "deep")
    with pytest.raises(FileError, match="its elements are nested too deeply"):
        read_page(tmp_path, "<html><body>" + "<div>" * 5000 + "deep")


def test_a_page_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_tree, "LARGEST_PAGE", 2_000_000)
    with pytest.raises(FileError, match="the page has more than 2 million characters: save its text"):
        read_page(tmp_path, "<html><p>" + "x" * 2_000_000)


def test_nothing_is_fetched_and_no_entity_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    page = f"<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a SYSTEM '{secret.as_uri()}'>]><html><body><p>x &a; y</p></body></html>"
    assert "secret" not in read_page(tmp_path, page).replace("secret.txt", "")


_MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<table>",
            "<tr>",
            "<td rowspan=3>",
            "<td colspan=9>",
            "</table>",
            "<ol type=i start=5>",
            "<li>",
            "</ol>",
            "<ul>",
            "</ul>",
            "<pre>",
            "</pre>",
            "<sup>",
            "</sup>",
            "1",
            "*",
            "words ",
            "\n",
            "<i>",
            "</i>",
            "<br>",
            "<a href='#fn1'>",
            "</a>",
            "<div id=fn1>",
            "</div>",
            "<main>",
            "</main>",
            "<q>",
            "</q>",
            "&#0;",
            "&shy;",
            "</html>",
            "<body>",
            "<th>",
            "</tr>",
            "<nav>",
            "[1]",
            "(a) ",
            "\t",
        ]
    ),
    max_size=40,
)


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_MARKUP)
@example(["</table>", "<td rowspan=3>", "words "])
@example(["1", "</html>", "words "])
def test_no_markup_breaks_the_reader(tmp_path: Path, pieces: list[str]) -> None:
    try:
        text = read_page(tmp_path, "<html>" + "".join(pieces))
    except (FileError, TextError):
        return
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    if not {"<nav>", "<main>"} & set(pieces):
        assert text.count("words") == pieces.count("words ")
