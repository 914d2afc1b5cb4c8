"""The benchmark's own client and figures: what it reads, counts and compares."""

import math
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.bench.answers import NoAnswer, read
from tests.bench.client import Answer, Client, Reading, Unanswered
from tests.bench.dataset import Generated
from tests.bench.engines.engine import GRAPH, TABLE, Engine
from tests.bench.load import put_load, requests_of
from tests.bench.mix import Query
from tests.bench.results import Measured, Pair, Timing, geometric_mean, mean_ratio, percentile

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
ONE_ROW = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"1"}}]}}'


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"Content-Length: 5\r\n\r\nhello",
        HEAD + b"content-length: 5\r\n\r\nhello",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
    ],
)
@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_an_answer_is_read_however_it_arrives(answer: bytes, piece: int) -> None:
    reading = Reading()
    for start in range(0, len(answer), piece):
        assert not reading.whole
        reading.feed(answer[start : start + piece])
    assert reading.whole
    assert (reading.status, reading.media_type, reading.body()) == (200, "text/plain", b"hello")


def test_an_answer_without_length_ends_with_the_connection() -> None:
    reading = Reading()
    assert not reading.feed(HEAD + b"Connection: close\r\n\r\nhel")
    assert not reading.feed(b"lo")
    assert reading.feed(b"")
    assert (reading.body(), reading.closes) == (b"hello", True)


@pytest.mark.parametrize(
    "part", [HEAD, HEAD + b"Content-Length: 5\r\n\r\nhel", HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe"]
)
def test_half_an_answer_is_none(part: bytes) -> None:
    reading = Reading()
    reading.feed(part)
    with pytest.raises(Unanswered):
        reading.feed(b"")


def answered(body: str, media_type: str = TABLE, status: int = 200) -> Answer:
    return Answer(status, media_type, body.encode(), 0.0)


def test_rows_are_the_same_in_any_order() -> None:
    row = '{{"a":{{"type":"uri","value":"{0}"}},"b":{{"type":"literal","value":"{1}","xml:lang":"en"}}}}'
    other = '{{"b":{{"value":"{1}","type":"literal"}},"a":{{"value":"{0}","type":"uri"}}}}'
    table = '{{"head":{{"vars":["a","b"]}},"results":{{"bindings":[{0}]}}}}'
    one = read(answered(table.format(",".join([row.format("x", 1), row.format("y", 2)]))), is_graph=False)
    two = read(answered(table.format(",".join([other.format("y", 2), other.format("x", 1)]))), is_graph=False)
    assert one == two
    assert one.count == 2
    assert read(answered(table.format(row.format("x", 1))), is_graph=False) != one


def test_a_triple_counts_once_and_in_any_form() -> None:
    lines = '<urn:a> <urn:b> "c" .\n<urn:a> <urn:b> <urn:d> .\n<urn:a> <urn:b> "c" .\n'
    turtle = '<urn:a> <urn:b> "c", <urn:d> .'
    xml = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:"><rdf:Description '
        'rdf:about="urn:a"><u:b>c</u:b><u:b rdf:resource="urn:d"/></rdf:Description></rdf:RDF>'
    )
    found = read(answered(lines, GRAPH), is_graph=True)
    assert found.count == 2
    assert read(answered(turtle, "text/turtle"), is_graph=True) == found
    assert read(answered(xml, "application/sparql-results+xml"), is_graph=True) == found


@pytest.mark.parametrize(
    "answer",
    [answered("too long", status=503), answered("<html>", "text/html"), answered("{}"), answered('{"results":')],
)
def test_what_is_no_answer_is_told_from_an_empty_one(answer: Answer) -> None:
    with pytest.raises(NoAnswer):
        read(answer, is_graph=False)


class _Stub(Engine):
    """A server that answers one query and refuses another."""

    name = "stub"

    def absent(self) -> str:
        return ""

    def launch(self, data: Generated, folder: Path, patience: float) -> None:
        raise AssertionError("it runs already")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        refused = "refused" in self.path
        self.send_response(503 if refused else 200)
        self.send_header("Content-Type", TABLE)
        self.send_header("Content-Length", str(len(ONE_ROW)))
        self.end_headers()
        self.wfile.write(ONE_ROW)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def stub() -> Iterator[tuple[_Stub, list[str]]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        asked: list[str] = []
        server.asked = asked  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        engine = _Stub()
        engine.port = server.server_address[1]
        yield engine, asked
        server.shutdown()
        thread.join()


def test_a_client_asks_again_on_the_same_connection(stub: tuple[_Stub, list[str]]) -> None:
    engine, asked = stub
    client = Client(engine.host, engine.port, 10)
    for _ in range(3):
        assert client.get(engine.target("ASK {}"), TABLE).body == ONE_ROW
    client.close()
    assert len(asked) == 3


def test_many_clients_put_the_whole_mix(stub: tuple[_Stub, list[str]]) -> None:
    engine, asked = stub
    mix = [Query("one", "", "SELECT * { ?one ?b ?c }\n"), Query("other", "", "SELECT * { ?refused ?b ?c }\n")]
    load = put_load(engine, [requests_of(engine, mix, cold=True, seed=s) for s in range(5)], seconds=0.5, drain=10)
    assert load.answered > 5
    assert load.refused["other"] > 0
    assert load.of("other") == [load.patience] * load.refused["other"], "an error is counted at the patience"
    assert (load.not_finished, load.lost) == (0, 0)
    assert len(set(asked)) == len(asked), "no request is like another"


def test_repeated_requests_are_alike(stub: tuple[_Stub, list[str]]) -> None:
    engine, asked = stub
    query = Query("one", "", "ASK {}\n")
    put_load(engine, [requests_of(engine, [query], cold=False, seed=s) for s in range(2)], seconds=0.2, drain=10)
    assert set(asked) == {engine.target(query.text)}


def test_figures() -> None:
    assert percentile([float(n) for n in range(1, 201)]) == 198
    assert percentile([3.0]) == 3
    assert geometric_mean([1, 100]) == pytest.approx(10)
    assert geometric_mean([4, math.nan, 9]) == pytest.approx(6)
    assert math.isnan(geometric_mean([]))


def test_a_ratio_says_how_many_times_as_long_the_peer_took() -> None:
    assert Pair([1.0, 2.0, 9.0], [8.0]).ratio == 4
    assert math.isnan(Pair([], [1.0]).ratio)
    assert math.isnan(Pair([30.0], [30.0], ours_unfinished=True, peer_unfinished=True).ratio)
    ours = Measured("a", 0, 0, {"x": Timing([1.0], [1.0]), "y": Timing([2.0], [1.0])})
    peer = Measured("b", 0, 0, {"x": Timing([4.0], [2.0]), "y": Timing([2.0], [8.0])})
    assert mean_ratio(ours, peer) == pytest.approx(2)
    assert mean_ratio(ours, peer, cold=False) == pytest.approx(4)
