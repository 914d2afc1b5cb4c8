"""The exports over HTTP: whole and in parts, by name and by what the client takes."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pyoxigraph
import pytest

from tests.server import Server, serving
from tipgraph.dataset.build import Build
from tipgraph.errors import FileError
from tipgraph.export.everything import Exported, open_everything, write_everything


@pytest.fixture(scope="module")
def server(build: Build, exported: Exported) -> Iterator[Server]:
    assert exported.version == build.version
    with serving(build.directory, rate="0") as running:
        yield running


def on_disk(exported: Exported, name: str) -> bytes:
    return (exported.directory / name).read_bytes()


def test_every_file_is_served_as_it_is(server: Server, exported: Exported) -> None:
    assert {"dump.nq", "dump.ttl"} <= {one.path for one in exported.files}
    for one in exported.files:
        reply = server.get(f"/exports/{one.path}", Accept_Encoding="identity")
        assert reply.status == 200, one.path
        assert reply.headers["content-type"].partition(";")[0] == one.media_type.partition(";")[0]
        assert hashlib.sha256(reply.body).hexdigest() == one.sha256
        assert reply.headers["etag"] == f'"{one.sha256}"'


def test_a_table_names_what_describes_it(server: Server) -> None:
    """https://www.w3.org/TR/tabular-data-model/#link-header"""
    links = server.get("/exports/tables/documents.csv").headers["link"]
    assert re.search(r'/exports/tables/csv-metadata\.json>; rel="?describedby"?; type="application/csvm\+json"', links)
    assert "describedby" not in server.get("/exports/dump.nq").headers.get("link", "")


def test_search_engines_find_the_dataset_in_the_first_page(server: Server, exported: Exported) -> None:
    page = server.get("/").text
    (block,) = re.findall(r'<script type="application/ld\+json">([^<]*)</script>', page)
    assert json.loads(block) == json.loads(on_disk(exported, "catalogue/schema-org.jsonld"))
    assert json.loads(block)["@type"] == "Dataset"


def test_records_tell_size_and_hash_of_the_files(exported: Exported) -> None:
    files = {one.path: (one.size, one.sha256) for one in exported.files}
    read = pyoxigraph.Store()
    read.load(path=exported.directory / "catalogue/dcat.ttl")
    told = {
        row["url"].value.partition("/exports/")[2]: (int(row["size"].value), row["hash"].value)
        for row in read.query("""
            PREFIX dcat: <http://www.w3.org/ns/dcat#>
            PREFIX spdx: <http://spdx.org/rdf/terms#>
            SELECT ?url ?size ?hash {
              ?file dcat:downloadURL ?url ; dcat:byteSize ?size ; spdx:checksum ?sum .
              ?sum spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?hash
            }""")
    }
    assert "dump.nq" in told
    assert told.items() <= files.items()
    assert {path.split(".")[0].split("/")[0] for path in set(files) - set(told)} == {"catalogue", "sitemap", "w3id"}
    downloads = json.loads(on_disk(exported, "catalogue/schema-org.jsonld"))["distribution"]
    assert {one["contentUrl"].partition("/exports/")[2]: one["sha256"] for one in downloads}.items() == {
        (path, tag) for path, (_, tag) in told.items()
    }


def test_what_the_client_has_is_not_sent_again(server: Server) -> None:
    tag = server.get("/exports/dump.nq").headers["etag"]
    assert server.get("/exports/dump.nq", If_None_Match=tag).status == 304


@pytest.mark.parametrize(
    ("asked", "part", "told"),
    [
        ("bytes=0-99", slice(0, 100), "0-99"),
        ("bytes=100-", slice(100, None), "100-"),
        ("bytes=-7", slice(-7, None), ""),
    ],
)
def test_a_part_is_sent(server: Server, exported: Exported, asked: str, part: slice, told: str) -> None:
    whole = on_disk(exported, "dump.ttl")
    reply = server.get("/exports/dump.ttl", Range=asked)
    assert reply.status == 206
    assert reply.body == whole[part]
    assert reply.headers["content-length"] == str(len(whole[part]))
    assert reply.headers["content-range"].startswith(f"bytes {told}")
    assert reply.headers["content-range"].endswith(f"/{len(whole)}")


def test_a_part_is_sent_of_what_the_client_has_a_part_of_and_of_nothing_else(
    server: Server, exported: Exported
) -> None:
    tag = server.get("/exports/dump.ttl", Accept_Encoding="identity").headers["etag"]
    assert server.get("/exports/dump.ttl", Range="bytes=0-9", If_Range=tag).status == 206
    reply = server.get("/exports/dump.ttl", Range="bytes=0-9", If_Range='"other"')
    assert (reply.status, reply.body) == (200, on_disk(exported, "dump.ttl"))


