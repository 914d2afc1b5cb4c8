"""Link headers (RFC 8288) of documents of the record: what they are about, their other forms, their licence."""

import base64
import re
from typing import Final
from urllib.parse import quote

from tipgraph.dataset.metadata import DATASET, LICENSE
from tipgraph.web.descriptions import SUFFIXES, Document, document_iri
from tipgraph.web.paths import local

_VERSION: Final = "http://www.w3.org/ns/dcat#hasCurrentVersion"
_UNFIT: Final = re.compile(r"[^!#-;=?-\[\]_a-z~]+")
"""What cannot stand in an IRI within a header."""
Headers = tuple[tuple[str, str], ...]


def link(target: str, relation: str, **parameters: str) -> tuple[str, str]:
    """Write one header.

    Args:
        target: Where it leads; characters that end it are escaped.
        relation: A registered relation, or an IRI.
        parameters: Others, such as ``type``.

    Returns:
        Name and value.
    """
    escaped = _UNFIT.sub(lambda found: quote(found[0].encode("utf-8", "surrogatepass"), safe=""), target)
    values = "".join(f'; {name}="{value}"' for name, value in {"rel": relation, **parameters}.items())
    return "Link", f"<{escaped}>{values}"


def forms(document: Document) -> dict[str, str]:
    """Return the addresses on this server of the forms of a document, by suffix.

    A suffix that would make the name of another thing is not used: that form is had by the Accept header.
    """
    address = local(document_iri(document.name, document.subject))
    return {suffix: address if suffix in document.hidden else f"{address}.{suffix}" for suffix in SUFFIXES}


def of_thing(document: Document) -> Headers:
    """Return the headers of an answer that sends who asks for a thing to what is written about it."""
    return (
        link(document.subject, "canonical"),
        *(link(address, "describedby", type=SUFFIXES[suffix]) for suffix, address in forms(document).items()),
    )


def of_document(document: Document, identity: str) -> Headers:
    """Return the headers of a document.

    Args:
        document: The document.
        identity: The SHA-256 of the build that it comes from, in hexadecimal digits.

    Returns:
        Its permanent address, which always has the newest version; what it describes; its other forms; what describes
        it; licence and rights; the version of the dataset, by the hash of its dump (RFC 6920); the other pages.
    """
    page = _page(document)
    headers = [link(permanent(document), "canonical"), link(permanent(document), "latest-version")]
    if permanent(document) != document.subject + page:
        headers.append(link(document.subject, "describes"))
    headers += [
        link(address + page, "alternate", type=SUFFIXES[suffix])
        for suffix, address in forms(document).items()
        if SUFFIXES[suffix] != document.media_type
    ]
    headers.append(link(local(DATASET), "describedby"))
    if document.quotes:
        headers.append(link(DATASET, "copyright", title="the words of the documents remain the United Nations'"))
    headers += of_dataset(identity)
    headers += [link(address, relation) for relation, address in pages(document).items()]
    return tuple(headers)


def of_dataset(identity: str) -> Headers:
    """Return the headers of whatever is given of the dataset: its licence, and its version.

    Args:
        identity: As for :func:`of_document`.
    """
    hashed = base64.urlsafe_b64encode(bytes.fromhex(identity)).decode("ascii").rstrip("=")
    return link(LICENSE, "license"), link(f"ni:///sha-256;{hashed}", _VERSION, anchor=DATASET)


def permanent(document: Document) -> str:
    """Return the address of a document, or of a page of it, that stays the same wherever it is served."""
    return document_iri(document.name, document.subject) + _page(document)


def _page(document: Document) -> str:
    return f"?page={document.page}" if document.page > 1 else ""


def pages(document: Document) -> dict[str, str]:
    """Return the addresses of the first, previous, next and last page, as far as there are such, from this page."""
    if document.pages == 1:
        return {}
    steps = {"first": 1, "prev": document.page - 1, "next": document.page + 1, "last": document.pages}
    return {step: f"?page={number}" for step, number in steps.items() if 1 <= number <= document.pages}
