"""The same work on many inputs: what one of them does to the others when it hangs, fails or fills the memory."""

import re
import time
from pathlib import Path

import pytest

from tests.ingesting import FIREARMS, CliRunner, cli
from tipgraph.errors import UsageError
from tipgraph.ingest import processes
from tipgraph.ingest.processes import over_processes


def work(one: str) -> str:
    if one == "hangs":
        re.match(r"(a+)+b", "a" * 60)
    if one == "sleeps":
        time.sleep(60)
    if one == "fills":
        raise MemoryError
    if one == "fails":
        raise ZeroDivisionError("no such thing")
    return one.upper()


def prepare() -> None:
    """Nothing to prepare."""


@pytest.mark.parametrize(
    ("one", "told"),
    [
        ("hangs", "hangs: not done after 1 seconds: split the document, or give it in another form"),
        ("sleeps", "sleeps: not done after 1 seconds"),
        ("fills", "fills: too large for the memory of this machine: split the document"),
        ("fails", "fails: ZeroDivisionError: no such thing: this is a fault of tipgraph, please report it"),
    ],
)
def test_one_input_does_not_stop_the_others(one: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LIMIT_SECONDS", 1)
    first, second, third = over_processes(work, ["a", one, "b"], 1, prepare, ())
    assert (first, third) == (("a", "A"), ("b", "B"))
    assert isinstance(second[1], UsageError)
    assert told in str(second[1])


def test_results_of_several_processes_come_in_order_each_with_its_own_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LIMIT_SECONDS", 4)
    found = list(over_processes(work, ["a", "sleeps", "b", "fails", "c"], 2, prepare, ()))
    assert [one for one, _ in found] == ["a", "sleeps", "b", "fails", "c"]
    assert [result for _, result in found if isinstance(result, str)] == ["A", "B", "C"]
    assert [str(result).split(": ")[1] for _, result in found if not isinstance(result, str)] == [
        "not done after 4 seconds", "ZeroDivisionError",
    ]  # fmt: skip


def test_the_trace_of_a_fault_is_shown_to_those_who_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no such thing")

    monkeypatch.setattr("tipgraph.ingest.run.survey", broken)
    plain = CliRunner().invoke(cli, ["ingest", str(FIREARMS), "--into", str(tmp_path)])
    assert plain.exit_code == 2
    assert "this is a fault of tipgraph" in plain.stderr
    assert "Traceback" not in plain.stderr
    traced = CliRunner().invoke(cli, ["--debug", "ingest", str(FIREARMS), "--into", str(tmp_path)])
    assert "in broken" in traced.stderr
