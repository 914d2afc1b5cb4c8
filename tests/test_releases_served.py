"""The folder of releases over HTTP: every address that a release or a feed names answers, and nothing else does."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from tests.releasing import Workshop
from tests.server import Server, serving
from tipgraph.dataset.build import Build
from tipgraph.namespaces import BASE
from tipgraph.release.folder import Release

FIRST = '<topic/a> a tip:Topic ; rdfs:label "before"@en .\n'
SECOND = '<topic/a> a tip:Topic ; rdfs:label "after"@en .\n'
DCAT = "http://www.w3.org/ns/dcat#"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    """Two releases, with a secret beside them and hidden things between."""
    workshop = Workshop(tmp_path_factory.mktemp("released"))
    made = []
    for version, date, turtle in (("1.0.0", "2026-11-21", FIRST), ("1.1.0", "2026-11-22", SECOND)):
        workshop.write("curated/topics", turtle)
        made.append(workshop.release(version, date))
    (workshop.folder / "secret.txt").write_text("secret", encoding="utf-8")
    (workshop.releases / "1.0.0" / "link.txt").symlink_to(workshop.folder / "secret.txt")
    (workshop.releases / ".half").mkdir()
    (workshop.releases / ".half" / "dump.nq").write_text("half", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def server(build: Build, releases: list[Release]) -> Iterator[Server]:
    with serving(build.directory, rate="0", log="false", releases=str(releases[0].directory.parent)) as running:
        yield running


def test_every_file_of_a_release_is_served(server: Server, releases: list[Release]) -> None:
    for release in releases:
        for entry in release.manifest["files"]:
            reply = server.get(f"/releases/{release.version}/{entry['path']}", Accept_Encoding="identity")
            assert reply.status == 200, entry["path"]
            assert hashlib.sha256(reply.body).hexdigest() == entry["sha256"]
            assert reply.headers["content-type"].partition(";")[0] == entry["media_type"].partition(";")[0]
            assert reply.headers["etag"] == f'"{entry["sha256"]}"'
            assert "immutable" in reply.headers["cache-control"]
    tag = reply.headers["etag"]
    path = f"/releases/{release.version}/{entry['path']}"
    assert server.get(path, If_None_Match=tag).status == 304
    part = server.get(path, Range="bytes=1-3")
    assert (part.status, part.body) == (206, reply.body[1:4])


def test_the_record_of_a_release_names_its_own_files(server: Server, releases: list[Release]) -> None:
    """Its version is the release, whose files stay; the dataset is the newest. All addresses of the release answer."""
    first, second = releases
    read = Store()
    read.load(server.get("/releases/1.1.0/exports/catalogue/dcat.ttl").body, format=RdfFormat.TURTLE)

    def objects(subject: str, prop: str) -> set[str]:
        return {q.object.value for q in read.quads_for_pattern(NamedNode(subject), NamedNode(prop), None)}  # type: ignore[union-attr]

    assert objects(f"{BASE}dataset", f"{DCAT}hasCurrentVersion") == {second.iri}
    assert objects(second.iri, f"{DCAT}previousVersion") == {first.iri}
    assert objects(second.iri, "http://purl.org/dc/terms/issued") == {"2026-11-22"}
    downloads = {
        url for one in objects(second.iri, f"{DCAT}distribution") for url in objects(one, f"{DCAT}downloadURL")
    }
    assert f"{second.iri}exports/dump.nq" in downloads
    held = {f"{second.iri}{entry['path']}" for entry in second.manifest["files"]}
    assert downloads <= held
    newest = {
        url for one in objects(f"{BASE}dataset", f"{DCAT}distribution") for url in objects(one, f"{DCAT}downloadURL")
    }
    assert newest == {url.replace(second.iri, BASE) for url in downloads}


def test_the_feeds_are_found_by_their_names(server: Server, releases: list[Release]) -> None:
    moved = server.get("/releases/feed")
    assert (moved.status, moved.headers["location"]) == (303, "/releases/feed/index.ttl")
    index = server.get("/releases/feed/index.ttl")
    assert index.headers["content-type"].startswith("text/turtle")
    assert "immutable" not in index.headers["cache-control"], "it grows"
    pages = set(re.findall(r"tree:node <([^>]+)>", index.text))
    assert {page.partition("/")[0] for page in pages} == {str(release.version) for release in releases}
    for page in pages:
        reply = server.get(f"/releases/feed/{page}")
        assert (reply.status, reply.headers["content-type"]) == (200, "application/trig")
        assert "immutable" in reply.headers["cache-control"]
    news = server.get("/releases/feed.atom")
    assert news.headers["content-type"] == "application/atom+xml"
    assert "Release 1.1.0" in news.text


def test_people_find_the_releases(server: Server, releases: list[Release]) -> None:
    for path in ("/releases", "/releases/"):
        page = server.get(path, Accept="text/html")
        assert page.status == 200
        assert page.text.index("1.1.0") < page.text.index("1.0.0"), "the newest first"
    assert server.get("/releases/1.1.0").headers["location"] == "/releases/1.1.0/"
    page = server.get("/releases/1.1.0/", Accept="text/html")
    assert page.status == 200
    links = re.findall(r'href="(/releases/[^"]+)"', page.text)
    assert len(links) > 20
    for link in links:
        assert server.ask("HEAD", link).status == 200, link


@pytest.mark.parametrize(
    "path",
    [
        "9.9.9/",
        "9.9.9/dump.nq",
        "1.0.0/none",
        "1.0.0/exports",
        "1.0.0/exports/",
        "1.0.0/link.txt",
        ".half/dump.nq",
        ".release.lock",
        "../secret.txt",
        "1.0.0/../../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "1.0.0/%00",
        "//etc/passwd",
        "feed/none.trig",
        "a" * 300,
    ],
)
def test_nothing_else_is_there(server: Server, path: str) -> None:
    reply = server.get(f"/releases/{path}")
    assert reply.status in (400, 404), path
    assert b"secret" not in reply.body.replace(b"secret.txt", b"")


def test_a_release_that_is_made_meanwhile_is_there(build: Build, tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.releases.mkdir()
    with serving(build.directory, rate="0", log="false", releases=str(workshop.releases)) as running:
        assert "There is none yet" in running.get("/releases/", Accept="text/html").text
        workshop.release("1.0.0")
        assert "1.0.0" in running.get("/releases/", Accept="text/html").text
        assert running.get("/releases/1.0.0/release.json").status == 200


def test_a_server_without_releases_says_so(build: Build) -> None:
    with serving(build.directory, rate="0", log="false") as running:
        for path in ("", "1.0.0/", "1.0.0/release.json", "feed"):
            reply = running.get(f"/releases/{path}", Accept="application/json")
            assert reply.status == 404
            assert "releases" in reply.text
