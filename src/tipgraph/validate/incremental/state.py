"""What a validation leaves for the next one: what it looked at, and what it found."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tipgraph.files import open_atomic
from tipgraph.validate.incremental.change import Change
from tipgraph.validate.incremental.inputs import Lines
from tipgraph.validate.report import Result, Severity

FILE: Final = "state"
_FORM: Final = "tipgraph-validated-1"


@dataclass(frozen=True)
class Kept:
    """What a layer found."""

    results: tuple[Result, ...]
    """As the layer found them, without places."""
    since: Change = field(default_factory=Change)
    """What has changed since, in validations that left the layer out."""


@dataclass(frozen=True)
class State:
    """What a validation looked at, and what it found there."""

    at: str
    """When: ``2026-07-01 14:05``."""
    program: str
    """The digest of the tipgraph that it was."""
    shown: Lines
    others: Lines
    files: Mapping[str, str]
    layers: Mapping[str, Kept] = field(default_factory=dict)
    """What each layer found that ran to its end."""

    def change_to(self, shown: Lines, others: Lines, files: Mapping[str, str]) -> Change:
        """Return what differs from this: statements and digests of files, as for :mod:`.inputs`."""
        names = {name for name in {*self.files, *files} if self.files.get(name) != files.get(name)}
        return Change(self.shown ^ shown, self.others ^ others, frozenset(names), frozenset(self.files.keys() ^ files))


class UnusableState(Exception):  # noqa: N818 - no error: everything is validated instead
    """There is no state to go on from; ``args[0]`` says why."""


def read_state(folder: Path, program: str) -> State:
    """Read the state that a validation left.

    Args:
        folder: Where it was left.
        program: The digest of this tipgraph.

    Raises:
        UnusableState: If there is none, or it is damaged, or another tipgraph left it.
    """
    try:
        first, _, rest = (folder / FILE).read_bytes().partition(b"\n")
    except FileNotFoundError:
        raise UnusableState("no validation of the whole record has left its state yet") from None
    except OSError as error:
        raise UnusableState(f"the state of the last validation cannot be read ({error.strerror})") from None
    form, _, digest = first.partition(b" ")
    if form != _FORM.encode() or sha256(rest).hexdigest().encode() != digest:
        raise UnusableState("the state of the last validation is damaged, or of another version")
    head, _, lines = rest.partition(b"\n")
    told = json.loads(head)
    if told["program"] != program:
        raise UnusableState("the last validation was by another tipgraph, or other libraries")
    shown, _, others = lines.partition(b"\n\n")
    layers = {name: _kept(one) for name, one in told["layers"].items()}
    return State(told["at"], program, _split(shown), _split(others), told["files"], layers)


def write_state(folder: Path, state: State) -> None:
    """Write a state in the place of the one that lies there, whole or not at all.

    Raises:
        tipgraph.errors.FileError: If it cannot be written.
    """
    layers = {name: _told(kept) for name, kept in state.layers.items()}
    told = {"at": state.at, "program": state.program, "files": dict(state.files), "layers": layers}
    rest = json.dumps(told).encode() + b"\n" + b"\n".join(state.shown) + b"\n\n" + b"\n".join(state.others)
    with open_atomic(folder / FILE) as stream:
        stream.write(f"{_FORM} {sha256(rest).hexdigest()}\n".encode())
        stream.write(rest)


def _split(lines: bytes) -> Lines:
    return frozenset(line for line in lines.split(b"\n") if line)


def _text(lines: Iterable[bytes]) -> str:
    return b"\n".join(sorted(lines)).decode("utf-8")


def _told(kept: Kept) -> dict[str, Any]:
    results = [{name: value for name, value in asdict(one).items() if value is not None} for one in kept.results]
    since = kept.since
    statements = [_text(since.shown), _text(since.others)]
    return {"results": results, "since": [*statements, sorted(since.files), sorted(since.come_or_gone)]}


def _kept(told: dict[str, Any]) -> Kept:
    results = tuple(Result(**{**one, "severity": Severity(one["severity"])}) for one in told["results"])
    shown, others, files, moved = told["since"]
    since = Change(_split(shown.encode()), _split(others.encode()), frozenset(files), frozenset(moved))
    return Kept(results, since)
