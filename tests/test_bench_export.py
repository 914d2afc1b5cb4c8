"""How fast the dump is written in each form, and what that takes, at a million triples; run by ``make bench-export``.

Each writer is a process of its own, which first loads what it needs; then its memory is looked at all the while it writes.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.dataset import Generated, prepare
from tests.bench.engines.engine import proportional
from tests.conftest import ROOT
from tipgraph.record import Record

pytestmark = pytest.mark.bench

TRIPLES = 1_000_000
PART = 100_000
"""Statements that rdflib writes; its times are given for as many as ours, in proportion."""
FORMS = {
    "nquads": ("nq", "nquads"),
    "trig": ("trig", "trig"),
    "ntriples": ("nt", "nt"),
    "turtle": ("ttl", "turtle"),
    "jsonld": ("", "json-ld"),
    "rdfxml": ("rdf", "xml"),
}
"""How the engine and rdflib call each; the engine cannot dump JSON-LD with a context."""
LEAST_RATIO = 0.5
"""Of the engine's speed for N-Quads."""
MOST_MEGABYTES = 200
"""That an export may take above what holds the data."""


@dataclass
class Measured:
    seconds: float
    added: float
    """The most megabytes above those before it wrote."""
    size: int


@pytest.fixture(scope="module")
def data(record: Record) -> Generated:
    return prepare(record, ROOT / "build" / "bench" / str(TRIPLES), TRIPLES, 1, lambda *_: None)


def measure(data: Generated, folder: Path, writer: str, form: str, lines: int = 0) -> Measured:
    file = folder / "written"
    command = [sys.executable, "-m", "tests.bench.export", data.build.directory, writer, form, file, str(lines)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        before = most = proportional(running.pid)
        running.stdin.write("\n")
        running.stdin.flush()
        while running.poll() is None:
            most = max(most, proportional(running.pid))
            time.sleep(0.02)
        seconds = float(running.stdout.readline())
    size = file.stat().st_size
    file.unlink()
    return Measured(seconds, (most - before) / 1e6, size)


def shown(name: str, statements: int, one: Measured) -> str:
    rate = statements / one.seconds
    return f"{name:<24} {one.seconds:7.1f} s {rate / 1000:7.0f} thousand a second {one.added:6.0f} MB more {one.size / 1e6:5.0f} MB"


@pytest.fixture(scope="module")
def ours(data: Generated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Measured]]:
    folder = tmp_path_factory.mktemp("ours")
    return {form: measure(data, folder, "tipgraph", form) for form in FORMS}


def statements_of(data: Generated, form: str) -> int:
    return data.quads if form in ("nquads", "trig", "jsonld") else data.triples


def test_each_form_streams(data: Generated, ours: dict[str, Measured]) -> None:
    print(f"\n{data.quads:,} statements in named graphs, {data.triples:,} in all")
    for form, one in ours.items():
        print(shown(f"tipgraph {form}", statements_of(data, form), one))
    assert {form: one.added for form, one in ours.items() if one.added >= MOST_MEGABYTES} == {}


def test_lines_are_written_half_as_fast_as_the_engine_writes_them(
    data: Generated, ours: dict[str, Measured], tmp_path: Path
) -> None:
    ratios = {}
    for form, (suffix, _) in FORMS.items():
        if suffix:
            one = measure(data, tmp_path, "engine", suffix)
            ratios[form] = one.seconds / ours[form].seconds
            print(shown(f"engine {form}", statements_of(data, form), one), f"ours is {ratios[form]:.2f} times as fast")
    print(f"one graph or a query is not copied: TriG tells what that takes. At least {LEAST_RATIO} for N-Quads")
    assert ratios["nquads"] >= LEAST_RATIO


def test_beside_rdflib(data: Generated, ours: dict[str, Measured], tmp_path: Path) -> None:
    print(f"rdflib writes {PART:,} statements that it has loaded; ratios in proportion")
    for form, (_, name) in FORMS.items():
        one = measure(data, tmp_path, "rdflib", name, PART)
        ratio = one.seconds / PART * statements_of(data, form) / ours[form].seconds
        print(shown(f"rdflib {form}", PART, one), f"ours is {ratio:.1f} times as fast")


def test_the_canonical_form(data: Generated, tmp_path: Path) -> None:
    """It holds all lines to sort them: no limit."""
    print(shown("tipgraph canonical", data.quads, measure(data, tmp_path, "tipgraph", "canonical/nquads")))
