"""Style sheets and the like: read once, so that no address leads to a file."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from mimetypes import guess_type
from typing import Final

from flask import Flask, Response, abort

from tipgraph.web.answers import respond
from tipgraph.web.cache import key_of
from tipgraph.web.worker import Reply

FOLDER: Final = "static"


def register(app: Flask) -> None:
    """Serve the files of the package's folder under ``/static/``, with entity tags by their content.

    Args:
        app: The application, made without a folder of static files of its own.
    """
    found = dict(_read(files(__package__).joinpath(FOLDER)))

    def serve(filename: str) -> Response:
        reply = found.get(filename)
        if reply is None:
            abort(404, f"there is no file '{filename}'")
        return respond(("static", filename, key_of(reply.content.decode("latin-1"))), lambda: reply, vary=False)

    app.add_url_rule("/static/<path:filename>", FOLDER, serve)


def _read(folder: Traversable, above: str = "") -> list[tuple[str, Reply]]:
    """Read the files of a folder and of those in it, by their paths."""
    found = []
    for one in folder.iterdir():
        if one.is_dir():
            found.extend(_read(one, f"{above}{one.name}/"))
        else:
            kind, _ = guess_type(one.name)
            found.append((above + one.name, Reply(one.read_bytes(), kind or "application/octet-stream")))
    return found
