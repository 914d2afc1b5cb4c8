"""Ours beside a peer on the same machine in the same run: what counts is the ratio, not the seconds."""

import io
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store
from rdflib.plugins.sparql.sparql import SPARQLError

from tests.server import Server, serving
from tipgraph.dataset.build import Build
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query.formats import TABLES
from tipgraph.query.prepare import prepare
from tipgraph.query.questions import load_questions
from tipgraph.query.run import evaluate, write
from tipgraph.record import Record

pytestmark = pytest.mark.bench

PATIENCE = 20.0
"""Seconds that the peer may spend on the questions; those it does not come to are left out on both sides."""
SIMPLE = f"SELECT ?label {{ <{ID}state/AUT> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a = ?i && ?b = ?d && ?c = ?g) }"


@pytest.fixture(scope="module")
def ours(build: Build) -> Iterator[Server]:
    with serving(build.directory, timeout="5") as running:
        yield running


@pytest.fixture(scope="module")
def peer(build: Build) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.peer", str(build.triples), str(port)]
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        running = Server(port, process)
        for _ in range(100):
            try:
                running.query(SIMPLE)
                break
            except ConnectionError:
                time.sleep(0.1)
        yield running
        process.kill()


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def test_the_questions_in_both_engines(record: Record, build: Build, store: Store) -> None:
    graph = rdflib.Graph().parse(build.triples, format="nt")
    here, there, asked, failed = 0.0, 0.0, 0, 0
    questions = load_questions(record)
    for question in questions:
        if there > PATIENCE:
            break
        try:
            there += seconds(lambda: graph.query(question.text, initNs=PREFIXES, base=ID).serialize(format="json"))  # noqa: B023
        except SPARQLError:  # a fault of the peer's: it does not count
            failed += 1
            continue
        here += min(seconds(lambda: _answer(store, question.text)) for _ in range(3))  # noqa: B023 - called at once
        asked += 1
    print(
        f"{asked} of {len(questions)} questions: {here:.3f} s; rdflib's engine {there:.1f} s; ratio {there / here:.0f}"
    )
    print(f"{failed} more it could not answer")
    assert there / here > 5


def _answer(store: Store, text: str) -> None:
    write(evaluate(store, prepare(text)), TABLES[0], io.BytesIO())


def test_a_simple_query_over_http(ours: Server, peer: Server) -> None:
    times = {}
    for name, server in (("ours", ours), ("peer", peer)):
        reply = server.query(SIMPLE)
        assert json.loads(reply.body)["results"]["bindings"][0]["label"]["value"] == "Austria"
        times[name] = statistics.median(seconds(lambda: server.query(SIMPLE)) for _ in range(100))  # noqa: B023
    ratio = times["peer"] / times["ours"]
    print(f"median of 100: {times['ours'] * 1000:.1f} ms; peer {times['peer'] * 1000:.1f} ms; ratio {ratio:.1f}")
    assert ratio > 0.5, "a worker process costs at most as much again as answering in the server itself"


def test_a_simple_query_beside_a_runaway(ours: Server, peer: Server) -> None:
    times = {}
    for name, server in (("ours", ours), ("peer", peer)):
        with ThreadPoolExecutor() as threads:
            slow = threads.submit(_give_up, server)
            time.sleep(0.5)
            times[name] = statistics.median(seconds(lambda: server.query(SIMPLE)) for _ in range(15))  # noqa: B023
            if name == "peer":
                server.process.kill()  # nothing else ends its query
            slow.result()
    ratio = times["peer"] / times["ours"]
    print(f"beside a runaway: {times['ours'] * 1000:.1f} ms; peer {times['peer'] * 1000:.1f} ms; ratio {ratio:.1f}")
    assert ratio > 2


def _give_up(server: Server) -> None:
    """Put the runaway query, whatever becomes of it."""
    try:
        server.query(RUNAWAY)
    except (OSError, HTTPException):
        return
