"""Figures for whoever runs the server, as Prometheus reads them."""

import time
from collections.abc import Callable, Iterator
from typing import Final

from flask import Response, g, request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tipgraph import __version__
from tipgraph.web.services import Services

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
"""Methods that are counted by their names; a client may invent any number of others."""
OUTCOMES: Final = (
    *("answered", "malformed", "refused", "unacceptable", "failed"),
    *("time", "memory", "result", "queue", "gone"),
)
"""What can become of a query."""
QUERIED: Final = frozenset({"/sparql", "/query"})
"""The routes at which clients ask queries of their own."""
BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0)
"""Seconds: from an answer that is kept to a query that waits and then takes as long as it may."""

disable_created_metrics()  # type: ignore[no-untyped-call]  # a figure beside each that says since when it counts: the process says that for all


class Metrics:
    """The figures of one application."""

    def __init__(self, found: Services) -> None:
        """Count from nothing.

        Args:
            found: The build, the cache and the workers that are described.
        """
        self.registry = CollectorRegistry()
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._requests = Counter(
            "tipgraph_http_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "tipgraph_http_request_seconds",
            "Seconds from a request's arrival to its whole answer.",
            ("route",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._queries = Counter(
            "tipgraph_queries",
            "Queries by what became of them: answered (also from the cache), or the limit or fault that ended them.",
            ("outcome",),
            registry=self.registry,
        )
        for outcome in OUTCOMES:
            self._queries.labels(outcome)
        build = Info("tipgraph_build", "The program and the data that it serves.", registry=self.registry)
        build.info({"version": __version__, "build": found.build.identity})
        self.registry.register(_State(found))
        ProcessCollector(registry=self.registry)

    @staticmethod
    def begin() -> None:
        """Note when the current request began."""
        g.began = time.perf_counter()

    def count(self, response: Response) -> Response:
        """Count the current request with its answer."""
        self.counting(response)(time.perf_counter() - g.began)
        return response

    def counting(self, response: Response) -> Callable[[float], None]:
        """Return what counts requests that are answered as the current one is; it is told how many seconds they take."""
        rule, method = request.url_rule, request.method
        labels = (method if method in METHODS else "other", rule.rule if rule else "none", response.status_code)
        if labels not in self._known:  # finding them by their names takes longer than counting
            self._known[labels] = (self._requests.labels(*labels), self._seconds.labels(labels[1]))
        requests, seconds = self._known[labels]
        asks = labels[1] in QUERIED and g.get("outcome")
        outcome = self._queries.labels(g.outcome) if asks else None

        def count(taken: float) -> None:
            requests.inc()
            seconds.observe(taken)
            if outcome:
                outcome.inc()

        return count


class _State(Collector):
    """What is read when it is asked for, and costs a request nothing."""

    def __init__(self, found: Services) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        cache, counts = self._found.cache, self._found.pool.counts()
        yield CounterMetricFamily("tipgraph_cache_hits", "Answers that were kept, or shared.", value=cache.hits)
        yield CounterMetricFamily("tipgraph_cache_misses", "Answers that had to be made.", value=cache.misses)
        yield GaugeMetricFamily("tipgraph_cache_bytes", "Bytes of answers that are kept.", value=cache.size)
        running = GaugeMetricFamily(
            "tipgraph_queries_running", "Queries that run, by the lane they are in.", labels=("lane",)
        )
        waiting = counts.pop("waiting")
        for lane, number in counts.items():
            running.add_metric((lane,), number)
        yield running
        yield GaugeMetricFamily("tipgraph_queries_waiting", "Queries that wait for a place.", value=waiting)
        yield GaugeMetricFamily(
            "tipgraph_queries_sharing", "Requests that wait for the answer to what another asked.", value=cache.waiting
        )
        triples = int(self._found.build.manifest["triples"])
        yield GaugeMetricFamily("tipgraph_triples", "Triples of the default graph.", value=triples)
