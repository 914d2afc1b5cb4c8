"""The figures that the project promises on two cores, measured; run by ``make bench`` only, which prints them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench

QUERY = "SELECT ?text WHERE { ?r a tip:Recommendation ; tip:topic topic:victim-compensation ; tip:text ?text }"
COMMAND = [sys.executable, "-m", "tipgraph.cli"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with a build of its own, which is there."""
    made = {**os.environ, "TIPGRAPH_BUILD": str(tmp_path_factory.mktemp("figures") / "dataset")}
    subprocess.run([*COMMAND, "build"], env=made, check=True, capture_output=True)
    return made


def best_of(runs: int, act: Callable[[], object]) -> float:
    """The least time of several runs, in seconds: others on the machine can only add to it."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize(
    ("arguments", "limit"),
    [
        (["--help"], 0.5),
        (["extract", "--into", "{folder}/extracted"], 3.0),
        (["build", "--output", "{folder}/build"], 5.0),
        (["validate", "--skip", "consistency"], 15.0),
    ],
    ids=lambda value: " ".join(value[:1]) if isinstance(value, list) else "",
)
def test_time_of_a_command(arguments: list[str], limit: float, environment: dict[str, str], tmp_path: Path) -> None:
    command = [*COMMAND, *(argument.format(folder=tmp_path) for argument in arguments)]
    taken = best_of(3, lambda: subprocess.run(command, env=environment, capture_output=True, check=True))
    print(f"tipgraph {arguments[0]}: {taken:.2f} s, of {limit} s")
    assert taken < limit


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server on a free port: its process, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ask(address: str, *, until: float = 30.0) -> bytes:
    """Put the query to a server that may still be starting."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = f"{address}/sparql?{urllib.parse.urlencode({'query': QUERY})}"
    end = time.monotonic() + until
    while True:
        try:
            with opener.open(request, timeout=until) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def test_time_to_the_first_answer(environment: dict[str, str]) -> None:
    def start_and_ask() -> None:
        with serving(environment) as (_, address):
            start = time.perf_counter()
            assert b"compensation" in ask(address)
            times.append(time.perf_counter() - start)

    times: list[float] = []
    for _ in range(3):
        start_and_ask()
    print(f"first answer over HTTP: {min(times):.2f} s, of 3.0 s")
    assert min(times) < 3.0


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="proportional memory is told by Linux only")
def test_memory_of_all_processes(environment: dict[str, str]) -> None:
    with serving(environment) as (process, address):
        for _ in range(20):
            ask(address)
        sizes = {number: proportional(number) for number in [process.pid, *descendants(process.pid)]}
    total = sum(sizes.values()) / 1000
    print(f"memory (PSS) of {len(sizes)} processes: {total:.0f} MB, of 300 MB")
    assert total < 300


def descendants(number: int) -> list[int]:
    """The processes below one, by their numbers."""
    lists = Path(f"/proc/{number}/task").glob("*/children")
    children = [int(child) for path in lists for child in path.read_text(encoding="ascii").split()]
    return children + [below for child in children for below in descendants(child)]


def proportional(number: int) -> int:
    """The proportional memory of a process in kilobytes of a thousand bytes."""
    lines = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 // 1000 for line in lines if line.startswith("Pss:"))
