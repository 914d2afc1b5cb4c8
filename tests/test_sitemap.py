"""The sitemap: every page of the record and no other address, under the name by which the server is reached."""

from io import BytesIO

import pytest
from lxml import etree

from tests.exporting import export
from tests.server import Server, serving
from tests.test_oai import odd_build  # noqa: F401 - a fixture
from tipgraph.dataset.build import Build
from tipgraph.export import sitemap
from tipgraph.export.registry import exports
from tipgraph.export.source import Source
from tipgraph.namespaces import BASE

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(written: bytes, root: str = "urlset") -> list[str]:
    read = etree.fromstring(written)
    assert read.tag == SPACE + root
    assert all(len(entry) == 1 and entry[0].tag == f"{SPACE}loc" for entry in read)
    return [entry[0].text or "" for entry in read]


def test_every_address_answers_at_once(server: Server) -> None:
    """The first of each kind and every fiftieth: 200, and no redirection."""
    here = f"http://127.0.0.1:{server.port}"
    found = addresses(server.get("/sitemap.xml").body)
    assert len(found) == len(set(found)) <= sitemap.MOST
    assert all(one.startswith(f"{here}/") for one in found)
    kinds = {"/".join(one.split("/")[:5]): one for one in reversed(found)}
    for one in [*kinds.values(), *found[::50]]:
        reply = server.ask("HEAD", one.removeprefix(here), Accept="text/html")
        assert reply.status == 200, one
        assert reply.headers["content-type"].startswith("text/html"), one


def test_no_page_of_a_thing_is_missing(build: Build, server: Server) -> None:
    lines = build.triples.read_text(encoding="utf-8").splitlines()
    typed = {line.split(" ")[0][1:-1] for line in lines if "#type> " in line and line.startswith(f"<{BASE}id/")}
    given_up = {line.split(" ")[0][1:-1] for line in lines if "owl#deprecated> " in line}
    expected = {iri.replace(f"{BASE}id/", "doc/", 1) for iri in typed - given_up}
    here = f"http://127.0.0.1:{server.port}/"
    found = {one.removeprefix(here) for one in addresses(server.get("/sitemap.xml").body)}
    assert {one for one in found if one.startswith("doc/")} == expected
    assert {
        "",
        "ns",
        "questions/victim-compensation",
        "documentation/exporting",
        "exports",
        "scheme/topic",
        "browse/sessions",
        "read/document/wg4-2009-report",
        "doc/document/wg4-2009-report/14",
    } <= found
    assert not any(one.startswith("id/") for one in found), "these redirect"


def test_the_export_has_the_permanent_addresses(build: Build, server: Server) -> None:
    here = f"http://127.0.0.1:{server.port}/"
    served = [one.replace(here, BASE, 1) for one in addresses(server.get("/sitemap.xml").body)]
    exported = addresses(export(build, "sitemap"))
    assert [one for one in served if one in set(exported)] == exported
    assert {one.removeprefix(BASE).partition("/")[0] for one in set(served) - set(exported)} == {
        "documentation",
        "exports",
        "questions",
    }, "pages that a server has and no build knows of"


def test_robots_may_read_everything(server: Server) -> None:
    reply = server.get("/robots.txt")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.text == f"User-agent: *\nAllow: /\nSitemap: http://127.0.0.1:{server.port}/sitemap.xml\n"


def test_it_is_given_under_the_name_that_the_public_knows(build: Build) -> None:
    with serving(build.directory, base="https://example.org/data/", log="false") as running:
        assert addresses(running.get("/sitemap.xml").body)[:2] == [
            "https://example.org/data/",
            "https://example.org/data/search",
        ]
        assert "Sitemap: https://example.org/data/sitemap.xml\n" in running.get("/robots.txt").text


def test_it_is_kept_by_its_tag(server: Server) -> None:
    reply = server.get("/sitemap.xml")
    assert reply.headers["content-type"].startswith("application/xml")
    assert server.get("/sitemap.xml", If_None_Match=reply.headers["etag"]).status == 304
    assert server.get("/sitemap-1.xml").body == reply.body
    for name in ("2", "0", "x", "01", "9999999"):
        assert server.get(f"/sitemap-{name}.xml").status == 404


def test_names_are_written_as_addresses_and_what_was_given_up_is_left_out(odd_build: Build) -> None:  # noqa: F811
    found = addresses(export(odd_build, "sitemap"))
    things = [one.removeprefix(f"{BASE}doc/") for one in found if one.startswith(f"{BASE}doc/document/")]
    assert things == ["document/(1),'2'%2F*;=@:~!$&+", "document/new", "document/%C3%A9"]


def test_more_pages_than_a_sitemap_may_have(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = addresses(export(build, "sitemap"))
    monkeypatch.setattr(sitemap, "MOST", 1000)
    known = [name for name in exports(Source(build)) if name.startswith("sitemap")]
    parts = -(-len(whole) // 1000)
    assert known == ["sitemap", *(f"sitemap/{number}" for number in range(1, parts + 1))]
    index = addresses(export(build, "sitemap"), "sitemapindex")
    assert index == [f"{BASE}exports/sitemap/{number}.xml" for number in range(1, parts + 1)]
    pages = [addresses(export(build, name)) for name in known[1:]]
    assert [len(page) for page in pages[:-1]] == [1000] * (parts - 1)
    assert [one for page in pages for one in page] == whole


def test_a_file_stays_below_fifty_megabytes() -> None:
    longest = ["x" * 900] * sitemap.MOST
    out = BytesIO()
    sitemap.write("https://data.example.org/some/where/", longest, out)
    assert len(out.getvalue()) < 50 * 1024 * 1024
