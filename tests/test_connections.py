"""The HTTP server by itself, with a small application: connections that end politely, prefixes, proxies, slow senders."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from waitress.channel import ClientDisconnected

from tests.server import until
from tipgraph.web import connections
from tipgraph.web.channel import Channel, has_hung_up, is_readable
from tipgraph.web.connections import Draining, serve
from tipgraph.web.headers import everywhere
from tipgraph.web.serve import bind, shown
from tipgraph.web.settings import Settings


class Application:
    """Answers with what it was told of the request, once it is let go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()
        self.asked = 0
        self.left: Callable[[], bool] = lambda: False
        self.body = b""
        """What to answer instead."""
        self.status = "200 OK"

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        self.asked += 1
        self.left = environ["waitress.client_disconnected"]
        self.go_on.wait(30)
        told = {name: value for name, value in environ.items() if isinstance(value, str)}
        body = self.body or json.dumps(told).encode()
        if self.status[0] != "2" or self.status.startswith("204"):
            start_response(self.status, [])
            return []
        start_response(self.status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]


class Running:
    def __init__(self, application: Application, port: int, draining: Draining, thread: threading.Thread) -> None:
        self.application = application
        self.port = port
        self.draining = draining
        self.thread = thread
        self.opened: list[http.client.HTTPConnection] = []

    def connect(self) -> http.client.HTTPConnection:
        self.opened.append(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30))
        return self.opened[-1]

    def get(self, path: str, **headers: str) -> dict[str, str]:
        connection = self.connect()
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        found: dict[str, str] = json.loads(connection.getresponse().read())
        return found


@contextmanager
def running(grace: float = 20.0, **settings: Any) -> Iterator[Running]:
    application = Application()
    draining = Draining(grace)
    taken = bind("127.0.0.1", 0)
    taken.listen()
    port = taken.getsockname()[1]
    thread = threading.Thread(target=serve, args=(application, taken, Settings(**settings), draining))
    thread.start()
    server = Running(application, port, draining, thread)
    try:
        yield server
    finally:
        application.go_on.set()
        for connection in server.opened:
            connection.close()
        draining.begin(taken_over=False)
        thread.join(30)
        assert not thread.is_alive()


