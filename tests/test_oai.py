"""OAI-PMH 2.0: every verb, every error, and a harvester of others that walks through it while the data change."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
import sickle
from lxml import etree
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from sickle import oaiexceptions as faults

from tests.conftest import TURTLE
from tests.exporting import export
from tests.server import Server, serving, until
from tipgraph.dataset.build import Build, write_build
from tipgraph.export.harvest.items import Item, iri_of
from tipgraph.namespaces import ID, TIP
from tipgraph.record import Record

NAMES = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "static": "http://www.openarchives.org/OAI/2.0/static-repository",
}
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "oai-pmh.xsd"))
ELEMENTS = {
    *("contributor", "coverage", "creator", "date", "description", "format", "identifier", "language"),
    *("publisher", "relation", "rights", "source", "subject", "title", "type"),
}
"""The fifteen of Dublin Core (https://www.dublincore.org/specifications/dublin-core/dces/)."""
REPORT = "oai:w3id.org:tipgraph/id/document/wg4-2009-report"
RECOMMENDATIONS = 46
"""The report on the first meeting has them; no other document has any."""

PREFIXES = f"""{TURTLE}
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ODD = """
<document/new> a tip:Document ; tip:statedIn <document/report/1> ; rdfs:label "the new one"@en ; tip:documentType <document-type/note> ;
    tip:forSession <session/wg4-1> .
<document/old> rdfs:label "the old one"@en ; owl:deprecated true ; dcterms:isReplacedBy <document/new> .
<document/(1),'2'%2F*;=@:~!$&+> a tip:Document ; tip:statedIn <document/report/1> ; rdfs:label "every mark"@en .
<document/é> tip:statedIn <document/report/1> .
<document/é> a tip:Document ; rdfs:label "<b> & \\u0007 bell"@en , "مرحبا"@ar-Arab-EG ; tip:documentType <document-type/é%20x> .
<document-type/note> rdfs:label "note"@en .
"""


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Server]:
    with serving(build.directory, rate="0", log="false", harvest="7", contact="data@example.org") as running:
        yield running


@pytest.fixture(scope="module")
def odd_build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small record with things that were given up, and names that are hard to write."""
    folder = tmp_path_factory.mktemp("odd")
    return write_build(odd_record(folder / "record"), folder / "build")


def odd_record(root: Path, more: str = "") -> Record:
    files = {
        "ontology/tipgraph.ttl": PREFIXES,
        "data/extracted/report.ttl": f"{PREFIXES}{ODD}",
        "data/curated/more.ttl": f"{PREFIXES}{more}",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("shapes", "queries"):
        (root / name).mkdir(exist_ok=True)
    return Record.find(root)


@pytest.fixture(scope="module")
def odd(odd_build: Build) -> Iterator[Server]:
    with serving(odd_build.directory, as_built="true", rate="0", log="false", harvest="2") as running:
        yield running


def ask(server: Server, *pairs: tuple[str, str], **arguments: str) -> etree._Element:
    """Send a request and check its answer by the schema; ``from_`` is ``from``."""
    given = [*pairs, *((name.rstrip("_"), value) for name, value in arguments.items())]
    reply = server.get(f"/oai?{urlencode(given)}")
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(reply.body)
    SCHEMA.assertValid(root)
    return root


def found(root: etree._Element, path: str) -> list[str]:
    return [one if isinstance(one, str) else one.text or "" for one in root.xpath(path, namespaces=NAMES)]


def error(root: etree._Element) -> str:
    (code,) = found(root, "/oai:OAI-PMH/oai:error/@code")
    return code


def harvester(server: Server) -> sickle.Sickle:
    return sickle.Sickle(f"http://127.0.0.1:{server.port}/oai", timeout=60)


# ---- the verbs


def test_identify(server: Server, build: Build) -> None:
    told = harvester(server).Identify()
    assert (told.repositoryName, told.protocolVersion) == ("tipgraph", "2.0")
    assert told.baseURL == f"http://127.0.0.1:{server.port}/oai"
    assert told.adminEmail == "data@example.org"
    assert (told.deletedRecord, told.granularity) == ("persistent", "YYYY-MM-DD")
    written = datetime.fromtimestamp((build.directory / "manifest.json").stat().st_mtime, UTC)
    assert told.earliestDatestamp == f"{written:%Y-%m-%d}"


def test_the_formats(server: Server) -> None:
    expected = {
        "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }
    for arguments in ({}, {"identifier": REPORT}):
        given = {
            one.metadataPrefix: one.metadataNamespace for one in harvester(server).ListMetadataFormats(**arguments)
        }
        assert given == expected


def test_the_sets(server: Server) -> None:
    sets = {one.setSpec: one.setName for one in harvester(server).ListSets()}
    assert sets["document-type"] == "By type of document"
    assert sets["document-type:note-verbale"] == "note verbale"
    assert "session:wg4-1" in sets
    assert sets["kind:recommendation"] == "Recommendations"
    above = {one.rpartition(":")[0] for one in sets} - {""}
    assert above <= set(sets), "a set that others are below is a set"


def test_a_record_in_dublin_core(server: Server) -> None:
    root = ask(server, verb="GetRecord", identifier=f"{REPORT}/14", metadataPrefix="oai_dc")
    (record,) = root.xpath("//oai:record", namespaces=NAMES)
    assert found(record, "oai:header/oai:identifier") == [f"{REPORT}/14"]
    assert found(record, "oai:header/oai:setSpec") == [
        "document-type:report-of-a-meeting",
        "kind:recommendation",
        "session:wg4-1",
    ]
    assert found(record, ".//dc:identifier") == [f"{ID}document/wg4-2009-report/14"]
    assert found(record, ".//dc:description") == [
        "With regard to the compensation for victims of trafficking, States parties should consider the possibility of "
        "establishing appropriate procedures to allow victims to obtain compensation and restitution."
    ]
    assert found(record, ".//dc:date") == ["2009-04-21"]
    assert found(record, ".//dc:subject") == ["victim compensation"]
    assert f"{ID}document/wg4-2009-report" in found(record, ".//dc:relation")
    (dublin_core,) = record.xpath("oai:metadata/oai_dc:dc", namespaces=NAMES)
    assert {etree.QName(one).namespace for one in dublin_core} == {NAMES["dc"]}
    assert {etree.QName(one).localname for one in dublin_core} <= ELEMENTS


def test_a_record_of_a_document(server: Server) -> None:
    record = harvester(server).GetRecord(identifier=REPORT, metadataPrefix="oai_dc")
    assert "CTOC/COP/WG.4/2009/2" in record.metadata["identifier"]
    assert record.metadata["date"] == ["2009-04-21"]
    assert "report of a meeting" in record.metadata["type"]


def metadata(server: Server, path: str) -> dict[str, list[str]]:
    record = harvester(server).GetRecord(identifier=f"oai:w3id.org:tipgraph/id/{path}", metadataPrefix="oai_dc")
    return dict(record.metadata)


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("document/cu-2009-92", "CU 2009/92"),
        ("document/sales-no-e-09-v-5", "Sales No. E.09.V.5"),
        ("instrument/cop-resolution-5-2", "5/2"),
        ("instrument/ga-resolution-61-144", "61/144"),
    ],
)
def test_a_document_has_its_number(server: Server, path: str, number: str) -> None:
    assert metadata(server, path)["identifier"] == [ID + path, number]


@pytest.mark.parametrize(
    ("path", "creators"),
    [
        ("document/cop4-revised-draft-resolution", ["Group of 77 and China"]),
        ("document/wg4-2009-report", ["Working Group on Trafficking in Persons"]),
        ("document/wg4-2011-future-work", ["Secretariat of the Conference of the Parties"]),
        ("document/wg4-2009-provisional-agenda", []),
    ],
)
def test_a_document_has_the_author_that_the_texts_name(server: Server, path: str, creators: list[str]) -> None:
    assert metadata(server, path).get("creator", []) == creators


def test_a_printed_title_stands_alone_and_a_label_in_its_place(server: Server) -> None:
    assert metadata(server, "document/cop4-revised-draft-resolution")["title"] == ["Trafficking in human beings"]
    assert metadata(server, "document/ctoc-cop-2010-17")["title"] == ["CTOC/COP/2010/17"]


def test_only_the_description_is_under_the_licence(server: Server) -> None:
    licence = "(https://creativecommons.org/licenses/by/4.0/)"
    assert metadata(server, "instrument/uncac")["rights"] == [
        f"The rights in the document are its author's. This description of it is under CC BY 4.0 {licence}."
    ]
    assert metadata(server, "document/wg4-2009-report/14")["rights"] == [
        f"The words are quoted from the document. This description of them is under CC BY 4.0 {licence}."
    ]


def test_a_record_as_rdf(server: Server) -> None:
    root = ask(server, verb="GetRecord", identifier=f"{REPORT}/14", metadataPrefix="rdf")
    (written,) = root.xpath("//oai:metadata/*", namespaces=NAMES)
    triples = {quad.triple for quad in parse(etree.tostring(written), format=RdfFormat.RDF_XML)}
    thing = NamedNode(f"{ID}document/wg4-2009-report/14")
    assert any(t.subject == thing and t.object == NamedNode(TIP + "Recommendation") for t in triples)
    assert any(
        t.subject == thing and t.predicate == NamedNode(TIP + "printedLabel") and t.object == Literal("14")
        for t in triples
    )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("kind:recommendation", RECOMMENDATIONS),
        # The report and its recommendations.
        ("document-type:report-of-a-meeting", RECOMMENDATIONS + 1),
        ("document-type:note-verbale", 1),
        # Its provisional agenda, its report, the recommendations in that.
        ("session:wg4-1", RECOMMENDATIONS + 2),
    ],
)
def test_harvest_by_set(server: Server, wanted: str, expected: int) -> None:
    records = list(harvester(server).ListRecords(metadataPrefix="oai_dc", set=wanted))
    assert len({record.header.identifier for record in records}) == len(records) == expected
    assert all(wanted in record.header.setSpecs for record in records)


