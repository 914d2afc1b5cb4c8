"""A text cut into blocks: the units that the later rules name."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from tipgraph.documents.symbols import find_symbols
from tipgraph.documents.text import SourceText
from tipgraph.documents.words import (
    ADDRESS_MARK,
    EMPHASIS,
    MERGE_PLACEHOLDER,
    SUPERSCRIPT_DIGITS,
    footnote_number,
    plain_words,
)
from tipgraph.extract.coverage import Coverage, Kind
from tipgraph.extract.labels import Opening, Style, read_opening

_PAGE_BREAK = re.compile(r"(?<![ \t\r])[ \t\r]*\f\s*|\n(?:[ \t\r]*\n){3,}|\A(?:[ \t\r]*\n){2,}")
_SPACE = re.compile(r"\s+")
_MARK = re.compile(rf"(?<=[^\s{SUPERSCRIPT_DIGITS}])[{SUPERSCRIPT_DIGITS}]+")
_FOOTNOTE_OPENING = re.compile(rf"([{SUPERSCRIPT_DIGITS}]+|\*(?=[ \t]*[A-Z]))[ \t]*")
_ASTERISK_MARK = re.compile(r"(?<=[\w)])\*(?!\*)(?=\s|$|[.,;:])")
_END_RULE = re.compile(r"[-_—–]+")
_PAGE_NUMBER = re.compile(r"\d{1,4}|[-–] ?\d{1,4} ?[-–]|\d{1,4}/\d{1,4}|[Pp]age \d+(?: of \d+)?")
_PICTURE = re.compile(r"An? (?:\w+ )*?(?:signature|stamp|seal|logo|emblem|photograph)\b.*", re.DOTALL)
JOB_NUMBER = re.compile(r"(?:[A-Z]{1,2}\.\d\d-\d{4,6}|\d\d-\d{5}) \([A-Z]\)(?: \d{6})?")
_PREAMBULAR_VERB = re.compile(
    r"(?:Having |Being |Deeply |Gravely |Also |Further )?(?:\w+ing|Having|Convinced|Concerned|Alarmed|Aware|Mindful|Guided|"
    r"Determined|Encouraged|Conscious|Inspired)\b",
    re.IGNORECASE,
)
_CLOSED = (".", ";", ":", "?", "!", ".”", ".)", ")")


@dataclass
class Block:
    """Consecutive characters that one rule places: ``text[start:end]``, without white space at either end."""

    start: int
    end: int
    raw: str
    line: int
    after_page_break: bool
    opening: Opening
    footnote: str | None = None
    pieces: list[tuple[int, int]] = field(default_factory=list)

    @cached_property
    def words(self) -> str:
        """The words of the block's first piece, without mark and label."""
        return plain_words([self.raw[self.opening.length :]])

    @property
    def is_closed(self) -> bool:
        """Whether the block ends as a sentence or an item of a list does."""
        return re.sub(r" and$|\*+$", "", self.words).endswith(_CLOSED) or self.words.endswith("; and")

    @property
    def is_heading_like(self) -> bool:
        """Whether the block is short, ends openly and has no verb that only a sentence has."""
        if self.is_closed or self.words.endswith(","):
            return False
        styles = {label.style for label in self.opening.readings}
        return bool(styles & {Style.CAPITAL, Style.CAPITAL_ROMAN}) or not looks_like_prose(self.words)

    @property
    def is_table(self) -> bool:
        """Whether the block has tabulators."""
        return "\t" in self.raw


def cut(source: SourceText, coverage: Coverage) -> list[Block]:
    """Cut a text into blocks and place what is neither words nor heading wherever it stands.

    Args:
        source: The text.
        coverage: Receives white space, page breaks, inner marks, placeholders, end rules and picture descriptions.

    Returns:
        The blocks that remain for other rules, in order; footnotes are told by ``footnote``, their number.
    """
    _place_inner_marks(source, coverage)
    blocks: list[Block] = []
    for start, end in _extents(source.text):
        raw = source.text[start:end]
        if not plain_words([raw]):
            continue
        noise = _noise(raw, first=not blocks)
        if noise:
            coverage.assign(start, end, noise)
        else:
            opening = read_opening(raw)
            gap = source.text[blocks[-1].end if blocks else 0 : start]
            broken = bool(_PAGE_BREAK.search(gap))
            blocks.append(Block(start, end, raw, source.line_of(start), broken, opening, None, [(start, end)]))
    _tell_footnotes(source, blocks, coverage)
    return blocks


_NOISE = ((_END_RULE, Kind.END_RULE), (_PAGE_NUMBER, Kind.PAGE_NUMBER), (_PICTURE, Kind.PICTURE))


def _noise(raw: str, *, first: bool) -> Kind | None:
    """Return the kind of a block that no part of the text holds, or None; the first symbol is the document's own."""
    symbols = find_symbols(raw)
    if symbols and symbols[0].symbol == raw and not first:
        return Kind.RUNNING_HEAD
    return next((kind for pattern, kind in _NOISE if pattern.fullmatch(raw)), None)


