"""How fast the shapes are run, beside plain pyshacl, on generated data; run by ``make bench-validate``.

Each validation is a process of its own, from the file to the last result. ``TIPGRAPH_BENCH_TRIPLES`` names other sizes.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.dataset import prepare
from tests.conftest import ROOT
from tests.incremental import Edited
from tipgraph.dataset.build import TRIPLES
from tipgraph.namespaces import ID, TIP
from tipgraph.record import Record
from tipgraph.validate import check

pytestmark = pytest.mark.bench

SIZES = [int(size) for size in os.environ.get("TIPGRAPH_BENCH_TRIPLES", "100000 1000000").split()]
WAYS = {
    "queries": "queries, then pyshacl about the suspects",
    "everything": "pyshacl about everything, our parser",
    "pyshacl": "pyshacl alone",
}
LARGE = 1_000_000
LEAST_RATIO = 10
"""Times as fast as pyshacl alone, at a million triples."""
FAULTY = 2_000
"""Of so many statements one is left out or repeated with another value in the data with faults."""


@dataclass
class Measured:
    triples: int
    results: int
    seconds: float
    parsing: float


def say(words: str) -> None:
    """Tell how far it is, past pytest, which keeps what is printed until the end."""
    print(f"[{time.strftime('%H:%M:%S')}] {words}", file=sys.__stderr__, flush=True)


def measure(file: Path, shapes: Path, way: str) -> Measured:
    command = [sys.executable, "-m", "tests.bench.validate", str(file), str(shapes), way]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return Measured(*json.loads(done.stdout))


def with_faults(file: Path, folder: Path) -> Path:
    """The same data, of which some statements are missing and some have a value of no use."""
    made = folder / file.name
    with file.open() as lines, made.open("w") as out:
        for number, line in enumerate(lines):
            if number % FAULTY == 0:
                continue
            out.write(line)
            if number % FAULTY == FAULTY // 2:
                subject, predicate, _ = line.split(" ", 2)
                out.write(f'{subject} {predicate} "31-01-2020"^^<http://www.w3.org/2001/XMLSchema#date> .\n')
    return made


@pytest.mark.parametrize("size", SIZES)
def test_one_statement_changed(record: Record, tmp_path: Path, size: int) -> None:
    say(f"{size:,} triples: generated, or found")
    data = prepare(record, ROOT / "build" / "bench" / str(size), size, 1, lambda *_: None)
    copy = Edited.copy(record, tmp_path, ("shacl",))
    for path in (
        *copy.record.extracted.glob("*.ttl"),
        *copy.record.curated.glob("*.ttl"),
        *copy.record.schemes.glob("*.ttl"),
    ):
        path.unlink()
    file = copy.record.extracted / "generated.ttl"
    shutil.copy(data.build.directory / TRIPLES, file)
    seconds, told = {}, ""
    for way in ("the first time", "incrementally", "in full"):
        say(f"{size:,} triples: {way}")
        began = time.perf_counter()
        report = check(copy.record, only=copy.only, state=copy.state, full=way == "in full")
        seconds[way], told = time.perf_counter() - began, report.again or told
        file.write_text(file.read_text() + f"<{ID}question/of-the-benchmark> <{TIP}concerns> <{ID}body/unodc> .\n")
    print(f"one statement changed, {report.triples:,} triples, {len(report.results):,} results: {told}")
    print(", ".join(f"{way} {taken:.1f} s" for way, taken in seconds.items()))
    assert seconds["incrementally"] < seconds["in full"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("faulty", [False, True], ids=["conforming", "with faults"])
def test_beside_plain_pyshacl(record: Record, tmp_path: Path, size: int, faulty: bool) -> None:
    say(f"{size:,} triples: generated, or found")
    data = prepare(record, ROOT / "build" / "bench" / str(size), size, 1, lambda *_: None)
    file = data.build.directory / TRIPLES
    file = with_faults(file, tmp_path) if faulty else file
    measured = {}
    for way, words in WAYS.items():
        say(f"{size:,} triples{' with faults' if faulty else ''}: {words}")
        one = measured[way] = measure(file, record.shapes, way)
        parsing = f"{one.parsing:5.1f} s of it parsing"
        print(f"{words:<45} {one.triples:>9,} triples {one.results:>6,} results {one.seconds:7.1f} s, {parsing}")
    ours, everything, pyshacl = (measured[way] for way in WAYS)
    ratio = pyshacl.seconds / ours.seconds
    print(f"{everything.seconds / ours.seconds:.1f} times as fast as the same without queries,")
    print(f"{ratio:.1f} times as fast as pyshacl alone; at least {LEAST_RATIO} at a million triples")
    assert ours.results == everything.results
    if not faulty:
        assert ours.results == pyshacl.results == 0
    if size >= LARGE and not faulty:
        assert ratio >= LEAST_RATIO
