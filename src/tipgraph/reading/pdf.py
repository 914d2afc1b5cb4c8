"""PDF documents read into the normal form of a text."""

from collections import Counter
from pathlib import Path
from typing import Any

from tipgraph.errors import FileError
from tipgraph.reading.footnotes import Note, Notes, body_size, label_of, opening_mark, parted, without_mark
from tipgraph.reading.furniture import Furniture
from tipgraph.reading.glyphs import MOST_CHARACTERS, PageMarks, Rule, read_page
from tipgraph.reading.items import Line, Table, all_pieces
from tipgraph.reading.layout import arrange
from tipgraph.reading.lines import Piece, pieces
from tipgraph.reading.masthead import masthead
from tipgraph.reading.paragraphs import Block, Paragraphs, marks_of
from tipgraph.reading.typography import Span, Words, joined, rendered

_RECOGNIZE = "recognize its letters first, for example with OCRmyPDF (`ocrmypdf scan.pdf text.pdf`) or Tesseract"
_LEAST = 3  # characters that make a page one with text


def read_pdf(raw: bytes, path: Path) -> str:
    """Read a PDF document.

    Args:
        raw: Its bytes.
        path: What the file is called in an error.

    Returns:
        Its text in normal form: one block for each paragraph, heading, item, table or line of the masthead, blocks
        separated by a blank line; without running heads and feet; each footnote behind the block that holds its mark.

    Raises:
        tipgraph.errors.FileError: If the file is no PDF, damaged, locked with a password or without pages, or if pages show
            pictures of text that nobody has recognized.
    """
    document = _opened(raw, path)
    try:
        marks, found, solid = [], [], []
        for number, page in enumerate(_pages(document, path)):
            drawn = read_page(page)
            if drawn.characters > MOST_CHARACTERS:
                reason = f"its page {number + 1} has more than {MOST_CHARACTERS:,} characters"
                raise FileError(path, reason, "save it with its text in several pages")
            solid.append(sum(not glyph.text.isspace() for glyph in drawn.glyphs))
            found.append(pieces(drawn.glyphs, number, drawn.rules))
            drawn.glyphs.clear()  # those of all pages would fill the memory
            marks.append(drawn)
    finally:
        document.close()
    _check_text(path, marks, solid)
    furniture = Furniture(found, [page.height for page in marks])
    return _Document(
        furniture.strip(), [page.rules for page in marks], [page.width for page in marks], furniture.job
    ).text()


def _opened(raw: bytes, path: Path) -> Any:
    """The document as pypdfium2 opens it."""
    import pypdfium2  # noqa: PLC0415 -- heavy: loaded only when a PDF is read
    from pypdfium2 import raw as codes  # noqa: PLC0415

    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == codes.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            reason, way_out = "is locked with a password", "save it without a password, then give it again"
        elif code == codes.FPDF_ERR_SECURITY:
            reason, way_out = (
                "is locked in a way that is not supported",
                "save it without protection, then give it again",
            )
        else:
            reason, way_out = (
                "is no PDF document, or a damaged one",
                "open it in a PDF viewer and save it anew, or fetch it again",
            )
        raise FileError(path, reason, way_out) from error


def _pages(document: Any, path: Path) -> Any:
    import pypdfium2  # noqa: PLC0415

    count = len(document)
    if not count:
        raise FileError(path, "has no page", "fetch the document again")
    for number in range(count):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as error:
            raise FileError(
                path, f"its page {number + 1} is damaged", "open it in a PDF viewer and save it anew"
            ) from error
        yield page
        page.close()


def _check_text(path: Path, marks: list[PageMarks], solid: list[int]) -> None:
    """Refuse documents whose pages, all or some, are pictures of text; *solid* is how many letters each shows."""
    if sum(solid) < _LEAST:
        shown = "is a scan without a text layer" if any(page.images for page in marks) else "has no text"
        raise FileError(path, shown, _RECOGNIZE)
    if sum(page.unmapped for page in marks) > 0.3 * sum(solid):
        raise FileError(
            path,
            "its letters are drawn without saying which they are",
            f"{_RECOGNIZE}, forcing it over the present text",
        )
    scanned = [
        str(number)
        for number, (page, count) in enumerate(zip(marks, solid, strict=True), 1)
        if page.images and count < _LEAST
    ]
    if scanned:
        pages = f"page {scanned[0]} is" if len(scanned) == 1 else f"pages {', '.join(scanned)} are"
        raise FileError(path, f"{pages} scanned without a text layer", _RECOGNIZE)


