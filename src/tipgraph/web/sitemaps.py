"""For search engines: the addresses of all pages, and that they may read them."""

import re
from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, abort, current_app

from tipgraph.web import documentation, harvests
from tipgraph.web.addresses import public, root
from tipgraph.web.answers import respond
from tipgraph.web.pool import MEGABYTE
from tipgraph.web.services import services
from tipgraph.web.worker import Reply

blueprint = Blueprint("sitemaps", __name__)

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")


@blueprint.get("/sitemap.xml")
def whole() -> Response:
    """Give the sitemap, or, where it would have too many addresses, the list of its parts."""
    return _give(0)


@blueprint.get("/sitemap-<number>.xml")
def part(number: str) -> Response:
    """Give a part of the sitemap."""
    if not _NUMBER.fullmatch(number):
        abort(404, "parts of the sitemap are numbered from 1")
    return _give(int(number))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Let robots read everything (RFC 9309)."""
    text = f"User-agent: *\nAllow: /\nSitemap: {public('sitemaps.whole')}\n"
    return respond(("robots", text), lambda: Reply(text.encode("utf-8"), "text/plain"), vary=False)


def _others() -> Iterator[str]:
    """Name the pages that no build knows of."""
    found = services(current_app)
    yield "exports"
    if found.settings.releases:
        yield "releases/"
    yield from (f"questions/{question.name}" for question in found.questions)
    yield from (f"documentation/{name}" for name in current_app.extensions[documentation.KEY])


def _give(number: int) -> Response:
    found = services(current_app)
    here = f"{root()}/"
    others = tuple(_others())

    def make() -> Reply:
        limit = found.settings.result * MEGABYTE
        written = found.pool.run(harvests.write_sitemap, here, others, number, limit, own=True)
        if written is None:
            abort(404, f"the sitemap has no part {number}")
        return Reply(written, "application/xml")

    return respond(("sitemap", here, str(number), *others), make, vary=False)
