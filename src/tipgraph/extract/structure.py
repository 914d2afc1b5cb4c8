"""Blocks become sections, provisions, items, footnotes and tables."""

from tipgraph.documents.text import SourceText
from tipgraph.extract.bare_labels import tell_bare_labels
from tipgraph.extract.block import Block
from tipgraph.extract.blocks import cut
from tipgraph.extract.builder import Builder, tie_footnotes
from tipgraph.extract.contents import contents_of
from tipgraph.extract.coverage import Coverage, Kind
from tipgraph.extract.headings import find_headings, has_letters
from tipgraph.extract.joining import join_broken
from tipgraph.extract.masthead import read_masthead
from tipgraph.extract.model import Document
from tipgraph.extract.persons import drop_false_labels
from tipgraph.extract.table import captions_of, read_table


def take_apart(source: SourceText) -> Document:
    """Take a document apart.

    Args:
        source: The text.

    Returns:
        Its masthead, sections, provisions (parents before items, in order), footnotes and table rows, and the coverage,
        in which a character that no rule placed is left without a kind.
    """
    document = Document(source, Coverage(source))
    blocks = cut(source, document.coverage)
    contents = contents_of(blocks)
    for block in blocks:
        if block.start in contents:
            document.coverage.assign(block.start, block.end, Kind.CONTENTS)
    drop_false_labels(blocks)
    tell_bare_labels(blocks)
    body = read_masthead(document, [block for block in blocks if block.start not in contents])
    headings = find_headings(body)
    builder = Builder(document)
    previous: Block | None = None
    captions = captions_of(body)
    for block in join_broken(body, headings - captions):
        if block.footnote is not None:
            builder.footnote(block)
            continue
        if block.start in captions:
            document.coverage.assign(block.start, block.end, Kind.TABLE_HEAD)
        elif block.is_table:
            read_table(document, block, builder.outline.current)
        elif block.start in headings:
            builder.heading(block, previous)
        elif _has_words(block):
            builder.paragraph(block)
        previous = block
    tie_footnotes(document)
    return document


def _has_words(block: Block) -> bool:
    """Tell a paragraph or item from marks without words, which are left for a person to place."""
    if not has_letters(block.words):
        return False
    return bool(block.opening.readings) or len(block.words.split()) > 1 or block.is_closed
