"""For those who run the server: is it alive, does it answer, its figures, its log, what a client may ask of it."""

import ipaddress
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import ROOT
from tests.server import Server, serving
from tipgraph import __version__
from tipgraph.dataset.build import Build, open_build
from tipgraph.web import access_log, operations, ui
from tipgraph.web.app import create_app
from tipgraph.web.client import client_of
from tipgraph.web.connections import Draining
from tipgraph.web.pool import QueueFull, Unavailable
from tipgraph.web.rate_limit import MOST_CLIENTS, RateLimit
from tipgraph.web.services import services
from tipgraph.web.settings import Settings

RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a = ?i && ?b = ?d && ?c = ?g) }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Server]:
    with serving(build.directory, timeout="2", workers="1", slow="1", rate="0") as running:
        yield running


@pytest.fixture(scope="module")
def app(build: Build) -> Iterator[Flask]:
    """The application without a server, where a test needs to reach into it."""
    made = create_app(Settings(build=build.directory, log=False))
    yield made
    services(made).pool.close()


# ---- alive, and able to answer


def test_health(server: Server, build: Build) -> None:
    reply = server.get("/health")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    assert reply.headers["cache-control"] == "no-store"
    served = open_build(build.directory)
    assert json.loads(reply.body) == {
        "status": "ok",
        "version": __version__,
        "build": served.identity,
        "triples": served.manifest["triples"],
        "pages": "with scripts" if ui.version() else ui.PLAIN,
    }


def test_ready(server: Server) -> None:
    reply = server.get("/ready")
    assert (reply.status, reply.headers["cache-control"]) == (200, "no-store")
    assert json.loads(reply.body) == {"status": "ready", "reason": ""}


def test_health_and_figures_while_all_places_are_taken(server: Server) -> None:
    with ThreadPoolExecutor(3) as threads:
        slow = [threads.submit(server.query, f"{RUNAWAY} # {number}") for number in range(3)]
        while not any(one.done() for one in slow):
            assert server.get("/health").status == 200
            assert server.get("/metrics").status == 200
    assert {one.result().status for one in slow} == {503}


def test_not_ready_while_it_stops(app: Flask) -> None:
    draining = Draining(1)
    app.config[operations.STOPPING] = draining.stopping
    client = app.test_client()
    assert client.get("/ready").status_code == 200
    draining.begin(taken_over=True)
    assert client.get("/ready").status_code == 200, "another process answers here"
    draining.begin(taken_over=False)
    reply = client.get("/ready")
    assert (reply.status_code, reply.json) == (503, {"status": "not ready", "reason": "the server is stopping"})
    assert client.get("/health").status_code == 200, "it is alive until it has ended"


