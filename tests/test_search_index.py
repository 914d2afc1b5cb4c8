"""The search index: a file of the build, what it holds, and how the workers of a server keep it."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tests.server import gone, serving, workers
from tipgraph.dataset.build import SEARCH, Build, open_build
from tipgraph.dataset.search import states
from tipgraph.dataset.search.fold import words
from tipgraph.dataset.search.write import write_index
from tipgraph.errors import FileError
from tipgraph.namespaces import ID
from tipgraph.site.search.find import find, find_all
from tipgraph.site.search.index import Index, NoIndex, read_index
from tipgraph.site.search.request import Request


@pytest.fixture(scope="module")
def index(build: Build) -> Index:
    return read_index(build)


def test_the_order_of_the_triples_does_not_matter(build: Build) -> None:
    triples = [quad.triple for quad in parse(path=build.triples, format=RdfFormat.N_TRIPLES, lenient=True)]
    assert write_index(triples[::-1]) == write_index(triples) == build.search.read_bytes()


def test_it_does_not_tell_which_program_wrote_it(build: Build) -> None:
    """The version of SQLite would make two machines differ that otherwise build the same."""
    assert build.search.read_bytes()[96:100] == bytes(4)


def test_a_build_without_its_index_is_not_whole(build: Build, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt"
    shutil.copytree(build.directory, spoilt)
    (spoilt / SEARCH).write_bytes(b"SQLite format 3\0")
    with pytest.raises(FileError, match=SEARCH):
        open_build(spoilt)
    (spoilt / SEARCH).unlink()
    with pytest.raises(FileError, match=SEARCH):
        open_build(spoilt)


def test_an_index_of_another_build_is_not_taken(build: Build, tmp_path: Path) -> None:
    """Between finding a build whole and reading its index, another one may have taken its place."""
    place = tmp_path / "place"
    shutil.copytree(build.directory, place)
    opened = open_build(place)
    (place / SEARCH).write_bytes(write_index([]))
    with pytest.raises(FileError, match="another build has taken its place"):
        read_index(opened)


def test_bytes_that_are_no_index_are_refused() -> None:
    for content in (b"", b"no index", write_index([])[:100]):
        with pytest.raises(NoIndex):
            Index(content).open()


def test_an_empty_dataset_is_searched_in_vain() -> None:
    found = find(Index(write_index([])), Request("training"))
    assert (found.total, found.hits, found.pages) == (0, (), 1)
    assert find(Index(write_index([])), Request("")).total == 0


def test_every_recommendation_and_state_is_there(index: Index) -> None:
    by_kind = {value.key: value.count for value in find(index, Request()).facets["kind"]}
    assert by_kind["recommendation"] == 46
    hits = {hit.iri.removeprefix(ID): hit for hit in find_all(index, Request())}
    assert hits["document/wg4-2009-report/13/8"].label == "Recommendation"
    assert hits["document/wg4-2009-report/8"].label == "Provision", "a lead-in is no recommendation"
    assert hits["state/AUT"].label == "State"
    assert hits["instrument/tip-protocol"].label == "Instrument"


def test_states_have_names_in_six_languages() -> None:
    by_language: dict[str, list[str]] = {}
    for language, name in states.names("CHE"):
        by_language.setdefault(language, []).append(name)
    assert set(by_language) == {"ar", "en", "es", "fr", "ru", "zh"}
    assert by_language["fr"][0] == "Suisse"
    assert by_language["es"][0] == "Suiza"
    assert by_language["ru"][0] == "Швейцария"
    assert by_language["zh"][0] == "瑞士"
    assert by_language["ar"][0] == "سويسرا"
    assert states.names("XXX") == ()


def test_words_are_those_of_the_index() -> None:
    assert words("Côte d’Ivoire: 8 (b), UN.GIFT_x") == ["cote", "d", "ivoire", "8", "b", "un", "gift", "x"]


def test_a_new_worker_searches_though_the_build_is_gone(build: Build, tmp_path: Path) -> None:
    """Workers can open no file, and the directory may hold another build by the time one is started."""
    place = tmp_path / "place"
    shutil.copytree(build.directory, place)
    with serving(place, as_built="true", reload="false") as server:
        before = server.get("/search.json?q=training")
        assert before.status == 200
        shutil.rmtree(place)
        killed = workers(server.process.pid)
        for number in killed:
            os.kill(number, signal.SIGKILL)
        gone(killed)
        after = server.get("/search.json?q=training&exact=1")
        assert after.status == 200
        assert after.body == before.body
