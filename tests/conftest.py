"""What the tests share: the record, its build, the engine over it, and the command line."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import click.testing
import hypothesis
import pytest
from pyoxigraph import Store

from tests.browser import browser, browser_page, open_page  # noqa: F401 - fixtures
from tests.server import Server, serving
from tests.thorough import THOROUGH
from tipgraph.cli import cli
from tipgraph.dataset.build import Build, write_build
from tipgraph.dataset.store import open_store
from tipgraph.export.everything import Exported, default_exports, write_everything
from tipgraph.record import Record

ROOT = Path(__file__).resolve().parents[1]

# What a property costs depends on what else the machine does: no deadline. A change is held against the same examples each
# time, so that what fails is of its own making; a thorough run looks for new ones.
hypothesis.settings.register_profile("tipgraph", deadline=None, derandomize=not THOROUGH)
hypothesis.settings.load_profile("tipgraph")

Run = Callable[..., click.testing.Result]


_LONG = frozenset(
    f"test_{name}"
    for name in (
        *(
            "mutate",
            "validate_incremental",
            "shapes",
            "documentation",
            "supervisor",
            "hostile",
            "workers",
            "operations",
        ),
        *("editor_browser", "journeys_browser", "site_browser", "hostile_browser", "links_browser", "question_leads"),
        *("validate", "ingested_record", "caching", "release", "openapi", "pytest_plugin", "serve", "precommit", "owl"),
        *("validate_formats", "addresses", "linked_data", "ingest", "ingest_stopped", "odd_texts"),
    )
)
"""Files that take longest: begun first, so that no process is left alone with one of them at the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the benchmarks to ``make bench``: they tell little on a machine that does something else. Begin what is long.

    What takes long, and has something like it that is run, is run on demand.
    """
    items.sort(key=lambda item: item.path.stem not in _LONG)
    if "bench" in (config.option.markexpr or ""):
        return
    names = ("bench",) if THOROUGH else ("bench", "thorough")
    left_out = [item for item in items if any(map(item.get_closest_marker, names))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def record() -> Record:
    """The record of this checkout, or the one that ``TIPGRAPH_RECORD`` names."""
    return Record.find(None if os.environ.get("TIPGRAPH_RECORD") else ROOT)


@pytest.fixture(scope="session")
def build(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build of the record, of these tests' own."""
    return write_build(record, tmp_path_factory.mktemp("built") / "dataset")


@pytest.fixture(scope="session")
def server(build: Build) -> Iterator[Server]:
    """A server of the build, with settings that are in nobody's way; tests of its settings start their own."""
    with serving(build.directory, rate="0", log="false") as running:
        yield running


@pytest.fixture(scope="session")
def exported(build: Build) -> Exported:
    """Every export of the build, where a server of it finds them."""
    return write_everything(build, default_exports(build.directory))


@pytest.fixture(scope="session")
def store(build: Build) -> Store:
    """The build in the engine: the default graph is the merge."""
    return open_store(build)


@pytest.fixture
def run(build: Build, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as the shell would: ``run("query", "--list")``; it uses the build of the tests."""
    monkeypatch.setenv("TIPGRAPH_BUILD", str(build.directory))
    runner = click.testing.CliRunner()

    def call(*arguments: str | Path, **options: object) -> click.testing.Result:
        return runner.invoke(cli, [str(argument) for argument in arguments], prog_name="tipgraph", **options)

    return call


TURTLE = """\
@base <https://w3id.org/tipgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix tip: <https://w3id.org/tipgraph/ns#> .
"""


@pytest.fixture
def small(tmp_path: Path) -> Record:
    """A record of a few facts that a test may spoil."""
    return write_small(tmp_path / "record")


def write_small(folder: Path) -> Record:
    """Write a record of a few facts; one of them stands in two graphs."""
    files = {
        "ontology/tipgraph.ttl": (
            "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
            "tip:Recommendation rdfs:subClassOf tip:Provision .\n"
            "tip:atSession rdfs:subPropertyOf tip:relatesToSession .\n"
            "tip:sameTaskAs a owl:SymmetricProperty .\n"
            "tip:heading rdfs:subPropertyOf tip:title .\n"
            "tip:Thing owl:equivalentClass [ owl:unionOf ( tip:Document tip:Provision ) ] .\n"
        ),
        "ontology/schemes/status.ttl": "<status/adopted> rdfs:label 'adopted'@en .\n",
        "data/extracted/report.ttl": (
            "<document/report/14> a tip:Recommendation ; rdfs:label 'Report, 14'@en ; tip:inSet <set/1> .\n"
            "<document/report/15> a tip:Recommendation ; tip:sameTaskAs <document/report/14> ; tip:heading 'J' .\n"
        ),
        "data/curated/status.ttl": (
            "<event/adopted> a tip:StatusEvent ; tip:statusOf <set/1> ; tip:atSession <session/wg4-1> .\n"
            "<document/report/14> rdfs:label 'Report, 14'@en .\n"
        ),
        "queries/01-recommendations.rq": (
            "# title: Which recommendations are there?\n# answers: one row a recommendation.\n"
            "SELECT * { ?recommendation a tip:Recommendation } ORDER BY ?recommendation\n"
        ),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((TURTLE if name.endswith(".ttl") else "") + text, encoding="utf-8")
    (folder / "shapes").mkdir()
    return Record.find(folder)
