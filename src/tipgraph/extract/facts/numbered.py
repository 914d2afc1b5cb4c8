"""Decisions and resolutions cited by number, and whose they are: told by the words, never guessed."""

import re
from dataclasses import dataclass

from tipgraph.documents.symbols import slug
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.model import Part
from tipgraph.namespaces import ID, TIP

_NUMBER = (
    r"(?:(?P<pair>[0-9]{1,4}/[0-9]{1,3}(?: [A-Z](?=[,.;)]| and\b| of\b|$))?)|(?P<council>[0-9]{1,4}) \((?P<year>(?:19|20)[0-9]{2})\)"
    r"|(?P<early>[0-9]{1,4}(?: [A-Z])?) \((?P<session>[IVXL]+)\))"
)
_DATED = r"(?: of (?P<dated>[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}))?"
_ANNEX = r"(?P<annex>, (?:annex(?:es)?(?: [IVXL]+(?:(?:, | and )[IVXL]+)*)?|(?:operative )?paragraphs? [0-9]+(?: \([a-z]\))?))?"
_ONE = re.compile(_NUMBER + _DATED + _ANNEX)
_ANONYMOUS = re.sub(r"\?P<\w+>", "?:", _ONE.pattern)
NUMBERED = re.compile(
    rf"\b(?P<kind>[Dd]ecision|[Rr]esolution)s? (?P<list>{_ANONYMOUS}(?:(?:, and |, | and | or ){_ANONYMOUS})*)"
)
"""``decision 4/4, paragraph 3``, ``resolutions 64/293 and 65/190``, ``resolution 2331 (2016)``, ``resolution 217 A (III)``."""
_POSSESSIVE = re.compile(r"\b(?:its|Its|that|same) (?:(?:own|previous|earlier|above-mentioned) )?$")
_NOBODY = re.compile(r"[A-Z]\w+(?:ing|ed)|In|The|Its|Their|By|See|And|To|Under|With|That|This|Also|Draft|Both|From|Of")
_BEHIND = re.compile(r" (?:of|adopted by) (?:the )?(?=[A-Z])")
_SUBJECT_BEHIND = re.compile(r"[^.;:]{0,400}?, (?:the )?(?=[A-Z])")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
"""The title of a resolution, whose commas and capital letters are no sign of a subject."""
_PRONOUN_BEHIND = re.compile(r"[^.;:]{0,200}?, it\b")
_PREAMBULAR = re.compile(r"(?:[A-Z]\w+ (?:also |further )?)?[A-Za-z]+ing (?:also |further )?(?:its|that)\b")
_SPEAKS = ("resolution", "draft-resolution", "decision", "draft-decision")
"""Kinds of documents in whose provisions a body speaks, without being named in each."""
_HIGHEST_SESSION = 30
"""No body of this genre has met oftener; a higher number before the slash is another's: 55/25, 2006/27."""


@dataclass(frozen=True)
class Numbered:
    """A decision or resolution: ``words[start:end]`` is its number; ``locator`` a place within it."""

    start: int
    end: int
    iri: str
    dated: str | None
    locator: str | None


def find_numbered(emitter: Emitter, words: str, part: Part) -> list[Numbered]:
    """Find every decision and resolution that words cite by number.

    Args:
        emitter: Its names are the authority; one that the record does not know is added, one whose body the words do not
            tell is reported.
        words: The words of a part.
        part: The part.

    Returns:
        What is cited, in order.
    """
    found = []
    for match in NUMBERED.finditer(words):
        told = owner_told(emitter, words, match)
        for number in _ONE.finditer(words, match.start("list"), match.end("list")):
            kind, shown = match["kind"].lower(), _shown(number)
            body = told if told is not None else _owner_untold(emitter, words, match, kind, number)
            node = _instrument(emitter, kind, shown, body, part) if body else None
            if not node:
                emitter.report(part, match[0], "whose decision or resolution this is cannot be told")
                continue
            end = number.end("annex") if number["annex"] else number.end()
            locator = number["annex"][2:] if number["annex"] else None
            found.append(Numbered(number.start(), end, node, number["dated"], locator))
    return found


def _shown(number: re.Match[str]) -> str:
    """Return a number as it is printed: ``4/4``, ``2331 (2016)``, ``217 A (III)``."""
    if number["pair"]:
        return number["pair"]
    return (
        f"{number['council']} ({number['year']})" if number["council"] else f"{number['early']} ({number['session']})"
    )


def owner_told(emitter: Emitter, words: str, match: re.Match[str]) -> str | None:
    """Return the body that stands directly before a decision or resolution, or behind it with "of".

    Args:
        emitter: Its names are the authority.
        words: The words of a part.
        match: A match of :data:`NUMBERED` in them.

    Returns:
        The body; an empty string where a body is named that is not known; None where none is named.
    """
    before = words[max(0, match.start() - 200) : match.start()]
    if before.endswith(" "):
        name = emitter.names.ending(before, "body")
        if name and not before.rstrip().endswith((",", ";", ".", ":")):
            return name.iri
        capitalised = re.search(r"(?P<ahead>^|\W)(?P<word>[A-Z][\w-]*) $", before)
        if capitalised and not _NOBODY.fullmatch(capitalised["word"]):
            return ""
    behind = _BEHIND.match(words, match.end())
    named = emitter.names.scan(words[behind.end() : behind.end() + 300]) if behind else []
    if behind and named and named[0].start == 0 and named[0].is_of(("body",)):
        return named[0].iri
    return (
        ""
        if behind and re.match(r"[A-Z]\w+ (?:Council|Commission|Committee|Assembly|Board)\b", words[behind.end() :])
        else None
    )


