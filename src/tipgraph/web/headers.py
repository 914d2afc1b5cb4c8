"""Headers that every answer carries."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Response, request
from flask_cors import CORS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
}
_HTTPS: Final = {"Strict-Transport-Security": "max-age=31536000"}
"""RFC 6797: only where the public reaches the server by https, and for this host alone."""

METHODS: Final = ["GET", "HEAD", "POST", "OPTIONS"]
"""What pages of other origins may ask with: the data are read only."""
_OF_OTHERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, ETag, Link, Location, Retry-After, Tipgraph-Limit",
}
"""Pages of every origin may ask, and read these headers of the answer (Fetch Standard, section 3.3.3)."""
_DAY: Final = 86_400
_SHORT: Final = 60
"""Seconds for which others may keep that something does not exist: the next build may have it."""


def register(app: Flask, *, base: str, max_age: int) -> None:
    """Add the headers of security, let pages of other origins ask, and say of every answer who may keep it.

    Args:
        app: The application.
        base: The address under which the public reaches it, if it is set.
        max_age: Seconds for which others may keep what is there.
    """
    app.wsgi_app = _Headed(app.wsgi_app, everywhere(base))  # type: ignore[method-assign]
    CORS(app, origins="*", send_wildcard=True, methods=METHODS, max_age=_DAY, intercept_exceptions=False)
    cross_origin = app.after_request_funcs[None].pop()

    def finish(response: Response) -> Response:
        if request.method == "OPTIONS":
            response = cross_origin(response)  # type: ignore[assignment]
            del response.headers["Access-Control-Allow-Origin"]  # which all have
        here, there = request.host_url, response.headers.get("Location", "")
        if there.startswith(here):  # as the routes write it; the public may reach the server elsewhere
            response.headers["Location"] = f"/{there.removeprefix(here)}"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = _keeping(response.status_code, max_age)
        return response

    app.after_request(finish)


def everywhere(base: str) -> list[tuple[str, str]]:
    """Return the headers that every answer carries, whoever makes it.

    Args:
        base: The address under which the public reaches the server, if it is set.
    """
    return list((_SECURITY | _OF_OTHERS | (_HTTPS if base.startswith("https://") else {})).items())


class _Headed:
    """An application whose every answer has certain headers; beneath Flask, where they cost next to nothing."""

    def __init__(self, application: "WSGIApplication", everywhere: list[tuple[str, str]]) -> None:
        self._application = application
        self._everywhere = everywhere

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> "Callable[[bytes], object]":
            return start_response(status, headers + self._everywhere, *error)

        return self._application(environ, start)


def _keeping(status: int, max_age: int) -> str:
    """Return the Cache-Control of an answer that says nothing of it itself (RFC 9111, section 5.2.2)."""
    if request.method not in ("GET", "HEAD"):
        return "no-store"
    if status in (301, 303, 308):
        return f"public, max-age={max_age}"
    if status in (404, 410):
        return f"public, max-age={_SHORT}"
    return "no-cache" if status < 400 else "no-store"
