"""Mastheads, tables and lists of contents drawn into the documents that the reader of PDF is tested with."""

import re

from reportlab.pdfgen.canvas import Canvas

from tests.pdf_layouts import LABEL, Layout, measure, words_of


class Parts:
    """What a setter draws beside running text; the setter supplies the rest."""

    layout: Layout
    canvas: Canvas
    blocks: list[str]
    y: float
    floor: float
    left: float

    def _masthead(self) -> int:
        """Draw the masthead in two columns as first pages have it."""
        if self.blocks[:1] != ["United Nations"]:
            return 0
        end = next((i for i, block in enumerate(self.blocks[:8]) if block.startswith("Original")), None)
        if end is None:
            return 0
        canvas, left, width, y = self.canvas, self.layout.margin, self.layout.width, self.y
        canvas.setFont(self.font(self.layout.bold, False), 14)
        canvas.drawString(left, y, self.blocks[0])
        canvas.setFont(self.font(False, False), 10)
        canvas.drawRightString(left + width, y, self.blocks[1])
        canvas.line(left, y - 6, left + width, y - 6)
        y -= 40
        size = 14 if self.layout.bold else self.layout.size
        for number, line in enumerate(
            self._broken(words_of(self.blocks[2]), size, self.layout.bold, 0, 0, 0.6 * width)
        ):
            self._draw_line(line, left, y - number * size * 1.15)
            self.y = y - number * size * 1.15
        canvas.setFont(self.font(False, False), 10)
        for number, text in enumerate(self.blocks[3 : end + 1]):
            level = y - number * 12 - (12 if number == end - 3 else 0)
            canvas.drawString(left + 0.68 * width, level, text)
            self.y = min(self.y, level)
        self.y -= 30
        return end + 1

    def _table(self, block: str) -> None:
        """Draw a table with its columns as wide as their cells need, wrapped to the width of the column."""
        layout, size = self.layout, self.layout.size
        rows = [row.split("\t") for row in block.split("\n")]
        count = max(len(row) for row in rows)
        contents = all(re.fullmatch(r"[0-9]+|\*?Page\*?", row[-1]) for row in rows) and count == 2
        if contents:
            self._contents(rows)
            return
        font = self.font(False, False)
        longest = [
            max((measure(row[i], font, size) for row in rows if i < len(row)), default=0) + 8 for i in range(count)
        ]
        spare = layout.width - 14 * (count - 1)
        widths = [min(wide, max(spare * wide / sum(longest), 0.18 * spare)) for wide in longest]
        least = [max(measure(word, font, size) for row in rows for word in row[i].split(" ")) + 2 for i in range(count)]
        loose = sum(max(0, wide - small) for wide, small in zip(widths, least, strict=True))
        share = min(1, max(0, spare - sum(least)) / loose) if loose else 1
        widths = [small + max(0, wide - small) * share for wide, small in zip(widths, least, strict=True)]
        edges = [sum(widths[:i]) + 14 * i for i in range(count)]
        top = self.y - 4
        for row in rows:
            cells = [
                self._broken(words_of(cell, layout.italics), size, False, 0, 0, wide)
                for cell, wide in zip(row, widths, strict=False)
            ]
            tall = max(len(cell) for cell in cells) * size * layout.spacing
            if self.y - tall - 6 < self.floor:
                self._break()
                top = self.y - 4
            for edge, cell in zip(edges, cells, strict=False):
                for number, line in enumerate(cell):
                    self._draw_line(line, self.left + edge, self.y - (number + 1) * size * layout.spacing)
            self.y -= tall + 6
            if layout.table_rules:
                bottom = self.y - 4
                self.canvas.rect(self.left - 4, bottom, layout.width + 8, top - bottom)
                for edge in edges[1:]:
                    self.canvas.line(self.left + edge - 5, bottom, self.left + edge - 5, top)
                top = bottom
        self.y -= 8

    def _contents(self, rows: list[list[str]]) -> None:
        layout, size = self.layout, self.layout.size
        font = self.font(False, False)
        for words, number in rows:
            step = size * layout.spacing
            if self.y - 3 * step < self.floor:
                self._break()
            right = self.left + layout.width
            lines = (
                self._broken(words_of(words), size, False, 0, 0, layout.width - 60, tab=24 if LABEL.match(words) else 0)
                if words
                else []
            )
            for line in lines:
                self.y -= step
                self._draw_line(line, self.left, self.y)
            if not lines:
                self.y -= step
            self.canvas.setFont(font, size)
            self.canvas.setFont(self.font(False, "*" in number and layout.italics), size)
            self.canvas.drawRightString(right, self.y, number.strip("*"))
            self.canvas.setFont(font, size)
            if lines:
                at = self.left + lines[-1].words[-1][0] + self.wide(lines[-1].words[-1][1], False, size) + 4
                stop = right - 20
                self.canvas.drawString(at, self.y, ". " * max(4, int((stop - at) / measure(". ", font, size))))
