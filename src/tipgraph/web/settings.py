"""The server's settings: from flags, the environment (``TIPGRAPH_`` and the name in capitals), a file, in this order."""

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tipgraph.errors import FileError, UsageError

PREFIX: Final = "TIPGRAPH_"
FILE: Final = PREFIX + "CONFIG"
"""The variable that names the file of settings."""
_SHOWN: Final = ("base", "timeout", "memory", "result", "request", "workers", "slow", "queue", "rate")
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})


def _words(words: str, *, zero: bool = False, most: int = 999_999_999) -> dict[str, object]:
    """Say what a setting is, whether a number may be zero, and how large it may be."""
    return {"help": words, "zero": zero, "most": most}


def _setting(default: Any, words: str, *, zero: bool = False, most: int = 999_999_999) -> Any:
    """Declare a setting with its default."""
    return field(default=default, metadata=_words(words, zero=zero, most=most))


@dataclass(frozen=True)
class Settings:
    """What can be set; sizes are in megabytes of a million bytes, unless they say otherwise.

    The words of each setting are its help on the command line and its row in docs/serving.md.
    """

    record: Path | None = field(
        default=None, metadata=_words("the record to serve; the one this program came with otherwise")
    )
    build: Path | None = field(
        default=None, metadata=_words("where its build lies or goes; build/dataset of a checkout, or the user's cache")
    )
    exports: Path | None = field(
        default=None, metadata=_words("where the files of 'tipgraph export all' lie; beside the build otherwise")
    )
    releases: Path | None = field(
        default=None, metadata=_words("the folder of 'tipgraph release', handed out below /releases/; none otherwise")
    )
    as_built: bool = _setting(False, "serve the build that lies there as it is, of whatever record, and never make one")
    host: str = _setting("127.0.0.1", "interface to listen on; 0.0.0.0 for all")
    port: int = _setting(8000, "port to listen on; 0 for any free one", zero=True, most=65_535)
    base: str = _setting(
        "", "address under which the public reaches the server, if it is not the one that is asked for"
    )
    workers: int = _setting(2, "queries answered at a time; one for each processor")
    slow: int = _setting(4, "queries beyond these that may go on when they take longer than a quarter of a second")
    queue: int = _setting(64, "queries that may wait for a place; one more is told to come back")
    timeout: float = _setting(20.0, "seconds a query may take")
    memory: int = _setting(512, "memory a query may take, on top of the dataset, in MB")
    result: int = _setting(50, "how large an answer may be, in MB")
    request: int = _setting(256, "how large a request may be, in kB")
    rate: int = _setting(6000, "requests a client may make in a minute; 0 for any number", zero=True)
    cache: int = _setting(64, "memory for answers that are kept, in MB; 0 keeps none", zero=True)
    max_age: int = _setting(300, "seconds for which others may keep an answer without asking again", zero=True)
    connections: int = _setting(1000, "connections open at a time")
    grace: float = _setting(30.0, "seconds that requests may go on when the server is told to stop")
    watch: float = _setting(2.0, "seconds between two looks for a new build; 0 looks for none", zero=True)
    proxy: str = _setting("", "address of the proxy whose X-Forwarded headers are believed; none otherwise")
    contact: str = _setting("", "address for mail of who runs the server; harvesters are told it (OAI-PMH)")
    harvest: int = _setting(100, "records that harvesters get at a time (OAI-PMH)", most=1000)
    log: bool = _setting(True, "write an access log to standard error: a line of JSON for each request")
    log_queries: bool = _setting(False, "write the text of queries into the access log")

    @classmethod
    def load(cls, flags: Mapping[str, object] | None = None, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings.

        Args:
            flags: What the command line gave, by name; ``None`` counts as not given. ``config`` names a file.
            environment: The variables of the environment; an empty one counts as not set.

        Returns:
            The settings; what is set nowhere has its default.

        Raises:
            tipgraph.errors.UsageError: If a value is not of its kind or out of its range, or a file sets what is none.
            tipgraph.errors.FileError: If the file cannot be read.
        """
        given = {name: value for name, value in (flags or {}).items() if value is not None}
        file = given.pop("config", None) or environment.get(FILE, "").strip()
        values: dict[str, object] = _from_file(Path(str(file))) if file else {}
        for one in fields(cls):
            if value := environment.get(variable(one.name), "").strip():
                values[one.name] = _read(one, variable(one.name), value)
        for one in fields(cls):
            if one.name in given:
                values[one.name] = _read(one, flag(one.name), str(given[one.name]))
        return cls(**values)  # type: ignore[arg-type]

    @property
    def shown(self) -> dict[str, object]:
        """The settings that answers state, by name: the limits, and the address."""
        return {name: getattr(self, name) for name in _SHOWN}

    @property
    def prefix(self) -> str:
        """The path of :attr:`base`, without a slash at its end: what stands before every path of the server."""
        return urlsplit(self.base).path.rstrip("/")

    @property
    def threads(self) -> int:
        """Threads that answer requests.

        One for each query that runs or waits, as many for those that wait for what another asked, and some for all else.
        """
        return self.workers + self.slow + 2 * self.queue + 8


def flag(name: str) -> str:
    """Return a setting's flag on the command line."""
    return "--" + name.replace("_", "-")


def variable(name: str) -> str:
    """Return a setting's variable in the environment."""
    return PREFIX + name.upper()


def _from_file(path: Path) -> dict[str, object]:
    """Read a TOML file of settings by their names."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(path, f"cannot be read ({error.strerror})", "name another file of settings") from error
    except ValueError as error:
        raise FileError(path, f"this is not TOML ({error})", "write lines such as: timeout = 20") from error
    known = {one.name: one for one in fields(Settings)}
    for name in found:
        if name not in known:
            raise UsageError(f"{path} sets '{name}', which is no setting: give one of {', '.join(known)}")
    return {name: _read(known[name], f"{name} in {path}", str(value)) for name, value in found.items()}


def _read(one: "Field[Any]", name: str, value: str) -> object:
    """Turn words into a setting's value."""
    if one.default is None:
        return Path(value)
    if isinstance(one.default, bool):
        return _truth(name, value)
    if one.name == "base" and value:
        return _address(name, value)
    if one.name == "contact" and value:
        return _mailbox(name, value)
    if one.name == "proxy" and value:
        return _number_of_host(name, value)
    if isinstance(one.default, str):
        return value
    return _number(name, value, type(one.default), zero=one.metadata["zero"], most=one.metadata["most"])


def _address(name: str, value: str) -> str:
    """Check an address: what is put before the paths of links must be whole, and nothing but scheme, host and path."""
    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        whole = False
    if not whole:
        raise UsageError(f"{name} is '{value}': give an address such as https://data.example.org/tipgraph/")
    return value


def _mailbox(name: str, value: str) -> str:
    """Check an address for mail as far as OAI-PMH does."""
    if not re.fullmatch(r"\S+@(\S+\.)+\S+", value):
        raise UsageError(f"{name} is '{value}': give an address for mail such as data@example.org")
    return value


def _number_of_host(name: str, value: str) -> str:
    """Check the address of a proxy: it is compared with the one that a connection comes from, which is no name."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise UsageError(
            f"{name} is '{value}': give the IP address from which the proxy connects, such as 127.0.0.1; "
            "names, networks and * are not taken, since whoever is believed can pass for any client"
        ) from None


def _truth(name: str, value: str) -> bool:
    if value.casefold() not in _TRUE | _FALSE:
        raise UsageError(f"{name} is '{value}': give true or false, or leave it unset")
    return value.casefold() in _TRUE


def _number(name: str, value: str, kind: type, *, zero: bool, most: int) -> object:
    try:
        number = kind(value)
    except ValueError:
        number = -1
    if not (0 < number <= most or (zero and number == 0)):
        what = "a whole number" if kind is int else "a number"
        span = f"{'of 0 or more' if zero else 'above 0'}{f', up to {most}' if number > most else ''}"
        raise UsageError(f"{name} is '{value}': give {what} {span}, or leave it unset")
    return number
