"""Paths: which one was asked for, to the letter; where an IRI of the record leads on this server."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from flask import request
from werkzeug.urls import uri_to_iri

from tipgraph.namespaces import BASE, ID, TIP

_LINKABLE: Final = re.compile(r"https?://[^\s\"<>\\^`{|}]+")
_KEPT: Final = "/#?:@!$&'()*+,;=~%-._"
"""What stands for itself in an address; a per cent sign of an IRI is one already."""
_LONGEST: Final = 300
"""Characters of an IRI beyond which its path is not kept: a client's query can make any number of long ones."""


def requested_path() -> str:
    """Return the path that was asked for, without its slash, as an IRI has it.

    Servers decode a path before an application sees it, and then ``id/a%2Fb`` is ``id/a/b``, which is another thing
    (RFC 3986, section 2.2). What the client wrote is still there: letters are decoded, and what is reserved is left.
    """
    decoded = request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    written = request.environ.get("REQUEST_URI") or request.environ.get("RAW_URI") or ""
    path = (written if written.startswith("/") else urlsplit(written).path).partition("?")[0]
    root = request.script_root
    if unquote(path) != decoded and root and path.startswith(f"{root}/"):
        path = path[len(root) :]
    return (uri_to_iri(path) if unquote(path) == decoded else decoded).removeprefix("/")


def local(iri: str) -> str:
    """Return where on this server an IRI of the record leads: a thing to the document about it.

    Args:
        iri: An IRI that begins with the record's base.

    Returns:
        A path, below the prefix that the server has here.
    """
    path = _kept_path(iri) if len(iri) <= _LONGEST else _path(iri)
    return f"{request.script_root}/{path}"


def _path(iri: str) -> str:
    path = f"doc/{iri.removeprefix(ID)}" if iri.startswith(ID) else iri.removeprefix(BASE)
    return quote(path, safe=_KEPT)


_kept_path: Final = lru_cache(4_000)(_path)


def href(iri: str) -> str:
    """Return where a link to a thing leads: its page here, or its own address; nothing if it has no address."""
    if iri.startswith(BASE):
        return local(iri)
    return iri if _LINKABLE.fullmatch(iri) else ""


def term_href(iri: str) -> str:
    """Return where a link to a term of the ontology leads: its own page; for all else as :func:`href`."""
    name = iri.removeprefix(TIP)
    return local(f"{BASE}ns/{name}") if name != iri and name else href(iri)