def ask(connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
    connection.request("GET", "/")
    response = connection.getresponse()
    response.read()
    return response


def send_slowly(connection: socket.socket, words: bytes) -> None:
    for byte in words:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def test_a_connection_is_kept() -> None:
    with running() as server:
        connection = server.connect()
        assert ask(connection).headers["Connection"] is None
        kept = connection.sock
        assert ask(connection).status == 200
        assert connection.sock is kept


@pytest.mark.parametrize("taken_over", [True, False])
def test_a_request_under_way_is_answered_and_told_that_the_connection_ends(taken_over: bool) -> None:
    with running() as server:
        server.application.go_on.clear()
        connection = server.connect()
        connection.request("GET", "/")
        until(lambda: server.application.asked == 1, "it is not asked")
        server.draining.begin(taken_over=taken_over)
        server.application.go_on.set()
        response = connection.getresponse()
        assert (response.status, response.headers["Connection"]) == (200, "close")
        response.read()
        server.thread.join(30)
        assert not server.thread.is_alive()
        with pytest.raises(ConnectionRefusedError):
            ask(server.connect())


def test_a_kept_connection_may_ask_once_more_when_another_process_has_taken_over() -> None:
    with running() as server:
        connection = server.connect()
        ask(connection)
        server.draining.begin(taken_over=True)
        time.sleep(0.5)
        response = ask(connection)
        assert (response.status, response.headers["Connection"]) == (200, "close")
        server.thread.join(30)
        assert not server.thread.is_alive()


def test_a_client_of_http_1_0_is_told_too() -> None:
    with running() as server, socket.create_connection(("127.0.0.1", server.port)) as plain:
        for connection in (b"Keep-Alive", b"close"):
            plain.sendall(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            answer = b""
            while not answer.endswith(b"}"):
                answer += plain.recv(65536)
            assert b"\r\nConnection: " + connection + b"\r\n" in answer
            server.draining.begin(taken_over=True)


def test_connections_that_are_not_used_do_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LINGER", 0.3)
    with running() as server:
        connection = server.connect()
        ask(connection)
        with socket.create_connection(("127.0.0.1", server.port)) as silent:
            server.draining.begin(taken_over=True)
            server.thread.join(30)
            assert not server.thread.is_alive()
            assert silent.recv(1) == b""


def test_what_takes_longer_than_the_grace_is_not_waited_for() -> None:
    with running(grace=0.3) as server:
        server.application.go_on.clear()
        connection = server.connect()
        connection.request("GET", "/")
        until(lambda: server.application.asked == 1, "it is not asked")
        server.draining.begin(taken_over=False)
        server.thread.join(30)
        assert not server.thread.is_alive()


def test_the_application_learns_that_a_client_has_left() -> None:
    with running() as server:
        server.application.go_on.clear()
        connection = server.connect()
        connection.request("GET", "/")
        until(lambda: server.application.asked == 1, "it is not asked")
        assert not server.application.left()
        connection.close()
        until(server.application.left, "it does not learn it")


def test_the_application_learns_that_a_client_has_left_that_sent_many_requests_at_once() -> None:
    with running() as server, socket.create_connection(("127.0.0.1", server.port)) as hasty:
        server.application.go_on.clear()
        hasty.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 5)
        until(lambda: server.application.asked == 1, "it is not asked")
        assert not server.application.left()
        hasty.close()
        until(server.application.left, "it does not learn it")


def test_who_sends_a_byte_now_and_then_holds_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SLOWEST", 0.5)
    with running() as server, socket.create_connection(("127.0.0.1", server.port)) as slow:
        with pytest.raises(ConnectionError):
            send_slowly(slow, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 300)
        assert server.application.asked == 0


def test_a_request_that_takes_long_to_answer_is_not_a_slow_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SLOWEST", 0.1)
    with running() as server:
        server.application.go_on.clear()
        connection = server.connect()
        connection.request("GET", "/")
        time.sleep(2.5)
        server.application.go_on.set()
        assert connection.getresponse().status == 200


@pytest.mark.parametrize(
    ("path", "script_name", "path_info"),
    [("/data/sparql", "/data", "/sparql"), ("/sparql", "/data", "/sparql"), ("/data", "/data", "")],
    ids=["a proxy that keeps the path", "a proxy that takes the prefix off", "the prefix alone"],
)
def test_the_path_of_the_public_address_stands_before_all_paths(path: str, script_name: str, path_info: str) -> None:
    with running(base="https://example.org/data/") as server:
        told = server.get(path)
        assert (told["SCRIPT_NAME"], told["PATH_INFO"]) == (script_name, path_info)


FORWARDED = {
    "X_Forwarded_For": "192.0.2.7",
    "X_Forwarded_Host": "data.example.org",
    "X_Forwarded_Proto": "https",
}


def test_what_a_proxy_says_is_believed_when_it_is_named() -> None:
    with running(proxy="127.0.0.1") as server:
        told = server.get("/", **FORWARDED)
        assert told["REMOTE_ADDR"] == "192.0.2.7"
        assert told["HTTP_HOST"] == "data.example.org"
        assert told["wsgi.url_scheme"] == "https"


@pytest.mark.parametrize("proxy", ["", "192.0.2.1"])
def test_what_anybody_else_says_is_not(proxy: str) -> None:
    with running(proxy=proxy) as server:
        told = server.get("/", **FORWARDED)
        assert told["REMOTE_ADDR"] == "127.0.0.1"
        assert told["HTTP_HOST"] == f"127.0.0.1:{server.port}"
        assert told["wsgi.url_scheme"] == "http"
        assert not [name for name in told if "FORWARDED" in name]


def test_a_request_far_too_large_is_refused_before_it_is_read() -> None:
    with running(request=1) as server, socket.create_connection(("127.0.0.1", server.port)) as large:
        large.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16000001\r\n\r\n")
        assert large.recv(65536).startswith(b"HTTP/1.1 413 ")
        assert server.application.asked == 0


def test_more_connections_than_allowed_wait_for_those_that_are_used() -> None:
    with running(connections=5) as server:
        server.application.go_on.clear()
        first = [server.connect() for _ in range(3)]
        for one in first:
            one.request("GET", "/")
        until(lambda: server.application.asked == 3, "they are not asked")
        last = server.connect()
        last.request("GET", "/")
        time.sleep(1.5)
        assert server.application.asked == 3
        server.application.go_on.set()
        assert [one.getresponse().status for one in (*first, last)] == [200] * 4


def test_who_holds_most_connections_loses_those_that_it_does_not_use() -> None:
    with running(connections=9) as server:
        modest = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30, source_address=("127.0.0.2", 0))
        server.opened.append(modest)
        ask(modest)
        greedy = [server.connect() for _ in range(8)]
        for one in greedy[:6]:
            ask(one)
        greedy[6].connect()
        greedy[7].request("GET", "/")
        assert greedy[7].getresponse().status == 200, "room is made"
        kept = modest.sock
        assert ask(modest).status == 200
        assert modest.sock is kept
        closed = [one for one in greedy[:7] if is_readable(one.sock)]
        assert 3 <= len(closed) <= 5


LARGE = 10_000_000


