"""What was given up answers with its successor; names and words that look like something else are nothing but names and words."""

from collections.abc import Iterator

import lxml.html
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from tests.conftest import TURTLE
from tests.link_headers import link_headers
from tests.server import Server, serving
from tipgraph.namespaces import BASE, DCTERMS, ID, OWL, RDFS, TIP, XSD

PREFIXES = f"""{TURTLE}
@prefix dcterms: <{DCTERMS}> .
@prefix owl: <{OWL}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
GIVEN_UP = """
<thing/new> a tip:WorkProduct ; rdfs:label "the new one"@en .
<thing/other> a tip:WorkProduct ; rdfs:label "another one"@en .
<thing/old> a tip:WorkProduct ; rdfs:label "the old one"@en ; owl:deprecated true ; dcterms:isReplacedBy <thing/new> .
<thing/older> rdfs:label "the older one"@en ; owl:deprecated true ; dcterms:isReplacedBy <thing/old> .
<thing/split> rdfs:label "two in one"@en ; owl:deprecated true ; dcterms:isReplacedBy <thing/new> , <thing/other> .
<thing/lost> rdfs:label "a slip"@en ; owl:deprecated true .
<thing/round> owl:deprecated true ; dcterms:isReplacedBy <thing/about> .
<thing/about> owl:deprecated true ; dcterms:isReplacedBy <thing/round> .
<thing/kept> a tip:WorkProduct ; rdfs:label "kept"@en ; owl:deprecated false .
<https://w3id.org/tipgraph/scheme/former> a skos:ConceptScheme ; skos:prefLabel "former"@en ;
    owl:deprecated true ; dcterms:isReplacedBy <https://w3id.org/tipgraph/scheme/present> .
<https://w3id.org/tipgraph/scheme/present> a skos:ConceptScheme ; skos:prefLabel "present"@en .
<present/here> a skos:Concept ; skos:inScheme <https://w3id.org/tipgraph/scheme/present> ; skos:prefLabel "here"@en ;
    skos:broader <present/there> .
<present/there> a skos:Concept ; skos:inScheme <https://w3id.org/tipgraph/scheme/present> ; skos:prefLabel "there"@en ;
    skos:broader <present/here> .
<present/one> a skos:Concept ; skos:inScheme <https://w3id.org/tipgraph/scheme/present> ; skos:prefLabel "one"@en .
<present/two> a skos:Concept ; skos:inScheme <https://w3id.org/tipgraph/scheme/present> ; skos:prefLabel "two"@en .
<present/both> a skos:Concept ; skos:inScheme <https://w3id.org/tipgraph/scheme/present> ; skos:prefLabel "both"@en ;
    skos:broader <present/one> , <present/two> .
"""
ODD = """
<document/report> a tip:Document ; rdfs:label "a report"@en .
<document/report.ttl> a tip:Document ; rdfs:label "its name ends like that of a file"@en .
<document/report.v2> a tip:Document ; rdfs:label "a second version"@en .
<thing/script> rdfs:label "<script>alert(1)</script>"@en ; tip:heading "\\"><img src=x onerror=alert(2)>" ;
    rdfs:comment "' onmouseover='alert(3)"@en , "مرحبا"@ar ;
    rdfs:seeAlso <javascript:alert(4)> , <data:text/html,%3Cscript%3Ealert(5)%3C/script%3E> , <https://example.org/?a=1&b='2'> .
<thing/é> a tip:Document ; rdfs:label "an accent"@en .
<thing/a%2Fb> a tip:Document ; rdfs:label "a slash in its name"@en .
<thing/a/b> a tip:Document ; rdfs:label "two steps"@en .
<thing/(1),'2'*;=@:~!$&+> a tip:Document ; rdfs:label "every mark that an address may have"@en .
<thing/control> a tip:Document ; rdfs:label "bell \\u0007"@en .
<thing/nested> a tip:Document ; tip:part [ tip:heading "within" ; tip:order ( "first" "second" ) ] .
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("odd") / "record"
    ontology = f"{PREFIXES}<{BASE}ns> a owl:Ontology .\ntip:former a owl:Class ; rdfs:isDefinedBy <{BASE}ns> ;\n"
    ontology += "    owl:deprecated true ; dcterms:isReplacedBy tip:present .\n"
    ontology += f"tip:present a owl:Class ; rdfs:isDefinedBy <{BASE}ns> .\n"
    for name, text in (
        ("ontology/tipgraph.ttl", ontology),
        ("data/extracted/report.ttl", f"{PREFIXES}{ODD}"),
        ("data/curated/given-up.ttl", f"{PREFIXES}{GIVEN_UP}"),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "shapes").mkdir()
    (root / "queries").mkdir()
    with serving(root.parent / "build", "--record", str(root)) as running:
        yield running


# ---- given up