class _Document:
    """The pages of one document on their way to a text."""

    def __init__(
        self, pages: list[list[Piece]], rules: list[list[Rule]], widths: list[float], job: Piece | None
    ) -> None:
        self._job = job
        self._words = Words(piece.text for page in pages for piece in page)
        self._notes = Notes(self._words)
        size = body_size(pages)
        self._items: list[Line | Table] = []
        for number, page in enumerate(pages):
            text, feet = parted(page, rules[number], size, self._notes.open, widths[number])
            self._notes.add(feet, number)
            if number == 0:
                head, text = masthead(text)
                self._items.extend(head)
            self._items.extend(arrange(text, rules[number], number))
        lines = [item for item in self._items if isinstance(item, Line)]
        self._paragraphs = Paragraphs(lines, self._words, size)

    def text(self) -> str:
        """The normal form."""
        blocks = self._blocks()
        notes = [*self._notes.notes, *self._loose_notes(blocks)]
        placed = _placed(notes, blocks)
        out: list[str] = []
        job_at = max(
            (i for i, block in enumerate(blocks) if self._job and _first_page(block) <= self._job.page), default=-1
        )
        for index, block in enumerate(blocks):
            out.append(self._table(block) if isinstance(block, Table) else _block_text(block))
            out.extend(_note_text(note) for note in placed.get(index, []))
            if index == job_at and self._job:
                out.append(self._job.text)
        return "\n\n".join(text for text in out if text) + "\n"

    def _blocks(self) -> list[Block | Table]:
        """Lines joined to blocks, tables joined over pages."""
        blocks: list[Block | Table] = []
        for item in self._items:
            last = blocks[-1] if blocks else None
            if isinstance(item, Table):
                if isinstance(last, Table) and _same_table(last, item):
                    repeated = bool(item.rows and last.rows) and _row_text(item.rows[0]) == _row_text(last.rows[0])
                    last.rows.extend(item.rows[1:] if repeated else item.rows)
                else:
                    blocks.append(item)
            elif isinstance(last, Block) and self._paragraphs.goes_on(last, item):
                self._paragraphs.extend(last, item)
            else:
                blocks.append(self._paragraphs.begin(item))
        return blocks

    def _loose_notes(self, blocks: list[Block | Table]) -> list[Note]:
        """Footnotes that stand among the text: taken out of the blocks, to be put behind those that hold their marks."""
        used = Counter(mark for block in blocks for mark, _ in _marks(block))
        found: list[Note] = []
        kept: list[Block | Table] = []
        for block in blocks:
            mark = opening_mark(block.lines[0].piece) if isinstance(block, Block) else ""
            if isinstance(block, Block) and mark and used[mark] > sum(mark == own for own, _ in block.marks):
                found.append(Note(mark, without_mark(block.spans, mark), block.lines[0].piece.page))
            else:
                kept.append(block)
        blocks[:] = kept
        return found

    def _table(self, table: Table) -> str:
        return "\n".join("\t".join(self._cell(cell) for cell in row) for row in table.rows)

    def _cell(self, cell: list[Piece]) -> str:
        spans: list[Span] = []
        for piece in cell:
            spans = joined(spans, piece.spans, self._words)
        return rendered(spans)


def _same_table(last: Table, table: Table) -> bool:
    """Whether a table goes on with the one on the page before."""
    if last.contents and table.contents:
        return True
    same = len(last.edges) == len(table.edges) and all(
        abs(a - b) < 4 for a, b in zip(last.edges, table.edges, strict=True)
    )
    return same and table.page == last.rows[-1][_filled(last.rows[-1])][0].page + 1


def _filled(row: list[list[Piece]]) -> int:
    return next(index for index, cell in enumerate(row) if cell)


def _row_text(row: list[list[Piece]]) -> str:
    return "\t".join(" ".join(piece.text for piece in cell) for cell in row)


def _marks(block: Block | Table) -> list[tuple[str, int]]:
    if isinstance(block, Block):
        return block.marks
    return [mark for piece in all_pieces([block]) for mark in marks_of(piece)]


def _first_page(block: Block | Table) -> int:
    return block.lines[0].piece.page if isinstance(block, Block) else block.page


def _placed(notes: list[Note], blocks: list[Block | Table]) -> dict[int, list[Note]]:
    """For each block the notes behind it: those of its marks, and those of its page whose mark is nowhere."""
    places: dict[str, list[tuple[int, int, int]]] = {}
    for index, block in enumerate(blocks):
        for place, (mark, page) in enumerate(_marks(block)):
            places.setdefault(mark, []).append((page, index, place))
    placed: dict[int, list[tuple[int, Note]]] = {}
    for number, note in enumerate(notes):
        known = places.get(note.mark, [])
        here = [place for place in known if place[0] == note.page] or [
            place for place in known if place[0] < note.page
        ][-1:]
        if here or known:
            _, index, place = (here or known)[0]
        else:
            before = [i for i, block in enumerate(blocks) if _first_page(block) <= note.page]
            index, place = (before[-1] if before else 0), 1000 + number
        placed.setdefault(index, []).append((place, note))
    return {index: [note for _, note in sorted(found, key=lambda pair: pair[0])] for index, found in placed.items()}


def _note_text(note: Note) -> str:
    return f"{label_of(note.mark)} {rendered(note.spans)}".strip()


def _all_italic(spans: list[Span]) -> bool:
    letters = [span.italic for span in spans if any(character.isalpha() for character in span.text)]
    return bool(letters) and all(letters)


def _block_text(block: Block) -> str:
    """A block's text; italics of a whole heading are not marked."""
    words = block.spans
    if block.label and words[0].text.startswith(block.label):
        words = [Span(words[0].text.removeprefix(block.label)), *words[1:]]
    heading = _all_italic(words) and not block.text.rstrip().endswith((",", ".", ";", ":"))
    return rendered(block.spans, emphasis=not heading)
