"""Whether the client of the present request is still there."""

from collections.abc import Callable
from typing import Final

from flask import has_request_context, request

_KEY: Final = "waitress.client_disconnected"
"""What our server puts into the WSGI environment; others have nothing of the kind."""


def client_left() -> Callable[[], bool]:
    """Return a function that says whether the client has left; outside a request, or where nobody knows, it says no."""
    found: Callable[[], bool] | None = request.environ.get(_KEY) if has_request_context() else None
    return found or _never


def _never() -> bool:
    return False
