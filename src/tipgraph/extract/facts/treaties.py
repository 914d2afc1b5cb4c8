"""The treaties of the Conference of the Parties: whose parties its working groups mean by "States parties"."""

import re

from tipgraph.extract.names import Name, Names

_SHORT = re.compile(
    r"(?:(?:both|either|all|any|one) (?:of )?)?(?:(?:the|its|these|those|three) )*(?:Conventions?|Protocols?)"
    r"(?! (?:on|against|relating|concerning|for|of|to)\b)(?: thereto)?\b"
)
_ARTICLE = re.compile(r"(?:the |its )?")
_JOIN = re.compile(r",? (?:and|or)(?:/or)? (?:to )?(?=(?:the |its |any |all |both )*[A-Z])|, (?=(?:the |its )?[A-Z])")
_FAMILY = re.compile(r"\bConvention against Transnational Organized Crime$")


def is_of_the_conference(names: Names, treaty: Name) -> bool:
    """Tell the Convention against Transnational Organized Crime and the Protocols that supplement it from other treaties."""
    return bool(_FAMILY.search(names.label_of(treaty.iri) or ""))


def end_of_treaties(names: Names, text: str, start: int) -> int | None:
    """Read the treaties of the Conference that a text lists at a place.

    Args:
        names: The authority.
        text: "States parties to the Convention and the Protocols thereto that ..."
        start: Where the list begins, with its article.

    Returns:
        Where the list ends; None where another treaty stands there, or none.
    """
    end, position = None, start
    while True:
        own = _end_of_treaty(names, text, position)
        if own is None:
            return end
        end = own
        join = _JOIN.match(text, end)
        if not join:
            return end
        position = join.end()


def _end_of_treaty(names: Names, text: str, start: int) -> int | None:
    article = _ARTICLE.match(text, start)
    begin = article.end() if article else start
    named = next(iter(names.find(text[begin : begin + 400], "instrument")), None)
    if named and named.start == 0:
        return begin + named.end if is_of_the_conference(names, named) else None
    short = _SHORT.match(text, start)
    return short.end() if short else None
