"""What is asked for again: entity tags, 304, the cache, one evaluation for many, and fewer bytes on the way."""

import gzip
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import brotli
import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from tests.server import Reply, Server, serving
from tipgraph.dataset.build import Build, write_build
from tipgraph.errors import MalformedError
from tipgraph.query.words import _first_word, first_word
from tipgraph.record import Record
from tipgraph.web.cache import AnswerCache, key_of
from tipgraph.web.compression import _kept_coding, choose_coding
from tipgraph.web.paths import _kept_path, local
from tipgraph.web.pool import ClientLeft, Unavailable
from tipgraph.web.worker import Reply as Answer

STATES = "SELECT ?state ?code { ?state a tip:State ; tip:isoAlpha3 ?code } ORDER BY ?code LIMIT 100"
FEW = "SELECT ?code { ?state a tip:State ; tip:isoAlpha3 ?code } ORDER BY ?code LIMIT 3"
RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a = ?i && ?b = ?d && ?c = ?g) }"
FORM = "application/x-www-form-urlencoded"
PATHS = {
    "a query": f"/sparql?{urlencode({'query': STATES})}",
    "a page of a query": f"/query?{urlencode({'query': STATES})}",
    "the first page": "/",
    "a question": "/questions/silent-states",
    "a download": "/questions/silent-states.csv",
    "a style sheet": "/static/style.css",
    "the description of the addresses": "/openapi.json",
}


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Server]:
    with serving(build.directory, timeout="2", rate="0", max_age="7") as running:
        yield running


