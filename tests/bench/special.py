"""Figures of our own server: what HTTP and isolation add, what the cache gives, what runaway queries do to others."""

import io
import itertools
import time
from collections.abc import Iterator, Sequence

import rdflib
from rdflib.plugins.sparql.sparql import SPARQLError

from tests.bench.client import Client, Unanswered
from tests.bench.dataset import Generated
from tests.bench.engines.engine import TABLE, Engine
from tests.bench.load import Load, put_load, requests_of
from tests.bench.measure import LONG, ask, next_mark
from tests.bench.mix import Query
from tests.bench.results import Size, Target, median
from tipgraph.dataset.build import Build
from tipgraph.dataset.store import open_store
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query.formats import GRAPHS, TABLES
from tipgraph.query.prepare import prepare
from tipgraph.query.questions import load_questions
from tipgraph.query.run import evaluate, write
from tipgraph.record import Record

ADDED = 0.002
FROM_CACHE = 1500
CHANGE = 0.5
NOT_EXISTS = 1.0
MILLION = 900_000
"""Triples from which a dataset counts as one of a million."""
CROWD = 64
RUNAWAYS = 2
RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a = ?i && ?b = ?d && ?c = ?g) }\n"
ROUNDS = 5
LARGEST = 3_000_000
"""Triples beyond which no second store is filled beside the server's."""


def added_by_http(engine: Engine, data: Generated, mix: Sequence[Query], size: Size, patience: float) -> None:
    """Measure what HTTP and isolation add: each query in this process, and over HTTP right after it."""
    if size.triples > LARGEST:
        size.details.append("what HTTP and isolation add is not measured: the data are too large to have them twice")
        return
    store = open_store(data.build)
    client = Client(engine.host, engine.port, patience)
    added = {}
    for query in mix:
        if size.ours.timings[query.name].failure:
            continue
        form = GRAPHS[1] if query.is_graph else TABLES[0]
        inside, outside = [], []
        try:
            for _ in range(ROUNDS if median(size.ours.timings[query.name].cold) < LONG else 1):
                began = time.perf_counter()
                write(evaluate(store, prepare(query.text)), form, io.BytesIO())
                inside.append(time.perf_counter() - began)
                outside.append(ask(client, engine, query, query.marked(next_mark())).seconds)
        except Unanswered:
            continue  # the table of the queries says so already
        added[query.name] = median(outside) - median(inside)
    client.close()
    found = median(list(added.values()))
    size.targets.append(
        Target(
            "HTTP and isolation add, at the median over the queries",
            f"under {ADDED * 1000:.0f} ms",
            f"{found * 1000:.2f} ms",
            found < ADDED,
        )
    )
    most = sorted(added, key=lambda name: added[name])[-3:]
    size.details.append("HTTP and isolation add most to " + ", ".join(f"{n} ({added[n] * 1000:.1f} ms)" for n in most))


def from_cache(engine: Engine, query: Query, size: Size, seconds: float) -> None:
    """Measure how many repeated queries are answered in a second."""
    rates = {}
    for clients in (1, 8, CROWD):
        streams = [requests_of(engine, [query], cold=False, seed=next_mark()) for _ in range(clients)]
        rates[clients] = put_load(engine, streams, seconds, 10).rate
    size.targets.append(
        Target(
            "repeated queries answered from the cache, with 8 clients",
            f"over {FROM_CACHE:,} a second",
            f"{rates[8]:,.0f} a second",
            rates[8] > FROM_CACHE,
        )
    )
    size.details.append(
        "repeated queries a second: " + ", ".join(f"{rate:,.0f} with {n} clients" for n, rate in rates.items())
    )


def beside_runaways(engine: Engine, mix: Sequence[Query], size: Size, seconds: float) -> None:
    """Measure what two clients whose queries never end do to the 62 others."""
    others = CROWD - RUNAWAYS
    without = _crowd(engine, mix, seconds, CROWD, 0)
    beside = _crowd(engine, mix, seconds, others, RUNAWAYS)
    alone, disturbed = median(_of_mix(without, mix)), median(_of_mix(beside, mix))
    change = abs(disturbed / alone - 1)
    size.targets.append(
        Target(
            f"with {CROWD} clients, {RUNAWAYS} runaways among them change the others' median",
            f"by less than {CHANGE:.0%}",
            f"by {change:.0%}: {alone * 1000:.1f} ms without, {disturbed * 1000:.1f} ms with",
            change < CHANGE,
        )
    )
    refused = sum(n for name, n in beside.refused.items() if name != "runaway")
    size.details.append(
        f"beside {RUNAWAYS} runaways: {beside.answered} answered, {refused} refused, {beside.lost} lost; "
        f"without: {without.answered} answered, {sum(without.refused.values())} refused, {without.lost} lost"
    )


def _crowd(engine: Engine, mix: Sequence[Query], seconds: float, others: int, runaways: int) -> Load:
    streams = [requests_of(engine, mix, cold=True, seed=next_mark()) for _ in range(others)]
    endless = Query("runaway", "a join that never ends", RUNAWAY)
    streams += [requests_of(engine, [endless], cold=True, seed=next_mark()) for _ in range(runaways)]
    load = put_load(engine, streams, seconds, 1)
    _wait_until_idle(engine)
    return load


def _of_mix(load: Load, mix: Sequence[Query]) -> list[float]:
    return list(itertools.chain.from_iterable(load.of(query.name) for query in mix))


def _wait_until_idle(engine: Engine) -> None:
    """Wait until a simple query is answered at once again: those that nobody waits for have been ended."""
    client = Client(engine.host, engine.port, 120)
    for _ in range(60):
        answer = client.get(engine.target(f"ASK {{}} # {next_mark()}"), TABLE)
        if answer.status == 200 and answer.seconds < 0.05:
            break
        time.sleep(0.5)
    client.close()


def not_exists(size: Size) -> None:
    """Judge the queries with NOT EXISTS, where the dataset is large enough."""
    if size.triples < MILLION:
        return
    for name in ("not-exists", "optional-not-exists"):
        timing = size.ours.timings[name]
        found = median(timing.cold)
        more = f" ({timing.failure})" if timing.failure else ""
        reached = found < NOT_EXISTS and not timing.failure
        size.targets.append(Target(f"{name} at a million", "under 1 s", f"{found:.3f} s{more}", reached))


def questions(record: Record, build: Build, patience: float) -> Iterator[str]:
    """Put the record's own questions to both engines within Python: ours, and rdflib's own.

    Args:
        record: Whose questions.
        build: Its build.
        patience: Seconds that rdflib may spend; the questions that it does not come to are left out on both sides.

    Yields:
        What came of it, in sentences.
    """
    store = open_store(build)
    graph = rdflib.Graph().parse(build.triples, format="nt")
    here, there, asked, failed = 0.0, 0.0, 0, 0
    found = load_questions(record)
    for question in found:
        if there > patience:
            break
        began = time.perf_counter()
        try:
            graph.query(question.text, initNs=PREFIXES, base=ID).serialize(format="json")
        except SPARQLError:  # a fault of rdflib's: it does not count
            failed += 1
            continue
        there += time.perf_counter() - began
        runs = []
        for _ in range(3):
            began = time.perf_counter()
            write(evaluate(store, prepare(question.text)), TABLES[0], io.BytesIO())
            runs.append(time.perf_counter() - began)
        here += min(runs)
        asked += 1
    yield (
        f"{asked} of the record's {len(found)} questions, in Python: {here:.3f} s; rdflib's own engine {there:.1f} s, "
        f"{there / here:.0f} times as long; {failed} more it could not answer"
    )
