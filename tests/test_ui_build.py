"""The scripts of the pages are built with the program; where that cannot be done, it is installed all the same."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
NPM_THAT_FAILS = "import sys; sys.exit('npm error network request to the registry failed')"

pytestmark = pytest.mark.skipif(not (ROOT / "hatch_build.py").is_file(), reason="it is built from a checkout only")


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    specification = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path, hook: ModuleType) -> Path:
    """A project with the inputs, and with scripts that were made of others."""
    shutil.copytree(ROOT / "ui", tmp_path / "ui", ignore=shutil.ignore_patterns("node_modules"))
    output = tmp_path / hook.OUTPUT
    output.mkdir(parents=True)
    (output / "editor.js").write_text("old", encoding="ascii")
    (output / hook.STAMP).write_text("0" * 64, encoding="ascii")
    return tmp_path


def test_the_stamp_is_that_of_the_inputs(project: Path, hook: ModuleType) -> None:
    before = hook.stamp(project)
    assert before == hook.stamp(ROOT)
    (project / "ui" / "node_modules").mkdir()
    (project / "ui" / "node_modules" / "one.js").write_text("1", encoding="ascii")
    assert hook.stamp(project) == before, "what is installed is no input"
    script = project / "ui" / "src" / "editor.js"
    script.write_text(script.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert hook.stamp(project) != before
    script.rename(script.with_name("other.js"))
    assert hook.stamp(project) != hook.stamp(ROOT)


def test_what_is_there_is_not_built_again(project: Path, hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / hook.OUTPUT / hook.STAMP).write_text(hook.stamp(project), encoding="ascii")
    monkeypatch.setattr(hook, "programs", lambda: pytest.fail("npm was asked"))
    assert not hook.ensure(project)


def test_without_npm_nothing_stale_is_left(project: Path, hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook, "programs", lambda: (sys.executable, [sys.executable, "-c", NPM_THAT_FAILS]))
    with pytest.raises(hook.UiError, match=r"npm error network request to the registry failed"):
        hook.ensure(project)
    assert not (project / hook.OUTPUT).exists()


@pytest.mark.parametrize("required", [False, True])
def test_without_npm_the_installation_succeeds_unless_scripts_are_required(
    project: Path, hook: ModuleType, monkeypatch: pytest.MonkeyPatch, required: bool
) -> None:
    warnings: list[str] = []

    class Application:
        display_warning = staticmethod(warnings.append)

    monkeypatch.setattr(hook, "programs", lambda: (sys.executable, [sys.executable, "-c", NPM_THAT_FAILS]))
    monkeypatch.setenv("TIPGRAPH_UI", "require" if required else "")
    made: Any = hook.CustomBuildHook(str(project), {}, None, None, str(project), "wheel", app=Application())
    if required:
        with pytest.raises(hook.UiError):
            made.initialize("standard", {})
        return
    made.initialize("standard", {})
    (warning,) = warnings
    assert warning.startswith("plain pages will be served: ")


def test_the_lock_names_no_host_and_pins_every_package() -> None:
    lock = json.loads((ROOT / "ui" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert packages
    assert all(one["version"] and one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())


def test_the_notices_of_all_that_is_bundled_stand_beside_it(hook: ModuleType) -> None:
    folder = ROOT / hook.OUTPUT
    if not folder.is_dir():
        pytest.skip("the scripts of the pages were not built")
    notices = (folder / "NOTICES.txt").read_text(encoding="utf-8")
    wanted = json.loads((ROOT / "ui" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(f"{name} " in notices for name in wanted)
    assert notices.count("Permission is hereby granted") == notices.count("(MIT)")
    assert (folder / hook.STAMP).read_text(encoding="ascii") == hook.stamp(ROOT)


# ---- what comes next in a query

NEXT = """
import { readFileSync } from 'node:fs'
import { positionAfter } from '%s'
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map((text) => positionAfter(text).part)))
"""
PLACES = {
    "": "clause",
    "SEL": "clause",
    "PREFIX ": "prefix",
    "PREFIX tip: <http://e.org/> ": "clause",
    "SELECT * ": "clause",
    "SELECT * WHERE { ": "subject",
    "SELECT * { ?r ": "predicate",
    "SELECT * { ?r a ": "class",
    "SELECT * { ?r rdf:type ": "class",
    "SELECT * { ?r a tip:Recommendation , ": "class",
    "SELECT * { ?r a tip:Recommendation ": "after",
    "SELECT * { ?r a tip:Recommendation ; ": "predicate",
    "SELECT * { ?r tip:topic ": "object",
    "SELECT * { ?r tip:topic/": "predicate",
    "SELECT * { ?r tip:topic/skos:broader* ": "object",
    "SELECT * { ?r ^": "predicate",
    "SELECT * { ?r (tip:actsAs|": "predicate",
    "SELECT * { ?r (tip:actsAs|^tip:actsAs)* ": "object",
    "SELECT * { ?r tip:topic topic:victims , ": "object",
    "SELECT * { ?r tip:topic topic:victims . ": "subject",
    "SELECT * { ?r tip:anchor [ ": "predicate",
    "SELECT * { ?r tip:anchor [ a oa:SpecificResource ] ; ": "predicate",
    "SELECT * { ?r tip:text 'of . ; { a' ; ": "predicate",
    "SELECT * { ?r tip:text 'open ": "",
    "SELECT * { # a remark ": "",
    "SELECT * { # a remark\n ?r ": "predicate",
    "SELECT * { ?r tip:text ?t FILTER (": "expression",
    "SELECT * { ?r tip:text ?t FILTER (?t > ": "expression",
    "SELECT * { ?r tip:text ?t FILTER (?t > 1) ": "subject",
    "SELECT * { ?r tip:text ?t FILTER CONTAINS(?t, 'x') ?r ": "predicate",
    "SELECT * { ?r tip:text ?t BIND (STR(?r) AS ?s) ?s ": "predicate",
    "SELECT * { GRAPH ": "graph",
    "SELECT * { GRAPH ?g { ": "subject",
    "SELECT * FROM ": "graph",
    "SELECT * { VALUES ?x { ": "object",
    "SELECT * { VALUES ?x { topic:victims ": "object",
    "SELECT * { VALUES ?x { topic:victims } ?x ": "predicate",
    "SELECT * { { ?a ?b ?c } UNION { ?d ": "predicate",
    "SELECT * { OPTIONAL { ?a ?b ?c } ?d ": "predicate",
    "SELECT * { MINUS { ?a a ": "class",
    "SELECT (COUNT(": "expression",
    "SELECT (COUNT(?r) AS ?n) { ?r ": "predicate",
    "DESCRIBE ": "object",
    "CONSTRUCT { ?a ": "predicate",
    "CONSTRUCT { ?a ?b ?c } WHERE { ?a ": "predicate",
    "SELECT * { ?a ?b ?c } ORDER BY DESC(": "expression",
    "SELECT * { ?r tip:number 1.5 ; ": "predicate",
    "SELECT * { ?r rdfs:label 'x'@en ; ": "predicate",
    "SELECT * { ?r tip:date '2009-04-14'^^xsd:date ; ": "predicate",
}


@pytest.fixture(scope="module")
def places(hook: ModuleType) -> dict[str, str]:
    node, _ = hook.programs()
    program = NEXT % (ROOT / "ui" / "src" / "editor" / "position.js").as_uri()
    command = [node, "--input-type=module", "--eval", program]
    done = subprocess.run(command, input=json.dumps(list(PLACES)), capture_output=True, text=True, check=True)
    return dict(zip(PLACES, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("text", PLACES)
def test_what_comes_next(places: dict[str, str], text: str) -> None:
    assert places[text] == PLACES[text]
