"""Files, folders and addresses of RDF that are to be checked: each form is read, and nothing is fetched that was not named."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from tipgraph.dataset.build import Build
from tipgraph.errors import FileError, UsageError
from tipgraph.export.context import context_of, context_of_record
from tipgraph.namespaces import CONTEXT, ID, RDF, TIP
from tipgraph.record import Record
from tipgraph.validate import check
from tipgraph.validate.sources import FORMS, Reading, downloaded, files_below, is_address, read

TURTLE = '<http://e.org/s> <http://e.org/p> "ü", <http://e.org/o> .\n'
TRIPLES = [quad.triple for quad in parse(TURTLE, format=RdfFormat.TURTLE)]


@pytest.fixture
def web() -> Iterator[dict[str, tuple[int, str, bytes]]]:
    """A server of (status, media type or place, content) by path; the key ``""`` is its address."""
    pages: dict[str, tuple[int, str, bytes]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, content = pages.get(self.path, (404, "text/plain", b"none"))
            self.send_response(status)
            self.send_header("Location" if status == 302 else "Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with running(Handler) as port:
        pages[""] = (port, "", b"")
        yield pages


@contextmanager
def running(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("packed", [False, True])
def test_every_form_is_read(tmp_path: Path, suffix: str, packed: bool) -> None:
    content = serialize(TRIPLES, format=FORMS[suffix]) or b""
    path = tmp_path / f"data{suffix}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(content) if packed else content)
    found = read(path)
    assert {quad.triple for quad in found.quads} == set(TRIPLES)
    assert not found.faults


def test_a_folder_is_all_its_files_of_rdf(tmp_path: Path) -> None:
    for name in ("b/c.ttl", "a.nq.gz", "notes.txt", ".git/x.ttl", "d.jsonld"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path)] == [
        "a.nq.gz",
        "b/c.ttl",
        "d.jsonld",
    ]
    with pytest.raises(FileError, match="no file of RDF in this folder"):
        files_below(_empty(tmp_path))
    with pytest.raises(FileError, match="that of no form of RDF"):
        files_below(tmp_path / "notes.txt")
    with pytest.raises(FileError, match="there is no such file"):
        files_below(tmp_path / "none")


def _empty(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


@pytest.mark.parametrize(
    ("name", "content", "line", "words"),
    [
        ("a.jsonld", '{"@context": "https://e.invalid/c", "@id": "x"}', 1, "https://e.invalid/c, which is not fetched"),
        ("a.jsonld", '{"@context": ["https://e.invalid/c", {}]}', 1, "--allow-remote-contexts"),
        ("a.jsonld", '{"@graph": [{"@context": "https://e.invalid/c"}]}', 1, "which is not fetched"),
        ("a.jsonld", '{\n"@id": "x",\n}', 3, "it is not JSON"),
        ("a.jsonld", "[" * 100_000, 1, "nested too deeply"),
        (
            "a.rdf",
            '<?xml version="1.0"?>\n<!DOCTYPE r [\n<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<r>&x;</r>',
            3,
            "external entity",
        ),
        ("a.rdf", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n<a></rdf:RDF>", 2, "mismatch"),
        ("a.ttl", "<http://e.org/s> <http://e.org/p> ( [ ( [ ( [", 1, ""),
        ("a.nt", "<http://e.org/s> <http://e.org/p> .\n", 1, ""),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: str, line: int, words: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (fault,) = read(tmp_path / name).faults
    assert fault.line == line
    assert words in fault.reason


@pytest.mark.parametrize("content", ["é".encode("latin-1"), "<a> <b> <c> .".encode("utf-16")])
def test_another_encoding_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.ttl").write_bytes(content)
    (fault,) = read(tmp_path / "a.ttl").faults
    assert "is not UTF-8: save the file as UTF-8" in fault.reason


def test_a_large_literal_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b'<http://e.org/s>\r\n <http://e.org/p> "' + b"x" * 10_000_000 + b'" .\r\n')
    found = read(tmp_path / "a.ttl")
    assert (len(found.quads), found.faults) == (1, [])


def test_a_file_that_is_no_gzip(tmp_path: Path) -> None:
    (tmp_path / "a.ttl.gz").write_bytes(b"no")
    with pytest.raises(FileError, match="cannot be read"):
        read(tmp_path / "a.ttl.gz")


def test_a_context_is_fetched_where_that_is_allowed(tmp_path: Path, web: dict[str, tuple[int, str, bytes]]) -> None:
    base = f"http://127.0.0.1:{web[''][0]}"
    web["/c"] = (200, "application/ld+json", json.dumps({"@context": ["other", {"p": "http://e.org/p"}]}).encode())
    web["/other"] = (200, "application/json", json.dumps({"@context": {"s": "http://e.org/s"}}).encode())
    (tmp_path / "a.jsonld").write_text(
        json.dumps({"@context": f"{base}/c", "@id": "http://e.org/x", "p": "1", "s": "2"})
    )
    found = read(tmp_path / "a.jsonld", Reading(remote=True))
    assert {quad.predicate.value for quad in found.quads} == {"http://e.org/p", "http://e.org/s"}
    web["/c"] = (200, "application/ld+json", json.dumps({"@context": "c"}).encode())
    (fault,) = read(tmp_path / "a.jsonld", Reading(remote=True)).faults
    assert "more than 20 contexts" in fault.reason


def test_a_dump_is_fetched(web: dict[str, tuple[int, str, bytes]]) -> None:
    base = f"http://127.0.0.1:{web[''][0]}"
    web["/dump.nt"] = (200, "text/plain", serialize(TRIPLES, format=RdfFormat.N_TRIPLES) or b"")
    web["/data"] = (200, "text/turtle; charset=utf-8", TURTLE.encode())
    web["/moved"] = (302, f"{base}/data", b"")
    web["/page"] = (200, "text/html", b"<html>")
    web["/file"] = (302, "file:///etc/passwd", b"")
    for path in ("/dump.nt", "/data", "/moved"):
        with downloaded(base + path) as file:
            assert {quad.triple for quad in read(file).quads} == set(TRIPLES)
        assert not file.exists()
    with pytest.raises(UsageError, match="text/html, which is no form of RDF"), downloaded(f"{base}/page"):
        pass
    for path, words in (("/none", "404"), ("/file", "cannot be fetched")):
        with pytest.raises(FileError, match=words), downloaded(base + path):
            pass
    with pytest.raises(UsageError, match="no address of the Web"), downloaded("file:///etc/passwd"):
        pass


def test_what_an_address_is() -> None:
    assert is_address("https://e.org/dump.nq.gz")
    assert not any(map(is_address, ("data/a.ttl", "file:///a.ttl", "C:\\a.ttl", "ftp://e.org/a.ttl")))


# ---- the context of the record


def in_our_names(**more: object) -> str:
    thing = {"@id": "id:state/AUT", "@type": "State", "isoAlpha3": "AUT", "actsAs": "id:body/unodc"}
    return json.dumps({"@context": CONTEXT, **thing, **more})


def test_the_context_of_the_record_is_read_from_the_package(tmp_path: Path) -> None:
    (tmp_path / "a.jsonld").write_text(in_our_names(), encoding="utf-8")
    found = read(tmp_path / "a.jsonld")
    assert not found.faults
    assert {str(quad.triple) for quad in found.quads} == {
        f"<{ID}state/AUT> <{RDF}type> <{TIP}State>",
        f'<{ID}state/AUT> <{TIP}isoAlpha3> "AUT"',
        f"<{ID}state/AUT> <{TIP}actsAs> <{ID}body/unodc>",
    }


@pytest.mark.parametrize("address", [CONTEXT + "?x", CONTEXT.replace("https", "http"), "https://example.org/c"])
def test_any_other_context_is_refused_still(tmp_path: Path, address: str) -> None:
    text = in_our_names(**{"@context": [CONTEXT, address]})
    (tmp_path / "a.jsonld").write_text(text, encoding="utf-8")
    (fault,) = read(tmp_path / "a.jsonld").faults
    assert fault.reason.startswith(f"it names the context {address}, which is not fetched")


def test_it_is_the_context_that_a_build_publishes(build: Build, record: Record) -> None:
    assert context_of_record(record).document() == context_of(build).document()


def test_data_in_our_names_are_a_part_of_the_record(tmp_path: Path, record: Record) -> None:
    (tmp_path / "a.jsonld").write_text(in_our_names(nothingOfOurs="x", ordinal="1"), encoding="utf-8")
    report = check(record, [tmp_path / "a.jsonld"], only=["hygiene", "owl-dl"])
    assert "syntax" not in report.broken()
    assert report.triples > 20_000
