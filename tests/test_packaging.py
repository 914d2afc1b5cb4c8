"""The wheel carries the record, and works away from the checkout."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tests.installable import copy_project

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(not (ROOT / "src").is_dir(), reason="a wheel is built from a checkout only")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder into which the wheel is unpacked."""
    folder = wheel.parent / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize("part", ["ontology", "shapes", "data", "queries"])
def test_wheel_carries_the_whole_record(wheel: Path, part: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name.removeprefix("tipgraph/record/") for name in archive.namelist()}
    expected = {path.relative_to(ROOT).as_posix() for path in (ROOT / part).rglob("*") if path.is_file()}
    assert expected
    assert expected <= carried


def test_wheel_carries_all_of_the_program_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if not name.startswith("tipgraph/record/")}
    source = ROOT / "src"
    expected = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(source).parts)
    }
    assert {name for name in carried if ".dist-info/" not in name} == expected


def test_wheel_registers_the_plugin_of_pytest(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt"))
        assert "[pytest11]\ntipgraph = tipgraph.pytest_plugin\n" in archive.read(name).decode("utf-8")


def test_source_archive_carries_what_others_call_by_its_place(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path / "dist")]
    result = subprocess.run(
        [*command, str(copy_project(tmp_path / "project"))], capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stdout + result.stderr
    (built,) = (tmp_path / "dist").glob("*.tar.gz")
    with tarfile.open(built) as archive:
        carried = {name.partition("/")[2] for name in archive.getnames()}
    assert {"action.yml", ".pre-commit-hooks.yaml", "src/tipgraph/pytest_plugin.py", "hatch_build.py"} <= carried


def test_wheel_carries_the_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/licenses/" in name]
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        described = Parser().parsestr(archive.read(metadata).decode("utf-8"))
    assert {name.partition("/licenses/")[2] for name in names} == {
        "LICENSE",
        "NOTICE",
        "LICENSES/Apache-2.0.txt",
        "LICENSES/CC-BY-4.0.txt",
    }
    assert described["License-Expression"] == "Apache-2.0 AND CC-BY-4.0"


def test_every_dependency_has_a_lower_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all(">=" in requirement for requirement in project["dependencies"])


@pytest.mark.parametrize(("name", "groups"), [("requirements.lock", ["dev"]), ("requirements-bench.lock", ["bench"])])
def test_lock_pins_every_requirement_and_names_no_host(name: str, groups: list[str]) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    pinned = {line.partition("==")[0] for line in lock.splitlines() if "==" in line and line[0].isalnum()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {requirement for group in groups for requirement in project["dependency-groups"][group]}
    if "dev" in groups:
        wanted |= set(project["project"]["dependencies"])
    assert wanted
    assert {re.split(r"[\[>]", requirement)[0].lower() for requirement in wanted} <= pinned
    assert "://" not in lock
    assert "--index-url" not in lock


def test_both_locks_have_the_same_versions() -> None:
    versions = [
        {
            name: version
            for name, _, version in (line.split(" ")[0].partition("==") for line in lock.splitlines())
            if version
        }
        for lock in (
            (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-bench.lock")
        )
    ]
    both = versions[0].keys() & versions[1].keys()
    assert {name: versions[0][name] for name in both} == {name: versions[1][name] for name in both}
    assert "rdflib" in both


def test_a_question_is_answered_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIPGRAPH_")}
    environment = kept | {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    where = [sys.executable, "-c", "import tipgraph; print(tipgraph.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()).is_relative_to(installed)
    command = [sys.executable, "-m", "tipgraph.cli", "query", "--name", "how-many-recommendations", "--format", "csv"]
    result = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stderr
    expected = next((ROOT / "queries").glob("*-how-many-recommendations.csv")).read_text(encoding="utf-8")
    assert result.stdout.splitlines() == expected.splitlines()
    assert list((tmp_path / "cache" / "tipgraph").iterdir()), "the build goes to the cache, not beside the package"
