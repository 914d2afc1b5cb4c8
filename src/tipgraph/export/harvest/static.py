"""The record as one file for harvesters: a static repository.

Source: Specification for an OAI Static Repository (http://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm).
A gateway gives what is in such a file by the protocol; it knows no sets and no deletions.
"""

from typing import BinaryIO, Final

from lxml import etree

from tipgraph.export.catalogue.dataset import OAI as ADDRESS
from tipgraph.export.catalogue.dataset import day_of_source
from tipgraph.export.harvest.items import Item
from tipgraph.export.harvest.metadata import FORMATS, XSI
from tipgraph.export.harvest.protocol import NO_CONTACT, OAI, REPOSITORY, Repository, record
from tipgraph.export.registry import Export, Form
from tipgraph.export.source import Selection, Source

STATIC: Final = "http://www.openarchives.org/OAI/2.0/static-repository"
_LOCATION: Final = f"{STATIC} http://www.openarchives.org/OAI/2.0/static-repository.xsd"
_NAMES: Final = {None: STATIC, "oai": OAI, "xsi": XSI}


def write(source: Source, out: BinaryIO, selection: Selection) -> None:
    """Write a build as a static repository: record by record, in each form that metadata can be had in."""
    repository = Repository(source.lookup, source.build.version, day_of_source(source))
    living = [Item(item.iri, ()) for item in repository.items if not item.deleted]
    total = len(living) * len(FORMATS)
    with etree.xmlfile(out, encoding="UTF-8") as xml:
        xml.write_declaration()
        attributes = {f"{{{XSI}}}schemaLocation": _LOCATION}
        with xml.element(f"{{{STATIC}}}Repository", attributes, nsmap=_NAMES):
            xml.write(_identify(repository), _formats())
            for number, form in enumerate(FORMATS):
                with xml.element(f"{{{STATIC}}}ListRecords", metadataPrefix=form.prefix):
                    for at, item in enumerate(living):
                        selection.progress(number * len(living) + at, total)
                        xml.write(record(repository, item, form))
    out.write(b"\n")
    selection.progress(total, total)


def _identify(repository: Repository) -> etree._Element:
    element = etree.Element(f"{{{STATIC}}}Identify", nsmap=_NAMES)
    for name, value in (
        ("repositoryName", REPOSITORY),
        ("baseURL", ADDRESS),
        ("protocolVersion", "2.0"),
        ("adminEmail", NO_CONTACT),
        ("earliestDatestamp", repository.day),
        ("deletedRecord", "no"),
        ("granularity", "YYYY-MM-DD"),
    ):
        etree.SubElement(element, f"{{{OAI}}}{name}").text = value
    return element


def _formats() -> etree._Element:
    element = etree.Element(f"{{{STATIC}}}ListMetadataFormats", nsmap=_NAMES)
    for form in FORMATS:
        one = etree.SubElement(element, f"{{{OAI}}}metadataFormat")
        for name, value in (
            ("metadataPrefix", form.prefix),
            ("schema", form.schema),
            ("metadataNamespace", form.namespace),
        ):
            etree.SubElement(one, f"{{{OAI}}}{name}").text = value
    return element


EXPORTS: Final = (
    Export(
        "oai-pmh",
        "The record for harvesters",
        "Documents and recommendations in Dublin Core and RDF, as an OAI static repository; for who harvests from a file.",
        (Form("static", "xml", "text/xml", write),),
    ),
)
