"""Whatever a query does, it ends at its limit, says which, and the next one is answered."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.server import Reply, Server, busy_worker, family, fork_server, gone, serving, until, workers
from tests.thorough import some
from tipgraph.dataset.build import Build
from tipgraph.web import worker

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?c ?e ?f . ?f ?h ?i }"
"""Takes a second or more, and has an answer."""
SLOW_AND_LARGE = "SELECT ?a ?b ?d ?n { { SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?c ?e ?f . ?f ?h ?i } } ?a ?b ?d }"
"""Takes as long, and has an answer of more than a megabyte."""
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
    assert (reply.status, reply.text) == (422 if limit == "result" else 503, message)
    assert reply.headers["tipgraph-limit"] == limit
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    still_answers(patient)


def test_while_some_run_away_others_are_answered(build: Build) -> None:
    """What takes longer than a moment goes on beside the fast place, as far as there are slow ones."""
    with (
        serving(build.directory, timeout="60", grace="1", workers="1", slow="2") as server,
        ThreadPoolExecutor() as threads,
    ):
        slow = [threads.submit(server.query, RUNAWAY) for _ in range(2)]
        for _ in range(2):
            busy_worker(server.process.pid)
        for _ in range(5):
            still_answers(server)
        assert not any(one.done() for one in slow)
        server.process.terminate()


@pytest.mark.thorough
def test_what_takes_long_lets_others_go_first(build: Build) -> None:
    with serving(build.directory, timeout="60", grace="1") as server, ThreadPoolExecutor() as threads:
        before = {os.getpriority(os.PRIO_PROCESS, number) for number in workers(server.process.pid)}
        assert before == {os.getpriority(os.PRIO_PROCESS, 0)}
        threads.submit(server.query, RUNAWAY)
        slow = busy_worker(server.process.pid)
        time.sleep(1)
        assert {os.getpriority(os.PRIO_PROCESS, slow)} == before, "it is in nobody's way"
        others = [threads.submit(server.query, f"{SLOW} # {number}") for number in range(2)]
        until(lambda: os.getpriority(os.PRIO_PROCESS, slow) == 19, "it goes on as before")
        assert {one.result().status for one in others} == {200}
        server.process.terminate()


@pytest.mark.thorough
@pytest.mark.parametrize(("query", "status"), [(SLOW, 200), (SLOW_AND_LARGE, 422)])
def test_a_worker_that_let_others_go_first_is_not_used_again(build: Build, query: str, status: int) -> None:
    """Nobody can give it back its place before others; a new one has it."""
    with serving(build.directory, timeout="60", result="1") as server, ThreadPoolExecutor() as threads:
        slow = threads.submit(server.query, query)
        number = busy_worker(server.process.pid)
        while os.getpriority(os.PRIO_PROCESS, number) < 19:
            server.query(f"ASK {{}} # {time.monotonic()}")
        assert slow.result().status == status
        gone([number])
        still_answers(server)
        assert {os.getpriority(os.PRIO_PROCESS, one) for one in workers(server.process.pid)} == {
            os.getpriority(os.PRIO_PROCESS, 0)
        }


@pytest.mark.thorough
def test_pages_are_answered_while_all_places_are_taken(build: Build) -> None:
    with (
        serving(build.directory, timeout="60", grace="1", workers="1", slow="1") as server,
        ThreadPoolExecutor() as threads,
    ):
        taken = [threads.submit(server.query, RUNAWAY) for _ in range(4)]
        for _ in range(2):
            busy_worker(server.process.pid)
        assert server.get("/").status == 200
        assert not any(one.done() for one in taken)
        server.process.terminate()


def test_one_client_cannot_take_all_places_for_itself(build: Build) -> None:
    with (
        serving(build.directory, timeout="60", grace="1", workers="1", slow="2", queue="5") as server,
        ThreadPoolExecutor(9) as threads,
    ):
        greedy = [threads.submit(server.query, f"{RUNAWAY} # {number}") for number in range(6)]
        until(
            lambda: (
                {'tipgraph_queries_running{lane="slow"} 2.0', "tipgraph_queries_waiting 3.0"}
                <= set(server.get("/metrics").text.splitlines())
            ),
            "three run, and three wait",
        )
        greedy += [threads.submit(server.query, f"{RUNAWAY} # {number}") for number in range(6, 9)]
        until(lambda: any(one.done() for one in greedy), "two more wait, and one is turned away")
        still_answers(replace(server, source="127.0.0.2"))
        until(
            lambda: sum(one.done() for one in greedy) == 3, "two were turned away, and one ended for the other client"
        )
        ended = [one.result() for one in greedy if one.done()]
        assert sorted(reply.text for reply in ended) == [
            "others wait, and more queries than theirs came from your address: ask fewer at a time\n",
            *["too many queries are waiting: try again in a few seconds\n"] * 2,
        ]
        assert {(reply.status, reply.headers["retry-after"]) for reply in ended} == {(503, "5")}
        server.process.terminate()


def test_too_many_are_told_to_come_back(server: Server) -> None:
    with ThreadPoolExecutor(20) as threads:
        replies: list[Reply] = list(threads.map(server.query, [f"{RUNAWAY} # {number}" for number in range(20)]))
    turned_away = [reply for reply in replies if reply.headers["tipgraph-limit"] == "queue"]
    assert len(turned_away) >= 12, "at most two run fast, two slowly, two wait, and two more when the first are done"
    assert {reply.status for reply in replies} == {503}
    assert {reply.headers["retry-after"] for reply in turned_away} == {"5"}
    assert {reply.text for reply in turned_away} == {"too many queries are waiting: try again in a few seconds\n"}
    assert not any("retry-after" in reply.headers for reply in replies if reply not in turned_away)
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


@pytest.mark.parametrize("which", some(["all of them", "one worker", "all workers", "the fork server"], 4))
def test_killed_processes_are_replaced(build: Build, which: str) -> None:
    """As the kernel does when memory runs out; they are idle."""
    with serving(build.directory) as running:
        still_answers(running)
        answering, source = workers(running.process.pid), fork_server(running.process.pid)
        killed = {"one worker": answering[:1], "all workers": answering, "the fork server": [source]}
        for number in killed.get(which, [source, *answering]):
            os.kill(number, signal.SIGKILL)
        for _ in range(8):
            still_answers(running)
        until(lambda: len(workers(running.process.pid)) == len(answering), "they are not replaced")


def test_a_query_whose_worker_is_killed_is_answered_by_another(build: Build) -> None:
    with serving(build.directory, timeout="60") as running, ThreadPoolExecutor() as threads:
        asked = threads.submit(running.query, SLOW)
        os.kill(busy_worker(running.process.pid), signal.SIGKILL)
        still_answers(running)
        reply = asked.result()
        assert reply.status == 200
        assert reply.body == running.query(SLOW).body


@pytest.mark.thorough
def test_a_query_whose_workers_are_killed_again_and_again_is_given_up(build: Build) -> None:
    with serving(build.directory, timeout="60", memory="300") as running, ThreadPoolExecutor() as threads:
        asked = threads.submit(running.query, RUNAWAY)
        for _ in range(2):
            os.kill(busy_worker(running.process.pid), signal.SIGKILL)
        reply = asked.result()
        assert (reply.status, reply.headers["tipgraph-limit"]) == (503, "memory")
        assert "retry-after" not in reply.headers
        still_answers(running)


def test_no_process_is_left_behind(build: Build) -> None:
    with serving(build.directory) as running:
        running.query("ASK {}")
        numbers = family(running.process.pid)
        assert len(numbers) >= 4
    gone(numbers)


# ---- a page is written by the server itself, so a table for it is small


def wide(columns: int, length: int) -> str:
    """So many columns of a text of so many letters, in more rows than any page holds."""
    names = " ".join(f"(?x AS ?c{number})" for number in range(columns))
    return f"SELECT {names} {{ {{ SELECT ?s {{ ?s ?p ?o }} LIMIT 1100 }} BIND ('{'x' * length}' AS ?x) }}"


@pytest.mark.parametrize(
    ("columns", "length", "rows"),
    [(1, 1, 1000), (100, 1, 200), (400, 5_000, 1), (1, 5_000, 400)],
    ids=["rows", "cells", "one long row", "characters"],
)
def test_a_table_for_a_page_holds_only_so_much(build: Build, columns: int, length: int, rows: int) -> None:
    table = worker.rows(build.directory, wide(columns, length), 1000)
    assert (len(table.rows), table.complete) == (rows, False)
    assert sum(len(cell.text) for row in table.rows for cell in row if cell) <= worker.MOST_CHARACTERS


def test_a_long_term_is_cut_on_a_page(build: Build) -> None:
    query = f"SELECT ('{'x' * 20_000}' AS ?long) (IRI('urn:{'y' * 20_000}') AS ?iri) ('short' AS ?short) {{}}"
    table = worker.rows(build.directory, query, 1000)
    ((long, iri, short),) = table.rows
    assert table.complete
    assert long == worker.Cell("x" * 9_999 + "…")
    assert iri is not None
    assert (len(iri.text), iri.text[-2:], iri.iri) == (10_000, "y…", "")
    assert short == worker.Cell("short")
