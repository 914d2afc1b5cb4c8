"""One run: every engine at every size, side by side."""

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench.dataset import Generated, prepare
from tests.bench.engines.engine import Engine
from tests.bench.engines.ours import Tipgraph
from tests.bench.engines.rdflib_endpoint import LARGEST, RdflibEndpoint
from tests.bench.engines.virtuoso import Virtuoso
from tests.bench.measure import time_load, time_query
from tests.bench.mix import Query
from tests.bench.progress import Steps
from tests.bench.report import LEVELS
from tests.bench.results import Measured, Size, Target, bounded, mean_ratio
from tests.bench.special import MILLION, added_by_http, beside_runaways, from_cache, not_exists
from tipgraph.record import Record

RDFLIB_TIMES = 20
SPECIAL = 3
SUPPORTED = (Tipgraph, RdflibEndpoint, Virtuoso)


@dataclass(frozen=True)
class Plan:
    """How a run is made."""

    folder: Path
    seed: int = 1
    seconds: float = 6.0
    """How long many clients ask."""
    patience: float = 30.0
    """How long a client waits for an answer."""
    budget: float = 1.0
    """Seconds for each query, cold and warm each, with one client."""
    without: tuple[str, ...] = ()
    """Names of engines that are left out."""


def steps_of(sizes: int, mix: Sequence[Query]) -> int:
    """Return how many steps a run has at most."""
    engines = len(SUPPORTED)
    return sizes * (1 + engines + len(mix) + engines * (len(LEVELS) - 1) * 2 + SPECIAL)


def run_size(record: Record, triples: int, mix: Sequence[Query], plan: Plan, steps: Steps) -> Size:
    """Measure everything at one size.

    Raises:
        tests.bench.engines.engine.EngineError: If an engine that is installed does not start.
    """
    began = time.perf_counter()
    name = f"{triples:,} triples"
    with steps.step(f"{name}: generating"):
        note: Callable[[int, int], None] = lambda done, of: steps.note(f"{name}: generating session {done} of {of}")  # noqa: E731
        data = prepare(record, plan.folder / str(triples), triples, plan.seed, note)
    size = Size(data.triples, data.quads, time.perf_counter() - began)
    with ExitStack() as stack:
        engines = _start(data, size, plan, steps, stack, name)
        _ask_in_turn(engines, size, mix, plan, steps, name)
        _put_loads(engines, size, mix, plan, steps, name)
        for engine in engines[1:]:
            engine.stop()  # what follows is about ours alone
        ours = engines[0]
        with steps.step(f"{name}: what HTTP adds"):
            added_by_http(ours, data, mix, size, plan.patience)
        with steps.step(f"{name}: answers from the cache"):
            from_cache(ours, mix[0], size, plan.seconds / 2)
        with steps.step(f"{name}: beside runaway queries"):
            beside_runaways(ours, mix, size, plan.seconds)
    not_exists(size)
    _compare(size)
    return size


def _start(data: Generated, size: Size, plan: Plan, steps: Steps, stack: ExitStack, name: str) -> list[Engine]:
    """Start every engine that there is, one after the other, and see what it takes."""
    found = []
    for kind in SUPPORTED:
        engine = kind()
        reason = engine.absent()
        if engine.name in plan.without:
            reason = "not wanted"
        elif kind is RdflibEndpoint and size.triples > LARGEST:
            reason = f"more than {LARGEST:,} triples"
        if reason:
            size.absent[engine.name] = reason
            continue
        with steps.step(f"{name}: {engine.name} loads"):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tipgraph-bench-")))
            stack.callback(engine.stop)
            engine.start(data, folder, plan.patience)
        size.engines.append(Measured(engine.name, engine.load_seconds, engine.memory()))
        found.append(engine)
    return found


def _ask_in_turn(
    engines: Sequence[Engine], size: Size, mix: Sequence[Query], plan: Plan, steps: Steps, name: str
) -> None:
    """Put each query to all engines one right after the other: what disturbs the machine disturbs all alike."""
    for query in mix:
        with steps.step(f"{name}: {query.name}"):
            for engine, measured in zip(engines, size.engines, strict=True):
                measured.timings[query.name] = time_query(engine, query, plan.patience, plan.budget)
        expected = size.ours.timings[query.name].content
        for peer in size.peers:
            found = peer.timings[query.name].content
            if expected is not None and found is not None and found != expected:
                size.disagreements.append(
                    f"{query.name}: {peer.name} has {found.count:,} results, ours {expected.count:,}"
                    + (", of other values" if found.count == expected.count else "")
                )


def _put_loads(
    engines: Sequence[Engine], size: Size, mix: Sequence[Query], plan: Plan, steps: Steps, name: str
) -> None:
    for clients in LEVELS[1:]:
        for cold in (True, False):
            for engine, measured in zip(engines, size.engines, strict=True):
                with steps.step(f"{name}: {engine.name}, {clients} clients, {'cold' if cold else 'warm'}"):
                    found = time_load(engine, mix, clients, cold, plan.seconds, plan.patience)
                    measured.loads[clients, cold] = found


def _compare(size: Size) -> None:
    """Judge ours beside the others, where the dataset is large enough."""
    if size.triples < MILLION:
        return
    for peer in size.peers:
        found = mean_ratio(size.ours, peer)
        wanted = RDFLIB_TIMES if peer.name == RdflibEndpoint.name else 1
        what = f"{peer.name} takes, in the geometric mean over the queries, cold"
        size.targets.append(
            Target(
                what,
                f"at least {wanted} times as long",
                f"{found:.2f} times{bounded(size.ours, peer)}",
                found >= wanted,
            )
        )
