"""The client of the present request: who it is, and whether it is still there."""

import ipaddress
from collections.abc import Callable
from functools import lru_cache
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


def client_name() -> str:
    """Return who counts as the client of the present request; nothing outside a request."""
    return client_of(request.remote_addr or "") if has_request_context() else ""


@lru_cache(maxsize=4096)
def client_of(address: str) -> str:
    """Return who counts as one client: an IPv4 address, or the network of 64 bits that an IPv6 address lies in."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address  # a socket that has no number
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Address(int(found) >> 64 << 64))