def figure(server: Server, name: str) -> float:
    """One figure of the metrics, by its name with its labels."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", server.get("/metrics").text, re.MULTILINE)
    assert found, f"no figure {name}"
    return float(found[1])


def evaluations(server: Server) -> float:
    return figure(server, "tipgraph_cache_misses_total")


# ---- entity tags (RFC 9110, sections 8.8.3 and 13.1)


def test_a_tag_stands_for_the_query_and_its_form(server: Server) -> None:
    first, again = server.query(STATES), server.query(STATES)
    assert re.fullmatch('"[0-9a-f]{32}"', first.headers["etag"])
    assert first.headers["etag"] == again.headers["etag"]
    assert first.body == again.body
    others = {server.query(FEW).headers["etag"], server.query(STATES, Accept="text/csv").headers["etag"]}
    assert len(others | {first.headers["etag"]}) == 3


def test_a_tag_outlives_the_server_and_not_the_data(small: Record, tmp_path: Path) -> None:
    def tag() -> str:
        with serving(tmp_path / "built", "--record", str(small.root)) as running:
            return running.query("ASK {}").headers["etag"]

    write_build(small, tmp_path / "built")
    first = tag()
    assert tag() == first
    with (small.root / "data" / "curated" / "status.ttl").open("a", encoding="utf-8") as file:
        file.write("<event/another> a tip:StatusEvent .\n")
    write_build(small, tmp_path / "built")
    assert tag() != first


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("known", ["{tag}", "W/{tag}", '"other", {tag}', '"a,b" , W/"c", W/{tag}', "*"])
def test_what_the_client_has_is_not_sent_again(server: Server, path: str, method: str, known: str) -> None:
    whole = server.get(path)
    assert whole.status == 200
    reply = server.ask(method, path, If_None_Match=known.format(tag=whole.headers["etag"]))
    assert (reply.status, reply.body) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert reply.headers[name] == whole.headers[name]


@pytest.mark.parametrize("known", ['"other"', 'W/"other"', "nonsense", '"', ",", ""])
def test_what_the_client_has_not_is_sent(server: Server, known: str) -> None:
    assert server.query(STATES, If_None_Match=known).status == 200


def test_what_the_client_has_is_not_evaluated(build: Build) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s a tip:Provision }"
    with serving(build.directory) as running:
        tag = running.query(query).headers["etag"]
    with serving(build.directory) as running:
        assert running.query(query, If_None_Match=tag).status == 304
        assert evaluations(running) == 0


def test_a_changed_answer_is_not_sent_to_whom_wants_the_old(server: Server) -> None:
    tag = server.query(STATES).headers["etag"]
    assert server.query(STATES, If_Match=tag).status == 200
    assert server.query(STATES, If_Match="*").status == 200
    reply = server.query(STATES, If_Match='"other"')
    assert (reply.status, reply.text) == (
        412,
        "the answer is not the one that If-Match names: ask again without it\n",
    )


def test_an_error_is_an_error_whatever_the_client_has(server: Server) -> None:
    assert server.query("ASK {", If_None_Match="*").status == 400
    assert server.get("/nothing", If_None_Match="*").status == 404


def test_a_post_is_kept_here_and_by_nobody_else(server: Server) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s a tip:Session }"

    def post(**headers: str) -> Reply:
        return server.ask("POST", "/sparql", urlencode({"query": query}).encode(), Content_Type=FORM, **headers)

    first = post()
    before = evaluations(server)
    again = post(If_None_Match="*")
    assert (again.status, again.body) == (200, first.body)
    assert "etag" not in again.headers
    assert again.headers["cache-control"] == "no-store"
    assert server.query(query).body == first.body, "GET has the same answer"
    assert evaluations(server) == before


VOLATILE = [
    "SELECT (NOW() AS ?x) {}",
    "SELECT (now () AS ?x) {}",
    "SELECT ?s { ?s a tip:State } ORDER BY RAND() LIMIT 1",
    "SELECT * { BIND (UUID() AS ?x) }",
    "ASK { FILTER (STRLEN(STRUUID()) > 0) }",
    "SELECT (BNODE() AS ?x) {}",
    "CONSTRUCT { _:b rdfs:label ?x } { ?s tip:isoAlpha3 ?x }",
    "CONSTRUCT { [] rdfs:label ?x } { ?s tip:isoAlpha3 ?x }",
    "CONSTRUCT { ?s rdfs:label (?x) } { ?s tip:isoAlpha3 ?x }",
    "CONSTRUCT WHERE { [] tip:isoAlpha3 ?x }",
]
"""Queries that have another answer each time."""
STEADY = [
    "SELECT ?now { ?now tip:isoAlpha3 'NOW() RAND()' } # UUID()",
    "SELECT ?s { ?s tip:isoAlpha3 ?x . [] tip:inSession [] }",
    "CONSTRUCT { ?s rdfs:label ?x } { ?s tip:isoAlpha3 ?x . _:b tip:inSession [] FILTER (STRLEN(?x) > 2) }",
    "PREFIX now: <urn:now:> ASK { now:rand now:bnode ?x }",
]
"""Queries that have the same answer each time, though they look a little like the others."""


@pytest.mark.parametrize("path", ["/sparql", "/query"])
@pytest.mark.parametrize("query", VOLATILE)
def test_an_answer_that_is_never_the_same_is_kept_by_nobody(server: Server, path: str, query: str) -> None:
    before = evaluations(server)
    replies = [server.get(f"{path}?{urlencode({'query': query})}") for _ in range(2)]
    assert evaluations(server) - before == 2
    for reply in replies:
        assert reply.status == 200
        assert reply.headers["cache-control"] == "no-store"
        assert "etag" not in reply.headers


@pytest.mark.parametrize("path", ["/sparql", "/query"])
@pytest.mark.parametrize("query", STEADY)
def test_what_only_looks_like_that_is_kept(server: Server, path: str, query: str) -> None:
    reply = server.get(f"{path}?{urlencode({'query': query})}")
    assert reply.status == 200
    assert "etag" in reply.headers


def test_the_time_is_told_anew(server: Server) -> None:
    query = "SELECT (NOW() AS ?x) {}"
    first = server.query(query).body
    time.sleep(0.01)
    assert server.query(query).body != first
    page = server.query(query, Accept="text/html")
    assert (page.headers["content-type"], page.headers["cache-control"]) == ("text/html; charset=utf-8", "no-store")


# ---- who else may keep an answer (RFC 9111)


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_what_others_may_keep(server: Server, path: str) -> None:
    headers = server.get(path).headers
    assert headers["cache-control"] == "public, max-age=7, stale-while-revalidate=60, stale-if-error=86400"
    assert "accept-encoding" in headers["vary"].lower()


def test_an_answer_in_several_forms_says_so(server: Server) -> None:
    assert server.query(STATES).headers["vary"] == "Accept, Accept-Encoding"
    assert server.query("ASK {").headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize(
    ("method", "path", "status", "keeping"),
    [
        ("GET", "/sparql?query=ASK%20%7B", 400, "no-store"),
        ("GET", "/sparql?query=ASK%20%7BSERVICE%20%3Curn:a%3E%20%7B%7D%7D", 403, "no-store"),
        ("GET", "/questions/nothing", 404, "public, max-age=60"),
        ("GET", "/nothing", 404, "public, max-age=60"),
        ("POST", "/nothing", 404, "no-store"),
        ("PUT", "/sparql", 405, "no-store"),
        ("GET", f"/sparql?{urlencode({'query': RUNAWAY})}", 503, "no-store"),
        ("GET", "/id/state/AUT", 303, "public, max-age=7"),
        ("OPTIONS", "/sparql", 200, "no-store"),
    ],
)
def test_who_may_keep_what_is_no_answer(server: Server, method: str, path: str, status: int, keeping: str) -> None:
    reply = server.ask(method, path)
    assert (reply.status, reply.headers["cache-control"]) == (status, keeping)


# ---- the cache of the server


def test_an_answer_is_evaluated_once(server: Server) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s a tip:Document }"
    before = evaluations(server)
    bodies = {server.query(query).body for _ in range(5)}
    assert len(bodies) == 1
    assert evaluations(server) - before == 1


def test_nothing_is_kept_where_nothing_may_be(build: Build) -> None:
    with serving(build.directory, cache="0") as running:
        assert running.query(FEW).body == running.query(FEW).body
        assert evaluations(running) == 2
        assert figure(running, "tipgraph_cache_bytes") == 0
        assert running.query(FEW, If_None_Match=running.query(FEW).headers["etag"]).status == 304


def test_many_who_ask_the_same_at_once_cost_one_evaluation(server: Server) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a tip:isoAlpha3 ?b . ?c tip:text ?d FILTER (CONTAINS(?d, ?b)) }"
    before = evaluations(server)
    together = threading.Barrier(64)

    def ask(_: int) -> Reply:
        together.wait()
        return server.query(slow, Accept="text/csv")

    with ThreadPoolExecutor(64) as threads:
        replies = list(threads.map(ask, range(64)))
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body for reply in replies}) == 1
    assert evaluations(server) - before == 1


def test_an_error_is_told_to_all_who_wait_and_kept_for_nobody(server: Server) -> None:
    query = f"{RUNAWAY} # by several"
    together = threading.Barrier(8)

    def ask(_: int) -> Reply:
        together.wait()
        return server.query(query)

    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(ask, range(8)))
    assert {(reply.status, reply.headers["tipgraph-limit"]) for reply in replies} == {(503, "time")}
    before = evaluations(server)
    assert server.query(query).status == 503
    assert evaluations(server) - before == 1, "it is tried again"


def answer(text: str, *, volatile: bool = False) -> Answer:
    return Answer(text.encode(), "text/plain", volatile)


def test_the_cache_is_bounded_in_bytes() -> None:
    cache = AnswerCache(10_000)
    for number in range(100):
        cache.put(str(number), answer("x" * 1000))
        assert cache.size <= 10_000
    assert cache.get("99") is not None
    assert cache.get("0") is None
    cache.get("95")
    for number in range(100, 105):
        cache.put(str(number), answer("x" * 1000))
    assert cache.get("95") is not None, "what is asked for stays"
    assert cache.get("96") is None
    cache.put("large", answer("x" * 2500))
    assert cache.get("large") is None, "one answer is not to drive out all others"


class Flight:
    """One request that makes an answer while others wait for it."""

    def __init__(self, waiting: int = 64, patience: float = 60) -> None:
        self.cache = AnswerCache(100_000, waiting, patience)
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.made = 0

    def first(self, outcome: Answer | Exception) -> Answer:
        def make() -> Answer:
            self.begun.set()
            assert self.go_on.wait(10)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        return self.cache.answer("key", make)[0]

    def until_waiting(self, number: int) -> None:
        deadline = time.monotonic() + 10
        while self.cache.waiting < number:
            assert time.monotonic() < deadline
            time.sleep(0.001)

    def other(self) -> Answer:
        def make() -> Answer:
            self.made += 1
            return answer(f"other {self.made}", volatile=True)

        return self.cache.answer("key", make)[0]


def fly(outcome: Answer | Exception, others: int = 3) -> tuple[Flight, list[Answer | BaseException]]:
    """Let one make an answer for which others wait; return what the others got."""
    flight = Flight()
    with ThreadPoolExecutor(others + 1) as threads:
        first = threads.submit(flight.first, outcome)
        assert flight.begun.wait(10)
        waiting = [threads.submit(flight.other) for _ in range(others)]
        flight.until_waiting(others)
        flight.go_on.set()
        got = [one.exception() or one.result() for one in waiting]
        assert (first.exception() or first.result()) is outcome
    return flight, got


def test_one_makes_what_others_wait_for() -> None:
    flight, got = fly(answer("first"))
    assert [one.content for one in got if isinstance(one, Answer)] == [b"first"] * 3
    assert flight.made == 0


def test_what_is_never_the_same_is_made_for_each() -> None:
    flight, got = fly(answer("first", volatile=True))
    assert {one.content for one in got if isinstance(one, Answer)} == {b"other 1", b"other 2", b"other 3"}
    assert flight.cache.size == 0


@pytest.mark.parametrize(
    "error",
    [
        Unavailable("time", "too slow", None),
        Unavailable("memory", "too large", None),
        MalformedError("query", 1, 1, "no", "write another"),
        NotFound(),
    ],
    ids=["time", "memory", "malformed", "not found"],
)
def test_a_fault_of_the_query_is_that_of_all_who_ask_it(error: Exception) -> None:
    flight, got = fly(error)
    assert got == [error] * 3
    assert flight.made == 0


@pytest.mark.parametrize(
    "error",
    [Unavailable("queue", "full", 5), ClientLeft(), RuntimeError("a pool broke")],
    ids=["queue", "gone", "unforeseen"],
)
def test_a_fault_of_one_request_is_not_that_of_the_others(error: Exception) -> None:
    flight, got = fly(error)
    assert {one.content for one in got if isinstance(one, Answer)} == {b"other 1", b"other 2", b"other 3"}
    assert flight.made == 3


def test_not_everybody_may_wait() -> None:
    flight = Flight(waiting=1)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(flight.first, answer("first"))
        assert flight.begun.wait(10)
        second = threads.submit(flight.other)
        flight.until_waiting(1)
        with pytest.raises(Unavailable) as refused:
            flight.other()
        flight.go_on.set()
        assert first.result() is second.result()
    assert (refused.value.limit, refused.value.retry_after) == ("queue", 5)
    assert flight.cache.waiting == 0


def test_nobody_waits_who_has_left() -> None:
    flight = Flight()
    gone = {"waitress.client_disconnected": lambda: True}
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(flight.first, answer("first"))
        assert flight.begun.wait(10)
        with Flask(__name__).test_request_context(environ_overrides=gone), pytest.raises(ClientLeft):
            flight.other()
        assert not first.done()
        flight.go_on.set()
    assert (flight.made, flight.cache.waiting) == (0, 0)


def test_nobody_waits_for_ever() -> None:
    flight = Flight(patience=0)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(flight.first, answer("first"))
        assert flight.begun.wait(10)
        with pytest.raises(Unavailable, match="another request waits for the same answer") as refused:
            flight.other()
        flight.go_on.set()
    assert (refused.value.limit, refused.value.retry_after) == ("queue", 5)
    assert (flight.made, flight.cache.waiting) == (0, 0)


def test_parts_that_differ_have_keys_that_differ() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("a\0", "b") != key_of("a", "\0b")
    assert key_of("a", "") != key_of("a")


# ---- fewer bytes (RFC 9110, section 12.5.3)


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br ; q=0.5 , gzip ; Q=0.8", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity;q=0, *;q=0", ""),
        ("identity", ""),
        ("identity, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("deflate, zstd", ""),
        ("", ""),
        ("nonsense;;q=2,,\x00", ""),
        ("br;q=7", ""),
    ],
)
def test_the_coding_that_a_client_likes_best(header: str, coding: str) -> None:
    assert choose_coding(header) == coding


def test_a_header_of_any_length_is_read() -> None:
    assert choose_coding("br;q=0.5, " + ", ".join(f"invented-{n}" for n in range(1000)) + ", gzip") == "gzip"


def test_what_is_remembered_of_clients_is_small() -> None:
    for remember, kept in ((choose_coding, _kept_coding), (first_word, _first_word), (_path_below, _kept_path)):
        before = kept.cache_info().currsize
        remember("x" * 1_000)
        assert kept.cache_info().currsize == before
        remember(f"x{remember.__name__}")
        assert kept.cache_info().currsize == before + 1


def _path_below(iri: str) -> str:
    with Flask(__name__).test_request_context():
        return local(iri)


def plain(reply: Reply) -> bytes:
    decode = {"br": brotli.decompress, "gzip": gzip.decompress}
    coding = reply.headers.get("content-encoding")
    return decode[coding](reply.body) if coding else reply.body


@pytest.mark.parametrize("coding", ["br", "gzip"])
@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json", "application/sparql-results+xml"])
def test_an_answer_in_fewer_bytes(server: Server, coding: str, accept: str) -> None:
    whole = server.query(STATES, Accept=accept)
    reply = server.query(STATES, Accept=accept, Accept_Encoding=coding)
    assert (reply.status, reply.headers["content-encoding"]) == (200, coding)
    assert len(reply.body) < len(whole.body) / 2
    assert int(reply.headers["content-length"]) == len(reply.body)
    assert plain(reply) == whole.body
    assert reply.headers["etag"] != whole.headers["etag"], "other bytes, another strong tag"
    head = server.ask("HEAD", f"/sparql?{urlencode({'query': STATES})}", Accept=accept, Accept_Encoding=coding)
    assert {**head.headers, "date": ""} == {**reply.headers, "date": ""}


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_a_graph_in_fewer_bytes(server: Server, accept: str) -> None:
    query = "CONSTRUCT WHERE { ?s tip:isoAlpha3 ?code }"
    reply = server.query(query, Accept=accept, Accept_Encoding="gzip, br")
    assert reply.headers["content-encoding"] == "br"
    assert plain(reply) == server.query(query, Accept=accept).body


@pytest.mark.parametrize("path", ["/", "/questions/silent-states", "/questions/silent-states.csv", "/openapi.json"])
def test_pages_and_downloads_in_fewer_bytes(server: Server, path: str) -> None:
    reply = server.get(path, Accept_Encoding="br")
    assert reply.headers["content-encoding"] == "br"
    assert plain(reply) == server.get(path).body
    assert server.get(path, Accept_Encoding="br", If_None_Match=reply.headers["etag"]).status == 304


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_what_a_client_has_in_a_coding(server: Server, coding: str) -> None:
    coded = server.query(STATES, Accept_Encoding=coding).headers["etag"]
    reply = server.query(STATES, Accept_Encoding=coding, If_None_Match=coded)
    assert (reply.status, reply.headers["etag"], reply.body) == (304, coded, b"")
    assert "content-encoding" not in reply.headers
    assert server.query(STATES, If_None_Match=coded).status == 200, "it cannot read the one it has"


def test_a_strong_tag_promises_the_same_bytes(server: Server) -> None:
    reply = server.query(STATES, Accept_Encoding="gzip")
    assert reply.body[4:8] == bytes(4), "no time is written into it"
    assert server.query(STATES, Accept_Encoding="gzip").body == reply.body


def test_a_small_answer_is_sent_as_it_is(server: Server) -> None:
    reply = server.query("ASK {}", Accept_Encoding="br, gzip")
    assert "content-encoding" not in reply.headers
    assert reply.headers["vary"] == "Accept, Accept-Encoding"
    assert server.query("ASK {}", Accept_Encoding="br", If_None_Match=reply.headers["etag"]).status == 304


@pytest.mark.parametrize("header", ["identity;q=0, *;q=0", "gzip;q=0, br;q=0", "br;q=nonsense", "\xff", "," * 3000])
def test_a_client_that_takes_no_coding(server: Server, header: str) -> None:
    reply = server.query(STATES, Accept_Encoding=header)
    assert reply.status == 200
    assert "content-encoding" not in reply.headers
    assert reply.body == server.query(STATES).body
