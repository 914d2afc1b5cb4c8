"""One connection to a client, as waitress keeps it: it holds up no thread, and knows what it holds."""

import select
import socket
import time

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge

from tipgraph.web import access_log, front
from tipgraph.web.client import client_of


class Request(HTTPRequestParser):  # type: ignore[misc]
    """A request as it comes; what is none is refused before anything else looks at it."""

    expect_continue: bool
    content_length: int
    chunked: bool
    path = "what is no request"
    """What waitress names in its log, until the address is read."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the first line and the headers.

        Raises:
            waitress.parser.ParsingError: If the address is none, there is not one Host header (RFC 9112, section 3.2), or
                it is not certain where the body ends (section 6.1).
        """
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError(f"the address cannot be read: {error}") from error
        if self.version == "1.1" and "," in self.headers.get("HOST", ","):
            raise ParsingError("a request has one Host header, and one only")
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length and Transfer-Encoding say two things of one body")
        if self.expect_continue and self.content_length > self.adj.largest:
            self.error = RequestEntityTooLarge(f"the body is larger than {self.adj.largest:,} bytes")
            self.completed, self.expect_continue = True, False


class _Task(WSGITask):  # type: ignore[misc]
    """An answer; it says that the connection ends once the server drains."""

    def build_response_header(self) -> bytes:
        """Put the header together; an answer without a body does not end the connection, though it has no length."""
        if self.channel.server.draining.begun.is_set():
            self.request.headers["CONNECTION"] = "close"  # as if the client had asked for it
        stays = not self.has_body and self.version == "1.1"
        if stays and self.request.headers.get("CONNECTION", "").lower() != "close":
            self.set_close_on_finish = _nothing
        found: bytes = super().build_response_header()
        return found

    def get_environment(self) -> dict[str, object]:
        environ: dict[str, object] = super().get_environment()
        if self.channel.server.front:
            environ[front.KEY] = self.channel.server.front.key_of(self.request, self.channel.addr[0])
        return environ

    def finish(self) -> None:
        """Send what is left: until that is done, the thread that reads would find work without end, and do none."""
        super().finish()
        self.channel.flush()


def _nothing() -> None:
    pass


class _ErrorTask(ErrorTask):  # type: ignore[misc]
    """The answer to what is no request, which the application never sees."""

    def execute(self) -> None:
        self.response_headers.extend(self.channel.server.everywhere)
        try:
            super().execute()
        finally:  # also where the client has left
            if self.channel.server.log:
                self.channel.server.log(access_log.line_of_refusal(self.channel.addr[0], int(self.status[:3])))


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection; it knows since when a request has been coming, and whose it is."""

    request: HTTPRequestParser | None
    current_outbuf_count: int
    parser_class = Request
    task_class = _Task
    error_task_class = _ErrorTask
    begun = 0.0
    """When the request that is still coming began, by the monotonic clock; 0 if none is."""
    given_up = False
    """Whether more waits for the client to take it than the largest answer has."""

    @property
    def client(self) -> str:
        """Whose connection it is: a proxy's, where one stands between."""
        return client_of(self.addr[0])

    @property
    def is_used(self) -> bool:
        """Whether something is under way on it."""
        return bool(self.requests or self.request or self.total_outbufs_len)

    @property
    def held(self) -> int:
        """How many bytes are kept for it: of answers not taken yet, and of requests."""
        coming = self.request
        bodies: int = sum(one.body_bytes_received for one in [*self.requests, *([coming] if coming else [])])
        return bodies + int(self.total_outbufs_len)

    def check_client_disconnected(self) -> bool:
        """Say whether the client has left; also one that has sent more requests than are read before the first is answered."""
        return not self.connected or has_hung_up(self.socket)

    def _flush_outbufs_below_high_watermark(self) -> None:
        """Give up on a client that asks for more while it does not take what it asked for.

        Waitress would let a thread wait here for as long as the client likes, and a few clients would stop the server.
        """
        with self.outbuf_lock:
            if self.total_outbufs_len > self.adj.outbuf_high_watermark:
                self._flush_exception(self._flush_some, do_close=False)
            if self.total_outbufs_len > self.adj.outbuf_high_watermark:
                self.given_up, self.connected = True, False
                self.server.pull_trigger()

    def flush(self) -> None:
        """Send what the client takes at once."""
        with self.outbuf_lock:
            self._flush_exception(self._flush_some, do_close=False)

    def answer_at_once(self) -> bool:
        """Answer a request that has just come, if its answer is kept at the front; say whether that was done.

        To be called by the thread that reads, and by no other: it writes where no other writes meanwhile.
        """
        server = self.server
        if not server.front or len(self.requests) != 1 or self.total_outbufs_len or server.draining.begun.is_set():
            return False
        answer = server.front.answer(self.requests[0], self.addr[0])
        if answer is None:
            return False
        self.requests.pop().close()
        self.write_soon(answer)
        self.flush()
        if self.current_outbuf_count > 0:
            self.current_outbuf_count = self.adj.outbuf_high_watermark  # the next answer has a buffer of its own
        return True

    def handle_close(self) -> None:
        """Close it, and the file that a request that is still coming may have."""
        super().handle_close()
        if self.request is not None:
            self.request.close()
            self.request = None

    def received(self, data: bytes) -> bool:
        """Take what came; say whether it was taken."""
        found: bool = super().received(data)
        if self.request is None:
            self.begun = 0.0
        elif not self.begun:
            self.begun = time.monotonic()
        return found


def has_hung_up(one: socket.socket) -> bool:
    """Say whether the other end of a connection sends no more, though what it sent may still wait to be read."""
    return _has(one, getattr(select, "POLLRDHUP", 0))  # Linux alone tells


def is_readable(one: socket.socket) -> bool:
    """Say whether a connection has something to read."""
    return _has(one, select.POLLIN)


def _has(one: socket.socket, event: int) -> bool:
    poller = select.poll()
    try:
        poller.register(one, event)
        return any(found & (event | select.POLLNVAL) for _, found in poller.poll(0))
    except (OSError, ValueError):  # it has been closed
        return True