def test_lists_go_on(server: Server) -> None:
    first = ask(server, verb="ListIdentifiers", metadataPrefix="oai_dc", set="kind:recommendation")
    assert len(found(first, "//oai:header")) == 7
    (token,) = found(first, "//oai:resumptionToken")
    sizes = [(*found(first, "//oai:resumptionToken/@cursor"), *found(first, "//oai:resumptionToken/@completeListSize"))]
    headers = found(first, "//oai:identifier")
    while token:
        page = ask(server, verb="ListIdentifiers", resumptionToken=token)
        headers += found(page, "//oai:identifier")
        sizes.append(
            (*found(page, "//oai:resumptionToken/@cursor"), *found(page, "//oai:resumptionToken/@completeListSize"))
        )
        (token,) = found(page, "//oai:resumptionToken")
    assert sizes == [(str(at), "46") for at in range(0, 46, 7)], "the last page has an empty token"
    assert len(headers) == len(set(headers)) == RECOMMENDATIONS
    whole = ask(server, verb="ListIdentifiers", metadataPrefix="oai_dc", set="document-type:note-verbale")
    assert found(whole, "//oai:resumptionToken") == [], "a list on one page has none"


@pytest.mark.parametrize("prefix", ["oai_dc", "rdf"])
def test_all_records_are_valid(server: Server, prefix: str) -> None:
    root = ask(server, verb="ListRecords", metadataPrefix=prefix)
    while tokens := [token for token in found(root, "//oai:resumptionToken") if token]:
        assert len(found(root, "//oai:record")) == len(found(root, "//oai:metadata")) == 7
        root = ask(server, verb="ListRecords", resumptionToken=tokens[0])


