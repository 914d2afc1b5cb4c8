"""The words of a part cut where something begins or ends: a quote that is marked, the mark of a footnote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tipgraph.site.reader.quote import Range
from tipgraph.site.reader.words import Words


@dataclass(frozen=True)
class Segment:
    """Words that are all shown in one way; or the mark of a footnote."""

    text: str
    """The words; of a footnote's mark the number."""
    quoted: bool = False
    note: str = ""
    """The fragment of the footnote, for a mark."""


def segments(words: Words, quoted: Sequence[Range], notes: Mapping[str, str]) -> tuple[Segment, ...]:
    """Cut the words of a part.

    Args:
        words: What is shown.
        quoted: Which characters are marked.
        notes: Number to fragment of the footnotes that are attached to the part.

    Returns:
        The segments in order; together their words are ``words.text``. A footnote whose mark is not found among the
        words has it behind them.
    """
    marks = [(mark.at, mark.number) for mark in words.marks if mark.number in notes]
    printed = {number for _, number in marks}
    marks += [(len(words.text), number) for number in notes if number not in printed]
    return tuple(_cut(words.text, quoted, marks, notes))


def _cut(
    text: str, quoted: Sequence[Range], marks: Sequence[tuple[int, str]], notes: Mapping[str, str]
) -> Iterator[Segment]:
    edges = {0, len(text), *(edge for one in quoted for edge in (one.start, one.end)), *(at for at, _ in marks)}
    places = sorted(edges)
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        yield from (Segment(number, note=notes[number]) for at, number in marks if at == start)
        if end > start:
            yield Segment(text[start:end], any(one.start <= start and end <= one.end for one in quoted))