def test_not_ready_where_no_worker_answers(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    made = create_app(Settings(build=build.directory, log=False))

    def refuse(*_: object, **__: object) -> None:
        raise Unavailable("time", "the query took too long", None)

    monkeypatch.setattr(services(made).pool, "answer", refuse)
    reply = made.test_client().get("/ready")
    assert reply.status_code == 503
    assert reply.json == {"status": "not ready", "reason": "no worker answers: the query took too long"}
    services(made).pool.close()


def test_ready_while_too_many_wait(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise QueueFull("queue", "too many queries are waiting", 5)

    found = services(app)
    monkeypatch.setattr(found.pool, "answer", refuse)
    assert operations.Readiness(found).trouble() == ""


# ---- figures


def figures(server: Server) -> dict[str, float]:
    """The figures by their names with their labels."""
    reply = server.get("/metrics")
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    found = {}
    for family in text_string_to_metric_families(reply.text):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}"] = sample.value
    return found


def test_requests_are_counted(server: Server) -> None:
    name = "tipgraph_http_requests_total{method=GET,route=/questions/<name>,status=200}"
    before = figures(server)
    assert server.get("/questions/silent-states").status == 200
    assert server.get("/questions/victim-compensation").status == 200
    after = figures(server)
    assert after[name] - before.get(name, 0) == 2
    timed = "tipgraph_http_request_seconds_count{route=/questions/<name>}"
    assert after[timed] - before.get(timed, 0) == 2


@pytest.mark.parametrize(
    ("query", "accept", "outcome"),
    [
        ("ASK { ?s a tip:State }", "*/*", "answered"),
        ("ASK {", "*/*", "malformed"),
        ("ASK { SERVICE <http://127.0.0.1/> {} }", "*/*", "refused"),
        ("DROP ALL", "*/*", "refused"),
        ("ASK {}", "text/turtle", "unacceptable"),
        (f"{RUNAWAY} # counted", "*/*", "time"),
    ],
)
@pytest.mark.parametrize("path", ["/sparql", "/query"])
def test_what_became_of_queries(server: Server, path: str, query: str, accept: str, outcome: str) -> None:
    if path == "/query" and outcome == "unacceptable":
        outcome = "answered"  # a page is one, whatever is accepted
    name = f"tipgraph_queries_total{{outcome={outcome}}}"
    before = figures(server)[name]
    server.get(f"{path}?{urlencode({'query': query})}", Accept=accept)
    assert figures(server)[name] - before == 1


def test_what_is_no_query_is_not_counted_as_one(server: Server) -> None:
    before = {name: value for name, value in figures(server).items() if name.startswith("tipgraph_queries_total")}
    assert server.get("/doc/topic/nothing").status == 404
    assert server.get("/doc/state/AUT", Accept="image/png").status == 406
    assert server.get("/graphs?default", Accept="image/png").status == 406
    assert {name: figures(server)[name] for name in before} == before
    assert not [name for name in figures(server) if name.startswith("tipgraph_queries_total{outcome=}")]


@pytest.mark.parametrize(
    ("method", "path", "media_type", "outcome"),
    [
        ("GET", "/sparql?update=DROP+ALL", "", "refused"),
        ("POST", "/sparql", "application/sparql-update", "refused"),
        ("POST", "/sparql", "application/x-www-form-urlencoded", "malformed"),
        ("POST", "/sparql", "text/plain", "malformed"),
    ],
)
def test_what_became_of_requests_without_a_query(
    server: Server, method: str, path: str, media_type: str, outcome: str
) -> None:
    name = f"tipgraph_queries_total{{outcome={outcome}}}"
    before = figures(server)[name]
    assert server.ask(method, path, b"x=1" if media_type else None, Content_Type=media_type).status >= 400
    assert figures(server)[name] - before == 1


def test_the_cache_in_figures(server: Server) -> None:
    hits, misses = "tipgraph_cache_hits_total{}", "tipgraph_cache_misses_total{}"
    before = figures(server)
    for _ in range(3):
        server.query("SELECT (COUNT(*) AS ?n) { ?s a tip:Body }")
    after = figures(server)
    assert (after[misses] - before[misses], after[hits] - before[hits]) == (1, 2)
    assert after["tipgraph_cache_bytes{}"] > before["tipgraph_cache_bytes{}"]


def test_what_is_served_in_figures(server: Server, build: Build) -> None:
    found = figures(server)
    assert found[f"tipgraph_build_info{{build={build.identity},version={__version__}}}"] == 1
    assert found["tipgraph_triples{}"] == build.manifest["triples"]
    assert [found[f"tipgraph_queries_running{{lane={lane}}}"] for lane in ("fast", "slow", "own")] == [0, 0, 0]
    assert found["tipgraph_queries_waiting{}"] == 0
    assert found["process_resident_memory_bytes{}"] > 0


def test_clients_cannot_make_figures_grow(server: Server) -> None:
    def invent(number: int) -> None:
        server.get(f"/nothing/{number}")
        server.get(f"/questions/{number}")
        server.ask(f"INVENT{number}", f"/nothing/{number}")
        server.ask(f"INVENT{number}", "/sparql")

    invent(0)
    before = figures(server)
    for number in range(1, 20):
        invent(number)
    assert set(figures(server)) == set(before)
    assert "tipgraph_http_requests_total{method=other,route=none,status=405}" in before


def test_a_page_tells_programs_too_which_limit_was_reached(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable("queue", "too many wait", 5)

    monkeypatch.setattr(services(app).pool, "rows", refuse)
    reply = app.test_client().get("/query", query_string={"query": "ASK { # refused\n }"})
    assert (reply.status_code, reply.mimetype) == (503, "text/html")
    assert (reply.headers["Tipgraph-Limit"], reply.headers["Retry-After"]) == ("queue", "5")


# ---- the access log


@pytest.fixture(scope="module")
def log(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Log"]:
    with logged(build, tmp_path_factory.mktemp("log") / "log", log_queries="false") as found:
        yield found


class Log:
    """The lines that a server writes."""

    def __init__(self, server: Server, path: Path) -> None:
        self.server = server
        self.path = path

    def of(self, method: str, path: str, body: bytes | None = None, **headers: str) -> dict[str, object]:
        """Send a request and return its line, which is there before the answer is."""
        before = self.path.stat().st_size
        self.server.ask(method, path, body, **headers)
        lines = self.path.read_bytes()[before:].splitlines(keepends=True)
        assert len(lines) == 1, lines
        assert lines[0].endswith(b"\n")
        assert len(lines[0]) < 4096
        found = json.loads(lines[0])
        assert isinstance(found, dict)
        return found


def logged(build: Build, path: Path, **settings: str) -> "LoggedServer":
    return LoggedServer(build, path, settings)


class LoggedServer:
    """A server whose standard error is a file."""

    def __init__(self, build: Build, path: Path, settings: dict[str, str]) -> None:
        self.path = path
        self.file = path.open("wb")
        self.serving = serving(build.directory, errors=self.file, rate="0", timeout="2", **settings)

    def __enter__(self) -> Log:
        return Log(self.serving.__enter__(), self.path)

    def __exit__(self, *error: object) -> None:
        self.serving.__exit__(None, None, None)
        self.file.close()


def test_a_line_of_the_log(log: Log) -> None:
    line = log.of("GET", f"/sparql?{urlencode({'query': 'ASK { ?s a tip:State }'})}", User_Agent="tests/1.0")
    when = datetime.fromisoformat(str(line.pop("time")))
    assert when.utcoffset() == timedelta(0)
    assert isinstance(line.pop("milliseconds"), float)
    assert line == {
        "client": "127.0.0.1",
        "method": "GET",
        "path": "/sparql",
        "status": 200,
        "bytes": 26,
        "agent": "tests/1.0",
        "cache": "miss",
    }


def test_the_log_says_where_an_answer_came_from(log: Log) -> None:
    path = "/questions/silent-states.csv"
    assert log.of("GET", path)["cache"] == "miss"
    assert log.of("GET", path)["cache"] == "hit"
    tag = log.server.get(path).headers["etag"]
    line = log.of("GET", path, If_None_Match=tag)
    assert (line["status"], line["bytes"], line["cache"]) == (304, 0, "client")
    assert log.of("HEAD", path)["bytes"] == 0


def test_the_log_says_which_limit_was_reached(log: Log) -> None:
    line = log.of("GET", f"/sparql?{urlencode({'query': RUNAWAY})}")
    assert (line["status"], line["limit"]) == (503, "time")


SECRET = "ASK { # my secret\n }"


@pytest.mark.parametrize(
    ("method", "path", "body", "media_type"),
    [
        ("GET", f"/sparql?{urlencode({'query': SECRET})}", None, ""),
        ("GET", f"/query?{urlencode({'query': SECRET})}", None, ""),
        ("POST", "/sparql", urlencode({"query": SECRET}).encode(), FORM),
        ("POST", "/sparql", SECRET.encode(), QUERY),
    ],
    ids=["get", "page", "form", "direct"],
)
def test_queries_are_logged_only_if_asked(
    log: Log, queries: Log, method: str, path: str, body: bytes | None, media_type: str
) -> None:
    headers = {"Content_Type": media_type} if media_type else {}
    assert "secret" not in json.dumps(log.of(method, path, body, **headers))
    assert queries.of(method, path, body, **headers)["query"] == SECRET


@pytest.fixture(scope="module")
def queries(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with logged(build, tmp_path_factory.mktemp("queries") / "log", log_queries="true") as found:
        yield found


def test_a_query_that_is_too_large_is_refused_whether_it_is_logged_or_not(queries: Log) -> None:
    body = urlencode({"query": "ASK {} #" + "x" * 300_000}).encode()
    line = queries.of("POST", "/sparql", body, Content_Type=FORM)
    assert (line["status"], "query" in line) == (413, False)


@pytest.mark.parametrize(
    "forged",
    [
        '\n{"status":200}',
        '\r\n{"status":200}',
        "\u2028{}",
        "\u0085{}",
        "\x1b[2J",
        "\x9b2J",
        '"}{"',
        "\\",
    ],
)
def test_no_client_forges_a_line(log: Log, forged: str) -> None:
    line = log.of("GET", f"/doc/{quote(forged)}")
    assert line["path"] == f"/doc/{forged}"[: access_log.LONGEST["path"]]
    raw = log.path.read_bytes()
    assert not set(raw) & {*range(10), *range(11, 32), *range(127, 256)}


def test_a_line_is_short_whatever_is_in_it(log: Log) -> None:
    """Log.of looks at the length of the line."""
    path = "/doc/" + "\U0001f600" * 400
    line = log.of("GET", f"/doc/{quote(path[5:])}", User_Agent="\xe9" * 5000)
    assert path.startswith(str(line["path"]))
    assert len(str(line["path"])) > 200


def test_what_a_client_sends_is_cut(log: Log) -> None:
    line = log.of("INVENTED" * 10, f"/doc/{'x' * 5000}", User_Agent="\xe9" * 5000)
    assert len(str(line["method"])) == 20
    assert len(str(line["path"])) == 300
    assert line["agent"] == "\xe9" * 150


def test_the_log_can_be_switched_off(build: Build, tmp_path: Path) -> None:
    with logged(build, tmp_path / "log", log="false") as found:
        assert found.server.get("/health").status == 200
        assert found.path.read_bytes() == b""


# ---- how often a client may ask


def test_a_client_that_asks_too_often(build: Build) -> None:
    with serving(build.directory, rate="5") as running:
        for _ in range(5):
            assert running.query("ASK {}").status == 200
        reply = running.query("ASK {}")
        assert (reply.status, reply.headers["tipgraph-limit"]) == (429, "rate")
        seconds = int(reply.headers["retry-after"])
        assert 1 <= seconds <= 60
        assert reply.text == (
            f"more than 5 requests came from your address in a minute: ask again in {seconds} seconds\n"
        )
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["access-control-allow-origin"] == "*", "a script is told why"
        for path in ("/health", "/ready", "/metrics"):
            assert running.get(path).status == 200, path
        assert running.get("/", X_Forwarded_For="192.0.2.7").status == 429, "whoever it says it is"


def test_a_client_may_ask_again_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("tipgraph.web.rate_limit.time.monotonic", lambda: now)
    limit = RateLimit(3)
    assert [limit.wait("192.0.2.1") for _ in range(4)] == [0, 0, 0, 60]
    assert limit.wait("192.0.2.2") == 0, "each client is counted alone"
    now += 59.5
    assert limit.wait("192.0.2.1") == 1
    now += 0.5
    assert [limit.wait("192.0.2.1") for _ in range(4)] == [0, 0, 0, 60]


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::", "2001:db8:1:2::"),
        ("2001:db8:1:3::6", "2001:db8:1:3::"),
        ("fe80::1%eth0", "fe80::"),
        ("localhost", "localhost"),
    ],
)
def test_who_is_one_client(address: str, client: str) -> None:
    assert client_of(address) == client


def test_many_clients_take_bounded_memory() -> None:
    limit = RateLimit(1)
    first = int(ipaddress.IPv6Address("2001:db8::"))
    for number in range(MOST_CLIENTS + 1000):
        assert limit.wait(str(ipaddress.IPv6Address(first + (number << 64)))) == 0
    assert limit.clients == MOST_CLIENTS
    assert limit.wait(str(ipaddress.IPv6Address(first + (MOST_CLIENTS << 64)))) > 0


# ---- headers


SECURITY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "server": "tipgraph",
}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("HEAD", "/"),
        ("OPTIONS", "/sparql"),
        ("GET", "/sparql"),
        ("GET", "/nothing"),
        ("GET", "/static/style.css"),
        ("GET", "/id/state/AUT"),
        ("GET", "/health"),
        ("GET", "/openapi.json"),
        ("DELETE", "/"),
    ],
)
def test_security_headers(server: Server, method: str, path: str) -> None:
    headers = server.ask(method, path).headers
    assert {name: headers.get(name) for name in SECURITY} == SECURITY
    assert "strict-transport-security" not in headers, "it is not reached by https"