def test_there_is_nothing_behind_the_end(server: Server, exported: Exported) -> None:
    size = len(on_disk(exported, "dump.ttl"))
    reply = server.get("/exports/dump.ttl", Range=f"bytes={size}-")
    assert (reply.status, reply.headers["content-range"]) == (416, f"bytes */{size}")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "lines=1-2", "bytes=9-1", "what"])
def test_what_is_no_single_range_gets_the_whole(server: Server, exported: Exported, asked: str) -> None:
    reply = server.get("/exports/dump.ttl", Range=asked, Accept_Encoding="identity")
    assert (reply.status, len(reply.body)) == (200, len(on_disk(exported, "dump.ttl")))


@pytest.mark.parametrize(
    ("accept", "path"),
    [
        ("", "dump.nq"),
        ("*/*", "dump.nq"),
        ("text/turtle", "dump.ttl"),
        ("text/turtle;q=0.5, application/rdf+xml", "dump.rdf"),
        ("application/n-triples, application/trig;q=0.9", "dump.nt"),
    ],
)
def test_the_form_is_what_the_client_prefers(server: Server, exported: Exported, accept: str, path: str) -> None:
    headers = {"Accept": accept} if accept else {}
    reply = server.get("/exports/dump", Accept_Encoding="identity", **headers)
    assert (reply.status, reply.body) == (200, on_disk(exported, path))
    assert reply.headers["content-location"].endswith(f"/exports/{path}")
    assert "accept" in reply.headers["vary"].lower()


def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(server: Server) -> None:
    reply = server.get("/exports/dump", Accept="image/png")
    assert reply.status == 406
    assert "text/turtle" in reply.text


def test_the_list_has_them_all(server: Server, exported: Exported) -> None:
    page = server.get("/exports", Accept="text/html")
    assert page.status == 200
    for one in exported.files:
        assert f'href="/exports/{one.path}"' in page.text
        assert one.title in unescape(page.text)


def test_what_there_is_not_is_told(server: Server) -> None:
    reply = server.get("/exports/dump.docx")
    assert reply.status == 404
    assert "there is no export 'dump.docx'" in reply.text


def test_a_dump_has_what_the_build_has(exported: Exported, build: Build) -> None:
    found = set(pyoxigraph.parse(on_disk(exported, "dump.trig"), format=pyoxigraph.RdfFormat.TRIG))
    stated = set(pyoxigraph.parse(path=build.quads, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True))
    assert found == stated


def test_exports_of_another_build_are_not_served(
    build: Build, exported: Exported, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "exports"
    shutil.copytree(exported.directory, other)
    manifest = json.loads((other / "exports.json").read_text(encoding="utf-8"))
    (other / "exports.json").write_text(json.dumps(manifest | {"build": "another"}), encoding="utf-8")
    with serving(build.directory, exports=str(other)) as server:
        reply = server.get("/exports/dump.nq")
        assert reply.status == 503
        assert "run 'tipgraph export all'" in reply.text
        assert "run &#39;tipgraph export all&#39;" in server.get("/exports", Accept="text/html").text
        shutil.copy(exported.directory / "exports.json", other / "exports.json")
        reply = server.get("/exports/dump.nq", Accept_Encoding="identity")
        assert (reply.status, reply.body) == (200, on_disk(exported, "dump.nq")), "it looks again when they change"


def test_programs_get_the_list(server: Server, exported: Exported) -> None:
    reply = server.get("/exports/", Accept="application/json")
    assert reply.headers["content-type"] == "application/json"
    assert {one["path"]: one["sha256"] for one in json.loads(reply.body)["files"]} == {
        one.path: one.sha256 for one in exported.files
    }
    profile = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'
    assert server.get("/exports/dump", Accept=profile).headers["content-type"] == "application/ld+json"


def test_the_same_build_gives_the_same_bytes(build: Build, exported: Exported, tmp_path: Path) -> None:
    again = write_everything(build, tmp_path / "again")
    assert again.files == exported.files
    assert open_everything(tmp_path / "again").files == exported.files


def test_other_folders_are_not_replaced(build: Build, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("Mine.", encoding="utf-8")
    with pytest.raises(FileError, match="holds no exports"):
        write_everything(build, tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "Mine."


def test_a_broken_file_is_noticed(exported: Exported, tmp_path: Path) -> None:
    shutil.copytree(exported.directory, tmp_path / "broken")
    (tmp_path / "broken" / "dump.nq").write_bytes(b"")
    with pytest.raises(FileError, match=r"dump\.nq"):
        open_everything(tmp_path / "broken")