def _extents(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each run of lines without a blank one, cut again where a line opens with mark or label."""
    extents: list[tuple[int, int]] = []
    offset, start, last_line, table = 0, None, 0, False
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        begin = offset + len(line) - len(line.lstrip())
        offset += len(line)
        if not stripped:
            start = None
            continue
        opens = start is None or _opens(stripped, text[last_line : extents[-1][1]], table)
        last_line = begin
        if opens:
            table = "\t" in line
            start = begin
            extents.append((begin, begin + len(stripped)))
        else:
            extents[-1] = (extents[-1][0], begin + len(stripped))
    return extents


def _opens(line: str, before: str, table: bool) -> bool:
    """Tell whether a line opens a block of its own though no blank line stands before it."""
    if table:
        return False
    opening = read_opening(line)
    if _END_RULE.fullmatch(line) or opening.bullet or _FOOTNOTE_OPENING.match(line):
        return True
    if not opening.readings:
        return False
    return line.startswith("(") or plain_words([before]).endswith(_CLOSED)


def _place_inner_marks(source: SourceText, coverage: Coverage) -> None:
    """Place page breaks, white space, placeholders and address marks wherever they stand."""
    for pattern, kind in (
        (_PAGE_BREAK, Kind.PAGE_BREAK),
        (MERGE_PLACEHOLDER, Kind.PLACEHOLDER),
        (ADDRESS_MARK, Kind.ADDRESS),
    ):
        for match in pattern.finditer(source.text):
            coverage.assign(match.start(), match.end(), kind)
    for match in _SPACE.finditer(source.text):
        for offset in range(match.start(), match.end()):
            if coverage.kind_at(offset) is None:
                coverage.assign(offset, offset + 1, Kind.SPACE)


def _tell_footnotes(source: SourceText, blocks: list[Block], coverage: Coverage) -> None:
    """Tell footnotes by the mark that stands both at the start of a block and behind a word; place marks and emphasis."""
    openings = {}
    for block in blocks:
        match = _FOOTNOTE_OPENING.match(block.raw)
        if match:
            openings[id(block)] = match
    numbers = {match[1] for match in openings.values()}
    marks = [match for match in _MARK.finditer(source.text) if match[0] in numbers]
    starts = {block.start for block in blocks if id(block) in openings}
    marks = [match for match in marks if match.start() not in starts]
    behind = {match[0] for match in marks}
    if "*" in numbers:
        asterisks = [
            match for match in _ASTERISK_MARK.finditer(source.text) if _is_unpaired(source.text, match.start())
        ]
        marks += asterisks
        behind |= {"*"} if asterisks else set()
    for match in marks:
        if coverage.kind_at(match.start()) is None:
            coverage.assign(match.start(), match.end(), Kind.MARK)
    for block in blocks:
        opening = openings.get(id(block))
        if opening and opening[1] in behind:
            block.footnote = "*" if opening[1] == "*" else footnote_number(opening[1])
            block.opening = Opening((), None, (0, len(opening[1])), opening.end())
    labels = {block.start for block in blocks if block.footnote} | {
        block.start + block.opening.bullet[0] for block in blocks if block.opening.bullet
    }
    for match in EMPHASIS.finditer(source.text):
        if coverage.kind_at(match.start()) is None and match.start() not in labels:
            coverage.assign(match.start(), match.end(), Kind.EMPHASIS)


def _is_unpaired(text: str, offset: int) -> bool:
    """Tell whether an asterisk closes no emphasis: the asterisks before it in its line come in pairs."""
    line_start = text.rfind("\n", 0, offset) + 1
    return text.count("*", line_start, offset) % 2 == 0


def join_broken(blocks: list[Block], is_heading: set[int]) -> list[Block]:
    """Join paragraphs cut by a page break, a footnote or what stands between.

    Args:
        blocks: Blocks in order, footnotes among them.
        is_heading: Starts of blocks known to be headings.

    Returns:
        Blocks, each with the pieces it was cut into; footnotes keep their place.
    Source: a paragraph of a United Nations text ends with a full stop, its items with a semicolon; a block that ends
        otherwise runs on in the next one that opens with a small letter, or that is prose and opens without a label.
    """
    joined: list[Block] = []
    open_block: Block | None = None
    last: Block | None = None
    for block in blocks:
        if block.footnote is not None or JOB_NUMBER.fullmatch(block.raw):
            joined.append(block)
            continue
        if open_block and last and block.start not in is_heading and _continues(open_block, last, block):
            open_block.pieces.append((block.start, block.end))
            last = block
            continue
        joined.append(block)
        open_block = last = None if block.is_table or block.start in is_heading else block
    return joined


def _continues(opening: Block, before: Block, block: Block) -> bool:
    """Tell whether a block goes on with a paragraph that opens with one block and so far ends with another."""
    if block.is_table or block.opening.readings:
        return False
    if _ADDRESS.fullmatch(block.raw):
        return before.words.endswith(":")
    if _ADDRESS.fullmatch(before.raw.split()[-1]):
        return False
    if before.is_closed and not before.words.endswith(("etc.", "No.", "vol.")):
        return False
    if block.words[:1].islower():
        return True
    if before.words.endswith((",", "-", "–")):
        return not opens_preambular(block.words)
    bare_item = opening.opening.readings and opening.opening.readings[0].bulleted
    return not bare_item and looks_like_prose(opening.words) and len(block.words.split()) >= 6 and block.is_closed


_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?")


def opens_preambular(words: str) -> bool:
    """Tell whether a paragraph opens as those of a preamble do: *Recalling*, *Having considered*, *Deeply concerned*."""
    return words[:1].isupper() and bool(_PREAMBULAR_VERB.match(words))


_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|shall|should|may|can|could|must|does|did|"
    r"decided|requested|recalled|agreed|adopted|welcomed|noted|heard|stated|recommended|considered|discussed|informed|"
    r"invited|stressed|emphasized|expressed|reported|presented|highlighted|underlined|affirmed|acknowledged)\b"
)


def looks_like_prose(words: str) -> bool:
    """Tell a sentence from a heading: it is long enough and has a verb that a heading lacks."""
    return len(words.split()) >= 6 and bool(_FINITE.search(words))
