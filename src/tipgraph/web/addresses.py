"""Where the public reaches this server: what it says of itself must lead back to what answers."""

from typing import Any

from flask import current_app, request, url_for
from werkzeug.exceptions import BadRequest

from tipgraph.web.services import services


def root() -> str:
    """Return the address of the first page, without a slash at its end: the setting ``base``, else the one asked for.

    Raises:
        werkzeug.exceptions.BadRequest: If neither is known, for the Host header is none (RFC 9110, section 7.2).
    """
    base = services(current_app).settings.base.rstrip("/")
    if not base and not request.host:
        raise BadRequest("the Host header is not the name of a host: send the one of the address you ask")
    return base or request.url_root.rstrip("/")


def public(view: str, **values: Any) -> str:
    """Return the whole address of a view, as the public writes it; arguments as for :func:`flask.url_for`."""
    return root() + url_for(view, **values).removeprefix(request.script_root)