def test_selective_harvest_by_day(server: Server) -> None:
    day = harvester(server).Identify().earliestDatestamp
    ask_all = {"metadataPrefix": "oai_dc", "set": "kind:recommendation"}
    for given in ({"from": day}, {"until": day}, {"from": day, "until": day}, {"from": "1970-01-01"}):
        records = harvester(server).ListIdentifiers(**ask_all, **given)
        assert sum(1 for _ in records) == RECOMMENDATIONS, given
    for given in ({"from": "2999-01-01"}, {"until": "1970-01-01"}):
        with pytest.raises(faults.NoRecordsMatch):
            harvester(server).ListIdentifiers(**ask_all, **given)


# ---- what is wrong


ITEM = (("verb", "GetRecord"), ("identifier", REPORT))
LIST = (("verb", "ListRecords"), ("metadataPrefix", "oai_dc"))


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ((), "badVerb"),
        ((("verb", ""),), "badVerb"),
        ((("verb", "identify"),), "badVerb"),
        ((("verb", "Identify"), ("verb", "Identify")), "badVerb"),
        ((("verb", "Identify"), ("set", "a")), "badArgument"),
        (ITEM, "badArgument"),
        ((("verb", "GetRecord"), ("metadataPrefix", "oai_dc")), "badArgument"),
        ((*ITEM, ("metadataPrefix", "oai_dc"), ("metadataPrefix", "rdf")), "badArgument"),
        ((*ITEM, ("metadataPrefix", "marc21")), "cannotDisseminateFormat"),
        ((*ITEM, ("metadataPrefix", "oai dc")), "badArgument"),
        ((("verb", "GetRecord"), ("identifier", f"{REPORT}/9999"), ("metadataPrefix", "rdf")), "idDoesNotExist"),
        ((("verb", "GetRecord"), ("identifier", "no identifier"), ("metadataPrefix", "rdf")), "idDoesNotExist"),
        ((("verb", "ListMetadataFormats"), ("identifier", "oai:example.org:1")), "idDoesNotExist"),
        ((("verb", "ListRecords"),), "badArgument"),
        ((("verb", "ListRecords"), ("metadataPrefix", "marc21")), "cannotDisseminateFormat"),
        ((*LIST, ("from", "2009")), "badArgument"),
        ((*LIST, ("from", "2009-02-30")), "badArgument"),
        ((*LIST, ("from", "yesterday")), "badArgument"),
        ((*LIST, ("from", "2009-04-21T00:00:00Z")), "badArgument"),
        ((*LIST, ("from", "2010-01-01"), ("until", "2009-01-01")), "badArgument"),
        ((*LIST, ("from", "")), "badArgument"),
        ((*LIST, ("set", "a::b")), "badArgument"),
        ((*LIST, ("set", "no:such")), "noRecordsMatch"),
        ((*LIST, ("resumptionToken", "x")), "badArgument"),
        ((("verb", "ListRecords"), ("resumptionToken", "x")), "badResumptionToken"),
        ((("verb", "ListRecords"), ("resumptionToken", "")), "badResumptionToken"),
        ((("verb", "ListSets"), ("resumptionToken", "x")), "badResumptionToken"),
    ],
)
def test_every_fault_has_its_code(server: Server, pairs: tuple[tuple[str, str], ...], code: str) -> None:
    root = ask(server, *pairs)
    assert error(root) == code
    repeated = root.find("oai:request", NAMES).attrib
    assert dict(repeated) == ({} if code in {"badVerb", "badArgument"} else dict(pairs)), "section 3.2"


