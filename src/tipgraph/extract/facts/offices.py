"""Offices: the titles under which a text lets somebody speak who is neither a delegation nor the chair."""

import re

from pyoxigraph import NamedNode

from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.facts.chairs import holding
from tipgraph.extract.model import Provision

OFFICE = re.compile(
    r"(?:^|, )[Tt]he (?P<title>(?P<rank>(?:Deputy |Assistant )?(?:Chief|Director|Executive Director|Secretary|Head)) of the "
    r"(?P<unit>[A-Z]\w+(?:(?: and| of| for|,)? [A-Z]\w+)*?))"
    r"(?: of (?:the )?(?P<body>[A-Z]\w+(?:(?: of| on| for| and| to| against)?(?: the)? [A-Z]\w+)*))?(?= (?!and |of |for )[a-z])"
)
"""An office before a verb: ``title``, ``rank``, ``unit`` and the ``body`` of which the unit is a part."""

OFFICE_LISTED = re.compile(
    r"\b(?:[Tt]he )?(?P<title>(?:Deputy |Assistant )?(?:Chief|Director|Secretary|Head) of the "
    r"[A-Z]\w*(?:(?:,? and| of| for| on|,)? [A-Z]\w+){0,8}? "
    r"(?:Section|Branch|Division|Office|Department|Unit|Service|Programme)(?: (?:for|on) [A-Z]\w+(?:(?: and)? [A-Z]\w+){0,4})?"
    r"(?: of (?:the )?[A-Z]\w+(?:(?: on| of| and)? [A-Z]\w+){0,6})?)"
)
"""An office among those who are listed as having spoken: ``title`` is all of it."""

_TITLE = re.compile(OFFICE.pattern.partition("(?= (?!and")[0].replace("(?:^|, )[Tt]he ", "^(?:[Tt]he )?") + "$")


def read_title(printed: str) -> re.Match[str] | None:
    """Read a whole printed name as the title of an office, with the groups of :data:`OFFICE`; None where it is none."""
    return _TITLE.match(printed)


def office_holding(emitter: Emitter, provision: Provision, office: re.Match[str]) -> NamedNode:
    """Add the holding of an office as :data:`OFFICE` or :func:`read_title` has read it."""
    names = emitter.names
    body = names.resolve(office["unit"], "body") or names.resolve(office["body"] or "", "body")
    return holding(emitter, provision, _concept(emitter, office), office["title"], iri(body.iri) if body else None)


def _concept(emitter: Emitter, office: re.Match[str]) -> str:
    """Return the slug of the concept of scheme/office for a printed title; whoever is second in rank is a deputy."""
    if re.match(r"Deputy|Assistant", office["rank"]):
        return "deputy"
    if office["rank"] == "Chief":
        return next((f"chief-of-{unit.lower()}" for unit in ("Section", "Branch") if unit in office["unit"]), "chief")
    known = emitter.names.concepts("office").get(office["rank"]) or emitter.names.concepts("office").get(
        office["rank"].lower()
    )
    return known.rpartition("/")[2] if known else "chief"