@pytest.mark.parametrize("space", ["id", "doc"])
@pytest.mark.parametrize(
    "accept", ["text/html", "text/plain", "text/turtle", "application/ld+json", "*/*", "image/png"]
)
def test_what_was_given_up_names_its_successor(server: Server, space: str, accept: str) -> None:
    reply = server.get(f"/{space}/thing/old", Accept=accept)
    assert reply.status == 410
    assert "Accept" in reply.headers["vary"].split(", ")
    assert f"{ID}thing/new" in reply.text or "thing/new" in reply.text
    expected = accept if accept in {"text/html", "text/turtle", "application/ld+json"} else "text/plain"
    assert reply.headers["content-type"].partition(";")[0] == expected
    found = link_headers(server, f"/{space}/thing/old", Accept=accept)
    assert found["successor-version", ""] == ["/doc/thing/new"]
    assert server.get("/doc/thing/new").status == 200


def test_the_words_for_what_was_given_up(server: Server) -> None:
    assert server.get("/id/thing/old").text == (
        f"{ID}thing/old ('the old one') was given up; {ID}thing/new ('the new one') took its place: ask for that\n"
    )
    page = lxml.html.document_fromstring(server.get("/id/thing/old", Accept="text/html").body)
    assert page.xpath("//main//a/@href") == ["/doc/thing/new"]
    assert "the new one" in page.text_content()


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_what_was_given_up_as_data(server: Server, suffix: str) -> None:
    reply = server.get(f"/doc/thing/split.{suffix}", Accept="text/html")
    assert reply.status == 410
    engine = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}
    thing, replaced = NamedNode(ID + "thing/split"), NamedNode(DCTERMS + "isReplacedBy")
    yes = Literal("true", datatype=NamedNode(XSD + "boolean"))
    found = {quad.triple for quad in parse(reply.body, format=engine[suffix])}
    assert found == {
        Triple(thing, NamedNode(OWL + "deprecated"), yes),
        *(Triple(thing, replaced, NamedNode(f"{ID}thing/{name}")) for name in ("new", "other")),
        *(
            Triple(NamedNode(f"{ID}thing/{name}"), NamedNode(RDFS + "label"), Literal(label, language="en"))
            for name, label in (("split", "two in one"), ("new", "the new one"), ("other", "another one"))
        ),
    }


def test_a_successor_that_was_given_up_leads_on(server: Server) -> None:
    reply = server.get("/id/thing/older")
    assert reply.status == 410
    assert f"{ID}thing/old ('the old one') took its place, and {ID}thing/new ('the new one') in turn" in reply.text
    found = link_headers(server, "/id/thing/older", Accept="text/html")
    assert (found["successor-version", ""], found["latest-version", ""]) == (["/doc/thing/old"], ["/doc/thing/new"])
    page = lxml.html.document_fromstring(server.get("/id/thing/older", Accept="text/html").body)
    assert page.xpath("//main//a/@href") == ["/doc/thing/old", "/doc/thing/new"]


def test_given_up_without_a_successor_or_in_a_circle(server: Server) -> None:
    lost = server.get("/id/thing/lost")
    assert (lost.status, lost.text) == (410, f"{ID}thing/lost ('a slip') was given up, and nothing took its place\n")
    assert ("successor-version", "") not in link_headers(server, "/id/thing/lost", Accept="*/*")
    circle = server.get("/id/thing/round")
    assert circle.status == 410
    assert "was given up as well" in circle.text
    assert server.get("/id/thing/round", Accept="text/html").status == 410
    assert server.get("/id/thing/kept", Accept="text/turtle").status == 303, "deprecated: false"


def test_vocabularies_that_were_given_up(server: Server) -> None:
    reply = server.get("/scheme/former", Accept="text/turtle")
    assert reply.status == 410
    assert link_headers(server, "/scheme/former", Accept="text/turtle")["successor-version", ""] == ["/scheme/present"]
    assert server.get("/scheme/present").status == 200
    assert server.get("/ns/former").status == 410
    page = lxml.html.document_fromstring(server.get("/ns").body)
    (entry,) = page.xpath("//li[@id='former']")
    assert "Given up" in entry.text_content()
    assert entry.xpath(".//a/@href") == ["/ns/present"]


def test_a_circle_of_broader_concepts_is_shown_to_the_last(server: Server) -> None:
    page = lxml.html.document_fromstring(server.get("/scheme/present").body)
    shown = [item.text_content() for item in page.xpath("//ul[@class='concepts']/li/a")]
    assert set(shown) == {"both", "here", "one", "there", "two"}
    anchors = page.xpath("//*[@id]/@id")
    assert len(anchors) == len(set(anchors)), "a concept of two places has its anchor in the first"
    assert shown.count("both") == 2


# ---- odd names