def _owner_untold(emitter: Emitter, words: str, match: re.Match[str], kind: str, number: re.Match[str]) -> str | None:
    """Return the body that another mention, the form of the number or the sentence's subject tells; None where none does.

    "Its" decision is the subject's; where a sentence has none, as in a resolution ("Recalling its"), the body's that speaks.
    A decision of nobody is the document's own body's, or that of its parent: working groups adopt none.
    """
    own = emitter.body.value if emitter.body else None
    if _POSSESSIVE.search(words[: match.start()]):
        subject = _subject(emitter, words, match)
        speaks = emitter.kind in _SPEAKS or _PREAMBULAR.match(words)
        if subject is None and own and speaks and _adopts(emitter, own):
            return own
        return subject or None
    mentioned = mentioned_owners(emitter).get((kind, _shown(number)))
    if mentioned:
        return mentioned
    if number["council"]:
        return f"{ID}body/security-council"
    if own:
        own = emitter.names.parent_of(own) or own
        first = (number["pair"] or "").partition("/")[0]
        return own if first and int(first) <= _HIGHEST_SESSION else _subject(emitter, words, match) or None
    known = emitter.names.resolve(f"{kind} {_shown(number)}", "instrument")
    return next(iter(emitter.names.values(known.iri, TIP + "adoptedBy")), None) if known else None


def _subject(emitter: Emitter, words: str, match: re.Match[str]) -> str | None:
    """Return the body that is the subject of the sentence; empty where several could be; None where none is named.

    It stands behind the clause that names the decision ("In its resolution 5/2, the Conference ..."), or before it; "it" is
    the only one that the sentences before name.
    """
    start, sentence = max(
        ((at, text) for at, text in sentences(words) if at <= match.start()),
        default=(0, words),
        key=lambda pair: pair[0],
    )
    before = words[start : match.start()]
    ahead = [name.iri for name in emitter.names.find(before, "body") if _adopts(emitter, name.iri)]
    if ahead:
        return ahead[0] if len(set(ahead)) == 1 else ""
    if not re.match(r"(?:In|By|Under|Pursuant to|In accordance with|At|With|Through|Following)\b", sentence):
        return None
    if _PRONOUN_BEHIND.match(words, match.end()):
        earlier = {name.iri for name in emitter.names.find(words[:start], "body") if _adopts(emitter, name.iri)}
        return earlier.pop() if len(earlier) == 1 else ""
    behind = _SUBJECT_BEHIND.match(_QUOTED.sub(lambda title: "_" * len(title[0]), words), match.end())
    named = emitter.names.find(words[behind.end() : behind.end() + 300], "body") if behind else []
    return named[0].iri if named and named[0].start == 0 and _adopts(emitter, named[0].iri) else None


def _adopts(emitter: Emitter, body: str) -> bool:
    """Tell whether a body adopts decisions and resolutions: one that meets in sessions and is no working group."""
    return emitter.names.stem_of(body) is not None and emitter.names.parent_of(body) is None


def mentioned_owners(emitter: Emitter) -> dict[tuple[str, str], str]:
    """Return (kind, number) to the body that the document names with it somewhere; the first where it names several."""
    if emitter.owners is None:
        emitter.owners = {}
        parts: list[Part] = [*emitter.document.provisions, *emitter.document.footnotes]
        for part in parts:
            words = emitter.words(part)
            for match in NUMBERED.finditer(words):
                body = owner_told(emitter, words, match)
                for number in _ONE.finditer(words, match.start("list"), match.end("list")) if body else ():
                    emitter.owners.setdefault((match["kind"].lower(), _shown(number)), body or "")
    return emitter.owners


def _instrument(emitter: Emitter, kind: str, number: str, body: str, part: Part) -> str | None:
    """Return the decision or resolution of a body by its number; one that is not known is added; None without a stem."""
    names = emitter.names
    known = names.instrument_numbered(kind.capitalize(), number, body)
    if not known and body == f"{ID}body/general-assembly" and kind == "resolution":
        known = names.document_of_symbol(f"A/RES/{number}")
    stem = names.stem_of(body)
    if not known and not stem:
        return None
    node = iri(known or f"instrument/{stem}-{kind}-{slug(number)}")
    if names.type_of(node.value) is None and not known:
        emitter.node(node, f"tip:{kind.capitalize()}", f"{names.label_of(body) or stem}, {kind} {number}", part)
        emitter.add(node, "tip:instrumentNumber", number)
    return node.value
