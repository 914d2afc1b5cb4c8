"""The whole dataset as files: the build's own dumps, byte for byte."""

import json
from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, current_app

from tipgraph.dataset.build import DESCRIPTION, MANIFEST, QUADS, TRIPLES, Build
from tipgraph.web.addresses import public
from tipgraph.web.links import link, of_dataset
from tipgraph.web.services import services
from tipgraph.web.whole_files import Content, map_file, send
from tipgraph.web.worker import replaced

blueprint = Blueprint("dumps", __name__)

KEY: Final = "tipgraph-dumps"


def open_dumps(build: Build) -> dict[str, Content]:
    """Map the files of a build: they stay what they are when another build takes the place of this one.

    Raises:
        tipgraph.errors.FileError: If another one has done so already.
    """
    opened = {}
    try:
        for name in (QUADS, TRIPLES, DESCRIPTION):
            opened[name] = map_file(build.directory / name)
        # Looked at last: as long as it is the same, so were the files that lay beside it.
        manifest = json.loads((build.directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise replaced(build.directory) from error
    if manifest != build.manifest:
        raise replaced(build.directory)
    return opened


def content(name: str) -> Content:
    """Return a file of the build."""
    opened: Mapping[str, Content] = current_app.extensions[KEY]
    return opened[name]


@blueprint.get("/dumps/named-graphs.nq")
def quads() -> Response:
    """Give every named graph as N-Quads."""
    return _dump(QUADS, "application/n-quads")


@blueprint.get("/dumps/dataset.nt")
def triples() -> Response:
    """Give the default graph, each fact once, as N-Triples."""
    return _dump(TRIPLES, "application/n-triples")


def _dump(name: str, media_type: str) -> Response:
    """Answer with a file of the build; its hash is its validator."""
    tag: str = services(current_app).build.manifest["outputs"][name]
    response = send(content(name), tag, media_type)
    response.headers.add(*link(public("void.description"), "describedby"))
    response.headers.extend(of_dataset(services(current_app).build.identity))
    return response
