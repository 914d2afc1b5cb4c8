"""What strong entity tags stand for: they change with everything that answers are made of."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from tipgraph.dataset.build import Build, open_build
from tipgraph.errors import FileError
from tipgraph.query.questions import Question
from tipgraph.web.app import create_app
from tipgraph.web.cache import AnswerCache
from tipgraph.web.dumps import open_dumps
from tipgraph.web.pool import QueryPool
from tipgraph.web.service_description import limits
from tipgraph.web.services import Services, services
from tipgraph.web.settings import Settings


def test_a_tag_covers_all_that_answers_are_made_of(build: Build) -> None:
    def version(settings: Settings, outputs: dict[str, str], question: Question) -> str:
        made = replace(build, manifest={**build.manifest, "outputs": outputs})
        return Services(settings, made, cast(QueryPool, None), [question], AnswerCache(1)).version

    settings, outputs = Settings(), build.manifest["outputs"]
    question = Question(1, "name", "title", "answers", "group", "ASK {}", Path("1-name.rq"))
    first = version(settings, outputs, question)
    assert version(settings, outputs, replace(question, path=Path("elsewhere/1-name.rq"))) == first
    assert version(replace(settings, log=False), outputs, question) == first, "no answer states it"
    others = {version(settings, {**outputs, name: "0" * 64}, question) for name in outputs}
    others |= {version(replace(settings, base="https://example.org/"), outputs, question)}
    others |= {
        version(replace(settings, **cast("dict[str, Any]", {name: 99})), outputs, question)
        for name, *_ in limits(settings)
    }
    others |= {
        version(settings, outputs, replace(question, **cast("dict[str, Any]", {name: "other"})))
        for name in ("title", "answers", "text")
    }
    assert len(others | {first}) == 1 + len(outputs) + 1 + len(limits(settings)) + 3


def test_a_tag_covers_the_path_before_all_others(build: Build) -> None:
    app = create_app(Settings(build=build.directory, log=False))
    try:
        tags = {
            app.test_client().get("/questions/silent-states", environ_overrides={"SCRIPT_NAME": root}).headers["etag"]
            for root in ("", "/a", "/b")
        }
    finally:
        services(app).pool.close()
    assert len(tags) == 3


def test_dumps_of_another_build_are_not_served(build: Build, tmp_path: Path) -> None:
    place = shutil.copytree(build.directory, tmp_path / "place")
    found = open_build(place)
    assert set(open_dumps(found)) == {"dataset.nq", "merged.nt", "void.nt"}
    manifest = {**found.manifest, "outputs": {**found.manifest["outputs"], "void.nt": "0" * 64}}
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(FileError, match="another build has taken its place"):
        open_dumps(found)
    shutil.rmtree(place)
    with pytest.raises(FileError, match="another build has taken its place"):
        open_dumps(found)
