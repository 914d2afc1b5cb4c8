"""Answers with their validators: from the cache where it has them, 304 where the client has them."""

from collections.abc import Callable
from typing import Final

from flask import Response, current_app, g, request
from werkzeug.exceptions import PreconditionFailed

from tipgraph.errors import TipgraphError
from tipgraph.web.cache import key_of
from tipgraph.web.problems import outcome_of
from tipgraph.web.services import services
from tipgraph.web.worker import Reply

QUERY: Final = "query"
"""The first part of what a client's own query depends on; its outcome is counted."""
_STALE: Final = "stale-while-revalidate=60, stale-if-error=86400"
"""What a CDN may do with an answer that is over its age: give it while it asks anew, or if the server is down."""
_CHANGED: Final = "the answer is not the one that If-Match names: ask again without it"


def respond(parts: tuple[str, ...], make: Callable[[], Reply], *, vary: bool = True) -> Response:
    """Answer with what was asked for, made only if neither the client nor the cache has it.

    Args:
        parts: All that the answer depends on besides the server and the path before all others, which links begin with:
            the kind of request, the query, its dataset, the Accept header. They make the strong ETag (RFC 9110, section 8.8.3).
        make: Makes the answer.
        vary: Whether the Accept header chose its form.

    Returns:
        The response with media type, ETag and Cache-Control; 304 without a body where the client has it already. An
        answer that another run would change has no ETag and may not be kept. The answer to a POST has no ETag either:
        it would be that of what GET has at the same address (RFC 9110, section 8.8).

    Raises:
        werkzeug.exceptions.PreconditionFailed: If the client wants this answer only as it was (If-Match).
        tipgraph.errors.TipgraphError: If *make* does.
    """
    found = services(current_app)
    key = key_of(found.version, request.script_root, *parts)
    by_get = request.method in ("GET", "HEAD")
    if by_get and (known := unchanged(key, vary=vary)):
        if parts[0] != QUERY:  # whose answers have no headers of their own; a 304 has those that the answer has
            known.headers.extend(found.cache.answer(key, make)[0].headers)
        return known
    try:
        reply, g.cache = found.cache.answer(key, make)
    except TipgraphError as error:
        if parts[0] == QUERY:
            g.outcome = outcome_of(error)
        raise
    if parts[0] == QUERY:
        g.outcome = "answered"
    key = "" if reply.volatile else key
    if by_get and _has_any():
        return finish(Response(status=304), key, vary=vary)
    g.answer = key
    response = Response(reply.content, content_type=with_charset(reply.media_type))
    response.headers.extend(reply.headers)
    return finish(response, key if by_get else "", vary=vary)


def unchanged(key: str, *, vary: bool = True, exists: bool = False) -> Response | None:
    """Evaluate what a GET makes of the answer that the client has (RFC 9110, sections 13.1.1 and 13.1.2).

    The answer in a content coding has an entity tag of its own. One that is not coded at all serves every client.

    Args:
        key: The answer's entity tag.
        vary: As for :func:`respond`.
        exists: Whether it is certain that there is an answer, so that ``*`` stands for it.

    Returns:
        304 if the client has the answer; ``None`` if it must be sent.

    Raises:
        werkzeug.exceptions.PreconditionFailed: If the client wants it only as it was.
    """
    coding = request.environ.get("HTTP_ACCEPT_ENCODING")
    tags = [f"{key}:{coding}", key] if coding else [key]
    if "HTTP_IF_MATCH" in request.environ:
        wanted = request.if_match
        if wanted and not any(wanted.contains(tag) for tag in tags):
            raise PreconditionFailed(_CHANGED)
    if "HTTP_IF_NONE_MATCH" not in request.environ:
        return None
    known = request.if_none_match
    tag = next((tag for tag in tags if (exists or not known.star_tag) and known.contains_weak(tag)), "")
    if not tag:
        return None
    g.cache = "client"
    return finish(Response(status=304), tag, vary=vary)


def finish(response: Response, key: str, *, vary: bool = True) -> Response:
    """Add the headers by which others may keep an answer; without a key nobody may."""
    if vary:
        response.headers["Vary"] = "Accept"
    if key:
        response.headers["ETag"] = f'"{key}"'
        response.headers["Cache-Control"] = f"public, max-age={services(current_app).settings.max_age}, {_STALE}"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


def with_charset(media_type: str) -> str:
    """Return the media type as a header gives it."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _has_any() -> bool:
    """Tell whether the client wants nothing if there is any answer."""
    return "HTTP_IF_NONE_MATCH" in request.environ and request.if_none_match.star_tag
