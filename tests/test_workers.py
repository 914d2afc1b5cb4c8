"""Whatever a query does, it ends at its limit, says which, and the next one is answered."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.server import Reply, Server, family, serving
from tipgraph.dataset.build import Build

RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a = ?i && ?b = ?d && ?c = ?g) }"
BOMB = "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
DEEP = "ASK {FILTER" + "(" * 20_000 + "1" + ")" * 20_000 + "}"


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Server]:
    with serving(build.directory, timeout="2", memory="250", result="1", workers="2", queue="2") as running:
        yield running


@pytest.fixture(scope="module")
def patient(build: Build) -> Iterator[Server]:
    """Its other limits are reached long before that of time."""
    with serving(build.directory, timeout="60", memory="250", result="1") as running:
        yield running


def still_answers(server: Server) -> None:
    reply = server.query("ASK { ?s a tip:State }")
    assert (reply.status, reply.body) == (200, b'{"head":{},"boolean":true}')


def test_a_runaway_query_is_ended_and_the_next_is_answered(server: Server) -> None:
    began = time.perf_counter()
    reply = server.query(RUNAWAY)
    assert time.perf_counter() - began < 30
    assert reply.status == 503
    assert reply.headers["tipgraph-limit"] == "time"
    assert reply.text == "the query took longer than 2 seconds and was ended: ask for less, or for a part\n"
    still_answers(server)


@pytest.mark.parametrize(
    ("query", "limit", "message"),
    [
        (BOMB, "memory", "the query took more than 250 MB of memory, or nests too deeply: ask for less\n"),
        (DEEP, "memory", "the query took more than 250 MB of memory, or nests too deeply: ask for less\n"),
        (LARGE, "result", "the answer is larger than 1,000,000 bytes: ask for less, with LIMIT or fewer columns\n"),
    ],
    ids=["bomb", "deep", "large"],
)
def test_a_query_ends_at_its_limit_and_the_next_is_answered(
    patient: Server, query: str, limit: str, message: str
) -> None:
    reply = patient.ask("POST", "/sparql", query.encode(), Content_Type="application/sparql-query")
    assert (reply.status, reply.text) == (503, message)
    assert reply.headers["tipgraph-limit"] == limit
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    still_answers(patient)


def test_while_one_runs_away_others_are_answered(server: Server) -> None:
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(server.query, RUNAWAY)
        time.sleep(0.2)
        still_answers(server)
        assert server.get("/").status == 200
        assert slow.result().status == 503


def test_too_many_are_told_to_come_back(server: Server) -> None:
    with ThreadPoolExecutor(8) as threads:
        replies: list[Reply] = list(threads.map(server.query, [RUNAWAY] * 8))
    turned_away = [reply for reply in replies if reply.headers["tipgraph-limit"] == "queue"]
    assert len(turned_away) == 4, "two run, two wait"
    assert {reply.status for reply in replies} == {503}
    assert turned_away[0].headers["retry-after"] == "5"
    assert turned_away[0].text == "too many queries are waiting: try again in a few seconds\n"
    still_answers(server)


def test_the_second_wall(build: Build) -> None:
    """A service that got past the refusal finds no socket: a worker can open no file and no connection."""
    program = f"""
import sys
from pathlib import Path
from pyoxigraph import Store
from tipgraph.web import worker
worker.start(Path({str(build.directory)!r}), 500_000_000)
try:
    list(Store().query("SELECT * {{ SERVICE <http://127.0.0.1:8999/> {{ ?s ?p ?o }} }}"))
except OSError as error:
    print(error)
try:
    open("/etc/hostname")
except OSError as error:
    print(error.strerror)
"""
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    service, file = shown.splitlines()
    assert "Too many open files" in service
    assert file == "Too many open files"


@pytest.mark.parametrize("which", ["one worker", "all workers", "everything below"])
def test_killed_processes_are_replaced(build: Build, which: str) -> None:
    """As the kernel does when memory runs out; the workers are idle, the fork server may be among them."""
    with serving(build.directory) as running:
        still_answers(running)
        below = family(running.process.pid)[1:]
        workers = [number for number in below if not family(number)[1:]][-2:]
        for number in {"one worker": workers[:1], "all workers": workers, "everything below": below}[which]:
            os.kill(number, signal.SIGKILL)
        time.sleep(0.5)
        for _ in range(4):
            assert running.query("ASK { ?s a tip:State }").status == 200
        still_answers(running)


def test_no_process_is_left_behind(build: Build) -> None:
    with serving(build.directory) as running:
        running.query("ASK {}")
        numbers = family(running.process.pid)
        assert len(numbers) >= 4
    deadline = time.monotonic() + 5
    while alive := [n for n in numbers if is_alive(n)]:
        assert time.monotonic() < deadline, f"still running: {alive}"
        time.sleep(0.1)


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
