"""References as BibTeX, with the fields of BibLaTeX beside those of old."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from tipgraph.export.references.entries import Entry, Form, entries
from tipgraph.export.source import Selection, Source

_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # a lone brace would end the value, escaped or not
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
_ESCAPED: Final = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_NOT_IN_ADDRESSES: Final = re.compile(r"[\s{}\\^\"<>]")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPES: Final = {Form.PAPER: "techreport", Form.TREATY: "misc", Form.BOOK: "book", Form.OTHER: "misc"}
_LANGUAGES: Final = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "ru": "russian",
    "zh": "chinese",
}
"""Languages as babel and polyglossia call them."""


def write_bibtex(source: Source, out: BinaryIO, _: Selection) -> None:
    """Write the references in UTF-8, entry by entry."""
    for entry in entries(source):
        fields = "".join(f"  {name} = {value},\n" for name, value in _fields(entry))
        out.write(f"@{_TYPES[entry.form]}{{{entry.key},\n{fields}}}\n\n".encode())


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    is_paper = entry.form == Form.PAPER
    told = {
        "title": f"{{{_text(entry.title)}}}",  # doubly braced: the capitals stay
        "author": _names(entry.authors),
        "institution": _names(entry.bodies) if is_paper else "",
        "publisher": "" if is_paper else _names(entry.bodies),
        "type": _text(entry.kind),
        # Styles print the number of a report only.
        "number": _text(entry.number) if is_paper else "",
        "note": "" if is_paper else _text(entry.series or entry.number),
        "eventtitle": _text(entry.session),
        "venue": _text(entry.place),
        "langid": _LANGUAGES.get(entry.language.partition("-")[0].casefold(), ""),
        "url": _NOT_IN_ADDRESSES.sub(lambda match: "".join(f"%{b:02X}" for b in match[0].encode()), entry.iri),
    }
    yield from ((name, f"{{{value}}}") for name, value in told.items() if value)
    yield from _date(entry.date)


def _names(names: Sequence[str]) -> str:
    """Write names as one list; each is braced, so that an "and" within it parts nothing."""
    return " and ".join(f"{{{_text(name)}}}" for name in names)


def _date(date: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Write year, month and day, which old styles know and new ones take; only new ones have years before our era."""
    if date and date[0] <= 0:
        yield "date", f"{{{'-'.join([f'-{-date[0]:04}', *(f'{part:02}' for part in date[1:])])}}}"
        return
    if date:
        yield "year", f"{{{date[0]:04}}}"
    if len(date) > 1 and 1 <= date[1] <= len(_MONTHS):
        yield "month", _MONTHS[date[1] - 1]
        yield from (("day", f"{{{day}}}") for day in date[2:])


def _text(words: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], " ".join(words.split()))
