"""OAI-PMH 2.0 for harvesters: ``/oai``."""

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import UnsupportedMediaType

from tipgraph.export.catalogue.dataset import written_on
from tipgraph.export.harvest.protocol import Service
from tipgraph.web import harvests, parameters
from tipgraph.web.addresses import public
from tipgraph.web.answers import respond
from tipgraph.web.pool import MEGABYTE
from tipgraph.web.services import KEY, Services, services
from tipgraph.web.worker import Reply, replaced

blueprint = Blueprint("oai", __name__)

_WRITTEN: Final = "tipgraph-oai"
_EXPECTED: Final = f"send the arguments as {parameters.FORM}"


@blueprint.record
def _remember(state: BlueprintSetupState) -> None:
    """Remember when the build was written: another one may lie in its place when the first harvester comes."""
    found: Services = state.app.extensions[KEY]
    build = found.build
    try:
        state.app.extensions[_WRITTEN] = written_on(build)
    except OSError as error:
        raise replaced(build.directory) from error


@blueprint.get("/oai")
def harvest() -> Response:
    """Answer a harvester that asks by GET."""
    return _answer(parameters.of_address())


@blueprint.post("/oai")
def harvest_by_post() -> Response:
    """Answer a harvester that asks by POST."""
    parameters.check_body(_EXPECTED)
    if request.mimetype != parameters.FORM:
        raise UnsupportedMediaType(_EXPECTED)
    return _answer(parameters.of_body())


def _answer(given: parameters.Parameters) -> Response:
    """Answer a request. The answer has the moment in it, so that no other is the same and nobody may keep it."""
    found = services(current_app)
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    service = Service(public("oai.harvest"), found.settings.contact, found.settings.harvest, now)
    written: str = current_app.extensions[_WRITTEN]

    def make() -> Reply:
        limit = found.settings.result * MEGABYTE
        answered = found.pool.run(harvests.answer, found.build.version, written, service, given.pairs, limit, own=True)
        return Reply(answered, "text/xml", volatile=True)

    return respond(("oai", repr(service), repr(given.pairs)), make, vary=False)
