"""The report of a run: tables for a person, JSON for a program."""

import math
from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from tests.bench.load import Load
from tests.bench.mix import Query
from tests.bench.results import Measured, Size, Timing, mean_ratio, median, pairs, percentile

LEVELS = (1, 8, 64)


def print_size(console: Console, size: Size, mix: Sequence[Query]) -> None:
    """Print what was measured at one size."""
    console.rule(f"{size.triples:,} triples, {size.quads:,} in named graphs", align="left")
    for name, reason in size.absent.items():
        console.print(f"{name} is left out: {reason}", markup=False)
    console.print(_loading(size))
    console.print(
        "Seconds are those of a client over HTTP; × is how many times as long as ours. Cold: each request is unlike any "
        "other. Warm: repeated, so that ours answers from its cache. Of an engine that did not answer, the time waited is "
        "counted: ≥ and ≤ mark such bounds.",
        markup=False,
    )
    for clients in LEVELS:
        console.print(_queries(size, mix, clients))
    console.print(_levels(size))
    for line in (*size.details, *_failures(size)):
        console.print(f"- {line}", markup=False)
    for line in size.disagreements:
        console.print(f"[bold red]DIFFERENT ANSWER[/] {line}")


def _loading(size: Size) -> Table:
    table = Table("engine", box=SIMPLE_HEAD, title="Loading")
    for column in ("seconds to the first answer", "memory (PSS), MB", "bytes a triple"):
        table.add_column(column, justify="right")
    for engine in size.engines:
        each = engine.memory / size.triples
        table.add_row(engine.name, f"{engine.load_seconds:.1f}", f"{engine.memory / 1e6:,.0f}", f"{each:,.0f}")
    return table


def _queries(size: Size, mix: Sequence[Query], clients: int) -> Table:
    """Make the table of all queries for a number of clients."""
    title = f"{clients} client{'s' if clients > 1 else ''}, milliseconds"
    table = Table(Column("query", no_wrap=True), box=SIMPLE_HEAD, title=title, padding=(0, 1, 0, 0))
    for column in ("ours, cold", "p99", "warm", "p99"):
        table.add_column(column, justify="right", no_wrap=True)
    for peer in size.peers:
        for column in (f"{peer.name}", "p99", "×", "warm ×"):
            table.add_column(column, justify="right", no_wrap=True)
    for query in mix:
        cells = []
        for cold in (True, False):
            found = _seconds(size.ours, query.name, clients, cold)
            cells += [_milliseconds(median(found)), _milliseconds(percentile(found))]
        for peer in size.peers:
            there = _seconds(peer, query.name, clients, True)
            cells += [_milliseconds(median(there)), _milliseconds(percentile(there))]
            cells += [_ratio(size.ours, peer, query.name, clients, cold) for cold in (True, False)]
        table.add_row(query.name, *cells)
    means: list[str] = ["", "", "", ""]
    for peer in size.peers:
        means += ["", "", *(f"{mean_ratio(size.ours, peer, clients, cold):,.2f}" for cold in (True, False))]
    table.add_section()
    table.add_row("geometric mean", *means)
    return table


def _seconds(engine: Measured, name: str, clients: int, cold: bool) -> list[float]:
    if clients == 1:
        timing = engine.timings[name]
        return timing.cold if cold else timing.warm
    load = engine.loads.get((clients, cold))
    return load.of(name) if load else []


def _ratio(ours: Measured, peer: Measured, name: str, clients: int, cold: bool) -> str:
    pair = pairs(ours, peer, clients, cold).get(name)
    if pair is None or math.isnan(pair.ratio):
        return "–"
    sign = "≤ " if pair.ours_unfinished else "≥ " if pair.peer_unfinished else ""
    return f"{sign}{pair.ratio:,.2f}" if pair.ratio < 100 else f"{sign}{pair.ratio:,.0f}"


def _milliseconds(seconds: float) -> str:
    return "–" if math.isnan(seconds) else f"{seconds * 1000:,.1f}"


