"""Under which agenda item something is said: by the heading above it, or by the sentence that says what was considered."""

import re

from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter
from tipgraph.extract.model import Section

_NUMBER = r"(?P<item>\d{1,2}(?: ?\([a-z]\))?)"
_HEADED = re.compile(rf"\b[Ii]tems? {_NUMBER}")
_SAME = re.compile(r"\b(?:[Uu]nder|[Oo]n|[Rr]egarding) (?:the same|that|this) (?:agenda )?item\b")
_CONSIDERED = re.compile(
    rf"\b(?:consider(?:ed|ation of)|discuss(?:ed|ions? (?:on|of|under))|introduced|opened|took up|addressed)\b[^.;]{{0,80}}?"
    rf"\b(?:agenda )?items? {_NUMBER}"
)
_UNDER = re.compile(
    rf"\b(?:[Uu]nder|[Oo]n|[Rr]egarding|[Ii]n relation to|[Ff]or) (?:the )?(?:agenda )?items? {_NUMBER}"
)
_ADOPTED = re.compile(r"\badopted\b[^.:]{0,60}? the following (?:provisional )?agenda\b")


def spoken_under(sentence: str) -> str | None:
    """Return the number of the agenda item that a sentence names as the one under which it tells something, or None.

    Of several items considered together it is the first.
    """
    match = _UNDER.search(sentence) or _CONSIDERED.search(sentence)
    return _spaced(match["item"]) if match else None


def _spaced(number: str) -> str:
    return re.sub(r"(?<=\d)\(", " (", number)


def current_items(emitter: Emitter) -> dict[str, str]:
    """Return path of a provision to the number of the agenda item under which it stands.

    Args:
        emitter: The document.

    Returns:
        For each provision the item that its first sentence names; else the one last said in its section to have been
        considered or spoken under; else the one that its heading, or one above, names or repeats.
    """
    titles = _titles(emitter)
    headed: dict[int, str | None] = {}
    found: dict[str, str] = {}
    section, item, last = None, None, None
    for provision in emitter.document.provisions:
        if provision.section is not section:
            section, last = provision.section, None
            item = _of_headings(section, titles, headed)
        first = next((sentence for _, sentence in sentences(emitter.words(provision))), "")
        said = spoken_under(first) or (last if _SAME.search(first) else None)
        if said and (_CONSIDERED.search(first) or re.match(r"(?:Under|On|In relation to) ", first)):
            item = said
        last = said or last
        own = said or item
        if own:
            found[provision.path] = own
    return found


def _titles(emitter: Emitter) -> dict[str, str]:
    """Return title, folded, to number of the items of the adopted agenda, where the document prints it."""
    lists = [part for part in emitter.document.provisions if _ADOPTED.search(emitter.words(part))]
    return {
        _folded(emitter.words(item)): item.label.shown
        for listed in lists
        for item in listed.children
        if item.label and item.label.shown.isdigit()
    }


def _folded(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title).strip().casefold()


def _of_headings(section: Section | None, titles: dict[str, str], known: dict[int, str | None]) -> str | None:
    """Return the item that the nearest heading names by its number or by its title, or None."""
    if section is None:
        return None
    if id(section) not in known:
        match = _HEADED.search(section.heading)
        own = _spaced(match["item"]) if match else titles.get(_folded(section.heading))
        known[id(section)] = own or _of_headings(section.parent, titles, known)
    return known[id(section)]
