"""The parameters of a request: url-encoded, decoded exactly once, and strictly (SPARQL 1.1 Protocol, section 2.1)."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from tipgraph.web.negotiate import accepted

FORM: Final = "application/x-www-form-urlencoded"
_MOST: Final = 100
_UTF_8: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


@dataclass(frozen=True)
class Parameters:
    """Names and values in the order in which they were sent."""

    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every name that was sent."""
        return frozenset(name for name, _ in self.pairs)

    def values(self, name: str) -> tuple[str, ...]:
        """Return every value of a name."""
        return tuple(value for found, value in self.pairs if found == name)

    @property
    def accept(self) -> str | None:
        """What the client accepts: the parameter ``format``, else the Accept header.

        Raises:
            tipgraph.web.negotiate.UnknownFormat: If the parameter names no form.
        """
        return accepted(self.values("format"), request.headers.get("Accept"))


def of_address() -> Parameters:
    """Return the parameters that stand in the address.

    Raises:
        werkzeug.exceptions.BadRequest: If they are not url-encoded UTF-8, or too many.
    """
    return _read(request.query_string)


def of_body() -> Parameters:
    """Return the parameters of a form; as :func:`of_address`."""
    return _read(request.get_data())


def check_body(expected: str) -> None:
    """Refuse a body that would have to be decoded in a way that is not offered.

    Args:
        expected: What would be right, for the message.

    Raises:
        werkzeug.exceptions.UnsupportedMediaType: If its media type names a charset that is not UTF-8, or it is
            compressed (RFC 9110, section 15.5.16).
    """
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.casefold() not in _UTF_8:
        raise UnsupportedMediaType(f"the body is sent as charset {charset}: send it in UTF-8; {expected}")
    coding = request.headers.get("Content-Encoding", "identity")
    if coding.casefold() != "identity":
        raise UnsupportedMediaType(f"the body is sent with Content-Encoding {coding}: send it as it is; {expected}")


def text_of_body() -> str:
    """Return a body that is text as a whole.

    Raises:
        werkzeug.exceptions.BadRequest: If it is not UTF-8.
    """
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"the query is not UTF-8: byte {error.start} cannot be read") from error


def _read(raw: bytes) -> Parameters:
    """Decode parameters once; a wrong byte is an error, never a replacement character."""
    try:
        found = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except UnicodeDecodeError as error:
        raise BadRequest("the parameters are not UTF-8, url-encoded: encode them again") from error
    except ValueError as error:
        raise BadRequest(f"there are more than {_MOST} parameters: send fewer") from error
    return Parameters(tuple(found))
