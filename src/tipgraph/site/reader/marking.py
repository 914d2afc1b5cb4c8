"""A quote marked on the page of a document."""

from dataclasses import replace

from tipgraph.site.reader.page import Page, Shown, Table
from tipgraph.site.reader.quote import Quote, Range, check_range, marked, raw_words
from tipgraph.site.reader.segments import segments
from tipgraph.site.reader.words import trace


def with_quote(page: Page, wanted: Range, text: str | None) -> Page:
    """Mark a quote on a page, and say what it is.

    Args:
        page: The page of a document.
        wanted: The code points of its source text.
        text: The source text, if it is at hand.

    Raises:
        tipgraph.site.reader.quote.NoSuchQuote: If the quote reaches beyond the text.
    """
    last = max((span.end for part in page.parts for span in part.spans), default=0)
    check_range(wanted, last if text is None else len(text), page.file)
    masthead = tuple(_marked(part, wanted) for part in page.masthead)
    blocks = tuple(
        replace(one, rows=tuple(_marked(row, wanted) for row in one.rows))
        if isinstance(one, Table)
        else _marked(one, wanted)
        for one in page.blocks
    )
    found = replace(page, masthead=masthead, blocks=blocks)
    places = tuple((one.name, one.fragment) for one in found.parts if any(cut.quoted for cut in one.segments))
    raw = raw_words(text, wanted) if text is not None and not places else None
    return replace(found, quote=Quote(wanted.start, wanted.end, page.file, places, raw))


def _marked(part: Shown, wanted: Range) -> Shown:
    """Mark what of a quote falls in a part, or in its footnotes."""
    notes = tuple(_marked(note, wanted) for note in part.notes)
    if not any(span.start < wanted.end and wanted.start < span.end for span in part.spans):
        return replace(part, notes=notes) if notes else part
    words = trace(part.spans)
    links = {cut.text: cut.note for cut in part.segments if cut.note}
    return replace(part, notes=notes, segments=segments(words, marked(words, wanted), links))
