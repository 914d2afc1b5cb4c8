"""The pages of the ontology, its terms, the shapes and the schemes; what is expected was read in the files and the documents."""

import re
from pathlib import Path

import lxml.html
import pytest

from tests.server import Server
from tipgraph.namespaces import CONCEPT_SCHEMES, SHAPES, TIP
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle

LINKS = "//li[@id]/small/a[starts-with(@href, '/recommendations')]"
"""From a concept to the recommendations that bear it."""


def page_of(server: Server, path: str) -> lxml.html.HtmlElement:
    reply = server.get(path, Accept="text/html")
    assert reply.status == 200, path
    return lxml.html.document_fromstring(reply.body)


def words_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def entry(page: lxml.html.HtmlElement, anchor: str) -> lxml.html.HtmlElement:
    (found,) = page.xpath("//*[@id=$anchor]", anchor=anchor)
    return found


def defined(record: Record) -> set[str]:
    """The terms of the ontology, as its file has them."""
    triples = parse_turtle(Path(record.ontology) / "tipgraph.ttl")
    subjects = {getattr(triple.subject, "value", "") for triple in triples}
    return {iri.removeprefix(TIP) for iri in subjects if iri.startswith(TIP)}


# ---- the ontology


def test_every_term_is_in_the_index_once_and_leads_to_its_page(server: Server, record: Record) -> None:
    page = page_of(server, "/ns")
    terms = defined(record)
    anchors = page.xpath("//*[@id]/@id")
    assert terms <= set(anchors)
    assert len(anchors) == len(set(anchors))
    assert {f"/ns/{name}" for name in terms} <= set(page.xpath("//main//a/@href"))


def test_the_index_is_light(server: Server) -> None:
    assert len(server.get("/ns").body) < 100_000


def test_an_entry_has_its_name_its_definition_and_how_often_it_is_used(server: Server) -> None:
    page = page_of(server, "/ns")
    assert words_of(entry(page, "Recommendation")).startswith(
        "recommendation Recommendation: the smallest part of a text that by itself asks somebody to do something"
    )
    assert "46 things" in words_of(entry(page, "Recommendation")), "paragraphs 2 to 24 of the report"
    assert words_of(entry(page, "isoAlpha3")).startswith("ISO 3166 alpha-3 code isoAlpha3: ")


def test_a_class_stands_below_the_one_that_it_is_a_kind_of(server: Server) -> None:
    page = page_of(server, "/ns")
    above = [one.get("id") for one in entry(page, "Recommendation").iterancestors("li")]
    assert above == ["Provision", "TextPart"]
    assert all(one.find("summary") is not None for one in page.iter("details")), "works by keyboard, without scripts"


def test_properties_stand_under_what_they_are_said_of(server: Server) -> None:
    page = page_of(server, "/ns")
    headings = {
        name: entry(page, name).getparent().getprevious().text_content() for name in ("isoAlpha3", "callsFor", "topic")
    }
    assert headings == {
        "isoAlpha3": "Of State",
        "callsFor": "Of recommendation",
        "topic": "Of things of several kinds",
    }


def test_terms_of_others_schemes_and_axioms_are_in_the_index(server: Server) -> None:
    page = page_of(server, "/ns")
    assert "http://www.w3.org/2004/02/skos/core#broader" in page.xpath("//main//a/@href")
    assert {f"/scheme/{name}" for name in CONCEPT_SCHEMES} <= set(page.xpath("//main//a/@href"))
    assert "owl:AllDisjointClasses" in words_of(page)


def test_the_data_have_all_that_the_ontology_says(server: Server, record: Record) -> None:
    turtle = server.get("/ns", Accept="text/turtle")
    assert turtle.status == 200
    assert all(f"tip:{name}\n" in turtle.text or f"tip:{name} " in turtle.text for name in defined(record))
    for words in ("owl:propertyChainAxiom", "owl:AllDisjointClasses", "skos:example"):
        assert words in turtle.text


# ---- terms


def facts_of(page: lxml.html.HtmlElement) -> dict[str, str]:
    return {words_of(row.find("dt")): words_of(row.find("dd")) for row in page.xpath("//dl[@class='term-facts']/div")}


def test_the_page_of_a_class(server: Server) -> None:
    page = page_of(server, "/ns/Recommendation")
    facts = facts_of(page)
    assert facts["Used"] == "46 things are of it"
    assert facts["A kind of"] == "provision"
    assert "topic" in facts["Properties of it"].split(", ")
    assert "text" in facts["Properties of it"].split(", "), "of provisions, which recommendations are"
    assert "a kind of prov:Entity" in facts["In other vocabularies"]
    assert "Every recommendation has exactly one “in set”; it is a recommendation set. (violation)" in words_of(page)
    assert "As for every provision" in words_of(page)
    assert "/shapes#Recommendation-inSet" in page.xpath("//main//a/@href")
    examples = page.xpath("//h2[@id='examples']/following-sibling::ul[1]/li/a/@href")
    assert examples[0] == "/doc/document/wg4-2009-report/14", "the one that the ontology has chosen"
    assert 3 <= len(set(examples)) <= 5
    assert "<document/wg4-2009-report/14> a tip:Recommendation ;" in words_of(page.find(".//pre"))
    assert "/questions/how-many-recommendations" in page.xpath("//main//a/@href")
    assert "What uses or names it" in words_of(page)


