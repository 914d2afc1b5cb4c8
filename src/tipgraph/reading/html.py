"""Reading HTML: the blocks of a page's document in order, with the labels of its lists and the marks of its notes."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from tipgraph.errors import TextError
from tipgraph.reading.html_lists import ListState, has_own_label, open_list
from tipgraph.reading.html_tree import Element, decode_html, leave_out, main_content, name_of, parse_html, style_of
from tipgraph.reading.normal import normal_text
from tipgraph.reading.normal_notes import without_opening
from tipgraph.reading.normal_pieces import Block, Height, Piece, plain, squeeze
from tipgraph.reading.normal_tables import Cell, table_blocks

_BLOCKS = frozenset(
    {
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "header", "footer", "aside", "hgroup",
        "blockquote", "center", "address", "figure", "figcaption", "dl", "dt", "dd", "hr", "fieldset", "legend", "details",
        "summary", "ol", "ul", "li", "dir", "table", "caption", "tr", "td", "th", "pre", "body", "html",
    }
)  # fmt: skip
_ITALIC = frozenset({"i", "em", "cite"})
_MARK = re.compile(r"\s*[\[(]?\s*(\d{1,3}|\*{1,3})\s*[\])]?\s*")
_NOTE_NAME = re.compile(r"ftn|fn|note|_edn", re.IGNORECASE)
_BACK = re.compile(r"[\s↩↑^⏎\ufe0e\ufe0f]*")
_SPAN = 60  # columns or rows that one cell may cover; more stand in no document
_SPACE = re.compile(r"\t(?![ \t\n\r\f])|[ \t\n\r\f]+")


def read_html(raw: bytes, path: Path) -> str:
    """Read an HTML page.

    Args:
        raw: Its bytes.
        path: What the file is called in an error.

    Returns:
        The text of its document in normal form, as :mod:`tipgraph.reading.normal` describes it; empty where it has none.

    Raises:
        tipgraph.errors.FileError: If its elements are nested too deeply.
        tipgraph.errors.TextError: If its characters cannot be decoded, or one of them is NUL.
    """
    text = decode_html(raw, path)
    if "\0" in text:
        before = text[: text.index("\0")]
        column = len(before) - (before.rfind("\n") + 1) + 1
        way_out = "save the page as UTF-8"
        raise TextError(path, before.count("\n") + 1, column, "the character NUL stands in no text", way_out)
    root = parse_html(text, path)
    if root is None:
        return ""
    content = main_content(root)
    targets = _note_targets(content)
    leave_out(content, set(targets))
    return normal_text(_Page(targets).read(content))


def _note_targets(content: Element) -> dict[str, str]:
    """Return for each identifier that the mark of a note points to that mark.

    A mark is a link whose words are a number or asterisks and whose target is in the page; the first link between two
    that point to one another is the mark, the second, which opens the note, leads back.
    """
    targets: dict[str, str] = {}
    back: set[str] = set()
    for link in content.iter("a"):
        target = (link.get("href") or "").rpartition("#")[2] if "#" in (link.get("href") or "") else ""
        mark = _MARK.fullmatch("".join(link.itertext()))
        if not target or not mark or not _looks_like_mark(link):
            continue
        own = {link.get("id"), link.get("name")} | {element.get("id") for element in _near(link)}
        if own & targets.keys() or target in back:
            continue
        targets[target] = mark[1]
        back |= {name for name in own if name}
    return targets


def _looks_like_mark(link: Element) -> bool:
    """Tell the mark of a note from a link to a page or a chapter: it is raised, in brackets, or named as what it is."""
    names = " ".join(link.get(name) or "" for name in ("href", "id", "name", "class", "role"))
    words = "".join(link.itertext()).strip()
    raised = any(
        name_of(element) == "sup"
        for element in (link, link.getparent(), *link.iterdescendants())
        if element is not None
    )
    return raised or words.startswith(("[", "*")) or bool(_NOTE_NAME.search(names))


def _near(link: Element) -> list[Element]:
    """Return the elements that hold a link and nothing but its mark or its note: up to the block it stands in."""
    near: list[Element] = []
    for element in link.iterancestors():
        near.append(element)
        if name_of(element) in ("sup", "span"):
            continue
        holder = element.getparent()
        if name_of(element) == "p" and holder is not None and name_of(holder) in ("div", "li") and holder.get("id"):
            near.append(holder)
        break
    return near


@dataclass
class _Table:
    """A table that is open: its rows, its caption's blocks, and cells of rows above that reach down into later ones."""

    rows: list[list[Cell]] = field(default_factory=list)
    down: dict[int, int] = field(default_factory=dict)

    def fill(self) -> None:
        """Add empty cells to the last row where cells from above reach into it."""
        row = self.rows[-1]
        while self.down.get(len(row), 0) > 0:
            self.down[len(row)] -= 1
            row.append([])


@dataclass
class _Frame:
    """An element that is open: what it changes until it ends."""

    italic: bool
    height: Height
    kept: bool
    note: str | None = None
    identifier: str = ""
    state: ListState | None = None
    table: _Table | None = None
    outer: list[Block] | None = None


