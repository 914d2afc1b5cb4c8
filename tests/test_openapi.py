"""The published description of the server's addresses: it names all of them, and what they answer is what it says."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files

import hypothesis
import pytest
import requests
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.releasing import Workshop
from tests.server import Server, serving
from tests.thorough import examples
from tipgraph import __version__
from tipgraph.dataset.build import Build
from tipgraph.export.everything import Exported
from tipgraph.web.app import create_app
from tipgraph.web.services import services
from tipgraph.web.settings import Settings

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
DOCUMENT = json.loads(files("tipgraph.web").joinpath("openapi.json").read_text(encoding="utf-8"))
OPERATIONS = {
    one["operationId"]: (method, path)
    for path, item in DOCUMENT["paths"].items()
    for method, one in item.items()
    if method in METHODS
}
ACCEPT = st.sampled_from(
    ["*/*", "text/html", "text/turtle", "application/json", "text/csv;q=0.5, */*;q=0.1", "image/png", "nonsense", ""]
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def server(build: Build, exported: Exported, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    assert exported.files
    workshop = Workshop(tmp_path_factory.mktemp("released"))
    assert workshop.release("1.0.0").manifest["files"]
    settings = {"timeout": "10", "rate": "0", "log": "false", "releases": str(workshop.releases)}
    with serving(build.directory, **settings) as running:
        yield running


@pytest.fixture(scope="module")
def app(build: Build) -> Iterator[Flask]:
    made = create_app(Settings(build=build.directory, log=False))
    yield made
    services(made).pool.close()


@pytest.fixture(scope="module")
def schema(server: Server) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"http://127.0.0.1:{server.port}/openapi.json")


def test_it_is_openapi(schema: schemathesis.BaseSchema) -> None:
    schema.validate()
    assert DOCUMENT["openapi"] == "3.1.0"
    assert DOCUMENT["info"]["version"] == __version__


def test_it_names_every_address_and_no_other(app: Flask) -> None:
    routes = set()
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        routes |= {(method.lower(), path) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert set(OPERATIONS.values()) == routes


def test_every_part_of_it_is_used() -> None:
    text = json.dumps(DOCUMENT["paths"]) + json.dumps(DOCUMENT["components"])
    for kind, parts in DOCUMENT["components"].items():
        for name in parts:
            assert f'"#/components/{kind}/{name}"' in text, f"nothing refers to {kind}/{name}"


def test_how_it_is_served(server: Server) -> None:
    reply = server.get("/openapi.json", Origin="https://example.org")
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert json.loads(reply.body) == DOCUMENT
    assert server.get("/openapi.json", If_None_Match=reply.headers["etag"]).status == 304


def test_it_names_the_address_that_the_public_reaches(build: Build) -> None:
    with serving(build.directory, base="https://example.org/data/") as running:
        assert json.loads(running.get("/openapi.json").body)["servers"] == [{"url": "https://example.org/data"}]


@pytest.mark.parametrize("path", [path for method, path in OPERATIONS.values() if method == "get"])
def test_its_examples_are_answered(server: Server, path: str) -> None:
    """With an example in every place that needs one, each address answers as it does to those who know it."""
    operation = DOCUMENT["paths"][path]["get"]
    given_here = {
        parameter["name"]: parameter["example"]
        for parameter in map(_resolved, operation.get("parameters", ()))
        if "example" in parameter and parameter["name"] != "default"
    }
    filled = re.sub(r"\{(\w+)\}", lambda match: given_here.pop(match[1]), path)
    reply = requests.get(
        f"http://127.0.0.1:{server.port}{filled}", params=given_here, allow_redirects=False, timeout=60
    )
    assert reply.status_code == (303 if path.startswith("/id/") or path == "/releases/feed" else 200), reply.text
    assert reply.headers["Content-Type"].partition(";")[0] in _media_types(operation, str(reply.status_code))


def _resolved(part: dict[str, object]) -> dict[str, object]:
    """What a reference leads to."""
    found: dict[str, object] = part
    if "$ref" in part:
        _, kind, name = str(part["$ref"]).rsplit("/", 2)
        found = DOCUMENT["components"][kind][name]
    return found


def _media_types(operation: dict[str, dict[str, dict[str, object]]], status: str) -> set[str]:
    content = _resolved(operation["responses"][status])["content"]
    assert isinstance(content, dict)
    return set(content)


def _can_be_wrong(operation: dict[str, object]) -> bool:
    """Whether there is anything in the request that could be sent otherwise."""
    parameters = operation.get("parameters", ())
    assert isinstance(parameters, list | tuple)
    return "requestBody" in operation or any(_resolved(one)["in"] == "query" for one in parameters)


CASES = [
    (name, mode)
    for name, (method, path) in OPERATIONS.items()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    if mode == GenerationMode.POSITIVE or _can_be_wrong(DOCUMENT["paths"][path][method])
]


@pytest.mark.parametrize(("name", "mode"), CASES, ids=[f"{name} {mode.value}" for name, mode in CASES])
def test_what_is_asked_by_it_is_answered_by_it(
    schema: schemathesis.BaseSchema, name: str, mode: GenerationMode
) -> None:
    """Whatever is sent, right or wrong: a status, a media type and headers that the document foresees."""
    operation = schema.find_operation_by_id(name)

    @given(case=operation.as_strategy(mode), accept=ACCEPT)
    @hypothesis.settings(max_examples=examples(25), suppress_health_check=list(HealthCheck))
    def check(case: schemathesis.Case, accept: str) -> None:
        case.call_and_validate(headers={"Accept": accept}, checks=CHECKS, timeout=60, allow_redirects=False)

    check()
