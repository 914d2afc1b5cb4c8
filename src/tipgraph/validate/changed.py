"""What a change touches: the things that changed files describe, those that name them, and those that they name."""

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import ID
from tipgraph.record import Record
from tipgraph.validate.facts import subject_of
from tipgraph.validate.material import Material
from tipgraph.validate.named_files import is_question
from tipgraph.validate.salvage import salvage

_PATIENCE: Final = 30
"""Seconds that git may take to hand out a file."""


def files_to_check(record: Record, files: Iterable[Path]) -> list[Path] | None:
    """Tell what is to be checked where some files have changed.

    Args:
        record: The record that is checked.
        files: The files that have changed, of any kind.

    Returns:
        Those that hold data, and the competency questions with their expected rows. Nothing (None) where a file is among
        them on which the whole record hangs: ontology, shapes, rules, source texts, lists.
    """
    data = []
    for file in files:
        if _is_below(file, record.ontology, record.shapes, record.root / "data") and not _holds_data(record, file):
            return None
        if file.suffix == ".ttl" or is_question(record, file):
            data.append(file)
    return data


def _holds_data(record: Record, file: Path) -> bool:
    return file.suffix == ".ttl" and _is_below(file, record.extracted, record.curated, record.schemes)


def _is_below(file: Path, *folders: Path) -> bool:
    return any(file.resolve().is_relative_to(folder.resolve()) for folder in folders)


def touched(material: Material, files: Sequence[Path]) -> frozenset[str]:
    """Find what a change of files can break: a step from what they describe, or described when last committed.

    Args:
        material: The record with these files; its ``only`` are the things that they describe.
        files: Files that hold data.

    Returns:
        The IRIs of these things, of those that name them, and of those of the record that they name: a shape may look at
        a statement from both of its ends.
    """
    earlier = [triple for file in files for triple in committed(file)]
    changed = {*(material.only or ()), *map(subject_of, earlier)}
    found = set(changed)
    for triple in (*earlier, *material.triples):
        if not isinstance(triple.object, ox.NamedNode):
            continue
        if subject_of(triple) in changed and triple.object.value.startswith(ID):
            found.add(triple.object.value)
        elif triple.object.value in changed:
            found.add(subject_of(triple))
    return frozenset(found)


def committed(file: Path) -> Iterator[ox.Triple]:
    """Read a file as it was last committed; nothing where it is new, or no git keeps it."""
    command = ["git", "show", f"HEAD:./{file.name}"]
    try:
        done = subprocess.run(command, cwd=file.parent, capture_output=True, check=False, timeout=_PATIENCE)  # noqa: S603 - git of the path
    except (OSError, subprocess.TimeoutExpired):
        return
    if done.returncode == 0:
        for quad in salvage(done.stdout.decode("utf-8", "replace"), ox.RdfFormat.TURTLE, ID).quads:
            yield ox.Triple(quad.subject, quad.predicate, quad.object)