class _Page:
    """Walks through the tree of a page, without recursion, and collects blocks."""

    def __init__(self, note_targets: dict[str, str]) -> None:
        self._targets = note_targets
        self._blocks: list[Block] = []
        self._pieces: list[Piece] = []
        self._label = ""
        self._note: str | None = None
        self._frames = [_Frame(False, Height.LINE, False)]

    def read(self, content: Element) -> list[Block]:
        """Return the blocks of an element, in order."""
        from lxml import etree  # noqa: PLC0415

        for event, element in etree.iterwalk(content, events=("start", "end")):
            if event == "start":
                self._open(element)
                self._add(element.text)
            else:
                self._close(element)
                if element is not content:
                    self._add(element.tail)
        self._end_block()
        return self._blocks

    def _open(self, element: Element) -> None:
        name, above, style = name_of(element), self._frames[-1], style_of(element)
        if name in _BLOCKS:
            self._end_block()
        italic = name in _ITALIC or above.italic
        if "font-style" in style:
            italic = "font-style:italic" in style.replace(" ", "")
        raised = name == "sup" or "vertical-align:super" in style.replace(" ", "")
        frame = _Frame(italic, Height.RAISED if raised else above.height, above.kept or name == "pre", above.note)
        frame.identifier = (element.get("id") or "") if name in ("div", "li", "section", "aside") else ""
        self._frames.append(frame)
        self._tell_note(element, name, frame)
        if name == "br":
            self._pieces.append(Piece("\n"))
        elif name == "q":
            self._pieces.append(Piece("“", italic))
        elif name in ("ol", "ul", "dir"):
            frame.state = open_list(element)
        elif name == "li":
            self._label = self._label_of(element)
        elif name == "table":
            frame.table, frame.outer = _Table(), self._blocks
            self._blocks = []
        elif name in ("tr", "td", "th"):
            self._open_row_or_cell(name, frame)

    def _tell_note(self, element: Element, name: str, frame: _Frame) -> None:
        """Say that an element is a note where the mark of one points to it or to a name at its start.

        A name that opens a division whose identifier holds the same number (``ftn1``) makes the whole of it the note.
        """
        mark = self._targets.get(element.get("id") or "")
        if mark is None and name == "a":
            mark = self._targets.get(element.get("name") or "")
        if mark is None:
            return
        if name in _BLOCKS:
            frame.note = mark
        elif not squeeze(plain(self._pieces)):
            self._note = mark
            for around in self._frames:
                if re.search(rf"(?<!\d){re.escape(mark)}(?!\d)", around.identifier):
                    around.note = mark

    def _label_of(self, item: Element) -> str:
        state = next((frame.state for frame in reversed(self._frames) if frame.state), None)
        return state.label(item) if state else "•"

    def _open_row_or_cell(self, name: str, frame: _Frame) -> None:
        table = self._table()
        if table is None:
            return
        if name == "tr":
            table.rows.append([])
        else:
            if not table.rows:
                table.rows.append([])
            table.fill()
            frame.outer, self._blocks = self._blocks, []

    def _table(self) -> _Table | None:
        return next((frame.table for frame in reversed(self._frames) if frame.table), None)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        frame = self._frames[-1]
        words = text if frame.kept else _SPACE.sub(lambda space: "\t" if space[0] == "\t" else " ", text)
        self._pieces.append(Piece(words, frame.italic, frame.height))

    def _close(self, element: Element) -> None:
        name = name_of(element)
        if name in _BLOCKS:
            self._end_block()
        frame = self._frames.pop()
        if name == "q":
            self._pieces.append(Piece("”", frame.italic))
        elif name == "li":
            self._label = ""
        elif name == "a":
            self._close_link(element)
        elif name in ("td", "th") and frame.outer is not None:
            self._close_cell(element, frame.outer)
        elif name == "table" and frame.table is not None and frame.outer is not None:
            caption, self._blocks = self._blocks, frame.outer
            self._blocks += caption + table_blocks(frame.table.rows)

    def _close_cell(self, element: Element, outer: list[Block]) -> None:
        table = self._table()
        cell, self._blocks = self._blocks, outer
        if table is None:
            self._blocks += cell
            return
        row = table.rows[-1]
        across, down = _span(element, "colspan"), _span(element, "rowspan")
        for offset in range(across):
            if down > 1:
                table.down[len(row)] = down - 1
            row.append(cell if offset == 0 else [])

    def _close_link(self, link: Element) -> None:
        """Raise the words of a link that is the mark of a note; leave out those of one that leads back from the note."""
        href = link.get("href") or ""
        words = "".join(link.itertext())
        if "#" not in href or not self._pieces:
            return
        mark = _MARK.fullmatch(words)
        count = sum(1 for text in link.itertext() if text)
        if mark and href.rpartition("#")[2] in self._targets:
            self._pieces[-count:] = [Piece(mark[1], False, Height.MARK)]
        elif words.strip() and _BACK.fullmatch(words) and count:
            del self._pieces[-count:]

    def _end_block(self) -> None:
        pieces, self._pieces = self._pieces, []
        note, self._note = self._note or self._frames[-1].note, None
        if self._frames[-1].kept and plain(pieces).strip():
            self._blocks.append(Block(verbatim=plain(pieces)))
            return
        words = squeeze(plain(pieces))
        if not words:
            return
        label, self._label = self._label, ""
        if note is not None:
            if self._blocks and self._blocks[-1].note == note:
                self._blocks[-1].pieces += [Piece(" "), *pieces]
            else:
                self._blocks.append(Block(without_opening(pieces, note), note=note))
            return
        self._blocks.append(Block(pieces, "" if has_own_label(words, label) else label))


def _span(element: Element, name: str) -> int:
    text = element.get(name) or ""
    return max(1, min(int(text), _SPAN)) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else 1
