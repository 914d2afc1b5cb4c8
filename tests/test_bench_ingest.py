"""How fast documents are ingested and what it takes, on a generated corpus; run by ``make bench-ingest``, which prints it."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.corpus import report

pytestmark = pytest.mark.bench

DOCUMENTS = 120
PAGES = 10
LONG = 300
AT_LEAST = 100
"""Documents of ten pages a minute and core that the project promises from text."""


def ingest(files: list[Path], into: Path, *options: str) -> tuple[float, dict[str, int]]:
    """Ingest files in a process of their own; returns the seconds it took and the summary."""
    command = [
        sys.executable,
        "-m",
        "tipgraph.cli",
        "ingest",
        *map(str, files),
        "--into",
        str(into),
        "--format",
        "json",
    ]
    began = time.perf_counter()
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    taken = time.perf_counter() - began
    found: dict[str, int] = json.loads(done.stdout)["summary"]
    return taken, found


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for seed in range(DOCUMENTS):
        (folder / f"{seed:03}.txt").write_text(report(seed, PAGES), encoding="utf-8")
    return folder


def test_documents_a_minute(corpus: Path, tmp_path: Path) -> None:
    alone, counts = ingest([corpus], tmp_path / "one", "--processes", "1")
    both, _ = ingest([corpus], tmp_path / "two", "--processes", "2")
    again, known = ingest([corpus], tmp_path / "one")
    rate = DOCUMENTS * 60 / alone
    print(f"{DOCUMENTS} texts of {PAGES} pages: {rate:.0f} a minute with one process (at least {AT_LEAST})")
    print(f"with two processes {alone / both:.2f} times as fast; ingested again, all known, {alone / again:.0f} times")
    print(f"{counts['facts'] / DOCUMENTS:.0f} facts a document, {counts['unplacedLines']} unplaced lines in all,")
    print(f"{counts['unresolvedNames']} unresolved names, {counts['needsReview']} facts to review")
    assert counts["added"] == known["unchanged"] == DOCUMENTS
    assert rate > AT_LEAST


def test_a_text_of_three_hundred_pages(tmp_path: Path) -> None:
    short, long = tmp_path / "short.txt", tmp_path / "long.txt"
    short.write_text(report(1, LONG // 10), encoding="utf-8")
    long.write_text(report(2, LONG), encoding="utf-8")
    little, _ = ingest([short], tmp_path / "short")
    much, counts = ingest([long], tmp_path / "long")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{LONG} pages: {much:.1f} s, {much / little:.1f} times as long as a tenth of it; at most {peak:.0f} MB")
    print(
        f"{counts['facts']:,} facts, {counts['recommendations']:,} recommendations, {counts['unplacedLines']} unplaced lines"
    )
    assert counts["added"] == 1
