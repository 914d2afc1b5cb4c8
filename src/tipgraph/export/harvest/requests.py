"""What a harvester may ask for, and what is wrong with what it asks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tipgraph.errors import TipgraphError

LISTS: Final = ("ListIdentifiers", "ListRecords")
_FILTERS: Final = frozenset({"from", "until", "set"})
_REQUIRED: Final[Mapping[str, frozenset[str]]] = {
    "Identify": frozenset(),
    "ListMetadataFormats": frozenset(),
    "ListSets": frozenset(),
    "GetRecord": frozenset({"identifier", "metadataPrefix"}),
    "ListIdentifiers": frozenset({"metadataPrefix"}),
    "ListRecords": frozenset({"metadataPrefix"}),
}
_OPTIONAL: Final[Mapping[str, frozenset[str]]] = {
    "ListMetadataFormats": frozenset({"identifier"}),
    "ListSets": frozenset({"resumptionToken"}),
    **dict.fromkeys(LISTS, _FILTERS | {"resumptionToken"}),
}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_PREFIX: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
_SET: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
_TOKEN: Final = re.compile(r"([0-9a-f]{16})/(\w+)/([^/]+)/([1-9]\d{0,8})/([\d-]*)/([\d-]*)/([^/]*)")


class ProtocolError(TipgraphError):
    """Something is wrong with a request; ``args`` is (code, message), the codes those of the protocol, section 3.6."""

    @property
    def code(self) -> str:
        """What is wrong, by its name in the protocol."""
        return str(self.args[0])

    def __str__(self) -> str:
        return str(self.args[1])


@dataclass(frozen=True)
class Request:
    """A request that is right in itself."""

    verb: str
    arguments: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return an argument, nothing where it was not given."""
        return self.arguments.get(name, "")


@dataclass(frozen=True)
class Wanted:
    """Which part of a list is wanted."""

    verb: str
    prefix: str
    start: int = 0
    first: str = ""
    last: str = ""
    within: str = ""

    def token(self, version: str, start: int) -> str:
        """Name the part that begins elsewhere: all that it depends on stands in its name, and nobody keeps it."""
        return "/".join((version[:16], self.verb, self.prefix, str(start), self.first, self.last, self.within))


def read(pairs: Sequence[tuple[str, str]]) -> Request:
    """Read a request.

    Args:
        pairs: Its arguments in the order in which they were sent.

    Returns:
        The request; its verb has all arguments that it needs and no other, each once and well written.

    Raises:
        ProtocolError: ``badVerb`` or ``badArgument``.
    """
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in _REQUIRED:
        raise ProtocolError("badVerb", f"give verb once, one of {', '.join(_REQUIRED)}")
    verb, others = verbs[0], [pair for pair in pairs if pair[0] != "verb"]
    arguments = dict(others)
    if len(arguments) < len(others):
        raise ProtocolError("badArgument", "an argument is given twice: give each once")
    _check_names(verb, frozenset(arguments))
    if empty := sorted(name for name, value in arguments.items() if not value and name != "resumptionToken"):
        raise ProtocolError("badArgument", f"{empty[0]} is empty: give it a value or leave it out")
    _check_values(arguments)
    return Request(verb, arguments)


def wanted(request: Request, version: str) -> Wanted:
    """Return which part of a list a request wants.

    Args:
        request: One of a list.
        version: The version of the build that is served.

    Raises:
        ProtocolError: ``badResumptionToken`` where the token is none, or of a build that has been replaced.
    """
    if "resumptionToken" in request.arguments:
        return _of_token(request, version)
    return Wanted(
        request.verb,
        request.get("metadataPrefix"),
        first=request.get("from"),
        last=request.get("until"),
        within=request.get("set"),
    )


def _of_token(request: Request, version: str) -> Wanted:
    found = _TOKEN.fullmatch(request.get("resumptionToken"))
    if not found or found[2] != request.verb:
        raise ProtocolError("badResumptionToken", "this server gave no such token: begin the list anew")
    try:
        _check_values({"from": found[5], "until": found[6], "set": found[7]})
    except ProtocolError as error:
        raise ProtocolError("badResumptionToken", "this server gave no such token: begin the list anew") from error
    if found[1] != version[:16]:
        raise ProtocolError("badResumptionToken", "the data have changed since this list was begun: begin it anew")
    return Wanted(found[2], found[3], int(found[4]), found[5], found[6], found[7])


def _check_names(verb: str, given: frozenset[str]) -> None:
    if unknown := sorted(given - _REQUIRED[verb] - _OPTIONAL.get(verb, frozenset())):
        raise ProtocolError("badArgument", f"{verb} takes no '{unknown[0]}'")
    if "resumptionToken" in given:
        if len(given) > 1:
            raise ProtocolError("badArgument", "resumptionToken stands alone: what it goes on with is in it")
        return
    if missing := sorted(_REQUIRED[verb] - given):
        raise ProtocolError("badArgument", f"{verb} needs '{missing[0]}'")


def _check_values(arguments: Mapping[str, str]) -> None:
    days = {name: arguments[name] for name in ("from", "until") if arguments.get(name)}
    for name, value in days.items():
        if _SECOND.fullmatch(value):
            raise ProtocolError("badArgument", f"{name} is finer than a day, which is the granularity here")
        if not _is_day(value):
            raise ProtocolError("badArgument", f"{name} is no day: write it as 2009-04-21")
    if len(days) == len(("from", "until")) and days["from"] > days["until"]:
        raise ProtocolError("badArgument", "from is later than until")
    for name, pattern in (("set", _SET), ("metadataPrefix", _PREFIX)):
        if arguments.get(name) and not pattern.fullmatch(arguments[name]):
            raise ProtocolError("badArgument", f"{name} has characters that it cannot have")


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
