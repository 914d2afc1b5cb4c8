"""The answers of OAI-PMH 2.0, as XML."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree

from tipgraph.export.harvest.items import SCHEME, Item, collect, iri_of, sets
from tipgraph.export.harvest.metadata import FORMATS, XSI, Format, clean
from tipgraph.export.harvest.requests import ProtocolError, Request, read, wanted
from tipgraph.query.lookup import Lookup

OAI: Final = "http://www.openarchives.org/OAI/2.0/"
NO_CONTACT: Final = "contact-is-not-set@tipgraph.invalid"
"""What stands where the protocol wants an address for mail and nobody has set one: a name that can never exist (RFC 6761)."""
REPOSITORY: Final = "tipgraph"
_SCHEMA: Final = f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
_IDENTIFIERS: Final = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_ABOUT_REQUESTS: Final = frozenset({"badVerb", "badArgument"})
"""Faults of requests that are not repeated in the answer (section 3.2)."""


@dataclass(frozen=True)
class Repository:
    """A build as harvesters see it."""

    lookup: Lookup
    version: str
    """Of the build: lists that were begun in one version are not continued in another."""
    day: str
    """The datestamp of every record: the day from which the build is as it is."""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """What has a record."""
        return collect(self.lookup)

    @cached_property
    def by_iri(self) -> Mapping[str, Item]:
        """The same by their IRIs."""
        return {item.iri: item for item in self.items}

    @cached_property
    def sets(self) -> Mapping[str, str]:
        """The sets by their names, each with what it is called."""
        return sets(self.lookup, self.items)


@dataclass(frozen=True)
class Service:
    """What only who serves a repository knows."""

    address: str
    """Where it answers."""
    contact: str
    """Whom to write to."""
    page: int
    """How many records a list has before it is to be continued."""
    now: str
    """The moment of the answer in UTC: ``2026-01-31T12:00:00Z``."""


def answer(repository: Repository, service: Service, pairs: Sequence[tuple[str, str]]) -> bytes:
    """Answer a request.

    Args:
        repository: What is harvested.
        service: Where and how.
        pairs: The arguments of the request in the order in which they were sent.

    Returns:
        The document: what was asked for, or what is wrong, which is an answer as well.
    """
    given: dict[str, str] = {}
    try:
        request = read(pairs)
        given = {"verb": request.verb, **request.arguments}
        content = _ANSWERS[request.verb](repository, service, request)
    except ProtocolError as error:
        given = {} if error.code in _ABOUT_REQUESTS else given
        content = etree.Element(_name("error"), code=error.code)
        content.text = clean(str(error))
    root = etree.Element(_name("OAI-PMH"), nsmap={None: OAI, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", _SCHEMA)
    _add(root, "responseDate", service.now)
    asked = _add(root, "request", service.address)
    for name, value in given.items():
        asked.set(name, clean(value))
    root.append(content)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def record(repository: Repository, item: Item, form: Format) -> etree._Element:
    """Write the record of an item: a header, and what is said of it if it was not given up."""
    element = etree.Element(_name("record"), nsmap={None: OAI})
    element.append(header(repository, item))
    if not item.deleted:
        _add(element, "metadata").append(form.write(repository.lookup, item.iri))
    return element


def header(repository: Repository, item: Item) -> etree._Element:
    """Write the header of an item."""
    element = etree.Element(_name("header"), nsmap={None: OAI})
    if item.deleted:
        element.set("status", "deleted")
    _add(element, "identifier", item.identifier)
    _add(element, "datestamp", repository.day)
    for one in item.sets:
        _add(element, "setSpec", one)
    return element


def _identify(repository: Repository, service: Service, request: Request) -> etree._Element:
    element = etree.Element(_name(request.verb))
    for name, value in (
        ("repositoryName", REPOSITORY),
        ("baseURL", service.address),
        ("protocolVersion", "2.0"),
        ("adminEmail", service.contact or NO_CONTACT),
        ("earliestDatestamp", repository.day),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DD"),
    ):
        _add(element, name, value)
    scheme = etree.SubElement(
        _add(element, "description"), f"{{{_IDENTIFIERS}}}oai-identifier", nsmap={None: _IDENTIFIERS}
    )
    scheme.set(f"{{{XSI}}}schemaLocation", f"{_IDENTIFIERS} http://www.openarchives.org/OAI/2.0/oai-identifier.xsd")
    prefix, authority, _ = SCHEME.split(":")
    sample = repository.items[0].identifier if repository.items else f"{SCHEME}id/document/1"
    for name, value in (
        ("scheme", prefix),
        ("repositoryIdentifier", authority),
        ("delimiter", ":"),
        ("sampleIdentifier", sample),
    ):
        etree.SubElement(scheme, f"{{{_IDENTIFIERS}}}{name}").text = value
    return element


def _formats(repository: Repository, service: Service, request: Request) -> etree._Element:
    del service
    if request.get("identifier"):
        _item(repository, request)
    element = etree.Element(_name(request.verb))
    for form in FORMATS:
        one = _add(element, "metadataFormat")
        _add(one, "metadataPrefix", form.prefix)
        _add(one, "schema", form.schema)
        _add(one, "metadataNamespace", form.namespace)
    return element


def _sets(repository: Repository, service: Service, request: Request) -> etree._Element:
    del service
    if "resumptionToken" in request.arguments:
        raise ProtocolError(
            "badResumptionToken", "the list of sets is given as a whole: there is nothing to go on with"
        )
    if not repository.sets:
        raise ProtocolError("noSetHierarchy", "there are no sets")
    element = etree.Element(_name(request.verb))
    for name, title in repository.sets.items():
        one = _add(element, "set")
        _add(one, "setSpec", name)
        _add(one, "setName", title)
    return element


def _record(repository: Repository, service: Service, request: Request) -> etree._Element:
    del service
    item = _item(repository, request)
    element = etree.Element(_name(request.verb))
    element.append(record(repository, item, _form(request.get("metadataPrefix"))))
    return element


def _list(repository: Repository, service: Service, request: Request) -> etree._Element:
    """List headers or records, one page of them."""
    part = wanted(request, repository.version)
    form = _form(part.prefix)
    is_then = (part.first or repository.day) <= repository.day <= (part.last or repository.day)
    found = [item for item in repository.items if item.is_in(part.within)] if is_then else []
    if not found:
        raise ProtocolError("noRecordsMatch", "nothing is of these days and in this set; ListSets names the sets")
    if part.start >= len(found):
        raise ProtocolError("badResumptionToken", "the list has no such part: begin it anew")
    element = etree.Element(_name(request.verb))
    end = part.start + service.page
    for item in found[part.start : end]:
        element.append(
            header(repository, item) if request.verb == "ListIdentifiers" else record(repository, item, form)
        )
    if part.start or end < len(found):
        token = _add(element, "resumptionToken", part.token(repository.version, end) if end < len(found) else "")
        token.set("completeListSize", str(len(found)))
        token.set("cursor", str(part.start))
    return element


_ANSWERS: Final[Mapping[str, Callable[[Repository, Service, Request], etree._Element]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}


def _item(repository: Repository, request: Request) -> Item:
    found = repository.by_iri.get(iri_of(request.get("identifier")))
    if found is None or found.identifier != request.get("identifier"):
        raise ProtocolError("idDoesNotExist", f"nothing here has the identifier '{request.get('identifier')}'")
    return found


def _form(prefix: str) -> Format:
    found = next((form for form in FORMATS if form.prefix == prefix), None)
    if found is None:
        known = ", ".join(form.prefix for form in FORMATS)
        raise ProtocolError("cannotDisseminateFormat", f"there is no '{prefix}': there is {known}")
    return found


def _name(name: str) -> str:
    return f"{{{OAI}}}{name}"


def _add(element: etree._Element, name: str, text: str = "") -> etree._Element:
    added = etree.SubElement(element, _name(name))
    added.text = text or None
    return added
