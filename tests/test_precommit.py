"""The hook for pre-commit: pre-commit itself installs it from a repository, and runs it over changed files of another.

It builds its environment as it does for everybody, only without the network: see :mod:`tests.installable`.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.installable import ROOT, copy_project, environment
from tipgraph.namespaces import ID, PREFIXES

pytestmark = pytest.mark.skipif(
    not (ROOT / ".pre-commit-hooks.yaml").is_file(), reason="the hook is that of a checkout"
)
BROKEN = f"@base <{ID}> .\n@prefix tip: <{PREFIXES['tip']}> .\n<question/broken> a tip:OpenQuestion .\n"
HOOK = "tipgraph-validate"


class Checkout:
    """A repository with a copy of the record, whose hook is that of a copy of this project."""

    def __init__(self, scratch: Path) -> None:
        self.path, self.environment = scratch / "checkout", environment(PRE_COMMIT_HOME=str(scratch / "home"))
        hooks = copy_project(scratch / "hooks")
        self.git(hooks, "init", "--quiet")
        self.commit(hooks)
        for part in ("ontology", "shapes", "data", "queries"):
            shutil.copytree(ROOT / part, self.path / part)
        (self.path / "README.md").write_text("A copy.\n")
        hook = {"id": HOOK, "args": ["--only", "rules", "--only", "shacl", "--only", "questions"]}
        revision = self.git(hooks, "rev-parse", "HEAD").strip()
        config = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": [hook]}]}
        (self.path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config, sort_keys=False))
        self.git(self.path, "init", "--quiet")
        self.commit(self.path)

    def git(self, folder: Path, *arguments: str) -> str:
        who = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
        command = ["git", *who, *arguments]
        return subprocess.run(
            command, cwd=folder, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def commit(self, folder: Path) -> None:
        self.git(folder, "add", "--all")
        self.git(folder, "commit", "--quiet", "--no-verify", "--message", "All")

    def run(self) -> subprocess.CompletedProcess[str]:
        """Run the hook as a commit of all changes would."""
        self.git(self.path, "add", "--all")
        command = [sys.executable, "-m", "pre_commit", "run", "--color", "never"]
        return subprocess.run(
            command, cwd=self.path, env=self.environment, capture_output=True, text=True, check=False, timeout=400
        )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("precommit"))


@pytest.fixture
def checkout(made: Checkout) -> Checkout:
    """The repository, as it was committed."""
    made.git(made.path, "reset", "--quiet", "--hard")
    return made


def test_a_broken_file_is_refused_with_file_and_line(checkout: Checkout) -> None:
    (checkout.path / "data" / "curated" / "broken.ttl").write_text(BROKEN)
    ran = checkout.run()
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "exit code: 1" in ran.stdout
    assert "data/curated/broken.ttl:3:1: violation: question/broken: " in ran.stdout


def test_a_sound_change_passes(checkout: Checkout) -> None:
    path = checkout.path / "data" / "curated" / "status.ttl"
    path.write_text(path.read_text() + "\n# A comment.\n")
    ran = checkout.run()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.rstrip().endswith("Passed")


def test_what_depends_on_a_change_is_checked(checkout: Checkout) -> None:
    path = checkout.path / "data" / "curated" / "status.ttl"
    blocks = path.read_text().split("\n\n")
    path.write_text("\n\n".join(block for block in blocks if not block.startswith("<event/recommendations-welcomed> ")))
    ran = checkout.run()
    assert ran.returncode == 1
    assert re.search(
        r"^data/curated/discrepancies\.ttl:\d+:\d+: violation: .*event/recommendations-welcomed", ran.stdout, re.M
    )


def test_a_changed_rule_has_the_record_checked(checkout: Checkout) -> None:
    path = checkout.path / "shapes" / "rules" / "concept-used.rq"
    path.write_text(path.read_text().replace("# severity: info", "# severity: violation"))
    ran = checkout.run()
    assert ran.returncode == 1
    assert "ontology/schemes/capacity.ttl:" in ran.stdout


def test_an_unrelated_change_does_not_run_it(checkout: Checkout) -> None:
    (checkout.path / "README.md").write_text("Another.\n")
    ran = checkout.run()
    assert ran.returncode == 0
    assert "(no files to check)Skipped" in ran.stdout


def test_a_question_whose_rows_changed_is_asked(checkout: Checkout) -> None:
    path = checkout.path / "queries" / "01-victim-compensation.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:-1]) + "\n")
    ran = checkout.run()
    assert ran.returncode == 1
    assert "queries/01-victim-compensation.csv" in ran.stdout


def test_the_pattern_takes_what_is_checked_and_nothing_else() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["id"], hook["entry"], hook["language"]) == (HOOK, "tipgraph validate --changed", "python")
    folders = [ROOT / part for part in ("ontology", "shapes", "data", "queries", "docs", "src")]
    files = {path.relative_to(ROOT).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()}
    taken = {name for name in files if re.search(hook["files"], name)}
    assert {"data/register.txt", "data/documents/manifest.json", "shapes/rules/described.rq"} <= taken
    assert {name for name in files if name.endswith(".ttl")} <= taken
    assert {name for name in files if name.startswith(("data/", "shapes/", "queries/"))} <= taken
    assert not {name for name in taken if name.startswith(("docs/", "src/"))}
