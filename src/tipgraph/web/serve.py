"""Serving the application over HTTP."""

import logging
import socket
import sys
from typing import TYPE_CHECKING, Final

from tipgraph.errors import UsageError

if TYPE_CHECKING:
    from flask import Flask

THREADS: Final = 16
"""More than queries can wait, so that pages are answered while all workers are busy."""


def bind(host: str, port: int) -> socket.socket:
    """Take an address, before anything that takes time is done.

    Args:
        host: Name or number of an interface of this machine.
        port: A number up to 65535; 0 for any that is free.

    Returns:
        A socket that is bound, not yet listening.

    Raises:
        tipgraph.errors.UsageError: If the port is in use, may not be taken, or the host is not this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return _bind(socket.socket(family, kind, protocol), address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot serve at {host}:{port} ({reason}): stop what serves there, or name another --port or --host"
        ) from error


def _bind(taken: socket.socket, address: tuple[object, ...]) -> socket.socket:
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
    except OSError:
        taken.close()
        raise
    return taken


def run(app: "Flask", taken: socket.socket) -> None:
    """Serve an application until the process is told to end.

    Args:
        app: The application.
        taken: Where to listen.
    """
    import waitress  # noqa: PLC0415 - only a server needs it

    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("waitress").setLevel(logging.ERROR)
    waitress.serve(app, sockets=[taken], threads=THREADS, ident="tipgraph")