def _levels(size: Size) -> Table:
    """Make the table of the whole mix under load."""
    table = Table("clients", "", "engine", box=SIMPLE_HEAD, title="The whole mix under load")
    for column in ("answered a second", "median, ms", "p99, ms", "not finished", "refused", "lost"):
        table.add_column(column, justify="right")
    for clients in LEVELS[1:]:
        for cold in (True, False):
            for engine in size.engines:
                load = engine.loads.get((clients, cold))
                if load is not None:
                    table.add_row(str(clients), "cold" if cold else "warm", engine.name, *_level(load))
    return table


def _level(load: Load) -> list[str]:
    seconds = [s for name in {*load.latencies, *load.unfinished} for s in load.of(name)]
    return [
        f"{load.rate:,.1f}",
        _milliseconds(median(seconds)),
        _milliseconds(percentile(seconds)),
        str(load.not_finished),
        str(sum(load.refused.values())),
        str(load.lost),
    ]


def _failures(size: Size) -> list[str]:
    return [
        f"{engine.name} does not answer {name}: {timing.failure}"
        for engine in size.engines
        for name, timing in engine.timings.items()
        if timing.failure
    ]


def print_verdict(console: Console, sizes: Sequence[Size]) -> None:
    """Print what is reached and what is not, with the queries that keep us from it."""
    table = Table("triples", "to reach", "wanted", "found", "", box=SIMPLE_HEAD, title="What is reached")
    for size in sizes:
        for target in size.targets:
            mark = "[green]reached[/]" if target.reached else "[bold red]not reached[/]"
            table.add_row(f"{size.triples:,}", target.what, target.wanted, target.found, mark)
    console.print(table)
    for size in sizes:
        for line in slower(size):
            console.print(f"- {line}", markup=False)


def slower(size: Size) -> list[str]:
    """Say which queries take us longer than a peer, the worst first."""
    found = []
    for peer in size.peers:
        ratios = {name: pair.ratio for name, pair in pairs(size.ours, peer, 1, cold=True).items()}
        behind = sorted((value, name) for name, value in ratios.items() if value < 1)
        if behind:
            names = ", ".join(f"{name} ({1 / value:.1f} times as long)" for value, name in behind)
            found.append(f"{size.triples:,} triples: slower than {peer.name}, cold: {names}")
    return found


def as_json(sizes: Sequence[Size], extra: Sequence[str]) -> dict[str, Any]:
    """Return everything as JSON has it; seconds throughout."""
    return {"sizes": [_size_as_json(size) for size in sizes], "questions": list(extra)}


def _size_as_json(size: Size) -> dict[str, Any]:
    return {
        "triples": size.triples,
        "quads": size.quads,
        "generatingSeconds": size.generating,
        "absent": size.absent,
        "engines": {engine.name: _engine_as_json(engine) for engine in size.engines},
        "geometricMeans": {
            peer.name: {
                f"{clients} {'cold' if cold else 'warm'}": _finite(mean_ratio(size.ours, peer, clients, cold))
                for clients in LEVELS
                for cold in (True, False)
            }
            for peer in size.peers
        },
        "disagreements": size.disagreements,
        "targets": [vars(target) for target in size.targets],
        "details": size.details,
        "slower": slower(size),
    }


def _engine_as_json(engine: Measured) -> dict[str, Any]:
    return {
        "loadSeconds": engine.load_seconds,
        "memoryBytes": engine.memory,
        "queries": {name: _timing_as_json(timing) for name, timing in engine.timings.items()},
        "loads": {
            f"{clients} {'cold' if cold else 'warm'}": {
                "answered": load.answered,
                "perSecond": load.rate,
                "unfinished": load.not_finished,
                "refused": load.refused,
                "lost": load.lost,
                "queries": {
                    name: {"median": _finite(median(load.of(name))), "p99": _finite(percentile(load.of(name)))}
                    for name in sorted({*load.latencies, *load.unfinished})
                },
            }
            for (clients, cold), load in engine.loads.items()
        },
    }


def _timing_as_json(timing: Timing) -> dict[str, Any]:
    return {
        "cold": {"median": median(timing.cold), "p99": percentile(timing.cold), "runs": len(timing.cold)},
        "warm": {"median": median(timing.warm), "p99": percentile(timing.warm), "runs": len(timing.warm)},
        "results": timing.content.count if timing.content else None,
        "failure": timing.failure,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
