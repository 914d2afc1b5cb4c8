"""Files that are handed out as they are: mapped into memory, read as the client reads, also from the middle."""

import io
import mmap
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Response, current_app, g, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import wrap_file

from tipgraph.web.answers import finish, unchanged, with_charset
from tipgraph.web.pool import MEGABYTE
from tipgraph.web.services import services

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Content = mmap.mmap | bytes


def map_file(path: Path) -> Content:
    """Map a file: it stays what it is when another takes its place.

    Raises:
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def send(found: Content, tag: str, media_type: str, *, vary: bool = False) -> Response:
    """Answer with a file.

    Args:
        found: The file.
        tag: Its entity tag: its hash.
        media_type: What it is.
        vary: Whether the Accept header chose it.

    Returns:
        The file; a part of it where a part is asked for (RFC 9110, section 14), 416 where there is no such part; 304 where
        the client has it. What is small is compressed for who takes it so.
    """
    if known := unchanged(tag, vary=vary, exists=True):
        return known
    is_small = len(found) <= services(current_app).settings.result * MEGABYTE
    content_type = with_charset(media_type)
    if is_small and request.environ.get("HTTP_ACCEPT_ENCODING") and "HTTP_RANGE" not in request.environ:
        response = Response(found[:], content_type=content_type)
        g.answer = tag  # what comes of compressing it may be kept
        return finish(response, tag, vary=vary)
    begin, end = _span(len(found), tag) or (0, len(found))
    g.as_it_is = True  # compressing it would read it whole, each time anew
    # The server reads on as the client does, and holds no copy.
    taken = wrap_file(request.environ, io.BufferedReader(_Reader(memoryview(found)[begin:end])))
    response = finish(Response(taken, content_type=content_type, direct_passthrough=True), tag, vary=vary)
    response.content_length = end - begin
    response.headers["Accept-Ranges"] = "bytes"
    if end - begin < len(found):
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {begin}-{end - 1}/{len(found)}"
    return response


def _span(length: int, tag: str) -> tuple[int, int] | None:
    """Return the part that is asked for, its end exclusive; nothing where the whole is sent.

    Several parts at once, and what is no range of bytes, are passed over, as RFC 9110 lets a server do (section 14.2).

    Raises:
        werkzeug.exceptions.RequestedRangeNotSatisfiable: If the part begins behind the end.
    """
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return None
    condition = request.if_range
    if (condition.etag or condition.date) and condition.etag != tag:
        return None  # the client has a part of something else
    span: tuple[int, int] | None = wanted.range_for_length(length)
    if span is None:
        raise RequestedRangeNotSatisfiable(length)
    return span


class _Reader(io.RawIOBase):
    """A mapped file, or a part of it, read by one client."""

    def __init__(self, content: memoryview) -> None:
        self._content = content
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._content)}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        window = memoryview(buffer).cast("B")
        piece = self._content[self._at : self._at + len(window)]
        window[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
