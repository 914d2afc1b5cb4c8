"""What an Akoma Ntoso document says of itself: work, expression and manifestation, and who had part in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pycountry
from pyoxigraph import NamedNode

from tipgraph.dataset.metadata import DATASET
from tipgraph.export.akoma_ntoso.elements import Element, add
from tipgraph.export.documents import authors_of
from tipgraph.namespaces import DCTERMS, ID, TIP
from tipgraph.query.lookup import Lookup
from tipgraph.site.reader.names import first_literal, name_of, title_of

_KIND: Final = NamedNode(TIP + "documentType")
_ISSUED: Final = NamedNode(DCTERMS + "issued")
_LANGUAGE: Final = NamedNode(DCTERMS + "language")
_SYMBOL: Final = NamedNode(TIP + "symbol")
_REFERENCE: Final = NamedNode(TIP + "reference")
_DATE: Final = re.compile(r"(-?\d{4,})(-\d\d)?(-\d\d)?", re.ASCII)
_NO_DATE: Final = "0001-01-01"

_TYPES: Final = {
    "draft-resolution": ("statement", "deliberation", "resolutionDraft"),
    "resolution": ("statement", "deliberation", "resolution"),
    "draft-decision": ("statement", "deliberation", "decisionDraft"),
    "decision": ("statement", "deliberation", "decision"),
    "provisional-agenda": ("debateReport", "agenda", "agendaListing"),
    "annotated-provisional-agenda": ("debateReport", "agenda", "agendaAnnotated"),
    "report-of-a-meeting": ("debateReport", "report", "reportOfAMeeting"),
}
"""Kinds of documents as element, subtype and name of AKN4UN; the rest are open documents with the name of their kind."""


@dataclass(frozen=True)
class Identity:
    """What identifies a document."""

    element: str
    """The kind of Akoma Ntoso document: ``statement``, ``debateReport`` or ``doc``."""
    subtype: str
    name: str
    """What kind of document it is, as AKN4UN names it."""
    title: str
    work: str
    """The IRI of the work by the naming convention, with ``un`` for the country."""
    language: str
    """By ISO 639-2; ``und`` where the record does not say it."""
    date: str
    """A whole date, as the schema asks; where only a month or a year is known, its first day."""
    date_name: str
    """Says how far the date is known."""
    symbol: str
    reference: str
    """A job number or another number that is no symbol."""
    authors: tuple[tuple[str, str], ...]
    """IRI and name of each who prepared or submitted it, as the record says."""
    iri: str


def identify(lookup: Lookup, node: NamedNode) -> Identity:
    """Identify a document.

    Args:
        lookup: The dataset.
        node: The document.

    Returns:
        Its identity: the work has type, subtype, author, date and the permanent name of the document in its IRI; where
        the record names no author, or several, it has none there.
    """
    kind = next((one.value.rpartition("/")[2] for one in lookup.nodes(node, _KIND)), "document")
    element, subtype, name = _TYPES.get(kind, ("doc", kind, re.sub("-(.)", lambda found: found[1].upper(), kind)))
    issued = first_literal(lookup, node, _ISSUED)
    authors = authors_of(lookup, node)
    actor = [_slug(one) for one in authors] if len(authors) == 1 else []
    path = node.value.removeprefix(ID + "document/").replace("/", "-")
    parts = ["/akn/un", element, subtype, *actor, _known(issued) or "nodate", path]
    date, date_name = _whole(issued)
    return Identity(
        element,
        subtype,
        name,
        title_of(lookup, node),
        "/".join(parts),
        _alpha_3(first_literal(lookup, node, _LANGUAGE)),
        date,
        date_name,
        first_literal(lookup, node, _SYMBOL),
        first_literal(lookup, node, _REFERENCE),
        tuple((one.value, name_of(lookup, one)) for one in authors),
        node.value,
    )


def _slug(node: NamedNode) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", node.value.removeprefix(ID).partition("/")[2] or node.value)


def _known(issued: str) -> str:
    match = _DATE.match(issued)
    return match[0] if match else ""


def _whole(issued: str) -> tuple[str, str]:
    known = _DATE.match(issued)
    if known is None:
        return _NO_DATE, "unknown"
    if known[3]:
        return known[0], "issued"
    return (f"{known[0]}-01", "issued-in-month") if known[2] else (f"{known[0]}-01-01", "issued-in-year")


def _alpha_3(tag: str) -> str:
    found = pycountry.languages.get(alpha_2=tag.partition("-")[0].casefold())
    return found.alpha_3 if found else "und"


def add_meta(parent: Element, identity: Identity, day: str) -> None:
    """Add the element ``meta`` to a document.

    Args:
        parent: The document.
        identity: What it is.
        day: The day of the release, or of the build, that this XML is made of.
    """
    meta = add(parent, "meta")
    about = add(meta, "identification", source="#tipgraph")
    authors = [f"#org_{number}" for number, _ in enumerate(identity.authors, 1)] or ["#un"]
    aliases = {"permanent": identity.iri} | ({"reference": identity.reference} if identity.reference else {})
    issued, made = (identity.date, identity.date_name), (day, "generation")
    work = _level(about, "FRBRWork", (f"{identity.work}/!main", identity.work), aliases, issued, authors)
    add(work, "FRBRcountry", value="un")
    add(work, "FRBRsubtype", value=identity.subtype)
    if identity.symbol:
        add(work, "FRBRnumber", value=identity.symbol)
    add(work, "FRBRname", value=identity.title)
    iri = f"{identity.work}/{identity.language}@{identity.date if identity.date_name == 'issued' else ''}"
    expression = _level(about, "FRBRExpression", (f"{iri}/!main", iri), {}, issued, authors)
    add(expression, "FRBRlanguage", language=identity.language)
    addresses = (f"{iri}/!main.xml", f"{iri}.xml")
    manifestation = _level(about, "FRBRManifestation", addresses, {}, made, ["#tipgraph"])
    add(manifestation, "FRBRformat", value="application/akn+xml")
    _organizations(meta, identity)


def _organizations(meta: Element, identity: Identity) -> None:
    references = add(meta, "references", source="#tipgraph")
    add(references, "TLCOrganization", eId="tipgraph", href=DATASET, showAs="tipgraph")
    if not identity.authors:
        add(references, "TLCOrganization", eId="un", href="/akn/ontology/organization/un", showAs="United Nations")
    for count, (iri, words) in enumerate(identity.authors, 1):
        add(references, "TLCOrganization", eId=f"org_{count}", href=iri, showAs=words)


def _level(
    about: Element,
    name: str,
    addresses: tuple[str, str],
    aliases: Mapping[str, str],
    date: tuple[str, str],
    authors: Sequence[str],
) -> Element:
    """Add work, expression or manifestation: what is the same of all three."""
    level = add(about, name)
    add(level, "FRBRthis", value=addresses[0])
    add(level, "FRBRuri", value=addresses[1])
    for kind, value in aliases.items():
        add(level, "FRBRalias", value=value, name=kind)
    add(level, "FRBRdate", date=date[0], name=date[1])
    for author in authors:
        add(level, "FRBRauthor", href=author)
    return level
