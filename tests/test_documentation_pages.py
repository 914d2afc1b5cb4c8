"""The documentation as pages of the site."""

import re
from html import unescape
from pathlib import Path

from tests.server import Server
from tipgraph.record import Record
from tipgraph.web import documentation


def test_each_file_is_a_page(server: Server, record: Record) -> None:
    names = {path.stem for path in record.root.glob("docs/*.md")} - {"README", "ontology"}
    assert {"about", "querying", "addresses"} <= names
    for name in {*names, "changelog"}:
        reply = server.get(f"/documentation/{name}")
        assert reply.status == 200, name
        assert f'<a href="/documentation/{name}" aria-current="page">' in reply.text


def test_what_a_reader_of_the_record_needs_to_know(server: Server) -> None:
    page = unescape(server.get("/documentation/about").text)
    for heading in (
        "What the rules do, and what curators do",
        "What it cannot tell",
        "How to cite",
        "How to report an error",
    ):
        assert re.search(rf'<h2 id="[a-z-]+">{heading}</h2>', page), heading
    assert '<a href="/documentation/extraction">extraction</a>' in page
    assert '<a href="#how-to-cite">How to cite</a>' in page


def test_the_first_page_has_the_latest_changes(server: Server, record: Record) -> None:
    told = server.get("/", Accept="text/html").text.partition('<h2 id="changes">')[2].partition("</ul>")[0]
    first = re.findall(r"^- (.*)", (record.root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[:3]
    assert [_plain(item) for item in re.findall(r"<li>(.*?)</li>", told, re.DOTALL)] == [
        re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", item.replace("`", "")) for item in first
    ]
    assert '<a href="/documentation/changelog">All changes</a>' in server.get("/", Accept="text/html").text


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def test_the_citation_in_it_is_the_one_of_the_table(server: Server) -> None:
    about = unescape(server.get("/documentation/about").text)
    (cited,) = re.findall(r"<blockquote>\s*<p>(.*?)</p>", about, re.DOTALL)
    assert cited.strip() in unescape(server.get("/recommendations?topic=topic/victim-compensation").text)


def test_every_link_of_it_leads_somewhere(server: Server) -> None:
    waiting, seen = ["/documentation/about"], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        reply = server.get(path, Accept="text/html")
        assert reply.status in {200, 303}, path
        if path.startswith("/documentation/"):
            article = reply.text.partition("<article>")[2].partition("</article>")[0]
            assert ".md" not in "".join(re.findall(r'href="([^"]*)"', article)), path
            found = re.findall(r'href="(/[^"#]*)', reply.text)
            waiting += [unescape(link) for link in found if not link.startswith("/static")]
            anchors = set(re.findall(r'id="([^"]+)"', reply.text))
            assert set(re.findall(r'href="#([^"]+)"', reply.text)) <= anchors, path


def test_markup_in_a_file_means_nothing(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("# A\n\n<script>alert(1)</script> [b](javascript:alert(1))\n", encoding="utf-8")
    page = documentation._read(file)
    assert "<script" not in page.content
    assert "href" not in page.content
    assert page.title == "A"


def test_a_page_that_is_not_there(server: Server) -> None:
    reply = server.get("/documentation/nothing", Accept="text/plain")
    assert reply.status == 404
    assert "there is no page 'nothing' of the documentation: there is about, addresses" in reply.text
