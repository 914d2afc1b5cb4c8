"""Paragraphs that a page's end, a footnote or a printer's mark has cut are joined again."""

import re

from tipgraph.extract.block import Block
from tipgraph.extract.furniture import JOB_NUMBER
from tipgraph.extract.prose import looks_like_prose, opens_preambular, runs_on

_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?")


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
    interrupted = False
    for block in blocks:
        if block.footnote is not None or JOB_NUMBER.fullmatch(block.raw):
            joined.append(block)
            interrupted = True
            continue
        broken = interrupted or block.after_break
        if open_block and last and block.start not in is_heading and _continues(open_block, last, block, broken):
            open_block.pieces.append((block.start, block.end))
            last, interrupted = block, False
            continue
        joined.append(block)
        open_block = last = None if block.is_table or block.start in is_heading else block
        interrupted = False
    return joined


def _continues(opening: Block, before: Block, block: Block, broken: bool) -> bool:
    """Tell whether a block goes on with a paragraph that opens with one block and so far ends with another."""
    if block.is_table or block.opening.readings:
        return False
    if block.goes_on:
        return True
    if _ADDRESS.fullmatch(block.raw):
        return before.words.endswith(":")
    if _ADDRESS.fullmatch(before.raw.split()[-1]):
        return False
    small = block.words[:1].islower() or (broken and block.words.startswith("("))
    if before.is_closed and not before.words.endswith(("etc.", "No.", "vol.")):
        return broken and small
    if broken and (before.run == block.run or runs_on(before.words)):
        return True  # no blank line parts them, only what the printer put between; or no sentence ends so
    return small or (broken and block.words[:1].isdigit()) or _goes_on_openly(opening, before, block, broken)


def _goes_on_openly(opening: Block, before: Block, block: Block, broken: bool) -> bool:
    """Tell whether a block with a capital goes on with a paragraph whose last line ends openly."""
    if before.words.endswith((",", "-", "–")):
        return not opens_preambular(block.words)
    bare_item = opening.opening.readings and opening.opening.readings[0].bulleted
    labelled = bool(opening.opening.label) and broken
    if bare_item or not (labelled or looks_like_prose(opening.words)):
        return False
    return block.is_closed and (broken or len(block.words.split()) >= 6)
