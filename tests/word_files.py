"""Makes Word files out of texts in normal form, so that tests can read back what they wrote.

``write_word`` takes a whole text: headings, labels, notes, emphasis, tables, a table of contents; so does ``write_html``.
The parts of the file are written by hand, for no library writes footnotes or lists of several levels.
"""

import html as escapes
import re
import zipfile
from pathlib import Path

from tests.normal_texts import DIGITS, LABEL, WHOLE, Part, parts_of, readings, tokens
from tests.page_files import write_html
from tipgraph.reading.read import read_document

__all__ = ["WHOLE", "write_html", "write_word"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


# style: definition, level, format, text
LISTS = {
    "1.": (1, 0, "decimal", "%1."),
    "(a)": (1, 1, "lowerLetter", "(%2)"),
    "(i)": (1, 2, "lowerRoman", "(%3)"),
    "(1)": (1, 3, "decimal", "(%4)"),
    "I.": (2, 0, "upperRoman", "%1."),
    "A.": (2, 1, "upperLetter", "%2."),
    "-": (3, 0, "bullet", "-"),
    "•": (4, 0, "bullet", "\uf0b7"),
}


class Lists:
    """Chooses for each label the list that prints it: the one that goes on, or a new one that starts there."""

    def __init__(self) -> None:
        self.counts: dict[int, dict[int, int]] = {}
        self.current = {1: 1, 2: 2, 3: 3, 4: 4}
        self.overrides: list[tuple[int, int, int, int]] = []

    def place(self, label: str) -> tuple[int, int]:
        """Return (list, level) for a label."""
        choices = [(style, value, *LISTS[style][:2]) for style, value in readings(label)]
        style, value, definition, level = next(
            (choice for choice in choices if choice[1] == self._next(choice[2], choice[3])),
            next((choice for choice in choices if choice[1] == 1), choices[0]),
        )
        if style not in "-•" and value != self._next(definition, level):
            number = 4 + len(self.overrides) + 1
            self.overrides.append((number, definition, level, value))
            self.current[definition] = number
        counts = self.counts.setdefault(definition, {})
        counts[level] = value
        for deeper in [index for index in counts if index > level]:
            del counts[deeper]
        return self.current[definition], level

    def _next(self, definition: int, level: int) -> int:
        return self.counts.get(definition, {}).get(level, 0) + 1

    def xml(self) -> str:
        levels: dict[int, str] = {}
        for definition, level, form, shown in LISTS.values():
            levels[definition] = levels.get(definition, "") + (
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/></w:lvl>'
            )
        xml = "".join(
            f'<w:abstractNum w:abstractNumId="{key}">{found}</w:abstractNum>' for key, found in levels.items()
        )
        xml += "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in levels)
        for number, definition, level, start in self.overrides:
            xml += (
                f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/><w:lvlOverride w:ilvl="{level}">'
                f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
            )
        return f'<w:numbering xmlns:w="{W}">{xml}</w:numbering>'


# --- Word ---


def run(words: str, properties: str = "") -> str:
    """Write a run; line feeds and tabulators become their elements."""
    xml = ""
    for piece in re.split(r"([\n\t])", words):
        if piece in ("\n", "\t"):
            xml += "<w:br/>" if piece == "\n" else "<w:tab/>"
        elif piece:
            xml += f'<w:t xml:space="preserve">{escapes.escape(piece)}</w:t>'
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{xml}</w:r>"


def paragraph(content: str, properties: str = "") -> str:
    """Write a paragraph around its runs."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>
<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
</w:styles>"""


class WordFile:
    """The XML of one file while it is written."""

    def __init__(self, *, labels: str, notes: str) -> None:
        self.labels, self.notes_kind = labels, notes
        self.lists = Lists()
        self.body: list[str] = []
        self.footnotes: list[str] = []
        self.count = 0
        self.marks: set[str] = set()

    def write(self, text: str) -> None:
        parts = parts_of(text)
        self.marks = {note.note for part in parts for note in part.notes}
        for part in parts:
            self._waiting = list(part.notes)
            if part.contents:
                self._contents(part)
            elif part.table:
                self._table(part)
            else:
                self.body.append(self._paragraph(part))
            if self.notes_kind == "typed":
                for note in part.notes:
                    mark = run(note.note.translate(DIGITS), '<w:vertAlign w:val="superscript"/>')
                    self.body.append(paragraph(mark + run(" ") + self._runs(note.words)))

    def _paragraph(self, part: Part) -> str:
        properties = "" if part.words.endswith((".", ";", ":", ",")) else '<w:pStyle w:val="Heading1"/>'
        if part.label and self.labels == "automatic":
            number, level = self.lists.place(part.label)
            properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            return paragraph(self._runs(part.words), properties)
        typed = run(f"{part.label}\t") if part.label else ""
        return paragraph(typed + self._runs(part.words), properties)

    def _runs(self, words: str) -> str:
        xml = ""
        for kind, piece in tokens(words, self.marks):
            if kind == "mark":
                xml += self._mark(piece)
            elif kind == "italic":
                xml += run(piece, '<w:rStyle w:val="Emphasis"/>' if len(xml) % 2 else "<w:i/>")
            else:
                upright = '<w:i w:val="0"/>' if len(xml) % 2 else ""
                xml += run(piece, upright)
        return xml

    def _mark(self, mark: str) -> str:
        note = next((note for note in self._waiting if note.note == mark), None)
        style = '<w:rStyle w:val="FootnoteReference"/>'
        if note is None or self.notes_kind == "typed":
            return run(mark.translate(DIGITS), '<w:vertAlign w:val="superscript"/>')
        self._waiting.remove(note)
        identifier = len(self.footnotes) + 2
        automatic = mark.translate(DIGITS) == str(self.count + 1)
        own = "<w:r><w:footnoteRef/></w:r>" if automatic else run(mark.translate(DIGITS), style)
        self.count += automatic
        self.footnotes.append(
            f'<w:footnote w:id="{identifier}">{paragraph(own + run(" ") + self._runs(note.words))}</w:footnote>'
        )
        if automatic:
            return f'<w:r><w:rPr>{style}</w:rPr><w:footnoteReference w:id="{identifier}"/></w:r>'
        return (
            f'<w:r><w:rPr>{style}</w:rPr><w:footnoteReference w:customMarkFollows="1" w:id="{identifier}"/>'
            f"<w:t>{mark.translate(DIGITS)}</w:t></w:r>"
        )

    def _contents(self, part: Part) -> None:
        for index, line in enumerate(part.words.split("\n")):
            style = "" if index == 0 and line.startswith("\t") else '<w:pStyle w:val="TOC1"/>'
            label = LABEL.match(line)
            typed = f"{label[1]}\t{line[label.end() :]}" if label else line
            self.body.append(paragraph(self._runs(typed), style))

    def _table(self, part: Part) -> None:
        rows = ""
        for line in part.words.split("\n"):
            cells = "".join(f"<w:tc>{paragraph(self._runs(cell))}</w:tc>" for cell in line.split("\t"))
            rows += f"<w:tr>{cells}</w:tr>"
        self.body.append(f"<w:tbl>{rows}</w:tbl>")


def write_word(path: Path, text: str, *, labels: str = "automatic", notes: str = "automatic") -> Path:
    """Write a text in normal form as a Word file.

    Args:
        path: The file to write.
        text: The text.
        labels: ``automatic``: Word's own numbering prints them; ``typed``: they stand in the words, with a tabulator.
        notes: ``automatic``: Word's own footnotes; ``typed``: raised numbers and paragraphs.

    Returns:
        The path.
    """
    file = WordFile(labels=labels, notes=notes)
    file.write(text)
    return pack(path, "".join(file.body), numbering=file.lists.xml(), footnotes="".join(file.footnotes))


def pack(
    path: Path,
    body: str,
    *,
    numbering: str = "",
    footnotes: str = "",
    endnotes: str = "",
    styles: str = STYLES,
    settings: str = "",
    others: dict[str, tuple[str, str]] | None = None,
) -> Path:
    """Write the parts of a Word file; ``others`` are further ones, each identifier with kind and XML (``header``)."""
    space = f'xmlns:w="{W}" xmlns:r="{R}"'
    separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    parts = {"styles": styles}
    if numbering:
        parts["numbering"] = numbering
    if footnotes:
        parts["footnotes"] = f"<w:footnotes {space}>{separator}{footnotes}</w:footnotes>"
    if endnotes:
        parts["endnotes"] = f"<w:endnotes {space}>{endnotes}</w:endnotes>"
    if settings:
        parts["settings"] = f"<w:settings {space}>{settings}</w:settings>"
    relations = {f"rId{index}": (kind, xml) for index, (kind, xml) in enumerate(parts.items(), 100)} | (others or {})
    kinds = "".join(
        f'<Override PartName="/word/{identifier}.xml" ContentType="{OFFICE}.{kind}+xml"/>'
        for identifier, (kind, _) in relations.items()
    )
    links = "".join(
        f'<Relationship Id="{identifier}" Type="{R}/{kind}" Target="{identifier}.xml"/>'
        for identifier, (kind, _) in relations.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{OFFICE}.document.main+xml"/>{kinds}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'
        )
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        for identifier, (_, xml) in relations.items():
            archive.writestr(f"word/{identifier}.xml", xml)
    return path


# --- parts of files, and what they read as ---


def read_body(tmp_path: Path, body: str, **parts: object) -> str:
    """Write a file with a body, and further parts as :func:`pack` takes them, and read it."""
    return read_document(pack(tmp_path / "file.docx", body, **parts)).text  # type: ignore[arg-type]


def plain_paragraph(words: str, properties: str = "") -> str:
    """Write a paragraph of one run."""
    return paragraph(run(words), properties)


def table(*rows: tuple[str, ...]) -> str:
    """Write a table whose cells are given as their paragraphs."""
    return (
        "<w:tbl>"
        + "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def numbering(levels: str, instances: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{instances}</w:numbering>'


def level(index: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
