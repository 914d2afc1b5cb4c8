"""What the documentation shows is what happens: its commands are run, its Python is run, its Turtle parses, its links lead somewhere.

In README.md, CONTRIBUTING.md and docs/*.md a ``console`` block shows commands (``$ ...``) and their output; a command with
output below it is run and the output compared, where a line ``...`` stands for any lines. A ``pycon`` block is a doctest, a
``python`` block is run, a ``turtle`` or ``sparql`` block must parse. A ``shell`` block is for a person only.
"""

import doctest
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from tipgraph.cli import COMMANDS
from tipgraph.extract.coverage import RULES
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query.prepare import prepare
from tipgraph.query.questions import load_questions
from tipgraph.query.run import evaluate
from tipgraph.record import Record
from tipgraph.validate.layers import LAYERS
from tipgraph.validate.registry import CHECKS
from tipgraph.validate.rules import load_rules

ROOT = Path(__file__).parents[1]
RECORD = Record.find()
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/*.md")])
ADDRESS = "http://127.0.0.1:8000"
"""Where the documentation says the server is; the tests start one on a free port."""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page; ``line`` is that of its first line of content."""

    page: Path
    line: int
    language: str
    content: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Shown:
    """A command that a page shows, and the output shown below it."""

    block: Block
    command: str
    output: str

    def __str__(self) -> str:
        return f"{self.block} {self.command.splitlines()[0][:60]}"


def blocks(*languages: str) -> list[Block]:
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            if match[1] in languages:
                found.append(Block(page, text.count("\n", 0, match.start()) + 2, match[1], match[2]))
    return found


def commands() -> list[Shown]:
    """Split the console blocks; a command goes on over lines that end with a backslash or open with ``> ``."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block.content, flags=re.MULTILINE)[1:]:
            lines = part.splitlines(keepends=True)
            count = 1
            while count < len(lines) and (lines[count - 1].endswith("\\\n") or lines[count].startswith("> ")):
                count += 1
            command = "".join(line.removeprefix("> ") for line in lines[:count]).strip()
            found.append(Shown(block, command, "".join(lines[count:])))
    return found


def _when_wanted(shown: Shown) -> object:
    """A release of the record takes most of a minute; other tests make one too."""
    return pytest.param(shown, marks=pytest.mark.thorough) if "tipgraph release" in shown.command else shown


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which ``tipgraph`` is this one, with a build of its own, and the width of output is settled."""
    folder = tmp_path_factory.mktemp("documentation")
    command = folder / "bin" / "tipgraph"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tipgraph.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIPGRAPH_")}
    return kept | {
        "PATH": f"{command.parent}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}",
        "TIPGRAPH_BUILD": str(folder / "dataset"),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "no_proxy": "*",
    }


@pytest.fixture(scope="module")
def server(environment: dict[str, str]) -> Iterator[str]:
    """The address of a server that answers from the record."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "tipgraph.cli", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        _wait(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def _wait(address: str, process: "subprocess.Popen[str]") -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"tipgraph serve ended: {process.communicate()[0]}")
        try:
            with opener.open(f"{address}/", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):  # it listens before it is ready
            time.sleep(0.1)
    pytest.fail("tipgraph serve does not answer")


@pytest.mark.parametrize("shown", [_when_wanted(shown) for shown in commands() if shown.output.strip()], ids=str)
def test_command_gives_the_output_that_is_shown(
    shown: Shown, environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue("server") if ADDRESS in shown.command else ADDRESS
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", shown.command.replace(ADDRESS, address)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    _compare(result.stdout.replace(address, ADDRESS), shown.output)


def _compare(got: str, shown: str) -> None:
    """Compare two outputs, in which a line ``...`` stands for any lines, and blanks at the ends of lines do not count."""
    found, wanted = ("\n".join(line.rstrip() for line in text.strip("\n").splitlines()) for text in (got, shown))
    pattern = re.escape(wanted + "\n").replace(re.escape("...\n"), r"(?:.*\n)*?")
    assert re.fullmatch(pattern, found + "\n"), f"this is what it gives:\n{found}"


@pytest.mark.parametrize("shown", [shown for shown in commands() if "tipgraph " in shown.command], ids=str)
def test_command_exists(shown: Shown) -> None:
    names = {question.name for question in load_questions(RECORD)}
    for command in re.findall(r"\btipgraph ([a-z]+)", shown.command):
        assert command in COMMANDS
    for name in re.findall(r"(?:--name|-n) ([\w-]+)", shown.command):
        assert name in names


@pytest.fixture
def in_record(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The record's folder is the current one, and its build the one of these tests."""
    monkeypatch.chdir(RECORD.root)
    monkeypatch.setenv("TIPGRAPH_BUILD", environment["TIPGRAPH_BUILD"])


@pytest.mark.usefixtures("in_record")
@pytest.mark.parametrize("block", blocks("python"), ids=str)
def test_python_runs(block: Block) -> None:
    exec(compile(block.content, str(block), "exec"), {"__name__": "__main__"})


@pytest.mark.usefixtures("in_record")
@pytest.mark.parametrize("page", sorted({block.page for block in blocks("pycon")}), ids=lambda page: page.name)
def test_python_gives_the_output_that_is_shown(page: Path) -> None:
    """The blocks of a page are one session."""
    lines = [""] * len(page.read_text(encoding="utf-8").splitlines())
    for block in blocks("pycon"):
        if block.page == page:
            content = block.content.splitlines()
            lines[block.line - 1 : block.line - 1 + len(content)] = content
    test = doctest.DocTestParser().get_doctest("\n".join(lines), {}, page.name, str(page), 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert runner.run(test, out=report.append).failed == 0, "".join(report)


@pytest.mark.parametrize("block", blocks("turtle", "sparql"), ids=str)
def test_turtle_and_sparql_parse(block: Block) -> None:
    if block.language == "sparql":
        evaluate(ox.Store(), prepare(block.content, str(block)))
        return
    declared = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    list(ox.parse(declared + block.content, format=ox.RdfFormat.TURTLE, base_iri=ID))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, fragment = target.partition("#")
        if "://" in target:
            continue
        aim = (page.parent / path).resolve() if path else page
        assert aim.exists(), f"{target} leads nowhere"
        if fragment:
            assert fragment in _anchors(aim), f"{aim.name} has no heading {fragment!r}"


@cache
def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert {page.name for page in ROOT.glob("docs/*.md")} - {"README.md"} == set(re.findall(r"\]\((\w+\.md)\)", index))


def test_layers_of_a_validation_are_those_of_the_code() -> None:
    page = (ROOT / "docs" / "validating.md").read_text(encoding="utf-8")
    table = page[page.index("| layer |") :].partition("\n\n")[0].splitlines()[3:]
    assert table == [
        f"| `{one.name}` | {one.title} | {'no' if one.of_whole else 'yes'} |"
        for one in LAYERS.values()
        if one.name != "syntax"  # described in words of the page's own
    ]


def test_workflows_and_hooks_use_what_there_is() -> None:
    shown = [yaml.safe_load(block.content) for block in blocks("yaml")]
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    steps = [step for one in shown for job in one.get("jobs", {}).values() for step in job["steps"]]
    ours = [step for step in steps if step["uses"].startswith("OWNER/tipgraph@")]
    assert ours
    assert all(step["with"].keys() <= inputs.keys() for step in ours)
    assert all(re.fullmatch(r"[\w./-]+@v\d+", step["uses"]) for step in steps if step not in ours)
    used = [hook["id"] for one in shown for repo in one.get("repos", ()) for hook in repo["hooks"]]
    assert used == [hook["id"] for hook in hooks]
    page = (ROOT / "docs" / "validating.md").read_text(encoding="utf-8")
    table = page[page.index("| input |") :].partition("\n\n")[0]
    assert re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE) == list(inputs)


def test_kinds_of_span_are_those_of_the_code() -> None:
    page = (ROOT / "docs" / "extraction.md").read_text(encoding="utf-8")
    table = page[page.index("| kind |") :].partition("\n\n")[0].splitlines()[2:]
    assert table == [f"| {kind} | {rule} |" for kind, rule in RULES.items()]


def test_curators_guide_names_every_curated_file() -> None:
    guide = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
    table = guide[guide.index("| file |") :].partition("\n\n")[0]
    assert set(re.findall(r"`([\w-]+\.ttl)`", table)) == {path.name for path in RECORD.curated.glob("*.ttl")}


def test_curators_guide_names_every_layer() -> None:
    guide = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
    table = guide[guide.index("| layer |") :].partition("\n\n")[0]
    assert table.splitlines()[2:] == [f"| `{one.name}` | {one.title} |" for one in LAYERS.values()]


def test_curators_guide_names_checks_that_exist() -> None:
    guide = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
    table = guide[guide.index("| what you see |") :].partition("\n\n")[0]
    rules = {rule.name for rule in load_rules(RECORD.shapes / "rules")}
    named = set(re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE))
    assert named - rules - set(CHECKS) == {"register-kept"}
