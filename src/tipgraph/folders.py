"""Folders that are written whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tipgraph.errors import FileError
from tipgraph.files import remove_leftovers


@contextmanager
def staged(
    directory: Path, error_class: type[FileError] = FileError, way_out: str = "name a folder that can be written to"
) -> Iterator[Path]:
    """Give a folder beside a directory that takes the directory's place when everything in it is written.

    Args:
        directory: The place; what lies there is there until then, and stays where the block fails.
        error_class: What is raised where it cannot be written.
        way_out: What the message advises then.

    Yields:
        The folder to write to; it is empty. What killed processes left beside the directory is gone.

    Raises:
        tipgraph.errors.FileError: Or the class named, if the directory cannot be written.
    """
    target = directory.resolve()
    stage = target.with_name(f".{target.name}.{os.getpid()}.part")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(target)
        stage.mkdir()
    except OSError as error:
        in_the_way = isinstance(error, FileExistsError | NotADirectoryError)
        reason = "a file is in its way" if in_the_way else error.strerror
        raise error_class(directory, f"cannot be written ({reason})", way_out) from error
    try:
        yield stage
        if stage.exists():
            _take_place(stage, target, old)
    except error_class:
        raise
    except OSError as error:
        raise error_class(directory, f"cannot be written ({error.strerror})", way_out) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def discard(stage: Path) -> None:
    """Give a staged folder up: nothing takes the directory's place."""
    shutil.rmtree(stage)


def _take_place(stage: Path, target: Path, old: Path) -> None:
    """Put a finished folder in the place of another, which comes back if that fails."""
    if target.exists():
        target.rename(old)
    try:
        stage.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