def test_https_is_kept_where_it_is_used(build: Build) -> None:
    with serving(build.directory, base="https://example.org/") as running:
        assert running.get("/health").headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "INVENTED"])
@pytest.mark.parametrize("path", ["/", "/sparql", "/query", "/health", "/doc/state/AUT", "/static/style.css"])
def test_methods_that_are_refused(server: Server, method: str, path: str) -> None:
    reply = server.ask(method, path)
    assert reply.status == 405
    assert {"GET", "HEAD", "OPTIONS"} <= set(reply.headers["allow"].split(", "))
    assert not {"TRACE", "PUT", "DELETE"} & set(reply.headers["allow"].split(", "))


def test_a_preflight_names_the_methods_that_there_are(server: Server) -> None:
    reply = server.ask("OPTIONS", "/sparql", Origin="https://example.org", Access_Control_Request_Method="POST")
    assert set(reply.headers["access-control-allow-methods"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert reply.headers["access-control-max-age"] == "86400"
    assert "retry-after" in reply.headers["access-control-expose-headers"].lower()


def test_an_error_that_nobody_foresaw(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret of the machine")

    monkeypatch.setattr(services(app).pool, "answer", broken)
    client = app.test_client()
    reply = client.get("/questions/silent-states.json")
    assert reply.status_code == 500
    assert reply.text == (
        "the server met an error that nobody foresaw; please report it, with the address you asked for\n"
    )
    page = client.get("/questions/silent-states.json", headers={"Accept": "text/html"})
    assert page.content_type == "text/html; charset=utf-8"
    assert not re.search("Traceback|Zero|secret", reply.text + page.text)
    for name, value in SECURITY.items():
        assert name == "server" or page.headers[name] == value


def test_the_documentation_names_every_figure_and_every_field_of_the_log(server: Server, log: Log) -> None:
    text = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    families = {family.name for family in text_string_to_metric_families(server.get("/metrics").text)}
    documented = {name.removesuffix("_total") for name in re.findall(r"`(tipgraph_\w+)`", text)}
    assert {name for name in families if not name.startswith("process_")} == documented
    (line,) = re.findall(r"```json\n(.*)\n```", text)
    fields = log.of("GET", f"/sparql?{urlencode({'query': f'{RUNAWAY} # documented'})}")
    assert list(json.loads(line)) == list(fields)
