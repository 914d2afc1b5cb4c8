"""Measuring engines side by side: each query in turn on each of them, then many clients on one after the other."""

import itertools
import time
from collections.abc import Callable, Sequence

from tests.bench.answers import NoAnswer, read
from tests.bench.client import Answer, Client, Unanswered
from tests.bench.engines.engine import GRAPH, TABLE, Engine
from tests.bench.load import Load, put_load, requests_of
from tests.bench.mix import Query
from tests.bench.results import Timing

RUNS = 15
FEWEST = 3
"""Requests of one kind that are made however long they take, unless each takes seconds."""
LONG = 2.0
"""Seconds from which one request is enough."""
DRAIN = 10.0
"""Seconds for which the last answers are waited for when many clients have stopped asking."""
WARM_ONES = 30

_marks = itertools.count(1)


def next_mark() -> int:
    """Return a number that no query has been marked with yet."""
    return next(_marks)


def ask(client: Client, engine: Engine, query: Query, text: str) -> Answer:
    """Put a query, in the words given, to an engine."""
    return client.get(engine.target(text), GRAPH if query.is_graph else TABLE)


def time_query(engine: Engine, query: Query, patience: float, budget: float) -> Timing:
    """Put one query to an engine again and again, by one client.

    Args:
        engine: Whom to ask.
        query: What to ask.
        patience: Seconds to wait for an answer.
        budget: Seconds after which enough has been measured, cold and warm each.

    Returns:
        The times. An engine that does not answer, or answers with an error, is counted at the client's patience.
    """
    client = Client(engine.host, engine.port, patience)
    timing = Timing()
    try:
        first = ask(client, engine, query, query.marked(next_mark()))
        timing.content = read(first, query.is_graph)
        timing.cold = [first.seconds]
        if first.seconds < LONG:
            timing.cold += _repeat(lambda: ask(client, engine, query, query.marked(next_mark())), budget, RUNS)
        again = ask(client, engine, query, query.text)
        timing.warm = [again.seconds]
        if again.seconds < LONG:  # the first may have had to be worked out
            timing.warm = _repeat(lambda: ask(client, engine, query, query.text), budget, WARM_ONES)
    except (Unanswered, NoAnswer) as error:
        timing.failure = str(error) if isinstance(error, NoAnswer) else f"no answer within {patience:.0f} s"
        timing.cold, timing.warm = [patience], [patience]
        client.close()
        engine.recover()
    finally:
        client.close()
    return timing


def _repeat(once: Callable[[], Answer], budget: float, most: int) -> list[float]:
    found: list[float] = []
    until = time.perf_counter() + budget
    while len(found) < most and (time.perf_counter() < until or (len(found) < FEWEST and sum(found) < LONG)):
        answer = once()
        if answer.status != 200:
            raise NoAnswer(f"status {answer.status} when asked again")
        found.append(answer.seconds)
    return found


def time_load(engine: Engine, mix: Sequence[Query], clients: int, cold: bool, seconds: float, patience: float) -> Load:
    """Let many clients ask the whole mix.

    Args:
        engine: Whom they ask.
        mix: What they ask.
        clients: How many.
        cold: Whether each request is unlike any other.
        seconds: How long.
        patience: Seconds to wait for the last answers.
    """
    streams = [requests_of(engine, mix, cold, next_mark()) for _ in range(clients)]
    load = put_load(engine, streams, seconds, min(patience, DRAIN))
    if load.unfinished:
        engine.recover()
    return load
