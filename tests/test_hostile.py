"""Whatever is sent: no fault of the server, no way out of it or into its files, and the next one is answered."""

import gzip
import http.client
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, quote_from_bytes, urlencode

import hypothesis
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from tests import thorough
from tests.server import Server, serving
from tipgraph.dataset.build import Build, write_build
from tipgraph.record import Record

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
PATIENCE = 60
"""Seconds after which an answer counts as a hang: far above every limit of these servers."""


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Server]:
    with serving(build.directory, timeout="2", rate="0", memory="400") as running:
        yield running


def still_answers(server: Server) -> None:
    reply = server.query("ASK { ?s a tip:State }")
    assert (reply.status, reply.body) == (200, b'{"head":{},"boolean":true}')


def faults(server: Server) -> list[str]:
    """The lines of the metrics that count a 500."""
    return [line for line in server.get("/metrics").text.splitlines() if 'status="500"' in line]


# ---- a thousand malformed requests


def exchange(server: Server, sent: bytes, *, ended: bool) -> int | None:
    """Send bytes and read to the end of the connection; return the status of the first answer, if there is any."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        received = b""
        try:
            connection.sendall(sent)
            if ended:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                received += piece
        except ConnectionError:
            pass  # it may close while bytes are on the way
    if not received:
        return None
    first = re.match(rb"HTTP/1\.[01] (\d{3}) [\x20-\x7e]+\r\n", received)
    assert first, received[:200]
    status = int(first[1])
    assert status != 500, received
    assert b"Traceback" not in received
    return status


def examples(number: int) -> hypothesis.settings:
    return hypothesis.settings(max_examples=thorough.examples(number), suppress_health_check=list(HealthCheck))


PATHS = st.sampled_from(
    [
        "/",
        "/sparql",
        "/graphs",
        "/graph/",
        "/id/",
        "/doc/",
        "/questions/",
        "/query",
        "/static/",
        "/.well-known/",
        "//",
        "*",
    ]
)
METHODS = st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT", "TRACE", "CONNECT", "get", "G\x00T", ""])
LATIN = st.text(st.characters(max_codepoint=255), max_size=60).map(lambda text: text.encode("latin-1"))
HEADERS = st.sampled_from(
    [
        *("Accept", "Accept-Encoding", "Accept-Charset", "Content-Type", "Content-Length", "Content-Encoding", "Host"),
        *("If-None-Match", "If-Match", "If-Modified-Since", "Range", "Origin", "Transfer-Encoding", "Expect", "Cookie"),
        *("Connection", "X-Forwarded-For", "Forwarded", "Authorization", "User-Agent", "Upgrade", "TE", ""),
    ]
)
VALUES = st.one_of(
    LATIN,
    st.sampled_from(
        [
            *(b"*/*;q=2", b"text/html;q=", b'text/turtle;profile="', b"*/*, " * 500, b"/", b";;;", b"gzip;q=a, br;;"),
            *(b"chunked", b"chunked, chunked", b"identity", b"0", b"-1", b"99999999999999999999", b"+5", b"1e3"),
            *(b'"', b'W/"', b"*", b'"a", "b', b"bytes=0-", b"bytes=5-1", b"100-continue", b"multipart/form-data"),
            *(b"multipart/form-data; boundary=", b"application/sparql-query; charset=utf-99", b"a" * 9000),
            *(b"application/x-www-form-urlencoded; charset=\xff", b"<script>alert(1)</script>", b"[::1", b"a:b:c"),
        ]
    ),
)
NAMES = st.one_of(
    st.sampled_from(
        [b"query", b"default-graph-uri", b"named-graph-uri", b"format", b"graph", b"default", b"update", b"page"]
    ),
    st.binary(max_size=8),
)


@given(st.binary(max_size=3000))
@example(b"GET / HTTP/9.9\r\n\r\n")
@example(b"GET http://[ HTTP/1.1\r\n\r\n")
@example(b"\r\n" * 500)
@examples(200)
def test_bytes_that_are_no_request(server: Server, sent: bytes) -> None:
    exchange(server, sent, ended=True)


@given(METHODS, PATHS, LATIN, st.lists(st.tuples(HEADERS, VALUES), max_size=6), LATIN)
@examples(400)
def test_requests_that_are_not_right(
    server: Server, method: str, path: str, tail: bytes, headers: list[tuple[str, bytes]], body: bytes
) -> None:
    lines = [f"{method} {path}".encode("latin-1") + tail + b" HTTP/1.1", b"Host: localhost"]
    lines += [name.encode() + b": " + value for name, value in headers]
    exchange(server, b"\r\n".join([*lines, b"Connection: close", b"", body]), ended=True)


@given(PATHS, st.binary(max_size=60), st.lists(st.tuples(NAMES, st.binary(max_size=40)), max_size=5))
@examples(200)
def test_addresses_that_are_not_right(
    server: Server, path: str, tail: bytes, parameters: list[tuple[bytes, bytes]]
) -> None:
    query = "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in parameters)
    target = f"{quote(path)}{quote_from_bytes(tail, safe='/.;@')}?{query}"
    sent = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert exchange(server, sent.encode("ascii"), ended=False) is not None


PIECES = st.sampled_from(
    [
        *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "FROM", "NAMED", "GRAPH", "SERVICE", "SILENT", "UNION"),
        *("OPTIONAL", "MINUS", "FILTER", "BIND", "VALUES", "GROUP BY", "ORDER BY", "LIMIT", "OFFSET", "NOT EXISTS"),
        *("{", "}", "(", ")", "[", "]", "<", ">", ".", ";", ",", "*", "+", "?", "^", "|", "/", "!", "a", "?x", "_:b"),
        *(
            "<urn:a>",
            "tip:State",
            "'x'",
            '"""',
            "'''",
            "\\u0000",
            "\\",
            "#",
            "@en",
            "^^",
            "1e",
            "-1",
            "0x",
            "\x00",
            "\ufffe",
        ),
        *("PREFIX", "BASE", "PREFIX a: <b>", "INSERT DATA", "LOAD", "DROP", "REGEX(?x, '(')", "10000000000000000000"),
    ]
)
BODIES = st.one_of(
    st.lists(PIECES, max_size=25).map(lambda pieces: " ".join(pieces).encode("utf-8")),
    st.binary(max_size=200),
    st.text(max_size=60).map(lambda text: f"ASK {{ ?s ?p '{text}' }}".encode("utf-8", "surrogatepass")),
)


