"""For those who run the server: whether it lives, whether it can answer, its figures, and what it offers."""

import json
import threading
import time
from importlib.resources import files
from typing import Final

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from tipgraph import __version__
from tipgraph.errors import TipgraphError
from tipgraph.web import ui
from tipgraph.web.answers import respond
from tipgraph.web.metrics import Metrics
from tipgraph.web.pool import QueueFull
from tipgraph.web.services import Services, services
from tipgraph.web.worker import Reply

blueprint = Blueprint("operations", __name__)

STOPPING: Final = "TIPGRAPH_STOPPING"
"""The key of the application's configuration under which an event says that the server was told to stop."""
_READINESS: Final = "tipgraph-readiness"
_METRICS: Final = "tipgraph-metrics"
_EACH: Final = 1.0
"""Seconds for which what a worker said is believed: who asks often does not keep it busy."""


class Readiness:
    """Whether a worker answers."""

    def __init__(self, found: Services) -> None:
        """Know nothing yet."""
        self._found = found
        self._lock = threading.Lock()
        self._asked = -_EACH
        self._trouble = "no worker has answered yet"

    def trouble(self) -> str:
        """Return why no query would be answered, now or after others, or nothing.

        One request at a time asks a worker; the others are told what it said last.
        """
        if self._lock.acquire(blocking=False):
            try:
                if time.monotonic() - self._asked >= _EACH:
                    self._trouble = self._ask()
                    self._asked = time.monotonic()
            finally:
                self._lock.release()
        return self._trouble

    def _ask(self) -> str:
        try:
            self._found.pool.answer("ASK {}", None, own=True)
        except QueueFull:  # it has much to do, and does it
            return ""
        except (TipgraphError, RuntimeError, OSError) as error:
            return f"no worker answers: {error}"
        return ""


def register(app: Flask, found: Services, figures: Metrics) -> None:
    """Add these views, and count requests; early, so that answers are counted as they are sent.

    Args:
        app: The application.
        found: What it was made with.
        figures: Counts requests.
    """
    app.extensions[_READINESS] = Readiness(found)
    app.extensions[_METRICS] = figures
    app.before_request(figures.begin)
    app.after_request(figures.count)
    app.register_blueprint(blueprint)


@blueprint.get("/health")
def health() -> Response:
    """Say that the server is alive, and what it serves; no worker is asked."""
    found = services(current_app)
    manifest = found.build.manifest
    pages = "with scripts" if ui.version() else ui.PLAIN
    response = jsonify(
        status="ok", version=__version__, build=found.build.identity, triples=manifest["triples"], pages=pages
    )
    return _never_kept(response)


@blueprint.get("/ready")
def ready() -> Response:
    """Say whether queries are answered: 503 if none is, or if the server was told to stop.

    A process that another one has taken over from is ready: who asks it again asks the other.
    """
    stopping = current_app.config.get(STOPPING)
    readiness: Readiness = current_app.extensions[_READINESS]
    trouble = "the server is stopping" if stopping is not None and stopping.is_set() else readiness.trouble()
    response = jsonify(status="not ready" if trouble else "ready", reason=trouble)
    response.status_code = 503 if trouble else 200
    return _never_kept(response)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give the figures of this process in the text format of Prometheus."""
    figures: Metrics = current_app.extensions[_METRICS]
    return _never_kept(Response(generate_latest(figures.registry), content_type=CONTENT_TYPE_PLAIN_0_0_4))


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe every address of this server, in OpenAPI 3.1."""
    base = (services(current_app).settings.base or request.root_path).rstrip("/") or "/"
    return respond(("openapi", base), lambda: Reply(_document(base), "application/json"), vary=False)


def _document(base: str) -> bytes:
    """Return the description that came with the program, for the address at which it is served."""
    document = json.loads(files(__package__).joinpath("openapi.json").read_text(encoding="utf-8"))
    document["servers"] = [{"url": base}]
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")


def _never_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