def send_and_take_nothing(port: int, words: bytes, number: int) -> list[socket.socket]:
    found = []
    for _ in range(number):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.bind(("127.0.0.2", 0))
        one.connect(("127.0.0.1", port))
        one.sendall(words)
        found.append(one)
    return found


def all_of(one: socket.socket) -> int:
    """How many bytes come, up to those of the large answer."""
    one.settimeout(10)
    number = 0
    with suppress(ConnectionError):
        while number < LARGE and (data := one.recv(1_000_000)):
            number += len(data)
    one.close()
    return number


def test_answers_that_are_not_taken_are_bounded_in_all() -> None:
    """Not for each connection alone: 88 MB here, besides what the system keeps of each."""
    with running(result=10) as server:
        server.application.body = b"x" * LARGE
        greedy = send_and_take_nothing(server.port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 20)
        until(lambda: server.application.asked == 20, "they are not answered")
        time.sleep(2)
        assert ask(server.connect()).status == 200
        whole = sum(all_of(one) >= LARGE for one in greedy)
        assert 8 <= whole <= 15


def test_requests_that_do_not_end_are_bounded_in_all() -> None:
    """At 16 MB here."""
    with running(result=1) as server:
        request = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n" + b"x" * 1_900_000
        greedy = send_and_take_nothing(server.port, request, 12)
        until(lambda: any(has_hung_up(one) for one in greedy), "none is closed")
        time.sleep(1)
        assert 4 <= sum(has_hung_up(one) for one in greedy) <= 5
        assert ask(server.connect()).status == 200
        for one in greedy:
            one.close()


NO_REQUESTS = [
    b"no request\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"get / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n",
    b"GET http://[::1/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET",
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
]


@pytest.mark.parametrize("words", NO_REQUESTS, ids=str)
def test_what_is_no_request_is_answered_with_all_headers_and_logged(
    capfd: pytest.CaptureFixture[str], words: bytes
) -> None:
    with running(base="https://example.org/") as server, socket.create_connection(("127.0.0.1", server.port)) as odd:
        odd.sendall(words)
        with odd.makefile("rb") as answer:
            reply = answer.read().decode()
        assert reply.startswith(("HTTP/1.0 400 Bad Request\r\n", "HTTP/1.1 400 Bad Request\r\n"))
        assert set(everywhere("https://example.org/")) <= {
            tuple(line.split(": ", 1)) for line in reply.split("\r\n\r\n")[0].split("\r\n")[1:]
        }
        assert server.application.asked == 0
    (line,) = capfd.readouterr().err.splitlines()
    told = json.loads(line)
    assert datetime.fromisoformat(told.pop("time")).tzinfo == UTC
    assert told == {"client": "127.0.0.1", "method": None, "path": None, "status": 400}


def test_what_is_no_request_is_logged_though_its_client_has_left(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_: object) -> None:
        raise ClientDisconnected

    monkeypatch.setattr(Channel, "write_soon", leave)
    with running() as server, socket.create_connection(("127.0.0.1", server.port)) as odd:
        odd.sendall(b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n")
        odd.settimeout(30)
        assert odd.recv(1) == b"", "the server has ended the connection"
    (line,) = capfd.readouterr().err.splitlines()
    assert json.loads(line)["status"] == 400
    assert not [told for told in caplog.records if told.exc_info], "and no stack trace"


def test_who_asks_before_sending_too_much_is_told_at_once() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
    with running(request=1) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as large:
            large.sendall(head % 1001)
            assert large.recv(65536).startswith(b"HTTP/1.1 413 ")
        with socket.create_connection(("127.0.0.1", server.port)) as small:
            small.sendall(head % 1000)
            assert small.recv(65536).startswith(b"HTTP/1.1 100 ")


@pytest.mark.parametrize("status", ["304 NOT MODIFIED", "204 NO CONTENT"])
def test_an_answer_without_a_body_keeps_the_connection(status: str) -> None:
    with running() as server:
        server.application.status = status
        connection = server.connect()
        ask(connection)
        kept = connection.sock
        assert ask(connection).headers["Connection"] is None
        assert connection.sock is kept
        connection.request("GET", "/", headers={"Connection": "close"})
        assert connection.getresponse().headers["Connection"] == "close"


@pytest.mark.parametrize(("host", "start"), [("127.0.0.1", "http://127.0.0.1:"), ("::1", "http://[::1]:")])
def test_the_address_that_is_shown(host: str, start: str) -> None:
    try:
        with bind(host, 0) as taken:
            assert shown(taken) == f"{start}{taken.getsockname()[1]}/"
    except Exception as error:
        if host == "::1" and "cannot serve" in str(error):
            pytest.skip("this machine has no IPv6")
        raise
