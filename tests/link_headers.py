"""The Link headers of an answer, of which there are many by one name."""

import http.client
import re
from collections import defaultdict
from contextlib import closing

from tests.server import Server

_LINK = re.compile(r'<([^<>]*)>; rel="([^"]+)"(?:; type="([^"]+)")?(?:; \w+="[^"]*")*')


def link_headers(server: Server, path: str, **headers: str) -> dict[tuple[str, str], list[str]]:
    """Ask for a path, and return by (relation, type) where its links lead; the type is empty where none is given."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in response.headers.get_all("Link", []):
        match = _LINK.fullmatch(line)
        assert match, line
        found[match[2], match[3] or ""].append(match[1])
    return dict(found)
