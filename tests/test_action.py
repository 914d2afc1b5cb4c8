"""The action for GitHub: its steps are run as the shell commands they are, over records that conform and one that does not.

The runner's part is small: it replaces ``${{ ... }}`` in the environment of a step, writes the script to a file, and calls
bash on it. Of the steps that are somebody else's action nothing is run: what they bring, a Python, is that of the tests.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Choice

from tests.installable import ROOT, copy_project, environment
from tipgraph.commands.validate import validate
from tipgraph.namespaces import ID, PREFIXES

pytestmark = pytest.mark.skipif(not (ROOT / "action.yml").is_file(), reason="the action is that of a checkout")
BROKEN = f"@base <{ID}> .\n@prefix tip: <{PREFIXES['tip']}> .\n<question/broken> a tip:OpenQuestion .\n"
QUICK = "--only rules --only shacl"


def action() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


class Runner:
    """What a runner of GitHub does with the steps of the action that are scripts."""

    def __init__(self, scratch: Path, workspace: Path) -> None:
        self.path, self.scratch, self.workspace = copy_project(scratch / "action"), scratch, workspace
        python = scratch / "python"
        (scratch / "bin").mkdir()
        (scratch / "bin" / "python").symlink_to(sys.executable)
        base = environment(PIP_TARGET=str(python))
        self.environment = base | {
            "PATH": f"{python / 'bin'}:{scratch / 'bin'}:{base['PATH']}",
            "PYTHONPATH": f"{python}:{base['PYTHONPATH']}",
        }

    def run(self, step: dict[str, Any], **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step with inputs; those that are not given have their default."""
        known = {name: one["default"] for name, one in action()["inputs"].items()}
        assert inputs.keys() <= known.keys()
        values = {f"inputs.{name}": value for name, value in (known | inputs).items()}
        values["github.action_path"] = str(self.path)
        given = {
            name: re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: values[match[1]], value)
            for name, value in step["env"].items()
        }
        script = self.scratch / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        # How the runner calls bash where a step says ``shell: bash``.
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        return subprocess.run(
            command,
            cwd=self.workspace,
            env=self.environment | given,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def steps() -> dict[str, dict[str, Any]]:
    return {step["name"]: step for step in action()["runs"]["steps"]}


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner with the action installed, in a workspace that holds a record and files beside it."""
    scratch = tmp_path_factory.mktemp("runner")
    workspace = scratch / "work space"
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(ROOT / part, workspace / part)
    (workspace / "own data").mkdir()
    (workspace / "own data" / "broken.ttl").write_text(BROKEN)
    made = Runner(scratch, workspace)
    done = made.run(steps()["Install tipgraph"])
    assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.fixture(scope="module")
def step() -> dict[str, Any]:
    return steps()["Validate"]


def test_what_is_installed_is_the_action_itself(runner: Runner) -> None:
    found = subprocess.run(
        ["tipgraph", "validate", "--help"],
        env=runner.environment,
        capture_output=True,
        text=True,
        check=True,
        cwd=runner.workspace,
    )
    assert "--fail-on" in found.stdout
    assert (runner.scratch / "python" / "tipgraph" / "record" / "shapes").is_dir()
    assert not list((runner.path / "src" / "tipgraph").glob("web/static/ui/*"))


def test_a_record_that_conforms(runner: Runner, step: dict[str, Any]) -> None:
    done = runner.run(step, record=".", args=QUICK + " --quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"The record conforms: nothing found in [\d,]+ triples\.\n", done.stdout)


def test_a_file_that_is_broken(runner: Runner, step: dict[str, Any]) -> None:
    done = runner.run(step, files="own data/*.ttl\n\n", args=QUICK, sarif="report of all.sarif")
    assert (done.returncode, done.stderr) == (1, "")
    first, *_, last = done.stdout.splitlines()
    assert first.startswith("::error file=own data/broken.ttl,line=3,")
    assert "title=" in first
    assert last.startswith("The record does not conform: ")
    told = json.loads((runner.workspace / "report of all.sarif").read_text(encoding="utf-8"))
    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in told["runs"][0]["results"]}
    assert places == {"own%20data/broken.ttl"}


def test_a_broken_copy_of_a_record(runner: Runner, step: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(runner.workspace, tmp_path / "copy")
    (tmp_path / "copy" / "data" / "curated" / "broken.ttl").write_text(BROKEN)
    done = runner.run(step, record=str(tmp_path / "copy"), args=QUICK)
    assert done.returncode == 1
    assert "::error file=data/curated/broken.ttl,line=3,endLine=3,col=1," in done.stdout


@pytest.mark.thorough
def test_files_that_conform_with_each_a_line(runner: Runner, step: dict[str, Any]) -> None:
    files = "data/curated/status.ttl\r\ndata/**/sets.ttl"
    done = runner.run(step, files=files, record=".", args=QUICK, sarif="sound.sarif")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((runner.workspace / "sound.sarif").read_text())["runs"][0]["results"] == []


def test_a_pattern_that_names_nothing_fails(runner: Runner, step: dict[str, Any]) -> None:
    done = runner.run(step, files="own data/*.turtle")
    assert (done.returncode, done.stdout) == (
        2,
        "::error::no file is named by this line of 'files': own data/*.turtle\n",
    )


@pytest.mark.thorough
def test_how_grave_it_must_be(runner: Runner, step: dict[str, Any]) -> None:
    unused = {"record": ".", "files": "ontology/schemes/capacity.ttl", "args": "--only rules"}
    assert runner.run(step, **unused).returncode == 0
    done = runner.run(step, **unused, **{"fail-on": "info"})
    assert done.returncode == 1
    assert done.stdout.startswith("::notice file=ontology/schemes/capacity.ttl,line=")


def test_words_of_a_stranger_are_no_commands(runner: Runner, step: dict[str, Any]) -> None:
    evil = '"; touch evil; $(touch evil) `touch evil` #'
    for name in ("files", "record", "args", "fail-on"):
        done = runner.run(step, **{"files": "data/curated/status.ttl", name: evil})
        assert done.returncode == 2, (name, done.stdout)
    assert not list(runner.workspace.rglob("evil*"))


def test_no_script_holds_an_expression_and_others_actions_are_pinned() -> None:
    for one in action()["runs"]["steps"]:
        if "uses" in one:
            assert re.fullmatch(r"actions/[\w-]+@v\d+", one["uses"])
        else:
            assert "${{" not in one["run"]
            assert one["shell"] == "bash"


def test_every_input_is_used_and_what_it_may_be_is_what_the_command_takes() -> None:
    told = action()
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(told["runs"])))
    assert used == set(told["inputs"])
    grave = next(option.type for option in validate.params if option.name == "fail_on")
    assert isinstance(grave, Choice)
    assert all(str(choice) in told["inputs"]["fail-on"]["description"] for choice in grave.choices)
