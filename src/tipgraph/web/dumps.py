"""The whole dataset as files: the build's own dumps, byte for byte."""

import io
import json
import mmap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, g, request
from werkzeug.wsgi import wrap_file

from tipgraph.dataset.build import DESCRIPTION, MANIFEST, QUADS, TRIPLES, Build
from tipgraph.web.addresses import public
from tipgraph.web.answers import finish, unchanged
from tipgraph.web.links import link, of_dataset
from tipgraph.web.pool import MEGABYTE
from tipgraph.web.services import services
from tipgraph.web.worker import replaced

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

blueprint = Blueprint("dumps", __name__)

KEY: Final = "tipgraph-dumps"


def open_dumps(build: Build) -> dict[str, mmap.mmap]:
    """Map the files of a build: they stay what they are when another build takes the place of this one.

    Raises:
        tipgraph.errors.FileError: If another one has done so already.
    """
    opened = {}
    try:
        for name in (QUADS, TRIPLES, DESCRIPTION):
            with (build.directory / name).open("rb") as file:
                opened[name] = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        # Looked at last: as long as it is the same, so were the files that lay beside it.
        manifest = json.loads((build.directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise replaced(build.directory) from error
    if manifest != build.manifest:
        raise replaced(build.directory)
    return opened


def content(name: str) -> mmap.mmap:
    """Return a file of the build."""
    opened: Mapping[str, mmap.mmap] = current_app.extensions[KEY]
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
    if known := unchanged(tag, vary=False, exists=True):
        return known
    found = content(name)
    is_small = len(found) <= services(current_app).settings.result * MEGABYTE
    if is_small and request.environ.get("HTTP_ACCEPT_ENCODING"):
        response = Response(found[:], content_type=media_type)
        g.answer = tag  # what comes of compressing it may be kept
    else:
        g.as_it_is = True  # compressing it would read it whole, each time anew
        taken = wrap_file(
            request.environ, io.BufferedReader(_Reader(found))
        )  # the server reads on as the client does, and holds no copy
        response = Response(taken, content_type=media_type, direct_passthrough=True)
        response.content_length = len(found)
    response.headers.add(*link(public("void.description"), "describedby"))
    response.headers.extend(of_dataset(services(current_app).build.identity))
    return finish(response, tag, vary=False)


class _Reader(io.RawIOBase):
    """A mapped file, read from its beginning by one client."""

    def __init__(self, content: mmap.mmap) -> None:
        self._content = content
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._content)}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        window = memoryview(buffer).cast("B")
        piece = self._content[self._at : self._at + len(window)]
        window[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