def test_a_token_is_taken_as_it_was_given_only(server: Server) -> None:
    (token,) = found(ask(server, verb="ListRecords", metadataPrefix="oai_dc"), "//oai:resumptionToken")
    version, verb, prefix, start, *rest = token.split("/")
    assert (verb, prefix, start) == ("ListRecords", "oai_dc", "7")
    for changed in (
        ("0" * 16, verb, prefix, start, *rest),
        (version, verb, prefix, "0", *rest),
        (version, verb, prefix, "999999", *rest),
        (version, verb, prefix, start, "2009-13-01", *rest[1:]),
        (version, verb, prefix, start, "2010-01-01", "2009-01-01", rest[2]),
        (version, verb, prefix, start, *rest[:2], "a b"),
        (version, "ListIdentifiers", prefix, start, *rest),
    ):
        root = ask(server, verb="ListRecords", resumptionToken="/".join(changed))
        assert error(root) == "badResumptionToken", changed


# ---- HTTP


def test_post_is_answered_like_get(server: Server) -> None:
    form = "application/x-www-form-urlencoded"
    body = urlencode({"verb": "GetRecord", "identifier": REPORT, "metadataPrefix": "oai_dc"}).encode()
    reply = server.ask("POST", "/oai", body, Content_Type=form)
    root = etree.fromstring(reply.body)
    SCHEMA.assertValid(root)
    assert found(root, "//oai:header/oai:identifier") == [REPORT]
    assert server.ask("POST", "/oai", body, Content_Type="text/plain").status == 415
    assert server.ask("PUT", "/oai", body, Content_Type=form).status == 405


