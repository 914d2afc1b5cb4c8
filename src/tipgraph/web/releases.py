"""The folder of releases, file by file, at the permanent addresses that releases and their feeds name."""

import errno
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, current_app, redirect, render_template, url_for
from werkzeug.security import safe_join

from tipgraph.errors import FileError
from tipgraph.files import sha256_of
from tipgraph.release.contents import MEDIA_TYPES
from tipgraph.release.feed import FOLDER, INDEX
from tipgraph.release.folder import Release, open_release, releases_in
from tipgraph.release.news import NEWS
from tipgraph.web.addresses import public, root
from tipgraph.web.answers import respond
from tipgraph.web.negotiate import HTML
from tipgraph.web.services import services
from tipgraph.web.whole_files import map_file, send
from tipgraph.web.worker import Reply

blueprint = Blueprint("releases", __name__)

_FEED: Final = f"{FOLDER}/{INDEX}"
_GROWING: Final = (_FEED, NEWS)
"""What changes with each release; every other file stays as it is."""
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_NONE: Final = "this server hands out no releases: its setting 'releases' names none"


@blueprint.get("/releases")
@blueprint.get("/releases/")
def index() -> Response:
    """List the releases, the newest first."""
    found = list(reversed(releases_in(_folder())))

    def make() -> Reply:
        return Reply(render_template("releases.html", releases=found, feed=_FEED, news=NEWS).encode("utf-8"), HTML)

    return respond(("releases", root(), *(release.identity for release in found)), make, vary=False)


@blueprint.get("/releases/feed")
def feed() -> Response:
    """Lead from the name of the stream to its first page, whose addresses are relative to it."""
    _folder()
    return _moved(_FEED)


@blueprint.get("/releases/<path:name>")
def file(name: str) -> Response:
    """Give a file of a release or of the feeds; of a release by its version, the list of its files."""
    if name == f"{FOLDER}/":
        return _moved(_FEED)
    if name.endswith("/"):
        return _release(name[:-1])
    path = _path(name)
    try:
        told = path.stat()
        content, tag = map_file(path), _tag(path, told.st_mtime_ns, told.st_size)
    except IsADirectoryError:
        return _moved(f"{name}/") if "/" not in name else abort(404, f"no release has a file '{name}'")
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENAMETOOLONG, errno.EACCES):
            abort(404, f"no release has a file '{name}'")
        raise
    response = send(content, tag, _media_type(name))
    if name not in _GROWING:
        response.headers["Cache-Control"] = _FOR_GOOD
    return response


def _release(version: str) -> Response:
    try:
        found = open_release(_path(version))
    except FileError:
        abort(404, f"there is no release '{version}': {public('releases.index')} lists those that there are")

    def make() -> Reply:
        return Reply(render_template("release.html", release=found).encode("utf-8"), HTML)

    return respond(("release", root(), found.identity), make, vary=False)


def _moved(name: str) -> Response:
    response = redirect(url_for("releases.file", name=name), 303)
    return Response(response.response, response.status, response.headers)


def _folder() -> Path:
    folder = services(current_app).settings.releases
    return folder if folder else abort(404, _NONE)


def _path(name: str) -> Path:
    """Return where a file lies; what is hidden, or being made, is not there, and nothing beside the folder is."""
    folder = _folder().resolve()
    joined = safe_join(str(folder), name)
    if joined is None or any(part.startswith(".") for part in name.split("/")) or "\0" in name:
        abort(404, f"no release has a file '{name}'")
    path = Path(joined).resolve()
    return path if path.is_relative_to(folder) else abort(404, f"no release has a file '{name}'")


def _media_type(name: str) -> str:
    """Return what a file is: as the list of the release's files says, else by its suffix."""
    version, _, path = name.partition("/")
    try:
        types = _types(open_release(_path(version)))
    except FileError:
        types = {}
    suffix = Path(name).suffix
    return types.get(path) or MEDIA_TYPES.get(suffix) or guess_type(name)[0] or "application/octet-stream"


def _types(of: Release) -> dict[str, str]:
    return {entry["path"]: entry["media_type"] for entry in of.manifest["files"]}


@lru_cache(maxsize=10_000)
def _tag(path: Path, changed: int, size: int) -> str:
    """Return the hash of a file, which is read again only once it was changed."""
    del changed, size
    return sha256_of(path)
