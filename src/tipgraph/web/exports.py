"""The exports of the build that is served, as files at addresses that stay."""

import json
import logging
import threading
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request

from tipgraph.errors import FileError
from tipgraph.export.everything import MANIFEST, ExportFile, default_exports, open_everything
from tipgraph.web.addresses import public, root
from tipgraph.web.answers import respond
from tipgraph.web.links import link
from tipgraph.web.negotiate import HTML, NotAcceptable, choose
from tipgraph.web.services import Services
from tipgraph.web.whole_files import Content, map_file, send
from tipgraph.web.worker import Reply

blueprint = Blueprint("exports", __name__)

KEY: Final = "tipgraph.exports"
_JSON: Final = "application/json"
_CSV_METADATA: Final = "tables/csv-metadata"
_SCHEMA_ORG: Final = "catalogue/schema-org"
_NOT_MADE: Final = "the exports of this build have not been made: run 'tipgraph export all'"
_ANOTHER: Final = "the exports that are there are those of another build, and are not served: run 'tipgraph export all'"
_log = logging.getLogger("tipgraph")


@dataclass(frozen=True)
class Served:
    """The exports that a server hands out."""

    files: dict[str, ExportFile]
    """By their paths."""
    contents: dict[str, Content]
    forms: dict[str, list[ExportFile]]
    """The files of each export, by its name: its forms, the first is given where none is asked for."""


class Shelf:
    """Where the exports of a build lie, looked at again when they change, until they are those of this build."""

    def __init__(self, directory: Path, version: str) -> None:
        self._directory, self._version = directory, version
        self._seen = -1
        self._found = Served({}, {}, {})
        self._lock = threading.Lock()
        self.is_of_another = False
        """Whether exports lie there, and are those of another build: theirs may be on the way."""

    def served(self) -> Served:
        """Return the exports, none as long as they are not those of the build."""
        with self._lock:
            if not self._found.files and (changed := self._changed()) != self._seen:
                self._seen = changed
                self._found = self._open()
                if self._changed() != changed:  # others took their place meanwhile
                    self._seen, self._found = -1, Served({}, {}, {})
            return self._found

    def _changed(self) -> int:
        try:
            return (self._directory / MANIFEST).stat().st_mtime_ns
        except OSError:
            return 0

    def _open(self) -> Served:
        self.is_of_another = False
        try:
            exported = open_everything(self._directory)
            self.is_of_another = exported.version != self._version
            if self.is_of_another:
                _log.warning("the exports in %s are those of another build: run 'tipgraph export all'", self._directory)
                return Served({}, {}, {})
            contents = {one.path: map_file(self._directory / one.path) for one in exported.files}
        except (FileError, OSError) as error:
            if self._seen:
                _log.warning("%s", error)
            return Served({}, {}, {})
        forms = defaultdict(list)
        for one in exported.files:
            forms[one.export].append(one)
        return Served({one.path: one for one in exported.files}, contents, dict(forms))


def register(app: Flask, found: Services) -> None:
    """Open the exports that lie beside the build; others than those of this build are not served."""
    shelf = Shelf(found.settings.exports or default_exports(found.build.directory), found.build.version)
    if not shelf.served().files and found.settings.exports and not shelf.is_of_another:
        _log.warning("%s: no exports are there: run 'tipgraph export all'", found.settings.exports)
    app.extensions[KEY] = shelf
    app.register_blueprint(blueprint)


@blueprint.get("/exports")
@blueprint.get("/exports/")
def index() -> Response:
    """List what can be taken: as a page, or, for programs, as JSON."""
    served = _served()
    if served.files and choose(request.headers.get("Accept"), [HTML, _JSON]) == _JSON:
        listed = json.dumps({"files": [asdict(one) for one in served.files.values()]}, ensure_ascii=False, indent=2)
        return respond(("exports", _JSON, listed), lambda: Reply(listed.encode("utf-8"), _JSON))

    def make() -> Reply:
        page = render_template("exports.html", forms=served.forms, why="" if served.files else _NOT_MADE)
        return Reply(page.encode("utf-8"), HTML)

    return respond(("exports", root(), *(one.sha256 for one in served.files.values())), make)


@blueprint.get("/exports/<path:name>")
def file(name: str) -> Response:
    """Give a file of an export; of an export by its name alone the form that the Accept header prefers."""
    served = _served()
    if name in served.files:
        return _send(served, served.files[name])
    if name in served.forms:
        return _chosen(served, served.forms[name])
    if served.files:
        abort(404, f"there is no export '{name}': {public('exports.index')} lists them")
    return abort(503, _ANOTHER) if _shelf().is_of_another else abort(404, _NOT_MADE)


@blueprint.get("/context.jsonld")
def context() -> Response:
    """Give the JSON-LD context at the address that documents name."""
    return file("context.jsonld")


def record_for_search_engines() -> object:
    """Return the description of the dataset that search engines read in a page (schema.org); nothing without exports."""
    content = _served().contents.get(f"{_SCHEMA_ORG}.jsonld")
    return json.loads(content[:]) if content else None


def _chosen(served: Served, forms: list[ExportFile]) -> Response:
    offers = [one.media_type for one in forms]
    best = choose(request.headers.get("Accept"), offers)
    if best is None:
        raise NotAcceptable("this", offers)
    one = next(one for one in forms if one.media_type == best)
    response = _send(served, one, vary=True)
    response.headers["Content-Location"] = public("exports.file", name=one.path)
    return response


def _send(served: Served, one: ExportFile, *, vary: bool = False) -> Response:
    response = send(served.contents[one.path], one.sha256, one.media_type, vary=vary)
    if one.media_type == "text/csv":  # https://www.w3.org/TR/tabular-data-model/#link-header
        metadata = served.forms[_CSV_METADATA][0]
        response.headers.add(*link(public("exports.file", name=metadata.path), "describedby", type=metadata.media_type))
    for other in served.forms[one.export]:
        if other != one:
            response.headers.add(*link(public("exports.file", name=other.path), "alternate", type=other.media_type))
    return response


def _served() -> Served:
    return _shelf().served()


def _shelf() -> Shelf:
    found: Shelf = current_app.extensions[KEY]
    return found