def test_a_name_that_ends_like_a_suffix(server: Server) -> None:
    assert "its name ends like that of a file" in server.get("/doc/document/report.ttl").text
    assert server.get("/doc/document/report.ttl").headers["content-type"] == "text/html; charset=utf-8"
    turtle = server.get("/doc/document/report.ttl", Accept="text/turtle")
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "Accept" in turtle.headers["vary"].split(", ")
    assert "<https://w3id.org/tipgraph/id/document/report.ttl> " in turtle.text
    assert server.get("/doc/document/report.ttl.ttl").status == 200
    assert server.get("/doc/document/report.v2").status == 200
    assert "text/turtle" in server.get("/doc/document/report.v2.ttl").headers["content-type"]
    assert server.get("/doc/document/report.v3").status == 404
    assert server.get("/id/document/report.rdf").status == 404, "no thing has this name"


def test_a_suffix_that_would_be_another_name_is_not_used(server: Server) -> None:
    reply = server.get("/id/document/report", Accept="text/turtle")
    assert (reply.status, reply.headers["location"]) == (303, "/doc/document/report")
    reply = server.get("/doc/document/report", Accept="text/turtle")
    assert '"a report"@en' in reply.text
    assert reply.headers["content-location"] == "/doc/document/report"
    assert server.get("/id/document/report", Accept="application/ld+json").headers["location"].endswith(".jsonld")


def test_names_are_taken_to_the_letter(server: Server) -> None:
    for path, words in (
        ("/doc/thing/%C3%A9", "an accent"),
        ("/doc/thing/a%2Fb", "a slash in its name"),
        ("/doc/thing/a/b", "two steps"),
        ("/doc/thing/%61/b", "two steps"),
        ("/doc/thing/(1),'2'*;=@:~!$&+", "every mark"),
        ("/doc/thing/(1)%2C'2'%2A;=@:~!$&+", "every mark"),
    ):
        reply = server.get(path, Accept="text/html")
        assert (reply.status, words in reply.text) == (200, True), path
    for path in (
        "/doc/thing/%25C3%25A9",
        "/doc/thing/a%252Fb",
        "/doc/thing%2Fa/b",
        "/doc/thing/%C3",
        "/id/thing/a%2fc",
    ):
        assert server.get(path).status == 404, path
    location = server.get("/id/thing/%C3%A9", Accept="text/turtle").headers["location"]
    assert location == "/doc/thing/%C3%A9.ttl"
    assert "an accent" in server.get(location).text
    location = server.get("/id/thing/a%2Fb", Accept="text/turtle").headers["location"]
    assert "a slash in its name" in server.get(location).text


def test_links_to_odd_names_lead_there(server: Server) -> None:
    page = lxml.html.document_fromstring(server.get("/ns/Document").body)
    inner = [link for link in page.xpath("//main//a/@href") if link.startswith("/doc/thing/")]
    assert len(set(inner)) == 6, "what nobody describes is still described by what leads to it"
    for link in inner:
        assert server.get(link).status == 200, link


# ---- odd words


def test_script_in_the_data_is_nothing_but_words(server: Server) -> None:
    reply = server.get("/doc/thing/script")
    page = lxml.html.document_fromstring(reply.body)
    assert {one.get("type") for one in page.findall(".//script")} <= {"application/ld+json"}, "data, nothing that runs"
    assert not page.findall(".//img")
    assert page.find(".//h1").text_content() == "<script>alert(1)</script>"
    assert '"><img src=x onerror=alert(2)>' in page.text_content()
    assert not [a for element in page.iter("*") for a in element.attrib if a.startswith("on") or a == "style"]
    targets = page.xpath("//a/@href")
    assert not [target for target in targets if not target.startswith(("/", "https:", "http:", "?", "#"))]
    assert "https://example.org/?a=1&b='2'" in targets
    assert "javascript:alert(4)" in page.text_content(), "it is shown, and leads nowhere"
    assert page.xpath("//*[@lang='ar']")[0].text_content() == "مرحبا"
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_script_in_an_address_is_nothing_but_words(server: Server) -> None:
    for path in ("/doc/%3Cscript%3Ealert(1)%3C/script%3E", "/id/thing/%22%3E%3Cscript%3E", "/scheme/%3Cscript%3E"):
        reply = server.get(path, Accept="text/html")
        assert reply.status == 404
        assert not lxml.html.document_fromstring(reply.body).findall(".//script")
        assert "<script" not in reply.others


def test_a_character_that_xml_does_not_have(server: Server) -> None:
    for suffix, status in (("ttl", 200), ("nt", 200), ("jsonld", 200), ("html", 200), ("rdf", 406)):
        assert server.get(f"/doc/thing/control.{suffix}").status == status, suffix
    assert "ask for another form" in server.get("/doc/thing/control.rdf").text


def test_a_thing_without_a_name_is_told_where_it_belongs(server: Server) -> None:
    graph = {quad.triple for quad in parse(server.get("/doc/thing/nested.ttl").body, format=RdfFormat.TURTLE)}
    assert {t.object.value for t in graph if isinstance(t.object, Literal)} >= {"within", "first", "second"}
    page = lxml.html.document_fromstring(server.get("/doc/thing/nested").body)
    words = " ".join(page.text_content().split())
    assert "first, second" in words
    assert f"<{TIP}" not in words
