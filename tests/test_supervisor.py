"""Server processes that come and go while clients ask: killed, stopped, or replaced for a new build."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.server import (
    Server,
    busy_worker,
    family,
    fork_server,
    gone,
    server_process,
    serving,
    until,
    workers,
)
from tests.test_workers import RUNAWAY, SLOW
from tipgraph.dataset import build as dataset_build
from tipgraph.dataset.build import Build, open_build, write_build
from tipgraph.record import Record
from tipgraph.web import watch, worker
from tipgraph.web.settings import Settings
from tipgraph.web.watch import BuildWatch

COUNT = "SELECT (COUNT(*) AS ?n) { ?recommendation a tip:Recommendation }"
"""The record has many; the small one two."""


@pytest.fixture
def place(build: Build, tmp_path: Path) -> Path:
    """A directory of this test's own that holds a build of the record."""
    return Path(shutil.copytree(build.directory, tmp_path / "served" / "dataset"))


@pytest.fixture
def other(small: Record, tmp_path: Path) -> Path:
    """Another build."""
    return write_build(small, tmp_path / "other").directory


def count(server: Server) -> int:
    reply = server.query(COUNT)
    assert reply.status == 200, reply.text
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


def publish(new: Path, place: Path) -> None:
    """Put a build in the place of another, as ``tipgraph build`` does."""
    stage, old = place.with_name("stage"), place.with_name("old")
    shutil.copytree(new, stage)
    place.rename(old)
    stage.rename(place)
    shutil.rmtree(old)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_answers_what_is_under_way(build: Build, number: signal.Signals) -> None:
    with serving(build.directory, timeout="60") as server, ThreadPoolExecutor() as threads:
        asked = threads.submit(server.query, SLOW)
        busy_worker(server.process.pid)
        everybody = family(server.process.pid)
        server.process.send_signal(number)
        reply = asked.result()
        assert (reply.status, reply.headers["connection"]) == (200, "close")
        assert server.process.wait(30) == 0
        gone(everybody)
        with pytest.raises(ConnectionRefusedError):
            server.query("ASK {}")


