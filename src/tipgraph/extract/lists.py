"""Printed lists of names, cut where one name ends and the next begins."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipgraph.extract.names import Name, Names

_SEPARATOR = re.compile(
    r"(?:,? (?:and|as well as) (?:by )?(?:the (?!former ))?|, (?:the (?!former ))?|; (?:and )?(?:the (?!former ))?)"
)
_ARTICLE = re.compile(r"(?:the|The) (?!former )")
_BRACKET = re.compile(r" \([^()]*\)")
_AND = re.compile(r",? and (?=[A-Z]|the [A-Z])")
_COMMA = re.compile(r", (?:and )?(?=[A-Z]|the [A-Z])")
_SEMICOLON = re.compile(r"; ")


def split_list(words: str, names: "Names", *kinds: str) -> list[tuple[str, "Name | None"]]:
    """Split a printed list of names.

    Args:
        words: ``Algeria, Iran (Islamic Republic of) and Zimbabwe``, without what introduces it and without its full stop.
        names: The authority; a known name is never split at its own commas and "and".
        kinds: Kinds of things to look among.

    Returns:
        (name as printed, what it stands for or None) in order. Where the list has semicolons, an unknown name ends at the
        next of them; otherwise at the next comma before a capital letter, or at the last "and" before one.
    """
    found: list[tuple[str, Name | None]] = []
    position = 0
    known = {name.start: name for name in names.scan(words) if not name.iri or name.is_of(kinds)}
    while position < len(words):
        match = _SEPARATOR.match(words, position)
        position = match.end() if match else position
        is_last = bool(match) and "and" in match[0].split() if match else False
        article = _ARTICLE.match(words, position) if position not in known else None
        position = article.end() if article else position
        name = known.get(position)
        bracket = _BRACKET.match(words, name.end) if name else None
        end = bracket.end() if bracket else name.end if name else position
        if name and (end == len(words) or _SEPARATOR.match(words, end)):
            found.append((words[position:end], name if name.iri else None))
            position = end
            continue
        end = max(_end_of_unknown(words, position, known, is_last=is_last), position + 1)
        printed = words[position:end].strip()
        if printed:
            found.append((printed, names.resolve(printed, *kinds)))
        position = end
    return found


def _end_of_unknown(words: str, position: int, known: "dict[int, Name]", *, is_last: bool) -> int:
    """Return where a name ends of which the record knows nothing; the last of a list may itself hold an "and"."""
    if ";" in words:
        semicolon = _SEMICOLON.search(words, position)
        return semicolon.start() if semicolon else len(words)
    comma = _COMMA.search(words, position)
    end = comma.start() if comma else len(words)
    ands = list(_AND.finditer(words, position, end))
    before_known = [match for match in ands if _begins(known, words, match.end())]
    if before_known:
        return before_known[0].start()
    return ands[-1].start() if ands and not comma and not is_last else end


def _begins(known: "dict[int, Name]", words: str, position: int) -> bool:
    """Tell whether a known name, with or without an article, begins at a place and fills the entry of the list."""
    article = _ARTICLE.match(words, position)
    name = known.get(article.end() if article else position)
    return name is not None and (name.end == len(words) or _SEPARATOR.match(words, name.end) is not None)
