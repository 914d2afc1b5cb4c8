"""What a document in Akoma Ntoso says of itself: who, what, when, in which language."""

from lxml import etree

from tests.akoma_ntoso import AKN, NAMES, Element, name_of, parse
from tests.exporting import export
from tipgraph.dataset.build import Build
from tipgraph.export.catalogue.dataset import day_of_source
from tipgraph.export.source import Edition, Source


def identity(document: Element, level: str, name: str, attribute: str = "value") -> list[str]:
    return [one.get(attribute) for one in document.findall(f".//{AKN}{level}/{AKN}{name}")]


def authors(document: Element) -> list[str]:
    named = {f"#{one.get('eId')}": one.get("showAs") for one in document.iter(f"{AKN}TLCOrganization")}
    return [named[href] for href in identity(document, "FRBRWork", "FRBRauthor", "href")]


def test_its_identity_follows_the_naming_convention(build: Build) -> None:
    document = parse(build, "cop4-revised-draft-resolution")
    [work] = identity(document, "FRBRWork", "FRBRuri")
    assert work == "/akn/un/statement/deliberation/group-of-77-and-china/2008-10-15/cop4-revised-draft-resolution"
    assert identity(document, "FRBRExpression", "FRBRuri") == [f"{work}/eng@2008-10-15"]
    assert identity(document, "FRBRManifestation", "FRBRuri") == [f"{work}/eng@2008-10-15.xml"]
    assert identity(document, "FRBRWork", "FRBRname") == ["Trafficking in human beings"]
    assert name_of(parse(build, "wg4-2009-provisional-agenda")[0]) == "debateReport"
    assert name_of(parse(build, "cu-2009-92")[0]) == "doc"


def test_the_author_in_the_iri_is_the_one_that_is_named(build: Build) -> None:
    # The Group of 77 submitted the draft, the Secretariat prepared the background paper.
    assert authors(parse(build, "cop4-revised-draft-resolution")) == ["Group of 77 and China"]
    paper = parse(build, "wg4-2011-future-work")
    assert identity(paper, "FRBRWork", "FRBRuri") == [
        "/akn/un/doc/background-paper/secretariat/2011-08-02/wg4-2011-future-work"
    ]
    assert authors(paper) == ["Secretariat of the Conference of the Parties"]
    # The letter is the Secretary-General's on the paper of the Office: with two, the IRI names none.
    letter = parse(build, "cu-2009-92")
    assert identity(letter, "FRBRWork", "FRBRuri") == ["/akn/un/doc/note-verbale/2009-07-08/cu-2009-92"]
    assert len(authors(letter)) == 2
    # Nobody says who drew up the agenda; the report is that of the Working Group on its own meeting (paragraph 1).
    agenda = parse(build, "wg4-2009-provisional-agenda")
    assert identity(agenda, "FRBRWork", "FRBRuri") == [
        "/akn/un/debateReport/agenda/2009-03-05/wg4-2009-provisional-agenda"
    ]
    assert authors(agenda) == ["United Nations"]
    assert authors(parse(build, "wg4-2009-report")) == ["Working Group on Trafficking in Persons"]


def test_only_a_symbol_is_the_number_of_a_document(build: Build) -> None:
    report = parse(build, "wg4-2009-report")
    assert identity(report, "FRBRWork", "FRBRnumber") == ["CTOC/COP/WG.4/2009/2"]
    for name, reference in (("cop4-revised-draft-resolution", "V.08-57345 (E)"), ("cu-2009-92", "CU 2009/92")):
        document = parse(build, name)
        assert identity(document, "FRBRWork", "FRBRnumber") == []
        assert document.find(f".//{AKN}FRBRalias[@name='reference']").get("value") == reference


def test_a_language_that_the_record_does_not_know_is_undetermined(build: Build) -> None:
    # Four print "Original: English"; the letter prints nothing of the kind.
    languages = {name: identity(parse(build, name), "FRBRExpression", "FRBRlanguage", "language") for name in NAMES}
    assert languages == {name: ["und" if name == "cu-2009-92" else "eng"] for name in NAMES}


def test_the_xml_is_as_old_as_the_release_that_it_is_made_for(build: Build) -> None:
    release = Source(build, Edition("https://w3id.org/tipgraph/releases/9.9.9/", "9.9.9", "2026-03-04", ""))
    for source, day in ((release, "2026-03-04"), (Source(build), day_of_source(Source(build)))):
        document = etree.fromstring(export(source, "akoma-ntoso/wg4-2009-report"))
        [date] = document.findall(f".//{AKN}FRBRManifestation/{AKN}FRBRdate")
        assert dict(date.attrib) == {"date": day, "name": "generation"}
        assert identity(document, "FRBRWork", "FRBRdate", "date") == ["2009-04-21"]
