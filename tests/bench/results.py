"""What was measured, and the figures that follow from it."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.bench.answers import Content
from tests.bench.load import Load


@dataclass
class Timing:
    """One query, put to one engine by one client."""

    cold: list[float] = field(default_factory=list)
    """Seconds of each request that no other was like."""
    warm: list[float] = field(default_factory=list)
    """Seconds of each request that repeats another."""
    content: Content | None = None
    failure: str = ""
    """Why there is no answer; the times are then those that were waited at least."""


@dataclass
class Measured:
    """One engine at one size."""

    name: str
    load_seconds: float
    memory: int
    """Bytes that its processes take when all is loaded."""
    timings: dict[str, Timing] = field(default_factory=dict)
    loads: dict[tuple[int, bool], Load] = field(default_factory=dict)
    """What came of each number of clients, cold or not."""


@dataclass(frozen=True)
class Target:
    """A figure that is to be reached."""

    what: str
    wanted: str
    found: str
    reached: bool


@dataclass
class Size:
    """All engines at one size."""

    triples: int
    quads: int
    generating: float
    """Seconds that the dataset took to make, or to be found made."""
    engines: list[Measured] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)
    """Engines that were left out, and why."""
    disagreements: list[str] = field(default_factory=list)
    """Where an engine did not answer the same as ours."""
    targets: list[Target] = field(default_factory=list)
    details: list[str] = field(default_factory=list)

    @property
    def ours(self) -> Measured:
        """Our own server."""
        return self.engines[0]

    @property
    def peers(self) -> list[Measured]:
        """The others."""
        return self.engines[1:]


def median(seconds: Sequence[float]) -> float:
    """Return the median; not a number where nothing was measured."""
    return statistics.median(seconds) if seconds else math.nan


def percentile(seconds: Sequence[float], share: float = 0.99) -> float:
    """Return the least time within which so large a share of the requests was answered."""
    if not seconds:
        return math.nan
    return sorted(seconds)[math.ceil(share * len(seconds)) - 1]


def geometric_mean(ratios: Iterable[float]) -> float:
    """Return the geometric mean of what is a number; not a number if nothing is."""
    found = [math.log(ratio) for ratio in ratios if ratio > 0 and math.isfinite(ratio)]
    return math.exp(statistics.fmean(found)) if found else math.nan


@dataclass(frozen=True)
class Pair:
    """What ours and a peer took for one query."""

    ours: list[float]
    peer: list[float]
    ours_unfinished: bool = False
    """Whether ours took longer than was waited for; the ratio is then at most what it seems."""
    peer_unfinished: bool = False
    """Whether the peer did; the ratio is then at least what it seems."""

    @property
    def ratio(self) -> float:
        """How many times as long the peer took, by the medians; not a number where nothing can be said."""
        if not self.ours or not self.peer or (self.ours_unfinished and self.peer_unfinished):
            return math.nan
        return median(self.peer) / median(self.ours)


def pairs(ours: Measured, peer: Measured, clients: int, cold: bool) -> dict[str, Pair]:
    """Return what both took for each query.

    Args:
        ours: Our server.
        peer: Another engine at the same size.
        clients: How many clients asked at once.
        cold: Whether each request was unlike any other.
    """
    if clients == 1:
        return {
            name: Pair(
                timing.cold if cold else timing.warm,
                other.cold if cold else other.warm,
                bool(timing.failure),
                bool(other.failure),
            )
            for name, timing, other in ((name, t, peer.timings[name]) for name, t in ours.timings.items())
        }
    here, there = ours.loads.get((clients, cold)), peer.loads.get((clients, cold))
    if here is None or there is None:
        return {}
    return {
        name: Pair(here.of(name), there.of(name), name in here.unfinished, name in there.unfinished)
        for name in ours.timings
    }


def bounded(ours: Measured, peer: Measured) -> str:
    """Say in which direction a mean ratio is a bound, where one of both left queries unfinished."""
    found = [pair for pair in pairs(ours, peer, 1, cold=True).values() if pair.ours_unfinished != pair.peer_unfinished]
    if not found:
        return ""
    if all(pair.peer_unfinished for pair in found):
        return " or more"
    return " or less" if all(pair.ours_unfinished for pair in found) else ", with bounds in both directions"


def mean_ratio(ours: Measured, peer: Measured, clients: int = 1, cold: bool = True) -> float:
    """Return the geometric mean of the ratios of all queries of which something can be said."""
    return geometric_mean(pair.ratio for pair in pairs(ours, peer, clients, cold).values())