def test_answers_bear_their_moment_and_are_kept_by_nobody(server: Server) -> None:
    reply = server.get("/oai?verb=Identify")
    assert reply.headers["cache-control"] == "no-store"
    assert "etag" not in reply.headers
    (given,) = found(etree.fromstring(reply.body), "//oai:responseDate")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(given)).total_seconds() < 60


# ---- things that were given up, and odd names


def test_what_was_given_up_is_told_for_good(odd: Server) -> None:
    root = ask(odd, verb="GetRecord", identifier="oai:w3id.org:tipgraph/id/document/old", metadataPrefix="oai_dc")
    assert found(root, "//oai:header/@status") == ["deleted"]
    assert found(root, "//oai:metadata") == []
    assert found(root, "//oai:setSpec") == ["document-type:note", "kind:document", "session:wg4-1"], "its successor's"
    records = harvester(odd).ListRecords(metadataPrefix="oai_dc", set="session:wg4-1")
    assert [(one.header.identifier.rpartition("/")[2], one.deleted) for one in records] == [
        ("new", False),
        ("old", True),
    ]
    kept = harvester(odd).ListRecords(metadataPrefix="oai_dc", set="session:wg4-1", ignore_deleted=True)
    assert [one.header.identifier.rpartition("/")[2] for one in kept] == ["new"]


@pytest.mark.parametrize("prefix", ["oai_dc", "rdf"])
def test_odd_names_and_words(odd: Server, prefix: str) -> None:
    records = {one.header.identifier: one for one in harvester(odd).ListRecords(metadataPrefix=prefix)}
    assert {iri_of(one) for one in records} == {
        f"{ID}document/{name}" for name in ("new", "old", "é", "(1),'2'%2F*;=@:~!$&+")
    }
    for identifier in records:
        ask(odd, verb="GetRecord", identifier=identifier, metadataPrefix=prefix)
    written = records["oai:w3id.org:tipgraph/id/document/%C3%A9"].raw
    assert "&lt;b&gt; &amp;  bell" in written, "markup is escaped; what XML cannot have is left out"
    assert "مرحبا" in written
    assert 'xml:lang="ar-arab-eg"' in written.lower()


def test_sets_are_named_in_their_alphabet(odd: Server) -> None:
    names = {one.setSpec for one in harvester(odd).ListSets()}
    assert "document-type:~C3~A9~2520x" in names
    assert len(list(harvester(odd).ListRecords(metadataPrefix="oai_dc", set="document-type:~C3~A9~2520x"))) == 1


