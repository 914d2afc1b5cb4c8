"""The words of parts and lines, with the footnotes and the placeholders that stand among them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pyoxigraph import NamedNode

from tipgraph.documents.words import EMPHASIS, MERGE_PLACEHOLDER
from tipgraph.export.akoma_ntoso.elements import Element, Identifiers, add, append_text
from tipgraph.export.akoma_ntoso.printed import clean
from tipgraph.extract.furniture import picture_kind
from tipgraph.site.reader.parts import Kind, Part
from tipgraph.site.reader.words import Span, Words, trace

_PLACEHOLDER, _NOTE = range(2)
_Insert = tuple[int, int, Callable[[Element], None]]
"""Before which character of the words something stands, what it is, and what writes it."""


class Inline:
    """Writes words into elements, and each footnote where its mark stands first."""

    def __init__(self, parts: Sequence[Part], ids: Identifiers) -> None:
        self._ids = ids
        self._notes: dict[NamedNode, list[Part]] = {}
        self._placed: dict[NamedNode, str] = {}
        self._all = [part for part in parts if part.kind == Kind.FOOTNOTE]
        for note in self._all:
            for bearer in note.attached:
                self._notes.setdefault(bearer, []).append(note)

    def fill(self, element: Element, part: Part, spans: Sequence[Span]) -> None:
        """Write words of a part, with its footnotes where their marks stand, else behind the words.

        Args:
            element: Receives them.
            part: The part.
            spans: Where the words stand: all of the part, or a cell of it.
        """
        words = trace(spans) if spans else Words(part.words, (), ())
        inserts = [*_placeholders(words, spans), *self._marks(words, part, whole=tuple(spans) == part.spans)]
        at = 0
        for place, _, write in sorted(inserts, key=lambda one: one[:2]):
            append_text(element, words.text[at:place])
            write(element)
            at = place
        append_text(element, words.text[at:])

    def _marks(self, words: Words, part: Part, *, whole: bool) -> Iterator[_Insert]:
        notes = {note.label: note for note in self._notes.get(part.node, ())}
        printed = [(mark.at, notes[mark.number]) for mark in words.marks if mark.number in notes]
        found = {note.label for _, note in printed}
        rest = [(len(words.text), note) for label, note in notes.items() if whole and label not in found]
        for at, note in (*printed, *rest):
            yield at, _NOTE, partial(self.note, note=note)

    def note(self, element: Element, note: Part) -> None:
        """Add a footnote; where another part bears its mark too, what leads to it."""
        if note.node in self._placed:
            add(element, "noteRef", href=f"#{self._placed[note.node]}", marker=note.label)
            return
        self._placed[note.node] = eid = self._ids.give("authorialNote", note.label)
        made = add(element, "authorialNote", marker=note.label, placement="bottom", eId=eid, GUID=note.node.value)
        self.fill(add(made, "p"), note, note.spans)

    def left(self) -> list[Part]:
        """Return the footnotes whose marks no part bears that was written."""
        return [note for note in self._all if note.node not in self._placed]


def write_line(element: Element, raw: str) -> None:
    """Write words that belong to no part, with their placeholders; those that describe a picture are a remark."""
    if picture_kind(raw):
        add(element, "remark", clean(raw))
        return
    at = 0
    text = clean(raw)
    for match in MERGE_PLACEHOLDER.finditer(text):
        append_text(element, text[at : match.start()])
        add(element, "placeholder", match[0], originalText=match[0])
        at = match.end()
    append_text(element, text[at:])


def _placeholders(words: Words, spans: Sequence[Span]) -> Iterator[_Insert]:
    """Find the placeholders of a mail merge, which the words of a part leave out, and the white space beside them."""
    for span in spans:
        for match in MERGE_PLACEHOLDER.finditer(span.exact):
            behind = span.start + match.end()
            at = next((index for index, place in enumerate(words.places) if place >= behind), len(words.text))
            apart = EMPHASIS.sub("", span.exact[: match.start()])[-1:].isspace()
            follow = EMPHASIS.sub("", span.exact[match.end() :])[:1].isspace() and words.text[at : at + 1].strip()
            yield at, _PLACEHOLDER, partial(_placeholder, raw=match[0], apart=apart, follow=" " if follow else "")


def _placeholder(element: Element, *, raw: str, apart: bool, follow: str) -> None:
    written = "".join(element.itertext())
    if apart and written and not written[-1].isspace():
        append_text(element, " ")
    add(element, "placeholder", raw, originalText=raw)
    append_text(element, follow)
