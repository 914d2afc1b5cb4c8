"""Making a release: checked, written whole, and never changed afterwards."""

import filecmp
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tipgraph.dataset.build import Build
from tipgraph.errors import FileError
from tipgraph.export.source import Progress, Source, silent
from tipgraph.files import locked
from tipgraph.folders import discard, staged
from tipgraph.record import Record
from tipgraph.release.contents import write_contents
from tipgraph.release.feed import write_feed
from tipgraph.release.folder import Release, open_release, releases_in
from tipgraph.release.gate import RefusedError, refuse_invalid, refuse_lost
from tipgraph.release.news import write_news
from tipgraph.release.versions import Version

_LOCK: Final = ".release.lock"
_SHOWN: Final = 10
"""Files that a message names."""


@dataclass(frozen=True)
class Plan:
    """What is to be released, and after what."""

    record: Record
    build: Build
    version: Version
    date: str
    into: Path
    previous: Release | None
    is_there: bool
    """Whether the version was released already."""


def plan(
    record: Record, build: Build, version: Version, date: str | None, into: Path, previous: Path | None = None
) -> Plan:
    """Work out what a release follows.

    Args:
        record: The record.
        build: Its build.
        version: The version that it shall have.
        date: The day that it shall bear; otherwise that of the same version where it is there, otherwise today.
        into: The folder of releases.
        previous: The release before; otherwise the latest earlier one in the folder.

    Raises:
        RefusedError: If a later version, or a later day, was released already.
        tipgraph.errors.FileError: If the place is taken by something else, or the release before was tampered with.
    """
    known = releases_in(into)
    there = next((release for release in known if str(release.version) == str(version)), None)
    earlier = [release for release in known if release.version < version]
    before = open_release(previous) if previous else (earlier[-1] if earlier else None)
    if before:
        before.verify()
    day = date or (there.date if there else datetime.now(UTC).date().isoformat())
    made = Plan(record, build, version, day, into, before, there is not None)
    if not there:
        _refuse_disorder(made, known)
    return made


def _refuse_disorder(plan: Plan, known: list[Release]) -> None:
    target = plan.into / str(plan.version)
    if target.exists():
        raise FileError(target, "something that is no release is in its way", "move it away, or name another folder")
    others = [*known, *([plan.previous] if plan.previous else [])]
    latest = max(others, key=lambda release: release.version, default=None)
    if latest and plan.version <= latest.version:
        raise RefusedError([f"version {plan.version} is not later than {latest.version}: give a later one"])
    if latest and plan.date < latest.date:
        raise RefusedError([f"{plan.date} is before {latest.date}, the day of {latest.version}: give a later day"])


def write_release(plan: Plan, *, owl: bool = True, validate: bool = True, progress: Progress = silent) -> Release:
    """Make a release, or find that it is there.

    Args:
        plan: What to release.
        owl: Whether the reasoner has its say in whether the record validates.
        validate: Whether the record is checked; only a test has reason to leave it out.
        progress: Told how many exports are written.

    Returns:
        The release. It lies in its folder whole, or there is none. The feeds of the folder tell of it.

    Raises:
        RefusedError: If the record does not validate, an IRI was dropped, or the version is there and differs.
        tipgraph.errors.FileError: If something cannot be read or written.
    """
    target = plan.into / str(plan.version)
    if plan.is_there and (there := open_release(target)).date != plan.date:
        raise RefusedError([f"version {plan.version} is released already, of {there.date}: a release stays as it is"])
    if not plan.is_there:
        if validate:
            refuse_invalid(plan.record, owl=owl)
        refuse_lost(plan.record, plan.build.quads, plan.previous)
    with locked(plan.into / _LOCK):
        with staged(target) as stage:
            source = Source(plan.build)
            write_contents(plan.record, source, plan.version, plan.date, plan.previous, stage, progress)
            if target.exists():  # released before, or by somebody else meanwhile
                _refuse_other(stage, target)
                discard(stage)
        write_feed(plan.into)
        write_news(plan.into)
    return open_release(target)


def _refuse_other(made: Path, there: Path) -> None:
    names = [{p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} for folder in (made, there)]
    _, differing, missing = filecmp.cmpfiles(made, there, sorted(names[0] | names[1]), shallow=False)
    other = sorted({*differing, *missing})
    if other:
        more = f" and {len(other) - _SHOWN:,} more" if len(other) > _SHOWN else ""
        raise RefusedError(
            [
                f"version {there.name} is released already, with other bytes in {', '.join(other[:_SHOWN])}{more}: "
                "a release stays as it is; give a later version"
            ]
        )
