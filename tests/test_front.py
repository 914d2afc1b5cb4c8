"""What is asked for again and again is answered by the thread that reads, and no client can tell."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from tests.server import until
from tests.test_connections import NO_REQUESTS
from tipgraph.dataset.build import Build
from tipgraph.web import front
from tipgraph.web.app import create_app
from tipgraph.web.connections import Draining, serve
from tipgraph.web.serve import bind
from tipgraph.web.services import services
from tipgraph.web.settings import Settings

STATES = f"/sparql?{urlencode({'query': 'SELECT * { ?state a tip:State }'})}"
FEW = f"/sparql?{urlencode({'query': 'ASK { ?state a tip:State }'})}"
NOW = f"/sparql?{urlencode({'query': 'SELECT (NOW() AS ?now) {}'})}"
ALL = f"/sparql?{urlencode({'query': 'CONSTRUCT WHERE { ?s ?p ?o }'})}"


class Running:
    """An application that is served in this process; it knows how often it was asked."""

    def __init__(self, app: Flask, port: int, draining: Draining) -> None:
        self.app = app
        self.port = port
        self.draining = draining
        self.asked = 0

    def ask(self, path: str, *lines: str, method: str = "GET", version: str = "1.1") -> tuple[set[str], bytes]:
        """The status line and the headers without the date, and what follows."""
        head, _, content = self.send(self.words(path, *lines, method=method, version=version)).partition(b"\r\n\r\n")
        return {line for line in head.decode().split("\r\n") if not line.startswith("Date: ")}, content

    def words(self, path: str, *lines: str, method: str = "GET", version: str = "1.1") -> bytes:
        return "\r\n".join((f"{method} {path} HTTP/{version}", "Host: localhost", *lines, "", "")).encode()

    def send(self, words: bytes, answers: int = 1) -> bytes:
        """Send words, and return so many whole answers."""
        found = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(words)
            for _ in range(answers):
                found += _answer(connection, body=not words.startswith(b"HEAD"))
        return found

    def is_asked(self, path: str, *lines: str, **how: str) -> bool:
        """Ask, and say whether the application saw it."""
        before = self.asked
        self.ask(path, *lines, **how)
        return self.asked > before

    def keep(self, path: str, *lines: str) -> None:
        """Ask as often as it takes for an answer to be kept at the front."""
        self.ask(path, *lines)
        self.ask(path, *lines)
        assert not self.is_asked(path, *lines)


def _answer(connection: socket.socket, *, body: bool) -> bytes:
    """Read one answer, and no byte of the next."""
    found = b""
    while not found.endswith(b"\r\n\r\n"):
        found += _some(connection, 1)
    length = next((line for line in found.decode().split("\r\n") if line.startswith("Content-Length: ")), ": 0")
    wanted = len(found) + int(length.split(": ")[1]) * body
    while len(found) < wanted:
        found += _some(connection, wanted - len(found))
    return found


def _some(connection: socket.socket, most: int) -> bytes:
    found = connection.recv(most)
    assert found, "the connection was closed"
    return found


@contextmanager
def running(build: Build, **settings: Any) -> Iterator[Running]:
    chosen = Settings(build=build.directory, **{"rate": 0, "log": False, **settings})
    app, draining, taken = create_app(chosen), Draining(5), bind("127.0.0.1", 0)
    found = Running(app, taken.getsockname()[1], draining)
    beneath = app.wsgi_app

    def counted(environ: dict[str, Any], start_response: Callable[..., object]) -> Any:
        found.asked += 1
        return beneath(environ, start_response)  # type: ignore[arg-type]

    taken.listen()
    arguments = (counted, taken, chosen, draining, app.extensions.get(front.KEY))
    thread = threading.Thread(target=serve, args=arguments)
    thread.start()
    try:
        yield found
    finally:
        draining.begin(taken_over=False)
        thread.join(30)
        services(app).pool.close()
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Running]:
    with running(build) as found:
        yield found


@pytest.mark.parametrize("coding", ["", "br", "gzip", "identity"])
@pytest.mark.parametrize(
    ("path", "accept"),
    [
        (STATES, ""),
        (STATES, "text/csv"),
        (STATES, "text/html"),
        (FEW, "*/*"),
        ("/doc/state/AUT", "text/turtle"),
        ("/doc/state/AUT.jsonld", ""),
        ("/doc/state/AUT", "text/html"),
        ("/schema/ingest-report-1.json", ""),
    ],
)
def test_the_same_bytes_as_before(server: Running, path: str, accept: str, coding: str) -> None:
    lines = [f"Accept: {accept}"] * bool(accept) + [f"Accept-Encoding: {coding}"] * bool(coding)
    first, second, third, fourth = (server.ask(path, *lines) for _ in range(4))
    assert "HTTP/1.1 200 OK" in first[0]
    assert first == second == third == fourth
    assert not server.is_asked(path, *lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("Accept: text/csv",),
        ("Accept-Encoding: gzip",),
        ("If-None-Match: *",),
        ("If-Match: *",),
        ("Connection: close",),
        ("Connection: Upgrade", "Upgrade: h2c"),
        ("Content-Length: 0",),
    ],
    ids=str,
)
def test_a_request_that_is_not_alike_is_seen_by_the_application(server: Running, lines: tuple[str, ...]) -> None:
    path = f"{STATES}%23alike"
    server.keep(path)
    assert server.is_asked(path, *lines)
    assert not server.is_asked(path, "User-Agent: another", "Connection: keep-alive", "X-Forwarded-Host: elsewhere")


def test_another_method_or_version_is_seen_by_the_application(server: Running) -> None:
    server.keep(STATES)
    assert server.is_asked(STATES, method="HEAD")
    assert server.is_asked(STATES, method="OPTIONS")
    assert server.is_asked(STATES, "Connection: close", version="1.0")
    assert server.is_asked(STATES.replace("?", "?&"))


def test_another_host_name_is_another_address(server: Running) -> None:
    """Links may begin with it."""
    server.keep(FEW)
    before = server.asked
    server.send(server.words(FEW).replace(b"localhost", b"example.org"))
    assert server.asked == before + 1


def test_what_changes_from_run_to_run_is_not_kept(server: Running) -> None:
    assert len({server.ask(NOW)[1] for _ in range(4)}) == 4


@pytest.mark.parametrize("path", ["/health", "/metrics", "/nothing", "/id/state/AUT", ALL], ids=str)
def test_what_is_no_kept_answer_or_a_large_one_is_not_kept(server: Running, path: str) -> None:
    assert all(server.is_asked(path) for _ in range(4))


def test_the_client_that_has_the_answer_gets_304(server: Running) -> None:
    server.keep(FEW)
    headers, _ = server.ask(FEW)
    (tag,) = (line.removeprefix("Etag: ") for line in headers if line.startswith("Etag: "))
    assert "HTTP/1.1 304 NOT MODIFIED" in server.ask(FEW, f"If-None-Match: {tag}")[0]


def test_many_requests_at_once_are_answered_in_their_order(server: Running) -> None:
    server.keep(FEW)
    server.keep(STATES)
    words = [server.words(path) for path in (FEW, STATES, NOW, STATES, FEW) * 3]
    found = server.send(b"".join(words), len(words))
    alone = [server.ask(path)[1] for path in (FEW, STATES)]
    at = -1
    for content in (*alone, alone[1], alone[0]) * 3:
        at = found.index(content, at + 1)


def test_nothing_is_kept_where_no_answer_is(build: Build) -> None:
    with running(build, cache=0) as server:
        assert all(server.is_asked(FEW) for _ in range(4))


def test_a_client_that_asks_too_often_is_refused_all_the_same(build: Build) -> None:
    with running(build, rate=5) as server:
        server.keep(FEW)
        assert ["HTTP/1.1 200 OK" in server.ask(FEW)[0] for _ in range(4)] == [True, True, False, False]
        assert "HTTP/1.1 429 TOO MANY REQUESTS" in server.ask(FEW)[0]


def test_it_is_logged_and_counted_as_before(build: Build, capfd: pytest.CaptureFixture[str]) -> None:
    with running(build, log=True, log_queries=True) as server:
        for number in range(4):
            server.ask(FEW, f"User-Agent: number {number}")
        assert server.asked == 2
        counted = {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(server.ask("/metrics")[1].decode())
            for sample in family.samples
        }
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()][:4]
    assert [line.pop("agent") for line in lines] == [f"number {number}" for number in range(4)]
    assert len({line.pop("time") for line in lines}) > 1
    assert all(line.pop("milliseconds") >= 0 for line in lines)
    assert lines[0].pop("cache") == "miss"
    assert [line.pop("cache") for line in lines[1:]] == ["hit"] * 3
    told = {"client": "127.0.0.1", "method": "GET", "path": "/sparql", "status": 200, "bytes": 26}
    assert lines == [told | {"query": "ASK { ?state a tip:State }"}] * 4
    assert [list(line) for line in lines] == [list(lines[0])] * 4
    route = ("method", "GET"), ("route", "/sparql"), ("status", "200")
    assert counted["tipgraph_http_requests_total", *route] == 4
    assert counted["tipgraph_http_request_seconds_count", ("route", "/sparql")] == 4
    assert counted["tipgraph_queries_total", ("outcome", "answered")] == 4
    assert (counted["tipgraph_cache_hits_total",], counted["tipgraph_cache_misses_total",]) == (3, 1)


def test_a_proxy_says_who_asks(build: Build, capfd: pytest.CaptureFixture[str]) -> None:
    with running(build, proxy="127.0.0.1", log=True) as server:
        for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3, 192.0.2.4", "2001:db8::5"):
            server.ask(FEW, f"X-Forwarded-For: {address}")
        assert server.asked == 2
        assert server.is_asked(FEW, "X-Forwarded-For: unknown"), "what is no address takes a closer look"
        assert server.is_asked(FEW)
        assert server.is_asked(FEW, "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https"), "links begin with it"
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [line["client"] for line in lines[:4]] == ["192.0.2.1", "192.0.2.2", "192.0.2.4", "2001:db8::5"]


def test_a_server_that_ends_says_so(build: Build) -> None:
    with running(build) as server, socket.create_connection(("127.0.0.1", server.port), timeout=30) as kept:
        server.keep(FEW)
        kept.sendall(server.words(FEW))
        assert b"Connection: close" not in _answer(kept, body=True)
        server.draining.begin(taken_over=True)
        kept.sendall(server.words(FEW))
        assert b"Connection: close" in _answer(kept, body=True)
        until(lambda: kept.recv(1) == b"", "it is not closed")


@pytest.mark.parametrize("words", NO_REQUESTS, ids=str)
def test_what_is_no_request_is_refused(server: Running, words: bytes) -> None:
    before = server.asked
    assert b" 400 Bad Request\r\n" in server.send(words)
    assert server.asked == before


def test_so_many_bytes_are_kept(build: Build) -> None:
    with running(build, cache=1) as server:
        for number in range(400):
            for _ in range(2):
                server.ask(f"{FEW}%23{number}")
        before = server.asked
        for number in reversed(range(400)):
            server.ask(f"{FEW}%23{number}")
        assert 0 < 400 - (server.asked - before) < 125, "a quarter of a megabyte, at 2,000 bytes and more"