def test_identifiers_lead_back() -> None:
    for name in ("id/document/a", "id/document/a%2Fb", "id/document/é(1)", "id/document/a b%"):
        iri = f"https://w3id.org/tipgraph/{name}"
        assert iri_of(Item(iri, ()).identifier) == iri
    assert iri_of("oai:example.org:1") == ""


# ---- while the data change


def publish(new: Path, place: Path) -> None:
    """Put a build in the place of another, as ``tipgraph build`` does."""
    stage, old = place.with_name("stage"), place.with_name("old")
    shutil.copytree(new, stage)
    place.rename(old)
    stage.rename(place)
    shutil.rmtree(old)


def test_a_harvest_is_of_one_build_though_another_takes_its_place(odd_build: Build, tmp_path: Path) -> None:
    more = "".join(
        f'<document/d{n}> a tip:Document ; tip:statedIn <document/report/1> ; rdfs:label "{n}"@en .\n' for n in range(5)
    )
    replacement = write_build(odd_record(tmp_path / "record", more), tmp_path / "new").directory
    place = Path(shutil.copytree(odd_build.directory, tmp_path / "served" / "dataset"))
    for folder, day in ((place, "2026-01-05"), (replacement, "2026-02-06")):
        moment = datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
        os.utime(folder / "manifest.json", (moment, moment))
    with serving(place, as_built="true", rate="0", log="false", harvest="2", watch="0.1") as server:
        walk = harvester(server).ListRecords(metadataPrefix="oai_dc")
        before = [next(walk).header.identifier for _ in range(2)]
        publish(replacement, place)
        until(lambda: harvester(server).Identify().earliestDatestamp == "2026-02-06", "the new build is not served")
        with pytest.raises(faults.BadResumptionToken):
            next(walk)
        again = list(harvester(server).ListRecords(metadataPrefix="oai_dc"))
        assert len({one.header.identifier for one in again}) == len(again) == 4 + 5
        assert set(before) <= {one.header.identifier for one in again}
        changed = harvester(server).ListIdentifiers(metadataPrefix="oai_dc", **{"from": "2026-01-06"})
        assert sum(1 for _ in changed) == 4 + 5, "who came on the fifth and asks for what is newer gets the change"


def test_the_release_gives_the_day_where_it_has_one(tmp_path: Path) -> None:
    dated = '<https://w3id.org/tipgraph/dataset> dcterms:issued "2026-03-07"^^xsd:date .\n'
    built = write_build(odd_record(tmp_path / "record", dated), tmp_path / "built")
    root = etree.fromstring(export(built, "oai-pmh"))
    assert set(found(root, "//oai:datestamp")) == {"2026-03-07"}


# ---- the static repository


def test_the_static_repository(build: Build) -> None:
    """http://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm, section 3."""
    written = export(build, "oai-pmh")
    assert written == export(build, "oai-pmh")
    root = etree.fromstring(written)
    assert root.tag == f"{{{NAMES['static']}}}Repository"
    names = [etree.QName(one).localname for one in root]
    assert names == ["Identify", "ListMetadataFormats", "ListRecords", "ListRecords"]
    assert [one.get("metadataPrefix") for one in root[2:]] == ["oai_dc", "rdf"]
    assert found(root, "static:Identify/oai:deletedRecord") == ["no"]
    assert found(root, "//oai:setSpec") == [], "it knows no sets"
    documents = len(json.loads(export(build, "references", "csl-json")))
    for part in root[2:]:
        identifiers = found(part, "oai:record/oai:header/oai:identifier")
        assert len(identifiers) == len(set(identifiers)) == documents + RECOMMENDATIONS
        assert not any(one.endswith("/arms-trade-treaty") for one in identifiers), "no text of the record cites it"


def test_the_static_repository_has_no_deletions(odd_build: Build) -> None:
    root = etree.fromstring(export(odd_build, "oai-pmh"))
    assert found(root, "//@status") == []
    assert not any(one.endswith("/old") for one in found(root, "//oai:identifier"))
