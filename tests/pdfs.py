"""PDF documents drawn from texts in normal form, in many layouts: what the reader of PDF is tested with."""

import io
import re

from reportlab.pdfgen.canvas import Canvas

from tests.pdf_layouts import HEADING, JOB, LABEL, NOTE, PLAIN, RAISED, Layout, Set, Word, measure, words_of
from tests.pdf_parts import Parts


class Setter(Parts):
    """Sets a text in a layout."""

    def __init__(self, layout: Layout, text: str) -> None:
        self.layout = layout
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=layout.page, pageCompression=0)
        self.page = 0
        self.column = 0
        self.y = 0.0
        self.floor = 0.0
        self.foot: list[Set] = []
        self.carried: list[Set] = []
        self.job = ""
        self.symbol = ""
        blocks = [block for block in text.split("\n\n") if block.strip()]
        self.notes: dict[int, list[str]] = {}
        self.blocks: list[str] = []
        for block in blocks:
            if JOB.match(block):
                self.job = block
            elif NOTE.match(block) and self.blocks:
                self.notes.setdefault(len(self.blocks) - 1, []).append(block)
            else:
                self.blocks.append(block)
        self.symbol = next(
            (block for block in blocks[:4] if re.fullmatch(r"[A-Z]+/[\w./-]+", block)), "CTOC/COP/WG.0/2000/1"
        )

    def font(self, bold: bool, italic: bool) -> str:
        family = self.layout.family
        slant = "Italic" if family == "Times" else "Oblique"
        name = ("Bold" if bold else "") + (slant if italic else "")
        return f"{family}-{name or 'Roman'}" if family == "Times" else f"{family}-{name}" if name else family

    def wide(self, word: Word, bold: bool, size: float) -> float:
        return sum(
            measure(text, self.font(bold, italic), size * (0.62 if raised else 1)) for text, italic, raised in word.runs
        )

    def draw(self) -> bytes:
        """Draw the whole document."""
        self.new_page()
        start = self._masthead() if self.layout.masthead else 0
        for index in range(start, len(self.blocks)):
            block = self.blocks[index]
            if "\t" in block:
                self._table(block)
                lines = []
            else:
                lines = self._lines(block)
            if lines and HEADING.match(block) and self.y - 4 * self.layout.size * self.layout.spacing < self.floor:
                self._break()
            own = [note for at in (range(index + 1) if index == start else (index,)) for note in self.notes.get(at, [])]
            notes = {re.match(NOTE, note)[1]: note for note in own}  # type: ignore[index]
            for line in lines:
                for_line = [notes.pop(mark) for mark in line.marks if mark in notes]
                if line is lines[-1]:
                    for_line += list(notes.values())
                self._place(line, for_line)
            self.y -= self.layout.gap * (1.6 if HEADING.match(block) else 1)
        self._finish_page()
        while self.carried:
            self.new_page()
            self._finish_page()
        self.canvas.save()
        return self.buffer.getvalue()

    def new_page(self) -> None:
        self.page += 1
        self.column = 0
        self.y = self.layout.page[1] - 85
        self.floor = 90.0
        self._furniture()
        if self.carried:
            carried, self.carried = self.carried, []
            self._reserve(carried)

    def _reserve(self, lines: list[Set]) -> None:
        for line in lines:
            self.foot.append(line)
            self.floor += line.size * self.layout.spacing

    def _break(self) -> None:
        if self.column + 1 < self.layout.columns:
            self.column += 1
            self.y = self.layout.page[1] - 85 if self.page > 1 or not self.layout.masthead else self.y
        else:
            self._finish_page()
            self.canvas.showPage()
            self.new_page()

    def _place(self, line: Set, notes: list[str]) -> None:
        step = line.size * self.layout.spacing
        feet = [each for note in notes for each in self._note_lines(note)]
        need = sum(foot.size * self.layout.spacing for foot in feet) + (0 if self.foot else 8)
        if self.y - step < self.floor + (need if feet else 0):
            room = int((self.y - step - self.floor - 8) / (self.layout.note_size * self.layout.spacing)) if feet else 0
            if self.layout.split_notes and feet and 1 <= room < len(feet):
                self.carried += feet[room:]
                feet = feet[:room]
            elif self.layout.columns > 1 and feet and self.column + 1 == self.layout.columns and self.page == 0:
                pass
            else:
                self._break()
        self._reserve(feet)
        self.y -= step
        self._draw_line(line, self.left, self.y)

    @property
    def left(self) -> float:
        return self.layout.margin + self.column * (self.layout.width + 24)

    def _note_lines(self, note: str) -> list[Set]:
        mark = NOTE.match(note)[1]  # type: ignore[index]
        words = [
            Word(((mark.translate(PLAIN), False, mark[0] in RAISED),)),
            *words_of(note[len(mark) + 1 :], self.layout.italics),
        ]
        return self._broken(words, self.layout.note_size, False, 0, 0, self._note_width())

    def _note_width(self) -> float:
        return self.layout.page[0] - 2 * self.layout.margin

    def _lines(self, block: str) -> list[Set]:
        layout = self.layout
        heading = bool(HEADING.match(block))
        label = LABEL.match(block)
        words = words_of(block, layout.italics)
        bold = heading and layout.bold
        if not label:
            return self._broken(words, layout.size, bold, 0 if heading else layout.indent, 0, layout.width)
        inner = label[1][0] in "(-•"
        first = (layout.tab if inner and not layout.hanging else 0) + (layout.indent if not heading else 0)
        if layout.hanging:
            first = layout.tab if inner else 0
        rest = first + layout.tab if layout.hanging or heading or label[1] in "-•" else 0
        return self._broken(words, layout.size, bold, first, rest, layout.width, tab=layout.tab)

    def _broken(
        self, words: list[Word], size: float, bold: bool, first: float, rest: float, width: float, tab: float = 0
    ) -> list[Set]:
        lines: list[Set] = []
        space = measure(" ", self.font(bold, False), size)
        x, row = first, []
        queue = list(words)
        labelled = bool(tab)
        while queue:
            word = queue.pop(0)
            wide = self.wide(word, bold, size)
            if row and x + wide > width + 0.01:
                pieces = self._hyphenated(word, width - x, bold, size) if self.layout.hyphens else None
                if pieces:
                    row.append((x, pieces[0]))
                    queue.insert(0, pieces[1])
                else:
                    queue.insert(0, word)
                lines.append(self._set(row, bold, size, width))
                x, row = rest, []
                continue
            row.append((x, word))
            x += wide + space
            if labelled:
                x = max(x, first + tab)
                labelled = False
        if row:
            lines.append(self._set(row, bold, size, width, last=True))
        if tab and lines:
            lines[0].words[0] = (first, lines[0].words[0][1])
        return lines

    def _hyphenated(self, word: Word, room: float, bold: bool, size: float) -> tuple[Word, Word] | None:
        if len(word.runs) != 1 or not word.runs[0][0].isalpha() or len(word.runs[0][0]) < 9:
            return None
        text, italic, raised = word.runs[0]
        for cut in range(len(text) - 3, 2, -1):
            if measure(text[:cut] + "-", self.font(bold, italic), size) <= room:
                return Word(((text[:cut] + "-", italic, raised),)), Word(((text[cut:], italic, raised),))
        return None

    def _set(self, row: list[tuple[float, Word]], bold: bool, size: float, width: float, last: bool = False) -> Set:
        if self.layout.justified and not last and len(row) > 2:
            spare = width - row[-1][0] - self.wide(row[-1][1], bold, size)
            start = 1 if row[1][0] - row[0][0] > self.wide(row[0][1], bold, size) + 10 else 0
            share = spare / (len(row) - 1 - start)
            row = [(x + max(0, number - start) * share, word) for number, (x, word) in enumerate(row)]
        marks = [
            text.translate(str.maketrans("0123456789", RAISED))
            for _, word in row
            for text, _, raised in word.runs
            if raised
        ]
        marks += [match[0] for _, word in row for text, _, _ in word.runs if (match := re.search(r"(?<=\w)\*+$", text))]
        return Set(row, bold, size, marks)

    def _draw_line(self, line: Set, left: float, y: float) -> None:
        for index, (x, word) in enumerate(line.words):
            here = left + x
            for text, italic, raised in word.runs:
                font = self.font(line.bold, italic)
                size = line.size * (0.62 if raised else 1)
                self.canvas.setFont(font, size)
                rise = 0.33 * line.size if raised else 0
                if self.layout.draw == "letters":
                    at = here
                    for letter in text:
                        self.canvas.drawString(at, y + rise, letter)
                        at += measure(letter, font, size)
                else:
                    follows = (
                        index + 1 < len(line.words)
                        and line.words[index + 1][0] - x < self.wide(word, line.bold, line.size) + 4
                    )
                    last = text == word.runs[-1][0] and follows and self.layout.draw == "spans"
                    self.canvas.drawString(here, y + rise, text + (" " if last else ""))
                here += measure(text, font, size)

    def _finish_page(self) -> None:
        if self.foot:
            left, y = self.layout.margin, 90 + sum(line.size * self.layout.spacing for line in self.foot)
            if self.layout.note_rule == "rule":
                self.canvas.line(left, y, left + 100, y)
            elif self.layout.note_rule == "line":
                self.canvas.setFont(self.font(False, False), self.layout.note_size)
                self.canvas.drawString(left, y + 2, "_" * 20)
            for line in self.foot:
                y -= line.size * self.layout.spacing
                self._draw_line(line, left, y)
            self.foot = []

    def _furniture(self) -> None:
        width, height = self.layout.page
        kind, canvas, page = self.layout.furniture, self.canvas, self.page
        canvas.setFont(self.font(False, False), 8)
        if kind == "united-nations":
            if page == 1 and self.job:
                canvas.drawString(90, 50, f"{self.job}    120910    130910")
                canvas.drawString(90, 38, "*1055184*")
                canvas.drawRightString(width - 90, 38, "Please recycle")
            elif page > 1:
                canvas.setFont(self.font(True, False), 8)
                canvas.drawString(90, height - 45, self.symbol)
                canvas.line(90, height - 50, width - 90, height - 50)
                left, right = (str(page), self.job[:-4]) if page % 2 == 0 else (self.job[:-4], str(page))
                canvas.drawString(90, 50, left)
                canvas.drawRightString(width - 90, 50, right)
            return
        if page == 1 and self.job:
            canvas.drawString(90, 35, self.job)
        if kind == "numbers":
            canvas.drawCentredString(width / 2, 50, str(page))
        elif kind == "centre":
            canvas.drawCentredString(width / 2, 50, f"Page {page}")
        elif kind == "dashes":
            canvas.drawCentredString(width / 2, 50, f"- {page} -")
        elif kind == "of":
            canvas.drawRightString(width - 90, 50, f"{page}/12")
        elif kind == "head" and page > 1:
            canvas.drawString(90, height - 45, "Report of an invented working group")
            canvas.drawRightString(width - 90, height - 45, str(page))


def drawn(text: str, layout: Layout) -> bytes:
    """Return a PDF document of a text in normal form."""
    return Setter(layout, text).draw()
