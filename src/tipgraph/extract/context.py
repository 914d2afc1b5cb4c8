"""Short names that mean one thing in one document and another in the next: "the Working Group", "the Protocol"."""

import re
from collections.abc import Callable, Iterable

_INITIAL = re.compile(r"(?:^|[.!?:;]\)?\s+|[“\"(])$")
_CAPITALISED = re.compile(r"(?:^|(?<=[^\w’'-]))(?P<word>[A-Z][\w’'-]*\.?) $")
_GOES_ON = re.compile(
    r" (?:of|on|against|to|relating to|concerning) (?:the |an? )?"
    r"(?=[A-Z])(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"
)
_LITTLE = """The A An In On At By For From Of To With And As Its Their This That Both Under Also Including Like Between
Besides Recalling States Parties Mr"""
_HONORIFICS = re.compile(
    r" (?:(?:Mr|Ms|Mrs|Dr|H\.E|Prof)\.|Mr|Ms|Mrs|Miss|Her Excellency|His Excellency|Ambassador)(?!\w)"
)
_STATE_OF = """Government Governments Representative Representatives Observer Observers Delegation Delegations Mission
Missions State States Kingdom Republic Commonwealth Principality Sultanate Union Federation Minister Ambassador President
Head Chair Embassy Authorities"""
"""What may stand before "of" and the name of a State without making one longer name of both."""
_LITTLE_WORDS, _STATE_WORDS = frozenset(_LITTLE.split()), frozenset(_STATE_OF.split())


def part_of_a_longer_name(words: str, start: int, end: int) -> bool:
    """Tell whether the name of a State is only a part of another name.

    Args:
        words: Running text.
        start: Where the State's name begins.
        end: Where it ends.

    Returns:
        Whether a capitalised word stands directly before or behind it, or before it with "of": "Bank of Austria",
        "Caritas Austria", "Jordan University".
    """
    if re.match(r" [A-Z]", words[end : end + 2]) and not _HONORIFICS.match(words, end):
        return True
    before = words[max(0, start - 80) : start]
    of = re.search(r"(?:^|[^\w])(?P<head>[A-Za-z][\w’'-]*) of (?:the )?$", before)
    if of:
        return of["head"][0].isupper() and of["head"] not in _STATE_WORDS
    capitalised = _CAPITALISED.search(before)
    return bool(capitalised and capitalised["word"] not in _LITTLE_WORDS and not capitalised["word"].endswith("ing"))


def stands_alone(words: str, start: int, end: int) -> int | None:
    """Tell whether a short name is a name of its own.

    Args:
        words: Running text.
        start: Where the name begins.
        end: Where it ends.

    Returns:
        None where a capitalised word before it makes a longer name ("Optional Protocol"); where "of", "on" and a name
        follow, the place at which that name begins ("Group of Experts", "Chair of the Conference"); otherwise 0.
    """
    before = words[max(0, start - 80) : start]
    capitalised = _CAPITALISED.search(before)
    if capitalised and capitalised["word"] not in _LITTLE_WORDS:
        initial = _INITIAL.search(before[: capitalised.start()])
        if not initial or not re.search(r"(?:ing|ed|so)$", capitalised["word"]):
            return None
    if re.match(r" (?:Room|Services|Centre)\b", words[end : end + 10]):
        return None
    follows = _GOES_ON.match(words, end)
    return follows.end() if follows else 0


class Context:
    """What short names mean in one document: what it is a document of, and what it names in full."""

    def __init__(
        self,
        value: Callable[[str, str], list[str]],
        owners: dict[str, set[str]],
        named: Callable[[], Iterable[str]],
        body: str | None,
        *,
        group_known: bool = True,
    ) -> None:
        """Make a context.

        Args:
            value: Values of a property (``parentBody``, ``parts``, ``subject``) of a thing.
            owners: Short name to the things that bear it.
            named: Gives the things that the document names in full; asked once, and only when needed.
            body: The body whose document it is, where that is known.
            group_known: False where the document names a group of its own that the record does not know.
        """
        self._value = value
        self._owners = owners
        self._named_in_full = named
        self._named: frozenset[str] | None = None
        self._body = body
        self._group_known = group_known
        self._meanings: dict[str, str | None] = {}

    def meaning(self, name: str) -> str | None:
        """Return what a short name means here.

        Args:
            name: The short name.

        Returns:
            The bearer of the name that is nearest to the document's body: the body itself, its organs and the treaty it
            works on, then those of its parent; otherwise the only bearer that the document names in full; otherwise the
            only bearer there is, if it does not belong to another working group; None where more than one is possible.
        """
        if name not in self._meanings:
            self._meanings[name] = self._find(name)
        return self._meanings[name]

    def _find(self, name: str) -> str | None:
        owners = self._owners.get(name, set())
        if not self._group_known:
            owners = {owner for owner in owners if not self._group_of(owner)}
        body = self._body
        while body:
            near = {body, *self._value(body, "subject"), *self._value(body, "parts")} & owners
            if len(near) == 1:
                return near.pop()
            parents = self._value(body, "parentBody")
            body = parents[0] if parents else None
        if self._named is None:
            self._named = frozenset(self._named_in_full())
        named = owners & self._named
        if len(named) == 1:
            return next(iter(named))
        if named or len(owners) != 1:
            return None
        owner = next(iter(owners))
        elsewhere = self._body is not None and self._group_of(owner) not in (None, self._body)
        return None if elsewhere else owner

    def _group_of(self, thing: str) -> str | None:
        """Return the working group to which a body belongs or is, or which works on a treaty; None for all else."""
        for group in (thing, *self._value(thing, "parentBody"), *self._value(thing, "worksOn")):
            if self._value(group, "identifierStem") and self._value(group, "parentBody"):
                return group
        return None

    def is_organ_of(self, thing: str, other: str) -> bool:
        """Tell whether a body belongs to another, directly or not."""
        above = self._value(thing, "parentBody")
        while above:
            if above[0] == other:
                return True
            above = self._value(above[0], "parentBody")
        return False