@given(BODIES, st.sampled_from([FORM, QUERY, f"{QUERY}; charset=latin-1", "text/plain", "", "\xff"]))
@examples(200)
def test_queries_that_are_not_right(server: Server, body: bytes, media_type: str) -> None:
    if media_type == FORM:
        body = b"query=" + quote_from_bytes(body).encode("ascii")
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {media_type}\r\n"
    sent = head.encode("latin-1") + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
    assert exchange(server, sent, ended=False) is not None


def test_after_all_that(server: Server) -> None:
    still_answers(server)
    assert faults(server) == []


# ---- no way out: nothing is fetched, no file is read


@contextmanager
def listener() -> Iterator[socket.socket]:
    """Another service on this machine, which nobody is to reach through ours."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening
        with pytest.raises(BlockingIOError):
            listening.accept()


REACHING = [
    "SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND (<{address}> AS ?service) SERVICE ?service {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?service {{ <{address}> }} {{ SELECT * {{ SERVICE SILENT ?service {{ ?s ?p ?o }} }} }} }}",
    "ASK {{ FILTER NOT EXISTS {{ SERVICE <{address}> {{ ?s ?p ?o }} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
    "BASE <{address}> ASK {{ SERVICE <> {{}} }}",
    "PREFIX x: <{address}> ASK {{ SERVICE x: {{}} }}",
    "LOAD <{address}>",
    "LOAD SILENT <{address}> INTO GRAPH <urn:g>",
    "SELECT * FROM <{address}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <{address}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{address}>",
]


@pytest.mark.parametrize("query", REACHING)
def test_no_query_reaches_out(server: Server, query: str) -> None:
    with listener() as listening:
        port = listening.getsockname()[1]
        for address in (f"http://127.0.0.1:{port}/", f"http://localhost:{port}/", "file:///etc/passwd"):
            text = query.format(address=address)
            replies = [
                server.query(text),
                server.query(text, Accept="text/html"),
                server.ask("POST", "/sparql", text.encode(), Content_Type=QUERY),
                server.ask("POST", "/sparql", urlencode({"query": text}).encode(), Content_Type=FORM),
                server.get(f"/query?{urlencode({'query': text})}"),
            ]
            refused = "SERVICE" in query or "LOAD" in query
            assert {reply.status for reply in replies} <= ({400, 403} if refused else {200})
            assert not any(b"root:" in reply.body for reply in replies)


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri", "graph", "update", "using-graph-uri"])
def test_no_parameter_reaches_out(server: Server, name: str) -> None:
    with listener() as listening:
        port = listening.getsockname()[1]
        for address in (f"http://127.0.0.1:{port}/", "file:///etc/passwd", "/etc/passwd", "../../etc/passwd"):
            for path in ("/sparql", "/graphs", "/query"):
                reply = server.get(f"{path}?{urlencode({'query': 'SELECT * { ?s ?p ?o } LIMIT 1', name: address})}")
                assert reply.status in {200, 400, 403, 404}
                assert b"root:" not in reply.body


CLIMBS = [
    "../../../../../../etc/passwd",
    "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5c..%5cetc%5cpasswd",
    "..%252f..%252f..%252fetc%252fpasswd",
    "%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
    "....//....//etc/passwd",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "style.css%00.html",
    "./style.css/../../pages.py",
    "..%2fpages.py",
    "~root/.profile",
    "file:///etc/passwd",
    "C:%5cwindows%5cwin.ini",
]
FOLDERS = [
    *("/", "/static/", "/doc/", "/id/", "/graph/", "/questions/", "/dumps/", "/.well-known/", "/static/../"),
    *("/doc/state/", "/graph/curated/", "//", "/questions/silent-states."),
]


@pytest.mark.parametrize("climb", CLIMBS)
@pytest.mark.parametrize("folder", FOLDERS)
def test_no_path_leads_to_a_file(server: Server, folder: str, climb: str) -> None:
    reply = server.get(folder + climb)
    assert reply.status in {303, 400, 404}
    assert not re.search(rb"root:|import |\[fonts\]", reply.body)
    assert re.match(r"/doc/|$", reply.headers.get("location", ""))


# ---- nothing that is sent comes back as more than text


INJECTED = "%0d%0aSet-Cookie:%20stolen=1%0d%0a%0d%0a<script>alert(1)</script>"


@pytest.mark.parametrize(
    "path",
    [
        "/{}",
        "/id/state/{}",
        "/doc/state/AUT{}",
        "/doc/state/AUT.{}",
        "/graph/{}",
        "/graph/ontology.{}",
        "/graphs?graph={}",
        "/graphs?graph=urn:a{}",
        "/graphs?default={}",
        "/questions/{}",
        "/questions/silent-states.{}",
        "/static/{}",
        "/query?query={}",
        "/query?{}=1",
        "/sparql?query={}",
        "/sparql?{}=1",
        "/sparql?query=ASK%7B%7D&format={}",
        "/sparql?query=ASK%7B%7D&default-graph-uri={}",
        "/sparql?query=ASK%7B%7D&default-graph-uri=urn:a{}",
        "/.well-known/void?format={}",
        "/.well-known/{}",
        "/dumps/{}",
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/plain", "*/*"])
def test_nothing_is_injected(server: Server, path: str, accept: str) -> None:
    reply = server.get(path.format(INJECTED), Accept=accept)
    assert reply.status in {200, 303, 400, 404, 406}
    assert "set-cookie" not in reply.headers
    for value in reply.headers.values():
        assert not re.search(r"[\r\n<]script", value)
    if reply.headers["content-type"].startswith("text/html"):
        assert "<script" not in reply.others
    else:
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert b"\r" not in reply.body, "a control character is written as one"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Host", 'localhost"><script>alert(1)</script>'),
        ("Host", "evil.example/<script>"),
        ("X_Forwarded_Host", "evil.example"),
        ("X_Forwarded_Prefix", "/<script>"),
        ("X_Original_URL", "/<script>"),
        ("Forwarded", "host=evil.example;proto=https"),
        ("Referer", "https://evil.example/<script>"),
        ("User_Agent", "<script>alert(1)</script>"),
        ("Origin", "https://evil.example/<script>"),
        ("Content_Type", "<script>alert(1)</script>"),
        ("Accept", "text/html;<script>"),
        ("Cookie", "a=<script>"),
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/query?query=ASK%20%7B%7D", "/nothing", "/questions/silent-states", "/.well-known/void"]
)
def test_no_header_comes_back_as_markup(server: Server, path: str, name: str, value: str) -> None:
    reply = server.get(path, **{"Accept": "text/html", name: value})
    # A Host that is none may be refused (RFC 9112, section 3.2): nobody can say where such a server is.
    assert reply.status in ({200, 400, 404} if name == "Host" else {200, 404})
    assert "<script" not in reply.others
    if name != "Host":
        assert b"evil.example" not in reply.body


SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def scripted(small: Record, tmp_path: Path) -> Iterator[Server]:
    """A server of a record with a script in every literal that a page may show, and in the IRIs that may have one."""
    with (small.root / "data" / "curated" / "status.ttl").open("a", encoding="utf-8") as file:
        file.write(
            f"<document/report/14> rdfs:label '''{SCRIPT}'''@en ; tip:text '''{SCRIPT}''' ; rdfs:comment '''\">{SCRIPT}''' ;\n"
            f"  rdfs:seeAlso <javascript:alert(1)> , <data:text/html,%3Cscript%3E> ; tip:statedIn <person/%3Cscript%3E> .\n"
            f"<state/AUT> a tip:State ; rdfs:label '''{SCRIPT}'''@en .\n"
        )
    (small.root / "queries" / "02-script.rq").write_text(
        f"# title: What is {SCRIPT}?\n# answers: {SCRIPT}, one row.\n"
        f"SELECT ?thing ?text {{ ?thing tip:text ?text }} # {SCRIPT}\n",
        encoding="utf-8",
    )
    write_build(small, tmp_path / "scripted")
    with serving(tmp_path / "scripted", "--record", str(small.root), rate="0") as running:
        yield running


def test_a_script_in_the_data_is_text_on_every_page(scripted: Server) -> None:
    """Every page that a link leads to, from the first one on."""
    things = quote("SELECT * { ?s ?p ?o }")
    waiting, seen, shown = ["/", f"/query?query={things}", f"/sparql?query={things}", "/.well-known/void"], set(), 0
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        reply = scripted.get(path, Accept="text/html")
        if reply.status == 303:
            waiting.append(reply.headers["location"])
        if not reply.headers["content-type"].startswith("text/html"):
            continue
        data = r'<script type="application/ld\+json">[^<]*</script>'
        assert "<script" not in re.sub(data, "", reply.others), path
        assert not re.search(r"(?:href|src|action)=[\"']?\s*(?:javascript|data):", reply.text), path
        shown += "&lt;script&gt;alert" in reply.text
        for link in re.findall(r'(?:href|action|src)="([^"]+)"', reply.text):
            local = re.sub(rf"^http://127\.0\.0\.1:{scripted.port}", "", link.replace("&amp;", "&"))
            if local.startswith("/"):
                waiting.append(local.partition("#")[0])
    assert shown >= 5, "the first page, the question, its query, two answers and the thing show it"
    assert {"/", "/query", "/questions/02-script", "/questions/script"} & seen
    assert any(path.startswith("/doc/document/report/14") for path in seen)


# ---- clients that are slow, or do not read


def connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)


def test_half_a_request_holds_up_nobody(server: Server) -> None:
    with ExitStack() as opened:
        for number in range(300):
            connection = opened.enter_context(connect(server))
            connection.sendall(
                [b"", b"GET /sparql?query=ASK", b"POST /sparql HTTP/1.1\r\nContent-Length: 99\r\n\r\nx"][number % 3]
            )
        for _ in range(5):
            still_answers(server)


def test_who_does_not_read_holds_up_nobody(build: Build) -> None:
    """Each asks for more than is kept for it, again and again on one connection, and takes nothing of it."""
    large = urlencode({"query": "SELECT * { ?s ?p ?o }"})
    asked = f"GET /sparql?{large}&format=xml HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 12
    with serving(build.directory, rate="0", workers="1", slow="1", queue="1", result="10", cache="100") as running:
        assert len(running.get(f"/sparql?{large}&format=xml").body) > 4_000_000
        with ExitStack() as opened:
            for _ in range(30):
                connection = opened.enter_context(connect(running))
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                connection.sendall(asked)
            time.sleep(2)
            for path in ("/health", "/", "/questions/silent-states"):
                assert running.get(path).status == 200
            still_answers(running)
        still_answers(running)


def test_a_dump_that_is_larger_than_an_answer_may_be(build: Build) -> None:
    dump = build.quads.read_bytes()
    assert len(dump) > 2_000_000
    with serving(build.directory, rate="0", workers="1", slow="1", queue="1", result="1") as running:
        reply = running.get("/dumps/named-graphs.nq")
        assert (reply.status, reply.body) == (200, dump)
        assert reply.headers["content-length"] == str(len(dump))
        assert running.ask("HEAD", "/dumps/named-graphs.nq").headers["content-length"] == str(len(dump))
        assert running.get("/dumps/named-graphs.nq", If_None_Match=reply.headers["etag"]).status == 304
        with ExitStack() as opened:
            for _ in range(30):
                connection = opened.enter_context(connect(running))
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                connection.sendall(b"GET /dumps/named-graphs.nq HTTP/1.1\r\nHost: localhost\r\n\r\n" * 5)
            time.sleep(1)
            still_answers(running)


def test_a_dump_that_is_larger_than_an_answer_may_be_is_not_compressed(build: Build) -> None:
    dump = build.quads.read_bytes()
    with serving(build.directory, rate="0", workers="1", slow="1", queue="1", result="1") as running:
        plain = running.get("/dumps/named-graphs.nq")
        for method in ("GET", "HEAD"):
            reply = running.ask(method, "/dumps/named-graphs.nq", Accept_Encoding="gzip")
            assert reply.body == (dump if method == "GET" else b"")
            assert "content-encoding" not in reply.headers
            for name in ("etag", "content-length", "vary"):
                assert reply.headers[name] == plain.headers[name]
    with serving(build.directory, rate="0", workers="1", slow="1", queue="1", result="500") as running:
        reply = running.get("/dumps/named-graphs.nq", Accept_Encoding="gzip")
        assert (reply.headers["content-encoding"], gzip.decompress(reply.body)) == ("gzip", dump)
        reply = running.get("/dumps/named-graphs.nq")
        assert ("content-encoding" in reply.headers, reply.body) == (False, dump)


def test_who_reads_slowly_gets_all(server: Server) -> None:
    path = f"/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o }'})}"
    whole = server.get(path).body
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", path)
    response = connection.getresponse()
    read = b""
    while piece := response.read(500_000):
        read += piece
        time.sleep(0.05)
    connection.close()
    assert read == whole


# ---- queries without end


def post(server: Server, query: str, seconds: float = PATIENCE) -> tuple[int, str]:
    began = time.monotonic()
    reply = server.ask("POST", "/sparql", query.encode(), Content_Type=QUERY)
    assert time.monotonic() - began < seconds, "it did not end at its limit"
    return reply.status, reply.headers.get("tipgraph-limit", "")


TIMES = "{ SELECT ?%s { ?%s ?p%s ?o%s } LIMIT 1000 }"
MILLION = " ".join(TIMES % ((name,) * 4) for name in "ab")
HEAVY = {
    "a cross join": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a cross join that returns": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "a million rows sorted": f"SELECT * {{ {MILLION} }} ORDER BY DESC(CONCAT(STR(?b), STR(?a))) LIMIT 3",
    "a million groups": f"SELECT (COUNT(*) AS ?n) {{ SELECT ?a ?b (COUNT(*) AS ?m) {{ {MILLION} }} GROUP BY ?a ?b }}",
    "a million distinct": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {MILLION} }}",
    "any path": "SELECT (COUNT(*) AS ?n) { ?a (!tip:none)* ?b }",
    "paths of paths": "SELECT (COUNT(*) AS ?n) { ?a ((((!tip:a)+/(!tip:b)*)+)*/((!tip:c|^!tip:d)*)+)* ?b }",
    "a long path": "SELECT (COUNT(*) AS ?n) { ?a " + "/".join(["!tip:none"] * 3000) + " ?b }",
    "a path of parentheses": "ASK { ?a " + "(" * 30_000 + "tip:text" + ")*" * 30_000 + " ?b }",
    "many optionals": "SELECT * { ?a ?b ?c " + "".join(f"OPTIONAL {{ ?a ?p{n} ?o{n} }} " for n in range(500)) + "}",
    "many unions": "SELECT (COUNT(*) AS ?n) { " + " UNION ".join(["{ ?a ?b ?c }"] * 5000) + " }",
    "many braces": "ASK " + "{" * 60_000 + "}" * 60_000,
    "many filters": "ASK { ?a ?b ?c FILTER (" + "!" * 100_000 + "?c) }",
    "a huge sum": "SELECT (" + "+".join(["1"] * 60_000) + " AS ?n) {}",
    "a huge list": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER (?o IN (" + ",".join(map(str, range(40_000))) + ")) }",
    "huge values": "SELECT (COUNT(*) AS ?n) { VALUES ?o { " + " ".join(map(str, range(40_000))) + " } ?s ?p ?o }",
    "many prefixes": "".join(f"PREFIX p{n}: <urn:{n}> " for n in range(9000)) + "ASK {}",
    "a text that grows": "SELECT (STRLEN(?h) AS ?n) { BIND ('xxxxxxxxxx' AS ?a) "
    + " ".join(
        f"BIND (CONCAT({','.join([f'?{one}'] * 10)}) AS ?{two})" for one, two in zip("abcdefg", "bcdefgh", strict=True)
    )
    + " }",
    "a text that is replaced": "SELECT (STRLEN(REPLACE(REPLACE(REPLACE(GROUP_CONCAT(?o), '.', '$0$0$0$0$0$0$0$0'), '.', "
    "'$0$0$0$0$0$0$0$0'), '.', '$0$0$0$0$0$0$0$0')) AS ?n) { ?s tip:text ?o }",
}
REGEXES = [
    "(a+)+$",
    "(a|a)*$",
    "(a|aa)+$",
    "(.*)*x",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(a{1000}){1000}",
    "\\\\p{L}{9999}",
    "(" * 9000,
]


@pytest.mark.parametrize("query", thorough.some(list(HEAVY.values()), 3), ids=thorough.some(list(HEAVY), 3))
def test_a_heavy_query_ends_at_its_limit(server: Server, query: str) -> None:
    status, limit = post(server, query)
    assert (status, limit) in {(200, ""), (400, ""), (422, "result"), (503, "time"), (503, "memory")}
    still_answers(server)


@pytest.mark.parametrize(
    ("name", "limits"), [("a cross join", {"time", "memory"}), ("a cross join that returns", {"result", "time"})]
)
def test_what_can_have_no_answer_has_none(server: Server, name: str, limits: set[str]) -> None:
    assert post(server, HEAVY[name])[1] in limits


NUMBERS = [f"'{number}'" for number in range(27_000)]
LONG = {
    "a huge list": "SELECT ?s { ?s tip:isoAlpha3 ?o FILTER (?o IN (" + ",".join(NUMBERS) + ", 'AUT')) }",
    "huge values": "SELECT ?s { VALUES ?o { " + " ".join(NUMBERS) + " 'AUT' } ?s tip:isoAlpha3 ?o }",
    "a long comment": "SELECT ?s { ?s tip:isoAlpha3 'AUT' } # " + "x" * 230_000,
    "a long text": "SELECT ?s { ?s tip:isoAlpha3 ?o FILTER (?o = 'AUT' && ?o != '" + "x" * 230_000 + "') }",
}


@pytest.mark.parametrize("query", LONG.values(), ids=LONG.keys())
def test_what_is_only_long_is_answered(server: Server, query: str) -> None:
    assert 200_000 < len(query) < 256_000
    reply = server.ask("POST", "/sparql", query.encode(), Content_Type=QUERY, Accept="text/csv")
    assert (reply.status, reply.text) == (200, "s\r\nhttps://w3id.org/tipgraph/id/state/AUT\r\n")


@pytest.mark.parametrize("pattern", REGEXES)
@pytest.mark.parametrize("function", ["REGEX(?o, '{}')", "REPLACE(?o, '{}', 'x') = 'y'"])
def test_no_regular_expression_goes_on_for_ever(server: Server, function: str, pattern: str) -> None:
    text = "a" * 50_000 + "!"
    query = f"SELECT * {{ VALUES ?o {{ '{text}' }} FILTER ({function.format(pattern)}) }}"
    status, limit = post(server, query)
    assert (status, limit) in {(200, ""), (400, ""), (503, "time"), (503, "memory")}
    still_answers(server)


@pytest.mark.parametrize("size", [300_000, 10_000_000])
def test_a_query_of_many_bytes(server: Server, size: int) -> None:
    query = b"ASK { } # " + b"x" * size
    reply = server.ask("POST", "/sparql", query, Content_Type=QUERY)
    assert (reply.status, reply.text) == (413, "the request is larger than 256,000 bytes: send a shorter query\n")
    reply = server.ask("POST", "/sparql", b"query=" + query, Content_Type=FORM)
    assert reply.status == 413
    still_answers(server)


def test_an_address_of_many_bytes(server: Server) -> None:
    query = urlencode({"query": "ASK { } # " + "x" * 10_000_000})
    status = exchange(server, f"GET /sparql?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), ended=False)
    assert status in {414, 431, None}, "it may be closed before all is sent"
    still_answers(server)


def test_no_fault_was_met(server: Server) -> None:
    assert faults(server) == []
