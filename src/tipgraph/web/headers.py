"""Headers that every answer carries."""

from typing import Final

from flask import Flask, Response
from flask_cors import CORS

_SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def register(app: Flask) -> None:
    """Add the headers of security, and let pages of other origins ask."""
    CORS(app, origins="*", send_wildcard=True, expose_headers=["ETag", "Link", "Retry-After", "Tipgraph-Limit"])
    app.after_request(_secure)


def _secure(response: Response) -> Response:
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)
    return response
