"""The command line: quick to start, one line an error, never a trace unless one is asked for."""

import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

import tipgraph
from tests.conftest import Run
from tipgraph import cli
from tipgraph.cli import COMMANDS
from tipgraph.errors import FileError


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0, result.output
    assert "\n  Example:" in result.stdout
    assert "\n  Exit status:" in result.stdout
    assert r"\b" not in result.stdout


def test_help_lists_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name, line in COMMANDS.items():
        assert f"  {name:<8}  {line}" in result.stdout


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    program = "import sys; sys.argv = ['tipgraph', '--help']\nimport tipgraph.cli\ntry: tipgraph.cli.main()\n" + (
        "except SystemExit: print(sorted(set(sys.modules) & {'rdflib', 'pyoxigraph', 'flask', 'pyshacl', 'rich'}))"
    )
    times = []
    for _ in range(3):
        began = time.perf_counter()
        shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        times.append(time.perf_counter() - began)
    assert shown.splitlines()[-1] == "[]"
    assert min(times) < 5  # the figure that is promised is measured by make bench


def test_the_version(run: Run) -> None:
    assert run("--version").stdout == f"tipgraph, version {tipgraph.__version__}\n"


def test_a_mistyped_command(run: Run) -> None:
    result = run("validat")
    assert result.exit_code == 2
    assert result.stderr == "Error: there is no command 'validat'; did you mean validate?\n"
    assert "did you mean ingest or review or extract" in run("zzz").stderr


def test_a_command_that_is_not_installed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "fly", "Fly.")
    result = run("fly")
    assert result.exit_code == 2
    assert result.stderr == "Error: this installation lacks the command 'fly': install tipgraph again\n"


def test_a_folder_that_is_no_record(run: Run, tmp_path: Path) -> None:
    result = run("--record", tmp_path, "build")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {tmp_path}: no record of tipgraph: name a folder that holds ontology,")


def failing(error: Exception) -> click.Command:
    @click.command()
    def build() -> None:
        raise error

    return build


def test_an_error_of_ours_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    error = FileError("a.ttl", "the file is empty", "restore it")
    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: failing(error))
    result = run("build")
    assert (result.exit_code, result.stderr) == (2, "Error: a.ttl: the file is empty: restore it\n")
    assert "Traceback" in run("--debug", "build").stderr


def test_a_fault_of_ours_asks_to_be_reported(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: failing(KeyError("x")))
    result = run("build")
    assert result.exit_code == 2
    assert result.stderr == (
        "Error: KeyError: 'x'\nThis is a fault of tipgraph, not yours. Please report it, as CONTRIBUTING.md says, with "
        "the command you gave and what 'tipgraph --debug ...' prints for it.\n"
    )
    traced = run("--debug", "build").stderr
    assert "Traceback" in traced
    assert traced.endswith("with the command you gave.\n")


def test_a_reader_who_leaves_is_no_fault() -> None:
    program = f"{sys.executable} -m tipgraph.cli query --list | head -1"
    shown = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.count("\n") == 1
    assert "Error" not in shown.stderr
    assert "Traceback" not in shown.stderr
