"""What files say otherwise than when they were last committed: for faults that show far from where they were made."""

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import RDFS, short
from tipgraph.record import Record
from tipgraph.validate.answers import asked_for
from tipgraph.validate.changed import committed
from tipgraph.validate.facts import subject_of
from tipgraph.validate.material import Material
from tipgraph.validate.report import Result

_PATIENCE: Final = 30
"""Seconds that git may take."""
_Said = tuple[str, ox.Triple, bool]
"""A file, a statement, and whether it is new in it rather than gone from it."""


class Since:
    """What the data of a record say otherwise than its last commit; nothing where no git keeps it."""

    def __init__(self, record: Record | None, material: Material) -> None:
        self._record, self._material = record, material

    def told(self, results: Iterable[Result]) -> list[Result]:
        """Say of rows that are others, and of things that are gone, which statements came or went since the last commit.

        Args:
            results: What was found.

        Returns:
            The same; where such a statement is found, with its file and its words, and without the row that would have to
            be written if the statement were right.
        """
        return [self._told(one) for one in results]

    def _told(self, result: Result) -> Result:
        if result.shape == "question-rows":
            found = self._of_question(result)
            origin = f"{result.message}; since the last commit {{}}"
            return replace(result, message=origin.format(_words(found)), correction="") if found else result
        if result.shape == "register-kept":
            file = next((file for file, t, is_new in self._changes if subject_of(t) == result.focus and not is_new), "")
            return (
                replace(result, message=f"{result.message}; when last committed it stood in {file}") if file else result
            )
        return result

    def _of_question(self, result: Result) -> list[_Said]:
        if not self._changes:
            return []
        asked = asked_for(self._material, result)
        found = [one for one in self._changes if asked.may_match([one[1]])]
        return sorted(found, key=lambda one: one[1].predicate.value == RDFS + "label")

    @cached_property
    def _changes(self) -> list[_Said]:
        return list(self._compared())

    def _compared(self) -> Iterator[_Said]:
        for name in self._changed_files():
            now = set(self._material.data.get(name, ()))
            before = set(committed(self._record.root / name)) if self._record else set()
            yield from ((name, triple, False) for triple in sorted(before - now, key=str))
            yield from ((name, triple, True) for triple in sorted(now - before, key=str))

    def _changed_files(self) -> list[str]:
        if self._record is None:
            return []
        folders = (self._record.curated, self._record.extracted, self._record.schemes)
        places = [folder.relative_to(self._record.root).as_posix() for folder in folders]
        command = ["git", "diff", "--name-only", "--relative", "HEAD", "--", *places]
        try:
            done = subprocess.run(  # noqa: S603 - git of the path
                command, cwd=self._record.root, capture_output=True, text=True, check=False, timeout=_PATIENCE
            )
        except (OSError, subprocess.TimeoutExpired):
            return []
        return [name for name in done.stdout.splitlines() if done.returncode == 0 and Path(name).suffix == ".ttl"]


def _words(found: list[_Said]) -> str:
    file, triple, is_new = found[0]
    thing = triple.object
    value = short(thing.value) if isinstance(thing, ox.NamedNode) else f"'{getattr(thing, 'value', '')}'"
    said = f"{short(subject_of(triple))} {short(triple.predicate.value)} {value}"
    more = f", and {len(found) - 1:,} more that it looks at" if len(found) > 1 else ""
    return f"{file} {'says' if is_new else 'no longer says'} {said}{more}"
