"""Ways in which a person's program may set a document again: each takes a text in normal form and returns another text."""

import re
import textwrap
from collections.abc import Callable

_LABEL = r"(?:\d{1,3}\.|\([a-z]{1,4}\))"
_HEADING = re.compile(r"(?P<label>(?P<numeral>[IVX]+)|[A-Z])\. (?P<title>[^\n]{3,110})(?<![.;:,])")
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FIGURES = str.maketrans(_SUPERSCRIPTS, "0123456789")
_MARK = re.compile(rf"[{_SUPERSCRIPTS}]+")
_NOTE = re.compile(rf"(?m)^([{_SUPERSCRIPTS}]+)[ \t]*")


def blocks(text: str) -> list[str]:
    return [block for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip()]


def _is_fixed(block: str) -> bool:
    return "\t" in block or (block.startswith("- ") and "\n" in block)


def _filled(block: str, first: str = "", rest: str = "") -> str:
    if _is_fixed(block):
        return block
    return "\n".join(
        textwrap.fill(line, 72, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
        for line in block.split("\n")
    )


def wrapped(text: str) -> str:
    return "\n\n".join(_filled(block) for block in blocks(text))


def double_spaced(text: str) -> str:
    """A blank line between all lines, and more between paragraphs."""
    return wrapped(text).replace("\n", "\n\n")


def hanging(text: str) -> str:
    """The first line of a labelled paragraph hangs out."""
    return "\n\n".join(_filled(b, rest=" " * 6 if re.match(_LABEL, b) else "") for b in blocks(text))


def all_indented(text: str) -> str:
    return textwrap.indent(wrapped(text), "    ")


def with_tabulators(text: str) -> str:
    return re.sub(rf"(?m)^({_LABEL}) ", r"\1\t", text)


def labels_in_lines_of_their_own(text: str) -> str:
    return re.sub(rf"(?m)^({_LABEL}) (?!\()", r"\1\n\n", text)


def from_windows(text: str) -> str:
    return "\ufeff" + re.sub(r"(?m)$", "  ", text).replace("\n", "\r\n")


def unbreakable_spaces(text: str) -> str:
    text = re.sub(r"(article|paragraph|item|No\.|Ms\.|Mr\.) (?=\d|[A-Z])", "\\1\u00a0", text)
    return re.sub(rf"(?m)^({_LABEL}) ", "\\1\u00a0", text)


def typewriter_quotes(text: str) -> str:
    return text.translate(str.maketrans("‘’“”", "''\"\""))


def other_bullets(text: str) -> str:
    return re.sub(r"(?m)^[-•] ", "\uf0b7\t", text)


def headings_as(form: Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    """Return what sets headings with a numeral or letter another way."""

    def set_headings(text: str) -> str:
        matches = ((block, _HEADING.fullmatch(block)) for block in blocks(text))
        return "\n\n".join(form(match) if match else block for block, match in matches)

    return set_headings


def with_contents(text: str) -> str:
    """A list of contents without blank lines, with dots that lead to pages, before the first heading."""
    headings = [block for block in blocks(text) if _HEADING.fullmatch(block)]
    if not headings:
        return text
    listed = "\n".join(f"{heading} {'. ' * 20}{number}" for number, heading in enumerate(headings, start=2))
    return text.replace(f"\n\n{headings[0]}\n\n", f"\n\nContents\nPage\n{listed}\n\n{headings[0]}\n\n", 1)


def paged(text: str) -> str:
    """Pages of 45 lines, wherever they end, with job number, page number, form feed and symbol."""
    symbol = re.search(r"(?m)^[A-Z]+(?:/[A-Z0-9.]+){2,}$", text)
    lines, found, on_page, page = wrapped(text).split("\n"), [], 0, 1
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        found.append(line)
        on_page += 1
        inside = line and following[:1].islower() and "\t" not in line
        if on_page >= 45 and inside and symbol:
            found += ["", f"V.13-83333 {page}/12" if page % 2 else f"{page}/12 V.13-83333", "", "\f", symbol[0], ""]
            on_page, page = 0, page + 1
    return "\n".join(found)


def marks_in_brackets(text: str) -> str:
    return _MARK.sub(lambda mark: f"[{mark[0].translate(_FIGURES)}]", text)


def marks_of_markdown(text: str) -> str:
    notes = _NOTE.sub(lambda note: f"[^{note[1].translate(_FIGURES)}]: ", text)
    return _MARK.sub(lambda mark: f"[^{mark[0].translate(_FIGURES)}]", notes)


def marks_in_plain_figures(text: str) -> str:
    notes = _NOTE.sub(lambda note: note[1].translate(_FIGURES) + " ", text)
    return _MARK.sub(lambda mark: mark[0].translate(_FIGURES), notes)
