"""A client of HTTP/1.1 that costs little: it keeps its connection, and reads no more of an answer than it must."""

import re
import socket
import time
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:\s*chunked", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection:\s*close", re.IGNORECASE)
_TYPE = re.compile(rb"\r\ncontent-type:\s*([^\r;]+)", re.IGNORECASE)
_SIZE = 1 << 18


class Unanswered(Exception):  # noqa: N818 - what happened
    """No whole answer came, or none in time."""


@dataclass
class Answer:
    """A whole answer."""

    status: int
    media_type: str
    body: bytes
    seconds: float


class Reading:
    """An answer while it arrives."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._head = -1
        self._need = -1
        self._chunked = False
        self._at = 0
        self.status = 0
        self.media_type = ""
        self.closes = False
        self.whole = False

    def feed(self, data: bytes) -> bool:
        """Take what has arrived; nothing stands for the end of the connection.

        Returns:
            Whether the answer is whole.

        Raises:
            Unanswered: If the connection ended within the answer.
        """
        if not data:
            self.whole = self._head >= 0 and self._need < 0 and not self._chunked
            if not self.whole:
                raise Unanswered("the connection ended within an answer")
            return True
        self._data += data
        if self._head < 0:
            self._read_head()
        if self._head >= 0:
            self.whole = self._all_chunks() if self._chunked else 0 <= self._need <= len(self._data) - self._head
        return self.whole

    def _read_head(self) -> None:
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._data[: end + 2])
        self.status = int(head[9:12])
        self._head = self._at = end + 4
        if found := _LENGTH.search(head):
            self._need = int(found[1])
        self._chunked = _CHUNKED.search(head) is not None
        self.closes = _CLOSE.search(head) is not None
        if found := _TYPE.search(head):
            self.media_type = found[1].decode("latin-1").strip().lower()

    def _all_chunks(self) -> bool:
        """Go from chunk to chunk as far as they have arrived; say whether the last one has."""
        while (end := self._data.find(b"\r\n", self._at)) >= 0:
            size = int(self._data[self._at : end].partition(b";")[0], 16)
            after = end + 2 + size + 2
            if len(self._data) < after:
                return False
            if size == 0:
                return True
            self._at = after
        return False

    @property
    def size(self) -> int:
        """How many bytes have arrived, without the head."""
        return len(self._data) - self._head

    def body(self) -> bytes:
        """Return the content of a whole answer."""
        if not self._chunked:
            return bytes(self._data[self._head :])
        found, at = bytearray(), self._head
        while True:
            end = self._data.find(b"\r\n", at)
            size = int(self._data[at:end].partition(b";")[0], 16)
            if size == 0:
                return bytes(found)
            found += self._data[end + 2 : end + 2 + size]
            at = end + 4 + size


def request(host: str, port: int, target: str, accept: str) -> bytes:
    """Write a GET request."""
    return f"GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: {accept}\r\n\r\n".encode("ascii")


class Client:
    """One client that asks, waits, and asks again."""

    def __init__(self, host: str, port: int, patience: float) -> None:
        self._host, self._port, self._patience = host, port, patience
        self._socket: socket.socket | None = None

    def get(self, target: str, accept: str) -> Answer:
        """Ask, and wait for the whole answer.

        Raises:
            Unanswered: If none comes within the client's patience, or the server closes the connection.
        """
        if self._socket is None:
            self._socket = connect(self._host, self._port)
        began = time.perf_counter()
        until = began + self._patience
        reading = Reading()
        try:
            self._socket.sendall(request(self._host, self._port, target, accept))
            while not reading.whole:
                self._socket.settimeout(max(0.001, until - time.perf_counter()))
                reading.feed(self._socket.recv(_SIZE))
        except (OSError, Unanswered) as error:
            self.close()
            raise Unanswered(str(error)) from error
        seconds = time.perf_counter() - began
        if reading.closes:
            self.close()
        return Answer(reading.status, reading.media_type, reading.body(), seconds)

    def close(self) -> None:
        """Leave, whether an answer is due or not."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def connect(host: str, port: int) -> socket.socket:
    """Open a connection that sends without delay."""
    found = socket.create_connection((host, port), timeout=10)
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found
