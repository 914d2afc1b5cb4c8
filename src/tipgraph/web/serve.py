"""Taking the address to serve at."""

import socket

from tipgraph.errors import UsageError


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


def shown(taken: socket.socket) -> str:
    """Return the address of a socket as a browser takes it."""
    host, port = taken.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
