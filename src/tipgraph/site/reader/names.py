"""What things are called beside the text: short, since the place is known."""

import re
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from tipgraph.documents.dates import MONTHS
from tipgraph.namespaces import DCTERMS, ID, RDFS, SKOS
from tipgraph.query.lookup import Lookup
from tipgraph.query.table import shorten

LONG: Final = 60
"""Characters of a name beyond which another one is looked for that the documents use."""
ENOUGH: Final = 3
"""Words of a name that tells a thing from others: one or two, such as “the Convention”, are a word for it in its place."""
_OTHER: Final = NamedNode(SKOS + "altLabel")
_TITLE: Final = NamedNode(DCTERMS + "title")
_LABEL: Final = NamedNode(RDFS + "label")
_PLACE: Final = re.compile(r"\S+: ")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def name_of(lookup: Lookup, node: NamedNode) -> str:
    """Return what a thing is called, or its path where it has no name."""
    name = lookup.name(node)
    return name.value if name else shorten(node.value).removeprefix(ID)


def title_of(lookup: Lookup, document: NamedNode) -> str:
    """Return the title of a document as it is printed, else what it is called."""
    titles = sorted(one.value for one in lookup.literals(document, _TITLE) if one.language in {"en", None, ""})
    return titles[0] if titles else name_of(lookup, document)


def short_name(lookup: Lookup, node: NamedNode, document: NamedNode) -> str:
    """Return what a thing is called, without the name of the document and the place that a reader sees already."""
    name = name_of(lookup, node)
    for label in lookup.literals(document, _LABEL):
        rest = name.removeprefix(f"{label.value}, ")
        if rest != name:
            return _PLACE.sub("", rest, count=1) or rest
    return (len(name) > LONG and _other_name(lookup, node)) or name


def _other_name(lookup: Lookup, node: NamedNode) -> str:
    """Return the shortest other name of a thing that says enough, and is nothing else's; else nothing."""
    names = [one for one in lookup.literals(node, _OTHER) if len(one.value.split()) >= ENOUGH]
    alone = [one.value for one in names if lookup.subjects(_OTHER, one) == [node]]
    return min(alone, key=lambda one: (len(one), one), default="")


def readable_date(value: str) -> str:
    """Write a date of XML Schema as the documents print dates: ``21 April 2009``, ``April 2009``, ``2009``.

    What is no such date is returned as it is.
    """
    match = _DAY.fullmatch(value)
    if match is None or not 1 <= int(match[2] or 1) <= 12:
        return value
    if match[3]:
        try:
            date.fromisoformat(value)
        except ValueError:
            return value
    words = [str(int(match[3]))] if match[3] else []
    words += [MONTHS[int(match[2]) - 1]] if match[2] else []
    return " ".join([*words, match[1]])


def first_literal(lookup: Lookup, node: NamedNode, *properties: NamedNode) -> str:
    """Return the first value of the first property that has one, in the order of the values; else nothing."""
    for wanted in properties:
        values = sorted(one.value for one in lookup.objects(node, wanted) if isinstance(one, Literal))
        if values:
            return values[0]
    return ""
