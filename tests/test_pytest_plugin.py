"""The plugin of pytest: runs of pytest of their own, in processes of their own, with the plugin and no other."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tipgraph.namespaces import ID, PREFIXES

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
HEAD = f"""@base <{ID}> .
@prefix tip: <{PREFIXES["tip"]}> .
@prefix rdfs: <{PREFIXES["rdfs"]}> .
"""
SOUND = HEAD + (
    "<question/own> a tip:OpenQuestion ;\n"
    '    rdfs:label "What was meant?"@en ;\n'
    '    rdfs:comment "No document says."@en ;\n'
    "    tip:concerns <body/unodc>%s ;\n"
    '    tip:assertedBy <agent/curators> ; tip:reason "A test."@en .\n'
)
OTHER = (SOUND % "").replace("question/own", "question/other").replace("What was", "What else was")
BROKEN = HEAD + "<question/broken> a tip:OpenQuestion .\n"
MINE = ("-p", "tipgraph.pytest_plugin", "-p", "no:cacheprovider")


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with data and a test; what is installed as a plugin stays out, this plugin too, which is named instead."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("TIPGRAPH_RECORD", raising=False)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    data = pytester.mkdir("data")
    (data / "sound.ttl").write_text(SOUND % " , <question/other>")
    (data / "other.ttl").write_text(OTHER)
    (data / "broken.ttl").write_text(BROKEN)
    (pytester.mkdir("tests") / "test_own.py").write_text("def test_own():\n    pass\n")
    return pytester


def configure(project: pytest.Pytester, *lines: str) -> None:
    project.makeini("\n".join(["[pytest]", "filterwarnings = error", *lines]))


def test_files_of_the_configuration_are_tests(project: pytest.Pytester) -> None:
    configure(project, "testpaths = tests", "tipgraph_files = data/*.ttl")
    ran = project.runpytest_subprocess(*MINE, "-v")
    ran.assert_outcomes(passed=3, failed=1)
    ran.stdout.fnmatch_lines(
        [
            "data/broken.ttl::conforms FAILED*",
            "data/other.ttl::conforms PASSED*",
            "data/sound.ttl::conforms PASSED*",
            "* data/broken.ttl *",
            "data/broken.ttl:4:1: violation: question/broken: * [[]OpenQuestion-comment]",
            "The record does not conform: * violations in * triples.",
        ]
    )
    assert "Traceback" not in ran.stdout.str()
    assert "question/other" not in ran.stdout.str()


@pytest.mark.thorough
def test_without_testpaths_each_is_a_test_once(project: pytest.Pytester) -> None:
    configure(project, "tipgraph_files =", "    data/sound.ttl", "    data/other.ttl")
    project.runpytest_subprocess(*MINE).assert_outcomes(passed=3)


def test_a_run_about_something_else_leaves_them_out(project: pytest.Pytester) -> None:
    configure(project, "tipgraph_files = data/*.ttl")
    project.runpytest_subprocess(*MINE, "tests").assert_outcomes(passed=1)
    project.runpytest_subprocess(*MINE, "data/sound.ttl").assert_outcomes(passed=1)


@pytest.mark.thorough
def test_files_of_the_command_line(project: pytest.Pytester) -> None:
    configure(project)
    ran = project.runpytest_subprocess(*MINE, "tests", "--tipgraph", "data/o*.ttl", "--tipgraph", "data/broken.ttl")
    ran.assert_outcomes(passed=2, failed=1)
    ran = project.runpytest_subprocess(*MINE, "--tipgraph", "data/nothing*.ttl")
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines(["ERROR: tipgraph: no file is named by 'data/nothing[*].ttl' in *"])


def test_a_file_that_cannot_be_checked_fails_in_a_line(project: pytest.Pytester) -> None:
    configure(project)
    (project.path / "data" / "empty.ttl").write_text("")
    ran = project.runpytest_subprocess(*MINE, "tests", "--tipgraph", "data/empty.ttl")
    ran.assert_outcomes(passed=1, failed=1)
    ran.stdout.fnmatch_lines(["data/empty.ttl: the file is empty: restore it, or remove it"])


def test_how_grave_it_must_be(project: pytest.Pytester) -> None:
    configure(project, "tipgraph_fail_on = grave")
    ran = project.runpytest_subprocess(*MINE)
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines(["ERROR: tipgraph_fail_on: there is no severity 'grave': use violation, warning, info"])


def test_the_fixture(project: pytest.Pytester) -> None:
    configure(project)
    (project.path / "tests" / "test_own.py").write_text(
        """
import pytest

def test_sound(tipgraph_validate):
    report = tipgraph_validate("data/sound.ttl", "data/other.ttl", fail_on="info")
    assert report.conforms

def test_layers(tipgraph_validate):
    assert tipgraph_validate("data/broken.ttl", only=["terms"]).layers == ("terms",)

def test_broken(tipgraph_validate):
    with pytest.raises(AssertionError, match=r"^data/broken\\.ttl:4:1: violation: question/broken: "):
        tipgraph_validate("data/broken.ttl")

def test_none(tipgraph_validate):
    with pytest.raises(pytest.UsageError, match="no file is named"):
        tipgraph_validate()
"""
    )
    project.runpytest_subprocess(*MINE).assert_outcomes(passed=4)


def test_it_disturbs_no_run_that_has_nothing_to_do_with_it(project: pytest.Pytester) -> None:
    configure(project)
    ran = project.runpytest_subprocess(*MINE)
    ran.assert_outcomes(passed=1)
    code = "import sys, tipgraph.pytest_plugin; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert not {"rdflib", "pyoxigraph", "pyshacl", "lxml", "owlready2", "click"} & set(done.stdout.split())


def test_it_is_registered() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"tipgraph": "tipgraph.pytest_plugin"}
