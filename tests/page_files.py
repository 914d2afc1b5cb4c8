"""Makes web pages out of texts in normal form, so that tests can read back what they wrote."""

import html as escapes
from pathlib import Path

from tests.normal_texts import DIGITS, Part, parts_of, readings, tokens

_TYPES = {"1.": "1", "(a)": "a", "(i)": "i", "A.": "A", "I.": "I"}


def write_html(path: Path, text: str, *, labels: str = "automatic", notes: str = "linked") -> Path:
    """Write a text in normal form as a web page.

    Args:
        path: The file to write.
        text: The text.
        labels: ``automatic``: lists print them; ``typed``: they stand in the words.
        notes: ``linked``: marks and notes lead to one another, the notes at the end; ``typed``: raised numbers only.

    Returns:
        The path.
    """
    parts = parts_of(text)
    marks = {note.note for part in parts for note in part.notes}
    page, ends, count = "", "", 0
    for part in parts:
        words = f"{part.label} {part.words}".lstrip()
        if part.table:
            content = _html_table(part, marks)
        elif part.label and labels == "automatic" and (part.label in "-•" or readings(part.label)[0][0] in _TYPES):
            content = _html_item(part, marks)
        else:
            name = "p" if part.words.endswith((".", ";", ":", ",")) else "h2"
            content = f"<{name}>{_html_words(words, marks)}</{name}>"
        for note in part.notes:
            count += 1
            number = note.note.translate(DIGITS)
            old = f"<sup>{number}</sup>"
            if notes == "linked":
                new = f'<sup><a href="#note{count}" id="ref{count}">{number}</a></sup>'
                ends += f'<div id="note{count}"><p><a href="#ref{count}">[{number}]</a> {_html_words(note.words, marks)}</p></div>\n'
            else:
                new = f"<sup >{number}</sup>"
                ends += f"<p><sup>{number}</sup> {_html_words(note.words, marks)}</p>\n"
            content = content.replace(old, new, 1)
        page += content + "\n"
    site = "<nav><ul><li><a href='/'>Home</a></li></ul></nav>"
    path.write_text(
        f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>A page</title><style>p {{}}</style></head>\n<body>"
        f"<header>A site</header>{site}<main>{page}{ends}</main><footer>A site’s foot</footer><script>1 < 2</script></body></html>",
        encoding="utf-8",
    )
    return path


def _html_words(words: str, marks: set[str]) -> str:
    forms = {"text": "{}", "italic": "<em>{}</em>", "mark": "<sup>{}</sup>"}
    return "".join(
        forms[kind].format(escapes.escape(piece.translate(DIGITS) if kind == "mark" else piece).replace("\n", "<br>"))
        for kind, piece in tokens(words, marks)
    )


def _html_item(part: Part, marks: set[str]) -> str:
    words = _html_words(part.words, marks)
    if part.label == "-":
        return f"<p>- {words}</p>"
    if part.label == "•":
        return f"<ul><li>{words}</li></ul>"
    style, value = readings(part.label)[0]
    return f'<ol type="{_TYPES[style]}" start="{value}"><li>{words}</li></ol>'


def _html_table(part: Part, marks: set[str]) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{_html_words(cell, marks)}</td>" for cell in line.split("\t")) + "</tr>"
        for line in part.words.split("\n")
    )
    return f"<table>{rows}</table>"