def test_the_page_of_a_property(server: Server) -> None:
    page = page_of(server, "/ns/topic")
    facts = facts_of(page)
    assert facts["Stands on"] == "recommendation, recommendation set, topic listing"
    assert facts["Leads to"] == "topic of discussion"
    assert "Every topic listing has at least one “topic”; each is a topic of discussion." in words_of(page)
    for example in page.xpath("//h2[@id='examples']/following-sibling::ul[1]/li"):
        assert len(example.findall("a")) == 2, "a thing and its topic"


def test_a_property_and_its_inverse_name_each_other(server: Server) -> None:
    assert facts_of(page_of(server, "/ns/textOf"))["The other way round"] == "has source text"
    assert facts_of(page_of(server, "/ns/hasSourceText"))["The other way round"] == "text of"


def test_every_term_has_a_page(server: Server, record: Record) -> None:
    for name in sorted(defined(record)):
        page = page_of(server, f"/ns/{name}")
        assert page.xpath("//main/p[@class='lead']"), name
        anchors = page.xpath("//*[@id]/@id")
        assert len(anchors) == len(set(anchors)), name


def test_a_name_within_another_is_another(server: Server) -> None:
    asked = page_of(server, "/ns/date").xpath("//h2[@id='asked']/following-sibling::ul[1]//a/@href")
    found = {link.rpartition("/")[2] for link in asked}
    assert found
    folder = Record.find().root / "queries"
    for name in found:
        (path,) = folder.glob(f"*-{name}.rq")
        assert re.search(r"tip:date\b", path.read_text(encoding="utf-8"))


# ---- shapes


def test_every_shape_has_its_place(server: Server, record: Record) -> None:
    page = page_of(server, "/shapes")
    triples = [triple for path in sorted(record.shapes.glob("*.ttl")) for triple in parse_turtle(path)]
    iris = {triple.subject.value for triple in triples if getattr(triple.subject, "value", "").startswith(SHAPES)}
    anchors = page.xpath("//*[@id]/@id")
    assert {iri.removeprefix(SHAPES) for iri in iris} <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_a_rule_in_words_with_its_severity_and_its_message(server: Server) -> None:
    page = page_of(server, "/shapes")
    rule = entry(page, "Recommendation-topic-known")
    assert words_of(rule) == (
        "Every recommendation has at least one “topic”. (warning) A recommendation has a topic: add tip:topic with a concept "
        "of scheme/topic; only one that no curator has read yet may lack it."
    )
    assert rule.xpath(".//a/@href") == ["/ns/Recommendation", "/ns/topic"]
    assert words_of(entry(page, "Recommendation").find("h2")) == "Every recommendation"
    assert words_of(entry(page, "is-day")) == "is-day What fits it is a day. (violation)"


def test_shapes_as_data_are_complete(server: Server) -> None:
    turtle = server.get("/shapes", Accept="text/turtle").text
    assert turtle.count("sh:PropertyShape") == 235, "as grep counts them in the files"


# ---- schemes


def test_topics_are_a_tree_that_says_who_bears_each(server: Server) -> None:
    page = page_of(server, "/scheme/topic")
    within = [one.get("id") for one in entry(page, "victim-compensation").iterancestors("li")]
    assert within[-1] == "trafficking-in-persons"
    summaries = [
        one.find("summary") for one in page.iter("details") if "concepts" in (one.find("ul").get("class") or "")
    ]
    assert summaries
    assert all(summary is not None for summary in summaries)
    assert page.xpath(LINKS)
    for link in page.xpath(LINKS):
        count = int(link.text_content().split()[0].replace(",", ""))
        lead = words_of(page_of(server, link.get("href")).xpath("//p[@class='lead']")[0])
        assert lead.startswith(f"{count} of 46 recommendations,"), link.get("href")


def test_what_bears_a_narrower_concept_is_counted_with_it(server: Server) -> None:
    page = page_of(server, "/scheme/topic")
    (root,) = page.xpath("//li[@id='trafficking-in-persons']/small/a[starts-with(@href, '/recommendations')]")
    assert root.text_content().startswith("46 recommendations"), "all topics are below it"


def test_a_scheme_that_is_no_choice_leads_to_its_concepts(server: Server) -> None:
    page = page_of(server, "/scheme/treaty-status")
    assert "/doc/treaty-status/party#leads" in page.xpath("//main//a/@href")
    assert not page.xpath("//main//a[starts-with(@href, '/recommendations')]")


@pytest.mark.parametrize("name", CONCEPT_SCHEMES)
def test_every_concept_is_in_the_page_of_its_scheme(server: Server, record: Record, name: str) -> None:
    triples = parse_turtle(record.ontology / "schemes" / f"{name}.ttl")
    concepts = {
        triple.subject.value.rpartition("/")[2]  # type: ignore[union-attr]
        for triple in triples
        if triple.predicate.value.endswith("#inScheme")
    }
    anchors = page_of(server, f"/scheme/{name}").xpath("//*[@id]/@id")
    assert concepts <= set(anchors)
    assert len(anchors) == len(set(anchors))


# ---- all of them


@pytest.mark.parametrize("path", ["/ns", "/ns/Recommendation", "/shapes", "/scheme/topic", "/alignments"])
def test_pages_are_kept_by_who_has_read_them(server: Server, path: str) -> None:
    first = server.get(path, Accept="text/html")
    again = server.get(path, Accept="text/html", **{"If-None-Match": first.headers["etag"]})
    assert (first.status, again.status, again.body) == (200, 304, b"")


def test_the_first_page_and_the_documentation_lead_there(server: Server) -> None:
    for path in ("/", "/documentation/about"):
        assert {"/ns", "/shapes"} <= set(page_of(server, path).xpath("//main//a/@href")), path