@pytest.mark.thorough
def test_nothing_is_left_in_the_folder_for_temporary_files(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("TMPDIR", folder)
        with serving(build.directory) as server:
            assert server.query("ASK {}").status == 200
            os.kill(server_process(server.process.pid), signal.SIGKILL)
            assert server.query("ASK {}").status == 200
            assert list(Path(folder).iterdir())
        assert list(Path(folder).iterdir()) == []


def test_a_server_process_removes_no_folder_but_its_own(tmp_path: Path) -> None:
    """Whoever starts one without a supervisor keeps the folder that the environment names."""
    given, own = tmp_path / "given", tmp_path / "own"
    given.mkdir()
    for folder in ("", str(own)):
        own.mkdir(exist_ok=True)
        record = json.dumps({"record": str(tmp_path / "none")})
        ours, theirs = socket.socketpair()
        numbers = (theirs.fileno(), theirs.fileno())
        program = "from tipgraph.web.process import main; main()"
        command = [sys.executable, "-c", program, *map(str, numbers), "made", folder, record]
        with ours, theirs:
            done = subprocess.run(command, pass_fds=numbers, env={**os.environ, "TMPDIR": str(given)}, check=False)
        assert done.returncode == 2
        assert (given.is_dir(), own.is_dir()) == (True, not folder)


@pytest.mark.thorough
def test_a_folder_for_temporary_files_whose_name_is_too_long_for_a_socket(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    with serving(build.directory) as server:
        assert server.query("ASK {}").status == 200


@pytest.mark.thorough
def test_told_to_stop_it_does_not_wait_for_ever(build: Build) -> None:
    with serving(build.directory, timeout="600", grace="0.5") as server, ThreadPoolExecutor() as threads:
        asked = threads.submit(server.query, RUNAWAY)
        busy_worker(server.process.pid)
        everybody = family(server.process.pid)
        server.process.terminate()
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            asked.result()
        assert server.process.wait(30) == 0
        gone(everybody)


@pytest.mark.thorough
def test_told_twice_it_stops_at_once(build: Build) -> None:
    with serving(build.directory, timeout="600", grace="600") as server, ThreadPoolExecutor() as threads:
        asked = threads.submit(server.query, RUNAWAY)
        busy_worker(server.process.pid)
        everybody = family(server.process.pid)
        for _ in range(2):
            server.process.send_signal(signal.SIGINT)
            time.sleep(0.3)
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            asked.result()
        assert server.process.wait(30) == 0
        gone(everybody)


@pytest.mark.thorough
def test_threads_share_a_processor_and_workers_have_all(build: Build) -> None:
    with serving(build.directory) as server:
        assert count(server) > 2
        number = server_process(server.process.pid)
        threads = [int(thread.name) for thread in Path(f"/proc/{number}/task").iterdir()]
        assert len(os.sched_getaffinity(number)) == 1
        shared = [thread for thread in threads if os.sched_getaffinity(thread) == os.sched_getaffinity(number)]
        assert len(shared) > Settings().threads
        for one in (fork_server(server.process.pid), *workers(server.process.pid)):
            assert os.sched_getaffinity(one) == os.sched_getaffinity(0)


def test_nobody_outlives_the_supervisor(build: Build) -> None:
    """Not even a worker that computes."""
    with serving(build.directory, timeout="600") as server, ThreadPoolExecutor() as threads:
        asked = threads.submit(server.query, RUNAWAY)
        busy_worker(server.process.pid)
        everybody = family(server.process.pid)
        os.kill(server.process.pid, signal.SIGKILL)
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            asked.result()
        gone(everybody)


def test_a_server_process_that_is_killed_is_started_again(build: Build) -> None:
    with serving(build.directory, timeout="600") as server, ThreadPoolExecutor() as threads:
        asked = threads.submit(server.query, RUNAWAY)
        busy_worker(server.process.pid)
        below = family(server.process.pid)[1:]
        os.kill(server_process(server.process.pid), signal.SIGKILL)
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            asked.result()
        for _ in range(5):
            assert server.query("ASK {}").status == 200
        gone(below)


@pytest.mark.thorough
def test_a_server_process_that_cannot_be_started_again_is_tried_until_it_can(place: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    with (tmp_path / "log").open("w+b") as errors, serving(place, errors=errors) as server:
        place.rename(hidden)
        os.kill(server_process(server.process.pid), signal.SIGKILL)
        until(lambda: (tmp_path / "log").read_bytes().count(b"starting another") >= 4, "it is not tried again")
        hidden.rename(place)
        assert server.query("ASK {}").status == 200
        log = (tmp_path / "log").read_text()
    assert "the server process ended (signal SIGKILL): starting another in 0.0 seconds" in log
    assert f"({place}: there is no build, or it was never finished: run 'tipgraph build')" in log
    assert "Traceback" not in log


def test_a_client_that_leaves_ends_its_query(build: Build) -> None:
    with serving(build.directory, timeout="600", workers="1", slow="1") as server, ThreadPoolExecutor() as threads:
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                path = f"/sparql?{urlencode({'query': RUNAWAY})}"
                client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                busy = busy_worker(server.process.pid)
                until(lambda: _runs_slowly(server), "it has no slow place")
            gone([busy])
        slow = threads.submit(server.query, SLOW)
        until(lambda: slow.done() or _runs_slowly(server), "the slow place is not free")
        assert slow.result().status == 200


def _runs_slowly(server: Server) -> bool:
    return 'tipgraph_queries_running{lane="slow"} 1.0' in server.get("/metrics").text


@dataclass
class Clients:
    """Several clients that ask all the time, half of them over connections that they keep."""

    server: Server
    counts: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    closed: int = 0
    """How many kept connections the server said it would close."""
    enough: threading.Event = field(default_factory=threading.Event)

    def ask(self, connection: http.client.HTTPConnection) -> None:
        # A comment that nobody has written before: the answer is in no cache.
        query = f"{COUNT} # {time.perf_counter_ns()} {threading.get_ident()}"
        connection.request("GET", f"/sparql?{urlencode({'query': query})}")
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            self.faults.append(f"{response.status} {body!r}")
            return
        self.closed += response.headers["Connection"] == "close"
        self.counts.append(int(json.loads(body)["results"]["bindings"][0]["n"]["value"]))

    def run(self, keeps: bool) -> None:
        kept = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            while not self.enough.is_set():
                if keeps:
                    self.ask(kept)
                    continue
                new = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
                self.ask(new)
                new.close()
        except Exception as error:
            self.faults.append(repr(error))
        finally:
            kept.close()

    def until(self, condition: Callable[[], bool]) -> None:
        until(lambda: bool(self.faults) or condition(), f"the last answers: {self.counts[-5:]}", 60)


def test_new_builds_are_served_without_one_failed_request(place: Path, other: Path, tmp_path: Path) -> None:
    first = shutil.copytree(place, tmp_path / "first")
    with serving(place, watch="0.2") as server, ThreadPoolExecutor() as threads:
        clients = Clients(server)
        many = count(server)
        before = server_process(server.process.pid)
        asking = [threads.submit(clients.run, number % 2 == 0) for number in range(6)]
        try:
            for new, expected in ((other, 2), (first, many)):
                clients.until(lambda: len(clients.counts) > 50)
                publish(new, place)
                clients.until(lambda: clients.counts[-50:] == [expected] * 50)  # noqa: B023 - called at once
                gone([before])
                before = server_process(server.process.pid)
        finally:
            clients.enough.set()
        for one in asking:
            one.result()
    assert clients.faults == []
    assert set(clients.counts) == {2, many}
    assert clients.closed > 0


@pytest.mark.thorough
def test_what_is_under_way_is_answered_from_the_build_before(place: Path, other: Path) -> None:
    with serving(place, watch="0.2", timeout="60") as server, ThreadPoolExecutor() as threads:
        expected = server.query(SLOW).body
        asked = threads.submit(server.query, SLOW + " # once more")
        busy_worker(server.process.pid)
        publish(other, place)
        until(lambda: count(server) == 2, "the new build is not served")
        reply = asked.result()
        assert (reply.status, reply.body) == (200, expected)


@pytest.mark.thorough
def test_a_worker_is_replaced_from_memory_when_the_build_is_gone(place: Path, other: Path) -> None:
    with serving(place, watch="0") as server:
        many = count(server)
        publish(other, place)
        before = workers(server.process.pid)
        assert len(before) == Settings().workers + Settings().slow + 1
        for number in before:
            os.kill(number, signal.SIGKILL)
        until(lambda: len(set(workers(server.process.pid)) - set(before)) == len(before), "they are not replaced")
        for number in range(6):
            assert server.query(f"{COUNT} # {number}").body == server.query(COUNT).body
        assert count(server) == many > 2


@pytest.mark.thorough
def test_the_build_that_another_process_had_loaded_is_nobody_elses(
    place: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one server process tells its fork server is inherited by all that it starts, and means nothing there."""
    monkeypatch.setenv(worker.PRELOAD, f"{os.getpid()} {open_build(other).version} {other}")
    test_a_worker_is_replaced_from_memory_when_the_build_is_gone(place, other)


@pytest.mark.thorough
def test_a_fork_server_that_is_killed_when_the_build_is_gone_ends_the_process(place: Path, other: Path) -> None:
    """Never are two builds served side by side: what would load the new one into the old process is refused."""
    with serving(place, watch="0") as server:
        assert count(server) > 2
        publish(other, place)
        os.kill(fork_server(server.process.pid), signal.SIGKILL)
        until(lambda: _count_or_not(server) == 2, "no other process serves the new build")
        assert [count(server) for _ in range(6)] == [2] * 6


def _count_or_not(server: Server) -> int:
    try:
        return count(server)
    except (AssertionError, OSError, http.client.HTTPException):
        return 0


@pytest.mark.thorough
def test_hup_looks_for_a_new_build_at_once(place: Path, other: Path) -> None:
    with serving(place, watch="0") as server:
        many = count(server)
        publish(other, place)
        time.sleep(0.5)
        assert count(server) == many
        server.process.send_signal(signal.SIGHUP)
        until(lambda: count(server) == 2, "the new build is not served")


def test_a_broken_build_is_logged_and_the_one_before_served_on(place: Path, other: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(other, tmp_path / "broken")
    (broken / "dataset.nq").write_bytes(b"<a> <b> <c> .\n")
    with (tmp_path / "log").open("w+b") as errors, serving(place, watch="0.1", errors=errors) as server:
        many = count(server)
        publish(broken, place)
        until(lambda: b"cannot be served" in (tmp_path / "log").read_bytes(), "it is not logged")
        assert count(server) == many
        publish(other, place)
        until(lambda: count(server) == 2, "the whole build is not served")
        log = (tmp_path / "log").read_text()
    assert (
        f"the new build cannot be served ({place}/dataset.nq: this is not the file that the build's manifest describes: "
        "run 'tipgraph build'): the one before is served on"
    ) in log
    assert log.count("cannot be served") == 1, "it is tried once"
    assert "Traceback" not in log


@pytest.mark.thorough
def test_another_record_can_be_served_as_it_was_built(other: Path) -> None:
    """A server makes a build of its own record where another's lies, unless it is told to leave it."""
    before = {path.name: path.read_bytes() for path in other.iterdir()}
    with serving(other, as_built="true") as server:
        assert count(server) == 2
    assert {path.name: path.read_bytes() for path in other.iterdir()} == before
    with serving(other) as server:
        assert count(server) > 2


class TestWatch:
    """When a directory is said to hold a new build."""

    @pytest.fixture
    def watched(self, place: Path, build: Build) -> BuildWatch:
        found = BuildWatch(place, build.version)
        assert not found.look()
        return found

    def test_the_manifest_is_that_of_builds(self) -> None:
        assert watch.MANIFEST == dataset_build.MANIFEST

    @pytest.mark.parametrize("name", sorted(dataset_build.OUTPUTS))
    def test_a_build_that_differs_in_one_file(self, watched: BuildWatch, place: Path, name: str) -> None:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        manifest["outputs"][name] = "0" * 64
        (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert watched.look(now=True)

    def test_another_build(self, watched: BuildWatch, place: Path, other: Path) -> None:
        publish(other, place)
        assert not watched.look(), "it may still be written"
        assert watched.look()
        assert not watched.look(), "it has been said"

    def test_at_once_when_asked_to(self, watched: BuildWatch, place: Path, other: Path) -> None:
        publish(other, place)
        assert watched.look(now=True)
        assert not watched.look()
        assert watched.look(now=True), "it is to be tried again"

    def test_the_same_build_once_more(self, watched: BuildWatch, place: Path, build: Build) -> None:
        publish(build.directory, place)
        assert [watched.look() for _ in range(3)] == [False] * 3
        assert not watched.look(now=True)

    def test_no_build(self, watched: BuildWatch, place: Path) -> None:
        shutil.rmtree(place)
        assert [watched.look() for _ in range(3)] == [False] * 3

    def test_half_a_manifest(self, watched: BuildWatch, place: Path) -> None:
        text = (place / "manifest.json").read_text(encoding="utf-8")
        (place / "manifest.json").write_text(text[: len(text) // 2], encoding="utf-8")
        assert [watched.look() for _ in range(3)] == [False] * 3

    def test_files_that_still_grow(self, watched: BuildWatch, place: Path, other: Path) -> None:
        shutil.copy(other / "manifest.json", place)
        for size in (10, 20, 30):
            (place / "dataset.nq").write_bytes(b"#" * size)
            assert not watched.look()
        assert watched.look()
