"""Lists of contents: entries are neither headings nor provisions."""

import re

from tipgraph.extract.block import Block
from tipgraph.extract.prose import looks_like_prose

_TITLE = re.compile(r"(?:(?:Table of )?[Cc]ontents|CONTENTS)(?:\s+(?:Chapters?|Pages?|Paragraphs?|Sections?))*")
_PAGED = re.compile(r"[\t ](?:\d{1,3}[-–])?\d{1,3}\Z")
_HEAD = re.compile(r"(?:Chapter|Page|Paragraphs?|Section|Pages)(?:\s+(?:Page|Paragraphs?|Pages))*", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\. ?){4,}|…{2,}|_{4,}")


def contents_of(blocks: list[Block]) -> set[int]:
    """Tell which blocks are a list of contents.

    Args:
        blocks: Blocks of a document, in order.

    Returns:
        Starts of the word "Contents" and of each entry behind it: a title with a page number or dots, or one that is
        printed again further on; and of blocks with dots that lead to a page number, wherever they stand.
    """
    found: set[int] = set()
    inside = False
    last_of = {block.words.casefold(): index for index, block in enumerate(blocks)}
    for index, block in enumerate(blocks):
        words = block.words
        if _LEADERS.search(block.raw):
            found.add(block.start)
            continue
        if _TITLE.fullmatch(words):
            inside = True
            found.add(block.start)
            continue
        if not inside or block.footnote:
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        leads = following is not None and bool(_LEADERS.search(following.raw)) and block.is_heading_like
        inside = leads or _is_entry(block, index, last_of)
        if inside:
            found.add(block.start)
    return found


def _is_entry(block: Block, index: int, last_of: dict[str, int]) -> bool:
    """Tell an entry of the list: it leads to a page, heads a column, or is a heading printed again."""
    if _HEAD.fullmatch(block.words) or block.is_table:
        return True
    if _PAGED.search(block.raw):
        return not looks_like_prose(block.words)
    return block.is_heading_like and last_of[block.words.casefold()] > index
