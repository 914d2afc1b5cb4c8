"""One validation that goes on from the one before, and leaves its own state for the next."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from tipgraph.dataset.build import default_directory
from tipgraph.errors import FileError
from tipgraph.record import Record
from tipgraph.validate.incremental.change import Change
from tipgraph.validate.incremental.inputs import files_of, program, statements_of
from tipgraph.validate.incremental.parts import PARTS, Names
from tipgraph.validate.incremental.state import Kept, State, UnusableState, read_state, write_state
from tipgraph.validate.layers import Layer, Run
from tipgraph.validate.report import Result

_NAMELESS: Final = re.compile(r"[0-9a-f]{24,32}")
"""What a blank node without a label is called, otherwise each time that a file is read: nothing of it can be taken over."""
_TOO_MANY: Final = 100_000
"""Changes since a layer ran, of which no account is kept any more: it runs whole when it is asked for again."""


def default_state(record: Record) -> Path | None:
    """Return where the state of a validation lies: beside the build, wherever that is; nowhere for an installed record."""
    if record.root.resolve() == Path(__file__).resolve().parents[2] / "record":
        return None
    build = default_directory(record)
    return build.with_name(f"{build.name}-validated")


class Again:
    """Runs layers on what a change concerns, and takes over what they found of the rest."""

    def __init__(self, run: Run, record: Record, folder: Path, *, full: bool = False) -> None:
        """Compare what there is with what the last validation looked at.

        Args:
            run: The validation; what follows from the data has been inferred.
            record: The record that is validated, all of it.
            folder: Where the state lies.
            full: Whether everything is validated, whatever the state is.

        Raises:
            tipgraph.errors.FileError: If a file of the record cannot be read.
        """
        self._run = run
        self._folder = folder
        shown, others = statements_of(run.material)
        at = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
        self._now = State(at, program(), shown, others, files_of(record))
        self._before: State | None = None
        self._change = Change()
        self._kept: dict[str, Kept] = {}
        self._counts: list[str] = []
        self.is_partial = False
        """Whether anything was taken over from the last validation."""
        self.why_whole = "--full"
        """Why everything was validated, where that is so."""
        if not full:
            self._go_on()

    def _go_on(self) -> None:
        try:
            self._before = read_state(self._folder, self._now.program)
        except UnusableState as error:
            self.why_whole = str(error)
            return
        self.why_whole = "too much has changed, or on what has changed all depends"
        self._change = self._before.change_to(self._now.shown, self._now.others, self._now.files)

    def find(self, layer: Layer) -> Iterable[Result]:
        """Run a layer, on as little as will do."""
        parts = PARTS.get(layer.name)
        if parts is None:
            return layer.run(self._run)
        noted = len(self._run.skipped)
        stale, kept = self._stale(layer.name)
        if stale is None:
            results = list(layer.run(self._run))
        else:
            self.is_partial = True
            fresh = parts.find(self._run, stale) if stale else ()
            results = [result for result in kept if parts.part_of(result) not in stale]
            results += [replace(result, layer=layer.name) for result in fresh]
        if parts.title:
            known = set(parts.known(self._run))
            again = known if stale is None else known & stale
            self._counts.append(f"{len(again):,} of {len(known):,} {parts.title}")
        if len(self._run.skipped) == noted:  # otherwise it was not run to its end
            self._kept[layer.name] = Kept(tuple(results))
        return results

    def _stale(self, name: str) -> tuple[Names | None, tuple[Result, ...]]:
        """Return the parts of a layer that are to be run again, and what it found before."""
        kept = self._before.layers.get(name) if self._before else None
        if kept is None or any(
            _NAMELESS.fullmatch(term) for one in kept.results for term in (one.focus, one.value or "")
        ):
            return None, ()
        change = kept.since | self._change
        return (PARTS[name].stale(self._run, change, kept.results) if change else frozenset()), kept.results

    @property
    def told(self) -> str:
        """What was validated again, in a line; nothing where it was everything."""
        if not self.is_partial or self._before is None:
            return ""
        counts = ", ".join(self._counts)
        return f"only what changed since {self._before.at} was validated again{': ' if counts else ''}{counts}; --full does all"

    def keep(self) -> None:
        """Leave the state for the next validation, if it can be written; where it cannot, that one validates everything."""
        layers = {name: self._carried(name) for name in (self._before.layers if self._before else ())}
        layers |= self._kept
        state = replace(self._now, layers={name: kept for name, kept in layers.items() if kept})
        if self._before and not self._change and state.layers == self._before.layers:
            return
        with suppress(FileError):
            write_state(self._folder, state)

    def _carried(self, name: str) -> Kept | None:
        """Return what a layer found that did not run, with what has changed since."""
        kept = self._before.layers[name] if self._before else None
        if kept is None:
            return None
        since = kept.since | self._change
        return replace(kept, since=since) if len(since) <= _TOO_MANY else None
